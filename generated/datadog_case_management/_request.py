# Copied from runtime/_request.py by `make generate`. Do not edit: change that file.
"""Turns arguments into a prepared request: path, query and headers, checked before anything is sent."""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import quote
from uuid import UUID

from . import _spec
from ._codec import encode, encode_datetime
from ._excerpts import one_line
from .types import UNSET

_KEY_HEADERS = {_spec.API_KEY_HEADER.lower(): "api_key", _spec.APP_KEY_HEADER.lower(): "app_key"}
# They belong to the connection, or give the length of the body.
_RESERVED_HEADERS = frozenset(
    ("connection", "content-length", "expect", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade")
)
# Control characters, and what is invisible in text that is copied from a page.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")

T = TypeVar("T")
Decoder = Callable[[Any], Any]


class PreparedRequest(NamedTuple, Generic[T]):
    """An operation with its arguments, ready to be sent, and the types of its responses.

    Attributes:
        method: The HTTP method.
        path: The path with its query, quoted.
        content: The body, if there is one.
        responses: What decodes the JSON body of each documented status: a function, `str` for text, or None for no
            body. The first is the lowest success.
        headers: Headers of this operation only; None if it has none.
    """

    method: str
    path: str
    content: bytes | None
    responses: Mapping[int, Decoder | None]
    headers: Mapping[str, str] | None = None

    @property
    def url_path(self) -> str:
        """The path without its query."""
        return self.path.partition("?")[0]

    @property
    def name(self) -> str:
        """The name of the request in errors and log lines."""
        return f"{self.method} {self.url_path}"


class Parameter(NamedTuple):
    """A parameter of an operation: its name in the request and in Python, and the values that the spec allows."""

    key: str
    argument: str
    type: type[Any]
    many: bool = False
    minimum: float | None = None
    maximum: float | None = None


def untyped_request(
    method: str, path: str, params: Mapping[str, Any] | None, body: Any, headers: Mapping[str, str] | None
) -> PreparedRequest[Any]:
    """Prepare a request that is not of an operation."""
    if not isinstance(method, str) or not re.fullmatch("[A-Za-z]+", method):
        raise ValueError("method must be a name such as GET")
    # Libraries leave out what follows a #, and what comes before /../.
    if not isinstance(path, str) or not re.fullmatch(r"(?!.*/\.\.?([/?]|$))/[!\"$-~]*", path):
        raise ValueError("path must begin with /, be quoted, and have no # and no .., such as /api/v2/cases/CASEM-4523")
    check_headers(headers)
    if not isinstance(params, (Mapping, type(None))) or not all(isinstance(key, str) for key in params or ()):
        raise ValueError("params must be a mapping from names to values, or None")
    pairs = [
        f"{quote(key, safe='')}={_quoted(key, _text(key, item, _type_of(item), None, None))}"
        for key, value in (params or {}).items()
        for item in (value if isinstance(value, (list, tuple)) else () if value is None else (value,))
    ]
    query = f"{'&' if '?' in path else '?'}{'&'.join(pairs)}" if pairs else ""
    try:
        content = None if body is None else json.dumps(body, default=_encoded, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"json cannot be encoded: {error}") from None
    return PreparedRequest(method.upper(), path + query, content, {}, headers)


def _type_of(value: Any) -> type[Any]:
    types = (bool, int, float, str, UUID, datetime.datetime, datetime.date)
    return next((python_type for python_type in types if isinstance(value, python_type)), str)


def _encoded(value: Any) -> Any:
    encoded = encode(value)
    if encoded is value:
        raise ValueError(f"it has {type(value).__name__}")
    return encoded


def path_segment(
    name: str, value: Any, type: type[Any] = str, minimum: float | None = None, maximum: float | None = None
) -> str:
    """Quote an argument as exactly one segment of a path."""
    if type is str and not isinstance(value, str):
        if isinstance(value, UUID):
            return str(value)
        raise ValueError(f"{name} must be a string or a UUID, not {value.__class__.__name__}")
    text = _text(name, value, type, minimum, maximum)
    if text != text.strip() or "://" in text or _UNSEEN.search(text):
        problem = f"{name} must not be a URL, or have line breaks, invisible characters or spaces around it"
        raise ValueError(f"{problem}: {one_line(repr(text))}")
    if text in ("", ".", ".."):
        raise ValueError(f"{name} must not be {text!r}: it would name another path")
    return _quoted(name, text)


def query_string(parameters: tuple[Parameter, ...], *values: Any) -> str:
    """Check and encode query parameters; None is not sent, and each item of a list is sent separately."""
    pairs = []
    for (key, name, python_type, many, minimum, maximum), value in zip(parameters, values, strict=True):
        if value is None or value is UNSET:
            continue
        for item in _items(name, value) if many else (value,):
            pairs.append(f"{quote(key, safe='')}={_quoted(name, _text(name, item, python_type, minimum, maximum))}")
    return "?" + "&".join(pairs) if pairs else ""


def header_values(parameters: tuple[Parameter, ...], *values: Any) -> dict[str, str]:
    """Check and encode headers; None is not sent."""
    headers = {}
    for (key, name, python_type, _, minimum, maximum), value in zip(parameters, values, strict=True):
        if value is None or value is UNSET:
            continue
        text = _text(name, value, python_type, minimum, maximum)
        if not (text.isascii() and text.isprintable()) or text != text.strip():
            raise ValueError(f"{name} must be printable ASCII, without spaces around it: it is sent as a header")
        headers[key] = text
    return headers


def check_headers(headers: Any) -> None:
    """Raise if these headers of a caller cannot be sent, or are up to the client; None is fine."""
    if not isinstance(headers, (Mapping, type(None))):
        raise ValueError(f"headers must be Mapping, not {type(headers).__name__}")
    for name, value in (headers or {}).items():
        for part in (name, value):
            if not isinstance(part, str):
                raise ValueError(f"headers must have strings as names and values, not {type(part).__name__}")
            if not part.isascii() or not part.isprintable() or part != part.strip():
                raise ValueError("headers must have names and values of printable ASCII, without spaces around")
        if not re.fullmatch(r"[\w!#$%&'*+.^`|~-]+", name):
            raise ValueError(f"headers cannot have the name {one_line(repr(name))}")
        if name.lower() in _KEY_HEADERS:
            raise ValueError(f"headers must not have {name}: pass {_KEY_HEADERS[name.lower()]}")
        if name.lower() in _RESERVED_HEADERS:
            raise ValueError(f"headers must not have {name}: the client sets it")


def check_required(name: str, value: Any) -> None:
    """Raise if a required argument is None, which otherwise means "not sent"."""
    if value is None or value is UNSET:
        raise ValueError(f"{name} must be given")


def _items(name: str, value: Any) -> Sequence[Any]:
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes, bytearray)):
        raise ValueError(f"{name} must be a list or another sequence, not {type(value).__name__}")
    if not value:
        # An empty list cannot be sent, and omitting it would ask for everything.
        raise ValueError(f"{name} must have an item: leave it out to send none")
    return value


def _text(name: str, value: Any, python_type: type[Any], minimum: float | None, maximum: float | None) -> str:
    """Check a value, and encode it as text."""
    allowed: Any = (int, float) if python_type is float else (str, UUID) if python_type is UUID else python_type
    # In Python, a bool is an int, and a datetime is a date.
    if not isinstance(value, allowed) or (type(value) in (bool, datetime.datetime) and type(value) is not python_type):
        raise ValueError(f"{name} must be {python_type.__name__}, not {type(value).__name__}")
    if python_type is float and not math.isfinite(value):
        raise ValueError(f"{name} must be a finite number, not {value}")
    if minimum is not None and value < minimum:
        raise ValueError(f"{name} must be at least {minimum}, not {value}")
    if maximum is not None and value > maximum:
        raise ValueError(f"{name} must be at most {maximum}, not {value}")
    if python_type is bool:
        return "true" if value else "false"
    if python_type is datetime.datetime:
        if value.utcoffset() is None:
            raise ValueError(f"{name} must have a time zone, such as datetime.UTC")
        return encode_datetime(value)
    return str(value)


def _quoted(name: str, text: str) -> str:
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        problem = f"{name} must be text, without a lone surrogate"
    raise ValueError(problem)
