# Copied into the package by `make generate`.
"""From a response to its result: the model of a success, or the error for the status."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

import httpx

from . import errors
from ._request import PreparedRequest
from ._retries import requested_wait
from .types import Response

T = TypeVar("T")


class RawResponse(NamedTuple):
    """A complete response, with its body decompressed."""

    status_code: int
    headers: httpx.Headers
    content: bytes


def read_result(prepared: PreparedRequest[T], response: RawResponse) -> T:
    """Decode a success; any other status raises.

    Raises:
        APIStatusError: The status is not a success.
        ResponseDecodeError: The body of a success does not match the spec.
    """
    if 200 <= response.status_code < 300:
        return _decode(prepared.result, response) if prepared.result else None  # type: ignore[return-value]
    raise _status_error(prepared, response)


def read_detailed(prepared: PreparedRequest[T], response: RawResponse) -> Response[Any]:
    """Decode a response of any status.

    Raises:
        ResponseDecodeError: The body of a success does not match the spec.
    """
    success = 200 <= response.status_code < 300
    parsed = read_result(prepared, response) if success else _decode_error(prepared.errors, response)
    return Response(response.status_code, response.content, response.headers, parsed)


def decompress(response: httpx.Response, content: bytes) -> bytes:
    """Undo the Content-Encoding of a body; one that is corrupt stays as it was received."""
    if any(name.lower() == b"content-encoding" for name, _ in response.headers.raw):
        try:
            return httpx.Response(200, headers=response.headers, content=content).content
        except httpx.DecodingError:
            # Not JSON, so it becomes an error of its own, unless the status already is one.
            return content
    return content


def _decode(model: str, response: RawResponse) -> Any:
    # Loaded by the call that needs them: with attrs, models take as long to load as all the rest of the package.
    from . import models

    try:
        try:
            body = json.loads(response.content)
        except (ValueError, RecursionError) as error:
            name = type(error).__name__
            raise errors.ResponseDecodeError(f"the body is not JSON that can be read ({name})") from None
        if type(body) is not dict:
            raise errors.ResponseDecodeError(f"expected an object, got {type(body).__name__}")
        return getattr(models, model).from_dict(body)
    except errors.ResponseDecodeError as error:
        error.status_code, error.headers, error.content = response
        raise


def _decode_error(error_models: Mapping[int, str], response: RawResponse) -> Any:
    # Best effort: whatever the body of an error holds, the status is what counts.
    if response.status_code not in error_models:
        return None
    try:
        return _decode(error_models[response.status_code], response)
    except errors.ResponseDecodeError:
        return None


def _status_error(prepared: PreparedRequest[Any], response: RawResponse) -> errors.APIStatusError:
    status, headers, content = response
    kind = errors.STATUS_ERRORS.get(status, errors.ServerError if 500 <= status < 600 else errors.APIStatusError)
    parsed = _decode_error(prepared.errors, response)
    error = kind(status, headers, content, method=prepared.method, path=prepared.url_path, parsed=parsed)
    if isinstance(error, errors.RateLimitError):
        error.retry_after = requested_wait(response)
    return error
