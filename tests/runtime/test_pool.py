"""The pool: which connection a call gets, how long it waits for one, and what becomes of it."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from datadog_case_management import AsyncClient, Client, errors
from datadog_case_management._exchange import ConnectionFailed, Limits
from datadog_case_management._transport._httpx import close_all_async
from datadog_case_management._transport._pool import AsyncPool, SyncPool, _is_over, running_loop
from faulty_server import FaultyServer, arrived, hang, respond
from helpers import KEYS, Clock, eventually_async, run_async, run_trio


class _Connection:
    idle_since = 0.0


def test_a_connection_acquired_before_a_renewal_is_not_reused() -> None:
    pool = SyncPool(_Connection, Limits())
    first = pool.acquire()
    pool.renew()
    assert pool.release(first, reusable=True) == []
    assert pool.all == set()
    assert pool.acquire() is not first


def test_a_connection_is_reused_unless_something_is_left_on_it() -> None:
    pool = SyncPool(_Connection, Limits())
    first = pool.acquire()
    assert pool.release(first, reusable=True) == []
    assert pool.acquire() is first
    assert pool.release(first, reusable=False) == [first]
    assert pool.all == set()


def test_no_more_connections_are_kept_than_the_limit() -> None:
    pool = SyncPool(_Connection, Limits(max_keepalive_connections=1))
    first, second = pool.acquire(), pool.acquire()
    assert pool.release(first, reusable=True) == []
    assert pool.release(second, reusable=True) == [second]


@pytest.mark.parametrize("expiry", [5.0, None])
def test_idle_connections_expire(expiry: float | None, clock: Clock) -> None:
    """Those at the bottom too, which no call would ever use again."""
    pool = SyncPool(_Connection, Limits(keepalive_expiry=expiry))
    connections = [pool.acquire() for _ in range(3)]
    for connection in connections:
        assert pool.release(connection, reusable=True) == []
    clock.now += 4
    busy = pool.acquire()
    assert pool.release(busy, reusable=True) == []
    clock.now += 2
    busy = pool.acquire()
    assert pool.release(busy, reusable=True) == ([] if expiry is None else connections[:2])


def test_a_permit_returns_however_its_call_ends() -> None:
    """Also if a signal handler raises before the permit is stored."""
    pool = SyncPool(_Connection, Limits(max_connections=1))
    for _ in range(3):
        pool.permit(0.01)
    held = pool.permit(0.01)
    with pytest.raises(ConnectionFailed, match="all connections are in use"):
        pool.permit(0.01)
    del held
    assert pool.permit(0.01)


def test_calls_wait_in_order() -> None:
    """A task that makes one call after another does not overtake waiting tasks."""
    order: list[str] = []

    async def call_three_times(pool: AsyncPool, case: str) -> None:
        for _ in range(3):
            permit: Any = await pool.permit(None)
            order.append(case)
            await asyncio.sleep(0)
            permit = None  # noqa: F841

    async def run() -> None:
        pool = AsyncPool(_Connection, Limits(max_connections=2))
        await asyncio.gather(*(call_three_times(pool, case) for case in "ABCDE"))
        assert (pool.calls.in_flight, len(pool.calls.waiting)) == (0, 0)

    run_async(run())
    assert "".join(order) == "ABCDE" * 3


def test_a_task_that_waits_while_the_pool_is_renewed_can_be_cancelled() -> None:
    async def run() -> None:
        async with AsyncClient(base_url=server.url, limits=httpx.Limits(max_connections=1), **KEYS) as client:
            first = asyncio.create_task(client.list_case_watchers("C"))
            await arrived(server)
            waiting = asyncio.create_task(client.list_case_watchers("C"))
            await eventually_async(lambda: len(client._transport._pool.calls.waiting) == 1)
            client._transport._pool.renew()
            for task in (waiting, first):
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
            assert client._transport._pool.calls.in_flight == 0
            assert (await client.list_case_watchers("C")).data == []

    with FaultyServer(hang) as server:
        run_async(run())


def test_waiting_for_a_connection_times_out(transport: Any) -> None:
    """After the timeout, or when the caller cancels; the next one in the queue gets the connection."""
    limits = httpx.Limits(max_connections=1)
    timeout = httpx.Timeout(5, pool=0.05)

    async def run() -> None:
        async with AsyncClient(
            base_url=server.url, limits=limits, timeout=timeout, transport=transport, max_retries=0, **KEYS
        ) as client:
            first = asyncio.create_task(client.list_case_watchers("C"))
            await arrived(server)
            with pytest.raises(errors.APITimeoutError, match="all connections are in use"):
                await client.list_case_watchers("C")
            patient = client.with_options(timeout=5)
            waiting = [asyncio.create_task(patient.list_case_watchers("C")) for _ in range(3)]
            await eventually_async(lambda: len(client._transport._pool.calls.waiting) == 3)
            waiting[0].cancel()
            first.cancel()
            await asyncio.sleep(0)
            waiting[1].cancel()
            assert (await waiting[2]).data == []
            assert len(client._transport._pool.calls.waiting) == 0

    with FaultyServer(hang) as server:
        run_async(run())

    done = threading.Event()

    def late(connection: socket.socket, method: str) -> None:
        done.wait(60)
        respond(200, b'{"data": []}')(connection, method)

    with FaultyServer(late) as server:
        client = Client(base_url=server.url, limits=limits, timeout=timeout, max_retries=0, **KEYS)
        with ThreadPoolExecutor(1) as threads:
            first = threads.submit(client.list_case_watchers, "C")
            run_async(arrived(server))
            try:
                with pytest.raises(errors.APITimeoutError, match="all connections are in use"):
                    client.list_case_watchers("C")
            finally:
                done.set()
            assert first.result().data == []
        assert client.list_case_watchers("C").data == []
        client.close()


def test_closing_wakes_waiting_threads() -> None:
    limits = httpx.Limits(max_connections=1)

    async def run() -> None:
        client = AsyncClient(base_url=server.url, limits=limits, max_retries=0, **KEYS)
        calls = [asyncio.create_task(client.list_case_watchers("C")) for _ in range(3)]
        await arrived(server)
        await client.aclose()
        for outcome in await asyncio.gather(*calls, return_exceptions=True):
            assert isinstance(outcome, errors.APIConnectionError)
            assert str(outcome).startswith("this client is closed")

    with FaultyServer(hang) as server:
        run_async(run())
    with FaultyServer(hang) as server, ThreadPoolExecutor(3) as threads:
        client = Client(base_url=server.url, limits=limits, max_retries=0, **KEYS)
        calls = [threads.submit(client.list_case_watchers, "C") for _ in range(3)]
        run_async(arrived(server))
        client.close()
        for call in calls:
            with pytest.raises(errors.APIConnectionError, match=r"^this client is closed"):
                call.result()


def test_a_waiting_thread_is_woken() -> None:
    pool = SyncPool(_Connection, Limits(max_connections=1))
    permits = [pool.permit(None)]
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(pool.permit, 60)
        assert not waiting.done()
        permits.clear()
        assert waiting.result(60)


def test_a_run_of_trio_that_is_over_is_recognized() -> None:
    async def token() -> Any:
        assert not _is_over(running_loop())
        return running_loop()

    assert _is_over(run_trio(token()))


def test_all_connections_are_closed_though_one_of_them_raises() -> None:
    closed = []

    class Connection:
        async def aclose(self) -> None:
            closed.append(self)
            raise OSError("it does not close")

    with pytest.raises(OSError, match="it does not close"):
        run_async(close_all_async([Connection(), Connection()]))
    assert len(closed) == 2


def test_there_is_no_event_loop_outside_of_coroutines(monkeypatch: pytest.MonkeyPatch) -> None:
    run_trio(eventually_async(lambda: True))
    assert running_loop() is None
    monkeypatch.delitem(sys.modules, "trio")
    assert running_loop() is None
