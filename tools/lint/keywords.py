"""The keywords that each object of the spec may have: the parts of OpenAPI 3.1 that the generator supports.

Everything else is rejected, with what to write instead. docs/openapi.md lists both, and a test compares them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from tools.spec.document import METHODS
from tools.spec.lines import Place

Problems = Iterator[tuple[Place, str]]

# The forms of values that are not objects with keywords.
TEXT, FLAG, NUMBER, COUNT, ANY = "a text", "true or false", "a number", "a whole number, 0 or more", "anything"


class ListOf(NamedTuple):
    """A list of values of one form."""

    item: str


class MapOf(NamedTuple):
    """A mapping from arbitrary names to values of one form."""

    value: str


Form = str | ListOf | MapOf


def _each(keywords: str, form: Form = TEXT) -> dict[str, Form]:
    return dict.fromkeys(keywords.split(), form)


_DOCUMENTED: dict[str, Form] = {"description": TEXT, "externalDocs": "external documentation"}

# The keywords of each object, with the form of their values.
OBJECTS: dict[str, Mapping[str, Form]] = {
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
        **_each("title version summary description termsOfService"),
        "contact": "contact",
        "license": "license",
    },
    "contact": _each("name url email"),
    "license": _each("name identifier url"),
    "external documentation": _each("description url"),
    "server": {**_each("url description"), "variables": MapOf("server variable")},
    "server variable": {**_each("default description"), "enum": ListOf(TEXT)},
    "tag": {"name": TEXT, **_DOCUMENTED},
    "path": dict.fromkeys(METHODS, "operation"),
    "operation": {
        **_each("operationId summary"),
        **_DOCUMENTED,
        "tags": ListOf(TEXT),
        "security": ListOf("security requirement"),
        "parameters": ListOf("parameter"),
        "requestBody": "request body",
        "responses": MapOf("response"),
        "deprecated": FLAG,
        "x-pagination": "pagination",
        "x-exempt": MapOf(TEXT),
    },
    "pagination": {
        **_each("cursorParam cursorPath limitParam pageOffsetParam pageParam resultsPath"),
        "pageStart": COUNT,
    },
    "parameter": {
        **_each("$ref name in description style"),
        **_each("required deprecated explode", FLAG),
        "schema": "schema",
        "example": ANY,
    },
    "request body": {**_each("$ref description"), "required": FLAG, "content": MapOf("media type")},
    "response": {**_each("$ref description"), "content": MapOf("media type")},
    "media type": {"schema": "schema", "example": ANY, "examples": MapOf("example")},
    "example": {**_each("summary description"), "value": ANY},
    "components": {
        "schemas": MapOf("schema"),
        "parameters": MapOf("parameter"),
        "responses": MapOf("response"),
        "requestBodies": MapOf("request body"),
        "securitySchemes": MapOf("security scheme"),
    },
    "security scheme": {
        **_each("type description name in scheme bearerFormat openIdConnectUrl"),
        "flows": MapOf("flow"),
    },
    "flow": {**_each("authorizationUrl tokenUrl refreshUrl"), "scopes": MapOf(TEXT)},
    "schema": {
        **_each("$ref format title description const"),
        **_each("deprecated readOnly writeOnly", FLAG),
        **_each("required enum x-enum-varnames", ListOf(TEXT)),
        **_each("oneOf anyOf", ListOf("schema")),
        **_each("default example", ANY),
        **_each("minimum maximum", NUMBER),
        **_each("minItems maxItems", COUNT),
        "type": "type",
        "properties": MapOf("schema"),
        "items": "schema",
        "additionalProperties": "schema or flag",
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
    "example": ("value",),
    "security scheme": ("type",),
    "flow": ("scopes",),
}
_IN_WORDS = "leave it out, and say it in the description: the client does not check it"
# What to write instead of keywords that OpenAPI has and the generator does not support.
INSTEAD: dict[str, dict[str, Any]] = {
    "spec": {
        "security": "write the security of each operation",
        "webhooks": "leave it out: a client receives nothing",
        "jsonSchemaDialect": "leave it out",
    },
    "path": {
        "$ref": "write the operations out",
        "parameters": "write them in each operation, as a $ref to components/parameters",
        "servers": "leave it out: the client has one server",
        **_each("summary description", "write it in each operation"),
        **_each("head options trace", "leave it out: the client has no use for it"),
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
    "media type": {"encoding": "leave it out: forms are not supported"},
    "example": {"externalValue": "write `value:`"},
    "components": _each("callbacks examples headers links pathItems", "write it where it is used"),
    "schema": {
        "nullable": 'write `type: [string, "null"]`, or `oneOf:` with `type: "null"` beside a $ref',
        "allOf": "write the properties out",
        "discriminator": "leave it out: members of a oneOf are told apart by their fields",
        "not": "leave it out, and say it in the description",
        "examples": "write one `example:`",
        "externalDocs": "write the address in the description",
        "$comment": "write a YAML comment",
        "$defs": "write it in components/schemas",
        "prefixItems": "write `items:`",
        **_each("xml contentEncoding contentMediaType contentSchema", "leave it out: bodies are JSON"),
        **_each("$anchor $dynamicAnchor $dynamicRef $id $schema $vocabulary", "leave it out"),
        **_each("if then else dependentRequired dependentSchemas contains minContains maxContains", _IN_WORDS),
        **_each("minProperties maxProperties propertyNames pattern minLength maxLength", _IN_WORDS),
        **_each("uniqueItems multipleOf", _IN_WORDS),
        **_each("exclusiveMinimum exclusiveMaximum", "write `minimum:` or `maximum:`"),
        **_each("unevaluatedItems unevaluatedProperties patternProperties", "write `additionalProperties:`"),
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


def problems(value: Any, form: Form = "spec", place: Place = ()) -> Problems:
    """Where a value does not have its form, each by its place."""
    if isinstance(form, ListOf):
        yield from _list(value, form.item, place)
    elif isinstance(form, MapOf):
        yield from _map(value, form.value, place)
    elif form == "type":
        yield from _type(value, place)
    elif form == "security requirement":
        yield from _map(value, ANY, place)
        for name, scopes in value.items() if isinstance(value, dict) else ():
            yield from _list(scopes, TEXT, (*place, name))
    elif form == "schema or flag":
        yield from () if isinstance(value, bool) else problems(value, "schema", place)
    elif form in OBJECTS:
        yield from _object(value, form, place)
    elif not _is(value, form):
        is_scalar = value is not None and not isinstance(value, (dict, list))
        fix = ": write it in quotes" if form == TEXT and is_scalar else ""
        if value is None and place[-1:] == ("$ref",):
            fix = ": write it in quotes, because ` #` starts a comment"
        yield place, f"must be {form}, not {shown(value)}{fix}"


def shown(value: Any) -> str:
    """Format a value for a message."""
    if value is None or isinstance(value, (dict, list)):
        return "nothing" if value is None else "a list" if isinstance(value, list) else "a mapping"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{text}`" if len(text) <= 40 else f"`{text[:37]}...`"


def suggestion(word: str, words: Iterable[str]) -> str:
    """The end of a message that suggests a similar known word, if there is one."""
    close = difflib.get_close_matches(word, list(words), cutoff=0.7)
    return f": did you mean `{close[0]}`?" if close else ""


def _is(value: Any, form: str) -> bool:
    if form in (ANY, TEXT, FLAG):
        return form == ANY or isinstance(value, str if form == TEXT else bool)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number if form == NUMBER else number and isinstance(value, int) and value >= 0


def _list(value: Any, item: str, place: Place) -> Problems:
    if not isinstance(value, list):
        fix = f": write `{place[-1]}: [{value}]`" if isinstance(value, str) and place else ""
        if isinstance(value, bool) and place[-1:] == ("required",):
            fix = ": add the field to `required:` of its object"
        yield place, f"must be a list, not {shown(value)}{fix}"
        return
    for index, inner in enumerate(value):
        yield from problems(inner, item, (*place, index))


def _map(value: Any, inner: str, place: Place) -> Problems:
    if not isinstance(value, dict):
        yield place, f"must be a mapping, not {shown(value)}"
        return
    for key, item in value.items():
        if isinstance(key, str):
            yield from problems(item, inner, (*place, key))
        else:
            yield (*place, str(key)), f'the name must be a text: write "{key}" in quotes'


def _type(value: Any, place: Place) -> Problems:
    for name in value if isinstance(value, list) else [value]:
        if name not in TYPES:
            fix = ': write "null" in quotes' if name is None else suggestion(str(name), TYPES)
            yield place, f"must be one of {', '.join(TYPES)}, not {shown(name)}{fix}"
            return
    if isinstance(value, list) and (len(value) != 2 or len(set(value)) != 2 or "null" not in value):
        yield place, 'must be one type, or one and "null": write other choices as `oneOf:`'


def _object(value: Any, form: str, place: Place) -> Problems:
    article = "the" if form in ("spec", "info") else "an" if form[0] in "aeiou" else "a"
    if not isinstance(value, dict):
        yield place, f"must be {article} {form}, not {shown(value)}"
        return
    known, beside = OBJECTS[form], BESIDE_REF.get(form)
    for key, inner in value.items():
        here = (*place, str(key))
        if key not in known:
            instead = INSTEAD.get(form, {}).get(key)
            meant = suggestion(str(key), known)
            if not meant and form == "schema" and isinstance(inner, dict):
                meant = ": if it is a field, indent it, so that it is below `properties`"
            yield here, f"`{key}` is not supported: {instead}" if instead else f"{article} {form} has no `{key}`{meant}"
        elif beside and "$ref" in value and key not in ("$ref", *beside):
            allowed = " or ".join(f"`{name}`" for name in beside)
            yield here, f"has no effect beside a $ref: only {allowed} has"
        else:
            yield from problems(inner, known[key], here)
    for key in REQUIRED.get(form, ()):
        if key not in value and "$ref" not in value:
            yield place, f"no {key}: add `{key}:`"
