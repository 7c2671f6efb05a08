"""`make adopt` copies an operation of the vendor's document into the spec, and changes nothing else. See adopt.yaml."""

from __future__ import annotations

import difflib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from edits import GONE, with_edits
from helpers import run_program
from repository import DATA, VERSION, copy_project, git_commit_all, run_tests
from tools import adopt
from tools.changes import changelog
from tools.lint.check import problems
from tools.paths import SPEC
from tools.upstream import adoption, vendor
from tools.upstream.adoption import AdoptError
from tools.upstream.vendor import Vendor
from vendor_sdist import document, sdist

TABLE = yaml.safe_load((DATA / "adopt.yaml").read_text(encoding="utf-8"))
VENDOR: dict[str, Any] = TABLE["vendor"]


def adopted(wanted: str, edits: dict[str, Any] | None = None, text: str = TABLE["spec"]) -> tuple[str, list[str]]:
    """The lines that are added to the small spec, and the notes."""
    new, _, notes = adoption.adopt(text, Vendor("1", with_edits(VENDOR, edits), []), wanted)
    changed = [line for line in difflib.ndiff(text.splitlines(), new.splitlines()) if line[0] in "+-"]
    assert all(line.startswith("+ ") for line in changed), changed
    return "".join(f"{line[2:]}\n" for line in changed), notes


@pytest.mark.parametrize("wanted", TABLE["operations"])
def test_an_operation_is_written_like_the_rest_of_the_spec(wanted: str) -> None:
    row = TABLE["operations"][wanted]
    assert adopted(wanted) == (row["added"], row["notes"])


def test_placeholders_are_noted() -> None:
    added, notes = adopted("pollThings")
    for line in (
        "tags: [First]",
        "description: Poll things.",
        "security: []",
        "scope: The vendor's document names none.",
        "keys: The vendor's document does not accept the two keys.",
        '"404": The vendor\'s document does not list it.',
    ):
        assert f" {line}\n" in added
    assert notes[:4] == [
        "pollThings: the vendor has no summary; wrote 'Poll things'",
        "pollThings: the vendor names no OAuth scope. Once the page does, add `- AuthZ: [scope]` to `security:` and "
        "delete `scope` from `x-exempt:`",
        "pollThings: the vendor has a response '2XX', which is no status; left out",
        "pollThings: the vendor has a response 'default', which is no status; left out",
    ]


def test_a_deprecated_operation_that_names_its_replacement_is_marked() -> None:
    added, notes = adopted("ChangeThing", {"ChangeThing description": "Deprecated, use `pollThings`."})
    assert "      deprecated: true\n" in added
    assert not any("deprecated" in note for note in notes)


def test_an_anchor_of_an_earlier_operation_is_used() -> None:
    security = [{"apiKeyAuth": [], "appKeyAuth": []}, {"AuthZ": ["read"]}]
    assert "      security: *read\n" in adopted("ChangeThing", {"ChangeThing security": security})[0]


LIMIT = {"name": "limit", "in": "query", "description": "Limit.", "schema": {"type": "integer", "default": 5}}


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "Limit"),
        ({"description": "Something else.", "example": 7}, "Limit"),
        ({"schema": {"type": "integer", "default": 5, "maximum": 9}}, "Limit"),
        ({"schema": {"type": "integer", "default": 6}}, "ChangeThingLimit"),
        ({"schema": {"type": "string"}}, "ChangeThingLimit"),
        ({"required": True}, "ChangeThingLimit"),
        ({"in": "header"}, "ChangeThingLimit"),
        ({"name": "limits"}, "Limits"),
    ],
)
def test_a_parameter_of_the_spec_is_used_if_it_means_the_same(changes: dict[str, Any], name: str) -> None:
    added, notes = adopted("ChangeThing", {"ChangeThing parameters": [{**LIMIT, **changes}]})
    assert f'        - $ref: "#/components/parameters/{name}"\n' in added
    assert name != "Limit" or not [note for note in notes if note.startswith("limit")]


def test_a_start_of_pages_that_is_not_the_default_of_the_parameter_is_noted() -> None:
    paging = {"limitParam": "limit", "pageParam": "limit", "pageStart": 1, "resultsPath": "data"}
    _, notes = adopted("ChangeThing", {"ChangeThing x-pagination": paging})
    assert "changeThing: the vendor's pages start at 1, and its limit at 5; check `pageStart:`" in notes


@pytest.mark.parametrize(("wanted", "closest"), [("Unknown", "none"), ("changeThings", "ChangeThing")])
def test_an_operation_that_the_vendor_lacks_is_reported(wanted: str, closest: str) -> None:
    with pytest.raises(AdoptError, match=f"^the vendor's document has no operation '{wanted}'. Closest: {closest}$"):
        adopted(wanted)


@pytest.mark.parametrize(
    ("edits", "wanted"),
    [
        ({"paths /things get operationId": "Other"}, "Other"),
        ({"paths /other": VENDOR["paths"]["/things"], "paths /things": GONE}, "ListThings"),
    ],
)
def test_an_operation_of_the_same_path_or_name_is_left_alone(edits: dict[str, Any], wanted: str) -> None:
    with pytest.raises(AdoptError, match="the spec has listThings already"):
        adopted(wanted, edits)


# --- the command, on the spec of this repository ---------------------------------------------------------------------

COMMENT: dict[str, Any] = {
    "operationId": "CommentCase",
    "summary": "Comment case",
    # Not plain YAML, and with what our rules do not allow or require.
    "description": "Adds a comment: with `: ` in it #1\nto a case",
    "tags": ["Case Management"],
    "parameters": [
        {"$ref": "#/components/parameters/CaseId"},
        {"name": "dry", "in": "query", "schema": {"type": "boolean"}},
    ],
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CaseCommentRequest"}}},
    },
    "responses": {"201": {"description": "OK"}, "404": {"$ref": "#/components/responses/NotFound"}},
}
REQUEST = {
    "type": "object",
    "properties": {
        "data": {
            "type": "object",
            "required": ["attributes", "type"],
            "properties": {
                "attributes": {
                    "type": "object",
                    "required": ["comment"],
                    "properties": {"comment": {"type": "string"}},
                },
                "type": {"$ref": "#/components/schemas/ItsCaseResourceType"},
            },
        }
    },
}


def published(folder: Path, **changes: Any) -> Path:
    """An sdist with one more operation than our spec."""
    vendor_document = document()
    vendor_document["security"] = [{"apiKeyAuth": [], "appKeyAuth": []}, {"AuthZ": []}]
    vendor_document["paths"]["/api/v2/cases/{case_id}/comment"] = {"post": {**COMMENT, **changes}}
    vendor_document["components"]["schemas"]["CaseCommentRequest"] = REQUEST
    return sdist(folder, vendor_document)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with only what make adopt reads and writes itself."""
    folder = tmp_path / "repository"
    folder.mkdir()
    copy_project(folder, "openapi", "CHANGELOG.md")
    git_commit_all(folder)
    return folder


class Commands:
    """Runs no command but notes it, and fails for one."""

    def __init__(self, failing: str = "") -> None:
        self.failing = failing
        self.ran: list[str] = []
        self._run = subprocess.run

    def __call__(self, command: list[Any], **options: Any) -> Any:
        if command[0] != sys.executable:
            return self._run(command, **options)
        self.ran.append(command[-1].removeprefix("tools."))
        return subprocess.CompletedProcess(command, int(self.ran[-1] == self.failing))


@pytest.mark.usefixtures("elsewhere")
def test_the_spec_its_version_and_the_changelog_are_written(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = Commands()
    monkeypatch.setattr(subprocess, "run", commands)
    assert adopt.main(["CommentCase", "--root", str(root), "--sdist", str(published(tmp_path))]) == 0
    major, minor, patch = VERSION.split(".")
    version = f"{major}.{minor}.{int(patch) + 1}"
    source = root / "openapi/case-management.yaml"
    text = source.read_text(encoding="utf-8")
    assert f"\n  version: {version}\n" in text
    assert problems(source) == []
    assert max(map(len, text.splitlines())) <= 120
    log = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"{changelog.heading(version)}\n\n### Added\n\n- The operation `comment_case`.\n" in log
    assert commands.ran == ["generate", "fixtures"]
    # Each note has the line to edit.
    first, heading, *notes = capsys.readouterr().out.splitlines()
    assert first == f"commentCase, from datadog-api-client 9.9.9, was added: the spec has version {version}."
    assert heading == "The vendor's document lacks the following. Check the placeholders against the documentation:"
    lines = text.splitlines()
    noted = {}
    for note in notes:
        name, number, what = note.split(":")[:3]
        assert name == str(source)
        noted[what.strip()] = lines[int(number) - 1].strip()
    assert noted["commentCase"] == noted["commentCaseRequest"] == "operationId: commentCase"
    assert noted["dry"] == "Dry:"
    assert noted["CaseCommentRequest.data"] == "data:"


@pytest.mark.parametrize("failing", ["generate", "fixtures"])
def test_everything_is_undone_if_a_step_fails(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failing: str
) -> None:
    commands = Commands(failing)
    monkeypatch.setattr(subprocess, "run", commands)
    before = {path: path.read_bytes() for path in (root / "openapi/case-management.yaml", root / "CHANGELOG.md")}
    assert adopt.main(["CommentCase", "--root", str(root), "--sdist", str(published(tmp_path))]) == 1
    assert {path: path.read_bytes() for path in before} == before
    assert commands.ran == ["generate", *(["fixtures"] if failing == "fixtures" else []), "generate"]
    assert capsys.readouterr().err == f"make adopt: make {failing} failed, so all changes were undone\n"


def test_a_spec_that_would_be_invalid_is_not_written(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = published(tmp_path, operationId="Import")
    assert adopt.main(["Import", "--root", str(root), "--sdist", str(archive)]) == 2
    assert (root / "openapi/case-management.yaml").read_bytes() == SPEC.read_bytes()
    first, line = capsys.readouterr().err.splitlines()
    assert first == "make adopt: the spec would be invalid, so nothing was changed:"
    assert "'import' becomes the name of a method" in line


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "which operation? Fix: make adopt OPERATION=CommentCase"),
        ("WatchCase", "the spec has watchCase already: nothing changed"),
    ],
)
def test_what_cannot_be_adopted_is_reported_before_the_vendors_document_is_read(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, message: str
) -> None:
    assert adopt.main([name, "--root", str(root), "--sdist", str(tmp_path / "nowhere.tar.gz")]) == 2
    assert capsys.readouterr().err == f"make adopt: {message}\n"


def test_the_contract_tests_pass_with_an_adopted_operation(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    names = ("openapi", "runtime", "tools", "generated", "tests", "CHANGELOG.md", "CONTRIBUTING.md")
    copy_project(copy, *names, "generator-config.yaml", "pyproject.toml", ".gitignore")
    git_commit_all(copy)
    command = ("-m", "tools.adopt", "CommentCase", "--sdist", published(tmp_path))
    result = run_program(*command, folder=copy, PYTHONPATH=copy / "generated")
    assert result.returncode == 0, result.stdout + result.stderr
    cassettes = sorted(path.name for path in (copy / "tests/cassettes/comment_case").iterdir())
    assert cassettes == ["201.yaml", "404.yaml"]
    tests = run_tests(copy, "contract/test_cassettes", "contract/test_replay", "runtime/test_api")
    assert tests.returncode == 0, tests.stdout


@pytest.mark.parametrize("sdist", vendor.downloaded()[-1:])
def test_the_vendors_operations_on_cases_can_be_adopted(sdist: Path, tmp_path: Path) -> None:
    """If `make upstream` has downloaded its document: every seventh one."""
    text, prefix = SPEC.read_text(encoding="utf-8"), "/api/v2/cases"
    real = vendor.read(sdist, prefix)
    wanted = [
        item["operationId"]
        for path in real.document["paths"]
        if path.startswith(prefix)
        for method, item in real.document["paths"][path].items()
        if method in ("get", "post", "put", "patch", "delete")
    ]
    for name in wanted[::7]:
        if name[0].lower() + name[1:] not in text:
            path = tmp_path / "spec.yaml"
            path.write_text(adoption.adopt(text, real, name)[0], encoding="utf-8")
            assert problems(path) == [], name
