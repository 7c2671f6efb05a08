# Copied from runtime/_transport/_deadline.py by `make generate`. Do not edit: change that file.
"""A single deadline for an attempt, where httpx and httpx2 have a timeout for each address, write and read."""

from __future__ import annotations

import contextlib
import math
import socket
import time
from types import ModuleType
from typing import Any, Self

from .._exchange import TOO_LATE
from ._private import bound_tls_in_tls, unread_counters

# The timeout of a write applies to each part that the operating system accepts, so the parts are small.
_WRITE_SIZE = 16_384


class _Backend:
    """Wraps a NetworkBackend of httpcore that serves one attempt at a time, and knows its deadline."""

    def __init__(self, library: ModuleType, network: Any) -> None:
        self.library = library
        self._network = network
        # In the terms of time.monotonic().
        self.end = math.inf
        # The open streams, including those that httpcore has lost track of.
        self.streams: list[Any] = []

    def limit(self, timeout: float | None, phase: str) -> float | None:
        """The seconds that a step may take: its own timeout, or the time left for the attempt if that is less.

        Args:
            timeout: The timeout of the step.
            phase: The name of the exception if no time is left.
        """
        remaining = self.end - time.monotonic()
        if remaining <= 0:
            raise getattr(self.library, phase)(TOO_LATE)
        if timeout is not None:
            return min(remaining, timeout)
        return remaining if remaining < math.inf else None


class _Stream:
    """Wraps a NetworkStream of httpcore."""

    def __init__(self, network: Any, backend: _Backend) -> None:
        self._network = network
        self._backend = backend
        # The deadline of the response, once it has started.
        self._end: float | None = None
        backend.streams.append(self)
        self._counters = unread_counters(network)

    def _replaced(self, network: Any) -> Self:
        self._backend.streams.remove(self)
        return type(self)(network, self._backend)

    def get_extra_info(self, info: str) -> Any:
        """Information for httpcore, such as whether the other side has closed the connection."""
        return self._network.get_extra_info(info)

    def unread_bytes(self) -> int:
        """The number of bytes received but not read; for a queue, the number of packets."""
        return sum([count() for count in self._counters])

    def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        """Receive part of a response; the first read starts its deadline."""
        if timeout is not None:
            now = time.monotonic()
            if self._end is None:
                self._end = now + timeout
            timeout = self._end - now
            if timeout <= 0:
                raise self._backend.library.ReadTimeout("the response took too long")
        return self._network.read(max_bytes, self._backend.limit(timeout, "ReadTimeout"))


class SyncBackend(_Backend):
    """A NetworkBackend of an httpx.Client."""

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **options: Any) -> SyncStream:
        """Connect to the first address of a host that accepts; each address gets a share of the time."""
        timeout = self.limit(timeout, "ConnectTimeout")
        end = math.inf if timeout is None else time.monotonic() + timeout
        addresses = _addresses(host, port)
        for untried in range(len(addresses), 1, -1):
            share = None if timeout is None else max(0.001, (end - time.monotonic()) / untried)
            try:
                return SyncStream(self._network.connect_tcp(addresses[-untried], port, share, **options), self)
            except Exception:  # The next address may accept.
                continue
        timeout = None if timeout is None else max(0.001, end - time.monotonic())
        return SyncStream(self._network.connect_tcp(addresses[-1], port, timeout, **options), self)


class SyncStream(_Stream):
    """A NetworkStream of an httpx.Client."""

    def start_tls(self, ssl_context: Any, server_hostname: str, timeout: float | None = None) -> SyncStream:
        """Continue with TLS."""
        timeout = self._backend.limit(timeout, "ConnectTimeout")
        bound_tls_in_tls(self._network)
        return self._replaced(self._network.start_tls(ssl_context, server_hostname, timeout))

    def write(self, data: bytes, timeout: float | None = None) -> None:
        """Send part of a request; the deadline of its response has not started."""
        self._end = None
        for start in range(0, len(data), _WRITE_SIZE):
            limit = self._backend.limit(timeout, "WriteTimeout")
            self._network.write(data[start : start + _WRITE_SIZE], limit)

    def close(self) -> None:
        """Close the connection, and wake a thread that is reading from it."""
        if self in self._backend.streams:
            self._backend.streams.remove(self)
        with contextlib.suppress(OSError):
            self._network.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        self._network.close()


class AsyncBackend(_Backend):
    """A NetworkBackend of an httpx.AsyncClient."""

    async def connect_tcp(self, host: str, port: int, timeout: float | None = None, **options: Any) -> AsyncStream:
        """Connect to whichever address of a host accepts first."""
        timeout = self.limit(timeout, "ConnectTimeout")
        return AsyncStream(await self._network.connect_tcp(host, port, timeout, **options), self)


class AsyncStream(_Stream):
    """A NetworkStream of an httpx.AsyncClient."""

    async def start_tls(self, ssl_context: Any, server_hostname: str, timeout: float | None = None) -> AsyncStream:
        """Continue with TLS."""
        timeout = self._backend.limit(timeout, "ConnectTimeout")
        return self._replaced(await self._network.start_tls(ssl_context, server_hostname, timeout))

    async def write(self, data: bytes, timeout: float | None = None) -> None:
        """Send part of a request; the deadline of its response has not started."""
        self._end = None
        await self._network.write(data, self._backend.limit(timeout, "WriteTimeout"))

    async def aclose(self) -> None:
        """Close the connection."""
        if self in self._backend.streams:
            self._backend.streams.remove(self)
        await self._network.aclose()


def _addresses(host: str, port: int) -> list[str]:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return [host]  # httpcore resolves it again, and reports the error.
    # A link-local address needs its scope, which the name includes.
    return list(dict.fromkeys(str(address[0]) for *_, address in answers)) if len(answers) > 1 else [host]
