"""The type of a schema, and how callers may pass and receive it."""

from __future__ import annotations

from typing import Any

import pytest
from edits import ref
from tools.spec.document import split_null
from tools.spec.types import Type, any_of, type_of

TEXT, NULL = {"type": "string"}, {"type": "null"}
SPEC = {
    "components": {
        "schemas": {
            "Enum": {"type": "string", "enum": ["a"]},
            "Object": {"type": "object", "properties": {"x": {}}},
            "Other": {"type": "object"},
            "List": {"type": "array", "items": ref("Object")},
            "Null": NULL,
            "Choice": {"oneOf": [ref("Object")]},
            "Maybe": {"oneOf": [ref("Object"), NULL]},
            "MaybeText": {"type": ["string", "null"]},
        }
    }
}


def array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


# A schema, what callers may pass, and what operations return.
PHRASES: list[tuple[dict[str, Any], str, str]] = [
    ({}, "Any", "Any"),
    ({"oneOf": [{}, NULL]}, "Any", "Any"),
    (TEXT, "str", "str"),
    ({"type": "boolean"}, "bool", "bool"),
    ({"type": "number"}, "float", "float"),
    ({"type": "integer", "format": "int64"}, "int", "int"),
    ({"type": "integer", "format": "date"}, "int", "int"),
    ({**TEXT, "format": "uuid"}, "UUID", "UUID"),
    ({**TEXT, "format": "date"}, "datetime.date", "datetime.date"),
    ({**TEXT, "format": "date-time"}, "datetime.datetime", "datetime.datetime"),
    ({**TEXT, "format": "binary"}, "str", "str"),
    (ref("Enum"), "models.Enum | str", "models.Enum"),
    (ref("Object"), "models.Object | Mapping[str, Any]", "models.Object"),
    ({"type": "object"}, "Mapping[str, Any]", "Any"),
    (ref("List"), "Sequence[models.Object | Mapping[str, Any]]", "list[models.Object]"),
    (array(array({"type": "number"})), "Sequence[Sequence[float]]", "list[list[float]]"),
    ({"type": "array"}, "Sequence[Any]", "list[Any]"),
    ({"type": ["boolean", "null"]}, "bool | None", "bool"),
    ({"oneOf": [ref("Object"), NULL]}, "models.Object | Mapping[str, Any] | None", "models.Object"),
    ({"anyOf": [NULL, ref("Enum")]}, "models.Enum | str | None", "models.Enum"),
    ({"oneOf": [TEXT, {"type": "integer"}, NULL]}, "Any", "Any"),
]


@pytest.mark.parametrize(("schema", "accepted", "returned"), PHRASES)
def test_the_type_in_terms_of_the_package(schema: dict[str, Any], accepted: str, returned: str) -> None:
    allowed = type_of(SPEC, schema)
    assert (allowed.accepted, allowed.returned, str(allowed)) == (accepted, returned, returned.replace("models.", ""))


OBJECT = Type("object", "Object")


@pytest.mark.parametrize(
    ("schema", "type"),
    [
        (NULL, Type("null")),
        (ref("Maybe"), OBJECT._replace(nullable=True)),
        (ref("MaybeText"), Type("string", nullable=True)),
        (ref("Choice"), Type("union", "Choice", members=(OBJECT,))),
        ({"oneOf": [ref("Choice"), NULL]}, Type("union", "Choice", True, members=(OBJECT,))),
        ({"oneOf": [ref("Choice"), TEXT]}, Type("union", members=(OBJECT, Type("string")))),
        (
            {"oneOf": [ref("Maybe"), TEXT]},
            Type("union", "", True, members=(OBJECT._replace(nullable=True), Type("string"))),
        ),
        (
            {"anyOf": [ref("Null"), TEXT, ref("Other")]},
            Type("union", "", True, members=(Type("string"), Type("object", "Other"))),
        ),
    ],
)
def test_null_is_not_a_member_of_a_union(schema: dict[str, Any], type: Type) -> None:
    assert type_of(SPEC, schema) == type


def test_the_annotation_of_several_types() -> None:
    text = Type("string")
    assert any_of([OBJECT, None, text, OBJECT]) == "models.Object | str | None"
    assert any_of([]) == ""


@pytest.mark.parametrize(
    ("schema", "others", "nullable"),
    [
        ({"type": ["string", "null"]}, TEXT, True),
        ({"type": ["string", "integer", "null"]}, {"type": ["string", "integer"]}, True),
        ({"type": ["string"]}, TEXT, False),
        ({"oneOf": [TEXT]}, {"oneOf": [TEXT]}, False),
        ({"oneOf": [TEXT, NULL]}, TEXT, True),
        ({"anyOf": [ref("Null"), TEXT]}, TEXT, True),
    ],
)
def test_null_is_split_off(schema: dict[str, Any], others: dict[str, Any], nullable: bool) -> None:
    assert split_null(SPEC, schema) == (others, nullable)
