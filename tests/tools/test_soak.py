"""make soak with few calls: every call is accounted for."""

from __future__ import annotations

import pytest
import soak


@pytest.mark.parametrize("workload", soak.WORKLOADS)
def test_a_short_soak_adds_up(workload: str) -> None:
    figures = soak.soak(workload, 2000, 8)
    assert soak.wrong(figures) == []
    assert figures["calls"] == 2000
    assert figures["retries"] > 0
    assert (figures["cancelled"] > 0) is ("tasks" in workload)
    figures["served"] += figures["cancelled"] + 1
    assert soak.wrong(figures) == ["the successes differ", "the requests differ"]
