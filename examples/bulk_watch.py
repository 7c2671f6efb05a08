"""Make a user a watcher of many cases; continues after Ctrl-C.

    python examples/bulk_watch.py USER CASES.txt --log done.jsonl

CASES.txt has the UUID or key of a case on each line. Outcomes are logged, so a second run does the rest. After Ctrl-C,
calls in flight are completed first. All calls share a client and its rate limit: when the service asks one to wait, the
others wait too. If that would be more than a minute, it stops.
"""

from __future__ import annotations

import argparse
import asyncio
import codecs
import json
import sys
from collections import Counter, deque
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from datadog_case_management import AsyncClient, Client, errors

LONGEST_WAIT = 60.0
"""The seconds to wait for a rate limit at most."""


def read_cases(path: Path) -> list[str]:
    """The cases of a file in UTF-8, or in UTF-16, as Excel writes "Unicode Text"; either may have a byte order mark."""
    content = path.read_bytes()
    is_utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16" if is_utf_16 else "utf-8-sig").split()


def done_before(log: Path) -> set[str]:
    """The cases that are done according to the log, whose last line may be incomplete."""
    done = set()
    for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else []:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if entry["error"] is None:
            done.add(entry["case"])
    return done


async def watch_all(client: AsyncClient, user: str, cases: Iterable[str], log: Path, at_once: int = 8) -> Counter[str]:
    """Watch every case that is not in the log yet.

    Args:
        client: The client to send with.
        user: The UUID of the user who is to watch.
        cases: UUIDs or keys of cases.
        log: The log of outcomes, a line of JSON per case.
        at_once: The maximum number of calls in flight.

    Returns:
        The number of cases by outcome: "watched", the name of the error, or "not tried" after a long rate limit.
    """
    done = done_before(log)
    waiting = deque(case for case in dict.fromkeys(cases) if case not in done)
    total = len(waiting)
    # A single wait for all calls, instead of one per call in the client.
    client = client.with_options(max_retries=0)
    summary: Counter[str] = Counter()
    open_gate = asyncio.Event()
    open_gate.set()
    too_long = 0.0

    async def wait_together(seconds: float) -> None:
        if open_gate.is_set():
            open_gate.clear()
            print(f"\nThe service asks to wait {seconds:.1f} s.", file=sys.stderr)
            await asyncio.sleep(seconds)
            open_gate.set()

    async def watch(case: str) -> None:
        nonlocal too_long
        error: errors.CaseManagementError | ValueError | None = None
        for _ in range(10):
            await open_gate.wait()
            try:
                await client.watch_case(case, user)
                error = None
            except errors.RateLimitError as limited:
                error = limited
                seconds = limited.retry_after or 1.0
                if seconds <= LONGEST_WAIT:
                    await wait_together(seconds)
                    continue
                too_long = max(too_long, seconds)
                waiting.clear()
            except (errors.CaseManagementError, ValueError) as other:
                error = other
            break
        file.write(json.dumps({"case": case, "error": None if error is None else str(error)}) + "\n")
        file.flush()
        summary["watched" if error is None else type(error).__name__] += 1
        if sys.stderr.isatty():
            print(f"\r{summary.total()} of {total} cases", end="", file=sys.stderr)

    async def work() -> None:
        while waiting:
            await watch(waiting.popleft())

    with log.open("a", encoding="utf-8") as file:
        if log.stat().st_size and not log.read_text(encoding="utf-8").endswith("\n"):
            file.write("\n")
        workers = asyncio.gather(*(work() for _ in range(at_once)))
        try:
            await asyncio.shield(workers)
        except asyncio.CancelledError:
            # Ctrl-C: calls in flight are completed and logged, so that none is repeated.
            waiting.clear()
            await workers
            raise
    if too_long:
        summary["not tried"] = total - summary.total()
        about = f"The service asks to wait {too_long:.0f} s, longer than this program does; run it again after that."
        print(f"\n{about}", file=sys.stderr)
    return +summary


def watch_one(client: Client, user: str, case: str) -> tuple[str, str | None]:
    """Watch one case. The client can be pickled, so this can be mapped over processes, here or on other machines.

        with concurrent.futures.ProcessPoolExecutor() as pool:
            outcomes = dict(pool.map(functools.partial(watch_one, client, user), cases))

    Returns:
        The case, and what went wrong, or None if nothing did.
    """
    try:
        client.watch_case(case, user)
    except (errors.CaseManagementError, ValueError) as error:
        return case, str(error)
    return case, None


def main(arguments: list[str] | None = None, **settings: Any) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("user", help="the UUID of the user who is to watch")
    parser.add_argument("cases", type=Path, help="a file with a case on each line")
    parser.add_argument(
        "--log", type=Path, default=Path("bulk_watch.jsonl"), help="what is done (default: %(default)s)"
    )
    parser.add_argument("--at-once", type=int, default=8, help="calls in flight at most (default: %(default)s)")
    options = parser.parse_args(arguments)
    cases = read_cases(options.cases)

    async def run() -> Counter[str]:
        async with AsyncClient(**settings) as client:
            return await watch_all(client, options.user, cases, options.log, options.at_once)

    try:
        summary = asyncio.run(run())
    except KeyboardInterrupt:
        print(f"\nInterrupted; run it again with --log {options.log} to do the rest.", file=sys.stderr)
        return 130
    if sys.stderr.isatty():
        print(file=sys.stderr)
    for what, count in summary.most_common():
        print(f"{count:6} {what}")
    failed = sum(summary.values()) - summary["watched"]
    if failed:
        print(f"{options.log} has the reasons for failures; run it again to retry them.")
    return int(failed > 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (errors.ConfigurationError, OSError) as error:
        sys.exit(f"bulk_watch: {error}")
