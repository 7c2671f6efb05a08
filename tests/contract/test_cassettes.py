"""Every cassette matches the spec, or states how it departs; every documented status has a cassette."""

from __future__ import annotations

import json

import pytest
from cassette_checks import load_all
from tools.fixtures import cassettes
from tools.fixtures.fit import failures, fix, misfits
from tools.paths import CASSETTES

OBSERVED = ("live", "observed form")
RECORDINGS = load_all()
DOCUMENTED = [(name, status) for name, operation in cassettes.operations().items() for status in operation.results]


@pytest.mark.parametrize(("operation", "status"), DOCUMENTED)
def test_every_documented_status_has_a_fixture(operation: str, status: int) -> None:
    recorded = {
        interaction.status
        for cassette in RECORDINGS
        if cassette.operation == operation and not cassette.departs
        for interaction in cassette.interactions
    }
    assert status in recorded, (
        f"no recording of {operation} {status}: add tests/cassettes/{operation}/{status}.yaml, or make fixtures"
    )


@pytest.mark.parametrize("cassette", RECORDINGS, ids=lambda cassette: cassette.name)
def test_a_fixture_fits_the_spec_or_says_how_it_departs(cassette: cassettes.Cassette) -> None:
    assert cassette.provenance in cassettes.PROVENANCES
    assert cassette.about
    if reasons := misfits(cassette):
        heading = f"{cassette.name} does not fit the spec. Fix: {fix(cassette)}, or change the spec"
        if cassette.provenance in OBSERVED:
            heading += ", or say in `departs:` of the recording how it departs"
        pytest.fail("\n".join([heading, *reasons]), pytrace=False)
    if cassette.departs:
        assert cassette.provenance in OBSERVED, "only what was observed may depart from the spec"
        assert any(map(failures, cassette.interactions)), "it fits the spec: take out `departs`"


def test_a_fixture_that_does_not_fit_is_reported() -> None:
    cassette = cassettes.load(CASSETTES / "list_case_watchers/200.yaml")
    interaction = cassette.interactions[0]
    assert failures(interaction) == []
    assert failures(interaction._replace(content=b'{"data": [{"id": 1}]}'))
    # Each by its path, without the entire body.
    body = json.loads(interaction.content)
    body["data"][0] |= {"id": ["x" * 1000], "type": "spectator"}
    assert failures(interaction._replace(content=json.dumps(body).encode())) == [
        f'$.data[0].id: ["{"x" * 58}… is not of type string',
        "$.data[0].type: \"spectator\" is not of enum ['watcher']",
    ]
    assert failures(interaction._replace(status=418))
    insights = cassettes.load(CASSETTES / "add_case_insights/200.yaml").interactions[0]
    assert failures(insights) == []
    assert failures(insights._replace(request_body='{"data": {}}'))
    timeline = cassettes.load(CASSETTES / "list_case_timeline/200-pages.yaml").interactions[0]
    assert failures(timeline._replace(url=timeline.url.replace("=2", "=two")))
