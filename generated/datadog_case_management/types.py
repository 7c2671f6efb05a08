# Copied from runtime/types.py by `make generate`. Do not edit: change that file.
"""UNSET, Response and RateLimit."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Final, Generic, Literal, NamedTuple, TypeVar

import httpx

T = TypeVar("T")


class Unset(Enum):
    """The type of UNSET, which marks a field or argument as missing; null is None. It is falsy.

    An enum with a single member, which type checkers narrow: after `if x is not UNSET`, x is not an Unset.
    """

    UNSET = "UNSET"

    # Enum hashes in Python code, which is slow, and models look UNSET up in dicts.
    __hash__ = object.__hash__

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    __str__ = __repr__

    def __reduce_ex__(self, protocol: object) -> str:  # type: ignore[override]
        return "UNSET"


UNSET: Final = Unset.UNSET
# So that `.value` of an enum field is UNSET too, and not a string that could be sent.
UNSET._value_ = UNSET  # type: ignore[assignment]


class RateLimit(NamedTuple):
    """The X-RateLimit headers of a response; a missing or non-numeric one is None.

    Of a header that came several times with different values, the one that makes callers wait longest counts.

    Attributes:
        limit: How many requests the window allows.
        period: The length of the window, in seconds.
        remaining: How many requests are left in the window.
        reset: The seconds until the window ends, or the Unix time at which it does: the service has sent both.
        name: The name of the limit.

    Source: https://docs.datadoghq.com/api/latest/rate-limits/
    """

    limit: int | None
    period: int | None
    remaining: int | None
    reset: float | None
    name: str | None

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> RateLimit | None:
        """Read the headers of a response; None if it has no X-RateLimit header."""
        sent = {name: header_values(headers, f"x-ratelimit-{name}") for name in cls._fields}
        if not any(f"x-ratelimit-{name}" in headers for name in sent):
            return None
        # Of several numbers, the one that makes callers wait longest.
        limit, remaining = (_number(sent[name], min) for name in ("limit", "remaining"))
        period, reset = (_number(sent[name], max) for name in ("period", "reset"))
        limit, period, remaining = (None if number is None else int(number) for number in (limit, period, remaining))
        return cls(limit, period, remaining, reset, next(iter(sent["name"]), None))


def header_values(headers: Mapping[str, str], name: str) -> list[str]:
    """The different values of a header that should have one.

    The service sends some headers twice (DataDog/datadog-api-client-python #3460), and a mapping of headers joins their
    values with commas, which an HTTP date contains as well.
    """
    parts = re.split(r",(?!\s*\d{1,2}[ -][A-Za-z])", headers.get(name, ""))
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _number(texts: list[str], choose: Callable[[Iterable[float]], float]) -> float | None:
    """One of the finite numbers among these texts; None if there is none."""
    numbers = []
    for text in texts:
        with contextlib.suppress(ValueError):
            numbers.append(float(text))
    finite = [number for number in numbers if math.isfinite(number)]
    return choose(finite) if finite else None


class Response(NamedTuple, Generic[T]):
    """A response with its status and headers, as the `*_detailed` functions return it.

    Attributes:
        status_code: The HTTP status.
        content: The body, decompressed.
        headers: The headers, whose names are case-insensitive.
        parsed: The model that the spec has for this status; None for a status without a body, for an undocumented
            status, and for an error whose body has another form.
    """

    status_code: int
    content: bytes
    headers: httpx.Headers
    parsed: T | None

    @property
    def rate_limit(self) -> RateLimit | None:
        """The X-RateLimit headers; None if there are none."""
        return RateLimit.from_headers(self.headers)


__all__ = ["UNSET", "RateLimit", "Response", "Unset"]
