"""Operations that pages, programs and tests mention are in the spec. A failure names each file and line to edit."""

from __future__ import annotations

import re
from pathlib import Path

import documentation
import pytest
from datadog_case_management import Client
from helpers import SPEC_DOCUMENT
from tools.paths import ROOT
from tools.spec.document import operations, snake_case

# `make check` checks every other call in the programs.
FILES = [
    ROOT / "README.md",
    *sorted(path for pattern in ("docs/*.md", "examples/*.py", "tests/runtime/*.py") for path in ROOT.glob(pattern)),
]
CALLED = re.compile(r"\bclient\.([a-z]\w+)\(")


def lacking(documented: set[str]) -> set[str]:
    """The operations that a page documents and the spec lacks, as operationIds and as methods."""
    names = documented - {operation["operationId"] for _, _, operation in operations(SPEC_DOCUMENT)}
    return names | set(map(snake_case, names))


def wrong(path: Path, documented: set[str]) -> list[str]:
    """The lines of a file that mention an operation which is not in the spec."""
    lines = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        names = lacking(documented) & set(re.findall(r"\w+", line))
        if path.suffix == ".md":
            names |= {name for name in CALLED.findall(line) if not hasattr(Client, name)}
        lines += [f"{path.relative_to(ROOT)}:{number}: the spec has no {name}. Fix: use another" for name in names]
    return lines


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_an_operation_that_is_mentioned_is_in_the_spec(path: Path) -> None:
    if lines := wrong(path, set(documentation.OPERATIONS)):
        pytest.fail("\n".join(lines), pytrace=False)


def test_a_mention_is_reported_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    page, program = tmp_path / "page.md", tmp_path / "program.py"
    page.write_text("\n`no_such_case` and\nclient.no_such_method(1)\n", encoding="utf-8")
    program.write_text("# noSuchCase, or client.no_such_method(1)\n", encoding="utf-8")
    assert [line.partition(". ")[0] for path in (page, program) for line in wrong(path, {"noSuchCase"})] == [
        "page.md:2: the spec has no no_such_case",
        "page.md:3: the spec has no no_such_method",
        "program.py:1: the spec has no noSuchCase",
    ]
