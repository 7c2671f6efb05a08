"""The private names of httpx, httpx2 and their networks that _private.py uses."""

from __future__ import annotations

from types import SimpleNamespace as Part
from typing import Any

import httpx
import httpx2
import pytest
from datadog_case_management._transport._private import is_reusable, join_url, unread_counters

LEFT = Part(pending=lambda: 3)
BUFFER = Part(pending=4)


@pytest.mark.parametrize(
    ("network", "unread"),
    [
        (Part(_sock=LEFT), 3),  # TLS of httpcore in sync calls
        (Part(ssl_obj=LEFT), 3),  # TLS within TLS
        (Part(_incoming=BUFFER), 4),
        (Part(_stream=Part(_ssl_object=LEFT, _read_bio=BUFFER)), 7),  # TLS of anyio
        (Part(_stream=Part(_read_bio=BUFFER, transport_stream=Part(_ssl_object=LEFT, transport_stream=None))), 7),
        (Part(_stream=Part(transport_stream=Part(_protocol=Part(read_queue=[b"a", b"b"])))), 2),
        (Part(_sock=Part()), 0),
        (Part(), 0),
    ],
)
def test_bytes_are_counted_in_every_layer(network: Any, unread: int) -> None:
    assert sum(count() for count in unread_counters(network)) == unread


def test_a_connection_that_cannot_be_inspected_is_not_reused() -> None:
    assert is_reusable(httpx.Response(200, content=b"")) is False


BASES = [
    "http://a.b",
    "https://a.b:8443",
    "https://a.b/x",
    "https://a.b/x/",
    "https://a.b/x/../y",
    "https://a.b//",
    "http://[::1]:80/ü",
]
PATHS = [
    *("/api/v2/cases/CASEM-1/watchers", "/a%2Fb%C3%BC", "/a?page%5Bsize%5D=1&x=%20", "/a?", "/a?b=/c?d", "/", "//a"),
    *(
        "/a/./b",
        "/a/../b",
        "/.",
        "/..a",
        "/a b",
        "/ü",
        "/a[0]",
        "/a?b[c]='d'",
        "/a#b",
        "/" + "a" * 3000,
        "/a?" + "b" * 20_000,
    ),
]


@pytest.mark.parametrize("library", [httpx, httpx2])
@pytest.mark.parametrize("base_url", BASES)
def test_a_joined_url_is_the_parsed_one(base_url: str, library: Any) -> None:
    for path in PATHS:
        joined, parsed = join_url(library, base_url, path), library.URL(base_url + path)
        assert joined == parsed
        assert (str(joined), joined.raw_path, joined.netloc) == (str(parsed), parsed.raw_path, parsed.netloc)
        assert repr(joined) == repr(parsed)
        assert joined.copy_with(scheme="http") == parsed.copy_with(scheme="http")
        assert joined._uri_reference == parsed._uri_reference


def test_a_joined_url_that_is_too_long_is_rejected() -> None:
    with pytest.raises(httpx.InvalidURL, match="URL too long"):
        join_url(httpx, "http://a.b", "/" + "a" * 70_000)
