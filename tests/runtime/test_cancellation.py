"""Nothing hangs or stays open when calls are cancelled, interrupted, or in flight while a client is closed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from datadog_case_management import AsyncClient, Client, errors
from faulty_server import Act, FaultyServer, arrived, hang, reset, respond
from helpers import HEED_CTRL_C, KEYS, connections, eventually, is_caused_by, run_async, traces_instructions


@pytest.fixture
def hanging() -> Iterator[FaultyServer]:
    """A server that never responds to its first request, and responds to every later one."""
    with FaultyServer(hang) as server:
        yield server


@pytest.mark.parametrize("how", [asyncio.CancelledError, TimeoutError])
def test_a_client_works_after_a_cancelled_call(how: Any, hanging: FaultyServer, transport: Any) -> None:
    """Cancelled as a task, or at a deadline that the caller set."""

    async def run() -> None:
        async with AsyncClient(base_url=hanging.url, transport=transport, **KEYS) as client:
            task = asyncio.create_task(client.list_case_watchers("C"))
            await arrived(hanging)
            if how is asyncio.CancelledError:
                task.cancel()
            with pytest.raises(how):
                async with asyncio.timeout(0.01 if how is TimeoutError else None):
                    await task
            assert connections(client) == []
            assert (await client.list_case_watchers("C")).data == []

    run_async(run())
    assert hanging.requests == 2


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
def test_an_exception_of_a_signal_handler_reaches_the_caller(library: str, hanging: FaultyServer) -> None:
    class Alarm(Exception):
        pass

    def ring(*_: Any) -> None:
        raise Alarm("ring")

    with Client(base_url=hanging.url, transport=library, **KEYS) as client:
        before = signal.signal(signal.SIGUSR1, ring)
        thread = threading.Thread(target=kill_once_arrived, args=(hanging,))
        thread.start()
        try:
            with pytest.raises(Alarm, match=r"^ring$"):
                client.list_case_watchers("C")
        finally:
            thread.join()
            signal.signal(signal.SIGUSR1, before)
        assert client.list_case_watchers("C").data == []
    assert hanging.requests == 2


def kill_once_arrived(server: FaultyServer) -> None:
    eventually(lambda: server.requests > 0)
    os.kill(os.getpid(), signal.SIGUSR1)


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


SUCCEED = respond(200, b'{"data": []}')


class Interrupted(BaseException):
    """What a signal handler raises."""


def interrupt(client: Client, instruction: int, files: str) -> int:
    """Make a call, and raise at an instruction of it, as a signal handler could.

    Args:
        client: Makes the call.
        instruction: The number of the instruction.
        files: A regular expression; only instructions of files whose path it matches count.

    Returns:
        The number of instructions that ran.
    """
    count = 0

    def trace(frame: Any, event: str, _: object) -> Any:
        nonlocal count
        if not re.search(files, frame.f_code.co_filename):
            return None
        frame.f_trace_opcodes = True
        count += event == "opcode"
        if event == "opcode" and count == instruction:
            raise Interrupted
        return trace

    def work() -> None:
        sys.settrace(trace)
        with contextlib.suppress(Interrupted, errors.CaseManagementError):
            client.list_case_watchers("C")

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(10)
    assert not thread.is_alive(), f"the call still waits after an exception at instruction {instruction}"
    return count


@traces_instructions
@pytest.mark.parametrize(("files", "step"), [(r"httpcore2?._synchronization\.py$", 1), ("httpcore|httpx|datadog", 397)])
@pytest.mark.parametrize("act", [SUCCEED, reset()], ids=["response", "reset"])
@pytest.mark.parametrize("library", ["httpx", pytest.param("httpx2", marks=pytest.mark.thorough)])
# Raised in a generator that is being closed or in a `__del__`, it cannot propagate.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_exception_of_a_signal_handler_leaves_no_call_waiting(library: str, act: Act, files: str, step: int) -> None:
    for instruction in range(1, 100_000, step):
        with (
            FaultyServer(act) as server,
            Client(base_url=server.url, transport=library, max_retries=0, **KEYS) as client,
        ):
            if interrupt(client, instruction, files) < instruction:
                break
            if server.requests or act is SUCCEED:
                assert client.list_case_watchers("C").data == []
    assert instruction > 20
