"""The keywords that each object of the spec may have: the parts of OpenAPI 3.1 that the generator supports.

Everything else is rejected, with what to write instead. docs/openapi.md lists both, and a test compares them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tools.spec.document import METHODS

Place = tuple[str | int, ...]
Found = Iterator[tuple[Place, str]]

# The kinds of values that are not objects with keywords.
TEXT, FLAG, NUMBER, COUNT, ANY = "a text", "true or false", "a number", "a whole number, 0 or more", "anything"


class ListOf(NamedTuple):
    """A list of values of one kind."""

    item: str


class MapOf(NamedTuple):
    """A mapping from arbitrary names to values of one kind."""

    value: str


Kind = str | ListOf | MapOf
_DOCUMENTED: dict[str, Kind] = {"description": TEXT, "externalDocs": "external documentation"}

# The keywords of each kind of object.
OBJECTS: dict[str, Mapping[str, Kind]] = {
    "spec": {
        "openapi": TEXT,
        "info": "info",
        "servers": ListOf("server"),
        "tags": ListOf("tag"),
        "paths": MapOf("path"),
        "components": "components",
        "externalDocs": "external documentation",
    },
    "info": {
        "title": TEXT,
        "version": TEXT,
        "summary": TEXT,
        "description": TEXT,
        "termsOfService": TEXT,
        "contact": "contact",
        "license": "license",
    },
    "contact": {"name": TEXT, "url": TEXT, "email": TEXT},
    "license": {"name": TEXT, "identifier": TEXT, "url": TEXT},
    "external documentation": {"description": TEXT, "url": TEXT},
    "server": {"url": TEXT, "description": TEXT, "variables": MapOf("server variable")},
    "server variable": {"default": TEXT, "description": TEXT, "enum": ListOf(TEXT)},
    "tag": {"name": TEXT, **_DOCUMENTED},
    "path": dict.fromkeys(METHODS, "operation"),
    "operation": {
        "operationId": TEXT,
        "tags": ListOf(TEXT),
        "summary": TEXT,
        "security": ListOf("security requirement"),
        "parameters": ListOf("parameter"),
        "requestBody": "request body",
        "responses": MapOf("response"),
        "deprecated": FLAG,
        "x-pagination": "pagination",
        "x-exempt": MapOf(TEXT),
        **_DOCUMENTED,
    },
    "pagination": dict.fromkeys(
        ("cursorParam", "cursorPath", "limitParam", "pageOffsetParam", "pageParam", "resultsPath"), TEXT
    )
    | {"pageStart": COUNT},
    "parameter": {
        "$ref": TEXT,
        "name": TEXT,
        "in": TEXT,
        "required": FLAG,
        "description": TEXT,
        "schema": "schema",
        "example": ANY,
        "deprecated": FLAG,
        "style": TEXT,
        "explode": FLAG,
    },
    "request body": {"$ref": TEXT, "description": TEXT, "required": FLAG, "content": MapOf("media type")},
    "response": {"$ref": TEXT, "description": TEXT, "content": MapOf("media type")},
    "media type": {"schema": "schema", "example": ANY},
    "components": {
        "schemas": MapOf("schema"),
        "parameters": MapOf("parameter"),
        "responses": MapOf("response"),
        "requestBodies": MapOf("request body"),
        "securitySchemes": MapOf("security scheme"),
    },
    "security scheme": {
        "type": TEXT,
        "description": TEXT,
        "name": TEXT,
        "in": TEXT,
        "scheme": TEXT,
        "bearerFormat": TEXT,
        "flows": MapOf("flow"),
        "openIdConnectUrl": TEXT,
    },
    "flow": {"authorizationUrl": TEXT, "tokenUrl": TEXT, "refreshUrl": TEXT, "scopes": MapOf(TEXT)},
    "schema": {
        "$ref": TEXT,
        "type": "type",
        "format": TEXT,
        "title": TEXT,
        "description": TEXT,
        "deprecated": FLAG,
        "properties": MapOf("schema"),
        "required": ListOf(TEXT),
        "additionalProperties": "schema or flag",
        "items": "schema",
        "oneOf": ListOf("schema"),
        "anyOf": ListOf("schema"),
        "enum": ListOf(TEXT),
        "x-enum-varnames": ListOf(TEXT),
        "const": TEXT,
        "default": ANY,
        "example": ANY,
        "minimum": NUMBER,
        "maximum": NUMBER,
        "minItems": COUNT,
        "maxItems": COUNT,
        "readOnly": FLAG,
        "writeOnly": FLAG,
    },
}
# The keywords that an object must have, unless it has a $ref.
REQUIRED = {
    "spec": ("openapi", "info", "servers", "paths", "components"),
    "info": ("title", "version"),
    "license": ("name",),
    "external documentation": ("url",),
    "server": ("url",),
    "server variable": ("default",),
    "tag": ("name",),
    "operation": ("operationId", "responses"),
    "pagination": ("resultsPath",),
    "parameter": ("name", "in", "schema"),
    "request body": ("content",),
    "response": ("description",),
    "media type": ("schema",),
    "security scheme": ("type",),
    "flow": ("scopes",),
}
_IN_WORDS = "leave it out, and say it in the description: the client does not check it"
# What to write instead of keywords that OpenAPI has and the generator does not support.
INSTEAD = {
    "spec": {
        "security": "write the security of each operation",
        "webhooks": "leave it out: a client receives nothing",
        "jsonSchemaDialect": "leave it out",
    },
    "path": {
        "$ref": "write the operations out",
        "parameters": "write them in each operation, as a $ref to components/parameters",
        "servers": "leave it out: the client has one server",
        "summary": "write it in each operation",
        "description": "write it in each operation",
        **dict.fromkeys(("head", "options", "trace"), "leave it out: the client has no use for it"),
    },
    "operation": {
        "callbacks": "leave it out: a client receives nothing",
        "servers": "leave it out: the client has one server",
    },
    "parameter": {
        "content": "write `schema:`",
        "examples": "write one `example:`",
        "allowReserved": "leave it out: everything is quoted",
        "allowEmptyValue": "leave it out: an empty text is sent as it is",
    },
    "response": {
        "headers": "leave it out, and name them in the description: callers get all headers",
        "links": "leave it out",
    },
    "media type": {"examples": "write one `example:`", "encoding": "leave it out: forms are not supported"},
    "components": dict.fromkeys(
        ("callbacks", "examples", "headers", "links", "pathItems"), "write it where it is used"
    ),
    "schema": {
        "nullable": 'write `type: [string, "null"]`, or `oneOf:` with `type: "null"` beside a $ref',
        "allOf": "write the properties out",
        "discriminator": "leave it out: members of a oneOf are told apart by their fields",
        "not": "leave it out, and say it in the description",
        "examples": "write one `example:`",
        "externalDocs": "write the address in the description",
        "xml": "leave it out: bodies are JSON",
        "$comment": "write a YAML comment",
        "$defs": "write it in components/schemas",
        "prefixItems": "write `items:`",
        **dict.fromkeys(("$anchor", "$dynamicAnchor", "$dynamicRef", "$id", "$schema", "$vocabulary"), "leave it out"),
        **dict.fromkeys(("if", "then", "else", "dependentRequired", "dependentSchemas", "contains"), _IN_WORDS),
        **dict.fromkeys(("minContains", "maxContains", "minProperties", "maxProperties", "propertyNames"), _IN_WORDS),
        **dict.fromkeys(("pattern", "minLength", "maxLength", "uniqueItems", "multipleOf"), _IN_WORDS),
        **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), "write `minimum:` or `maximum:`"),
        **dict.fromkeys(("unevaluatedItems", "unevaluatedProperties"), "write `additionalProperties:`"),
        "patternProperties": "write `additionalProperties:`",
        **dict.fromkeys(("contentEncoding", "contentMediaType", "contentSchema"), "leave it out: bodies are JSON"),
    },
}
# The keywords allowed beside a $ref, which they override.
BESIDE_REF = {
    "schema": ("description", "deprecated", "example"),
    "parameter": ("description",),
    "response": ("description",),
    "request body": ("description",),
}
TYPES = ("string", "integer", "number", "boolean", "object", "array", "null")


def problems(value: Any, kind: Kind = "spec", place: Place = ()) -> Found:
    """Where a value does not match its kind, each by its place."""
    if isinstance(kind, ListOf):
        yield from _list(value, kind.item, place)
    elif isinstance(kind, MapOf):
        yield from _map(value, kind.value, place)
    elif kind == "type":
        yield from _type(value, place)
    elif kind == "security requirement":
        yield from _map(value, ANY, place)
        if isinstance(value, dict):
            for name, scopes in value.items():
                yield from _list(scopes, TEXT, (*place, name))
    elif kind == "schema or flag" and isinstance(value, bool):
        return
    elif kind == "schema or flag":
        yield from problems(value, "schema", place)
    elif kind in OBJECTS:
        yield from _object(value, kind, place)
    elif not _is(value, kind):
        yield place, f"must be {kind}, not {shown(value)}{_quotes(value, kind)}"


def shown(value: Any) -> str:
    """Format a value for a message."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{text}`" if len(text) <= 40 else f"`{text[:37]}...`"


def _is(value: Any, kind: str) -> bool:
    if kind == ANY:
        return True
    if kind == TEXT:
        return isinstance(value, str)
    if kind == FLAG:
        return isinstance(value, bool)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number if kind == NUMBER else number and isinstance(value, int) and value >= 0


def _quotes(value: Any, kind: str) -> str:
    scalar = value is not None and not isinstance(value, (dict, list))
    return ": write it in quotes" if kind == TEXT and scalar else ""


def _list(value: Any, item: str, place: Place) -> Found:
    if not isinstance(value, list):
        fix = f": write `{place[-1]}: [{value}]`" if isinstance(value, str) and place else ""
        yield place, f"must be a list, not {shown(value)}{fix}"
        return
    for index, inner in enumerate(value):
        yield from problems(inner, item, (*place, index))


def _map(value: Any, inner: str, place: Place) -> Found:
    if not isinstance(value, dict):
        yield place, f"must be a mapping, not {shown(value)}"
        return
    for key, item in value.items():
        if not isinstance(key, str):
            yield (*place, str(key)), f'the name must be a text: write "{key}" in quotes'
        else:
            yield from problems(item, inner, (*place, key))


def _type(value: Any, place: Place) -> Found:
    kinds = value if isinstance(value, list) else [value]
    for kind in kinds:
        if not isinstance(kind, str) or kind not in TYPES:
            quotes = ': write "null" in quotes' if kind is None else suggestion(str(kind), TYPES)
            yield place, f"must be one of {', '.join(TYPES)}, not {shown(kind)}{quotes}"
            return
    if isinstance(value, list) and (len(value) != 2 or len(set(value)) != 2 or "null" not in value):
        yield place, 'must be one type, or one and "null": write other choices as `oneOf:`'


def _object(value: Any, kind: str, place: Place) -> Found:
    if not isinstance(value, dict):
        yield place, f"must be {_article(kind)}, not {shown(value)}"
        return
    keywords = OBJECTS[kind]
    beside = BESIDE_REF.get(kind)
    for key, inner in value.items():
        here = (*place, str(key))
        if key in keywords:
            if beside and "$ref" in value and key != "$ref" and key not in beside:
                allowed = " or ".join(f"`{name}`" for name in beside)
                yield here, f"has no effect beside a $ref: only {allowed} has"
            else:
                yield from problems(inner, keywords[key], here)
        elif isinstance(key, str) and key in INSTEAD.get(kind, {}):
            yield here, f"`{key}` is not supported: {INSTEAD[kind][key]}"
        else:
            yield here, f"{_article(kind)} has no `{key}`{_meant(str(key), inner, kind)}"
    for key in REQUIRED.get(kind, ()):
        if key not in value and "$ref" not in value:
            yield place, f"no {key}: add `{key}:`"


def _meant(key: str, value: Any, kind: str) -> str:
    found = suggestion(key, OBJECTS[kind])
    if found or kind != "schema" or not isinstance(value, dict):
        return found
    return ": if it is a field, indent it, so that it is below `properties`"


def suggestion(word: str, words: Any) -> str:
    """The end of a message that suggests a similar known word, if there is one."""
    close = difflib.get_close_matches(word, list(words), cutoff=0.7)
    return f": did you mean `{close[0]}`?" if close else ""


def _article(kind: str) -> str:
    if kind in ("spec", "info"):
        return f"the {kind}"
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
