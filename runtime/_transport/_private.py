# Copied into the package by `make generate`.
"""Private names of httpx, httpx2 and their networks: the only module that uses them.

Checked with httpx 0.28 and httpcore 1.0, httpx2 2.16 and httpcore2 2.16. There is no public way to

- replace the network of a transport without replacing the transport, which respx, pytest-httpx and OpenTelemetry patch;
- change the path of a URL without parsing all of it, which takes ten times as long;
- read the proxies of the environment as httpx does;
- see whether bytes are left on a connection;
- limit the time of TLS inside the TLS of a proxy;
- keep a call from waiting for a lock that it holds itself, once a signal handler has raised while it was taken.
"""

from __future__ import annotations

import contextlib
import functools
import re
import ssl
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

# What httpx.URL does not change or reject.
_QUOTED_PATH = re.compile(r"(?!.*/\.)/[\w/.~%&=:@+,;-]{0,1999}(\?[\w/.~%&=:@+,;-]{0,9999})?", re.ASCII)


def wrap_network_backend(client: Any, wrapper: Callable[[Any], Any]) -> Any:
    """Make every connection of an httpx client, with or without a proxy, use a wrapper of its network backend.

    Args:
        client: A client that carries one call at a time.
        wrapper: Makes the wrapper.

    Returns:
        The wrapper.
    """
    transports: list[Any] = [client._transport, *client._mounts.values()]  # None means no proxy.
    pools = [transport._pool for transport in transports if transport is not None]
    backend = wrapper(pools[0]._network_backend)
    for pool in pools:
        pool._network_backend = backend
        pool._optional_thread_lock = contextlib.nullcontext()
    return backend


@functools.lru_cache(maxsize=256)
def _parse_url(library: ModuleType, url: str) -> Any:
    return library.URL(url)


def join_url(library: ModuleType, base_url: str, path: str) -> Any:
    """The same as httpx.URL(base_url + path), but without parsing the path, in a tenth of the time.

    Args:
        library: httpx or httpx2.
        base_url: A URL without a query.
        path: A quoted path that starts with a slash, with a query if there is one.

    Raises:
        httpx.InvalidURL: The URL is too long.
    """
    if base_url.endswith("/") or not _QUOTED_PATH.fullmatch(path):
        return library.URL(base_url + path)
    base = _parse_url(library, base_url)._uri_reference
    path, mark, query = path.partition("?")
    prefix = "" if base.path == "/" else base.path
    url = object.__new__(library.URL)
    url._uri_reference = base._replace(path=prefix + path, query=query if mark else None)
    return url


def environment_proxy(url: str) -> str | None:
    """The proxy that the environment sets for a URL, by the rules of httpx, whose NO_PROXY has more forms."""
    import httpx
    from httpx._utils import URLPattern, get_environment_proxies

    proxies = {URLPattern(pattern): proxy for pattern, proxy in get_environment_proxies().items()}
    return next((proxies[pattern] for pattern in sorted(proxies) if pattern.matches(httpx.URL(url))), None)


def is_reusable(response: Any) -> bool:
    """Whether no bytes are left on the connection of a complete response, so that it can be reused."""
    stream: Any = response.stream
    try:
        surplus, _ = stream._stream._httpcore_stream._stream._connection._h11_state.trailing_data
    except AttributeError:
        return False
    return not (surplus or response.extensions["network_stream"].unread_bytes())


def unread_counters(network: Any) -> list[Callable[[], int]]:
    """Functions that count the bytes that a NetworkStream of httpcore has received but not passed on.

    Bytes still in the operating system are not counted: httpcore checks for those before it reuses a connection.
    """
    counters: list[Callable[[], int]] = []
    layer = getattr(network, "_stream", network)
    while layer is not None:
        for name in ("_sock", "ssl_obj", "_ssl_object"):
            if tls := getattr(getattr(layer, name, None), "pending", None):
                counters.append(tls)
        for name in ("_incoming", "_read_bio"):
            if buffer := getattr(layer, name, None):
                counters.append(functools.partial(getattr, buffer, "pending"))
        if protocol := getattr(layer, "_protocol", None):
            counters.append(protocol.read_queue.__len__)
        layer = getattr(layer, "transport_stream", None)
    return counters


def bound_tls_in_tls(network: Any) -> None:
    """Limit each step of TLS inside the TLS of a proxy; httpcore applies the timeout to every packet of a step."""
    if isinstance(network._sock, ssl.SSLSocket):
        network._sock = _BoundedSocket(network._sock)


class _BoundedSocket:
    """An SSL socket whose timeout covers all operations until it is set again."""

    __class__ = ssl.SSLSocket  # type: ignore[assignment]

    def __init__(self, sock: ssl.SSLSocket) -> None:
        self._sock = sock
        self._end: float | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def settimeout(self, timeout: float | None) -> None:
        self._end = None if timeout is None else time.monotonic() + timeout

    def _limit(self) -> None:
        remaining = None if self._end is None else self._end - time.monotonic()
        if remaining is not None and remaining <= 0:
            raise TimeoutError("timed out")
        self._sock.settimeout(remaining)

    def recv(self, size: int) -> bytes:
        self._limit()
        return self._sock.recv(size)

    def sendall(self, data: bytes) -> None:
        self._limit()
        self._sock.sendall(data)
