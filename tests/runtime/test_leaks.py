"""However a call ends, its connection is released or closed: cancellations, signals, hooks that raise."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import httpx
import pytest
from datadog_case_management import AsyncClient, Client
from faulty_server import FaultyServer, arrived, hang, tls
from helpers import KEYS, eventually, eventually_async, opened, run_async

TEN = httpx.Limits(max_connections=10)


async def ten_calls(client: AsyncClient) -> None:
    async with asyncio.timeout(10):
        results = await asyncio.gather(*(client.list_case_watchers("C") for _ in range(10)))
    assert [result.data for result in results] == [[]] * 10


@pytest.mark.parametrize("secure", [pytest.param(False, marks=pytest.mark.thorough), True], ids=["plain", "TLS"])
def test_calls_cancelled_at_random_moments_leak_nothing(transport: Any, *, secure: bool) -> None:
    dice = random.Random(1)
    context, trust = tls() if secure else (None, True)

    async def cancelled(client: AsyncClient) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(dice.uniform(0, 0.02)):
                await client.list_case_watchers("C")

    async def run() -> None:
        async with AsyncClient(base_url=server.url, verify=trust, limits=TEN, transport=transport, **KEYS) as client:
            for _ in range(5):
                await asyncio.gather(*(cancelled(client) for _ in range(30)))
            await ten_calls(client)
            assert client._transport._pool.calls.in_flight == 0
            assert len(client._transport._pool.all) <= 10

    with FaultyServer(hang, context, faulty=0) as server:
        gc.collect()
        before = len(os.listdir("/proc/self/fd"))
        run_async(run())
        gc.collect()
        eventually(lambda: len(os.listdir("/proc/self/fd")) <= before)  # The server closes its side when it finds out.


def test_a_cancelled_call_in_trio_leaks_nothing() -> None:
    async def run() -> None:
        async with AsyncClient(base_url=server.url, limits=httpx.Limits(max_connections=1), **KEYS) as client:
            async with anyio.create_task_group() as calls:
                calls.start_soon(client.list_case_watchers, "C")
                while not server.requests:
                    await anyio.sleep(0.002)
                calls.cancel_scope.cancel()
            assert client._transport._pool.all == set()
            assert (await client.list_case_watchers("C")).data == []

    with FaultyServer(hang) as server:
        anyio.run(run, backend="trio")


def test_a_cancelled_proxy_handshake_leaks_nothing() -> None:
    """httpcore leaks the connection to a SOCKS proxy whose handshake is cancelled."""

    async def run() -> None:
        proxy = server.url.replace("http", "socks5")
        async with AsyncClient(base_url="http://service.invalid", proxy=proxy, **KEYS) as client:
            call = asyncio.create_task(client.list_case_watchers("C"))
            (connection,) = client._transport._pool.all
            await eventually_async(lambda: bool(connection.backend.streams))
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert connection.backend.streams == []

    with FaultyServer(hang) as server:
        run_async(run())


@pytest.mark.parametrize("mode", ["async", "httpx2 async", "aiohttp"])
def test_a_hook_that_raises_leaks_nothing(mode: str) -> None:
    async def run() -> None:
        async with opened(mode, base_url=server.url, limits=TEN) as client:
            hooked = client.with_options(event_hooks={"response": [raising(LookupError)]})
            for _ in range(11):
                with pytest.raises(LookupError):
                    await hooked.list_case_watchers("C")
            await ten_calls(client)

    with FaultyServer(hang, faulty=0) as server:
        run_async(run())


def raising(error_class: type[BaseException]) -> Any:
    def hook(_: httpx.Response) -> None:
        raise error_class

    return hook


@pytest.mark.parametrize("error_class", [LookupError, KeyboardInterrupt, SystemExit])
def test_an_interrupted_call_leaks_nothing(error_class: type[BaseException]) -> None:
    """A signal handler raises in the thread that waits for the response; here a hook does, at the same place."""
    with (
        FaultyServer(hang, faulty=0) as server,
        Client(base_url=server.url, limits=TEN, **KEYS) as client,
        ThreadPoolExecutor(10) as threads,
    ):
        hooked = client.with_options(event_hooks={"response": [raising(error_class)]})
        for _ in range(11):
            with pytest.raises(error_class):
                hooked.list_case_watchers("C")
        assert client._transport._pool.all == set()
        barrier = threading.Barrier(10)

        def call(_: int) -> Any:
            barrier.wait(10)
            return client.list_case_watchers("C").data

        assert list(threads.map(call, range(10))) == [[]] * 10


def test_a_cancelled_task_group_leaks_nothing(transport: Any) -> None:
    async def fail_together(client: AsyncClient) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(20):
                group.create_task(client.list_case_watchers("C"))
            await arrived(server)
            raise LookupError

    async def run() -> None:
        async with AsyncClient(base_url=server.url, limits=TEN, transport=transport, **KEYS) as client:
            with pytest.raises(ExceptionGroup):
                await fail_together(client)
            await ten_calls(client)

    with FaultyServer(hang) as server:
        run_async(run())
