"""Tests of the programs in this folder, as you might write them for yours: without a network."""

from __future__ import annotations

import asyncio
import csv
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from datadog_case_management import errors
from datadog_case_management.testing import FakeService
from export_timelines import main as export_main
from insights_service import InsightsService, serve

COMMENT = {"type": "COMMENT", "created_at": "2025-01-02T03:04:05.123456789Z", "cell_content": {"message": "Restarted."}}
CHANGE = {"type": "STATUS_CHANGE", "cell_content": {"from": "OPEN", "to": "CLOSED"}, "new": 1}
EVENT = {"case": "CASEM-1", "type": "MONITOR", "ref": "/monitors/1", "resource_id": "1"}


@pytest.fixture
def service() -> FakeService:
    return FakeService()


def cell(id: str, attributes: dict[str, Any]) -> dict[str, Any]:
    return {"id": id, "type": "timeline_cell", "attributes": attributes}


def test_timelines_are_exported_page_by_page(service: FakeService, tmp_path: Path) -> None:
    service.reply("list_case_timeline", [{"data": [cell("1", COMMENT)]}, {"data": [cell("2", CHANGE)]}])
    assert export_main(["user", "CASEM-1", "--folder", str(tmp_path)], service.client()) == 0
    with (tmp_path / "timelines.csv").open(newline="") as table:
        comment, change = csv.DictReader(table)
    assert (comment["type"], comment["message"]) == ("COMMENT", "Restarted.")
    assert (change["type"], change["message"], change["created_at"]) == ("STATUS_CHANGE", "", "")
    exported = [json.loads(line)["cell"] for line in (tmp_path / "timelines.jsonl").read_text().splitlines()]
    assert exported == [cell("1", COMMENT), cell("2", CHANGE)]
    assert service.calls[0].arguments == {"case_id": "CASEM-1", "user_uuid": "user"}


@pytest.mark.parametrize(
    ("reply", "message"),
    [(404, "404 Not Found"), (httpx.ReadError("reset"), "no response")],
)
def test_a_case_that_fails_does_not_stop_the_others(
    reply: Any, message: str, service: FakeService, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    service.reply("watch_case", reply, (201, None))
    assert export_main(["user", "CASEM-1", "CASEM-2", "--folder", str(tmp_path)], service.client()) == 1
    assert f"CASEM-1: {message}" in capsys.readouterr().err
    assert "CASEM-2" in (tmp_path / "timelines.csv").read_text()


def test_a_case_that_is_invalid_does_not_stop_the_others(
    service: FakeService, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    service.reply("list_case_timeline", [{"data": [cell("1", COMMENT)]}])
    assert export_main(["user", "CASEM-1\n", "CASEM-2", "--folder", str(tmp_path)], service.client()) == 1
    assert "case_id" in capsys.readouterr().err
    assert "CASEM-2" in (tmp_path / "timelines.csv").read_text()


async def events(*given: object) -> AsyncIterator[str]:
    for event in given:
        yield event if isinstance(event, str) else json.dumps(event)


async def run(service: FakeService, source: AsyncIterator[str], stop: asyncio.Event) -> InsightsService:
    async with service.async_client() as client:
        return await serve(source, client, stop)


def test_each_event_becomes_an_insight(service: FakeService) -> None:
    done = asyncio.run(run(service, events(EVENT, EVENT), asyncio.Event()))
    assert (done.added, done.failed) == (2, 0)
    (insight,) = service.calls[0].body.data.attributes.insights
    assert insight.to_dict() == {"type": "MONITOR", "ref": "/monitors/1", "resource_id": "1"}


@pytest.mark.parametrize("reply", [503, httpx.ReadTimeout("late"), errors.NotFoundError()])
def test_what_fails_is_counted_and_the_service_goes_on(service: FakeService, reply: Any) -> None:
    service.reply("add_case_insights", reply, None)
    done = asyncio.run(run(service, events(EVENT, EVENT, {**EVENT, "ref": 3}), asyncio.Event()))
    assert (done.added, done.failed) == (1, 2)


@pytest.mark.parametrize("line", ["{", "[]", "1", "{}", '{"case": null}', '{"case": "CASEM-1", "type": 1}'])
def test_a_line_that_is_no_event_is_counted_and_the_service_goes_on(service: FakeService, line: str) -> None:
    done = asyncio.run(run(service, events(line, EVENT), asyncio.Event()))
    assert (done.added, done.failed) == (1, 1)


def test_it_stops_when_it_is_told_to_and_finishes_what_is_in_flight(service: FakeService) -> None:
    async def scenario() -> InsightsService:
        stop = asyncio.Event()

        async def endless() -> AsyncIterator[str]:
            yield json.dumps(EVENT)
            stop.set()
            await asyncio.sleep(60)

        return await asyncio.wait_for(run(service, endless(), stop), timeout=10)

    done = asyncio.run(scenario())
    assert (done.added, done.failed) == (1, 0)
