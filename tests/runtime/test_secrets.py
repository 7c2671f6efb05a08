"""No message, pickle, log or traceback with locals shows keys, tokens, passwords or the caller's headers."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from datadog_case_management import AsyncClient, Client, errors
from faulty_server import CLOSED, Act, FaultyServer, arrived, hang, respond, say, shut
from helpers import INSIGHT, Call, Masked, each_library, run_async
from leaks import leaks

API_KEY, APP_KEY = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210fedcba98"
HEADER, PASSWORD = "caller-s3cret", "pr0xy-passw0rd"
SECRETS = (API_KEY, APP_KEY, HEADER, PASSWORD)
# Read where needed, so that no local variable of a test contains them.
SETTINGS: dict[str, Any] = {
    "api_key": API_KEY,
    "app_key": APP_KEY,
    "headers": {"X-Internal": f"Bearer {HEADER}"},
    "timeout": 5,
    "max_retries": 0,
}
ECHO = json.dumps(
    {"errors": [f"no such key: {API_KEY}, {APP_KEY}, {HEADER}"], API_KEY: API_KEY, "data": API_KEY}
).encode()


STATUSES = [200, 201, 302, 401, 403, 418, 429, 503]
ECHOES: dict[str, Act] = {
    **{f"a body, {status}": respond(status, ECHO, f"X-Echo: {API_KEY}") for status in STATUSES},
    **{f"text, {status}": respond(status, ECHO[1:]) for status in (200, 302, 403)},
    "a status line": say(b"HTTP/1.1 %s\r\n\r\n" % API_KEY.encode()),
    "a version": say(b"%s 200 OK\r\n\r\n" % API_KEY.encode()),
    "a reason": say(b"HTTP/1.1 403 %s\r\nContent-Length: 0\r\n\r\n" % API_KEY.encode()),
    "a header line without a colon": say(b"HTTP/1.1 200 OK\r\n%s\r\n\r\n" % API_KEY.encode()),
    "a header value": say(b"HTTP/1.1 200 OK\r\nX: %s\x00\r\n\r\n" % API_KEY.encode()),
    "a length": say(b"HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n" % API_KEY.encode()),
    "a chunk": say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%s;\r\n" % HEADER.encode()),
    "an encoding": respond(200, b"x", f"Content-Encoding: {API_KEY}"),
    "a lost connection": shut(b"HTTP/1.1 200 OK\r\nX: %s" % API_KEY.encode()),
    "half a body": shut(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n%s" % ECHO),
}


@contextlib.contextmanager
def error_without_secrets(error_class: type[BaseException]) -> Iterator[None]:
    """Check that an exception is raised, and shows no secret. pytest.raises would be in a frame with the secrets."""
    try:
        yield
    except error_class as error:
        assert leaks(error, SECRETS) == []
    else:
        pytest.fail("nothing was raised")


@each_library
@pytest.mark.parametrize("echo", ECHOES)
def test_echoed_secrets_are_redacted(echo: str, call: Call, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="datadog_case_management")
    with FaultyServer(ECHOES[echo]) as server, error_without_secrets(errors.CaseManagementError):
        hidden(call, "list_case_watchers", {"base_url": server.url})
    assert not any(secret in caplog.text for secret in SECRETS)


def hidden(call: Call, method: str, settings: dict[str, Any]) -> Any:
    """Call a method without the secrets in a local variable of this frame."""
    arguments = {"insights": [INSIGHT]} if method == "add_case_insights" else {}
    masked: Any = Masked(SETTINGS | settings)
    return call(method, "C", settings=masked, **arguments)


def test_a_call_that_is_cancelled_shows_no_secret(transport: Any) -> None:
    async def run() -> None:
        async with AsyncClient(base_url=server.url, transport=transport, **Masked(SETTINGS)) as client:
            task = asyncio.create_task(client.add_case_insights("C", insights=[INSIGHT]))
            await arrived(server)
            task.cancel()
            with error_without_secrets(asyncio.CancelledError):
                await task

    with FaultyServer(hang) as server:
        run_async(run())


def test_a_call_that_is_interrupted_shows_no_secret() -> None:
    def stop(_: httpx.Response) -> None:
        raise KeyboardInterrupt

    with FaultyServer(hang, faulty=0) as server:
        client = Client(base_url=server.url, event_hooks={"response": [stop]}, **Masked(SETTINGS))
        with contextlib.closing(client), error_without_secrets(KeyboardInterrupt):
            client.list_case_watchers("C")


@each_library
@pytest.mark.parametrize("event", ["request", "response"])
def test_a_hook_that_raises_shows_no_secret(event: str, call: Call) -> None:
    def refuse(_: Any) -> None:
        raise LookupError("refused")

    with FaultyServer(hang, faulty=0) as server, error_without_secrets(LookupError):
        hidden(call, "add_case_insights", {"base_url": server.url, "event_hooks": {event: [refuse]}})


@each_library
def test_headers_of_one_call_are_redacted(call: Call) -> None:
    with FaultyServer(ECHOES["a body, 403"]) as server, pytest.raises(errors.ForbiddenError) as caught:
        call("request", "GET", "/", settings={"base_url": server.url}, headers={"X-Other": HEADER})
    assert HEADER not in f"{caught.value} {vars(caught.value)}"


@pytest.mark.parametrize("token", [f"{API_KEY}\nx", f"{API_KEY} x", f"{API_KEY}é", API_KEY.encode()], ids=range(4))
def test_a_function_that_returns_an_unusable_token_shows_no_secret(token: Any, call: Call) -> None:
    hidden_token = Masked({"token": token})
    try:
        call(
            "list_case_watchers",
            "C",
            settings=Masked({"access_token": lambda: hidden_token["token"], "api_key": None, "app_key": None}),
        )
    except errors.ConfigurationError as error:
        # This frame has the token itself.
        assert leaks(error.with_traceback(error.__traceback__ and error.__traceback__.tb_next), SECRETS) == []
    else:
        pytest.fail("the call succeeded")


@each_library
@pytest.mark.parametrize("method", ["list_case_watchers", "add_case_insights"])
def test_an_unreachable_service_shows_no_secret(method: str, call: Call) -> None:
    for settings in ({"base_url": f"http://{CLOSED}"}, {"base_url": f"https://{CLOSED}"}):
        with error_without_secrets(errors.APIConnectionError):
            hidden(call, method, settings)


def test_a_connection_lost_in_a_redirect_shows_no_secret(call: Call) -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/there":
            raise httpx.ReadError("lost", request=request)
        return httpx.Response(307, headers={"Location": "/there"})

    try:
        hidden(call, "list_case_watchers", {"transport": httpx.MockTransport(respond), "follow_redirects": True})
    except errors.APIConnectionError as error:
        assert isinstance(error.__cause__, httpx.ReadError)
        assert error.__cause__.request.url.path == "/there"
        assert leaks(error, SECRETS) == []
    else:
        pytest.fail("the call succeeded")


UNUSABLE: list[dict[str, Any]] = [
    {"api_key": f"{API_KEY}\nx"},
    {"app_key": f"{APP_KEY} x"},
    {"access_token": f"{API_KEY}\nx", "api_key": None, "app_key": None},
    {"api_key": API_KEY, "access_token": API_KEY},
    {"verify": "/nowhere.pem"},
    {"base_url": "nonsense"},
    {"timeout": -1},
    {"headers": {"X-Internal": f"{HEADER}\n"}},
    {"headers": {"X-Internal": f"{HEADER}\u2603"}},
    {"headers": {"X Internal": HEADER}},
    {"headers": {"Content-Length": HEADER}},
    {"proxy": f"http://user:{PASSWORD}@host:port"},
    {"proxy": f"user:{PASSWORD}@host"},
    {"proxy": f"ftp://user:{PASSWORD}@host"},
    {"limits": 3, "proxy": f"http://user:{PASSWORD}@host"},
    {"transport": "nonsense", "proxy": f"http://user:{PASSWORD}@host"},
]


@pytest.mark.parametrize("number", range(len(UNUSABLE)))
def test_invalid_settings_show_no_secret(number: int) -> None:
    for client_class in (Client, AsyncClient):
        with error_without_secrets(errors.ConfigurationError):
            client_class(**Masked(SETTINGS | UNUSABLE[number]))


def test_a_client_that_cannot_be_unpickled_shows_no_secret(tmp_path: Path) -> None:
    authority = tmp_path / "authority.pem"
    import certifi

    authority.write_bytes(Path(certifi.where()).read_bytes())
    client = Client(verify=str(authority), **Masked(SETTINGS))
    pickled = _Pickled(pickle.dumps(client))
    client.close()
    authority.unlink()
    with error_without_secrets(errors.ConfigurationError):
        pickle.loads(pickled)


class _Pickled(bytes):
    def __repr__(self) -> str:
        return "<pickled>"


def test_these_tests_detect_a_leak() -> None:
    """A secret in each of the places."""

    def fail(word: str) -> None:
        raise errors.ConfigurationError("no")

    try:
        fail(API_KEY)
    except errors.ConfigurationError as error:
        assert leaks(error, SECRETS) == ["traceback"]
    shown = errors.ConfigurationError(f"no {PASSWORD}")
    assert leaks(shown, SECRETS) == ["text", "traceback", "pickle", "loaded"]
    request = httpx.Request("GET", "http://h", headers={"X": HEADER})
    assert leaks(httpx.ConnectError("no", request=request), SECRETS) == ["requests"]


def test_headers_of_the_caller_do_not_follow_to_another_host() -> None:
    received: list[httpx.Headers] = []

    def there(request: httpx.Request) -> httpx.Response:
        received.append(request.headers)
        return httpx.Response(200, json={"data": []})

    def redirect(request: httpx.Request) -> httpx.Response:
        onwards = {"api.datadoghq.com": "elsewhere.test", "elsewhere.test": "third.test"}
        if request.url.host not in onwards:
            return there(request)
        return httpx.Response(307, headers={"Location": f"https://{onwards[request.url.host]}/"})

    settings: Any = Masked(SETTINGS | {"transport": httpx.MockTransport(redirect), "follow_redirects": True})
    for client in (Client(**settings), Client(**settings).with_options(headers={"X-More": "more-s3cret"})):
        client.list_case_watchers("C")

    async def run() -> None:
        await AsyncClient(**settings).list_case_watchers("C")

    run_async(run())
    assert len(received) == 3
    for headers in received:
        assert not {"x-internal", "x-more", "dd-api-key", "dd-application-key"} & headers.keys()
        assert headers["accept"] == "application/json"


def test_ordinary_headers_are_no_secrets() -> None:
    def respond(_: httpx.Request) -> httpx.Response:
        return httpx.Response(400, text="application/json in 2024 for my-agent/1.0 of team-7")

    headers = {"Accept": "application/json", "User-Agent": "my-agent/1.0", "X-Year": "2024", "X-Team": "team-7"}
    client = Client(transport=httpx.MockTransport(respond), headers=headers, api_key="a" * 32, app_key="b" * 40)
    with pytest.raises(errors.BadRequestError) as caught:
        client.list_case_watchers("C")
    assert caught.value.content == b"application/json in 2024 for my-agent/1.0 of team-7"
