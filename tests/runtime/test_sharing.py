"""A client shared between threads, tasks, processes, event loops and forks."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from datadog_case_management import AsyncClient, Client, errors
from datadog_case_management._transport._pool import renew_pools, running_loop
from faulty_server import FaultyServer, arrived, hang
from helpers import INSIGHT, KEYS, run_async, run_program
from pytest_httpserver import HTTPServer


@pytest.fixture
def threaded_url() -> Iterator[str]:
    with HTTPServer(host="127.0.0.1", threaded=True) as server:
        for number in range(40):
            watcher = {
                "id": str(number),
                "relationships": {"user": {"data": {"id": "u", "type": "user"}}},
                "type": "watcher",
            }
            server.expect_request(f"/api/v2/cases/C{number}/watchers").respond_with_json({"data": [watcher]})
        yield server.url_for("").rstrip("/")


def watcher_of(client: Client, number: int) -> int:
    return int(client.list_case_watchers(f"C{number}").data[0].id)


def test_32_threads_share_a_client(threaded_url: str) -> None:
    with Client(base_url=threaded_url, **KEYS) as client, ThreadPoolExecutor(32) as pool:
        numbers = [number % 40 for number in range(160)]
        assert list(pool.map(lambda number: watcher_of(client, number), numbers)) == numbers


def test_100_tasks_share_a_client(threaded_url: str, transport: Any) -> None:
    async def run() -> list[int]:
        async with AsyncClient(base_url=threaded_url, transport=transport, **KEYS) as client:
            responses = await asyncio.gather(*(client.list_case_watchers(f"C{number % 40}") for number in range(100)))
            return [int(response.data[0].id) for response in responses]

    assert run_async(run()) == [number % 40 for number in range(100)]


def test_a_client_works_in_another_process(threaded_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    with Client(base_url=threaded_url, **KEYS) as client, ProcessPoolExecutor(1, mp_context=context) as pool:
        assert list(pool.map(watcher_of, [client] * 2, range(2))) == [0, 1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system")
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_forked_child_has_its_own_connections(threaded_url: str) -> None:
    with Client(base_url=threaded_url, **KEYS) as client:
        assert watcher_of(client, 1) == 1
        (before,) = client._transport._pool.all
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                number = watcher_of(client, 2)
                os.write(write, f"{number} {before in client._transport._pool.all}".encode())
            finally:
                os._exit(0)
        os.close(write)
        with os.fdopen(read) as pipe:
            output = pipe.read()
        os.waitpid(child, 0)
        assert output == "2 False"
        assert watcher_of(client, 3) == 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system")
def test_a_fork_leaves_an_event_loops_connections_to_the_parent() -> None:
    code = (
        "import asyncio, gc, os, sys; from datadog_case_management import AsyncClient;"
        f"client = AsyncClient(base_url=sys.argv[1], transport='aiohttp', **{KEYS!r});"
        "\nasync def call(): await client.list_case_watchers('C1')"
        "\nasync def last(): await call(); await client.aclose()"
        "\nloop = asyncio.new_event_loop(); loop.run_until_complete(call());"
        "child = os.fork(); gc.collect()"
        "\nif child: os.waitpid(child, 0); loop.run_until_complete(last())"
        "\nelse: asyncio.run(last()); gc.collect(); os._exit(0)"
        "\nloop.close(); gc.collect()"
    )
    with FaultyServer(hang, faulty=0) as server:
        # Not -W error: Python warns that the child drops the parent's sockets.
        result = run_program("-c", code, server.url)
        assert (result.returncode, result.stderr) == (0, "")
        assert (server.requests, server.connections) == (3, 2)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system")
def test_a_fork_emits_no_warning(threaded_url: str) -> None:
    code = (
        "import gc, os, sys; from datadog_case_management import Client;"
        f"client = Client(base_url={threaded_url!r}, **{KEYS!r}); client.list_case_watchers('C1');"
        "child = os.fork();"
        "gc.collect(); client.list_case_watchers('C2'); client.close(); gc.collect();"
        "child and os.waitpid(child, 0)"
    )
    result = run_program("-W", "error", "-c", code)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_another_event_loop_may_use_an_idle_client(transport: Any) -> None:
    with FaultyServer(hang, faulty=0) as server:
        client = AsyncClient(base_url=server.url, transport=transport, max_retries=0, **KEYS)
        loops = [asyncio.new_event_loop() for _ in range(2)]
        for loop in (*loops, *loops):
            assert loop.run_until_complete(client.list_case_watchers("C")).data == []
        loops[1].run_until_complete(client.aclose())
        for loop in loops:
            loop.close()
        assert (server.requests, server.connections) == (4, 4)
    gc.collect()


def test_more_tasks_than_connections_wait_for_one(threaded_url: str, transport: Any) -> None:
    async def run() -> list[int]:
        limits = httpx.Limits(max_connections=3)
        async with AsyncClient(base_url=threaded_url, limits=limits, transport=transport, **KEYS) as client:
            responses = await asyncio.gather(*(client.list_case_watchers(f"C{number}") for number in range(40)))
            assert len(client._transport._pool.all) == (1 if transport == "aiohttp" else 3)
            assert client._transport._pool.calls.in_flight == 0
            return [int(response.data[0].id) for response in responses]

    assert run_async(run()) == list(range(40))


def test_more_threads_than_connections_wait_for_one(threaded_url: str) -> None:
    limits = httpx.Limits(max_connections=3, max_keepalive_connections=2)
    with Client(base_url=threaded_url, limits=limits, **KEYS) as client, ThreadPoolExecutor(16) as threads:
        numbers = list(range(40))
        assert list(threads.map(lambda number: watcher_of(client, number), numbers)) == numbers
        assert len(client._transport._pool.all) == 2


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_client_outlives_an_event_loop(transport: Any) -> None:
    async def run() -> None:
        for _ in range(2):
            assert (await client.list_case_watchers("C")).data == []

    assert running_loop() is None
    with FaultyServer(hang, faulty=0) as server:
        client = AsyncClient(base_url=server.url, transport=transport, max_retries=0, **KEYS)
        for _ in range(3):
            run_async(run())
        run_async(client.aclose())
        assert (server.requests, server.connections) == (6, 3)
    gc.collect()  # so that Python warns here about what the first two loops left open, and not in another test


def test_a_renewed_pool_has_other_connections(threaded_url: str) -> None:
    """The effect of a fork in the child, where coverage cannot measure it."""
    with Client(base_url=threaded_url, **KEYS) as client:
        watcher_of(client, 1)
        (before,) = client._transport._pool.all
        renew_pools()
        assert client._transport._pool.all == set()
        assert watcher_of(client, 2) == 2
        assert before not in client._transport._pool.all
        before.close()


def test_using_two_event_loops_at_once_is_an_error_before_anything_is_sent(transport: Any) -> None:
    """One loop has a call in flight while another, in a second thread, starts one."""
    with FaultyServer(hang) as server:
        client = AsyncClient(base_url=server.url, transport=transport, max_retries=0, **KEYS)
        caught: list[Exception] = []

        async def second() -> None:
            try:
                await client.watch_case("C", "U")
            except errors.APIConnectionError as error:
                caught.append(error)

        async def first() -> None:
            call = asyncio.create_task(client.list_case_watchers("C"))
            await arrived(server)
            await asyncio.to_thread(asyncio.run, second())
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert (await client.list_case_watchers("C")).data == []
            await client.aclose()

        run_async(first())
        assert str(caught[0]) == (
            "another event loop has calls in flight with this client: make an AsyncClient for each loop "
            f"(POST {server.url}/api/v2/cases/C/watchers/U)"
        )
        assert isinstance(caught[0], errors.APIConnectionError)
        assert (caught[0].method, caught[0].path) == ("POST", "/api/v2/cases/C/watchers/U")
        assert server.requests == 2


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_many_event_loops_in_threads_lose_no_response(threaded_url: str) -> None:
    client = AsyncClient(base_url=threaded_url, **KEYS)
    outcomes: list[Any] = []

    async def calls() -> None:
        for number in range(20):
            try:
                response = await client.list_case_watchers(f"C{number}")
                outcomes.append(int(response.data[0].id) == number)
            except errors.APIConnectionError as error:
                outcomes.append("event loop" in str(error))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: asyncio.run(calls()), range(16)))
    assert outcomes == [True] * 320
    run_async(client.aclose())
    gc.collect()


def test_a_closed_client_stays_closed(transport: Any) -> None:
    async def call() -> None:
        with pytest.raises(errors.APIConnectionError, match=r"^this client is closed: .* longer \(GET "):
            await client.list_case_watchers("C")

    with FaultyServer(hang, faulty=0) as server:
        client = AsyncClient(base_url=server.url, transport=transport, **KEYS)
        run_async(client.aclose())
        for _ in range(2):
            run_async(call())
        closed = Client(base_url=server.url, **KEYS)
        closed.close()
        renew_pools()
        with pytest.raises(errors.APIConnectionError, match=r"^this client is closed") as caught:
            closed.with_options(timeout=1).add_case_insights("C", insights=[INSIGHT])
        assert (caught.value.method, caught.value.path) == ("PUT", "/api/v2/cases/C/insights")
        assert server.connections == 0


def test_closing_does_not_interrupt_calls_in_another_event_loop(transport: Any) -> None:
    with FaultyServer(hang) as server:
        client = AsyncClient(base_url=server.url, transport=transport, max_retries=0, **KEYS)

        async def first() -> None:
            call = asyncio.create_task(client.list_case_watchers("C"))
            await arrived(server)
            await asyncio.to_thread(asyncio.run, client.aclose())
            assert not call.done()
            with pytest.raises(errors.APIConnectionError, match=r"^this client is closed"):
                await client.list_case_watchers("C")
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            await client.aclose()

        run_async(first())
