"""Settings, arguments and bodies of every Python type work or raise a documented error."""

from __future__ import annotations

import datetime
import decimal
import enum
import fractions
import math
import uuid
from types import SimpleNamespace
from typing import Any

import attrs
import httpx
import pytest
from datadog_case_management import UNSET, AsyncClient, Client, errors, models
from datadog_case_management._config import Config
from helpers import INSIGHT, KEYS, Broken, run_async
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
ATOMS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.uuids(), st.datetimes(),
    st.just(5000).map(deep),
    st.just(5000).map(lambda digits: 10**digits),
    st.decimals(), st.fractions(), st.complex_numbers(),
    st.text(st.characters(categories=["Cs", "Cc", "Lu"])),  # lone surrogates and control characters
    st.sampled_from([
        "", ".", "..", "/", "a/b", "x" * 70_000, -1, 0, math.nan, math.inf, UNSET, Colour.RED, Strange("x"),
        models.CaseInsightType.MONITOR, models.CaseInsight, INSIGHT, Broken(), CIRCLE, object(), object, len,
        range(3), iter(()), memoryview(b"x"), bytearray(b"x"), SimpleNamespace(), NotImplemented, ..., uuid.uuid4,
        datetime.date(2025, 1, 2), datetime.time(1), decimal.Decimal("sNaN"), fractions.Fraction(1, 3),
        httpx.URL("http://h"), httpx.Timeout(1), httpx.Limits(), httpx.Headers({"a": "b"}), ValueError, "\ud800",
    ]),
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


def respond(request: httpx.Request) -> httpx.Response:
    return httpx.Response(400)


CLIENT = Client(transport=httpx.MockTransport(respond), **KEYS)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@given(name=st.sampled_from(SETTINGS), value=ANYTHING)
def test_a_setting_works_or_is_a_configuration_error(kind: Any, name: str, value: Any) -> None:
    try:
        client = kind(**{**KEYS, name: value})
    except errors.ConfigurationError as error:
        assert str(error)
    else:
        repr(client)
        if kind is Client:
            client.close()


@given(name=st.sampled_from(["timeout", "max_retries", "headers", "event_hooks"]), value=ANYTHING)
def test_an_option_works_or_is_a_configuration_error(name: str, value: Any) -> None:
    try:
        CLIENT.with_options(**{name: value})
    except errors.ConfigurationError as error:
        assert str(error)


@given(values=st.tuples(ANYTHING, ANYTHING, ANYTHING))
def test_an_argument_works_or_is_a_value_error(values: tuple[Any, Any, Any]) -> None:
    one, two, three = values
    calls: list[Any] = [
        lambda: CLIENT.watch_case(one, two),
        lambda: CLIENT.list_case_watchers(one),
        lambda: CLIENT.list_case_timeline("C", page_size=two, page_number=three),
        lambda: list(CLIENT.iter_case_timeline("C", page_size=two)),
        lambda: CLIENT.add_case_insights("C", insights=three),
        lambda: CLIENT.add_case_insights("C", insights=[{"type": one, "ref": two, "resource_id": three}]),
        lambda: CLIENT.add_case_insights("C", insights=[{**INSIGHT.to_dict(), "more": three}]),
        lambda: CLIENT.add_case_insights("C", body=three),
    ]
    for call in calls:
        try:
            call()
        except errors.BadRequestError:
            pass  # It was sent.
        except ValueError as error:
            assert type(error) is ValueError
            assert str(error)


@given(value=ANYTHING)
def test_a_body_is_decoded_or_is_a_decode_error(value: Any) -> None:
    for model in (models.CaseWatchersResponse, models.TimelineResponse, models.CaseResponse, models.CaseInsight):
        try:
            model.from_dict(value)
        except errors.ResponseDecodeError as error:
            assert str(error)


@given(value=ANYTHING)
def test_a_token_source_works_or_is_a_configuration_error(value: Any) -> None:
    client = Client(access_token=lambda: value, transport=httpx.MockTransport(respond))
    with pytest.raises((errors.ConfigurationError, errors.BadRequestError)):
        client.list_case_watchers("C")

    async def run() -> None:
        asynchronous = AsyncClient(access_token=lambda: value, transport=httpx.MockTransport(respond))
        with pytest.raises((errors.ConfigurationError, errors.BadRequestError)):
            await asynchronous.list_case_watchers("C")

    run_async(run())


@pytest.mark.parametrize("setting", [attribute.name for attribute in attrs.fields(Config)])
def test_a_setting_that_cannot_even_be_examined_is_a_configuration_error(setting: str) -> None:
    keys = {} if setting == "access_token" else KEYS
    with pytest.raises(errors.ConfigurationError):
        Client(**{**keys, setting: Broken()})
