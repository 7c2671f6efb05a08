"""Describes the operations of a valid spec in terms of the generated package."""

from __future__ import annotations

import keyword
import re
from typing import Any

from tools.spec.document import Object, is_json, operations, resolve, schema_name, snake_case, split_null
from tools.spec.operation import Argument, Body, Operation, Paging

# Names that the generated functions use themselves.
RESERVED_ARGUMENTS = {
    *("body", "check_required", "client", "field_at", "flattened_body", "header_values", "iterate_pages"),
    *("iterate_pages_async", "json_body", "models", "path_segment", "prepare", "query_string", "self"),
    "warn_deprecated",
}


# The first words of an operation that the name of its iterator leaves out: searchCases has iter_cases.
ITERATED_VERBS = ("list_", "search_", "get_")


def describe(spec: Object, path: str, method: str, operation: Object) -> Operation:
    """Describe an operation of a valid spec in terms of the generated package."""
    given = arguments(spec, path, operation)
    for argument in given:
        if argument.location == "path":
            path = path.replace(f"{{{argument.key}}}", f"{{{argument.name}}}")
    scopes = [
        scope for requirement in operation.get("security") or [] for scopes in requirement.values() for scope in scopes
    ]
    responses = _responses(spec, operation)
    return Operation(
        name=snake_case(operation["operationId"]),
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        deprecated=bool(operation.get("deprecated")),
        scopes=scopes,
        arguments=given,
        body=body(spec, operation),
        results=results(spec, operation),
        descriptions={status: response.get("description", "") for status, response in responses.items()},
        media_types={
            status: next(iter(response["content"])) for status, response in responses.items() if response.get("content")
        },
        examples={status: _example(spec, response) for status, response in responses.items()},
        paging=paging(spec, operation),
        iterator=iterator_name(operation),
    )


def described(spec: Object) -> dict[str, Operation]:
    """The operations of a valid spec, by their Python names."""
    found = [describe(spec, path, method, operation) for path, method, operation in operations(spec)]
    return {operation.name: operation for operation in found}


def iterator_name(operation: Object) -> str:
    """The name of the method that iterates over all pages of an operation."""
    name = snake_case(operation["operationId"])
    verb = next((verb for verb in ITERATED_VERBS if name.startswith(verb)), "")
    return f"iter_{name.removeprefix(verb)}"


def arguments(spec: Object, path: str, operation: Object) -> list[Argument]:
    """The arguments of an operation: path arguments in their order, then attributes, then query and headers."""
    parameters = [resolve(spec, node) for node in operation.get("parameters", [])]
    order = re.findall(r"{([^}]*)}", path)
    found = sorted(
        (_parameter(spec, parameter) for parameter in parameters if parameter["in"] == "path"),
        key=lambda argument: order.index(argument.key),
    )
    found += _attributes(spec, operation)
    for location in ("query", "header"):
        found += [_parameter(spec, parameter) for parameter in parameters if parameter["in"] == location]
    taken: set[str] = set()
    named = []
    for argument in found:
        name = argument.name if argument.name not in taken else f"{argument.name}_{argument.location}"
        taken.add(name)
        named.append(argument._replace(name=name))
    return named


def _argument_name(key: str) -> str:
    name = snake_case(key)
    return f"{name}_" if keyword.iskeyword(name) or name in RESERVED_ARGUMENTS else name


_FORMATS = {"date": "datetime.date", "date-time": "datetime.datetime", "uuid": "UUID"}


_TYPES = {"integer": "int", "number": "float", "boolean": "bool"}


def scalar(schema: Object) -> str:
    """The Python type of a schema that is neither an object, an array nor a union."""
    kind = schema.get("type")
    return _FORMATS.get(str(schema.get("format")), "str") if kind == "string" else _TYPES.get(str(kind), "Any")


def _parameter(spec: Object, parameter: Object) -> Argument:
    schema = resolve(spec, parameter["schema"])
    many = schema.get("type") == "array"
    item = schema["items"] if many else parameter["schema"]
    resolved = resolve(spec, item)
    kind = scalar(resolved)
    annotation = f"models.{schema_name(item)} | str" if "enum" in resolved else kind
    if kind == "UUID" or (kind == "str" and parameter["in"] == "path" and "enum" not in resolved):
        annotation = "str | UUID"
    return Argument(
        key=parameter["name"],
        name=_argument_name(parameter["name"]),
        location=parameter["in"],
        annotation=f"Sequence[{annotation}]" if many else annotation,
        kind=kind,
        many=many,
        required=bool(parameter.get("required")),
        description=parameter.get("description", ""),
        deprecated=bool(parameter.get("deprecated") or schema.get("deprecated")),
        minimum=resolved.get("minimum"),
        maximum=resolved.get("maximum"),
        example=parameter.get("example"),
    )


def _attributes(spec: Object, operation: Object) -> list[Argument]:
    request = body(spec, operation)
    if request is None or request.attributes_schema is None:
        return []
    schema = spec["components"]["schemas"][request.attributes_schema]
    required = schema.get("required", [])
    names = schema["properties"]
    found = []
    for key in sorted(names, key=lambda key: key not in required):  # sorting is stable
        resolved = resolve(spec, names[key])
        found.append(
            Argument(
                key=key,
                name=_argument_name(key),
                location="attribute",
                annotation=_value_type(spec, names[key]),
                kind="",
                many=False,
                required=key in required,
                description=resolved.get("description", ""),
                deprecated=bool(resolved.get("deprecated")),
                minimum=None,
                maximum=None,
            )
        )
    return found


def _value_type(spec: Object, schema: Object) -> str:
    """The type that callers may pass for a value of a schema."""
    inner, nullable = split_null(spec, schema)
    name, resolved = schema_name(inner), resolve(spec, inner)
    if "enum" in resolved:
        annotation = f"models.{name} | str"
    elif resolved.get("type") == "object":
        annotation = f"models.{name} | Mapping[str, Any]" if name else "Mapping[str, Any]"
    elif resolved.get("type") == "array":
        annotation = f"Sequence[{_value_type(spec, resolved['items'])}]"
    else:
        annotation = scalar(resolved)
    return f"{annotation} | None" if nullable and annotation != "Any" else annotation


def body(spec: Object, operation: Object) -> Body | None:
    """The body of an operation; None if it has none."""
    if "requestBody" not in operation:
        return None
    request = resolve(spec, operation["requestBody"])
    ((media_type, media),) = request["content"].items()
    name = schema_name(media["schema"])
    required = bool(request.get("required"))
    # An optional body would look the same as one without any attributes.
    resource_type, attributes = _flattened(spec, name) if required else (None, None)
    schema = resolve(spec, media["schema"])
    text = request.get("description") or schema.get("description", "")
    example = media.get("example", schema.get("example"))
    return Body(name, media_type, required, text, resource_type, attributes, example)


def _flattened(spec: Object, name: str) -> tuple[str | None, str | None]:
    """The resource type, and the schema of the attributes, of a body `{data: {type: <one value>, attributes: {…}}}`."""
    properties = spec["components"]["schemas"][name].get("properties", {})
    if properties.keys() != {"data"}:
        return None, None
    data = resolve(spec, properties["data"]).get("properties", {})
    if "type" not in data or not data.keys() <= {"type", "attributes"}:
        return None, None
    kind = resolve(spec, data["type"])
    values = [kind["const"]] if "const" in kind else kind.get("enum", [])
    if len(values) != 1:
        return None, None
    if "attributes" not in data:
        return values[0], None
    attributes = schema_name(data["attributes"])
    if "properties" not in resolve(spec, data["attributes"]):
        return None, None
    return values[0], attributes


def results(spec: Object, operation: Object) -> dict[int, str | None]:
    """The type of the body of each documented status: a model, `list[…]`, `str` for text, or None; successes first."""
    return {status: _content(spec, response) for status, response in _responses(spec, operation).items()}


def _responses(spec: Object, operation: Object) -> dict[int, Object]:
    """The documented responses by status, and so successes first."""
    # In YAML, an unquoted status is a number.
    found = {int(status): resolve(spec, response) for status, response in operation["responses"].items()}
    return dict(sorted(found.items()))


def _content(spec: Object, response: Object) -> str | None:
    content = response.get("content")
    if not content:
        return None
    ((media_type, media),) = content.items()
    if not is_json(media_type):
        return "str"
    schema = resolve(spec, media["schema"])
    if schema.get("type") == "array":
        return f"list[{schema_name(schema['items']) or scalar(schema['items'])}]"
    return schema_name(media["schema"])


def _example(spec: Object, response: Object) -> Any:
    for media in response.get("content", {}).values():
        schema = resolve(spec, media.get("schema", {}))
        if "example" in media or "example" in schema:
            return media.get("example", schema.get("example"))
        if schema.get("type") == "array":
            item = resolve(spec, schema["items"])
            return [item["example"]] if "example" in item else []
    return None


def paging(spec: Object, operation: Object) -> Paging | None:
    """How an operation is paged; None if it is not."""
    extension = operation.get("x-pagination")
    if extension is None:
        return None
    forms = {"pageParam": "page", "pageOffsetParam": "offset", "cursorParam": "cursor"}
    ((name, form),) = ((name, form) for name, form in forms.items() if name in extension)
    path = extension["resultsPath"].split(".")
    start = None if form == "cursor" else extension.get("pageStart", 0)
    cursor = extension["cursorPath"].split(".") if form == "cursor" else []
    return Paging(form, extension[name], start, path, cursor, _item_type(spec, operation, path))


def _item_type(spec: Object, operation: Object, path: list[str]) -> str:
    success = next(iter(_responses(spec, operation).values()))
    (media,) = success["content"].values()
    schema = resolve(spec, media["schema"])
    for step in path:
        schema, _ = split_null(spec, schema["properties"][step])
        schema = resolve(spec, schema)
    name = schema_name(schema["items"])
    return f"models.{name}" if name else scalar(schema["items"])
