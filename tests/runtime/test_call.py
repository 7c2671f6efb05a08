"""The sync and async paths of a call are the same code except for await."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import ModuleType

import pytest
from datadog_case_management import _client, _paging
from datadog_case_management._transport import _deadline, _httpx

PAIRS = [
    (_client, "SyncAPIClient", "AsyncAPIClient"),
    (_httpx, "SyncTransport", "AsyncTransport"),
    (_deadline, "SyncStream", "AsyncStream"),
    (_paging, "Items", "AsyncItems"),
]
# Names and forms that differ in async code.
SYNC_NAMES = [
    ("AsyncAPIClient", "SyncAPIClient"), ("AsyncTransport", "SyncTransport"), ("AsyncPool", "SyncPool"),
    ("AsyncClient", "Client"), ("StopAsyncIteration", "StopIteration"), ("__anext__", "__next__"),
    ("AsyncBackend", "SyncBackend"), ("AsyncStream", "SyncStream"), ("__aenter__", "__enter__"),
    ("__aexit__", "__exit__"), ("aclose", "close"), ("sleep_async(", "time.sleep("), ("close_all_async(", "close_all("),
    ("_result(source())", "source()"), ("call_async(hook, native)", "hook(native)"),
    ("call_async(hook, response)", "hook(response)"), ("_hide_location_async", "_hide_location"),
    # Only tasks give way to others, and only an event loop can be another one.
    ("\n                        let_others_run()", ""),
    ("if self._pool.follow_loop():\n        close_all", "close_all"),
]  # fmt: skip
DIFFERENT = {
    # A blocking write is limited part by part, and TLS inside TLS step by step.
    "SyncStream": {"close", "start_tls", "write"},
}


def definitions(text: str, name: str) -> dict[str, str]:
    """The functions of a class, or a function itself, without docstrings."""
    (definition,) = (node for node in ast.parse(text).body if getattr(node, "name", "") == name)
    parts = definition.body if isinstance(definition, ast.ClassDef) else [definition]
    functions = [part for part in parts if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
    for function in functions:
        if ast.get_docstring(function) is not None:
            del function.body[0]
    return {function.name: ast.unparse(function) for function in functions}


def not_awaited(text: str) -> str:
    """Async code with await removed."""
    text = re.sub(r"Awaitable\[(\w+)\]", r"\1", re.sub(r"\b(async|await) ", "", text))
    for name, sync in SYNC_NAMES:
        text = text.replace(name, sync)
    return text


@pytest.mark.parametrize(("module", "sync", "asynchronous"), PAIRS, ids=[pair[1] for pair in PAIRS])
def test_the_async_version_matches_the_sync_one(module: ModuleType, sync: str, asynchronous: str) -> None:
    text = Path(str(module.__file__)).read_text(encoding="utf-8")
    counterparts = {not_awaited(name): not_awaited(part) for name, part in definitions(text, asynchronous).items()}
    mine = definitions(text, sync)
    assert counterparts.keys() == mine.keys()
    assert {name for name in mine if mine[name] != counterparts[name]} == DIFFERENT.get(sync, set())
