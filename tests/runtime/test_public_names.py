"""The public names and signatures are complete, and the same for both clients."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from importlib import import_module
from typing import Any

import datadog_case_management
import pytest
from datadog_case_management import AsyncClient, Client, _operations, errors, models, testing, types
from helpers import OPERATIONS

PACKAGE = [
    "AsyncClient",
    "Client",
    "DatadogSite",
    "RateLimit",
    "Response",
    "UNSET",
    "Unset",
    "__version__",
    "errors",
    "models",
    "to_row",
]
ERRORS = [
    "APIConnectionError", "APIStatusError", "APITimeoutError", "BadRequestError", "CaseManagementError",
    "ConfigurationError", "ErrorDetail", "ForbiddenError", "NotFoundError", "RateLimitError", "ResponseDecodeError",
    "ServerError", "UnauthorizedError",
]  # fmt: skip


def public(client_class: type) -> dict[str, str]:
    members = inspect.getmembers(client_class, inspect.isfunction)
    return {name: str(inspect.signature(value)) for name, value in members if not name.startswith("_")}


def test_names() -> None:
    assert sorted(datadog_case_management.__all__) == sorted(PACKAGE)
    assert sorted(errors.__all__) == sorted(ERRORS)
    for module in (datadog_case_management, errors, models):
        for name in module.__all__:
            assert getattr(module, name) is not None
        assert set(module.__all__) <= set(dir(module))
        assert dir(module) == sorted(dir(module))
        with pytest.raises(AttributeError, match=rf"^module {module.__name__!r} has no attribute 'Nothing'$"):
            module.Nothing  # noqa: B018
    assert datadog_case_management.types is types
    assert datadog_case_management.api.__name__.endswith(".api")


def test_dir_shows_only_what_is_public() -> None:
    modules = [import_module(f"datadog_case_management.{name}") for name in ("client", "errors", "testing", "types")]
    for name, operation in _operations.OPERATIONS.items():
        modules.append(import_module(f"datadog_case_management.api.{operation.tag}.{name}"))
    for module in modules:
        assert dir(module) == sorted(module.__all__)
    assert dir(modules[-1]) == ["asyncio", "asyncio_detailed", "prepare", "sync", "sync_detailed"]


def test_settings_are_keyword_only() -> None:
    parameters = inspect.signature(Client).parameters.values()
    assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters)


def test_both_clients_have_the_same_methods() -> None:
    sync, asynchronous = public(Client), public(AsyncClient)
    asynchronous["close"] = asynchronous.pop("aclose")
    assert asynchronous == {name: text.replace("Items[", "AsyncItems[") for name, text in sync.items()}
    for name in sync:
        other = "aclose" if name == "close" else name
        plain, awaited = getattr(Client, name), getattr(AsyncClient, other)
        assert inspect.getdoc(plain) == inspect.getdoc(awaited)
        if name != "with_options" and not name.startswith("iter_"):
            assert inspect.iscoroutinefunction(awaited)
            assert not inspect.iscoroutinefunction(plain)


@pytest.mark.parametrize("name", OPERATIONS)
def test_docstrings_say_what_a_caller_needs(name: str) -> None:
    text = inspect.getdoc(getattr(Client, name)) or ""
    description = OPERATIONS[name].description
    for part in ("https://docs.datadoghq.com/", *re.findall("preview", description), *OPERATIONS[name].scopes):
        assert part in text
    parameters = list(inspect.signature(getattr(Client, name)).parameters)[1:]
    assert ("Args:" in text) == bool(parameters)
    for parameter in parameters:
        assert re.search(rf"^    {parameter}: \w", text, re.MULTILINE)
    assert ("Returns:" in text) == (inspect.signature(getattr(Client, name)).return_annotation != "None")


@pytest.mark.parametrize("client", [Client, AsyncClient])
def test_the_errors_are_documented_once(client: type[Client | AsyncClient]) -> None:
    text = inspect.getdoc(client) or ""
    for error in (*errors.STATUS_ERRORS.values(), errors.ServerError, errors.APIStatusError, errors.APIConnectionError):
        assert f"    {error.__name__}: " in text


def test_the_package_imports_little() -> None:
    code = (
        "import sys; import datadog_case_management as d; assert 'attrs' not in sys.modules; d.Client;"
        "from datadog_case_management.api.case_management import list_case_timeline;"
        "late = {'aiohttp', 'anyio', 'asyncio', 'httpcore', 'httpx', 'httpx2'} & set(sys.modules);"
        "models = [name for name in sys.modules if 'datadog_case_management.models.' in name];"
        "assert not late and not models, (late, models)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("module", [datadog_case_management, models, errors, types, testing], ids=lambda m: m.__name__)
def test_dir_shows_what_is_public(module: Any) -> None:
    public_names = {name for name in dir(module) if not name.startswith("__")}
    assert public_names - {"api", "errors", "models"} == set(module.__all__) - {"__version__", "errors", "models"}
