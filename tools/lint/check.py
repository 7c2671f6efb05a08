"""Report what is wrong with the spec, on which line, and what to write instead."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

from tools.lint import keywords, openapi, operations, references, schemas
from tools.paths import SPEC
from tools.spec.inline import name_inline
from tools.spec.lines import Place, Problem, line_of, printable, shown_path

# All rules for the spec of this package, or only those for the document of any API.
PROFILES = ("datadog", "openapi")
# Far more than any spec has; nested aliases could exhaust memory.
MAX_NODES = 1_000_000
_TAG = "tag:yaml.org,2002:"
# Types of unquoted text in YAML 1.2, which the generator reads. PyYAML reads 1.1, where `no` is false.
_YAML_1_2 = {
    "null": re.compile("|~|null|Null|NULL"),
    "bool": re.compile("true|True|TRUE|false|False|FALSE"),
    "int": re.compile("[-+]?(0|[1-9][0-9]*)"),
    "float": re.compile(r"[-+]?([0-9]*\.[0-9]+|[0-9]+\.?)([eE][-+]?[0-9]+)?"),
}
# How texts of PyYAML begin, and what they mean.
_IN_WORDS = {
    "found character '\\t' that cannot start any token": "a tab: indent with spaces",
    "mapping values are not allowed here": "wrong indentation, or `: ` in a text: write the text in quotes",
    "could not find expected ':'": "a line without `:`, such as a conflict marker of git: merge by hand",
    "but found another document": "a second document: a spec is one",
    "found unexpected end of stream": "a quote that is not closed",
    "expected <block end>": "wrong indentation, or a quote or a bracket above that is not closed",
    "expected ',' or": "a bracket that is not closed, here or above",
    "found undefined alias": "an alias without an anchor above it: write out what it stands for",
}


class _Loader(yaml.SafeLoader):
    """Rejects duplicate keys, of which YAML would keep the last, and values that YAML versions read differently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _error(key, "a name must be a text")
            if key.tag == f"{_TAG}merge":
                raise _error(key, "write the keys out, instead of `<<`")
            if key.value in seen:
                raise _error(key, f"duplicate key {key.value!r}")
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        if isinstance(node, yaml.ScalarNode) and node.style is None and not node.tag.startswith(f"{_TAG}python/"):
            name = next((name for name, pattern in _YAML_1_2.items() if pattern.fullmatch(node.value)), "str")
            if node.tag != f"{_TAG}{name}":
                raise _error(
                    node, f"{node.value!r} means something else in another version of YAML: write it in quotes"
                )
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            # Such as for an integer with too many digits.
            raise _error(node, f"{node.value!r} cannot be read ({error}): write it in quotes") from None


def _error(node: yaml.Node, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


def problems(path: Path = SPEC, profile: str = PROFILES[0]) -> list[Problem]:
    """Check a spec.

    Args:
        path: The YAML file.
        profile: Which rules hold: one of PROFILES.

    Returns:
        Every problem, in the order of the lines; for an unreadable file, only the reason.
    """
    root, spec = _read(path)
    if isinstance(spec, Problem):
        return [spec]
    if not isinstance(spec, dict):
        return [Problem(1, "not an OpenAPI document: write a mapping that starts with `openapi: 3.1.0`")]
    spec_of_rules, places = name_inline(spec)
    checks: tuple[Callable[[], Iterable[tuple[Place, str]]], ...] = (
        lambda: keywords.problems(spec),
        lambda: references.problems(spec),
        lambda: [
            *operations.problems(spec_of_rules),
            *schemas.problems(spec_of_rules),
            *references.unused(spec_of_rules),
        ],
        # In case ours miss something.
        lambda: openapi.problems(spec),
    )
    # Each check relies on the ones before it having passed.
    for check in checks[-1:] if profile == "openapi" else checks:
        located = [
            ((*places[p[2]], *p[3:]) if p[:2] == _SCHEMAS and p[2] in places else p, text) for p, text in check()
        ]
        if located:
            return sorted({Problem(line_of(root, place), f"{_named(place)}: {text}") for place, text in located})
    return []


_SCHEMAS = ("components", "schemas")


def explain(path: Path = SPEC, profile: str = PROFILES[0]) -> list[str]:
    """The problems of a spec as lines for a terminal, or for GitHub if CI is set."""
    return report_lines(path, problems(path, profile))


def report_lines(path: Path, reported: list[Problem]) -> list[str]:
    if os.environ.get("CI"):
        # GitHub knows files by their paths in the repository, in whichever folder of it this runs.
        folder = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())
        name = _escaped(shown_path(path, folder)).replace(":", "%3A").replace(",", "%2C")
        return [f"::error file={name},line={problem.line}::{_escaped(problem.message)}" for problem in reported]
    return [f"{shown_path(path)}:{problem.line}: {printable(problem.message)}" for problem in reported]


def _escaped(text: object) -> str:
    """A text of a workflow command of GitHub."""
    return printable(text).replace("%", "%25")


def _read(path: Path) -> tuple[yaml.Node | None, Any]:
    """The node tree of a YAML file, which has line numbers, and its value, or the Problem for which it has none."""
    content = path.read_bytes()
    try:
        text = content.decode()
        loader = _Loader(text)
        root = loader.get_single_node()
        _check_aliases(root)
        return root, None if root is None else loader.construct_document(root)
    except UnicodeDecodeError as error:
        line, reason = content[: error.start].count(b"\n") + 1, "it is not UTF-8"
    except yaml.MarkedYAMLError as error:
        # Every error of PyYAML's own has a mark.
        problem = str(error.problem)
        reason = next((words for start, words in _IN_WORDS.items() if problem.startswith(start)), problem)
        line = error.problem_mark.line + 1  # type: ignore[union-attr]
    except yaml.reader.ReaderError as error:
        line, reason = text[: error.position].count("\n") + 1, f"the character {error.character!r} is not allowed"
    except RecursionError:
        line, reason = 1, "it is nested too deep"
    return None, Problem(line, f"not YAML: {reason}")


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
            raise _error(node, "an anchor contains itself")
        if sizes[id(node)] > MAX_NODES:
            raise _error(node, "its aliases make it too large")
        return sizes[id(node)]

    if root is not None:
        size(root)


def _named(place: Place) -> str:
    steps = [step for step in place if step not in ("components", "schemas", "paths", "properties")]
    return " ".join(str(step) for step in steps) or "the spec"
