"""The timeout applies to the whole response, and not to each byte."""

from __future__ import annotations

import contextlib
import gzip
import math
import socket
import ssl
import threading
import time
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from datadog_case_management import AsyncClient, Client, errors
from datadog_case_management._config import Config
from datadog_case_management._transport._deadline import AsyncBackend, AsyncStream, SyncBackend, SyncStream
from datadog_case_management._transport._private import _BoundedSocket
from faulty_server import ALWAYS, HEAD, TIMEOUTS, Act, FaultyServer, hang, requests_of, respond, shut, tls, trickle
from helpers import KEYS, Call, Clock, each_library, is_caused_by, run_async

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


def test_each_attempt_has_the_whole_timeout(clock: Clock) -> None:
    seen: list[tuple[Any, ...]] = []

    def note(*given: Any) -> bytes:
        seen.append(given)
        return b"response"

    backend = SyncBackend(httpx, None)
    connection = SyncStream(SimpleNamespace(read=note, write=note), backend)
    connection.read(0, 9.0)  # unsolicited bytes
    connection.write(b"request", 7.0)
    assert connection.read(1, 5.0) == b"response"
    clock.now += 2.0
    connection.read(2, 5.0)
    clock.now += 3.0
    with pytest.raises(httpx.ReadTimeout, match=r"^the response took too long$"):
        connection.read(3, 5.0)
    assert seen == [(0, 9.0), (b"request", 7.0), (1, 5.0), (2, 3.0)]

    seen.clear()
    connection.write(b"another")
    connection.read(1, 5.0)
    connection.write(b"without end", None)
    connection.read(1)
    clock.now += 1000.0
    connection.read(1)
    assert seen == [(b"another", None), (1, 5.0), (b"without end", None), (1, None), (1, None)]


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
        found: Any = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{n}", 9)) for n in range(1, 21)]
        original, connect = socket.getaddrinfo, socket.socket.connect
        addresses: dict[Any, Any] = dict(zip([address for *_, address in found], full, strict=True))
        timeouts: list[float | None] = []

        def resolved(host: Any, *args: Any, **kwargs: Any) -> Any:
            return found if host in ("many.test", b"many.test") else original(host, *args, **kwargs)

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
        found: Any = [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", port, 0, 0)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
        ]
        original = socket.getaddrinfo
        monkeypatch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *args, **kwargs: found if host == "two.test" else original(host, *args, **kwargs),
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


@pytest.mark.parametrize(
    ("timeout", "phases", "seconds"),
    [
        (30, (10, 30, 30, 30), 30),
        (5, (5, 5, 5, 5), 5),
        (None, (None,) * 4, math.inf),
        (httpx.Timeout(2, connect=3), (3, 2, 2, 2), 9),
        (httpx.Timeout(2, write=None), (2, 2, None, 2), math.inf),
    ],
)
def test_the_deadline_of_an_attempt(timeout: Any, phases: tuple[Any, ...], seconds: float) -> None:
    assert Config(timeout=timeout).timeouts == (*phases, None if seconds == math.inf else seconds)
    assert Config().timeouts == (10, 30, 30, 30, 30)


def test_no_step_starts_after_the_deadline(clock: Clock) -> None:
    backend = SyncBackend(httpx, None)
    backend.end = clock.now
    for phase in ("ConnectTimeout", "ReadTimeout", "WriteTimeout"):
        with pytest.raises(getattr(httpx, phase), match=r"^the attempt took too long$"):
            backend.limit(5, phase)


def test_a_socket_has_one_timeout_for_all_its_steps(clock: Clock) -> None:
    seen: list[Any] = []
    inner = SimpleNamespace(settimeout=seen.append, recv=seen.append, sendall=seen.append, fileno=lambda: 7)
    sock: Any = _BoundedSocket(inner)  # type: ignore[arg-type]
    assert isinstance(sock, ssl.SSLSocket)
    assert sock.fileno() == 7
    sock.sendall(b"before")
    sock.settimeout(3.0)
    sock.sendall(b"1")
    clock.now += 2.5
    sock.recv(2)
    clock.now += 0.5
    for step in (lambda: sock.recv(3), lambda: sock.sendall(b"3")):
        with pytest.raises(TimeoutError, match=r"^timed out$"):
            step()
    sock.settimeout(None)
    sock.recv(4)
    assert seen == [None, b"before", 3.0, b"1", 0.5, 2, None, 4]


def test_tls_counts_towards_the_connect_timeout(clock: Clock) -> None:
    seen: list[Any] = []

    def start_tls(*given: Any) -> Any:
        seen.append(given)
        return SimpleNamespace()

    async def start_tls_async(*given: Any) -> Any:
        return start_tls(*given)

    backend = SyncBackend(httpx, None)
    asynchronous = AsyncBackend(httpx, None)
    backend.end = asynchronous.end = clock.now + 1000
    stream = SyncStream(SimpleNamespace(_sock=None, start_tls=start_tls), backend)
    assert backend.streams == [stream]
    secure = stream.start_tls("context", "host", 5.0)
    assert backend.streams == [secure]
    async_stream = AsyncStream(SimpleNamespace(start_tls=start_tls_async), asynchronous)
    secured = run_async(async_stream.start_tls("context", "host", 5.0))
    assert asynchronous.streams == [secured]
    assert seen == [("context", "host", 5.0)] * 2
    backend.end = asynchronous.end = clock.now
    with pytest.raises(httpx.ConnectTimeout):
        stream.start_tls("context", "host", 5.0)
    with pytest.raises(httpx.ConnectTimeout):
        run_async(async_stream.start_tls("context", "host", 5.0))


def connected(
    found: list[str], accepting: str, timeout: float | None, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> list[Any]:
    """The addresses that the backend tries for a host, each with its seconds."""
    tried: list[Any] = []

    def connect_tcp(host: str, port: int, seconds: float | None, **options: Any) -> Any:
        assert (port, options) == (443, {"local_address": None})
        tried.append((host, seconds))
        if host != accepting:
            clock.now += 1.0
            raise OSError(host)
        return SimpleNamespace()

    def resolve(host: str, port: int, **options: Any) -> Any:
        assert (host, port, options) == ("service.test", 443, {"type": socket.SOCK_STREAM})
        if not found:
            raise socket.gaierror
        return [(None, None, None, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    backend = SyncBackend(httpx, SimpleNamespace(connect_tcp=connect_tcp))
    with contextlib.suppress(OSError):
        stream = backend.connect_tcp("service.test", 443, timeout, local_address=None)
        assert backend.streams == [stream]
    return tried


@pytest.mark.parametrize(
    ("found", "accepting", "timeout", "tried"),
    [
        (["a"], "service.test", 6.0, [("service.test", 6.0)]),
        (["a", "a"], "a", 6.0, [("a", 6.0)]),
        ([], "service.test", 6.0, [("service.test", 6.0)]),
        (["a", "b", "c"], "a", 6.0, [("a", 2.0)]),
        (["a", "b", "c"], "b", 6.0, [("a", 2.0), ("b", 2.5)]),
        (["a", "b", "c"], "c", 6.0, [("a", 2.0), ("b", 2.5), ("c", 4.0)]),
        (["a", "b", "c"], "", 6.0, [("a", 2.0), ("b", 2.5), ("c", 4.0)]),
        (["a", "b", "c"], "c", 1.5, [("a", 0.5), ("b", 0.25), ("c", 0.001)]),
        (["a", "b", "c", "d"], "d", 1.5, [("a", 0.375), ("b", 0.5 / 3), ("c", 0.001), ("d", 0.001)]),
        (["a", "b"], "b", None, [("a", None), ("b", None)]),
    ],
)
def test_the_share_of_each_address(
    found: list[str],
    accepting: str,
    timeout: float | None,
    tried: list[Any],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert connected(found, accepting, timeout, clock, monkeypatch) == tried


def test_no_connection_starts_after_the_deadline(clock: Clock) -> None:
    backend, asynchronous = SyncBackend(httpx, None), AsyncBackend(httpx, None)
    backend.end = asynchronous.end = clock.now
    with pytest.raises(httpx.ConnectTimeout):
        backend.connect_tcp("service.test", 443, 5)
    with pytest.raises(httpx.ConnectTimeout):
        run_async(asynchronous.connect_tcp("service.test", 443, 5))
    written: list[Any] = []
    stream = SyncStream(SimpleNamespace(write=lambda *given: written.append(given)), backend)
    with pytest.raises(httpx.WriteTimeout):
        stream.write(b"x", 5)
    backend.end = math.inf
    stream.write(bytes(40_000), 5)
    assert [(len(part), seconds) for part, seconds in written] == [(16_384, 5), (16_384, 5), (7_232, 5)]


def test_a_stream_that_is_closed_is_forgotten() -> None:
    closed: list[Any] = []

    def shutdown(how: int) -> None:
        closed.append(how)
        raise OSError("not connected")

    backend = SyncBackend(httpx, None)
    inner = {"socket": SimpleNamespace(shutdown=shutdown)}
    network = SimpleNamespace(get_extra_info=inner.get, close=lambda: closed.append("closed"))
    one, other = SyncStream(network, backend), SyncStream(network, backend)
    one.close()
    one.close()
    assert backend.streams == [other]
    assert closed == [socket.SHUT_RDWR, "closed"] * 2


@each_library
def test_decompression_ends_at_the_deadline(call: Call, clock: Clock) -> None:
    body = gzip.compress(bytes(64 * 2**20))
    with FaultyServer(respond(200, body, "Content-Encoding: gzip"), faulty=ALWAYS) as server:
        # Each look at the clock takes half a second, and there is one for each mebibyte.
        clock.step = 0.5
        with pytest.raises(errors.APITimeoutError):
            call("list_case_watchers", "C", settings={"base_url": server.url, "timeout": 30})
