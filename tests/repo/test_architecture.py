"""docs/architecture.md is up to date."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import architecture
import pytest


def test_the_trees_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert architecture.main(["--check"]) == 0, capsys.readouterr().out


def test_a_tree_that_is_out_of_date_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "architecture.md"
    text = architecture.PAGE.read_text(encoding="utf-8")
    page.write_text(text.replace("read_result  ", "read_outcome "), encoding="utf-8")
    monkeypatch.setattr(architecture, "PAGE", page)
    assert architecture.main(["--check"]) == 1
    assert "Fix: .venv/bin/python scripts/architecture.py" in capsys.readouterr().out
    assert architecture.main([]) == 0
    assert page.read_text(encoding="utf-8") == text


def test_a_page_without_its_sections_is_reported() -> None:
    with pytest.raises(SystemExit, match="has no '## A call' with a block of text below it"):
        architecture.current("# Architecture\n")


def test_the_tree_does_not_depend_on_how_many_reads_a_response_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(architecture._Watchers, "wbufsize", -1)
    in_one_segment = architecture.call_tree()

    def end_headers(handler: architecture._Watchers) -> None:
        BaseHTTPRequestHandler.end_headers(handler)
        handler.wfile.flush()
        time.sleep(0.1)

    monkeypatch.setattr(architecture._Watchers, "end_headers", end_headers)
    assert architecture.call_tree() == in_one_segment
