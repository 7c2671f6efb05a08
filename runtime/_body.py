# Copied into the package by `make generate`.
"""Encodes the body of a request from arguments, a model or a dict, and checks it before anything is sent."""

from __future__ import annotations

import datetime
import functools
import json
import math
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from operator import itemgetter
from typing import Any
from uuid import UUID

from . import _spec
from ._codec import Model, encode
from .types import UNSET

# Encodes a value, or raises _Invalid.
Encoder = Callable[[Any], Any]

_encode_json = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
# The Python types of each JSON type, and its name in messages.
_TYPES: dict[str, tuple[Any, str]] = {
    "string": (str, "a string"),
    "integer": (int, "an integer"),
    "number": ((int, float), "a number"),
    "boolean": (bool, "a boolean"),
}
# The class whose instances can be passed for a string of each format.
_FORMATS: dict[Any, type[Any]] = {"date-time": datetime.datetime, "date": datetime.date, "uuid": UUID}


class _Invalid(Exception):
    """A value that cannot be sent. Its path is built from the inside out, so valid values cost nothing."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.path = ""

    def prepend(self, step: str | int) -> None:
        step = f"[{step}]" if isinstance(step, int) else step
        self.path = step + ("." if self.path and self.path[0] != "[" else "") + self.path


def json_body(schema: str, body: Any) -> bytes:
    """Encode a body that the caller passes in full.

    Args:
        schema: The name of its schema in the spec.
        body: A model or a dict.
    """
    if not isinstance(body, (Model, Mapping)):
        raise ValueError(f"body must be a {schema} or a dict, not {type(body).__name__}")
    return _encode_json(_encoded(schema, body, "body")).encode()


def flattened_body(
    schema: str, attributes_schema: str | None, resource_type: str, body: Any, attributes: Mapping[str, Any]
) -> bytes:
    """Encode the body `{data: {type, attributes}}` from its attributes, or one that the caller passes in full.

    Args:
        schema: The name of its schema in the spec.
        attributes_schema: The name of the schema of the attributes; None if the body has no attributes.
        resource_type: The value of `type`.
        body: A model or a dict, instead of the attributes; None if there are attributes.
        attributes: The value of each attribute; UNSET for an omitted one.
    """
    given = {name: value for name, value in attributes.items() if value is not UNSET}
    if body is not None:
        if given:
            raise ValueError(f"body must not be given together with {' and '.join(given)}")
        return json_body(schema, body)
    data: dict[str, Any] = {"type": resource_type}
    if attributes_schema is not None:
        required = _spec.REQUEST_SCHEMAS[attributes_schema].get("required", ())
        if missing := [name for name in required if name not in given]:
            raise ValueError(f"{' and '.join(missing)} must be given, or body instead")
        data["attributes"] = _encoded(attributes_schema, given)
    return _encode_json({"data": data}).encode()


def _encoded(schema: str, value: Any, *steps: str) -> Any:
    """Encode and check a value of a schema; the path of an invalid value starts with `steps`."""
    try:
        return _reference(schema)(value)
    except _Invalid as error:
        for step in steps:
            error.prepend(step)
        message = f"{error.path} {error.reason}"
    except RecursionError:
        message = f"{steps[0] if steps else ' or '.join(value)} must not contain itself, nor be nested so deep"
    raise ValueError(message)


def _compile(schema: Mapping[str, Any]) -> Encoder:
    """Make the function that encodes and checks a value of a schema."""
    if "$ref" in schema:
        return _reference(schema["$ref"])
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    json_type = next((name for name in types if name != "null"), None)
    if json_type is None:
        encoder: Encoder = _anything
    elif json_type in _TYPES:
        encoder = _scalar(schema, json_type)
    else:
        encoder = _object(schema) if json_type == "object" else _array(schema)
    if "null" in types:
        return lambda value: None if value is None else encoder(value)
    return encoder


@functools.cache
def _reference(name: str) -> Encoder:
    encode_named: Encoder | None = None

    def encode_reference(value: Any) -> Any:
        nonlocal encode_named
        if encode_named is None:
            # Compiled on first use, because schemas may form a cycle.
            encode_named = _compile(_spec.REQUEST_SCHEMAS[name])
        return encode_named(value)

    return encode_reference


def _object(schema: Mapping[str, Any]) -> Encoder:
    properties = {key: _compile(inner) for key, inner in schema.get("properties", {}).items()}
    others = schema.get("additionalProperties")
    other = _compile(others) if isinstance(others, Mapping) else _anything
    required = schema.get("required", ())

    def encode_object(value: Any) -> Any:
        key = ""
        try:
            if isinstance(value, Model):
                value = value.to_dict()
            elif isinstance(value, Mapping):
                value = dict(value)
            else:
                raise _Invalid(f"must be an object, as a model or a dict, not {_name(value)}")
            for key in required:
                if key not in value:
                    raise _Invalid("must be given")
            for key, inner in value.items():
                value[_string(key)] = properties.get(key, other)(inner)
        except _Invalid as error:
            error.prepend(str(key))
            raise
        return value

    return _object_of_strings(schema, encode_object) if _has_only_required_strings(schema) else encode_object


def _object_of_strings(schema: Mapping[str, Any], encode_other: Encoder) -> Encoder:
    """Encode objects whose properties are all required strings, such as insights: nothing has to be converted."""
    properties = schema["properties"]
    strings_of, count = itemgetter(*properties), len(properties)

    def encode_strings(value: Any) -> Any:
        value = value.to_dict() if isinstance(value, Model) else value
        if type(value) is dict and len(value) == count:
            try:
                "".join(strings_of(value))  # The fastest way to see that all of them are strings.
            except (KeyError, TypeError):
                return encode_other(value)
            return value
        return encode_other(value)

    return encode_strings


def _has_only_required_strings(schema: Mapping[str, Any]) -> bool:
    properties = schema.get("properties", {})
    strings = [key for key, inner in properties.items() if _resolved(inner).get("type") == "string"]
    return len(properties) > 1 and properties.keys() == set(strings) == set(schema.get("required", ()))


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        schema = _spec.REQUEST_SCHEMAS[schema["$ref"]]
    return schema


def _string(key: object) -> str:
    if not isinstance(key, str):
        raise _Invalid(f"must be named by a string, not {type(key).__name__}")
    return key


def _array(schema: Mapping[str, Any]) -> Encoder:
    encode_item = _compile(schema.get("items", {}))
    minimum, maximum = schema.get("minItems", 0), schema.get("maxItems", math.inf)
    count = f"{minimum} to {maximum}" if maximum < math.inf else f"{minimum} or more"

    def encode_array(value: Any) -> Any:
        if not isinstance(value, Sequence) or isinstance(value, (str, bytes, bytearray)):
            raise _Invalid(f"must be a list or another sequence, not {_name(value)}")
        if not minimum <= len(value) <= maximum:
            raise _Invalid(f"must have {count} items, not {len(value)}")
        return _items(value, encode_item)

    return encode_array


def _items(value: Sequence[Any], encode_item: Encoder) -> list[Any]:
    encoded: list[Any] = []  # It has as many items as the index of the invalid one.
    try:
        for item in value:
            encoded.append(encode_item(item))
    except _Invalid as error:
        error.prepend(len(encoded))
        raise
    return encoded


def _scalar(schema: Mapping[str, Any], json_type: str) -> Encoder:
    allowed, name = _TYPES[json_type]
    form, minimum, maximum = schema.get("format"), schema.get("minimum"), schema.get("maximum")
    converted = (Enum, _FORMATS[form]) if form in _FORMATS else (Enum,)

    def encode_scalar(value: Any) -> Any:
        if type(value) is str is allowed:  # the most common case
            return value
        # In Python, a datetime is a date.
        if isinstance(value, converted) and not (form == "date" and isinstance(value, datetime.datetime)):
            if isinstance(value, datetime.datetime) and value.utcoffset() is None:
                raise _Invalid("must have a time zone, such as datetime.UTC")
            value = encode(value)
        # In Python, a bool is an int.
        if not isinstance(value, allowed) or (isinstance(value, bool) and allowed is not bool):
            raise _Invalid(f"must be {name}, not {_name(value)}")
        if minimum is not None and value < minimum:
            raise _Invalid(f"must be at least {minimum}, not {value}")
        if maximum is not None and value > maximum:
            raise _Invalid(f"must be at most {maximum}, not {value}")
        return _finite(value)

    return encode_scalar


def _anything(value: Any) -> Any:
    """Encode a value that the spec does not describe: anything that JSON can represent."""
    value = encode(value)
    if isinstance(value, Mapping):
        return _any_object(value)
    if isinstance(value, (list, tuple)):
        return _items(value, _anything)
    if value is None or isinstance(value, (str, int, float)):
        return _finite(value)
    raise _Invalid(f"must be something that JSON can represent, not {_name(value)}")


_any_object = _object({})


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        raise _Invalid(f"must be a finite number, because JSON has no {value}")
    return value


def _name(value: Any) -> str:
    return "None" if value is None else "UNSET" if value is UNSET else type(value).__name__
