"""Report what is wrong with the spec, on which line, and what to write instead."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from tools.lint import keywords, rules
from tools.lint.keywords import Place
from tools.paths import SPEC
from tools.spec.lines import Problem, line_of, shown_path

# Far more than any spec has; nested aliases could exhaust memory.
MAX_NODES = 1_000_000


_TAG = "tag:yaml.org,2002:"


class _Loader(yaml.SafeLoader):
    """Rejects duplicate keys, of which YAML would keep the last, and values that YAML versions read differently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a name must be a text", problem_mark=key.start_mark)
            if key.tag == f"{_TAG}merge":
                raise yaml.MarkedYAMLError(problem="write the keys out, instead of `<<`", problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"duplicate key {key.value!r}", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        is_plain = (
            isinstance(node, yaml.ScalarNode) and node.style is None and not node.tag.startswith(_TAG + "python/")
        )
        if is_plain and node.tag != _tag(node.value):
            problem = f"{node.value!r} means something else in another version of YAML: write it in quotes"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            # Such as for an integer with too many digits.
            problem = f"{node.value!r} cannot be read ({error}): write it in quotes"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from None


# Types of unquoted text in YAML 1.2, which the generator reads. PyYAML reads 1.1, where `no` is false.
_YAML_1_2 = {
    "null": re.compile("|~|null|Null|NULL"),
    "bool": re.compile("true|True|TRUE|false|False|FALSE"),
    "int": re.compile("[-+]?(0|[1-9][0-9]*)"),
    "float": re.compile(r"[-+]?([0-9]*\.[0-9]+|[0-9]+\.?)([eE][-+]?[0-9]+)?"),
}


def _tag(text: str) -> str:
    return _TAG + next((kind for kind, pattern in _YAML_1_2.items() if pattern.fullmatch(text)), "str")


class _Unreadable(Exception):
    """A file that is not YAML."""

    def __init__(self, line: int, reason: str) -> None:
        self.problem = Problem(line, f"not YAML: {reason}")


def problems(path: Path = SPEC) -> list[Problem]:
    """Check a spec.

    Args:
        path: The YAML file.

    Returns:
        Every problem, in the order of the lines; for an unreadable file, only the reason.
    """
    try:
        root, spec = _read(path)
    except _Unreadable as error:
        return [error.problem]
    if not isinstance(spec, dict):
        return [Problem(1, "not an OpenAPI document: write a mapping that starts with `openapi: 3.1.0`")]
    # Each check relies on the ones before it having passed.
    for check in (keywords.problems, rules.reference_problems, rules.problems, _invalid):
        found = sorted({Problem(line_of(root, place), f"{_named(place)}: {message}") for place, message in check(spec)})
        if found:
            return found
    return []


def explain(path: Path = SPEC) -> list[str]:
    """The problems of a spec as lines for a terminal, or for GitHub if CI is set."""
    return report_lines(path, problems(path))


def report_lines(path: Path, found: list[Problem]) -> list[str]:
    name = shown_path(path)
    if os.environ.get("CI"):
        return [f"::error file={name},line={problem.line}::{problem.message}" for problem in found]
    return [f"{name}:{problem.line}: {problem.message}" for problem in found]


def _read(path: Path) -> tuple[yaml.Node | None, Any]:
    """The node tree of a YAML file, which has line numbers, and its value."""
    content = path.read_bytes()
    try:
        text = content.decode()
        loader = _Loader(text)
        root = loader.get_single_node()
        _check_aliases(root)
        return root, None if root is None else loader.construct_document(root)
    except UnicodeDecodeError as error:
        raise _Unreadable(content[: error.start].count(b"\n") + 1, "it is not UTF-8") from None
    except yaml.MarkedYAMLError as error:
        # Every error of PyYAML's own has a mark.
        raise _Unreadable(error.problem_mark.line + 1, str(error.problem)) from None  # type: ignore[union-attr]
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise _Unreadable(line, f"the character {error.character!r} is not allowed") from None
    except RecursionError:
        raise _Unreadable(1, "it is nested too deep") from None


def _check_aliases(root: yaml.Node | None) -> None:
    """Raise if an anchor contains itself, or if aliases make the file too large."""
    sizes: dict[int, int] = {}

    def size(node: yaml.Node) -> int:
        if id(node) not in sizes:
            sizes[id(node)] = 0  # until its size is known
            parts = node.value if isinstance(node, yaml.CollectionNode) else []
            if isinstance(node, yaml.MappingNode):
                parts = [part for pair in node.value for part in pair]
            sizes[id(node)] = 1 + sum(map(size, parts))
        elif sizes[id(node)] == 0:
            raise yaml.MarkedYAMLError(problem="an anchor contains itself", problem_mark=node.start_mark)
        if sizes[id(node)] > MAX_NODES:
            raise yaml.MarkedYAMLError(problem="its aliases make it too large", problem_mark=node.start_mark)
        return sizes[id(node)]

    if root is not None:
        size(root)


def _invalid(spec: dict[str, Any]) -> keywords.Found:
    """Check OpenAPI's own rules, in case ours miss something."""
    for fault in OpenAPIV31SpecValidator(spec).iter_errors():
        yield tuple(fault.absolute_path), fault.message[:300]


def _named(place: Place) -> str:
    steps = [step for step in place if step not in ("components", "schemas", "paths", "properties")]
    return " ".join(str(step) for step in steps) or "the spec"
