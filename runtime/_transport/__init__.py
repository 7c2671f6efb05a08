# Copied into the package by `make generate`.
"""The seam: the only package that imports HTTP libraries, and only that of the client.

A transport sends a request of `_exchange` within a deadline. It returns a complete response, bounded and decompressed,
or raises ConnectionFailed, which tells how far the attempt got. Connections, deadlines, sizes, decompression, proxies
and forks are its business; retries, credentials and errors are not.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from ..errors import ConfigurationError
from ._failures import causes
from ._values import (
    LIBRARIES,
    PROXY_FORMS,
    TransportSettings,
    check_environment,
    check_proxy,
    check_total_timeout,
    class_name,
    library_of,
    limits_of,
    proxy_url,
    show,
    ssl_context_of,
    timeouts_of,
)

# The library of a client without `transport`.
DEFAULT_LIBRARY = "httpx"
# The loggers that write status lines, the headers of responses, and the passwords of SOCKS proxies.
LOGGERS = (
    *LIBRARIES,
    *(
        f"{library}.{part}"
        for library in ("httpcore", "httpcore2")
        for part in ("connection", "http11", "http2", "proxy", "socks")
    ),
)
# What a fake transport returns: the status, the headers, the content, and the seconds before it.
FakeResponse = tuple[int, list[tuple[str, str]], bytes, float]


class LazyLibrary:
    """A library that is loaded when its first name is needed; if it is not installed, each of its names is Any."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name) if find_spec(self._name) else Any


def choose_library(transport: Any, *, is_async: bool) -> str:
    """The library to send with: httpx, httpx2 or aiohttp.

    Args:
        transport: The setting of the caller: None, the name of a library, or a transport of httpx or httpx2.
        is_async: Whether it is for an AsyncClient.

    Raises:
        ConfigurationError: It cannot be used by this client, or is not installed.
    """
    if transport is None:
        return DEFAULT_LIBRARY
    names = [*LIBRARIES, *(["aiohttp"] if is_async else [])]
    if isinstance(transport, str):
        if transport not in names:
            hint = ": only an AsyncClient can use it" if transport == "aiohttp" else ""
            raise ConfigurationError(f"transport must be one of {', '.join(names)}, not {show(transport)}{hint}")
        if find_spec(transport) is None:
            extra = f"pip install 'datadog-case-management[{transport}]'"
            raise ConfigurationError(f"{transport} is not installed: {extra}")
        return transport
    method = "handle_async_request" if is_async else "handle_request"
    if isinstance(transport, type) or not hasattr(transport, method):
        client = "an AsyncClient" if is_async else "a Client"
        other = "httpx.AsyncBaseTransport" if is_async else "httpx.BaseTransport"
        raise ConfigurationError(
            f"transport must be {other}, the same of httpx2, or one of {', '.join(names)} for {client}, "
            f"not {transport.__name__ + ', a class' if isinstance(transport, type) else class_name(transport)}"
        )
    library = library_of(transport, "BaseTransport", "AsyncBaseTransport")
    return DEFAULT_LIBRARY if library is None else library.__name__


def load_library(name: str) -> ModuleType:
    """Import a library; for aiohttp, the one whose SSL contexts it uses."""
    return import_module("httpx" if name == "aiohttp" else name)


def open_transport(name: str, settings: TransportSettings, *, is_async: bool) -> Any:
    """Open a transport; nothing is sent.

    Args:
        name: The library.
        settings: What it needs to know.
        is_async: Whether it is for an AsyncClient.

    Raises:
        ConfigurationError: A setting cannot be used.
    """
    if settings.proxy is None and settings.transport is None:
        check_environment(load_library(name))
    # Imported here, because they import the library.
    if name == "aiohttp":
        from ._aiohttp import AiohttpTransport

        return AiohttpTransport(settings)
    from ._httpx import AsyncTransport, SyncTransport

    return (AsyncTransport if is_async else SyncTransport)(import_module(name), settings)


def fake_transport(respond: Callable[[Any], FakeResponse]) -> Any:
    """Create a transport, sync and async, that asks a function instead of a service.

    Args:
        respond: Is called with the request of the library, whose content has been read.
    """
    from ._fake import FakeTransport

    return FakeTransport(respond)


async def sleep_async(seconds: float) -> None:
    """Wait, with asyncio or trio."""
    # Imported here, because most calls need no retry.
    import anyio

    await anyio.sleep(seconds)


__all__ = [
    "DEFAULT_LIBRARY",
    "LOGGERS",
    "PROXY_FORMS",
    "FakeResponse",
    "LazyLibrary",
    "TransportSettings",
    "causes",
    "check_proxy",
    "check_total_timeout",
    "choose_library",
    "class_name",
    "fake_transport",
    "library_of",
    "limits_of",
    "load_library",
    "open_transport",
    "proxy_url",
    "show",
    "sleep_async",
    "ssl_context_of",
    "timeouts_of",
]
