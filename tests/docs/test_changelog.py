"""CHANGELOG.md has the form of keepachangelog.com, and is extended in that form."""

from __future__ import annotations

import datetime
import re
from types import SimpleNamespace

import pytest
from repository import VERSION
from tools.changes import changelog
from tools.paths import ROOT

TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
SECTIONS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]


def test_the_versions_have_dates_newest_first() -> None:
    headings = re.findall(r"^## (.*)$", TEXT, re.MULTILINE)
    matches = [re.fullmatch(r"(\d+)\.(\d+)\.(\d+) - (\d{4}-\d\d-\d\d)", heading) for heading in headings]
    assert None not in matches
    versions = [(tuple(map(int, match.groups()[:3])), match[4]) for match in matches if match]
    assert versions == sorted(versions, reverse=True)
    assert headings[0].startswith(f"{VERSION} - ")


def test_each_version_has_the_usual_sections_in_their_order() -> None:
    for entry in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]:
        sections = re.findall(r"^### (.*)$", entry, re.MULTILINE)
        assert sections, entry
        assert sections == [name for name in SECTIONS if name in sections]


def test_a_line_is_added_to_a_new_version(monkeypatch: pytest.MonkeyPatch) -> None:
    today = SimpleNamespace(today=lambda: datetime.date(2020, 2, 3))
    monkeypatch.setattr(changelog, "datetime", SimpleNamespace(date=today))
    old = "# Changelog\n\n## 1.0.0 - 2020-01-01\n\n### Added\n\n- All.\n\n## 0.1.0 - 2019-01-01\n\n- Some.\n"
    added = changelog.add(old, "1.1.0", "- More.")
    assert added == old.replace("## 1.0.0", "## 1.1.0 - 2020-02-03\n\n### Added\n\n- More.\n\n## 1.0.0")
    assert changelog.has(added, "1.1.0")
    assert not changelog.has(old, "1.1.0")


def test_a_line_is_added_to_a_version_with_additions() -> None:
    old = (
        "# Changelog\n\n## 1.1.0 - 2020-01-02\n\n### Added\n\n- One.\n\n## 1.0.0 - 2020-01-01\n\n### Added\n\n- All.\n"
    )
    assert changelog.add(old, "1.1.0", "- Two.") == old.replace("- One.", "- Two.\n- One.")
    assert changelog.add(old, "1.0.0", "- Two.") == old.replace("- All.", "- Two.\n- All.")


def test_a_line_is_added_to_a_version_without_additions() -> None:
    old = (
        "# Changelog\n\n## 1.1.0 - 2020-01-02\n\n### Fixed\n\n- One.\n\n## 1.0.0 - 2020-01-01\n\n### Fixed\n\n- All.\n"
    )
    assert changelog.add(old, "1.1.0", "- Two.") == old.replace("- One.\n", "- One.\n\n### Added\n\n- Two.\n")
    assert changelog.add(old, "1.0.0", "- Two.") == old.replace("- All.\n", "- All.\n\n### Added\n\n- Two.\n")


def test_a_version_without_a_date_or_that_another_one_starts_with_is_missing() -> None:
    assert not changelog.has("\n## 1.0.0\n", "1.0.0")
    assert not changelog.has("\n## 1.0.01 - 2020-01-01\n", "1.0.0")
    assert not changelog.has("\n## 1x0.0 - 2020-01-01\n", "1.0.0")
