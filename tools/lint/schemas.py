"""Rules for schemas and examples, so that the generated models work and callers can understand them."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import Any

from jsonschema.exceptions import best_match  # type: ignore[import-untyped]
from openapi_schema_validator import OAS31Validator

from tools.lint.keywords import Problems, suggestion
from tools.spec.document import Object, resolve, snake_case, split_null
from tools.spec.lines import Place

SCALARS = ("string", "integer", "number", "boolean")
FORMATS = {
    "string": ("date", "date-time", "uuid"),
    "integer": ("int32", "int64"),
    "number": ("double", "float"),
}
# The type that each keyword applies to.
_BELONGS_TO = {
    **dict.fromkeys(("properties", "required", "additionalProperties"), "object"),
    **dict.fromkeys(("items", "minItems", "maxItems"), "array"),
    **dict.fromkeys(("enum", "const", "x-enum-varnames"), "string"),
}
_UNNAMED = (
    "would get a made-up class name: add a `title:` that no other schema has, or move it to components/schemas and "
    "$ref it"
)
_NOT_TOLD_APART = (
    "not supported beside other members: only objects by $ref, null, texts, numbers, booleans and lists of those are"
)


def problems(spec: Object) -> Problems:
    """The problems of the schemas in components/schemas."""
    for name, node in spec["components"].get("schemas", {}).items():
        place: Place = ("components", "schemas", name)
        if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name):
            yield place, "the name of a schema becomes that of a class: write it like CaseResponse"
        yield from schema_problems(spec, place, node, is_named=True)


def schema_problems(spec: Object, place: Place, schema: Object, is_named: bool = False) -> Problems:
    """The problems of a schema and of those inside it; `is_named` if it is in components/schemas."""
    if is_named or place[-2:-1] == ("properties",):
        yield from described(place, schema)
        # A reference that is marked itself may be described by what it refers to.
        yield from deprecation(place, {**resolve(spec, schema), **schema} if "deprecated" in schema else schema)
    if "example" in schema:
        yield from example_problems(spec, (*place, "example"), schema, schema["example"])
    yield from _type_problems(spec, place, schema, is_named)
    yield from _union_problems(spec, place, schema)
    fields = schema.get("properties", {})
    yield from _field_names(place, fields)
    for name in schema.get("required", []):
        if name not in fields:
            yield (*place, "required"), f"no field is called {name}{suggestion(name, fields)}"
    parts: list[tuple[Place, Any]] = [(("properties", name), fields[name]) for name in fields]
    parts += [((key,), schema.get(key)) for key in ("items", "additionalProperties")]
    parts += [((key, index), node) for key in ("oneOf", "anyOf") for index, node in enumerate(schema.get(key, []))]
    for steps, node in parts:
        if isinstance(node, dict):
            yield from schema_problems(spec, (*place, *steps), node)


def described(place: Place, node: Object) -> Problems:
    if not node.get("description"):
        yield place, "no description: add `description:`"


def deprecation(place: Place, node: Object) -> Problems:
    if node.get("deprecated") and not names_replacement(node):
        yield place, "deprecated without a replacement: write a description like: Deprecated, use `x` instead."


def names_replacement(node: Object) -> bool:
    """Whether the description of something deprecated says what to use instead."""
    return " use `" in node.get("description", "").lower()


def _field_names(place: Place, fields: Object) -> Problems:
    names: dict[str, str] = {}
    for name in fields:
        where, attribute = (*place, "properties", name), snake_case(name)
        if not re.match("[A-Za-z]", name):
            yield where, f"{name!r} does not start with a letter: not supported"
        elif attribute in names:
            yield where, f"it would be called {attribute!r} in Python, as {names[attribute]} is: not supported"
        names[attribute] = name


def _type_problems(spec: Object, place: Place, schema: Object, is_named: bool) -> Problems:
    inner, nullable = split_null(spec, schema) if isinstance(schema.get("type"), list) else (schema, False)
    schema_type = inner.get("type")
    for key, wanted in _BELONGS_TO.items():
        if key in schema and schema_type != wanted:
            yield place, f"`{key}` belongs to `type: {wanted}`: write that, or delete `{key}`"
            return
    for key in ("minimum", "maximum"):
        if key in schema and schema_type not in ("integer", "number"):
            yield (*place, key), f"`{key}` belongs to a number: delete it, or write `type: integer`"
    if schema_type == "array" and "items" not in schema:
        yield place, "no items: add `items:`"
    known = FORMATS.get(str(schema_type), ())
    if "format" in schema and schema["format"] not in known:
        instead = suggestion(schema["format"], known) or ": leave it out, and say it in the description"
        what = schema_type or "a schema without a type"
        yield (*place, "format"), f"{what} has no format {schema['format']} that the client knows{instead}"
    if not is_named and (schema_type == "object" or "enum" in schema):
        yield place, f"an inline {'enum' if 'enum' in schema else 'object'} {_UNNAMED}"
    elif nullable and schema_type == "object":
        yield (*place, "type"), 'write `type: object`, and where it may be null `oneOf:` with a $ref and `type: "null"`'
    elif nullable and "enum" in schema:
        yield place, 'write `oneOf:` with a $ref to the enum and `type: "null"`'
    if "enum" in schema:
        yield from _enum_problems(place, schema)
    if "const" in schema and is_named:
        yield (*place, "const"), "write `enum:` with one value: a schema with a name becomes a class"
    if "default" in schema:
        if schema_type in ("object", "array") or "oneOf" in schema or "anyOf" in schema:
            yield (*place, "default"), "leave it out: only a text, a number or a boolean can have one"
        else:
            yield from _rejections(spec, (*place, "default"), schema, schema["default"])


def _enum_problems(place: Place, schema: Object) -> Problems:
    values, names = schema["enum"], schema.get("x-enum-varnames")
    if not values:
        yield (*place, "enum"), "no values: add them in the order of the page"
    if len(values) != len(set(values)):
        yield (*place, "enum"), "duplicate value: write each value once, in the order of the page"
    elif names is not None and len(names) != len(values):
        yield (*place, "x-enum-varnames"), f"must be as many as the values, {len(values)}"
    else:
        members: dict[str, str] = {}
        for index, value in enumerate(values):
            member = snake_case(names[index] if names else value).upper()
            if not re.fullmatch(r"[A-Z]\w*", member):
                yield (*place, "enum", index), f"{value!r} cannot be named in Python: add `x-enum-varnames:`"
            elif member in members:
                yield (*place, "enum", index), f"{value!r} would be called {member}, as {members[member]!r} is"
            members[member] = value


def _union_problems(spec: Object, place: Place, schema: Object) -> Problems:
    for key in ("oneOf", "anyOf"):
        if key not in schema:
            continue
        members = [resolve(spec, member) for member in schema[key]]
        others = [member for member in members if member.get("type") != "null"]
        if "type" in schema or ("oneOf" in schema and "anyOf" in schema):
            yield (*place, key), "must be all that says the type: delete the others"
        if not members:
            yield (*place, key), "no members: add some"
        elif not others:
            yield (*place, key), "only null is left to choose: add another member"
        for index, member in enumerate(members):
            if len(others) > 1 and not is_told_apart(spec, member):
                yield (*place, key, index), _NOT_TOLD_APART


def is_told_apart(spec: Object, member: Object) -> bool:
    """Whether the values of a resolved member of a union can be told apart from those of other members."""
    schema_type = member.get("type")
    if schema_type == "array":
        item = resolve(spec, member.get("items", {}))
        return item.get("type") in SCALARS and is_told_apart(spec, item)
    if schema_type == "object":
        return "properties" in member
    is_plain = "enum" not in member and not member.get("format")
    return schema_type == "null" or (schema_type in SCALARS and (schema_type != "string" or is_plain))


def example_problems(spec: Object, place: Place, schema: Object, example: Any) -> Problems:
    """Where a schema rejects an example, or does not name one of its fields."""
    if not (yield from _rejections(spec, place, schema, example)):
        for steps in _unnamed(spec, schema, example):
            yield (*place, *steps), "no schema names it: correct its spelling, or add it to the schema"


def _unnamed(spec: Object, schema: Object, value: Any) -> Iterator[Place]:
    """The fields of an example that its schema does not name."""
    schema = resolve(spec, schema)
    if "oneOf" in schema or "anyOf" in schema:
        members = [resolve(spec, member) for member in schema.get("oneOf") or schema["anyOf"]]
        fitting = [member for member in members if not list(_rejections(spec, (), member, value))]
        yield from min((list(_unnamed(spec, member, value)) for member in fitting), key=len)
    elif isinstance(value, dict):
        fields, others = schema.get("properties", {}), schema.get("additionalProperties")
        for key, inner in value.items():
            known = fields.get(key, others)
            if isinstance(known, dict):
                yield from ((key, *steps) for steps in _unnamed(spec, known, inner))
            elif fields and others is not True:
                yield (key,)
    elif isinstance(value, list) and "items" in schema:
        for index, inner in enumerate(value):
            yield from ((index, *steps) for steps in _unnamed(spec, schema["items"], inner))


def _rejections(spec: Object, place: Place, schema: Object, value: Any) -> Generator[tuple[Place, str], None, bool]:
    """Why a schema rejects a value, at the part of the value that is wrong; return whether it does."""
    components = {"schemas": spec["components"].get("schemas")}
    validator = OAS31Validator({**schema, "components": components}, format_checker=OAS31Validator.FORMAT_CHECKER)
    error = best_match(validator.iter_errors(value))
    if error is not None:
        yield (*place, *error.absolute_path), f"its own schema rejects it: {error.message[:300]}"
    return error is not None
