# Copied into the package by `make generate`.
"""The connections of a client and its copies, across forks and event loops."""

from __future__ import annotations

import math
import os
import threading
import weakref
from collections import deque
from collections.abc import Callable
from typing import Any

import httpx

_NONE_AVAILABLE = "all connections are in use: raise limits.max_connections or the timeout, or make fewer calls at once"


class InOtherLoopError(Exception):
    """Calls in flight in another event loop need the connections."""


class Connection:
    """An httpx client for one call at a time, or a transport for many.

    Attributes:
        http: The httpx client.
        backend: Enforces the deadline of its call; None for a transport that handles timeouts itself.
    """

    def __init__(self, http: Any, backend: Any = None) -> None:
        self.http = http
        self.backend = backend

    def close(self) -> None:
        """Close whatever is open, including connections that httpcore lost track of when a call was interrupted."""
        for stream in list(self.backend.streams) if self.backend else ():
            stream.close()
        self.http.close()

    async def aclose(self) -> None:
        """Close whatever is open, including connections that httpcore lost track of when a call was cancelled."""
        for stream in list(self.backend.streams) if self.backend else ():
            await stream.aclose()
        await self.http.aclose()


class Pool:
    """The connections of a client.

    Each carries one call at a time, and is closed unless the call completes. httpcore leaks the connections of
    cancelled calls, and treats bytes behind a response as the response to the next call. It also searches all
    connections and all waiting calls whenever one comes or goes, which takes most of the time of a call with 50 tasks.
    """

    def __init__(self, connect: Callable[[], Connection], limits: httpx.Limits, *, shared: bool) -> None:
        """Create a pool.

        Args:
            connect: Creates a connection.
            limits: The number of calls in flight, and of connections to keep.
            shared: Whether all calls share one connection, because it is a transport with its own pool.
        """
        self._connect = connect
        self._max_calls = math.inf if limits.max_connections is None else limits.max_connections
        self._max_idle = math.inf if limits.max_keepalive_connections is None else limits.max_keepalive_connections
        self._shared = shared
        self.closed = False
        self._loop: Any = None
        self.after_fork()
        # Created now, so that invalid settings raise now.
        connection = self._open()
        if not shared:
            self._idle.append(connection)
        _POOLS.add(self)

    def acquire(self, timeout: float | None) -> Connection:
        """Acquire a connection for a call, and wait until one is free.

        Args:
            timeout: How many seconds to wait.
        """
        with self._lock:
            if not self._is_available():
                self._sleeping += 1
                try:
                    if not self._changed.wait_for(self._is_available, timeout):
                        raise httpx.PoolTimeout(_NONE_AVAILABLE)
                finally:
                    self._sleeping -= 1
            return self._take()

    async def acquire_async(self, timeout: float | None) -> Connection:
        """Do the same as `acquire` for tasks, in the order in which they came."""
        with self._lock:
            if not self.follow_loop():
                raise InOtherLoopError
            if self._is_available():
                return self._take()
        # Imported here, because calls rarely wait.
        import anyio

        with anyio.move_on_after(timeout):
            freed = anyio.Event()
            self._waiting.append(freed)
            try:
                await freed.wait()
            except BaseException:
                self._stop_waiting(freed)
                raise
            with self._lock:
                return self._take(counted=True)
        raise httpx.PoolTimeout(_NONE_AVAILABLE)

    def release(self, connection: Connection, *, reusable: bool) -> bool:
        """Release a connection that `acquire` returned.

        Returns:
            Whether the connection is no longer needed, so that the caller has to close it.
        """
        with self._lock:
            if connection not in self.all:
                return False  # The pool was renewed in the meantime.
            self._calls -= 1
            keep = self._shared or (reusable and len(self._idle) < self._max_idle and not self.closed)
            if not keep:
                self.all.remove(connection)
            elif not self._shared:
                self._idle.append(connection)
            self._notify()
        return not keep

    def close(self) -> None:
        """Reject further calls; the caller closes the connections."""
        with self._lock:
            self.closed = True
            self._changed.notify_all()
            while self._waiting:
                self._wake_next()

    def follow_loop(self) -> bool:
        """Drop the connections of another event loop: they end with it, and httpx would fail on them.

        Returns:
            False if calls in flight in that loop still need the connections.
        """
        loop = running_loop()
        if loop is not self._loop:
            if self._loop is not None:
                if self._calls and not self._loop.is_closed():
                    return False
                self.renew()
            self._loop = loop
        return True

    def renew(self) -> None:
        """Drop all connections. After a fork they belong to the parent, and both processes would use them at once."""
        self.all: set[Connection] = set()
        self._idle: list[Connection] = []
        self._calls = 0
        self._waiting: deque[Any] = deque()

    def after_fork(self) -> None:
        """Start over, with a lock that no thread of the parent holds."""
        # For threads that share a Client, or that have an event loop each.
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._sleeping = 0
        self.renew()

    def _is_available(self) -> bool:
        return self._calls < self._max_calls or self.closed

    def _take(self, *, counted: bool = False) -> Connection:
        """Take a connection for a call, which is already counted if it has waited."""
        if self.closed:
            self._calls -= counted
            raise httpx.PoolTimeout("closed")
        self._calls += not counted
        if self._shared and self._idle:
            return self._idle[0]
        return self._idle.pop() if self._idle else self._open()

    def _open(self) -> Connection:
        connection = self._connect()
        self.all.add(connection)
        if self._shared:
            self._idle.append(connection)
        return connection

    def _notify(self) -> None:
        if self._sleeping:
            self._changed.notify()
        if self._waiting:
            self._wake_next()

    def _wake_next(self) -> None:
        # Counted now, so that no later task overtakes it.
        self._calls += 1
        self._waiting.popleft().set()

    def _stop_waiting(self, freed: Any) -> None:
        with self._lock:
            if freed.is_set():
                self._calls -= 1
                self._notify()  # Another call can use the connection that this task no longer wants.
            elif freed in self._waiting:
                self._waiting.remove(freed)


_POOLS: weakref.WeakSet[Pool] = weakref.WeakSet()


def renew_pools() -> None:
    """Renew the pools of this process."""
    for pool in _POOLS:
        pool.after_fork()


def running_loop() -> Any:
    """The running event loop; None if there is none, as in a Client or under trio."""
    # Imported here, because only an AsyncClient needs it.
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


if hasattr(os, "register_at_fork"):  # pragma: no branch
    os.register_at_fork(after_in_child=renew_pools)
