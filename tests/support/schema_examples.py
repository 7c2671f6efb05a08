"""An example of each schema of the spec: the part of the example of a body that has it."""

from __future__ import annotations

from typing import Any

from tools.spec.document import resolve, schema_name, split_null


def schema_examples(spec: dict[str, Any]) -> dict[str, Any]:
    """The first example of each schema that the example of a body has, by the name of the schema."""
    examples: dict[str, Any] = {}

    def visit(node: dict[str, Any], value: Any) -> None:
        inner, _ = split_null(spec, node)
        schema = resolve(spec, inner)
        if value is None:
            return
        if name := schema_name(inner):
            examples.setdefault(name, value)
        for member in schema.get("oneOf", [])[:1]:
            visit(member, value)
        if isinstance(value, list):
            for item in value:
                visit(schema.get("items", {}), item)
        elif isinstance(value, dict):
            for key, part in value.items():
                visit(schema.get("properties", {}).get(key, schema.get("additionalProperties")) or {}, part)

    for name, schema in spec["components"]["schemas"].items():
        if "example" in schema:
            visit({"$ref": f"#/components/schemas/{name}"}, schema["example"])
    return examples
