"""Where something is in a YAML file: its place in the document, and its line."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import yaml

Place = tuple[str | int, ...]


class Problem(NamedTuple):
    """What is wrong, and on which line of a file."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {printable(self.message)}"


def printable(text: object) -> str:
    """A text of a file on one line of a terminal or a report: what is not visible is escaped."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in str(text))


def line_of(node: yaml.Node | None, place: Place) -> int:
    """The line of the deepest node on the way to a place."""
    line = 1
    for step in place:
        if isinstance(node, yaml.MappingNode):
            members = [(key, value) for key, value in node.value if key.value == str(step)]
            if not members:
                break
            line, node = members[0][0].start_mark.line + 1, members[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line


def shown_path(path: Path, folder: Path | None = None) -> Path:
    """A path relative to a folder, by default the current one, if it is inside it."""
    path, folder = path.resolve(), (folder or Path.cwd()).resolve()
    return path.relative_to(folder) if path.is_relative_to(folder) else path
