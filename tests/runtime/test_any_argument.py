"""Settings, arguments and bodies of every Python type work or raise a documented error."""

from __future__ import annotations

import contextlib
import copy
import datetime
import decimal
import enum
import fractions
import math
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import attrs
import httpx
import pytest
from datadog_case_management import UNSET, AsyncClient, Client, errors, models, to_row
from datadog_case_management._config import Config
from datadog_case_management.testing import FakeService
from helpers import INSIGHT, KEYS, Broken, call_in
from hypothesis import given
from hypothesis import strategies as st


class Colour(enum.Enum):
    RED = 1


class Strange(str):
    """A subclass of str."""


def deep(levels: int) -> Any:
    value: Any = {}
    for _ in range(levels):
        value = {"a": value}
    return value


CIRCLE: list[Any] = []
CIRCLE.append(CIRCLE)
LOOP: dict[str, Any] = {}
LOOP["data"] = LOOP
SPECIAL: list[Any] = [
    None, True, "", ".", "..", "/", "a/b", "x" * 70_000, -1, 0, math.nan, math.inf, UNSET, Colour.RED, Strange("x"),
    models.CaseInsightType.MONITOR, models.CaseInsight, INSIGHT, Broken(), CIRCLE, LOOP, deep(5000), 10**5000,
    object(), object, len, range(3), iter(()), memoryview(b"x"), bytearray(b"x"), SimpleNamespace(), NotImplemented,
    ..., uuid.uuid4, datetime.date(2025, 1, 2), datetime.time(1), decimal.Decimal("sNaN"), fractions.Fraction(1, 3),
    httpx.URL("http://h"), httpx.Timeout(1), httpx.Limits(), httpx.Headers({"a": "b"}), ValueError, "\ud800", 1j,
]  # fmt: skip
ATOMS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.uuids(), st.datetimes(),
    st.decimals(), st.fractions(), st.complex_numbers(),
    st.text(st.characters(categories=["Cs", "Cc", "Lu"])),  # lone surrogates and control characters
    # Hypothesis shows what it samples, and some of these cannot be shown.
    st.sampled_from(range(len(SPECIAL))).map(lambda number: SPECIAL[number]),
)  # fmt: skip
ANYTHING = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.one_of(st.text(), st.integers(), st.none()), inner, max_size=3),
        st.dictionaries(st.sampled_from(["data", "type", "attributes", "insights", "request", "X-A"]), inner),
    ),
    max_leaves=5,
)
SETTINGS = [attribute.name for attribute in attrs.fields(Config)]


def with_any_value(check: Callable[[Any], None]) -> None:
    """Check each special value, alone and where a body or an argument may have it, and random ones."""
    for value in SPECIAL:
        for form in (value, [value], {"data": value}, {"more": value}):
            check(form)
    given(ANYTHING)(check)()


def respond(request: httpx.Request) -> httpx.Response:
    return httpx.Response(400)


CLIENT = Client(transport=httpx.MockTransport(respond), **KEYS)


@pytest.mark.parametrize("client_class", [Client, pytest.param(AsyncClient, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_works_or_is_a_configuration_error(client_class: Any, name: str) -> None:
    def check(value: Any) -> None:
        try:
            client = client_class(**{**KEYS, name: value})
        except errors.ConfigurationError as error:
            assert str(error)
        else:
            repr(client)
            if client_class is Client:
                client.close()

    with_any_value(check)


@pytest.mark.parametrize("name", ["timeout", "max_retries", "headers", "event_hooks"])
def test_an_option_works_or_is_a_configuration_error(name: str) -> None:
    def check(value: Any) -> None:
        try:
            CLIENT.with_options(**{name: value})
        except errors.ConfigurationError as error:
            assert str(error)

    with_any_value(check)


CALLS: dict[str, Callable[[Any], Any]] = {
    "path argument": CLIENT.list_case_watchers,
    "path arguments": lambda value: CLIENT.watch_case("C", value),
    "page size": lambda value: CLIENT.list_case_timeline("C", page_size=value),
    "page number": lambda value: CLIENT.list_case_timeline("C", page_number=value),
    "iterator": lambda value: list(CLIENT.iter_case_timeline("C", page_size=value)),
    "attributes": lambda value: CLIENT.add_case_insights("C", insights=value),
    "item": lambda value: CLIENT.add_case_insights("C", insights=[value]),
    "enum": lambda value: CLIENT.add_case_insights("C", insights=[{**INSIGHT.to_dict(), "type": value}]),
    "string": lambda value: CLIENT.add_case_insights("C", insights=[{**INSIGHT.to_dict(), "ref": value}]),
    "undocumented field": lambda value: CLIENT.add_case_insights("C", insights=[{**INSIGHT.to_dict(), "more": value}]),
    "body": lambda value: CLIENT.add_case_insights("C", body=value),
    "field of a body": lambda value: CLIENT.add_case_insights("C", body={"data": value}),
    "method": lambda value: CLIENT.request(value, "/"),
    "path": lambda value: CLIENT.request("GET", value),
    "params": lambda value: CLIENT.request("GET", "/", params=value),
    "param": lambda value: CLIENT.request("GET", "/", params={"a": value}),
    "headers": lambda value: CLIENT.request("GET", "/", headers=value),
    "header": lambda value: CLIENT.request("GET", "/", headers={"a": value}),
    "json": lambda value: CLIENT.request("POST", "/", json=value),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_an_argument_works_or_is_a_value_error(call: Callable[[Any], Any]) -> None:
    def check(value: Any) -> None:
        try:
            call(value)
        except errors.BadRequestError:
            pass  # It was sent.
        except ValueError as error:
            assert type(error) is ValueError
            assert str(error)

    with_any_value(check)


MODELS = [models.CaseWatchersResponse, models.TimelineResponse, models.CaseResponse, models.CaseInsight]


@pytest.mark.parametrize("model", MODELS)
def test_a_body_is_decoded_or_is_a_decode_error(model: Any) -> None:
    def check(value: Any) -> None:
        try:
            model.from_dict(value)
        except errors.ResponseDecodeError as error:
            assert str(error)

    with_any_value(check)
    # A list of 2^60 if the twice sixty lists that share their items were copied one by one.
    shared: list[Any] = []
    for _ in range(60):
        shared = [shared, shared]
    check({"more": shared})


@pytest.mark.parametrize("argument", ["reply", "headers", "delay"])
def test_a_reply_works_or_is_a_value_error(argument: str) -> None:
    def check(value: Any) -> None:
        service = FakeService()
        try:
            if argument == "reply":
                service.reply("list_case_watchers", value)
            else:
                service.reply("list_case_watchers", 200, **{argument: value})
        except ValueError as error:
            assert str(error)
        else:
            # A function or an exception does what it does, and a delay takes time.
            if argument != "delay" and not callable(value):
                with contextlib.suppress(errors.CaseManagementError):
                    service.client().list_case_watchers("C")

    with_any_value(check)


def test_a_row_is_made_of_any_model() -> None:
    def check(value: Any) -> None:
        with pytest.raises(ValueError, match=r"^to_row takes a model, such as a timeline cell, not "):
            to_row([value])  # type: ignore[arg-type]
        insight = copy.copy(INSIGHT)
        insight.additional_properties["more"] = value
        assert to_row(insight)["ref"] == INSIGHT.ref

    with_any_value(check)


def test_a_token_source_works_or_is_a_configuration_error() -> None:
    def check(value: Any) -> None:
        settings = {"api_key": None, "app_key": None, "access_token": lambda: value}
        for mode in ("sync", "async"):
            with pytest.raises((errors.ConfigurationError, errors.BadRequestError)):
                call_in(
                    mode, "list_case_watchers", "C", settings={"transport": httpx.MockTransport(respond), **settings}
                )

    with_any_value(check)


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_setting_that_cannot_even_be_examined_is_a_configuration_error(setting: str) -> None:
    keys = {} if setting == "access_token" else KEYS
    with pytest.raises(errors.ConfigurationError):
        Client(**{**keys, setting: Broken()})
