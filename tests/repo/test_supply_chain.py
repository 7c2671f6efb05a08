"""The workflows, the locks and the bill of materials of a release."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import smoke
import yaml
from generate import ROOT
from test_build import build

BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def test_zizmor_finds_nothing() -> None:
    tool = [str(BIN / "zizmor"), "--offline", "--no-progress", "--persona", "pedantic", str(ROOT / ".github")]
    result = subprocess.run(tool, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


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


@pytest.mark.parametrize(
    ("report", "open_issue", "expected"),
    [
        ("accepted  #/a\n\n1 differences\n", "", []),
        ("accepted  #/a\n\n1 differences\n", "7", ["close 7"]),
        ("new  x.yaml:1  #/a\n", "", ["create"]),
        ("stale  #/a\n", "7", ["edit 7"]),
        ("lost  a body\n", "", ["create"]),
    ],
)
def test_the_upstream_report_becomes_one_issue(
    tmp_path: Path, report: str, open_issue: str, expected: list[str]
) -> None:
    """The script of the workflow, with a fake gh that records its arguments."""
    workflow: Any = yaml.safe_load((ROOT / ".github/workflows/upstream.yml").read_text(encoding="utf-8"))
    script = workflow["jobs"]["report"]["steps"][-1]["run"]
    gh = tmp_path / "gh"
    gh.write_text(f'#!/bin/sh\nif [ "$2" = list ]; then echo {open_issue}; else echo "$2" "$3" >> asked.txt; fi\n')
    gh.chmod(0o755)
    (tmp_path / "report.txt").write_text(report)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=environment, check=True)
    asked = (tmp_path / "asked.txt").read_text() if expected else ""
    assert [line.replace(" --title", "") for line in asked.splitlines()] == expected
    body = (tmp_path / "body.md").read_text()
    assert ("accepted" in body, report.strip() in body) == (False, bool(expected and expected != ["close 7"]))


def test_each_action_is_pinned_to_one_commit_everywhere() -> None:
    used = {line for path in WORKFLOWS for line in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))}
    assert len(used) == len({line.partition("@")[0] for line in used})


@pytest.mark.parametrize("path", sorted((ROOT / "locks").glob("*.txt")), ids=lambda path: path.name)
def test_locks_have_hashes_and_no_index(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("==") <= text.count("--hash=sha256:")
    assert "://" not in text
    assert "index" not in re.sub(r"^[\w.-]+==", "", text, flags=re.MULTILINE)


def test_the_bill_of_materials_matches_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smoke, "ROOT", tmp_path)
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    (wheel,) = build(tmp_path).glob("*.whl")
    python = smoke.install(wheel, tmp_path / "environment")
    smoke.write_sbom(wheel, python)
    (path,) = (tmp_path / "sbom").iterdir()
    first = path.read_bytes()
    bom = json.loads(first)
    name, version = wheel.name.split("-")[:2]
    assert path.name == f"{name}-{version}.cdx.json"
    root = bom["metadata"]["component"]
    assert (bom["bomFormat"], root["name"], root["version"]) == ("CycloneDX", "datadog-case-management", version)
    locked = re.findall(r"^([\w.-]+)==(\S+)(.*)", smoke.LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    expected = {
        (name.replace("-", "_"), version) for name, version, rest in locked if "python_full_version" not in rest
    }
    listed = {(part["name"].replace("-", "_"), part["version"]) for part in bom["components"]}
    assert expected <= listed
    assert {name for name, _ in listed} <= {name.replace("-", "_") for name, _, _ in locked}
    assert str(tmp_path).encode() not in first
    smoke.write_sbom(wheel, python)
    assert path.read_bytes() == first
