"""A server on loopback that fails in every way, and the expected outcome of each failure."""

from __future__ import annotations

import contextlib
import functools
import gzip
import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from typing import NamedTuple, Self

import trustme
from anyio import sleep  # Bound now: the fixture `waits` replaces it in anyio.
from helpers import eventually_async

OK = {
    "POST": b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n",
    "GET": b'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"data": []}',
    "PUT": b'HTTP/1.1 200 OK\r\nContent-Length: 57\r\n\r\n{"data": {"attributes": {}, "id": "1", "type": "case"}}  ',
}
# Seconds, for a call that is to time out: a busy machine may need a longer one for the request to arrive at all.
TIMEOUTS = [0.4, 4.0, 15.0]
ALWAYS = -1  # in place of the number of the faulty request
Act = Callable[[socket.socket, str], None]

# The outcome of a call. After the fault the server responds correctly, so "retried" ends in a success.
SUCCESS, RETRIED = "success", "success after a retry"


class Fault(NamedTuple):
    """What the server does to the first request, and the outcome of the call for GET and PUT, and for POST."""

    act: Act
    read: str
    post: str
    with_aiohttp: tuple[str, str] | None = None  # if it differs


def say(data: bytes) -> Act:
    return lambda connection, _: connection.sendall(data)


def respond(status: int, body: bytes = b"", *headers: str) -> Act:
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers]
    return say("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def reset(data: bytes = b"") -> Act:
    def act(connection: socket.socket, _: str) -> None:
        connection.sendall(data)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    return act


def shut(data: bytes) -> Act:
    def act(connection: socket.socket, _: str) -> None:
        connection.sendall(data)
        connection.close()

    return act


def hang(connection: socket.socket, _: str) -> None:
    """Never respond; ends when the client gives up."""
    with contextlib.suppress(OSError):
        connection.recv(1)


def trickle(data: bytes) -> Act:
    """Send the data, then a byte at a time until the client gives up, which it must."""

    def act(connection: socket.socket, _: str) -> None:
        connection.sendall(data)
        for space in [b" "] * 800:
            connection.sendall(space)
            time.sleep(0.05)
        connection.close()
        raise AssertionError("the client did not give up")

    return act


def long_body(connection: socket.socket, method: str) -> None:
    connection.sendall(OK[method] + b"more than was announced")
    connection.close()


def respond_then_close(connection: socket.socket, method: str) -> None:
    connection.sendall(OK[method])
    connection.close()


def duplicate_keys(connection: socket.socket, method: str) -> None:
    body = OK[method].partition(b"\r\n\r\n")[2].replace(b"{", b'{"data": 1, ', 1)
    respond(201 if method == "POST" else 200, body)(connection, method)


def surplus(data: bytes) -> Act:
    """Send a correct response, and more."""
    return lambda connection, method: connection.sendall(OK[method] + data)


def two_members(connection: socket.socket, method: str) -> None:
    body = OK[method].partition(b"\r\n\r\n")[2]
    zipped = gzip.compress(body[:5]) + gzip.compress(body[5:])
    respond(201 if method == "POST" else 200, zipped, "Content-Encoding: gzip")(connection, method)


def with_status(status: int) -> Act:
    return lambda connection, method: respond(status, OK[method].partition(b"\r\n\r\n")[2])(connection, method)


GZIPPED = gzip.compress(gzip.compress(b'{"data": []}'))
# More than the tests allow.
BOMB = gzip.compress(bytes(2**21))
HTML = b"<html><head><title>Proxy</title></head><body>no</body></html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"
YEAR = 365 * 24 * 3600
LOST = (RETRIED, "APIConnectionError")
MISREAD = ("ResponseDecodeError", SUCCESS)
FAILED_5XX = (RETRIED, "ServerError")
WAITED = (RETRIED, RETRIED)

# During the transfer, with and without TLS.
ON_THE_WAY: dict[str, Fault] = {
    "reset before the headers": Fault(reset(), *LOST),
    "reset during the headers": Fault(reset(b"HTTP/1.1 200 OK\r\nContent-"), *LOST),
    "reset after the headers": Fault(reset(HEAD + b"\r\n"), *LOST),
    "reset mid-body": Fault(reset(HEAD + b'\r\n{"data": ['), *LOST),
    "closed before the response": Fault(shut(b""), *LOST),
    "not HTTP": Fault(shut(b"\x00\x01\x02\r\n\r\n"), *LOST),
    "no response": Fault(hang, "APITimeoutError", "APITimeoutError"),
    "headers of one byte at a time": Fault(trickle(b"HTTP/1.1 200 OK\r\nX: "), "APITimeoutError", "APITimeoutError"),
    "a body of one byte at a time": Fault(trickle(HEAD + b"\r\n"), "APITimeoutError", "APITimeoutError"),
    "body shorter than Content-Length": Fault(shut(HEAD + b"\r\n{}"), *LOST),
    "body longer than Content-Length": Fault(long_body, SUCCESS, SUCCESS, LOST),
    "a second response behind the first": Fault(surplus(OK["GET"]), SUCCESS, SUCCESS),
    "the beginning of a second response": Fault(surplus(OK["GET"][:20]), SUCCESS, SUCCESS),
    "keep-alive connection closed between calls": Fault(respond_then_close, SUCCESS, SUCCESS),
    "tens of thousands of headers": Fault(respond(200, b"{}", *[f"X-{n}: {n}" for n in range(20_000)]), *LOST),
}

FAULTS: dict[str, Fault] = {
    **ON_THE_WAY,
    "truncated JSON": Fault(respond(200, b'{"data": [{"id'), *MISREAD),
    "empty body": Fault(respond(200), *MISREAD),
    "not UTF-8": Fault(respond(200, b'{"data": ["\xff\xfe\xfa"]}'), *MISREAD),
    "duplicate keys": Fault(duplicate_keys, SUCCESS, SUCCESS),
    "JSON null": Fault(respond(200, b"null"), *MISREAD),
    "JSON number": Fault(respond(200, b"1e400"), *MISREAD),
    "JSON array": Fault(respond(200, b"[]"), *MISREAD),
    "JSON string": Fault(respond(200, b'"data"'), *MISREAD),
    "JSON nested too deep": Fault(respond(200, b"[" * 200_000), *MISREAD),
    "JSON number of too many digits": Fault(respond(200, b'{"data": ' + b"9" * 5000 + b"}"), *MISREAD),
    "broken gzip": Fault(respond(200, b"not gzip", "Content-Encoding: gzip"), *MISREAD),
    "truncated gzip": Fault(respond(200, gzip.compress(b'{"data": []}')[:-12], "Content-Encoding: gzip"), *MISREAD),
    "gzip of two members": Fault(two_members, SUCCESS, SUCCESS),
    "gzip in gzip": Fault(respond(200, GZIPPED, "Content-Encoding: gzip, gzip"), *MISREAD),
    "br, which was not offered": Fault(respond(200, b"\x8b\x02", "Content-Encoding: br"), *MISREAD),
    "more than max_response_bytes": Fault(
        respond(200, BOMB, "Content-Encoding: gzip"), "ResponseDecodeError", "ResponseDecodeError"
    ),
    "more than max_response_bytes, 403": Fault(
        respond(403, BOMB, "Content-Encoding: gzip"), "ForbiddenError", "ForbiddenError"
    ),
    "broken gzip, 403": Fault(respond(403, b"not gzip", "Content-Encoding: gzip"), "ForbiddenError", "ForbiddenError"),
    "HTML, 200": Fault(respond(200, HTML, "Content-Type: text/html"), *MISREAD),
    "HTML, 403": Fault(respond(403, HTML), "ForbiddenError", "ForbiddenError"),
    "HTML, 429": Fault(respond(429, HTML), *WAITED),
    "HTML, 502": Fault(respond(502, HTML), *FAILED_5XX),
    "204 with a body": Fault(say(b"HTTP/1.1 204 No Content\r\n\r\n" + OK["GET"]), *MISREAD),
    "204": Fault(say(b"HTTP/1.1 204 No Content\r\n\r\n"), *MISREAD),
    "299": Fault(with_status(299), SUCCESS, SUCCESS),
    "302": Fault(respond(302, b"", "Location: /elsewhere"), "APIStatusError", "APIStatusError"),
    "418": Fault(respond(418), "APIStatusError", "APIStatusError"),
    "499": Fault(respond(499), "APIStatusError", "APIStatusError"),
    "500": Fault(respond(500), *FAILED_5XX),
    "503, Retry-After in seconds": Fault(respond(503, b"", "Retry-After: 3"), *FAILED_5XX),
    "503, Retry-After as a date": Fault(
        respond(503, b"", f"Retry-After: {formatdate(time.time() + 9, usegmt=True)}"), *FAILED_5XX
    ),
    "520": Fault(respond(520), *FAILED_5XX),
    "599": Fault(respond(599), *FAILED_5XX),
    "429, no reset": Fault(respond(429), *WAITED),
    **{
        f"429, reset {name}": Fault(respond(429, b"", f"X-RateLimit-Reset: {value}"), *WAITED)
        for name, value in {
            "negative": "-7",
            "zero": "0",
            "fractional": "0.25",
            "not a number": "later",
            "a Unix time": str(int(time.time()) + 5),
            "a minute away": "60",
        }.items()
    },
    "429, reset a year away": Fault(
        respond(429, b"", f"X-RateLimit-Reset: {YEAR}"), "RateLimitError", "RateLimitError"
    ),
}

# A port on which nothing listens, and on which nothing can while the tests run.
_CLOSED = socket.socket()
_CLOSED.bind(("127.0.0.1", 0))
CLOSED = f"127.0.0.1:{_CLOSED.getsockname()[1]}"

# These have no server that responds.
UNREACHABLE = {
    "connection refused": ("APIConnectionError", 4),
    "TLS with a wrong certificate": ("APIConnectionError", 1),
}


@functools.cache
def tls(host: str = "127.0.0.1") -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The SSL contexts of a server with the name of this host, and of a client that trusts it."""
    authority = trustme.CA()
    # Not a default context: loading the authorities of the system takes longer than a call.
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.issue_cert(host).configure_cert(server)
    authority.configure_trust(client)
    return server, client


class FaultyServer:
    """Commits a fault on one request, and responds correctly to the others. Counts the requests."""

    def __init__(self, act: Act, tls: ssl.SSLContext | None = None, faulty: int = 1) -> None:
        self.requests = self.connections = self._handled = 0
        self._faulty = faulty
        self._act = act
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._failures: list[AssertionError] = []
        self._threads: list[threading.Thread] = []
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()
        assert not self._failures, self._failures

    @property
    def open(self) -> int:
        """The number of open connections."""
        return len(self._open)

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.connections += 1
                self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            stack.enter_context(connection)
            self._open.add(connection)
            stack.callback(self._open.discard, connection)
            for method in requests_of(connection):
                with self._lock:
                    self.requests += 1
                    faulty = self._faulty in (self.requests, ALWAYS)
                try:
                    if faulty:
                        self._act(connection, method)
                    else:
                        connection.sendall(OK[method])
                except AssertionError as error:
                    self._failures.append(error)
                finally:
                    with self._lock:
                        self._handled += 1

    async def settle(self, seconds: float = 0.02) -> None:
        """Wait until it has sent what it will for the requests so far, and closed what it will."""
        await eventually_async(lambda: self._handled == self.requests)
        await sleep(seconds)  # The event loop takes it from the operating system.


async def arrived(server: FaultyServer) -> None:
    """Wait until the server has received a request."""
    await eventually_async(lambda: server.requests > 0)


def requests_of(connection: socket.socket) -> Iterator[str]:
    """The method of each request that arrives whole."""
    # Not makefile: it would keep the socket open after a fault has closed it.
    data = b""
    while True:
        while b"\r\n\r\n" not in data:
            if not (more := connection.recv(65536)):
                return
            data += more
        head, _, data = data.partition(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        while len(data) < length:
            data += connection.recv(65536)
        data = data[length:]
        yield head.split()[0].decode()


assert all(len(data.partition(b"\r\n\r\n")[2]) in (0, 12, 57) for data in OK.values())
assert json.loads(OK["PUT"].partition(b"\r\n\r\n")[2])
