# Copied from runtime/_pool.py by `make generate`. Do not edit: change that file.
"""The connections of a client and of its copies, across forks and event loops."""

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
    """Calls are in flight in another event loop, which needs the connections."""


class Connection:
    """An httpx client, which carries one call at a time, or a transport that carries many.

    Attributes:
        http: The httpx client.
        backend: What knows when its call must be complete; None for a transport that has its own rules.
    """

    def __init__(self, http: Any, backend: Any = None) -> None:
        self.http = http
        self.backend = backend

    def close(self) -> None:
        """Close whatever is open, also what httpcore lost sight of when a call was interrupted."""
        for stream in list(self.backend.streams) if self.backend else ():
            stream.close()
        self.http.close()

    async def aclose(self) -> None:
        """Close whatever is open, also what httpcore lost sight of when a call was cancelled."""
        for stream in list(self.backend.streams) if self.backend else ():
            await stream.aclose()
        await self.http.aclose()


class Pool:
    """The connections of a client.

    Each carries one call at a time, and is destroyed unless that ends as it should: httpcore loses connections of calls
    that are cancelled, and takes what a server sends beyond a response for the response to the next call. Besides, it
    looks through all connections and all waiting calls whenever one comes or goes, which with 50 tasks is most of a
    call.
    """

    def __init__(self, connect: Callable[[], Connection], limits: httpx.Limits, *, shared: bool) -> None:
        """Make a pool.

        Args:
            connect: Makes a connection.
            limits: How many calls may be in flight, and how many connections are kept.
            shared: Whether all calls go through one connection, because it is a transport that has its own.
        """
        self._connect = connect
        self._max_calls = math.inf if limits.max_connections is None else limits.max_connections
        self._max_idle = math.inf if limits.max_keepalive_connections is None else limits.max_keepalive_connections
        self._shared = shared
        self.closed = False
        self._loop: Any = None
        self.after_fork()
        # Made now, so that settings that cannot be used are found now.
        connection = self._open()
        if not shared:
            self._idle.append(connection)
        _POOLS.add(self)

    def acquire(self, timeout: float | None) -> Connection:
        """A connection for one call, as soon as there is one.

        Args:
            timeout: The seconds to wait for that.
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
        """The same for tasks, in the order in which they came."""
        with self._lock:
            if not self.follow_loop():
                raise InOtherLoopError
            if self._is_available():
                return self._take()
        # Loaded here, because a call seldom waits.
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
        """Give back what `acquire` returned.

        Returns:
            Whether it is not needed any more, so that the caller has to close it.
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
        """Let no call begin any more; the caller closes the connections."""
        with self._lock:
            self.closed = True
            self._changed.notify_all()
            while self._waiting:
                self._wake_next()

    def follow_loop(self) -> bool:
        """Let go of the connections of another event loop: they end with it, and httpx would stumble over them.

        Returns:
            False if calls are in flight in that other loop, so that its connections are still needed.
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
        """Let go of all connections. After a fork they belong to the parent, and both would talk over each other."""
        self.all: set[Connection] = set()
        self._idle: list[Connection] = []
        self._calls = 0
        self._waiting: deque[Any] = deque()

    def after_fork(self) -> None:
        """Start anew, with a lock that no thread of the parent holds."""
        # Between threads that share a Client, or that have an event loop each.
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._sleeping = 0
        self.renew()

    def _is_available(self) -> bool:
        return self._calls < self._max_calls or self.closed

    def _take(self, *, counted: bool = False) -> Connection:
        """A connection for a call, which has been counted if it was waiting for its turn."""
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
        # Counted now, so that no task which comes later gets ahead of it.
        self._calls += 1
        self._waiting.popleft().set()

    def _stop_waiting(self, freed: Any) -> None:
        with self._lock:
            if freed.is_set():
                self._calls -= 1
                self._notify()  # Somebody else can have what this task does not want any more.
            elif freed in self._waiting:
                self._waiting.remove(freed)


_POOLS: weakref.WeakSet[Pool] = weakref.WeakSet()


def renew_pools() -> None:
    """Renew the pools of this process."""
    for pool in _POOLS:
        pool.after_fork()


def running_loop() -> Any:
    """The running event loop; None without one, as in a Client or under trio."""
    # Loaded here, because only an AsyncClient needs it.
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


if hasattr(os, "register_at_fork"):  # pragma: no branch
    os.register_at_fork(after_in_child=renew_pools)
