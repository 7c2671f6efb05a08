"""Rules of OpenAPI itself, which hold for the document of any API: see `--profile openapi`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from jsonschema.exceptions import SchemaError, best_match  # type: ignore[import-untyped]
from jsonschema.validators import validator_for  # type: ignore[import-untyped]
from openapi_schema_validator import OAS30Validator, OAS31Validator, OAS32Validator
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator, OpenAPIV32SpecValidator
from openapi_spec_validator.schemas import schema_v30, schema_v31, schema_v32

from tools.lint.keywords import INSTEAD, OBJECTS, Problems, shown, suggestion
from tools.lint.references import objects, references
from tools.spec.document import Object
from tools.spec.lines import Place

# By version: the schema of the document, and the validators of schemas and of everything else.
VERSIONS: dict[str, tuple[Any, Any, Any]] = {
    "3.0": (schema_v30, OAS30Validator, OpenAPIV30SpecValidator),
    "3.1": (schema_v31, OAS31Validator, OpenAPIV31SpecValidator),
    "3.2": (schema_v32, OAS32Validator, OpenAPIV32SpecValidator),
}
KEYWORDS = {key for known in (*OBJECTS.values(), *INSTEAD.values()) for key in known}


def problems(spec: Object) -> Problems:
    """The problems of a document; each check relies on the ones before it having passed."""
    version = spec.get("openapi")
    if not isinstance(version, str) or version[:3] not in VERSIONS:
        what = "no version" if version is None else f"must be a text such as 3.1.0, not {shown(version)}"
        yield ("openapi",), f"{what}: write `openapi:` and one of {', '.join(VERSIONS)}"
        return
    document, schema_validator, spec_validator = VERSIONS[version[:3]]
    # References to other files are not followed, nor into the network.
    is_whole = all(ref.startswith("#") for _, ref in references(spec))
    yield from (
        [*_without_quotes(spec)]
        or [*_paths(spec)]
        or [*_references(spec)]
        # It may be in Rust, which takes a fifth of the time, but words its errors for programs.
        or (not spec_validator.schema_validator.is_valid(spec) and [*_document(spec, document)])
        or [*_schemas(spec, schema_validator)]
        or (is_whole and [*_rejections((), spec_validator(spec).iter_errors())])
        or (is_whole and [*_examples(spec, schema_validator)])
        or []
    )


def _document(spec: Object, schema: Any) -> Problems:
    return _rejections((), validator_for(schema)(dict(schema)).iter_errors(spec))


def _rejections(place: Place, errors: Any) -> Problems:
    for error in errors:
        # That it is no reference explains nothing.
        causes = [cause for cause in error.context if cause.message != "'$ref' is a required property"]
        error = best_match(causes or error.context) or error
        unexpected = re.findall(r"'([^']+)' (?:was|were) unexpected", error.message)
        meant = suggestion(unexpected[0], KEYWORDS - {*unexpected}) if unexpected else ""
        named = re.search(r"'(\w+)' (?:operation )?in '(/[^']*)'", error.message)
        steps = ("paths", named[2], named[1]) if named else error.absolute_path
        yield (*place, *steps), f"{error.message[:300]}{meant}"


def _without_quotes(node: Any, place: Place = ()) -> Problems:
    """The names that are no texts, such as statuses."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if isinstance(node, dict) and not isinstance(key, str):
            yield (*place, str(key)), f'the name must be a text: write "{key}" in quotes'
        else:
            yield from _without_quotes(value, (*place, key))


def _paths(spec: Object) -> Problems:
    """The paths that openapi-spec-validator fails on."""
    paths = spec.get("paths")
    for path in paths if isinstance(paths, dict) else ():
        if re.search("[{}]", re.sub("{[^{}]*}", "", path)):
            yield ("paths", path), "a brace too many or too few"


def _references(spec: Object) -> Problems:
    for place, ref in references(spec):
        target: Any = spec
        for step in unquote(ref).removeprefix("#/").split("/") if ref.startswith("#/") else ():
            step = step.replace("~1", "/").replace("~0", "~")
            inner = (
                target.items() if isinstance(target, dict) else enumerate(target) if isinstance(target, list) else ()
            )
            known = {str(key): value for key, value in inner}
            if step not in known:
                yield place, f"$ref to {ref}, which does not exist{suggestion(step, known)}"
                break
            target = known[step]


def _schemas(spec: Object, validator: Any) -> Problems:
    for place, node in objects(spec):
        if place[-1:] == ("schema",) or (place[:2] == ("components", "schemas") and len(place) == 3):
            try:
                validator.check_schema(node)
            except SchemaError as error:
                yield from _rejections(place, [error])


def _examples(spec: Object, validator: Any) -> Problems:
    components = spec.get("components", {})
    for place, schema, value in _values(spec):
        whole = {**schema, "components": components} if isinstance(schema, dict) else schema
        error = best_match(validator(whole, format_checker=validator.FORMAT_CHECKER).iter_errors(value))
        if error is not None:
            yield (*place, *error.absolute_path), f"its own schema rejects it: {error.message[:300]}"


def _values(spec: Object) -> Iterator[tuple[Place, Any, Any]]:
    """Each example, with its schema."""
    for place, node in objects(spec):
        schema = node.get("schema", node if node.keys() & {"type", "properties", "$ref"} else None)
        if schema is not None and "example" in node:
            yield (*place, "example"), schema, node["example"]
        examples = node.get("examples")
        for name, example in examples.items() if isinstance(examples, dict) else ():
            if schema is not None and isinstance(example, dict) and "value" in example:
                yield (*place, "examples", name, "value"), schema, example["value"]
