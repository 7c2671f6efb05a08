"""Undocumented fields and values are logged once at DEBUG, and never fail a call."""

from __future__ import annotations

import json
import logging
from typing import Any

import httpx
import pytest
from datadog_case_management import Client, _unlisted, errors, models
from helpers import KEYS

CASE: dict[str, Any] = {
    "data": {
        "id": "1",
        "type": "case",
        "attributes": {
            "title": "x",
            "comment_count": 1,
            "priority": "P9",
            "custom_attributes": {"team": {"type": "TEXT", "is_multi": False, "value": "x", "colour": "red"}},
            "attributes": {"service": ["api"]},
        },
    },
    "included": [],
}
SEEN = [
    "field CaseResponse.included",
    "field CaseAttributes.comment_count",
    "field CustomAttributeValue.colour",
    "value of CaseAttributes.priority, CasePriority: P9",
]


@pytest.fixture(autouse=True)
def nothing_logged_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_unlisted, "_logged", set())


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage().removeprefix("not in the spec: ") for record in caplog.records]


def add_insights(body: Any) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=json.dumps(body)))
    with Client(transport=transport, **KEYS) as client:
        client.add_case_insights("C-1", insights=[{"type": "EVENT", "ref": "/e", "resource_id": "1"}])


def test_each_field_and_value_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="datadog_case_management")
    add_insights(CASE)
    assert sorted(logged(caplog)) == sorted(SEEN)
    assert {(record.name, record.levelno) for record in caplog.records} == {("datadog_case_management", logging.DEBUG)}
    assert all(record.getMessage().startswith("not in the spec: ") for record in caplog.records)
    caplog.clear()
    add_insights(CASE)
    assert logged(caplog) == []
    CASE["data"]["attributes"]["status_group"] = "SG_NEW"
    add_insights(CASE)
    assert logged(caplog) == ["value of CaseAttributes.status_group, CaseStatusGroup: SG_NEW"]
    del CASE["data"]["attributes"]["status_group"]


def test_items_of_lists_are_searched(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="datadog_case_management")
    cells = [
        {"id": "1", "type": "timeline_cell", "attributes": {}},
        {"id": "2", "type": "cell", "attributes": {"x": 1}},
    ]
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"data": cells}))
    with Client(transport=transport, **KEYS) as client:
        client.list_case_timeline("C-1")
    assert sorted(logged(caplog)) == [
        "field TimelineCell.x",
        "value of TimelineCellResource.type, TimelineCellResourceType: cell",
    ]


def test_an_enum_in_a_list_or_a_map_is_named_after_its_field() -> None:
    unlisted = models.CaseType("NEW")
    case = models.CaseAttributes(title=[unlisted])  # type: ignore[arg-type]
    assert list(_unlisted._unlisted(case, "")) == ["value of CaseAttributes.title, CaseType: NEW"]
    attributes = models.CaseCustomAttributes()
    attributes.additional_properties["a"] = unlisted  # type: ignore[assignment]
    assert list(_unlisted._unlisted(attributes, "")) == ["value of CaseCustomAttributes, CaseType: NEW"]


def test_a_model_that_may_have_any_field_has_no_undocumented_ones(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="datadog_case_management")
    body = {"errors": [{"title": "x", "meta": {"trace": 1}, "code": "y"}]}
    transport = httpx.MockTransport(lambda _: httpx.Response(400, json=body))
    with Client(transport=transport, **KEYS) as client, pytest.raises(errors.BadRequestError):
        client.add_case_insights("C-1", insights=[{"type": "EVENT", "ref": "/e", "resource_id": "1"}])
    assert logged(caplog) == ["field JSONAPIErrorItem.code"]


def test_nothing_is_searched_unless_debug_is_on(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO, logger="datadog_case_management")
    monkeypatch.setattr(_unlisted, "_unlisted", lambda *_: pytest.fail("looked"))
    add_insights(CASE)
    assert logged(caplog) == []


def test_names_from_the_service_are_logged_safely(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG, logger="datadog_case_management")
    add_insights({f"\x1b[2J\n{KEYS['api_key']}": 1, "\ud800": 2, "n" * 100_000: 3})
    lines = logged(caplog)
    assert len(lines) == 3
    assert all(line.isprintable() and len(line) <= 1001 for line in lines)
    assert KEYS["api_key"] not in "".join(lines)
    monkeypatch.setattr(_unlisted, "_MAX_LOGGED", 10)
    add_insights({f"made_up_{number}": 1 for number in range(100)})
    assert len(logged(caplog)) == 10
