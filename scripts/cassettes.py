"""The recordings in tests/cassettes: read, and served on loopback."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import yaml
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

CASSETTES = Path(__file__).resolve().parent.parent / "tests/cassettes"
PROVENANCES = ("documentation", "observed form", "live")


class Interaction(NamedTuple):
    """One recorded request and its answer, with lower-case header names and the content as it went over the wire."""

    method: str
    url: str
    request_headers: dict[str, str]
    request_body: str
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def path(self) -> str:
        """The path as it was sent, still quoted."""
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.url).query, strict_parsing=bool(urlsplit(self.url).query)))

    @property
    def decoded(self) -> bytes:
        """The content as it was before compression."""
        return gzip.decompress(self.content) if self.headers.get("content-encoding") == "gzip" else self.content


class Cassette(NamedTuple):
    """One file, with where it comes from."""

    path: Path
    provenance: str
    about: str
    departs: str
    interactions: list[Interaction]

    @property
    def operation(self) -> str:
        return self.path.parent.name

    @property
    def name(self) -> str:
        return f"{self.operation}/{self.path.stem}"


def snake(operation_id: str) -> str:
    """The name of an operation's method, module and folder of recordings."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", operation_id).lower()


def load(path: Path) -> Cassette:
    """Read a recording."""
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))

    def flat(headers: dict[str, list[str]]) -> dict[str, str]:
        return {name.lower(): values[0] for name, values in headers.items()}

    interactions = []
    for item in data["interactions"]:
        request, response = item["request"], item["response"]
        body, content = request["body"] or "", response["body"]["string"]
        interactions.append(
            Interaction(
                request["method"],
                request["uri"],
                flat(request["headers"]),
                body if isinstance(body, str) else body.decode(),
                response["status"]["code"],
                flat(response["headers"]),
                content.encode() if isinstance(content, str) else content,
            )
        )
    return Cassette(path, data.get("provenance", ""), data.get("about", ""), data.get("departs", ""), interactions)


def load_all(folder: Path = CASSETTES) -> list[Cassette]:
    """Read every recording, in the order of their names."""
    return [load(path) for path in sorted(folder.glob("*/*.yaml"))]


def serve(server: HTTPServer, cassettes: Iterable[Cassette]) -> None:
    """Make a server answer each recorded request with its recorded answer."""
    for cassette in cassettes:
        for interaction in cassette.interactions:
            matching: dict[str, Any] = (
                {"json": json.loads(interaction.request_body)} if interaction.request_body else {}
            )
            server.expect_request(
                interaction.path, interaction.method, query_string=interaction.query, **matching
            ).respond_with_data(interaction.content, interaction.status, interaction.headers)


def answer_any(request: Request) -> Response:
    """The recorded success of the operation that a request is of, whichever the case; CASEM-9999 is not there."""
    if "CASEM-9999" in request.path:
        name = "watch_case/404-code"
    elif request.path.endswith("timelines"):
        name = "list_case_timeline/" + ("200-empty" if request.args.get("page[number]", "0") != "0" else "200")
    else:
        name = {"POST": "watch_case/201", "PUT": "add_case_insights/200"}.get(request.method, "list_case_watchers/200")
    interaction = load(CASSETTES / f"{name}.yaml").interactions[0]
    return Response(interaction.content, interaction.status, interaction.headers)
