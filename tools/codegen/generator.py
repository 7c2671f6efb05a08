"""Run the command line of openapi-python-client with templates that print what this package decides.

The generator names classes and modules, reports what it does not support, and formats the result. Everything else comes
from the YAML, of which it passes on only a part. Undefined names in templates are errors.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import openapi_python_client
from openapi_python_client.cli import app
from openapi_python_client.parser.properties import Class
from openapi_python_client.strings import PythonIdentifier

from tools.codegen import settings
from tools.codegen.facts import facts
from tools.codegen.models import Models
from tools.codegen.operations import OperationCode
from tools.codegen.prose import client_docs
from tools.codegen.text import docstring, literal, wrapped
from tools.paths import RUNTIME
from tools.spec.describe import described
from tools.spec.document import Object, load


class Project(openapi_python_client.Project):
    """The generator's project, with our additions."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        source = Path(self.config.document_source)
        classes = {
            name: Class.from_string(string=name, config=self.config) for name in load(source)["components"]["schemas"]
        }
        spec = with_class_names(load(source), {name: str(item.name) for name, item in classes.items()})
        operations = described(spec)
        models = Models(spec, {str(item.name): str(item.module_name) for item in classes.values()})
        self.env.undefined = jinja2.StrictUndefined
        self.env.filters |= {"docstring": docstring, "literal": literal, "wrapped": wrapped}
        modules = {str(item.class_info.name): f".{item.class_info.module_name}" for item in self.openapi.models}
        modules |= {str(item.class_info.name): f".{item.class_info.module_name}" for item in self.openapi.enums}
        self.env.globals.update(
            info=spec["info"],
            settings=settings.read(source.parent.parent / RUNTIME / "_config.py"),
            client_docs=lambda asynchronous: client_docs(spec["info"]["title"], asynchronous),
            classes=dict(sorted({"DatadogSite": ".._spec", **modules}.items())),
            converters_of=models.converters,
            enum_of=lambda enum: models.enum(str(enum.class_info.name)),
            facts=facts(spec, operations.values()),
            model_of=lambda model: models.model(str(model.class_info.name)),
            operations={
                name: OperationCode(operation, str(PythonIdentifier(operation.tag, "tag")))
                for name, operation in operations.items()
            },
        )

    def _create_package(self) -> None:
        super()._create_package()
        for name in ("spec", "operations", "options"):
            text = self.env.get_template(f"{name}.py.jinja").render()
            (self.package_dir / f"_{name}.py").write_text(text, encoding=self.config.file_encoding)


def with_class_names(spec: Object, names: dict[str, str]) -> Object:
    """A spec whose schemas have the names of their classes."""
    prefix = "#/components/schemas/"

    def renamed(node: Any) -> Any:
        if isinstance(node, list):
            return [renamed(item) for item in node]
        if not isinstance(node, dict):
            return node
        reference = node.get("$ref")
        copy = {key: renamed(value) for key, value in node.items()}
        if isinstance(reference, str) and reference.startswith(prefix):
            copy["$ref"] = prefix + names[reference.removeprefix(prefix)]
        return copy

    spec = renamed(spec)
    schemas = spec["components"]["schemas"]
    spec["components"]["schemas"] = {names[name]: schema for name, schema in schemas.items()}
    return spec


if __name__ == "__main__":
    openapi_python_client.Project = Project  # type: ignore[misc]
    # Inline objects and enums have names in it.
    openapi_python_client._get_document = lambda *, source, timeout: load(Path(source))
    app()
