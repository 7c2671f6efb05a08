"""Nothing hangs or stays open when calls are cancelled, interrupted, or in flight while a client is closed."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from datadog_case_management import AsyncClient, Client, errors
from faulty_server import FaultyServer, arrived, hang
from helpers import HEED_CTRL_C, KEYS, connections, is_caused_by, run_async


@pytest.fixture
def hanging() -> Iterator[FaultyServer]:
    """A server that never responds to its first request, and responds to every later one."""
    with FaultyServer(hang) as server:
        yield server


def test_a_client_works_after_a_cancelled_task(hanging: FaultyServer, transport: Any) -> None:
    async def run() -> None:
        async with AsyncClient(base_url=hanging.url, transport=transport, **KEYS) as client:
            task = asyncio.create_task(client.list_case_watchers("C"))
            await arrived(hanging)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert connections(client) == []
            assert (await client.list_case_watchers("C")).data == []

    run_async(run())
    assert hanging.requests == 2


def test_a_deadline_set_by_the_caller(hanging: FaultyServer, transport: Any) -> None:
    async def run() -> None:
        async with AsyncClient(base_url=hanging.url, transport=transport, **KEYS) as client:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await client.list_case_watchers("C")
            assert connections(client) == []

    run_async(run())


def test_closing_a_client_with_a_call_in_flight(hanging: FaultyServer, transport: Any, waits: list[float]) -> None:
    async def run() -> None:
        client = AsyncClient(base_url=hanging.url, transport=transport, **KEYS)
        task = asyncio.create_task(client.list_case_watchers("C"))
        await arrived(hanging)
        await client.aclose()
        with pytest.raises(errors.APIConnectionError, match="closed") as caught:
            await task
        assert is_caused_by(caught.value, "RequestError")
        request = getattr(caught.value.__cause__, "request", None)
        assert request is None or (request.extensions == {} and not request.headers)
        assert (caught.value.method, caught.value.path) == ("GET", "/api/v2/cases/C/watchers")

    run_async(run())
    assert waits == []


def test_closing_a_client_with_a_call_in_flight_in_a_thread(hanging: FaultyServer) -> None:
    client = Client(base_url=hanging.url, timeout=60, **KEYS)
    caught: list[Any] = []

    def work() -> None:
        try:
            client.list_case_watchers("C")
        except errors.CaseManagementError as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    run_async(arrived(hanging))
    client.close()
    thread.join(10)
    assert not thread.is_alive()
    assert "closed" in str(caught[0])


def test_ctrl_c_in_a_call(hanging: FaultyServer) -> None:
    code = (
        f"{HEED_CTRL_C}import sys, warnings; warnings.simplefilter('error');"
        "from datadog_case_management import Client;"
        f"client = Client(base_url={hanging.url!r}, timeout=20, **{KEYS!r});"
        "\ntry: client.list_case_watchers('C')"
        "\nexcept KeyboardInterrupt: pass"
        "\nassert client.list_case_watchers('C').data == []"
        "\nclient.close(); print('went on')"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    run_async(arrived(hanging))
    process.send_signal(signal.SIGINT)
    output, complaints = process.communicate(timeout=20)
    assert (output, complaints) == ("went on\n", "")
    assert os.waitstatus_to_exitcode(0) == process.returncode
