"""The deadline of an attempt without a network: the share of each step."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from datadog_case_management._transport._deadline import AsyncBackend, AsyncStream, SyncBackend, SyncStream
from helpers import Clock, run_async


class Network:
    """A backend and a stream of httpcore that record their calls."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def read(self, max_bytes: int, timeout: float | None) -> bytes:
        self.asked.append((max_bytes, timeout))
        return b""

    async def connect_tcp(self, host: str, port: int, timeout: float | None, **options: Any) -> Network:
        self.asked.append((host, port, timeout, options))
        return self

    async def write(self, data: bytes, timeout: float | None) -> None:
        self.asked.append((data, timeout))


@pytest.mark.parametrize(
    ("left", "timeout", "expected"),
    [(3, None, 3), (3, 2, 2), (3, 5, 3), (math.inf, 2, 2), (math.inf, None, None)],
)
def test_a_step_gets_its_own_timeout_or_what_is_left(
    clock: Clock, left: float, timeout: float | None, expected: float | None
) -> None:
    backend = SyncBackend(httpx, Network())
    backend.end = clock.now + left
    assert backend.limit(timeout, "ReadTimeout") == expected


def test_no_step_begins_when_nothing_is_left(clock: Clock) -> None:
    async def run() -> None:
        backend = AsyncBackend(httpx, Network())
        backend.end = clock.now
        with pytest.raises(httpx.ConnectTimeout):
            await backend.connect_tcp("host", 1, 5)
        with pytest.raises(httpx.WriteTimeout):
            await AsyncStream(Network(), backend).write(b"x", 5)
        with pytest.raises(httpx.ReadTimeout):
            SyncStream(Network(), backend).read(1, 5)

    run_async(run())


def test_a_step_passes_its_arguments_on(clock: Clock) -> None:
    async def run() -> None:
        network = Network()
        backend = AsyncBackend(httpx, network)
        stream = await backend.connect_tcp("host", 1, 5, local_address="here")
        await stream.write(b"x", 4)
        stream.read(7, 3)
        assert network.asked == [("host", 1, 5, {"local_address": "here"}), (b"x", 4), (7, 3)]

    run_async(run())


def test_a_stream_counts_unread_bytes() -> None:
    network = Network()
    network._protocol = SimpleNamespace(read_queue=[b"one", b"two"])  # type: ignore[attr-defined]
    assert AsyncStream(network, AsyncBackend(httpx, Network())).unread_bytes() == 2
