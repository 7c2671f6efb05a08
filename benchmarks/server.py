"""Sends canned responses on loopback from a separate process, so that only the client is measured."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection


def cell(number: int) -> dict[str, object]:
    content = {
        "email": f"user{number}@example.com",
        "handle": f"user{number}@example.com",
        "id": f"8146583c-0b5f-11ec-abf8-{number:012}",
        "name": f"User {number}",
    }
    attributes = {
        "author": {"content": content, "type": "USER"},
        "cell_content": {"message": f"Looked at the memory graph; restarted pod {number}."},
        "created_at": "2019-09-19T10:00:00.000Z",
        "deleted_at": "2019-09-19T10:00:00.000Z",
        "modified_at": "2019-09-19T10:00:00.000Z",
        "type": "COMMENT",
    }
    return {"attributes": attributes, "id": f"aeadc05e-98a8-11ec-ac2c-{number:012}", "type": "timeline_cell"}


def page(number: int = 0, size: int = 100) -> bytes:
    """A page of the timeline."""
    return json.dumps({"data": [cell(number * size + index) for index in range(size)]}).encode()


WATCHERS = json.dumps(
    {"data": [{"id": "1", "relationships": {"user": {"data": {"id": "2", "type": "user"}}}, "type": "watcher"}]}
).encode()


def response(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


class _Protocol(asyncio.Protocol):
    responses = {b"watchers": response(WATCHERS), b"timelines": response(page())}  # noqa: RUF012, made once
    # To watch a case: the path ends in a user.
    created = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._received = b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].partition(b"?")[0]
            self._transport.write(self.responses.get(path.rpartition(b"/")[2], self.created))


def _run(pipe: Connection) -> None:
    async def main() -> None:
        server = await asyncio.get_running_loop().create_server(_Protocol, "127.0.0.1", 0, backlog=256)
        pipe.send(server.sockets[0].getsockname()[1])
        await asyncio.get_running_loop().run_in_executor(None, pipe.recv)

    asyncio.run(main())


@contextmanager
def running() -> Iterator[int]:
    """Start the server; yields its port."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(theirs,), daemon=True)
    process.start()
    try:
        if not ours.poll(30):
            raise RuntimeError("the server did not start")
        yield ours.recv()
    finally:
        ours.send("stop")
        process.join(5)
        process.kill()
