"""How long an answer may take: it bounds all of it, and not each of its bytes."""

from __future__ import annotations

import socket
import ssl
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from datadog_case_management import AsyncClient, Client, errors
from datadog_case_management._deadline import AsyncBackend, SyncBackend, SyncStream
from faulty_server import HEAD, Act, FaultyServer, drip, requests_of, shut, tls
from helpers import KEYS, Call, run_async

DRIP = drip(b"HTTP/1.1 200 OK\r\nX: ")
WAYS = ["plain", "TLS", "proxy", "proxy of the environment", "tunnel"]


def tunnel(context: ssl.SSLContext, act: Act) -> Act:
    """A proxy that is also what it leads to."""

    def connected(connection: socket.socket, method: str) -> None:
        assert method == "CONNECT"
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with context.wrap_socket(connection, server_side=True) as inside:
            act(inside, next(requests_of(inside), ""))

    return connected


@pytest.mark.parametrize("way", WAYS)
def test_headers_that_drip_end_on_every_way(way: str, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    context, trust = tls()
    settings: dict[str, Any] = {"timeout": 0.3, "verify": trust}
    with FaultyServer(tunnel(context, DRIP) if way == "tunnel" else DRIP, context if way == "TLS" else None) as server:
        settings["base_url"] = "http://somewhere.invalid" if "proxy" in way else server.url
        if way == "tunnel":
            settings["base_url"] = server.url.replace("http", "https")
        if way in ("proxy", "tunnel"):
            settings["proxy"] = server.url
        if way == "proxy of the environment":
            monkeypatch.setenv("NO_PROXY", "elsewhere.invalid")
            monkeypatch.setenv("HTTP_PROXY", server.url)
        with pytest.raises(errors.APITimeoutError) as caught:
            call("list_case_watchers", "C", settings=settings)
        assert server.requests == 1
    assert isinstance(caught.value.__cause__, httpx.ReadTimeout)
    assert caught.value.__cause__.request.url.path == "/api/v2/cases/C/watchers"


def test_each_answer_has_the_whole_time(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Any, ...]] = []
    now = 100.0
    monkeypatch.setattr("datadog_case_management._deadline.time", SimpleNamespace(monotonic=lambda: now))

    def note(*given: Any) -> bytes:
        seen.append(given)
        return b"answer"

    backend = SyncBackend(None)
    connection = SyncStream(SimpleNamespace(read=note, write=note), backend)
    connection.read(0, 9.0)  # what nobody asked for
    connection.write(b"request", 7.0)
    assert connection.read(1, 5.0) == b"answer"
    now += 2.0
    connection.read(2, 5.0)
    now += 3.0
    with pytest.raises(httpx.ReadTimeout, match=r"^the response took too long$"):
        connection.read(3, 5.0)
    assert seen == [(0, 9.0), (b"request", 7.0), (1, 5.0), (2, 3.0)]

    seen.clear()
    connection.write(b"another")
    connection.read(1, 5.0)
    connection.write(b"without end", None)
    connection.read(1)
    now += 1000.0
    connection.read(1)
    assert seen == [(b"another", None), (1, 5.0), (b"without end", None), (1, None), (1, None)]


@pytest.mark.parametrize("transport", [None, "given"])
def test_the_time_of_a_given_transport_is_its_own(transport: str | None) -> None:
    async def run() -> None:
        given = None if transport is None else httpx.AsyncHTTPTransport()
        async with AsyncClient(base_url=server.url, transport=given, **KEYS) as client:
            await client.list_case_watchers("C")
            (connection,) = client._pool.all
            backend = connection.http._transport._pool._network_backend
            assert isinstance(backend, AsyncBackend) is (transport is None)
            assert connection.backend is (backend if transport is None else None)

    with FaultyServer(shut(b""), faulty=0) as server:
        run_async(run())
        given = None if transport is None else httpx.HTTPTransport()
        with Client(base_url=server.url, transport=given, **KEYS) as client:
            client.list_case_watchers("C")
            (connection,) = client._pool.all
            backend = connection.http._transport._pool._network_backend
            assert isinstance(backend, SyncBackend) is (transport is None)


def test_what_comes_too_late_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 1_000_000, 1000))
    monkeypatch.setattr("datadog_case_management._deadline.time", SimpleNamespace(monotonic=lambda: next(clock)))
    with (
        FaultyServer(drip(HEAD + b"\r\n")) as server,
        Client(base_url=server.url, **KEYS) as client,
        pytest.raises(errors.APITimeoutError, match="the response took too long") as caught,
    ):
        client.list_case_watchers("C")
    assert isinstance(caught.value.__cause__, httpx.ReadTimeout)
    assert caught.value.__cause__.request.url.path == "/api/v2/cases/C/watchers"
