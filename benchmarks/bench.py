"""Measure this client against the vendor's, stock generator output of the same spec, bare httpx, and msgspec.

All contenders of a row take turns in one run, so that noise affects all of them. Figures are medians; only the ratios
count. Prints tables, and draws docs/benchmark.svg and docs/growth.svg.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import importlib.metadata
import json
import os
import pickle
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import datadog_case_management
import facts
import growth
import httpx
import msgspec
import server
import stock_client
from datadog_api_client import ApiClient as VendorClient
from datadog_api_client import AsyncApiClient, Configuration
from datadog_api_client.v2.api.case_management_api import CaseManagementApi
from datadog_case_management import AsyncClient, Client, models
from datadog_case_management._body import json_body
from stock_client import models as stock_models
from stock_client.api.case_management import list_case_timeline as stock_timeline
from stock_client.api.case_management import list_case_watchers as stock_watchers

ROOT = Path(__file__).resolve().parent.parent
OURS = "this client"
# Paging makes several calls in a row. A single call would measure how much of the processor's caches the contender
# before it has evicted.
TURN = 10
CASE = "f98a5a5b-e0ff-45d4-b2f5-afe6e74de504"
TASKS = (50, 500)
# The number of rows in the picture: up to the row of later clients.
PICTURED = 9


class Row(NamedTuple):
    """A kind of work: the median and quartiles of each contender, in microseconds or another unit."""

    work: str
    unit: str
    figures: dict[str, tuple[float, float, float]]


def take_turns(
    contenders: dict[str, Callable[[], Any]], rounds: int, calls: int = 1
) -> dict[str, tuple[float, float, float]]:
    """Time a number of calls of each contender in every round; the figures are per call."""
    for contender in contenders.values():
        for _ in range(3):
            contender()
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            began = time.perf_counter()
            for _ in range(calls):
                contender()
            times[name].append((time.perf_counter() - began) / calls * 1e6)
    return {name: spread(values) for name, values in times.items()}


def spread(values: list[float]) -> tuple[float, float, float]:
    low, middle, high = statistics.quantiles(values, n=4)
    return middle, low, high


def vendor_settings(port: int) -> Configuration:
    configuration = Configuration(
        host=f"http://127.0.0.1:{port}", api_key={"apiKeyAuth": "a" * 32, "appKeyAuth": "b" * 40}
    )
    configuration.server_index = None
    for operation in ("list_case_watchers", "list_case_timeline", "watch_case"):
        if operation in configuration.unstable_operations or f"v2.{operation}" in configuration.unstable_operations:
            configuration.unstable_operations[operation] = True
    return configuration


# The limit: structs with only the documented fields.
class Content(msgspec.Struct):
    email: str
    handle: str
    id: str
    name: str


class Author(msgspec.Struct):
    content: Content
    type: str


class Comment(msgspec.Struct):
    message: str


class Cell(msgspec.Struct):
    author: Author
    cell_content: Comment
    created_at: str
    deleted_at: str
    modified_at: str
    type: str


class Resource(msgspec.Struct):
    attributes: Cell
    id: str
    type: str


class Timeline(msgspec.Struct):
    data: list[Resource]


def sync_rows(port: int, rounds: int) -> list[Row]:
    url = f"http://127.0.0.1:{port}"
    ours = Client(api_key="a" * 32, app_key="b" * 40, base_url=url)
    stock = stock_client.AuthenticatedClient(base_url=url, token="x", raise_on_unexpected_status=True)
    bare = httpx.Client(headers={"DD-API-KEY": "a" * 32, "DD-APPLICATION-KEY": "b" * 40})
    vendor = CaseManagementApi(VendorClient(vendor_settings(port)))
    prebuilt = bare.build_request("GET", f"{url}/api/v2/cases/{CASE}/watchers")
    raw = http.client.HTTPConnection("127.0.0.1", port)

    def plain() -> bytes:
        raw.request("GET", f"/api/v2/cases/{CASE}/watchers")
        return raw.getresponse().read()

    timelines = f"{url}/api/v2/cases/{CASE}/timelines"
    body = server.page()
    parsed = json.loads(body)
    decoder = msgspec.json.Decoder(Timeline)
    rows = [
        Row(
            "timeline page of 100 cells, sync",
            "µs",
            take_turns(
                {
                    OURS: lambda: ours.list_case_timeline(CASE, page_size=100),
                    "vendor": lambda: vendor.list_case_timeline(CASE, page_size=100),
                    "stock": lambda: stock_timeline.sync(CASE, client=stock, pagesize=100),
                    "httpx + json": lambda: bare.get(timelines, params={"page[size]": 100}).json(),
                },
                max(20, rounds // 2),
                TURN,
            ),
        ),
        Row(
            "decode 100 cells",
            "µs",
            take_turns(
                {
                    OURS: lambda: models.TimelineResponse.from_dict(parsed),
                    "stock": lambda: stock_models.TimelineResponse.from_dict(parsed),
                    "json.loads": lambda: json.loads(body),
                    "msgspec (limit)": lambda: decoder.decode(body),
                },
                rounds,
                TURN,
            ),
        ),
        Row("encode 100 insights", "µs", take_turns(encoders(), rounds, TURN)),
        Row(
            "one small call, sync",
            "µs",
            take_turns(
                {
                    OURS: lambda: ours.list_case_watchers(CASE),
                    "vendor": lambda: vendor.list_case_watchers(CASE),
                    "stock": lambda: stock_watchers.sync(CASE, client=stock),
                    "httpx + json": lambda: bare.request("GET", f"{url}/api/v2/cases/{CASE}/watchers").json(),
                    "httpx.send, built before": lambda: bare.send(prebuilt).json(),
                    "http.client (limit)": plain,
                },
                rounds,
                TURN,
            ),
        ),
    ]
    for client in (ours, bare, stock.get_httpx_client(), raw):
        client.close()
    return rows


def encoders() -> dict[str, Callable[[], Any]]:
    def request(kind: Any, name: str, insight_type: Any, case_type: Any) -> Any:
        insights = [
            kind.CaseInsight(ref=f"/monitors/{n}", resource_id=str(n), **{name: insight_type}) for n in range(100)
        ]
        data = kind.CaseInsightsData(attributes=kind.CaseInsightsAttributes(insights=insights), **{name: case_type})
        return kind.CaseInsightsRequest(data=data)

    ours = request(models, "type", models.CaseInsightType.MONITOR, models.CaseResourceType.CASE)
    stock = request(stock_models, "type_", stock_models.CaseInsightType.MONITOR, stock_models.CaseResourceType.CASE)
    return {
        OURS: ours.to_dict,
        "stock": stock.to_dict,
        f"{OURS}, to bytes": lambda: json_body("CaseInsightsRequest", ours),
        "stock, to bytes": lambda: json.dumps(
            stock.to_dict(), ensure_ascii=False, separators=(",", ":"), allow_nan=False
        ).encode(),
    }


async def async_row(port: int, rounds: int, tasks: int) -> Row:
    url = f"http://127.0.0.1:{port}"
    calls = max(1, 200 // tasks)  # per task and round

    async with (
        AsyncClient(api_key="a" * 32, app_key="b" * 40, base_url=url) as ours,
        AsyncClient(api_key="a" * 32, app_key="b" * 40, base_url=url, transport="aiohttp") as with_extra,
        # With 500 tasks, some wait for a connection longer than httpx's default of 5 s.
        httpx.AsyncClient(timeout=60) as bare,
        aiohttp.ClientSession() as session,
        AsyncApiClient(vendor_settings(port)) as vendor_client,
    ):
        stock = stock_client.AuthenticatedClient(base_url=url, token="x", timeout=httpx.Timeout(60))
        vendor = CaseManagementApi(vendor_client)

        async def httpx_call() -> Any:
            return (await bare.get(f"{url}/api/v2/cases/{CASE}/watchers")).json()

        async def aiohttp_call() -> Any:
            async with session.get(f"{url}/api/v2/cases/{CASE}/watchers") as response:
                return await response.json()

        contenders: dict[str, Callable[[], Awaitable[Any]]] = {
            OURS: lambda: ours.list_case_watchers(CASE),
            f"{OURS}, [aiohttp]": lambda: with_extra.list_case_watchers(CASE),
            "vendor": lambda: vendor.list_case_watchers(CASE),
            "stock": lambda: stock_watchers.asyncio(CASE, client=stock),
            "httpx + json": httpx_call,
            "aiohttp (limit)": aiohttp_call,
        }

        async def together(call: Callable[[], Awaitable[Any]]) -> float:
            async def task() -> None:
                for _ in range(calls):
                    await call()

            began = time.perf_counter()
            await asyncio.gather(*(task() for _ in range(tasks)))
            return (time.perf_counter() - began) / tasks / calls * 1e6

        times: dict[str, list[float]] = {name: [] for name in contenders}
        # A round of 500 tasks takes httpx seconds.
        for number in range((max(8, rounds // 4) if tasks < 100 else 3) + 1):
            for name, call in contenders.items():
                figure = await together(call)
                if number:
                    times[name].append(figure)
        await stock.get_async_httpx_client().aclose()
    return Row(f"small calls, async, {tasks} tasks", "µs", {name: spread(values) for name, values in times.items()})


def process_rows(port: int, rounds: int) -> list[Row]:
    """The cost of a short-lived process: the imports alone, and with one page of the timeline."""
    url = f"http://127.0.0.1:{port}"
    imports = {
        OURS: "from datadog_case_management import Client\n"
        "from datadog_case_management.api.case_management import list_case_timeline",
        "vendor": "from datadog_api_client import ApiClient, Configuration\n"
        "from datadog_api_client.v2.api.case_management_api import CaseManagementApi",
        "stock": "from stock_client import AuthenticatedClient\n"
        "from stock_client.api.case_management import list_case_timeline",
        "httpx + json": "import httpx, json",
        "python alone": "pass",
    }
    calls = {
        OURS: f"Client(api_key='a', app_key='b', base_url={url!r}).list_case_timeline({CASE!r})",
        "vendor": f"c = Configuration(host={url!r}); c.server_index = None\n"
        "c.api_key.update(apiKeyAuth='a', appKeyAuth='b')\n"
        "for o in {'list_case_timeline', 'v2.list_case_timeline'}:\n"
        "    if o in c.unstable_operations: c.unstable_operations[o] = True\n"
        f"CaseManagementApi(ApiClient(c)).list_case_timeline({CASE!r})",
        "stock": f"list_case_timeline.sync({CASE!r}, client=AuthenticatedClient(base_url={url!r}, token='x'))",
        "httpx + json": f"httpx.Client().get('{url}/api/v2/cases/{CASE}/timelines').json()",
    }
    # With cached bytecode, as after an installation with pip.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def row(work: str, programs: dict[str, str]) -> Row:
        contenders = {
            name: (lambda program=program: subprocess.run([sys.executable, "-c", program], check=True, env=environment))
            for name, program in programs.items()
        }
        figures = take_turns(contenders, max(10, rounds // 2))
        in_ms = {name: tuple(value / 1000 for value in values) for name, values in figures.items()}
        return Row(work, "ms", in_ms)  # type: ignore[arg-type]

    return [
        row("process: import the client and an operation", imports),
        row("process: import, and one page of 100 cells", {name: f"{imports[name]}\n{calls[name]}" for name in calls}),
    ]


def client_row(rounds: int) -> Row:
    """The cost of every client after the first in a process."""
    keys = {"api_key": "a" * 32, "app_key": "b" * 40}
    pickled = pickle.dumps(Client(**keys))
    contenders: dict[str, Callable[[], Any]] = {
        OURS: lambda: Client(**keys).close(),
        f"{OURS}, unpickled": lambda: pickle.loads(pickled).close(),
        "vendor": lambda: VendorClient(Configuration()).close(),
        "httpx": lambda: httpx.Client().close(),
    }
    figures = take_turns(contenders, rounds)
    in_ms = {name: tuple(value / 1000 for value in values) for name, values in figures.items()}
    return Row("a client after the first", "ms", in_ms)  # type: ignore[arg-type]


def bulk_row(port: int, rounds: int) -> Row:
    times = growth.bulk(port, rounds, vendor_settings)
    return Row("10,000 watch calls", "s", {name: spread(values) for name, values in times.items()})


def size_row() -> Row:
    def size(folder: Path) -> float:
        return sum(path.stat().st_size for path in folder.rglob("*.py")) / 1000

    folders = {OURS: datadog_case_management, "vendor": __import__("datadog_api_client"), "stock": stock_client}
    sizes = {name: size(Path(str(module.__file__)).parent) for name, module in folders.items()}
    return Row("size of the package", "kB", {name: (value, value, value) for name, value in sizes.items()})


def generate_row(python: str) -> Row:
    values = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run([python, "-m", "tools.generate", "--check"], check=True, cwd=ROOT)
        values.append(time.perf_counter() - began)
    return Row("spec edit to generated package", "s", {OURS: spread(values)})


def table(rows: list[Row]) -> str:
    lines = []
    for row in rows:
        lines.append(f"\n{row.work}")
        mine = row.figures.get(OURS)
        for name, (middle, low, high) in row.figures.items():
            ratio = f"{middle / mine[0]:8.2f} x" if mine and name != OURS else ""
            lines.append(f"  {name:28}{middle:12,.1f} {row.unit:3}{low:12,.1f} to {high:<12,.1f}{ratio}")
    return "\n".join(lines)


def picture(rows: list[Row], caption: str) -> str:
    """A bar chart; each row is scaled to its slowest contender."""
    y, parts = 24, []
    for row in rows:
        parts.append(f'<text x="16" y="{y}" font-weight="bold">{row.work}, {row.unit}</text>')
        most = max(figure[0] for figure in row.figures.values())
        for name, (middle, _, _) in row.figures.items():
            y += 20
            width = max(1.0, middle / most * 380)
            colour = "#632ca6" if name.startswith(OURS) else "#b9b4c4"
            value = f"{middle:,.0f}" if middle >= 10 else f"{middle:,.2f}"
            parts.append(f'<text x="176" y="{y}" text-anchor="end">{name}</text>')
            parts.append(f'<rect x="184" y="{y - 11}" width="{width:.1f}" height="14" rx="2" fill="{colour}"/>')
            parts.append(f'<text x="{190 + width:.1f}" y="{y}">{value}</text>')
        y += 34
    parts.append(f'<text x="16" y="{y}" fill="#666" font-size="11">{caption}</text>')
    return growth.svg(760, y + 16, "Benchmark, less is better", parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="how many turns each has (default: 40)")
    parser.add_argument("--python", default=sys.executable, help="a Python that has the generator")
    parser.add_argument("--picture", type=Path, help="where to draw the picture")
    options = parser.parse_args()
    few = max(3, options.rounds // 10)
    with server.running() as port:
        rows = sync_rows(port, options.rounds)
        rows += [asyncio.run(async_row(port, options.rounds, tasks)) for tasks in TASKS]
        rows += process_rows(port, options.rounds)
        rows += [client_row(options.rounds), bulk_row(port, few)]
        curves = [*growth.iterating(few), *asyncio.run(growth.in_flight(port, few))]
    rows += [size_row(), generate_row(options.python)]
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}" for name in ("httpx", "attrs", "datadog-api-client", "msgspec")
    )
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    caption = f"{machine}, {versions}. Medians; less is better."
    print(table(rows), growth.table(curves), facts.table(facts.facts(vendor_settings)), "", caption, sep="\n")
    if options.picture:
        options.picture.write_text(picture(rows[:PICTURED], caption), encoding="utf-8")
        options.picture.with_name("growth.svg").write_text(growth.picture(curves, caption), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
