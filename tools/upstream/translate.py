"""Copies parts of the vendor's document, with what our form needs: OpenAPI 3.1, and a name for every object and enum.

What is changed: `allOf` is merged; `nullable` becomes null; inline objects and enums get a title; what the client does
not support is left out; examples are left out, except those of bodies and parameters, which are made up if need be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tools.lint.keywords import shown
from tools.lint.schemas import FORMATS, SCALARS, is_told_apart, names_replacement
from tools.spec.document import Object, body_example, is_json, resolve, schema_name, snake_case
from tools.upstream import vendor

_PLACEHOLDERS: dict[str, Any] = {
    "date-time": "2024-01-01T00:00:00+00:00",
    "date": "2024-01-01",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "string": "text",
}
# What is copied as it is, if it applies to the type.
_COPIED = {
    **dict.fromkeys(("minimum", "maximum"), ("integer", "number")),
    **dict.fromkeys(("minItems", "maxItems"), ("array",)),
    **dict.fromkeys(("readOnly", "writeOnly"), (*SCALARS, "array", None)),
}


class Translator:
    """Copies nodes of the vendor's document.

    Attributes:
        schemas: The schemas that the copied nodes need and the spec lacks, in our form, by name.
        notes: What the vendor's document lacks and our rules require, with the placeholder, and what is left out.
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
        vendor_parameter = resolve(self.document, node)
        name, vendor_schema = vendor_parameter["name"], vendor_parameter.get("schema", {})
        copy = {key: vendor_parameter[key] for key in ("name", "in", "required") if vendor_parameter.get(key)}
        copy |= self._texts(vendor_parameter, name)
        example = vendor_parameter.get("example")
        copy["schema"] = self.schema(vendor_schema, name)
        return copy | {"example": self._example_or_placeholder(vendor_schema, name, "", example)}

    def body(self, node: Object, what: str = "body") -> Object:
        """The body of a request."""
        body = resolve(self.document, node)
        copy = self._described(body, what)
        return {**copy, **({"required": True} if body.get("required") else {}), "content": self.content(body, what)}

    def response(self, node: Object, what: str = "response") -> Object:
        """A response."""
        response = resolve(self.document, node)
        content = self.content(response, what)
        return {**self._described(response, what), **({"content": content} if content else {})}

    def content(self, node: Object, what: str = "body") -> Object:
        """The content of a request or a response, by media type."""
        copy: Object = {}
        for media_type, media in node.get("content", {}).items():
            vendor_schema = media.get("schema", {})
            copy[media_type] = {"schema": self.schema(vendor_schema, what)}
            own = self._taken.get(self._names.get(schema_name(vendor_schema), ""), {})
            if is_json(media_type) and "example" not in own:
                given = body_example(self.document, {"schema": {}, **media})
                copy[media_type]["example"] = self._example_or_placeholder(vendor_schema, what, " of the body", given)
        return copy

    def schema(self, node: Object, title: str, is_field: bool = False) -> Object:
        """A schema where it is used: a $ref to a named one, or the schema itself; `title` names unnamed ones."""
        vendor_schema = vendor.schema(self.document, node)
        if not (name := schema_name(node)) or not _needs_name(vendor_schema):
            copy = self._copy(vendor_schema, class_name(title), vendor.is_nullable(self.document, node))
            # A field has a description anyway.
            return (
                copy if is_field or "title" not in copy else {**copy, **self._described(vendor_schema, copy["title"])}
            )
        reference = {"$ref": f"#/components/schemas/{self._names.get(name) or self._add(name, vendor_schema)}"}
        return _or_null(reference) if vendor.is_nullable(self.document, node) else reference

    def field(self, owner: str, key: str, node: Object) -> Object:
        """A field of a class."""
        vendor_schema = {**vendor.schema(self.document, node), **node}
        copy = self.schema(node, f"{owner}_{key}", is_field=True)
        first: Object = {keyword: copy[keyword] for keyword in ("$ref", "type", "title") if keyword in copy}
        return {**first, **self._texts(vendor_schema, f"{owner}.{key}"), **copy}

    def _add(self, name: str, vendor_schema: Object) -> str:
        """Add a schema, and return its name in our spec."""
        own = class_name(name)
        if own in self._taken:
            own = f"{own}2"
            self.notes.append(f"{name}: the spec has another schema of that name; written as {own}")
        self._names[name] = own
        copy = self._copy(vendor_schema, own, nullable=False)
        copy.pop("title", None)
        description = self._described(vendor_schema, own)
        self.schemas[own] = {**({"type": copy.pop("type")} if "type" in copy else {}), **description, **copy}
        return own

    def _copy(self, vendor_schema: Object, title: str, nullable: bool) -> Object:
        """A schema without its texts."""
        schema_type = type_of(vendor_schema)
        members = vendor_schema.get("oneOf", vendor_schema.get("anyOf"))
        if members is not None:
            return self._union(members, "oneOf" if "oneOf" in vendor_schema else "anyOf", title, nullable)
        copy: Object = {}
        if schema_type is not None:
            copy["type"] = [schema_type, "null"] if nullable else schema_type
        if _needs_name(vendor_schema):
            copy["title"] = title
        if vendor_schema.get("format") in FORMATS.get(str(schema_type), ()):
            copy["format"] = vendor_schema["format"]
        if "enum" in vendor_schema and schema_type != "string":
            self.notes.append(f"{title}: only enums of strings are supported; left the values out")
        elif "enum" in vendor_schema:
            copy |= _enum(vendor_schema)
        copy |= {
            key: vendor_schema[key] for key, types in _COPIED.items() if key in vendor_schema and schema_type in types
        }
        if schema_type == "array":
            copy["items"] = self.schema(vendor_schema.get("items", {}), f"{title}_item")
        elif schema_type == "object":
            copy |= self._fields(vendor_schema, title)
        elif _is_of(vendor_schema.get("default"), schema_type):
            copy["default"] = vendor_schema["default"]
        if dropped := sorted(set(vendor_schema) & _CONSTRAINTS - set(copy)):
            self.notes.append(f"{title}: left out {', '.join(dropped)}, which the client does not check")
        return copy

    def _fields(self, vendor_schema: Object, title: str) -> Object:
        copy: Object = {}
        fields, others = vendor_schema.get("properties", {}), vendor_schema.get("additionalProperties")
        if required := [key for key in vendor_schema.get("required", []) if key in fields]:
            copy["required"] = required
        if fields:
            copy["properties"] = {key: self.field(title, key, node) for key, node in fields.items()}
        if isinstance(others, dict) and others:
            copy["additionalProperties"] = self.schema(others, f"{title}_value")
        elif others not in (None, False) or not fields:
            copy["additionalProperties"] = True
        return copy

    def _union(self, members: list[Object], key: str, title: str, nullable: bool) -> Object:
        others = [member for member in members if type_of(vendor.schema(self.document, member)) != "null"]
        if len(others) > 1 and not all(self._is_told_apart(member) for member in others):
            self.notes.append(f"{title}: a choice whose members the client cannot tell apart; written as anything")
            return {}
        copies = [self.schema(member, f"{title}_option_{index}") for index, member in enumerate(others, 1)]
        null = [{"type": "null"}] if nullable or len(others) < len(members) else []
        return {key: [*copies, *null]}

    def _is_told_apart(self, member: Object) -> bool:
        vendor_schema = vendor.schema(self.document, member)
        if vendor_schema.get("format") not in FORMATS["string"]:
            vendor_schema = {**vendor_schema, "format": None}
        return is_told_apart(self.document, {**vendor_schema, "type": type_of(vendor_schema)})

    def _texts(self, node: Object, what: str) -> Object:
        """The description of a node, and that it is deprecated if the description names a replacement."""
        copy = self._described(node, what)
        if node.get("deprecated"):
            self.mark_deprecated(copy, what)
        return copy

    def mark_deprecated(self, copy: Object, what: str) -> None:
        """Mark deprecated nodes that name their replacement, as our rules require."""
        if names_replacement(copy):
            copy["deprecated"] = True
        else:
            self.notes.append(f"{what}: deprecated, and the vendor names no replacement; not marked")

    def _described(self, node: Object, what: str) -> Object:
        text = one_line(node.get("description"))
        if not text:
            text = f"The {snake_case(what.rpartition('.')[2]).replace('_', ' ')}."
            self.notes.append(f"{what}: the vendor has no description; wrote {shown(text)}")
        return {"description": text}

    def _example_or_placeholder(self, node: Object, what: str, of: str, given: Any) -> Any:
        """An example of a schema, with a note if parts of it are made up."""
        missing: list[str] = []
        example = self._example(node, given, "", missing)
        if missing:
            parts = ", ".join(filter(None, missing[:3])) + (" …" if len(missing) > 3 else "")
            text = f"made up {parts}" if parts else f"wrote {shown(example)}"
            self.notes.append(f"{what}: the vendor has no example{of}; {text}")
        return example

    def _example(self, node: Object, given: Any, path: str, missing: list[str], seen: tuple[str, ...] = ()) -> Any:
        """The vendor's example where it fits, and placeholders elsewhere, whose paths are added to `missing`."""
        name, vendor_schema = schema_name(node), vendor.schema(self.document, node)
        schema_type, own = type_of(vendor_schema), self._taken.get(self._names.get(name, ""), {})
        if "example" in own:
            return own["example"]
        given = given if _is_of(given, schema_type) else vendor_schema.get("example")
        seen = (*seen, name) if name else seen
        if members := vendor_schema.get("oneOf", vendor_schema.get("anyOf")):
            return self._example(members[0], given, path, missing, seen)
        if schema_type == "object":
            given = given if isinstance(given, dict) else {}
            fields, others = vendor_schema.get("properties", {}), vendor_schema.get("additionalProperties")
            nodes = fields or {key: others for key in given if isinstance(others, dict) and others}
            return {
                key: self._example(field, given.get(key), f"{path}.{key}".strip("."), missing, seen)
                for key, field in nodes.items()
                if schema_name(field) not in seen
            }
        if schema_type == "array":
            items = vendor_schema.get("items", {})
            values = given if isinstance(given, list) and given else [None]
            is_circular = schema_name(items) in seen
            return [] if is_circular else [self._example(items, value, path, missing, seen) for value in values]
        values = vendor_schema.get("enum", [])
        for value in (given, vendor_schema.get("default"), *values):
            if _is_of(value, schema_type) and (not values or value in values):
                return value
        if schema_type is None:
            return {} if given is None else given
        missing.append(path)
        form = vendor_schema.get("format")
        placeholder = _PLACEHOLDERS[form if form in _PLACEHOLDERS else schema_type]
        return max(placeholder, vendor_schema["minimum"]) if "minimum" in vendor_schema else placeholder


# What the client does not check.
_CONSTRAINTS = {"minLength", "maxLength", "pattern", "uniqueItems", "multipleOf", "minProperties", "maxProperties"}


def _enum(vendor_schema: Object) -> Object:
    values = [str(value) for value in dict.fromkeys(vendor_schema["enum"])]
    names = list(dict.fromkeys(vendor_schema.get("x-enum-varnames", [])))
    needs_names = names and [snake_case(value).upper() for value in values] != names
    return {"enum": values, **({"x-enum-varnames": names} if needs_names else {})}


def declaration(document: Object, node: Object, name: str | None) -> Object:
    """The lines that declare the type of a vendor's schema in our form; `name` is its name in our spec, if any."""
    vendor_schema, nullable = vendor.schema(document, node), vendor.is_nullable(document, node)
    if _needs_name(vendor_schema) and (name := name or schema_name(node)):
        reference = {"$ref": f"#/components/schemas/{name}"}
        return _or_null(reference) if nullable else reference
    schema_type = type_of(vendor_schema) or "object"
    return {"type": [schema_type, "null"] if nullable else schema_type}


def _or_null(node: Object) -> Object:
    return {"oneOf": [node, {"type": "null"}]}


def type_of(vendor_schema: Object) -> str | None:
    """The type of a resolved schema, which the vendor may leave out; None for a choice, and for any type."""
    if "type" in vendor_schema:
        return str(vendor_schema["type"])
    if "properties" in vendor_schema or "additionalProperties" in vendor_schema:
        return "object"
    return "string" if "enum" in vendor_schema else None


def _needs_name(vendor_schema: Object) -> bool:
    """Whether a schema becomes a class, or is a choice, which is shown by its name."""
    schema_type = type_of(vendor_schema)
    is_class = schema_type == "object" or (schema_type == "string" and "enum" in vendor_schema)
    return is_class or "oneOf" in vendor_schema or "anyOf" in vendor_schema


def _is_of(value: Any, schema_type: str | None) -> bool:
    """Whether a value is of a JSON type."""
    if value is None or schema_type is None:
        return value is not None
    types: dict[str, Any] = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
    types |= {"array": list, "object": dict}
    return isinstance(value, types[schema_type]) and (schema_type == "boolean" or not isinstance(value, bool))


def one_line(text: str | None) -> str:
    """A text of the vendor on one line."""
    return re.sub(r"\s+", " ", text or "").strip()


def class_name(text: str) -> str:
    """Make the name of a class from words."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[^A-Za-z0-9]+", text) if word)
