"""The spec has the operations, statuses, fields, required flags and enums of the documentation, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import documentation
import pytest
from helpers import SPEC_DOCUMENT, check_same, resolve, split_null
from tools.spec.document import operations

BEYOND_VALUES = {value for values in documentation.BEYOND_VALUES.values() for value in values}


def kind_of(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return "enum " + ",".join(value for value in schema["enum"] if value not in BEYOND_VALUES)
    if "oneOf" in schema or "anyOf" in schema:
        return "oneOf"
    if schema["type"] == "array":
        return f"[{kind_of(resolve(schema['items']))}]"
    return str(schema.get("format", schema["type"]))


def fields(schema: dict[str, Any], prefix: str = "", nullable: set[str] | None = None) -> Iterator[str]:
    """The lines of a schema of the spec, in the form of tests/support/documentation.py."""
    schema = resolve(schema)
    for name, inner in {**schema.get("properties", {}), "<any-key>": schema.get("additionalProperties")}.items():
        if not isinstance(inner, dict):
            continue
        inner, null = split_null(resolve(inner))
        path = f"{prefix}{name}"
        if null and nullable is not None:
            nullable.add(path)
        star = "*" if name in schema.get("required", []) else ""
        default = f" default {inner['default']}" if "default" in inner else ""
        yield f"{path}{star} {kind_of(inner)}{default}{' deprecated' if inner.get('deprecated') else ''}"
        for index, option in enumerate(inner.get("oneOf", inner.get("anyOf", [])), 1):
            yield f"{path}#{index} {kind_of(resolve(option))}"
            yield from fields(option, f"{path}#{index}.", nullable)
        if inner.get("type") == "array":
            yield from fields(inner["items"], f"{path}[].", nullable)
        yield from fields(inner, f"{path}.", nullable)


EDIT = "openapi/case-management.yaml, or where the page has changed in tests/support/documentation.py"


def table(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def body(node: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = resolve(node)["content"]["application/json"]["schema"]
    return schema


def place(method: str, path: str) -> tuple[str, str]:
    """Where an operation is, whatever the names of its arguments."""
    return method, re.sub(r"\{.*?\}", "{}", path)


OPERATIONS = {place(method, path): operation for path, method, operation in operations(SPEC_DOCUMENT)}


def operation_of(name: str) -> dict[str, Any]:
    """The operation of the spec that a page documents, whatever its operationId."""
    return OPERATIONS[place(*documentation.OPERATIONS[name][:2])]


# The pages may document more than the spec has: `make diff` reports an operation that is removed.
DOCUMENTED = [
    name for name, (method, path, *_) in documentation.OPERATIONS.items() if place(method, path) in OPERATIONS
]


@pytest.mark.parametrize("name", DOCUMENTED)
def test_operation(name: str) -> None:
    _, _, scope, parameters, success, errors = documentation.OPERATIONS[name]
    operation = operation_of(name)
    lines = []
    for parameter in map(resolve, operation.get("parameters", [])):
        is_beyond = parameter["name"] in documentation.BEYOND_DEFAULTS
        has_default = "default" in parameter["schema"] and not is_beyond
        default = f" default {parameter['schema']['default']}" if has_default else ""
        star = "*" if parameter.get("required") else ""
        lines.append(f"{parameter['in']} {parameter['name']}{star} {kind_of(parameter['schema'])}{default}")
    security = [{"apiKeyAuth": [], "appKeyAuth": []}, {"AuthZ": [scope]}]
    forms = {status: table(documentation.ERRORS[form]) for status, form in errors.items()}
    documented = [status for status in errors if status in operation["responses"]]
    check_same(
        EDIT,
        {"parameters": parameters, "security": security, "statuses": sorted([success, *errors]), "errors": forms},
        {
            "parameters": lines,
            "security": operation["security"],
            "statuses": sorted(operation["responses"]),
            "errors": {status: list(fields(body(operation["responses"][status]))) for status in documented},
        },
    )
    assert "preview" in operation["description"]


@pytest.mark.parametrize("name", DOCUMENTED)
def test_request_body(name: str) -> None:
    operation = operation_of(name)
    if name not in documentation.REQUESTS:
        assert "requestBody" not in operation
        return
    assert operation["requestBody"]["required"] is True
    check_same(EDIT, table(documentation.REQUESTS[name]), list(fields(body(operation["requestBody"]))))


@pytest.mark.parametrize("name", DOCUMENTED)
def test_response_body(name: str) -> None:
    success = documentation.OPERATIONS[name][4]
    response = operation_of(name)["responses"][success]
    if name not in documentation.RESPONSES:
        assert "content" not in response
        return
    check_same(EDIT, table(documentation.RESPONSES[name]), list(fields(body(response))))


def test_additions_to_the_pages_are_listed() -> None:
    schemas = SPEC_DOCUMENT["components"]["schemas"]
    listed = {name: beyond for name, beyond in documentation.BEYOND_VALUES.items() if name in schemas}
    values = {name: schemas[name]["enum"][-len(beyond) :] for name, beyond in listed.items()}
    nodes = [resolve(node) for name in DOCUMENTED for node in operation_of(name).get("parameters", [])]
    parameters = {node["name"]: node["schema"].get("default") for node in nodes}
    defaults = {name: value for name, value in documentation.BEYOND_DEFAULTS.items() if name in parameters}
    check_same(EDIT, listed, values)
    check_same(EDIT, defaults, {name: parameters[name] for name in defaults})


@pytest.mark.parametrize("name", [name for name in DOCUMENTED if name in documentation.RESPONSES])
def test_nullable_fields_are_those_that_the_vendor_declares(name: str) -> None:
    nullable: set[str] = set()
    list(fields(body(operation_of(name)["responses"][documentation.OPERATIONS[name][4]]), nullable=nullable))
    check_same(EDIT, sorted(documentation.NULLABLE.get(name, ())), sorted(nullable))


@pytest.mark.parametrize(("schema", "field"), documentation.LENGTHS)
def test_lengths_of_arrays(schema: str, field: str) -> None:
    if schema in SPEC_DOCUMENT["components"]["schemas"]:
        node = SPEC_DOCUMENT["components"]["schemas"][schema]["properties"][field]
        assert (node["minItems"], node["maxItems"]) == documentation.LENGTHS[schema, field]


def test_sites() -> None:
    check_same(EDIT, documentation.SITES, SPEC_DOCUMENT["servers"][0]["variables"]["site"]["enum"])


def test_keys() -> None:
    schemes = SPEC_DOCUMENT["components"]["securitySchemes"]
    assert [schemes[name]["name"] for name in ("apiKeyAuth", "appKeyAuth")] == ["DD-API-KEY", "DD-APPLICATION-KEY"]
    assert {schemes[name]["in"] for name in ("apiKeyAuth", "appKeyAuth")} == {"header"}
