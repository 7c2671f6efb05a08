"""Measures how time and memory grow with the number of cells, calls in flight, and cases to watch."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import server
from datadog_api_client import AsyncApiClient, Configuration, ThreadedApiClient
from datadog_api_client.v2.api.case_management_api import CaseManagementApi
from datadog_case_management import AsyncClient, Client

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "examples"))
import bulk_watch

KEYS = {"api_key": "a" * 32, "app_key": "b" * 40}
CASE = "f98a5a5b-e0ff-45d4-b2f5-afe6e74de504"
USER = "8146583c-0b5f-11ec-abf8-da7ad0900001"
CELLS = (1_000, 10_000, 100_000, 1_000_000)
IN_FLIGHT = (1, 10, 100, 1_000)
CALLS = 2_000
CASES = 10_000


class Curve(NamedTuple):
    """The figures for each size of a piece of work.

    Attributes:
        title: What is shown.
        unit: The unit of the figures.
        sizes: The sizes.
        lines: The figures for the sizes, by contender or quantity.
    """

    title: str
    unit: str
    sizes: tuple[int, ...]
    lines: dict[str, list[float]]


def _service() -> httpx.MockTransport:
    """An endless timeline, in which every cell has a different identifier."""
    page = server.page(size=100)
    # The identifiers of page 0 end in 0 to 99; only the part before that differs between pages.
    stem = b"aeadc05e-98a8-11ec-ac2c-0000000000"
    assert page.count(stem) == 100

    def respond(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params["page[number]"])
        return httpx.Response(200, content=page.replace(stem, b"%024d-%09d" % (0, number)))

    return httpx.MockTransport(respond)


def _iterate(client: Client, cells: int) -> None:
    for count, _ in enumerate(client.iter_case_timeline(CASE, page_size=100), 1):
        if count == cells:
            return


def iterating(rounds: int) -> list[Curve]:
    """Time per cell, and peak memory per cell beyond that of one page."""
    times: dict[int, list[float]] = {cells: [] for cells in CELLS}
    peaks: dict[int, float] = {}
    with Client(transport=_service(), **KEYS) as client:
        for _ in range(rounds):
            for cells in CELLS:
                # The same amount of work for each, so that noise affects all of them.
                repeats = max(1, 100_000 // cells)
                began = time.perf_counter()
                for _ in range(repeats):
                    _iterate(client, cells)
                times[cells].append((time.perf_counter() - began) / repeats / cells * 1e6)
        for cells in (100, *CELLS):
            gc.collect()
            tracemalloc.start()
            _iterate(client, cells)
            peaks[cells] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    memory = [(peaks[cells] - peaks[100]) / cells for cells in CELLS]
    return [
        Curve("time per cell of iterating", "µs", CELLS, {"this client": [statistics.median(times[n]) for n in CELLS]}),
        Curve("memory per cell beyond one page", "bytes", CELLS, {"this client": memory}),
    ]


async def _calls(call: Callable[[], Awaitable[Any]], tasks: int) -> tuple[float, list[float]]:
    """Calls per second of all tasks together, and the milliseconds of each call."""
    left = CALLS
    latencies = []

    async def task() -> None:
        nonlocal left
        while left > 0:
            left -= 1
            began = time.perf_counter()
            await call()
            latencies.append((time.perf_counter() - began) * 1e3)

    began = time.perf_counter()
    await asyncio.gather(*(task() for _ in range(tasks)))
    return CALLS / (time.perf_counter() - began), latencies


async def in_flight(port: int, rounds: int) -> list[Curve]:
    """Throughput, median and 99th percentile by the number of calls in flight."""
    url = f"http://127.0.0.1:{port}"
    async with (
        AsyncClient(base_url=url, **KEYS) as ours,
        AsyncClient(base_url=url, transport="aiohttp", **KEYS) as with_extra,
    ):
        contenders = {"this client": ours, "this client, [aiohttp]": with_extra}
        figures: dict[str, dict[int, list[tuple[float, float, float]]]] = {
            name: {tasks: [] for tasks in IN_FLIGHT} for name in contenders
        }
        for number in range(rounds + 1):
            for tasks in IN_FLIGHT:
                for name, client in contenders.items():
                    throughput, latencies = await _calls(lambda client=client: client.list_case_watchers(CASE), tasks)
                    cuts = statistics.quantiles(latencies, n=100)
                    if number:  # the first opens the connections
                        figures[name][tasks].append((throughput, cuts[49], cuts[98]))
    titles = (("calls per second", "1/s"), ("median time of a call", "ms"), ("99th percentile of a call", "ms"))
    return [
        Curve(
            f"{title}, by calls in flight",
            unit,
            IN_FLIGHT,
            {
                name: [statistics.median(figure[index] for figure in by_tasks[tasks]) for tasks in IN_FLIGHT]
                for name, by_tasks in figures.items()
            },
        )
        for index, (title, unit) in enumerate(titles)
    ]


def bulk(port: int, rounds: int, configuration: Callable[[int], Configuration]) -> dict[str, list[float]]:
    """Seconds for 10,000 watch calls: the example, and the vendor's thread pool and async clients."""
    cases = [f"CASEM-{number}" for number in range(CASES)]
    at_once = 50

    def ours(**settings: Any) -> None:
        with tempfile.TemporaryDirectory() as folder:
            listed = Path(folder) / "cases.txt"
            listed.write_text("\n".join(cases))
            log = str(Path(folder) / "log.jsonl")
            arguments = [USER, str(listed), "--log", log, "--at-once", str(at_once)]
            with open(os.devnull, "w") as quiet, contextlib.redirect_stderr(quiet), contextlib.redirect_stdout(quiet):
                assert bulk_watch.main(arguments, base_url=f"http://127.0.0.1:{port}", **KEYS, **settings) == 0

    def threads() -> None:
        with ThreadedApiClient(configuration(port)) as client:
            api = CaseManagementApi(client)
            for result in [api.watch_case(case, USER) for case in cases]:
                result.get()

    def tasks() -> None:
        async def run() -> None:
            async with AsyncApiClient(configuration(port)) as client:
                api = CaseManagementApi(client)
                left = iter(cases)

                async def work() -> None:
                    for case in left:
                        await api.watch_case(case, USER)

                await asyncio.gather(*(work() for _ in range(at_once)))

        asyncio.run(run())

    contenders = {
        "this client": ours,
        "this client, [aiohttp]": lambda: ours(transport="aiohttp"),
        "vendor, threads": threads,
        "vendor, async": tasks,
    }
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            began = time.perf_counter()
            contender()
            times[name].append(time.perf_counter() - began)
    return times


def picture(curves: list[Curve], caption: str) -> str:
    """A plot per curve, with sizes on a logarithmic axis and figures from zero."""
    width, height, left = 340, 170, 70
    parts = []
    for index, curve in enumerate(curves):
        x0, y0 = 16 + index % 2 * (width + 24), 36 + index // 2 * (height + 74)
        most = max(value for values in curve.lines.values() for value in values) or 1
        parts.append(f'<text x="{x0}" y="{y0 - 12}" font-weight="bold">{curve.title}, {curve.unit}</text>')
        right, bottom = x0 + width, y0 + height
        for part in (0, 0.5, 1):
            y = bottom - part * height * 0.9
            value = most * part
            parts.append(f'<line x1="{x0 + left}" x2="{right}" y1="{y:.0f}" y2="{y:.0f}" stroke="#ddd"/>')
            shown = f"{value:,.0f}" if most >= 20 else f"{value:.1f}"
            parts.append(f'<text x="{x0 + left - 8}" y="{y + 4:.0f}" text-anchor="end">{shown}</text>')
        step = (width - left - 20) / (len(curve.sizes) - 1)
        for number, size in enumerate(curve.sizes):
            x = x0 + left + 10 + number * step
            parts.append(f'<text x="{x:.0f}" y="{bottom + 18}" text-anchor="middle">{size:,}</text>')
        for (name, values), colour in zip(curve.lines.items(), ("#632ca6", "#d9861f"), strict=False):
            points = [
                (x0 + left + 10 + number * step, bottom - value / most * height * 0.9)
                for number, value in enumerate(values)
            ]
            path = " ".join(f"{x:.0f},{y:.1f}" for x, y in points)
            parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
            parts += [f'<circle cx="{x:.0f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
            if len(curve.lines) > 1:
                row = list(curve.lines).index(name)
                parts.append(f'<text x="{x0 + left + row * 110}" y="{bottom + 36}" fill="{colour}">{name}</text>')
    total_height = 36 + (len(curves) + 1) // 2 * (height + 74) + 16
    total_width = 2 * width + 80
    parts.append(f'<text x="16" y="{total_height - 12}" fill="#666" font-size="11">{caption}</text>')
    return svg(total_width, total_height, "How time and memory grow", parts)


def svg(width: int, height: int, label: str, parts: list[str]) -> str:
    """An SVG with these elements."""
    style = 'font-family="system-ui, sans-serif" font-size="12" fill="#222"'
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style} role="img" aria-label="{label}">\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'
    )


def table(curves: list[Curve]) -> str:
    """A table of the figures of all curves."""
    lines = []
    for curve in curves:
        lines.append(f"\n{curve.title}, {curve.unit}")
        lines.append(f"  {'':28}" + "".join(f"{size:>14,}" for size in curve.sizes))
        for name, values in curve.lines.items():
            lines.append(f"  {name:28}" + "".join(f"{value:14,.2f}" for value in values))
    return "\n".join(lines)
