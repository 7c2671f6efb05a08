"""A connection is reused only if no bytes are left on it, which would become the next response."""

from __future__ import annotations

import socket
import ssl
import threading
from typing import Any

import anyio
import pytest
from datadog_case_management import models
from datadog_case_management._transport._private import unread_counters
from faulty_server import OK, Act, FaultyServer, tls
from helpers import MODES, each_library, opened, result_of

POISON = b'HTTP/1.1 200 OK\r\nContent-Length: 23\r\n\r\n{"data": ["poisonous"]}'
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n" + OK["GET"][-12:] + b"\r\n0\r\n\r\n"


def at_once(data: bytes) -> Act:
    return lambda connection, _: connection.sendall(data)


FIRST_CALL_IS_OVER = threading.Event()


def in_two_packets(first: bytes, second: bytes) -> Act:
    def act(connection: socket.socket, _: str) -> None:
        connection.sendall(first)
        FIRST_CALL_IS_OVER.wait(60)
        connection.sendall(second)

    return act


SURPLUS: dict[str, Act] = {
    "a second response": at_once(OK["GET"] + POISON),
    "a second response behind chunks": at_once(CHUNKED + POISON),
    "a second response in a packet of its own": in_two_packets(OK["GET"], POISON),
    "the beginning of a second response": at_once(OK["GET"] + POISON[:20]),
    "a body longer than its Content-Length": at_once(OK["GET"] + b"{}"),
    "a line break": at_once(OK["GET"] + b"\r\n"),
    "an unexpected body, 201": at_once(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n" + POISON),
    "an unexpected body, 204": at_once(b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n" + POISON),
}

# For a packet of its own: a busy machine takes a while to deliver it even on loopback.
SECONDS = 0.2


def two_calls(mode: str, method: str, server: FaultyServer, wait: float = 0.0, **settings: Any) -> list[Any]:
    """The results of a call of a method, and of a GET after the bytes behind the first response have arrived."""
    FIRST_CALL_IS_OVER.clear()
    first = ("C", "U") if method == "watch_case" else ("C",)

    async def run() -> list[Any]:
        async with opened(mode, base_url=server.url, max_retries=0, **settings) as client:
            results = [await result_of(getattr(client, method)(*first))]
            FIRST_CALL_IS_OVER.set()
            await server.settle(wait)
            return [*results, await result_of(client.list_case_watchers("C"))]

    results: list[Any] = MODES[mode][2](run())
    return results


@each_library
@pytest.mark.parametrize(
    ("surplus", "secure"),
    [
        # What the rest is does not matter to TLS.
        pytest.param(
            surplus,
            secure,
            id=f"{surplus}, {'TLS' if secure else 'plain'}",
            marks=pytest.mark.thorough if secure and "second" not in surplus else (),
        )
        for surplus in SURPLUS
        for secure in (False, True)
    ],
)
def test_bytes_after_a_response_are_not_the_next_response(surplus: str, mode: str, *, secure: bool) -> None:
    context, trust = tls() if secure else (None, True)
    with FaultyServer(SURPLUS[surplus], context) as server:
        try:
            wait = SECONDS if "packet" in surplus else 0.0
            method = "watch_case" if "unexpected" in surplus else "list_case_watchers"
            results = two_calls(mode, method, server, wait, verify=trust)
        except Exception:
            # aiohttp may see it while it is still reading the response, which is then lost.
            assert mode == "aiohttp"
        else:
            empty = models.CaseWatchersResponse(data=[])
            assert results == [None if method == "watch_case" else empty, empty]
            # aiohttp drops what it has not parsed yet, and keeps the connection.
            assert server.connections == 2 or mode == "aiohttp"


@each_library
@pytest.mark.parametrize("secure", [False, True], ids=["plain", "TLS"])
def test_a_clean_connection_is_reused(mode: str, *, secure: bool) -> None:
    context, trust = tls() if secure else (None, True)
    with FaultyServer(at_once(b""), context, faulty=0) as server:
        two_calls(mode, "list_case_watchers", server, verify=trust)
        two_calls(mode, "watch_case", server, verify=trust)
        assert (server.requests, server.connections) == (4, 2)


@each_library
def test_surplus_bytes_before_a_redirect(mode: str) -> None:
    redirect = b"HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
    with FaultyServer(at_once(redirect + POISON)) as server:
        two_calls(mode, "list_case_watchers", server, follow_redirects=True)
        assert (server.requests, server.connections) == (3, 2)


def unread_bytes(network: Any) -> int:
    return sum(count() for count in unread_counters(network))


def test_unread_bytes_of_each_layer() -> None:
    """Bytes that asyncio or TLS has taken from the operating system, where httpcore does not look for them."""
    context, trust = tls()

    async def run(client_context: ssl.SSLContext | None) -> int:
        from httpcore._backends.anyio import AnyIOBackend

        port = int(server.url.rpartition(":")[2])
        stream = await AnyIOBackend().connect_tcp("127.0.0.1", port)
        if client_context is not None:
            stream = await stream.start_tls(client_context, "127.0.0.1")
        await stream.write(b"GET / HTTP/1.1\r\n\r\n")
        await stream.read(5)
        count = unread_bytes(stream)
        await stream.aclose()
        return count

    for server_context, client_context in ((None, None), (context, trust)):
        with FaultyServer(at_once(b""), server_context, faulty=0) as server:
            count = anyio.run(run, client_context)
            # Without TLS, what counts is the packet in the queue.
            assert count == (1 if client_context is None else len(OK["GET"]) - 5)
            with socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2]))) as connection:
                plain = (
                    connection
                    if client_context is None
                    else client_context.wrap_socket(connection, server_hostname="127.0.0.1")
                )
                from httpcore._backends.sync import SyncStream

                stream = SyncStream(plain)
                stream.write(b"GET / HTTP/1.1\r\n\r\n")
                stream.read(5)
                # Without TLS, what was not read is still with the operating system.
                assert unread_bytes(stream) == (0 if client_context is None else len(OK["GET"]) - 5)
                stream.close()
