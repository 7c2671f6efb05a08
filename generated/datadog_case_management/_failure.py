# Copied from runtime/_failure.py by `make generate`. Do not edit: change that file.
"""Turns an exception into the error for a missing response, and removes secrets from both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from . import errors
from ._httpx import request_of
from ._request import PreparedRequest
from ._retries import causes

# What the network or a malformed response may raise. Anything else comes from a hook or transport of the caller.
NO_RESPONSE = (httpx.HTTPError, httpx.StreamError, OSError, MemoryError, OverflowError)


def no_response(prepared: PreparedRequest[Any], request: httpx.Request, error: Exception) -> errors.APIConnectionError:
    """The error for a missing response.

    Args:
        prepared: The prepared request.
        request: The first request, before any redirect.
        error: Why there is no response, with its secrets removed.
    """
    kind = errors.APITimeoutError if isinstance(error, httpx.TimeoutException) else errors.APIConnectionError
    reason = f"{type(error).__name__}: {errors.one_line(str(error))}".removesuffix(": ")
    failure = kind(f"no response to {prepared.name} ({reason})", method=prepared.method, path=prepared.url_path)
    failure.is_redirected = (request_of(error) or request) is not request
    failure.__cause__ = error
    return failure


def clean_exception(error: Exception, request: httpx.Request, redact: Callable[[bytes], bytes]) -> None:
    """Remove the secrets from an exception, which lives as long as the error that it caused.

    Args:
        error: The exception.
        request: The first request, before any redirect.
        redact: Removes the credentials from a text.
    """
    for sent in (request, request_of(error) or request):
        sent.headers, sent.extensions = httpx.Headers(), {}
    if isinstance(error, NO_RESPONSE):
        for cause in causes(error):
            # The frames of a traceback have local variables with the headers.
            cause.__traceback__ = None
            cause.args = tuple(_redacted(value, redact) for value in cause.args)


def _redacted(value: Any, redact: Callable[[bytes], bytes]) -> Any:
    if isinstance(value, (bytes, bytearray)):
        return redact(bytes(value))
    return redact(value.encode("utf-8", "replace")).decode() if isinstance(value, str) else value
