"""Schemas, parameters and examples of the vendor in our form, with notes on what is missing. See translate.yaml."""

from __future__ import annotations

import pytest
from edits import ref, table
from tools.upstream.translate import Translator, class_name, declaration

TABLE = table("translate")
DOCUMENT = {"components": {"schemas": TABLE["vendor"]}}


def translator() -> Translator:
    return Translator(DOCUMENT, {"ItsColor": "Color"}, TABLE["spec"])


@pytest.mark.parametrize("name", TABLE["schemas"])
def test_a_schema_is_copied(name: str) -> None:
    row, translated = TABLE["schemas"][name], translator()
    assert translated.schema(row["vendor"], "size") == row["ours"]
    assert translated.schemas == row.get("adds", {})
    assert list(dict.fromkeys(translated.notes)) == row.get("notes", [])


@pytest.mark.parametrize("name", TABLE["parameters"])
def test_a_parameter_is_copied(name: str) -> None:
    row, translated = TABLE["parameters"][name], translator()
    assert translated.parameter(row["vendor"]) == row["ours"]
    assert translated.notes == row.get("notes", [])


@pytest.mark.parametrize("name", TABLE["examples"])
def test_a_body_has_the_vendors_example_and_placeholders(name: str) -> None:
    row, translated = TABLE["examples"][name], translator()
    media = {"schema": row["schema"]} | ({} if row["given"] is None else {"example": row["given"]})
    content = translated.content({"content": {"application/json": media}}, "createThing")
    assert content["application/json"]["example"] == row["ours"]
    notes = [note for note in translated.notes if ": the vendor has no example" in note]
    assert notes == ([row["note"]] if "note" in row else [])


def test_the_first_example_of_a_media_type_is_used() -> None:
    media = {"schema": {"type": "string"}, "examples": {"a": {"value": "x"}, "b": {"value": "y"}}}
    copy = translator().content({"content": {"application/json": media, "text/plain": {}}})
    assert copy == {
        "application/json": {"schema": {"type": "string"}, "example": "x"},
        "text/plain": {"schema": {}},
    }


def test_a_body_of_ours_that_has_an_example_gets_none() -> None:
    copy = translator().content({"content": {"application/json": {"schema": ref("ItsColor")}}})
    assert copy == {"application/json": {"schema": ref("Color")}}


def test_a_schema_is_added_once() -> None:
    translated = translator()
    assert translated.schema(ref("Level"), "a") == translated.schema(ref("Level"), "b") == ref("Level")
    assert list(translated.schemas) == ["Level"]


def test_bodies_and_responses_are_copied_by_reference_too() -> None:
    media = {"application/json": {"schema": ref("ItsColor")}}
    components = {"requestBodies": {"B": {"content": media, "required": True}}, "responses": {"R": {"content": media}}}
    translated = Translator(
        {"components": {**DOCUMENT["components"], **components}}, {"ItsColor": "Color"}, TABLE["spec"]
    )
    content = {"application/json": {"schema": ref("Color")}}
    body = translated.body(ref("B", "requestBodies"))
    assert body == {"description": "The body.", "required": True, "content": content}
    assert translated.response(ref("R", "responses")) == {"description": "The response.", "content": content}
    assert translated.response({"description": " No\n content. "}) == {"description": "No content."}
    assert translated.notes == [
        "body: the vendor has no description; wrote `The body.`",
        "response: the vendor has no description; wrote `The response.`",
    ]


@pytest.mark.parametrize(
    ("node", "name", "lines"),
    [
        (ref("Maybe"), "Ours", {"oneOf": [ref("Ours"), {"type": "null"}]}),
        ({"properties": {}}, "", {"type": "object"}),
        ({}, "", {"type": "object"}),
        (ref("Text"), "", {"type": "string"}),
    ],
)
def test_the_lines_that_declare_a_type(node: dict[str, str], name: str, lines: dict[str, str]) -> None:
    assert declaration(DOCUMENT, node, name) == lines


def test_the_names_of_classes_are_made_from_words() -> None:
    texts = ("size", "page[size]", "CaseType_x-y", "aB", "a 1")
    assert [class_name(text) for text in texts] == ["Size", "PageSize", "CaseTypeXY", "AB", "A1"]
