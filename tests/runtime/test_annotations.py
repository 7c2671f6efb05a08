"""The annotations of all public functions and classes can be evaluated, as pydantic and inspect do."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import datadog_case_management
import pytest
from datadog_case_management import errors, models, testing, types
from datadog_case_management._operations import OPERATIONS


def public() -> Iterator[Any]:
    for module in (datadog_case_management, errors, models, types, testing):
        for name in module.__all__:
            if inspect.isclass(member := getattr(module, name)):
                yield member
                yield from (part for key, part in inspect.getmembers(member, callable) if ours(key, part))
    for name, operation in OPERATIONS.items():
        module = import_module(f"datadog_case_management.api.{operation.tag}.{name}")
        yield from (part for _, part in inspect.getmembers(module, inspect.isfunction))


def ours(name: str, part: Any) -> bool:
    return str(getattr(part, "__module__", "")).startswith("datadog_") and (name == "__init__" or name[0] != "_")


def test_annotations_can_be_evaluated() -> None:
    parts = dict.fromkeys(public())
    for part in parts:
        try:
            typing.get_type_hints(part)
            if inspect.isroutine(part):
                inspect.signature(part, eval_str=True)
        except Exception as error:
            pytest.fail(f"{part.__qualname__}: {error!r}")
    assert {part.__qualname__ for part in parts} >= {
        "Client.add_case_insights",
        "AsyncClient.iter_case_timeline",
        "Model.from_dict",
        "asyncio_detailed",
        "SyncAPIClient.close",
        "Client.__init__",
        "RateLimit.from_headers",
        "FakeService.reply",
    }
