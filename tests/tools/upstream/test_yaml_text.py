"""Nodes are inserted into YAML in the style of the spec, and mean the same when they are read."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tools.upstream.text import Verbatim, block, flow, insert

SPEC = """\
# A comment.
paths:
  /a: { get: 1 }
  # Another one.

components:
  schemas:
    A:
      type: string

    # --- a section ---

    B: { type: string }
  scopes: { a: x }
"""


def test_a_node_is_inserted_after_the_last_one_and_before_comments() -> None:
    sections: dict[Any, Any] = {("paths",): {"/b": {"get": 2}}, ("components", "schemas"): {"C": {"type": "string"}}}
    text = insert(SPEC, {**sections, ("components",): {}})
    assert text == SPEC.replace("{ get: 1 }\n", "{ get: 1 }\n\n  /b:\n    get: 2\n").replace(
        "B: { type: string }\n", "B: { type: string }\n\n    C: { type: string }\n"
    ).replace("\n\n    C: { type: string }", "\n\n    C: { type: string }")


@pytest.mark.parametrize(
    ("node", "lines"),
    [
        ({"a": {"$ref": "#/b"}}, ['a: { $ref: "#/b" }']),
        ({"a": [{"$ref": "#/b"}, {"c": 1, "d": 2}]}, ["a:", '  - $ref: "#/b"', "  - c: 1", "    d: 2"]),
        ({"a": ["x", "y: z"], "200": Verbatim("*b")}, ['a: [x, "y: z"]', '"200": *b']),
        ({"a": {}, "b": [], "c": None, "d": True}, ["a: {}", "b: []", "c: null", "d: true"]),
        ({"a": "page[size]", "b": ["page[size]"]}, ["a: page[size]", 'b: ["page[size]"]']),
        ({"a": "x" * 40 + " " + "y" * 40}, ["a: >-", f"  {'x' * 40} {'y' * 40}"]),
        ({"a": [["x"], "x" * 60]}, ["a:", "  - [x]", f"  - {'x' * 60}"]),
    ],
)
def test_the_style_of_a_node(node: Any, lines: list[str]) -> None:
    assert block(node, 0) == lines


def test_a_long_text_is_folded_at_the_width_of_the_spec() -> None:
    first, *lines = block({"description": "word " * 60}, 4)
    assert first == "    description: >-"
    assert max(map(len, lines)) <= 118
    assert all(line.startswith("      word") for line in lines)


@pytest.mark.parametrize(
    "text", ["no", "1", "1.5", "null", "a: b: c", "a #b", "- a", "*a", "{a", "a\nb", "", " a", "@a", "2025-01-01"]
)
def test_a_text_that_is_not_plain_yaml_is_quoted(text: str) -> None:
    assert block({"a": text}, 0) == [f"a: {flow(text)}"]
    assert yaml.safe_load(flow(text)) == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40))
def test_any_text_is_read_as_it_was(text: str) -> None:
    for node in ({"a": text}, {"a": [text, text]}, {"a": [{"b": text}]}):
        assert yaml.safe_load("\n".join(block(node, 0))) == node
