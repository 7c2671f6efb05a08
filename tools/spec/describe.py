"""Describes the operations of a valid spec in terms of the generated package."""

from __future__ import annotations

import keyword
import re
from typing import Any

from tools.spec.document import Object, body_example, is_json, operations, resolve, schema_name, snake_case, split_null
from tools.spec.operation import Argument, Body, Operation, Paging
from tools.spec.types import Type, type_of

# Names that the generated functions use themselves.
RESERVED_ARGUMENTS = {
    *("body", "check_required", "client", "flattened_body", "header_values", "json_body", "models", "path_segment"),
    *("prepare", "query_string", "self", "warn_deprecated"),
}
# The first words of an operation that the name of its iterator leaves out: searchCases has iter_cases.
ITERATED_VERBS = ("list_", "search_", "get_")


def described(spec: Object) -> dict[str, Operation]:
    """The operations of a valid spec, by their Python names."""
    known = [describe(spec, path, method, operation) for path, method, operation in operations(spec)]
    return {operation.name: operation for operation in known}


def describe(spec: Object, path: str, method: str, operation: Object) -> Operation:
    """Describe an operation of a valid spec in terms of the generated package."""
    request = body(spec, operation)
    named = arguments(spec, path, operation, request)
    for argument in named:
        if argument.location == "path":
            path = path.replace(f"{{{argument.key}}}", f"{{{argument.name}}}")
    responses = _responses(spec, operation)
    content = {status: response["content"] for status, response in responses.items() if response.get("content")}
    security = [scopes for requirement in operation.get("security") or [] for scopes in requirement.values()]
    return Operation(
        name=snake_case(operation["operationId"]),
        tag=next(iter(operation.get("tags", [])), "default"),
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        deprecated=bool(operation.get("deprecated")),
        scopes=[scope for scopes in security for scope in scopes],
        arguments=named,
        body=request,
        results={status: _result(spec, content.get(status)) for status in responses},
        descriptions={status: response.get("description", "") for status, response in responses.items()},
        media_types={status: next(iter(media)) for status, media in content.items()},
        examples={status: _example(spec, content.get(status)) for status in responses},
        paging=paging(spec, operation),
        iterator=iterator_name(operation),
    )


def iterator_name(operation: Object) -> str:
    """The name of the method that iterates over all pages of an operation."""
    name = snake_case(operation["operationId"])
    verb = next((verb for verb in ITERATED_VERBS if name.startswith(verb)), "")
    return f"iter_{name.removeprefix(verb)}"


def arguments(spec: Object, path: str, operation: Object, request: Body | None) -> list[Argument]:
    """The arguments of an operation: path arguments in their order, then attributes, then query and headers."""
    parameters = [_parameter(spec, resolve(spec, node)) for node in operation.get("parameters", [])]
    order = re.findall(r"{([^}]*)}", path)
    sent: dict[str, list[Argument]] = {
        location: [parameter for parameter in parameters if parameter.location == location]
        for location in ("path", "query", "header")
    }
    sent["path"].sort(key=lambda argument: order.index(argument.key))
    named: dict[str, Argument] = {}
    for argument in [*sent["path"], *_attributes(spec, request), *sent["query"], *sent["header"]]:
        name = argument.name if argument.name not in named else f"{argument.name}_{argument.location}"
        named[name] = argument._replace(name=name)
    return list(named.values())


def _argument_name(key: str) -> str:
    name = snake_case(key)
    return f"{name}_" if keyword.iskeyword(name) or name in RESERVED_ARGUMENTS else name


def _parameter(spec: Object, parameter: Object) -> Argument:
    schema = resolve(spec, parameter["schema"])
    item = resolve(spec, schema["items"]) if schema.get("type") == "array" else schema
    return Argument(
        key=parameter["name"],
        name=_argument_name(parameter["name"]),
        location=parameter["in"],
        type=type_of(spec, parameter["schema"]),
        required=bool(parameter.get("required")),
        description=parameter.get("description", ""),
        deprecated=bool(parameter.get("deprecated") or schema.get("deprecated")),
        minimum=item.get("minimum"),
        maximum=item.get("maximum"),
        example=parameter.get("example"),
    )


def _attributes(spec: Object, request: Body | None) -> list[Argument]:
    """The attributes of a flattened body as arguments, required ones first."""
    if request is None or request.attributes_schema is None:
        return []
    schema = spec["components"]["schemas"][request.attributes_schema]
    attributes = [
        Argument(
            key=key,
            name=_argument_name(key),
            location="attribute",
            type=type_of(spec, node),
            required=key in schema.get("required", []),
            description=resolve(spec, node).get("description", ""),
            deprecated=bool(resolve(spec, node).get("deprecated")),
        )
        for key, node in schema["properties"].items()
    ]
    return sorted(attributes, key=lambda argument: not argument.required)  # sorting is stable


def body(spec: Object, operation: Object) -> Body | None:
    """The body of an operation; None if it has none."""
    if "requestBody" not in operation:
        return None
    request = resolve(spec, operation["requestBody"])
    ((media_type, media),) = request["content"].items()
    name, schema = schema_name(media["schema"]), resolve(spec, media["schema"])
    required = bool(request.get("required"))
    # An optional body would look the same as one without any attributes.
    resource_type, attributes = _flattened(spec, schema) if required else (None, None)
    text = request.get("description") or schema.get("description", "")
    example = body_example(spec, media)
    return Body(name, media_type, required, text, resource_type, attributes, example)


def _flattened(spec: Object, schema: Object) -> tuple[str | None, str | None]:
    """The resource type, and the schema of the attributes, of a body `{data: {type: <one value>, attributes: {…}}}`."""
    properties = schema.get("properties", {})
    data = resolve(spec, properties["data"]).get("properties", {}) if properties.keys() == {"data"} else {}
    if "type" not in data or not data.keys() <= {"type", "attributes"}:
        return None, None
    type_schema = resolve(spec, data["type"])
    values = [type_schema["const"]] if "const" in type_schema else type_schema.get("enum", [])
    if len(values) != 1:
        return None, None
    if "attributes" not in data:
        return values[0], None
    if "properties" not in resolve(spec, data["attributes"]):
        return None, None
    return values[0], schema_name(data["attributes"])


def _responses(spec: Object, operation: Object) -> dict[int, Object]:
    """The documented responses by status, and so successes first."""
    # In YAML, an unquoted status is a number.
    responses = {int(status): resolve(spec, response) for status, response in operation["responses"].items()}
    return dict(sorted(responses.items()))


def _result(spec: Object, content: Object | None) -> Type | None:
    """The type of the body of a response, which is text if it is not JSON; None without a body."""
    if not content:
        return None
    ((media_type, media),) = content.items()
    return type_of(spec, media["schema"]) if is_json(media_type) else Type("string")


def _example(spec: Object, content: Object | None) -> Any:
    """An example of the body of a response; None if there is none."""
    for media in (content or {}).values():
        if (example := body_example(spec, media)) is not None:
            return example
        schema = resolve(spec, media["schema"])
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
    return Paging(form, extension[name], start, path, cursor, _item_type(spec, operation, path).returned)


def _item_type(spec: Object, operation: Object, path: list[str]) -> Type:
    (media,) = next(iter(_responses(spec, operation).values()))["content"].values()
    schema = resolve(spec, media["schema"])
    for step in path:
        inner, _ = split_null(spec, schema["properties"][step])
        schema = resolve(spec, inner)
    return type_of(spec, schema["items"])
