# Copied from runtime/_transport/_pool.py by `make generate`. Do not edit: change that file.
"""The connections of a client and its copies, across threads, forks and event loops.

Each connection carries one call at a time, and is closed unless the call completes. The pools of httpx and httpx2 pass
bytes behind a response on to the next call. That of httpx also leaks the connections of cancelled calls, and searches
all connections and all waiting calls whenever one comes or goes, which takes most of the time of a call with 50 tasks.

No lock is held while other code runs, and none is taken twice by a thread: a call or a `close` may interrupt any line
of this module, in a signal handler or in a `__del__`.
"""

from __future__ import annotations

import itertools
import math
import os
import queue
import sys
import time
import weakref
from collections import deque
from collections.abc import Callable
from typing import Any

from .._exchange import ConnectionFailed, Limits, Loss

_NONE_AVAILABLE = "all connections are in use: raise limits.max_connections or the timeout, or make fewer calls at once"
_CLOSED = "the client is closed"
# In seconds; a call that waits longer counts the permits.
_LONGEST_SLEEP = 1.0
_OTHER_LOOP = "another event loop has calls in flight with this client: make an AsyncClient for each loop"


class Pool:
    """The connections of a client; a subclass waits for one."""

    def __init__(self, connect: Callable[[], Any], limits: Limits, on_renew: Callable[[], None] = lambda: None) -> None:
        """Create a pool.

        Args:
            connect: Creates a connection, without connecting it.
            limits: The number of calls in flight, and of connections to keep.
            on_renew: Called when all connections are dropped.
        """
        self._connect = connect
        self._on_renew = on_renew
        self._max_calls = math.inf if limits.max_connections is None else limits.max_connections
        self._max_idle = math.inf if limits.max_keepalive_connections is None else limits.max_keepalive_connections
        self._expiry = math.inf if limits.keepalive_expiry is None else limits.keepalive_expiry
        self.closed = False
        self.renew()
        # Created now, so that invalid settings raise now.
        self._idle.append(self._open())
        _POOLS.add(self)

    def renew(self) -> None:
        """Drop all connections. After a fork they belong to the parent, and both processes would use them at once."""
        self._on_renew()
        self.all: set[Any] = set()
        self._idle: deque[Any] = deque()

    def release(self, connection: Any, *, reusable: bool) -> list[Any]:
        """Take back the connection of a call.

        Returns:
            The connections that nothing needs any more, which the caller has to close.
        """
        if connection not in self.all:
            return []  # The pool was renewed in the meantime.
        surplus = []
        now = connection.idle_since = time.monotonic()
        if reusable and len(self._idle) < self._max_idle and not self.closed:
            self._idle.append(connection)
        else:
            surplus.append(connection)
        # The last one is used next, so that the first ones expire.
        while self._idle and (self._idle[0].idle_since + self._expiry < now or self.closed):
            try:
                surplus.append(self._idle.popleft())
            except IndexError:  # pragma: no cover (another thread was faster)
                break
        self.all.difference_update(surplus)
        return surplus

    def acquire(self) -> Any:
        """A connection for a call that has a permit.

        Raises:
            ConnectionFailed: The client is closed.
        """
        if self.closed:
            raise ConnectionFailed(Loss.REFUSED, _CLOSED)
        try:
            return self._idle.pop()
        except IndexError:
            return self._open()

    def _open(self) -> Any:
        connection = self._connect()
        connection.idle_since = time.monotonic()
        self.all.add(connection)
        return connection


class _Permit:
    """The right to make a call, which ends when nothing refers to it any more, however the call ended."""

    __slots__ = ("__weakref__",)


class SyncPool(Pool):
    """The connections of a Client, shared by threads."""

    def renew(self) -> None:
        super().renew()
        self._created = itertools.count(1)
        self._permits: set[weakref.ref[_Permit]] = set()
        # The permits that have ended. Python itself puts them there, so that no signal handler can prevent it. It is
        # the only queue that may be used in signal handlers.
        self._ended: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def permit(self, timeout: float | None) -> _Permit:
        """Wait until another call is allowed.

        Args:
            timeout: How many seconds to wait; None for any number.

        Raises:
            ConnectionFailed: None became available.
        """
        try:
            return self._replace(self._ended.get_nowait())
        except queue.Empty:
            if next(self._created) <= self._max_calls:
                return self._replace(None)
        end = math.inf if timeout is None else time.monotonic() + timeout
        while (remaining := end - time.monotonic()) > 0:
            try:
                return self._replace(self._ended.get(timeout=min(remaining, _LONGEST_SLEEP)))
            except queue.Empty:
                # A signal handler that raised here before has taken a permit away.
                if sum(permit() is not None for permit in list(self._permits)) < self._max_calls:
                    return self._replace(None)
        raise ConnectionFailed(Loss.TIMED_OUT, _NONE_AVAILABLE, "pool")

    def _replace(self, ended: weakref.ref[_Permit] | None) -> _Permit:
        self._permits.discard(ended)
        permit = _Permit()
        self._permits.add(weakref.ref(permit, self._ended.put))
        return permit

    def close(self) -> None:
        """Reject further calls, also those that are waiting."""
        self.closed = True
        self._ended.put(None)


class _Calls:
    """The calls of the tasks of one event loop, in flight and waiting."""

    def __init__(self) -> None:
        self.in_flight = 0
        self.waiting: deque[Any] = deque()

    def end(self) -> None:
        """Count a call less, and let the one that waits longest begin."""
        self.in_flight -= 1
        self.wake_next()

    def wake_next(self) -> None:
        """Let the call begin that waits longest."""
        if self.waiting:
            # Counted now, so that no later task overtakes it.
            self.in_flight += 1
            self.waiting.popleft().set()


class _AsyncPermit:
    """The right to make a call, which returns when nothing refers to it any more."""

    __slots__ = ("_calls",)

    def __init__(self, calls: _Calls) -> None:
        self._calls = calls

    def __del__(self) -> None:
        self._calls.end()


class AsyncPool(Pool):
    """The connections of an AsyncClient, shared by the tasks of an event loop."""

    def __init__(self, connect: Callable[[], Any], limits: Limits, on_renew: Callable[[], None] = lambda: None) -> None:
        self._loop: Any = None
        super().__init__(connect, limits, on_renew)

    def renew(self) -> None:
        super().renew()
        self.calls = _Calls()

    async def permit(self, timeout: float | None) -> _AsyncPermit:
        """Wait until another call is allowed, in the order in which the tasks came.

        Args:
            timeout: How many seconds to wait; None for any number.

        Raises:
            ConnectionFailed: None became available, or the client is in use in another event loop.
        """
        if not self.follow_loop():
            raise ConnectionFailed(Loss.REFUSED, _OTHER_LOOP)
        calls = self.calls
        if calls.in_flight < self._max_calls or self.closed:
            calls.in_flight += 1
            return _AsyncPermit(calls)
        # Imported here, because calls rarely wait.
        import anyio

        freed = anyio.Event()
        calls.waiting.append(freed)
        try:
            with anyio.move_on_after(timeout):
                await freed.wait()
                return _AsyncPermit(calls)
        except BaseException:
            _stop_waiting(calls, freed)
            raise
        _stop_waiting(calls, freed)
        raise ConnectionFailed(Loss.TIMED_OUT, _NONE_AVAILABLE, "pool")

    def close(self) -> None:
        """Reject further calls, also those that are waiting."""
        self.closed = True
        while self.calls.waiting:
            self.calls.wake_next()

    def follow_loop(self) -> bool:
        """Drop the connections of another event loop: they end with it, and httpx would fail on them.

        Returns:
            False if calls in flight in that loop still need the connections.
        """
        loop = running_loop()
        if loop is not self._loop:
            if self._loop is not None:
                if self.calls.in_flight and not _is_over(self._loop):
                    return False
                self.renew()
            self._loop = loop
        return True


def _stop_waiting(calls: _Calls, freed: Any) -> None:
    if freed in calls.waiting:
        calls.waiting.remove(freed)
    else:
        # Another call can use the place that this task no longer wants.
        calls.end()


_POOLS: weakref.WeakSet[Pool] = weakref.WeakSet()


def renew_pools() -> None:
    """Renew the pools of this process."""
    for pool in list(_POOLS):
        pool.renew()


def running_loop() -> Any:
    """The running event loop of asyncio or the token of that of trio; None if there is none."""
    # Imported here, because only an AsyncClient needs it.
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        trio: Any = sys.modules.get("trio")
    if trio is None:
        return None
    try:
        return trio.lowlevel.current_trio_token()
    except RuntimeError:
        return None


def _is_over(loop: Any) -> bool:
    """Whether an event loop has ended."""
    if hasattr(loop, "is_closed"):
        return bool(loop.is_closed())
    try:
        loop.run_sync_soon(bool)
    except RuntimeError:  # trio.RunFinishedError
        return True
    return False


if hasattr(os, "register_at_fork"):  # pragma: no branch
    os.register_at_fork(after_in_child=renew_pools)
