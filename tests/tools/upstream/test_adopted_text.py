"""Adopting an operation writes a small spec to the letter, and make adopt does the rest."""

from __future__ import annotations

import difflib
import itertools
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from edits import edited
from repository import VERSION, copy_project, git_commit_all
from tools import adopt
from tools.paths import SPEC
from tools.upstream import adoption
from tools.upstream.adoption import AdoptError
from tools.upstream.vendor import Vendor
from vendor_sdist import document, sdist

TEXT = """\
\
# A comment.
openapi: 3.1.0
info: { title: Things, version: 1.2.3 }
servers:
  - url: "https://api.{site}"
    variables: { site: { default: a.com, enum: [a.com] } }
tags:
  - name: First
  - name: Things
    externalDocs: { url: "https://docs.example.com/things/" }

paths:
  /things:
    get:
      operationId: listThings
      tags: [Things]
      security: &read
        - apiKeyAuth: []
          appKeyAuth: []
        - AuthZ: [read]
      parameters:
        - $ref: "#/components/parameters/Limit"
      responses:
        "200": { $ref: "#/components/responses/Things" }
        "404": { $ref: '#/components/responses/NotFound' }

components:
  securitySchemes:
    AuthZ:
      type: oauth2
      flows:
        authorizationCode:
          scopes:
            read: Read things.

  parameters:
    Limit:
      name: limit
      in: query
      description: How many.
      schema: { type: integer, default: 5 }
      example: 5
  responses:
    Things:
      description: OK
      content:
        application/json:
          schema: { $ref: "#/components/schemas/Thing" }
    NotFound:
      description: Not found.
      content:
        application/json:
          schema: { $ref: "#/components/schemas/Problem" }

  schemas:
    Thing:
      type: object
      description: A thing.
      properties:
        name: { type: string, description: Its name., example: x }
      example: { name: x }

    Problem:
      type: object
      description: A problem.
      properties:
        reason: { type: string, description: Why., example: null }
      example: { reason: null }
"""
THEIRS: dict[str, Any] = yaml.safe_load(r"""
openapi: 3.0.0
security:
  - AuthZ: []
servers:
  - url: "https://{subdomain}.{site}"
    variables: { subdomain: { default: api }, site: { default: a.com, enum: [a.com] } }
paths:
  /things:
    get:
      operationId: ListThings
      parameters:
        - { name: limit, in: query, schema: { type: integer, default: 5 } }
      responses:
        "200": { description: OK, content: { application/json: { schema: { $ref: "#/components/schemas/ItsThing" } } } }
        "404": { description: OK, content: { application/json: { schema: { $ref: "#/components/schemas/ItsProblem" } } } }
    post:
      operationId: PollThings
      responses: { "200": { description: OK }, default: { description: OK }, "2XX": { description: x } }
  /things/{id}:
    put:
      operationId: ChangeThing
      tags: [Other, Things]
      summary: Change (a) thing!
      description: "Changes a   thing."
      deprecated: true
      x-unstable: |-
        **Note**: It is
        in beta.
      security:
        - apiKeyAuth: []
          appKeyAuth: []
        - AuthZ: [read, write, all]
        - Token: []
        - AuthZ: [more]
      x-pagination: { limitParam: limit, pageParam: page, other: x }
      parameters:
        - { name: id, in: path, required: true, description: "Which.", schema: { type: string }, example: t }
        - { name: limit, in: query, schema: { type: integer, default: 5, maximum: 9 } }
        - { name: limit, in: header, description: "Another limit.", schema: { type: integer } , example: 1}
      requestBody:
        required: true
        description: "What to change, which is a long text that has to be folded because it does not fit on a line of the spec, and goes on and on."
        content: { application/json: { schema: { $ref: "#/components/schemas/Change" } } }
      responses:
        "404": { description: Gone, content: { application/json: { schema: { $ref: "#/components/schemas/ItsProblem" } } } }
        "200": { description: OK, content: { application/json: { schema: { $ref: "#/components/schemas/ItsThing" } } } }
        "400": { description: Bad }
components:
  securitySchemes:
    AuthZ: { type: oauth2, flows: { authorizationCode: { scopes: { write: Write things., all: All of it. } } } }
  schemas:
    ItsThing: { type: object, description: A thing., properties: { name: { type: string } } }
    ItsProblem: { type: object, description: A problem., properties: { reason: { type: string } } }
    Change:
      type: object
      description: A change.
      required: [name]
      properties:
        name: { type: string, description: "yes", example: "no" }
        kinds: { type: array, description: Kinds., items: { type: string, enum: [a, b] , description: A kind.}, example: [b] }
        thing: { $ref: "#/components/schemas/ItsThing" }
""")
CHANGE = ("paths", "/things/{id}", "put")


def adopted(wanted: str, theirs: dict[str, Any] = THEIRS, text: str = TEXT) -> tuple[str, list[str]]:
    """The lines that are added to the spec, and the notes."""
    new, _, notes = adoption.adopt(text, Vendor("1", theirs, []), wanted)
    changed = [line for line in difflib.ndiff(text.splitlines(), new.splitlines()) if line[0] in "+-"]
    assert all(line.startswith("+ ") for line in changed), changed
    return "".join(f"{line[2:]}\n" for line in changed), notes


ADDED = """\
  /things/{id}:
    put:
      operationId: changeThing
      tags: [Things]
      summary: Change (a) thing!
      description: >-
        Changes a thing. It is in beta. Documented at https://docs.example.com/things/#change-a-thing
      security:
        - apiKeyAuth: []
          appKeyAuth: []
        - AuthZ: [read, write, all]
        - AuthZ: [more]
      x-pagination:
        limitParam: limit
        pageParam: page
      parameters:
        - $ref: "#/components/parameters/Id"
        - $ref: "#/components/parameters/Limit"
        - $ref: "#/components/parameters/ChangeThingLimit"
      requestBody:
        description: >-
          What to change, which is a long text that has to be folded because it does not fit on a line of the spec,
          and goes on and on.
        required: true
        content:
          application/json:
            schema: { $ref: "#/components/schemas/Change" }
      responses:
        "200": { $ref: "#/components/responses/Things" }
        "400":
          description: Bad
        "404": { $ref: "#/components/responses/NotFound" }
      x-exempt:
        "401": The vendor's document does not list it.
        "403": The vendor's document does not list it.
        "429": The vendor's document does not list it.

            write: Write things.
            all: All of it.
            more: The scope more.
    Id:
      name: id
      in: path
      required: true
      description: Which.
      schema:
        type: string
      example: t
    ChangeThingLimit:
      name: limit
      in: header
      description: Another limit.
      schema:
        type: integer
      example: 1

    Change:
      type: object
      description: A change.
      required: [name]
      properties:
        name:
          type: string
          description: "yes"
          example: "no"
        kinds:
          type: array
          items: { $ref: "#/components/schemas/ChangeKindsItem" }
          description: Kinds.
          example: [b]
        thing:
          $ref: "#/components/schemas/Thing"
          description: A thing.
      example:
        name: "no"
        kinds: [b]
        thing:
          name: x

    ChangeKindsItem:
      type: string
      description: A kind.
      enum: [a, b]
      example: a
"""
NOTES = [
    "changeThing: the vendor has no description of the scope more; wrote 'The scope more.'",
    "changeThing: the vendor lists no 401. If the page does, add it to `responses:`, and delete it from `x-exempt:`",
    "changeThing: the vendor lists no 403. If the page does, add it to `responses:`, and delete it from `x-exempt:`",
    "changeThing: the vendor lists no 429. If the page does, add it to `responses:`, and delete it from `x-exempt:`",
    "changeThing: deprecated, and the vendor names no replacement; not marked",
]


def test_an_operation_is_written_like_the_rest_of_the_spec() -> None:
    assert adopted("ChangeThing") == (ADDED, NOTES)


BARE = """\
    post:
      operationId: pollThings
      tags: [First]
      summary: Poll things
      description: Poll things.
      security: []
      responses:
        "200":
          description: OK
      x-exempt:
        scope: The vendor's document names none.
        keys: The vendor's document does not accept the two keys.
        "400": The vendor's document does not list it.
        "401": The vendor's document does not list it.
        "403": The vendor's document does not list it.
        "404": The vendor's document does not list it.
        "429": The vendor's document does not list it.
"""
BARE_NOTES = [
    "pollThings: the vendor has no summary; wrote 'Poll things'",
    "pollThings: the vendor names no OAuth scope. Once the page does, add `- AuthZ: [scope]` to `security:` and delete `scope` from `x-exempt:`",
    "pollThings: the vendor has a response '2XX', which is no status; left out",
    "pollThings: the vendor has a response 'default', which is no status; left out",
    "pollThings: the vendor lists no 400. If the page does, add it to `responses:`, and delete it from `x-exempt:`",
    "pollThings: the vendor lists no 401. If the page does, add it to `responses:`, and delete it from `x-exempt:`",
    "pollThings: the vendor lists no 403. If the page does, add it to `responses:`, and delete it from `x-exempt:`",
    "pollThings: the vendor lists no 404. If the page does, add it to `responses:`, and delete it from `x-exempt:`",
    "pollThings: the vendor lists no 429. If the page does, add it to `responses:`, and delete it from `x-exempt:`",
]


def test_an_operation_that_lacks_everything_gets_placeholders() -> None:
    assert adopted("pollThings") == (BARE, BARE_NOTES)


def test_a_deprecated_operation_that_names_its_replacement_is_marked() -> None:
    added, notes = adopted("ChangeThing", edited(THEIRS, ((*CHANGE, "description"), "Deprecated, use `pollThings`.")))
    assert "      deprecated: true\n" in added
    assert notes == NOTES[:-1]


def test_an_anchor_is_used() -> None:
    same = [{"apiKeyAuth": [], "appKeyAuth": []}, {"AuthZ": ["read"]}]
    assert "      security: *read\n" in adopted("ChangeThing", edited(THEIRS, ((*CHANGE, "security"), same)))[0]


# A parameter of the vendor that is, or is not, that of the spec.
LIMIT = {
    "name": "limit",
    "in": "query",
    "description": "Limit.",
    "schema": {"type": "integer", "default": 5},
    "example": 1,
}


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "Limit"),
        ({"description": "Something else.", "example": 7}, "Limit"),
        ({"schema": {"type": "integer", "default": 5, "maximum": 9}}, "Limit"),
        ({"schema": {"type": "integer", "default": 6}}, "ChangeThingLimit"),
        ({"schema": {"type": "string"}}, "ChangeThingLimit"),
        ({"schema": {"type": "number", "default": 5}}, "ChangeThingLimit"),
        ({"schema": {"type": "array", "items": {"type": "integer"}}}, "ChangeThingLimit"),
        ({"required": True}, "ChangeThingLimit"),
        ({"in": "header"}, "ChangeThingLimit"),
        ({"name": "limits"}, "Limits"),
    ],
)
def test_a_parameter_of_the_spec_is_used_if_it_means_the_same(changes: dict[str, Any], name: str) -> None:
    added, notes = adopted("ChangeThing", edited(THEIRS, ((*CHANGE, "parameters"), [{**LIMIT, **changes}])))
    assert f'        - $ref: "#/components/parameters/{name}"\n' in added
    assert name != "Limit" or not [note for note in notes if "limit" in note]


def test_parameters_of_different_enums_are_different() -> None:
    schema = {"type": "string", "enum": ["a"], "description": "x"}
    two = [{**LIMIT, "schema": schema}, {**LIMIT, "in": "header", "schema": {**schema, "enum": ["b"]}}]
    added, _ = adopted("ChangeThing", edited(THEIRS, ((*CHANGE, "parameters"), two)))
    assert added.count("    ChangeThingLimit:\n") == 1
    text = TEXT.replace("{ type: integer, default: 5 }", '{ $ref: "#/components/schemas/Kind" }').replace(
        "    Problem:\n", "    Kind: { type: string, enum: [a] }\n\n    Problem:\n"
    )
    one = edited(THEIRS, ((*CHANGE, "parameters"), two[:1]))
    assert '- $ref: "#/components/parameters/Limit"\n' in adopted("ChangeThing", one, text)[0]
    other = edited(THEIRS, ((*CHANGE, "parameters"), [{**two[1], "in": "query"}]))
    assert '- $ref: "#/components/parameters/ChangeThingLimit"\n' in adopted("ChangeThing", other, text)[0]


@pytest.mark.parametrize(("items", "name"), [("string", "Limit"), ("integer", "ChangeThingLimit")])
def test_parameters_of_lists_of_other_types_are_different(items: str, name: str) -> None:
    text = TEXT.replace("{ type: integer, default: 5 }", "{ type: array, items: { type: string } }")
    one = {**LIMIT, "schema": {"type": "array", "items": {"type": items}}}
    added, _ = adopted("ChangeThing", edited(THEIRS, ((*CHANGE, "parameters"), [one])), text)
    assert f'- $ref: "#/components/parameters/{name}"\n' in added


def test_lines_are_added_between_many_that_are_alike() -> None:
    lines = [f"  {name}: 1\n" for name in random.Random(0).choices("abcd", k=400)]
    after = [*lines[:100], "  x:\n", *lines[100:300], "  y:\n", *lines[300:]]
    assert adoption._insert([line.replace("1", "{ 1 }") for line in lines], lines, after) == "".join(
        line.replace("1", "{ 1 }") for line in after
    )


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("ListThings", "the spec has listThings already: nothing changed"),
        ("listThings", "the spec has listThings already: nothing changed"),
        ("Unknown", "the vendor's document has no operation 'Unknown'. Closest: none"),
        ("changeThings", "the vendor's document has no operation 'changeThings'. Closest: ChangeThing"),
    ],
)
def test_an_operation_that_cannot_be_adopted(wanted: str, message: str) -> None:
    with pytest.raises(AdoptError) as caught:
        adopted(wanted)
    assert str(caught.value) == message


def test_an_operation_of_the_same_path_or_name_is_left_alone() -> None:
    for edit in (
        (("paths", "/things", "get", "operationId"), "Other"),
        (("paths", "/other"), THEIRS["paths"]["/things"]),
    ):
        document = edited(THEIRS, edit)
        wanted = document["paths"]["/things"]["get"]["operationId"]
        with pytest.raises(AdoptError, match="the spec has listThings already"):
            adopted(wanted, document)


def test_the_five_closest_are_listed() -> None:
    names = [f"GetThing{letter}" for letter in "ABCDEFG"]
    paths = {f"/{name}": {"get": {"operationId": name, "responses": {}}} for name in names}
    with pytest.raises(AdoptError) as caught:
        adopted("GetThing", {**THEIRS, "paths": paths})
    closest = str(caught.value).partition("Closest: ")[2]
    assert len(closest.split(", ")) == 5
    assert set(closest.split(", ")) < set(names)


def test_a_spec_in_another_form_is_written_anew() -> None:
    text = TEXT.replace("tags: [Things]", "tags:\n        [Things]")
    new, _, _ = adoption.adopt(text, Vendor("1", THEIRS, []), "pollThings")
    assert yaml.safe_load(new)["paths"]["/things"].keys() == {"get", "post"}
    assert new.startswith("# A comment.\n")
    expected = edited(yaml.safe_load(text), (("paths", "/things", "post"), yaml.safe_load(BARE)["post"]))
    assert yaml.safe_load(new) == expected


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("x" * 78, 0),
        (("x" * 39 + " ") * 2, 1),
        (f"{'x' * 108} {'y' * 9}", 2),
        (f"{'x' * 109} {'y' * 9}", 2),
        (f"{'x' * 100} {'y' * 7} {'z' * 7}", 2),
        (f"{'x' * 100} {'y' * 8} {'z' * 7}", 2),
        (f"{'x' * 100} yyy-{'z' * 10}", 2),
        ("x" * 300, 1),
        (f"{'x' * 130} {'y' * 100} {'z' * 20}", 3),
    ],
)
def test_long_texts_are_folded(text: str, lines: int) -> None:
    added, _ = adopted("ChangeThing", edited(THEIRS, ((*CHANGE, "requestBody", "description"), text)))
    body = added.partition("requestBody:\n")[2].partition("        required")[0]
    found = [line.strip() for line in body.splitlines()[1:]]
    assert len(found) == lines
    assert body.startswith("        description: >-\n" if lines else f"        description: {text}\n")
    if lines:
        assert " ".join(found) == text.strip()
        assert all(len(line) <= 108 or " " not in line for line in found)
        # No line could take the first word of the next one.
        assert all(len(f"{line} {after.split()[0]}") > 108 for line, after in itertools.pairwise(found))


@pytest.mark.parametrize("length", [58, 59])
def test_short_lists_are_on_one_line(length: int) -> None:
    scope = "s" * (length - len("read, "))
    security = [{"AuthZ": ["read", scope]}]
    added, _ = adopted("ChangeThing", edited(THEIRS, ((*CHANGE, "security"), security)))
    assert (f"        - AuthZ: [read, {scope}]\n" in added) is (length < 59)


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with only what make adopt reads and writes itself."""
    folder = tmp_path / "repository"
    folder.mkdir()
    copy_project(folder, "openapi", "CHANGELOG.md")
    git_commit_all(folder)
    return folder


class Commands:
    """Runs no command but notes it, and fails for some."""

    def __init__(self, failing: str = "") -> None:
        self.failing = failing
        self.ran: list[str] = []
        self._run = subprocess.run

    def __call__(self, command: list[Any], **options: Any) -> Any:
        if command[0] != sys.executable:
            return self._run(command, **options)
        assert options.keys() == {"cwd", "check"}
        assert not options["check"]
        self.ran.append(command[-1].removeprefix("tools."))
        return subprocess.CompletedProcess(command, int(self.ran[-1] == self.failing))


def unwatch(folder: Path) -> Path:
    """An sdist with one more operation."""
    made = document()
    path = "/api/v2/cases/{case_id}/watchers/{user_uuid}"
    watch = made["paths"][path]["post"]
    made["paths"][path]["delete"] = {**watch, "operationId": "UnwatchCase", "summary": "Unwatch case", "responses": {
        **{status: node for status, node in watch["responses"].items() if status != "201"}, "204": {"description": "No Content"},
    }}  # fmt: skip
    return sdist(folder, made)


@pytest.mark.usefixtures("elsewhere")
def test_the_command_writes_the_spec_its_version_and_the_changelog(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = Commands()
    monkeypatch.setattr(subprocess, "run", commands)
    assert adopt.main(["UnwatchCase", "--root", str(root), "--sdist", str(unwatch(tmp_path))]) == 0
    major, minor, patch = VERSION.split(".")
    version = f"{major}.{minor}.{int(patch) + 1}"
    spec = (root / "openapi/case-management.yaml").read_text(encoding="utf-8")
    assert f"\n  version: {version}\n" in spec
    assert spec.replace(f"\n  version: {version}\n", f"\n  version: {VERSION}\n") != SPEC.read_text(encoding="utf-8")
    assert spec.count("operationId: unwatchCase\n") == 1
    assert "\n- The operation `unwatch_case`.\n" in (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert commands.ran == ["generate", "fixtures"]
    assert capsys.readouterr().out == (
        f"unwatchCase, from datadog-api-client 9.9.9, was added: the spec has version {version}.\n"
    )


@pytest.mark.parametrize("failing", ["generate", "fixtures"])
def test_the_command_undoes_everything_if_a_script_fails(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failing: str
) -> None:
    commands = Commands(failing)
    monkeypatch.setattr(subprocess, "run", commands)
    before = {path: path.read_bytes() for path in (root / "openapi/case-management.yaml", root / "CHANGELOG.md")}
    assert adopt.main(["UnwatchCase", "--root", str(root), "--sdist", str(unwatch(tmp_path))]) == 1
    assert {path: path.read_bytes() for path in before} == before
    assert commands.ran == ["generate", *(["fixtures"] if failing == "fixtures" else []), "generate"]
    assert capsys.readouterr().err == f"make adopt: make {failing} failed, so all changes were undone\n"


def test_the_command_refuses_what_would_not_be_valid(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(subprocess, "run", Commands())
    made = document()
    path = "/api/v2/cases/{case_id}/watchers"
    made["paths"][path]["delete"] = {**made["paths"][path]["get"], "operationId": "Import", "parameters": []}
    assert adopt.main(["Import", "--root", str(root), "--sdist", str(sdist(tmp_path, made))]) == 2
    assert (root / "openapi/case-management.yaml").read_bytes() == SPEC.read_bytes()
    first, *lines = capsys.readouterr().err.splitlines()
    assert first == "make adopt: the spec would be invalid, so nothing was changed:"
    assert [line.partition(": ")[0].split()[0] for line in lines] == ["line"] * len(lines)
    assert any("'import' becomes the name of a method" in line for line in lines)


def test_notes_have_the_line_to_edit(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(subprocess, "run", Commands())
    made = document()
    path = "/api/v2/cases/{case_id}/watchers"
    note = {"type": "object", "description": "A note.", "properties": {"text": {"type": "string", "description": "x"}}}
    made["components"]["schemas"]["Note"] = {**note, "description": ""}
    result = {"description": "OK", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}}}
    made["paths"][path]["delete"] = {
        **made["paths"][path]["get"],
        "operationId": "DropWatchers",
        "security": [{"apiKeyAuth": [], "appKeyAuth": []}],
        "parameters": [*made["paths"][path]["get"]["parameters"], {"name": "dry", "in": "query", "schema": {"type": "boolean"}}],
        "responses": {"200": result},
    }  # fmt: skip
    assert adopt.main(["DropWatchers", "--root", str(root), "--sdist", str(sdist(tmp_path, made))]) == 0
    source = root / "openapi/case-management.yaml"
    lines = source.read_text(encoding="utf-8").splitlines()
    _, heading, *notes = capsys.readouterr().out.splitlines()
    assert heading == "The vendor's document lacks the following. Check the placeholders against the documentation:"
    found = set()
    for note_of in notes:
        name, number, what = note_of.split(":")[:3]
        assert name == str(source)
        found.add((what.strip(), lines[int(number) - 1].strip()))
    assert found == {
        ("dropWatchers", "operationId: dropWatchers"),
        ("dry", "Dry:"),
        ("Note", "Note:"),
        ("Note.text", "text:"),
    }
