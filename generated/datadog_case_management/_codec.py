# Copied from runtime/_codec.py by `make generate`. Do not edit: change that file.
"""The base classes of models and enums, and the functions that decode and encode their fields."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from enum import Enum
from typing import Any, Generic, TypeVar

from .errors import ResponseDecodeError
from .types import UNSET

V = TypeVar("V")

_from_iso = datetime.datetime.fromisoformat
# Makes an instance of a model without calling its __init__, which takes longer than all the rest of decoding.
new_instance = object.__new__


class OpenEnum(str, Enum):  # noqa: UP042  (StrEnum would call str.__str__, which an unlisted value does not survive)
    """An enum that also accepts values which the spec does not list.

    Such a value becomes an instance of the enum that equals its string and encodes as that string; it is not added to
    the members.
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
    """The base class of every model: keeps the fields that the spec does not name in `additional_properties`."""

    __slots__ = ()

    # None until there is one: most models of a page need none, and a dict for each of them would slow down decoding.
    _extras: dict[str, V] | None

    @property
    def additional_properties(self) -> dict[str, V]:
        """The fields that the spec does not name; fields added to it are sent."""
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


def decode_datetime(value: Any) -> Any:
    """The instant that an RFC 3339 string names, to the microsecond; anything else stays as it is."""
    if type(value) is str:
        try:
            instant = _from_iso(value)
        except ValueError:
            return value
        if instant.tzinfo is not None:
            return instant
    return value


def null_or_raise(value: Any) -> Any:
    """Return null or absent where the spec has an object; raise for anything else."""
    if value is None or value is UNSET:
        return value
    raise ResponseDecodeError(f"expected an object, got {type(value).__name__}")


def decode_list(value: Any, decode_item: Callable[[Any], Any] | None = None) -> Any:
    """Decode each item of an array; null or absent stays, anything else raises."""
    if type(value) is not list:
        if value is None or value is UNSET:
            return value
        raise ResponseDecodeError(f"expected an array, got {type(value).__name__}")
    return value if decode_item is None else [decode_item(item) for item in value]


def decode_models(value: Any, from_dict: Callable[[Any], Any]) -> Any:
    """Decode an array of objects; null or absent stays, as an item too, anything else raises."""
    if type(value) is not list:
        return decode_list(value)
    items: list[Any] = []
    append = items.append
    try:
        for item in value:
            append(from_dict(item) if type(item) is dict else null_or_raise(item))
    except ResponseDecodeError as error:
        error.prepend(len(items))
        raise
    return items


def decode_union_member(value: Any, from_dict: Callable[[Any], Any]) -> Any:
    """Decode an object if it is this member of a oneOf or anyOf, of which it has a field; anything else stays."""
    if type(value) is dict:
        try:
            model = from_dict(value)
        except ResponseDecodeError:
            return value
        if model._extras is None or len(model._extras) < len(value):
            return model
    return value


def missing_field(error: KeyError) -> ResponseDecodeError:
    """The error for a required field that is missing."""
    missing = ResponseDecodeError("a required field is missing")
    missing.prepend(error.args[0])
    return missing


def encode(value: Any) -> Any:
    """Encode the value of a field as JSON has it."""
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return value


def item_count_validator(minimum: int, maximum: float) -> Callable[[Any, Any, Any], None]:
    """Make the attrs validator of an array with minItems and maxItems."""

    def validate(_: Any, attribute: Any, value: Any) -> None:
        if isinstance(value, list) and not minimum <= len(value) <= maximum:
            raise ValueError(f"{attribute.name} must have {minimum} to {maximum} items, not {len(value)}")

    return validate


def comparable_extras(extras: dict[str, Any] | None) -> dict[str, Any] | None:
    """The undocumented fields as models compare them: an empty dict equals none."""
    return extras or None
