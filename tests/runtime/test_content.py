"""Bodies are decompressed as they arrive, limited in length, and rejected in encodings that were not accepted."""

from __future__ import annotations

import asyncio
import gzip
import socket
import tracemalloc
import zlib
from itertools import repeat
from typing import Any

import httpx
import pytest
from datadog_case_management import AsyncClient, Client, errors
from datadog_case_management._transport._content import ContentReader
from faulty_server import Act, FaultyServer, respond
from helpers import KEYS, Call, each_library

BODY = b'{"data": []}'
MIB = 1024 * 1024
OFFERED = "and only gzip and deflate were offered"
NO_GZIP = "it cannot be decompressed (Error -3 while decompressing data: incorrect header check)"


def zipped(data: bytes) -> bytes:
    # Without the time, which would be in the names of the tests.
    return gzip.compress(data, mtime=0)


def raw_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(data) + compressor.flush()


def content_of(encoding: str, body: bytes, *, step: int = 100_000, limit: int = 10 * MIB) -> tuple[bytes, str | None]:
    reader = ContentReader(encoding, limit)
    for start in range(0, len(body), step):
        for _ in reader.feed(body[start : start + step]):
            pass
    return reader.content(), reader.problem


LONG = bytes(range(256)) * 20_000
READABLE: dict[str, tuple[str, bytes, bytes]] = {
    "no encoding": ("", BODY, BODY),
    "identity": ("identity", BODY, BODY),
    "gzip and identity": ("gzip, identity", zipped(BODY), BODY),
    "identity and gzip": ("identity, GZIP ,", zipped(BODY), BODY),
    "gzip": ("gzip", zipped(BODY), BODY),
    "gzip in capitals": (" GZIP", zipped(BODY), BODY),
    "x-gzip": ("x-gzip", zipped(BODY), BODY),
    "gzip of two members": ("gzip", zipped(b'{"data"') + zipped(b": []}"), BODY),
    "gzip with zeros behind it": ("gzip", zipped(BODY) + bytes(50), BODY),
    "gzip of nothing": ("gzip", zipped(b""), b""),
    "gzip without a byte": ("gzip", b"", b""),
    "deflate": ("deflate", zlib.compress(BODY), BODY),
    "deflate without its header": ("deflate", raw_deflate(BODY), BODY),
    "deflate with something behind it": ("deflate", zlib.compress(BODY) + b"x", BODY),
    "more than a piece": ("gzip", zipped(LONG), LONG),
    "exactly a piece": ("gzip", zipped(bytes(MIB)), bytes(MIB)),
    "exactly two pieces": ("deflate", zlib.compress(bytes(2 * MIB)), bytes(2 * MIB)),
}


@pytest.mark.parametrize("name", READABLE)
def test_supported_encodings_are_decompressed(name: str) -> None:
    encoding, body, content = READABLE[name]
    for step in (1_000, 100_000):
        assert content_of(encoding, body, step=step) == (content, None), step


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_body_may_arrive_byte_by_byte(encoding: str) -> None:
    body = zipped(BODY) * 2 if encoding == "gzip" else zlib.compress(BODY * 2)
    assert content_of(encoding, body, step=1) == (BODY * 2, None)


@pytest.mark.parametrize(
    ("encoding", "body", "content", "problem"),
    [
        ("br", b"x", b"x", f"its Content-Encoding is 'br', {OFFERED}"),
        ("zstd", b"x", b"x", f"its Content-Encoding is 'zstd', {OFFERED}"),
        ("gzip, gzip", b"x", b"x", f"its Content-Encoding is 'gzip, gzip', {OFFERED}"),
        ("y" * 99, b"x", b"x", f"its Content-Encoding is '{'y' * 40}', {OFFERED}"),
        ("gzip", b"text", b"text", NO_GZIP),
        ("gzip", zipped(BODY)[:-12], None, "its compressed data ends early"),
        ("deflate", zlib.compress(BODY)[:-2], BODY, "its compressed data ends early"),
        ("gzip", zipped(BODY) + b"X", BODY, "its compressed data ends early"),
        ("gzip", zipped(BODY) + b"text", BODY, NO_GZIP),
    ],
)  # fmt: skip
def test_a_corrupt_or_unsupported_body_is_reported(
    encoding: str, body: bytes, content: bytes | None, problem: str
) -> None:
    read, reported = content_of(encoding, body)
    assert reported == problem
    assert content is None or read == content


def test_what_follows_a_compressed_body_costs_no_more_than_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """zlib would copy all that came before with every byte that comes."""
    fed: list[int] = []
    original = zlib.decompressobj

    class Counting:
        def __init__(self, wbits: int) -> None:
            self._inner = original(wbits)

        def decompress(self, data: bytes, most: int) -> bytes:
            fed.append(len(data))
            return self._inner.decompress(data, most)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._inner, name)

    monkeypatch.setattr(zlib, "decompressobj", Counting)
    compressor = zlib.compressobj(wbits=31)
    body = compressor.compress(b"content") + compressor.flush()
    reader = ContentReader("gzip", 10_000_000)
    for chunk in (body, bytes(4_000_000), *[b"\0"] * 20_000):
        list(reader.feed(chunk))
    assert (reader.content(), reader.problem) == (b"content", None)
    assert sum(fed) == len(body)


def test_reading_stops_at_corrupt_data() -> None:
    reader = ContentReader("gzip", MIB)
    for chunk in (zipped(BODY), b"text", zipped(BODY)):
        for _ in reader.feed(chunk):
            pass
    assert reader.content() == BODY


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("", bytes(1001)),
        ("gzip", zipped(bytes(1001))),
        ("gzip", zipped(b"") * 51),  # of 20 bytes each
    ],
)
def test_a_body_that_is_too_long(encoding: str, body: bytes) -> None:
    assert content_of("", bytes(1000), limit=1000)[1] is None
    assert content_of("gzip", zipped(bytes(1000)), limit=1000)[1] is None
    content, problem = content_of(encoding, body, limit=1000, step=10)
    assert problem == "it is longer than max_response_bytes=1,000"
    assert content == bytes(len(content))


def test_only_the_beginning_of_a_body_that_is_too_long_is_kept() -> None:
    content, _ = content_of("gzip", zipped(bytes(3 * MIB)), limit=2 * MIB)
    assert content == bytes(64 * 1024)


def test_a_large_chunk_lets_other_tasks_run() -> None:
    reader = ContentReader("gzip", 10 * MIB)
    assert len(list(reader.feed(zipped(bytes(5 * MIB))))) == 5
    assert len(list(ContentReader("gzip", MIB).feed(zipped(BODY)))) == 0


def endless(head: bytes, chunk: bytes) -> Act:
    """Send an endless body as fast as the client reads it, until the client stops."""

    def act(connection: socket.socket, _: str) -> None:
        connection.sendall(b"HTTP/1.1 %s\r\nContent-Length: 99999999999\r\n\r\n" % head)
        for part in repeat(chunk, 1_000_000):
            connection.sendall(part)

    return act


# Ten megabytes that would expand to ten gibibytes.
BOMB = zipped(bytes(16 * MIB)) * 640


OUTCOMES: list[tuple[bytes, Any]] = [
    (b"200 OK", errors.ResponseDecodeError),
    (b"403 Forbidden", errors.ForbiddenError),
    (b"302 Found", errors.APIStatusError),
]


@each_library
@pytest.mark.parametrize(("status", "error_class"), OUTCOMES, ids=["200", "403", "302"])
def test_an_endless_body_is_cut_off(status: bytes, error_class: Any, call: Call) -> None:
    settings = {"timeout": 20, "max_response_bytes": MIB}
    with FaultyServer(endless(status, bytes(65536))) as server:
        with pytest.raises(error_class) as caught:
            call("list_case_watchers", "C", settings={"base_url": server.url, **settings})
        assert type(caught.value) is error_class
        assert isinstance(caught.value.content, bytes)
        assert 0 < len(caught.value.content) <= 64 * 1024
        if error_class is errors.ResponseDecodeError:
            assert str(caught.value) == (
                "200, but the body cannot be used: it is longer than max_response_bytes=1,048,576 "
                f"(GET {server.url}/api/v2/cases/C/watchers)"
            )


@each_library
def test_a_success_without_a_documented_body_is_limited_too(call: Call) -> None:
    with FaultyServer(endless(b"201 Created", bytes(65536))) as server:
        settings = {"base_url": server.url, "timeout": 20, "max_response_bytes": MIB}
        with pytest.raises(errors.ResponseDecodeError, match="longer than max_response_bytes"):
            call("watch_case", "C", "U", settings=settings)


@each_library
@pytest.mark.parametrize(
    ("status", "error_class"), [OUTCOMES[0], pytest.param(*OUTCOMES[2], marks=pytest.mark.thorough)], ids=["200", "302"]
)
def test_a_decompression_bomb_stays_small(status: bytes, error_class: Any, call: Call) -> None:
    limit = 16 * MIB
    act = respond(int(status[:3]), BOMB, "Content-Encoding: gzip")
    with FaultyServer(act) as server:
        tracemalloc.start()
        try:
            with pytest.raises(error_class):
                call(
                    "list_case_watchers", "C",
                    settings={"base_url": server.url, "timeout": 20, "max_response_bytes": limit},
                )  # fmt: skip
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < 2 * limit


def test_other_tasks_run_while_a_bomb_is_decompressed(transport: Any) -> None:
    async def run() -> int:
        turns = 0

        async def tick() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        ticking = asyncio.create_task(tick())
        async with AsyncClient(
            base_url=server.url, transport=transport, timeout=20, max_response_bytes=8 * MIB, **KEYS
        ) as client:
            before = turns
            with pytest.raises(errors.ResponseDecodeError):
                await client.list_case_watchers("C")
            ticking.cancel()
            return turns - before

    with FaultyServer(respond(200, zipped(bytes(16 * MIB)), "Content-Encoding: gzip")) as server:
        assert asyncio.run(run()) >= 7


def test_a_body_that_a_hook_or_a_transport_has_read_is_limited_too() -> None:
    def respond(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=zipped(BODY))

    transport = httpx.MockTransport(respond)
    with Client(transport=transport, max_response_bytes=12, **KEYS) as client:
        assert client.list_case_watchers("C").data == []
    with (
        Client(transport=transport, max_response_bytes=11, **KEYS) as client,
        pytest.raises(errors.ResponseDecodeError, match="longer than max_response_bytes=11"),
    ):
        client.list_case_watchers("C")


def no_memory(*_: object, **__: object) -> Any:
    raise MemoryError


@each_library
@pytest.mark.parametrize(
    "where", ["_transport._content.ContentReader._add", "_response.json.loads", "errors.json.loads"]
)
def test_a_memory_error_is_raised_as_an_error_of_this_package(
    where: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = 404 if where.startswith("errors") else 200
    with FaultyServer(respond(status, BODY)) as server:
        monkeypatch.setattr(f"datadog_case_management.{where}", no_memory)
        with pytest.raises(errors.CaseManagementError):
            call("list_case_watchers", "C", settings={"base_url": server.url, "max_retries": 0})
    monkeypatch.undo()


def test_the_default_limit() -> None:
    def too_long(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=bytes(100 * MIB + 1))

    with (
        Client(transport=httpx.MockTransport(too_long), **KEYS) as client,
        pytest.raises(errors.ResponseDecodeError, match="longer than max_response_bytes=104,857,600"),
    ):
        client.list_case_watchers("C")


def test_text_that_is_labelled_wrongly_is_kept_whatever_its_chunks() -> None:
    reader = ContentReader("gzip", 100)
    for chunk in (b"<html>", b"</html>"):
        list(reader.feed(chunk))
    assert reader.content() == b"<html></html>"
