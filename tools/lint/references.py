"""The references of a spec: where they lead, and what none of them leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tools.lint.keywords import Problems, suggestion
from tools.spec.document import Object, schema_name
from tools.spec.inline import DATA, NAMES
from tools.spec.lines import Place

# What references may lead to, by the keyword or list that contains them; else to schemas.
TARGETS = {"parameters": "parameters", "responses": "responses", "requestBody": "requestBodies"}
REFERRED = ("schemas", "parameters", "responses", "requestBodies")


def problems(spec: Object) -> Problems:
    """References that lead nowhere, to the wrong kind of object, or in a circle."""
    for place, ref in references(spec):
        wanted = _target(place)
        match = re.fullmatch(r"#/components/(\w+)/([^/]+)", ref)
        names = spec.get("components", {}).get(match[1], {}) if match else {}
        if match is None:
            yield place, f"$ref to {ref}: write `#/components/{wanted}/` and a name"
        elif match[1] != wanted:
            yield place, f"$ref to {ref}: here it must be to something in #/components/{wanted}"
        elif match[2] not in names:
            yield place, f"$ref to {ref}, which does not exist{suggestion(match[2], names)}"
    for section in REFERRED:
        components = (spec.get("components") or {}).get(section, {})
        for name, component in components.items():
            seen = [name]
            while isinstance(component, dict) and "$ref" in component:
                name = schema_name(component)
                if name in seen:
                    place = ("components", section, seen[0], "$ref")
                    yield place, f"refers to itself, by way of {seen[-1]}: write it out"
                    break
                seen.append(name)
                component = components.get(name)


def unused(spec: Object) -> Problems:
    """The components that nothing refers to."""
    used = {ref for _, ref in references(spec)}
    for section in REFERRED:
        for name in spec["components"].get(section, {}):
            if f"#/components/{section}/{name}" not in used:
                yield ("components", section, name), "nothing uses it: refer to it, or delete it"


def references(spec: Any) -> Iterator[tuple[Place, str]]:
    """Each reference of a spec, with its place."""
    for place, node in objects(spec):
        if isinstance(node.get("$ref"), str):
            yield (*place, "$ref"), node["$ref"]


def objects(node: Any, place: Place = (), is_map: bool = False) -> Iterator[tuple[Place, Object]]:
    """Each object with keywords, with its place; `is_map` if the keys of the node are names, and no keywords."""
    if isinstance(node, dict):
        if not is_map:
            yield place, node
        for key, value in node.items():
            if is_map or key not in DATA:
                yield from objects(value, (*place, key), not is_map and key in NAMES)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from objects(value, (*place, index))


def _target(place: Place) -> str:
    """The components that a reference at a place must lead to."""
    steps = [step for step in place[:-1] if isinstance(step, str)]
    if place[:1] == ("components",) and len(place) == 4:
        return str(place[1])
    is_status = steps[-1].isdecimal() or steps[-1] == "default"
    return TARGETS.get(steps[-1], TARGETS.get(steps[-2], "schemas") if is_status else "schemas")
