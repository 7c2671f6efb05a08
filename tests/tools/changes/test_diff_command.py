"""The command line of make diff: what it compares with, prints and returns."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from repository import VERSION, git, git_commit_all
from tools.changes import changelog
from tools.changes.versions import Incomparable, default_base, version_for
from tools.diff import NOT_COMPARED, main
from tools.paths import SPEC, SPEC_FILE

pytestmark = pytest.mark.usefixtures("elsewhere")

SPEC_TEXT = SPEC.read_text(encoding="utf-8")
PATCHED = ".".join([*VERSION.split(".")[:2], str(int(VERSION.split(".")[2]) + 1)])
# Adds an optional argument, which is compatible.
WITH_Q = SPEC_TEXT.replace(
    '        - $ref: "#/components/parameters/SortAscending"\n',
    '        - $ref: "#/components/parameters/SortAscending"\n'
    "        - { name: q, in: query, description: A query., schema: { type: string }, example: x }\n",
)


PACKAGE = """from contextlib import nullcontext
__all__ = []
def Client(**settings):
    return nullcontext()
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the spec, a package without operations and a changelog that has its version."""
    (tmp_path / "openapi").mkdir()
    (tmp_path / SPEC_FILE).write_text(SPEC_TEXT, encoding="utf-8")
    package = tmp_path / "generated/datadog_case_management"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(PACKAGE, encoding="utf-8")
    for name in ("errors", "client", "testing", "types", "_retries"):
        (package / f"{name}.py").write_text("__all__ = []\n", encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n{changelog.heading(VERSION)}\n", encoding="utf-8")
    git_commit_all(tmp_path)
    return tmp_path


def commit(repository: Path, version: str = VERSION) -> str:
    """Commit a spec of a version; return the commit, as the report has it."""
    text = SPEC_TEXT.replace(f"  version: {VERSION}\n", f"  version: {version}\n")
    (repository / SPEC_FILE).write_text(text, encoding="utf-8")
    git(repository, "commit", "-qam", "More", "--allow-empty")
    return head(repository)


def head(repository: Path) -> str:
    return git(repository, "rev-parse", "--short", "HEAD").strip()


def test_the_base_is_the_newest_version_that_is_tagged(repository: Path) -> None:
    for tag in ("v1.9.0", "1.10.0", "v1.2.0", "v2", "latest", "other-v9.0.0"):
        git(repository, "tag", tag)
    commit(repository)
    git(repository, "checkout", "-q", "-b", "other")
    commit(repository)
    git(repository, "tag", "v8.0.0")
    git(repository, "checkout", "-q", "main")
    assert default_base(repository) == "1.10.0"


def test_a_release_is_compared_with_the_one_before_it(repository: Path) -> None:
    git(repository, "tag", "v1.0.0")
    commit(repository)
    git(repository, "tag", "v1.1.0")
    git(repository, "checkout", "-q", "--detach")
    assert default_base(repository) == "v1.0.0"
    (repository / SPEC_FILE).write_text(WITH_Q, encoding="utf-8")
    assert default_base(repository) == "v1.1.0"


@pytest.mark.parametrize("default", ["main", "trunk"])
def test_without_a_tag_a_branch_is_compared_with_where_it_left_the_default_branch(
    repository: Path, tmp_path: Path, default: str
) -> None:
    git(repository, "branch", "-m", default)
    parting = head(repository)
    git(tmp_path, "clone", "-q", str(repository), "clone")
    commit(repository)
    clone = tmp_path / "clone"
    git(clone, "fetch", "-q")
    git(clone, "checkout", "-q", "-b", "topic")
    (clone / SPEC_FILE).write_text(WITH_Q, encoding="utf-8")
    assert default_base(clone) == parting
    commit(clone, "99.0.0")
    assert default_base(clone) == parting
    git(clone, "checkout", "-q", "--detach")
    assert default_base(clone) == parting


def test_the_default_branch_without_a_tag_is_compared_with_the_previous_version(repository: Path) -> None:
    first = head(repository)
    assert default_base(repository) == first
    commit(repository)
    assert default_base(repository) == first
    git(repository, "branch", "other")
    previous = commit(repository)
    commit(repository, "99.0.0")
    commit(repository, "99.0.0")
    assert default_base(repository) == previous
    git(repository, "checkout", "-q", "--detach")
    assert default_base(repository) == previous
    git(repository, "branch", "-D", "main", "other")
    assert default_base(repository) == previous


def test_an_unknown_default_branch_is_reported_unless_it_is_a_target(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_BASE_REF", raising=False)
    base = head(repository)
    git(repository, "branch", "-m", "trunk")
    git(repository, "update-ref", "refs/remotes/origin/trunk", "HEAD")
    git(repository, "checkout", "-q", "-b", "topic")
    commit(repository)
    with pytest.raises(Incomparable, match=r"the default branch is unknown\. Fix: git remote set-head origin --auto"):
        default_base(repository)
    monkeypatch.setenv("GITHUB_BASE_REF", "trunk")
    assert default_base(repository) == base


def test_a_repository_in_a_folder_of_another_is_compared_with_itself(repository: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    copied = shutil.copytree(repository, outer / "packages/cases", ignore=shutil.ignore_patterns(".git", "outer"))
    (outer / "openapi").mkdir()
    (outer / SPEC_FILE).write_text("openapi: 3.1.0\ninfo: { version: 7.0.0 }\n", encoding="utf-8")
    git_commit_all(outer)
    git(outer, "tag", "v1.0.0")
    commit(copied)
    assert version_for(yaml.safe_load(WITH_Q), copied) == PATCHED
    (copied / SPEC_FILE).write_text(WITH_Q, encoding="utf-8")
    assert main(["--root", str(copied), "--check"]) == 1


def test_a_project_that_is_newer_than_the_tags_is_compared_with_its_first_commit(tmp_path: Path) -> None:
    (tmp_path / "README").touch()
    git_commit_all(tmp_path)
    git(tmp_path, "tag", "v1.0.0")
    (tmp_path / "openapi").mkdir()
    (tmp_path / SPEC_FILE).write_text(SPEC_TEXT, encoding="utf-8")
    git(tmp_path, "add", "-A")
    first = commit(tmp_path)
    git(tmp_path, "checkout", "-q", "-b", "topic")
    assert default_base(tmp_path) == first


def shallow(folder: Path) -> None:
    git(folder, "commit", "-qm", "More", "--allow-empty")
    git(folder, "clone", "-q", "--depth", "1", f"file://{folder}", "shallow")
    shutil.move(folder / "shallow/.git", folder / "other")
    shutil.rmtree(folder / ".git")
    shutil.move(folder / "other", folder / ".git")


# What is missing, and the fix that the message names.
MISSING: dict[str, tuple[Callable[[Path], Any], dict[str, str], str]] = {
    "history": (shallow, {}, "git fetch --unshallow --tags; in a workflow: `fetch-depth: 0`"),
    "a repository": (lambda folder: shutil.rmtree(folder / ".git"), {}, "Fix: use a clone"),
    "a commit": (lambda folder: git(folder, "update-ref", "-d", "HEAD"), {}, f"no commit has {SPEC_FILE}. Fix: commit"),
    "git": (Path.exists, {"PATH": ""}, "Fix: install git"),
    "the owner": (Path.exists, {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}, "--add safe.directory"),
}


@pytest.mark.parametrize("missing", MISSING)
def test_the_check_fails_without_a_base(
    missing: str, repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    remove, settings, message = MISSING[missing]
    remove(repository)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert main(["--root", str(repository), "--check"]) == 2
    assert message in capsys.readouterr().err


def test_a_shallow_history_with_a_tag_is_enough(repository: Path) -> None:
    git(repository, "tag", "v1.0.0")
    commit(repository)
    git(repository, "clone", "-q", "--depth", "2", f"file://{repository}", "shallow")
    assert default_base(repository / "shallow") == "v1.0.0"


def test_nothing_changed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(repository)]) == 0
    expected = f"Since {head(repository)} ({VERSION}): 0 changes require {VERSION}; the spec has {VERSION}.\n"
    assert capsys.readouterr() == (f"{expected}{NOT_COMPARED}\n", "")
    assert main(["--root", str(repository), "--check"]) == 0
    assert capsys.readouterr() == ("", "")


def test_one_change(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / SPEC_FILE).write_text(WITH_Q, encoding="utf-8")
    output = (
        "compatible  listCaseTimeline: argument q was added\n\n"
        f"Since {head(repository)} ({VERSION}): 1 change requires {PATCHED}; the spec has {VERSION}.\n{NOT_COMPARED}\n"
        f"Fix: write `version: {PATCHED}` in {SPEC_FILE}, and make generate.\n"
    )
    assert main(["--root", str(repository)]) == 0
    assert capsys.readouterr() == (output, "")
    assert main(["--root", str(repository), "--check"]) == 1
    assert capsys.readouterr() == (output, "")
    (repository / SPEC_FILE).write_text(WITH_Q.replace(f"version: {VERSION}", f"version: {PATCHED}"), encoding="utf-8")
    assert main(["--root", str(repository), "--check"]) == 1
    assert capsys.readouterr().out.endswith(
        f"Fix: write `{changelog.heading(PATCHED)}` and what callers notice in CHANGELOG.md.\n"
    )
    (repository / "CHANGELOG.md").write_text(f"# Changelog\n\n{changelog.heading(PATCHED)}\n", encoding="utf-8")
    assert main(["--root", str(repository), "--check"]) == 0
    # With another base, and more than one change.
    git_commit = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "More"]
    subprocess.run(git_commit, cwd=repository, check=True)
    assert main(["--root", str(repository), "--base", "HEAD~1"]) == 0
    assert f"Since HEAD~1 ({VERSION}): 1 change requires {PATCHED}; the spec has {PATCHED}.\n" in (
        capsys.readouterr().out
    )


def test_several_changes_of_the_repository_itself(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.diff.ROOT", repository)
    (repository / SPEC_FILE).write_text(WITH_Q.replace("minimum: 1, ", "", 1), encoding="utf-8")
    assert main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == ""
    assert sorted(lines[:2]) == [
        "compatible  listCaseTimeline: argument page_size: minimum is none, was 1",
        "compatible  listCaseTimeline: argument q was added",
    ]
    assert lines[3].startswith(f"Since {head(repository)} ({VERSION}): 2 changes require {PATCHED}; ")


def test_the_methods_of_an_operation_are_not_reported_again(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    methods = "class Client:\n    def {0}_case_timeline(self) -> None: ...\n    def iter_{1}case_timeline(self): ...\n"
    client = repository / "generated/datadog_case_management/client.py"
    client.write_text(methods.format("list", ""), encoding="utf-8")
    git(repository, "commit", "-qam", "Add methods")
    client.write_text(methods.format("read", "read_"), encoding="utf-8")
    (repository / SPEC_FILE).write_text(SPEC_TEXT.replace(": listCaseTimeline", ": readCaseTimeline"), encoding="utf-8")
    assert main(["--root", str(repository)]) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if "imeline" in line] == [
        "breaking    operation listCaseTimeline was removed",
        "compatible  operation readCaseTimeline was added",
    ]


def test_the_version_required_for_a_changed_spec(repository: Path) -> None:
    changed = yaml.safe_load(WITH_Q)
    assert version_for(yaml.safe_load(SPEC_TEXT), repository) == VERSION
    assert version_for(changed, repository) == PATCHED
    changed["info"]["version"] = "99.0.0"
    assert version_for(changed, repository) == "99.0.0"
    changed["info"]["version"] = "soon"
    with pytest.raises(Incomparable, match="the version 'soon' is not three numbers"):
        version_for(changed, repository)
