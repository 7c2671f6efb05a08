from __future__ import annotations

import importlib
import json
import os
import pkgutil
import socket
import time
from collections.abc import Generator, Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import datadog_case_management
import documentation
import pytest
from datadog_case_management import Client
from datadog_case_management._transport import _pool
from helpers import KEYS, OPERATIONS, Call, Clock, call_in
from hypothesis import HealthCheck, settings
from pytest_httpserver import HTTPServer
from tools.fixtures.cassettes import operations
from tools.paths import ROOT
from tools.spec.document import snake_case

# The same on every machine: Hypothesis has another default if CI is set, fails if an example takes long, and keeps
# examples in the current folder, which may be read-only.
EVERYWHERE: dict[str, Any] = {
    "parent": settings.get_profile("default"),
    "database": None,
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow],
}
# `make test-all` uses the thorough one.
settings.register_profile("quick", max_examples=25, **EVERYWHERE)
settings.register_profile("thorough", max_examples=500, **EVERYWHERE)
settings.load_profile("quick")


# Here, and not in a fixture, because some modules make a client when they are imported.
for variable in ("DD_API_KEY", "DD_APP_KEY", "DD_SITE"):
    os.environ.pop(variable, None)


# Not run; `make check` checks its types.
collect_ignore = ["runtime/typing_test.py"]


def pytest_configure(config: pytest.Config) -> None:
    """Let tests call every operation, also those that the spec calls deprecated."""
    for name, operation in operations().items():
        if operation.deprecated:
            config.addinivalue_line("filterwarnings", rf"ignore:{name}\W:DeprecationWarning")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a text without backslashes, since pytest and mutmut cannot select a test that has them in its name."""
    text = val.decode("latin-1") if isinstance(val, bytes) else val
    if not isinstance(text, str):
        return None
    return "".join(sign if " " <= sign <= "~" and sign != "\\" else f"<{ord(sign):x}>" for sign in text)[:60]


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Replace lone surrogates in the report of a failure, which would end pytest-xdist with an internal error."""
    data = yield
    return json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Say in words that a test uses an operation of the documentation which the spec no longer has."""
    report = yield
    if report.failed and call.excinfo and item.path.is_relative_to(ROOT / "tests/runtime"):
        names = {snake_case(name) for name in documentation.OPERATIONS} - OPERATIONS.keys()
        # A method is looked up by its name, and a command is one with hyphens.
        if used := sorted(name for name in names if name in str(report.longrepr).replace("-", "_")):
            report.longrepr = f"This test uses {', '.join(used)}, which the spec lacks. Fix: use another, or delete it"
    return report


@pytest.fixture(autouse=True)
def _no_settings_from_outside(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [
        "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "NETRC", "CI", "SSLKEYLOGFILE", "PYTHONPATH",
    ]  # fmt: skip
    if not request.path.is_relative_to(ROOT / "tests/tools"):
        # The programs that tests/tools starts may need these to download packages.
        names += ["SSL_CERT_FILE", "SSL_CERT_DIR"]
    for name in names:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(autouse=True)
def _no_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name has an address, except localhost: a name server may be missing, slow or inventive."""
    original = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0) -> Any:
        if host not in ("localhost", b"localhost", None):
            flags |= socket.AI_NUMERICHOST
        return original(host, port, family, type, proto, flags)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working directory, in which a mistake does no harm, such as an archive that is extracted there."""
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The only clock of the package, so that every time that it compares is of the same one."""
    clock = Clock()
    stopped = SimpleNamespace(monotonic=clock.read, time=clock.read, sleep=time.sleep)
    for module_info in pkgutil.walk_packages(datadog_case_management.__path__, "datadog_case_management."):
        module = importlib.import_module(module_info.name)
        if getattr(module, "time", None) is time:
            monkeypatch.setattr(module, "time", stopped)
    return clock


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of each wait between attempts, without really waiting."""
    seen: list[float] = []

    async def sleep(seconds: float) -> None:
        seen.append(seconds)

    monkeypatch.setattr(
        "datadog_case_management._client.time",
        SimpleNamespace(sleep=seen.append, monotonic=lambda: vars(_pool)["time"].monotonic()),
    )
    monkeypatch.setattr("anyio.sleep", sleep)
    return seen


@pytest.fixture
def url(httpserver: HTTPServer) -> str:
    return httpserver.url_for("").rstrip("/")


@pytest.fixture
def client(url: str) -> Iterator[Client]:
    with Client(base_url=url, **KEYS) as client:
        yield client


@pytest.fixture(params=[None, "httpx2", "aiohttp"])
def transport(request: pytest.FixtureRequest) -> Any:
    """What an AsyncClient sends with."""
    return request.param


@pytest.fixture(params=["sync", "async"])
def mode(request: pytest.FixtureRequest) -> str:
    """A key of MODES: these two, unless the test has the mark each_library."""
    return str(request.param)


@pytest.fixture
def call(mode: str) -> Call:
    """Calls a method of a fresh Client or AsyncClient by its name, and closes the client."""
    return partial(call_in, mode)
