from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
import stamina
from datadog_case_management import AsyncClient, Client
from pytest_httpserver import HTTPServer

KEYS = {"api_key": "a" * 32, "app_key": "b" * 40}


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DD_API_KEY", "DD_APP_KEY", "DD_SITE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "CI"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def waits() -> Iterator[list[float]]:
    """The seconds of each wait between attempts, none of which is really waited."""
    seen: list[float] = []
    stamina.set_testing(True, attempts=100, cap=True)
    stamina.instrumentation.set_on_retry_hooks([lambda details: seen.append(details.wait_for)])
    yield seen
    stamina.instrumentation.set_on_retry_hooks(None)
    stamina.set_testing(False)


@pytest.fixture
def url(httpserver: HTTPServer) -> str:
    return httpserver.url_for("").rstrip("/")


@pytest.fixture
def client(url: str) -> Iterator[Client]:
    with Client(base_url=url, timeout=5, **KEYS) as client:
        yield client


Call = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest) -> Call:
    """Calls a method of a fresh Client or AsyncClient by its name, and closes the client."""

    def sync(method: str, *args: Any, settings: dict[str, Any], **kwargs: Any) -> Any:
        with Client(**{**KEYS, **settings}) as client:
            result = getattr(client, method)(*args, **kwargs)
            return list(result) if method.startswith("iter_") else result

    def asynchronous(method: str, *args: Any, settings: dict[str, Any], **kwargs: Any) -> Any:
        async def run() -> Any:
            async with AsyncClient(**{**KEYS, **settings}) as client:
                result = getattr(client, method)(*args, **kwargs)
                return [item async for item in result] if method.startswith("iter_") else await result

        return run_async(run())

    return sync if request.param == "sync" else asynchronous


def run_async(coroutine: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner() as runner:
        return runner.run(coroutine)
