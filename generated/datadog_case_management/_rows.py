# Copied from runtime/_rows.py by `make generate`. Do not edit: change that file.
"""Models as rows of a table: for CSV, data frames and people."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from typing import Any

from ._codec import Model
from ._excerpts import one_line

_WIDEST = 60
_DEEPEST = 100


def to_row(model: Model[Any]) -> dict[str, Any]:
    """Flatten a model to a row for CSV, a data frame or a database.

    Args:
        model: A model, such as a timeline cell.

    Returns:
        The JSON value of each field by its path with dots, such as `attributes.author.content.name`. A name with
        a dot is in quotes. Fields that were not sent are missing; lists, and objects in a hundred others, stay as they
        are.

    Raises:
        ValueError: It is no model.
    """
    if not isinstance(model, Model):
        raise ValueError(f"to_row takes a model, such as a timeline cell, not {type(model).__name__}")
    row: dict[str, Any] = {}
    pending = [("", model.to_dict())]
    while pending:
        prefix, fields = pending.pop(0)
        for name, value in fields.items():
            path = f"{prefix}{json.dumps(name) if '.' in str(name) else name}"
            if isinstance(value, dict) and prefix.count(".") < _DEEPEST:
                pending.append((f"{path}.", value))
            else:
                row[path] = value
    return row


def table(rows: list[dict[str, Any]]) -> Iterator[str]:
    """The lines of a table, as wide as the terminal at most."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    texts = [["" if row.get(name) is None else one_line(str(row[name])) for name in names] for row in rows]
    # Columns that are empty everywhere are left out, and names are short where they are clear.
    used = [number for number in range(len(names)) if any(text[number] for text in texts)]
    shorts = [names[number].rpartition(".")[2] for number in used]
    heads = [short if shorts.count(short) == 1 else names[number] for number, short in zip(used, shorts, strict=True)]
    columns = [[head, *(text[number] for text in texts)] for head, number in zip(heads, used, strict=True)]
    widths = [min(max(map(len, column)), _WIDEST) for column in columns]
    width = shutil.get_terminal_size((120, 0)).columns
    for line in zip(*columns, strict=True):
        cells = (
            f"{cell[: size - 1]}…" if len(cell) > size else cell.ljust(size)
            for cell, size in zip(line, widths, strict=True)
        )
        yield "  ".join(cells).rstrip()[: max(width, 40)]


__all__ = ["to_row"]
