"""Report what changed for callers since a git ref, from the two specs and the two generated packages.

Each line is breaking or compatible. The worst one decides which version the rule in CHANGELOG.md requires.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import yaml

from tools.changes import specs
from tools.changes.specs import BREAKING, Change
from tools.paths import SPEC_FILE
from tools.spec.document import parse


class Incomparable(Exception):
    """A spec or a version that cannot be compared."""


def asked_version(old: str, reported: list[Change]) -> str:
    """The lowest version that the rule in CHANGELOG.md allows for these changes."""
    major, minor, patch = numbers(old)
    kinds = {change.kind for change in reported}
    if not kinds:
        return old
    if major == 0:
        return f"0.{minor + 1}.0" if BREAKING in kinds else f"0.{minor}.{patch + 1}"
    return f"{major + 1}.0.0" if BREAKING in kinds else f"{major}.{minor + 1}.0"


def numbers(version: object) -> tuple[int, int, int]:
    match = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", str(version))
    if match is None:
        raise Incomparable(f"the version {version!r} is not three numbers, such as 1.2.3")
    return int(match[1]), int(match[2]), int(match[3])


def read(path: Path, base: str) -> dict[str, Any]:
    """Read the spec of the base, which may be old or invalid."""
    try:
        spec = parse(path.read_text(encoding="utf-8"))
        numbers(spec["info"]["version"])
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise Incomparable(f"the spec of {base} cannot be read: {str(error).splitlines()[0]}") from None
    return dict(spec)


def compare(old: dict[str, Any], new: dict[str, Any], base: str) -> list[Change]:
    try:
        return specs.changes(old, new)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        # The new spec is valid; the old one may be invalid by today's rules.
        problem = f"the spec of {base} cannot be compared ({type(error).__name__}: {error})"
        raise Incomparable(problem) from None


def git(*arguments: str, root: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)


def default_base(root: Path) -> str:
    """The last tag, or else main."""
    tag = git("describe", "--tags", "--abbrev=0", root=root)
    if tag.returncode == 0:
        return tag.stdout.decode().strip()
    for name in ("origin/main", "main"):
        if git("rev-parse", "--verify", name, root=root).returncode == 0:
            return name
    return "HEAD"


def version_for(changed: dict[str, Any], root: Path) -> str:
    """The version for a changed spec: its own, or the one that its changes since the base require, whichever is higher.

    Raises:
        Incomparable: The spec of the base cannot be read.
    """
    base = default_base(root)
    shown = git("show", f"{base}:{SPEC_FILE}", root=root)
    version = str(changed["info"]["version"])
    if shown.returncode:
        return version
    old = parse(shown.stdout)
    return max(version, asked_version(old["info"]["version"], compare(old, changed, base)), key=numbers)
