"""Tell what is wrong with the spec, where, and what to write instead."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

SPEC = Path(__file__).resolve().parent.parent / "openapi/case-management.yaml"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
ERROR_STATUSES = ("400", "401", "403", "404", "429")
Place = tuple[str | int, ...]


class Problem(NamedTuple):
    """What is wrong, and the line of it."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


class _Loader(yaml.SafeLoader):
    """Refuses a key that a mapping has already; YAML would let the last one win. Dates stay strings, as in JSON."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"{key.value!r} stands here twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def problems(path: Path = SPEC) -> list[Problem]:
    """Check a spec.

    Args:
        path: The YAML file.

    Returns:
        Every problem, in the order of the lines; of a file that cannot be read as a spec, only the reason for that.
    """
    text = path.read_text(encoding="utf-8")
    try:
        spec = yaml.load(text, _Loader)
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return [Problem(mark.line + 1 if mark else 1, f"not YAML: {error.problem or error.context}")]
    if not isinstance(spec, dict):
        return [Problem(1, "not an OpenAPI document: write a mapping that starts with `openapi: 3.1.0`")]

    dangling = [(place, ref) for place, ref in _refs(spec) if not _resolves(spec, ref)]
    if dangling:
        return sorted(Problem(_line(root, place), f"$ref to {ref}, which is not there") for place, ref in dangling)
    invalid = []
    for fault in OpenAPIV31SpecValidator(spec).iter_errors():
        place: Place = tuple(fault.absolute_path)
        # Where the validator gives no place, its message quotes the path of the operation.
        quoted = [path for path in re.findall("'([^']*)'", fault.message) if path in spec.get("paths", {})]
        if not place and quoted:
            place = ("paths", quoted[0])
        elif place and place[0] not in spec:
            # The validator counts from the schema that it was in: the first place that ends like this.
            place = next((full for full in _places(spec) if full[-len(place) :] == place), place)
        invalid.append(Problem(_line(root, place), f"{_named(place)}: {fault.message[:300]}"))
    if invalid:
        return sorted(set(invalid))
    return sorted({Problem(_line(root, place), f"{_named(place)}: {message}") for place, message in _rules(spec)})


def explain(path: Path = SPEC) -> list[str]:
    """The problems, as lines for a terminal, or for GitHub if CI is set."""
    try:
        name = path.resolve().relative_to(Path.cwd())
    except ValueError:
        name = path
    if os.environ.get("CI"):
        return [f"::error file={name},line={problem.line}::{problem.message}" for problem in problems(path)]
    return [f"{name}:{problem.line}: {problem.message}" for problem in problems(path)]


def operations(spec: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The path, the method and the object of each operation of a spec."""
    for path, item in spec.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def _rules(spec: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    yield from _operation_rules(spec)
    schemas = spec.get("components", {}).get("schemas", {})
    used = {ref for _, ref in _refs(spec)}
    server_enums = [
        variable["enum"]
        for server in spec.get("servers", [])
        for variable in server.get("variables", {}).values()
        if "enum" in variable
    ]
    for name, schema in schemas.items():
        place: Place = ("components", "schemas", name)
        if f"#/components/schemas/{name}" not in used and schema.get("enum") not in server_enums:
            yield place, "nothing uses it: refer to it, or delete it"
        yield from _schema_rules(spec, place, schema, named=True)
    for name, parameter in spec.get("components", {}).get("parameters", {}).items():
        place = ("components", "parameters", name)
        yield from _described(place, parameter)
        if "example" not in parameter:
            yield place, "no example: add `example:`"
        elif message := _rejects(spec, parameter["schema"], parameter["example"]):
            yield (*place, "example"), f"its own schema rejects it: {message}"


def _operation_rules(spec: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    schemes = spec.get("components", {}).get("securitySchemes", {})
    oauth = {name for name, scheme in schemes.items() if scheme["type"] == "oauth2"}
    for path, method, operation in operations(spec):
        place: Place = ("paths", path, method)
        for key in ("operationId", "tags", "summary", "description"):
            if not operation.get(key):
                yield place, f"no {key}: add `{key}:`"
        if not operation.get("security"):
            yield place, "no security: add the keys, and OAuth with its scope"
        elif not any(requirement.get(name) for requirement in operation["security"] for name in oauth):
            yield (*place, "security"), "no OAuth scope: add `- AuthZ: [the scope that the page names]`"
        for status in ERROR_STATUSES:
            if status not in operation.get("responses", {}):
                yield (*place, "responses"), f"no {status}: add it with the error schema that the page shows"


def _schema_rules(
    spec: dict[str, Any], place: Place, schema: dict[str, Any], named: bool
) -> Iterator[tuple[Place, str]]:
    if not named and (schema.get("properties") or schema.get("type") == "object" or "enum" in schema):
        what = "enum" if "enum" in schema else "object"
        yield place, f"an inline {what} would get a made-up class name: move it to components/schemas and $ref it"
    if named or place[-2:-1] == ("properties",):
        yield from _described(place, schema)
        if "$ref" not in schema and "example" not in schema:
            yield place, "no example: add `example:`"
    if "example" in schema and (message := _rejects(spec, schema, schema["example"])):
        yield (*place, "example"), f"its own schema rejects it: {message}"
    if schema.get("deprecated") and " use `" not in schema.get("description", "").lower():
        yield (
            place,
            "deprecated without a replacement: write a description like: Deprecated, use `x` instead.",
        )
    if len(schema.get("enum", [])) != len(set(schema.get("enum", []))):
        yield (*place, "enum"), "a value stands here twice: write each once, in the order of the page"
    for name, inner in schema.get("properties", {}).items():
        yield from _schema_rules(spec, (*place, "properties", name), inner, named=False)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from _schema_rules(spec, (*place, key), schema[key], named=False)
    for key in ("oneOf", "anyOf", "allOf"):
        for index, inner in enumerate(schema.get(key, [])):
            yield from _schema_rules(spec, (*place, key, index), inner, named=False)


def _described(place: Place, schema: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    if not schema.get("description"):
        yield place, "no description: add `description:`"


def _rejects(spec: dict[str, Any], schema: dict[str, Any], example: Any) -> str | None:
    validator = OAS31Validator(
        {**schema, "components": spec["components"]}, format_checker=OAS31Validator.FORMAT_CHECKER
    )
    errors = [error.message for error in validator.iter_errors(example)]
    return errors[0][:300] if errors else None


def _refs(node: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield (*place, "$ref"), node["$ref"]
        for key, value in node.items():
            if key != "example":
                yield from _refs(value, (*place, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _refs(value, (*place, index))


def _places(node: Any, place: Place = ()) -> Iterator[Place]:
    yield place
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, value in steps:
        yield from _places(value, (*place, step))


def _resolves(spec: Any, ref: str) -> bool:
    if not ref.startswith("#/"):
        return False
    for step in ref[2:].split("/"):
        step = step.replace("~1", "/").replace("~0", "~")
        if not isinstance(spec, dict) or step not in spec:
            return False
        spec = spec[step]
    return True


def _line(node: Any, place: Place) -> int:
    """The line of the deepest node on the way to a place."""
    line = 1
    for step in place:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == str(step)]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _named(place: Place) -> str:
    steps = [step for step in place if step not in ("components", "schemas", "paths", "properties")]
    return " ".join(str(step) for step in steps) or "the spec"


def main() -> int:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else SPEC
    lines = explain(path)
    print(*lines, sep="\n", end="\n" if lines else "")
    if not os.environ.get("CI") or not lines:
        print(f"{path.name}: {len(lines)} problem{'s' * (len(lines) > 1)}" if lines else f"{path.name}: valid")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
