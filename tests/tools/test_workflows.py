"""The workflows: their permissions, their scripts, and a rehearsal of every step that needs no GitHub.

`make check` runs jactionlint and zizmor on them.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from repository import VERSION, clone_working_tree
from tools.paths import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
JOBS = {
    f"{path.stem} {name}": job
    for path in WORKFLOWS
    for name, job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].items()
}
# Not rehearsed: they run this test.
SUITES = {"test-all", "lowest"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_permissions_are_minimal(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: .*", text)
    assert used
    for line in used:
        assert re.fullmatch(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    workflow: Any = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        granted = {
            "publish": {"id-token": "write"},
            "release": {"contents": "write"},
            "report": {"issues": "write"},
        }
        assert job["permissions"] == granted.get(name, {"contents": "read"})
        for step in job["steps"]:
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("name", JOBS)
def test_a_job_that_compares_versions_has_the_whole_history(name: str) -> None:
    steps = JOBS[name]["steps"]
    is_compared = any(re.search(r"\bmake .*\b(check|diff)\b", step.get("run", "")) for step in steps)
    depths = [step["with"].get("fetch-depth") for step in steps if "checkout" in step.get("uses", "")]
    assert not is_compared or depths == [0]


def test_each_action_is_pinned_to_one_commit_everywhere() -> None:
    used = {line for path in WORKFLOWS for line in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))}
    assert len(used) == len({line.partition("@")[0] for line in used})


def scripts(job: dict[str, Any]) -> Iterator[str]:
    """The scripts of a job, without the suites."""
    for step in job["steps"]:
        if "run" in step:
            script = str(step["run"])
            if script.startswith("make ") and "\n" not in script.strip():
                kept = [word for word in script.split() if word not in SUITES]
                script = " ".join(kept) if len(kept) > 1 else ""
            yield script


def run(script: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a script as a runner does, with a fake gh that records its arguments."""
    gh = folder / ".fake/gh"
    gh.parent.mkdir(exist_ok=True)
    gh.write_text(
        '#!/bin/sh\nif [ "$2" = list ]; then echo $OPEN_ISSUE; else echo "$@" >> "$(dirname "$0")/asked.txt"; fi\n'
    )
    gh.chmod(0o755)
    outside = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    environment = {name: value for name, value in os.environ.items() if name not in outside}
    environment |= {"CI": "true", "GITHUB_REF_NAME": f"v{VERSION}", "GITHUB_REPOSITORY": "an/owner", "OPEN_ISSUE": ""}
    # A local index may have a newer version of the vendor's client, without an sdist.
    environment |= {"PIP_FIND_LINKS": "", "UV_FIND_LINKS": ""}
    environment |= {"PATH": f"{gh.parent}:{os.environ['PATH']}", **settings}
    command = ["bash", "-e", "-c", script]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=600
    )


# The last line of a report of `make upstream`.
SUMMARY = (
    "datadog-api-client 2.62.0: 17 differences, 0 new or stale. "
    "46 recorded responses, 0 of them not kept by the package."
)


@pytest.mark.parametrize("name", [name for name, job in JOBS.items() if any(scripts(job))])
def test_every_job_passes_in_a_clone(name: str, tmp_path: Path) -> None:
    """Needs the package index: a build installs the wheel, and the upstream job downloads the vendor's sdist."""
    clone_working_tree(tmp_path)
    (tmp_path / "report.txt").write_text(f"{SUMMARY}\n")  # what another job has uploaded
    (tmp_path / "artifacts/dist").mkdir(parents=True)
    (tmp_path / "artifacts/dist/a.whl").touch()
    for script in scripts(JOBS[name]):
        result = run(script, tmp_path)
        assert result.returncode == 0, f"{script}\n{result.stdout}\n{result.stderr}"


def test_a_release_has_every_artifact(tmp_path: Path) -> None:
    for file in ("dist/a.whl", "sbom/a.json"):
        (tmp_path / "artifacts" / file).parent.mkdir(parents=True)
        (tmp_path / "artifacts" / file).touch()
    (script,) = scripts(JOBS["release release"])
    assert run(script, tmp_path).returncode == 0
    asked = (tmp_path / ".fake/asked.txt").read_text()
    files = "artifacts/dist/a.whl artifacts/sbom/a.json"
    assert asked == f"release create v{VERSION} {files} --repo an/owner --verify-tag --generate-notes\n"


def test_a_tag_that_is_not_the_version_stops_the_release(tmp_path: Path) -> None:
    clone_working_tree(tmp_path)
    (script,) = [script for script in scripts(JOBS["release build"]) if "GITHUB_REF_NAME" in script]
    assert run(script, tmp_path).returncode == 0
    assert run(script, tmp_path, GITHUB_REF_NAME="v9.9.9").returncode == 1


@pytest.mark.parametrize(
    ("report", "open_issue", "expected"),
    [
        ("accepted  #/a\n\n", "", []),
        ("accepted  #/a\n\n", "7", ["issue close 7"]),
        ("new  x.yaml:1  #/a\n", "", ["issue create --title"]),
        ("stale  #/a\n", "7", ["issue edit 7"]),
        ("lost  a body\n", "", ["issue create --title"]),
    ],
)
def test_the_upstream_report_becomes_one_issue(
    tmp_path: Path, report: str, open_issue: str, expected: list[str]
) -> None:
    report += f"{SUMMARY}\n"
    (tmp_path / "report.txt").write_text(report)
    (script,) = scripts(JOBS["upstream report"])
    assert run(script, tmp_path, OPEN_ISSUE=open_issue).returncode == 0
    asked = (tmp_path / ".fake/asked.txt").read_text() if expected else ""
    assert [" ".join(line.split()[:3]) for line in asked.splitlines()] == expected
    body = (tmp_path / "body.md").read_text()
    shown = bool(expected and expected != ["issue close 7"])
    assert ("accepted" in body, report.strip() in body) == (False, shown)


def test_an_incomplete_report_is_no_report(tmp_path: Path) -> None:
    """A crash of the comparison must not close the issue."""
    (script,) = scripts(JOBS["upstream report"])
    for report in ("", "new  x.yaml:1  #/a\n"):
        (tmp_path / "report.txt").write_text(report)
        assert run(script, tmp_path, OPEN_ISSUE="7").returncode == 1
        asked = tmp_path / ".fake/asked.txt"
        assert not asked.exists() or "issue close" not in asked.read_text()


def test_nothing_in_a_report_leaves_its_fence(tmp_path: Path) -> None:
    (script,) = scripts(JOBS["upstream report"])
    (tmp_path / "report.txt").write_text(f"new  x.yaml:1  #/a\n```\n@everyone `x`\n{SUMMARY}\n")
    assert run(script, tmp_path).returncode == 0
    assert (tmp_path / "body.md").read_text().count("`") == 6
