"""What is printed for the fields of a model: declarations, decoders and encoders."""

from __future__ import annotations

from typing import Any

import pytest
from edits import ref
from tools.codegen.models import Models, field_name

NULL, MOMENT = {"type": "null"}, {"type": "string", "format": "date-time"}
SCHEMAS: dict[str, Any] = {
    "Part": {"type": "object", "properties": {"name": {"type": "string"}}},
    "Map": {"type": "object"},
    "Level": {"type": "string", "enum": ["HIGH"], "default": "HIGH"},
    "ClassVarious": {"type": "object"},
}
MODULES = {"Part": "part", "Map": "map", "Level": "level", "ClassVarious": "class_various", "Whole": "whole"}


def whole(required: list[str] | None = None, **schema: Any) -> Any:
    spec = {"components": {"schemas": {**SCHEMAS, "Whole": {"type": "object", "required": required or [], **schema}}}}
    return Models(spec, MODULES).model("Whole")


def array(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


@pytest.mark.parametrize(
    ("schema", "optional", "required"),
    [
        ({"type": "string"}, "x: str | Unset = UNSET", "x: str"),
        ({"type": "string", "const": "it's"}, "x: str | Unset = UNSET", 'x: str = "it\'s"'),
        ({"type": "integer", "default": 3}, "x: int | Unset = 3", "x: int = 3"),
        (
            {**MOMENT, "default": "2025-01-02T00:00:00Z"},
            "x: datetime.datetime | Unset = decode_datetime('2025-01-02T00:00:00Z')",
            "x: datetime.datetime = decode_datetime('2025-01-02T00:00:00Z')",
        ),
        (
            ref("Level"),
            "x: Level | Unset = _attrs_field(default=UNSET, converter=to_level_or_unset)",
            "x: Level = _attrs_field(default=Level('HIGH'), converter=to_level)",
        ),
        ({"oneOf": [ref("Part"), NULL]}, "x: Part | None | Unset = UNSET", "x: Part | None"),
        ({"oneOf": [ref("Part")]}, "x: Part | dict[str, Any] | Unset = UNSET", "x: Part | dict[str, Any]"),
        ({"oneOf": [{}, NULL]}, "x: Any | Unset = UNSET", "x: Any"),
        (
            array({"oneOf": [ref("Part"), {"type": "string"}]}),
            "x: list[Part | str | dict[str, Any]] | Unset = UNSET",
            "x: list[Part | str | dict[str, Any]]",
        ),
        (ref("ClassVarious"), "x: Annotated[ClassVarious, None] | Unset = UNSET", "x: Annotated[ClassVarious, None]"),
    ],
)
def test_the_declaration_of_a_field(schema: dict[str, Any], optional: str, required: str) -> None:
    for names, declaration in (([], optional), (["x"], required)):
        (field,) = whole(names, properties={"x": schema}).fields
        assert field.declaration == declaration


@pytest.mark.parametrize(
    ("schema", "decode", "encode"),
    [
        ({}, ["self.x = get('x', UNSET)"], "self.x"),
        (MOMENT, ["self.x = decode_datetime(get('x', UNSET))"], "encode(self.x, source.get('x'))"),
        (
            ref("Level"),
            [
                "value = get('x', UNSET)",
                "try:",
                "    self.x = _LEVEL_MEMBERS[value]",
                "except (KeyError, TypeError):",
                "    self.x = to_level_or_unset(value)",
            ],
            'getattr(self.x, "_value_", self.x)',
        ),
        (
            ref("Part"),
            [
                "at = 'x'",
                "value = get(at, UNSET)",
                "self.x = new_instance(Part)._decode(value) if type(value) is dict else null_or_raise(value)",
            ],
            "encode(self.x)",
        ),
        (
            {"oneOf": [ref("Part"), {"type": "string"}, ref("Map")]},
            [
                "value = get('x', UNSET)",
                "if type(value) is dict and ('name' in value or is_member(value, Part)):",
                "    value = decode_member(value, Part)",
                "if type(value) is dict and is_member(value, Map):",
                "    value = decode_member(value, Map)",
                "self.x = value",
            ],
            "encode(self.x)",
        ),
        (array({"type": "string"}), ["at = 'x'", "self.x = decode_list(get(at, UNSET))"], "self.x"),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, ["self.x = get('x', UNSET)"], "self.x"),
        (
            array(MOMENT),
            ["at = 'x'", "self.x = decode_list(get(at, UNSET), decode_datetime)"],
            "encode(self.x, source.get('x'))",
        ),
        (
            array(ref("Part")),
            ["at = 'x'", "self.x = decode_models(get(at, UNSET), Part)"],
            "[item.to_dict() if isinstance(item, Part) else encode(item) for item in self.x]"
            " if isinstance(self.x, list) else self.x",
        ),
        (
            array(array(ref("Part"))),
            ["at = 'x'", "self.x = decode_list(get(at, UNSET), lambda item: decode_models(item, Part))"],
            "[encode(item) for item in self.x] if isinstance(self.x, list) else self.x",
        ),
    ],
)
def test_how_a_field_is_decoded_and_encoded(schema: dict[str, Any], decode: list[str], encode: str) -> None:
    model = whole(properties={"x": schema})
    (field,) = model.fields
    assert (field.decode, field.encode) == (decode, encode)
    assert model.has_timestamps is ("source" in encode)
    assert model.has_containers is (decode[0] == "at = 'x'")


@pytest.mark.parametrize(
    ("additional", "argument", "decoder"),
    [
        (True, "Any", ""),
        ({"type": "string"}, "str", ""),
        (MOMENT, "datetime.datetime", "decode_datetime(value)"),
        (array({"type": "string"}), "list[str]", "decode_list(value)"),
        (array(ref("Part")), '"list[Part]"', "decode_models(value, Part)"),
    ],
)
def test_additional_properties(additional: Any, argument: str, decoder: str) -> None:
    model = whole(additionalProperties=additional)
    assert (model.additional, model.decode_additional) == (argument, decoder)


def test_a_model_imports_the_classes_of_its_fields_but_not_itself() -> None:
    properties = {"part": array(ref("Part")), "level": {"oneOf": [ref("Level"), NULL]}, "whole": ref("Whole")}
    model = whole(properties=properties)
    assert (model.enums, model.models) == ({"Level": "level"}, {"Part": "part"})


def test_required_fields_are_documented_first() -> None:
    texts = {name: {"type": "string", "description": f"The {name}."} for name in ("a", "b")}
    constant = {"type": "string", "const": "x", "description": "The constant."}
    model = whole(["c", "b"], description="All of it.", properties={**texts, "c": constant})
    assert model.docs == "All of it."
    assert [field.docs for field in model.fields] == ["The b.", "The constant.", "The a."]
    assert [field.name for field in model.fields] == ["b", "c", "a"]
    assert [field.name for field in model.optional] == ["a"]


def test_deprecated_fields_warn_with_their_description() -> None:
    assert whole(properties={"x": {}}).deprecated == ""
    old = {"deprecated": True, "description": "Use `x`."}
    assert whole(properties={"oldName": old, "x": {}}).deprecated == "{'old_name': 'Use `x`.'}"


def test_names_of_fields_that_models_use_themselves_get_an_underscore() -> None:
    names = ["type", "self", "to_dict", "caseId", "class"]
    assert [field_name(name) for name in names] == ["type", "self_", "to_dict_", "case_id", "class_"]
