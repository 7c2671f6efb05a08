"""The examples end in a sentence, and not in a traceback, when something outside them is wrong."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from helpers import run_program
from tools.paths import ROOT

KEYS: dict[str, Any] = {"DD_API_KEY": "a", "DD_APP_KEY": "b"}
# The program with its arguments, the environment, and the end of what it says.
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "quickstart.py CASEM-1 user": ({}, "or pass access_token instead of both"),
    "export_timelines.py user CASEM-1": ({}, "or pass access_token instead of both"),
    "export_timelines.py user CASEM-1 --folder /dev/null": (KEYS, "File exists: '/dev/null'"),
    "bulk_watch.py user /dev/null": ({}, "or pass access_token instead of both"),
    "bulk_watch.py user missing.txt": (KEYS, "No such file or directory: 'missing.txt'"),
    "insights_service.py": ({}, "or pass access_token instead of both"),
}


@pytest.mark.parametrize("command", WRONG)
def test_an_example_ends_in_a_sentence(command: str) -> None:
    keys, end = WRONG[command]
    program, *arguments = command.split()
    result = run_program(sys.executable, ROOT / "examples" / program, *arguments, PYTHONPATH=ROOT / "generated", **keys)
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"{program.removesuffix('.py')}: ")
    assert line.endswith(end)


def test_insights_are_read_from_a_file_too() -> None:
    with (ROOT / "LICENSE").open() as lines:
        result = subprocess.run(
            [sys.executable, str(ROOT / "examples/insights_service.py")],
            env={"PYTHONPATH": str(ROOT / "generated"), **KEYS},
            stdin=lines,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert result.stdout.startswith("0 insights added")
        assert "Traceback" not in result.stderr
