"""Make many calls, from threads and from tasks, to a server on loopback that limits and resets them at random.

3 % of the calls made by tasks are cancelled at a random moment. Every call must be accounted for on both sides, memory
must stay flat, and nothing may be left open.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import logging
import multiprocessing
import os
import random
import sys
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from datadog_case_management import AsyncClient, Client, errors

KINDS = ("threads with httpx", "threads with httpx2", "tasks with httpx", "tasks with httpx2", "tasks with aiohttp")
KEYS: dict[str, Any] = {"api_key": "soak", "app_key": "soak"}
BODY = b'{"data":[{"id":"1","relationships":{"user":{"data":{"id":"2","type":"user"}}},"type":"watcher"}]}'
OK = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
SLOW_DOWN = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"
LIMITED, RESET = 0.01, 0.001  # a share of all requests
CANCELLED, LONGEST = 0.03, 0.01  # a share of the calls of tasks, and the maximum delay in seconds


class Figures(NamedTuple):
    """The figures of a run, on both sides."""

    calls: int
    succeeded: int
    failed: int
    cancelled: int
    retries: int
    served: int
    limited: int
    resets: int
    seconds: float
    grown_kib: int
    left_open: int

    def wrong(self) -> list[str]:
        """The figures that do not add up."""
        requests = self.served + self.limited + self.resets
        checks = {
            "a call has no outcome": self.succeeded + self.failed + self.cancelled == self.calls,
            # How far a cancelled call got is unknown.
            "the successes differ from what was served": 0 <= self.served - self.succeeded <= self.cancelled,
            "the requests differ from the calls and retries": (
                0 <= self.calls + self.retries - requests <= self.cancelled
            ),
            "the memory grew": self.grown_kib < 8 * 1024,
            "something is left open": self.left_open == 0,
        }
        return [what for what, holds in checks.items() if not holds]


class _Server(asyncio.Protocol):
    counts = {"served": 0, "limited": 0, "resets": 0}  # noqa: RUF012, one server per process
    dice = random.Random(1)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._received = b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            self._received = self._received.partition(b"\r\n\r\n")[2]
            chance = self.dice.random()
            if chance < RESET:
                self.counts["resets"] += 1
                self._transport.abort()
                return
            self.counts["limited" if chance < RESET + LIMITED else "served"] += 1
            self._transport.write(SLOW_DOWN if chance < RESET + LIMITED else OK)


def _serve(pipe: Connection) -> None:
    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(_Server, "127.0.0.1", 0, backlog=512)
        pipe.send(server.sockets[0].getsockname()[1])
        await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
        pipe.send(_Server.counts)

    asyncio.run(run())


class _Retries(logging.Handler):
    """Counts the logged retries."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += "Retrying" in record.msg


def _memory() -> int:
    gc.collect()
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE") // 1024


def open_files() -> int:
    """The number of files and sockets that this process has open."""
    return len(os.listdir("/proc/self/fd"))


def _threads(url: str, calls: int, workers: int, transport: str) -> tuple[list[int], list[int]]:
    succeeded, memory = [0] * workers, []
    warm = threading.Barrier(workers, lambda: memory.append(_memory()))

    def work(worker: int, client: Client) -> None:
        for number in range(calls // workers):
            if number == calls // workers // 4:
                warm.wait(600)
            with contextlib.suppress(errors.CaseManagementError):
                assert client.list_case_watchers("C").data
                succeeded[worker] += 1

    with Client(base_url=url, transport=transport, **KEYS) as client, ThreadPoolExecutor(workers) as pool:
        for future in [pool.submit(work, worker, client) for worker in range(workers)]:
            future.result()
        memory.append(_memory())
    return succeeded, memory


async def _tasks(url: str, calls: int, workers: int, transport: str | None) -> tuple[list[int], list[int], list[int]]:
    succeeded, cancelled, memory = [0] * workers, [0] * workers, []
    warm, dice = asyncio.Barrier(workers), random.Random(2)

    async def work(worker: int, client: AsyncClient) -> None:
        for number in range(calls // workers):
            if number == calls // workers // 4 and await warm.wait() == 0:
                memory.append(_memory())
            seconds = dice.uniform(0, LONGEST) if dice.random() < CANCELLED else None
            try:
                async with asyncio.timeout(seconds):
                    assert (await client.list_case_watchers("C")).data
                succeeded[worker] += 1
            except TimeoutError:
                cancelled[worker] += 1
            except errors.CaseManagementError:
                pass

    async with AsyncClient(base_url=url, transport=transport, **KEYS) as client:
        await asyncio.gather(*(work(worker, client) for worker in range(workers)))
        memory.append(_memory())
    return succeeded, cancelled, memory


def soak(kind: str, calls: int, workers: int) -> Figures:
    """Make the calls.

    Args:
        kind: "threads" or "tasks", with the library behind it, such as "tasks with aiohttp".
        calls: The number of calls; a multiple of `workers`.
        workers: The number of threads or tasks that share the client.
    """
    workers_are, _, library = kind.partition(" with ")
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=_serve, args=(theirs,), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{ours.recv()}"
    logger, retries = logging.getLogger("datadog_case_management"), _Retries()
    logger.addHandler(retries)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    gc.collect()
    open_before, began = open_files(), time.monotonic()
    try:
        if workers_are == "threads":
            cancelled = [0]
            succeeded, memory = _threads(url, calls, workers, library)
        else:
            succeeded, cancelled, memory = asyncio.run(_tasks(url, calls, workers, library))
        seconds = time.monotonic() - began
        gc.collect()
        left_open = open_files() - open_before
        ours.send("stop")
        counts = ours.recv()
    finally:
        logger.removeHandler(retries)
        logger.propagate = True
        logger.setLevel(logging.NOTSET)
        server.join(10)
        server.kill()
        ours.close()
        theirs.close()
    good, stopped = sum(succeeded), sum(cancelled)
    return Figures(
        calls,
        good,
        calls - good - stopped,
        stopped,
        retries.count,
        **counts,
        seconds=seconds,
        grown_kib=memory[-1] - memory[0],
        left_open=left_open,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=200_000, help="calls of each kind (default: 200000)")
    options = parser.parse_args()
    warnings.simplefilter("error")
    failed = False
    for kind in KINDS:
        workers = 8 if "threads" in kind else 200
        figures = soak(kind, options.calls - options.calls % workers, workers)
        print(f"{workers} {kind}:")
        for name, value in figures._asdict().items():
            print(f"  {name.replace('_', ' '):10} {round(value):>10,}")
        for what in figures.wrong():
            failed = True
            print(f"  WRONG: {what}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
