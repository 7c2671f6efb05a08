"""The fixtures in tests/cassettes: reads them, and serves them on loopback."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

import yaml
from pytest_httpserver import HTTPServer
from spec import described, find
from spec import load as load_spec
from werkzeug import Request, Response

CASSETTES = Path(__file__).resolve().parent.parent / "tests/cassettes"
# "example" is written by `make fixtures` from the examples of the spec.
PROVENANCES = ("documentation", "observed form", "live", "example")


OPERATIONS = described(load_spec())


class Interaction(NamedTuple):
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

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """The arguments of the call that sends this request; the body as JSON."""
        operation, texts = find(OPERATIONS.values(), self.method, self.path)
        keywords: dict[str, Any] = {}
        for argument in operation.sent_in("query"):
            values = [argument.read(value) for key, value in self.query if key == argument.key]
            if values:
                keywords[argument.name] = values if argument.many else values[0]
        for argument in operation.sent_in("header"):
            if argument.key.lower() in self.request_headers:
                keywords[argument.name] = argument.read(self.request_headers[argument.key.lower()])
        if self.request_body:
            keywords["body"] = json.loads(self.request_body)
        return [argument.read(unquote(texts[argument.name])) for argument in operation.sent_in("path")], keywords

    @property
    def decoded(self) -> bytes:
        """The decompressed content."""
        return gzip.decompress(self.content) if self.headers.get("content-encoding") == "gzip" else self.content


class Cassette(NamedTuple):
    """A file, with its provenance."""

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


def load(path: Path) -> Cassette:
    """Read a cassette."""
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
    """Read every cassette, in the order of their names."""
    return [load(path) for path in sorted(folder.glob("*/*.yaml"))]


def serve(server: HTTPServer, cassettes: Iterable[Cassette]) -> None:
    """Make a server send the recorded response to each recorded request."""
    for cassette in cassettes:
        for interaction in cassette.interactions:
            matching: dict[str, Any] = (
                {"json": json.loads(interaction.request_body)} if interaction.request_body else {}
            )
            server.expect_request(
                interaction.path, interaction.method, query_string=urlsplit(interaction.url).query, **matching
            ).respond_with_data(interaction.content, interaction.status, interaction.headers)


def respond_to_any(request: Request) -> Response:
    """The recorded success of the operation of a request, for any case except CASEM-9999, which does not exist."""
    operation, _ = find(OPERATIONS.values(), request.method, request.path)
    name = str(next(iter(operation.results)))
    path = CASSETTES / operation.name / f"{name}.yaml"
    if "CASEM-9999" in request.path:
        # The observed form, if there is one.
        path = next(iter(sorted(CASSETTES.glob("*/404-*.yaml"))), CASSETTES / operation.name / "404.yaml")
    elif operation.paging and request.args.get(operation.paging.key, first := str(operation.paging.start)) != first:
        path = CASSETTES / operation.name / f"{name}-empty.yaml"
    interaction = load(path).interactions[0]
    return Response(interaction.content, interaction.status, interaction.headers)
