"""Every test in docs/testing.md passes as written."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tools import smoke
from tools.paths import ROOT

SNIPPETS = smoke.snippets((ROOT / "docs/testing.md").read_text(encoding="utf-8"))


def test_the_tests_of_the_guide_pass(tmp_path: Path) -> None:
    for number, snippet in enumerate(SNIPPETS):
        (tmp_path / f"test_{number}.py").write_text(snippet, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", str(tmp_path)]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
    count = sum(len(re.findall("^def test_", snippet, re.MULTILINE)) for snippet in SNIPPETS)
    assert f"{count} passed" in result.stdout


def test_every_tool_has_a_snippet() -> None:
    text = "\n".join(SNIPPETS)
    assert all(tool in text for tool in ("FakeService", "import respx", "MockTransport", "import vcr"))
