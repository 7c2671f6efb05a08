"""Every test in docs/testing.md passes as written, and the table of retries in docs/guide.md is right."""

from __future__ import annotations

import re
from pathlib import Path

from datadog_case_management._exchange import ConnectionFailed, Loss, RawResponse, RetryPolicy
from datadog_case_management._request import PreparedRequest
from datadog_case_management._retries import Retries
from helpers import run_program
from tools import smoke
from tools.paths import ROOT

SNIPPETS = smoke.snippets((ROOT / "docs/testing.md").read_text(encoding="utf-8"))


def test_the_tests_of_the_guide_pass(tmp_path: Path) -> None:
    for number, snippet in enumerate(SNIPPETS):
        (tmp_path / f"test_{number}.py").write_text(snippet, encoding="utf-8")
    result = run_program("-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", tmp_path, folder=tmp_path)
    assert result.returncode == 0, result.stdout
    count = sum(len(re.findall("^def test_", snippet, re.MULTILINE)) for snippet in SNIPPETS)
    assert f"{count} passed" in result.stdout


def test_every_tool_has_a_snippet() -> None:
    text = "\n".join(SNIPPETS)
    assert all(tool in text for tool in ("FakeService", "import respx", "MockTransport", "import vcr"))


OUTCOMES: dict[str, RawResponse | ConnectionFailed] = {
    "429": RawResponse(429, [], b""),
    "5xx": RawResponse(503, [], b""),
    "connection failed": ConnectionFailed(Loss.NEVER_SENT, "refused"),
    "connection lost": ConnectionFailed(Loss.LOST, "reset"),
    "timeout": ConnectionFailed(Loss.TIMED_OUT, "too late"),
}


def test_what_is_retried_is_in_the_guide() -> None:
    guide = (ROOT / "docs/guide.md").read_text(encoding="utf-8")
    (heads,) = re.findall(r"^\| \| (.*) \|$", guide, re.MULTILINE)
    rows = re.findall(r"^\| (.+) \| ((?:not )?retried) \| ((?:not )?retried) \|$", guide, re.MULTILINE)
    assert [name for name, *_ in rows] == list(OUTCOMES)
    for name, *cells in rows:
        for methods, cell in zip(heads.split(" | "), cells, strict=True):
            for method in methods.split(", "):
                retries = Retries(PreparedRequest(method, "/", None, {}), RetryPolicy(3), renews_token=False)
                is_retried = retries.wait_after(OUTCOMES[name]) is not None
                assert cell == ("retried" if is_retried else "not retried")
