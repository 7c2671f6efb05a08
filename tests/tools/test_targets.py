"""Every target ends in a sentence, and not in a traceback, when the spec is invalid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import run_program
from repository import clone_working_tree
from tools.paths import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z-]+):.* #", MAKEFILE, re.MULTILINE)
# They do not read the spec.
OTHERS = {"bench", "clean", "fix", "help", "lock", "mutants", "record", "upgrade"}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clone")
    clone_working_tree(folder)
    return folder


@pytest.mark.parametrize("defect", ["not YAML", "not OpenAPI", "against a rule"])
@pytest.mark.parametrize("target", sorted({*TARGETS} - OTHERS))
def test_an_invalid_spec_is_reported(target: str, defect: str, clone: Path) -> None:
    text = (ROOT / "openapi/case-management.yaml").read_text(encoding="utf-8")
    broken = {
        "not YAML": text.replace("paths:\n", "paths:\n\t- {\n", 1),
        "not OpenAPI": text.replace("paths:\n", "pathes:\n", 1),
        "against a rule": text.replace("          description: The UUID of the case's type.\n", "", 1),
    }
    (clone / "openapi/case-management.yaml").write_text(broken[defect], encoding="utf-8")
    result = run_program("make", target, "OPERATION=UnwatchCase", folder=clone)
    printed = result.stdout + result.stderr
    assert result.returncode == 2, printed
    assert "Traceback" not in printed
    assert printed.count("openapi/case-management.yaml:") >= 1
    assert len(printed.splitlines()) < 30, printed


def test_every_target_is_phony_and_described() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert {*phony.split()} == {"help", ".venv", *TARGETS}
