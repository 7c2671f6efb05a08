"""`make adopt` writes an operation of the vendor's document in our form, and changes nothing else."""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from repository import copy_project, git_commit_all, run_tests
from tools import adopt
from tools.changes import changelog
from tools.lint.check import problems
from tools.paths import ROOT, SPEC
from tools.spec.describe import described
from tools.spec.document import load
from tools.upstream import adoption, vendor
from tools.upstream.adoption import AdoptError
from vendor_sdist import document, sdist

TEXT = SPEC.read_text(encoding="utf-8")
# Operations as the vendor writes them, with what our rules do not allow or require.
OPERATIONS = """
/api/v2/cases/{case_id}/comment:
  post:
    operationId: CommentCase
    summary: Comment case
    description: |-
      Adds a comment
      to a case
    x-unstable: "**Note**: This endpoint is in preview."
    tags: [Case Management]
    parameters: [{ $ref: "#/components/parameters/CaseId" }]
    requestBody:
      description: The comment
      required: true
      content:
        application/json:
          schema: { $ref: "#/components/schemas/CaseCommentRequest" }
          examples: { default: { value: { data: { type: case, attributes: { comment: Hello } } } } }
    responses:
      "200":
        description: OK
        content: { application/json: { schema: { $ref: "#/components/schemas/ItsTimelineResponse" } } }
      "400": { $ref: "#/components/responses/BadRequest" }
      "401": { $ref: "#/components/responses/Unauthorized" }
      "403": { $ref: "#/components/responses/Forbidden" }
      "404": { $ref: "#/components/responses/NotFound" }
      default: { description: Anything else }
/api/v2/cases:
  get:
    operationId: SearchCases
    tags: [Cases]
    security:
      - { apiKeyAuth: [], appKeyAuth: [] }
      - AuthZ: [cases_search]
    x-pagination: { limitParam: "page[size]", pageParam: "page[number]", pageStart: 1, resultsPath: data }
    deprecated: true
    parameters:
      - { in: query, name: "page[size]", description: How many., schema: { type: integer, format: int64, default: 10 } }
      - { in: query, name: "page[number]", description: Which., schema: { type: integer, default: 0 } }
      - { in: query, name: "sort[field]", schema: { $ref: "#/components/schemas/SortField" } }
      - { in: query, name: since, description: From when., schema: { type: string, format: date-time, maxLength: 9 } }
    responses:
      "200":
        description: OK
        content: { application/json: { schema: { $ref: "#/components/schemas/CasesResponse" } } }
      "400": { $ref: "#/components/responses/BadRequest" }
      "401": { $ref: "#/components/responses/Unauthorized" }
      "403": { $ref: "#/components/responses/Forbidden" }
      "404": { $ref: "#/components/responses/NotFound" }
      "429": { $ref: "#/components/responses/TooManyRequests" }
"""
SCHEMAS = """
CaseCommentRequest:
  type: object
  description: A comment to add.
  required: [data]
  properties:
    data:
      type: object
      required: [attributes, type]
      properties:
        attributes: { $ref: "#/components/schemas/CaseCommentAttributes" }
        type: { $ref: "#/components/schemas/ItsCaseResourceType" }
CaseCommentAttributes:
  allOf:
    - { type: object, required: [comment], properties: { comment: { type: string, description: The text. } } }
    - properties: { mood: { type: string, nullable: true, enum: [good, bad], description: The mood. } }
SortField: { type: string, enum: [created_at, -priority], x-enum-varnames: [CREATED_AT, PRIORITY_DESCENDING] }
CasesResponse:
  type: object
  description: Cases.
  properties:
    data: { type: array, description: The cases., items: { $ref: "#/components/schemas/ItsCase" } }
    owner: { $ref: "#/components/schemas/NullableOwner" }
    timestamps: { type: object, description: Times., additionalProperties: { type: array, items: { type: string } } }
    old: { type: string, deprecated: true, description: Old. }
    older: { type: string, deprecated: true, description: "Deprecated, use `old` instead.", readOnly: true, title: x }
    next: { $ref: "#/components/schemas/CasesResponse" }
NullableOwner: { type: object, nullable: true, description: Who., properties: { id: { type: string, format: email } } }
"""


def published(folder: Path) -> Path:
    """An sdist with two more operations than our spec."""
    made = document()
    made["security"] = [{"apiKeyAuth": [], "appKeyAuth": []}, {"AuthZ": []}]
    made["paths"] |= yaml.safe_load(OPERATIONS)
    made["components"]["schemas"] |= yaml.safe_load(SCHEMAS)
    flow = made["components"]["securitySchemes"]["AuthZ"]["flows"]["authorizationCode"]
    flow["scopes"]["cases_search"] = "Search cases."
    return sdist(folder, made)


def adopted(folder: Path, wanted: str, text: str = TEXT) -> tuple[dict[str, Any], str, list[str]]:
    """The spec with an operation, its text, and the notes."""
    new, _, notes = adoption.adopt(text, vendor.read(published(folder), "/api/v2/cases"), wanted)
    path = folder / "case-management.yaml"
    path.write_text(new, encoding="utf-8")
    assert problems(path) == []
    return yaml.safe_load(new), new, notes


@pytest.mark.parametrize("name", ["CommentCase", "SearchCases"])
def test_lines_are_only_added(tmp_path: Path, name: str) -> None:
    _, new, _ = adopted(tmp_path, name)
    changed = [line for line in difflib.ndiff(TEXT.splitlines(), new.splitlines()) if line[0] in "-?"]
    assert changed == []
    assert max(map(len, new.splitlines())) <= 120
    # As in the rest of the file: paths and schemas have a blank line before them, and none has two.
    assert "\n\n\n" not in new
    assert "\n\n    CaseCommentRequest:" in new or "\n\n    CasesResponse:" in new
    assert "\n\n  responses:\n" in new
    assert (
        '        "400": { $ref: "#/components/responses/BadRequest" }\n'
        in new.partition("      operationId: " + name[0].lower() + name[1:])[2]
    )


def test_an_operation_with_a_body(tmp_path: Path) -> None:
    spec, new, notes = adopted(tmp_path, "CommentCase")
    operation = spec["paths"]["/api/v2/cases/{case_id}/comment"]["post"]
    assert operation["operationId"] == "commentCase"
    assert operation["description"] == (
        "Adds a comment to a case. This endpoint is in preview. Documented at "
        "https://docs.datadoghq.com/api/latest/case-management/#comment-case"
    )
    assert operation["parameters"] == [{"$ref": "#/components/parameters/CaseId"}]
    assert operation["security"] == [{"apiKeyAuth": [], "appKeyAuth": []}]
    assert set(operation["x-exempt"]) == {"scope", "429"}
    assert list(operation["responses"]) == ["200", "400", "401", "403", "404"]
    success = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert success == {"$ref": "#/components/schemas/TimelineResponse"}
    schemas = spec["components"]["schemas"]
    # The object and the enum without names have been given some; null is where they are used.
    data = schemas["CaseCommentRequestData"]
    assert data["properties"]["type"]["$ref"] == "#/components/schemas/CaseResourceType"
    assert schemas["CaseCommentAttributesMood"]["enum"] == ["good", "bad"]
    mood = schemas["CaseCommentAttributes"]["properties"]["mood"]
    assert mood["oneOf"] == [{"$ref": "#/components/schemas/CaseCommentAttributesMood"}, {"type": "null"}]
    assert schemas["CaseCommentRequest"]["example"] == {
        "data": {"attributes": {"comment": "Hello", "mood": "good"}, "type": "case"}
    }
    arguments = {argument.name: argument.annotation for argument in described(spec)["comment_case"].arguments}
    assert arguments == {
        "case_id": "str | UUID",
        "comment": "str",
        "mood": "models.CaseCommentAttributesMood | str | None",
    }
    assert [note.partition(": the vendor ")[::2] for note in notes if "CaseComment" in note] == [
        ("CaseCommentRequestData", "has no description; wrote `The case comment request data.`"),
        ("CaseCommentAttributes", "has no description; wrote `The case comment attributes.`"),
        ("CaseCommentRequestData.attributes", "has no description; wrote `The attributes.`"),
        ("CaseCommentRequest.data", "has no description; wrote `The data.`"),
    ]
    assert [note.split(": ")[0] for note in notes[:3]] == ["commentCase"] * 3
    assert "AuthZ: [scope]" in "".join(notes)
    assert "security: *" not in new.partition("comment:\n")[2].partition("components:")[0]


def test_an_operation_with_pages(tmp_path: Path) -> None:
    spec, _, notes = adopted(tmp_path, "searchCases")
    operation = spec["paths"]["/api/v2/cases"]["get"]
    assert operation["tags"] == ["Case Management"]
    assert operation["x-pagination"]["pageStart"] == 1
    assert "deprecated" not in operation
    references = [parameter["$ref"].rpartition("/")[2] for parameter in operation["parameters"]]
    # The page size differs from that of the timeline, the page number does not.
    assert references == ["SearchCasesPageSize", "PageNumber", "SortField", "Since"]
    parameters = spec["components"]["parameters"]
    assert parameters["SearchCasesPageSize"]["schema"] == {"type": "integer", "format": "int64", "default": 10}
    assert parameters["Since"]["schema"] == {"type": "string", "format": "date-time"}
    schemas = spec["components"]["schemas"]
    assert schemas["SortField"]["x-enum-varnames"] == ["CREATED_AT", "PRIORITY_DESCENDING"]
    fields = schemas["CasesResponse"]["properties"]
    assert fields["owner"]["oneOf"] == [{"$ref": "#/components/schemas/NullableOwner"}, {"type": "null"}]
    # The same as a schema of ours, but for its texts.
    assert fields["timestamps"]["$ref"] == "#/components/schemas/CaseObjectAttributes"
    assert "deprecated" not in fields["old"]
    assert fields["older"] == {
        "type": "string", "description": "Deprecated, use `old` instead.", "deprecated": True, "example": "text",
    }  # fmt: skip
    assert fields["next"]["$ref"] == "#/components/schemas/CasesResponse"
    assert "next" not in schemas["CasesResponse"]["example"]
    assert schemas["CasesResponse"]["example"]["data"][0]["attributes"]["key"] == "CASEM-4523"
    flow = spec["components"]["securitySchemes"]["AuthZ"]["flows"]["authorizationCode"]
    assert flow["scopes"]["cases_search"] == "Search cases."
    found = described(spec)["search_cases"]
    assert (found.iterator, found.scopes) == ("iter_cases", ["cases_search"])
    assert "CasesResponse.old: deprecated, and the vendor names no replacement; not marked" in notes


def test_an_alias_is_used_where_the_spec_has_an_anchor(tmp_path: Path) -> None:
    without = TEXT[: TEXT.index("  /api/v2/cases/{case_id}/watchers:\n")]
    without += TEXT[TEXT.index("  /api/v2/cases/{case_id}/timelines:\n") :].replace(
        "security: *read",
        "security: &read\n        - apiKeyAuth: []\n          appKeyAuth: []\n        - AuthZ: [cases_read]",
        1,
    )
    # Nothing else uses the schemas of watchers, which does not matter here.
    new, _, _ = adoption.adopt(without, vendor.read(published(tmp_path), "/api/v2/cases"), "listCaseWatchers")
    assert "      operationId: listCaseWatchers\n" in new
    assert "      security: *read\n" in new.partition("operationId: listCaseWatchers\n")[2]


def test_an_unknown_operation_lists_the_closest(tmp_path: Path) -> None:
    with pytest.raises(AdoptError, match=r"no operation 'ComentCase'\. Closest: CommentCase"):
        adopted(tmp_path, "ComentCase")
    with pytest.raises(AdoptError, match="Closest: none"):
        adopted(tmp_path, "Zzz")


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    copy = tmp_path / "copy"
    copy.mkdir()
    copy_project(
        copy, "openapi", "runtime", "tools", "generated", "tests", "generator-config.yaml", "CHANGELOG.md",
        "CONTRIBUTING.md", "pyproject.toml", ".gitignore",
    )  # fmt: skip
    git_commit_all(copy)
    return copy


def make_adopt(copy: Path, name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.adopt", name, "--sdist", str(published(folder))]
    return subprocess.run(
        command, cwd=copy, env={**os.environ, "PYTHONPATH": str(copy / "generated")}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_adopting_writes_everything(repository: Path, tmp_path: Path) -> None:
    """Spec, package, recordings, version and changelog; the contract tests pass with no other edit."""
    before = load(SPEC)["info"]["version"]
    major, minor, patch = before.split(".")
    version = f"{major}.{minor}.{int(patch) + 1}"
    for name in ("CommentCase", "SearchCases"):
        result = make_adopt(repository, name, tmp_path)
        assert result.returncode == 0, result.stderr
        assert f"was added: the spec has version {version}.\n" in result.stdout
    log = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    lines = "- The operation `search_cases`.\n- The operation `comment_case`.\n"
    assert f"{changelog.heading(version)}\n\n### Added\n\n{lines}\n## {before} - " in log
    assert sorted(path.name for path in (repository / "tests/cassettes/search_cases").iterdir()) == [
        "200.yaml", "400.yaml", "401.yaml", "403.yaml", "404.yaml", "429.yaml",
    ]  # fmt: skip
    spec = (repository / "openapi/case-management.yaml").read_text(encoding="utf-8").splitlines()
    (line,) = {int(row.split(":")[1]) for row in result.stdout.splitlines() if "CasesResponse.old: deprecated" in row}
    assert spec[line - 1] == "        old:"
    tests = run_tests(repository, "contract/test_cassettes", "contract/test_replay", "runtime/test_api")
    assert tests.returncode == 0, tests.stdout
    again = make_adopt(repository, "CommentCase", tmp_path)
    assert (again.returncode, again.stderr) == (2, "make adopt: the spec has commentCase already: nothing changed\n")


def test_nothing_changes_if_a_step_fails(repository: Path, tmp_path: Path) -> None:
    fixtures = repository / "tools/fixtures/__main__.py"
    fixtures.write_text("raise SystemExit('no fixtures today')\n", encoding="utf-8")
    git_commit_all(repository)
    result = make_adopt(repository, "CommentCase", tmp_path)
    assert result.returncode == 1
    assert "make adopt: make fixtures failed, so all changes were undone\n" in result.stderr
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=repository, capture_output=True, text=True, check=True
    )
    assert status.stdout == ""


@pytest.mark.parametrize(
    ("name", "message"),
    [("", "which operation? Fix: make adopt OPERATION=CommentCase"), ("Coment", "has no operation 'Coment'")],
)
def test_an_operation_that_cannot_be_adopted(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, message: str
) -> None:
    arguments = [name, "--root", str(repository), "--sdist", str(published(tmp_path))]
    assert adopt.main(arguments) == 2
    assert f"make adopt: {message}" in capsys.readouterr().err.replace("the vendor's document ", "")
    assert (repository / "CHANGELOG.md").read_bytes() == (ROOT / "CHANGELOG.md").read_bytes()
