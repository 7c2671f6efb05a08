"""Rules for the spec beyond its grammar, so that the generated package works and callers can understand it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from typing import Any

from openapi_schema_validator import OAS31Validator

from tools.lint.keywords import Found, Place, shown, suggestion
from tools.spec.describe import iterator_name
from tools.spec.document import Object, is_json, operations, resolve, schema_name, snake_case, split_null

# Requirements of this vendor for every operation. To exempt an operation: `x-exempt: {"429": the reason}`.
VENDOR_STATUSES = ("400", "401", "403", "404", "429")
VENDOR_KEYS = ("apiKeyAuth", "appKeyAuth")
VENDOR_OAUTH = "AuthZ"
EXEMPTIONS = ("keys", "scope", *VENDOR_STATUSES)

FORMATS = {
    "string": ("date", "date-time", "uuid"),
    "integer": ("int32", "int64"),
    "number": ("double", "float"),
}
# What references may lead to, by the keyword or list that contains them.
TARGETS = {"parameters": "parameters", "responses": "responses", "requestBody": "requestBodies"}
# The keywords below which there are names.
MAPPINGS = ("properties", "schemas", "parameters", "responses", "requestBodies")
# Methods of the clients that no operation may replace.
CLIENT_METHODS = ("aclose", "close", "with_options")
# Headers that the client sends itself.
OWN_HEADERS = ("accept", "accept-encoding", "authorization", "content-length", "content-type", "host", "user-agent")
STYLES = {"path": ("simple", False), "query": ("form", True), "header": ("simple", False)}


def reference_problems(spec: Object) -> Found:
    """References that lead nowhere, to the wrong kind of object, or in a circle."""
    for place, ref in references(spec):
        wanted = _target(place)
        found = re.fullmatch(r"#/components/(\w+)/([^/]+)", ref)
        names = spec.get("components", {}).get(found[1], {}) if found else {}
        if found is None:
            yield place, f"$ref to {ref}: write `#/components/{wanted}/` and a name"
        elif found[1] != wanted:
            yield place, f"$ref to {ref}: here it must be to something in #/components/{wanted}"
        elif found[2] not in names:
            yield place, f"$ref to {ref}, which does not exist{suggestion(found[2], names)}"
    if not spec.get("components"):
        return
    for kind in ("parameters", "responses", "requestBodies", "schemas"):
        components = spec["components"].get(kind, {})
        for name, component in components.items():
            seen = [name]
            while isinstance(component, dict) and "$ref" in component:
                name = schema_name(component)
                if name in seen:
                    yield ("components", kind, seen[0], "$ref"), f"refers to itself, by way of {seen[-1]}: write it out"
                    break
                seen.append(name)
                component = components.get(name)


def _target(place: Place) -> str:
    """The components that a reference at a place must lead to."""
    steps = [step for step in place[:-1] if isinstance(step, str)]
    if place[:1] == ("components",) and len(place) == 4:
        return str(place[1])
    return TARGETS.get(steps[-1], TARGETS.get(steps[-2], "schemas") if _is_status(steps[-1]) else "schemas")


def _is_status(step: str) -> bool:
    return step.isdecimal() or step == "default"


def references(node: Any, place: Place = (), named: bool = False) -> Iterator[tuple[Place, str]]:
    """Each reference of a spec, with its place; `named` if the keys of the node are names, and no keywords."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str) and not named:
            yield (*place, "$ref"), node["$ref"]
        for key, value in node.items():
            # An example is data, but a field may also be named `example`.
            if named or key not in ("example", "default"):
                yield from references(value, (*place, key), not named and key in MAPPINGS)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from references(value, (*place, index))


def problems(spec: Object) -> Found:
    """The violations of these rules in a spec whose grammar and references are correct."""
    yield from _document(spec)
    yield from _operations(spec)
    yield from _unused(spec)
    for name, schema in spec["components"].get("schemas", {}).items():
        place: Place = ("components", "schemas", name)
        if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name):
            yield place, "the name of a schema becomes that of a class: write it like CaseResponse"
        yield from _schema(spec, place, schema, named=True)
    for name, parameter in spec["components"].get("parameters", {}).items():
        yield from _parameter(spec, ("components", "parameters", name), parameter)


def _document(spec: Object) -> Found:
    if not spec["openapi"].startswith("3.1."):
        yield ("openapi",), "must be a version 3.1, such as 3.1.0"
    if not re.fullmatch(r"\d+\.\d+\.\d+", spec["info"]["version"]):
        yield ("info", "version"), "must be three numbers, such as 1.2.3: it is the version of the package"
    servers = spec["servers"]
    variable = servers[0].get("variables", {}).get("site", {}) if len(servers) == 1 else {}
    if "enum" not in variable or "{site}" not in servers[0]["url"]:
        yield ("servers",), "must be one server whose address has `{site}`, with a variable `site` that lists the sites"
    elif variable["default"] not in variable["enum"]:
        yield ("servers", 0, "variables", "site", "default"), "must be one of its enum"
    for name in VENDOR_KEYS:
        scheme = spec["components"].get("securitySchemes", {}).get(name, {})
        if (scheme.get("type"), scheme.get("in")) != ("apiKey", "header") or "name" not in scheme:
            yield (
                ("components", "securitySchemes"),
                f"no header {name}: add it with `type: apiKey`, `in: header`, `name:`",
            )


def _unused(spec: Object) -> Found:
    used = {ref for _, ref in references(spec)}
    for kind in ("schemas", "parameters", "responses", "requestBodies"):
        for name in spec["components"].get(kind, {}):
            if f"#/components/{kind}/{name}" not in used:
                yield ("components", kind, name), "nothing uses it: refer to it, or delete it"


def _operations(spec: Object) -> Found:
    names: dict[str, str] = {}
    for path, method, operation in operations(spec):
        place: Place = ("paths", path, method)
        yield from _named(operation, place, names)
        for key in ("tags", "summary", "description"):
            if not operation.get(key):
                yield place, f"no {key}: add `{key}:`"
        tags = [tag["name"] for tag in spec.get("tags", [])]
        for tag in operation.get("tags", []):
            if tag not in tags:
                yield (
                    (*place, "tags"),
                    f"no tag is called {tag}{suggestion(tag, tags) or ': add it to `tags:` at the top'}",
                )
        if len(operation.get("tags", [])) > 1:
            yield (*place, "tags"), "more than one tag: the module of an operation is in one package"
        yield from _deprecation(place, operation)
        yield from _security(spec, place, operation)
        yield from _parameters(spec, path, place, operation)
        yield from _body(spec, method, place, operation)
        yield from _responses(spec, place, operation)
        if "x-pagination" in operation:
            yield from _pagination(spec, (*place, "x-pagination"), operation)
        for name, reason in operation.get("x-exempt", {}).items():
            if name not in EXEMPTIONS:
                known = f"one of {', '.join(EXEMPTIONS)}"
                yield (
                    (*place, "x-exempt", name),
                    f"{name} is no rule{suggestion(name, EXEMPTIONS) or f': write {known}'}",
                )
            elif not reason.strip():
                yield (*place, "x-exempt", name), "no reason: write why the rule does not hold"
    for path in spec["paths"]:
        if not path.startswith("/"):
            yield ("paths", path), "a path starts with a slash"
        if not spec["paths"][path]:
            yield ("paths", path), "no operation: add one, or delete the path"


def _named(operation: Object, place: Place, names: dict[str, str]) -> Found:
    """Check the method names of an operation; `names` has those of earlier operations."""
    given = operation["operationId"]
    name = snake_case(given)
    if not re.fullmatch(r"[a-z][A-Za-z0-9]*", given) or keyword.iskeyword(name):
        yield (*place, "operationId"), f"{given!r} becomes the name of a method: write it like watchCase"
        return
    found = [name, *([iterator_name(operation)] if "x-pagination" in operation else [])]
    for name in found:
        if name in CLIENT_METHODS:
            yield (*place, "operationId"), f"the clients have a method {name} of their own: choose another name"
        elif name in names:
            yield (*place, "operationId"), f"{names[name]} has a method {name} already: choose another name"
        names[name] = given


def _deprecation(place: Place, node: Object) -> Found:
    if node.get("deprecated") and not names_replacement(node):
        yield place, "deprecated without a replacement: write a description like: Deprecated, use `x` instead."


def names_replacement(node: Object) -> bool:
    """Whether the description of something deprecated says what to use instead."""
    return " use `" in node.get("description", "").lower()


def _security(spec: Object, place: Place, operation: Object) -> Found:
    schemes = spec["components"].get("securitySchemes", {})
    requirements = operation.get("security", [])
    exempt = operation.get("x-exempt", {})
    for index, requirement in enumerate(requirements):
        for name, scopes in requirement.items():
            here = (*place, "security", index, name)
            if name not in schemes:
                yield here, f"no security scheme is called {name}{suggestion(name, schemes)}"
                continue
            known = [scope for flow in schemes[name].get("flows", {}).values() for scope in flow["scopes"]]
            for scope in scopes:
                if scope not in known:
                    instead = suggestion(scope, known) or f": add it to the scopes of {name}"
                    yield here, f"{name} has no scope {scope}{instead}"
    if "keys" not in exempt and not any(set(VENDOR_KEYS) <= requirement.keys() for requirement in requirements):
        keys = ", ".join(f"{name}: []" for name in VENDOR_KEYS)
        yield place, f"no security with the two keys: add `- {{{keys}}}` to `security:`"
    if "scope" not in exempt and not any(requirement.get(VENDOR_OAUTH) for requirement in requirements):
        yield place, f"no OAuth scope: add `- {VENDOR_OAUTH}: [the scope that the page names]` to `security:`"


def _parameters(spec: Object, path: str, place: Place, operation: Object) -> Found:
    seen: set[tuple[str, str]] = set()
    in_path = re.findall(r"{([^{}]*)}", path)
    if len(set(in_path)) < len(in_path):
        yield ("paths", path), "it has a parameter twice"
    for index, node in enumerate(operation.get("parameters", [])):
        here: Place = (*place, "parameters", index)
        parameter = resolve(spec, node)
        name, location = parameter["name"], parameter["in"]
        if (name, location) in seen:
            yield here, f"the {location} has a parameter {name} already: delete one of the two"
        seen.add((name, location))
        if location == "path" and name not in in_path:
            yield here, f"the path has no {{{name}}}{suggestion(name, in_path)}"
        if "$ref" not in node:
            yield from _parameter(spec, here, parameter)
    for name in in_path:
        if (name, "path") not in seen:
            yield place, f"no parameter {name}, which the path has: add it to `parameters:` with `in: path`"


def _parameter(spec: Object, place: Place, parameter: Object) -> Found:
    yield from _described(place, parameter)
    yield from _deprecation(place, parameter)
    name, location = parameter["name"], parameter["in"]
    if location not in STYLES:
        yield (*place, "in"), f"must be path, query or header, not {shown(location)}"
        return
    if not re.fullmatch(r"[a-z_]\w*", snake_case(name)):
        yield (*place, "name"), f"{name!r} cannot be named in Python: start it with a letter"
    if location == "path" and not parameter.get("required"):
        yield place, "what is in the path must be given: add `required: true`"
    if location == "header" and name.lower() in OWN_HEADERS:
        yield (*place, "name"), f"the client sends {name} by itself: delete this parameter"
    if location == "header" and not re.fullmatch(r"[A-Za-z0-9-]+", name):
        yield (*place, "name"), "a header is named by letters, digits and hyphens"
    style, explode = STYLES[location]
    if parameter.get("style", style) != style:
        yield (*place, "style"), f"leave it out: only the default style is supported, {style}"
    if parameter.get("explode", explode) != explode:
        yield (*place, "explode"), "leave it out: only the default is supported, each item by itself"
    if "example" not in parameter:
        yield place, "no example: add `example:`"
    else:
        yield from _example(spec, place, parameter["schema"], parameter["example"])
    schema = resolve(spec, parameter["schema"])
    if "$ref" not in parameter["schema"]:
        yield from _schema(spec, (*place, "schema"), schema, named=False)
    item = resolve(spec, schema.get("items", {})) if schema.get("type") == "array" else schema
    if schema.get("type") == "array" and location != "query":
        yield (*place, "schema"), f"a list in the {location} is not supported: write one value"
    elif item.get("type") not in ("string", "integer", "number", "boolean"):
        yield (*place, "schema"), "must be a text, a number or a boolean, or in the query a list of those"


def _body(spec: Object, method: str, place: Place, operation: Object) -> Found:
    if "requestBody" not in operation:
        return
    place = (*place, "requestBody")
    request = resolve(spec, operation["requestBody"])
    if method == "get":
        yield place, "a GET has no body: write parameters"
    types = list(request["content"])
    if len(types) != 1 or not is_json(types[0]):
        yield (*place, "content"), "must be one media type, application/json or one that ends with +json"
        return
    schema = request["content"][types[0]]["schema"]
    if resolve(spec, schema).get("type") != "object" or "$ref" not in schema:
        yield (*place, "content", types[0], "schema"), "must be a $ref to an object"


def _responses(spec: Object, place: Place, operation: Object) -> Found:
    responses = operation["responses"]
    for status in VENDOR_STATUSES:
        if status not in responses and status not in operation.get("x-exempt", {}):
            yield (*place, "responses"), f"no {status}: add it with the error schema that the page shows"
    if not any(re.fullmatch("2[0-9][0-9]", status) for status in responses):
        yield (*place, "responses"), "no success: add the status that the page shows, such as 200"
    for status, node in responses.items():
        here: Place = (*place, "responses", status)
        if not re.fullmatch("[2345][0-9][0-9]", status):
            yield here, "must be one status, such as 200"
            continue
        content = resolve(spec, node).get("content", {})
        if content and status in ("204", "205", "304"):
            yield here, f"a {status} has no body: delete `content:`"
        elif len(content) > 1:
            yield here, "more than one media type: keep the one that the service sends"
        for media_type, media in content.items():
            yield from _result(spec, here, media_type, media["schema"])


def _result(spec: Object, place: Place, media_type: str, node: Object) -> Found:
    schema = resolve(spec, node)
    if media_type.startswith("text/") and not is_json(media_type):
        if schema.get("type") != "string":
            yield place, "the schema of a text must be `type: string`"
    elif not is_json(media_type):
        yield place, f"{media_type} is not supported: only JSON and text/… are"
    elif schema.get("type") == "array":
        item = resolve(spec, schema.get("items", {}))
        is_object = item.get("type") == "object" and "$ref" in schema["items"]
        if not (is_object or item.get("type") in ("string", "integer", "number", "boolean")) or "enum" in item:
            yield place, "a list must be one of a $ref to an object, or of texts, numbers or booleans"
        elif item.get("format") in FORMATS["string"]:
            yield place, f"a list of {item['format']} is not supported: leave the format out"
    elif schema.get("type") != "object" or "$ref" not in node:
        yield place, "must be a $ref to an object, or a list"


_PAGE_PARAMETERS = {"pageParam": "integer", "pageOffsetParam": "integer", "cursorParam": "string"}


def _pagination(spec: Object, place: Place, operation: Object) -> Found:
    paging = operation["x-pagination"]
    query = {
        parameter["name"]: resolve(spec, parameter["schema"]).get("type")
        for parameter in (resolve(spec, node) for node in operation.get("parameters", []))
        if parameter["in"] == "query"
    }
    forms = [key for key in _PAGE_PARAMETERS if key in paging]
    if len(forms) != 1:
        yield place, f"must have one of {', '.join(_PAGE_PARAMETERS)}, which tells the pages apart"
        return
    for key in (*forms, *(["limitParam"] if "limitParam" in paging else [])):
        kind = _PAGE_PARAMETERS.get(key, "integer")
        if paging[key] not in query:
            yield (*place, key), f"the query has no parameter {paging[key]}{suggestion(paging[key], query)}"
        elif query[paging[key]] != kind:
            yield (*place, key), f"{paging[key]} must be of type {kind}"
    if (forms == ["cursorParam"]) != ("cursorPath" in paging):
        yield place, "cursorParam and cursorPath belong together: add or delete one"
    if "pageStart" in paging and forms == ["cursorParam"]:
        yield (*place, "pageStart"), "a cursor has no start: delete it"
    found = _success(spec, operation)
    items = _follow(spec, found, paging["resultsPath"])
    if items is None or items.get("type") != "array":
        yield (*place, "resultsPath"), "must lead to an array of the success, by the names of fields with dots between"
    elif not items["items"].get("$ref") and items["items"].get("type") not in FORMATS:
        yield (*place, "resultsPath"), "the items must be a $ref to an object, texts or numbers"
    if "cursorPath" in paging and _follow(spec, found, paging["cursorPath"]) is None:
        yield (*place, "cursorPath"), "must lead to a field of the success, by the names of fields with dots between"


def _success(spec: Object, operation: Object) -> Object:
    for status in sorted(operation["responses"]):
        if status.startswith("2"):
            for media in resolve(spec, operation["responses"][status]).get("content", {}).values():
                return resolve(spec, media["schema"])
    return {}


def _follow(spec: Object, schema: Object, path: str) -> Object | None:
    for step in path.split("."):
        if step not in schema.get("properties", {}):
            return None
        inner, _ = split_null(spec, schema["properties"][step])
        schema = resolve(spec, inner)
    return schema


def _schema(spec: Object, place: Place, schema: Object, named: bool) -> Found:
    is_field = place[-2:-1] == ("properties",)
    if named or is_field:
        yield from _described(place, schema)
        if "$ref" not in schema and "example" not in schema:
            yield place, "no example: add `example:`"
    if "example" in schema:
        yield from _example(spec, place, schema, schema["example"])
    if named or is_field:
        yield from _deprecation(place, {**resolve(spec, schema), **schema} if "deprecated" in schema else schema)
    yield from _type_rules(spec, place, schema, named)
    yield from _choice(spec, place, schema)
    names: dict[str, str] = {}
    for name, inner in schema.get("properties", {}).items():
        where = (*place, "properties", name)
        attribute = snake_case(name)
        if not re.match("[A-Za-z]", name):
            yield where, f"{name!r} does not start with a letter: not supported"
        elif attribute in names:
            yield where, f"it would be called {attribute!r} in Python, as {names[attribute]} is: not supported"
        names[attribute] = name
        yield from _schema(spec, where, inner, named=False)
    for name in schema.get("required", []):
        fields = schema.get("properties", {})
        if name not in fields:
            yield (*place, "required"), f"no field is called {name}{suggestion(name, fields)}"
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from _schema(spec, (*place, key), schema[key], named=False)
    for key in ("oneOf", "anyOf"):
        for index, inner in enumerate(schema.get(key, [])):
            yield from _schema(spec, (*place, key, index), inner, named=False)


# The type that each keyword applies to.
_BELONGS_TO = {
    "properties": "object",
    "required": "object",
    "additionalProperties": "object",
    "items": "array",
    "minItems": "array",
    "maxItems": "array",
    "enum": "string",
    "const": "string",
    "x-enum-varnames": "string",
}


def _type_rules(spec: Object, place: Place, schema: Object, named: bool) -> Found:
    given, nullable = split_null(spec, schema) if isinstance(schema.get("type"), list) else (schema, False)
    kind = given.get("type")
    for key, wanted in _BELONGS_TO.items():
        if key in schema and kind != wanted:
            yield place, f"`{key}` belongs to `type: {wanted}`: write that, or delete `{key}`"
            return
    for key in ("minimum", "maximum"):
        if key in schema and kind not in ("integer", "number"):
            yield (*place, key), f"`{key}` belongs to a number: delete it, or write `type: integer`"
    if kind == "array" and "items" not in schema:
        yield place, "no items: add `items:`"
    if "format" in schema:
        known = FORMATS.get(str(kind), ())
        if schema["format"] not in known:
            instead = suggestion(schema["format"], known) or ": leave it out, and say it in the description"
            what = kind or "a schema without a type"
            yield (*place, "format"), f"{what} has no format {schema['format']} that the client knows{instead}"
    if not named and (kind == "object" or "enum" in schema):
        what = "enum" if "enum" in schema else "object"
        yield place, f"an inline {what} would get a made-up class name: move it to components/schemas and $ref it"
    if nullable and kind == "object" and named:
        yield (*place, "type"), 'write `type: object`, and where it may be null `oneOf:` with a $ref and `type: "null"`'
    if nullable and "enum" in schema:
        yield place, 'write `oneOf:` with a $ref to the enum and `type: "null"`'
    if "enum" in schema:
        yield from _enum(place, schema)
    if "const" in schema and named:
        yield (*place, "const"), "write `enum:` with one value: a schema with a name becomes a class"
    if "default" in schema:
        if kind in ("object", "array") or "oneOf" in schema or "anyOf" in schema:
            yield (*place, "default"), "leave it out: only a text, a number or a boolean can have one"
        elif message := _rejects(spec, schema, schema["default"]):
            yield (*place, "default"), f"its own schema rejects it: {message}"


def _enum(place: Place, schema: Object) -> Found:
    values, names = schema["enum"], schema.get("x-enum-varnames")
    if not values:
        yield (*place, "enum"), "no values: add them in the order of the page"
    if len(values) != len(set(values)):
        yield (*place, "enum"), "duplicate value: write each value once, in the order of the page"
        return
    if names is not None and len(names) != len(values):
        yield (*place, "x-enum-varnames"), f"must be as many as the values, {len(values)}"
        return
    members: dict[str, str] = {}
    for index, value in enumerate(values):
        member = snake_case(names[index] if names else value).upper()
        if not re.fullmatch(r"[A-Z]\w*", member):
            yield (*place, "enum", index), f"{value!r} cannot be named in Python: add `x-enum-varnames:`"
        elif member in members:
            yield (*place, "enum", index), f"{value!r} would be called {member}, as {members[member]!r} is"
        members[member] = value


def _choice(spec: Object, place: Place, schema: Object) -> Found:
    for key in ("oneOf", "anyOf"):
        if key not in schema:
            continue
        if "type" in schema or ("oneOf" in schema and "anyOf" in schema):
            yield (*place, key), "must be all that says the type: delete the others"
        members = [resolve(spec, member) for member in schema[key]]
        if not members:
            yield (*place, key), "no members: add some"
        if all(member.get("type") == "null" for member in members) and members:
            yield (*place, key), "only null is left to choose: add another member"
        others = [member for member in members if member.get("type") != "null"]
        for index, member in enumerate(members):
            if len(others) > 1 and not _is_told_apart(spec, member):
                yield (
                    (*place, key, index),
                    "not supported beside other members: only objects by $ref, null, texts, numbers, booleans and "
                    "lists of those are",
                )


def _is_told_apart(spec: Object, member: Object) -> bool:
    kind = member.get("type")
    if kind == "array":
        item = resolve(spec, member.get("items", {}))
        return item.get("type") in ("string", "integer", "number", "boolean") and _is_told_apart(spec, item)
    if kind == "object":
        return "properties" in member
    return kind in ("integer", "number", "boolean", "null") or (
        kind == "string" and "enum" not in member and "format" not in member
    )


def _described(place: Place, schema: Object) -> Found:
    if not schema.get("description"):
        yield place, "no description: add `description:`"


def _example(spec: Object, place: Place, schema: Object, example: Any) -> Found:
    if message := _rejects(spec, schema, example):
        yield (*place, "example"), f"its own schema rejects it: {message}"
    else:
        for path in _unnamed(spec, schema, example):
            yield (*place, "example"), f"no schema names {path}: correct its spelling, or add it to the schema"


def _unnamed(spec: Object, schema: Object, value: Any, path: str = "") -> Iterator[str]:
    """The fields of an example that its schema does not name."""
    schema = resolve(spec, schema)
    if "oneOf" in schema or "anyOf" in schema:
        members = [resolve(spec, member) for member in schema.get("oneOf") or schema["anyOf"]]
        fitting = [member for member in members if not _rejects(spec, member, value)]
        found = [list(_unnamed(spec, member, value, path)) for member in fitting]
        yield from min(found, key=len)
    elif isinstance(value, dict):
        fields, others = schema.get("properties", {}), schema.get("additionalProperties")
        for key, inner in value.items():
            here = f"{path}.{key}" if path else str(key)
            if key in fields:
                yield from _unnamed(spec, fields[key], inner, here)
            elif isinstance(others, dict):
                yield from _unnamed(spec, others, inner, here)
            elif fields and others is not True:
                yield here
    elif isinstance(value, list) and "items" in schema:
        for index, inner in enumerate(value):
            yield from _unnamed(spec, schema["items"], inner, f"{path}[{index}]")


def _rejects(spec: Object, schema: Object, example: Any) -> str | None:
    """Why a schema rejects a value; None if it accepts it."""
    components = {"schemas": spec["components"].get("schemas")}
    validator = OAS31Validator({**schema, "components": components}, format_checker=OAS31Validator.FORMAT_CHECKER)
    return next((error.message[:300] for error in validator.iter_errors(example)), None)
