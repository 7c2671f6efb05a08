"""Names inline objects and enums after their titles, as if they were in components/schemas."""

from __future__ import annotations

from typing import Any

from tools.spec.lines import Place

# The keywords whose keys are names, and those whose values are data.
NAMES = ("properties", "schemas", "parameters", "responses", "requestBodies")
DATA = ("example", "examples", "default")
# The keywords that stay where the schema is used.
_AT_USE = ("description", "deprecated")


def name_inline(spec: Any) -> tuple[Any, dict[str, Place]]:
    """Move the inline objects and enums with a title to components/schemas.

    A title that another schema has already is left where it is.

    Returns:
        The new spec, and where each schema that was moved comes from.
    """
    components = spec.get("components") if isinstance(spec, dict) else None
    named = components.get("schemas") if isinstance(components, dict) else None
    if not isinstance(named, dict):
        return spec, {}
    moved: dict[str, Any] = {}
    places: dict[str, Place] = {}

    def move(node: Any, place: Place, is_map: bool = False) -> Any:
        if isinstance(node, list):
            return [move(item, (*place, index)) for index, item in enumerate(node)]
        if not isinstance(node, dict):
            return node
        node = {
            key: value if not is_map and key in DATA else move(value, (*place, key), not is_map and key in NAMES)
            for key, value in node.items()
        }
        types = node.get("type") if isinstance(node.get("type"), list) else [node.get("type")]
        title = node.get("title")
        is_class = isinstance(title, str) and ("enum" in node or "object" in types)
        if is_map or not is_class or (place[:2] == ("components", "schemas") and len(place) == 3):
            return node
        schema = {key: value for key, value in node.items() if key not in ("title", "deprecated")}
        schema["type"] = next((name for name in types if name != "null"), None)
        if title in named or moved.setdefault(title, schema) != schema:
            return node
        places.setdefault(title, place)
        reference = {"$ref": f"#/components/schemas/{title}"}
        beside = {key: node[key] for key in _AT_USE if key in node}
        return {"oneOf": [reference, {"type": "null"}], **beside} if "null" in types else {**reference, **beside}

    spec = move(spec, ())
    return {**spec, "components": {**spec["components"], "schemas": {**spec["components"]["schemas"], **moved}}}, places
