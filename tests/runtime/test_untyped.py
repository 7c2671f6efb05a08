"""client.request, for operations that have no method."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from datadog_case_management import Response, errors
from helpers import INSIGHT, KEYS, Broken, Call
from pytest_httpserver import HTTPServer


def test_a_request_has_the_same_credentials_retries_and_errors(
    call: Call, httpserver: HTTPServer, url: str, waits: list[float]
) -> None:
    case = httpserver.expect_ordered_request("/api/v2/cases/C", "GET", query_string="a=1&b=true&b=x%2Fy")
    case.respond_with_data("", 503)
    httpserver.expect_ordered_request("/api/v2/cases/C", "GET").respond_with_json({"data": 1}, headers={"X-A": "b"})
    httpserver.expect_ordered_request("/api/v2/cases/C", "GET").respond_with_json({"errors": ["no"]}, 404)
    arguments: dict[str, Any] = {"params": {"a": 1, "b": [True, "x/y"], "c": None}, "headers": {"X-Team": "ops"}}
    response = call("request", "get", "/api/v2/cases/C", settings={"base_url": url}, **arguments)
    assert isinstance(response, Response)
    assert (response.status_code, response.json(), response.headers["x-a"]) == (200, {"data": 1}, "b")
    assert len(waits) == 1
    sent = httpserver.log[1][0].headers
    assert (sent["DD-API-KEY"], sent["X-Team"]) == (KEYS["api_key"], "ops")
    with pytest.raises(errors.NotFoundError, match=r"^404 Not Found: no \(GET "):
        call("request", "GET", "/api/v2/cases/C", settings={"base_url": url})


def test_a_body_may_have_models(call: Call, httpserver: HTTPServer, url: str) -> None:
    httpserver.expect_request("/api/v2/cases", "POST").respond_with_data("")
    at = datetime.datetime(2025, 1, 2, tzinfo=datetime.UTC)
    assert (
        call("request", "POST", "/api/v2/cases", settings={"base_url": url}, json={"i": INSIGHT, "at": at}).content
        == b""
    )
    request = httpserver.log[0][0]
    assert request.json == {"i": INSIGHT.to_dict(), "at": "2025-01-02T00:00:00Z"}
    assert request.headers["Content-Type"] == "application/json"


WRONG: list[tuple[tuple[Any, Any], dict[str, Any], str]] = [
    (("GET", "cases"), {}, "path must begin with /, be quoted"),
    (("GET", "/a#b"), {}, "have no #"),
    (("GET", "/a/../b"), {}, "no .., such as"),
    (("GET", "/a/.?b"), {}, "no .., such as"),
    (("GET", "/a/.."), {}, "no .., such as"),
    (("GET", "/a b"), {}, "path must begin with /"),
    (("GET", "/ü"), {}, "path must begin with /"),
    (("GET /", "/"), {}, "method must be a name such as GET"),
    (("GET", "/"), {"params": {"a": object()}}, "a must be"),
    (("POST", "/"), {"json": object()}, "json cannot be encoded: it has object"),
    (("POST", "/"), {"json": float("nan")}, "not JSON compliant"),
    (("GET", "/"), {"params": ["a"]}, "params must be a mapping from names to values"),
    (("GET", "/"), {"params": Broken()}, "params must be a mapping from names to values"),
    (("GET", "/"), {"params": {1: "a"}}, "params must be a mapping from names to values"),
    (("GET", "/"), {"headers": ["a"]}, "headers must be Mapping, not list"),
    (("GET", "/"), {"headers": Broken()}, "headers must be Mapping, not Broken"),
    (("GET", "/"), {"headers": {"X": 1}}, "headers must have strings as names and values, not int"),
    (("GET", "/"), {"headers": {"X": "a\r\nY: b"}}, "headers must have names and values of printable ASCII"),
    (("GET", "/"), {"headers": {"DD-API-KEY": "k"}}, "headers must not have DD-API-KEY: pass api_key"),
    (("GET", "/"), {"headers": {"Content-Length": "1"}}, "headers must not have Content-Length"),
]


@pytest.mark.parametrize(("request_line", "arguments", "message"), WRONG)
def test_what_cannot_be_sent_is_an_error_before(
    request_line: tuple[Any, Any], arguments: dict[str, Any], message: str, call: Call
) -> None:
    with pytest.raises(ValueError, match=message):
        call("request", *request_line, settings={}, **arguments)
