"""Every fault with every operation, sync and async: success after a permitted retry, or the documented error."""

from __future__ import annotations

import json
import ssl
from typing import Any

import pytest
from datadog_case_management import errors, models
from faulty_server import (
    CLOSED,
    FAULTS,
    OK,
    ON_THE_WAY,
    RETRIED,
    SUCCESS,
    TIMEOUTS,
    UNREACHABLE,
    Fault,
    FaultyServer,
    respond,
    tls,
)
from helpers import CALLS, MODES, OPERATIONS, connections, each_library, opened, result_of
from tools.paths import ROOT
from tools.spec.operation import Operation

LONG = 30.0  # seconds, for a call that is not to time out


def has_a_column(operation: Operation) -> bool:
    """Whether docs/faults.md has a column for an operation: a GET or PUT with a result, or a POST without."""
    if operation.method == "POST" or operation.method not in OK:
        return operation.method == "POST" and operation.returned == "None"
    try:
        getattr(models, operation.returned.removeprefix("models.")).from_dict(
            json.loads(OK[operation.method].partition(b"\r\n\r\n")[2])
        )
    except (AttributeError, errors.ResponseDecodeError):
        return False
    return True


TABLED = [name for name, operation in OPERATIONS.items() if has_a_column(operation)]
# A GET and a POST are what docs/faults.md has columns for; `make test-all` tries every operation.
COLUMNS = [next((name for name in TABLED if OPERATIONS[name].method == method), None) for method in ("GET", "POST")]


def call_each(mode: str, method: str, server: FaultyServer, *timeouts: float, **settings: Any) -> list[Any]:
    """The outcome of a call for each timeout, an error as itself; asserts that no connection is left busy."""
    args, kwargs = CALLS[method]

    async def run() -> list[Any]:
        results: list[Any] = []
        async with opened(mode, base_url=server.url, max_response_bytes=2**20, **settings) as client:
            for timeout in timeouts:
                try:
                    caller = getattr(client.with_options(timeout=timeout), method)
                    results.append(await result_of(caller(*args, **kwargs)))
                except errors.CaseManagementError as error:
                    results.append(error)
                assert connections(client) == []
                # A request into a connection that is being closed is lost, which is another fault.
                await server.settle()
        return results

    results: list[Any] = MODES[mode][2](run())
    return results


def is_quick(name: str, method: str, mode: str) -> bool:
    """Whether `make test` tries it: a response is read, and a retry decided on, above the HTTP library."""
    if mode in ("sync", "async"):
        return method in COLUMNS
    depends = name in ON_THE_WAY or any(word in name for word in ("gzip", "br,", "max_response_bytes", "204", "302"))
    return depends and method == COLUMNS[0] and "trio" not in mode


@pytest.mark.parametrize(
    ("name", "method", "mode"),
    [
        pytest.param(name, method, mode, marks=() if is_quick(name, method, mode) else pytest.mark.thorough)
        for name in FAULTS
        for method in TABLED
        for mode in MODES
    ],
)
def test_fault(name: str, method: str, mode: str, waits: list[float]) -> None:
    check(FAULTS[name], method, mode, waits)


def methods(quick: list[str | None]) -> pytest.MarkDecorator:
    """Each operation, of which `make test` tries these."""
    return pytest.mark.parametrize(
        "method", [pytest.param(name, marks=() if name in quick else pytest.mark.thorough) for name in TABLED]
    )


@each_library
@methods(COLUMNS[:1])
@pytest.mark.parametrize("name", ON_THE_WAY)
def test_fault_with_tls(name: str, method: str, mode: str, waits: list[float]) -> None:
    server, client = tls()
    check(ON_THE_WAY[name], method, mode, waits, server, verify=client)


def check(
    fault: Fault, method: str, mode: str, waits: list[float], context: ssl.SSLContext | None = None, **settings: Any
) -> None:
    read, post = fault.with_aiohttp or fault[1:3] if mode == "aiohttp" else fault[1:3]
    expected = post if OPERATIONS[method].method == "POST" else read
    for timeout in TIMEOUTS if expected == "APITimeoutError" else [LONG]:
        with FaultyServer(fault.act, context) as server:
            first, second = call_each(mode, method, server, timeout, LONG, **settings)
        if server.requests > 1 and not isinstance(second, errors.APITimeoutError):
            break  # The first request was in time to meet the fault.
    if expected in (SUCCESS, RETRIED):
        assert not isinstance(first, Exception), first
    else:
        assert type(first).__name__ == expected, first
    # The server counts the call, its retry if there is one, and the second call, which must succeed.
    assert server.requests == (3 if expected == RETRIED else 2)
    assert len(waits) == (1 if expected == RETRIED else 0)
    assert not isinstance(second, Exception), second


@each_library
@methods(COLUMNS)
@pytest.mark.parametrize("name", UNREACHABLE)
def test_unreachable(name: str, method: str, mode: str, waits: list[float]) -> None:
    expected, attempts = UNREACHABLE[name]
    if name == "connection refused":
        with FaultyServer(respond(200)) as server:
            server.url = f"http://{CLOSED}"
            (result,) = call_each(mode, method, server, LONG)
    else:
        context, _ = tls("elsewhere.example")
        with FaultyServer(respond(200), context) as server:
            (result,) = call_each(mode, method, server, LONG)
        assert server.requests == 0
    assert type(result).__name__ == expected
    assert len(waits) == attempts - 1


def table() -> list[str]:
    def cell(read: str, post: str) -> str:
        return read if read == post else f"{read}; {post}"

    outcomes = {name: [cell(outcome, outcome)] * 3 for name, (outcome, _) in UNREACHABLE.items()}
    for name, fault in FAULTS.items():
        with_httpx = cell(fault.read, fault.post)
        outcomes[name] = [with_httpx, with_httpx, cell(*fault.with_aiohttp or (fault.read, fault.post))]
    return [f"| {name} | {' | '.join(cells)} |" for name, cells in outcomes.items()]


def test_docs_faults_md_has_this_table() -> None:
    text = (ROOT / "docs/faults.md").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("| ")][1:] == table()
