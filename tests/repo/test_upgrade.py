"""make upgrade updates the pins, and shows changes in the output and in the stock versions of overridden templates.

The versions to come are copies of the installed ones that differ in a line, so that no registry is asked.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import openapi_python_client
import pytest
import upgrade
from generate import PACKAGE, ROOT, differences
from repository import console, copy_project, lasting

COPIED = ["openapi", "runtime", "generated", "locks", "pyproject.toml", "generator-config.yaml"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    copy_project(root, *COPIED)
    return root


@pytest.fixture
def coming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The templates of the new generator, whose version is the installed one plus .9."""
    site = tmp_path / "site"
    installed = Path(openapi_python_client.__file__).parent
    shutil.copytree(installed, site / installed.name, ignore=shutil.ignore_patterns("__pycache__"))

    def run(command: list[Any], cwd: Path) -> None:
        if "compile" in command:
            assert '"openapi-python-client"' in (cwd / "pyproject.toml").read_text()
            latest = {"--upgrade-package=openapi-python-client", "--upgrade-package=ruff"}
            assert latest <= set(command) or command[-3:-1] == ["locks/dev.txt", "-o"]
            pins = upgrade.pins((ROOT / "pyproject.toml").read_text())
            lines = [f"openapi-python-client=={pins['openapi-python-client']}.9", f"ruff=={pins['ruff']}"]
            (cwd / command[-1]).write_text("".join(f"{line} \\\n    --hash=x\n" for line in lines))
        elif "venv" in command:
            python = Path(command[-1]) / "bin/python"
            python.parent.mkdir(parents=True)
            python.write_text(f'#!/bin/sh\nPYTHONPATH={site} exec {sys.executable} "$@"\n')
            python.chmod(0o755)

    monkeypatch.setattr(upgrade, "run", run)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    return site / installed.name / "templates"


def test_changes_are_shown_and_written(root: Path, coming: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stock = coming / "str_enum.py.jinja"
    stock.write_text(stock.read_text() + "# new in stock\n")
    helpers = coming / "helpers.jinja"
    helpers.write_text(helpers.read_text().replace('"""', '"""In new words: ', 1))
    assert upgrade.main(["--root", str(root)]) == 0
    output = capsys.readouterr().out
    assert re.search(r"^--- a/stock/str_enum\.py\.jinja\n(.*\n)+?\+# new in stock$", output, re.MULTILINE)
    assert "stock/client.py.jinja" not in output
    assert re.search(r'^\+ *"""In new words: +Watch a case', output, re.MULTILINE)
    pins = upgrade.pins((ROOT / "pyproject.toml").read_text())
    assert upgrade.pins((root / "pyproject.toml").read_text())["openapi-python-client"] == (
        f"{pins['openapi-python-client']}.9"
    )
    assert f"openapi-python-client=={pins['openapi-python-client']}.9" in (root / "locks/dev.txt").read_text()
    assert differences(ROOT / PACKAGE, root / PACKAGE)
    assert sorted(path.name for path in root.iterdir()) == sorted(COPIED)
    shown = output[output.index("\nopenapi-python-client ") + 1 :]
    assert lasting(shown) == lasting(console("make upgrade"))


def test_no_changes_are_reported_as_such(root: Path, coming: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert upgrade.main(["--root", str(root)]) == 0
    output = capsys.readouterr().out
    assert "No stock version of an overridden template changed." in output
    assert "generated/ stays as it is." in output
    assert differences(ROOT / PACKAGE, root / PACKAGE) == []


def test_a_generator_that_fails_changes_nothing(root: Path, coming: Path) -> None:
    (coming.parent / "parser/openapi.py").write_text("raise RuntimeError('of another time')\n")
    with pytest.raises(SystemExit, match="the generator failed"):
        upgrade.main(["--root", str(root)])
    assert (root / "pyproject.toml").read_text() == (ROOT / "pyproject.toml").read_text()
    assert (root / "locks/dev.txt").read_text() == (ROOT / "locks/dev.txt").read_text()
    assert differences(ROOT / PACKAGE, root / PACKAGE) == []
    assert sorted(path.name for path in root.iterdir()) == sorted(COPIED)


def test_a_failed_step_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="nothing was changed") as caught:
        upgrade.run([sys.executable, "-c", "import sys; sys.exit('no such package')"], tmp_path)
    assert "no such package" in str(caught.value)


def test_the_latest_versions_are_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(command: list[Any], cwd: Path) -> None:
        pins = upgrade.pins((root / "pyproject.toml").read_text())
        (cwd / command[-1]).write_text("".join(f"{name}=={version} \\\n" for name, version in pins.items()))

    monkeypatch.setattr(upgrade, "run", run)
    assert upgrade.main(["--root", str(root)]) == 0
    assert "is the latest." in capsys.readouterr().out
