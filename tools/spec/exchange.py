"""Reads recorded exchanges, ours and the vendor's, which have the format of VCR."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit


class Exchange(NamedTuple):
    """A request and its response, with lower-case header names and the content as sent."""

    method: str
    url: str
    request_headers: dict[str, str]
    request_body: str
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def path(self) -> str:
        """The quoted path."""
        return urlsplit(self.url).path

    @property
    def query(self) -> list[tuple[str, str]]:
        """The name-value pairs of the query."""
        text = urlsplit(self.url).query
        return parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text))


def exchanges(recorded: dict[str, Any]) -> Iterator[Exchange]:
    """The exchanges of a cassette."""
    for item in recorded["interactions"]:
        request, response = item["request"], item["response"]
        yield Exchange(
            request["method"],
            request["uri"],
            _flat(request["headers"]),
            _bytes(request["body"]).decode(),
            response["status"]["code"],
            _flat(response["headers"]),
            _bytes(response["body"]["string"]),
        )


def _flat(headers: dict[str, list[str]]) -> dict[str, str]:
    return {name.lower(): values[0] for name, values in headers.items()}


def _bytes(body: str | bytes | None) -> bytes:
    return body.encode() if isinstance(body, str) else body or b""
