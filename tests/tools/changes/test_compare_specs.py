"""Every change of the spec that callers notice is reported, with its kind, text and subject."""

from __future__ import annotations

from copy import deepcopy
from functools import partial
from typing import Any

import edits
import pytest
from edits import GONE, content, parameter, ref
from tools.changes.packages import Parameter, _is_compatible
from tools.changes.specs import Change, changes, subjects, union_members

BREAKING, COMPATIBLE = "breaking", "compatible"
TEXT: dict[str, Any] = {"type": "string", "description": "x", "example": "x"}


BASE: dict[str, Any] = {
    "info": {"version": "1.0.0"},
    "servers": [{"url": "https://api.{site}", "variables": {"site": {"default": "a.com", "enum": ["a.com", "b.com"]}}}],
    "paths": {
        "/things/{a}/{b}": {
            "put": {
                "operationId": "listThings",
                "security": [{"apiKeyAuth": [], "appKeyAuth": []}, {"AuthZ": ["things_read"]}],
                "parameters": [
                    parameter("a", "path", required=True),
                    parameter("b", "path", required=True),
                    parameter("page", schema={"type": "integer", "minimum": 1, "maximum": 9}),
                    parameter("q"),
                    parameter("many", schema={"type": "array", "items": {"type": "string"}}),
                ],
                "requestBody": {"required": True, **content("Ask")},
                "responses": {"200": content("Page"), "404": content("Problem"), "409": {"description": "x"}},
                "x-pagination": {"pageParam": "page", "resultsPath": "data", "pageStart": 1},
            }
        }
    },
    "components": {
        "securitySchemes": {"apiKeyAuth": {"name": "K"}, "appKeyAuth": {"name": "A"}},
        "schemas": {
            "Ask": {"type": "object", "properties": {"data": ref("AskData")}},
            "AskData": {"type": "object", "properties": {"type": ref("Kind"), "attributes": ref("AskAttributes")}},
            "AskAttributes": {
                "type": "object",
                "required": ["title"],
                "properties": {
                    "title": TEXT,
                    "note": {**TEXT, "default": "n"},
                    "tags": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 9},
                },
            },
            "Kind": {"type": "string", "enum": ["ask"]},
            "Page": {"type": "object", "properties": {"data": {"type": "array", "items": ref("Thing")}}},
            "Thing": {
                "type": "object",
                "required": ["id"],
                "properties": {"id": TEXT, "color": ref("Color"), "size": {"type": ["integer", "null"]}},
                "additionalProperties": {"type": "string"},
            },
            "Color": {"type": "string", "enum": ["RED", "BLUE"]},
            "Problem": {"type": "object", "properties": {"errors": TEXT}},
            "Other": {"type": "object", "properties": {"data": {"type": "array", "items": ref("Thing")}}},
        },
    },
}
OPERATION = ("paths", "/things/{a}/{b}", "put")
SCHEMAS = ("components", "schemas")
edited = partial(edits.edited, BASE)

# The edit, the change, and the change of the opposite edit.
CASES: dict[str, tuple[tuple[tuple[Any, ...], Any], list[tuple[str, str, str]], list[tuple[str, str, str]]]] = {
    "a site": (
        (("servers", 0, "variables", "site", "enum"), ["a.com"]),
        [(BREAKING, "site b.com was removed", "DatadogSite")],
        [(COMPATIBLE, "site b.com was added", "DatadogSite")],
    ),
    "the default site": (
        (("servers", 0, "variables", "site", "default"), "b.com"),
        [(BREAKING, "the default site is b.com, was a.com", "DEFAULT_SITE")],
        [(BREAKING, "the default site is a.com, was b.com", "DEFAULT_SITE")],
    ),
    "the server": (
        (("servers", 0, "url"), "https://app.{site}"),
        [(BREAKING, "the server is https://app.{site}, was https://api.{site}", "SERVER_URL")],
        [(BREAKING, "the server is https://api.{site}, was https://app.{site}", "SERVER_URL")],
    ),
    "a key": (
        (("components", "securitySchemes", "appKeyAuth", "name"), "B"),
        [(BREAKING, "appKeyAuth is sent as B, was A", "")],
        [(BREAKING, "appKeyAuth is sent as A, was B", "")],
    ),
    "an argument": (
        ((*OPERATION, "parameters", 3), parameter("r")),
        [
            (BREAKING, "listThings: argument q was removed", "list_things"),
            (COMPATIBLE, "listThings: argument r was added", "list_things"),
        ],
        [
            (BREAKING, "listThings: argument r was removed", "list_things"),
            (COMPATIBLE, "listThings: argument q was added", "list_things"),
        ],
    ),
    "an argument that must be given": (
        ((*OPERATION, "parameters", 3, "required"), True),
        [(BREAKING, "listThings: argument q is required", "list_things")],
        [(COMPATIBLE, "listThings: argument q is optional", "list_things")],
    ),
    "the type of an argument": (
        ((*OPERATION, "parameters", 3, "schema", "type"), "integer"),
        [(BREAKING, "listThings: argument q is int, was str", "list_things")],
        [(BREAKING, "listThings: argument q is str, was int", "list_things")],
    ),
    "the items of an argument": (
        ((*OPERATION, "parameters", 4, "schema", "items"), {"type": "string", "format": "uuid"}),
        [(COMPATIBLE, "listThings: argument many is Sequence[str | UUID], was Sequence[str]", "list_things")],
        [(BREAKING, "listThings: argument many is Sequence[str], was Sequence[str | UUID]", "list_things")],
    ),
    "a limit of an argument": (
        ((*OPERATION, "parameters", 2, "schema"), {"type": "integer", "minimum": 2}),
        [
            (BREAKING, "listThings: argument page: minimum is 2, was 1", "list_things"),
            (COMPATIBLE, "listThings: argument page: maximum is none, was 9", "list_things"),
        ],
        [
            (BREAKING, "listThings: argument page: maximum is 9, was none", "list_things"),
            (COMPATIBLE, "listThings: argument page: minimum is 1, was 2", "list_things"),
        ],
    ),
    "a deprecated argument": (
        ((*OPERATION, "parameters", 3, "deprecated"), True),
        [(COMPATIBLE, "listThings: argument q is deprecated", "list_things")],
        [(COMPATIBLE, "listThings: argument q is no longer deprecated", "list_things")],
    ),
    "where an argument is sent": (
        ((*OPERATION, "parameters", 3), parameter("Q", "header")),
        [(COMPATIBLE, "listThings: argument q is sent as Q in the header, was q in the query", "list_things")],
        [(COMPATIBLE, "listThings: argument q is sent as q in the query, was Q in the header", "list_things")],
    ),
    "a deprecated operation": (
        ((*OPERATION, "deprecated"), True),
        [(COMPATIBLE, "listThings is deprecated", "list_things")],
        [(COMPATIBLE, "listThings is no longer deprecated", "list_things")],
    ),
    "an optional body": (
        ((*OPERATION, "requestBody", "required"), False),
        [
            (BREAKING, "listThings: argument note was removed", "list_things"),
            (BREAKING, "listThings: argument tags was removed", "list_things"),
            (BREAKING, "listThings: argument title was removed", "list_things"),
            (COMPATIBLE, "listThings: the body is optional", "list_things"),
        ],
        [
            (BREAKING, "listThings: argument title was added", "list_things"),
            (BREAKING, "listThings: the body is required", "list_things"),
            (COMPATIBLE, "listThings: argument note was added", "list_things"),
            (COMPATIBLE, "listThings: argument tags was added", "list_things"),
        ],
    ),
    "no body": (
        ((*OPERATION, "requestBody"), GONE),
        [
            (BREAKING, "listThings: argument note was removed", "list_things"),
            (BREAKING, "listThings: argument tags was removed", "list_things"),
            (BREAKING, "listThings: argument title was removed", "list_things"),
            (BREAKING, "listThings: the body was removed", "list_things"),
        ],
        [
            (BREAKING, "listThings: a body was added", "list_things"),
            (BREAKING, "listThings: argument title was added", "list_things"),
            (COMPATIBLE, "listThings: argument note was added", "list_things"),
            (COMPATIBLE, "listThings: argument tags was added", "list_things"),
        ],
    ),
    "another body": (
        ((*OPERATION, "requestBody"), {"required": True, **content("Problem", "application/vnd.api+json")}),
        [
            (BREAKING, "listThings: argument note was removed", "list_things"),
            (BREAKING, "listThings: argument tags was removed", "list_things"),
            (BREAKING, "listThings: argument title was removed", "list_things"),
            (BREAKING, "listThings: the body is Problem, was Ask", "list_things"),
            (
                COMPATIBLE,
                "listThings: the body is sent as application/vnd.api+json, was application/json",
                "list_things",
            ),
        ],
        [
            (BREAKING, "listThings: argument title was added", "list_things"),
            (BREAKING, "listThings: the body is Ask, was Problem", "list_things"),
            (COMPATIBLE, "listThings: argument note was added", "list_things"),
            (COMPATIBLE, "listThings: argument tags was added", "list_things"),
            (
                COMPATIBLE,
                "listThings: the body is sent as application/json, was application/vnd.api+json",
                "list_things",
            ),
        ],
    ),
    "the resource type": (
        ((*SCHEMAS, "Kind", "enum"), ["question"]),
        [
            (BREAKING, "Kind: value ask was removed", "Kind"),
            (COMPATIBLE, "Kind: value question was added", "Kind"),
            (COMPATIBLE, "listThings: type is question, was ask", "list_things"),
        ],
        [
            (BREAKING, "Kind: value question was removed", "Kind"),
            (COMPATIBLE, "Kind: value ask was added", "Kind"),
            (COMPATIBLE, "listThings: type is ask, was question", "list_things"),
        ],
    ),
    "the success": (
        ((*OPERATION, "responses", "200"), content("Other")),
        [(BREAKING, "listThings returns models.Other, was models.Page", "list_things")],
        [(BREAKING, "listThings returns models.Page, was models.Other", "list_things")],
    ),
    "one more success": (
        ((*OPERATION, "responses", "201"), content("Other")),
        [(BREAKING, "listThings returns models.Other | models.Page, was models.Page", "list_things")],
        [(COMPATIBLE, "listThings returns models.Page, was models.Other | models.Page", "list_things")],
    ),
    "a status": (
        ((*OPERATION, "responses", "404"), GONE),
        [(BREAKING, "listThings: status 404 was removed", "list_things")],
        [(COMPATIBLE, "listThings: status 404 was added", "list_things")],
    ),
    "a status without a body": (
        ((*OPERATION, "responses", "409"), GONE),
        [(COMPATIBLE, "listThings: status 409 was removed", "list_things")],
        [(COMPATIBLE, "listThings: status 409 was added", "list_things")],
    ),
    "the body of a status": (
        ((*OPERATION, "responses", "409"), content("Problem")),
        [(COMPATIBLE, "listThings: status 409 is parsed as Problem, was nothing", "list_things")],
        [(BREAKING, "listThings: status 409 is parsed as nothing, was Problem", "list_things")],
    ),
    "security": (
        ((*OPERATION, "security", 1), {"AuthZ": ["things_write"]}),
        [
            (BREAKING, "listThings: AuthZ things_read is no longer enough", "list_things"),
            (COMPATIBLE, "listThings: AuthZ things_write is enough", "list_things"),
        ],
        [
            (BREAKING, "listThings: AuthZ things_write is no longer enough", "list_things"),
            (COMPATIBLE, "listThings: AuthZ things_read is enough", "list_things"),
        ],
    ),
    "no security": (
        ((*OPERATION, "security", 1), {}),
        [
            (BREAKING, "listThings: AuthZ things_read is no longer enough", "list_things"),
            (COMPATIBLE, "listThings: no key is enough", "list_things"),
        ],
        [
            (BREAKING, "listThings: no key is no longer enough", "list_things"),
            (COMPATIBLE, "listThings: AuthZ things_read is enough", "list_things"),
        ],
    ),
    "two keys": (
        ((*OPERATION, "security", 0), GONE),
        [(BREAKING, "listThings: apiKeyAuth with appKeyAuth is no longer enough", "list_things")],
        [(COMPATIBLE, "listThings: apiKeyAuth with appKeyAuth is enough", "list_things")],
    ),
    "pages": (
        ((*OPERATION, "x-pagination"), GONE),
        [(BREAKING, "listThings: iter_things was removed", "list_things")],
        [(COMPATIBLE, "listThings: iter_things was added", "list_things")],
    ),
    "the start of pages": (
        ((*OPERATION, "x-pagination", "pageStart"), 0),
        [(COMPATIBLE, "listThings: iter_things is paged differently", "list_things")],
        [(COMPATIBLE, "listThings: iter_things is paged differently", "list_things")],
    ),
    "the items of pages": (
        ((*SCHEMAS, "Page", "properties", "data", "items"), ref("Problem")),
        [
            (BREAKING, "Page: field data is list[Problem], was list[Thing]", "Page"),
            (BREAKING, "listThings: iter_things yields models.Problem, was models.Thing", "list_things"),
        ],
        [
            (BREAKING, "Page: field data is list[Thing], was list[Problem]", "Page"),
            (BREAKING, "listThings: iter_things yields models.Thing, was models.Problem", "list_things"),
        ],
    ),
    "a schema": (
        ((*SCHEMAS, "Other"), GONE),
        [(BREAKING, "schema Other was removed", "Other")],
        [(COMPATIBLE, "schema Other was added", "Other")],
    ),
    "an enum that is an object": (
        ((*SCHEMAS, "Color"), {"type": "object", "properties": {"name": TEXT}}),
        [(BREAKING, "Color is an object, was an enum", "Color")],
        [(BREAKING, "Color is an enum, was an object", "Color")],
    ),
    "the name of a value": (
        ((*SCHEMAS, "Color", "x-enum-varnames"), ["RED", "SKY"]),
        [(BREAKING, "Color: BLUE is called SKY, was BLUE", "Color")],
        [(BREAKING, "Color: BLUE is called BLUE, was SKY", "Color")],
    ),
    "a received field": (
        ((*SCHEMAS, "Thing", "properties", "size"), GONE),
        [(BREAKING, "Thing: field size was removed", "Thing")],
        [(COMPATIBLE, "Thing: field size was added", "Thing")],
    ),
    "null in a received field": (
        ((*SCHEMAS, "Thing", "properties", "size", "type"), "integer"),
        [(COMPATIBLE, "Thing: field size is int, was int | null", "Thing")],
        [(BREAKING, "Thing: field size is int | null, was int", "Thing")],
    ),
    "a required received field": (
        ((*SCHEMAS, "Thing", "required"), ["id", "color"]),
        [(COMPATIBLE, "Thing: field color is required", "Thing")],
        [(BREAKING, "Thing: field color is optional", "Thing")],
    ),
    "every other field": (
        ((*SCHEMAS, "Thing", "additionalProperties"), {"type": "integer"}),
        [(BREAKING, "Thing: every other field is int, was str", "Thing")],
        [(BREAKING, "Thing: every other field is str, was int", "Thing")],
    ),
    "a sent field": (
        ((*SCHEMAS, "AskData", "properties", "extra"), TEXT),
        # The body is no longer flattened.
        [
            (BREAKING, "listThings: argument note was removed", "list_things"),
            (BREAKING, "listThings: argument tags was removed", "list_things"),
            (BREAKING, "listThings: argument title was removed", "list_things"),
            (COMPATIBLE, "AskData: field extra was added", "AskData"),
        ],
        [
            (BREAKING, "AskData: field extra was removed", "AskData"),
            (BREAKING, "listThings: argument title was added", "list_things"),
            (COMPATIBLE, "listThings: argument note was added", "list_things"),
            (COMPATIBLE, "listThings: argument tags was added", "list_things"),
        ],
    ),
    "a required sent field": (
        ((*SCHEMAS, "AskAttributes", "required"), ["title", "note"]),
        [
            (BREAKING, "AskAttributes: field note is required", "AskAttributes"),
            (BREAKING, "listThings: argument note is required", "list_things"),
        ],
        [
            (COMPATIBLE, "AskAttributes: field note is optional", "AskAttributes"),
            (COMPATIBLE, "listThings: argument note is optional", "list_things"),
        ],
    ),
    "the default of a sent field": (
        ((*SCHEMAS, "AskAttributes", "properties", "note"), TEXT),
        [(BREAKING, "AskAttributes: field note: the default is none, was n", "AskAttributes")],
        [(BREAKING, "AskAttributes: field note: the default is n, was none", "AskAttributes")],
    ),
    "the limits of a sent field": (
        ((*SCHEMAS, "AskAttributes", "properties", "tags", "maxItems"), 5),
        [(BREAKING, "AskAttributes: field tags: maxItems is 5, was 9", "AskAttributes")],
        [(COMPATIBLE, "AskAttributes: field tags: maxItems is 9, was 5", "AskAttributes")],
    ),
    "no limit of a sent field": (
        ((*SCHEMAS, "AskAttributes", "properties", "tags", "minItems"), GONE),
        [(COMPATIBLE, "AskAttributes: field tags: minItems is none, was 1", "AskAttributes")],
        [(BREAKING, "AskAttributes: field tags: minItems is 1, was none", "AskAttributes")],
    ),
    "a deprecated field": (
        ((*SCHEMAS, "Thing", "properties", "id"), {**TEXT, "deprecated": True}),
        [(COMPATIBLE, "Thing: field id is deprecated", "Thing")],
        [(COMPATIBLE, "Thing: field id is no longer deprecated", "Thing")],
    ),
}


def found(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(change.kind, change.text, change.subject) for change in changes(old, new)]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_change_and_its_opposite(case: Any) -> None:
    edit, there, back = case
    assert found(BASE, edited(edit)) == there
    assert found(edited(edit), BASE) == back


THING, ATTRIBUTES = (*SCHEMAS, "Thing", "properties"), (*SCHEMAS, "AskAttributes", "properties")
REST = {key: value for key, value in BASE["components"]["schemas"]["Thing"]["properties"].items() if key != "id"}
NUMBER = {"type": "integer", "minimum": 1, "maximum": 5}
REQUIRED = ((*SCHEMAS, "Other", "required"), ["data"])
OPTIONAL_DATA = [(BREAKING, "Other: field data is optional", "Other")]
REQUIRED_DATA = [(COMPATIBLE, "Other: field data is required", "Other")]
BODY = (*OPERATION, "requestBody")
# The edits of the old spec and of the new one, the changes, and those of the opposite.
PAIRS: dict[str, tuple[list[Any], list[Any], list[tuple[str, str, str]], list[tuple[str, str, str]]]] = {
    "a field of any type": (
        [],
        [((*THING, "size"), {"description": "x"})],
        [(BREAKING, "Thing: field size is Any, was int | null", "Thing")],
        [(COMPATIBLE, "Thing: field size is int | null, was Any", "Thing")],
    ),
    "a list of any type": (
        [((*THING, "size"), {"type": "array", "items": TEXT})],
        [((*THING, "size"), {"description": "x"})],
        [(BREAKING, "Thing: field size is Any, was list[str]", "Thing")],
        [(COMPATIBLE, "Thing: field size is list[str], was Any", "Thing")],
    ),
    "an array instead of a number": (
        [],
        [((*THING, "size"), {"type": "array", "items": TEXT})],
        [(BREAKING, "Thing: field size is list[str], was int | null", "Thing")],
        [(BREAKING, "Thing: field size is int | null, was list[str]", "Thing")],
    ),
    "null alone": (
        [],
        [((*THING, "size"), {"type": "null"})],
        [(COMPATIBLE, "Thing: field size is null, was int | null", "Thing")],
        [(BREAKING, "Thing: field size is int | null, was null", "Thing")],
    ),
    **{
        f"a field that is {union}": (
            [],
            [((*THING, "id"), {union: [TEXT, {"type": "integer"}]})],
            [(BREAKING, "Thing: field id is int | str, was str", "Thing")],
            [(COMPATIBLE, "Thing: field id is str, was int | str", "Thing")],
        )
        for union in ("oneOf", "anyOf")
    },
    "a constant": (
        [((*ATTRIBUTES, "note"), {"type": "string", "const": "a"})],
        [((*ATTRIBUTES, "note"), {"type": "string", "const": "b"})],
        [(BREAKING, "AskAttributes: field note: the default is b, was a", "AskAttributes")],
        [(BREAKING, "AskAttributes: field note: the default is a, was b", "AskAttributes")],
    ),
    "the default of a received field": (
        [],
        [((*THING, "id"), {**TEXT, "default": "d"})],
        [(COMPATIBLE, "Thing: field id: the default is d, was none", "Thing")],
        [(COMPATIBLE, "Thing: field id: the default is none, was d", "Thing")],
    ),
    "a field of the same Python name": (
        [],
        [(THING, {"ID": TEXT, **REST}), ((*SCHEMAS, "Thing", "required"), ["ID"])],
        [(BREAKING, "Thing: field ID is sent as ID, was id", "Thing")],
        [(BREAKING, "Thing: field id is sent as id, was ID", "Thing")],
    ),
    "a changed field after an added one": (
        [],
        [(THING, {"new": TEXT, "id": {"type": "integer"}, **REST})],
        [(BREAKING, "Thing: field id is int, was str", "Thing"), (COMPATIBLE, "Thing: field new was added", "Thing")],
        [(BREAKING, "Thing: field id is str, was int", "Thing"), (BREAKING, "Thing: field new was removed", "Thing")],
    ),
    "every other field, unrestricted": (
        [],
        [((*SCHEMAS, "Thing", "additionalProperties"), GONE)],
        [(BREAKING, "Thing: every other field was removed", "Thing")],
        [(COMPATIBLE, "Thing: every other field was added", "Thing")],
    ),
    "every other field of what is sent": (
        [],
        [((*SCHEMAS, "AskAttributes", "additionalProperties"), {"type": "string"})],
        [(COMPATIBLE, "AskAttributes: every other field was added", "AskAttributes")],
        [(BREAKING, "AskAttributes: every other field was removed", "AskAttributes")],
    ),
    "one success of three less": (
        [
            ((*OPERATION, "responses", "201"), content("Other")),
            ((*OPERATION, "responses", "202"), {"description": "x"}),
        ],
        [((*OPERATION, "responses", "201"), content("Other"))],
        [
            (
                COMPATIBLE,
                "listThings returns models.Other | models.Page, was models.Other | models.Page | None",
                "list_things",
            )
        ],
        [
            (
                BREAKING,
                "listThings returns models.Other | models.Page | None, was models.Other | models.Page",
                "list_things",
            )
        ],
    ),
    "another body of a status": (
        [],
        [((*OPERATION, "responses", "404"), content("Other"))],
        [
            (
                BREAKING,
                "listThings parses models.Other | models.Page, was models.Page | models.Problem",
                "list_things",
            ),
            (BREAKING, "listThings: status 404 is parsed as Other, was Problem", "list_things"),
        ],
        [
            (
                BREAKING,
                "listThings parses models.Page | models.Problem, was models.Other | models.Page",
                "list_things",
            ),
            (BREAKING, "listThings: status 404 is parsed as Problem, was Other", "list_things"),
        ],
    ),
    "an optional body that is new": (
        [(BODY, GONE)],
        [(BODY, content("Problem"))],
        [(COMPATIBLE, "listThings: a body was added", "list_things")],
        [(BREAKING, "listThings: the body was removed", "list_things")],
    ),
    "no security at all": (
        [],
        [((*OPERATION, "security"), GONE)],
        [
            (BREAKING, "listThings: AuthZ things_read is no longer enough", "list_things"),
            (BREAKING, "listThings: apiKeyAuth with appKeyAuth is no longer enough", "list_things"),
        ],
        [
            (COMPATIBLE, "listThings: AuthZ things_read is enough", "list_things"),
            (COMPATIBLE, "listThings: apiKeyAuth with appKeyAuth is enough", "list_things"),
        ],
    ),
    "the limits of a number": (
        [((*ATTRIBUTES, "n"), NUMBER)],
        [((*ATTRIBUTES, "n"), {**NUMBER, "minimum": 2, "maximum": 6})],
        [
            (BREAKING, "AskAttributes: field n: minimum is 2, was 1", "AskAttributes"),
            (COMPATIBLE, "AskAttributes: field n: maximum is 6, was 5", "AskAttributes"),
        ],
        [
            (BREAKING, "AskAttributes: field n: maximum is 5, was 6", "AskAttributes"),
            (COMPATIBLE, "AskAttributes: field n: minimum is 1, was 2", "AskAttributes"),
        ],
    ),
    "a schema that is sent from now on": (
        [(BODY, {"required": True, **content("Problem")})],
        [
            (BODY, {"required": True, **content("Other")}),
            ((*SCHEMAS, "Other", "properties", "more"), TEXT),
            ((*SCHEMAS, "Other", "required"), ["more"]),
        ],
        [
            (BREAKING, "Other: field more was added", "Other"),
            (BREAKING, "listThings: the body is Other, was Problem", "list_things"),
        ],
        [
            (BREAKING, "Other: field more was removed", "Other"),
            (BREAKING, "listThings: the body is Problem, was Other", "list_things"),
        ],
    ),
    "a schema that is received from now on": (
        [REQUIRED],
        [((*OPERATION, "responses", "200"), content("Other"))],
        [*OPTIONAL_DATA, (BREAKING, "listThings returns models.Other, was models.Page", "list_things")],
        [(BREAKING, "listThings returns models.Page, was models.Other", "list_things"), *REQUIRED_DATA],
    ),
    **{
        f"a schema that is received in {next(iter(node))}": (
            [((*THING, "size"), node), REQUIRED],
            [((*THING, "size"), node)],
            OPTIONAL_DATA,
            REQUIRED_DATA,
        )
        for node in (
            {"oneOf": [ref("Color"), ref("Other")]},
            {"anyOf": [ref("Color"), ref("Other")]},
            {"items": ref("Other"), "type": "array"},
        )
    },
    "a schema that is received in every other field": (
        [((*SCHEMAS, "Thing", "additionalProperties"), ref("Other")), REQUIRED],
        [((*SCHEMAS, "Thing", "additionalProperties"), ref("Other"))],
        OPTIONAL_DATA,
        REQUIRED_DATA,
    ),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_a_change_between_two_specs_and_its_opposite(pair: Any) -> None:
    old, new, there, back = pair
    assert found(edited(*old), edited(*new)) == there
    assert found(edited(*new), edited(*old)) == back


def test_a_renamed_path_argument_is_not_a_new_order() -> None:
    renamed = deepcopy(BASE)
    renamed["paths"] = {"/things/{c}/{b}": renamed["paths"]["/things/{a}/{b}"]}
    renamed["paths"]["/things/{c}/{b}"]["put"]["parameters"][0]["name"] = "c"
    assert found(BASE, renamed) == [
        (BREAKING, "listThings is PUT /things/{c}/{b}, was PUT /things/{a}/{b}", "list_things"),
        (BREAKING, "listThings: argument a was removed", "list_things"),
        (BREAKING, "listThings: argument c was added", "list_things"),
    ]


def test_a_body_by_reference_is_sent() -> None:
    body = BASE["paths"]["/things/{a}/{b}"]["put"]["requestBody"]
    bodies = (("components", "requestBodies"), {"Ask": body}), (BODY, {"$ref": "#/components/requestBodies/Ask"})
    required = ((*SCHEMAS, "AskAttributes", "required"), ["title", "note"])
    assert found(edited(*bodies), edited(*bodies, required)) == [
        (BREAKING, "AskAttributes: field note is required", "AskAttributes"),
        (BREAKING, "listThings: argument note is required", "list_things"),
    ]


def test_a_spec_may_have_no_schemas() -> None:
    bare = edited((("components", "schemas"), GONE), (("paths",), {}))
    assert changes(bare, bare) == []


def test_nothing_changes() -> None:
    assert changes(BASE, deepcopy(BASE)) == []


def test_another_name_or_place_of_an_operation() -> None:
    renamed = edited(((*OPERATION, "operationId"), "searchThings"))
    assert found(BASE, renamed) == [
        (BREAKING, "operation listThings was removed", "list_things"),
        (COMPATIBLE, "operation searchThings was added", "search_things"),
    ]
    moved = deepcopy(BASE)
    moved["paths"] = {"/things/{b}/{a}": {"post": moved["paths"]["/things/{a}/{b}"]["put"]}}
    assert found(BASE, moved) == [
        (BREAKING, "listThings is POST /things/{b}/{a}, was PUT /things/{a}/{b}", "list_things"),
        (BREAKING, "listThings: the path arguments are in a different order", "list_things"),
    ]


def test_another_page_argument() -> None:
    """The iterator has no argument for it, so it loses an argument that the operation already had."""
    pages = {"pageParam": "q", "resultsPath": "data", "pageStart": 1}
    reported = found(BASE, edited(((*OPERATION, "x-pagination"), pages)))
    assert reported == [
        (BREAKING, "listThings: iter_things no longer has the argument q", "list_things"),
        (COMPATIBLE, "listThings: iter_things is paged differently", "list_things"),
    ]


def test_the_subjects_are_what_changes_are_about() -> None:
    assert subjects([Change(BREAKING, "x", "list_things"), Change(BREAKING, "y")], BASE) == {
        "list_things",
        "iter_things",
    }
    assert subjects([Change(BREAKING, "x", "Thing")], BASE) == {"Thing"}


@pytest.mark.parametrize(
    ("annotation", "members"),
    [
        ("str", ["str"]),
        ("int | None", ["int", "None"]),
        ("Sequence[X | Mapping[str, Any]] | None", ["Sequence[X | Mapping[str, Any]]", "None"]),
        ("a[b[c | d] | e] | f | g[h | i]", ["a[b[c | d] | e]", "f", "g[h | i]"]),
    ],
)
def test_members_of_a_union(annotation: str, members: list[str]) -> None:
    assert union_members(annotation) == members


WIDE, NARROW = Parameter("int | str", "None", None), Parameter("int", "None", None)


@pytest.mark.parametrize(
    ("path", "was", "now", "expected"),
    [
        ("f(x)", NARROW, WIDE, True),
        ("f(x)", WIDE, NARROW, False),
        ("f(x)", NARROW, NARROW._replace(default="1"), False),
        ("f(x)", NARROW._replace(default=None), NARROW, True),
        ("f(x)", NARROW, NARROW._replace(position=1), True),
        ("f(x)", NARROW._replace(position=1), NARROW, False),
        ("f returns", "int | str", "int", True),
        ("f returns", "int", "int | str", False),
        ("f is", "int | str", "int", False),
    ],
)
def test_compatible_changes_of_signatures(path: str, was: Any, now: Any, expected: bool) -> None:
    assert _is_compatible(path, was, now) is expected
