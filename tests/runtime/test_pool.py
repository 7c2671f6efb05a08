"""A client shared between threads, tasks, processes, copies and forks."""

from __future__ import annotations

import asyncio
import copy
import gc
import multiprocessing
import os
import pickle
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import attrs
import httpx
import pytest
from datadog_case_management import UNSET, AsyncClient, Client, errors, models
from datadog_case_management._base import OWN_ATTRIBUTES
from datadog_case_management._exchange import ConnectionFailed, Limits
from datadog_case_management._transport._httpx import close_all_async
from datadog_case_management._transport._pool import AsyncPool, SyncPool, _is_over, renew_pools, running_loop
from datadog_case_management.types import Unset
from faulty_server import FaultyServer, arrived, hang, respond
from helpers import INSIGHT, KEYS, Clock, eventually_async, run_async, run_trio
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
        numbers = [number % 40 for number in range(640)]
        assert list(pool.map(lambda number: watcher_of(client, number), numbers)) == numbers


def test_100_tasks_share_a_client(threaded_url: str, transport: Any) -> None:
    async def run() -> list[int]:
        async with AsyncClient(base_url=threaded_url, transport=transport, **KEYS) as client:
            responses = await asyncio.gather(*(client.list_case_watchers(f"C{number % 40}") for number in range(400)))
            return [int(response.data[0].id) for response in responses]

    assert run_async(run()) == [number % 40 for number in range(400)]


def test_a_client_works_in_another_process(threaded_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    with Client(base_url=threaded_url, **KEYS) as client, ProcessPoolExecutor(2, mp_context=context) as pool:
        assert list(pool.map(watcher_of, [client] * 4, range(4))) == [0, 1, 2, 3]


def test_pickling_keeps_the_settings_and_not_the_connections() -> None:
    client = Client(site="datadoghq.eu", max_retries=1, **KEYS).with_options(timeout=7)
    other = pickle.loads(pickle.dumps(client))
    assert other._config == client._config
    assert repr(other) == repr(client)
    assert other._transport is not client._transport
    assert type(pickle.loads(pickle.dumps(AsyncClient(transport="aiohttp", **KEYS)))) is AsyncClient


@pytest.mark.parametrize(
    "settings",
    [
        KEYS,
        {"access_token": "t0ken"},
        {
            **KEYS, "base_url": "http://h", "timeout": 3, "max_retries": 2, "headers": {"X-A": "b"}, "verify": False,
            "event_hooks": {"request": [print]}, "max_response_bytes": 9, "follow_redirects": True,
            "proxy": "http://p", "limits": httpx.Limits(max_connections=2),
        },
        {**KEYS, "site": "datadoghq.eu"},
    ],
)  # fmt: skip
def test_pickling_keeps_every_setting(settings: dict[str, Any]) -> None:
    other = pickle.loads(pickle.dumps(Client(**settings)))
    kept, default = attrs.asdict(other._config), attrs.asdict(Client(**KEYS)._config)
    assert {name: kept[name] for name in settings} == settings
    assert {name for name in default if kept[name] != default[name]} == {
        name for name in (settings.keys() | KEYS.keys()) if settings.get(name) != KEYS.get(name)
    }


class TeamClient(Client):
    """A subclass with arguments and attributes of its own."""

    def __init__(self, team: str, **settings: Any) -> None:
        self.team = [team]
        super().__init__(**KEYS, **settings)


@pytest.mark.parametrize("again", [lambda client: pickle.loads(pickle.dumps(client)), copy.copy, copy.deepcopy])
def test_a_subclass_with_arguments_of_its_own_can_be_copied(again: Any) -> None:
    with TeamClient("ops", timeout=7) as client, again(client) as other:
        assert type(other) is TeamClient
        assert (other.team, other._config) == (client.team, client._config)
        assert (other.team is client.team) == (other._transport is client._transport) == (again is copy.copy)


def test_a_client_with_an_ssl_context_can_be_copied_deeply() -> None:
    context = ssl.create_default_context()
    with Client(verify=context, **KEYS) as client, copy.deepcopy(client) as other:
        assert other._config.verify is context
        assert vars(other).keys() == OWN_ATTRIBUTES


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
        program = [sys.executable, "-c", code, server.url]
        result = subprocess.run(program, capture_output=True, text=True, check=False, timeout=30)
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
    result = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
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


def test_unset_stays_the_same_through_a_pickle() -> None:
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert isinstance(UNSET, Unset)
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    cell = models.TimelineCell()
    assert pickle.loads(pickle.dumps(cell)) == cell


def test_no_thread_is_left_behind(threaded_url: str) -> None:
    before = threading.active_count()
    with Client(base_url=threaded_url, **KEYS) as client:
        watcher_of(client, 1)
        assert threading.active_count() <= before + 1


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
        with pytest.raises(errors.APIConnectionError, match=r"^this client is closed"):
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
