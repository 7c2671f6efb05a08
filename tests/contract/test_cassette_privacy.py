"""No cassette contains secrets or personal data."""

from __future__ import annotations

import pytest
from cassette_checks import load_all, private_parts
from tools.fixtures import cassettes
from tools.fixtures.recording import RESPONSE_HEADERS, request_headers

# Headers of the fixtures that were written from the documentation; none are recorded.
EXAMPLES_HAVE = ("content-encoding", "x-ratelimit-name")


@pytest.mark.parametrize("cassette", load_all(), ids=lambda cassette: cassette.name)
def test_no_fixture_has_anything_private(cassette: cassettes.Cassette) -> None:
    assert private_parts(cassette.path.read_text()) == []
    for interaction in cassette.interactions:
        assert private_parts(interaction.decoded.decode()) == []
        assert {name.lower() for name in interaction.request_headers} <= request_headers()
        assert {name.lower() for name in interaction.headers} <= {*RESPONSE_HEADERS, *EXAMPLES_HAVE}


@pytest.mark.parametrize(
    "text",
    [
        "DD-API-KEY: 0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef01234567",
        "Authorization: Bearer xyz",
        "jo@datadoghq.com",
        "from 192.168.0.1",
    ],
)
def test_the_scan_detects(text: str) -> None:
    assert private_parts(text)
