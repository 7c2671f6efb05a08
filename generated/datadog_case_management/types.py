# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
"""What models and operations share: UNSET, open enums, decoding and encoding, Response and RateLimit."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar

from .errors import ResponseDecodeError

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
V = TypeVar("V")


class Unset:
    """The type of UNSET, which stands for a field or argument that is absent; null is None. It is falsy."""

    __slots__ = ()

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()

_from_iso = datetime.datetime.fromisoformat
# An instance of a model without what __init__ does.
new = object.__new__


class OpenEnum(str, Enum):
    """An enum that also takes values which the spec does not list.

    Such a value becomes an instance of the enum that is equal to its string and encodes as it, and is not added to the
    members.
    """

    @classmethod
    def _missing_(cls, value: object) -> OpenEnum | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = str(value)
        member._value_ = str(value)
        return member

    def __str__(self) -> str:
        return str(self._value_)

    def __format__(self, format_spec: str) -> str:
        return format(str(self._value_), format_spec)


class Model(Generic[V]):
    """What every model has: the fields that the spec does not name, kept in `additional_properties`."""

    __slots__ = ()

    # None until there is one: most models of a page need none, and a dict for each of them would slow down decoding.
    _extras: dict[str, V] | None

    @property
    def additional_properties(self) -> dict[str, V]:
        """The fields that the spec does not name; what is put into it is sent."""
        extras = self._extras
        if extras is None:
            extras = {}
            object.__setattr__(self, "_extras", extras)
        return extras

    # Defined by each model. Not abstract: an ABC would slow down the making of every instance.
    to_dict: Callable[[], dict[str, Any]]

    @property
    def additional_keys(self) -> list[str]:
        """The names of the fields that the spec does not name."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> V:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: V) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


def as_datetime(value: Any) -> Any:
    """The instant that an RFC 3339 string names, to the microsecond; anything else stays as it is."""
    if type(value) is str:
        try:
            instant = _from_iso(value)
        except ValueError:
            return value
        if instant.tzinfo is not None:
            return instant
    return value


def no_object(value: Any) -> Any:
    """Null or absent where an object may be; anything else there is an error."""
    if value is None or value is UNSET:
        return value
    raise ResponseDecodeError(f"expected an object, got {type(value).__name__}")


def as_list(value: Any, item: Callable[[Any], Any] | None = None) -> Any:
    """An array with each item decoded by `item`; null or absent stays, anything else is an error."""
    if type(value) is not list:
        if value is None or value is UNSET:
            return value
        raise ResponseDecodeError(f"expected an array, got {type(value).__name__}")
    return value if item is None else [item(element) for element in value]


def as_objects(value: Any, from_dict: Callable[[Any], Any]) -> Any:
    """An array of objects, each decoded; null or absent stays, also as an item, anything else is an error."""
    if type(value) is not list:
        return as_list(value)
    items: list[Any] = []
    append = items.append
    try:
        for item in value:
            append(from_dict(item) if type(item) is dict else no_object(item))
    except ResponseDecodeError as error:
        raise error.under(len(items))
    return items


def as_member(value: Any, from_dict: Callable[[Any], Any]) -> Any:
    """An object that a member of a oneOf or anyOf can decode and knows a field of; anything else stays as it is."""
    if type(value) is dict:
        try:
            model = from_dict(value)
        except ResponseDecodeError:
            return value
        if model._extras is None or len(model._extras) < len(value):
            return model
    return value


def missing(error: KeyError) -> ResponseDecodeError:
    """The error for a required field that is not there."""
    return ResponseDecodeError("a required field is missing").under(error.args[0])


def encode(value: Any) -> Any:
    """A field's value as JSON has it."""
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return value


def counted(minimum: int, maximum: float) -> Callable[[Any, Any, Any], None]:
    """A validator for how many items an array may have, so that a request that cannot succeed is not sent."""

    def validate(_: Any, attribute: Any, value: Any) -> None:
        if isinstance(value, list) and not minimum <= len(value) <= maximum:
            raise ValueError(f"{attribute.name} must have {minimum} to {maximum} items, not {len(value)}")

    return validate


def no_extras_as_none(extras: dict[str, Any] | None) -> dict[str, Any] | None:
    """What models compare, as an empty dict is no extras either."""
    return extras or None


class RateLimit(NamedTuple):
    """What the X-RateLimit headers of an answer say; a member that is missing or not a number is None.

    Attributes:
        limit: How many requests the window allows.
        period: How long the window is, in seconds.
        remaining: How many requests are left in it.
        reset: The seconds until it ends, or the Unix time at which it does: the service has sent both.
        name: Which limit it is.

    Source: https://docs.datadoghq.com/api/latest/rate-limits/
    """

    limit: int | None
    period: int | None
    remaining: int | None
    reset: float | None
    name: str | None

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> RateLimit | None:
        """Read the headers of an answer; None if it has no X-RateLimit header."""
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
    """An answer with its status, as the `*_detailed` functions return it.

    Attributes:
        status_code: The HTTP status.
        content: The body, decompressed.
        headers: The headers, whose names are case-insensitive.
        parsed: The model that the spec has for this status; None for a status without a body, for an undocumented
            status, and for an error whose body is something else.
    """

    status_code: int
    content: bytes
    headers: httpx.Headers
    parsed: T | None

    @property
    def rate_limit(self) -> RateLimit | None:
        """What the X-RateLimit headers say; None without any."""
        return RateLimit.from_headers(self.headers)


__all__ = ["UNSET", "Model", "OpenEnum", "RateLimit", "Response", "Unset"]
