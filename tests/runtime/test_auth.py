"""Token functions, and redaction that leaves other text alone."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from datadog_case_management import AsyncClient, Client, errors
from datadog_case_management.testing import FakeService
from helpers import KEYS, call_in, replying, run_async


class Service:
    """Accepts one token at a time, and limits the rate of the requests named in `limited`."""

    def __init__(self, valid: str, limited: tuple[int, ...] = ()) -> None:
        self.valid, self.limited = valid, limited
        self.received: list[str] = []
        self.transport = httpx.MockTransport(self.respond)

    def respond(self, request: httpx.Request) -> httpx.Response:
        self.received.append(request.headers["Authorization"])
        if len(self.received) in self.limited:
            return httpx.Response(429)
        if self.received[-1] != f"Bearer {self.valid}":
            return httpx.Response(401, json={"errors": [f"not valid: {self.received[-1]}"]})
        return httpx.Response(200, json={"data": []})


def call(how: str, service: Service | FakeService, token: Any, **settings: Any) -> None:
    """List watchers with a token function, which is a coroutine function if `how` says so."""

    async def awaitable() -> Any:
        return token()

    given = awaitable if how == "async, awaitable" else token
    settings = {"api_key": None, "app_key": None, "access_token": given, "transport": service.transport, **settings}
    call_in(how.partition(",")[0], "list_case_watchers", "C", settings=settings)


CALLS = pytest.mark.parametrize("how", ["sync", "async", "async, awaitable"])


RENEWALS: dict[str, tuple[list[str], str, tuple[int, ...], int]] = {
    "before each attempt": (["first-1", "second-2"], "second-2", (1,), 1),
    "once more after a 401, which is no retry": (["old-1", "new-2"], "new-2", (), 0),
    "after a 401 of a retry": (["old-1", "old-2", "new-3"], "new-3", (1,), 1),
}


@pytest.mark.parametrize("when", RENEWALS)
@CALLS
def test_the_token_function_is_called(how: str, when: str, waits: list[float]) -> None:
    tokens, valid, limited, retries = RENEWALS[when]
    service = Service(valid, limited)
    call(how, service, iter(tokens).__next__, max_retries=retries)
    assert service.received == [f"Bearer {token}" for token in tokens]
    assert len(waits) == retries


@CALLS
def test_a_second_401_is_final_and_shows_neither_token(how: str, waits: list[float]) -> None:
    service = Service("another")
    with pytest.raises(errors.UnauthorizedError) as caught:
        call(how, service, iter(["old-1", "older-0", "never"]).__next__)
    assert len(service.received) == 2
    assert json.loads(caught.value.content) == {"errors": ["not valid: Bearer [redacted]"]}
    assert waits == []


@CALLS
def test_a_token_from_a_function_is_sent_with_the_other_headers(how: str) -> None:
    service = replying({"data": []})
    call(how, service, lambda: "token-1", headers={"X-Team": "ops"})
    headers = service.calls[0].request.headers
    assert headers["authorization"] == "Bearer token-1"
    assert (headers["x-team"], headers["accept"]) == ("ops", "application/json")


def test_a_fixed_token_is_sent_once() -> None:
    service = Service("another")
    with pytest.raises(errors.UnauthorizedError):
        call("sync", service, "old-1")
    assert len(service.received) == 1


@pytest.mark.parametrize("token", [None, 3, b"t", "", "two words"])
@CALLS
def test_a_function_that_returns_no_token_is_a_configuration_error(how: str, token: Any) -> None:
    service = Service("x")
    with pytest.raises(errors.ConfigurationError):
        call(how, service, lambda: token)
    assert service.received == []


def test_an_error_in_the_token_function_propagates_unchanged() -> None:
    def fail() -> str:
        raise LookupError("no vault")

    with pytest.raises(LookupError, match="no vault"):
        call("sync", Service("x"), fail)


def echo(text: str, **keys: Any) -> bytes:
    transport = httpx.MockTransport(lambda _: httpx.Response(400, text=text))
    with Client(transport=transport, **keys) as client, pytest.raises(errors.BadRequestError) as caught:
        client.list_case_watchers("C")
    return caught.value.content


def test_redaction_leaves_ordinary_words_alone() -> None:
    keys = {"api_key": "test", "app_key": "b1"}
    assert echo("the latest test failed for ab12, b1x and b1.", **keys) == (
        b"the latest test failed for ab12, b1x and [redacted]."
    )
    assert echo('the test: "demo"', api_key="test", app_key="demo") == b'the test: "demo"'
    long = {"api_key": "abcdefghijklmnop", "app_key": "b" * 15}
    assert echo("abcdefghijklmnop and " + "b" * 15, **long) == b"[redacted] and " + b"b" * 15


def test_vars_show_no_secret() -> None:
    for client in (Client(**KEYS), Client(access_token="t0ken"), Client(access_token=lambda: "t0ken")):
        shown = f"{vars(client)} {client!r} {client._config}"
        assert not any(secret in shown for secret in (*KEYS.values(), "t0ken"))
    assert repr(client) == "Client(base_url='https://api.datadoghq.com', auth=<access_token from functions>)"
    assert repr(client._config).startswith("<api_key, app_key, access_token, site, ")
    assert repr(object.__new__(Client)) == "Client(base_url=None, auth=None)"


@pytest.mark.parametrize("client_class", [Client, AsyncClient])
def test_keys_from_functions_are_renewed_and_redacted_as_tokens_are(client_class: type[Client | AsyncClient]) -> None:
    received = []

    def respond(request: httpx.Request) -> httpx.Response:
        keys = [request.headers[name] for name in ("DD-API-KEY", "DD-APPLICATION-KEY")]
        received.append(keys)
        return httpx.Response(401, json={"errors": [f"not valid: {keys}"]})

    keys = iter(["first-api-key-1", "second-api-key-2"])
    client = client_class(api_key=lambda: next(keys), app_key=KEYS["app_key"], transport=httpx.MockTransport(respond))
    with pytest.raises(errors.UnauthorizedError) as caught:
        run_async(client.list_case_watchers("C")) if isinstance(client, AsyncClient) else client.list_case_watchers("C")
    assert received == [["first-api-key-1", KEYS["app_key"]], ["second-api-key-2", KEYS["app_key"]]]
    assert json.loads(caught.value.content) == {"errors": ["not valid: ['[redacted]', '[redacted]']"]}
    assert repr(client).endswith("auth=<api_key and app_key from functions>)")
