"""make validate: every rule finds its seeded defect, with the line and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from validate import SPEC, explain, main, problems

TEXT = SPEC.read_text(encoding="utf-8")

# What is wrong: what is replaced, by what, and what is told.
DEFECTS = {
    "not YAML": ("paths:\n", "paths: [\n", "not YAML"),
    "not a document": (TEXT, "just text", "write a mapping"),
    "a key twice": ("paths:\n", "info: {}\npaths:\n", "'info' stands here twice"),
    "a dangling $ref": ("schemas/CaseWatchersResponse", "schemas/Nowhere", "which is not there"),
    "a duplicate operationId": ("operationId: listCaseWatchers", "operationId: watchCase", "is not unique"),
    "an undeclared path parameter": ("{case_id}/insights:", "{case_id}/insights/{insight_id}:", "insight_id"),
    "no OpenAPI": ("deprecated: true", "deprecated: 1", "is not of type 'boolean'"),
    "an example that its schema rejects": ("example: P2\n", "example: P9\n", "its own schema rejects it: 'P9'"),
    "a timestamp that is none": (
        'example: "2019-09-19T10:00:00.000Z"',
        "example: yesterday",
        "rejects it: 'yesterday'",
    ),
    "a parameter's wrong example": ("example: 50\n", "example: fifty\n", "its own schema rejects it: 'fifty'"),
    "a parameter without an example": ("      example: 50\n", "", "no example: add `example:`"),
    "no operationId": ("      operationId: watchCase\n", "", "no operationId: add `operationId:`"),
    "no tag": ("      tags: [Case Management]\n", "", "no tags: add `tags:`"),
    "no summary": ("      summary: Watch a case\n", "", "no summary: add `summary:`"),
    "no security": ("      security: *read\n", "", "no security: add the keys, and OAuth"),
    "no scope": ("        - AuthZ: [cases_read]\n", "        - AuthZ: []\n", "no OAuth scope"),
    "no error status": ('        "404": { $ref: "#/components/responses/NotFound" }\n', "", "no 404: add it"),
    "an inline object": (
        '          $ref: "#/components/schemas/JSONAPIErrorItemMeta"\n          description: Whatever',
        "          type: object\n          example: {}\n          description: Whatever",
        "an inline object would get a made-up class name: move it to components/schemas",
    ),
    "an inline enum": (
        '          $ref: "#/components/schemas/CasePriority"\n',
        "          type: string\n          enum: [P1]\n          example: P1\n",
        "an inline enum would get a made-up class name",
    ),
    "an unused schema": (
        "    CaseType:\n",
        "    Lonely: { type: string, description: Alone., example: x }\n\n    CaseType:\n",
        "Lonely: nothing uses it: refer to it, or delete it",
    ),
    "no description of a schema": (
        "      description: The kind of a case, as the deprecated field knows it.\n",
        "",
        "no description",
    ),
    "no description of a property": ("          description: How urgent the case is.\n", "", "no description"),
    "no example of a property": ("          example: CASEM-4523\n", "", "no example"),
    "an enum value twice": ("[NOT_DEFINED, P1, P2", "[NOT_DEFINED, P1, P1, P2", "stands here twice"),
    "no replacement for what is deprecated": (
        '"Deprecated, use `status_name` instead. The',
        '"Deprecated. The',
        "deprecated without a replacement",
    ),
}


@pytest.mark.parametrize(("old", "new", "told"), DEFECTS.values(), ids=DEFECTS)
def test_a_seeded_defect_is_found_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in TEXT
    path = tmp_path / "spec.yaml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    found = problems(path)
    assert any(told in problem.message for problem in found), found
    # The first line that differs, or one that speaks of what is gone or says it again, a screen around it.
    lines = zip(TEXT.splitlines(), path.read_text(encoding="utf-8").splitlines(), strict=False)
    changed = next((number for number, (before, after) in enumerate(lines, 1) if before != after), 1)
    assert any(told in problem.message and abs(problem.line - changed) <= 40 for problem in found), (changed, found)


def test_the_spec_itself_has_no_problem(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert problems() == []
    monkeypatch.setattr("sys.argv", ["validate.py"])
    assert main() == 0
    assert capsys.readouterr().out == "case-management.yaml: valid\n"


def test_in_ci_they_are_annotations_on_the_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(TEXT.replace("operationId: watchCase\n", "summary_: x\n", 1), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (terminal,) = [line for line in explain(path) if "operationId" in line or "summary_" in line][:1]
    assert terminal.startswith("spec.yaml:")
    monkeypatch.setenv("CI", "true")
    (annotation,) = [line for line in explain(path) if "operationId" in line or "summary_" in line][:1]
    assert annotation.startswith("::error file=spec.yaml,line=")
