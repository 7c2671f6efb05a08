"""Report what changed for callers since a git ref, from the two specs and the two generated packages.

Each line is breaking or compatible. The worst one decides which version the rule in CHANGELOG.md requires.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import changelog
import compare_packages
import compare_specs
import validate
import yaml
from compare_specs import BREAKING, Change
from generate import ROOT
from spec import load

SPEC = "openapi/case-management.yaml"


class Incomparable(Exception):
    """A spec or a version that cannot be compared."""


def asked_version(old: str, found: list[Change]) -> str:
    """The lowest version that the rule in CHANGELOG.md allows for these changes."""
    major, minor, patch = _numbers(old)
    kinds = {change.kind for change in found}
    if not kinds:
        return old
    if major == 0:
        return f"0.{minor + 1}.0" if BREAKING in kinds else f"0.{minor}.{patch + 1}"
    return f"{major + 1}.0.0" if BREAKING in kinds else f"{major}.{minor + 1}.0"


def _numbers(version: object) -> tuple[int, int, int]:
    found = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", str(version))
    if found is None:
        raise Incomparable(f"the version {version!r} is not three numbers, such as 1.2.3")
    return int(found[1]), int(found[2]), int(found[3])


def _read(path: Path, base: str) -> dict[str, Any]:
    """Read the spec of the base, which may be old or invalid."""
    try:
        spec = yaml.safe_load(path.read_text(encoding="utf-8"))
        _numbers(spec["info"]["version"])
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise Incomparable(f"the spec of {base} cannot be read: {str(error).splitlines()[0]}") from None
    return dict(spec)


def _compare(old: dict[str, Any], new: dict[str, Any], base: str) -> list[Change]:
    try:
        return compare_specs.changes(old, new)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        # The new spec is valid; the old one may be invalid by today's rules.
        problem = f"the spec of {base} cannot be compared ({type(error).__name__}: {error})"
        raise Incomparable(problem) from None


def _git(*arguments: str, root: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)


def default_base(root: Path) -> str:
    """The last tag, or else main."""
    tag = _git("describe", "--tags", "--abbrev=0", root=root)
    if tag.returncode == 0:
        return tag.stdout.decode().strip()
    for name in ("origin/main", "main"):
        if _git("rev-parse", "--verify", name, root=root).returncode == 0:
            return name
    return "HEAD"


def version_for(changed: dict[str, Any], root: Path) -> str:
    """The version for a changed spec: its own, or the one that its changes since the base require, whichever is higher.

    Raises:
        Incomparable: The spec of the base cannot be read.
    """
    base = default_base(root)
    shown = _git("show", f"{base}:{SPEC}", root=root)
    version = str(changed["info"]["version"])
    if shown.returncode:
        return version
    old = yaml.safe_load(shown.stdout)
    return max(version, asked_version(old["info"]["version"], _compare(old, changed, base)), key=_numbers)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", help="a git ref (default: the last tag, or else main)")
    parser.add_argument("--check", action="store_true", help="fail unless the version and CHANGELOG.md are up to date")
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository")
    options = parser.parse_args(arguments)
    base = options.base or default_base(options.root)
    archive = _git("archive", base, SPEC, "generated", root=options.root)
    if archive.returncode:
        print(
            f"make diff: {base!r} has no spec and package to compare with: {archive.stderr.decode().strip()}",
            file=sys.stderr,
        )
        return 0 if options.check and not options.base else 2
    try:
        if wrong := validate.explain(options.root / SPEC):
            raise Incomparable("\n".join(["the spec is not valid:", *wrong]))
        with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
            tar.extractall(folder, filter="data")
            old, new = _read(Path(folder) / SPEC, base), load(options.root / SPEC)
            found = _compare(old, new, base)
            packages = (Path(folder) / "generated", options.root / "generated")
            found += compare_packages.changes(*packages, known=compare_specs.subjects(found, old, new))
        was, version = old["info"]["version"], new["info"]["version"]
        asked = asked_version(was, found)
        enough = _numbers(version) >= _numbers(asked)
    except Incomparable as error:
        print(f"make diff: {error}", file=sys.stderr)
        return 2
    noted = changelog.has((options.root / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    if not options.check or not enough or not noted:
        print(*found, sep="\n", end="\n\n" if found else "")
        count = "1 change requires" if len(found) == 1 else f"{len(found)} changes require"
        print(f"Since {base} ({was}): {count} {asked}; the spec has {version}.")
    if not enough:
        print(f"Fix: write `version: {asked}` in {SPEC}, and make generate.")
    if not noted:
        print(f"Fix: write `{changelog.heading(version)}` and what callers notice in CHANGELOG.md.")
    return int(options.check and not (enough and noted))


if __name__ == "__main__":
    sys.exit(main())
