# Copied into the package by `make generate`.
"""UNSET, Response, Headers and RateLimit."""

from __future__ import annotations

import contextlib
import json
import math
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, NamedTuple, TypeVar

T = TypeVar("T")

# A larger number of seconds is a Unix time: as a duration, it would be 31 years.
UNIX_TIME = 1e9


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

    if not TYPE_CHECKING:  # pragma: no branch

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_"):
                raise AttributeError(name)
            raise AttributeError(f"UNSET has no {name}: the field was not sent; check it with `is not UNSET`")

    def __reduce_ex__(self, protocol: object) -> str:  # type: ignore[override]
        return "UNSET"


UNSET: Final = Unset.UNSET
# So that `.value` of an enum field is UNSET too, and not a string that could be sent.
UNSET._value_ = UNSET  # type: ignore[assignment]


class Headers(Mapping[str, str]):
    """The headers of a response, whose names are case-insensitive.

    The values of a header that came several times are joined with commas; `get_list` has each of them.
    """

    def __init__(self, headers: Mapping[str, str] | Iterable[tuple[Any, Any]] | None = None) -> None:
        """Copy headers.

        Args:
            headers: A mapping of names to values, or pairs of them, as text or as bytes. Default: none.
        """
        pairs: Any = headers.items() if isinstance(headers, Mapping) else headers or ()
        self._items = [(_header_text(name).lower(), _header_text(value)) for name, value in pairs]

    def __getitem__(self, name: str) -> str:
        values = self.get_list(name)
        if not values:
            raise KeyError(name)
        return ", ".join(values)

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self._items))

    def __len__(self) -> int:
        return len(dict(self._items))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(self) == {name.lower(): value for name, value in other.items()}

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Headers({self._items})"

    def get_list(self, name: str) -> list[str]:
        """The values of a header, in the order in which they came."""
        name = name.lower()
        return [value for key, value in self._items if key == name]

    def multi_items(self) -> list[tuple[str, str]]:
        """Every name with its value, as often as they came."""
        return list(self._items)


def _header_text(part: str | bytes) -> str:
    if isinstance(part, str):
        return part
    try:
        return part.decode()
    except UnicodeDecodeError:
        return part.decode("latin-1")


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


def requested_wait(status_code: int, headers: Mapping[str, str]) -> float | None:
    """The seconds that a response asks to wait, as a duration, a Unix time or an HTTP date; None if it does not.

    If it asks several times, the longest wait counts.

    X-RateLimit-Reset is used on 429 only: every other response has it too, without asking for a wait.

    Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after and https://docs.datadoghq.com/api/latest/rate-limits/
    """
    for header in ("retry-after", "x-ratelimit-reset") if status_code == 429 else ("retry-after",):
        waits = [_seconds(text) for text in header_values(headers, header)]
        if finite := [wait for wait in waits if math.isfinite(wait)]:
            return max(0.0, *finite)
    return None


def _seconds(text: str) -> float:
    """The seconds until a duration has passed, a Unix time or an HTTP date; NaN for anything else."""
    try:
        seconds = float(text)
    except ValueError:
        try:
            date = parsedate_to_datetime(text)
            # One without a zone is in UTC.
            return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - time.time()
        except (ValueError, OverflowError):
            return math.nan
    return seconds - time.time() if seconds > UNIX_TIME else seconds


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
    headers: Headers
    parsed: T | None

    def json(self) -> Any:
        """Parse the body.

        Raises:
            ValueError: It is no JSON.
        """
        return json.loads(self.content)

    @property
    def rate_limit(self) -> RateLimit | None:
        """The X-RateLimit headers; None if there are none."""
        return RateLimit.from_headers(self.headers)


__all__ = ["UNSET", "Headers", "RateLimit", "Response", "Unset"]


def __dir__() -> list[str]:
    return __all__
