"""FakeService: the examples of the spec, custom replies, recorded calls, and rejected requests."""

from __future__ import annotations

import datetime
import subprocess
import sys
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import httpx
import httpx2
import pytest
from datadog_case_management import AsyncClient, Client, errors, models, testing
from datadog_case_management._exchange import Paging
from datadog_case_management._operations import OPERATIONS
from datadog_case_management._request import Parameter
from datadog_case_management.api.case_management import list_case_timeline, list_case_watchers
from datadog_case_management.testing import Call, FakeService, _default_body
from helpers import CALLS, INSIGHT, SPEC_DOCUMENT, resolve, run_async, same
from tools.spec.document import operations

WATCHERS = models.CaseWatchersResponse(data=[])


def page(*ids: str) -> dict[str, Any]:
    return {"data": [{"id": id, "type": "timeline_cell", "attributes": {}} for id in ids]}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_returns_the_example_of_the_spec(operation: str) -> None:
    args, kwargs = CALLS[operation]
    service = FakeService()
    result = getattr(service.client(), operation)(*args, **kwargs)

    async def run() -> Any:
        async with service.async_client() as client:
            return await getattr(client, operation)(*args, **kwargs)

    assert run_async(run()) == result
    example = next(iter(OPERATIONS[operation].responses.values()))
    assert same(example, getattr(result, "to_dict", lambda: result)())
    assert [call.operation for call in service.calls] == [operation] * 2


def test_its_operations_are_those_of_the_spec() -> None:
    documented = {
        (method.upper(), path, tuple(map(int, operation["responses"])))
        for path, method, operation in operations(SPEC_DOCUMENT)
    }
    assert {(o.method, o.path, tuple(o.responses)) for o in OPERATIONS.values()} == documented
    assert (
        resolve({"$ref": "#/components/schemas/CaseResponse"})["example"]
        == OPERATIONS["add_case_insights"].responses[200]
    )


def test_calls_are_recorded_with_arguments_and_bodies() -> None:
    service = FakeService()
    with service.client() as client:
        client.watch_case("a/b ü", "U")
        client.list_case_timeline("C", page_size=5, sort_ascending=False)
        client.list_case_timeline("C", sort_ascending=True)
        client.add_case_insights("C", insights=[INSIGHT])
    watch, timeline, ascending, insights = service.calls
    assert ascending.arguments == {"case_id": "C", "sort_ascending": True}
    assert (watch.operation, watch.arguments, watch.body) == (
        "watch_case",
        {"case_id": "a/b ü", "user_uuid": "U"},
        None,
    )
    assert timeline.arguments == {"case_id": "C", "page_size": 5, "sort_ascending": False}
    assert insights.body.data.attributes.insights == [INSIGHT]
    assert isinstance(insights.body, models.CaseInsightsRequest)
    assert insights.request.method == "PUT"
    assert isinstance(insights, Call)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (404, errors.NotFoundError),
        (429, errors.RateLimitError),
        (503, errors.ServerError),
        (418, errors.APIStatusError),
        (errors.NotFoundError, errors.NotFoundError),
        (errors.NotFoundError(), errors.NotFoundError),
        (httpx.ReadTimeout("late"), errors.APITimeoutError),
        (httpx.ConnectError("refused"), errors.APIConnectionError),
        (LookupError("mine"), LookupError),
        ((200, "<html>"), errors.ResponseDecodeError),
    ],
)
def test_replies_that_become_errors(reply: Any, error: type[Exception]) -> None:
    service = FakeService()
    service.reply("list_case_watchers", reply)
    with pytest.raises(error) as caught:
        service.client().list_case_watchers("C")
    assert type(caught.value) is error


def test_an_error_body_is_the_example_of_the_status_or_a_custom_one() -> None:
    service = FakeService()
    service.reply(
        "watch_case", 404, (404, {"errors": [{"title": "gone"}]}), (404, models.APIErrorResponse(errors=["x"]))
    )
    service.reply("list_case_watchers", (404, "plain"), (404, b"bytes"), (404, None))
    for content in (b"plain", b"bytes", b""):
        with pytest.raises(errors.NotFoundError) as bare:
            service.client().list_case_watchers("C")
        assert bare.value.content == content
    message = []
    for _ in range(3):
        with pytest.raises(errors.NotFoundError) as caught:
            service.client().watch_case("C", "U")
        message += [str(detail) for detail in caught.value.errors]
    assert message == ["Not Found", "gone", "x"]


def test_replies_are_used_in_order_and_the_last_is_repeated() -> None:
    service = FakeService()
    service.reply("list_case_watchers", 503, WATCHERS, {"data": [], "more": 1})
    client = service.client(max_retries=0)
    with pytest.raises(errors.ServerError):
        client.list_case_watchers("C")
    assert client.list_case_watchers("C") == WATCHERS
    assert [client.list_case_watchers("C").additional_properties for _ in range(2)] == [{"more": 1}] * 2


def test_pages() -> None:
    service = FakeService()
    service.reply("list_case_timeline", [page("1", "2"), models.TimelineResponse.from_dict(page("3"))])
    client = service.client()
    assert [cell.id for cell in client.iter_case_timeline("C")] == ["1", "2", "3"]
    assert [call.arguments["page_number"] for call in service.calls] == [0, 1, 2]
    assert client.list_case_timeline("C", page_number=1).to_dict() == page("3")
    default = FakeService().client()
    assert len(list(default.iter_case_timeline("C"))) == 1
    assert default.list_case_timeline("C", page_number=1).data == []


def test_a_path_without_arguments_takes_precedence(monkeypatch: pytest.MonkeyPatch) -> None:
    timeline = OPERATIONS["list_case_timeline"]
    general, special = (timeline._replace(path=f"/api/v2/cases/{end}", paging=None) for end in ("{case_id}", "types"))
    monkeypatch.setattr(testing, "OPERATIONS", {"list_case_timeline": general, "list_case_watchers": special})
    service = FakeService()
    with httpx.Client(transport=service.transport, base_url="https://x") as client:
        client.get("/api/v2/cases/C")
        client.get("/api/v2/cases/types")
    assert [call.operation for call in service.calls] == ["list_case_timeline", "list_case_watchers"]


def test_arguments_of_every_type(monkeypatch: pytest.MonkeyPatch) -> None:
    day, noon = datetime.date(2025, 1, 2), datetime.datetime(2025, 1, 2, 12, tzinfo=datetime.UTC)
    query = (
        Parameter("tags", "tags", str, many=True), Parameter("day", "day", datetime.date),
        Parameter("at", "at", datetime.datetime), Parameter("flag", "flag", bool), Parameter("id", "owner", UUID),
    )  # fmt: skip
    monkeypatch.setattr(list_case_watchers, "_QUERY", query, raising=False)
    monkeypatch.setattr(list_case_watchers, "_HEADERS", (Parameter("X-Count", "count", int),), raising=False)
    monkeypatch.setattr(list_case_watchers, "_PATH", {"case_id": int}, raising=False)
    service = FakeService()
    owner = "8146583c-0b5f-11ec-abf8-da7ad0900001"
    with httpx.Client(transport=service.transport, base_url="https://x/api/v2/cases") as client:
        sent = f"tags=a&tags=b&day=2025-01-02&at=2025-01-02T12:00:00Z&flag=true&id={owner}"
        client.get(f"/3/watchers?{sent}", headers={"X-Count": "5"})
        client.get("/4/watchers?flag=false")
        for wrong, message in {
            "/x/watchers": "case_id must be int, not 'x'",
            "/3/watchers?day=today": "day must be date, not 'today'",
            "/3/watchers?flag=yes": "flag must be bool, not 'yes'",
        }.items():
            with pytest.raises(AssertionError, match=f"^FakeService: list_case_watchers: {message}$"):
                client.get(wrong)
        with pytest.raises(AssertionError, match=r"^FakeService: list_case_watchers: count must be int, not 'many'$"):
            client.get("/3/watchers", headers={"X-Count": "many"})
    assert [call.arguments for call in service.calls] == [
        {"case_id": 3, "tags": ["a", "b"], "day": day, "at": noon, "flag": True, "owner": UUID(owner), "count": 5},
        {"case_id": 4, "flag": False},
    ]


def test_an_optional_body(monkeypatch: pytest.MonkeyPatch) -> None:
    insights = OPERATIONS["add_case_insights"]
    monkeypatch.setitem(OPERATIONS, "add_case_insights", insights._replace(body_required=False))
    service = FakeService()
    with httpx.Client(transport=service.transport, base_url="https://x") as client:
        client.put("/api/v2/cases/C/insights")
    assert service.calls[0].body is None


def test_a_list_as_response(monkeypatch: pytest.MonkeyPatch) -> None:
    watchers = OPERATIONS["list_case_watchers"]._replace(responses={200: [{"id": "1"}], 404: None})
    monkeypatch.setitem(OPERATIONS, "list_case_watchers", watchers)
    service = FakeService()
    with httpx.Client(transport=service.transport, base_url="https://x/api/v2/cases/C") as client:
        assert client.get("/watchers").json() == [{"id": "1"}]
        service.reply("list_case_watchers", [{"id": "2"}, models.APIErrorResponse(errors=["x"])], [])
        assert client.get("/watchers").json() == [{"id": "2"}, {"errors": ["x"]}]
        assert client.get("/watchers").json() == []


@pytest.mark.parametrize(
    ("form", "start", "results", "positions"),
    [
        ("page", 1, ("data",), [None, 1, 2, 3, 0]),
        ("offset", 0, ("data",), [None, 0, 2, 3, 1]),
        ("offset", 5, ("page", "data"), [None, 5, 7, 8, 6]),
        ("cursor", None, ("data",), [None, None, "page 2", "page 3", "page 1"]),
    ],
)
def test_pages_of_every_form(
    monkeypatch: pytest.MonkeyPatch, form: str, start: Any, results: tuple[str, ...], positions: list[Any]
) -> None:
    """The first page by default and by position, the second, the end, and a position beyond it."""
    paging = Paging(form, "page_number", start, results, ("meta", "next") if form == "cursor" else ())
    timeline = OPERATIONS["list_case_timeline"]._replace(paging=paging)
    monkeypatch.setitem(OPERATIONS, "list_case_timeline", timeline)
    query = (Parameter("at", "page_number", str if form == "cursor" else int),)
    monkeypatch.setattr(list_case_timeline, "_QUERY", query)

    def page_of(*items: str) -> dict[str, Any]:
        page: dict[str, Any] = {"data": list(items)}
        return {**page, "meta": {"total": 3}} if len(results) == 1 else {"page": page}

    service = FakeService()
    service.reply("list_case_timeline", [page_of("a", "b"), page_of("c")])
    pages, cursors = [], []
    with httpx.Client(transport=service.transport, base_url="https://x/api/v2/cases/C") as client:
        for position in positions:
            page = client.get("/timelines", params={} if position is None else {"at": position}).json()
            pages.append((page if len(results) == 1 else page["page"])["data"])
            cursors.append(page.get("meta", {}).get("next"))
            assert "data" not in page or not page["data"] or page["meta"]["total"] == 3
    assert pages == [["a", "b"], ["a", "b"], ["c"], [], []]
    if form == "cursor":
        assert cursors == ["page 2", "page 2", None, None, None]


def test_a_page_without_its_results_path(monkeypatch: pytest.MonkeyPatch) -> None:
    paging = Paging("offset", "page_number", 0, ("page", "data"), ())
    monkeypatch.setitem(OPERATIONS, "list_case_timeline", OPERATIONS["list_case_timeline"]._replace(paging=paging))
    service = FakeService()
    service.reply("list_case_timeline", [{}])
    with httpx.Client(transport=service.transport, base_url="https://x/api/v2/cases/C") as client:
        assert client.get("/timelines").json() == {}


@pytest.mark.parametrize(
    ("method", "path", "body", "message"),
    [
        ("GET", "/api/v2/elsewhere", None, "no operation of the spec is GET /api/v2/elsewhere"),
        ("PATCH", "/api/v2/cases/C/watchers/U", None, "no operation of the spec is PATCH"),
        ("GET", "/api/v2/cases/C/timelines?page=1", None, "list_case_timeline has no query parameter page"),
        ("GET", "/api/v2/cases/C/timelines?page[size]=x", None, "list_case_timeline: page_size must be int, not 'x'"),
        ("GET", "/api/v2/cases/C/timelines?page[size]=", None, "list_case_timeline: page_size must be int, not ''"),
        ("GET", "/api/v2/cases/C/timelines?sort[ascending]=1", None, "sort_ascending must be bool, not '1'"),
        ("POST", "/api/v2/cases/C/watchers/U", {}, "watch_case takes no body"),
        ("PUT", "/api/v2/cases/C/insights", {"data": 3}, "add_case_insights: body.data must be an object"),
        ("PUT", "/api/v2/cases/C/insights", None, "add_case_insights: Expecting value"),
    ],
)
def test_a_request_that_the_spec_rejects_is_an_assertion_error(method: str, path: str, body: Any, message: str) -> None:
    service = FakeService()
    with (
        httpx.Client(transport=service.transport, base_url="https://x") as client,
        pytest.raises(AssertionError) as caught,
    ):
        client.request(method, path, json=body)
    assert message in str(caught.value)
    assert service.calls == []


WRONG_REPLIES: list[tuple[str, Any, str]] = [
    ("list_case_watchers", [WATCHERS], "^list_case_watchers has no pages: reply with one model, not with a list$"),
    ("list_case_watchers", 1.5, "^list_case_watchers: cannot reply with float$"),
    ("list_case_watchers", (200, {}, {}), "^list_case_watchers: a tuple must be a status and a body, not "),
    ("list_case_watchers", (99, None), "^list_case_watchers: a status must be from 200 to 599, not 99$"),
    ("list_case_watchers", ("200", {}), "must be a status and a body"),
    ("list_case_watchers", (404, object()), "cannot reply with object"),
    ("list_case_watchers", 20, "^list_case_watchers: a status must be from 200 to 599, not 20$"),
    ("list_case_timeline", [{}, 3.0], "cannot reply with float"),
]


def test_mistakes_in_a_test_are_reported() -> None:
    service = FakeService()
    with pytest.raises(ValueError, match=rf"^no operation 'unwatch': choose one of {', '.join(OPERATIONS)}$"):
        service.reply("unwatch", 200)
    with pytest.raises(ValueError, match=r"^headers must be Mapping, not list$"):
        service.reply("watch_case", 404, headers=["a"])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^reply needs at least one reply$"):
        service.reply("watch_case")
    for operation, reply, message in WRONG_REPLIES:
        with pytest.raises(ValueError, match=message):
            service.reply(operation, WATCHERS, reply)
    service.reply("list_case_watchers", lambda call: 1.5)
    with pytest.raises(ValueError, match="cannot reply with float"):
        service.client().list_case_watchers("C")


def test_importing_the_package_does_not_import_testing() -> None:
    code = (
        "import sys; from datadog_case_management import AsyncClient, Client, errors, models;"
        "loaded = {name for name in sys.modules if name.endswith(('.testing', '._operations'))};"
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("client_class", [Client, AsyncClient])
def test_replies_have_headers_delays_responses_and_functions(
    client_class: type[Client | AsyncClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("anyio.sleep", sleep)
    monkeypatch.setattr("datadog_case_management._transport._fake.time", SimpleNamespace(sleep=waited.append))
    service = FakeService()

    def call(case: str) -> Any:
        client: Any = service.client() if client_class is Client else service.async_client()
        result = client.list_case_watchers(case)
        return run_async(result) if client_class is AsyncClient else result

    service.reply("list_case_watchers", 429, headers={"Retry-After": "7"}, delay=3)
    with pytest.raises(errors.RateLimitError) as caught:
        call("C")
    assert (caught.value.retry_after, waited) == (7, [3])
    for library in (httpx, httpx2):
        headers = [("Retry-After", "7"), ("Retry-After", "8")]
        service.reply("list_case_watchers", library.Response(429, headers=headers, json={"errors": ["mine"]}))
        for _ in range(2):
            with pytest.raises(errors.RateLimitError, match="mine") as caught:
                call("C")
            assert caught.value.retry_after == 8
    service.reply("list_case_watchers", lambda call: 404 if call.arguments["case_id"] == "none" else WATCHERS)
    assert call("C").data == WATCHERS.data
    with pytest.raises(errors.NotFoundError):
        call("none")


def test_an_error_without_a_list_of_errors_is_the_example_of_the_spec() -> None:
    operation = OPERATIONS["watch_case"]._replace(responses={404: {"message": "no"}, 499: {"errors": ["x"]}})
    assert _default_body(operation, 404) == {"message": "no"}
    assert _default_body(operation, 499) == {"errors": ["Error"]}
