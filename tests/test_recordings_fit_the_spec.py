"""Every recording is valid against the spec, or says how it departs; every documented status has a recording."""

from __future__ import annotations

import cassettes
import pytest
import yaml
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse
from validate import SPEC, operations

SPEC_DOCUMENT = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
OPENAPI = OpenAPI.from_dict({**SPEC_DOCUMENT, "servers": [{"url": "https://api.datadoghq.com"}]})
RECORDINGS = cassettes.load_all()
DOCUMENTED = [
    (cassettes.snake(operation["operationId"]), status)
    for _, _, operation in operations(SPEC_DOCUMENT)
    for status in operation["responses"]
]


@pytest.mark.parametrize(("operation", "status"), DOCUMENTED)
def test_every_documented_status_has_a_recording(operation: str, status: str) -> None:
    recorded = {
        str(interaction.status)
        for cassette in RECORDINGS
        if cassette.operation == operation and not cassette.departs
        for interaction in cassette.interactions
    }
    assert status in recorded, f"no recording of {operation} {status}: add tests/cassettes/{operation}/{status}.yaml"


def failures(interaction: cassettes.Interaction) -> list[str]:
    """Why the spec does not allow an interaction."""
    request = MockRequest(
        "https://api.datadoghq.com",
        interaction.method.lower(),
        interaction.path,
        args=interaction.query,
        headers={**interaction.request_headers, "DD-API-KEY": "x", "DD-APPLICATION-KEY": "x"},
        data=interaction.request_body.encode() or None,
        content_type=interaction.request_headers.get("content-type", ""),
    )
    response = MockResponse(
        data=interaction.decoded,
        status_code=interaction.status,
        headers=interaction.headers,
        content_type=interaction.headers.get("content-type", ""),
    )
    told = []
    for validate in (
        lambda: OPENAPI.validate_request(request),
        lambda: OPENAPI.validate_response(request, response),
    ):
        try:
            validate()
        except OpenAPIError as error:
            told.append(f"{type(error).__name__}: {error}: {error.__cause__}")
    return told


@pytest.mark.parametrize("cassette", RECORDINGS, ids=lambda cassette: cassette.name)
def test_recording_fits_the_spec_or_says_how_not(cassette: cassettes.Cassette) -> None:
    assert cassette.provenance in cassettes.PROVENANCES
    assert cassette.about
    assert cassette.operation in {operation for operation, _ in DOCUMENTED}
    told = [reason for interaction in cassette.interactions for reason in failures(interaction)]
    if cassette.departs:
        assert cassette.provenance == "observed form", "only what was observed may depart from the spec"
        assert told, "it fits the spec: take out `departs`"
    else:
        assert not told


def test_a_recording_that_does_not_fit_is_found() -> None:
    cassette = cassettes.load(cassettes.CASSETTES / "list_case_watchers/200.yaml")
    interaction = cassette.interactions[0]
    assert failures(interaction) == []
    assert failures(interaction._replace(content=b'{"data": [{"id": 1}]}'))
    assert failures(interaction._replace(status=418))
    insights = cassettes.load(cassettes.CASSETTES / "add_case_insights/200.yaml").interactions[0]
    assert failures(insights) == []
    assert failures(insights._replace(request_body='{"data": {}}'))
    timeline = cassettes.load(cassettes.CASSETTES / "list_case_timeline/200-pages.yaml").interactions[0]
    assert failures(timeline._replace(url=timeline.url.replace("=2", "=two")))
