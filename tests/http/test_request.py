"""Arguments are checked before anything is sent, and arrive as they were meant."""

from __future__ import annotations

import math
import re
from typing import Any
from urllib.parse import unquote

import pytest
from datadog_case_management import UNSET, Client, models
from datadog_case_management._request import QueryParameter, query_string
from helpers import INSIGHT, Call, request_of
from pytest_httpserver import HTTPServer

WRONG_BODIES: list[Any] = [None, {}, [], "x", INSIGHT]

BAD: list[tuple[str, tuple[Any, ...], dict[str, Any], str]] = [
    *[("list_case_watchers", (segment,), {}, "case_id") for segment in ("", ".", "..", None, 7)],
    *[("watch_case", ("C", segment), {}, "user_uuid") for segment in ("", ".", "..", None)],
    *[("list_case_timeline", ("C",), {"page_size": size}, "page_size") for size in (0, -1, "2", 2.0, True, None)],
    *[("list_case_timeline", ("C",), {"page_number": number}, "page_number") for number in (-1, "0", False)],
    ("list_case_timeline", ("C",), {"sort_ascending": "yes"}, "sort_ascending"),
    ("iter_case_timeline", ("C",), {"page_size": 0}, "page_size"),
    ("iter_case_timeline", ("",), {}, "case_id"),
    *[("add_case_insights", ("C",), {"body": body}, "body") for body in WRONG_BODIES],
]


@pytest.mark.parametrize(("method", "args", "kwargs", "named"), BAD)
def test_a_bad_argument_is_a_value_error_and_nothing_is_sent(
    call: Call, httpserver: HTTPServer, url: str, method: str, args: Any, kwargs: Any, named: str
) -> None:
    with pytest.raises(ValueError, match=rf"^{named} must ") as caught:
        call(method, *args, settings={"base_url": url}, **kwargs)
    assert type(caught.value) is ValueError
    assert httpserver.log == []


def test_the_smallest_page_can_be_asked_for(call: Call, httpserver: HTTPServer, url: str) -> None:
    httpserver.expect_request("/api/v2/cases/C/timelines").respond_with_json({"data": []})
    call("list_case_timeline", "C", settings={"base_url": url}, page_size=1, page_number=0)
    assert len(httpserver.log) == 1


def test_the_query_is_quoted_and_its_types_are_named() -> None:
    text = QueryParameter("c", "c", str)
    assert query_string((QueryParameter("a/X", "a", str), text), "b/X Y", UNSET) == "?a%2FX=b%2FX%20Y"
    assert query_string((text,), UNSET) == ""
    with pytest.raises(ValueError, match=r"^a must be int, not str$"):
        query_string((QueryParameter("a", "a", int),), "b")


def test_the_limits_of_a_query_parameter_are_inclusive() -> None:
    limited = (QueryParameter("a", "a", int, minimum=2, maximum=4),)
    assert [query_string(limited, value) for value in (2, 3, 4)] == ["?a=2", "?a=3", "?a=4"]
    with pytest.raises(ValueError, match=r"^a must be at least 2, not 1$"):
        query_string(limited, 1)
    with pytest.raises(ValueError, match=r"^a must be at most 4, not 5$"):
        query_string(limited, 5)


def test_an_iterator_checks_its_arguments_when_it_is_made(client: Client) -> None:
    with pytest.raises(ValueError, match="page_size"):
        client.iter_case_timeline("C", page_size=0)


def test_a_dict_is_told_how_to_become_a_body(client: Client) -> None:
    told = r"^body must be a CaseInsightsRequest, not dict; CaseInsightsRequest\.from_dict makes one of a dict$"
    with pytest.raises(ValueError, match=told):
        client.add_case_insights("C", body={})  # type: ignore[arg-type]


def test_what_json_cannot_hold_is_a_value_error(call: Call, httpserver: HTTPServer, url: str) -> None:
    body = request_of([INSIGHT])
    body["extra"] = math.nan
    with pytest.raises(ValueError, match="JSON"):
        call("add_case_insights", "C", settings={"base_url": url}, body=body)
    assert httpserver.log == []


@pytest.mark.parametrize("count", [0, 101])
def test_1_to_100_insights(count: int) -> None:
    with pytest.raises(ValueError, match=f"insights must have 1 to 100 items, not {count}"):
        request_of([INSIGHT] * count)
    assert len(request_of([INSIGHT] * 100).to_dict()["data"]["attributes"]["insights"]) == 100


@pytest.mark.parametrize("case_id", ["a/b", "ü", "%2F", "?x=1", "#", "a b", "CASEM-1", "..a", "\n"])
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


def test_the_query_is_what_was_set_and_no_more(call: Call, httpserver: HTTPServer, url: str) -> None:
    httpserver.expect_request("/api/v2/cases/C/timelines").respond_with_json({"data": []})
    call("list_case_timeline", "C", settings={"base_url": url})
    call("list_case_timeline", "C", settings={"base_url": url}, page_size=5, page_number=0, sort_ascending=False)
    assert httpserver.log[0][0].query_string == b""
    assert dict(httpserver.log[1][0].args) == {"page[size]": "5", "page[number]": "0", "sort[ascending]": "false"}


def test_a_site_is_an_enum_of_its_own() -> None:
    with pytest.raises(ValueError, match="site"):
        Client(site=models.CaseStatus.OPEN, api_key="x", app_key="x")


def test_an_unlisted_insight_type_can_be_sent(call: Call, httpserver: HTTPServer, url: str) -> None:
    case = {"data": {"attributes": {}, "id": "1", "type": "case"}}
    httpserver.expect_request("/api/v2/cases/C/insights", "PUT").respond_with_json(case)
    body = request_of([models.CaseInsight(ref="/security/1", resource_id="1", type_="SECURITY_FINDING")])
    call("add_case_insights", "C", settings={"base_url": url}, body=body)
    assert httpserver.log[0][0].json["data"]["attributes"]["insights"][0]["type"] == "SECURITY_FINDING"


def test_a_path_parameter_that_is_no_string_is_told_as_what_it_is(client: Client) -> None:
    with pytest.raises(ValueError, match=r"^case_id must be a string, not int$"):
        client.list_case_watchers(7)  # type: ignore[arg-type]
