"""departures.yaml is checked, and its places are JSON pointers. The table is tests/data/departures.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import SPEC_DOCUMENT
from repository import DATA
from tools.paths import SPEC
from tools.upstream import departures
from tools.upstream.departures import Departure, pointer

TABLE = yaml.safe_load((DATA / "departures.yaml").read_text(encoding="utf-8"))
ROWS: dict[str, dict[str, Any]] = {**TABLE["texts"], **TABLE["entries"]}


def text_of(row: dict[str, Any]) -> str:
    entries = [
        {key: value for key, value in {**TABLE["entry"], **edit}.items() if value is not None}
        for edit in row.get("edits", [])
    ]
    return str(row.get("text") or yaml.safe_dump(entries, sort_keys=False))


@pytest.mark.parametrize("name", ROWS)
def test_each_problem_has_its_line(tmp_path: Path, name: str) -> None:
    row, path = ROWS[name], tmp_path / "departures.yaml"
    path.write_text(text_of(row), encoding="utf-8")
    reported = dict(departures.problems(SPEC_DOCUMENT, path))
    assert reported.keys() == row.get("expect", {}).keys()
    for line, expected in row.get("expect", {}).items():
        start, _, end = expected.rpartition("…")
        assert end in reported[line]
        assert reported[line].startswith(start)


def test_a_missing_file_has_no_problems(tmp_path: Path) -> None:
    assert list(departures.problems(SPEC_DOCUMENT, tmp_path / "departures.yaml")) == []


def test_places_are_json_pointers() -> None:
    place = ("paths", "/a/{b}", "~", 0)
    assert pointer(place) == "#/paths/~1a~1{b}/~0/0"
    assert departures.parse_pointer("#/paths/~1a~1{b}/~0/0/~01") == ("paths", "/a/{b}", "~", "0", "~1")


def test_the_departures_of_the_repository_are_read() -> None:
    loaded = departures.load(departures.beside(SPEC))
    assert Departure("#/components/parameters/PageSize/schema/minimum", "vendor", None, loaded[1].reason) == loaded[1]
    assert list(departures.problems(SPEC_DOCUMENT, departures.beside(SPEC))) == []
