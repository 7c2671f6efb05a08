"""Event hooks run for every attempt with every transport, and their exceptions propagate unchanged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aiohttp
import httpx
import httpx2
import pytest
from datadog_case_management import AsyncClient, Client, errors
from faulty_server import FaultyServer, hang
from helpers import EACH_MODE, KEYS, MODES, call_in, connections, each_library, opened, result_of
from pytest_httpserver import HTTPServer

Call = Callable[..., Any]


@pytest.fixture(params=[*EACH_MODE, "async, plain functions", "aiohttp, plain functions"])
def watchers(request: pytest.FixtureRequest) -> Call:
    """Lists watchers with a client whose hooks are these functions; returns the connections that stay busy."""
    mode, _, plain = request.param.partition(", ")
    client_class, _, run_mode = MODES[mode]

    async def watch(on_request: Any, on_response: Any, options: Any = None, **settings: Any) -> list[Any]:
        async def request_hook(request: httpx.Request) -> None:
            on_request(request)

        async def response_hook(response: httpx.Response) -> None:
            on_response(response)

        hooks: dict[str, list[Any]] = {"request": [request_hook], "response": [response_hook]}
        if plain or client_class is Client:
            hooks = {"request": [on_request], "response": [on_response]}
        async with opened(mode, event_hooks=hooks, **settings) as client:
            try:
                await result_of(client.with_options(**options or {}).list_case_watchers("C"))
            finally:
                busy = connections(client)
            return busy

    return lambda *hooks, **settings: run_mode(watch(*hooks, **settings))


def ignore(_: object) -> None:
    pass


def test_what_a_hook_raises_propagates_and_causes_no_second_request(watchers: Call, waits: list[float]) -> None:
    raised: list[BaseException] = [
        AssertionError("no"),
        OSError("a collector that is down"),
        httpx.ConnectError("the same"),
        httpx2.ReadTimeout("slow"),
        TimeoutError(),
        aiohttp.ServerDisconnectedError(),
        KeyboardInterrupt(),
    ]
    for error in raised:

        def fail(_: object, error: BaseException = error) -> None:
            raise error

        for hooks, requests in (((fail, ignore), 0), ((ignore, fail), 1)):
            with FaultyServer(hang, faulty=0) as server, pytest.raises(type(error)) as caught:
                watchers(*hooks, base_url=server.url)
            assert caught.value is error
            assert (server.requests, waits) == (requests, []), repr(error)


def test_what_a_hook_raises_for_a_status_propagates(watchers: Call, httpserver: HTTPServer, url: str) -> None:
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_data("", 404)
    with pytest.raises((httpx.HTTPStatusError, httpx2.HTTPStatusError)):
        watchers(ignore, lambda response: response.raise_for_status(), base_url=url)


class _Awaitable:
    async def __call__(self, _: object) -> None:
        pass


@pytest.mark.parametrize("hook", [_Awaitable(), _Awaitable().__call__])
def test_a_client_rejects_hooks_that_nobody_would_await(hook: Any) -> None:
    with pytest.raises(errors.ConfigurationError, match=r"^event_hooks of a Client must be plain functions: use Async"):
        Client(event_hooks={"response": [hook]}, **KEYS)
    with Client(**KEYS) as client, pytest.raises(errors.ConfigurationError):
        client.with_options(event_hooks={"request": [hook]})


def test_hooks_of_a_copy_replace_those_of_the_client(watchers: Call, httpserver: HTTPServer, url: str) -> None:
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_json({"data": []})
    seen: list[Any] = []
    watchers(seen.append, seen.append, {"event_hooks": None}, base_url=url)
    assert seen == []


def test_hooks_see_every_attempt_and_every_hop_of_a_redirect(
    watchers: Call, httpserver: HTTPServer, url: str, waits: list[float]
) -> None:
    path = "/api/v2/cases/C/watchers"
    # Each is accepted only with the header that the hook has set.
    httpserver.expect_ordered_request(path, headers={"X-Trace": "0"}).respond_with_data("", 503)
    httpserver.expect_ordered_request(path, headers={"X-Trace": "2"}).respond_with_data("", 307, {"Location": "/there"})
    httpserver.expect_ordered_request("/there", headers={"X-Trace": "4"}).respond_with_json({"data": []})
    seen: list[Any] = []

    def on_request(request: httpx.Request) -> None:
        request.headers["X-Trace"] = str(len(seen))
        seen.append(str(request.url))

    def on_response(response: httpx.Response) -> None:
        seen.append(response.status_code)

    busy = watchers(on_request, on_response, base_url=url, follow_redirects=True)
    assert seen == [f"{url}{path}", 503, f"{url}{path}", 307, f"{url}/there", 200]
    assert busy == []
    assert len(waits) == 1


@each_library
def test_a_hook_may_read_the_body(mode: str, httpserver: HTTPServer, url: str) -> None:
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_data('{"data": []}')
    bodies: list[bytes] = []

    async def read(response: Any) -> None:
        bodies.append(await response.aread())

    hook = read if MODES[mode][0] is AsyncClient else lambda response: bodies.append(response.read())
    settings = {"base_url": url, "event_hooks": {"response": [hook]}}
    assert call_in(mode, "list_case_watchers", "C", settings=settings).data == []
    assert bodies == [b'{"data": []}']
