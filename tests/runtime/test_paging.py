"""iter_case_timeline yields every cell once, lazily, however the pages shift."""

from __future__ import annotations

import asyncio
import copy
import dis
import pickle
import sys
from collections.abc import Callable
from contextlib import aclosing, closing
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from datadog_case_management import AsyncClient, Client, errors, models
from datadog_case_management._paging import Items, Steps, unseen
from datadog_case_management._request import PreparedRequest
from datadog_case_management.testing import FakeService
from helpers import KEYS, Call, run_async, traces_instructions


def cell(number: int) -> dict[str, Any]:
    return {"id": str(number), "type": "timeline_cell", "attributes": {}}


Pages = Callable[[int, int, int], list[int]]


def timeline(pages: Pages, limited: tuple[int, ...] = ()) -> FakeService:
    """A service whose n-th response has the cells of `pages(n, number, size)`, or limits the rate."""
    service = FakeService()

    def reply(call: Any) -> Any:
        count = len(service.calls) - 1
        if count in limited:
            return 429
        numbers = pages(count, call.arguments["page_number"], call.arguments.get("page_size", 10))
        return {"data": [cell(number) for number in numbers]}

    service.reply("list_case_timeline", reply)
    return service


def iterate(call: Call, service: FakeService, **arguments: Any) -> list[Any]:
    return list(call("iter_case_timeline", "C", settings={"transport": service.transport}, **arguments))


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
def test_every_cell_is_yielded_once(call: Call, pages: Pages, requests: int) -> None:
    service = timeline(pages)
    numbers = [int(item.id) for item in iterate(call, service, page_size=10)]
    assert len(set(numbers)) == len(numbers)
    assert set(numbers) >= (set(CELLS) if pages(0, 0, 10) else set())
    assert [call.arguments["page_number"] for call in service.calls] == list(range(requests))


REPEATING: dict[str, tuple[Pages, int]] = {
    "ignores the page number": (lambda _, number, size: CELLS, 11),
    "turns in a circle": (lambda _, number, size: slice_of(CELLS, number % 3, size), 13),
    "has an end that is never reached": (lambda _, number, size: slice_of(CELLS, min(number, 2), size), 13),
}


@pytest.mark.parametrize(("pages", "requests"), REPEATING.values(), ids=REPEATING)
def test_ten_pages_in_a_row_with_nothing_new_are_an_error(call: Call, pages: Pages, requests: int) -> None:
    service = timeline(pages)
    with pytest.raises(errors.CaseManagementError) as caught:
        iterate(call, service, page_size=10)
    assert str(caught.value) == "10 pages in a row had nothing new: the service seems to repeat them"
    assert len(service.calls) == requests


def test_a_429_between_pages_is_retried(call: Call, waits: list[float]) -> None:
    service = timeline(lambda _, number, size: slice_of(CELLS, number, size), limited=(1,))
    assert [int(item.id) for item in iterate(call, service, page_size=10)] == CELLS
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


async def drain(client: Any) -> tuple[list[str], list[errors.CaseManagementError]]:
    """The cells of an iteration that goes on after errors, and the errors."""
    items = client.iter_case_timeline("C")
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
    return cells, failures


@pytest.mark.parametrize("name", NO_PAGES)
def test_an_iteration_ends_at_an_empty_page_only_and_goes_on_after_an_error(name: str) -> None:
    status, body, error, message = NO_PAGES[name]
    for interrupted in (0, 1, 3):
        for client_of in (FakeService.client, FakeService.async_client):
            service = FakeService()
            pages: list[Any] = [{"data": [cell(3)]}, {"data": [cell(2)]}, {"data": [cell(1)]}, {"data": []}]
            pages.insert(interrupted, httpx.Response(status, text=body))
            service.reply("list_case_timeline", *pages)
            cells, (failure,) = run_async(drain(client_of(service)))
            assert cells == ["3", "2", "1"]
            assert [call.arguments["page_number"] for call in service.calls].count(interrupted) == 2
            assert isinstance(failure, error)
            assert message in str(failure)
            assert vars(failure)["content"] == body.encode()


def test_an_iterator_can_be_closed() -> None:
    service = timeline(lambda _, number, size: slice_of(CELLS, number, size))

    async def run() -> None:
        async with service.async_client() as client, aclosing(client.iter_case_timeline("C")) as cells:
            assert (await anext(cells)).id == "100"
        assert [cell async for cell in cells] == []

    run_async(run())
    with service.client() as client, closing(client.iter_case_timeline("C")) as cells:
        assert next(cells).id == "100"
    assert list(cells) == []


def test_an_iterator_that_is_closed_while_it_reads_has_ended() -> None:
    def reply(_: Any) -> Any:
        cells.close()
        return {"data": [cell(1)]}

    service = FakeService()
    service.reply("list_case_timeline", reply)
    cells = service.client().iter_case_timeline("C")
    assert list(cells) == []


def test_an_iterator_that_reads_cannot_read_another_page() -> None:
    service = FakeService()
    service.reply("list_case_timeline", lambda _: next(cells))
    cells: Any = service.client().iter_case_timeline("C")
    with pytest.raises(RuntimeError, match="another thread or task is reading the next page"):
        next(cells)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickle.dumps])
def test_an_iterator_cannot_be_copied(copied: Any) -> None:
    with pytest.raises(TypeError, match="an iterator cannot be copied or pickled: call the method again"):
        copied(FakeService().client().iter_case_timeline("C"))


def test_two_tasks_cannot_read_the_same_page() -> None:
    service = FakeService()
    service.reply("list_case_timeline", [{"data": [cell(number) for number in CELLS]}], delay=0.01)

    async def run() -> None:
        async with service.async_client() as client:
            cells = client.iter_case_timeline("C")
            first, second = await asyncio.gather(anext(cells), anext(cells), return_exceptions=True)
            assert isinstance(first, models.TimelineCellResource)
            assert isinstance(second, RuntimeError)
            assert [cell.id async for cell in cells] == [str(number) for number in CELLS[1:]]

    run_async(run())


def test_pages_are_requested_as_they_are_needed() -> None:
    service = timeline(lambda _, number, size: slice_of(CELLS, number, size))
    cells = service.client().iter_case_timeline("C", page_size=10)
    for requests in (1, 2):
        assert len(service.calls) == requests - 1
        for _ in range(10):
            next(cells)
            assert len(service.calls) == requests


def test_pages_are_requested_as_they_are_needed_async() -> None:
    service = timeline(lambda _, number, size: slice_of(CELLS, number, size))

    async def run() -> None:
        async with service.async_client() as client:
            cells = client.iter_case_timeline("C", page_size=10)
            assert service.calls == []
            assert (await anext(cells)).id == "100"
            assert len(service.calls) == 1

    run_async(run())


def test_a_cell_that_changes_between_pages_is_still_the_same_cell(call: Call) -> None:
    service = FakeService()
    edits = [{**cell(1), "attributes": {"cell_content": {"message": f"edit {number}"}}} for number in range(3)]
    service.reply("list_case_timeline", [{"data": [edited]} for edited in edits])
    assert len(iterate(call, service)) == 1


def test_the_arguments_are_sent_with_every_page(call: Call) -> None:
    service = timeline(lambda _, number, size: slice_of(CELLS, number, size))
    iterate(call, service, page_size=20, sort_ascending=True)
    assert [(sent.arguments["page_size"], sent.arguments["sort_ascending"]) for sent in service.calls] == [
        (20, True)
    ] * 3


@pytest.mark.parametrize("client_class", [Client, AsyncClient])
def test_an_iterator_rejects_invalid_arguments_when_it_is_created(
    client_class: type[Client] | type[AsyncClient],
) -> None:
    for name, value in (("page_size", -1), ("sort_ascending", "no")):
        wrong: dict[str, Any] = {name: value}
        with pytest.raises(ValueError, match=name):
            client_class(**KEYS).iter_case_timeline("C", **wrong)


def test_cells_without_an_id_are_compared_as_a_whole(call: Call) -> None:
    service = FakeService()
    cells = [{**cell(1), "id": None, "attributes": {"new": number}} for number in range(3)]
    service.reply("list_case_timeline", [{"data": [*cells, None, {"id": None, "type": "x", "attributes": None}]}])
    *first, null, last = iterate(call, service)
    assert [item.attributes.additional_properties["new"] for item in first] == [0, 1, 2]
    assert (null, last.attributes) == (None, None)


def test_a_remembered_item_takes_at_most_100_bytes() -> None:
    seen: set[int] = set()
    count = 100_000
    for start in range(0, count, 100):
        items = [SimpleNamespace(id=f"aeadc05e-98a8-11ec-ac2c-{number:012}") for number in range(start, start + 100)]
        seen.update(unseen(seen, items))
        assert len(seen) == start + 100
        assert unseen(seen, items) == {}
    assert sys.getsizeof(seen) + sum(map(sys.getsizeof, seen)) <= 100 * count


def test_an_identifier_is_no_item_of_the_same_text() -> None:
    items: list[Any] = [None, SimpleNamespace(id="None"), 1, SimpleNamespace(id="1"), SimpleNamespace(id=None)]
    assert list(unseen(set(), items * 2).values()) == items


# Python runs signal handlers when one of these has been executed.
INTERRUPTIBLE = {"RESUME", "CALL", "CALL_FUNCTION_EX", "CALL_KW", "JUMP_BACKWARD"}


@traces_instructions
def test_an_exception_of_a_signal_handler_loses_no_item() -> None:
    """It is raised after each instruction of the module at which Python runs signal handlers."""
    count, stop = 0, -1
    before: dict[int, str] = {}

    def trace(frame: Any, event: str, argument: Any) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.endswith("_paging.py"):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            count += before.get(id(frame)) in INTERRUPTIBLE
            before[id(frame)] = dis.opname[frame.f_code.co_code[frame.f_lasti]]
            if count == stop:
                count += 1
                raise KeyboardInterrupt
        return trace

    def read() -> list[str]:
        pages = {"0": ["a", "b"], "1": ["b", "c"], "2": []}
        items: Items[str] = Items(
            lambda prepared: SimpleNamespace(data=pages[prepared.path]),
            lambda position: PreparedRequest("GET", str(position), None, {}),
            Steps("page", 0, ("data",), (), "$.data"),
        )
        seen: list[str] = []
        before_test = sys.gettrace()
        sys.settrace(trace)
        try:
            while (item := next(items, None)) is not None:
                seen.append(item)
        except KeyboardInterrupt:
            seen += items
        finally:
            sys.settrace(before_test)
        return seen

    assert read() == ["a", "b", "c"]
    total = count
    assert total > 30
    for number in range(1, total + 1):
        count, stop = 0, number
        before.clear()
        assert read() == ["a", "b", "c"], number


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
