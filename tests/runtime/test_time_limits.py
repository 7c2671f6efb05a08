"""The deadline of an attempt without a network: the share of each step."""

from __future__ import annotations

import contextlib
import math
import socket
import ssl
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from datadog_case_management._config import Config
from datadog_case_management._exchange import Deadline
from datadog_case_management._transport._deadline import AsyncBackend, AsyncStream, SyncBackend, SyncStream
from datadog_case_management._transport._private import _BoundedSocket
from helpers import Clock, run_async


@pytest.mark.parametrize(
    ("remaining", "timeout", "expected"),
    [(3, None, 3), (3, 2, 2), (3, 5, 3), (math.inf, 2, 2), (math.inf, None, None)],
)
def test_a_step_gets_its_own_timeout_or_what_is_left(
    clock: Clock, remaining: float, timeout: float | None, expected: float | None
) -> None:
    backend = SyncBackend(httpx, None)
    backend.end = clock.now + remaining
    assert backend.limit(timeout, "ReadTimeout") == expected


def test_an_async_step_passes_its_arguments_on_until_the_deadline(clock: Clock) -> None:
    seen: list[Any] = []

    async def note(*given: Any, **options: Any) -> Any:
        seen.append((*given, options))
        return SimpleNamespace(write=note)

    async def run() -> None:
        backend = AsyncBackend(httpx, SimpleNamespace(connect_tcp=note))
        stream = await backend.connect_tcp("host", 1, 5, local_address="here")
        await stream.write(b"x", 4)
        assert seen == [("host", 1, 5, {"local_address": "here"}), (b"x", 4, {})]
        backend.end = clock.now
        with pytest.raises(httpx.WriteTimeout):
            await stream.write(b"x", 5)
        with pytest.raises(httpx.ReadTimeout):
            SyncStream(None, SyncBackend(httpx, None)).read(1, -1.0)

    run_async(run())


def test_a_stream_counts_unread_bytes() -> None:
    network = SimpleNamespace(_protocol=SimpleNamespace(read_queue=[b"one", b"two"]))
    assert AsyncStream(network, AsyncBackend(httpx, None)).unread_bytes() == 2


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


def test_an_attempt_ends_with_its_call(clock: Clock) -> None:
    """The wait for a connection comes before the start of the attempt, and counts towards the call."""
    call = Deadline(3.0)
    call.start()
    clock.now += 2.0
    assert Deadline(10.0, call.start()).start() == call.start() == clock.now + 1.0
    assert Deadline(0.5, call.start()).start() == clock.now + 0.5


def connected(
    addresses: list[str], accepting: str, timeout: float | None, clock: Clock, monkeypatch: pytest.MonkeyPatch
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
        if not addresses:
            raise socket.gaierror
        return [(None, None, None, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    backend = SyncBackend(httpx, SimpleNamespace(connect_tcp=connect_tcp))
    with contextlib.suppress(OSError):
        stream = backend.connect_tcp("service.test", 443, timeout, local_address=None)
        assert backend.streams == [stream]
    return tried


@pytest.mark.parametrize(
    ("addresses", "accepting", "timeout", "tried"),
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
    addresses: list[str],
    accepting: str,
    timeout: float | None,
    tried: list[Any],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert connected(addresses, accepting, timeout, clock, monkeypatch) == tried


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
