"""Run openapi-python-client with the options of its own command line, and three additions for our templates.

Undefined names are errors; templates can read all of the YAML, of which the generator passes on only a part; and
`_spec.py` is written from `spec.py.jinja`.
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
        self.env.globals.update(spec=self._spec, raw_operation=self._raw_operation, raw_parameter=self._raw_parameter)

    def _create_package(self) -> None:
        super()._create_package()
        text = self.env.get_template("spec.py.jinja").render()
        (self.package_dir / "_spec.py").write_text(text, encoding=self.config.file_encoding)

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

    def _resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in node:
            return node
        target: Any = self._spec
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return dict(target)


if __name__ == "__main__":
    openapi_python_client.Project = Project  # type: ignore[misc]
    app()
