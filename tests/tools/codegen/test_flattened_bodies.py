"""Bodies of the form `{data: {type, attributes}}` become arguments for any operation, such as four of the vendor's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from repository import copy_project
from tools.paths import PACKAGE

SPEC = "openapi/case-management.yaml"


def model(name: str, required: list[str] | None = None, **properties: dict[str, Any]) -> dict[str, Any]:
    for key, schema in properties.items():
        schema.setdefault("description", f"The {key}.")
    return {
        "type": "object",
        "description": f"{name}.",
        "required": list(properties) if required is None else required,
        "properties": properties,
    }


def text(example: str = "x") -> dict[str, Any]:
    return {"type": "string", "example": example}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


# As in the vendor's document, plus one of another form, and one with optional attributes.
SCHEMAS = {
    "CaseEmptyRequest": model("CaseEmptyRequest", data=ref("CaseEmpty")),
    "CaseEmpty": model("CaseEmpty", type=ref("CaseResourceType")),
    "CaseAssignRequest": model("CaseAssignRequest", data=ref("CaseAssign")),
    "CaseAssign": model("CaseAssign", attributes=ref("CaseAssignAttributes"), type=ref("CaseResourceType")),
    "CaseAssignAttributes": model("CaseAssignAttributes", assignee_id=text()),
    "CaseCommentRequest": model("CaseCommentRequest", data=ref("CaseComment")),
    "CaseComment": model("CaseComment", attributes=ref("CaseCommentAttributes"), type=ref("CaseResourceType")),
    "CaseCommentAttributes": model("CaseCommentAttributes", comment=text()),
    "CaseUpdatePriorityRequest": model("CaseUpdatePriorityRequest", data=ref("CaseUpdatePriority")),
    "CaseUpdatePriority": model(
        "CaseUpdatePriority", attributes=ref("CaseUpdatePriorityAttributes"), type=ref("CaseResourceType")
    ),
    "CaseUpdatePriorityAttributes": model("CaseUpdatePriorityAttributes", priority=ref("CasePriority")),
    "CaseEditRequest": model("CaseEditRequest", data=ref("CaseEdit")),
    "CaseEdit": model("CaseEdit", attributes=ref("CaseEditAttributes"), type=ref("CaseResourceType")),
    "CaseEditAttributes": model(
        "CaseEditAttributes",
        ["title"],
        due={"type": ["string", "null"], "format": "date-time", "example": None},
        filter=text(),
        tags={"type": "array", "items": {"type": "string"}, "example": ["a"]},
        title=text(),
    ),
    "CaseLinkRequest": model("CaseLinkRequest", id=text()),
}
OPERATIONS = {
    "archive": ("archiveCase", "CaseEmptyRequest"),
    "assign": ("assignCase", "CaseAssignRequest"),
    "comment": ("commentCase", "CaseCommentRequest"),
    "priority": ("updatePriority", "CaseUpdatePriorityRequest"),
    "edit": ("editCase", "CaseEditRequest"),
    "link": ("linkCase", "CaseLinkRequest"),
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flattened")
    copy_project(folder, "openapi", "runtime", "tools", "generator-config.yaml")
    spec = yaml.safe_load((folder / SPEC).read_text(encoding="utf-8"))
    like = spec["paths"]["/api/v2/cases/{case_id}/insights"]["put"]
    for path, (name, schema) in OPERATIONS.items():
        body = {"required": True, "content": {"application/json": {"schema": ref(schema)}}}
        # It has the name of another attribute, and of a Python builtin.
        query = {"name": "filter", "in": "query", "description": "x", "schema": ref("CasePriority")}
        parameters = [*like["parameters"], query] if name == "archiveCase" else like["parameters"]
        operation = {**like, "operationId": name, "summary": f"{name}.", "requestBody": body, "parameters": parameters}
        spec["paths"][f"/api/v2/cases/{{case_id}}/{path}"] = {"post": operation}
    spec["components"]["schemas"] |= SCHEMAS
    (folder / SPEC).write_text(yaml.safe_dump(spec, sort_keys=False), encoding="utf-8")
    # The rules of `make validate` about examples are not the subject here.
    code = "import sys; from pathlib import Path; from tools.codegen import package; package.generate(*map(Path, sys.argv[1:]))"
    command = [sys.executable, "-c", code, str(folder), str(folder / PACKAGE)]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return folder / PACKAGE


PROGRAM = """
import datetime, json, sys
import httpx
from datadog_case_management import Client, models
sent = []
def respond(request):
    sent.append(json.loads(request.content))
    return httpx.Response(200, json={})
client = Client(api_key="a", app_key="b", transport=httpx.MockTransport(respond))
try:
    eval(sys.argv[1])
except (TypeError, ValueError) as error:
    print(json.dumps(f"{type(error).__name__}: {error}"))
else:
    print(json.dumps(sent[0]["data"]))
"""
CASES: dict[str, Any] = {
    'client.archive_case("C")': {"type": "case"},
    'client.archive_case("C", filter="P1")': {"type": "case"},
    'client.archive_case("C", filter=models.CasePriority.P1)': {"type": "case"},
    'client.archive_case("C", filter=1)': "ValueError: filter must be str, not int",
    'client.archive_case("C", body={"data": {"type": "case", "x": 1}})': {"type": "case", "x": 1},
    'client.assign_case("C", assignee_id="U")': {"type": "case", "attributes": {"assignee_id": "U"}},
    'client.comment_case("C", comment="Hi")': {"type": "case", "attributes": {"comment": "Hi"}},
    'client.update_priority("C", priority="P1")': {"type": "case", "attributes": {"priority": "P1"}},
    'client.update_priority("C", priority=models.CasePriority.P2)': {"type": "case", "attributes": {"priority": "P2"}},
    'client.edit_case("C", title="T")': {"type": "case", "attributes": {"title": "T"}},
    'client.edit_case("C", title="T", due=None, filter="f", tags=("a", "b"))': {
        "type": "case",
        "attributes": {"title": "T", "due": None, "filter": "f", "tags": ["a", "b"]},
    },
    'client.edit_case("C", title="T", due=datetime.datetime(2025, 1, 2, tzinfo=datetime.UTC))': {
        "type": "case",
        "attributes": {"title": "T", "due": "2025-01-02T00:00:00Z"},
    },
    'client.edit_case("C", filter="f")': "ValueError: title must be given, or body instead",
    'client.edit_case("C", title="T", tags="ab")': "ValueError: tags must be a list or another sequence, not str",
    'client.edit_case("C", title="T", due="x", body={})': "ValueError: body must not be given together with title and due",
    'client.comment_case("C", comment=3)': "ValueError: comment must be a string, not int",
    'client.link_case("C", body={})': "ValueError: body.id must be given",
    'client.link_case("C", id="x")': "TypeError: Client.link_case() got an unexpected keyword argument 'id'",
}


@pytest.mark.parametrize("call", CASES)
def test_attributes_become_the_body(package: Path, call: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(package.parent)}
    command = [sys.executable, "-c", PROGRAM, call]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == CASES[call]


def test_they_are_typed(package: Path, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "from datadog_case_management import Client\n"
        "def f(client: Client) -> None:\n"
        '    client.archive_case("C")\n'
        '    client.edit_case("C", title="T", due=None, tags=["a"])\n'
        '    client.edit_case("C", tags=["a"])  # type: ignore[call-overload]\n'
        '    client.comment_case("C", comment=3)  # type: ignore[call-overload]\n'
        '    client.link_case("C")  # type: ignore[call-arg]\n'
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, str(package), str(program)]
    result = subprocess.run(command, cwd=package.parent, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
