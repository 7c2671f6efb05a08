"""Encoding and checking of request bodies for every kind of schema."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from datadog_case_management import UNSET, _body, _spec, models
from helpers import INSIGHT


class Colour(Enum):
    RED = "red"


UUID_1 = UUID(int=1)
NOON = datetime(2025, 1, 2, 12, tzinfo=UTC)
SCHEMAS: dict[str, Any] = {
    "Body": {"type": "object", "required": ["a", "b"], "properties": {"a": {"$ref": "Name"}, "b": {"$ref": "Tree"}}},
    "Name": {"type": "string"},
    "Tree": {"type": "object", "properties": {"children": {"type": "array", "items": {"$ref": "Tree"}}}},
    "Two": {
        "type": "object",
        "required": ["x", "y"],
        "properties": {"x": {"type": "string"}, "y": {"type": "integer"}},
    },
    "Strings": {
        "type": "object",
        "required": ["x", "y"],
        "properties": {"x": {"type": "string"}, "y": {"$ref": "Name"}},
    },
    "String": {"type": "object", "required": ["x"], "properties": {"x": {"type": "string"}}},
    "Insight": {
        "type": "object",
        "required": ["ref", "resource_id", "type"],
        "properties": {key: {"type": "string"} for key in ("ref", "resource_id", "type")},
    },
    "OptionalStrings": {"type": "object", "properties": {"x": {"type": "string"}, "y": {"type": "string"}}},
}


@pytest.fixture(autouse=True)
def _other_schemas(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(_spec, "REQUEST_SCHEMAS", dict(SCHEMAS))
    _body._reference.cache_clear()
    yield
    _body._reference.cache_clear()


def encoded(schema: dict[str, Any], value: Any) -> Any:
    _spec.REQUEST_SCHEMAS["Whole"] = {"type": "object", "properties": {"v": schema}}
    return json.loads(_body.json_body("Whole", {"v": value}))["v"]


INTEGER = {"type": "integer"}
ARRAY = {"type": "array", "minItems": 1, "maxItems": 2, "items": INTEGER}
VALUES: list[tuple[dict[str, Any], Any, Any]] = [
    ({"type": "string"}, "x", "x"),
    ({"type": "string"}, models.CaseType.STANDARD, "STANDARD"),
    ({"type": "string"}, Colour.RED, "red"),
    ({}, Colour.RED, "red"),
    ({"type": "string", "format": "date-time"}, NOON, "2025-01-02T12:00:00Z"),
    ({"type": "string", "format": "date-time"}, "yesterday", "yesterday"),
    ({"type": "string", "format": "uuid"}, UUID_1, str(UUID_1)),
    ({"type": "string", "format": "date"}, NOON.date(), "2025-01-02"),
    ({"type": "string", "format": "date"}, "some day", "some day"),
    ({}, [NOON.date(), UUID_1], ["2025-01-02", str(UUID_1)]),
    ({"type": "integer", "minimum": 1, "maximum": 3}, 1, 1),
    ({"type": "number", "minimum": 1, "maximum": 3}, 3.0, 3.0),
    ({"type": "integer"}, 3, 3),
    ({"type": "number"}, 3, 3),
    ({"type": "number"}, 3.5, 3.5),
    ({"type": "boolean"}, True, True),
    ({"type": ["string", "null"]}, None, None),
    ({"type": ["string", "null"]}, "x", "x"),
    ({"type": ["null", "integer"]}, 3, 3),
    ({"type": ["array", "null"], "items": {"type": "string"}}, None, None),
    ({"type": ["object", "null"]}, {"a": 1}, {"a": 1}),
    ({"type": ["null", "object"]}, None, None),
    (ARRAY, [1], [1]),
    (ARRAY, (1, 2), [1, 2]),
    ({"type": "array"}, [1, "a", [2.5, {"b": NOON}]], [1, "a", [2.5, {"b": "2025-01-02T12:00:00Z"}]]),
    ({"type": "object", "additionalProperties": {"type": "integer"}}, {"a": 1}, {"a": 1}),
    ({"$ref": "Strings"}, {"x": "1", "y": "2"}, {"x": "1", "y": "2"}),
    ({"$ref": "Strings"}, MappingProxyType({"x": "1", "y": "2"}), {"x": "1", "y": "2"}),
    ({"$ref": "Strings"}, {"x": "1", "y": Colour.RED}, {"x": "1", "y": "red"}),
    ({"$ref": "Strings"}, {"x": "1", "y": "2", "z": NOON}, {"x": "1", "y": "2", "z": "2025-01-02T12:00:00Z"}),
    ({"$ref": "OptionalStrings"}, {"x": "1"}, {"x": "1"}),
    ({"$ref": "Tree"}, {"children": [{"children": []}, {}]}, {"children": [{"children": []}, {}]}),
    ({}, INSIGHT, INSIGHT.to_dict()),
    ({"$ref": "Insight"}, INSIGHT, INSIGHT.to_dict()),
    ({}, {"a": models.CaseType.STANDARD, "b": True}, {"a": "STANDARD", "b": True}),
]


@pytest.mark.parametrize(("schema", "value", "result"), VALUES)
def test_valid_values_are_encoded(schema: dict[str, Any], value: Any, result: Any) -> None:
    assert encoded(schema, value) == result


WRONG: list[tuple[dict[str, Any], Any, str]] = [
    ({"type": "string"}, 3, "body.v must be a string, not int"),
    ({"type": "string"}, NOON, "body.v must be a string, not datetime"),
    ({"type": "string"}, UUID_1, "body.v must be a string, not UUID"),
    ({"type": "string", "format": "date-time"}, UUID_1, "body.v must be a string, not UUID"),
    ({"type": "string", "format": "uuid"}, NOON, "body.v must be a string, not datetime"),
    ({"format": "date-time", "type": "string"}, datetime.min, "body.v must have a time zone, such as datetime.UTC"),
    ({"type": "string"}, None, "body.v must be a string, not None"),
    ({"type": "string"}, UNSET, "body.v must be a string, not UNSET"),
    ({"type": "integer"}, 3.0, "body.v must be an integer, not float"),
    ({"type": "integer", "minimum": 1}, 0, "body.v must be at least 1, not 0"),
    ({"type": "number", "maximum": 3}, 3.5, "body.v must be at most 3, not 3.5"),
    ({"type": "string", "format": "date"}, NOON, "body.v must be a string, not datetime"),
    ({"type": "integer"}, True, "body.v must be an integer, not bool"),
    ({"type": "number"}, "3", "body.v must be a number, not str"),
    ({"type": "number"}, False, "body.v must be a number, not bool"),
    ({"type": "number"}, math.inf, "body.v must be a finite number, because JSON has no inf"),
    ({"type": "boolean"}, 1, "body.v must be a boolean, not int"),
    ({"type": ["integer", "null"]}, "x", "body.v must be an integer, not str"),
    (ARRAY, [], "body.v must have 1 to 2 items, not 0"),
    (ARRAY, [1, 2, 3], "body.v must have 1 to 2 items, not 3"),
    (ARRAY, [1, "2"], "body.v[1] must be an integer, not str"),
    (ARRAY, "12", "body.v must be a list or another sequence, not str"),
    (ARRAY, b"12", "body.v must be a list or another sequence, not bytes"),
    (ARRAY, bytearray(b"12"), "body.v must be a list or another sequence, not bytearray"),
    ({"type": "array", "minItems": 3}, [1], "body.v must have 3 or more items, not 1"),
    ({"type": "object"}, [], "body.v must be an object, as a model or a dict, not list"),
    ({"type": "object"}, {3: "x"}, "body.v.3 must be named by a string, not int"),
    ({"type": "object", "additionalProperties": INTEGER}, {"a": "x"}, "body.v.a must be an integer, not str"),
    ({"$ref": "Strings"}, {"x": "1", "y": 2}, "body.v.y must be a string, not int"),
    ({"$ref": "Strings"}, {"x": "1", "z": "2"}, "body.v.y must be given"),
    ({"$ref": "Strings"}, {"x": "1"}, "body.v.y must be given"),
    ({"$ref": "OptionalStrings"}, {"x": "1", "y": 2}, "body.v.y must be a string, not int"),
    ({"$ref": "Strings"}, "xy", "body.v must be an object, as a model or a dict, not str"),
    # With one key, operator.itemgetter returns no tuple.
    ({"$ref": "String"}, {"x": ["1"]}, "body.v.x must be a string, not list"),
    ({"$ref": "Two"}, {"x": "1"}, "body.v.y must be given"),
    ({"$ref": "Two"}, {"y": 1}, "body.v.x must be given"),
    ({"$ref": "Two"}, {"x": "1", "y": "2"}, "body.v.y must be an integer, not str"),
    (
        {"$ref": "Tree"},
        {"children": [{}, {"children": [{}, 3]}]},
        "body.v.children[1].children[1] must be an object, as a model or a dict, not int",
    ),
    ({}, {"a": [{"b": {1}}]}, "body.v.a[0].b must be something that JSON can represent, not set"),
    ({}, [[math.nan]], "body.v[0][0] must be a finite number, because JSON has no nan"),
    ({}, UNSET, "body.v must be something that JSON can represent, not UNSET"),
    ({}, {"a": {2: 1}}, "body.v.a.2 must be named by a string, not int"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "value", "message"), WRONG)
def test_an_invalid_value_is_reported_with_its_path(schema: dict[str, Any], value: Any, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        encoded(schema, value)
    assert str(caught.value) == message
    assert type(caught.value) is ValueError
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_a_value_that_contains_itself_is_a_value_error() -> None:
    circle: dict[str, Any] = {}
    circle["b"] = circle
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    for value in (circle, deep):
        with pytest.raises(ValueError, match=r"^body must not contain itself, nor be nested so deep$"):
            encoded({}, value)
        with pytest.raises(ValueError, match=r"^more must not contain itself, nor be nested so deep$"):
            _body.flattened_body("Body", "Tree", "case", None, {"more": value})
        with pytest.raises(ValueError, match=r"^more or less must not contain itself, nor be nested so deep$"):
            _body.flattened_body("Body", "Tree", "case", None, {"more": value, "less": 1})


def test_an_object_of_required_strings_is_not_copied() -> None:
    strings = {"x": "1", "y": "2"}
    assert _body._compile(SCHEMAS["Strings"])(strings) is strings


def test_references_are_resolved_on_first_use() -> None:
    body = {"a": "x", "b": {"children": [{}]}}
    assert json.loads(_body.json_body("Body", body)) == body
    with pytest.raises(ValueError, match=r"^body\.a must be a string, not int$"):
        _body.json_body("Body", {**body, "a": 3})
    with pytest.raises(ValueError, match=r"^body must be a Body or a dict, not list$"):
        _body.json_body("Body", [])


def test_a_body_is_compact_and_the_callers_dict_is_not_modified() -> None:
    body = {"a": models.CaseType.STANDARD, "b": {}}
    assert _body.json_body("Body", body) == b'{"a":"STANDARD","b":{}}'
    assert body["a"] is models.CaseType.STANDARD


def test_attributes_are_wrapped_in_data() -> None:
    assert _body.flattened_body("Body", "Two", "case", None, {"x": "1", "y": 2}) == (
        b'{"data":{"type":"case","attributes":{"x":"1","y":2}}}'
    )
    assert _body.flattened_body("Body", None, "case", None, {}) == b'{"data":{"type":"case"}}'
    assert (
        _body.flattened_body("Body", "Two", "case", {"a": "x", "b": {}}, {"x": UNSET, "y": UNSET})
        == b'{"a":"x","b":{}}'
    )
    assert _body.flattened_body("Body", "Tree", "case", None, {}) == b'{"data":{"type":"case","attributes":{}}}'
    assert _body.flattened_body("Body", "Tree", "case", None, {"kind": "x", "schema": "y", "body": "z"}) == (
        b'{"data":{"type":"case","attributes":{"kind":"x","schema":"y","body":"z"}}}'
    )
    for attributes, message in (
        ({"x": UNSET, "y": UNSET}, "x and y must be given, or body instead"),
        ({"x": "1", "y": UNSET}, "y must be given, or body instead"),
        ({"x": "1", "y": "2"}, "y must be an integer, not str"),
    ):
        with pytest.raises(ValueError, match=f"^{message}$"):
            _body.flattened_body("Body", "Two", "case", None, attributes)
    with pytest.raises(ValueError, match=r"^body must not be given together with x and y$"):
        _body.flattened_body("Body", "Two", "case", {}, {"x": "1", "y": 2})
