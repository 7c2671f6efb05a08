# Copied into the package by `make generate`.
"""One deadline for a whole response, where httpx has one for each read: a response that trickles in times out."""

from __future__ import annotations

import time
from typing import Any

import httpx


class _Deadline:
    """Wraps a NetworkBackend or a NetworkStream of httpcore: a read may take what is left of the response's time."""

    def __init__(self, network: Any) -> None:
        self._network = network
        self._end: float | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._network, name)

    def write(self, data: bytes, timeout: float | None = None) -> Any:
        """Send part of a request; the time of its response has not begun."""
        self._end = None
        return self._network.write(data, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        """Receive part of a response; the first read starts its time."""
        if timeout is not None:
            now = time.monotonic()
            if self._end is None:
                self._end = now + timeout
            timeout = self._end - now
            if timeout <= 0:
                raise httpx.ReadTimeout("the response took too long")
        return self._network.read(max_bytes, timeout)


class Deadline(_Deadline):
    """A NetworkBackend or NetworkStream of an httpx.Client."""

    def connect_tcp(self, **options: Any) -> Deadline:
        """Open a connection."""
        return Deadline(self._network.connect_tcp(**options))

    def start_tls(self, *args: Any, **options: Any) -> Deadline:
        """Continue a connection with TLS."""
        return Deadline(self._network.start_tls(*args, **options))


class AsyncDeadline(_Deadline):
    """A NetworkBackend or NetworkStream of an httpx.AsyncClient."""

    async def connect_tcp(self, **options: Any) -> AsyncDeadline:
        """Open a connection."""
        return AsyncDeadline(await self._network.connect_tcp(**options))

    async def start_tls(self, *args: Any, **options: Any) -> AsyncDeadline:
        """Continue a connection with TLS."""
        return AsyncDeadline(await self._network.start_tls(*args, **options))
