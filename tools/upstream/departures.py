"""Reads openapi/departures.yaml: where the spec deliberately differs from what the vendor publishes, and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tools.spec.document import Object
from tools.spec.lines import Place

# The other side: the vendor's document, or its recordings of the service.
SIDES = ("vendor", "recorded")


class Departure(NamedTuple):
    """An accepted difference.

    Attributes:
        place: Its place in the spec, as a JSON pointer (RFC 6901) with values of lists as steps.
        side: Whether it is from the vendor's document or from its recordings.
        value: What that side has there; None if nothing.
        reason: Why the spec differs.
    """

    place: str
    side: str
    value: Any
    reason: str


def pointer(place: Place) -> str:
    """Format a place as a JSON pointer."""
    return "#/" + "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in place)


def parse_pointer(text: str) -> Place:
    """Parse a JSON pointer."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in text.removeprefix("#/").split("/")]
    return tuple(steps)


def beside(spec: Path) -> Path:
    """The departures file next to a spec."""
    return spec.with_name("departures.yaml")


def load(path: Path) -> list[Departure]:
    """Read a file that is known to be valid; a missing one is empty."""
    if not path.exists():
        return []
    entries = []
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
        (side,) = (side for side in SIDES if side in entry)
        entries.append(Departure(entry["place"], side, entry[side], entry["reason"]))
    return entries


def problems(spec: Object, path: Path) -> Iterator[tuple[int, str]]:
    """The problems of the file: the line, and what to write instead."""
    if not path.exists():
        return
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        yield mark.line + 1 if mark else 1, f"not YAML: {getattr(error, 'problem', None) or error}"
        return
    if root is None:
        return
    if not isinstance(entries, list):
        yield 1, "not a list: write `- place: …`, `vendor:` or `recorded:`, and `reason:`"
        return
    seen: dict[tuple[str, str, str], int] = {}
    for node, entry in zip(root.value, entries, strict=True):
        line = node.start_mark.line + 1
        if wrong := _problem(spec, entry):
            yield line, wrong
            continue
        (side,) = (side for side in SIDES if side in entry)
        same = (entry["place"], side, repr(entry[side]))
        if same in seen:
            yield line, f"the same as line {seen[same]}: delete one of the two"
        seen.setdefault(same, line)


def _problem(spec: Object, entry: Any) -> str | None:
    if not isinstance(entry, dict):
        return "not a mapping: write `place:`, `vendor:` or `recorded:`, and `reason:`"
    sides = [side for side in SIDES if side in entry]
    if len(sides) != 1 or entry.keys() != {"place", "reason", *sides}:
        return "write exactly `place:`, `reason:`, and one of `vendor:` and `recorded:`"
    if not isinstance(entry["reason"], str) or not entry["reason"].strip():
        return "no reason: write why the spec differs"
    if not isinstance(entry["place"], str) or not entry["place"].startswith("#/"):
        return "`place:` must be a JSON pointer, as `make upstream` prints it"
    *parents, _ = parse_pointer(entry["place"])
    # The spec may lack the last step, and the keyword before it.
    return None if _exists(spec, parents[:-1]) else f"{entry['place']} leads to nothing in the spec: delete the entry"


def _exists(node: Any, steps: list[Any]) -> bool:
    for step in steps:
        if isinstance(node, dict) and step in node:
            node = node[step]
        elif isinstance(node, list) and str(step).isdecimal() and int(step) < len(node):
            node = node[int(step)]
        else:
            return False
    return True
