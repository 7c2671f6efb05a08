"""Arguments are checked before anything is sent, and arrive intact."""

from __future__ import annotations

import json
import math
import re
from collections import deque
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from datadog_case_management import UNSET, Client, models
from datadog_case_management.testing import FakeService
from helpers import BODY, INSIGHT, Call, each_library, request_of
from pytest_httpserver import HTTPServer

WRONG_BODIES: list[Any] = [{}, [], "x", INSIGHT, {"data": {"type": "case"}}]

BAD: list[tuple[str, tuple[Any, ...], dict[str, Any], str]] = [
    *[
        ("list_case_watchers", (segment,), {}, "case_id")
        for segment in ("", ".", "..", None, 7, "\n", " C", "C\r\nD", "https://h/C", "\u200bC-1", "C\ufeff")
    ],
    *[("watch_case", ("C", segment), {}, "user_uuid") for segment in ("", ".", "..", None)],
    *[("list_case_timeline", ("C",), {"page_size": size}, "page_size") for size in (0, -1, "2", 2.0, True)],
    *[("list_case_timeline", ("C",), {"page_number": number}, "page_number") for number in (-1, "0", False)],
    ("list_case_timeline", ("C",), {"sort_ascending": "yes"}, "sort_ascending"),
    ("iter_case_timeline", ("C",), {"page_size": 0}, "page_size"),
    ("iter_case_timeline", ("",), {}, "case_id"),
    *[("add_case_insights", ("C",), {"body": body}, r"body[\w.]*") for body in WRONG_BODIES],
    ("add_case_insights", ("C",), {}, "insights"),
    ("add_case_insights", ("C",), {"insights": [], "body": BODY}, "body"),
]


@pytest.mark.parametrize(("method", "args", "kwargs", "named"), BAD)
def test_an_invalid_argument_is_a_value_error_and_nothing_is_sent(
    call: Call, method: str, args: Any, kwargs: Any, named: str
) -> None:
    service = FakeService()
    with pytest.raises(ValueError, match=rf"^{named} must ") as caught:
        call(method, *args, settings={"transport": service.transport}, **kwargs)
    assert type(caught.value) is ValueError
    assert service.calls == []


def test_an_argument_that_is_too_long_for_a_url_is_a_value_error(call: Call) -> None:
    service = FakeService()
    with pytest.raises(ValueError, match=r"^the arguments result in an invalid URL: URL too long$") as caught:
        call("list_case_watchers", "x" * 70_000, settings={"transport": service.transport})
    assert type(caught.value) is ValueError
    assert service.calls == []


@pytest.mark.parametrize("value", [math.nan, math.inf, {1, 2}, b"x", object(), UNSET, [[Decimal(1)]]])
def test_a_value_outside_json_is_reported_with_its_path(value: Any) -> None:
    service = FakeService()
    insight = models.CaseInsight(ref="/m", resource_id="1", type="MONITOR", additional_properties={"extra": value})
    with pytest.raises(ValueError, match=r"^insights\[1\]\.extra(\[0\]\[0\])? must "):
        service.client().add_case_insights("C", insights=[INSIGHT, insight])
    with pytest.raises(ValueError, match=r"^body\.data\.attributes\.insights\[0\]\.extra(\[0\]\[0\])? must "):
        service.client().add_case_insights("C", body=request_of([insight]))
    assert service.calls == []


@pytest.mark.parametrize(
    ("insights", "message"),
    [
        ([], "insights must have 1 to 100 items, not 0"),
        ([INSIGHT] * 101, "insights must have 1 to 100 items, not 101"),
        ((INSIGHT,) * 101, "insights must have 1 to 100 items, not 101"),
        ("MONITOR", "insights must be a list or another sequence, not str"),
        ({INSIGHT.ref}, "insights must be a list or another sequence, not set"),
        (None, "insights must be a list or another sequence, not None"),
        ([3], "insights[0] must be an object, as a model or a dict, not int"),
        ([INSIGHT, {"type": "MONITOR", "ref": "/m"}], "insights[1].resource_id must be given"),
        (
            [{"type": "MONITOR", "ref": "/m", "resource_id": uuid4()}],
            "insights[0].resource_id must be a string, not UUID",
        ),
        ([{"type": "MONITOR", "ref": None, "resource_id": "1"}], "insights[0].ref must be a string, not None"),
        ([models.CaseInsight(**{**INSIGHT.to_dict(), "type": UNSET})], "insights[0].type must be a string, not UNSET"),
        ([{"type": 3, "ref": "/m", "resource_id": "1"}], "insights[0].type must be a string, not int"),
        ([{"type": "MONITOR", "ref": "/m", "resource_id": True}], "insights[0].resource_id must be a string, not bool"),
    ],
)
def test_invalid_attributes_are_reported_with_their_path(call: Call, insights: Any, message: str) -> None:
    service = FakeService()
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$") as caught:
        call("add_case_insights", "C", settings={"transport": service.transport}, insights=insights)
    assert type(caught.value) is ValueError
    assert service.calls == []


def test_attributes_and_body_send_the_same(call: Call) -> None:
    service = FakeService()
    plain = {"ref": "/monitors/1", "resource_id": "1", "type": "MONITOR"}
    forms: list[dict[str, Any]] = [
        {"insights": [INSIGHT]},
        {"insights": (plain,)},
        {"insights": deque([INSIGHT])},
        {"insights": [{**plain, "type": models.CaseInsightType.MONITOR}]},
        {"body": BODY},
        {"body": BODY.to_dict()},
        {"body": {"data": {"type": "case", "attributes": {"insights": [INSIGHT]}}}},
    ]
    for form in forms:
        call("add_case_insights", "C", settings={"transport": service.transport}, **form)
    assert [json.loads(sent.request.content) for sent in service.calls] == [BODY.to_dict()] * len(forms)


def test_undocumented_fields_and_values_are_sent() -> None:
    service = FakeService()
    extra = {"when": datetime(2025, 1, 2, tzinfo=UTC), "of": [INSIGHT, None, 1.5], "kind": models.CaseType.STANDARD}
    unlisted = models.CaseInsight(ref="/security/1", resource_id="1", type="SECURITY_FINDING")
    service.client().add_case_insights("C", insights=[{**INSIGHT.to_dict(), "extra": extra}, unlisted])
    first, second = json.loads(service.calls[0].request.content)["data"]["attributes"]["insights"]
    assert first["extra"] == {
        "when": "2025-01-02T00:00:00Z",
        "of": [INSIGHT.to_dict(), None, 1.5],
        "kind": "STANDARD",
    }
    assert second == {"ref": "/security/1", "resource_id": "1", "type": "SECURITY_FINDING"}


def test_a_uuid_is_a_valid_path_argument(call: Call) -> None:
    service = FakeService()
    case, user = uuid4(), uuid4()
    call("watch_case", case, user, settings={"transport": service.transport})
    assert service.calls[0].request.url.path == f"/api/v2/cases/{case}/watchers/{user}"


def test_1_to_100_insights(call: Call) -> None:
    for count in (1, 100):
        service = FakeService()
        call("add_case_insights", "C", settings={"transport": service.transport}, insights=[INSIGHT] * count)
        assert len(service.calls[0].body.data.attributes.insights) == count


@each_library
@pytest.mark.parametrize("case_id", ["a/b", "ü", "%2F", "?x=1", "#", "a b", "CASEM-1", "..a"])
def test_any_string_arrives_as_exactly_one_segment(call: Call, httpserver: HTTPServer, url: str, case_id: str) -> None:
    httpserver.expect_request(re.compile(".*")).respond_with_json({"data": []})
    call("list_case_watchers", case_id, settings={"base_url": url})
    request = httpserver.log[0][0]
    raw = request.environ["REQUEST_URI"]
    segments = raw.split("?")[0].split("/")
    assert len(segments) == 6
    assert unquote(segments[4]) == case_id
    assert segments[5] == "watchers"
    assert not request.query_string


def test_the_query_has_only_the_given_arguments(call: Call) -> None:
    service = FakeService()
    settings = {"transport": service.transport}
    call("list_case_timeline", "C", settings=settings, page_size=None)
    call("list_case_timeline", "C", settings=settings, page_size=1, page_number=0, sort_ascending=False)
    urls = [sent.request.url for sent in service.calls]
    assert urls[0].query == b""
    assert dict(urls[1].params) == {"page[size]": "1", "page[number]": "0", "sort[ascending]": "false"}


def test_a_path_argument_of_the_wrong_type_is_reported_with_its_type(client: Client) -> None:
    with pytest.raises(ValueError, match=r"^case_id must be a string or a UUID, not int$"):
        client.list_case_watchers(7)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^case_id must be text, without a lone surrogate$"):
        client.list_case_watchers("\ud800")
