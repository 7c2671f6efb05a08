"""make soak with few calls: every call is accounted for."""

from __future__ import annotations

import pytest
import soak


@pytest.mark.parametrize("kind", soak.KINDS)
def test_a_short_soak_adds_up(kind: str) -> None:
    figures = soak.soak(kind, 2000, 8)
    assert soak.wrong(figures) == []
    assert figures["calls"] == 2000
    assert figures["retries"] > 0
    assert (figures["cancelled"] > 0) is ("tasks" in kind)
    figures["served"] += figures["cancelled"] + 1
    assert soak.wrong(figures) == ["the successes differ", "the requests differ"]
