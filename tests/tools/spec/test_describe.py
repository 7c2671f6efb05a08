"""Operations in terms of the generated package: arguments, bodies, results and pages."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import yaml
from edits import content, parameter, ref
from repository import DATA
from tools.spec.describe import described
from tools.spec.document import load, match_request
from tools.spec.operation import Argument, Operation, find
from tools.spec.types import Type

OPERATIONS = described(load(DATA / "constructs.yaml"))
SHOWN = yaml.safe_load((DATA / "operations.yaml").read_text(encoding="utf-8"))


def shown(operation: Operation) -> dict[str, Any]:
    """An operation as tests/data/operations.yaml has it."""
    paging, body = operation.paging, operation.body
    parts = {
        "request": f"{operation.method} {operation.path}",
        "arguments": [shown_argument(argument) for argument in operation.arguments],
        "body": body and f"{body.schema} {body.media_type}{' (required)' if body.required else ''}",
        "flattened": body and [part for part in (body.resource_type, body.attributes_schema) if part],
        "responses": {
            status: " ".join([str(type or "nothing"), *operation.media_types.get(status, "").split()])
            for status, type in operation.results.items()
        },
        "returns": operation.returned,
        "parses": operation.parsed,
        "accepts": operation.accept,
        "examples": {status: example for status, example in operation.examples.items() if example is not None},
        "pages": paging and {key: value for key, value in paging._asdict().items() if value not in (None, [])},
        "iterator": paging and operation.iterator,
        "deprecated": operation.deprecated,
    }
    return {key: value for key, value in parts.items() if value}


def shown_argument(argument: Argument) -> str:
    notes = [
        *(["required"] if argument.required else []),
        *(["deprecated"] if argument.deprecated else []),
        *([f">= {argument.minimum}"] if argument.minimum is not None else []),
        *([f"<= {argument.maximum}"] if argument.maximum is not None else []),
    ]
    text = f"{argument.location} {argument.key} = {argument.name}: {argument.annotation}"
    return f"{text} ({', '.join(notes)})" if notes else text


@pytest.mark.parametrize("name", SHOWN)
def test_an_operation_of_the_spec(name: str) -> None:
    operation = OPERATIONS[name]
    assert shown(operation) == SHOWN[name]
    assert (operation.scopes, operation.tag) == (["things"], "Things")
    if operation.paging:
        assert operation.page_argument.key == operation.paging.key


def test_texts_of_an_operation() -> None:
    operation, body = OPERATIONS["get_thing"], OPERATIONS["collide"].body
    assert (operation.summary, operation.description) == ("Get a thing", "Reads a thing, or nothing.")
    assert operation.descriptions[409] == "Somebody else has it."
    assert body
    assert (body.description, body.example["data"]["type"]) == ("A body with attributes.", "thing")
    texts = {argument.name: argument.description for argument in OPERATIONS["collide"].arguments}
    assert [texts[name] for name in ("id", "id_attribute", "id_query")] == [
        "In the path.",
        "An identifier.",
        "In the query.",
    ]
    region = OPERATIONS["search_things"].arguments[12]
    assert region.description == "Another text than at home.", "next to a $ref"


def test_examples_of_parameters_are_values_that_callers_pass() -> None:
    examples = {argument.name: argument.example_value for argument in OPERATIONS["search_things"].arguments}
    moment = datetime.datetime(2025, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    names = ("page", "filter_tags", "day", "since", "weight", "flag", "x_trace", "x_count")
    expected = [1, ["a", "b"], datetime.date(2025, 1, 2), moment, 1.5, True, "abc", 3]
    assert [examples[name] for name in names] == expected
    flag = next(argument for argument in OPERATIONS["search_things"].arguments if argument.name == "flag")
    assert flag._replace(example=False).example_value is False
    assert examples["flag"] is True


@pytest.mark.parametrize(
    ("name", "positional", "keywords"),
    [
        ("search_things", [], {"must": "x", "x_count": 3}),
        ("get_thing", [7, "8146583c-0b5f-11ec-abf8-da7ad0900001", "HIGH"], {}),
        ("delete_thing", ["t"], {"body": {"reason": "x"}}),
        ("update_thing", ["t"], {}),  # its body is optional
        ("list_parts", [], {}),
    ],
)
def test_an_example_call_has_what_is_required(name: str, positional: list[Any], keywords: dict[str, Any]) -> None:
    assert OPERATIONS[name].example_call() == (positional, keywords)


def test_an_operation_is_found_by_its_method_and_path() -> None:
    assert find(OPERATIONS.values(), "get", "/things/7/a%2Fb/LOW") == (
        OPERATIONS["get_thing"],
        {"number": "7", "owner": "a%2Fb", "priority": "LOW"},
    )
    assert find(OPERATIONS.values(), "PATCH", "/things/t")[0].name == "update_thing"
    assert find(OPERATIONS.values(), "DELETE", "/things/t")[0].name == "delete_thing"
    for method, path in (("POST", "/things/t"), ("GET", "/things/t/"), ("GET", "/thingsX")):
        with pytest.raises(LookupError, match=f"^no operation of the spec is {method} {path}$"):
            find(OPERATIONS.values(), method, path)


@pytest.mark.parametrize("reverse", [False, True])
def test_a_path_without_arguments_takes_precedence(reverse: bool) -> None:
    known = [("get", path, path) for path in ("/things/{a}/{b-c}", "/things/{a}/log", "/things/all/log")]
    requests = ("/things/1/2", "/things/1/log", "/things/all/log")
    matches = [match_request(reversed(known) if reverse else known, "GET", path) for path in requests]
    assert matches == [
        ("/things/{a}/{b-c}", {"a": "1", "b-c": "2"}),
        ("/things/{a}/log", {"a": "1"}),
        ("/things/all/log", {}),
    ]
    assert match_request(known, "GET", "/things.1/2") is None


def one(node: dict[str, Any], method: str = "get", path: str = "/x", **components: Any) -> Operation:
    """The only operation of a spec."""
    node = {"operationId": "x", "responses": {}, **node}
    (operation,) = described({"paths": {path: {method: node}}, "components": components}).values()
    return operation


def test_successes_come_before_errors() -> None:
    responses: dict[Any, Any] = {
        status: {"description": f"It is {status}."} for status in ("404", "299", 400, "200", "302")
    }
    operation = one({"responses": {**responses, "500": {}}})
    assert list(operation.results) == [200, 299, 302, 400, 404, 500]
    assert (operation.successes, operation.errors) == ([200, 299], [302, 400, 404, 500])
    assert (operation.descriptions[299], operation.descriptions[500]) == ("It is 299.", "")
    assert (operation.summary, operation.description, operation.deprecated, operation.arguments) == ("", "", False, [])
    assert (operation.returned, operation.parsed, operation.accept, operation.scopes) == ("None", "None", "", [])
    assert (operation.iterator, operation.tag) == ("iter_x", "default")


def test_a_parameter_is_deprecated_if_its_schema_is() -> None:
    schema = {"type": "string", "deprecated": True}
    operation = one({"parameters": [{"name": "old", "in": "query", "schema": schema}]})
    assert operation.arguments == [Argument("old", "old", "query", Type("string"), deprecated=True)]


def test_arguments_in_a_path_have_their_python_names() -> None:
    parameters = [parameter("case-id", "path"), parameter("id", "path")]
    operation = one({"parameters": parameters}, path="/x/{id}/{case-id}")
    assert operation.path == "/x/{id}/{case_id}"
    assert [argument.name for argument in operation.arguments] == ["id", "case_id"]


def posted(**schemas: Any) -> Operation:
    """An operation with the body `Body` of these schemas."""
    return one({"requestBody": {"required": True, **content("Body")}}, "post", schemas=schemas)


ATTRIBUTES = ref("Attributes")


@pytest.mark.parametrize(
    ("data", "flattened"),
    [
        ({"type": {"const": "x"}, "attributes": ATTRIBUTES}, ("x", "Attributes")),
        ({"type": {"enum": ["x"]}, "attributes": ATTRIBUTES}, ("x", "Attributes")),
        ({"type": {"const": "x"}}, ("x", None)),
        ({"type": {"enum": ["x", "y"]}, "attributes": ATTRIBUTES}, (None, None)),
        ({"type": {"type": "string"}, "attributes": ATTRIBUTES}, (None, None)),
        ({"type": {"const": "x"}, "id": {}, "attributes": ATTRIBUTES}, (None, None)),
        ({"type": {"const": "x"}, "attributes": {"type": "object"}}, (None, None)),
        ({"attributes": ATTRIBUTES}, (None, None)),
    ],
)
def test_a_body_of_one_type_and_its_attributes_is_flattened(data: Any, flattened: tuple[Any, Any]) -> None:
    operation = posted(Body={"properties": {"data": {"properties": data}}}, Attributes={"properties": {"name": {}}})
    assert operation.body
    assert (operation.body.resource_type, operation.body.attributes_schema) == flattened
    assert operation.arguments == ([Argument("name", "name", "attribute", Type("any"))] if flattened[1] else [])


@pytest.mark.parametrize("properties", [{}, {"data": {"properties": {"type": {"const": "x"}}}, "meta": {}}])
def test_a_body_of_another_form_is_not_flattened(properties: Any) -> None:
    operation = posted(Body={"properties": properties})
    assert operation.body
    assert (operation.body.resource_type, operation.body.attributes_schema) == (None, None)


def test_components_are_resolved() -> None:
    part = {"type": "object", "properties": {"name": {"type": "string"}}, "example": {"name": "x"}}
    page = {"type": "object", "properties": {"parts": {"type": "array", "items": ref("Part")}}}
    parts = {"type": "object", "properties": {"page": {"anyOf": [ref("Page"), {"type": "null"}]}}}
    node = {
        "parameters": [parameter("page", schema={"type": "integer"})],
        "x-pagination": {"pageParam": "page", "resultsPath": "page.parts"},
        "responses": {"200": ref("Parts", "responses")},
    }
    responses = {"Parts": {"description": "The parts.", **content("Parts")}}
    operation = one(node, schemas={"Part": part, "Page": page, "Parts": parts}, responses=responses)
    assert (operation.results, operation.descriptions) == ({200: Type("object", "Parts")}, {200: "The parts."})
    assert operation.paging
    assert operation.paging.item == "models.Part"


def test_the_example_of_a_media_type_takes_precedence() -> None:
    media = {"application/json": {"schema": ref("Body"), "example": {"of": "media"}}}
    text = {"description": "x", "content": {"text/plain": {"example": "text"}}}
    node = {
        "requestBody": {"content": media},
        "responses": {"200": {"description": "x", "content": media}, "202": text},
    }
    operation = one(node, "post", schemas={"Body": {"type": "object", "properties": {}, "example": {"of": "schema"}}})
    assert operation.body
    assert (operation.body.example, operation.body.description) == ({"of": "media"}, "")
    assert operation.examples == {200: {"of": "media"}, 202: "text"}
