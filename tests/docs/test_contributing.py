"""The commands in CONTRIBUTING.md and README.md, typed in a scratch clone, print exactly what is shown there."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import run_program
from repository import VERSION, addition, clone_working_tree, console, git, lasting
from tools import smoke
from tools.paths import ROOT

BELOW = "\n  /api/v2/cases/{case_id}/watchers:\n"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contributing")
    clone_working_tree(folder)
    git(folder, "tag", f"v{VERSION}")
    return folder


@pytest.fixture
def clone(repository: Path) -> Iterator[Path]:
    yield repository
    git(repository, "reset", "-q", "--hard", git(repository, "rev-list", "--max-parents=0", "HEAD").strip())
    git(repository, "clean", "-qfd", "generated", "openapi")


def edit(clone: Path, old: str, new: str) -> None:
    spec = clone / "openapi/case-management.yaml"
    text = spec.read_text(encoding="utf-8")
    assert old in text
    spec.write_text(text.replace(old, new, 1), encoding="utf-8")


def typed(clone: Path, command: str) -> str:
    """The output of a command, without the line that make adds when it fails."""
    outside = ("CI", "GITHUB_ACTIONS", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    environment = {name: value for name, value in os.environ.items() if name not in outside}
    environment |= {"GIT_AUTHOR_NAME": "x", "GIT_COMMITTER_NAME": "x"}
    environment |= {"GIT_AUTHOR_EMAIL": "x@example.com", "GIT_COMMITTER_EMAIL": "x@example.com"}
    result = subprocess.run(
        ["bash", "-c", command],
        cwd=clone,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )
    return re.sub(r"^make: \*\*\* .*\n", "", result.stdout, flags=re.MULTILINE)


def shows(clone: Path, command: str) -> None:
    assert lasting(typed(clone, command)) == lasting(console(command))


def test_adding_an_operation(clone: Path) -> None:
    edit(clone, BELOW, addition() + BELOW)
    typed(clone, "make validate generate fixtures")
    shows(clone, "make diff")


def test_a_defect(clone: Path) -> None:
    edit(clone, "          description: The UUID of the case's type.\n", "")
    shows(clone, "make validate")


def test_an_edit_without_generate_fails_check(clone: Path) -> None:
    edit(clone, "Makes a user a watcher", "Makes somebody a watcher")
    shows(clone, "make check")


def test_a_commit_is_checked_by_the_hook(clone: Path) -> None:
    typed(clone, "git config core.hooksPath .githooks")
    edit(clone, "Makes a user a watcher", "Makes somebody a watcher")
    assert "Fix: make generate" in typed(clone, 'git commit --all --message "Say more"')
    assert git(clone, "rev-list", "--count", "HEAD").strip() == "1"
    typed(clone, "make generate")
    assert "2 files changed" in typed(clone, 'git commit --all --message "Say more"')


def test_a_fixture_with_a_key_is_not_committed(clone: Path) -> None:
    typed(clone, "git config core.hooksPath .githooks")
    recording = next((clone / "tests/cassettes/watch_case").glob("201*.yaml"))
    text = recording.read_text(encoding="utf-8")
    recording.write_text(
        text.replace("    headers:\n", f"    headers:\n      DD-API-KEY: [{'0' * 32}]\n", 1), encoding="utf-8"
    )
    assert "test_cassette_privacy.py" in typed(clone, 'git commit --all --message "Record"')
    assert git(clone, "rev-list", "--count", "HEAD").strip() == "1"


def test_a_build(tmp_path: Path) -> None:
    """The target itself runs in CI, because it installs from a registry."""
    built = run_program("-m", "hatchling", "build", "-d", tmp_path / "dist", folder=ROOT)
    wheel = f"datadog_case_management-{VERSION}-py3-none-any.whl"
    lines = [
        *re.sub(r"\S*/dist/", "dist/", built.stderr + built.stdout).splitlines(),
        smoke.RAN.format(wheel),
    ]
    assert lasting("\n".join(lines) + "\n") == lasting(console("make build"))
