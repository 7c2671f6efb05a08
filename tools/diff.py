"""Report what changed for callers since a git ref, from the two specs and the two generated packages.

Each line is breaking or compatible. The worst one decides which version the rule in CHANGELOG.md requires.
"""

from __future__ import annotations

import argparse
import sys
import tarfile
import tempfile
from pathlib import Path

from tools.changes import behavior, changelog, packages, specs
from tools.changes.versions import Incomparable, asked_version, compare, default_base, git, has_spec, numbers, read
from tools.lint.check import explain
from tools.paths import ROOT, SPEC_FILE
from tools.spec.document import load
from tools.spec.lines import printable

NOT_COMPARED = (
    "Not compared: texts, logs, headers, redirects, hooks, speed, how connections are used, how long waits are, "
    "the environment, the command line, and FakeService."
)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", help="a git ref (default: the version before this one)")
    parser.add_argument("--check", action="store_true", help="fail unless the version and CHANGELOG.md are up to date")
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository")
    options = parser.parse_args(arguments)
    try:
        if wrong := explain(options.root / SPEC_FILE):
            raise Incomparable("\n".join(["the spec is not valid:", *wrong]))
        base = options.base or default_base(options.root)
        if not has_spec(base, options.root):
            raise Incomparable(f"{base!r} has no spec to compare with")
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder, "base.tar")
            git("archive", f"--output={archive}", base, str(SPEC_FILE), "generated", root=options.root)
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
            text = Path(folder, SPEC_FILE).read_text(encoding="utf-8", errors="replace")
            old, new = read(text, base), load(options.root / SPEC_FILE)
            reported = compare(old, new, base)
            folders = (Path(folder) / "generated", options.root / "generated")
            reported += packages.changes(*folders, known=specs.subjects(reported, old, new))
            reported += behavior.changes(*folders, old, new)
        was, version = old["info"]["version"], new["info"]["version"]
        asked = asked_version(was, reported)
        enough = numbers(version) >= numbers(asked)
    except Incomparable as error:
        print(f"make diff: {error}", file=sys.stderr)
        return 2
    noted = changelog.has((options.root / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    if not options.check or not enough or not noted:
        print(*map(printable, reported), sep="\n", end="\n\n" if reported else "")
        count = "1 change requires" if len(reported) == 1 else f"{len(reported)} changes require"
        print(f"Since {base} ({was}): {count} {asked}; the spec has {version}.")
        print(NOT_COMPARED)
    if not enough:
        print(f"Fix: write `version: {asked}` in {SPEC_FILE}, and make generate.")
    if not noted:
        print(f"Fix: write `{changelog.heading(version)}` and what callers notice in CHANGELOG.md.")
    return int(options.check and not (enough and noted))


if __name__ == "__main__":
    sys.exit(main())
