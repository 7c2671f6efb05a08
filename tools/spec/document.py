"""Reads a spec, and finds operations, schemas and references in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml

from tools.paths import SPEC
from tools.spec.inline import name_inline

METHODS = ("get", "put", "post", "delete", "patch")

Object = dict[str, Any]
# libyaml takes a tenth of the time, but crashes on what is nested too deep.
FAST_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
T = TypeVar("T")


def load(path: Path = SPEC) -> Object:
    """Read a spec that is known to be valid."""
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str | bytes) -> Object:
    """Read the YAML of a spec; inline objects and enums get the name that is their title."""
    return dict(name_inline(yaml.load(text, FAST_LOADER))[0])


def operations(spec: Object) -> Iterator[tuple[str, str, Object]]:
    """The path, the method and the object of each operation of a spec."""
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def match_request(known: Iterable[tuple[str, str, T]], method: str, path: str) -> tuple[T, dict[str, str]] | None:
    """Find the operation of a request.

    Args:
        known: The operations: the method, the path with the names of its arguments in braces, and what is returned.
        method: The method of the request.
        path: The path of the request, without its query.

    Returns:
        The operation, and the quoted arguments in the path by name; None if the request is of no operation.
    """
    # A path without arguments takes precedence.
    for candidate, template, operation in sorted(known, key=lambda item: item[1].count("{")):
        literals = re.split(r"{[^}]*}", template)
        match = re.fullmatch("([^/]+)".join(map(re.escape, literals)), path)
        if match and candidate.upper() == method.upper():
            return operation, dict(zip(re.findall(r"{([^}]*)}", template), match.groups(), strict=True))
    return None


def resolve(spec: Object, node: Object) -> Object:
    """Resolve a `$ref`, overridden by the keywords next to it; return any other node itself."""
    followed = 0
    while "$ref" in node:
        followed += 1
        if followed > 100:
            raise ValueError(f"{node['$ref']} refers to itself")
        target: Any = spec
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def body_example(spec: Object, media: Object) -> Any:
    """An example of a body: of its media type, or else of its schema; None if there is none."""
    examples = [media["example"]] if "example" in media else []
    examples += [example.get("value") for example in media.get("examples", {}).values()]
    return examples[0] if examples else resolve(spec, media["schema"]).get("example")


def schema_name(node: Object) -> str:
    """The name of the schema that a node refers to; empty if it is not a reference."""
    return str(node.get("$ref", "")).rpartition("/")[2]


def split_null(spec: Object, schema: Object) -> tuple[Object, bool]:
    """A schema without null, and whether it allowed null."""
    types = schema.get("type")
    if isinstance(types, list):
        others = [name for name in types if name != "null"]
        return {**schema, "type": others[0] if len(others) == 1 else others}, "null" in types
    for key in ("oneOf", "anyOf"):
        members = schema.get(key, [])
        others = [member for member in members if resolve(spec, member).get("type") != "null"]
        if len(others) < len(members) and len(others) == 1:
            return others[0], True
    return schema, False


def snake_case(name: str) -> str:
    """The Python name of an operation or a parameter, which may still be a keyword."""
    text = re.sub(r"[^A-Za-z0-9]+", " ", name)
    # As the generator does: in a name with capitals, a number is a word.
    words = " ".join(re.split("([A-Z]?[a-z]+)", text)) if re.search("[A-Z]", text) else text
    return "_".join(words.split()).lower()


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON."""
    return media_type == "application/json" or media_type.endswith("+json")
