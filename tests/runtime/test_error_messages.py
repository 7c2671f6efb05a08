"""The details of an error, from a body of any form, and its message."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import httpx
import pytest
import yaml
from datadog_case_management import errors
from datadog_case_management._excerpts import one_line
from datadog_case_management.types import Headers
from faulty_server import ALWAYS, CLOSED, FaultyServer, hang
from helpers import Call, each_library, replying
from tools.paths import ROOT

BODIES = yaml.safe_load((ROOT / "tests/data/error_bodies.yaml").read_text(encoding="utf-8"))
NOT_YAML = [
    {"body": b"\xff\xfe\x00", "message": "404 Not Found"},
    {"body": b'{"errors": [' + b"[" * 100_000, "message": '404 Not Found: {"errors": [' + "[" * 188},
]


@pytest.mark.parametrize("row", [*BODIES, *NOT_YAML], ids=lambda row: re.sub(r"[\\\n]", "", str(row["body"]))[:60])
def test_every_form_of_error_body_becomes_a_list_of_details(row: dict[str, Any]) -> None:
    content = row["body"] if isinstance(row["body"], bytes) else row["body"].encode()
    error = errors.NotFoundError(404, Headers(), content, method="GET", url="https://h/p")
    if "details" in row:
        assert [[detail.title, detail.detail] for detail in error.errors] == row["details"]
    assert str(error) == f"{row['message']} (GET https://h/p)"
    assert (error.content, error.status_code) == (content, 404)


def text_of(content: bytes) -> str | None:
    (detail,) = errors.BadRequestError(400, Headers(), content).errors
    assert detail.raw == detail.detail
    return detail.detail


def test_only_the_start_of_a_page_is_shown() -> None:
    assert text_of(b"x" * 300) == "x" * 200
    tags = b"<i></i>" * 285 + b" " * 4  # 1,999 characters without a word
    assert text_of(tags + b"ab") == "a"
    title = b"<TITLE>t</TITLE>"
    assert text_of(b" " * (10_000 - len(title)) + title) == "t"
    assert text_of(b"x" + b" " * (10_000 - len(title)) + title) == "x"


def test_an_error_detail_has_its_source_and_the_raw_error() -> None:
    source = {"pointer": "/data", "parameter": "limit", "header": "H"}
    item = {"source": source, "status": "400", "meta": {"a": 1}}
    error = errors.BadRequestError(content=json.dumps({"errors": [item, "x", 3]}).encode())
    first, *others = error.errors
    assert (first.pointer, first.parameter, first.header, first.status) == ("/data", "limit", "H", "400")
    assert first.raw == item
    assert [(detail.detail, detail.raw) for detail in others] == [("x", "x"), ("3", 3)]
    assert repr(first) == (
        "ErrorDetail(title=None, detail=None, status='400', code=None, pointer='/data', parameter='limit', header='H')"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("two\r\nlines\tand  spaces", "two lines and spaces"),
        ("\x1b[31mred\x07\x00\u202e\ud800", "[31mred"),
        ("é\u2603", "é\u2603"),
        ("x" * 1000, "x" * 1000),
        ("x" * 1001, "x" * 1000 + "…"),
        ("x  x  " + "x" * 2000, "x x " + "x" * 995 + "…"),
        ("x" * 5_000_000, "x" * 1000 + "…"),
    ],
)
def test_foreign_text_is_a_single_short_line(text: str, shown: str) -> None:
    assert one_line(text) == shown
    body = json.dumps({"errors": [text]}).encode()
    error = errors.ForbiddenError(content=body, method="GET", url=f"/{text}")
    assert str(error) == f"403 Forbidden{shown and ': '}{shown} ({one_line('GET /' + text)})"
    undecodable = errors.ResponseDecodeError("no")
    undecodable._prepend(text)
    assert len(str(undecodable)) < 1100
    assert str(undecodable).isprintable()


def test_only_the_first_of_many_errors_are_shown() -> None:
    error = errors.ForbiddenError(content=json.dumps({"errors": [str(n) for n in range(100_000)]}).encode())
    assert str(error) == f"403 Forbidden: {'; '.join(map(str, range(20)))}"
    assert [detail.detail for detail in error.errors] == [str(n) for n in range(100)]


@pytest.mark.parametrize("item", [0, "", {}, {"title": "x"}, [[]]])
def test_the_number_of_details_is_bounded_however_many_errors_there_are(item: Any) -> None:
    """Counted as calls of a profiler, so that the speed of the machine does not matter."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    content = json.dumps([item] * 20_000).encode()
    sys.setprofile(count)
    try:
        error = errors.ForbiddenError(content=content)
        assert len(str(error)) < 500
    finally:
        sys.setprofile(None)
    assert len(error.errors) <= 100
    # One for each error that is not empty would be 20,000. The generator is resumed for each detail.
    assert calls < 2_000


MESSAGES = yaml.safe_load((ROOT / "tests/data/messages.yaml").read_text(encoding="utf-8"))
WATCHERS = "https://api.datadoghq.com/api/v2/cases/C/watchers"


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_says_what_happened_where_and_how_much(name: str, call: Call, waits: list[float]) -> None:
    row = MESSAGES[name]
    reply = row["response"]
    body = reply.get("body", "")
    response = httpx.Response(reply["status"], content=body if isinstance(body, bytes) else body.encode())
    response.headers.update(reply.get("headers", {}))
    with pytest.raises(errors.CaseManagementError) as caught:
        call("list_case_watchers", "C", settings={"transport": replying(response).transport, "max_retries": 1})
    error = caught.value
    assert (type(error).__name__, str(error)) == (row["error"], row["message"].format(watchers=WATCHERS))
    assert (error.method, error.url, error.host) == ("GET", WATCHERS, "api.datadoghq.com")
    assert (error.proxy, error.site, error.attempts) == (None, "datadoghq.com", 2 if reply["status"] == 502 else 1)
    assert repr(error) == f"{row['error']}({str(error)!r})"
    # As Celery does, for example.
    rebuilt = type(error)(*error.args)
    assert (str(rebuilt), rebuilt.method, rebuilt.url, rebuilt.attempts) == (str(error), "", "", 0)
    if isinstance(rebuilt, errors.APIStatusError):
        assert rebuilt.status_code == reply["status"]


@each_library
def test_a_missing_response_says_why_where_and_how_long(call: Call, waits: list[float]) -> None:
    def error_of(**settings: Any) -> errors.APIConnectionError:
        with pytest.raises(errors.APIConnectionError) as caught:
            call("list_case_watchers", "C", settings={"max_retries": 1, **settings})
        assert (caught.value.method, caught.value.path.rpartition("/api")[1:]) == (
            "GET",
            ("/api", "/v2/cases/C/watchers"),
        )
        assert str(type(caught.value)(*caught.value.args)) == str(caught.value)
        return caught.value

    refused = str(error_of(base_url=f"http://{CLOSED}/base"))
    assert re.match(r"no response: (Connect|ClientConnector)Error: ", refused)
    assert refused.endswith(f" (GET http://{CLOSED}/base/api/v2/cases/C/watchers; 2 attempts)")
    proxied = str(error_of(proxy=f"http://me:pr0xy-passw0rd@{CLOSED}"))
    assert proxied.endswith(f" (GET {WATCHERS}; through the proxy {CLOSED}; 2 attempts)")
    with FaultyServer(hang, faulty=ALWAYS) as server:
        late = str(error_of(base_url=server.url, timeout=0.2))
    assert late.startswith("no response within 0.2 s: ")
    assert late.endswith(f" (GET {server.url}/api/v2/cases/C/watchers)")
    lost = str(error_of(transport=replying(httpx.ReadError("")).transport, max_retries=0))
    assert lost == f"no response: ReadError (GET {WATCHERS})"
