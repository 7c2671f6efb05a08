"""Every Python snippet of README.md and docs/guide.md runs as written, against the fixtures; figures are measured."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from helpers import run_program
from pytest_httpserver import HTTPServer
from tools import smoke
from tools.fixtures import serving
from tools.paths import ROOT

SNIPPETS = [
    snippet
    for name in ("README.md", "docs/guide.md")
    for snippet in smoke.snippets((ROOT / name).read_text(encoding="utf-8"))
]


@pytest.fixture
def service(httpserver: HTTPServer, url: str, monkeypatch: pytest.MonkeyPatch) -> HTTPServer:
    """Every site is served from the fixtures, and the keys are in the environment."""
    httpserver.expect_request(re.compile(".*")).respond_with_handler(serving.respond_to_any)
    monkeypatch.setattr("datadog_case_management._spec.SERVER_URL", url)
    monkeypatch.setenv("DD_API_KEY", "a" * 32)
    monkeypatch.setenv("DD_APP_KEY", "b" * 40)
    return httpserver


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.splitlines()[-1][:40].strip())
def test_snippet_runs(service: HTTPServer, snippet: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(snippet, "README.md", "exec"), {"__name__": "readme"})
    for request, response in service.log:
        assert response.status_code < 400 or "CASEM-9999" in request.path
    if "case not found" in snippet:
        printed = re.search(r"print\(error\)  # (.*)", snippet)
        assert printed
        assert printed[1].partition(" (")[0] in capsys.readouterr().out


def test_the_recipes_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    recipes = smoke.snippets((ROOT / "docs/recipes.md").read_text(encoding="utf-8"))
    namespace: dict[str, object] = {}
    run = [recipe for recipe in recipes if "import pandas" not in recipe and "import FastAPI" not in recipe]
    assert len(recipes) - len(run) == 2
    for recipe in run:
        exec(compile(recipe, "recipes.md", "exec"), namespace)
    assert len(Path("timeline.jsonl").read_text(encoding="utf-8").splitlines()) == 3
    head, *lines = Path("timeline.csv").read_text(encoding="utf-8").splitlines()
    assert head.startswith("id,type,attributes.type,attributes.created_at,")
    assert len(lines) == 3


def test_there_are_snippets_for_every_topic() -> None:
    assert len(SNIPPETS) >= 12


def test_every_figure_of_speed_is_one_of_make_bench() -> None:
    speed = (ROOT / "docs/speed.md").read_text(encoding="utf-8")
    table = speed.partition("<!-- make bench -->")[2].partition("<!-- end -->")[0]
    measured = set(re.findall(r"[\d.]+x(?= \| [\d.]+ to )", table))
    texts = [speed.replace(table, ""), *((ROOT / name).read_text("utf-8") for name in ("README.md", "docs/guide.md"))]
    quoted = [set(re.findall(r"\b[\d.]+x\b", text)) for text in texts]
    assert set().union(*quoted) - {"1x"} <= measured


def test_the_quickstart_shows_its_usage() -> None:
    result = run_program(sys.executable, ROOT / "examples/quickstart.py", "--help")
    assert "DD_API_KEY" in result.stdout


def test_the_demo_shows_all_four_operations_and_an_error() -> None:
    result = run_program("-m", "tools.demo")
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    for part in (
        "watches",
        "Its watchers",
        "COMMENT",
        "Memory leak investigation on API",
        "NotFoundError: 404 Not Found",
    ):
        assert part in result.stdout
    for line in ("POST", "GET", "PUT", "-> 201", "-> 200", "-> 404"):
        assert line in result.stdout
