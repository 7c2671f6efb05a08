"""make mutants selects tests and files that exist, and knows which changes no test can notice."""

from __future__ import annotations

import subprocess
from pathlib import Path

import mutants
import pytest
from tools.paths import PACKAGE, ROOT


@pytest.mark.parametrize("selected", [*mutants.TESTS, *mutants.TESTS_OF_SCRIPTS])
def test_selected_tests_exist(selected: str) -> None:
    name, _, function = selected.removeprefix("--deselect=").partition("::")
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not function or f"def {function}(" in text


def test_mutated_files_exist() -> None:
    for path in [ROOT / PACKAGE / name for name in mutants.MUTATED] + [
        ROOT / "scripts" / name for name in mutants.SCRIPTS
    ]:
        assert path.is_file(), path


@pytest.mark.parametrize(
    ("old", "new", "is_equivalent"),
    [
        ("zip(a, b, strict=True)", "zip(a, b, strict=None)", True),
        ("zip(a, b, strict=True)", "zip(a, b, )", True),
        ("zip(a, b, strict=True)", "zip(a, None, strict=True)", False),
        ('path.read_text(encoding="utf-8")', "path.read_text(encoding=None)", True),
        ('add("--x", default=1, help="its x")', 'add("--x", default=1, help="XXits xXX")', True),
        ('add("--x", default=1, help="its x")', 'add("--x", default=2, help="its x")', False),
    ],
)
def test_parts_that_no_test_looks_at(old: str, new: str, is_equivalent: bool) -> None:
    assert (mutants._relevant([old]) == mutants._relevant([new])) is is_equivalent


@pytest.mark.parametrize(
    ("old", "new", "is_listed"),
    [
        ("def f(x=1):", "def f(x=2):", True),
        ("    return 1", "    return 2", True),
        ("    zip(a, b, strict=True)", "    zip(a, b, strict=None)", False),
        ("    document: Object = {}", "    document: Object = None", False),
        ("    check=False,\n-)", ")", False),
        ("    check=True,\n-)", ")", True),
        ("    check=False,", "", False),
    ],
)
def test_changes_that_no_test_notices_are_listed(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str, is_listed: bool
) -> None:
    shown = f"# a.x_f__mutmut_1: survived\n--- src/a.py\n+++ src/a.py\n@@ -1 +1 @@\n-{old}\n+{new}\n"
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, shown, ""))
    found = mutants.survivors("    a.x_f__mutmut_1: survived\n    a.x_f__mutmut_2: killed\n")
    assert found == ([f"a.x_f__mutmut_1: {new.strip()}"] if is_listed else [])


def test_files_that_a_test_overwrote_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutants, "SCRATCH", tmp_path)
    for folder in (tmp_path, tmp_path / "mutants"):
        for name in ("same", "changed", "deleted"):
            (folder / "openapi" / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "openapi" / name).write_text("x", encoding="utf-8")
    (tmp_path / "mutants/openapi/new").touch()
    assert mutants.overwritten() == []
    (tmp_path / "mutants/openapi/changed").write_text("y", encoding="utf-8")
    (tmp_path / "mutants/openapi/deleted").unlink()
    assert sorted(mutants.overwritten()) == [Path("openapi/changed"), Path("openapi/deleted")]
