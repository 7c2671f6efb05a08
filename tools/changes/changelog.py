"""Reads and extends CHANGELOG.md, which has the form of https://keepachangelog.com/en/1.1.0/."""

from __future__ import annotations

import datetime
import re


def heading(version: str) -> str:
    """The heading of a version that is released today."""
    return f"## {version} - {datetime.date.today()}"


def has(text: str, version: str) -> bool:
    """Whether a changelog has an entry for a version."""
    return _section(text, version) is not None


def add(text: str, version: str, line: str) -> str:
    """The changelog with one more line under "Added" of a version, which is added if it is missing."""
    match = _section(text, version)
    if match is None:
        return text.replace("\n## ", f"\n{heading(version)}\n\n### Added\n\n{line}\n\n## ", 1)
    section = match[0]
    if "\n### Added\n\n" in section:
        section = section.replace("\n### Added\n\n", f"\n### Added\n\n{line}\n")
    else:
        section = f"{section.rstrip()}\n\n### Added\n\n{line}\n" + "\n" * (match.end() < len(text))
    return text[: match.start()] + section + text[match.end() :]


def _section(text: str, version: str) -> re.Match[str] | None:
    pattern = rf"^## {re.escape(version)} - \d{{4}}-\d\d-\d\d\n.*?(?=^## |\Z)"
    return re.search(pattern, text, re.MULTILINE | re.DOTALL)
