"""Report what is wrong with the spec, on which line, and what to write instead."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tools.lint.check import explain, report_lines
from tools.paths import SPEC
from tools.spec.document import load
from tools.spec.lines import Problem
from tools.upstream import departures


def _explain_departures(path: Path) -> list[str]:
    """The problems of departures.yaml next to a valid spec, as such lines."""
    beside = departures.beside(path)
    return report_lines(beside, [Problem(line, message) for line, message in departures.problems(load(path), beside)])


def main() -> int:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else SPEC
    lines = explain(path) or _explain_departures(path)
    print(*lines, sep="\n", end="\n" if lines else "")
    if not os.environ.get("CI") or not lines:
        print(f"{path.name}: {len(lines)} problem{'s' * (len(lines) > 1)}" if lines else f"{path.name}: valid")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
