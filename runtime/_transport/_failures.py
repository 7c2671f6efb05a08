# Copied into the package by `make generate`.
"""What the exceptions of httpx and httpx2 mean for the call, and how they are freed of credentials."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Iterator
from types import ModuleType, TracebackType
from typing import Any

from .._excerpts import one_line
from .._exchange import TOO_LATE, ConnectionFailed, Loss, Timeouts

# What our transports consist of.
_LIBRARIES = ("httpx", "httpx2", "httpcore", "httpcore2", "h11", "anyio", "trio", "sniffio", "socksio", "idna")


class Guard:
    """Turns an exception of the library into ConnectionFailed, and removes the credentials from every exception."""

    __slots__ = ("_is_own", "_library", "_native")

    def __init__(self, library: ModuleType, native: Any, is_own: bool) -> None:
        self._library = library
        self._native = native
        self._is_own = is_own

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            return
        clean(error, self._native, self._library, is_own=self._is_own)
        failure = failure_of(error, self._library, is_own=self._is_own) if isinstance(error, Exception) else None
        if failure is not None:
            raise failure


def failure_of(error: Exception, library: ModuleType, *, is_own: bool) -> ConnectionFailed | None:
    """The failure that an exception stands for.

    Args:
        error: What sending the request or reading the response raised.
        library: httpx or httpx2.
        is_own: Whether the transport is ours, so that whatever its libraries raise is a failure.

    Returns:
        The failure; None for an exception that the transport of a caller raises on purpose, such as an assertion, and
        for one of the caller's own classes, which only a signal handler raises in our transport.
    """
    network = (library.HTTPError, library.StreamError, library.InvalidURL, OSError, MemoryError, OverflowError)
    origin = type(error).__module__.partition(".")[0]
    is_of_ours = is_own and (origin in sys.stdlib_module_names or origin in _LIBRARIES)
    if not is_of_ours and not isinstance(error, network):
        return None
    loss = Loss.FINAL
    if isinstance(error, library.TimeoutException):
        loss = Loss.TIMED_OUT
    elif any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes(error)):
        pass
    elif isinstance(error, (library.ConnectError, library.ProxyError)):
        loss = Loss.NEVER_SENT
    elif isinstance(error, (library.NetworkError, library.RemoteProtocolError)):
        loss = Loss.LOST
    phase = type(error).__name__.removesuffix("Timeout").lower() if loss is Loss.TIMED_OUT else "total"
    phase = phase if phase in Timeouts._fields and TOO_LATE not in str(error) else "total"
    failure = ConnectionFailed(loss, describe(error), phase)
    failure.__cause__ = error
    return failure


def describe(error: BaseException) -> str:
    """The kind of an exception, and its text or that of its cause: under trio, those of the libraries have none."""
    texts = (str(cause) for cause in causes(error))
    # That of anyio has an address in memory.
    text = next((text for text in texts if text and not text.startswith("Cancelled via cancel scope")), "")
    return f"{type(error).__name__}: {one_line(text)}".removesuffix(": ")


def clean(error: Any, native: Any, library: ModuleType, *, is_own: bool) -> None:
    """Remove the credentials from an exception, which lives as long as the error that it causes.

    Args:
        error: The exception.
        native: The request that was sent.
        library: httpx or httpx2.
        is_own: Whether the transport is ours, so that the caller needs no frame of it.
    """
    requests = [native]
    if isinstance(error, library.RequestError):
        try:
            requests.append(error.request)
        except RuntimeError:  # It has none.
            error.request = native
    for request in requests:
        request.headers, request.extensions = library.Headers(), {}
    network = (library.HTTPError, library.StreamError, OSError)
    if is_own or isinstance(error, network) or not isinstance(error, Exception):
        for cause in causes(error):
            # The frames of a traceback have local variables with the headers.
            cause.__traceback__ = None


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error and its causes, and those of its parts if it is a group."""
    seen = set()  # The errors of a transport may be their own cause.
    pending: list[BaseException | None] = [error]
    while pending:
        cause = pending.pop()
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        pending.append(cause.__cause__ or cause.__context__)
        if isinstance(cause, BaseExceptionGroup):
            pending += cause.exceptions
