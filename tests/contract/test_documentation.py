"""The spec against the documentation: operations, statuses, fields, required flags, enums, and no more than that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import documentation
import pytest
from helpers import SPEC_DOCUMENT, resolve, split_null


def kind_of(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return "enum " + ",".join(schema["enum"])
    if "oneOf" in schema or "anyOf" in schema:
        return "oneOf"
    if schema["type"] == "array":
        return f"[{kind_of(resolve(schema['items']))}]"
    return str(schema.get("format", schema["type"]))


def fields(schema: dict[str, Any], prefix: str = "", nullable: set[str] | None = None) -> Iterator[str]:
    """The lines of tests/documentation.py, from a schema of the spec."""
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


def table(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def body(node: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = resolve(node)["content"]["application/json"]["schema"]
    return schema


def found() -> dict[str, tuple[str, str, dict[str, Any]]]:
    return {
        operation["operationId"]: (method, path, operation)
        for path, item in SPEC_DOCUMENT["paths"].items()
        for method, operation in item.items()
    }


def test_the_operations_of_the_pages_are_there() -> None:
    assert set(found()) >= set(documentation.OPERATIONS)


@pytest.mark.parametrize("name", documentation.OPERATIONS)
def test_operation(name: str) -> None:
    method, path, scope, parameters, success, errors = documentation.OPERATIONS[name]
    actual_method, actual_path, operation = found()[name]
    assert (actual_method, actual_path) == (method, path)
    lines = []
    for parameter in map(resolve, operation["parameters"]):
        default = f" default {parameter['schema']['default']}" if "default" in parameter["schema"] else ""
        star = "*" if parameter.get("required") else ""
        lines.append(f"{parameter['in']} {parameter['name']}{star} {kind_of(parameter['schema'])}{default}")
    assert lines == parameters
    assert operation["security"] == [{"apiKeyAuth": [], "appKeyAuth": []}, {"AuthZ": [scope]}]
    assert "preview" in operation["description"]
    assert set(operation["responses"]) == {success, *errors}
    for status, form in errors.items():
        assert list(fields(body(operation["responses"][status]))) == table(documentation.ERRORS[form]), status


@pytest.mark.parametrize("name", documentation.OPERATIONS)
def test_request_body(name: str) -> None:
    operation = found()[name][2]
    if name not in documentation.REQUESTS:
        assert "requestBody" not in operation
        return
    assert operation["requestBody"]["required"] is True
    assert list(fields(body(operation["requestBody"]))) == table(documentation.REQUESTS[name])


@pytest.mark.parametrize("name", documentation.OPERATIONS)
def test_response_body(name: str) -> None:
    success = documentation.OPERATIONS[name][4]
    response = found()[name][2]["responses"][success]
    if name not in documentation.RESPONSES:
        assert "content" not in response
        return
    assert list(fields(body(response))) == table(documentation.RESPONSES[name])


def test_nullable_is_what_the_vendor_declares_nullable() -> None:
    nullable: set[str] = set()
    for name in documentation.RESPONSES:
        list(fields(body(found()[name][2]["responses"]["200"]), nullable=nullable))
    assert nullable == documentation.NULLABLE


def test_1_to_100_insights() -> None:
    insights = SPEC_DOCUMENT["components"]["schemas"]["CaseInsightsAttributes"]["properties"]["insights"]
    assert (insights["minItems"], insights["maxItems"]) == (1, 100)


def test_sites() -> None:
    assert SPEC_DOCUMENT["servers"][0]["variables"]["site"]["enum"] == documentation.SITES


def test_keys() -> None:
    schemes = SPEC_DOCUMENT["components"]["securitySchemes"]
    assert [schemes[name]["name"] for name in ("apiKeyAuth", "appKeyAuth")] == ["DD-API-KEY", "DD-APPLICATION-KEY"]
    assert {schemes[name]["in"] for name in ("apiKeyAuth", "appKeyAuth")} == {"header"}
