# Copied from runtime/types.py by `make generate`. Do not edit: change that file.
"""UNSET, Response and RateLimit."""

from __future__ import annotations

import math
from collections.abc import Mapping
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
        values = [headers.get(f"x-ratelimit-{name}") for name in ("limit", "period", "remaining", "reset", "name")]
        if values == [None] * 5:
            return None
        limit, period, remaining = (None if number is None else int(number) for number in map(_number, values[:3]))
        return cls(limit, period, remaining, _number(values[3]), values[4])


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


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
