"""Make many calls, from threads and from tasks, to a server on loopback that limits and resets them at random.

3 % of the calls made by tasks are cancelled at a random moment. Every call must be accounted for on both sides, memory
must stay flat, and nothing may be left open.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import os
import random
import sys
import time
import warnings
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, ClassVar

import loopback
from datadog_case_management import AsyncClient, Client, errors

Call = Callable[[], Awaitable[Any]]
WORKLOADS = ("threads with httpx", "threads with httpx2", "tasks with httpx", "tasks with httpx2", "tasks with aiohttp")
KEYS: dict[str, Any] = {"api_key": "soak", "app_key": "soak"}
SLOW_DOWN = loopback.response("429 Too Many Requests", headers="Retry-After: 0\r\n")
LIMITED, RESET = 0.01, 0.001  # a share of all requests
CANCELLED, LONGEST = 0.03, 0.01  # a share of the calls of tasks, and the maximum delay in seconds


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
    gc.collect()
    return len(os.listdir("/proc/self/fd"))


async def _work(call: Call, cancelled: float, calls: int, workers: int, memory: list[int]) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    warm, dice = asyncio.Barrier(workers), random.Random(2)

    async def work() -> None:
        for number in range(calls // workers):
            if number == calls // workers // 4 and await warm.wait() == 0:
                memory.append(_memory())
            seconds = dice.uniform(0, LONGEST) if dice.random() < cancelled else None
            try:
                async with asyncio.timeout(seconds):
                    assert (await call()).data
                outcomes["succeeded"] += 1
            except TimeoutError:
                outcomes["cancelled"] += 1
            except errors.CaseManagementError:
                outcomes["failed"] += 1

    await asyncio.gather(*(work() for _ in range(workers)))
    memory.append(_memory())
    return outcomes


async def _workers(workload: str, url: str, *how: Any) -> Counter[str]:
    workers_are, _, transport = workload.partition(" with ")
    if workers_are == "tasks":
        async with AsyncClient(base_url=url, transport=transport, **KEYS) as client:
            return await _work(partial(client.list_case_watchers, "C"), CANCELLED, *how)
    with Client(base_url=url, transport=transport, **KEYS) as shared, ThreadPoolExecutor(how[1]) as pool:
        submit = partial(asyncio.get_running_loop().run_in_executor, pool)
        return await _work(partial(submit, shared.list_case_watchers, "C"), 0, *how)


def soak(workload: str, calls: int, workers: int) -> Counter[str]:
    """Make the calls, a multiple of `workers`, which share a client; returns the figures of both sides."""
    retries = []

    def count(record: logging.LogRecord) -> bool:
        if "Retrying" in record.msg:
            retries.append(record.msg)
        return False

    memory: list[int] = []
    logger = logging.getLogger("datadog_case_management")
    logger.addFilter(count)
    logger.setLevel(logging.INFO)
    try:
        with loopback.running(_Service) as (url, counts):
            open_before, began = _open_files(), time.monotonic()
            figures = asyncio.run(_workers(workload, url, calls, workers, memory))
            figures["seconds"] = round(time.monotonic() - began)
            figures["left_open"] = _open_files() - open_before
    finally:
        logger.removeFilter(count)
        logger.setLevel(logging.NOTSET)
    figures.update(counts, calls=calls, retries=len(retries), grown_kib=memory[-1] - memory[0])
    return figures


def wrong(figures: Counter[str]) -> list[str]:
    """What does not add up."""
    requests = figures["served"] + figures["limited"] + figures["resets"]
    checks = {
        "a call has no outcome": figures["succeeded"] + figures["failed"] + figures["cancelled"] == figures["calls"],
        # How far a cancelled call got is unknown.
        "the successes differ": 0 <= figures["served"] - figures["succeeded"] <= figures["cancelled"],
        "the requests differ": 0 <= figures["calls"] + figures["retries"] - requests <= figures["cancelled"],
        "the memory grew": figures["grown_kib"] < 8 * 1024,
        "something is left open": figures["left_open"] == 0,
    }
    return [what for what, holds in checks.items() if not holds]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=200_000, help="calls of each workload (default: 200000)")
    calls = parser.parse_args().calls
    warnings.simplefilter("error")
    problems = []
    for workload in WORKLOADS:
        workers = 8 if "threads" in workload else 200
        figures = soak(workload, calls - calls % workers, workers)
        problems += [f"{workload}: {what}" for what in wrong(figures)]
        print(f"{workers} {workload}: {dict(figures)}")
    sys.exit("\n".join(problems) or None)


if __name__ == "__main__":
    main()
