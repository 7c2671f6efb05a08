"""make upstream reports every difference that callers could notice, with its place, and nothing else."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
import vendor_sdist
import yaml
from edits import GONE, edited, parameter, place_of, ref, table, with_edits
from helpers import SPEC_DOCUMENT
from tools.upstream.compare import Comparison
from tools.upstream.departures import pointer
from vendor_sdist import document

CASES = "/api/v2/cases/{case_id}"
CASE_PATH = "#/paths/~1api~1v2~1cases~1{case_id}~1"
PATHS = {"watch": f"{CASE_PATH}watchers~1{{user_uuid}}/post", "timeline": f"{CASE_PATH}timelines/get"}
SCHEMAS = "#/components/schemas"


TABLE = table("upstream")


def found(made: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    return [(pointer(item.place), item.ours, item.published) for item in Comparison(SPEC_DOCUMENT, made).differences]


def test_modelling_is_not_a_difference() -> None:
    assert found(document()) == []


def schema(made: dict[str, Any], name: str) -> Any:
    return made["components"]["schemas"][f"Its{name}"]


def operation(made: dict[str, Any], rest: str, method: str) -> Any:
    return made["paths"][f"{CASES}/{rest}"][method]


@pytest.mark.parametrize("name", TABLE)
def test_a_difference_of_the_document_is_reported(name: str) -> None:
    row = TABLE[name]
    (difference,) = Comparison(SPEC_DOCUMENT, with_edits(document(), row["edit"])).differences
    expected = row["expect"]
    assert " ".join(map(str, difference.place)) == " ".join(place_of(SPEC_DOCUMENT, expected["at"]))
    assert (difference.ours, difference.published) == (expected.get("spec"), expected.get("vendor"))
    assert (difference.write == "delete it") == (difference.published is None)


def test_a_parameter_that_the_spec_declares_where_it_is_used() -> None:
    ours, made = deepcopy(SPEC_DOCUMENT), document()
    parameters = operation(ours, "timelines", "get")["parameters"]
    parameters[1] = deepcopy(ours["components"]["parameters"]["PageSize"])
    operation(made, "timelines", "get")["parameters"][1]["required"] = True
    (difference,) = Comparison(ours, made).differences
    assert pointer(difference.place) == f"{PATHS['timeline']}/parameters/1/required"


@pytest.mark.parametrize("name", ["CaseType", "CaseAttributes"])
def test_an_enum_or_object_without_a_type(name: str) -> None:
    made = document()
    del schema(made, name)["type"]
    assert found(made) == []


@pytest.mark.parametrize("key", ["oneOf", "anyOf"])
def test_a_union_with_null_may_be_null(key: str) -> None:
    ours, made = deepcopy(SPEC_DOCUMENT), document()
    union, theirs = (
        ours["components"]["schemas"]["CustomAttributeValuesUnion"],
        schema(made, "CustomAttributeValuesUnion"),
    )
    members = union.pop("anyOf")
    union[key] = [*members, {"type": "null"}]
    theirs[key] = theirs.pop("anyOf")
    theirs["nullable"] = True
    assert not Comparison(ours, made).differences


@pytest.mark.parametrize(
    ("name", "field", "edit", "write"),
    [
        ("CaseAttributes", "title", {"type": "integer"}, {"type": "integer"}),
        ("CaseAttributes", "title", {"nullable": True}, {"type": ["string", "null"]}),
        ("CaseAttributes", "title", {"type": None, "$ref": f"{SCHEMAS}/ItsCase"}, {"$ref": f"{SCHEMAS}/Case"}),
        ("CaseAttributes", "priority", {"$ref": f"{SCHEMAS}/ItsCase"}, {"$ref": f"{SCHEMAS}/Case"}),
        ("CaseAttributes", "title", {"type": None, "$ref": f"{SCHEMAS}/New"}, {"$ref": f"{SCHEMAS}/New"}),
        (
            "CaseResponse",
            "data",
            {"$ref": None, "allOf": [{"$ref": f"{SCHEMAS}/ItsCase"}], "nullable": True},
            {"oneOf": [{"$ref": f"{SCHEMAS}/Case"}, {"type": "null"}]},
        ),
    ],
)
def test_another_type_is_shown_as_to_write(name: str, field: str, edit: dict[str, Any], write: dict[str, Any]) -> None:
    made = document()
    made["components"]["schemas"]["New"] = {"type": "object"}
    node = schema(made, name)["properties"][field]
    node.update(edit)
    schema(made, name)["properties"][field] = {key: value for key, value in node.items() if value is not None}
    (difference,) = Comparison(SPEC_DOCUMENT, made).differences
    assert yaml.safe_load(difference.write) == write


def test_schemas_are_matched_where_they_are_used() -> None:
    # The vendor's schemas of these two have no name where they are used.
    ours = SPEC_DOCUMENT["components"]["schemas"].keys() - {"JiraIssue", "ServiceNowTicket"}
    assert Comparison(SPEC_DOCUMENT, document()).names == {f"Its{name}": name for name in ours}


@pytest.mark.parametrize("name", ["APIErrorResponse", "JSONAPIErrorResponse"])
def test_a_schema_that_matches_two_of_ours_is_the_one_of_the_same_name(name: str) -> None:
    made = json.dumps(document())
    for other in ("APIErrorResponse", "JSONAPIErrorResponse"):
        made = made.replace(f"/Its{other}", f"/{name}").replace(f'"Its{other}"', f'"{name}"')
    assert Comparison(SPEC_DOCUMENT, json.loads(made)).names[name] == name


def test_a_difference_counts_once_per_operation() -> None:
    made = document()
    schema(made, "APIErrorResponse")["properties"]["errors"]["items"]["type"] = "integer"
    (users,) = Comparison(SPEC_DOCUMENT, made).differences.values()
    assert set(users.values()) == {1}
    assert len(users) > 1


@pytest.mark.parametrize(
    ("field", "write"),
    [
        ({"type": "integer"}, {"type": "integer"}),
        ({"type": "object"}, {"type": "object", "title": "Count", "additionalProperties": True}),
        ({"$ref": f"{SCHEMAS}/ItsCase"}, {"$ref": f"{SCHEMAS}/Case"}),
    ],
)
def test_a_field_is_shown_as_to_write(field: dict[str, Any], write: dict[str, Any]) -> None:
    made = document()
    schema(made, "CaseAttributes")["properties"]["count"] = {**field, "description": "How many."}
    (difference,) = Comparison(SPEC_DOCUMENT, made).differences
    assert difference.published == field.get("type", "object")
    assert yaml.safe_load(difference.write) == {"count": {**write, "description": "How many."}}


BARE: dict[str, Any] = {
    "servers": [{"url": "https://a.com", "variables": {"site": {"enum": ["b"], "default": "b"}}}],
    "paths": {"/x": {"get": {"operationId": "getX", "responses": {"200": {"description": "x"}}}}},
    "components": {"securitySchemes": {}, "schemas": {}},
}
GET_X = ("paths", "/x", "get")
TEXT, NUMBER = {"type": "string"}, {"type": "number"}
WITH_EXAMPLE = {"content": {"application/json": {"schema": TEXT, "example": "text"}}}
JSON_TEXT, PLAIN_TEXT = ({"content": {name: {"schema": TEXT}}} for name in ("application/json", "text/plain"))


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ([], [], []),
        (
            [((*GET_X, "parameters"), [parameter("a"), parameter("b"), parameter("c", required=True)])],
            [((*GET_X, "parameters"), [{"name": "c", "in": "query"}])],
            [
                ("parameters/a", "query", None),
                ("parameters/b", "query", None),
                ("parameters/2/required", True, False),
                ("parameters/2/schema/type", "string", "anything"),
            ],
        ),
        (
            [((*GET_X, "parameters"), [parameter("a")])],
            [],
            [("parameters/a", "query", None)],
        ),
        (
            [((*GET_X, "responses", "200", "content"), {"application/json": {"schema": TEXT}})],
            [((*GET_X, "responses", "200", "content"), {"application/json": {}})],
            [("responses/200/content/application~1json/schema/type", "string", "anything")],
        ),
        (
            [((*GET_X, "responses", "200", "content"), JSON_TEXT["content"])],
            [((*GET_X, "responses", "200", "content"), {"application/vnd.api+json": {"schema": TEXT}})],
            [],
        ),
        (
            [((*GET_X, "responses", "200", "content"), {"application/json": {"schema": {"oneOf": [TEXT, NUMBER]}}})],
            [((*GET_X, "responses", "200", "content"), JSON_TEXT["content"])],
            [("responses/200/content/application~1json/schema/type", "choice", "string")],
        ),
        (
            [((*GET_X, "security"), [{"key": [], "OAuth": ["read", "write"]}])],
            [],
            [("security/OAuth read write and key", "OAuth read write and key", None)],
        ),
        (
            [((*GET_X, "responses", "200", "content"), JSON_TEXT["content"])],
            [((*GET_X, "responses", "200", "content"), {**JSON_TEXT["content"], **PLAIN_TEXT["content"]})],
            [("responses/200/content", "application/json", "application/json, text/plain")],
        ),
    ],
)
def test_a_small_document(ours: list[Any], theirs: list[Any], expected: list[tuple[str, Any, Any]]) -> None:
    found = Comparison(edited(BARE, *ours), edited(BARE, *theirs)).differences
    assert [(pointer(item.place), item.ours, item.published) for item in found] == [
        (f"#/paths/~1x/get/{place}", *values) for place, *values in expected
    ]


def test_bodies_that_are_referenced() -> None:
    ours, theirs = (
        edited(
            BARE,
            ((*GET_X, "requestBody"), ref(name, "requestBodies")),
            (("components", "requestBodies"), {name: {"content": {"application/json": {"schema": {"type": kind}}}}}),
        )
        for name, kind in (("Ask", "string"), ("ItsAsk", "integer"))
    )
    (difference,) = Comparison(ours, theirs).differences
    assert pointer(difference.place) == "#/components/requestBodies/Ask/content/application~1json/schema/type"
    assert (difference.ours, difference.published) == ("string", "integer")


@pytest.mark.parametrize(
    ("place", "theirs", "write"),
    [
        (("parameters",), [parameter("a")], [parameter("a")]),
        (
            ("requestBody",),
            JSON_TEXT,
            {"requestBody": {"description": "The body.", **WITH_EXAMPLE}},
        ),
        (
            ("responses", "404"),
            {"description": "No.", **JSON_TEXT},
            {"404": {"description": "No.", **WITH_EXAMPLE}},
        ),
        (("responses", "200", "content"), PLAIN_TEXT["content"], PLAIN_TEXT),
    ],
)
def test_a_part_of_an_operation_is_shown_as_to_write(place: tuple[str, ...], theirs: Any, write: Any) -> None:
    (difference,) = Comparison(BARE, edited(BARE, ((*GET_X, *place), theirs))).differences
    assert yaml.safe_load(difference.write) == write


@pytest.mark.parametrize(
    ("member", "write"),
    [
        ({"type": "boolean"}, {"type": "boolean"}),
        (
            {"type": "object", "description": "X."},
            {"type": "object", "title": "Member", "additionalProperties": True, "description": "X."},
        ),
    ],
)
def test_a_member_is_shown_as_to_write(member: dict[str, Any], write: dict[str, Any]) -> None:
    made = document()
    schema(made, "CustomAttributeValuesUnion")["anyOf"].append(member)
    (difference,) = Comparison(SPEC_DOCUMENT, made).differences
    assert yaml.safe_load(difference.write) == [write]


def test_objects_of_a_union_are_matched_by_name() -> None:
    ours, made = deepcopy(SPEC_DOCUMENT), document()
    schemas = ours["components"]["schemas"]
    names = ["Case", "APIErrorResponse"]
    schemas["CaseAttributes"]["properties"]["new"] = {"oneOf": [{"$ref": f"{SCHEMAS}/{name}"} for name in names]}
    made["components"]["schemas"] |= {name: made["components"]["schemas"][f"Its{name}"] for name in names}
    schema(made, "CaseAttributes")["properties"]["new"] = {
        "oneOf": [{"$ref": f"{SCHEMAS}/{name}"} for name in names[::-1]]
    }
    assert Comparison(ours, made).differences == {}


SITE = SPEC_DOCUMENT["servers"][0]["variables"]["site"]
SITES = [f"#/servers/0/variables/site/enum/{site}" for site in SITE["enum"]]
DEFAULT_SITE = "#/servers/0/variables/site/default"
SCHEME = [f"#/components/securitySchemes/apiKeyAuth/{key}" for key in ("type", "in", "name")]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("servers 0 variables", [*SITES, DEFAULT_SITE]),
        ("servers 0 variables site", [*SITES, DEFAULT_SITE]),
        ("servers 0 variables site enum", SITES),
        ("components securitySchemes apiKeyAuth", SCHEME),
    ],
)
def test_a_part_of_a_server_or_of_security_that_is_missing(place: str, expected: list[str]) -> None:
    differences = Comparison(SPEC_DOCUMENT, with_edits(document(), {place: GONE})).differences
    assert [pointer(item.place) for item in differences if item.published is None] == expected


def test_what_to_write_is_folded_after_100_columns_and_keeps_its_order() -> None:
    first, second = "x" * 70, "y" * 15
    made = document()
    schema(made, "CaseAttributes")["properties"]["count"] = {
        "type": "boolean",
        "description": f"{first} {second} z",
        "default": True,
    }
    (difference,) = Comparison(SPEC_DOCUMENT, made).differences
    assert difference.write == (f"count:\n  type: boolean\n  description: {first} {second}\n    z\n  default: true")


@pytest.mark.parametrize(("value", "found"), [("STANDARD", []), ("OTHER", [(None, "STANDARD"), ("OTHER", None)])])
def test_a_const_is_an_enum_of_one_value(value: str, found: list[Any]) -> None:
    ours = deepcopy(SPEC_DOCUMENT)
    case_type = ours["components"]["schemas"]["CaseType"]
    assert case_type.pop("enum") == ["STANDARD"]
    case_type["const"] = value
    assert [(item.ours, item.published) for item in Comparison(ours, document()).differences] == found


def test_what_to_write_is_readable() -> None:
    made = document()
    operation(made, "timelines", "get")["parameters"][1]["schema"]["default"] = "à"
    (difference,) = Comparison(SPEC_DOCUMENT, made).differences
    assert difference.write == "default: à"


def test_a_difference_of_the_server_is_of_every_operation() -> None:
    made = document()
    made["servers"][0]["variables"]["site"]["enum"].append("x.com")
    (users,) = Comparison(SPEC_DOCUMENT, made).differences.values()
    assert users == {"every operation": 1}


def test_other_values_than_text_are_shown_as_yaml() -> None:
    made = document()
    schema(made, "CaseObjectAttributes")["additionalProperties"]["default"] = ["x"]
    spec = {**SPEC_DOCUMENT, "paths": {**SPEC_DOCUMENT["paths"]}}
    timeline = spec["paths"][f"{CASES}/timelines"]["get"]
    without = {key: value for key, value in timeline.items() if key != "x-pagination"}
    spec["paths"][f"{CASES}/timelines"] = {"get": without}
    differences = {pointer(item.place): item for item in Comparison(spec, made).differences}
    pages = differences.pop(f"{PATHS['timeline']}/x-pagination")
    assert (pages.ours, pages.published.splitlines()[0]) == (None, "limitParam: page[size]")
    assert pages.write.splitlines()[:2] == ["x-pagination:", "  limitParam: page[size]"]
    (default,) = differences.values()
    assert (default.published, default.write) == ("- x", "default:\n- x")


def test_the_test_document_has_the_form_of_the_vendors() -> None:
    text = json.dumps(vendor_sdist.document())
    assert '"null"' not in text
    assert '"nullable": true' in text
