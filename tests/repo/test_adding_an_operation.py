"""The walk-through of CONTRIBUTING.md on a scratch copy: an operation takes two edits, the spec and its recordings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from generate import PACKAGE, ROOT
from repository import addition, copy_project, run_tests


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("walk-through")
    copy_project(
        folder, "openapi", "runtime", "generated", "scripts", "tests", "generator-config.yaml", "pyproject.toml"
    )
    spec = folder / "openapi/case-management.yaml"
    text = spec.read_text(encoding="utf-8")
    below = "\n  /api/v2/cases/{case_id}/watchers:\n"
    assert below in text
    spec.write_text(text.replace(below, addition() + below, 1))
    command = [sys.executable, str(folder / "scripts/generate.py")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return folder


def test_it_is_on_both_clients_typed_and_documented(copy: Path) -> None:
    assert (copy / PACKAGE / "api/case_management/unwatch_case.py").exists()
    code = (
        "import inspect, json; from datadog_case_management import AsyncClient, Client;"
        "print(json.dumps([[str(inspect.signature(kind.unwatch_case)), inspect.getdoc(kind.unwatch_case)]"
        " for kind in (Client, AsyncClient)]))"
    )
    environment = {**os.environ, "PYTHONPATH": str(copy / "generated")}
    output = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    for signature, text in json.loads(output.stdout):
        assert signature == "(self, case_id: 'str | UUID', user_uuid: 'str | UUID') -> 'None'"
        assert text.startswith("Unwatch a case.")
        assert "NotFoundError" in text
    types = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, str(copy / PACKAGE)],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert types.returncode == 0, types.stdout


def test_the_suite_names_the_recordings_that_are_missing(copy: Path) -> None:
    result = run_tests(copy, "contract/test_cassettes")
    assert result.returncode == 1
    for status in ("204", "400", "401", "403", "404", "429"):
        assert f"no recording of unwatch_case {status}: add tests/cassettes/unwatch_case/{status}.yaml" in result.stdout


def test_with_the_recordings_that_is_all(copy: Path) -> None:
    recordings = copy / "tests/cassettes"
    (recordings / "unwatch_case").mkdir()
    for status, became in {"201": "204", "400": "", "401": "", "403": "", "404": "", "429": ""}.items():
        text = (
            (recordings / f"watch_case/{status}.yaml")
            .read_text(encoding="utf-8")
            .replace("method: POST", "method: DELETE")
        )
        text = text.replace("code: 201", "code: 204").replace("message: Created", "message: No Content")
        (recordings / f"unwatch_case/{became or status}.yaml").write_text(text, encoding="utf-8")
    names = ["contract/test_replay", "unit/test_public_names", "contract/test_cassettes", "contract/test_documentation"]
    result = run_tests(copy, *names)
    assert result.returncode == 0, result.stdout
    assert len(list((recordings / "unwatch_case").iterdir())) == 6


def test_the_spec_itself_has_only_the_documented_ones() -> None:
    assert "unwatchCase" not in (ROOT / "openapi/case-management.yaml").read_text(encoding="utf-8")
