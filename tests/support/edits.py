"""Small documents for tests: their parts, and copies with other values at some places.

In the tables of tests/data, a place is written as in the messages of `make validate`: its steps with spaces between.
`watchCase`, or `get` in a spec of one path, is an operation, `Part` is a schema,
`Part.name` its field, and `parameters Size` a parameter of components. `{ $ref: Part }` refers to a schema, and
`{ $ref: parameters/Size }` to a parameter. The value DELETED deletes what is there; the index after the last appends.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import yaml
from tools.paths import ROOT
from tools.spec.document import operations

# A value that deletes what is at its place.
GONE = "DELETED"


def ref(name: str, section: str = "schemas") -> dict[str, str]:
    return {"$ref": f"#/components/{section}/{name}"}


def content(name: str, media_type: str = "application/json") -> dict[str, Any]:
    return {"content": {media_type: {"schema": ref(name)}}}


def parameter(name: str, location: str = "query", **more: Any) -> dict[str, Any]:
    return {"name": name, "in": location, "description": "x", "schema": {"type": "string"}, "example": "x", **more}


def table(name: str) -> Any:
    """Read a table of tests/data."""
    return _expanded(yaml.safe_load((ROOT / f"tests/data/{name}.yaml").read_text(encoding="utf-8")))


def _expanded(node: Any) -> Any:
    """A value with its references written out."""
    if isinstance(node, list):
        return [_expanded(item) for item in node]
    if not isinstance(node, dict):
        return node
    target = node.get("$ref")
    if isinstance(target, str) and (match := re.fullmatch(r"(?:(\w+)/)?([A-Z]\w*)", target)):
        return {**node, "$ref": f"#/components/{match[1] or 'schemas'}/{match[2]}"}
    return {key: _expanded(value) for key, value in node.items()}


def place_of(document: dict[str, Any], text: str) -> tuple[str, ...]:
    """The place that a table means."""
    first, *steps = text.split(" ")
    for path, method, operation in operations(document):
        if first in (method, operation["operationId"]):
            return ("paths", path, method, *steps)
    if first in document:
        return (first, *steps)
    if first in document["components"]:
        return ("components", first, *steps)
    schema, *fields = first.split(".", 1)
    return ("components", "schemas", schema, *(("properties", fields[0]) if fields else ()), *steps)


def with_edits(document: dict[str, Any], edits: dict[str, Any] | None) -> dict[str, Any]:
    """A copy of a document with the edits of a row of a table; an index after the last appends."""
    copy = deepcopy(document)
    for text, value in (edits or {}).items():
        node: Any = copy
        *steps, last = place_of(document, text)
        for step in steps:
            node = node[int(step) if isinstance(node, list) else step]
        key = int(last) if isinstance(node, list) else last
        if value == GONE:
            del node[key]
        elif isinstance(node, list) and key == len(node):
            node.append(deepcopy(value))
        else:
            node[key] = deepcopy(value)
    return copy
