# Copied into the package by `make generate`.
"""The base class of models, and the functions that decode and encode their fields."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar
from uuid import UUID

from .errors import ResponseDecodeError
from .types import UNSET, Unset

V = TypeVar("V")

_from_iso = datetime.datetime.fromisoformat
# Creates an instance of a model without its __init__, which takes longer than the rest of decoding.
new_instance = object.__new__
# What decoding a JSON object may raise; anything else would be a bug.
DECODE_ERRORS = (AttributeError, KeyError, TypeError, ResponseDecodeError)


class AdditionalProperties(dict[str, V]):
    """The undocumented fields of a model, and the JSON object that it was decoded from."""

    source: Mapping[str, Any] | None = None


# The undocumented fields of a model, or the JSON object that it was decoded from, until they are read.
Extras = AdditionalProperties[Any] | tuple[Mapping[str, Any]]


def copy_extras(additional_properties: Mapping[str, Any]) -> Any:
    """Copy undocumented fields, so that two models never share them. The JSON object they came from is kept."""
    # Only attrs.evolve passes a tuple. The annotation is what editors show for constructors.
    given: Any = additional_properties
    if isinstance(given, tuple):
        return given
    copied = AdditionalProperties(given)
    copied.source = getattr(given, "source", None)
    return copied


def source_of(extras: Extras) -> Mapping[str, Any] | None:
    """The JSON object that a model was decoded from; None if it was constructed."""
    return extras[0] if type(extras) is tuple else extras.source  # type: ignore[union-attr]


class Model(Generic[V]):
    """The base class of every model.

    Fields that the spec does not name are in `additional_properties`. They are looked up on demand in the JSON object
    that the model was decoded from, as are the original texts of timestamps.
    """

    __slots__ = ()

    # The names of the documented fields.
    _KNOWN: ClassVar[frozenset[str]]
    __attrs_attrs__: ClassVar[tuple[Any, ...]]
    _extras: Extras

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode the JSON object of a model.

        Args:
            src_dict: The object; its dicts and lists are copied, so that later changes of them are not those of the
                model.

        Raises:
            ResponseDecodeError: A required field is missing, or an object or array is something else.
        """
        return cls._from_json(copy_json(src_dict))

    @classmethod
    def _from_json(cls, body: Mapping[str, Any]) -> Self:
        """Decode a JSON object that nothing else refers to."""
        # __init__ takes longer than the rest of decoding, and converts what callers pass.
        return new_instance(cls)._decode(body)

    # Every model overrides these two; an ABC would slow down the creation of every instance.
    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """Encode a model as a JSON object."""
        raise NotImplementedError

    @property
    def additional_properties(self) -> dict[str, V]:
        """The fields that the spec does not name; fields added to it are sent."""
        extras = self._extras
        if type(extras) is tuple:
            (source,) = extras
            extras = AdditionalProperties({key: value for key, value in source.items() if key not in self._KNOWN})
            extras.source = source
            object.__setattr__(self, "_extras", extras)
        return extras  # type: ignore[return-value]

    # Hidden from type checkers, which know that a model is not iterable.
    if not TYPE_CHECKING:  # pragma: no branch

        def __iter__(self) -> Any:
            raise TypeError(
                f"{type(self).__name__} is not iterable: iterate over one of its fields, or over its to_dict()"
            )

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        fields = [field.name for field in self.__attrs_attrs__]
        fields[-1] = "additional_properties"
        return all(getattr(self, name) == getattr(other, name) for name in fields)

    # Models are mutable.
    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> Self:
        other = new_instance(type(self))
        for field in self.__attrs_attrs__:
            setattr(other, field.name, getattr(self, field.name))
        extras: Any = self._extras
        object.__setattr__(other, "_extras", copy_extras(extras))
        return other

    def _shown(self) -> dict[str, Any]:
        """The fields that are set."""
        # It must also work for a partly initialized model, which a traceback with locals may show.
        shown = {field.name: getattr(self, field.name, UNSET) for field in self.__attrs_attrs__}
        if shown.pop("_extras") is not UNSET and self.additional_properties:
            shown["additional_properties"] = self.additional_properties
        return {name: value for name, value in shown.items() if value is not UNSET}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._shown().items())})"

    def __rich_repr__(self) -> Any:
        """Show the fields in rich, which folds them."""
        yield from self._shown().items()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Show the fields in IPython and Jupyter, over several lines if they need them."""
        with printer.group(4, f"{type(self).__name__}(", ")"):
            for number, (name, value) in enumerate(() if cycle else self._shown().items()):
                printer.text("," if number else "")
                printer.breakable(" " if number else "")
                printer.text(f"{name}=")
                printer.pretty(value)

    def _encoded(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Add the undocumented fields to the encoded ones, in the order in which they were received."""
        source = source_of(self._extras)
        for key, value in self.additional_properties.items():
            fields[key] = copy_json(encode(value, None if source is None else source.get(key)))
        if source is None or list(source) == list(fields):
            return fields
        received = {key: fields[key] for key in source if key in fields}
        return received | fields


def copy_json(value: Any) -> Any:
    """Copy a value with its dicts and lists, however deep they are, and also if one contains itself."""
    whole = [value]
    copies: dict[int, Any] = {}
    pending: list[Any] = [whole]
    while pending:
        parent = pending.pop()
        for key, child in parent.items() if type(parent) is dict else enumerate(parent):
            if type(child) in (dict, list):
                copied = copies.get(id(child))
                if copied is None:
                    copied = copies[id(child)] = child.copy()
                    pending.append(copied)
                parent[key] = copied
    return whole[0]


def share_names(model: type[Model[Any]], names: dict[str, Any]) -> None:
    """Let typing.get_type_hints resolve the names in an __init__, which attrs compiles in a separate namespace."""
    # A converter's argument may be Unset although the module of the model does not import it.
    model.__init__.__globals__.update(names, Unset=Unset)


def decode_datetime(value: Any) -> Any:
    """Decode an RFC 3339 timestamp, to the microsecond; anything else is returned unchanged."""
    if type(value) is str:
        try:
            instant = _from_iso(value)
        except ValueError:
            return value
        if instant.tzinfo is not None:
            return instant
    return value


def decode_date(value: Any) -> Any:
    """Decode an RFC 3339 date; anything else is returned unchanged."""
    return _decode_exactly(value, datetime.date.fromisoformat)


def decode_uuid(value: Any) -> Any:
    """Decode a UUID; anything else is returned unchanged, as is one that would be encoded differently."""
    return _decode_exactly(value, UUID)


def _decode_exactly(value: Any, parse: Callable[[str], Any]) -> Any:
    """Decode a string if the value would be encoded as the same string; otherwise return it unchanged."""
    if type(value) is str:
        try:
            parsed = parse(value)
        except ValueError:
            return value
        if str(parsed) == value:
            return parsed
    return value


def null_or_raise(value: Any) -> Any:
    """Return null or UNSET in place of an object; raise for anything else."""
    if value is None or value is UNSET:
        return value
    raise not_an_object(value)


def decode_list(value: Any, decode_item: Callable[[Any], Any] | None = None) -> Any:
    """Decode each item of an array. Null and UNSET are returned unchanged; anything else raises."""
    if type(value) is not list:
        if value is None or value is UNSET:
            return value
        raise ResponseDecodeError(f"expected an array, got {type(value).__name__}")
    return value if decode_item is None else [decode_item(item) for item in value]


def decode_models(value: Any, model: type[Any]) -> Any:
    """Decode an array of objects. Null or UNSET stay, also as items; anything else raises."""
    if type(value) is not list:
        return decode_list(value)
    items: list[Any] = []
    append = items.append
    try:
        for item in value:
            append(new_instance(model)._decode(item) if type(item) is dict else null_or_raise(item))
    except ResponseDecodeError as error:
        error._prepend(len(items))
        raise
    return items


def decode_array(body: Any, model: type[Any] | None = None) -> list[Any]:
    """Decode a response that is an array of models or of plain values; anything else raises."""
    items: list[Any] | None = decode_list(body) if model is None else decode_models(body, model)
    if items is None:
        raise ResponseDecodeError("expected an array, got NoneType")
    return items


def is_member(value: dict[str, Any], model: type[Any]) -> bool:
    """Whether an object may be this member of a oneOf or anyOf: one of them has no fields, or they share one."""
    return not value or not model._KNOWN or not model._KNOWN.isdisjoint(value)


def decode_member(value: dict[str, Any], model: type[Any]) -> Any:
    """Decode an object as this member of a oneOf or anyOf; return it unchanged if that fails."""
    try:
        return new_instance(model)._decode(value)
    except ResponseDecodeError:
        return value


def decode_union_member(value: Any, model: type[Any]) -> Any:
    """Decode a value if it may be this member of a oneOf or anyOf; otherwise return it unchanged."""
    return decode_member(value, model) if type(value) is dict and is_member(value, model) else value


def check_object(value: Any) -> Any:
    """Return an object; raise for anything else."""
    if not isinstance(value, Mapping):
        raise not_an_object(value)
    return value


def not_an_object(value: object) -> ResponseDecodeError:
    """The error for a value in place of an object."""
    return ResponseDecodeError(f"expected an object, got {type(value).__name__}")


def decode_error(error: Exception, value: object, at: str) -> Exception:
    """The error for a JSON object that cannot be decoded.

    Args:
        error: What decoding it raised.
        value: The object, or the value in its place.
        at: The field that was being decoded.
    """
    if not isinstance(value, Mapping):
        return not_an_object(value)
    if isinstance(error, KeyError):
        at, error = error.args[0], ResponseDecodeError("a required field is missing")
    if isinstance(error, ResponseDecodeError):
        error._prepend(at)
    return error


def encode(value: Any, received: Any = None) -> Any:
    """Encode the value of a field as JSON.

    Args:
        value: The value, or a list of them.
        received: The JSON that it was decoded from. A timestamp encodes as it was received unless it was changed.
    """
    if isinstance(value, datetime.datetime):
        if isinstance(received, str):
            decoded = decode_datetime(received)
            if decoded == value and decoded.utcoffset() == value.utcoffset():
                return received
        return encode_datetime(value)
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        originals = received if isinstance(received, list) and len(received) == len(value) else [None] * len(value)
        # Lists of lists stay as they are: they may be nested as deep as JSON allows.
        pairs = zip(value, originals, strict=True)
        return [item if isinstance(item, list) else encode(item, original) for item, original in pairs]
    return str(value) if isinstance(value, UUID) else value


def encode_datetime(value: datetime.datetime) -> str:
    """Encode an instant as RFC 3339, in UTC with a Z. An offset there has no seconds."""
    offset = value.utcoffset()
    if offset is None or (offset and not offset.seconds % 60):
        return value.isoformat()
    return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
