# Copied into the package by `make generate`.
"""Turns a response into its result: the model of a success, or the error for its status."""

from __future__ import annotations

import json
from collections.abc import Callable
from email.message import Message
from typing import Any, TypeVar

from . import errors
from ._excerpts import excerpt, one_line
from ._exchange import RawResponse, Sent
from ._redaction import Secrets
from ._request import Decoder, PreparedRequest
from ._unlisted import log_unlisted
from .types import Headers, Response

T = TypeVar("T")
# Describes the request of a response.
Describe = Callable[[], Sent]


def read_result(prepared: PreparedRequest[T], response: RawResponse, secrets: Secrets, describe: Describe) -> T:
    """Decode a success; any other status raises.

    Raises:
        APIStatusError: The status is not a success.
        ResponseDecodeError: The body of a success does not match the spec, or is too long.
    """
    if not 200 <= response.status_code < 300:
        raise _status_error(prepared, response, secrets, describe())
    decode = _documented(prepared, response.status_code)
    if decode is None and not response.too_long:
        return None  # type: ignore[return-value]
    try:
        if response.problem is not None:
            raise errors.ResponseDecodeError(f"the body cannot be used: {response.problem}")
        return _decode(decode, response, secrets)[0]  # type: ignore[no-any-return]
    except errors.ResponseDecodeError as error:
        # The frames of its traceback contain the body.
        failure = error.with_traceback(None)
    failure._redact(secrets.redact_text)
    failure._complete((response.status_code, *_without_secrets(response, secrets)), describe()._asdict())
    raise failure


def read_detailed(
    prepared: PreparedRequest[T], response: RawResponse, secrets: Secrets, describe: Describe
) -> Response[Any]:
    """Decode a response of any status.

    Raises:
        ResponseDecodeError: The body of a success does not match the spec, or is too long.
    """
    if 200 <= response.status_code < 300:
        parsed = read_result(prepared, response, secrets, describe)
        return Response(response.status_code, response.content, response.headers, parsed)
    headers, response.content = _without_secrets(response, secrets)
    return Response(response.status_code, response.content, headers, _decode_error(prepared, response, secrets)[0])


def read_untyped(
    prepared: PreparedRequest[Any], response: RawResponse, secrets: Secrets, describe: Describe
) -> Response[Any]:
    """The response to a request that is not of an operation; a status other than a success raises."""
    if not 200 <= response.status_code < 300 or response.problem is not None:
        read_result(prepared, response, secrets, describe)
    return Response(response.status_code, response.content, response.headers, None)


def _documented(prepared: PreparedRequest[Any], status: int) -> Decoder | None:
    """The decoder of the body of a success; for an undocumented status, that of the first success."""
    responses = prepared.responses
    return responses[status] if status in responses else next(iter(responses.values()), str)


def _decode(decode: Decoder | None, response: RawResponse, secrets: Secrets) -> tuple[Any, Any]:
    """The body as the spec has it, and as JSON; the latter is None for a text."""
    if decode is str:
        return _text(response), None
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError, MemoryError) as error:
        problem = _not_json(response, error)
    else:
        return log_unlisted(decode(body) if decode else None, secrets), body
    # Outside the except clause, because that exception refers to the body.
    raise errors.ResponseDecodeError(problem)


def _not_json(response: RawResponse, error: Exception) -> str:
    """What a body is that cannot be parsed."""
    media_type = next(iter(response.headers.get_list("content-type")), "").partition(";")[0].strip()
    if not response.content:
        return "the body is empty"
    if not media_type or "json" in media_type.lower():
        return f"the body cannot be parsed as JSON ({type(error).__name__})"
    return ": ".join(filter(None, [f"the body is {one_line(media_type)}, not JSON", excerpt(response.content)]))


def _text(response: RawResponse) -> str:
    message = Message()
    message["Content-Type"] = response.headers.get("content-type", "")
    try:
        return response.content.decode(message.get_content_charset("utf-8"), "replace")
    except (LookupError, UnicodeError):  # It is unknown, or not for text.
        return response.content.decode("utf-8", "replace")


def _decode_error(prepared: PreparedRequest[Any], response: RawResponse, secrets: Secrets) -> tuple[Any, Any]:
    """The body of an error as the spec has it and as JSON, both None if it has another form: the status counts."""
    decode = prepared.responses.get(response.status_code)
    if decode is None:
        return None, None
    try:
        return _decode(decode, response, secrets)
    except errors.ResponseDecodeError:
        return None, None


def _status_error(
    prepared: PreparedRequest[Any], response: RawResponse, secrets: Secrets, sent: Sent
) -> errors.APIStatusError:
    status = response.status_code
    error_class = errors.STATUS_ERRORS.get(status, errors.ServerError if 500 <= status < 600 else errors.APIStatusError)
    headers, response.content = _without_secrets(response, secrets)
    parsed, body = _decode_error(prepared, response, secrets)
    return error_class(status, headers, response.content, parsed=parsed, body=body, **sent._asdict())


def _without_secrets(response: RawResponse, secrets: Secrets) -> tuple[Headers, bytes]:
    """The headers and the content of a response, without the credentials that it may echo."""
    headers = Headers([(secrets.redact(name), secrets.redact(value)) for name, value in response.raw_headers])
    return headers, secrets.redact(response.content)
