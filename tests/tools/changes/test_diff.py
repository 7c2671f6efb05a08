"""make diff reports what a change of the spec means for callers, and the version that it requires."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from helpers import SPEC_DOCUMENT
from repository import copy_project, git_commit_all
from tools.changes import changelog, packages
from tools.changes.specs import Change, changes, subjects
from tools.changes.versions import asked_version
from tools.codegen.package import generate
from tools.diff import main
from tools.lint.check import problems
from tools.paths import PACKAGE, ROOT, SPEC
from yaml import safe_load

pytestmark = pytest.mark.usefixtures("elsewhere")

TEXT = SPEC.read_text(encoding="utf-8")

# An edit, and the reported change; None if callers cannot notice it.
EDITS: dict[str, tuple[str, str, str | None]] = {
    "a new field": ("        type_id:\n", "        size: { type: integer }\n        type_id:\n", "compatible  CaseAttributes: field size was added"),
    "a new field that must be sent": ("      required: [ref, resource_id, type]\n      properties:\n", "      required: [ref, resource_id, type, size]\n      properties:\n        size: { type: integer }\n", "breaking    CaseInsight: field size was added"),
    "a new field that is always received": ("      required: [id, relationships, type]\n      properties:\n", "      required: [id, relationships, type, size]\n      properties:\n        size: { type: integer }\n", "compatible  CaseWatcher: field size was added"),
    "a removed field": ("        status_name:\n          type: string\n          description: The status, by its name; one of those that the case's type has.\n          example: Open\n", "", "breaking    CaseAttributes: field status_name was removed"),
    "a new enum value": ("enum: [STANDARD]", "enum: [STANDARD, OTHER]", "compatible  CaseType: value OTHER was added"),
    "a removed enum value": ("P4, P5]", "P4]", "breaking    CasePriority: value P5 was removed"),
    "an enum value with another name": ("      enum: [STANDARD]\n", "      enum: [STANDARD]\n      x-enum-varnames: [USUAL]\n", "breaking    CaseType: STANDARD is called USUAL, was STANDARD"),
    "a received field that becomes optional": ("required: [id, relationships, type]", "required: [id, type]", "breaking    CaseWatcher: field relationships is optional"),
    "a received field that becomes required": ("      properties:\n        author:\n", "      required: [type]\n      properties:\n        author:\n", "compatible  TimelineCell: field type is required"),
    "a sent field that becomes optional": ("      required: [ref, resource_id, type]\n", "      required: [ref, resource_id]\n", "compatible  CaseInsight: field type is optional"),
    "a received field that is null no more": ('type: [string, "null"]\n          format: date-time\n          description: When the case was closed', "type: string\n          format: date-time\n          description: When the case was closed", "compatible  CaseAttributes: field closed_at is datetime.datetime, was datetime.datetime | null"),
    "a received field that may be null": ("          type: string\n          description: The identifier of the watcher entry.", '          type: [string, "null"]\n          description: The identifier of the watcher entry.', "breaking    CaseWatcher: field id is str | null, was str"),
    "a sent field of another type": ("          type: string\n          description: The identifier of the resource,", "          type: integer\n          description: The identifier of the resource,", "breaking    CaseInsight: field resource_id is int, was str"),
    "a sent field that takes more": ("          type: string\n          description: The identifier of the resource,", "          oneOf: [{ type: string }, { type: integer }]\n          description: The identifier of the resource,", "compatible  CaseInsight: field resource_id is int | str, was str"),
    "an array that may be longer": ("          maxItems: 100\n", "          maxItems: 200\n", "compatible  CaseInsightsAttributes: field insights: maxItems is 200, was 100"),
    "an array that may not be as long": ("          maxItems: 100\n", "          maxItems: 50\n", "breaking    CaseInsightsAttributes: field insights: maxItems is 50, was 100"),
    "an array without a limit": ("          maxItems: 100\n", "", "compatible  CaseInsightsAttributes: field insights: maxItems is none, was 100"),
    "a removed member of a oneOf": ('      oneOf:\n        - $ref: "#/components/schemas/TimelineCellContentComment"\n', '      oneOf:\n        - type: string\n', "breaking    TimelineCell: field cell_content is str"),
    "other fields of another type": ("        description: The values of the key.\n        items: { type: string }\n", "        description: The values of the key.\n        items: { type: integer }\n", "breaking    CaseObjectAttributes: every other field is list[int], was list[str]"),
    "a deprecated field": ("        status_name:\n", "        status_name:\n          deprecated: true\n", "compatible  CaseAttributes: field status_name is deprecated"),
    "a new default": ("          type: string\n          description: The identifier of the resource,", "          type: string\n          default: x\n          description: The identifier of the resource,", "breaking    CaseInsight: field resource_id: the default is x, was none"),
    "a new parameter": ('        - $ref: "#/components/parameters/SortAscending"\n', '        - $ref: "#/components/parameters/SortAscending"\n        - { name: q, in: query, schema: { type: string } }\n', "compatible  listCaseTimeline: argument q was added"),
    "a new parameter that must be given": ('        - $ref: "#/components/parameters/SortAscending"\n', '        - $ref: "#/components/parameters/SortAscending"\n        - { name: q, in: query, required: true, schema: { type: string } }\n', "breaking    listCaseTimeline: argument q was added"),
    "a removed parameter": ('        - $ref: "#/components/parameters/SortAscending"\n', "", "breaking    listCaseTimeline: argument sort_ascending was removed"),
    "a parameter that takes more": ("      schema: { type: integer, minimum: 1, default: 100 }", "      schema: { type: number, minimum: 1, default: 100 }", "compatible  listCaseTimeline: argument page_size is float, was int"),
    "a parameter that takes less": ("      schema: { type: boolean, default: false }", "      schema: { type: integer }", "breaking    listCaseTimeline: argument sort_ascending is int, was bool"),
    "a higher minimum": ("      schema: { type: integer, minimum: 1, default: 100 }", "      schema: { type: integer, minimum: 2, default: 100 }", "breaking    listCaseTimeline: argument page_size: minimum is 2, was 1"),
    "a lower minimum": ("      schema: { type: integer, minimum: 1, default: 100 }", "      schema: { type: integer, default: 100 }", "compatible  listCaseTimeline: argument page_size: minimum is none, was 1"),
    "a maximum": ("      schema: { type: integer, minimum: 1, default: 100 }", "      schema: { type: integer, minimum: 1, maximum: 9, default: 100 }", "breaking    listCaseTimeline: argument page_size: maximum is 9, was none"),
    "a parameter that is deprecated": ("      name: page[size]\n", "      name: page[size]\n      deprecated: true\n", "compatible  listCaseTimeline: argument page_size is deprecated"),
    "a parameter in another place": ("      name: sort[ascending]\n      in: query\n", "      name: sort[ascending]\n      in: header\n", "compatible  listCaseTimeline: argument sort_ascending is sent as sort[ascending] in the header, was sort[ascending] in the query"),
    "another path": ("{case_id}/insights:", "{case_id}/findings:", "breaking    addCaseInsights is PUT /api/v2/cases/{case_id}/findings, was PUT /api/v2/cases/{case_id}/insights"),
    "a renamed operation": ("operationId: watchCase", "operationId: followCase", "breaking    operation watchCase was removed"),
    "a deprecated operation": ("operationId: watchCase", "operationId: watchCase\n      deprecated: true", "compatible  watchCase is deprecated"),
    "another success": ('schema: { $ref: "#/components/schemas/CaseWatchersResponse" }', 'schema: { $ref: "#/components/schemas/TimelineResponse" }', "breaking    listCaseWatchers returns models.TimelineResponse, was models.CaseWatchersResponse"),
    "a body of a success": ("          description: The user watches the case. The response has no body.\n", '          description: x\n          content: { application/json: { schema: { $ref: "#/components/schemas/CaseResponse" } } }\n', "breaking    watchCase returns models.CaseResponse, was None"),
    "one more success": ('        "201":\n', '        "200": { description: x, content: { application/json: { schema: { $ref: "#/components/schemas/CaseResponse" } } } }\n        "201":\n', "breaking    watchCase returns models.CaseResponse | None, was None"),
    "another success with the same output": ('        "201":\n', '        "200":\n', None),
    "a removed error": ('        "404": { $ref: "#/components/responses/NotFound" }\n', "", "breaking    watchCase: status 404 was removed"),
    "a new error": ('        "404": { $ref: "#/components/responses/NotFound" }\n', '        "404": { $ref: "#/components/responses/NotFound" }\n        "409": { description: x }\n', "compatible  watchCase: status 409 was added"),
    "another error schema": ('        "404": { $ref: "#/components/responses/NotFound" }\n', '        "404": { $ref: "#/components/responses/JSONAPINotFound" }\n', "breaking    watchCase: status 404 is parsed as JSONAPIErrorResponse, was APIErrorResponse"),
    "an optional body": ("        required: true\n        content:\n", "        content:\n", "breaking    addCaseInsights: argument insights was removed"),
    "another media type of a body": ("        required: true\n        content:\n          application/json:\n", "        required: true\n        content:\n          application/vnd.api+json:\n", "compatible  addCaseInsights: the body is sent as application/vnd.api+json, was application/json"),
    "a scope": ("        - AuthZ: [cases_write]", "        - AuthZ: [cases_write, cases_read]", "breaking    addCaseInsights: AuthZ cases_write is no longer enough"),
    "one way less to authenticate": ("        - AuthZ: [cases_read]\n", "", "breaking    listCaseTimeline: AuthZ cases_read is no longer enough"),
    "no pages": ("      x-pagination:\n        limitParam: page[size]\n        pageParam: page[number]\n        pageStart: 0\n        resultsPath: data\n", "", "breaking    listCaseTimeline: iter_case_timeline was removed"),
    "another first page": ("        pageStart: 0\n", "        pageStart: 1\n", "compatible  listCaseTimeline: iter_case_timeline is paged differently"),
    "a new site": ("          - us3.datadoghq.com\n", "          - us3.datadoghq.com\n          - uk9.datadoghq.com\n", "compatible  site uk9.datadoghq.com was added"),
    "a removed site": ("          - us3.datadoghq.com\n", "", "breaking    site us3.datadoghq.com was removed"),
    "another default site": ("        default: datadoghq.com\n", "        default: datadoghq.eu\n", "breaking    the default site is datadoghq.eu, was datadoghq.com"),
    "another server": ("https://api.{site}", "https://apis.{site}", "breaking    the server is https://apis.{site}, was https://api.{site}"),
    "another header for a key": ("      name: DD-API-KEY\n", "      name: DD-KEY\n", "breaking    apiKeyAuth is sent as DD-KEY, was DD-API-KEY"),
    "a new description": ("How urgent the case is.", "How pressing the case is.", None),
    "a format that changes nothing": ("      schema: { type: integer, minimum: 1, default: 100 }", "      schema: { type: integer, format: int64, minimum: 1, default: 100 }", None),
    "another example": ("      example: 50\n", "      example: 51\n", None),
    "another order of fields": ("      required: [id, relationships, type]", "      required: [type, relationships, id]", None),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), EDITS.values(), ids=EDITS)
def test_a_change_is_reported_and_marked(old: str, new: str, message: str | None) -> None:
    assert old in TEXT
    found = [str(change) for change in changes(SPEC_DOCUMENT, safe_load(TEXT.replace(old, new, 1)))]
    if message is None:
        assert found == [], found
    else:
        assert any(line.startswith(message) for line in found), found


def test_equal_specs_have_no_changes() -> None:
    assert changes(SPEC_DOCUMENT, safe_load(TEXT)) == []


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
    """A repository with the current files committed."""
    copy_project(tmp_path, "openapi", "runtime", "generated", "generator-config.yaml", "CHANGELOG.md")
    git_commit_all(tmp_path)
    return tmp_path


def test_check_asks_for_a_version_and_an_entry(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = ["--root", str(repository), "--check"]
    version = yaml.safe_load(TEXT)["info"]["version"]
    asked = asked_version(version, [Change("breaking", "x")])
    assert main(root) == 0
    spec, log = repository / "openapi/case-management.yaml", repository / "CHANGELOG.md"
    text = TEXT.replace("page[size]", "page[limit]")
    spec.write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "tools.generate", "--root", str(repository)], check=True)
    assert main(root) == 1
    output = capsys.readouterr().out
    assert "breaking    listCaseTimeline: argument page_size was removed" in output
    assert "compatible  listCaseTimeline: argument page_limit was added" in output
    assert "Python" not in output
    assert f"write `version: {asked}`" in output
    spec.write_text(text.replace(f"version: {version}", f"version: {asked}"), encoding="utf-8")
    assert main(root) == 1
    assert f"write `{changelog.heading(asked)}`" in capsys.readouterr().out
    log.write_text(f"# Changelog\n\n{changelog.heading(asked)}\n\n- Pages have a limit.\n")
    assert main(root) == 0


def test_a_missing_git_ref_is_reported(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(repository), "--base", "nowhere"]) == 2
    assert "'nowhere' has no spec" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "edit", "lines"),
    [
        ("_base_client.py", ("max_retries: int = ", "retries: int = "), ["breaking    Python client.Client.__init__(max_retries) was removed", "compatible  Python client.Client.__init__(retries) was added"]),
        ("_base_client.py", ("        limits: httpx.Limits | None = None,\n", "        limits: httpx.Limits | None = None,\n        new: int = 1,\n"), ["compatible  Python client.Client.__init__(new) was added"]),
        ("_base_client.py", ("        limits: httpx.Limits | None = None,\n", "        limits: httpx.Limits | None = None,\n        new: int,\n"), ["breaking    Python client.Client.__init__(new) was added"]),
        ("errors.py", ("class ServerError(", "class GoneError(APIStatusError):\n    pass\n\n\nclass ServerError("), ["compatible  Python errors.GoneError was added"]),
        ("errors.py", ("class NotFoundError(APIStatusError)", "class NotFoundError(CaseManagementError)"), ["breaking    Python errors.NotFoundError is a class of CaseManagementError, was a class of APIStatusError"]),
        ("_retries.py", ('"PUT", "DELETE"', '"PUT"'), ["breaking    Python _retries.IDEMPOTENT_METHODS is frozenset(('GET', 'HEAD', 'OPTIONS', 'PUT')), was frozenset(('GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'))"]),
        ("testing.py", ("    def client(self, **settings: Any) -> Client:", "    def client(self) -> Client:"), ["breaking    Python testing.FakeService.client(settings) was removed"]),
        ("_call.py", ("    def close(self)", "    def shut(self)"), ["breaking    Python client.Client.close was removed", "compatible  Python client.Client.shut was added"]),
        ("_call.py", ("_current_credentials", "_credentials_now"), []),
        ("models/case_type.py", ('STANDARD = "STANDARD"', 'USUAL = "STANDARD"'), ["breaking    Python models.CaseType.STANDARD was removed", "compatible  Python models.CaseType.USUAL was added"]),
        ("models/case_attributes.py", ("title: str | Unset = UNSET", "title: str | int | Unset = UNSET"), ["breaking    Python models.CaseAttributes.title is Unset | int | str, UNSET by default, was Unset | str, UNSET by default"]),
        # The base class of the models has the same method.
        ("models/case.py", ("    def to_dict(self)", "    @classmethod\n    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:\n        return cls()\n\n    def to_dict(self)"), []),
        ("models/case.py", ("    def to_dict(self)", "    @classmethod\n    def from_dict(cls, src_dict: dict[str, Any]) -> Self:\n        return cls()\n\n    def to_dict(self)"), ["breaking    Python models.Case.from_dict(src_dict) is dict[str, Any], at position 1, was Mapping[str, Any], at position 1"]),
    ],
)  # fmt: skip
def test_a_change_of_the_package_alone(tmp_path: Path, name: str, edit: tuple[str, str], lines: list[str]) -> None:
    """Such as a change of runtime/ or a template, which the specs do not show."""
    shutil.copytree(ROOT / PACKAGE, tmp_path / PACKAGE.name)
    path = tmp_path / PACKAGE.name / name
    text = path.read_text(encoding="utf-8")
    assert edit[0] in text
    path.write_text(text.replace(*edit), encoding="utf-8")
    found = packages.changes((ROOT / PACKAGE).parent, tmp_path, set())
    assert [str(change) for change in found] == lines


def test_a_change_found_in_the_specs_is_not_reported_again(tmp_path: Path) -> None:
    shutil.copytree(ROOT / PACKAGE, tmp_path / PACKAGE.name)
    path = tmp_path / PACKAGE.name / "models/case_type.py"
    path.write_text(path.read_text(encoding="utf-8").replace("STANDARD =", "USUAL ="), encoding="utf-8")
    assert packages.changes((ROOT / PACKAGE).parent, tmp_path, {"CaseType"}) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("paths:\n", "paths: [\n", "the spec is not valid:\n"),
        ("      operationId: watchCase\n", "", "no operationId: add `operationId:`"),
        ("  version: ", "  version: rc", "must be three numbers, such as 1.2.3"),
    ],
)
def test_an_invalid_spec_is_reported(
    repository: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    spec = repository / "openapi/case-management.yaml"
    spec.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    assert main(["--root", str(repository)]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("paths:\n", "paths: [\n", "the spec of HEAD cannot be read"),
        ("      operationId: watchCase\n", "", "the spec of HEAD cannot be compared (KeyError: 'operationId')"),
        ("  version: ", "  version: rc", "is not three numbers"),
        ("info:\n", "information:\n", "the spec of HEAD cannot be read: 'info'"),
    ],
)
def test_an_invalid_base_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    copy_project(tmp_path, "openapi", "runtime", "generated", "generator-config.yaml", "CHANGELOG.md")
    spec = tmp_path / "openapi/case-management.yaml"
    spec.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    git_commit_all(tmp_path)
    spec.write_text(TEXT, encoding="utf-8")
    assert main(["--root", str(tmp_path), "--base", "HEAD"]) == 2
    assert message in capsys.readouterr().err


def mutated(random: Random) -> dict[str, Any]:
    """The spec with one part of it deleted, doubled or of another type."""
    spec: dict[str, Any] = json.loads(json.dumps(safe_load(TEXT)))
    while True:
        node: Any = spec["components"]["schemas"] if random.random() < 0.5 else spec["paths"]
        for _ in range(random.randint(1, 5)):
            inner = [
                value
                for value in (node.values() if isinstance(node, dict) else node)
                if value and isinstance(value, (dict, list))
            ]
            if not inner:
                break
            node = random.choice(inner)
        key = random.choice(list(node) if isinstance(node, dict) else range(len(node)))
        if isinstance(node, list):
            del node[key]
        elif key in ("minItems", "maxItems"):
            node[key] += 1
        elif key == "type" and node[key] == "string":
            node[key] = random.choice(["integer", "boolean"])
        elif key in ("description", "summary", "example", "$ref"):
            continue
        else:
            del node[key]
        return spec


def public(package: Path) -> dict[str, Any]:
    """The signatures and fields that the public modules of a package define."""
    found: dict[str, Any] = {}
    for path in [package / "client.py", *package.glob("api/*/*.py"), *package.glob("models/*.py")]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for part in node.body if isinstance(node, ast.ClassDef) else [node]:
                name = getattr(part, "name", None) or getattr(getattr(part, "target", None), "id", None)
                if isinstance(part, ast.Assign):
                    name = ast.unparse(part.targets[0])
                if name and name[0] != "_" and not name.startswith("to_"):
                    seen = ast.unparse(part)
                    if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                        seen = f"{ast.unparse(part.args)} {ast.unparse(part.returns) if part.returns else ''}"
                    found[f"{path.stem}.{getattr(node, 'name', '')}.{name}"] = seen
    return found


def test_every_change_of_the_package_is_reported(tmp_path: Path) -> None:
    """Random mutations of the spec; those without effect are not reported."""
    copy_project(tmp_path, "openapi", "runtime", "generator-config.yaml")
    spec, reported = tmp_path / "openapi/case-management.yaml", 0
    for seed in range(40):
        new = mutated(Random(seed))
        spec.write_text(yaml.safe_dump(new, sort_keys=False), encoding="utf-8")
        if problems(spec):
            continue
        shutil.rmtree(tmp_path / "generated", ignore_errors=True)
        generate(tmp_path, tmp_path / PACKAGE)
        found = changes(SPEC_DOCUMENT, new)
        known = subjects(found, SPEC_DOCUMENT, new)
        found += packages.changes(ROOT / PACKAGE.parent, tmp_path / PACKAGE.parent, known)
        assert bool(found) or public(tmp_path / PACKAGE) == public(ROOT / PACKAGE), seed
        reported += bool(found)
    assert reported > 5
