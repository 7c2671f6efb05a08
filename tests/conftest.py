from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from datadog_case_management import AsyncClient, Client
from generate import ROOT
from pytest_httpserver import HTTPServer

KEYS: dict[str, Any] = {"api_key": "a" * 32, "app_key": "b" * 40}


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DD_API_KEY", "DD_APP_KEY", "DD_SITE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "CI"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of each wait between attempts, none of which is really waited.

    stamina's own testing mode makes every wait 0, so it is the clocks below it that are replaced.
    """
    seen: list[float] = []

    async def asleep(seconds: float) -> None:
        seen.append(seconds)

    monkeypatch.setattr("tenacity.nap.time", SimpleNamespace(sleep=seen.append))
    monkeypatch.setattr("stamina._core._smart_sleep", asleep)
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


Call = Callable[..., Any]


# Each way to make a call; the last is an AsyncClient with the [aiohttp] extra.
MODES = ["sync", "async", "aiohttp"]


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


# For a program that a test is to interrupt: started in the background, it would ignore Ctrl-C.
HEED_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "


def copy_project(folder: Path, *names: str) -> None:
    """Copy files and folders of the project to a scratch folder."""
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder)


def run_suite(copy: Path, *edges: str) -> subprocess.CompletedProcess[str]:
    """Run tests of a scratch copy, by the names of their files, on the package in that copy."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(f"tests/test_{edge}.py" for edge in edges)],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "generated")},
        capture_output=True,
        text=True,
        check=False,
    )


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.com")
    return subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def git_commit_all(folder: Path) -> None:
    """Make a folder a repository, with what is in it committed."""
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "Start"]):
        git(folder, *command)


def console(command: str) -> str:
    """What CONTRIBUTING.md or README.md shows of a command: the block that starts with it, without it."""
    text = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in ("CONTRIBUTING.md", "README.md"))
    start = f"```console\n$ {command}\n"
    assert text.count(start) == 1, f"no block, or more than one, that starts with: $ {command}"
    return text.partition(start)[2].partition("```")[0]


def lasting(text: str) -> str:
    """For comparison: versions move with every release, and lines with every edit of the spec."""
    return re.sub(r"\d+(\.\d+)+|(?<=yaml:)\d+", "X", text)


def run_async(coroutine: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner() as runner:
        return runner.run(coroutine)
