"""Every kind of object in the spec: the keywords that it may and must have, and the values of each."""

from __future__ import annotations

from typing import Any

import pytest
from tools.lint import keywords
from tools.lint.keywords import ANY, COUNT, FLAG, NUMBER, TEXT, Kind, ListOf, MapOf

TYPES = "string, integer, number, boolean, object, array, null"
LONG = "x" * 41
# A value and its kind, and each problem with its place.
PROBLEMS: dict[str, tuple[Any, Kind, list[tuple[tuple[Any, ...], str]]]] = {
    "a text": ("x", TEXT, []),
    "a number as text": (1.5, TEXT, [((), "must be a text, not `1.5`: write it in quotes")]),
    "a boolean as text": (True, TEXT, [((), "must be a text, not `true`: write it in quotes")]),
    "nothing as text": (None, TEXT, [((), "must be a text, not nothing")]),
    "a list as text": ([], TEXT, [((), "must be a text, not a list")]),
    "a mapping as text": ({}, TEXT, [((), "must be a text, not a mapping")]),
    "a flag": (False, FLAG, []),
    "a text as flag": ("no", FLAG, [((), "must be true or false, not `no`")]),
    "a number as flag": (1, FLAG, [((), "must be true or false, not `1`")]),
    "a long text as flag": (LONG, FLAG, [((), f"must be true or false, not `{LONG[:37]}...`")]),
    "a shorter text as flag": (LONG[:40], FLAG, [((), f"must be true or false, not `{LONG[:40]}`")]),
    "a number": (1.5, NUMBER, []),
    "a whole number": (-1, NUMBER, []),
    "a text as number": ("1", NUMBER, [((), "must be a number, not `1`")]),
    "a boolean as number": (True, NUMBER, [((), "must be a number, not `true`")]),
    "a count": (0, COUNT, []),
    "a negative count": (-1, COUNT, [((), "must be a whole number, 0 or more, not `-1`")]),
    "a fraction as count": (1.5, COUNT, [((), "must be a whole number, 0 or more, not `1.5`")]),
    "a boolean as count": (True, COUNT, [((), "must be a whole number, 0 or more, not `true`")]),
    "a text as count": ("1", COUNT, [((), "must be a whole number, 0 or more, not `1`")]),
    "anything": ([None], ANY, []),
    "a list": (["x", "y"], ListOf(TEXT), []),
    "an item": (["x", 1], ListOf(TEXT), [((1,), "must be a text, not `1`: write it in quotes")]),
    "a text as list": ("x", ListOf(TEXT), [((), "must be a list, not `x`")]),
    "a text as named list": ({"x": "y"}, "security requirement", [(("x",), "must be a list, not `y`: write `x: [y]`")]),
    "a number as named list": ({"x": 1}, "security requirement", [(("x",), "must be a list, not `1`")]),
    "a scope": ({"x": ["y", None]}, "security requirement", [(("x", 1), "must be a text, not nothing")]),
    "a list as requirement": ([], "security requirement", [((), "must be a mapping, not a list")]),
    "a mapping": ({"a": "x"}, MapOf(TEXT), []),
    "a value of a mapping": ({"a": "x", "b": None}, MapOf(TEXT), [(("b",), "must be a text, not nothing")]),
    "a list as mapping": ([], MapOf(TEXT), [((), "must be a mapping, not a list")]),
    "a number as name": ({1: "x", "b": 1}, MapOf(TEXT), [(("1",), 'the name must be a text: write "1" in quotes'), (("b",), "must be a text, not `1`: write it in quotes")]),
    "a type": ("string", "type", []),
    "a type or null": (["null", "string"], "type", []),
    "an unknown type": ("date", "type", [((), f"must be one of {TYPES}, not `date`")]),
    "a misspelled type": ("sting", "type", [((), f"must be one of {TYPES}, not `sting`: did you mean `string`?")]),
    "a misspelled type or null": (["sting", "nul"], "type", [((), f"must be one of {TYPES}, not `sting`: did you mean `string`?")]),
    "null without quotes": (["string", None], "type", [((), f'must be one of {TYPES}, not nothing: write "null" in quotes')]),
    "a number as type": (1, "type", [((), f"must be one of {TYPES}, not `1`")]),
    "a mapping as type": ({}, "type", [((), f"must be one of {TYPES}, not a mapping")]),
    "two types": (["string", "integer"], "type", [((), 'must be one type, or one and "null": write other choices as `oneOf:`')]),
    "a list of one type": (["string"], "type", [((), 'must be one type, or one and "null": write other choices as `oneOf:`')]),
    "a type twice": (["string", "string"], "type", [((), 'must be one type, or one and "null": write other choices as `oneOf:`')]),
    "null twice": (["null", "null"], "type", [((), 'must be one type, or one and "null": write other choices as `oneOf:`')]),
    "other fields": (True, "schema or flag", []),
    "a schema of other fields": ({"type": "string"}, "schema or flag", []),
    "a wrong schema of other fields": ({"type": 1}, "schema or flag", [(("type",), f"must be one of {TYPES}, not `1`")]),
    "a text for other fields": ("true", "schema or flag", [((), "must be a schema, not `true`")]),
    "true as schema": (True, "schema", [((), "must be a schema, not `true`")]),
    "an object": ({"url": "x"}, "server", []),
    "a list as object": ([], "operation", [((), "must be an operation, not a list")]),
    "a list as the spec": ([], "spec", [((), "must be the spec, not a list")]),
    "a list as the info": ([], "info", [((), "must be the info, not a list")]),
    "an unknown keyword": ({"url": "x", "port": 1}, "server", [(("port",), "a server has no `port`")]),
    "a misspelled keyword": ({"url": "x", "descripton": "x"}, "server", [(("descripton",), "a server has no `descripton`: did you mean `description`?")]),
    "a number as keyword": ({"url": "x", 1: "x"}, "server", [(("1",), "a server has no `1`")]),
    "a keyword that is not supported": ({"nullable": True}, "schema", [(("nullable",), '`nullable` is not supported: write `type: [string, "null"]`, or `oneOf:` with `type: "null"` beside a $ref')]),
    "a field without `properties`": ({"title": "x", "name": {"type": "string"}}, "schema", [(("name",), "a schema has no `name`: if it is a field, indent it, so that it is below `properties`")]),
    "a misspelled keyword with a mapping": ({"propertys": {}}, "schema", [(("propertys",), "a schema has no `propertys`: did you mean `properties`?")]),
    "an unknown keyword of a schema": ({"name": "x"}, "schema", [(("name",), "a schema has no `name`")]),
    "a mapping as unknown keyword": ({"url": "x", "port": {}}, "server", [(("port",), "a server has no `port`")]),
    "a keyword that must be there": ({"description": "x"}, "server", [((), "no url: add `url:`")]),
    "two of them": ({}, "info", [((), "no title: add `title:`"), ((), "no version: add `version:`")]),
    "a reference": ({"$ref": "#/x"}, "parameter", []),
    "a reference that is not supported": ({"$ref": "#/x", "operationId": "x"}, "operation", [(("$ref",), "an operation has no `$ref`")]),
    "a text beside a reference": ({"$ref": "#/x", "description": "x"}, "parameter", []),
    "a keyword beside a reference": ({"$ref": "#/x", "name": "x"}, "parameter", [(("name",), "has no effect beside a $ref: only `description` has")]),
    "a keyword beside the reference of a schema": ({"$ref": "#/x", "type": 1}, "schema", [(("type",), "has no effect beside a $ref: only `description` or `deprecated` or `example` has")]),
    "a wrong text beside a reference": ({"$ref": "#/x", "description": 1}, "parameter", [(("description",), "must be a text, not `1`: write it in quotes")]),
    "a reference that is no text": ({"$ref": 1}, "parameter", [(("$ref",), "must be a text, not `1`: write it in quotes")]),
    "an object inside another": ({"get": {"operationId": "x", "responses": {"200": {}}}}, "path", [(("get", "responses", "200"), "no description: add `description:`")]),
}  # fmt: skip


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem(name: str) -> None:
    value, kind, found = PROBLEMS[name]
    assert list(keywords.problems(value, kind)) == found
    inside = [place for place, _ in keywords.problems(value, kind, ("at",))]
    assert inside == [("at", *place) for place, _ in found]


def test_the_default_kind_is_the_spec() -> None:
    assert (("info",), "must be the info, not nothing") in list(keywords.problems({"info": None}))


@pytest.mark.parametrize(
    ("word", "end"),
    [("prise", ": did you mean `price`?"), ("cost", ""), ("clrx", ""), ("price", ": did you mean `price`?")],
)
def test_a_similar_word_is_suggested(word: str, end: str) -> None:
    assert keywords.suggestion(word, ["color", "price", "prices"]) == end


def test_values_are_shown_as_in_yaml() -> None:
    assert [keywords.shown(value) for value in ("Ab", True, 1.5, None, [1], {"a": 1})] == [
        "`Ab`",
        "`true`",
        "`1.5`",
        "nothing",
        "a list",
        "a mapping",
    ]
