"""A server on loopback, in a process of its own so that only the client is measured."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import ClassVar

CELL = """{"attributes": {"author": {"content": {"email": "user@example.com", "handle": "user@example.com",
 "id": "8146583c-0b5f-11ec-abf8-0000000000NN", "name": "User NN"}, "type": "USER"},
 "cell_content": {"message": "Looked at the memory graph; restarted pod NN."}, "type": "COMMENT",
 "created_at": "2019-09-19T10:00:00.000Z", "deleted_at": "2019-09-19T10:00:00.000Z",
 "modified_at": "2019-09-19T10:00:00.000Z"}, "id": "aeadc05e-98a8-11ec-ac2c-0000000000NN", "type": "timeline_cell"}"""
# 100 cells of a timeline.
PAGE = f'{{"data": [{", ".join(CELL.replace("NN", f"{number:02}") for number in range(100))}]}}'.encode()


def response(status: str, body: bytes = b"", headers: str = "Content-Type: application/json\r\n") -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body


WATCHER = b'{"id":"1","relationships":{"user":{"data":{"id":"2","type":"user"}}},"type":"watcher"}'
WATCHERS = response("200 OK", b'{"data":[%s]}' % WATCHER)
TIMELINE = response("200 OK", PAGE)
CREATED = response("201 Created", headers="")


class Service(asyncio.Protocol):
    """Sends a canned response to each request."""

    counts: ClassVar[dict[str, int]] = {}

    def respond(self, head: bytes) -> bytes | None:
        """The response to a request; None resets the connection."""
        return CREATED if head.startswith(b"POST") else TIMELINE if b"timelines" in head else WATCHERS

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._received = transport, b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            content = self.respond(head)
            if content is None:
                return self._transport.abort()
            self._transport.write(content)


def _serve(pipe: Connection, service: type[Service]) -> None:
    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(service, "127.0.0.1", 0, backlog=512)
        pipe.send(server.sockets[0].getsockname()[1])
        await loop.run_in_executor(None, pipe.recv)
        pipe.send(service.counts)

    asyncio.run(serve())


@contextmanager
def running(service: type[Service] = Service) -> Iterator[tuple[str, dict[str, int]]]:
    """Run the server; yields its URL, and a dict that has its counts once it has stopped."""
    context = multiprocessing.get_context("spawn")
    pipe, other_end = context.Pipe()
    process = context.Process(target=_serve, args=(other_end, service), daemon=True)
    counts: dict[str, int] = {}
    process.start()
    other_end.close()
    try:
        yield f"http://127.0.0.1:{pipe.recv()}", counts
        pipe.send("stop")
        counts |= pipe.recv()
    finally:
        process.kill()
        process.join()
