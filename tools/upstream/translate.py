"""Translates parts of the vendor's document from OpenAPI 3.0 to our form: 3.1, with every object and enum named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tools.lint.keywords import shown
from tools.lint.schemas import FORMATS, names_replacement
from tools.spec.document import Object, resolve, schema_name, snake_case
from tools.upstream import vendor

_KEPT = ("minimum", "maximum", "minItems", "maxItems")
_EXAMPLES = {
    "date-time": "2024-01-01T00:00:00+00:00",
    "date": "2024-01-01",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "string": "text",
}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}


class Translator:
    """Translates nodes of the vendor's document.

    Attributes:
        schemas: The schemas that the translated nodes need and the spec lacks, in our form, by name.
        notes: What the vendor's document lacks and our rules require, with the placeholder.
    """

    def __init__(self, document: Object, names: Mapping[str, str], taken: Mapping[str, Any] | None = None) -> None:
        """Prepare.

        Args:
            document: The vendor's document.
            names: The names of our schemas, by the vendor's names.
            taken: The schemas of our spec; a name that is not in `names` means something else.
        """
        self.document = document
        self.schemas: dict[str, Object] = {}
        self.notes: list[str] = []
        self._names = dict(names)
        self._taken = taken or {}

    def parameter(self, node: Object) -> Object:
        """A parameter."""
        found = resolve(self.document, node)
        name = found["name"]
        written = self.schema(found.get("schema", {}), name, found.get("example"))
        example = self._example(found.get("schema", {}), name, found.get("example"))
        made = {"name": name, "in": found["in"]}
        if found.get("required"):
            made["required"] = True
        made["description"] = self._description(found, name)
        if found.get("deprecated"):
            self.mark_deprecated(made, name)
        return {**made, "schema": written, "example": example}

    def body(self, node: Object) -> Object:
        """The body of a request."""
        found = resolve(self.document, node)
        made: Object = {"description": self._description(found, "body")}
        if found.get("required"):
            made["required"] = True
        return {**made, "content": self.content(found)}

    def response(self, node: Object) -> Object:
        """A response."""
        found = resolve(self.document, node)
        made: Object = {"description": self._description(found, "response")}
        if content := self.content(found):
            made["content"] = content
        return made

    def content(self, node: Object) -> Object:
        """The content of a request or a response, by media type."""
        return {
            media_type: {"schema": self.schema(media.get("schema", {}), "body", media_example(media))}
            for media_type, media in node.get("content", {}).items()
        }

    def schema(self, node: Object, at: str, example: Any = None) -> Object:
        """A schema where it is used: a $ref to a named one, or the schema itself.

        Args:
            node: The vendor's schema.
            at: What it belongs to, from which unnamed objects and enums get their name.
            example: The vendor's example of it; None if there is none.
        """
        found = vendor.schema(self.document, node)
        name = schema_name(node)
        nullable = vendor.is_nullable(self.document, node)
        if not _is_class(found):
            return self._inline(found, at, example, nullable)
        own = self._named(name or class_name(at), found, example, known=bool(name))
        return _reference(own, nullable)

    def _same(self, made: Object) -> str | None:
        """The name of a schema that differs only in texts and examples; None if there is none."""
        schemas = {**self._taken, **self.schemas}
        return next((name for name, schema in schemas.items() if schema and _shape(schema) == _shape(made)), None)

    def _named(self, name: str, found: Object, example: Any, known: bool) -> str:
        """The name in our spec of a schema that becomes a class, translated first if the spec lacks it."""
        if known and name in self._names:
            return self._names[name]
        own = class_name(name)
        if own in self._taken:
            own = f"{own}2"
            self.notes.append(f"{name}: the spec has another schema of that name; written as {own}")
        if known:
            self._names[name] = own
        elif same := self._same(self._class(own, found, example, name)):
            return same
        self.schemas[own] = {}  # a placeholder: the schema may contain itself
        self.schemas[own] = self._class(own, found, example, name)
        return own

    def _class(self, own: str, found: Object, example: Any, name: str) -> Object:
        made: Object = {"type": "object" if "enum" not in found else "string"}
        made["description"] = self._description(found, own)
        if "oneOf" in found or "anyOf" in found:
            key = "oneOf" if "oneOf" in found else "anyOf"
            del made["type"]
            made[key] = [self.schema(member, f"{own}Option") for member in found[key]]
        elif "enum" in found:
            made["enum"] = [str(value) for value in dict.fromkeys(found["enum"])]
            names = list(dict.fromkeys(found.get("x-enum-varnames", [])))
            if names and [snake_case(value).upper() for value in made["enum"]] != names:
                made["x-enum-varnames"] = names
        else:
            fields = found.get("properties", {})
            if required := [name for name in found.get("required", []) if name in fields]:
                made["required"] = required
            if fields:
                made["properties"] = {key: self.field(own, key, node, example) for key, node in fields.items()}
            others = found.get("additionalProperties")
            if isinstance(others, dict) and others:
                made["additionalProperties"] = self.schema(others, f"{own}Value")
            elif others not in (None, False) or not fields:
                made["additionalProperties"] = True
        noted = len(self.notes)
        made["example"] = self._example(found, own, example, (name,))
        # Notes about missing examples come from its fields.
        del self.notes[noted:]
        return made

    def field(self, own: str, key: str, node: Object, examples: Any = None) -> Object:
        """A field of a class; `examples` has one of each field."""
        example = examples.get(key) if isinstance(examples, dict) else None
        found = vendor.schema(self.document, node)
        made = self.schema(node, f"{own}_{key}", example)
        made["description"] = self._description({**found, **node}, f"{own}.{key}")
        if found.get("deprecated"):
            self.mark_deprecated(made, f"{own}.{key}")
        if "$ref" not in made:
            made["example"] = self._example(node, f"{own}.{key}", example)
        return made

    def _inline(self, found: Object, at: str, example: Any, nullable: bool) -> Object:
        kind = _kind(found)
        made: Object = {}
        if "enum" in found:
            self.notes.append(f"{at}: only enums of strings are supported; left the values out")
        if kind is not None:
            made["type"] = [kind, "null"] if nullable else kind
        if found.get("format") in FORMATS.get(str(kind), ()):
            made["format"] = found["format"]
        made |= {key: found[key] for key in _KEPT if key in found}
        if kind == "array":
            item = example[0] if isinstance(example, list) and example else None
            made["items"] = self.schema(found.get("items", {}), f"{at}Item", item)
        if "default" in found and kind != "array" and _is_of(found["default"], kind):
            made["default"] = found["default"]
        return made

    def mark_deprecated(self, made: Object, what: str) -> None:
        """Mark deprecated nodes that name their replacement, as our rules require."""
        if names_replacement(made):
            made["deprecated"] = True
        else:
            self.notes.append(f"{what}: deprecated, and the vendor names no replacement; not marked")

    def _description(self, node: Object, what: str) -> str:
        text = re.sub(r"\s+", " ", node.get("description") or "").strip()
        if not text:
            text = f"The {snake_case(what.rpartition('.')[2]).replace('_', ' ')}."
            self.notes.append(f"{what}: the vendor has no description; wrote {shown(text)}")
        return text

    def _example(self, node: Object, what: str, example: Any = None, seen: tuple[str, ...] = ()) -> Any:
        """An example of a schema: from the same schema in our spec, or the vendor's where it fits."""
        own = self._taken.get(self._names.get(schema_name(node), ""), {})
        if "example" in own:
            return own["example"]
        found = vendor.schema(self.document, node)
        kind, name = _kind(found), schema_name(node)
        members = found.get("oneOf", found.get("anyOf"))
        if members:
            return self._example(members[0], what, example, (*seen, name))
        if kind == "object":
            return self._object_example(found, what, example, (*seen, name))
        if kind == "array":
            given = example if isinstance(example, list) else found.get("example")
            items = given if isinstance(given, list) and given else [None]
            inner = found.get("items", {})
            return [] if _is_in(inner, seen) else [self._example(inner, f"{what} item", item, seen) for item in items]
        values = found.get("enum", [])
        for value in (example, found.get("example"), found.get("default"), *values):
            if _is_of(value, kind) and (not values or value in values):
                return value
        if kind is None:
            return {} if example is None else example
        made = _EXAMPLES[found["format"] if found.get("format") in _EXAMPLES else kind]
        made = max(made, found["minimum"]) if kind in ("integer", "number") and "minimum" in found else made
        self.notes.append(f"{what}: the vendor has no example; wrote {shown(made)}")
        return made

    def _object_example(self, found: Object, what: str, example: Any, seen: tuple[str, ...]) -> Any:
        given = example if isinstance(example, dict) else found.get("example")
        given = given if isinstance(given, dict) else {}
        made = {}
        for key, field in found.get("properties", {}).items():
            if not _is_in(field, seen):
                made[key] = self._example(field, f"{what}.{key}", given.get(key), seen)
        others = found.get("additionalProperties")
        if isinstance(others, dict) and others and not made:
            made = {key: self._example(others, f"{what}.{key}", value, seen) for key, value in given.items()}
        return made


def _is_in(node: Object, seen: tuple[str, ...]) -> bool:
    """Whether a node refers to a schema that contains it."""
    return "$ref" in node and schema_name(node) in seen


def _shape(schema: Any) -> Any:
    """A schema without its texts and examples."""
    if not isinstance(schema, dict):
        return schema
    left = {key: _shape(value) for key, value in schema.items() if key not in ("description", "example")}
    if "properties" in schema:
        left["properties"] = {key: _shape(value) for key, value in schema["properties"].items()}
    return left


def media_example(media: Object) -> Any:
    """The example of a body; None if there is none."""
    if "example" in media:
        return media["example"]
    return next((found.get("value") for found in media.get("examples", {}).values()), None)


def _reference(name: str, nullable: bool) -> Object:
    reference = {"$ref": f"#/components/schemas/{name}"}
    return {"oneOf": [reference, {"type": "null"}]} if nullable else reference


def type_of(document: Object, node: Object, name: str | None) -> Object:
    """The lines that declare the type of a vendor's schema in our form; `name` is its name in our spec, if any."""
    found = vendor.schema(document, node)
    nullable = vendor.is_nullable(document, node)
    if _is_class(found) and (name := name or schema_name(node)):
        return _reference(name, nullable)
    kind = _kind(found) or "object"
    return {"type": [kind, "null"] if nullable else kind}


def _kind(found: Object) -> str | None:
    if "type" in found:
        return str(found["type"])
    return (
        "object" if "properties" in found or "additionalProperties" in found else "string" if "enum" in found else None
    )


def _is_class(found: Object) -> bool:
    """Whether a schema becomes a class, or is a union, and therefore needs a name."""
    kind = _kind(found)
    return kind == "object" or (kind == "string" and "enum" in found) or "oneOf" in found or "anyOf" in found


def _is_of(value: Any, kind: str | None) -> bool:
    """Whether a value is of a JSON type."""
    if value is None or kind is None:
        return False
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def class_name(text: str) -> str:
    """Make the name of a class from words."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[^A-Za-z0-9]+", text) if word)
