# Copied from runtime/_response.py by `make generate`. Do not edit: change that file.
"""Turns a response into its result: the model of a success, or the error for its status."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from typing import Any, TypeVar

import httpx

from . import errors
from ._codec import decode_list, decode_models
from ._request import PreparedRequest
from ._retries import requested_wait
from ._unlisted import log_unlisted
from .types import Response

T = TypeVar("T")


class RawResponse:
    """A complete response with its body decompressed; the body of an error has its credentials redacted.

    It is not a tuple, because error reports show the items of tuples, and a body may echo the credentials.

    Attributes:
        status_code: The HTTP status.
        headers: The headers.
        content: The body.
        problem: What is wrong with the body itself; None if it could be read.
        too_long: Whether the body is longer than the caller allows, and therefore incomplete.
        redact: Removes the credentials from a text.
    """

    __slots__ = ("content", "headers", "problem", "redact", "status_code", "too_long")

    def __init__(
        self,
        status_code: int,
        headers: httpx.Headers,
        content: bytes,
        problem: str | None,
        too_long: bool,
        redact: Callable[[bytes], bytes],
    ) -> None:
        self.status_code = status_code
        self.headers = headers
        self.content = content
        self.problem = problem
        self.too_long = too_long
        self.redact = redact

    def __repr__(self) -> str:
        return f"<{self.status_code}, {len(self.content)} bytes>"

    def remove_secrets(self) -> None:
        """Remove the credentials that the response may echo."""
        self.headers = httpx.Headers([(name, self.redact(value)) for name, value in self.headers.raw])
        self.content = self.redact(self.content)


def read_result(prepared: PreparedRequest[T], response: RawResponse) -> T:
    """Decode a success; any other status raises.

    Raises:
        APIStatusError: The status is not a success.
        ResponseDecodeError: The body of a success does not match the spec, or is too long.
    """
    if not 200 <= response.status_code < 300:
        raise _status_error(prepared, response)
    kind = _documented(prepared, response.status_code)
    if kind is None and not response.too_long:
        return None  # type: ignore[return-value]
    try:
        if response.problem is not None:
            raise errors.ResponseDecodeError(f"the body cannot be used: {response.problem}")
        return _decode(kind, response)  # type: ignore[no-any-return]
    except errors.ResponseDecodeError as error:
        # Without the frames of its traceback, which contain the body.
        failure = error.with_traceback(None)
    response.remove_secrets()
    failure.status_code, failure.headers, failure.content = response.status_code, response.headers, response.content
    raise failure


def read_detailed(prepared: PreparedRequest[T], response: RawResponse) -> Response[Any]:
    """Decode a response of any status.

    Raises:
        ResponseDecodeError: The body of a success does not match the spec, or is too long.
    """
    success = 200 <= response.status_code < 300
    parsed = read_result(prepared, response) if success else _decode_error(prepared, response)
    return Response(response.status_code, response.content, response.headers, parsed)


def _documented(prepared: PreparedRequest[Any], status: int) -> str | None:
    """The type of the body of a success; for an undocumented status, the type of the first success."""
    responses = prepared.responses
    return responses[status] if status in responses else next(iter(responses.values()))


def _decode(kind: str | None, response: RawResponse) -> Any:
    if kind == "str":
        return _text(response)
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError, MemoryError) as error:
        problem = f"the body cannot be parsed as JSON ({type(error).__name__})"
    else:
        # Imported by the first call that needs them: with attrs, the models take as long as the rest of the package.
        from . import models

        if str(kind).startswith("list["):
            return log_unlisted(_decode_array(getattr(models, str(kind)[5:-1], None), body), response.redact)
        if type(body) is dict:
            return log_unlisted(getattr(models, str(kind)).from_dict(body), response.redact)
        problem = f"expected an object, got {type(body).__name__}"
    # Outside the except clause, because that exception refers to the body.
    raise errors.ResponseDecodeError(problem)


def _decode_array(model: Any, body: Any) -> list[Any]:
    items: list[Any] | None = decode_list(body) if model is None else decode_models(body, model)
    if items is None:
        raise errors.ResponseDecodeError("expected an array, got NoneType")
    return items


def _text(response: RawResponse) -> str:
    encoding = httpx.Response(200, headers=response.headers).charset_encoding or "utf-8"
    try:
        codecs.lookup(encoding)
    except LookupError:
        encoding = "utf-8"
    return response.content.decode(encoding, "replace")


def _decode_error(prepared: PreparedRequest[Any], response: RawResponse) -> Any:
    # Best effort: the status is what counts, whatever the body of an error contains.
    kind = prepared.responses.get(response.status_code)
    if kind is None:
        return None
    try:
        return _decode(kind, response)
    except errors.ResponseDecodeError:
        return None


def _status_error(prepared: PreparedRequest[Any], response: RawResponse) -> errors.APIStatusError:
    status = response.status_code
    kind = errors.STATUS_ERRORS.get(status, errors.ServerError if 500 <= status < 600 else errors.APIStatusError)
    parsed = _decode_error(prepared, response)
    error = kind(
        status, response.headers, response.content, method=prepared.method, path=prepared.url_path, parsed=parsed
    )
    if isinstance(error, errors.RateLimitError):
        error.retry_after = requested_wait(response)
    return error
