"""Describes the spec in terms of the generated package: operations with arguments, bodies, results and pages."""

from __future__ import annotations

import datetime
import keyword
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

# Without this, jsonschema builds a grammar of IRIs when it is imported, which takes longer than all of `make validate`.
# No spec of ours has an IRI.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

SPEC = Path(__file__).resolve().parent.parent / "openapi/case-management.yaml"
METHODS = ("get", "put", "post", "delete", "patch")
# Names that the generated functions use themselves.
RESERVED_ARGUMENTS = {
    *("body", "check_required", "client", "field_at", "flattened_body", "header_values", "iterate_pages"),
    *("iterate_pages_async", "json_body", "models", "path_segment", "prepare", "query_string", "self"),
    "warn_deprecated",
}
# The first words of an operation that the name of its iterator leaves out: searchCases has iter_cases.
ITERATED_VERBS = ("list_", "search_", "get_")

Object = dict[str, Any]


class Argument(NamedTuple):
    """An argument of an operation: a parameter, or an attribute of its flattened body.

    Attributes:
        key: Its name in the spec.
        name: Its name in Python.
        location: Where it is sent: path, attribute, query or header.
        annotation: Its type, without the marker for "not given".
        kind: For a parameter, the class that its value, or each item of it, is checked against.
        many: Whether it is a list.
        required: Whether it is required.
        description: What it means.
        deprecated: Whether it is deprecated.
        minimum: The minimum; None if there is none.
        maximum: The maximum; None if there is none.
        example: For a parameter, an example of its value.
    """

    key: str
    name: str
    location: str
    annotation: str
    kind: str
    many: bool
    required: bool
    description: str
    deprecated: bool
    minimum: float | None
    maximum: float | None
    example: Any = None

    def read(self, text: str) -> Any:
        """Parse the text of a request."""
        readers: dict[str, Callable[[str], Any]] = {
            "int": int,
            "float": float,
            "bool": "true".__eq__,
            "datetime.date": datetime.date.fromisoformat,
            "datetime.datetime": datetime.datetime.fromisoformat,
        }
        return readers.get(self.kind, str)(text)

    @property
    def example_value(self) -> Any:
        """The example as callers pass it."""
        if self.many:
            return [self.read(str(item)) for item in self.example]
        return self.read(str(self.example).lower() if self.kind == "bool" else str(self.example))


class Body(NamedTuple):
    """The body of a request.

    Attributes:
        schema: The name of its schema.
        media_type: Its media type.
        required: Whether it is required.
        description: What it means.
        resource_type: The value of `type` if its attributes are arguments, or else None.
        attributes_schema: The name of the schema of its attributes; None if they are not arguments.
        example: An example of it, as JSON.
    """

    schema: str
    media_type: str
    required: bool
    description: str
    resource_type: str | None
    attributes_schema: str | None
    example: Any


class Paging(NamedTuple):
    """How an operation is paged.

    Attributes:
        form: The meaning of the parameter: a page number, the offset of the first item, or a cursor.
        key: The name of that parameter in the spec.
        start: Its value for the first page; None for a cursor.
        results: The field names on the path to the items.
        cursor: The field names on the path to the cursor of the next page; empty without a cursor.
        item: The type of an item.
    """

    form: str
    key: str
    start: int | None
    results: list[str]
    cursor: list[str]
    item: str


class Operation(NamedTuple):
    """An operation in terms of the generated package.

    Attributes:
        name: The name of its method and module.
        method: The HTTP method.
        path: The path, with the Python names of its arguments in braces.
        summary: A short description.
        description: What it does.
        deprecated: Whether it is deprecated.
        scopes: The OAuth scopes that it needs.
        arguments: Its arguments, in the order of its signature.
        body: Its body; None if it has none.
        results: The type of the body of each documented status, see `results`.
        descriptions: What each documented status means.
        media_types: The media type of each documented status that has a body.
        examples: An example of the body of each documented status; None without a body.
        paging: How it is paged; None if it is not.
        iterator: The name of the method that iterates over all pages.
    """

    name: str
    method: str
    path: str
    summary: str
    description: str
    deprecated: bool
    scopes: list[str]
    arguments: list[Argument]
    body: Body | None
    results: dict[int, str | None]
    descriptions: dict[int, str]
    media_types: dict[int, str]
    examples: dict[int, Any]
    paging: Paging | None
    iterator: str

    def sent_in(self, *locations: str) -> list[Argument]:
        """The arguments that are sent in one of these places."""
        return [argument for argument in self.arguments if argument.location in locations]

    @property
    def page_argument(self) -> Argument:
        """The argument that selects the page."""
        (found,) = (argument for argument in self.sent_in("query") if self.paging and argument.key == self.paging.key)
        return found

    def matches(self, method: str, path: str) -> dict[str, str] | None:
        """The quoted arguments in the path of a request; None if the path is of another operation."""
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(self.path))
        found = re.fullmatch(pattern, path) if method.upper() == self.method else None
        return None if found is None else found.groupdict()

    def example_call(self) -> tuple[list[Any], dict[str, Any]]:
        """The positional and keyword arguments of a call with the examples of the spec, without optional ones."""
        others = {found.name: found.example_value for found in self.sent_in("query", "header") if found.required}
        if self.body and self.body.required:
            others["body"] = self.body.example
        return [argument.example_value for argument in self.sent_in("path")], others

    @property
    def accept(self) -> str:
        """The media types of its responses, successes first; empty if no response has a body."""
        return ", ".join(dict.fromkeys(self.media_types.values()))

    @property
    def errors(self) -> list[int]:
        """The documented error statuses."""
        return [status for status in self.results if not 200 <= status < 300]

    @property
    def returned(self) -> str:
        """Its return type."""
        return _union(kind for status, kind in self.results.items() if 200 <= status < 300)

    @property
    def parsed(self) -> str:
        """The type of `parsed` of its responses, whatever their status."""
        return _union(kind for kind in self.results.values() if kind) or "None"


def _union(kinds: Iterable[str | None]) -> str:
    """The annotation of a union of results."""
    kinds = list(kinds)
    named = [kind for kind in kinds if kind is not None]
    types = {re.sub(r"[A-Z]\w*", r"models.\g<0>", kind) for kind in named}
    return " | ".join([*sorted(types), *(["None"] if None in kinds else [])])


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


def find(found: Iterable[Operation], method: str, path: str) -> tuple[Operation, dict[str, str]]:
    """Find the operation of a request, and the quoted arguments in its path.

    Raises:
        LookupError: The request is of no operation.
    """
    # A path without arguments takes precedence.
    for operation in sorted(found, key=lambda operation: operation.path.count("{")):
        if (texts := operation.matches(method, path)) is not None:
            return operation, texts
    raise LookupError(f"no operation of the spec is {method} {path}")


def load(path: Path = SPEC) -> Object:
    """Read a spec that is known to be valid."""
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def operations(spec: Object) -> Iterator[tuple[str, str, Object]]:
    """The path, the method and the object of each operation of a spec."""
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def resolve(spec: Object, node: Object) -> Object:
    """Resolve a `$ref`, overridden by the keywords next to it; return any other node itself."""
    while "$ref" in node:
        target: Any = spec
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def schema_name(node: Object) -> str:
    """The name of the schema that a node refers to; empty if it is not a reference."""
    return str(node.get("$ref", "")).rpartition("/")[2]


def split_null(spec: Object, schema: Object) -> tuple[Object, bool]:
    """A schema without null, and whether it allowed null."""
    kinds = schema.get("type")
    if isinstance(kinds, list):
        left = [kind for kind in kinds if kind != "null"]
        return {**schema, "type": left[0] if len(left) == 1 else left}, "null" in kinds
    for key in ("oneOf", "anyOf"):
        members = schema.get(key, [])
        left = [member for member in members if resolve(spec, member).get("type") != "null"]
        if len(left) < len(members) and len(left) == 1:
            return left[0], True
    return schema, False


def snake_case(name: str) -> str:
    """The Python name of an operation or a parameter, which may still be a keyword."""
    text = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", text).lower()


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


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON."""
    return media_type == "application/json" or media_type.endswith("+json")


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
