"""The command line of make diff: what it compares with, prints and returns."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml
from repository import VERSION, git, git_commit_all
from tools.changes import changelog
from tools.changes.versions import Incomparable, default_base, version_for
from tools.diff import main
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


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the spec, an empty package and a changelog that has its version."""
    (tmp_path / "openapi").mkdir()
    (tmp_path / SPEC_FILE).write_text(SPEC_TEXT, encoding="utf-8")
    package = tmp_path / "generated/datadog_case_management"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('__all__ = []\n__version__ = "1"\n', encoding="utf-8")
    for name in ("errors", "client", "testing", "types", "_retries"):
        (package / f"{name}.py").write_text("__all__ = []\n", encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n{changelog.heading(VERSION)}\n", encoding="utf-8")
    git_commit_all(tmp_path)
    return tmp_path


def test_the_base_is_the_last_tag_or_else_main(repository: Path) -> None:
    assert default_base(repository) == "main"
    git(repository, "checkout", "-q", "-b", "topic")
    assert default_base(repository) == "main"
    git(repository, "branch", "-D", "main")
    (repository / "main").touch()  # not a git ref
    assert default_base(repository) == "HEAD"
    git(repository, "update-ref", "refs/remotes/origin/main", "HEAD")
    assert default_base(repository) == "origin/main"
    git(repository, "tag", "v1.0.0")
    git(repository, "commit", "-q", "--allow-empty", "-m", "More")
    assert default_base(repository) == "v1.0.0"
    git(repository, "tag", "v1.1.0")
    assert default_base(repository) == "v1.1.0"


def test_nothing_changed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(repository)]) == 0
    expected = f"Since main ({VERSION}): 0 changes require {VERSION}; the spec has {VERSION}.\n"
    assert capsys.readouterr() == (expected, "")
    assert main(["--root", str(repository), "--check"]) == 0
    assert capsys.readouterr() == ("", "")


def test_one_change(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / SPEC_FILE).write_text(WITH_Q, encoding="utf-8")
    output = (
        "compatible  listCaseTimeline: argument q was added\n\n"
        f"Since main ({VERSION}): 1 change requires {PATCHED}; the spec has {VERSION}.\n"
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
    assert lines[3].startswith(f"Since main ({VERSION}): 2 changes require {PATCHED}; ")


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


def test_the_message_for_an_old_spec_names_the_base(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = yaml.safe_load(SPEC_TEXT)
    (repository / SPEC_FILE).write_text("openapi: 3.1.0\ninfo: {version: 1.0.0}\n", encoding="utf-8")
    git(repository, "commit", "-qam", "Break")
    with pytest.raises(Incomparable, match=r"^the spec of main cannot be compared \(KeyError: 'servers'\)$"):
        version_for(changed, repository)
    (repository / SPEC_FILE).write_text("openapi: 3.1.0\n", encoding="utf-8")
    git(repository, "commit", "-qam", "Break more")
    (repository / SPEC_FILE).write_text(SPEC_TEXT, encoding="utf-8")
    assert main(["--root", str(repository)]) == 2
    assert capsys.readouterr().err == "make diff: the spec of main cannot be read: 'info'\n"


def test_without_a_base_only_the_check_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    assert main(["--root", str(tmp_path), "--check"]) == 0
    assert main(["--root", str(tmp_path)]) == 2
    assert main(["--root", str(tmp_path), "--check", "--base", "nowhere"]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert [line.partition(" has no spec")[0] for line in errors] == [
        "make diff: 'HEAD'",
        "make diff: 'HEAD'",
        "make diff: 'nowhere'",
    ]


def test_the_version_required_for_a_changed_spec(repository: Path, tmp_path: Path) -> None:
    changed = yaml.safe_load(WITH_Q)
    assert version_for(yaml.safe_load(SPEC_TEXT), repository) == VERSION
    assert version_for(changed, repository) == PATCHED
    changed["info"]["version"] = "99.0.0"
    assert version_for(changed, repository) == "99.0.0"
    empty = tmp_path / "empty"
    empty.mkdir()
    git(empty, "init", "-q")
    assert version_for(yaml.safe_load(WITH_Q), empty) == VERSION
    changed["info"]["version"] = "soon"
    with pytest.raises(Incomparable, match="the version 'soon' is not three numbers"):
        version_for(changed, repository)
