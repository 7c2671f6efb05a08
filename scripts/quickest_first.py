"""Run the quickest tests first: most changes are noticed by one. `make mutants` copies this as a conftest.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

# Written by mutmut, after it has run the tests once.
STATISTICS = Path("mutmut-stats.json")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if STATISTICS.exists():
        seconds = json.loads(STATISTICS.read_text(encoding="utf-8"))["duration_by_test"]
        items.sort(key=lambda item: seconds.get(item.nodeid, 0.0))
