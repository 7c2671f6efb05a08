"""Measure this client next to the vendor's, the HTTP libraries, the generator's stock output, json and msgspec.

Each round runs every contestant of a row once, in random order. A figure is the median, over the rounds, of the other's
time divided by this client's time in the same round.
"""

import argparse
import asyncio
import contextlib
import importlib.metadata
import io
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import bulk_watch
import httpx
import httpx2
import loopback
import matplotlib
import msgspec
from datadog_api_client import ApiClient, AsyncApiClient, Configuration
from datadog_api_client.exceptions import ApiException
from datadog_api_client.v2.api.case_management_api import CaseManagementApi
from datadog_case_management import AsyncClient, Client, errors, models
from matplotlib import pyplot
from stock_client import AuthenticatedClient
from stock_client.api.case_management import list_case_timeline, list_case_watchers
from stock_client.models import TimelineResponse

Call = Callable[[], Any]
CASE, USER = "f98a5a5b-e0ff-45d4-b2f5-afe6e74de504", "8146583c-0b5f-11ec-abf8-da7ad0900001"
HEADERS = {"DD-API-KEY": "a" * 32, "DD-APPLICATION-KEY": "b" * 40}
OURS, HTTPX2, AIOHTTP = "this client", "with httpx2", "with aiohttp"
TRANSPORTS = {OURS: "httpx", HTTPX2: "httpx2", AIOHTTP: "aiohttp"}
VENDOR, STOCK, LOADS = "vendor's client", "stock output", "`json.loads`"
COMPARED = ("datadog-api-client", "httpx", "httpx2", "aiohttp", "msgspec")
MARKS = ("<!-- make bench -->\n", "\n<!-- end -->")


class Row(NamedTuple):
    """How many times as long the other takes, in quartiles, and the goal; or bytes, of which fewer are better."""

    work: str
    ours: str
    other: str
    figures: tuple[float, ...]
    goal: float | None = None
    unit: str = "x"

    def __str__(self) -> str:
        low, median, high = (f"{figure:.{2 if figure < 9.995 else 0}f}" for figure in self.figures)
        is_met = self.goal and (self.figures[1] >= self.goal) is (self.unit == "x")
        goal = f"{self.goal:g}{self.unit}, {'met' if is_met else 'missed'}" if self.goal else ""
        return f"| {self.work} | {self.ours} | {self.other} | {median}{self.unit} | {low} to {high} | {goal} |"


def compete(work: str, rounds: int, repeats: int, calls: dict[str, Call], *pairs: Any) -> Iterator[Row]:
    """Time the calls; yields a row for each pair, which is ours, the other, and perhaps the goal.

    Repeats, so that a call depends less on what another one left in the processor's caches. A float is a time.
    """
    times: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(rounds + 1):
        for name in random.sample(list(calls), len(calls)):
            began = time.perf_counter()
            for _ in range(repeats):
                result = calls[name]()
            if number:  # the first round is a warm-up
                times[name].append(result if isinstance(result, float) else time.perf_counter() - began)
    for ours, other, *goal in pairs:
        ratios = [theirs / mine for mine, theirs in zip(times[ours], times[other], strict=True)]
        yield Row(work, ours, other, tuple(statistics.quantiles(ratios, n=4)), *goal)


def vendor_settings(url: str) -> Configuration:
    settings = Configuration(host=url)
    settings.server_index = None
    return settings


def processes(url: str, rounds: int) -> Iterator[Row]:
    """Programs that import a client and get a page of the timeline."""
    page = f"list_case_timeline({CASE!r})"
    programs = {
        OURS: ("from datadog_case_management import Client", f"Client(base_url={url!r}).{page}"),
        VENDOR: (
            "from datadog_api_client import ApiClient, Configuration\n"
            "from datadog_api_client.v2.api.case_management_api import CaseManagementApi",
            f"c = Configuration(host={url!r}); c.server_index = None; CaseManagementApi(ApiClient(c)).{page}",
        ),
        "httpx": ("import httpx", f"httpx.Client().get('{url}/api/v2/cases/{CASE}/timelines').json()"),
    }
    # With cached bytecode, as after an installation with pip.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def run(*lines: str) -> str:
        return subprocess.check_output([sys.executable, "-c", "\n".join(lines)], env=environment, text=True)

    def imported(program: str) -> float:
        return float(run("import time; began = time.perf_counter()", program, "print(time.perf_counter() - began)"))

    packages = {OURS: "import datadog_case_management", VENDOR: "import datadog_api_client"}
    calls: dict[str, Call] = {name: partial(imported, program) for name, program in packages.items()}
    yield from compete("import the package", rounds, 1, calls, (OURS, VENDOR, 6.7))
    calls = {name: partial(imported, program) for name, (program, _) in programs.items()}
    yield from compete("import the client class", rounds, 1, calls, (OURS, VENDOR), (OURS, "httpx"))
    calls = {name: partial(run, *lines) for name, lines in programs.items()}
    yield from compete("process: import, one page", rounds, 1, calls, (OURS, VENDOR, 1.18), (OURS, "httpx", 0.95))


def sync_calls(url: str, rounds: int) -> Iterator[Row]:
    ours, bare, vendor = Client(base_url=url), httpx.Client(), CaseManagementApi(ApiClient(vendor_settings(url)))
    stock = AuthenticatedClient(base_url=url, token="x")

    def get(path: str, **options: Any) -> Any:
        return json.loads(bare.request("GET", f"{url}/api/v2/cases/{CASE}/{path}", headers=HEADERS, **options).content)

    calls: dict[str, Call] = {
        OURS: partial(ours.list_case_timeline, CASE, page_size=100),
        VENDOR: partial(vendor.list_case_timeline, CASE, page_size=100),
        STOCK: partial(list_case_timeline.sync, CASE, client=stock, pagesize=100),
        "httpx": partial(get, "timelines", params={"page[size]": 100}),
    }
    pairs = ((OURS, VENDOR, 40), (OURS, STOCK), (OURS, "httpx", 0.89))
    yield from compete("page of 100 cells", rounds, 10, calls, *pairs)
    calls = {
        OURS: partial(ours.list_case_watchers, CASE),
        VENDOR: partial(vendor.list_case_watchers, CASE),
        STOCK: partial(list_case_watchers.sync, CASE, client=stock),
        "httpx": partial(get, "watchers"),
    }
    pairs = ((OURS, VENDOR, 1.4), (OURS, STOCK), (OURS, "httpx", 1.33))
    yield from compete("small call", rounds, 50, calls, *pairs)


async def connect(url: str, stack: contextlib.AsyncExitStack) -> dict[str, Call]:
    """A small async call of each contestant."""
    address = f"{url}/api/v2/cases/{CASE}/watchers"

    async def get(client: Any) -> Any:
        return json.loads((await client.get(address, headers=HEADERS)).content)

    async def get_aiohttp() -> Any:
        async with session.get(address, headers=HEADERS) as response:
            return json.loads(await response.read())

    # With 500 tasks, some wait for a connection longer than the default of 5 s.
    bare, bare2 = httpx.AsyncClient(timeout=60), httpx2.AsyncClient(timeout=60)
    session, vendor = aiohttp.ClientSession(), AsyncApiClient(vendor_settings(url))
    ours = {name: AsyncClient(base_url=url, transport=transport) for name, transport in TRANSPORTS.items()}
    for client in (bare, bare2, session, vendor, *ours.values()):
        await stack.enter_async_context(client)
    calls: dict[str, Call] = {name: partial(client.list_case_watchers, CASE) for name, client in ours.items()}
    calls |= {"httpx": partial(get, bare), "httpx2": partial(get, bare2), "aiohttp": get_aiohttp}
    return calls | {VENDOR: partial(CaseManagementApi(vendor).list_case_watchers, CASE)}


def async_calls(url: str, rounds: int) -> Iterator[Row]:
    async def together(call: Call, tasks: int) -> None:
        async def task() -> None:
            for _ in range(max(1, 200 // tasks)):
                await call()

        await asyncio.gather(*(task() for _ in range(tasks)))

    def run(call: Call, tasks: int) -> None:
        runner.run(together(call, tasks))

    pairs = ((AIOHTTP, VENDOR), (AIOHTTP, "aiohttp"), (OURS, "httpx"), (HTTPX2, "httpx2"), (HTTPX2, OURS))
    stack = contextlib.AsyncExitStack()
    with asyncio.Runner() as runner:
        calls = runner.run(connect(url, stack))
        for tasks in (1, 50, 500):
            goals = {"httpx": 3, "httpx2": 1.05, VENDOR: 1.5} if tasks > 1 else {"httpx2": 1.11, OURS: 1.54}
            contestants: dict[str, Call] = {name: partial(run, call, tasks) for name, call in calls.items()}
            work = f"async, {tasks} tasks" if tasks > 1 else "async, one by one"
            yield from compete(work, rounds, 1, contestants, *((*pair, goals.get(pair[1])) for pair in pairs))
        runner.run(stack.aclose())


def bulk(url: str, rounds: int, count: int) -> Iterator[Row]:
    """Watch calls, 50 at once, of which each logs its outcome."""
    cases = [f"CASEM-{number}" for number in range(count)]

    async def ours(transport: str) -> None:
        log.unlink(missing_ok=True)
        async with AsyncClient(base_url=url, transport=transport) as client:
            await bulk_watch.watch_all(client, USER, cases, log, at_once=50)

    async def vendors() -> None:
        async def work() -> None:
            for case in waiting:
                error = None
                try:
                    await CaseManagementApi(client).watch_case(case, USER)
                except ApiException as failure:
                    error = str(failure)
                file.write(json.dumps({"case": case, "error": error}) + "\n")
                file.flush()

        waiting = iter(cases)
        async with AsyncApiClient(vendor_settings(url)) as client:
            with log.open("w", encoding="utf-8") as file:
                await asyncio.gather(*(work() for _ in range(50)))

    def run(program: Callable[..., Any], *arguments: str) -> None:
        asyncio.run(program(*arguments))
        assert log.read_text(encoding="utf-8").count('"error": null') == count

    calls: dict[str, Call] = {name: partial(run, ours, transport) for name, transport in TRANSPORTS.items()}
    calls[VENDOR] = partial(run, vendors)
    pairs = ((OURS, VENDOR), (HTTPX2, VENDOR), (AIOHTTP, VENDOR, 1.2))
    # The example shows its progress on a terminal.
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
        log = Path(folder) / "log.jsonl"
        yield from compete(f"{count:,} watch calls, logged", rounds, 1, calls, *pairs)


def struct(**fields: Any) -> Any:
    return msgspec.defstruct("Struct", fields.items())


def decoding(rounds: int) -> Iterator[Row]:
    user = struct(email=str, handle=str, id=str, name=str)
    texts = dict.fromkeys(("created_at", "deleted_at", "modified_at", "type"), str)
    cell = struct(author=struct(content=user, type=str), cell_content=struct(message=str), **texts)
    decoder = msgspec.json.Decoder(struct(data=list[struct(attributes=cell, id=str, type=str)]))
    calls: dict[str, Call] = {
        OURS: partial(models.TimelineResponse.from_dict, json.loads(loopback.PAGE)),
        STOCK: partial(TimelineResponse.from_dict, json.loads(loopback.PAGE)),
        LOADS: partial(json.loads, loopback.PAGE),
        "msgspec, with parsing": partial(decoder.decode, loopback.PAGE),
    }
    pairs = ((OURS, STOCK), (OURS, LOADS, 0.91), (OURS, "msgspec, with parsing"))
    yield from compete("decode 100 cells", rounds, 50, calls, *pairs)

    def fail() -> None:
        with contextlib.suppress(errors.BadRequestError):
            client.list_case_watchers(CASE)

    problem = json.dumps({"errors": [{"title": "Invalid", "detail": "not allowed", "code": "4711"}] * 1000}).encode()
    client = Client(transport=httpx.MockTransport(lambda _: httpx.Response(400, content=problem)))
    calls = {OURS: fail, LOADS: partial(json.loads, problem)}
    yield from compete(f"error of {len(problem) // 1024} KiB", rounds, 50, calls, (OURS, LOADS, 0.5))


def growth(rounds: int) -> Iterator[Row]:
    """Iterate over a timeline of which every cell has another identifier."""

    def respond(request: httpx.Request) -> httpx.Response:
        number = b"-%x-" % int(request.url.params["page[number]"])
        return httpx.Response(200, content=loopback.PAGE.replace(b"-ac2c-", number))

    def iterate(cells: int, times: int = 1) -> None:
        for _ in range(times):
            with Client(transport=httpx.MockTransport(respond)) as client:
                assert sum(1 for _ in islice(client.iter_case_timeline(CASE, page_size=100), cells)) == cells

    def peak(cells: int) -> int:
        tracemalloc.start()
        iterate(cells)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    sizes = {"4,000 cells": 4_000, "400,000 cells": 400_000}
    calls: dict[str, Call] = {name: partial(iterate, size, 400_000 // size) for name, size in sizes.items()}
    yield from compete("time per cell", rounds, 1, calls, ("400,000 cells", "4,000 cells", 0.91))
    for name, size in sizes.items():
        yield Row("memory per cell", name, "beyond one page", ((peak(size) - peak(100)) / size,) * 3, 100, " bytes")


def draw(rows: list[Row], file: Path) -> None:
    """Draw how many times as long the others take."""
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "", "font.size": 9})
    _, axes = pyplot.subplots(figsize=(9, 0.2 * len(rows) + 1), layout="constrained")
    for place, row in enumerate(rows):
        low, median, high = row.figures
        colour = "#632ca6" if median >= 1 else "#d9861f"
        axes.plot([low, high], [place, place], color=colour, alpha=0.4, linewidth=5)
        axes.plot(median, place, "o", color=colour, markersize=5)
    axes.axvline(1, color="#888", linewidth=1)
    axes.set_xscale("log")
    axes.set_xticks([0.2, 0.5, 1, 2, 5, 10, 20, 50], [0.2, 0.5, 1, 2, 5, 10, 20, 50])
    axes.set_yticks(range(len(rows)), [f"{row.work}: {row.other} / {row.ours}" for row in rows])
    axes.set(
        ylim=(len(rows) - 0.5, -0.5), title="Time of the other / time of this client: right of 1, this client is faster"
    )
    axes.grid(axis="x", alpha=0.3)
    pyplot.savefig(file, metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=16, help="of each row, or half of it where they take long")
    parser.add_argument("--calls", type=int, default=2_000, help="the number of watch calls")
    parser.add_argument("--docs", type=Path, help="where to write the table, to speed.md, and to draw benchmark.svg")
    options = parser.parse_args()
    os.environ |= {"DD_API_KEY": HEADERS["DD-API-KEY"], "DD_APP_KEY": HEADERS["DD-APPLICATION-KEY"]}
    rounds, few = options.rounds, max(2, options.rounds // 2)
    lines = ["| work | this client | other | other takes | quartiles | goal |", "|---|---|---|---|---|---|"]
    print(*lines, sep="\n")
    rows = []
    with loopback.running() as (url, _):
        parts = (processes(url, rounds), sync_calls(url, rounds), async_calls(url, few), bulk(url, few, options.calls))
        for row in chain(*parts, decoding(rounds), growth(few)):
            print(row, flush=True)
            rows.append(row)
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in COMPARED)
    lines += [*map(str, rows), "", f"{rounds} rounds. Python {platform.python_version()}; {versions}."]
    print(*lines[-2:], sep="\n")
    if options.docs:
        page = options.docs / "speed.md"
        before, _, rest = page.read_text(encoding="utf-8").partition(MARKS[0])
        _, end, after = rest.partition(MARKS[1])
        page.write_text("".join((before, MARKS[0], "\n".join(lines), end, after)), encoding="utf-8")
        draw([row for row in rows if row.unit == "x"], options.docs / "benchmark.svg")


if __name__ == "__main__":
    main()
