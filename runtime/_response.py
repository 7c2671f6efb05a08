# Copied into the package by `make generate`.
"""From a response to its result: the model of a success, or the error for the status."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import httpx

from . import errors
from ._request import PreparedRequest
from ._retries import requested_wait
from .types import Response

T = TypeVar("T")


class RawResponse:
    """A complete response, with its body decompressed; that of an error has no credentials in it.

    It is not a tuple, because error reports look into those, and a body may echo the credentials.

    Attributes:
        status_code: The HTTP status.
        headers: The headers.
        content: The body.
        problem: What is wrong with the body itself; None if it could be read.
        too_long: Whether the body is longer than the caller allows, and so incomplete.
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
    if prepared.result is None and not response.too_long:
        return None  # type: ignore[return-value]
    try:
        if response.problem is not None:
            raise errors.ResponseDecodeError(f"the body cannot be used: {response.problem}")
        return _decode(prepared.result, response)  # type: ignore[no-any-return]
    except errors.ResponseDecodeError as error:
        # Without the frames of its traceback, which have the body in them.
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
    parsed = read_result(prepared, response) if success else _decode_error(prepared.errors, response)
    return Response(response.status_code, response.content, response.headers, parsed)


def _decode(model: str | None, response: RawResponse) -> Any:
    # Loaded by the call that needs them: with attrs, models take as long to load as all the rest of the package.
    from . import models

    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError, MemoryError) as error:
        problem = f"the body is not JSON that can be read ({type(error).__name__})"
    else:
        if type(body) is dict:
            return getattr(models, str(model)).from_dict(body)
        problem = f"expected an object, got {type(body).__name__}"
    # Not within the except clause, because that error refers to the body.
    raise errors.ResponseDecodeError(problem)


def _decode_error(error_models: Mapping[int, str], response: RawResponse) -> Any:
    # Best effort: whatever the body of an error holds, the status is what counts.
    if response.status_code not in error_models:
        return None
    try:
        return _decode(error_models[response.status_code], response)
    except errors.ResponseDecodeError:
        return None


def _status_error(prepared: PreparedRequest[Any], response: RawResponse) -> errors.APIStatusError:
    status = response.status_code
    kind = errors.STATUS_ERRORS.get(status, errors.ServerError if 500 <= status < 600 else errors.APIStatusError)
    parsed = _decode_error(prepared.errors, response)
    error = kind(
        status, response.headers, response.content, method=prepared.method, path=prepared.url_path, parsed=parsed
    )
    if isinstance(error, errors.RateLimitError):
        error.retry_after = requested_wait(response)
    return error
