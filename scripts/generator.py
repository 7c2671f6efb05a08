"""Run openapi-python-client with the options of its own command line, and three additions for our templates.

Undefined names are errors; templates can read all of the YAML, of which the generator passes on only a part;
`_spec.py` and `_operations.py` are written from templates of their own.
"""

from __future__ import annotations

from typing import Any

import jinja2
import openapi_python_client
from openapi_python_client.cli import app
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import Property
from ruamel.yaml import YAML


class Project(openapi_python_client.Project):
    """The generator's project, with the additions."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._spec: dict[str, Any] = YAML(typ="safe").load(self.config.document_source)
        self.env.undefined = jinja2.StrictUndefined
        self.env.globals.update(
            spec=self._spec,
            raw_operation=self._raw_operation,
            raw_parameter=self._raw_parameter,
            request_schemas=self._request_schemas,
            examples=self._examples,
            flattened_attributes=self._flattened_attributes,
            attributes_class=self._attributes_class,
            resource_type=lambda endpoint: next(iter(self._data_of(endpoint)["type"].values.values())),
        )

    def _create_package(self) -> None:
        super()._create_package()
        for name in ("spec", "operations"):
            text = self.env.get_template(f"{name}.py.jinja").render()
            (self.package_dir / f"_{name}.py").write_text(text, encoding=self.config.file_encoding)

    def _raw_operation(self, endpoint: Endpoint) -> dict[str, Any]:
        """The operation of an endpoint, as the YAML has it."""
        for item in self._spec["paths"].values():
            operation = item.get(endpoint.method, {})
            if openapi_python_client.strings.PythonIdentifier(operation.get("operationId", ""), "") == endpoint.name:
                return dict(operation)
        raise LookupError(f"no operation {endpoint.name}")

    def _raw_parameter(self, endpoint: Endpoint, parameter: Property) -> dict[str, Any]:
        """The parameter of an operation, as the YAML has it."""
        for raw in self._raw_operation(endpoint)["parameters"]:
            resolved = self._resolved(raw)
            if parameter.name == resolved["name"]:
                return resolved
        raise LookupError(f"no parameter {parameter.name} of {endpoint.name}")

    def _properties(self, part: Property) -> list[Property]:
        """The properties of a model, required ones first; none of anything else."""
        # What a reference to a model resolves to may lack its properties, so the model itself is looked up.
        models = [model for model in self.openapi.models if getattr(part, "class_info", None) == model.class_info]
        return [found for model in models for found in (*model.required_properties, *model.optional_properties)]  # type: ignore[misc]

    def _data_of(self, endpoint: Endpoint) -> dict[str, Any]:
        """The properties of `data`, if that is all that the body of an operation has; else nothing."""
        match self._properties(endpoint.bodies[0].prop):
            case [data] if data.name.get_untrusted_value() == "data":
                return {part.name.get_untrusted_value(): part for part in self._properties(data)}
        return {}

    def _flattened_attributes(self, endpoint: Endpoint) -> list[Property] | None:
        """The attributes of a body `{data: {type: <one value>, attributes: {…}}}`; None of a body of another form."""
        if not endpoint.bodies:
            return None
        data = self._data_of(endpoint)
        values = getattr(data.get("type"), "values", {})
        if not {"type"} <= data.keys() <= {"type", "attributes"} or len(values) != 1:
            return None
        return self._properties(data["attributes"]) if "attributes" in data else []

    def _attributes_class(self, endpoint: Endpoint) -> str:
        """The name of the schema of those attributes; empty without."""
        attributes = self._data_of(endpoint).get("attributes")
        return str(attributes.class_info.name) if attributes else ""

    def _request_schemas(self) -> dict[str, Any]:
        """The schemas that the bodies of requests consist of, by their names, without what only people read."""
        found: dict[str, Any] = {}
        left = [
            media["schema"]
            for item in self._spec["paths"].values()
            for operation in item.values()
            if isinstance(operation, dict) and "requestBody" in operation
            for media in self._resolved(operation["requestBody"])["content"].values()
        ]
        while left:
            name = left.pop().get("$ref", "").rpartition("/")[2]
            if name and name not in found:
                schema = self._spec["components"]["schemas"][name]
                found[name] = _constraints(schema)
                left += _references(schema)
        return dict(sorted(found.items()))

    def _examples(self, endpoint: Endpoint) -> dict[int, Any]:
        """An example of each response of an operation, by status; None for one without a body."""
        found = {}
        for status, response in self._raw_operation(endpoint)["responses"].items():
            content: dict[str, Any] = next(iter(self._resolved(response).get("content", {}).values()), {})
            schema = self._resolved(content.get("schema", {}))
            found[int(status)] = content.get("example", schema.get("example"))
        return found

    def _resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in node:
            return node
        target: Any = self._spec
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return dict(target)


def _constraints(schema: dict[str, Any]) -> dict[str, Any]:
    """What of a schema a client checks before it sends a value."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"].rpartition("/")[2]}
    kept: dict[str, Any] = {
        key: schema[key] for key in ("type", "format", "required", "minItems", "maxItems") if key in schema
    }
    if "properties" in schema:
        kept["properties"] = {name: _constraints(inner) for name, inner in schema["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            kept[key] = _constraints(schema[key])
    return kept


def _references(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The references in what `_constraints` keeps."""
    inner = [*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")]
    return [
        reference
        for part in inner
        if isinstance(part, dict)
        for reference in ([part] if "$ref" in part else _references(part))
    ]


# Names match the service, but for Python's keywords and for what the templates use where a field could hide it.
openapi_python_client.strings.RESERVED_WORDS = {
    *("additional_properties", "bool", "classmethod", "datetime", "dict", "float", "from_dict", "int", "list", "self"),
    *("str", "to_dict"),
}

if __name__ == "__main__":
    openapi_python_client.Project = Project  # type: ignore[misc]
    app()
