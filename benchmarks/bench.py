"""Measure this client next to the vendor's, the HTTP libraries, the generator's stock output, json and msgspec.

Each round runs every contestant of a row once, in random order. The figure of a run is the median, over the rounds, of
the other's time divided by this client's time in the same round.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections import namedtuple
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import bulk_watch
import httpx
import httpx2
import loopback
from datadog_api_client import ApiClient, AsyncApiClient, Configuration
from datadog_api_client.v2.api.case_management_api import CaseManagementApi
from datadog_case_management import AsyncClient, Client, errors, models
from loopback import PAGE
from matplotlib import pyplot
from msgspec import defstruct
from msgspec.json import Decoder
from stock_client import AuthenticatedClient
from stock_client.api.case_management import list_case_timeline, list_case_watchers
from stock_client.models import TimelineResponse

Call = Callable[[], Any]
CASE, USER = "f98a5a5b-e0ff-45d4-b2f5-afe6e74de504", "8146583c-0b5f-11ec-abf8-da7ad0900001"
HEADERS = {"DD-API-KEY": "0123456789abcdef" * 2, "DD-APPLICATION-KEY": "fedcba98" * 5}
OURS, HTTPX2, AIOHTTP = "this client", "with httpx2", "with aiohttp"
TRANSPORTS = {OURS: "httpx", HTTPX2: "httpx2", AIOHTTP: "aiohttp"}
VENDOR, STOCK, LOADS = "vendor's client", "stock output", "`json.loads`"
# How many times as long the other takes, and the goal. Or bytes, of which fewer are better.
Row = namedtuple("Row", "work ours other figure goal unit", defaults=(None, "x"))


def spread(runs: tuple[Row, ...]) -> tuple[float, float, float]:
    """The lowest figure of some runs, their median, and the highest."""
    figures = [run.figure for run in runs]
    return min(figures), statistics.median(figures), max(figures)


def line(runs: tuple[Row, ...]) -> str:
    row, figures = runs[0], spread(runs)
    low, median, high = (f"{figure:.{2 if figure < 9.995 else 0}f}" for figure in figures)
    is_met = row.goal and (figures[1] >= row.goal) is (row.unit == "x")
    goal = f"{row.goal:g}{row.unit}, {'met' if is_met else 'missed'}" if row.goal else ""
    return f"| {row.work} | {row.ours} | {row.other} | {median}{row.unit} | {low} to {high} | {goal} |"


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
        ratios = [other_time / own_time for own_time, other_time in zip(times[ours], times[other], strict=True)]
        yield Row(work, ours, other, statistics.median(ratios), *goal)


def processes(url: str, rounds: int) -> Iterator[Row]:
    """Programs that import a client and get a page of the timeline."""
    api = "from datadog_api_client.v2.api.case_management_api import CaseManagementApi"
    vendor = f"CaseManagementApi(ApiClient(Configuration(host={url!r}))).list_case_timeline({CASE!r})"
    programs = {
        OURS: ("from datadog_case_management import Client", f"Client(base_url={url!r}).list_case_timeline({CASE!r})"),
        VENDOR: (f"from datadog_api_client import ApiClient, Configuration; {api}", vendor),
        "httpx": ("import httpx", f"httpx.Client().get('{url}/api/v2/cases/{CASE}/timelines').json()"),
    }
    packages = {OURS: "import datadog_case_management", VENDOR: "import datadog_api_client"}

    def run(*lines: str) -> str:
        return subprocess.check_output([sys.executable, "-c", "\n".join(lines)], text=True)

    def imported(line: str) -> float:
        return float(run("import time; began = time.perf_counter()", line, "print(time.perf_counter() - began)"))

    calls = {name: partial(imported, line) for name, line in packages.items()}
    yield from compete("import the package", rounds, 1, calls, (OURS, VENDOR, 6.7))
    calls = {name: partial(imported, lines[0]) for name, lines in programs.items()}
    yield from compete("import the client class", rounds, 1, calls, (OURS, VENDOR), (OURS, "httpx"))
    calls = {name: partial(run, *lines) for name, lines in programs.items()}
    yield from compete("process: import, one page", rounds, 1, calls, (OURS, VENDOR, 1.18), (OURS, "httpx", 0.95))


def sync_calls(url: str, rounds: int) -> Iterator[Row]:
    ours, bare, vendor = Client(base_url=url), httpx.Client(), CaseManagementApi(ApiClient(Configuration(host=url)))
    stock = AuthenticatedClient(base_url=url, token="x")

    def get(path: str, **options: Any) -> Any:
        return json.loads(bare.request("GET", f"{url}/api/v2/cases/{CASE}/{path}", headers=HEADERS, **options).content)

    calls = {
        OURS: partial(ours.list_case_timeline, CASE, page_size=100),
        VENDOR: partial(vendor.list_case_timeline, CASE, page_size=100),
        STOCK: partial(list_case_timeline.sync, CASE, client=stock, pagesize=100),
        "httpx": partial(get, "timelines", params={"page[size]": 100}),
    }
    yield from compete("page of 100 cells", rounds, 10, calls, (OURS, VENDOR, 40), (OURS, STOCK), (OURS, "httpx", 0.89))
    calls = {
        OURS: partial(ours.list_case_watchers, CASE),
        VENDOR: partial(vendor.list_case_watchers, CASE),
        STOCK: partial(list_case_watchers.sync, CASE, client=stock),
        "httpx": partial(get, "watchers"),
    }
    yield from compete("small call", rounds, 20, calls, (OURS, VENDOR, 1.4), (OURS, STOCK), (OURS, "httpx", 1.33))


def async_calls(url: str, rounds: int) -> Iterator[Row]:
    address = f"{url}/api/v2/cases/{CASE}/watchers"

    async def get(client: Any) -> Any:
        return json.loads((await client.get(address, headers=HEADERS)).content)

    async def get_aiohttp(session: Any) -> Any:
        async with session.get(address, headers=HEADERS) as response:
            return json.loads(await response.read())

    async def connect() -> dict[str, Call]:
        ours = {name: AsyncClient(base_url=url, transport=transport) for name, transport in TRANSPORTS.items()}
        # With 500 tasks, some wait for a connection longer than the default of 5 s.
        bare, bare2 = httpx.AsyncClient(timeout=60), httpx2.AsyncClient(timeout=60)
        session, vendor = aiohttp.ClientSession(), AsyncApiClient(Configuration(host=url))
        for client in (bare, bare2, session, vendor, *ours.values()):
            await stack.enter_async_context(client)
        calls = {name: partial(client.list_case_watchers, CASE) for name, client in ours.items()}
        calls |= {"httpx": partial(get, bare), "httpx2": partial(get, bare2), "aiohttp": partial(get_aiohttp, session)}
        return calls | {VENDOR: partial(CaseManagementApi(vendor).list_case_watchers, CASE)}

    async def together(call: Call, tasks: int) -> None:
        for _ in range(max(1, 200 // tasks)):
            await asyncio.gather(*(call() for _ in range(tasks)))

    pairs = ((AIOHTTP, VENDOR), (AIOHTTP, "aiohttp"), (OURS, "httpx"), (HTTPX2, "httpx2"), (HTTPX2, OURS))
    with asyncio.Runner() as runner:
        stack = contextlib.AsyncExitStack()
        calls = runner.run(connect())
        for tasks in (1, 50, 500):
            goals = {"httpx": 3, "httpx2": 1.05, VENDOR: 1.5} if tasks > 1 else {"httpx2": 1.11, OURS: 1.54}
            running = {name: lambda c=call, t=tasks: runner.run(together(c, t)) for name, call in calls.items()}
            work = f"async, {tasks} tasks" if tasks > 1 else "async, one by one"
            yield from compete(work, rounds, 1, running, *((*pair, goals.get(pair[1])) for pair in pairs))
        runner.run(stack.aclose())


def bulk(url: str, rounds: int, count: int = 2_000) -> Iterator[Row]:
    """Watch calls in the loop of the example, 50 at once, which logs each outcome."""
    cases = [f"CASEM-{number}" for number in range(count)]
    log = Path(".bench/log.jsonl")

    async def watch(opened: Any, adapt: Callable[[Any], Any] = lambda client: client) -> None:
        log.unlink(missing_ok=True)
        async with opened as client:
            assert await bulk_watch.watch_all(adapt(client), USER, cases, log, at_once=50) == {"watched": count}

    def vendors(client: Any) -> Any:
        return SimpleNamespace(with_options=lambda **_: CaseManagementApi(client))

    def ours(transport: str) -> Call:
        return lambda: asyncio.run(watch(AsyncClient(base_url=url, transport=transport)))

    calls = {name: ours(transport) for name, transport in TRANSPORTS.items()}
    calls[VENDOR] = lambda: asyncio.run(watch(AsyncApiClient(Configuration(host=url)), vendors))
    # The example shows its progress on a terminal.
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):
        pairs = ((AIOHTTP, VENDOR, 1.2), (HTTPX2, VENDOR), (OURS, VENDOR))
        yield from compete(f"{count:,} watch calls", rounds, 1, calls, *pairs)


def decoding(rounds: int) -> Iterator[Row]:
    author = defstruct("Author", [("content", defstruct("User", ["email", "handle", "id", "name"])), "type"])
    parts = [("author", author), ("cell_content", defstruct("Content", ["message"]))]
    cell = defstruct("Cell", [*parts, "created_at", "deleted_at", "modified_at", "type"])
    timeline = defstruct("Timeline", [("data", list[defstruct("Resource", [("attributes", cell), "id", "type"])])])
    calls = {
        OURS: partial(models.TimelineResponse._from_json, json.loads(PAGE)),
        STOCK: partial(TimelineResponse.from_dict, json.loads(PAGE)),
        LOADS: partial(json.loads, PAGE),
        "msgspec": partial(Decoder(timeline).decode, PAGE),
    }
    yield from compete("decode 100 cells", rounds, 20, calls, (OURS, STOCK), (OURS, LOADS, 0.91), (OURS, "msgspec"))

    def fail() -> None:
        with contextlib.suppress(errors.BadRequestError):
            client.list_case_watchers(CASE)

    problem = json.dumps({"errors": [{"title": "Invalid", "detail": "It is not allowed"}] * 1250}).encode()
    client = Client(transport=httpx.MockTransport(lambda _: httpx.Response(400, content=problem)))
    calls = {OURS: fail, LOADS: partial(json.loads, problem)}
    yield from compete(f"error of {len(problem) // 1024} KiB", rounds, 10, calls, (OURS, LOADS, 0.5))


def growth(rounds: int) -> Iterator[Row]:
    """Iterate over a timeline of which every cell has another identifier."""

    def respond(request: httpx.Request) -> httpx.Response:
        number = b"-%x-" % int(request.url.params["page[number]"])
        return httpx.Response(200, content=PAGE.replace(b"-ac2c-", number))

    def iterate(cells: int, times: int = 1) -> int:
        tracemalloc.reset_peak()
        for _ in range(times):
            with Client(transport=httpx.MockTransport(respond)) as client:
                assert sum(1 for _ in islice(client.iter_case_timeline(CASE, page_size=100), cells)) == cells
        return tracemalloc.get_traced_memory()[1]

    calls = {"4,000": partial(iterate, 4_000, 100), "400,000": partial(iterate, 400_000)}
    yield from compete("time per cell", rounds, 1, calls, ("400,000", "4,000", 0.91))
    tracemalloc.start()
    page = iterate(100)
    for cells in (4_000, 400_000):
        figure = (iterate(cells) - page) / cells
        yield Row("memory per cell", f"{cells:,}", "beyond one page", figure, 100, " bytes")
    tracemalloc.stop()


def draw(rows: list[tuple[Row, ...]], file: Path) -> None:
    """Draw how many times as long the others take."""
    pyplot.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "", "font.size": 9})
    _, axes = pyplot.subplots(figsize=(9, 0.2 * len(rows) + 1), layout="constrained")
    for place, (low, median, high) in enumerate(map(spread, rows)):
        colour = "#632ca6" if median >= 1 else "#d9861f"
        axes.plot([low, high], [place, place], color=colour, alpha=0.4, linewidth=5)
        axes.plot(median, place, "o", color=colour, markersize=5)
    axes.axvline(1, color="#888", linewidth=1)
    axes.set(xscale="log", ylim=(len(rows) - 0.5, -0.5), title="How many times as long the other takes")
    axes.set_xticks([0.2, 0.5, 1, 2, 5, 10, 20, 50], [0.2, 0.5, 1, 2, 5, 10, 20, 50])
    axes.set_yticks(range(len(rows)), [f"{row.work}: {row.other} / {row.ours}".replace("`", "") for row, *_ in rows])
    pyplot.savefig(file, metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="of everything; the table has their medians and ends")
    parser.add_argument("--rounds", type=int, default=16, help="of processes; more of short calls, fewer of long ones")
    parser.add_argument("--docs", type=Path, help="where to write the table, to speed.md, and to draw benchmark.svg")
    options = parser.parse_args()
    rounds, few, many = options.rounds, max(2, options.rounds // 2), 4 * options.rounds
    # With cached bytecode, as after an installation with pip.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ |= {"DD_API_KEY": HEADERS["DD-API-KEY"], "DD_APP_KEY": HEADERS["DD-APPLICATION-KEY"]}
    runs: list[list[Row]] = [[] for _ in range(options.runs)]
    with loopback.running() as (url, _):
        for run in runs:
            parts = (
                processes(url, rounds),
                sync_calls(url, many),
                async_calls(url, few),
                bulk(url, few),
            )
            for row in chain(*parts, decoding(many), growth(min(3, few))):
                run.append(row)
                print(line((row,)), flush=True)
    rows = list(zip(*runs, strict=True))
    lines = ["| work | this client | other | other takes | in the runs | goal |", "|---|---|---|---|---|---|"]
    lines += map(line, rows)
    print("", *lines, sep="\n")
    if options.docs:
        page = options.docs / "speed.md"
        before, _, rest = page.read_text(encoding="utf-8").partition("<!-- make bench -->")
        text = "\n".join(("<!-- make bench -->", "", *lines, "", "<!-- end -->"))
        page.write_text(before + text + rest.partition("<!-- end -->")[2], encoding="utf-8")
        draw([row for row in rows if row[0].unit == "x"], options.docs / "benchmark.svg")


if __name__ == "__main__":
    main()
