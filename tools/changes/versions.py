"""What a change is compared with, and the version that the rule in CHANGELOG.md requires for it."""

from __future__ import annotations

import os
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
    effects = {change.effect for change in reported}
    if not effects:
        return old
    if major == 0:
        return f"0.{minor + 1}.0" if BREAKING in effects else f"0.{minor}.{patch + 1}"
    return f"{major + 1}.0.0" if BREAKING in effects else f"{major}.{minor + 1}.0"


def numbers(version: object) -> tuple[int, int, int]:
    match = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", str(version))
    if match is None:
        raise Incomparable(f"the version {version!r} is not three numbers, such as 1.2.3")
    return int(match[1]), int(match[2]), int(match[3])


def read(text: str, base: str) -> dict[str, Any]:
    """Read the spec of the base, which may be old or invalid."""
    try:
        spec = parse(text)
        numbers(spec["info"]["version"])
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise Incomparable(f"the spec of {base} cannot be read: {str(error).splitlines()[0]}") from None
    return dict(spec)


def compare(old: dict[str, Any], new: dict[str, Any], base: str) -> list[Change]:
    try:
        return specs.changes(old, new)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        # The new spec is valid; the old one may be invalid by today's rules.
        problem = f"the spec of {base} cannot be compared ({type(error).__name__}: {error})"
        raise Incomparable(problem) from None


def git(*arguments: str, root: Path) -> str:
    """The output of git in a folder, to whose `./` paths of revisions are relative.

    Raises:
        Incomparable: git is missing, or fails.
    """
    try:
        settings = {**os.environ, "LC_ALL": "C"}
        result = subprocess.run(
            ["git", *arguments], cwd=root, env=settings, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise Incomparable("git is missing, which has the version to compare with. Fix: install git") from None
    if result.returncode:
        fix = "\nFix: use a clone, which has the version to compare with" if "not a git rep" in result.stderr else ""
        raise Incomparable(f"git {' '.join(arguments)}: {result.stderr.strip() or 'failed'}{fix}")
    return result.stdout.strip()


def default_base(root: Path) -> str:
    """What callers have now: the newest version tag in the history of HEAD.

    A tag at HEAD is the version that is about to be released, unless the files were edited since. If there is no tag,
    it is the merge base with the default branch. On that branch, it is the last commit of the previous version.

    Raises:
        Incomparable: There is none, or the history that has it is missing.
    """
    git("rev-parse", "--show-toplevel", root=root)
    if not has_spec("HEAD", root):
        raise Incomparable(f"no commit has {SPEC_FILE}. Fix: commit it")
    is_edited = git("status", "--porcelain", "--", str(SPEC_FILE), "generated", root=root)
    not_head = [] if is_edited else ["--no-contains", "HEAD"]
    tags = git("tag", "--merged", "HEAD", *not_head, root=root).splitlines()
    versions = [tag for tag in tags if re.fullmatch(r"v?\d+\.\d+\.\d+", tag) and has_spec(tag, root)]
    if versions:
        return max(versions, key=lambda tag: numbers(tag.removeprefix("v")))
    if git("rev-parse", "--is-shallow-repository", root=root) == "true":
        raise Incomparable(
            "the history is shallow, and has no tag of the previous version. Fix: git fetch --unshallow --tags; "
            "in a workflow: `fetch-depth: 0` for actions/checkout"
        )
    branch = _default_branch(root)
    base = git("merge-base", "HEAD", branch, root=root)
    is_default = git("branch", "--show-current", root=root) == branch.removeprefix("origin/")
    is_unchanged = base == git("rev-parse", "HEAD", root=root) and not is_edited
    if is_default or is_unchanged or not has_spec(base, root):
        base = git("log", "-1", "--format=%H", r"-G^[ \t]+version:", "--", str(SPEC_FILE), root=root)
        base = f"{base}^" if has_spec(f"{base}^", root) else base
    return git("rev-parse", "--short", base, root=root)


def has_spec(ref: str, root: Path) -> bool:
    """Whether a ref exists, and has the spec."""
    try:
        git("cat-file", "-e", f"{ref}:./{SPEC_FILE.as_posix()}", root=root)
    except Incomparable:
        return False
    return True


def _default_branch(root: Path) -> str:
    """The branch that others are merged into; HEAD in a repository without branches."""
    refs = git("for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes", root=root).splitlines()
    branches = [re.sub("^refs/(heads|remotes)/", "", ref) for ref in refs]
    target = f"origin/{os.environ.get('GITHUB_BASE_REF')}"
    for name in (target, "origin/HEAD", "origin/main", "origin/master", "main", "master"):
        if name in branches:
            return name if name != "origin/HEAD" else git("rev-parse", "--abbrev-ref", name, root=root)
    if len(branches) > 1:
        raise Incomparable(
            "the default branch is unknown. Fix: git remote set-head origin --auto, or give BASE=<git ref>"
        )
    return branches[0] if branches else "HEAD"


def version_for(changed: dict[str, Any], root: Path) -> str:
    """The version for a changed spec: its own, or the one that its changes since the base require, whichever is higher.

    Raises:
        Incomparable: There is no base, or its spec cannot be read.
    """
    base = default_base(root)
    old = read(git("show", f"{base}:./{SPEC_FILE.as_posix()}", root=root), base)
    asked = asked_version(old["info"]["version"], compare(old, changed, base))
    return max(str(changed["info"]["version"]), asked, key=numbers)
