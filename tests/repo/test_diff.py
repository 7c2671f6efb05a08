"""make diff: what a change of the spec means for callers, and the version it asks for."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from diff import Change, asked_version, changes, main
from generate import ROOT
from helpers import SPEC_DOCUMENT
from repository import copy_project, git_commit_all
from spec import SPEC
from yaml import safe_load

TEXT = SPEC.read_text(encoding="utf-8")

EDITS = {
    "a new field": (
        "        type_id:\n",
        "        size:\n          type: integer\n        type_id:\n",
        "compatible  CaseAttributes: field size is new",
    ),
    "a removed field": (
        "        type_id:\n          type: string\n          description: The UUID of the case's type.\n"
        "          example: 3b010bde-09ce-4449-b745-71dd5f861963\n",
        "",
        "breaking    CaseAttributes: field type_id is gone",
    ),
    "a new enum value": ("enum: [STANDARD]", "enum: [STANDARD, OTHER]", "compatible  CaseType: value OTHER is new"),
    "a removed enum value": ("P4, P5]", "P4]", "breaking    CasePriority: value P5 is gone"),
    "a field that becomes required": (
        "required: [id, relationships, type]",
        "required: [id, type]",
        "breaking    CaseWatcher: field relationships is a optional CaseWatcherRelationships, "
        "was a required CaseWatcherRelationships",
    ),
    "another type": (
        'type: [string, "null"]\n          format: date-time\n          description: When the cell was deleted',
        "type: string\n          format: date-time\n          description: When the cell was deleted",
        "breaking    TimelineCell: field deleted_at is a optional date-time string, was a optional date-time string or null",
    ),
    "a new parameter": (
        '        - $ref: "#/components/parameters/SortAscending"\n',
        '        - $ref: "#/components/parameters/SortAscending"\n        - { name: q, in: query, schema: { type: string } }\n',
        "compatible  listCaseTimeline: parameter q is new",
    ),
    "a removed parameter": (
        '        - $ref: "#/components/parameters/SortAscending"\n',
        "",
        "breaking    listCaseTimeline: parameter sort[ascending] is gone",
    ),
    "another path": (
        "{case_id}/insights:",
        "{case_id}/findings:",
        "breaking    addCaseInsights is PUT /api/v2/cases/{case_id}/findings, was PUT /api/v2/cases/{case_id}/insights",
    ),
    "a removed status": (
        '        "404": { $ref: "#/components/responses/NotFound" }\n',
        "",
        "breaking    watchCase: status 404 is gone",
    ),
    "a renamed operation": (
        "operationId: watchCase",
        "operationId: followCase",
        "breaking    operation watchCase is gone",
    ),
    "a new description": ("How urgent the case is.", "How pressing the case is.", None),
}


@pytest.mark.parametrize(("old", "new", "told"), EDITS.values(), ids=EDITS)
def test_a_change_is_told_and_marked(old: str, new: str, told: str | None) -> None:
    assert old in TEXT
    found = changes(SPEC_DOCUMENT, safe_load(TEXT.replace(old, new, 1)))
    assert [str(change) for change in found][:1] == ([told] if told else [])


@pytest.mark.parametrize(
    ("old", "kinds", "asked"),
    [
        ("0.1.0", [], "0.1.0"),
        ("0.1.0", ["compatible"], "0.1.1"),
        ("0.1.3", ["compatible", "breaking"], "0.2.0"),
        ("1.2.3", ["compatible"], "1.3.0"),
        ("1.2.3", ["breaking"], "2.0.0"),
    ],
)
def test_the_version_follows_from_the_worst_change(old: str, kinds: list[str], asked: str) -> None:
    assert asked_version(old, [Change(kind, "x") for kind in kinds]) == asked


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of its own, with what is here committed."""
    copy_project(tmp_path, "openapi", "generated", "generator-config.yaml", "CHANGELOG.md")
    git_commit_all(tmp_path)
    return tmp_path


def test_check_asks_for_a_version_and_an_entry(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = ["--root", str(repository), "--check"]
    version = yaml.safe_load(TEXT)["info"]["version"]
    asked = asked_version(version, [Change("breaking", "x")])
    assert main(root) == 0
    spec, changelog = repository / "openapi/case-management.yaml", repository / "CHANGELOG.md"
    text = TEXT.replace("      name: page[size]", "      name: page[limit]", 1)
    spec.write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, str(ROOT / "scripts/generate.py"), "--root", str(repository)], check=True)
    assert main(root) == 1
    output = capsys.readouterr().out
    assert "breaking    listCaseTimeline: parameter page[size] is gone" in output
    assert re.search(r"breaking    Python client\.Client\.list_case_timeline\(page_size\): .*removed", output)
    assert "Python client.query_string" not in output
    assert f"write `version: {asked}`" in output
    spec.write_text(text.replace(f"version: {version}", f"version: {asked}"), encoding="utf-8")
    assert main(root) == 1
    assert f"write `## {asked}`" in capsys.readouterr().out
    changelog.write_text(f"# Changelog\n\n## {asked}\n\n- Pages have a limit.\n")
    assert main(root) == 0


def test_a_ref_that_is_not_there_is_said(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(repository), "--base", "nowhere"]) == 2
    assert "'nowhere' has no spec" in capsys.readouterr().err
