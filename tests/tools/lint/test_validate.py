"""Every rule of make validate finds its seeded defect, with the line and what to write instead."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.lint import check
from tools.lint.check import explain, problems
from tools.paths import SPEC
from tools.spec.lines import line_of
from tools.validate import main

TEXT = SPEC.read_text(encoding="utf-8")

# The defect: the text that is replaced, its replacement, and the reported problem.
DEFECTS = {
    "not YAML": ("paths:\n", "paths: [\n", "not YAML"),
    "not a document": (TEXT, "just text", "write a mapping"),
    "a key twice": ("paths:\n", "info: {}\npaths:\n", "duplicate key 'info'"),
    "a dangling $ref": ("schemas/CaseWatchersResponse", "schemas/Nowhere", "which does not exist"),
    "a duplicate operationId": (
        "operationId: listCaseWatchers",
        "operationId: watchCase",
        "watchCase has a method watch_case already",
    ),
    "an undeclared path parameter": ("{case_id}/insights:", "{case_id}/insights/{insight_id}:", "insight_id"),
    "not true or false": ("deprecated: true", "deprecated: 1", "must be true or false, not `1`"),
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
    "no security": (
        "      security: *read\n",
        "",
        "no security with the two keys: add `- {apiKeyAuth: [], appKeyAuth: []}`",
    ),
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
    "an enum value twice": ("[NOT_DEFINED, P1, P2", "[NOT_DEFINED, P1, P1, P2", "duplicate value"),
    "no replacement for what is deprecated": (
        '"Deprecated, use `status_name` instead. The',
        '"Deprecated. The',
        "deprecated without a replacement",
    ),
}


# The same, with the reported line: the first with this text.
LOCATED = {
    # Tracebacks of 0.1.3.
    "a schema that refers to itself": (
        "    CaseType:\n",
        '    A: { $ref: "#/components/schemas/A" }\n    CaseType:\n',
        "refers to itself, by way of A",
        "    A:",
    ),
    "schemas in a circle": (
        "    CaseType:\n",
        '    A: { $ref: "#/components/schemas/B" }\n    B: { $ref: "#/components/schemas/A" }\n    CaseType:\n',
        "refers to itself, by way of B",
        "    A:",
    ),
    "a status without quotes": ('        "201":\n', "        201:\n", 'write "201" in quotes', "        201:"),
    "an empty path item": (
        "  /api/v2/cases/{case_id}/insights:\n",
        "  /api/v2/empty:\n  /api/v2/cases/{case_id}/insights:\n",
        "must be a path, not nothing",
        "  /api/v2/empty:",
    ),
    "an anchor that contains itself": (
        "  title: Datadog Case Management\n",
        "  title: &a [*a]\n",
        "an anchor contains itself",
        "  title: &a",
    ),
    "a list as a name": ("  title: Datadog Case Management\n", "  ? [a]\n  : b\n", "a name must be a text", "  ? [a]"),
    "a merge key": (
        "  title: Datadog Case Management\n",
        "  <<: {title: x}\n",
        "write the keys out, instead of `<<`",
        "  <<:",
    ),
    "a tag of Python": (
        "  title: Datadog Case Management\n",
        "  title: !!python/name:os.system x\n",
        "could not determine a constructor",
        "  title: !!python",
    ),
    "a control character": (
        "  title: Datadog Case Management\n",
        "  title: a\x07b\n",
        "is not allowed",
        "  title: a\x07b",
    ),
    "a wrong number": (
        "  title: Datadog Case Management\n",
        "  title: !!int x\n",
        "write it in quotes",
        "  title: !!int",
    ),
    # Accepted by 0.1.3.
    "a property dedented": (
        "        data:\n          type: array\n",
        "      data:\n          type: array\n",
        "a schema has no `data`: if it is a field, indent it",
        "\n      data:\n          type: array",
    ),
    "propertys": (
        "      required: [errors]\n      properties:\n",
        "      required: [errors]\n      propertys:\n",
        "a schema has no `propertys`: did you mean `properties`?",
        "      propertys:",
    ),
    "requred": (
        "      required: [errors]\n",
        "      requred: [errors]\n",
        "did you mean `required`?",
        "      requred:",
    ),
    "minItem": ("          minItems: 1\n", "          minItem: 1\n", "did you mean `minItems`?", "          minItem:"),
    "format: datetime": (
        "          format: date-time\n",
        "          format: datetime\n",
        "string has no format datetime that the client knows: did you mean `date-time`?",
        "format: datetime",
    ),
    "a type of JSON that OpenAPI lacks": (
        "      type: string\n      description: The kind of a case",
        "      type: str\n      description: The kind of a case",
        "must be one of string, integer",
        "      type: str\n",
    ),
    "an unknown security scheme": (
        "        - AuthZ: [cases_read]",
        "        - Auth: [cases_read]",
        "no security scheme is called Auth: did you mean `AuthZ`?",
        "- Auth: [",
    ),
    "an unknown scope": (
        "        - AuthZ: [cases_read]",
        "        - AuthZ: [case_read]",
        "AuthZ has no scope case_read: did you mean `cases_read`?",
        "[case_read]",
    ),
    "an unknown tag": (
        "      tags: [Case Management]\n",
        "      tags: [Case Managment]\n",
        "no tag is called Case Managment: did you mean `Case Management`?",
        "tags: [Case Managment]",
    ),
    "a number in a string enum": (
        "[NOT_DEFINED, P1,",
        "[NOT_DEFINED, 1,",
        "must be a text, not `1`: write it in quotes",
        "[NOT_DEFINED, 1,",
    ),
    "no in an enum": (
        "[NOT_DEFINED, P1,",
        "[no, P1,",
        "'no' means something else in another version of YAML: write it in quotes",
        "[no, P1",
    ),
    "a date without quotes": (
        "  title: Datadog Case Management\n",
        "  title: 2025-01-01\n",
        "write it in quotes",
        "  title: 2025",
    ),
    "a number for YAML 1.2 alone": (
        "  title: Datadog Case Management\n",
        "  title: 1e400\n",
        "write it in quotes",
        "  title: 1e400",
    ),
    "null in an enum": ("[NOT_DEFINED, P1,", "[null, P1,", "must be a text, not nothing", "[null, P1"),
    "an operationId with a space": (
        "operationId: watchCase",
        "operationId: watch Case",
        "becomes the name of a method: write it like watchCase",
        "operationId: watch Case",
    ),
    "an operationId that is a keyword": (
        "operationId: watchCase",
        "operationId: import",
        "becomes the name of a method",
        "operationId: import",
    ),
    "an operationId of the client": (
        "operationId: watchCase",
        "operationId: withOptions",
        "have a method with_options of their own",
        "operationId: withOptions",
    ),
    "a misspelt field in an example": (
        "            title: Memory leak investigation on API\n",
        "            titel: x\n",
        "no schema names",
        None,
    ),
    # Reported at the wrong place, or with a wrong fix, by 0.1.3.
    "no items": (
        '          items: { $ref: "#/components/schemas/CaseWatcher" }\n',
        "",
        "data: no items: add `items:`",
        "        data:\n          type: array\n          description: One entry per watcher",
    ),
    "a $ref to a response": (
        "      schema: { type: integer, minimum: 1, default: 100 }\n",
        '      schema: { $ref: "#/components/responses/BadRequest" }\n',
        "here it must be to something in #/components/schemas",
        '      schema: { $ref: "#/components/responses',
    ),
    "a $ref to another file": (
        "schemas/CaseWatchersResponse",
        "schemas/x/y",
        "write `#/components/schemas/` and a name",
        "schemas/x/y",
    ),
    "a $ref that is misspelt": (
        "schemas/CaseWatchersResponse",
        "schemas/CaseWatcherResponse",
        "did you mean `CaseWatchersResponse`?",
        "schemas/CaseWatcherResponse",
    ),
    "a default outside its enum": (
        "      enum: [NOT_DEFINED, P1, P2",
        "      default: P9\n      enum: [NOT_DEFINED, P1, P2",
        "CasePriority default: its own schema rejects it",
        "      default: P9",
    ),
    "a path without its slash": (
        "  /api/v2/cases/{case_id}/insights:",
        "  api/v2/cases/{case_id}/insights:",
        "a path starts with a slash",
        "  api/v2",
    ),
    "a text instead of a list": (
        "      required: [errors]\n",
        "      required: errors\n",
        "must be a list, not `errors`: write `required: [errors]`",
        "      required: errors",
    ),
    "nullable": (
        "          format: date-time\n",
        "          nullable: true\n          format: date-time\n",
        '`nullable` is not supported: write `type: [string, "null"]`',
        "nullable: true",
    ),
    # Rules of its own.
    "a required field that is not there": (
        "      required: [errors]\n",
        "      required: [error]\n",
        "no field is called error: did you mean `errors`?",
        "required: [error]",
    ),
    "another version of OpenAPI": ("openapi: 3.1.0", "openapi: 3.0.3", "must be a version 3.1", "openapi: 3.0.3"),
    "a version that is none": ("version: ", "version: v", "must be three numbers", "version: v"),
    "no site": (
        "  - url: https://api.{site}\n",
        "  - url: https://api.example.com\n",
        "must be one server whose address has `{site}`",
        "servers:",
    ),
    "a default site that is not listed": (
        "        default: datadoghq.com\n",
        "        default: datadog.com\n",
        "must be one of its enum",
        "default: datadog.com",
    ),
    "no key header": (
        "    apiKeyAuth:\n      type: apiKey\n      in: header\n",
        "    apiKeyAuth:\n      type: apiKey\n      in: query\n",
        "no header apiKeyAuth",
        "  securitySchemes:",
    ),
    "an exemption of nothing": (
        "      summary: Watch a case\n",
        "      summary: Watch a case\n      x-exempt: {key: None.}\n",
        "key is no rule: did you mean `keys`?",
        "x-exempt",
    ),
    "an exemption without a reason": (
        "      summary: Watch a case\n",
        '      summary: Watch a case\n      x-exempt: {keys: ""}\n',
        "no reason: write why",
        "x-exempt",
    ),
    "a format that is not known": (
        "      type: string\n      description: The kind of a case",
        "      type: string\n      format: email\n      description: The kind of a case",
        "leave it out, and say it in the description",
        "format: email",
    ),
    "an enum that is no text": (
        "      type: string\n      description: The kind of a case",
        "      type: integer\n      description: The kind of a case",
        "`enum` belongs to `type: string`",
        "    CaseType:",
    ),
    "members of the same name": (
        "[NOT_DEFINED, P1, P2",
        "[NOT_DEFINED, P1, p1, P2",
        "would be called P1, as 'P1' is",
        "[NOT_DEFINED, P1, p1",
    ),
    "a member without a name": (
        "[NOT_DEFINED, P1, P2",
        '["1", P1, P2',
        "cannot be named in Python: add `x-enum-varnames:`",
        '["1"',
    ),
    "pages by an unknown parameter": (
        "        pageParam: page[number]",
        "        pageParam: page[numbre]",
        "the query has no parameter page[numbre]: did you mean `page[number]`?",
        "page[numbre]",
    ),
    "pages by a flag": (
        "        pageParam: page[number]",
        "        pageParam: sort[ascending]",
        "sort[ascending] must be of type integer",
        "pageParam: sort",
    ),
    "pages by nothing": ("        pageParam: page[number]\n", "", "must have one of pageParam", "      x-pagination:"),
    "pages of nothing": (
        "        resultsPath: data\n",
        "        resultsPath: date\n",
        "must lead to an array of the success",
        "resultsPath: date",
    ),
    "a cursor without its place": (
        "        pageParam: page[number]\n",
        "        cursorParam: page[number]\n",
        "cursorParam and cursorPath belong together",
        "      x-pagination:",
    ),
    "a parameter twice": (
        '        - $ref: "#/components/parameters/PageSize"\n',
        '        - $ref: "#/components/parameters/PageSize"\n        - $ref: "#/components/parameters/PageSize"\n',
        "has a parameter page[size] already",
        None,
    ),
    "a schema with a poor name": (
        "    CaseType:\n",
        "    case_type:\n      $ref: '#/components/schemas/CaseType'\n      description: x\n    CaseType:\n",
        "write it like CaseResponse",
        "    case_type:",
    ),
}


def spec_with(tmp_path: Path, old: str, new: str) -> Path:
    assert old in TEXT
    path = tmp_path / "spec.yaml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(("old", "new", "message", "at"), LOCATED.values(), ids=LOCATED)
def test_a_defect_is_reported_on_its_own_line(tmp_path: Path, old: str, new: str, message: str, at: str | None) -> None:
    path = spec_with(tmp_path, old, new)
    found = [problem for problem in problems(path) if message in problem.message]
    assert found, problems(path)
    if at is not None:
        text = path.read_text(encoding="utf-8")
        assert text[: text.index(at)].count("\n") + 1 in {problem.line - at.startswith("\n") for problem in found}


def test_aliases_cannot_exhaust_memory(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    levels = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 10)]
    path.write_text("\n".join(["a0: &a0 x", *levels]))
    (problem,) = problems(path)
    assert "its aliases make it too large" in problem.message


def test_nesting_cannot_exhaust_the_stack(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text("[" * 100_000)
    (problem,) = problems(path)
    assert problem == (1, "not YAML: it is nested too deep")


def test_a_file_that_is_not_utf_8_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_bytes(b"a: 1\nb: \xff\n")
    assert problems(path) == [(2, "not YAML: it is not UTF-8")]


def test_an_operation_may_be_exempt_from_a_rule(tmp_path: Path) -> None:
    line = '        "429": { $ref: "#/components/responses/TooManyRequests" }\n'
    path = spec_with(tmp_path, line, "")
    assert ["no 429" in problem.message for problem in problems(path)] == [True]
    exempt = path.read_text(encoding="utf-8").replace(
        "      summary: Watch a case\n",
        '      summary: Watch a case\n      x-exempt: {"429": "The page has none."}\n',
        1,
    )
    path.write_text(exempt, encoding="utf-8")
    assert problems(path) == []


def mangled(text: str, draw: st.DataObject) -> str:
    """A spec with a line deleted, repeated, moved to the left, retyped or misspelt."""
    lines = text.splitlines(keepends=True)
    at = draw.draw(st.integers(0, len(lines) - 1))
    line = lines[at]
    key, colon, _ = line.partition(":")
    values = [
        "3",
        "null",
        "true",
        "[]",
        "[x]",
        "{}",
        "{x: y}",
        "'x'",
        "1e400",
        "2025-01-01",
        "&a [*a]",
        "*nowhere",
        "!!set {x}",
    ]
    replacements = {
        "delete": [],
        "repeat": [line, line],
        "dedent": [line[2:] if line.startswith("  ") else line],
        "indent": ["  " + line],
        "retype": [f"{key}{colon} {draw.draw(st.sampled_from(values))}\n"],
        "misspell": [line.replace("e", "", 1)],
    }
    lines[at : at + 1] = replacements[draw.draw(st.sampled_from(sorted(replacements)))]
    return "".join(lines)


@settings(deadline=None)
@given(draw=st.data(), times=st.integers(1, 3))
def test_no_input_causes_a_traceback(tmp_path_factory: pytest.TempPathFactory, draw: st.DataObject, times: int) -> None:
    text = TEXT
    for _ in range(times):
        text = mangled(text, draw)
    path = tmp_path_factory.getbasetemp() / "mangled.yaml"
    path.write_text(text, encoding="utf-8")
    for problem in problems(path):
        assert 1 <= problem.line <= text.count("\n") + 1
        assert re.search(r"\w+.*: \S", problem.message), problem


@pytest.mark.parametrize(("old", "new", "message"), DEFECTS.values(), ids=DEFECTS)
def test_a_seeded_defect_is_found_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in TEXT
    path = tmp_path / "spec.yaml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    found = problems(path)
    assert any(message in problem.message for problem in found), found
    # The reported line is near the first line that differs.
    lines = zip(TEXT.splitlines(), path.read_text(encoding="utf-8").splitlines(), strict=False)
    changed = next((number for number, (before, after) in enumerate(lines, 1) if before != after), 1)
    assert any(message in problem.message and abs(problem.line - changed) <= 40 for problem in found), (changed, found)


def test_the_spec_is_valid(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert problems() == []
    monkeypatch.setattr("sys.argv", ["validate.py"])
    assert main() == 0
    assert capsys.readouterr().out == "case-management.yaml: valid\n"


def test_in_ci_problems_are_annotations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(TEXT.replace("operationId: watchCase\n", "summary_: x\n", 1), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (terminal,) = [line for line in explain(path) if "operationId" in line or "summary_" in line][:1]
    assert terminal.startswith("spec.yaml:")
    monkeypatch.setenv("CI", "true")
    (annotation,) = [line for line in explain(path) if "operationId" in line or "summary_" in line][:1]
    assert annotation.startswith("::error file=spec.yaml,line=")


def test_the_report_has_a_line_per_problem_and_a_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "spec.yaml"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["validate.py", str(path)])
    monkeypatch.delenv("CI", raising=False)
    title = '  title: ""\n'
    path.write_text(f"openapi: 3.1.0\ninfo:\n{title}  version: 1.0.0\npaths: 3\ncomponents: 4\n", encoding="utf-8")
    assert main() == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 2
    assert all(re.match(r"spec\.yaml:\d+: \w", line) for line in lines[:-1])
    assert lines[-1] == f"spec.yaml: {len(lines) - 1} problems"
    monkeypatch.setenv("CI", "1")
    assert main() == 1
    annotations = capsys.readouterr().out.splitlines()
    assert [line.partition("::error file=spec.yaml,line=")[0] for line in annotations] == [""] * (len(lines) - 1)
    monkeypatch.delenv("CI")
    typos = TEXT.replace(
        "      operationId: watchCase\n", "      operationId: watchCase\n      typo: 1\n      typos: 1\n", 1
    )
    path.write_text(typos, encoding="utf-8")
    assert main() == 1
    assert capsys.readouterr().out.endswith("\nspec.yaml: 2 problems\n")
    monkeypatch.setenv("CI", "1")
    path.write_text("x: [\n", encoding="utf-8")
    assert main() == 1
    assert capsys.readouterr().out.startswith("::error file=spec.yaml,line=2::not YAML: ")
    monkeypatch.delenv("CI")
    assert main() == 1
    one, count = capsys.readouterr().out.splitlines()
    assert one.startswith("spec.yaml:2: not YAML: ")
    assert count == "spec.yaml: 1 problem"
    monkeypatch.setenv("CI", "1")
    monkeypatch.setattr("sys.argv", ["validate.py"])
    assert main() == 0
    assert capsys.readouterr().out == "case-management.yaml: valid\n"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    CasePriority:\n      type: string\n", "    CasePriority:\n      type: string\n      mimimum: 1\n", "CasePriority mimimum: "),
        ("        key:\n          type: string\n", "        key:\n          typo: string\n          type: string\n", "CaseAttributes key typo: "),
        ("  /api/v2/cases/{case_id}/watchers:\n    get:\n", "  /api/v2/cases/{case_id}/watchers:\n    get:\n      typo: 1\n", "/api/v2/cases/{case_id}/watchers get typo: "),
    ],
)  # fmt: skip
def test_a_message_starts_with_the_place_in_short(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "spec.yaml"
    assert old in TEXT
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    assert [problem.message[: len(message)] for problem in problems(path)] == [message]


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ((), 1),
        (("z",), 1),
        (("a",), 2),
        (("a", 1), 4),
        (("a", 1, "b"), 4),
        # The deepest node that is there.
        (("a", 2), 2),
        (("a", "b"), 2),
        (("a", 1, "c"), 4),
    ],
)
def test_the_line_of_a_place(place: tuple[Any, ...], line: int) -> None:
    root = yaml.compose("# A comment.\na:\n  - 1\n  - b: 2\n", yaml.SafeLoader)
    assert line_of(root, place) == line


def test_a_problem_of_the_whole_spec(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text("openapi: 3.1.0\n", encoding="utf-8")
    first, *_ = problems(tmp_path / "spec.yaml")
    assert str(first).startswith("line 1: the spec: ")


def test_what_our_rules_miss_is_reported_by_those_of_openapi() -> None:
    spec = {"openapi": "3.1.0", "info": {"title": ["x" * 300], "version": "1"}, "paths": {}}
    ((place, message),) = check._invalid(spec)
    assert place == ("info", "title")
    assert (message[2:], len(message)) == ("x" * 298, 300)


# The second line of a file, and why it cannot be read.
UNREADABLE = {
    "a list as a name": ("? [b]\n: c", "a name must be a text"),
    "a merge key": ("<<: {b: c}", "write the keys out, instead of `<<`"),
    "a key twice": ("a: 2", "duplicate key 'a'"),
    "a value of YAML 1.1": ("b: no", "'no' means something else in another version of YAML: write it in quotes"),
    "a wrong number": (
        'b: !!int "x"',
        "'x' cannot be read (invalid literal for int() with base 10: 'x'): write it in quotes",
    ),
    "an anchor that contains itself": ("b: &x [*x]", "an anchor contains itself"),
    "an alias of nothing": ("b: *x", "found undefined alias 'x'"),
    "a control character": ("b: \x07", "the character 7 is not allowed"),
    "another document": ("---\nb: 2", "but found another document"),
}


@pytest.mark.parametrize(("text", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_why_a_file_cannot_be_read(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(f"a: 1\n{text}\n", encoding="utf-8")
    assert problems(path) == [(2, f"not YAML: {message}")]


def test_a_file_that_is_no_mapping(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    for text in ("", "x\n", "- x\n"):
        path.write_text(text, encoding="utf-8")
        message = "not an OpenAPI document: write a mapping that starts with `openapi: 3.1.0`"
        assert problems(path) == [(1, message)]


@pytest.mark.parametrize(
    ("text", "size"), [("a", 1), ("[a, b]", 3), ("a: b", 3), ("a: [1, 2]", 5), ("a: &x [1]\nb: *x", 7)]
)
def test_the_size_of_a_file_includes_its_aliases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, size: int
) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(check, "MAX_NODES", size)
    assert "aliases" not in problems(path)[0].message
    monkeypatch.setattr(check, "MAX_NODES", size - 1)
    assert problems(path) == [(1, "not YAML: its aliases make it too large")]
