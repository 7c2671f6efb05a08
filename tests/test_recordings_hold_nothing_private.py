"""No recording has a secret in it, or anything of a person."""

from __future__ import annotations

import re

import cassettes
import pytest
from record import REQUEST_HEADERS, RESPONSE_HEADERS

PRIVATE = {
    "an API or application key": re.compile(r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{32,40}\b"),
    "a newer key or token": re.compile(
        r"\b(ddap[pi]?_|pub|dda_)[A-Za-z0-9]{20,}|Bearer \S+|eyJ[\w-]+\.", re.IGNORECASE
    ),
    "an e-mail address": re.compile(r"[\w.+-]+@(?!example\.com)[\w-]+\.\w+"),
    "an IP address": re.compile(r"\b(?!127\.)\d{1,3}(\.\d{1,3}){3}\b"),
}


def found(text: str) -> list[str]:
    return [what for what, pattern in PRIVATE.items() if pattern.search(text)]


@pytest.mark.parametrize("cassette", cassettes.load_all(), ids=lambda cassette: cassette.name)
def test_nothing_private(cassette: cassettes.Cassette) -> None:
    assert found(cassette.path.read_text()) == []
    for interaction in cassette.interactions:
        assert found(interaction.decoded.decode()) == []
        assert {name.lower() for name in interaction.request_headers} <= set(REQUEST_HEADERS)
        assert all(name.lower().startswith(RESPONSE_HEADERS) for name in interaction.headers)


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
def test_the_scan_finds(text: str) -> None:
    assert found(text)
