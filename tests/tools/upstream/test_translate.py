"""The vendor's schemas, parameters and bodies in our form, with examples and with notes on what is missing."""

from __future__ import annotations

from typing import Any

import pytest
from edits import ref
from tools.upstream.translate import Translator, class_name, media_example, type_of

THEIRS: dict[str, Any] = {
    "ItsColor": {"type": "string", "enum": ["RED", "BLUE"], "description": "A color."},
    "Level": {"type": "string", "enum": ["a-b", "a-b", "c"], "x-enum-varnames": ["ONE", "ONE", "TWO"], "description": "A\n level. "},
    "Same": {"enum": ["a_b", "cD"], "x-enum-varnames": ["A_B", "C_D"], "description": "Same."},
    "Text": {"type": "string", "format": "email", "example": "a@b"},
    "Known": {"type": "object", "description": "Theirs.", "properties": {"id": {"type": "integer"}}},
    "Node": {
        "type": "object",
        "description": "A node.",
        "required": ["name", "gone"],
        "properties": {
            "name": {"type": "string", "description": "Its name.", "example": "n"},
            "next": ref("Node"),
            "old": {"type": "string", "description": "Old.", "deprecated": True, "example": "o"},
            "older": {"type": "integer", "description": "Use `name` instead.", "deprecated": True, "example": 1},
        },
    },
    "Maybe": {"type": "object", "nullable": True, "description": "Maybe.", "properties": {"x": {"type": "boolean", "description": "X."}}},
    "Union": {"oneOf": [ref("Known"), {"type": "string"}], "description": "Either."},
    "Any": {"anyOf": [{"type": "integer"}, ref("Known")], "description": "Any."},
    "Times": {"type": "object", "description": "Times.", "additionalProperties": {"type": "string", "format": "date-time"}},
    "Free": {"type": "object", "description": "Free.", "additionalProperties": {}},
    "Closed": {"type": "object", "description": "Closed.", "properties": {"x": {"type": "string", "description": "X."}}, "additionalProperties": False},
    "Empty": {"type": "object", "description": "Empty."},
    "Loop": {"oneOf": [{"type": "object", "description": "Once.", "properties": {"again": ref("Loop"), "x": {"type": "integer", "description": "X.", "example": 1}}}], "description": "A loop."},
    "Tree": {"type": "object", "description": "A tree.", "properties": {"trees": {"type": "array", "description": "More.", "items": ref("Tree")}}},
    "Farm": {"type": "object", "description": "A farm.", "properties": {"cows": {"type": "array", "description": "Cows.", "items": ref("Cow")}}},
    "Cow": {"type": "object", "description": "A cow.", "properties": {"farm": ref("Farm"), "size": {"type": "integer", "description": "Its size.", "example": 1}}},
    "Herd": {"type": "object", "description": "A herd.", "additionalProperties": ref("Member"), "example": {"a": {}}},
    "Member": {"type": "object", "description": "A member.", "properties": {"herd": ref("Herd"), "size": {"type": "integer", "description": "Its size.", "example": 1}}},
    "List": {"oneOf": [{"type": "array", "items": ref("List")}, {"type": "string"}], "description": "A list."},
    "Shown": {"type": "object", "description": "Shown.", "properties": {"x": {"type": "string", "description": "X."}}, "example": {"x": "y"}},
    "Hen": {"type": "object", "description": "A hen.", "properties": {"egg": ref("Egg")}},
    "Egg": {"type": "object", "description": "An egg.", "properties": {"hen": ref("Hen"), "size": {"type": "integer", "description": "Its size.", "example": 1}}},
}  # fmt: skip
DOCUMENT = {"components": {"schemas": THEIRS}}
NAMES = {"ItsColor": "Color", "Ours": "Our"}
TAKEN: dict[str, Any] = {
    "Color": {"type": "string", "enum": ["RED", "BLUE"], "description": "Ours.", "example": "BLUE"},
    "Known": {"type": "object", "description": "Another.", "properties": {"description": {"type": "string"}}},
    "Pair": {"type": "object", "properties": {"a": {"type": "string", "description": "Ours."}}, "example": {"a": "x"}},
}


def translator() -> Translator:
    return Translator(DOCUMENT, NAMES, TAKEN)


# The vendor's schema of something called size, and its example; our schema; the schemas that it needs; the notes.
SCHEMAS: dict[str, tuple[dict[str, Any], Any, dict[str, Any], dict[str, Any], list[str]]] = {
    "a text": ({"type": "string"}, None, {"type": "string"}, {}, []),
    "a text or null": ({"type": "string", "nullable": True}, None, {"type": ["string", "null"]}, {}, []),
    "a date": ({"type": "string", "format": "date"}, None, {"type": "string", "format": "date"}, {}, []),
    "another format": ({"type": "string", "format": "email", "maxLength": 9}, None, {"type": "string"}, {}, []),
    "limits": ({"type": "integer", "format": "int64", "minimum": 1, "maximum": 9}, None, {"type": "integer", "format": "int64", "minimum": 1, "maximum": 9}, {}, []),
    "a default": ({"type": "integer", "default": 0}, None, {"type": "integer", "default": 0}, {}, []),
    "a default of another type": ({"type": "integer", "default": "0"}, None, {"type": "integer"}, {}, []),
    "a default of true": ({"type": "boolean", "default": True}, None, {"type": "boolean", "default": True}, {}, []),
    "true as the default of a number": ({"type": "integer", "default": True}, None, {"type": "integer"}, {}, []),
    "a default of null": ({"type": "string", "default": None}, None, {"type": "string"}, {}, []),
    "anything": ({"description": "x"}, None, {}, {}, []),
    "the default of anything": ({"default": "x"}, None, {}, {}, []),
    "a list": ({"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "string"}, "default": []}, None, {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "string"}}, {}, []),
    "a list of anything": ({"type": "array"}, None, {"type": "array", "items": {}}, {}, []),
    "a list of an enum": ({"type": "array", "items": {"type": "string", "enum": ["w", "x"], "description": "X."}}, ["x"], {"type": "array", "items": ref("SizeItem")}, {"SizeItem": {"type": "string", "description": "X.", "enum": ["w", "x"], "example": "x"}}, []),
    "a named text": (ref("Text"), None, {"type": "string"}, {}, []),
    "an enum of ours": (ref("ItsColor"), None, ref("Color"), {}, []),
    "an enum of ours or null": ({**ref("ItsColor"), "nullable": True}, None, {"oneOf": [ref("Color"), {"type": "null"}]}, {}, []),
    "an enum": (ref("Level"), None, ref("Level"), {"Level": {"type": "string", "description": "A level.", "enum": ["a-b", "c"], "x-enum-varnames": ["ONE", "TWO"], "example": "a-b"}}, []),
    "an enum with the names that it has anyway": (ref("Same"), "cD", ref("Same"), {"Same": {"type": "string", "description": "Same.", "enum": ["a_b", "cD"], "example": "cD"}}, []),
    "an unnamed enum": ({"enum": ["x"], "example": "y", "default": "x", "nullable": True}, "y", {"oneOf": [ref("Size"), {"type": "null"}]}, {"Size": {"type": "string", "description": "The size.", "enum": ["x"], "example": "x"}}, ["Size: the vendor has no description; wrote `The size.`"]),
    "an enum of integers": ({"enum": [1, 2], "type": "integer"}, 3, {"type": "integer"}, {}, ["size: only enums of strings are supported; left the values out"]),
    "an enum of integers or null": ({"enum": [1, 2], "type": "integer", "nullable": True}, None, {"type": ["integer", "null"]}, {}, ["size: only enums of strings are supported; left the values out"]),
    "an unnamed enum of ours": ({"type": "string", "enum": ["RED", "BLUE"]}, None, ref("Color"), {}, ["Size: the vendor has no description; wrote `The size.`"]),
    "an unnamed object of ours": ({"properties": {"a": {"type": "string", "example": "y"}}}, None, ref("Pair"), {}, ["Size: the vendor has no description; wrote `The size.`", "Size.a: the vendor has no description; wrote `The a.`"]),
    "another object of that name": (ref("Known"), {"id": 3}, ref("Known2"), {"Known2": {"type": "object", "description": "Theirs.", "properties": {"id": {"type": "integer", "description": "The id.", "example": 3}}, "example": {"id": 3}}}, ["Known: the spec has another schema of that name; written as Known2", "Known2.id: the vendor has no description; wrote `The id.`"]),
    "an object that contains itself": (ref("Node"), None, ref("Node"), {"Node": {"type": "object", "description": "A node.", "required": ["name"], "properties": {"name": {"type": "string", "description": "Its name.", "example": "n"}, "next": {**ref("Node"), "description": "A node."}, "old": {"type": "string", "description": "Old.", "example": "o"}, "older": {"type": "integer", "description": "Use `name` instead.", "example": 1}}, "example": {"name": "n", "old": "o", "older": 1}}}, ["Node.old: deprecated, and the vendor names no replacement; not marked", "Node.older: deprecated, and the vendor names no replacement; not marked"]),
    "an object or null": (ref("Maybe"), {"x": False}, {"oneOf": [ref("Maybe"), {"type": "null"}]}, {"Maybe": {"type": "object", "description": "Maybe.", "properties": {"x": {"type": "boolean", "description": "X.", "example": False}}, "example": {"x": False}}}, []),
    "a oneOf": (ref("Union"), None, ref("Union"), {"Union": {"description": "Either.", "oneOf": [ref("Known2"), {"type": "string"}], "example": {"id": 1}}, "Known2": {"type": "object", "description": "Theirs.", "properties": {"id": {"type": "integer", "description": "The id.", "example": 1}}, "example": {"id": 1}}}, ["Known: the spec has another schema of that name; written as Known2", "Known2.id: the vendor has no description; wrote `The id.`", "Known2.id: the vendor has no example; wrote `1`"]),
    "a union that contains itself": (
        ref("Loop"),
        None,
        ref("Loop"),
        {
            "Loop": {"description": "A loop.", "oneOf": [ref("LoopOption")], "example": {"x": 1}},
            "LoopOption": {"type": "object", "description": "Once.", "properties": {"again": {**ref("Loop"), "description": "A loop."}, "x": {"type": "integer", "description": "X.", "example": 1}}, "example": {"again": {"x": 1}, "x": 1}},
        },
        [],
    ),
    "an object with a list of itself": (ref("Tree"), {"trees": [{}]}, ref("Tree"), {"Tree": {"type": "object", "description": "A tree.", "properties": {"trees": {"type": "array", "description": "More.", "items": ref("Tree"), "example": [{"trees": []}]}}, "example": {"trees": []}}}, []),
    "an object with a list of objects that contain it": (
        ref("Farm"),
        None,
        ref("Farm"),
        {
            "Farm": {"type": "object", "description": "A farm.", "properties": {"cows": {"type": "array", "description": "Cows.", "items": ref("Cow"), "example": [{"farm": {"cows": []}, "size": 1}]}}, "example": {"cows": [{"size": 1}]}},
            "Cow": {"type": "object", "description": "A cow.", "properties": {"farm": {**ref("Farm"), "description": "A farm."}, "size": {"type": "integer", "description": "Its size.", "example": 1}}, "example": {"farm": {"cows": []}, "size": 1}},
        },
        [],
    ),
    "a map of objects that contain it": (
        ref("Herd"),
        None,
        ref("Herd"),
        {
            "Herd": {"type": "object", "description": "A herd.", "additionalProperties": ref("Member"), "example": {"a": {"size": 1}}},
            "Member": {"type": "object", "description": "A member.", "properties": {"herd": {**ref("Herd"), "description": "A herd."}, "size": {"type": "integer", "description": "Its size.", "example": 1}}, "example": {"herd": {"a": {"size": 1}}, "size": 1}},
        },
        [],
    ),
    "an unnamed object with a field of another type": ({"properties": {"a": {"type": "integer", "example": 1, "description": "A."}}, "description": "x"}, None, ref("Size"), {"Size": {"type": "object", "description": "x", "properties": {"a": {"type": "integer", "description": "A.", "example": 1}}, "example": {"a": 1}}}, []),
    "a list of itself": (ref("List"), None, ref("List"), {"List": {"description": "A list.", "oneOf": [{"type": "array", "items": ref("List")}, {"type": "string"}], "example": []}}, []),
    "an object that requires a field that it lacks": ({"type": "object", "description": "x", "required": ["y"]}, None, ref("Size"), {"Size": {"type": "object", "description": "x", "additionalProperties": True, "example": {}}}, []),
    "an object without fields, with an example": ({"type": "object", "description": "x", "example": {"a": 1}}, None, ref("Size"), {"Size": {"type": "object", "description": "x", "additionalProperties": True, "example": {}}}, []),
    "a map of enums": ({"type": "object", "description": "x", "additionalProperties": {"enum": ["a"], "description": "A."}}, None, ref("Size"), {"SizeValue": {"type": "string", "description": "A.", "enum": ["a"], "example": "a"}, "Size": {"type": "object", "description": "x", "additionalProperties": ref("SizeValue"), "example": {}}}, []),
    "fields and others": ({"type": "object", "description": "x", "properties": {"a": {"type": "integer", "description": "A."}}, "additionalProperties": {"type": "integer"}}, {"a": 1, "b": 2}, ref("Size"), {"Size": {"type": "object", "description": "x", "properties": {"a": {"type": "integer", "description": "A.", "example": 1}}, "additionalProperties": {"type": "integer"}, "example": {"a": 1}}}, []),
    "an object in an object, with an example": (
        {"type": "object", "description": "x", "properties": {"in": {"type": "object", "description": "I.", "properties": {"n": {"type": "integer", "description": "N."}}}}},
        {"in": {"n": 7}},
        ref("Size"),
        {
            "SizeIn": {"type": "object", "description": "I.", "properties": {"n": {"type": "integer", "description": "N.", "example": 7}}, "example": {"n": 7}},
            "Size": {"type": "object", "description": "x", "properties": {"in": {**ref("SizeIn"), "description": "I."}}, "example": {"in": {"n": 7}}},
        },
        [],
    ),
    "an object with an example": (ref("Shown"), None, ref("Shown"), {"Shown": {"type": "object", "description": "Shown.", "properties": {"x": {"type": "string", "description": "X.", "example": "text"}}, "example": {"x": "y"}}}, ["Shown.x: the vendor has no example; wrote `text`"]),
    "an object with a better example": (ref("Shown"), {"x": "z"}, ref("Shown"), {"Shown": {"type": "object", "description": "Shown.", "properties": {"x": {"type": "string", "description": "X.", "example": "z"}}, "example": {"x": "z"}}}, []),
    "objects that contain each other": (
        ref("Hen"),
        None,
        ref("Hen"),
        {
            "Hen": {"type": "object", "description": "A hen.", "properties": {"egg": {**ref("Egg"), "description": "An egg."}}, "example": {"egg": {"size": 1}}},
            "Egg": {"type": "object", "description": "An egg.", "properties": {"hen": {**ref("Hen"), "description": "A hen."}, "size": {"type": "integer", "description": "Its size.", "example": 1}}, "example": {"hen": {}, "size": 1}},
        },
        [],
    ),
    "fields that are named like keywords": (
        {"type": "object", "description": "x", "properties": {"example": {"type": "string", "description": "x", "example": "x"}}},
        None,
        ref("Size"),
        {"Size": {"type": "object", "description": "x", "properties": {"example": {"type": "string", "description": "x", "example": "x"}}, "example": {"example": "x"}}},
        [],
    ),
    "an object of ours with such fields": ({"type": "object", "description": "x", "properties": {"description": {"type": "string", "description": "x"}}}, {"description": "x"}, ref("Known"), {}, []),
    "a oneOf of unnamed objects": ({"oneOf": [{"type": "object", "description": "One."}, {"type": "integer"}], "description": "U."}, None, ref("Size"), {"Size": {"description": "U.", "oneOf": [ref("SizeOption"), {"type": "integer"}], "example": {}}, "SizeOption": {"type": "object", "description": "One.", "additionalProperties": True, "example": {}}}, []),
    "an anyOf": (ref("Any"), 7, ref("Any"), {"Any": {"description": "Any.", "anyOf": [{"type": "integer"}, ref("Known2")], "example": 7}, "Known2": {"type": "object", "description": "Theirs.", "properties": {"id": {"type": "integer", "description": "The id.", "example": 1}}, "example": {"id": 1}}}, ["Known: the spec has another schema of that name; written as Known2", "Known2.id: the vendor has no description; wrote `The id.`", "Known2.id: the vendor has no example; wrote `1`"]),
    "an anyOf without an example": ({"anyOf": [{"type": "boolean"}, {"type": "integer"}], "description": "x"}, None, ref("Size"), {"Size": {"description": "x", "anyOf": [{"type": "boolean"}, {"type": "integer"}], "example": True}}, []),
    "a map": (ref("Times"), {"begun": "2025-01-02T03:04:05Z"}, ref("Times"), {"Times": {"type": "object", "description": "Times.", "additionalProperties": {"type": "string", "format": "date-time"}, "example": {"begun": "2025-01-02T03:04:05Z"}}}, []),
    "a map without an example": (ref("Times"), None, ref("Times"), {"Times": {"type": "object", "description": "Times.", "additionalProperties": {"type": "string", "format": "date-time"}, "example": {}}}, []),
    "an object of anything": (ref("Free"), None, ref("Free"), {"Free": {"type": "object", "description": "Free.", "additionalProperties": True, "example": {}}}, []),
    "an object without other fields": (ref("Closed"), None, ref("Closed"), {"Closed": {"type": "object", "description": "Closed.", "properties": {"x": {"type": "string", "description": "X.", "example": "text"}}, "example": {"x": "text"}}}, ["Closed.x: the vendor has no example; wrote `text`"]),
    "an object without fields": (ref("Empty"), None, ref("Empty"), {"Empty": {"type": "object", "description": "Empty.", "additionalProperties": True, "example": {}}}, []),
    "an unnamed map": ({"additionalProperties": {"type": "integer"}, "description": "Counts."}, {"a": 1}, ref("Size"), {"Size": {"type": "object", "description": "Counts.", "additionalProperties": {"type": "integer"}, "example": {"a": 1}}}, []),
    "parts of an object": ({"allOf": [ref("Closed"), {"required": ["y"], "properties": {"y": {"type": "number", "minimum": 2, "description": "Y."}}}], "description": "Both."}, None, ref("Size"), {"Size": {"type": "object", "description": "Both.", "required": ["y"], "properties": {"x": {"type": "string", "description": "X.", "example": "text"}, "y": {"type": "number", "minimum": 2, "description": "Y.", "example": 2}}, "example": {"x": "text", "y": 2}}}, ["Size.x: the vendor has no example; wrote `text`", "Size.y: the vendor has no example; wrote `2`"]),
}  # fmt: skip


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema(name: str) -> None:
    theirs, example, ours, schemas, notes = SCHEMAS[name]
    translated = translator()
    assert translated.schema(theirs, "size", example) == ours
    assert translated.schemas == schemas
    assert list(dict.fromkeys(translated.notes)) == notes


def test_a_schema_is_translated_once() -> None:
    translated = translator()
    assert translated.schema(ref("Level"), "a") == translated.schema(ref("Level"), "b") == ref("Level")
    assert list(translated.schemas) == ["Level"]
    # An unnamed one of the same form has its name, whatever its texts.
    same = {"enum": ["a-b", "c"], "x-enum-varnames": ["ONE", "TWO"], "description": "The same."}
    assert translated.schema(same, "c") == ref("Level")
    assert translated.schema({**same, "enum": ["a-b", "d"]}, "c") == ref("C")
    assert list(translated.schemas) == ["Level", "C"]


PARAMETERS: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "an integer": (
        {"name": "limit", "in": "query", "description": "How\n many.", "schema": {"type": "integer", "default": 5}},
        {"name": "limit", "in": "query", "description": "How many.", "schema": {"type": "integer", "default": 5}, "example": 5},
        [],
    ),
    "one with an example": (
        {"name": "limit", "in": "query", "description": "x", "schema": {"type": "integer", "default": 5}, "example": 7},
        {"name": "limit", "in": "query", "description": "x", "schema": {"type": "integer", "default": 5}, "example": 7},
        [],
    ),
    "one that is required": (
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "example": "a"}},
        {"name": "id", "in": "path", "required": True, "description": "The id.", "schema": {"type": "string"}, "example": "a"},
        ["id: the vendor has no description; wrote `The id.`"],
    ),
    "a deprecated one": (
        {"name": "a", "in": "query", "deprecated": True, "description": "Deprecated, use `b`.", "schema": {"type": "boolean"}},
        {"name": "a", "in": "query", "description": "Deprecated, use `b`.", "deprecated": True, "schema": {"type": "boolean"}, "example": True},
        ["a: the vendor has no example; wrote `true`"],
    ),
    "a deprecated one without a replacement": (
        {"name": "a", "in": "query", "deprecated": True, "description": "x", "schema": {"type": "string", "format": "uuid"}},
        {"name": "a", "in": "query", "description": "x", "schema": {"type": "string", "format": "uuid"}, "example": "00000000-0000-0000-0000-000000000000"},
        ["a: the vendor has no example; wrote `00000000-0000-0000-0000-000000000000`", "a: deprecated, and the vendor names no replacement; not marked"],
    ),
    "an enum": (
        {"name": "sort[by]", "in": "query", "description": "x", "schema": {"type": "string", "enum": ["a", "b"], "description": "x"}, "example": "b"},
        {"name": "sort[by]", "in": "query", "description": "x", "schema": ref("SortBy"), "example": "b"},
        [],
    ),
    "one of ours": (
        {"name": "color", "in": "query", "description": "x", "schema": ref("ItsColor")},
        {"name": "color", "in": "query", "description": "x", "schema": ref("Color"), "example": "BLUE"},
        [],
    ),
    "a list": (
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "array", "items": {"type": "string", "format": "date"}}},
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "array", "items": {"type": "string", "format": "date"}}, "example": ["2024-01-01"]},
        ["days item: the vendor has no example; wrote `2024-01-01`"],
    ),
    "a list of an enum": (
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "array", "items": {"enum": ["a", "b"], "description": "x"}}, "example": ["b"]},
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "array", "items": ref("DaysItem")}, "example": ["b"]},
        [],
    ),
    "a list with an example": (
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "array", "items": {"type": "integer"}, "example": [1, 2]}},
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "array", "items": {"type": "integer"}}, "example": [1, 2]},
        [],
    ),
    "a list with a better example": (
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "array", "items": {"type": "integer"}, "example": [1, 2]}, "example": [3]},
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "array", "items": {"type": "integer"}}, "example": [3]},
        [],
    ),
    "a list with an empty example": (
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "array", "items": {"type": "integer"}, "example": []}},
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "array", "items": {"type": "integer"}}, "example": [1]},
        ["days item: the vendor has no example; wrote `1`"],
    ),
    "a list whose example is none": (
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "array", "items": {"type": "integer"}, "example": "12"}},
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "array", "items": {"type": "integer"}}, "example": [1]},
        ["days item: the vendor has no example; wrote `1`"],
    ),
    "a list of anything": (
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "array"}},
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "array", "items": {}}, "example": [{}]},
        [],
    ),
    "a name of two words": (
        {"name": "page[size]", "in": "query", "schema": {"type": "integer", "example": 3}},
        {"name": "page[size]", "in": "query", "description": "The page size.", "schema": {"type": "integer"}, "example": 3},
        ["page[size]: the vendor has no description; wrote `The page size.`"],
    ),
    "one with a minimum": (
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "integer", "minimum": 4}},
        {"name": "days", "in": "query", "description": "x", "schema": {"type": "integer", "minimum": 4}, "example": 4},
        ["days: the vendor has no example; wrote `4`"],
    ),
    "one of any type": ({"name": "a", "in": "query", "description": "x", "schema": {}, "example": 5}, {"name": "a", "in": "query", "description": "x", "schema": {}, "example": 5}, []),
    "one without a schema": ({"name": "a", "in": "query", "description": "x"}, {"name": "a", "in": "query", "description": "x", "schema": {}, "example": {}}, []),
}  # fmt: skip


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_parameter(name: str) -> None:
    theirs, ours, notes = PARAMETERS[name]
    translated = translator()
    made = translated.parameter(theirs)
    assert made == ours
    assert list(made) == list(ours)
    for schema in translated.schemas.values():
        assert schema["example"] in (theirs["example"], *theirs["example"])
    assert sorted(set(translated.notes)) == sorted(notes)


@pytest.mark.parametrize(
    ("schema", "example", "note"),
    [
        ({"oneOf": [{"type": "integer"}, {"type": "string"}]}, None, "filter: the vendor has no example; wrote `1`"),
        ({"properties": {"k": {"type": "integer"}}}, None, "filter.k: the vendor has no example; wrote `1`"),
        ({"additionalProperties": {"type": "integer"}}, {"k": "x"}, "filter.k: the vendor has no example; wrote `1`"),
        (
            {"additionalProperties": {"type": "object", "properties": {"k": {"type": "integer"}}}},
            {"a": {}},
            "filter.a.k: the vendor has no example; wrote `1`",
        ),
    ],
)
def test_a_note_names_where_an_example_is_missing(schema: dict[str, Any], example: Any, note: str) -> None:
    translated = translator()
    translated.parameter({"name": "filter", "in": "query", "schema": schema, "example": example})
    assert note in translated.notes


def test_a_parameter_by_reference() -> None:
    document = {"components": {"parameters": {"A": {"name": "a", "in": "query", "schema": {"type": "number"}}}}}
    made = Translator(document, {}).parameter(ref("A", "parameters"))
    assert made == {"name": "a", "in": "query", "description": "The a.", "schema": {"type": "number"}, "example": 1.5}


MEDIA = {"application/json": {"schema": ref("ItsColor")}}


def test_bodies_and_responses() -> None:
    translated = translator()
    content = {"application/json": {"schema": ref("Color")}}
    assert translated.body({"content": MEDIA}) == {"description": "The body.", "content": content}
    assert translated.body({"content": MEDIA, "required": True, "description": " What. "}) == {
        "description": "What.",
        "required": True,
        "content": content,
    }
    assert translated.response({"content": MEDIA}) == {"description": "The response.", "content": content}
    assert translated.response({"description": "OK"}) == {"description": "OK"}
    assert translated.notes == [
        "body: the vendor has no description; wrote `The body.`",
        "response: the vendor has no description; wrote `The response.`",
    ]


def test_bodies_and_responses_by_reference() -> None:
    components = {"requestBodies": {"B": {"content": MEDIA}}, "responses": {"R": {"content": MEDIA}}}
    translated = Translator({"components": {"schemas": THEIRS, **components}}, NAMES, TAKEN)
    for made in (translated.body(ref("B", "requestBodies")), translated.response(ref("R", "responses"))):
        assert made["content"] == {"application/json": {"schema": ref("Color")}}


def test_the_example_of_a_body_is_that_of_its_schema() -> None:
    translated = translator()
    schema = {"type": "object", "description": "x", "properties": {"a": {"type": "string", "description": "x"}}}
    made = translated.content({"content": {"a/b+json": {"schema": schema, "example": {"a": "y"}}, "text/plain": {}}})
    assert made == {"a/b+json": {"schema": ref("Pair")}, "text/plain": {"schema": {}}}
    other = {**schema, "required": ["a"]}
    assert translated.content({"content": {"a/b+json": {"schema": other, "example": {"a": "y"}}}}) == {
        "a/b+json": {"schema": ref("Body")}
    }
    assert translated.schemas["Body"]["example"] == {"a": "y"}


def test_the_example_of_a_media_type() -> None:
    assert media_example({"example": 1, "examples": {"x": {"value": 2}}}) == 1
    assert media_example({"examples": {"x": {"value": 2}, "y": {"value": 3}}}) == 2
    assert media_example({"examples": {"x": {}}}) is None
    assert media_example({}) is None


@pytest.mark.parametrize(
    ("node", "name", "lines"),
    [
        ({"type": "string"}, "", {"type": "string"}),
        ({"type": "integer", "nullable": True}, "", {"type": ["integer", "null"]}),
        (ref("ItsColor"), "Color", ref("Color")),
        (ref("Level"), "", ref("Level")),
        ({**ref("Level"), "nullable": True}, "", {"oneOf": [ref("Level"), {"type": "null"}]}),
        (ref("Maybe"), "Ours", {"oneOf": [ref("Ours"), {"type": "null"}]}),
        ({"properties": {}}, "", {"type": "object"}),
        ({}, "", {"type": "object"}),
        (ref("Text"), "", {"type": "string"}),
    ],
)
def test_the_lines_that_declare_a_type(node: dict[str, Any], name: str, lines: dict[str, Any]) -> None:
    assert type_of(DOCUMENT, node, name) == lines


def test_the_names_of_classes() -> None:
    assert [class_name(text) for text in ("size", "page[size]", "CaseType_x-y", "aB", "a 1")] == [
        "Size",
        "PageSize",
        "CaseTypeXY",
        "AB",
        "A1",
    ]
