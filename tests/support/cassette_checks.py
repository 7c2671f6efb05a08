"""Checks for every cassette: it matches the spec, and contains nothing private."""

from __future__ import annotations

import json
import re

from helpers import SPEC_DOCUMENT
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse
from tools.fixtures import cassettes
from werkzeug.datastructures import MultiDict

# How many characters of a value are shown.
SHOWN = 60
OPENAPI = OpenAPI.from_dict({**SPEC_DOCUMENT, "servers": [{"url": "https://api.datadoghq.com"}]})
PRIVATE = {
    "an API or application key": re.compile(r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{32,40}\b"),
    "a newer key or token": re.compile(
        r"\b(ddap[pi]?_|pub|dda_)[A-Za-z0-9]{20,}|Bearer \S+|eyJ[\w-]+\.", re.IGNORECASE
    ),
    "an e-mail address": re.compile(r"[\w.+-]+@(?!example\.com)[\w-]+\.\w+"),
    "an IP address": re.compile(r"\b(?!127\.)\d{1,3}(\.\d{1,3}){3}\b"),
}


def private_parts(text: str) -> list[str]:
    """The parts of a text that must not be in a cassette."""
    return [what for what, pattern in PRIVATE.items() if pattern.search(text)]


def failures(interaction: cassettes.Interaction) -> list[str]:
    """Why the spec does not allow an interaction."""
    request = MockRequest(
        "https://api.datadoghq.com",
        interaction.method.lower(),
        interaction.path,
        args=MultiDict(interaction.query),
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
    reasons = []
    for validate in (
        lambda: OPENAPI.validate_request(request),
        lambda: OPENAPI.validate_response(request, response),
    ):
        try:
            validate()
        except OpenAPIError as error:
            reasons += _reasons(error)
    return reasons


def _reasons(error: OpenAPIError) -> list[str]:
    """The violations, each with its path in the body."""
    found = list(getattr(error.__cause__, "schema_errors", ()))
    if not found:
        return [f"{type(error).__name__}: {error}: {error.__cause__}"]
    reasons = []
    for one in found:
        # For a union, the violations of each member.
        for part in one.context or [one]:
            text = json.dumps(part.instance)
            if part.validator in ("enum", "type"):
                value = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
                reasons.append(f"{part.json_path}: {value} is not of {part.validator} {part.validator_value}")
            else:
                reasons.append(f"{part.json_path}: {part.message.replace(repr(part.instance), 'the value')}")
    return reasons
