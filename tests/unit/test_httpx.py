"""The private names of httpx and httpcore that _httpx.py uses."""

from __future__ import annotations

from types import SimpleNamespace as Part
from typing import Any

import httpx
import pytest
from datadog_case_management._httpx import is_reusable, unread_counters

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
