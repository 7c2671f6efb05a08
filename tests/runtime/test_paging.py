"""iter_case_timeline yields every cell once, lazily, however the pages shift."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import aclosing, closing
from types import SimpleNamespace
from typing import Any

import pytest
from datadog_case_management import AsyncClient, Client, errors, models
from datadog_case_management._paging import Items, Steps, deduplicate
from datadog_case_management._request import PreparedRequest
from helpers import KEYS, Call, run_async
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response


def cell(number: int) -> dict[str, Any]:
    return {"id": str(number), "type": "timeline_cell", "attributes": {}}


Pages = Callable[[int, int, int], list[int]]


def serve(httpserver: HTTPServer, pages: Pages, limited: set[int] | None = None) -> None:
    """Respond to the n-th request with the cells of `pages(n, number, size)`."""
    limited = limited or set()

    def handler(request: Request) -> Response:
        count = len(httpserver.log)
        if count in limited:
            limited.remove(count)
            return Response('{"errors": ["slow down"]}', 429, {"Retry-After": "1"})
        number, size = int(request.args["page[number]"]), int(request.args.get("page[size]", 10))
        return Response(json.dumps({"data": [cell(n) for n in pages(count, number, size)]}), 200)

    httpserver.expect_request("/api/v2/cases/C/timelines").respond_with_handler(handler)


def slice_of(cells: list[int], number: int, size: int) -> list[int]:
    return cells[number * size : (number + 1) * size]


CELLS = list(range(100, 75, -1))

SERVERS: dict[str, tuple[Pages, int]] = {
    "stays as it is": (lambda _, number, size: slice_of(CELLS, number, size), 4),
    "gets a new cell before every page": (
        lambda count, number, size: slice_of([*range(100 + count, 100, -1), *CELLS], number, size),
        4,
    ),
    "caps the page size at 7": (lambda _, number, size: slice_of(CELLS, number, min(size, 7)), 5),
    "gets ten new cells after the first page": (
        lambda count, number, size: slice_of([*(range(110, 100, -1) if count else ()), *CELLS], number, size),
        5,
    ),
    "repeats each page nine times": (lambda _, number, size: slice_of(CELLS, number // 10, size), 31),
    "ends with a full page": (lambda _, number, size: slice_of([*CELLS, 1, 2, 3, 4, 5], number, size), 4),
    "is empty": (lambda _, number, size: [], 1),
}


@pytest.mark.parametrize(("pages", "requests"), SERVERS.values(), ids=SERVERS)
def test_every_cell_is_yielded_once(call: Call, httpserver: HTTPServer, url: str, pages: Pages, requests: int) -> None:
    serve(httpserver, pages)
    found = [int(item.id) for item in call("iter_case_timeline", "C", settings={"base_url": url}, page_size=10)]
    assert len(set(found)) == len(found)
    assert set(found) >= (set(CELLS) if pages(0, 0, 10) else set())
    assert len(httpserver.log) == requests
    assert [request.args["page[number]"] for request, _ in httpserver.log] == [str(n) for n in range(requests)]


REPEATING: dict[str, tuple[Pages, int]] = {
    "ignores the page number": (lambda _, number, size: CELLS, 11),
    "turns in a circle": (lambda _, number, size: slice_of(CELLS, number % 3, size), 13),
    "has an end that is never reached": (lambda _, number, size: slice_of(CELLS, min(number, 2), size), 13),
}


@pytest.mark.parametrize(("pages", "requests"), REPEATING.values(), ids=REPEATING)
def test_ten_pages_in_a_row_with_nothing_new_are_an_error(
    call: Call, httpserver: HTTPServer, url: str, pages: Pages, requests: int
) -> None:
    serve(httpserver, pages)
    with pytest.raises(errors.CaseManagementError) as caught:
        call("iter_case_timeline", "C", settings={"base_url": url}, page_size=10)
    assert str(caught.value) == "10 pages in a row had nothing new: the service seems to repeat them"
    assert len(httpserver.log) == requests


def test_a_429_between_pages_is_retried(call: Call, httpserver: HTTPServer, url: str, waits: list[float]) -> None:
    serve(httpserver, lambda _, number, size: slice_of(CELLS, number, size), limited={1})
    found = [int(item.id) for item in call("iter_case_timeline", "C", settings={"base_url": url}, page_size=10)]
    assert found == CELLS
    assert len(waits) == 1


# What a later page may be instead of a page, and the error for it.
NO_PAGES: dict[str, tuple[int, str, type[errors.CaseManagementError], str]] = {
    "an error": (403, '{"errors": ["no"]}', errors.ForbiddenError, "403 Forbidden: no"),
    "an empty object": (200, "{}", errors.ResponseDecodeError, "expected the array of the items of a page at $.data"),
    "null": (200, '{"data": null}', errors.ResponseDecodeError, "expected the array of the items of a page at $.data"),
    "errors": (200, '{"errors": ["no"]}', errors.ResponseDecodeError, "expected the array of the items of a page"),
    "a text": (200, '{"data": "no"}', errors.ResponseDecodeError, "expected an array, got str at $.data"),
    "no JSON": (200, "<html>", errors.ResponseDecodeError, "the body is text/plain, not JSON"),
}


async def drain(kind: type[Client | AsyncClient], url: str) -> tuple[list[str], list[errors.CaseManagementError]]:
    """The cells of an iteration that goes on after errors, and the errors."""
    client = kind(base_url=url, max_retries=0, **KEYS)
    items: Any = client.iter_case_timeline("C")
    cells, failures = [], []
    for _ in range(9):
        try:
            cells.append((await anext(items) if isinstance(client, AsyncClient) else next(items)).id)
        except errors.CaseManagementError as error:
            failures.append(error)
        except (StopIteration, StopAsyncIteration):
            break
    with pytest.raises(StopAsyncIteration if isinstance(client, AsyncClient) else StopIteration):
        await anext(items) if isinstance(client, AsyncClient) else next(items)
    await client.aclose() if isinstance(client, AsyncClient) else client.close()
    return cells, failures


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize("interrupted", [0, 1, 3])
@pytest.mark.parametrize("name", NO_PAGES)
def test_an_iteration_ends_at_an_empty_page_only_and_goes_on_after_an_error(
    name: str, interrupted: int, kind: type[Client | AsyncClient], httpserver: HTTPServer, url: str
) -> None:
    status, body, error, message = NO_PAGES[name]

    def handler(request: Request) -> Response:
        if len(httpserver.log) == interrupted:
            return Response(body, status)
        return Response(json.dumps({"data": [cell(n) for n in [3, 2, 1][int(request.args["page[number]"]) :][:1]]}))

    httpserver.expect_request("/api/v2/cases/C/timelines").respond_with_handler(handler)
    cells, failures = run_async(drain(kind, url))
    assert cells == ["3", "2", "1"]
    (failure,) = failures
    assert isinstance(failure, error)
    assert message in str(failure)
    assert vars(failure)["content"] == body.encode()


def test_an_iterator_can_be_closed(httpserver: HTTPServer, url: str) -> None:
    serve(httpserver, lambda _, number, size: slice_of(CELLS, number, size))

    async def run() -> None:
        async with AsyncClient(base_url=url, **KEYS) as client, aclosing(client.iter_case_timeline("C")) as cells:
            assert (await anext(cells)).id == "100"
        assert [cell async for cell in cells] == []

    run_async(run())
    with Client(base_url=url, **KEYS) as client, closing(client.iter_case_timeline("C")) as cells:
        assert next(cells).id == "100"
    assert list(cells) == []


def test_two_tasks_cannot_read_the_same_page(httpserver: HTTPServer, url: str) -> None:
    serve(httpserver, lambda _, number, size: slice_of(CELLS, number, size))

    async def run() -> None:
        async with AsyncClient(base_url=url, **KEYS) as client:
            cells = client.iter_case_timeline("C")
            first, second = await asyncio.gather(anext(cells), anext(cells), return_exceptions=True)
            assert isinstance(first, models.TimelineCellResource)
            assert isinstance(second, RuntimeError)
            assert [cell.id async for cell in cells] == [str(number) for number in CELLS[1:]]

    run_async(run())


def test_pages_are_requested_as_they_are_needed(client: Client, httpserver: HTTPServer) -> None:
    serve(httpserver, lambda _, number, size: slice_of(CELLS, number, size))
    cells = client.iter_case_timeline("C", page_size=10, sort_ascending=True)
    assert httpserver.log == []
    for _ in range(10):
        next(cells)
    assert len(httpserver.log) == 1
    next(cells)
    assert len(httpserver.log) == 2
    assert httpserver.log[0][0].args["sort[ascending]"] == "true"


def test_pages_are_requested_as_they_are_needed_async(httpserver: HTTPServer, url: str) -> None:
    serve(httpserver, lambda _, number, size: slice_of(CELLS, number, size))

    async def run() -> None:
        async with AsyncClient(base_url=url, **KEYS) as client:
            cells = client.iter_case_timeline("C", page_size=10)
            assert httpserver.log == []
            assert (await anext(cells)).id == "100"
            assert len(httpserver.log) == 1

    run_async(run())


def test_a_cell_that_changes_between_pages_is_still_the_same_cell(call: Call, httpserver: HTTPServer, url: str) -> None:
    def handler(request: Request) -> Response:
        edited = {**cell(1), "attributes": {"cell_content": {"message": f"edit {len(httpserver.log)}"}}}
        return Response(json.dumps({"data": [edited]}), 200)

    def handle(request: Request) -> Response:
        return handler(request) if request.args["page[number]"] < "3" else Response('{"data": []}', 200)

    httpserver.expect_request("/api/v2/cases/C/timelines").respond_with_handler(handle)
    assert len(call("iter_case_timeline", "C", settings={"base_url": url})) == 1


def test_the_arguments_are_sent_with_every_page(call: Call, httpserver: HTTPServer, url: str) -> None:
    serve(httpserver, lambda _, number, size: slice_of(CELLS, number, size))
    call("iter_case_timeline", "C", settings={"base_url": url}, page_size=20, sort_ascending=True)
    assert [request.args["page[size]"] for request, _ in httpserver.log] == ["20"] * 3
    assert [request.args["sort[ascending]"] for request, _ in httpserver.log] == ["true"] * 3


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_an_iterator_rejects_invalid_arguments_when_it_is_created(kind: type[Client] | type[AsyncClient]) -> None:
    for name, value in (("page_size", -1), ("sort_ascending", "no")):
        wrong: dict[str, Any] = {name: value}
        with pytest.raises(ValueError, match=name):
            kind(**KEYS).iter_case_timeline("C", **wrong)


def test_cells_without_an_id_are_compared_as_a_whole(call: Call, httpserver: HTTPServer, url: str) -> None:
    cells = [{**cell(1), "id": None, "attributes": {"new": number}} for number in range(3)]
    first = {"page[number]": "0"}
    httpserver.expect_request("/api/v2/cases/C/timelines", query_string=first).respond_with_json(
        {"data": [*cells, None]}
    )
    httpserver.expect_request("/api/v2/cases/C/timelines").respond_with_json({"data": []})
    found = call("iter_case_timeline", "C", settings={"base_url": url})
    assert [item and item.attributes.additional_properties["new"] for item in found] == [0, 1, 2, None]


def test_items_of_any_type_are_yielded(call: Call, httpserver: HTTPServer, url: str) -> None:
    body = '{"data": [null, {"id": null, "type": "x", "attributes": null}]}'
    first = {"page[number]": "0"}
    httpserver.expect_request("/api/v2/cases/C/timelines", query_string=first).respond_with_data(body)
    httpserver.expect_request("/api/v2/cases/C/timelines").respond_with_data('{"data": []}')
    assert len(call("iter_case_timeline", "C", settings={"base_url": url})) == 2


def test_a_remembered_item_takes_at_most_100_bytes() -> None:
    seen: set[int] = set()
    count = 100_000
    for start in range(0, count, 100):
        items = [SimpleNamespace(id=f"aeadc05e-98a8-11ec-ac2c-{number:012}") for number in range(start, start + 100)]
        assert len(deduplicate(seen, items)) == 100
        assert deduplicate(seen, items) == []
    assert sys.getsizeof(seen) + sum(map(sys.getsizeof, seen)) <= 100 * count


def test_an_identifier_is_no_item_of_the_same_text() -> None:
    items: list[Any] = [None, SimpleNamespace(id="None"), 1, SimpleNamespace(id="1"), SimpleNamespace(id=None)]
    seen: set[int] = set()
    assert deduplicate(seen, items) == items
    assert deduplicate(seen, items) == []


PAGES: dict[str, tuple[Any, list[Any], list[Any]]] = {
    "page": (1, [1, 2, 3], [None, None, None]),
    "offset": (0, [0, 2, 3], [None, None, None]),
    "cursor": (None, [None, "b"], ["b", None]),
}


@pytest.mark.parametrize("form", PAGES)
def test_positions_follow_each_other_in_every_form(form: str) -> None:
    start, expected, cursors = PAGES[form]
    pages = iter(zip([["x", "y"], ["z"], []], cursors, strict=False))
    asked: list[Any] = []

    def prepare(position: Any) -> PreparedRequest[Any]:
        asked.append(position)
        return PreparedRequest("GET", "/", None, {})

    def call(_: PreparedRequest[Any]) -> Any:
        items, cursor = next(pages)
        return SimpleNamespace(data=items, meta=SimpleNamespace(next=cursor))

    items: Items[str] = Items(call, prepare, Steps(form, start, ("data",), ("meta", "next"), "$.data"))
    assert list(items) == ["x", "y", "z"]
    assert asked[1:] == expected
