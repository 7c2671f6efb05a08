"""Helpers for several test modules: keys, arguments, the spec, and comparisons."""

from __future__ import annotations

import asyncio
import contextlib
import difflib
import inspect
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import anyio
import pytest
from anyio import sleep  # Bound now: the fixture `waits` replaces it in anyio.
from datadog_case_management import AsyncClient, Client, models
from datadog_case_management._transport._aiohttp import AiohttpTransport
from datadog_case_management.testing import FakeService
from tools.spec import document
from tools.spec.describe import described
from tools.spec.document import load
from tools.spec.operation import Operation

KEYS: dict[str, Any] = {"api_key": "a" * 32, "app_key": "b" * 40}

Call = Callable[..., Any]


def run_async(coroutine: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner() as runner:
        return runner.run(coroutine)


def run_trio(coroutine: Coroutine[Any, Any, Any]) -> Any:
    async def run() -> Any:
        return await coroutine

    return anyio.run(run, backend="trio")


# Each way to make a call: the client, its transport, and what runs its coroutines.
MODES: dict[str, tuple[type[Client | AsyncClient], str | None, Callable[[Coroutine[Any, Any, Any]], Any]]] = {
    "sync": (Client, None, run_async),
    "async": (AsyncClient, None, run_async),
    "trio": (AsyncClient, None, run_trio),
    "httpx2 sync": (Client, "httpx2", run_async),
    "httpx2 async": (AsyncClient, "httpx2", run_async),
    "httpx2 trio": (AsyncClient, "httpx2", run_trio),
    "aiohttp": (AsyncClient, "aiohttp", run_async),
}

# `make test-all` alone runs the tests with trio, of which those with asyncio fail in nearly every case.
EACH_MODE = [pytest.param(mode, marks=pytest.mark.thorough if "trio" in mode else ()) for mode in MODES]
# Marks a test of what depends on the HTTP library: connections, timeouts, proxies, redirects, bodies as they arrive.
# What is above it (arguments, models, messages, the decision to retry) is the same with each; for it, the fixture
# `mode`, and so `call`, is sync and async only.
each_library = pytest.mark.parametrize("mode", EACH_MODE)


def run_program(*command: Any, folder: Path | None = None, **environment: Any) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, or Python if an option comes first, with these variables beside those of the tests."""
    words = [str(word) for word in command]
    # A test of make may itself run under make.
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        [sys.executable, *words] if words[0].startswith("-") else words,
        cwd=folder,
        env={**outside, **{name: str(value) for name, value in environment.items()}},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


# For a program that a test interrupts: started in the background, it would ignore Ctrl-C.
HEED_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "

INSIGHT = models.CaseInsight(ref="/monitors/1", resource_id="1", type="MONITOR")


def request_of(insights: list[models.CaseInsight]) -> models.CaseInsightsRequest:
    attributes = models.CaseInsightsAttributes(insights=insights)
    return models.CaseInsightsRequest(data=models.CaseInsightsData(attributes=attributes, type="case"))


BODY = request_of([INSIGHT])

SPEC_DOCUMENT: dict[str, Any] = load()
OPERATIONS = described(SPEC_DOCUMENT)


def call_in(mode: str, method: str, *args: Any, settings: Any, **kwargs: Any) -> Any:
    """Call a method of a fresh client of a mode by its name, and close the client."""
    client_class, library, run_mode = MODES[mode]
    transport = {} if library is None else {"transport": library}
    if client_class is Client:
        with Client(**{**KEYS, **transport, **settings}) as client:
            result = getattr(client, method)(*args, **kwargs)
            return list(result) if method.startswith("iter_") else result

    async def run() -> Any:
        async with AsyncClient(**{**KEYS, **transport, **settings}) as client:
            result = getattr(client, method)(*args, **kwargs)
            return [item async for item in result] if method.startswith("iter_") else await result

    return run_mode(run())


@contextlib.asynccontextmanager
async def opened(mode: str, **settings: Any) -> AsyncIterator[Any]:
    """A client of a mode, for several calls; `result_of` has the result of each."""
    client_class, library, _ = MODES[mode]
    client = client_class(**{**KEYS, "transport": library, **settings})
    try:
        yield client
    finally:
        if isinstance(client, Client):
            client.close()
        else:
            await client.aclose()


async def result_of(outcome: Any) -> Any:
    """What a call of either client returns."""
    return await outcome if inspect.isawaitable(outcome) else outcome


def _arguments(operation: Operation) -> tuple[tuple[Any, ...], dict[str, Any]]:
    _, keywords = operation.example_call()
    # Short enough to write in a test: C for case_id, U for user_uuid.
    positional = [
        argument.name[0].upper() if argument.scalar == "str" else argument.example_value
        for argument in operation.sent_in("path")
    ]
    if operation.body and "body" in keywords:
        keywords["body"] = getattr(models, operation.body.schema).from_dict(keywords["body"])
    return tuple(positional), keywords


# An example of the success of each operation.
EXAMPLES = {name: next(iter(operation.examples.values())) for name, operation in OPERATIONS.items()}
# Arguments for each operation.
CALLS = {name: _arguments(operation) for name, operation in OPERATIONS.items()}


def replying(*replies: Any, **options: Any) -> FakeService:
    """A service that replies to list_case_watchers with these in turn, and with the last of them again and again."""
    service = FakeService()
    service.reply("list_case_watchers", *replies, **options)
    return service


def resolve(node: dict[str, Any]) -> dict[str, Any]:
    return document.resolve(SPEC_DOCUMENT, node)


def split_null(schema: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """A schema without its null, and whether it had one."""
    inner, nullable = document.split_null(SPEC_DOCUMENT, schema)
    return (resolve(inner), True) if nullable else (schema, False)


def same(received: Any, encoded: Any) -> bool:
    """Whether two JSON values are equal to the letter, in the order of their members too."""
    return json.dumps(received) == json.dumps(encoded)


def check_same(edit: str, expected: Any, actual: Any) -> None:
    """Fail unless two JSON values are equal to the letter; show every difference, and the files to edit."""
    old, new = (json.dumps(value, indent=1).splitlines() for value in (expected, actual))
    differences = list(difflib.unified_diff(old, new, "expected", "actual", lineterm=""))
    assert not differences, "\n".join([f"Fix: {edit}:", *differences])


def connections(client: Client | AsyncClient) -> list[Any]:
    """The connections in use."""
    transport = client._transport
    if isinstance(transport, AiohttpTransport):
        session = transport._session
        return [] if session is None or session.connector is None else list(session.connector._acquired)
    busy: list[Any] = []
    for connection in transport._pool.all:
        pool = connection.http._transport._pool.connections
        busy += [connection for connection in pool if not (connection.is_idle() or connection.is_closed())]
    return busy


traces_instructions = pytest.mark.skipif(sys.version_info[:2] == (3, 12), reason="Python 3.12.1 crashes when it traces")


def is_caused_by(error: BaseException, name: str) -> bool:
    """Whether the exception of httpx or httpx2 with this name is the cause; aiohttp's show the keys, and are none."""
    cause = error.__cause__
    return (
        cause is None
        or type(cause).__module__ in ("builtins", "socket")
        or name in [each.__name__ for each in type(cause).__mro__]
    )


class Masked:
    """Settings for `**` whose repr shows no value, so that a traceback with the locals of a test shows none."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def keys(self) -> Any:
        return self._values.keys()

    def __repr__(self) -> str:
        return f"<{', '.join(self._values)}>"


class Broken:
    """Raises from every method."""

    def __len__(self) -> int:
        raise RuntimeError

    def __bool__(self) -> bool:
        raise RuntimeError

    def __iter__(self) -> Any:
        raise RuntimeError

    def __str__(self) -> str:
        raise RuntimeError

    def __repr__(self) -> str:
        return "Broken()"


class Clock:
    """A clock that stands still until a test moves it, or moves by a step whenever the package looks at it."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.step = 0.0

    def read(self) -> float:
        self.now += self.step
        return self.now


def eventually(condition: Callable[[], bool]) -> None:
    """Wait for another thread or process, without judging how long it takes."""
    for _ in range(50_000):
        if condition():
            return
        time.sleep(0.002)
    raise AssertionError("the condition did not come true")


async def eventually_async(condition: Callable[[], bool]) -> None:
    """Wait for another task, thread or process, without judging how long it takes."""
    for _ in range(50_000):
        if condition():
            return
        await sleep(0.002)
    raise AssertionError("the condition did not come true")
