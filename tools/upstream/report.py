"""Report where the spec differs from what the vendor publishes: its OpenAPI document and its recordings.

Differences in openapi/departures.yaml are accepted. Exits with 1 if there is any other, or a departure that no longer
applies.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from tools.spec.lines import line_of, printable, shown_path
from tools.upstream.compare import Comparison, Difference
from tools.upstream.departures import Departure, pointer

# The number of operations named per difference.
SHOWN = 3


def report(comparison: Comparison, accepted: list[Departure], source: Path) -> tuple[list[str], int]:
    """The lines of the report, and the number of differences and entries to deal with."""
    root = yaml.compose(source.read_text(encoding="utf-8"), yaml.SafeLoader)
    lines = []
    pending = 0
    applied = set()
    located = [(line_of(root, item.place), pointer(item.place), item) for item in comparison.differences]
    for line, where, difference in sorted(located, key=lambda item: item[:2]):
        known = next((entry for entry in accepted if difference.is_accepted_by(entry)), None)
        if known is not None:
            applied.add(known)
            lines.append(f"accepted  {where}")
            lines += _rows(**{difference.side: _shown(difference.published), "reason": known.reason})
            continue
        pending += 1
        lines.append(f"new  {shown_path(source)}:{line}  {where}")
        lines += _rows(
            seen_in=_users(difference, comparison.differences[difference]),
            ours=_shown(difference.ours),
            **{difference.side: _shown(difference.published), "write": difference.write},
        )
    for entry in accepted:
        if entry not in applied:
            pending += 1
            lines.append(f"stale  {entry.place}")
            lines += _rows(**{entry.side: _shown(entry.value), "write": "delete it: the spec no longer differs there"})
    return list(map(printable, lines)), pending


def _rows(**values: str) -> list[str]:
    """Lines with a name and a value, which may be multi-line."""
    rows = []
    for name, value in values.items():
        first, *others = value.strip().splitlines()
        rows += [f"  {name.replace('_', ' '):9} {first}", *(f"{'':12}{line}" for line in others)]
    return rows


def _users(difference: Difference, users: Counter[str]) -> str:
    names = sorted(users)
    text = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
    return f"{text} ({users.total()} times)" if difference.side == "recorded" else text


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else str(json.dumps(value))
