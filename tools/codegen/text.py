"""Text of the spec in Python code: every value passes through `literal`, every docstring through `docstring`."""

from __future__ import annotations

import textwrap
from typing import Any


def literal(value: Any) -> str:
    """The source of a value: a string, a number, None, or lists and dicts of them."""
    # repr escapes whatever could end a literal or cannot be seen: quotes, line breaks, zero-width characters.
    return repr(value)


def docstring(text: str, indent: int = 0) -> str:
    """The source of a docstring.

    Args:
        text: The docstring, with the indentation of its sections.
        indent: The indentation of the code.
    """
    lines = "".join(
        char if char.isprintable() or char == "\n" else literal(char)[1:-1]
        for char in text.strip().replace("\t", " ").replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    ).splitlines()
    if lines and lines[-1].endswith('"'):
        lines[-1] = f'{lines[-1][:-1]}\\"'
    body = textwrap.indent("\n".join(lines), " " * indent).lstrip(" ")
    return f'"""{body}"""' if len(lines) < 2 else f'"""{body}\n{" " * indent}"""'


def wrapped(text: str, width: int = 100, indent: int = 0) -> str:
    """Wrap lines without breaking URLs or names; `indent` is that of all lines except the first."""
    lines = [
        part
        for line in text.splitlines()
        for part in textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
    ]
    return f"\n{' ' * indent}".join(line.rstrip() for line in lines)


def described(name: str, description: str, width: int = 96) -> str:
    """An entry of a section of a docstring; its lines after the first are indented below it."""
    return wrapped(f"{name}: {description}", width, 8)
