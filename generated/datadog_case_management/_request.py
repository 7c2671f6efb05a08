# Copied from runtime/_request.py by `make generate`. Do not edit: change that file.
"""From arguments to a prepared request: path, query and body, checked before anything is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import quote

from ._codec import Model
from .types import UNSET

T = TypeVar("T")

_encode_json = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class PreparedRequest(NamedTuple, Generic[T]):
    """An operation with its arguments, ready to be sent, and what its responses contain.

    Attributes:
        method: The HTTP method.
        path: The path with its query, both quoted.
        content: The body, if the operation has one.
        result: The name of the model of a success; None for a success without a body.
        errors: The name of the model of each documented error status.
    """

    method: str
    path: str
    content: bytes | None
    result: str | None
    errors: Mapping[int, str]


class QueryParameter(NamedTuple):
    """A query parameter of an operation: its name in the URL and in Python, and the values that the spec allows."""

    key: str
    argument: str
    type: type[Any]
    minimum: float | None = None
    maximum: float | None = None


def path_segment(name: str, value: str) -> str:
    """Quote an argument as exactly one segment of a path."""
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a string, not {type(value).__name__}")
    if value in ("", ".", ".."):
        raise ValueError(f"{name} must not be {value!r}: it would name another path")
    return quote(value, safe="")


def query_string(parameters: tuple[QueryParameter, ...], *values: Any) -> str:
    """Check and encode the values of query parameters; UNSET is not sent."""
    pairs = []
    for (key, name, kind, minimum, maximum), value in zip(parameters, values, strict=True):
        if value is UNSET:
            continue
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise ValueError(f"{name} must be {kind.__name__}, not {type(value).__name__}")
        if minimum is not None and value < minimum:
            raise ValueError(f"{name} must be at least {minimum}, not {value}")
        if maximum is not None and value > maximum:
            raise ValueError(f"{name} must be at most {maximum}, not {value}")
        text = str(value).lower() if kind is bool else str(value)
        pairs.append(f"{quote(key, safe='')}={quote(text, safe='')}")
    return "?" + "&".join(pairs) if pairs else ""


def json_body(body: Any, model: type[Model[Any]]) -> bytes:
    """Encode the body of a request, after checking that it is the model that the operation takes."""
    if not isinstance(body, model):
        name = model.__name__
        raise ValueError(f"body must be a {name}, not {type(body).__name__}; {name}.from_dict makes one of a dict")
    return _encode_json(body.to_dict()).encode()
