"""The spec in terms of the generated package: arguments, bodies, results and pages, for every supported construct."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from edits import content, parameter, ref
from repository import DATA
from tools.spec.describe import described
from tools.spec.document import load, split_null
from tools.spec.operation import Argument, Body, Operation, Paging, find
from tools.spec.types import Type

CONSTRUCTS = load(DATA / "constructs.yaml")


@pytest.fixture
def operations() -> dict[str, Operation]:
    """The operations of constructs.yaml, for each test anew, so that `make mutants` knows which tests make them."""
    return described(CONSTRUCTS)


def shown(argument: Argument) -> str:
    """An argument on one line: where it is sent, under which key, and how callers pass it."""
    notes = [
        *(["required"] if argument.required else []),
        *(["deprecated"] if argument.deprecated else []),
        *([f">= {argument.minimum}"] if argument.minimum is not None else []),
        *([f"<= {argument.maximum}"] if argument.maximum is not None else []),
    ]
    text = f"{argument.location} {argument.key} = {argument.name}: {argument.annotation}"
    return f"{text} ({', '.join(notes)})" if notes else text


ARGUMENTS = {
    "search_things": """
        query page = page: int (>= 1)
        query limit = limit: int (<= 9)
        query filter[tags] = filter_tags: Sequence[str]
        query priorities = priorities: Sequence[models.Priority | str]
        query priority = priority: models.Priority | str
        query day = day: datetime.date
        query since = since: datetime.datetime
        query owner = owner: str | UUID
        query weight = weight: float (>= 0.5)
        query flag = flag: bool
        query must = must: str (required)
        query old = old: str (deprecated)
        query region = region: str
        header X-Trace = x_trace: str
        header X-Count = x_count: int (required)
    """,
    "get_thing": """
        path number = number: int (required, >= 1)
        path owner = owner: str | UUID (required)
        path priority = priority: models.Priority | str (required)
    """,
    "delete_thing": "path thing_id = thing_id: str | UUID (required)",
    "update_thing": "path thing_id = thing_id: str | UUID (required)",
    "read_log": "path thing_id = thing_id: str | UUID (required)",
    "list_parts": "",
    "list_names": "query offset = offset: int",
    "list_events": "query page[cursor] = page_cursor: str",
    "collide": """
        path id = id: str | UUID (required)
        attribute id = id_attribute: str (required)
        attribute body = body_: str (required)
        attribute day = day: datetime.date (required)
        attribute old = old: str (deprecated)
        attribute count = count: int
        query id = id_query: str
        query path = path: str
        query client = client_: str
        query from = from_: str
        query content = content: str
        query models = models_: str
        query prepare = prepare_: str
        query self = self_: str
        query str = str: str
        query datetime = datetime: datetime.datetime
        header id = id_header: str
    """,
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_arguments(operations: dict[str, Operation], name: str) -> None:
    lines = [line.strip() for line in ARGUMENTS[name].strip().splitlines()]
    assert [shown(argument) for argument in operations[name].arguments] == lines


EXAMPLES: dict[str, Any] = {
    "page": 1,
    "limit": 5,
    "filter_tags": ["a", "b"],
    "priorities": ["HIGH"],
    "priority": "LOW",
    "day": datetime.date(2025, 1, 2),
    "since": datetime.datetime(2025, 1, 2, 3, 4, 5, tzinfo=datetime.UTC),
    "owner": "8146583c-0b5f-11ec-abf8-da7ad0900001",
    "weight": 1.5,
    "flag": True,
    "must": "x",
    "old": "x",
    "region": "eu",
    "x_trace": "abc",
    "x_count": 3,
}


def test_examples_of_parameters_are_values_that_callers_pass(operations: dict[str, Operation]) -> None:
    found = {argument.name: argument.example_value for argument in operations["search_things"].arguments}
    assert found == EXAMPLES
    assert {name: type(value) for name, value in found.items()} == {
        name: type(value) for name, value in EXAMPLES.items()
    }
    flag = next(argument for argument in operations["search_things"].arguments if argument.name == "flag")
    assert flag._replace(example=False).example_value is False


def test_descriptions_of_arguments(operations: dict[str, Operation]) -> None:
    found = {argument.name: argument.description for argument in operations["collide"].arguments}
    assert found["id"] == "In the path."
    assert found["id_attribute"] == "An identifier."
    assert found["id_query"] == "In the query."
    # Next to a $ref.
    (region,) = (argument for argument in operations["search_things"].arguments if argument.name == "region")
    assert region.description == "Another text than at home."


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("search_things", ([], {"must": "x", "x_count": 3})),
        ("get_thing", ([7, "8146583c-0b5f-11ec-abf8-da7ad0900001", "HIGH"], {})),
        ("delete_thing", (["t"], {"body": {"reason": "x"}})),
        ("update_thing", (["t"], {})),  # its body is optional
        ("list_parts", ([], {})),
    ],
)
def test_an_example_call_has_what_is_required(operations: dict[str, Operation], name: str, call: Any) -> None:
    assert operations[name].example_call() == call


# The method and path, results by status, media types, return type, type of `parsed`.
RESULTS: dict[str, tuple[Any, ...]] = {
    "search_things": ("GET /things", {200: "ThingsResponse"}, {200: "application/json"}, "models.ThingsResponse", "models.ThingsResponse"),
    "get_thing": ("GET /things/{number}/{owner}/{priority}", {200: "Thing", 202: "str", 204: None, 409: "Problem"}, {200: "application/json", 202: "text/plain", 409: "application/json"}, "models.Thing | str | None", "models.Problem | models.Thing | str"),
    "delete_thing": ("DELETE /things/{thing_id}", {204: None}, {}, "None", "None"),
    "update_thing": ("PATCH /things/{thing_id}", {200: "Thing"}, {200: "application/vnd.api+json"}, "models.Thing", "models.Thing"),
    "read_log": ("GET /things/{thing_id}/log", {200: "str"}, {200: "text/csv"}, "str", "str"),
    "list_parts": ("GET /parts", {200: "list[Part]"}, {200: "application/json"}, "list[models.Part]", "list[models.Part]"),
    "list_names": ("GET /names", {200: "Names"}, {200: "application/json"}, "models.Names", "models.Names"),
    "list_events": ("GET /events", {200: "Events"}, {200: "application/json"}, "models.Events", "models.Events"),
    "collide": ("POST /collisions/{id}", {200: "list[str]"}, {200: "application/json"}, "list[str]", "list[str]"),
}  # fmt: skip


def test_every_operation_has_its_rows(operations: dict[str, Operation]) -> None:
    assert list(operations) == list(ARGUMENTS) == list(RESULTS)


@pytest.mark.parametrize("name", RESULTS)
def test_results(operations: dict[str, Operation], name: str) -> None:
    found = operations[name]
    results = {status: kind and str(kind) for status, kind in found.results.items()}
    assert (f"{found.method} {found.path}", results, found.media_types, found.returned, found.parsed) == RESULTS[name]
    assert list(found.results) == list(RESULTS[name][1])
    assert found.scopes == ["things"]


def test_successes_come_before_errors() -> None:
    responses = {status: {"description": f"It is {status}."} for status in ("404", "299", "400", "200", "302")}
    operation = {"operationId": "getThing", "responses": {**responses, "500": {}}}
    (found,) = described({"paths": {"/x": {"get": operation}}}).values()
    assert list(found.results) == [200, 299, 302, 400, 404, 500]
    assert found.errors == [302, 400, 404, 500]
    assert (found.descriptions[299], found.descriptions[500]) == ("It is 299.", "")
    assert (found.summary, found.description, found.deprecated, found.arguments) == ("", "", False, [])
    assert (found.returned, found.parsed, found.accept, found.scopes) == ("None", "None", "", [])


def test_what_an_operation_says_about_itself(operations: dict[str, Operation]) -> None:
    found = operations["get_thing"]
    assert (found.summary, found.description) == ("Get a thing", "Reads a thing, or nothing.")
    assert (found.errors, found.accept) == ([409], "application/json, text/plain")
    assert found.descriptions == {
        200: "The thing.",
        202: "It is on its way.",
        204: "There is none.",
        409: "Somebody else has it.",
    }
    assert [name for name, operation in operations.items() if operation.deprecated] == ["delete_thing"]


def test_examples_of_responses(operations: dict[str, Operation]) -> None:
    assert operations["get_thing"].examples == {200: {"kind": "thing"}, 202: None, 204: None, 409: {"reason": "x"}}
    assert operations["list_parts"].examples == {200: [{"name": "wheel"}]}
    # Its items have no example.
    assert operations["collide"].examples == {200: []}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("get_thing", None),
        ("delete_thing", Body("Problem", "application/json", True, "Why it goes.", None, None, {"reason": "x"})),
        (
            "update_thing",
            Body("Thing", "application/vnd.api+json", False, "What to change.", None, None, {"kind": "thing"}),
        ),
        (
            "collide",
            Body(
                "CollideRequest",
                "application/json",
                True,
                "A body with attributes.",
                "thing",
                "CollideAttributes",
                {"data": {"type": "thing", "attributes": {"id": "x", "body": "x", "day": "2025-01-02"}}},
            ),
        ),
    ],
)
def test_bodies(operations: dict[str, Operation], name: str, body: Body | None) -> None:
    assert operations[name].body == body


@pytest.mark.parametrize(
    ("name", "paging", "iterator"),
    [
        ("search_things", Paging("page", "page", 1, ["data"], [], "models.Thing"), "iter_things"),
        ("list_names", Paging("offset", "offset", 0, ["page", "names"], [], "str"), "iter_names"),
        (
            "list_events",
            Paging("cursor", "page[cursor]", None, ["data"], ["meta", "next"], "models.Part"),
            "iter_events",
        ),
        ("get_thing", None, "iter_thing"),
    ],
)
def test_pages(operations: dict[str, Operation], name: str, paging: Paging | None, iterator: str) -> None:
    assert (operations[name].paging, operations[name].iterator) == (paging, iterator)
    if paging:
        assert operations[name].page_argument.key == paging.key


def test_an_operation_is_found_by_its_method_and_path(operations: dict[str, Operation]) -> None:
    assert find(operations.values(), "get", "/things/7/a%2Fb/LOW") == (
        operations["get_thing"],
        {"number": "7", "owner": "a%2Fb", "priority": "LOW"},
    )
    assert find(operations.values(), "PATCH", "/things/t")[0].name == "update_thing"
    assert find(operations.values(), "DELETE", "/things/t")[0].name == "delete_thing"
    for method, path in (("POST", "/things/t"), ("GET", "/things/t/"), ("GET", "/thingsX")):
        with pytest.raises(LookupError, match=f"^no operation of the spec is {method} {path}$"):
            find(operations.values(), method, path)


@pytest.mark.parametrize("reverse", [False, True])
def test_a_path_without_arguments_takes_precedence(operations: dict[str, Operation], reverse: bool) -> None:
    paths = ("/things/{a}/{b}", "/things/{a}/log", "/things/all/log")
    known = [operations["get_thing"]._replace(name=name, path=path) for name, path in zip("abc", paths, strict=True)]
    for path, expected in zip(("/things/1/2", "/things/1/log", "/things/all/log"), known, strict=True):
        assert find([*reversed(known)] if reverse else known, "GET", path)[0] == expected


def test_a_parameter_is_deprecated_if_its_schema_is() -> None:
    schema = {"type": "string", "deprecated": True}
    node = {"operationId": "x", "parameters": [{"name": "old", "in": "query", "schema": schema}], "responses": {}}
    (found,) = described({"paths": {"/x": {"get": node}}}).values()
    (argument,) = found.arguments
    assert argument == Argument("old", "old", "query", Type("string"), deprecated=True)


def posted(**schemas: Any) -> Operation:
    """An operation with the body `Body` of these schemas."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}
    node = {"operationId": "x", "requestBody": {"required": True, "content": content}, "responses": {}}
    (found,) = described({"paths": {"/x": {"post": node}}, "components": {"schemas": schemas}}).values()
    return found


ATTRIBUTES = {"$ref": "#/components/schemas/Attributes"}


@pytest.mark.parametrize(
    ("body", "flattened"),
    [
        ({"data": {"properties": {"type": {"const": "x"}, "attributes": ATTRIBUTES}}}, ("x", "Attributes")),
        ({"data": {"properties": {"type": {"enum": ["x"]}, "attributes": ATTRIBUTES}}}, ("x", "Attributes")),
        ({"data": {"properties": {"type": {"const": "x"}}}}, ("x", None)),
        ({"data": {"properties": {"type": {"enum": ["x", "y"]}, "attributes": ATTRIBUTES}}}, (None, None)),
        ({"data": {"properties": {"type": {"type": "string"}, "attributes": ATTRIBUTES}}}, (None, None)),
        ({"data": {"properties": {"type": {"const": "x"}, "id": {}, "attributes": ATTRIBUTES}}}, (None, None)),
        ({"data": {"properties": {"type": {"const": "x"}, "attributes": {"type": "object"}}}}, (None, None)),
        ({"data": {"properties": {"attributes": ATTRIBUTES}}}, (None, None)),
        ({"data": {"type": "array"}}, (None, None)),
        ({"data": {"properties": {"type": {"const": "x"}}}, "meta": {}}, (None, None)),
        ({}, (None, None)),
        (None, (None, None)),
    ],
)
def test_a_body_of_one_type_and_its_attributes_is_flattened(body: Any, flattened: tuple[Any, Any]) -> None:
    schema = {"type": "object"} if body is None else {"properties": body}
    found = posted(Body=schema, Attributes={"properties": {"name": {"type": "string"}}}).body
    assert found
    assert (found.resource_type, found.attributes_schema) == flattened


def test_arguments_in_a_path_have_their_python_names() -> None:
    node = {"operationId": "x", "parameters": [parameter("case-id", "path"), parameter("id", "path")], "responses": {}}
    (found,) = described({"paths": {"/x/{id}/{case-id}": {"get": node}}}).values()
    assert found.path == "/x/{id}/{case_id}"
    assert [argument.name for argument in found.arguments] == ["id", "case_id"]


def test_the_types_of_attributes() -> None:
    """Those that callers may pass instead of an instance of a class."""
    types: dict[str, tuple[dict[str, Any], str]] = {
        "enum": ({"$ref": "#/components/schemas/Enum"}, "models.Enum | str"),
        "object": ({"$ref": "#/components/schemas/Object"}, "models.Object | Mapping[str, Any]"),
        "map": ({"$ref": "#/components/schemas/Map"}, "models.Map | Mapping[str, Any]"),
        "free": ({"type": "object"}, "Mapping[str, Any]"),
        "list": ({"type": "array", "items": {"type": "integer"}}, "Sequence[int]"),
        "lists": ({"type": "array", "items": {"type": "array", "items": {"type": "number"}}}, "Sequence[Sequence[float]]"),
        "models": ({"type": "array", "items": {"$ref": "#/components/schemas/Object"}}, "Sequence[models.Object | Mapping[str, Any]]"),
        "null": ({"type": ["boolean", "null"]}, "bool | None"),
        "object or null": ({"oneOf": [{"$ref": "#/components/schemas/Object"}, {"type": "null"}]}, "models.Object | Mapping[str, Any] | None"),
        "enum or null": ({"anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/Enum"}]}, "models.Enum | str | None"),
        "choice": ({"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}, "Any"),
        "anything": ({}, "Any"),
        "anything or null": ({"oneOf": [{}, {"type": "null"}]}, "Any"),
    }  # fmt: skip
    schemas = {
        "Enum": {"type": "string", "enum": ["a"]},
        "Object": {"type": "object", "properties": {"x": {}}},
        "Map": {"type": "object"},
        "Attributes": {"type": "object", "properties": {key: schema for key, (schema, _) in types.items()}},
        "Body": {"properties": {"data": {"properties": {"type": {"enum": ["x"]}, "attributes": ATTRIBUTES}}}},
    }
    found = posted(**schemas).arguments
    assert {argument.description for argument in found} == {""}
    assert {argument.key: argument.annotation for argument in found} == {
        key: annotation for key, (_, annotation) in types.items()
    }


def test_components_are_resolved() -> None:
    part = {"type": "object", "properties": {"name": {"type": "string"}}, "example": {"name": "x"}}
    page = {"type": "object", "properties": {"parts": {"type": "array", "items": ref("Part")}}}
    parts = {"type": "object", "properties": {"page": {"anyOf": [ref("Page"), {"type": "null"}]}}}
    node = {
        "operationId": "listParts",
        "parameters": [parameter("page", schema={"type": "integer"})],
        "x-pagination": {"pageParam": "page", "resultsPath": "page.parts"},
        "responses": {"200": ref("Parts", "responses")},
    }
    schemas = {"Part": part, "Page": page, "Parts": parts}
    components = {"schemas": schemas, "responses": {"Parts": {"description": "The parts.", **content("Parts")}}}
    (found,) = described({"paths": {"/x": {"get": node}}, "components": components}).values()
    assert (found.results, found.media_types) == ({200: Type("object", "Parts")}, {200: "application/json"})
    assert found.descriptions == {200: "The parts."}
    assert found.paging
    assert found.paging.item == "models.Part"


def test_the_example_of_a_media_type_takes_precedence() -> None:
    media = {"application/json": {"schema": ref("Body"), "example": {"of": "media"}}}
    response = {"description": "x", "content": media}
    node = {
        "operationId": "x",
        "requestBody": {"content": media},
        "responses": {"200": response, "202": {"description": "x", "content": {"text/plain": {"example": "text"}}}},
    }
    schemas = {"Body": {"type": "object", "properties": {}, "example": {"of": "schema"}}}
    (found,) = described({"paths": {"/x": {"post": node}}, "components": {"schemas": schemas}}).values()
    assert found.body
    assert (found.body.example, found.body.description) == ({"of": "media"}, "")
    assert found.examples == {200: {"of": "media"}, 202: "text"}


def test_an_attribute_is_no_parameter() -> None:
    data = {"properties": {"type": {"const": "x"}, "attributes": ATTRIBUTES}}
    (found,) = posted(Body={"properties": {"data": data}}, Attributes={"properties": {"n": {}}}).arguments
    assert found == Argument("n", "n", "attribute", Type("any"))


@pytest.mark.parametrize(
    ("schema", "left"),
    [
        ({"type": ["string", "null"]}, ({"type": "string"}, True)),
        ({"type": ["string", "integer", "null"]}, ({"type": ["string", "integer"]}, True)),
        ({"type": ["string"]}, ({"type": "string"}, False)),
        ({"oneOf": [{"type": "string"}]}, ({"oneOf": [{"type": "string"}]}, False)),
        ({"oneOf": [{"type": "string"}, {"type": "null"}]}, ({"type": "string"}, True)),
        ({"anyOf": [ref("Null"), {"type": "string"}]}, ({"type": "string"}, True)),
    ],
)
def test_null_is_split_off(schema: dict[str, Any], left: tuple[dict[str, Any], bool]) -> None:
    assert split_null({"components": {"schemas": {"Null": {"type": "null"}}}}, schema) == left
