"""Small documents for tests: their parts, and copies with other values at some places."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

# A value that deletes what is at its place.
GONE = object()


def ref(name: str, kind: str = "schemas") -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def content(name: str, media_type: str = "application/json") -> dict[str, Any]:
    return {"content": {media_type: {"schema": ref(name)}}}


def parameter(name: str, location: str = "query", **more: Any) -> dict[str, Any]:
    return {"name": name, "in": location, "description": "x", "schema": {"type": "string"}, "example": "x", **more}


def edited(document: dict[str, Any], *edits: tuple[tuple[Any, ...], Any]) -> dict[str, Any]:
    """A copy of a document with other values at some places; an index after the last appends."""
    copy = deepcopy(document)
    for place, value in edits:
        node: Any = copy
        for step in place[:-1]:
            node = node[step]
        if value is GONE:
            del node[place[-1]]
        elif isinstance(node, list) and place[-1] == len(node):
            node.append(value)
        else:
            node[place[-1]] = value
    return copy
