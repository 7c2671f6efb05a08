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
import os
import random
import sys
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar, NamedTuple

import loopback
from datadog_case_management import AsyncClient, Client, errors

KINDS = ("threads with httpx", "threads with httpx2", "tasks with httpx", "tasks with httpx2", "tasks with aiohttp")
KEYS: dict[str, Any] = {"api_key": "soak", "app_key": "soak"}
SLOW_DOWN = loopback.response("429 Too Many Requests", headers="Retry-After: 0\r\n")
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
            "the requests differ from the calls": 0 <= self.calls + self.retries - requests <= self.cancelled,
            "the memory grew": self.grown_kib < 8 * 1024,
            "something is left open": self.left_open == 0,
        }
        return [what for what, holds in checks.items() if not holds]


class _Service(loopback.Service):
    counts: ClassVar = {"served": 0, "limited": 0, "resets": 0}
    _dice = random.Random(1)

    def respond(self, head: bytes) -> bytes | None:
        chance = self._dice.random()
        outcome = "resets" if chance < RESET else "limited" if chance < RESET + LIMITED else "served"
        self.counts[outcome] += 1
        return {"resets": None, "limited": SLOW_DOWN, "served": loopback.WATCHERS}[outcome]


def _memory() -> int:
    gc.collect()
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE") // 1024


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def _threads(url: str, calls: int, workers: int, transport: str) -> tuple[int, int, list[int]]:
    memory: list[int] = []
    warm = threading.Barrier(workers, lambda: memory.append(_memory()))

    def work(client: Client) -> int:
        succeeded = 0
        for number in range(calls // workers):
            if number == calls // workers // 4:
                warm.wait(600)
            with contextlib.suppress(errors.CaseManagementError):
                assert client.list_case_watchers("C").data
                succeeded += 1
        return succeeded

    with Client(base_url=url, transport=transport, **KEYS) as client, ThreadPoolExecutor(workers) as pool:
        total = sum(pool.map(work, [client] * workers))
        return total, 0, [*memory, _memory()]


async def _tasks(url: str, calls: int, workers: int, transport: str) -> tuple[int, int, list[int]]:
    succeeded, cancelled, memory = 0, 0, []
    warm, dice = asyncio.Barrier(workers), random.Random(2)

    async def work(client: AsyncClient) -> None:
        nonlocal succeeded, cancelled
        for number in range(calls // workers):
            if number == calls // workers // 4 and await warm.wait() == 0:
                memory.append(_memory())
            seconds = dice.uniform(0, LONGEST) if dice.random() < CANCELLED else None
            try:
                async with asyncio.timeout(seconds):
                    assert (await client.list_case_watchers("C")).data
                succeeded += 1
            except TimeoutError:
                cancelled += 1
            except errors.CaseManagementError:
                pass

    async with AsyncClient(base_url=url, transport=transport, **KEYS) as client:
        await asyncio.gather(*(work(client) for _ in range(workers)))
        return succeeded, cancelled, [*memory, _memory()]


def soak(kind: str, calls: int, workers: int) -> Figures:
    """Make the calls, a multiple of `workers`, with threads or tasks that share a client, as one of KINDS says."""
    retries = []

    def count(record: logging.LogRecord) -> bool:
        if "Retrying" in record.msg:
            retries.append(record)
        return False

    workers_are, _, library = kind.partition(" with ")
    logger = logging.getLogger("datadog_case_management")
    logger.addFilter(count)
    logger.setLevel(logging.INFO)
    try:
        with loopback.running(_Service) as (url, counts):
            gc.collect()
            open_before, began = _open_files(), time.monotonic()
            if workers_are == "threads":
                succeeded, cancelled, memory = _threads(url, calls, workers, library)
            else:
                succeeded, cancelled, memory = asyncio.run(_tasks(url, calls, workers, library))
            seconds = time.monotonic() - began
            gc.collect()
            left_open = _open_files() - open_before
    finally:
        logger.removeFilter(count)
        logger.setLevel(logging.NOTSET)
    outcomes = (calls, succeeded, calls - succeeded - cancelled, cancelled, len(retries))
    return Figures(*outcomes, **counts, seconds=seconds, grown_kib=memory[-1] - memory[0], left_open=left_open)


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
