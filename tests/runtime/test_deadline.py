"""The timeout applies to the whole response, and not to each byte."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import threading
import time
from typing import Any

import httpx
import pytest
from datadog_case_management import AsyncClient, Client, errors
from datadog_case_management._transport._deadline import AsyncBackend, SyncBackend
from datadog_case_management.testing import FakeService
from faulty_server import ALWAYS, HEAD, TIMEOUTS, Act, FaultyServer, hang, requests_of, respond, shut, tls, trickle
from helpers import KEYS, Call, Clock, call_in, each_library, is_caused_by, run_async

TRICKLE = trickle(b"HTTP/1.1 200 OK\r\nX: ")
WAYS = ["plain", "TLS", "proxy", "proxy of the environment", "tunnel"]


def tunnel(context: ssl.SSLContext, act: Act) -> Act:
    """A proxy that also plays the server behind it."""

    def connected(connection: socket.socket, method: str) -> None:
        assert method == "CONNECT"
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with context.wrap_socket(connection, server_side=True) as inside:
            act(inside, next(requests_of(inside), ""))

    return connected


@each_library
@pytest.mark.parametrize("way", WAYS)
def test_headers_that_trickle_in_time_out_at_every_stage(way: str, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    context, trust = tls()
    for timeout in TIMEOUTS:
        settings: dict[str, Any] = {"timeout": timeout, "verify": trust}
        with FaultyServer(
            tunnel(context, TRICKLE) if way == "tunnel" else TRICKLE, context if way == "TLS" else None
        ) as server:
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
        if server.requests and is_caused_by(caught.value, "ReadTimeout"):
            break
    assert server.requests == 1
    assert is_caused_by(caught.value, "ReadTimeout")


@pytest.mark.parametrize("transport", [None, "given"])
def test_a_custom_transport_keeps_its_own_timeouts(transport: str | None) -> None:
    async def run() -> None:
        given = None if transport is None else httpx.AsyncHTTPTransport()
        async with AsyncClient(base_url=server.url, transport=given, **KEYS) as client:
            await client.list_case_watchers("C")
            connection = client._transport._shared or next(iter(client._transport._pool.all))
            backend = connection.http._transport._pool._network_backend
            assert isinstance(backend, AsyncBackend) is (transport is None)
            assert connection.backend is (backend if transport is None else None)

    with FaultyServer(shut(b""), faulty=0) as server:
        run_async(run())
        given = None if transport is None else httpx.HTTPTransport()
        with Client(base_url=server.url, transport=given, **KEYS) as client:
            client.list_case_watchers("C")
            connection = client._transport._shared or next(iter(client._transport._pool.all))
            backend = connection.http._transport._pool._network_backend
            assert isinstance(backend, SyncBackend) is (transport is None)


def test_a_late_response_is_not_read(clock: Clock) -> None:
    clock.step = 1000.0
    with (
        FaultyServer(trickle(HEAD + b"\r\n")) as server,
        Client(base_url=server.url, timeout=httpx.Timeout(None, read=30), **KEYS) as client,
        pytest.raises(errors.APITimeoutError, match="the response took too long") as caught,
    ):
        client.list_case_watchers("C")
    assert isinstance(caught.value.__cause__, httpx.ReadTimeout)
    assert caught.value.__cause__.request.url.path == "/api/v2/cases/C/watchers"


SLOW = 0.4  # the timeout in seconds


def times_out(call: Call, method: str, *args: Any, settings: dict[str, Any], **kwargs: Any) -> None:
    """Check that a call times out. Without a deadline, something else would end it, or fail."""
    with pytest.raises(errors.APITimeoutError):
        call(method, *args, settings={"timeout": SLOW, "max_retries": 0, **settings}, **kwargs)


@each_library
def test_all_addresses_of_a_host_share_the_deadline(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty addresses that never accept a connection: their queues are full."""
    with contextlib.ExitStack() as stack:
        full = []
        for _ in range(20):
            server = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
            for _ in range(2):
                waiting = stack.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex(server.getsockname())
            full.append(server.getsockname())
        answers: Any = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{n}", 9)) for n in range(1, 21)]
        original, connect = socket.getaddrinfo, socket.socket.connect
        addresses: dict[Any, Any] = dict(zip([address for *_, address in answers], full, strict=True))
        timeouts: list[float | None] = []

        def resolved(host: Any, *args: Any, **kwargs: Any) -> Any:
            return answers if host in ("many.test", b"many.test") else original(host, *args, **kwargs)

        monkeypatch.setattr(socket, "getaddrinfo", resolved)

        # Like a firewall that drops packets to all of them.
        def connected(self: socket.socket, address: Any) -> None:
            if address in addresses:
                timeouts.append(self.gettimeout())
            connect(self, addresses.get(address, address))

        monkeypatch.setattr("socket.socket.connect", connected)
        times_out(call, "list_case_watchers", "C", settings={"base_url": "http://many.test:9"})
    if any(timeouts):  # sync: one after the other, each with its share
        assert len(timeouts) == 20
        assert sum(timeout for timeout in timeouts if timeout is not None) <= SLOW + 20 * 0.001
    else:  # asyncio begins another one every quarter of a second
        assert 1 <= len(timeouts) < 20


def test_a_later_address_that_accepts_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultyServer(hang, faulty=0) as server:
        port = int(server.url.rpartition(":")[2])
        answers: Any = [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", port, 0, 0)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
        ]
        original = socket.getaddrinfo
        monkeypatch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *args, **kwargs: answers if host == "two.test" else original(host, *args, **kwargs),
        )
        with Client(base_url=f"http://two.test:{port}", max_retries=0, **KEYS) as client:
            assert client.list_case_watchers("C").data == []


@each_library
def test_a_host_without_an_address(call: Call) -> None:
    with pytest.raises(errors.APIConnectionError) as caught:
        call("list_case_watchers", "C", settings={"base_url": "http://nowhere.invalid", "max_retries": 0})
    assert is_caused_by(caught.value, "ConnectError")


SIZE = 16_000_000


@each_library
def test_an_upload_to_a_slow_reader_times_out(call: Call) -> None:
    """The server reads a little at a time, each time before a write times out."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stop = threading.Event()
        received: list[int] = []

        def serve() -> None:
            connection, _ = server.accept()
            with connection, contextlib.suppress(OSError):
                while chunk := connection.recv(50_000, socket.MSG_WAITALL):
                    received.append(len(chunk))
                    stop.wait(SLOW / 8)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            url = f"http://127.0.0.1:{server.getsockname()[1]}"
            insight = {"type": "MONITOR", "ref": "/monitors/1", "resource_id": "x" * SIZE}
            times_out(call, "add_case_insights", "C", insights=[insight], settings={"base_url": url})
        finally:
            stop.set()
            thread.join(60)
        assert sum(received) < SIZE


@each_library
def test_redirects_share_the_deadline(call: Call) -> None:
    def redirect(connection: socket.socket, _: str) -> None:
        time.sleep(SLOW / 4)
        respond(307, b"", "Location: /again")(connection, "")

    with FaultyServer(redirect, faulty=ALWAYS) as server:
        settings = {"base_url": server.url, "follow_redirects": True}
        times_out(call, "list_case_watchers", "C", settings=settings)
        assert server.requests <= 5


@each_library
@pytest.mark.parametrize("scheme", ["http", "https", "socks5"])
def test_a_proxy_that_hangs_times_out(scheme: str, call: Call, request: pytest.FixtureRequest) -> None:
    if scheme == "socks5" and "aiohttp" in request.node.name:
        pytest.skip("aiohttp has no SOCKS proxies")
    context, trust = tls()
    act = hang if scheme == "socks5" else TRICKLE
    for timeout in (SLOW, httpx.Timeout(SLOW / 4)):
        with FaultyServer(act, context if scheme == "https" else None) as server:
            address = server.url.replace("http:", f"{scheme}:")
            proxy = httpx.Proxy(address, ssl_context=trust if scheme == "https" else None)
            settings = {"base_url": "https://service.invalid", "proxy": proxy, "verify": trust, "timeout": timeout}
            times_out(call, "list_case_watchers", "C", settings=settings)


@each_library
def test_tls_inside_the_tls_of_a_proxy_times_out(call: Call) -> None:
    """The handshake with the service trickles in, through a proxy that is reached with TLS itself."""
    context, trust = tls()

    def connect(connection: socket.socket, _: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        connection.recv(1)  # The client has read it, and begun the handshake.
        trickle(b"\x16\x03\x03\x40\x00")(connection, "")

    with FaultyServer(connect, context) as server:
        proxy = httpx.Proxy(server.url, ssl_context=trust)
        settings = {"base_url": "https://service.invalid", "proxy": proxy, "verify": trust}
        times_out(call, "list_case_watchers", "C", settings=settings)


@pytest.mark.parametrize("stage", ["TLS", "TLS in TLS", "headers", "body"])
def test_with_aiohttp_a_connection_lost_after_the_deadline_is_a_timeout(
    stage: str, clock: Clock, waits: list[float]
) -> None:
    """The timer of asyncio for TLS, which may be the first, closes the connection as the server does here."""
    context, trust = tls()

    def lose(connection: socket.socket, _: str) -> None:
        if "TLS" in stage:
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            connection.recv(1)  # The client has begun the handshake.
        elif stage == "body":
            connection.sendall(HEAD + b"\r\n")
        clock.now += 1000
        connection.close()

    async def run() -> None:
        settings: dict[str, Any] = {"base_url": server.url}
        if "TLS" in stage:
            settings = {"base_url": "https://service.invalid", "proxy": httpx.Proxy(server.url, ssl_context=trust)}
        async with AsyncClient(transport="aiohttp", verify=trust, **settings, **KEYS) as client:
            with pytest.raises(errors.APITimeoutError) as caught:
                await client.list_case_watchers("C")
        assert "the attempt took too long" in str(caught.value)

    with FaultyServer(lose, context if stage == "TLS in TLS" else None) as server:
        run_async(run())
    assert (server.requests, waits) == (1, [])


@each_library
def test_decompression_ends_at_the_deadline(call: Call, clock: Clock) -> None:
    body = gzip.compress(bytes(16 * 2**20))
    with FaultyServer(respond(200, body, "Content-Encoding: gzip"), faulty=ALWAYS) as server:
        # Each look at the clock takes half a second, and there is one for each mebibyte.
        clock.step = 0.5
        with pytest.raises(errors.APITimeoutError):
            call("list_case_watchers", "C", settings={"base_url": server.url, "timeout": 7})


def test_a_reply_of_a_fake_service_later_than_the_timeout(mode: str) -> None:
    service = FakeService()
    service.reply("list_case_watchers", {"data": []}, delay=60)
    for settings in ({"timeout": 0.01}, {"total_timeout": 0.01}):
        with pytest.raises(errors.APITimeoutError, match=r"within 0\.01 s"):
            call_in(mode, "list_case_watchers", "C", settings={"transport": service.transport, **settings})
