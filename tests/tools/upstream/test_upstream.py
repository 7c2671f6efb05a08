"""make upstream reports every difference that callers could notice, with its place, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import vendor_sdist
import yaml
from edits import GONE, edited, parameter, place_of, ref, table, with_edits
from helpers import SPEC_DOCUMENT
from tools import adopt, validate
from tools.paths import SPEC
from tools.upstream import __main__ as command
from tools.upstream import departures, inputs, report, vendor
from tools.upstream.compare import Comparison, Difference
from tools.upstream.departures import Departure, pointer
from tools.upstream.recorded import Recordings
from tools.upstream.vendor import Vendor, VendorError
from vendor_sdist import document, recording, sdist

CASES = "/api/v2/cases/{case_id}"
PATHS = {
    name: f"#/paths/~1api~1v2~1cases~1{{case_id}}~1{rest}"
    for name, rest in {"watch": "watchers~1{user_uuid}/post", "timeline": "timelines/get", "insights": "insights/put"}.items()
}  # fmt: skip
SCHEMAS = "#/components/schemas"


TABLE = table("upstream")


def check(comparison: Comparison, published: Vendor) -> list[str]:
    return Recordings(comparison, SPEC_DOCUMENT, published.document).check(published.recordings)


def found(made: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    return [(pointer(item.place), item.ours, item.theirs) for item in Comparison(SPEC_DOCUMENT, made).differences]


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
    assert (difference.ours, difference.theirs) == (expected.get("spec"), expected.get("vendor"))
    assert (difference.write == "delete it") == (difference.theirs is None)


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


def test_a_list_is_also_anything() -> None:
    assert Recordings(Comparison(SPEC_DOCUMENT, document()), SPEC_DOCUMENT, {})._fits({}, [1])


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
    assert difference.theirs == field.get("type", "object")
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
    assert [(pointer(item.place), item.ours, item.theirs) for item in found] == [
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
    assert (difference.ours, difference.theirs) == ("string", "integer")


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
        ({"type": "object"}, {"type": "object", "title": "Member", "additionalProperties": True}),
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
    assert [pointer(item.place) for item in differences if item.theirs is None] == expected


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
    assert [(item.ours, item.theirs) for item in Comparison(ours, document()).differences] == found


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
    assert (pages.ours, pages.theirs.splitlines()[0]) == (None, "limitParam: page[size]")
    assert pages.write.splitlines()[:2] == ["x-pagination:", "  limitParam: page[size]"]
    (default,) = differences.values()
    assert (default.theirs, default.write) == ("- x", "default:\n- x")


def recorded(tmp_path: Path, *interactions: Any) -> tuple[list[tuple[str, Any, int]], list[str]]:
    """The undocumented parts of recordings with their counts, and what our package does not keep."""
    published = vendor.read(sdist(tmp_path, document(), *interactions), "/api/v2/cases")
    comparison = Comparison(SPEC_DOCUMENT, published.document)
    lost = check(comparison, published)
    return [(pointer(item.place), item.theirs, users.total()) for item, users in comparison.differences.items()], lost


CASE: dict[str, Any] = {"id": "1", "type": "case", "attributes": {"title": "x"}}


def with_attributes(**attributes: Any) -> Any:
    return recording("PUT", "/api/v2/cases/1/insights", 200, {"data": {**CASE, "attributes": attributes}})


@pytest.mark.parametrize(
    ("interaction", "expected"),
    [
        (with_attributes(title="x", closed_at=None, status="OPEN"), []),
        (with_attributes(jira_issue=None, service_now_ticket={"result": {}}), []),
        (with_attributes(comment_count=1), [("CaseAttributes/properties/comment_count", "integer")]),
        (with_attributes(title=None), [("CaseAttributes/properties/title/type", "null")]),
        (with_attributes(title=1.5), [("CaseAttributes/properties/title/type", "number")]),
        (with_attributes(priority="P9"), [("CasePriority/enum/P9", "P9")]),
        (with_attributes(attributes={"x": ["a"], "y": [True]}), [("CaseObjectAttributes/additionalProperties/items/type", "boolean")]),
        (with_attributes(custom_attributes={"x": {"type": "NUMBER", "is_multi": True, "value": [1, 2.5]}}), []),
        (with_attributes(custom_attributes={"x": {"type": "NUMBER", "is_multi": False, "value": {}}}), [("CustomAttributeValuesUnion/anyOf", "object")]),
        (recording("PUT", "/api/v2/cases/1/insights", 404, {"errors": ["x"]}), [("JSONAPIErrorResponse/properties/errors/items/type", "string")]),
        (recording("PUT", "/api/v2/cases/1/insights", 404, "<html>", "text/html"), [("JSONAPIErrorResponse/content", "text/html")]),
        (recording("GET", "/api/v2/cases/1/timelines?page[size]=2", 200, {"data": [{"id": "1", "type": "timeline_cell", "attributes": {"x": 1}}]}), [("TimelineCell/properties/x", "integer")]),
        (recording("PUT", "/api/v2/cases/1/insights", 418, {"x": 1}), []),
        (recording("POST", "/api/v2/cases/1/else", 200, {"x": 1}), []),
        (recording("GET", "/api/v2/monitors", 200, {"x": 1}), []),
    ],
)  # fmt: skip
def test_undocumented_parts_of_recordings_are_reported(
    tmp_path: Path, interaction: Any, expected: list[tuple[str, Any]]
) -> None:
    noted, lost = recorded(tmp_path, interaction)
    assert noted == [(f"{SCHEMAS}/{place}", value, 1) for place, value in expected]
    assert (lost == []) == (expected != [("JSONAPIErrorResponse/properties/errors/items/type", "string")])


INSIGHTS = "/api/v2/cases/1/insights"


def cell_by(author: Any) -> Any:
    cell = {"id": "1", "type": "timeline_cell", "attributes": {"author": author}}
    return recording("GET", "/api/v2/cases/1/timelines?page[size]=2", 200, {"data": [cell]})


@pytest.mark.parametrize(
    ("interaction", "place", "ours", "theirs", "write"),
    [
        (with_attributes(title=1.5), ("CaseAttributes", "properties", "title", "type"), "string", "number", "type: number"),
        (with_attributes(priority="P9"), ("CasePriority", "enum", "P9"), None, "P9", "- P9"),
        (with_attributes(x=1), ("CaseAttributes", "properties", "x"), None, "integer", "x:\n  type: integer"),
        (cell_by("x"), ("TimelineCellAuthor", "oneOf"), None, "string", "- type: string"),
        (cell_by(["x"]), ("TimelineCellAuthor", "oneOf"), None, "array", "- type: array"),
        (with_attributes(custom_attributes={"x": {"type": "TEXT", "is_multi": True, "value": ["a", True]}}), ("CustomAttributeValuesUnion", "anyOf"), None, "array", "- type: array"),
        (recording("PUT", INSIGHTS, 404, "<html>", "text/html"), ("JSONAPIErrorResponse", "content"), "JSON", "text/html", "content: text/html"),
    ],
)  # fmt: skip
def test_a_difference_of_a_recording(
    tmp_path: Path, interaction: Any, place: tuple[str, ...], ours: str | None, theirs: str, write: str
) -> None:
    published = vendor.read(sdist(tmp_path, document(), interaction), "/api/v2/cases")
    comparison = Comparison(SPEC_DOCUMENT, published.document)
    assert check(comparison, published) == []
    assert list(comparison.differences) == [
        Difference(("components", "schemas", *place), "recorded", ours, theirs, write)
    ]


def test_every_recording_is_checked(tmp_path: Path) -> None:
    """Also those after one without a body, one that is not JSON, and one that the package cannot decode."""
    noted, lost = recorded(
        tmp_path,
        recording("PUT", INSIGHTS, 200, ""),
        recording("PUT", INSIGHTS, 404, "<html>", "text/html"),
        recording("PUT", INSIGHTS, 200, {"data": "x"}),
        recording("PUT", INSIGHTS, 200, {"data": [3]}),
        with_attributes(x=1),
    )
    assert noted == [
        (f"{SCHEMAS}/JSONAPIErrorResponse/content", "text/html", 1),
        (f"{SCHEMAS}/CaseResponse/properties/data/type", "string", 1),
        (f"{SCHEMAS}/CaseResponse/properties/data/type", "array", 1),
        (f"{SCHEMAS}/CaseAttributes/properties/x", "integer", 1),
    ]
    problem = "test_a_case: CaseResponse cannot decode it: ResponseDecodeError: expected an object, got"
    assert lost == [f"{problem} str at $.data", f"{problem} list at $.data"]


def test_recordings_are_counted(tmp_path: Path) -> None:
    noted, _ = recorded(tmp_path, with_attributes(x=1), with_attributes(x=2))
    assert noted == [(f"{SCHEMAS}/CaseAttributes/properties/x", "integer", 2)]


def test_a_schema_inside_one_that_the_spec_lacks(tmp_path: Path) -> None:
    """Such as the cases of a search, which the spec does not have."""
    made = document()
    cases = {
        "type": "object",
        "properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/ItsCase"}}},
    }
    success = {"description": "x", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Cases"}}}}
    made["components"]["schemas"]["Cases"] = cases
    cases["additionalProperties"] = {"$ref": "#/components/schemas/ItsCase"}
    made["paths"]["/api/v2/cases"] = {"get": {"operationId": "SearchCases", "responses": {"200": success}}}
    body = {"data": [{**CASE, "attributes": {"x": 1}}], "first": {**CASE, "attributes": {"y": 1}}}
    published = vendor.read(sdist(tmp_path, made, recording("GET", "/api/v2/cases", 200, body)), "/api/v2/cases")
    comparison = Comparison(SPEC_DOCUMENT, published.document)
    assert check(comparison, published) == []
    properties = f"{SCHEMAS}/CaseAttributes/properties"
    assert [pointer(item.place) for item in comparison.differences] == [f"{properties}/x", f"{properties}/y"]
    assert list(comparison.differences.values()) == [{"SearchCases 200": 1}] * 2


def test_what_no_document_describes_is_ignored(tmp_path: Path) -> None:
    made = document()
    made["components"]["schemas"]["Anything"] = {"type": "object"}
    made["components"]["schemas"]["Many"] = {"type": "array"}
    for name in ("Anything", "Many"):
        success = {
            "description": "x",
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
        }
        made["paths"][f"/api/v2/cases/{name}"] = {"get": {"operationId": name, "responses": {"200": success}}}
    interactions = [
        recording("GET", "/api/v2/cases/Anything", 200, {"x": {"y": [1]}}),
        recording("GET", "/api/v2/cases/Many", 200, [{"x": 1}]),
    ]
    published = vendor.read(sdist(tmp_path, made, *interactions), "/api/v2/cases")
    comparison = Comparison(SPEC_DOCUMENT, published.document)
    assert check(comparison, published) == []
    assert list(comparison.differences) == []


def test_a_body_that_the_package_does_not_decode_is_reported(tmp_path: Path) -> None:
    _, lost = recorded(tmp_path, recording("PUT", "/api/v2/cases/1/insights", 200, {"data": "x"}))
    assert lost == [
        "test_a_case: CaseResponse cannot decode it: ResponseDecodeError: expected an object, got str at $.data"
    ]


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of the spec, without departures."""
    path = tmp_path / "case-management.yaml"
    path.write_text(SPEC.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def run(source: Path, archive: Path) -> int:
    return command.main(["--sdist", str(archive), "--spec", str(source)])


def test_no_new_difference(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(source, sdist(tmp_path, document(), with_attributes(title="x"))) == 0
    assert capsys.readouterr().out == (
        "datadog-api-client 9.9.9: 0 differences, 0 new or stale. "
        "1 recorded responses, 0 of them not kept by the package.\n"
    )


def test_a_difference_is_shown_with_what_to_write(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = document()
    schema(made, "CaseInsightType")["enum"].append("NEW")
    assert run(source, sdist(tmp_path, made, with_attributes(x=1), with_attributes(x=1))) == 1
    output = capsys.readouterr().out
    lines = source.read_text(encoding="utf-8").splitlines()
    line = lines.index("    CaseInsightType:") + lines[lines.index("    CaseInsightType:") :].index("      enum:") + 1
    assert f"new  {source}:{line}  {SCHEMAS}/CaseInsightType/enum/NEW\n" in output
    assert "  seen in   addCaseInsights\n  ours      nothing\n  vendor    NEW\n  write     - NEW\n" in output
    assert (
        "  seen in   addCaseInsights 200 (2 times)\n  ours      nothing\n  recorded  integer\n"
        "  write     x:\n              type: integer\n"
    ) in output
    assert "2 differences, 2 new or stale" in output
    assert "Fix: write the YAML shown, or accept the difference" in output


def test_both_sides_are_shown(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = document()
    schema(made, "CaseAttributes")["properties"]["title"]["default"] = "x"
    limit = operation(made, "timelines", "get")["parameters"][1]["schema"]
    limit["default"] = 10
    assert run(source, sdist(tmp_path, made)) == 1
    output = capsys.readouterr().out
    assert "  ours      nothing\n  vendor    x\n  write     default: x\n" in output
    assert "  ours      100\n  vendor    10\n  write     default: 10\n" in output
    fix = "\nFix: write the YAML shown, or accept the difference in openapi/departures.yaml, with a reason.\n"
    assert output.endswith(fix)


def test_differences_of_one_place_are_in_the_order_in_which_they_are_found(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = sdist(tmp_path, document(), with_attributes(x="a"), with_attributes(x=1))
    assert run(source, archive) == 1
    output = capsys.readouterr().out
    assert [line for line in output.splitlines() if "recorded  " in line] == [
        "  recorded  string",
        "  recorded  integer",
    ]


@pytest.mark.parametrize(("script", "operation"), [(command, []), (adopt, ["UnwatchCase"])])
def test_that_version_and_the_spec_of_this_repository_are_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], script: ModuleType, operation: list[str]
) -> None:
    asked: list[Any] = []

    def read(*what: Any) -> None:
        asked.extend(what)
        raise VendorError("not found")

    monkeypatch.setattr(script, "read", read)
    assert script.main([*operation, "--version", "9.9.9"]) == 2
    assert asked == ["9.9.9", None, SPEC]
    assert capsys.readouterr().err == f"make {script.__name__.split('.')[1]}: not found\n"


@pytest.mark.parametrize(
    ("names", "shown"),
    [("a", "a"), ("cab", "a, b, c"), ("abcd", "a, b, c and 1 more"), ("abcde", "a, b, c and 2 more")],
)
def test_three_operations_are_named(names: str, shown: str) -> None:
    assert report._users(Difference((), "vendor", None, None, ""), Counter(names)) == shown


def test_the_recordings_are_those_below_the_common_path() -> None:
    assert inputs.prefix_of({"paths": {"/api/v2/cases/{a}/x/{b}": {}, "/api/v2/cases/{a}/x/{b}/y": {}}}) == (
        "/api/v2/cases"
    )


def test_the_version_is_looked_for(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--version", "x", "--spec", str(source)]) == 2
    assert capsys.readouterr().err == "make upstream: 'x' is not a version. Fix: VERSION=2.62.0\n"


def test_accepted_and_stale_departures(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = document()
    schema(made, "CaseInsightType")["enum"].append("NEW")
    archive = sdist(tmp_path, made, with_attributes(x=1))
    place = f"{SCHEMAS}/CaseInsightType/enum/NEW"
    entries = [
        {"place": place, "vendor": "NEW", "reason": "Not yet."},
        {"place": f"{SCHEMAS}/CaseAttributes/properties/x", "recorded": "integer", "reason": "Undocumented."},
    ]
    beside = departures.beside(source)
    beside.write_text(yaml.safe_dump(entries), encoding="utf-8")
    assert run(source, archive) == 0
    output = capsys.readouterr().out
    assert f"accepted  {place}\n  vendor    NEW\n  reason    Not yet.\n" in output
    assert "2 differences, 0 new or stale" in output
    # The vendor's value differs from the accepted one.
    entries[1]["recorded"] = "string"
    beside.write_text(yaml.safe_dump(entries), encoding="utf-8")
    assert run(source, archive) == 1
    output = capsys.readouterr().out
    stale = f"stale  {SCHEMAS}/CaseAttributes/properties/x\n  recorded  string\n"
    assert f"{stale}  write     delete it: the spec no longer differs there\n" in output
    assert "2 differences, 2 new or stale" in output


def test_a_body_that_is_not_decoded_fails(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = document()
    assert run(source, sdist(tmp_path, made, recording("PUT", "/api/v2/cases/1/insights", 200, {"data": "x"}))) == 1
    output = capsys.readouterr().out
    assert "lost  test_a_case: CaseResponse cannot decode it" in output


@pytest.mark.parametrize(
    ("content", "expected"), [(None, "does not exist"), (b"x", "cannot be read"), ("empty", "it is not an sdist of")]
)
def test_an_invalid_sdist_is_reported(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: Any, expected: str
) -> None:
    archive = tmp_path / "datadog_api_client-9.9.9.tar.gz"
    if content == "empty":
        sdist(tmp_path, {})
    elif content:
        archive.write_bytes(content)
    assert run(source, archive) == 2
    assert expected in capsys.readouterr().err


def test_an_invalid_spec(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source.write_text("openapi: 3.1.0\n", encoding="utf-8")
    assert run(source, sdist(tmp_path, document())) == 2
    assert "make upstream: the spec is not valid:\n" in capsys.readouterr().err


# --- departures.yaml -------------------------------------------------------------------------------------------------

GOOD = f'- place: "{SCHEMAS}/CaseType/enum/X"\n  recorded: X\n  reason: Because.\n'
KEYS = "write exactly `place:`, `reason:`, and one of `vendor:` and `recorded:`"
WATCH = "/api/v2/cases/{case_id}/watchers/{user_uuid}".replace("/", "~1")


def at(place: str) -> str:
    return GOOD.replace(f"{SCHEMAS}/CaseType/enum/X", place)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD, []),
        ("# nothing\n", []),
        ("a: 1\n", [(1, "not a list: write `- place: …`, `vendor:` or `recorded:`, and `reason:`")]),
        ("- [x\n", [(2, "not YAML: expected ',' or ']', but got '<stream end>'")]),
        ("- \x00\n", [(1, 'not YAML: unacceptable character #x0000: special characters are not allowed\n  in "<unicode string>", position 2')]),
        (f"{GOOD}- x\n", [(4, "not a mapping: write `place:`, `vendor:` or `recorded:`, and `reason:`")]),
        (GOOD.replace("recorded: X", "recorded: X\n  vendor: X"), [(1, KEYS)]),
        (GOOD.replace("recorded", "vendors"), [(1, KEYS)]),
        (GOOD.replace("reason", "why"), [(1, KEYS)]),
        (f"{GOOD}  more: x\n", [(1, KEYS)]),
        (GOOD.replace("Because.", '" "'), [(1, "no reason: write why the spec differs")]),
        (GOOD.replace("Because.", "1"), [(1, "no reason: write why the spec differs")]),
        (at("components/schemas/CaseType"), [(1, "`place:` must be a JSON pointer, as `make upstream` prints it")]),
        (at("1").replace('"1"', "1"), [(1, "`place:` must be a JSON pointer, as `make upstream` prints it")]),
        (f"\n{at(f'{SCHEMAS}/CaseTypo/enum/X')}", [(2, f"{SCHEMAS}/CaseTypo/enum/X leads to nothing in the spec: delete the entry")]),
        (GOOD + GOOD, [(4, "the same as line 1: delete one of the two")]),
        (GOOD + GOOD + GOOD, [(4, "the same as line 1: delete one of the two"), (7, "the same as line 1: delete one of the two")]),
        (GOOD + GOOD.replace("recorded", "vendor"), []),
        (GOOD + GOOD.replace("recorded: X", "recorded: Y"), []),
        (GOOD.replace("Because.", '""') + GOOD + GOOD, [(1, "no reason: write why the spec differs"), (7, "the same as line 4: delete one of the two")]),
        # The steps may lead through lists, of which the spec may lack the last one.
        (at(f"#/paths/{WATCH}/post/parameters/0/schema/type"), []),
        (at(f"#/paths/{WATCH}/post/parameters/1/schema"), []),
        (at(f"#/paths/{WATCH}/post/security/0/apiKeyAuth/0/x"), []),
        (at(f"#/paths/{WATCH}/post/parameters/2/schema/type"), [(1, f"#/paths/{WATCH}/post/parameters/2/schema/type leads to nothing in the spec: delete the entry")]),
        (at(f"#/paths/{WATCH}/post/parameters/x/schema/type"), [(1, f"#/paths/{WATCH}/post/parameters/x/schema/type leads to nothing in the spec: delete the entry")]),
        (at("#/info/version/1/2/3"), [(1, "#/info/version/1/2/3 leads to nothing in the spec: delete the entry")]),
    ],
)  # fmt: skip
def test_departures_are_checked(source: Path, text: str, expected: list[tuple[int, str]]) -> None:
    beside = departures.beside(source)
    beside.write_text(text, encoding="utf-8")
    assert list(departures.problems(SPEC_DOCUMENT, beside)) == expected


def test_places_are_json_pointers() -> None:
    place = ("paths", "/a/{b}", "~", 0)
    assert pointer(place) == "#/paths/~1a~1{b}/~0/0"
    assert departures.parse_pointer("#/paths/~1a~1{b}/~0/0/~01") == ("paths", "/a/{b}", "~", "0", "~1")


def test_make_validate_checks_departures(
    source: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    departures.beside(source).write_text("a: 1\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["validate.py", str(source)])
    assert validate.main() == 1
    assert f"{departures.beside(source)}:1: not a list" in capsys.readouterr().out


def test_the_departures_of_the_repository_are_read() -> None:
    loaded = departures.load(departures.beside(SPEC))
    assert Departure("#/components/parameters/PageSize/schema/minimum", "vendor", None, loaded[1].reason) == loaded[1]
    assert list(departures.problems(SPEC_DOCUMENT, departures.beside(SPEC))) == []


def test_the_test_document_has_the_form_of_the_vendors() -> None:
    text = json.dumps(vendor_sdist.document())
    assert '"null"' not in text
    assert '"nullable": true' in text
