"""Run the command line of openapi-python-client with three additions for our templates.

Undefined names are errors. Templates can read the entire YAML, of which the generator passes on only a part. `_spec.py`
and `_operations.py` have their own templates.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import openapi_python_client
from openapi_python_client.cli import app
from openapi_python_client.parser.openapi import Endpoint

from tools.spec.describe import described
from tools.spec.document import load, resolve, schema_name
from tools.spec.operation import Operation


class Project(openapi_python_client.Project):
    """The generator's project, with our additions."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._spec = load(Path(self.config.document_source))
        self.env.undefined = jinja2.StrictUndefined
        self.env.filters |= {"literal": repr, "tuple": tuple}
        self.env.globals.update(
            spec=self._spec,
            operation_of=self._operation_of,
            operations=self._operations,
            request_schemas=lambda: request_schemas(self._spec, self._described),
            field_name=field_name,
            deprecated_fields=functools.partial(deprecated_fields, self._spec),
        )

    def _create_package(self) -> None:
        super()._create_package()
        for name in ("spec", "operations"):
            text = self.env.get_template(f"{name}.py.jinja").render()
            (self.package_dir / f"_{name}.py").write_text(text, encoding=self.config.file_encoding)

    @functools.cached_property
    def _described(self) -> dict[str, Operation]:
        return described(self._spec)

    def _operation_of(self, endpoint: Endpoint) -> Operation:
        """The operation of an endpoint."""
        return self._described[endpoint.name]

    def _operations(self) -> Iterator[tuple[str, Operation]]:
        """The package and the operation of each endpoint."""
        for tag, collection in self.openapi.endpoint_collections_by_tag.items():
            for endpoint in collection.endpoints:
                yield tag, self._operation_of(endpoint)


def deprecated_fields(spec: dict[str, Any], name: str) -> dict[str, str]:
    """The warning for each deprecated field of a schema, by its Python name."""
    found = {}
    for key, schema in spec["components"]["schemas"].get(name, {}).get("properties", {}).items():
        resolved = resolve(spec, schema)
        if resolved.get("deprecated"):
            found[field_name(key)] = str(resolved.get("description", ""))
    return found


def request_schemas(spec: dict[str, Any], operations: dict[str, Operation]) -> dict[str, Any]:
    """The schemas of request bodies by name, without texts for people."""
    found: dict[str, Any] = {}
    left = [operation.body.schema for operation in operations.values() if operation.body]
    while left:
        name = left.pop()
        if name not in found:
            schema = spec["components"]["schemas"][name]
            found[name] = _constraints(schema)
            left += map(schema_name, _references(schema))
    return dict(sorted(found.items()))


def field_name(key: str) -> str:
    """The Python name of a field of a model."""
    return str(openapi_python_client.strings.PythonIdentifier(key, ""))


def _constraints(schema: dict[str, Any]) -> dict[str, Any]:
    """The parts of a schema that a client checks before it sends a value."""
    if "$ref" in schema:
        return {"$ref": schema_name(schema)}
    kept: dict[str, Any] = {
        key: schema[key]
        for key in ("type", "format", "required", "minimum", "maximum", "minItems", "maxItems")
        if key in schema
    }
    if "properties" in schema:
        kept["properties"] = {name: _constraints(inner) for name, inner in schema["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            kept[key] = _constraints(schema[key])
    return kept


def _references(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The references in the result of `_constraints`."""
    inner = [*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")]
    return [
        reference
        for part in inner
        if isinstance(part, dict)
        for reference in ([part] if "$ref" in part else _references(part))
    ]


# Names match the service, except for Python's keywords and for names that the templates use themselves.
openapi_python_client.strings.RESERVED_WORDS = {
    *("additional_properties", "bool", "classmethod", "datetime", "dict", "float", "from_dict", "int", "list", "self"),
    *("str", "to_dict"),
}

if __name__ == "__main__":
    openapi_python_client.Project = Project  # type: ignore[misc]
    app()
