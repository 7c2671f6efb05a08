"""make diff reports what a change of the spec means for callers, and the version that it requires."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from repository import copy_project, git_commit_all
from tools.changes import packages
from tools.changes.specs import Change
from tools.changes.versions import asked_version
from tools.diff import main
from tools.paths import PACKAGE, ROOT, SPEC

pytestmark = pytest.mark.usefixtures("elsewhere")

TEXT = SPEC.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "effects", "asked"),
    [
        ("0.1.0", [], "0.1.0"),
        ("0.1.0", ["compatible"], "0.1.1"),
        ("0.1.3", ["compatible", "breaking"], "0.2.0"),
        ("1.2.3", ["compatible"], "1.3.0"),
        ("1.2.3", ["breaking"], "2.0.0"),
    ],
)
def test_the_version_follows_from_the_worst_change(old: str, effects: list[str], asked: str) -> None:
    assert asked_version(old, [Change(effect, "x") for effect in effects]) == asked


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the current files committed."""
    copy_project(tmp_path, "openapi", "runtime", "generated", "generator-config.yaml", "CHANGELOG.md")
    git_commit_all(tmp_path)
    return tmp_path


def test_a_missing_git_ref_is_reported(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(repository), "--base", "nowhere"]) == 2
    assert "'nowhere' has no spec" in capsys.readouterr().err


FROM_DICT = """    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        return cls()

    def to_dict(self)"""


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (
            "models/case_type.py",
            'STANDARD = "STANDARD"',
            'USUAL = "STANDARD"',
            [
                "breaking    Python models.CaseType.STANDARD was removed",
                "compatible  Python models.CaseType.USUAL was added",
            ],
        ),
        # The base class of the models has the same method.
        ("models/case.py", "    def to_dict(self)", FROM_DICT, []),
        (
            "models/case.py",
            "    def to_dict(self)",
            FROM_DICT.replace("Mapping", "dict"),
            ["breaking    Python models.Case.from_dict(src_dict) is dict[str, Any], at position 1, was Mapping"],
        ),
    ],
)
def test_a_change_of_the_package_alone_is_reported(
    tmp_path: Path, name: str, old: str, new: str, expected: list[str]
) -> None:
    """Such as a change of runtime/ or a template, which the specs do not show."""
    shutil.copytree(ROOT / PACKAGE, tmp_path / PACKAGE.name)
    path = tmp_path / PACKAGE.name / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    reported = map(str, packages.changes((ROOT / PACKAGE).parent, tmp_path, set()))
    assert [line[: len(start)] for line, start in zip(reported, expected, strict=True)] == expected


def test_a_change_found_in_the_specs_is_not_reported_again(tmp_path: Path) -> None:
    shutil.copytree(ROOT / PACKAGE, tmp_path / PACKAGE.name)
    path = tmp_path / PACKAGE.name / "models/case_type.py"
    path.write_text(path.read_text(encoding="utf-8").replace("STANDARD =", "USUAL ="), encoding="utf-8")
    assert packages.changes((ROOT / PACKAGE).parent, tmp_path, {"CaseType"}) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("paths:\n", "paths: [\n", "the spec is not valid:\n"),
        ("      operationId: watchCase\n", "", "no operationId: add `operationId:`"),
        ("  version: ", "  version: rc", "must be three numbers, such as 1.2.3"),
    ],
)
def test_an_invalid_spec_is_reported(
    repository: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    spec = repository / "openapi/case-management.yaml"
    spec.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    assert main(["--root", str(repository)]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("paths:\n", "paths: [\n", "the spec of HEAD cannot be read"),
        ("      operationId: watchCase\n", "", "the spec of HEAD cannot be compared (KeyError: 'operationId')"),
        ("  version: ", "  version: rc", "is not three numbers"),
        ("info:\n", "information:\n", "the spec of HEAD cannot be read: 'info'"),
    ],
)
def test_an_invalid_base_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    copy_project(tmp_path, "openapi", "runtime", "generated", "generator-config.yaml", "CHANGELOG.md")
    spec = tmp_path / "openapi/case-management.yaml"
    spec.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    git_commit_all(tmp_path)
    spec.write_text(TEXT, encoding="utf-8")
    assert main(["--root", str(tmp_path), "--base", "HEAD"]) == 2
    assert message in capsys.readouterr().err
