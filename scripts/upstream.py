"""Report where the spec differs from what the vendor publishes: its OpenAPI document and its recordings.

Differences in openapi/departures.yaml are accepted. Exits with 1 if there is any other, or a departure that no longer
applies.
"""

from __future__ import annotations

import argparse
import json
import os.path
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import departures
import validate
import vendor
import yaml
from compare_upstream import Comparison, Difference
from departures import Departure, pointer
from spec import SPEC, Object, load
from vendor import Vendor, VendorError

# The number of operations named per difference.
SHOWN = 3


def report(comparison: Comparison, accepted: list[Departure], source: Path) -> tuple[list[str], int]:
    """The lines of the report, and the number of differences and entries to deal with."""
    root = yaml.compose(source.read_text(encoding="utf-8"), yaml.SafeLoader)
    lines = []
    left = 0
    applied = set()
    found = [(validate.line_of(root, item.place), pointer(item.place), item) for item in comparison.found]
    for line, where, difference in sorted(found, key=lambda item: item[:2]):
        known = next((entry for entry in accepted if difference.is_accepted_by(entry)), None)
        if known is not None:
            applied.add(known)
            lines.append(f"accepted  {where}")
            lines += _rows(**{difference.side: _shown(difference.theirs), "reason": known.reason})
            continue
        left += 1
        lines.append(f"new  {validate.shown_path(source)}:{line}  {where}")
        lines += _rows(
            seen_in=_users(difference, comparison.found[difference]),
            ours=_shown(difference.ours),
            **{difference.side: _shown(difference.theirs), "write": difference.write},
        )
    for entry in accepted:
        if entry not in applied:
            left += 1
            lines.append(f"stale  {entry.place}")
            lines += _rows(**{entry.side: _shown(entry.value), "write": "delete it: the spec no longer differs there"})
    return lines, left


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


def prefix_of(spec: Object) -> str:
    """The common prefix of all paths of a spec, up to the first argument."""
    return str(os.path.commonpath([path.partition("{")[0] for path in spec["paths"]]))


def read(version: str | None, sdist: Path | None, source: Path) -> tuple[Object, Vendor]:
    """Read the spec, and the vendor's document and recordings of similar operations.

    Raises:
        VendorError: One of them cannot be read.
    """
    if wrong := validate.explain(source):
        raise VendorError("\n".join(["the spec is not valid:", *wrong]))
    spec = load(source)
    return spec, vendor.read(vendor.find(version, sdist), prefix_of(spec))


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options for what to compare with."""
    parser.add_argument("--version", help="a version of the vendor's client (default: the latest)")
    parser.add_argument("--sdist", type=Path, help="an sdist on disk, instead of a download")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    parser.add_argument("--spec", type=Path, default=SPEC, help="the spec; departures.yaml is beside it")
    options = parser.parse_args(arguments)
    try:
        spec, published = read(options.version, options.sdist, options.spec)
        accepted = departures.load(departures.beside(options.spec))
    except VendorError as error:
        print(f"make upstream: {error}", file=sys.stderr)
        return 2
    comparison = Comparison(spec, published.document)
    failures = comparison.check(published.recordings)
    lines, left = report(comparison, accepted, options.spec)
    print(*lines, *(f"lost  {failure}" for failure in failures), sep="\n", end="\n\n" if lines or failures else "")
    print(
        f"{vendor.DISTRIBUTION} {published.version}: {len(comparison.found)} differences, {left} new or stale. "
        f"{len(published.recordings)} recorded responses, {len(failures)} of them not kept by the package."
    )
    if left:
        print("Fix: write the YAML shown, or accept the difference in openapi/departures.yaml, with a reason.")
    return int(bool(left or failures))


if __name__ == "__main__":
    sys.exit(main())
