"""Which settings are secret."""

from __future__ import annotations

import httpx
import pytest
from datadog_case_management import Client
from datadog_case_management._config import Config
from helpers import KEYS


@pytest.mark.parametrize(
    ("proxy", "secrets"),
    [
        (None, []),
        ("http://user:p%40ss@proxy:1", ["p%40ss", "p@ss"]),
        ("http://user:a:b@proxy:1", ["a:b", "a:b"]),
        ("http://us@er:pass@proxy:1", ["pass", "pass"]),
        ("http://user:a//b@proxy:1", ["a//b", "a//b"]),
        (httpx.URL("socks5://user:pass@proxy:1"), ["pass", "pass"]),
        (httpx.Proxy("http://proxy:1"), []),
        (httpx.Proxy("http://user:p%40ss@proxy:1"), ["p@ss"]),
        (httpx.Proxy("http://proxy:1", auth=("user", "pass")), ["pass"]),
        ("http://user@proxy//x:y", []),
    ],
)
def test_the_password_of_a_proxy_is_redacted(proxy: str | httpx.URL | httpx.Proxy | None, secrets: list[str]) -> None:
    assert Config(proxy=proxy).secrets._passwords == set(secrets)


def test_the_words_of_a_header_are_redacted() -> None:
    headers = {"X-Token": "a-long-token", "X-Auth": "Signature another-long-token", "X-Short": "1234567"}
    words = ["a-long-token", "Signature", "another-long-token"]
    assert Config(headers=headers).secrets._values == set(words)
    assert Config(headers={"X-Basic": "Basic abc"}).secrets._passwords == set()
    assert Config(headers={"X-Basic": "Basic bWU6b3Blbg=="}).secrets._passwords == {"open"}
    assert Config(headers={"X-Just-Long-Enough": "12345678", "Accept": "text/plain"}).secrets._values == {"12345678"}


def test_errors_do_not_repeat_it() -> None:
    with Client(proxy="http://user:correct-horse@127.0.0.1:1", **KEYS) as client:
        assert b"horse" not in client._secrets.redact(b"I know correct-horse")


@pytest.mark.parametrize(("status", "kept"), [(200, True), (299, True), (300, False), (199, False)])
def test_only_a_success_is_not_redacted(status: int, kept: bool) -> None:
    from datadog_case_management.api.case_management import list_case_watchers

    def echo(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json={"data": [], "echo": request.headers["DD-API-KEY"]})

    with Client(transport=httpx.MockTransport(echo), max_retries=0, **KEYS) as client:
        response = list_case_watchers.sync_detailed("C", client=client)
    assert (KEYS["api_key"].encode() in response.content) is kept
