"""Rules for the document and its operations, so that the generated functions work and callers can understand them."""

from __future__ import annotations

import keyword
import re
from typing import Any

from tools.lint import vendor
from tools.lint.keywords import Problems, shown, suggestion
from tools.lint.schemas import FORMATS, SCALARS, deprecation, described, example_problems, schema_problems
from tools.spec.describe import iterator_name
from tools.spec.document import Object, is_json, operations, resolve, schema_name, snake_case, split_null
from tools.spec.lines import Place
from tools.spec.types import RESERVED

# Methods of the clients that no operation may replace.
CLIENT_METHODS = ("aclose", "close", "request", "with_options")
# Headers that the client sends itself.
OWN_HEADERS = ("accept", "accept-encoding", "authorization", "content-length", "content-type", "host", "user-agent")
# Segments of what RFC 3986 allows, and of names in braces; libraries would remove dots.
PATH = re.compile(r"(/(?!\.{1,2}(/|$))(\w|[-.~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2}|{[A-Za-z_][\w.-]*})+)+", re.ASCII)
STYLES = {"path": ("simple", False), "query": ("form", True), "header": ("simple", False)}
# The parameter that tells pages apart, with its type.
PAGE_PARAMETERS = {"pageParam": "integer", "pageOffsetParam": "integer", "cursorParam": "string"}


def problems(spec: Object) -> Problems:
    """The problems of everything but schemas, in a spec whose keywords and references are correct."""
    yield from _document_problems(spec)
    names: dict[str, str] = {}
    for path, method, operation in operations(spec):
        place: Place = ("paths", path, method)
        yield from _method_names(place, operation, names)
        yield from _texts_and_tags(spec, place, operation)
        yield from _security(spec, place, operation)
        yield from _parameters(spec, path, place, operation)
        yield from _body(spec, method, place, operation)
        yield from _responses(spec, place, operation)
        if "x-pagination" in operation:
            yield from _pagination(spec, (*place, "x-pagination"), operation)
        for name, reason in operation.get("x-exempt", {}).items():
            here = (*place, "x-exempt", name)
            if name not in vendor.EXEMPTIONS:
                known = suggestion(name, vendor.EXEMPTIONS) or f": write one of {', '.join(vendor.EXEMPTIONS)}"
                yield here, f"{name} is no rule{known}"
            elif not reason.strip():
                yield here, "no reason: write why the rule does not hold"
    for name, parameter in spec["components"].get("parameters", {}).items():
        yield from _parameter(spec, ("components", "parameters", name), parameter)


def _document_problems(spec: Object) -> Problems:
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
    for name in vendor.KEYS:
        scheme = spec["components"].get("securitySchemes", {}).get(name, {})
        if (scheme.get("type"), scheme.get("in")) != ("apiKey", "header") or "name" not in scheme:
            message = f"no header {name}: add it with `type: apiKey`, `in: header`, `name:`"
            yield ("components", "securitySchemes"), message
    for path, item in spec["paths"].items():
        if not PATH.fullmatch(path):
            yield ("paths", path), "a path has segments such as /cases and /{case_id}, without a query, and quoted"
        if not item:
            yield ("paths", path), "no operation: add one, or delete the path"


def _method_names(place: Place, operation: Object, taken: dict[str, str]) -> Problems:
    """Check the method names of an operation; `taken` has those of earlier operations."""
    place, operation_id = (*place, "operationId"), operation["operationId"]
    name = snake_case(operation_id)
    if not re.fullmatch(r"[a-z][A-Za-z0-9]*", operation_id) or keyword.iskeyword(name):
        yield place, f"{operation_id!r} becomes the name of a method: write it like watchCase"
        return
    if name in RESERVED:
        yield place, f"generated code uses the name {name} itself: choose another name"
    for method in (name, iterator_name(operation)) if "x-pagination" in operation else (name,):
        if method in CLIENT_METHODS:
            yield place, f"the clients have a method {method} of their own: choose another name"
        elif method in taken:
            yield place, f"{taken[method]} has a method {method} already: choose another name"
        taken[method] = operation_id


def _texts_and_tags(spec: Object, place: Place, operation: Object) -> Problems:
    for key in ("tags", "summary", "description"):
        if not operation.get(key):
            yield place, f"no {key}: add `{key}:`"
    known, tags = [tag["name"] for tag in spec.get("tags", [])], operation.get("tags", [])
    for tag in tags:
        if tag not in known:
            instead = suggestion(tag, known) or ": add it to `tags:` at the top"
            yield (*place, "tags"), f"no tag is called {tag}{instead}"
    if len(tags) > 1:
        yield (*place, "tags"), "more than one tag: the module of an operation is in one package"
    yield from deprecation(place, operation)


def _security(spec: Object, place: Place, operation: Object) -> Problems:
    schemes = spec["components"].get("securitySchemes", {})
    requirements, exempt = operation.get("security", []), operation.get("x-exempt", {})
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
    if "keys" not in exempt and not any(set(vendor.KEYS) <= requirement.keys() for requirement in requirements):
        keys = ", ".join(f"{name}: []" for name in vendor.KEYS)
        yield place, f"no security with the two keys: add `- {{{keys}}}` to `security:`"
    if "scope" not in exempt and not any(requirement.get(vendor.OAUTH) for requirement in requirements):
        yield place, f"no OAuth scope: add `- {vendor.OAUTH}: [the scope that the page names]` to `security:`"


def _parameters(spec: Object, path: str, place: Place, operation: Object) -> Problems:
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


def _parameter(spec: Object, place: Place, parameter: Object) -> Problems:
    yield from described(place, parameter)
    yield from deprecation(place, parameter)
    name, location = parameter["name"], parameter["in"]
    if location not in STYLES:
        yield (*place, "in"), f"must be path, query or header, not {shown(location)}"
        return
    if not re.fullmatch(r"[a-z_]\w*", snake_case(name)):
        yield (*place, "name"), f"{name!r} cannot be named in Python: start it with a letter"
    if location == "path" and not parameter.get("required"):
        yield place, "what is in the path must be given: add `required: true`"
    schemes = spec["components"].get("securitySchemes", {})
    keys = [str(schemes.get(key, {}).get("name")).lower() for key in vendor.KEYS]
    if location == "header" and name.lower() in (*OWN_HEADERS, *keys):
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
        yield from example_problems(spec, (*place, "example"), parameter["schema"], parameter["example"])
    schema = resolve(spec, parameter["schema"])
    if "$ref" not in parameter["schema"]:
        yield from schema_problems(spec, (*place, "schema"), schema)
    item = resolve(spec, schema.get("items", {})) if schema.get("type") == "array" else schema
    if schema.get("type") == "array" and location != "query":
        yield (*place, "schema"), f"a list in the {location} is not supported: write one value"
    elif item.get("type") not in SCALARS:
        yield (*place, "schema"), "must be a text, a number or a boolean, or in the query a list of those"


def _body(spec: Object, method: str, place: Place, operation: Object) -> Problems:
    if "requestBody" not in operation:
        return
    place = (*place, "requestBody")
    content = resolve(spec, operation["requestBody"])["content"]
    if method == "get":
        yield place, "a GET has no body: write parameters"
    if len(content) != 1 or not is_json(next(iter(content))):
        yield (*place, "content"), "must be one media type, application/json or one that ends with +json"
        return
    ((media_type, media),) = content.items()
    place = (*place, "content", media_type)
    if resolve(spec, media["schema"]).get("type") != "object" or "$ref" not in media["schema"]:
        yield (*place, "schema"), "must be a $ref to an object"
    else:
        yield from _body_examples(spec, place, media)


def _body_examples(spec: Object, place: Place, media: Object) -> Problems:
    """Check the examples of a body, which fixtures and FakeService use."""
    examples: dict[Place, Any] = {("example",): media["example"]} if "example" in media else {}
    examples |= {("examples", name, "value"): node["value"] for name, node in media.get("examples", {}).items()}
    for steps, example in examples.items():
        yield from example_problems(spec, (*place, *steps), media["schema"], example)
    schema = resolve(spec, media["schema"])
    item = resolve(spec, schema.get("items", {}))
    if not examples and "example" not in schema and "example" not in item and item.get("type") not in SCALARS:
        # Once for a schema of several bodies.
        here = ("components", "schemas", schema_name(media["schema"])) if "$ref" in media["schema"] else place
        yield here, "no example, which a body needs: add `example:`"


def _responses(spec: Object, place: Place, operation: Object) -> Problems:
    responses, place = operation["responses"], (*place, "responses")
    for status in vendor.STATUSES:
        if status not in responses and status not in operation.get("x-exempt", {}):
            yield place, f"no {status}: add it with the error schema that the page shows"
    if not any(re.fullmatch("2[0-9][0-9]", status) for status in responses):
        yield place, "no success: add the status that the page shows, such as 200"
    for status, node in responses.items():
        here: Place = (*place, status)
        if not re.fullmatch("[2345][0-9][0-9]", status):
            yield here, "must be one status, such as 200"
            continue
        content = resolve(spec, node).get("content", {})
        if content and status in ("204", "205", "304"):
            yield here, f"a {status} has no body: delete `content:`"
        elif len(content) > 1:
            yield here, "more than one media type: keep the one that the service sends"
        for media_type, media in content.items():
            yield from _result(spec, here, media_type, media)


def _result(spec: Object, place: Place, media_type: str, media: Object) -> Problems:
    schema = resolve(spec, media["schema"])
    if media_type.startswith("text/") and not is_json(media_type):
        if schema.get("type") != "string":
            yield place, "the schema of a text must be `type: string`"
        return
    item = resolve(spec, schema.get("items", {}))
    if not is_json(media_type):
        yield place, f"{media_type} is not supported: only JSON and text/… are"
    elif schema.get("type") == "array" and item.get("type") in SCALARS and "enum" not in item:
        if item.get("format") in FORMATS["string"]:
            yield place, f"a list of {item['format']} is not supported: leave the format out"
        yield from _body_examples(spec, (*place, "content", media_type), media)
    elif schema.get("type") == "array" and not (item.get("type") == "object" and "$ref" in schema["items"]):
        yield place, "a list must be one of a $ref to an object, or of texts, numbers or booleans"
    elif schema.get("type") != "array" and (schema.get("type") != "object" or "$ref" not in media["schema"]):
        yield place, "must be a $ref to an object, or a list"
    else:
        yield from _body_examples(spec, (*place, "content", media_type), media)


def _pagination(spec: Object, place: Place, operation: Object) -> Problems:
    paging = operation["x-pagination"]
    parameters = [resolve(spec, node) for node in operation.get("parameters", [])]
    query = {p["name"]: resolve(spec, p["schema"]).get("type") for p in parameters if p["in"] == "query"}
    forms = [key for key in PAGE_PARAMETERS if key in paging]
    if len(forms) != 1:
        yield place, f"must have one of {', '.join(PAGE_PARAMETERS)}, which tells the pages apart"
        return
    for key in (*forms, *(["limitParam"] if "limitParam" in paging else [])):
        wanted = PAGE_PARAMETERS.get(key, "integer")
        if paging[key] not in query:
            yield (*place, key), f"the query has no parameter {paging[key]}{suggestion(paging[key], query)}"
        elif query[paging[key]] != wanted:
            yield (*place, key), f"{paging[key]} must be of type {wanted}"
    if (forms == ["cursorParam"]) != ("cursorPath" in paging):
        yield place, "cursorParam and cursorPath belong together: add or delete one"
    if "pageStart" in paging and forms == ["cursorParam"]:
        yield (*place, "pageStart"), "a cursor has no start: delete it"
    items = _follow(spec, operation, paging["resultsPath"])
    if items is None or items.get("type") != "array":
        yield (*place, "resultsPath"), "must lead to an array of the success, by the names of fields with dots between"
    elif not items["items"].get("$ref") and items["items"].get("type") not in FORMATS:
        yield (*place, "resultsPath"), "the items must be a $ref to an object, texts or numbers"
    if "cursorPath" in paging and _follow(spec, operation, paging["cursorPath"]) is None:
        yield (*place, "cursorPath"), "must lead to a field of the success, by the names of fields with dots between"


def _follow(spec: Object, operation: Object, path: str) -> Object | None:
    """The schema of a field of the success of an operation; None if there is none."""
    successes = [resolve(spec, node) for status, node in sorted(operation["responses"].items()) if status[0] == "2"]
    bodies = [media["schema"] for node in successes for media in node.get("content", {}).values()]
    schema: Any = resolve(spec, bodies[0]) if bodies else {}
    for step in path.split("."):
        if step not in schema.get("properties", {}):
            return None
        inner, _ = split_null(spec, schema["properties"][step])
        schema = resolve(spec, inner)
    return dict(schema)
