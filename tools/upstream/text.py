"""Inserts nodes into the YAML of the spec, in its style; every other line is unchanged."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from typing import Any

import yaml

from tools.spec.document import Object
from tools.spec.lines import Place

# The width of folded texts, and the length of a text from which on it is folded.
WIDTH, LONG = 118, 78


class Verbatim(str):
    """A value that is written as it is, such as an alias."""


def insert(text: str, sections: Mapping[Place, Object]) -> str:
    """Append nodes to mappings of a YAML file.

    Args:
        text: The file.
        sections: The nodes to append, by the place of the mapping.
    """
    lines = text.splitlines()
    root = yaml.compose(text, yaml.SafeLoader)
    additions: list[tuple[int, list[str]]] = []
    for place, nodes in sections.items():
        if not nodes:
            continue
        mapping = _at(root, place)
        indent = mapping.value[0][0].start_mark.column
        end = mapping.end_mark.line + int(bool(mapping.flow_style))
        while not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#"):
            end -= 1
        # Paths and schemas have a blank line between them, if they are not in flow style.
        is_spaced = place[-1] in ("paths", "schemas")
        added: list[str] = []
        for key, node in nodes.items():
            added += [*([""] if is_spaced else []), *block({key: node}, indent)]
        additions.append((end, added))
    for end, added in sorted(additions, reverse=True):
        lines[end:end] = added
    return "\n".join(lines) + "\n"


def _at(node: Any, place: Place) -> Any:
    for step in place:
        node = next(value for key, value in node.value if key.value == step)
    return node


def block(node: Any, indent: int) -> list[str]:
    """The lines of a mapping or a list in block style."""
    lines: list[str] = []
    pad = " " * indent
    if isinstance(node, list):
        for item in node:
            first, *others = block(item, indent + 2) if isinstance(item, dict) and item else [flow(item)]
            lines += [f"{pad}- {first.strip()}", *others]
        return lines
    for key, value in node.items():
        start = f"{pad}{_scalar(key, is_plain=_is_plain(key, '{}'))}:"
        if isinstance(value, str) and len(value) > LONG and not isinstance(value, Verbatim):
            folded = textwrap.wrap(value, WIDTH - indent - 2, break_long_words=False, break_on_hyphens=False)
            lines += [f"{start} >-", *(f"{pad}  {line}" for line in folded)]
        elif isinstance(value, str):
            lines.append(f"{start} {_scalar(value, is_plain=_is_plain(value, '{}'))}")
        elif _is_flat(value):
            lines.append(f"{start} {flow(value)}")
        else:
            lines += [start, *block(value, indent + 2)]
    return lines


def _is_flat(node: Any) -> bool:
    """Whether a node is written on one line: a scalar, a reference, an empty node, or a short list of scalars."""
    if isinstance(node, dict):
        return not node or node.keys() in ({"$ref"}, {"type"})
    if isinstance(node, list):
        is_short = sum(len(str(item)) + 2 for item in node) < WIDTH / 2
        return is_short and not any(isinstance(item, (dict, list)) for item in node)
    return True


def flow(node: Any) -> str:
    """A node on one line."""
    if isinstance(node, dict):
        return f"{{ {', '.join(f'{key}: {flow(value)}' for key, value in node.items())} }}" if node else "{}"
    if isinstance(node, list):
        return f"[{', '.join(map(flow, node))}]"
    return _scalar(node, is_plain=isinstance(node, str) and _is_plain(node, "[{}]"))


def _scalar(value: Any, is_plain: bool) -> str:
    return str(value) if is_plain or isinstance(value, Verbatim) else json.dumps(value, ensure_ascii=False)


def _is_plain(text: str, around: str) -> bool:
    """Whether a string without quotes means the same, in a list or as the value of a key."""
    if "\n" in text or text != text.strip():
        return False
    try:
        in_list = yaml.safe_load(around.format(text)) in (text, [text])
        return in_list and yaml.safe_load(f"a: {text}") == {"a": text}
    except yaml.YAMLError:
        return False
