"""Programs that were written for the package work with that of an edited spec, unless the edit is called breaking.

They are the second judge of `make diff`: they construct and read each model, and call each operation. mypy checks them
against the new package, and then they run.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest
import yaml
from datadog_case_management import Client, models
from datadog_case_management._operations import OPERATIONS
from helpers import SPEC_DOCUMENT, run_program
from repository import copy_project
from tools.changes import packages
from tools.changes.specs import BREAKING, changes, subjects
from tools.codegen.package import generate
from tools.lint.check import problems
from tools.paths import GENERATED, PACKAGE
from tools.spec.describe import described
from tools.spec.document import operations

SEEDS = 40
EXTRA = {"type": "string", "description": "x"}
MYPY = ["-m", "mypy", "--strict", "--config-file=", "--cache-dir=.mypy", "program.py"]
HEADER = """
from __future__ import annotations
import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID
from datadog_case_management import Client, UNSET, Unset, models
from datadog_case_management.models import *
from datadog_case_management.testing import FakeService
"""


def program() -> str:
    """Functions that construct and read each model, and call each operation; when it runs, it calls them."""
    return HEADER + "\n".join([*_models(), *_calls()])


def _received() -> set[str]:
    """The models in responses, those in their fields included."""
    known, pending = set[str](), list[str]()
    for name, operation in OPERATIONS.items():
        module = import_module(f"datadog_case_management.api.{operation.tag}.{name}")
        pending += re.findall(r"models\.(\w+)", inspect.signature(module.sync_detailed).return_annotation)
    while pending:
        name = pending.pop()
        if name not in known:
            known.add(name)
            fields = getattr(getattr(models, name), "__attrs_attrs__", ())
            pending += [word for field in fields for word in re.findall(r"\w+", field.type) if word in models.__all__]
    return known


def _models() -> Iterator[str]:
    read = _received()
    for name in models.__all__:
        model = getattr(models, name)
        if not attrs.has(model):
            yield "\n".join(f"{name}.{member.name}" for member in model)
            continue
        fields = [field for field in attrs.fields(model) if field.name != "_extras"]
        least = [field for field in fields if field.default is attrs.NOTHING]
        for purpose, given in (("all", fields), ("least", least)):
            parameters = ", ".join(["*", *(f"{field.name}: {field.type}" for field in given)] if given else [])
            values = ", ".join(f"{field.name}={field.name}" for field in given)
            yield f"def {purpose}_{name}({parameters}) -> {name}: return {name}({values})"
        reads = [f"    {field.name}: {field.type} = model.{field.name}" for field in fields if name in read]
        yield "\n".join([f"def read_{name}(model: {name}) -> None:", *reads, "    model.to_dict()"])


def _calls() -> Iterator[str]:
    for name, operation in described(SPEC_DOCUMENT).items():
        arguments, keywords = operation.example_call()
        returned = inspect.signature(getattr(Client, name)).return_annotation
        call = ", ".join([*map(repr, arguments), *(f"{key}={value!r}" for key, value in keywords.items())])
        yield f"def call_{name}(client: Client) -> {returned}: return client.{name}({call})"
        yield (
            f"call_{name}(FakeService().client())"
            if returned == "None"
            else (f"read_{returned.removeprefix('models.')}(call_{name}(FakeService().client()))")
        )


def edit(random: Random) -> dict[str, Any]:
    """The spec with one part of it deleted, added, reordered or of another type."""
    spec: dict[str, Any] = json.loads(json.dumps(SPEC_DOCUMENT))
    _, _, operation = random.choice([*operations(spec)])
    schema = random.choice([node for node in spec["components"]["schemas"].values() if node.get("properties")])
    name, field = random.choice([*schema["properties"].items()])
    parameters, required = operation.setdefault("parameters", []), schema.setdefault("required", [])
    enum = random.choice([node["enum"] for node in spec["components"]["schemas"].values() if "enum" in node])
    match random.randrange(12):
        case 0:
            del schema["properties"][name]
            schema["required"] = [other for other in required if other != name]
        case 1:
            schema["required"] = [other for other in required if other != name] + [name] * (name not in required)
        case 2 | 3 as number:
            schema["properties"] = {"extra": EXTRA, **schema["properties"]}
            required += ["extra"] * (number - 2)
        case 4:
            schema["properties"] = dict(random.sample([*schema["properties"].items()], len(schema["properties"])))
        case 5 if "type" in field:
            field["type"] = random.choice(["integer", "boolean", "number", [field["type"], "null"]])
        case 6:
            schema["properties"][name] = {"oneOf": [field, {"type": "null"}], "description": "x"}
        case 7:
            enum.remove(random.choice(enum))
        case 8:
            enum.insert(0, "SOMETHING_ELSE")
        case 9:
            must = random.random() < 0.5
            parameters.append({**EXTRA, "name": "extra", "in": "query", "required": must, "schema": {"type": "string"}})
        case 10:
            del operation["responses"][random.choice([*operation["responses"]])]
        case _:
            operation["deprecated"] = True
            operation["description"] += " Deprecated, use `other` instead."
    return spec


def public(package: Path) -> dict[str, Any]:
    """The signatures and fields that the public modules of a package define."""
    seen: dict[str, Any] = {}
    for path in [package / "client.py", *package.glob("api/*/*.py"), *package.glob("models/*.py")]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for part in node.body if isinstance(node, ast.ClassDef) else [node]:
                name = getattr(part, "name", None) or getattr(getattr(part, "target", None), "id", None)
                if isinstance(part, ast.Assign):
                    name = ast.unparse(part.targets[0])
                if name and name[0] != "_" and not name.startswith("to_"):
                    text = ast.unparse(part)
                    if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                        text = f"{ast.unparse(part.args)} {ast.unparse(part.returns) if part.returns else ''}"
                    seen[f"{path.stem}.{getattr(node, 'name', '')}.{name}"] = text
    return seen


def run(folder: Path, *command: str) -> str:
    """Run the program, or a checker on it; return what it prints if it fails."""
    path = folder / PACKAGE.parent
    result = run_program(sys.executable, *command, folder=folder, PYTHONPATH=path, MYPYPATH=path)
    return result.stdout + result.stderr if result.returncode else ""


@pytest.mark.timeout(900)
def test_an_edit_that_breaks_a_program_is_breaking_and_every_change_is_reported(tmp_path: Path) -> None:
    copy_project(tmp_path, "openapi", "runtime", "generator-config.yaml")
    (tmp_path / "program.py").write_text(program(), encoding="utf-8")
    spec, reported = tmp_path / "openapi/case-management.yaml", {"breaking": 0, "compatible": 0}
    for seed in range(SEEDS):
        new = edit(Random(seed))
        spec.write_text(yaml.safe_dump(new, sort_keys=False), encoding="utf-8")
        # What the generator needs; the examples of the spec may lack a field.
        if [problem for problem in problems(spec) if "example" not in problem.message]:
            continue
        lines = changes(SPEC_DOCUMENT, new)
        if any(line.effect == BREAKING for line in lines):
            reported["breaking"] += 1
            continue
        shutil.rmtree(tmp_path / "generated", ignore_errors=True)
        generate(tmp_path, tmp_path / PACKAGE)
        lines += packages.changes(GENERATED, tmp_path / PACKAGE.parent, subjects(lines, SPEC_DOCUMENT, new))
        assert lines or public(tmp_path / PACKAGE) == public(GENERATED / PACKAGE.name), seed
        if lines and not any(line.effect == BREAKING for line in lines):
            reported["compatible"] += 1
            for command in (MYPY, ["program.py"]):
                assert run(tmp_path, *command) == "", (seed, lines)
    assert min(reported.values()) > 5
