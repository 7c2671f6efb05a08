"""The types of the public names. Not run: `make check` checks it with mypy --strict and basedpyright."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, closing
from typing import Any, assert_type
from uuid import UUID

import httpx
from datadog_case_management import UNSET, AsyncClient, Client, DatadogSite, Response, Unset, models
from datadog_case_management.api.case_management import list_case_watchers, watch_case
from datadog_case_management.testing import FakeService


def sync(client: Client, body: models.CaseInsightsRequest, insight: models.CaseInsight, uuid: UUID) -> None:
    assert_type(list_case_watchers.sync("C", client=client), models.CaseWatchersResponse)
    assert_type(client.list_case_watchers(uuid), models.CaseWatchersResponse)
    assert_type(client.list_case_timeline("C", page_size=5, sort_ascending=True), models.TimelineResponse)
    assert_type(client.list_case_timeline("C", page_size=None), models.TimelineResponse)
    cells: Iterator[models.TimelineCellResource] = client.iter_case_timeline("C")
    assert_type(next(cells), models.TimelineCellResource)
    with closing(client.iter_case_timeline("C")) as items:
        assert_type(list(items), list[models.TimelineCellResource])
    assert_type(client.add_case_insights("C", body=body), models.CaseResponse)
    assert_type(client.add_case_insights("C", body={"data": {}}), models.CaseResponse)
    assert_type(client.add_case_insights("C", insights=[insight]), models.CaseResponse)
    assert_type(client.add_case_insights("C", insights=({"type": "MONITOR"}, insight)), models.CaseResponse)
    assert_type(client.with_options(timeout=3), Client)
    detailed = list_case_watchers.sync_detailed("C", client=client)
    assert_type(detailed, Response[models.APIErrorResponse | models.CaseWatchersResponse])
    assert_type(detailed.status_code, int)
    assert_type(watch_case.sync_detailed("C", uuid, client=client), Response[models.APIErrorResponse])
    nothing: None = client.watch_case("C", "U")  # type: ignore[func-returns-value]
    assert nothing is None


async def asynchronous(client: AsyncClient, body: models.CaseInsightsRequest) -> None:
    assert_type(await client.list_case_watchers("C"), models.CaseWatchersResponse)
    assert_type(await client.list_case_timeline("C"), models.TimelineResponse)
    cells: AsyncIterator[models.TimelineCellResource] = client.iter_case_timeline("C")
    async with aclosing(client.iter_case_timeline("C")) as items:
        assert_type(await anext(items), models.TimelineCellResource)
    assert_type(await anext(cells), models.TimelineCellResource)
    assert_type(await client.add_case_insights("C", body=body), models.CaseResponse)
    assert_type(await client.add_case_insights("C", insights=[]), models.CaseResponse)
    async for cell in client.iter_case_timeline("C"):
        assert_type(cell, models.TimelineCellResource)


def strings_for_enums() -> None:
    Client(site="datadoghq.eu")
    Client(site=DatadogSite.US5_DATADOGHQ_COM)
    insight = models.CaseInsight(ref="/monitors/1", resource_id="1", type="MONITOR")
    assert_type(insight.type, models.CaseInsightType)
    models.CaseInsight(ref="/monitors/1", resource_id="1", type=models.CaseInsightType.MONITOR)


def settings(hook: Any) -> None:
    async def token() -> str:
        return "t"

    Client(access_token=lambda: "t", base_url=httpx.URL("https://h"), event_hooks={"request": [hook]})
    AsyncClient(access_token=token).with_options(headers={"X": None}, event_hooks=None)
    assert_type(FakeService().client(), Client)
    assert_type(FakeService().async_client(), AsyncClient)


def unset_narrows(attributes: models.CaseAttributes, size: int | Unset, title: str | Unset | None) -> None:
    if size is not UNSET:
        assert_type(size, int)
    if size is UNSET:
        return
    assert_type(size, int)
    if title:
        assert_type(title, str)
    if attributes.closed_at is not UNSET:
        assert_type(attributes.closed_at, datetime.datetime | None)
    if attributes.title:
        assert_type(attributes.title, str)


def open_unions_and_enums(cell: models.TimelineCell) -> str:
    content = cell.cell_content
    if isinstance(content, dict):
        assert_type(content, dict[str, Any])
    elif content is not UNSET:
        assert_type(content, models.TimelineCellContentComment)
    if cell.type == models.TimelineCellType.COMMENT:
        return "a comment"
    if cell.type == "STATUS_CHANGE":
        return "a change of status"
    return "something else"


def mistakes(client: Client, watchers: models.CaseWatchersResponse) -> None:
    client.watch_case("C")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.list_case_timeline("C", 5)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.list_case_timeline("C", page_size="5")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.add_case_insights("C")  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    client.add_case_insights("C", insights=[3])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType, reportCallIssue]
    client.no_such_operation()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    for _ in watchers:  # type: ignore[attr-defined]  # pyright: ignore[reportGeneralTypeIssues]
        pass
    watchers["data"]  # type: ignore[index]  # pyright: ignore[reportIndexIssue]
