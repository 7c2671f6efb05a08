"""What a type checker makes of the public surface. Never run: `make check` reads it with mypy --strict and pyright."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import assert_type

from datadog_case_management import AsyncClient, Client, DatadogSite, Response, models
from datadog_case_management.api.case_management import list_case_watchers, watch_case


def sync(client: Client, body: models.CaseInsightsRequest) -> None:
    assert_type(list_case_watchers.sync("C", client=client), models.CaseWatchersResponse)
    assert_type(client.list_case_watchers("C"), models.CaseWatchersResponse)
    assert_type(client.list_case_timeline("C", page_size=5, sort_ascending=True), models.TimelineResponse)
    assert_type(client.iter_case_timeline("C"), Iterator[models.TimelineCellResource])
    assert_type(client.add_case_insights("C", body=body), models.CaseResponse)
    assert_type(client.with_options(timeout=3), Client)
    detailed = list_case_watchers.sync_detailed("C", client=client)
    assert_type(detailed, Response[models.APIErrorResponse | models.CaseWatchersResponse])
    assert_type(detailed.status_code, int)
    assert_type(watch_case.sync_detailed("C", "U", client=client), Response[models.APIErrorResponse])
    nothing: None = client.watch_case("C", "U")  # type: ignore[func-returns-value]
    assert nothing is None


async def asynchronous(client: AsyncClient, body: models.CaseInsightsRequest) -> None:
    assert_type(await client.list_case_watchers("C"), models.CaseWatchersResponse)
    assert_type(await client.list_case_timeline("C"), models.TimelineResponse)
    assert_type(client.iter_case_timeline("C"), AsyncIterator[models.TimelineCellResource])
    assert_type(await client.add_case_insights("C", body=body), models.CaseResponse)
    async for cell in client.iter_case_timeline("C"):
        assert_type(cell, models.TimelineCellResource)


def strings_for_enums() -> None:
    Client(site="datadoghq.eu")
    Client(site=DatadogSite.US5_DATADOGHQ_COM)
    insight = models.CaseInsight(ref="/monitors/1", resource_id="1", type="MONITOR")
    assert_type(insight.type, models.CaseInsightType)
    models.CaseInsight(ref="/monitors/1", resource_id="1", type=models.CaseInsightType.MONITOR)


def mistakes(client: Client) -> None:
    client.watch_case("C")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.list_case_timeline("C", 5)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    client.list_case_timeline("C", page_size="5")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.add_case_insights("C", body={})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    client.no_such_operation()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
