"""A service that adds insights to cases as they arrive: per-call timeouts, hooks, and a graceful shutdown.

    producer | python examples/insights_service.py

Each line of the standard input is a JSON object such as

    {"case": "CASEM-4523", "type": "MONITOR", "ref": "/monitors/12345", "resource_id": "12345"}

On Ctrl-C or SIGTERM it stops reading, finishes the calls in flight, and prints how many insights it added.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import signal
import stat
import sys
from collections.abc import AsyncIterator

import httpx
from datadog_case_management import AsyncClient, errors

logger = logging.getLogger("insights_service")


async def log_rate_limit(response: httpx.Response) -> None:
    """Log how much of the rate limit is left; hooks see the headers of every response."""
    logger.debug("%s, %s requests left", response.status_code, response.headers.get("x-ratelimit-remaining", "?"))


class InsightsService:
    """Adds insights with a bounded number of calls in flight.

    Args:
        client: The client to send with.
        at_once: The maximum number of calls in flight.
        timeout: The seconds that each attempt of a call may take.
    """

    def __init__(self, client: AsyncClient, at_once: int = 8, timeout: float = 5.0) -> None:
        self.added = self.failed = 0
        self._client = client.with_options(timeout=timeout, event_hooks={"response": [log_rate_limit]})
        self._free = asyncio.Semaphore(at_once)
        self._tasks: set[asyncio.Task[None]] = set()

    async def submit(self, event: str) -> None:
        """Start to add the insight of a line, and wait while the maximum number of calls is in flight."""
        await self._free.acquire()
        task = asyncio.create_task(self._add(event))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: self._free.release())

    async def finish(self) -> None:
        """Wait for the calls in flight."""
        await asyncio.gather(*self._tasks)

    async def _add(self, event: str) -> None:
        try:
            insight = json.loads(event)
            if not isinstance(insight, dict) or "case" not in insight:
                raise ValueError('not an object with a "case"')
            await self._client.add_case_insights(insight.pop("case"), insights=[insight])
        except (errors.CaseManagementError, ValueError) as error:
            logger.warning("%s: %s", event.strip(), error)
            self.failed += 1
        else:
            self.added += 1


async def serve(events: AsyncIterator[str], client: AsyncClient, stop: asyncio.Event) -> InsightsService:
    """Add an insight for each event, until there are no more events or `stop` is set."""
    service = InsightsService(client)
    stopped = asyncio.create_task(stop.wait())
    try:
        while not stop.is_set():
            upcoming = asyncio.ensure_future(anext(events, None))
            await asyncio.wait({upcoming, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not upcoming.done():
                upcoming.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await upcoming
                break
            if (event := upcoming.result()) is None:
                break
            await service.submit(event)
    finally:
        stopped.cancel()
        await service.finish()
    return service


async def standard_input() -> AsyncIterator[str]:
    """The lines of the standard input, which may be a pipe or a file."""
    if stat.S_ISREG(os.fstat(sys.stdin.fileno()).st_mode):
        for event in sys.stdin:
            yield event
        return
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield line.decode(errors="replace")


async def main() -> int:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncClient() as client:
        service = await serve(standard_input(), client, stop)
    print(f"{service.added} insights added, {service.failed} failed")
    return int(service.failed > 0)


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    logging.basicConfig()
    try:
        sys.exit(asyncio.run(main()))
    except errors.ConfigurationError as error:
        sys.exit(f"insights_service: {error}")
