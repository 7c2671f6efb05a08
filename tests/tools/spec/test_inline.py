"""Inline objects and enums are named after their titles."""

from __future__ import annotations

from typing import Any

import pytest
from edits import ref
from tools.spec.inline import name_inline


def named(field: Any, **schemas: Any) -> tuple[Any, Any, Any]:
    """The field, the schemas that were added, and the places that they come from."""
    thing = {"type": "object", "title": "Ignored", "properties": {"field": field}}
    spec, places = name_inline({"components": {"schemas": {"Thing": thing, **schemas}}})
    after = spec["components"]["schemas"]
    added = {name: schema for name, schema in after.items() if name not in ("Thing", *schemas)}
    return (
        after["Thing"]["properties"]["field"],
        added,
        {name: " ".join(map(str, place)) for name, place in places.items()},
    )


SIZE = {"type": "string", "title": "Size", "enum": ["S", "M"]}
FIELD = "components schemas Thing properties field"


def test_an_enum_becomes_a_schema_that_the_field_refers_to() -> None:
    field = {**SIZE, "description": "How large.", "deprecated": True}
    assert named(field) == (
        {**ref("Size"), "description": "How large.", "deprecated": True},
        {"Size": {"type": "string", "enum": ["S", "M"], "description": "How large."}},
        {"Size": FIELD},
    )


def test_an_object_inside_another_becomes_a_schema_too() -> None:
    outer = {"type": "array", "items": {"type": "object", "title": "Box", "properties": {"size": SIZE}}}
    field, added, places = named(outer)
    assert field == {"type": "array", "items": ref("Box")}
    assert added["Box"] == {"type": "object", "properties": {"size": ref("Size")}}
    assert places == {"Size": f"{FIELD} items properties size", "Box": f"{FIELD} items"}


@pytest.mark.parametrize("types", [["object", "null"], ["null", "object"]])
def test_null_stays_where_the_schema_is_used(types: list[str]) -> None:
    field, added, _ = named({"type": types, "title": "Box", "description": "x"})
    assert field == {"oneOf": [ref("Box"), {"type": "null"}], "description": "x"}
    assert added == {"Box": {"type": "object", "description": "x"}}


def test_equal_schemas_share_a_name() -> None:
    field, added, places = named({"anyOf": [SIZE, dict(SIZE)]})
    assert field == {"anyOf": [ref("Size"), ref("Size")]}
    assert list(added) == ["Size"]
    assert places == {"Size": f"{FIELD} anyOf 0"}


@pytest.mark.parametrize("other", [{"Size": {"type": "object"}}, {}])
def test_a_title_that_another_schema_has_is_left(other: Any) -> None:
    field = {"anyOf": [SIZE, {**SIZE, "enum": ["L"]}]}
    expected = SIZE if other else ref("Size")
    assert named(field, **other)[0] == {"anyOf": [expected, {**SIZE, "enum": ["L"]}]}


@pytest.mark.parametrize(
    "field", [{"type": "string", "title": "x"}, {"example": SIZE}, {"default": SIZE}, {"title": 3}]
)
def test_anything_else_is_left(field: Any) -> None:
    assert named(field) == (field, {}, {})


@pytest.mark.parametrize("spec", [None, [], {}, {"components": None}, {"components": {"schemas": []}}])
def test_a_document_without_schemas_is_left(spec: Any) -> None:
    assert name_inline(spec) == (spec, {})
