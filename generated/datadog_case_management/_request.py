# Copied from runtime/_request.py by `make generate`. Do not edit: change that file.
"""From arguments to a prepared request: its path and query, checked before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import quote
from uuid import UUID

from .types import UNSET

T = TypeVar("T")


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

    @property
    def url_path(self) -> str:
        """The path without its query."""
        return self.path.partition("?")[0]

    @property
    def name(self) -> str:
        """The request as errors and log lines name it."""
        return f"{self.method} {self.url_path}"


class QueryParameter(NamedTuple):
    """A query parameter of an operation: its name in the URL and in Python, and the values that the spec allows."""

    key: str
    argument: str
    type: type[Any]
    minimum: float | None = None
    maximum: float | None = None


def path_segment(name: str, value: str | UUID) -> str:
    """Quote an argument as exactly one segment of a path."""
    if isinstance(value, UUID):
        return str(value)
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a string or a UUID, not {type(value).__name__}")
    if value in ("", ".", ".."):
        raise ValueError(f"{name} must not be {value!r}: it would name another path")
    return _quoted(name, value)


def query_string(parameters: tuple[QueryParameter, ...], *values: Any) -> str:
    """Check and encode the values of query parameters; None is not sent."""
    pairs = []
    for (key, name, kind, minimum, maximum), value in zip(parameters, values, strict=True):
        if value is None or value is UNSET:
            continue
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise ValueError(f"{name} must be {kind.__name__}, not {type(value).__name__}")
        if minimum is not None and value < minimum:
            raise ValueError(f"{name} must be at least {minimum}, not {value}")
        if maximum is not None and value > maximum:
            raise ValueError(f"{name} must be at most {maximum}, not {value}")
        text = str(value).lower() if kind is bool else str(value)
        pairs.append(f"{quote(key, safe='')}={_quoted(name, text)}")
    return "?" + "&".join(pairs) if pairs else ""


def _quoted(name: str, text: str) -> str:
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        problem = f"{name} must be text, without a lone surrogate"
    raise ValueError(problem)
