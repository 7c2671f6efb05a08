"""Report what is wrong with an OpenAPI document, on which line, and what to write instead.

In CI, that is, if the environment variable CI is set, each problem is an annotation of GitHub.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tools.lint.check import PROFILES, explain, report_lines
from tools.paths import SPEC
from tools.spec.document import load
from tools.spec.lines import Problem
from tools.upstream import departures


def _explain_departures(path: Path) -> list[str]:
    """The problems of departures.yaml next to a valid spec, as such lines."""
    beside = departures.beside(path)
    return report_lines(beside, [Problem(line, message) for line, message in departures.problems(load(path), beside)])


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, metavar="path", help="a YAML or JSON file (default: our spec)")
    parser.add_argument(
        "--profile",
        choices=PROFILES,
        help="datadog: all rules for the spec of this package, its default; openapi: only those for the document of "
        "any API, the default for other files",
    )
    options = parser.parse_args(arguments)
    if not options.paths and not SPEC.exists():
        parser.error("which document? Give its path")
    status = 0
    for path in options.paths or [SPEC]:
        profile = options.profile or ("openapi" if options.paths else "datadog")
        try:
            lines = explain(path, profile) or (_explain_departures(path) if profile == "datadog" else [])
        except OSError as error:
            print(f"validate: {path}: {error.strerror}", file=sys.stderr)
            status = 2
            continue
        status = status or int(bool(lines))
        print(*lines, sep="\n", end="\n" if lines else "")
        if not os.environ.get("CI") or not lines:
            print(f"{path.name}: {len(lines)} problem{'s' * (len(lines) > 1)}" if lines else f"{path.name}: valid")
    return status


if __name__ == "__main__":
    sys.exit(main())
