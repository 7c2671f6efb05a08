# Copied into the package by `make generate`.
"""The connections of a client and of its copies, across forks and event loops."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable
from typing import Any


class Pool:
    """The httpx clients of a client.

    A Client has one. An AsyncClient has one for every call in flight, up to a maximum: httpx looks through all
    connections and all waiting requests of a pool whenever one comes or goes, which with 50 tasks is most of a call.
    """

    def __init__(self, open_http: Callable[[], Any], max_size: int) -> None:
        self._open_http = open_http
        self._max_size = max_size
        self.closed = False
        self.http = open_http()
        self.all = [self.http]
        self._idle = [self.http]
        self._calls: dict[Any, int] = {}
        self._loop: Any = None
        # Of two threads, each with an event loop of its own.
        self._lock = threading.Lock()
        _POOLS.add(self)

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

    def acquire(self) -> Any:
        """An httpx client that is idle, or a new one, or the least busy one; None if another event loop uses them."""
        with self._lock:
            if not self.follow_loop():
                return None
            if self._idle:
                http = self._idle.pop()
            elif len(self.all) < self._max_size:
                http = self._open_http()
                self.all.append(http)
            else:
                http = min(self._calls, key=self._calls.__getitem__)
            self._calls[http] = self._calls.get(http, 0) + 1
            return http

    def release(self, http: Any) -> None:
        """Give back what `acquire` returned."""
        with self._lock:
            calls = self._calls.pop(http, 0) - 1
            if calls > 0:
                self._calls[http] = calls
            elif calls == 0:  # Otherwise the pool was renewed in the meantime.
                self._idle.append(http)

    def renew(self) -> None:
        """Let go of all connections. After a fork they belong to the parent, and both would talk over each other."""
        self.http = self._open_http()
        self.all, self._idle, self._calls = [self.http], [self.http], {}


_POOLS: weakref.WeakSet[Pool] = weakref.WeakSet()


def renew_pools() -> None:
    """Renew the pools of this process."""
    for pool in _POOLS:
        pool._lock = threading.Lock()  # Another thread of the parent may have held it.
        pool.renew()


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
