# Copied from runtime/_body.py by `make generate`. Do not edit: change that file.
"""The body of a request: from arguments, a model or a dict to JSON, checked before anything is sent."""

from __future__ import annotations

import datetime
import functools
import json
import math
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any
from uuid import UUID

from . import _spec
from ._codec import Model, encode_datetime
from .types import UNSET

# Encodes a value, or raises ValueError with the path that it is given, such as `insights[3].ref`.
Encoder = Callable[[Any, str], Any]

_encode_json = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
_NAMES = {"string": "a string", "integer": "an integer", "number": "a number", "boolean": "a boolean", "null": "None"}


def json_body(schema: str, body: Any) -> bytes:
    """Encode a body that the caller passes as a whole.

    Args:
        schema: The name of its schema in the spec.
        body: A model or a dict.
    """
    if not isinstance(body, (Model, Mapping)):
        raise ValueError(f"body must be a {schema} or a dict, not {type(body).__name__}")
    return _to_bytes(_encoder(schema)(body, "body"))


def flattened_body(schema: str, attributes_schema: str | None, kind: str, body: Any, **attributes: Any) -> bytes:
    """Encode the body `{data: {type, attributes}}` from its attributes, or one that the caller passes as a whole.

    Args:
        schema: The name of its schema in the spec.
        attributes_schema: The name of the schema of the attributes; None if the body has none.
        kind: The value of `type`.
        body: A model or a dict, instead of the attributes; None without.
        attributes: The value of each attribute; UNSET for one that the caller left out.
    """
    given = {name: value for name, value in attributes.items() if value is not UNSET}
    if body is not None:
        if given:
            raise ValueError(f"body must not be given together with {' and '.join(given)}")
        return json_body(schema, body)
    data: dict[str, Any] = {"type": kind}
    if attributes_schema is not None:
        required = _spec.REQUEST_SCHEMAS[attributes_schema].get("required", ())
        if missing := [name for name in required if name not in given]:
            raise ValueError(f"{' and '.join(missing)} must be given, or body instead")
        data["attributes"] = _encoder(attributes_schema)(given, "")
    return _to_bytes({"data": data})


def _to_bytes(encoded: Any) -> bytes:
    return _encode_json(encoded).encode()


@functools.cache
def _encoder(schema: str) -> Encoder:
    return _compile({"$ref": schema})


def _compile(schema: Mapping[str, Any]) -> Encoder:
    """Make the function that encodes and checks a value of a schema."""
    if "$ref" in schema:
        # Looked up when it is used, because schemas may refer to each other in a circle.
        name = schema["$ref"]
        resolve = functools.cache(lambda: _compile(_spec.REQUEST_SCHEMAS[name]))
        return lambda value, path: resolve()(value, path)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    encoders = {"object": _object, "array": _array}
    encode = encoders[kinds[0]](schema) if kinds and kinds[0] in encoders else _scalar(schema, kinds)
    if "null" in kinds:
        return lambda value, path: None if value is None else encode(value, path)
    return encode


def _object(schema: Mapping[str, Any]) -> Encoder:
    properties = {key: _compile(inner) for key, inner in schema.get("properties", {}).items()}
    others = schema.get("additionalProperties")
    other = _compile(others) if isinstance(others, Mapping) else _anything
    required = schema.get("required", ())
    # Most values are these, which need no more than a look.
    strings = {key for key, inner in schema.get("properties", {}).items() if inner.get("type") == "string"}

    def encode(value: Any, path: str) -> Any:
        if isinstance(value, Model):
            value = value.to_dict()
        elif not isinstance(value, Mapping):
            raise ValueError(f"{path} must be an object, as a model or a dict, not {type(value).__name__}")
        for key in required:
            if key not in value:
                raise ValueError(f"{_join(path, key)} must be given")
        encoded = {}
        for key, inner in value.items():
            if type(inner) is str and key in strings:
                encoded[key] = inner
            elif not isinstance(key, str):
                raise ValueError(f"{path} must have strings as keys, not {type(key).__name__}")
            else:
                encoded[key] = properties.get(key, other)(inner, _join(path, key))
        return encoded

    return encode


def _array(schema: Mapping[str, Any]) -> Encoder:
    encode_item = _compile(schema.get("items", {}))
    minimum, maximum = schema.get("minItems", 0), schema.get("maxItems", math.inf)

    def encode(value: Any, path: str) -> Any:
        if not isinstance(value, Sequence) or isinstance(value, (str, bytes, bytearray)):
            raise ValueError(f"{path} must be a list or another sequence, not {type(value).__name__}")
        if not minimum <= len(value) <= maximum:
            raise ValueError(f"{path} must have {minimum} to {maximum} items, not {len(value)}")
        return [encode_item(item, f"{path}[{index}]") for index, item in enumerate(value)]

    return encode


def _scalar(schema: Mapping[str, Any], kinds: Sequence[str]) -> Encoder:
    kinds = [kind for kind in kinds if kind != "null"]
    if not kinds:
        return _anything
    (kind,) = kinds[:1]
    allowed: Any = {"string": str, "integer": int, "number": (int, float), "boolean": bool}[kind]
    timestamp, uuid = schema.get("format") == "date-time", schema.get("format") == "uuid"

    def encode(value: Any, path: str) -> Any:
        if isinstance(value, Enum):
            value = value.value
        if timestamp and isinstance(value, datetime.datetime):
            return encode_datetime(value)
        if uuid and isinstance(value, UUID):
            return str(value)
        if not isinstance(value, allowed) or (isinstance(value, bool) and kind != "boolean"):
            raise ValueError(f"{path} must be {_NAMES[kind]}, not {_name(value)}")
        return _finite(value, path)

    return encode


def _anything(value: Any, path: str) -> Any:
    """Encode a value that the spec does not describe: it may be whatever JSON can hold."""
    if isinstance(value, Model):
        value = value.to_dict()
    if isinstance(value, Enum) and value is not UNSET:
        value = value.value
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise ValueError(f"{path} must have strings as keys, not {type(key).__name__}")
        return {key: _anything(inner, _join(path, key)) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_anything(item, f"{path}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, datetime.datetime):
        return encode_datetime(value)
    if value is None or isinstance(value, (str, int, float)):
        return _finite(value, path)
    raise ValueError(f"{path} must be something that JSON can hold, not {_name(value)}")


def _finite(value: Any, path: str) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{path} must be a finite number, because JSON has no {value}")
    return value


def _name(value: Any) -> str:
    return "None" if value is None else "UNSET" if value is UNSET else type(value).__name__


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
