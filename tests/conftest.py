from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from datadog_case_management import AsyncClient, Client
from helpers import KEYS, MODES, Call, run_async
from hypothesis import settings
from pytest_httpserver import HTTPServer

# `make test-all` uses the thorough one.
settings.register_profile("quick", max_examples=25)
settings.register_profile("thorough", max_examples=500)
settings.load_profile("quick")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DD_API_KEY", "DD_APP_KEY", "DD_SITE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "CI"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working directory, in which a mistake does no harm, such as an archive that is extracted there."""
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of each wait between attempts, without really waiting."""
    seen: list[float] = []

    async def sleep(seconds: float) -> None:
        seen.append(seconds)

    monkeypatch.setattr("datadog_case_management._call.time", SimpleNamespace(sleep=seen.append))
    monkeypatch.setattr("anyio.sleep", sleep)
    return seen


@pytest.fixture
def url(httpserver: HTTPServer) -> str:
    return httpserver.url_for("").rstrip("/")


@pytest.fixture
def client(url: str) -> Iterator[Client]:
    with Client(base_url=url, timeout=5, **KEYS) as client:
        yield client


@pytest.fixture(params=[None, "aiohttp"])
def transport(request: pytest.FixtureRequest) -> Any:
    """What an AsyncClient sends with."""
    return request.param


@pytest.fixture(params=MODES)
def call(request: pytest.FixtureRequest) -> Call:
    """Calls a method of a fresh Client or AsyncClient by its name, and closes the client."""
    transport = {"transport": "aiohttp"} if request.param == "aiohttp" else {}

    def sync(method: str, *args: Any, settings: dict[str, Any], **kwargs: Any) -> Any:
        with Client(**{**KEYS, **settings}) as client:
            result = getattr(client, method)(*args, **kwargs)
            return list(result) if method.startswith("iter_") else result

    def asynchronous(method: str, *args: Any, settings: dict[str, Any], **kwargs: Any) -> Any:
        async def run() -> Any:
            async with AsyncClient(**{**KEYS, **transport, **settings}) as client:
                result = getattr(client, method)(*args, **kwargs)
                return [item async for item in result] if method.startswith("iter_") else await result

        return run_async(run())

    return sync if request.param == "sync" else asynchronous
