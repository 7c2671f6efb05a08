"""Encoding and checking of path, query and header arguments of every type."""

from __future__ import annotations

import datetime
import math
from typing import Any
from uuid import UUID

import pytest
from datadog_case_management import UNSET, models
from datadog_case_management._request import Parameter, check_required, header_values, path_segment, query_string

OWNER = UUID("8146583c-0b5f-11ec-abf8-da7ad0900001")
DAY = datetime.date(2025, 1, 2)
NOON = datetime.datetime(2025, 1, 2, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("python_type", "value", "sent"),
    [
        (str, "a b", "a%20b"),
        (str, "/é&", "%2F%C3%A9%26"),
        (str, models.CasePriority.P1, "P1"),
        (int, 3, "3"),
        (int, -3, "-3"),
        (float, 1.5, "1.5"),
        (float, 2, "2"),
        (bool, True, "true"),
        (bool, False, "false"),
        (UUID, OWNER, str(OWNER)),
        (UUID, "any text", "any%20text"),
        (datetime.date, DAY, "2025-01-02"),
        (datetime.datetime, NOON, "2025-01-02T12%3A00%3A00Z"),
    ],
)
def test_a_value_is_sent_in_the_form_of_its_type(python_type: type[Any], value: Any, sent: str) -> None:
    assert query_string((Parameter("a/[b]", "a", python_type),), value) == f"?a%2F%5Bb%5D={sent}"
    assert path_segment("a", value, python_type) == sent


@pytest.mark.parametrize(
    ("python_type", "value", "message"),
    [
        (str, 1, "a must be str, not int"),
        (str, OWNER, "a must be str, not UUID"),
        (str, "\ud800", "a must be text, without a lone surrogate"),
        (int, "1", "a must be int, not str"),
        (int, True, "a must be int, not bool"),
        (int, 1.5, "a must be int, not float"),
        (float, "1", "a must be float, not str"),
        (float, False, "a must be float, not bool"),
        (float, math.nan, "a must be a finite number, not nan"),
        (float, math.inf, "a must be a finite number, not inf"),
        (bool, 1, "a must be bool, not int"),
        (UUID, 1, "a must be UUID, not int"),
        (datetime.date, "2025-01-02", "a must be date, not str"),
        (datetime.date, NOON, "a must be date, not datetime"),
        (datetime.datetime, DAY, "a must be datetime, not date"),
        (datetime.datetime, NOON.replace(tzinfo=None), "a must have a time zone, such as datetime.UTC"),
    ],
)
def test_a_value_of_the_wrong_type_is_a_value_error(python_type: type[Any], value: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        query_string((Parameter("a", "a", python_type),), value)


@pytest.mark.parametrize(("value", "message"), [(0, "a must be at least 1, not 0"), (6, "a must be at most 5, not 6")])
def test_limits_apply_everywhere(value: int, message: str) -> None:
    limited = (Parameter("a", "a", int, minimum=1, maximum=5),)
    with pytest.raises(ValueError, match=f"^{message}$"):
        query_string(limited, value)
    with pytest.raises(ValueError, match=f"^{message}$"):
        header_values(limited, value)
    with pytest.raises(ValueError, match=f"^{message}$"):
        path_segment("a", value, int, minimum=1, maximum=5)
    assert [query_string(limited, value) for value in (1, 5)] == ["?a=1", "?a=5"]
    assert [path_segment("a", value, int, 1, 5) for value in (1, 5)] == ["1", "5"]
    assert [header_values(limited, value) for value in (1, 5)] == [{"a": "1"}, {"a": "5"}]


def test_each_item_of_a_list_is_sent_separately() -> None:
    many = (Parameter("a", "a", str, many=True), Parameter("b", "b", int))
    assert query_string(many, ["x", "y&"], 1) == "?a=x&a=y%26&b=1"
    assert query_string(many, ("x",), None) == "?a=x"
    assert query_string(many, None, UNSET) == ""


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("text", "a must be a list or another sequence, not str"),
        (b"bytes", "a must be a list or another sequence, not bytes"),
        (bytearray(b"x"), "a must be a list or another sequence, not bytearray"),
        ({"x"}, "a must be a list or another sequence, not set"),
        ([], "a must have an item: leave it out to send none"),
        (["x", 1], "a must be str, not int"),
    ],
)
def test_anything_but_a_list_is_a_value_error(value: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        query_string((Parameter("a", "a", str, many=True),), value)


def test_headers_are_text_and_omitted_ones_are_not_sent() -> None:
    parameters = (Parameter("X-A", "a", str), Parameter("X-B", "b", int), Parameter("X-C", "c", bool))
    assert header_values(parameters, "x y", 3, False) == {"X-A": "x y", "X-B": "3", "X-C": "false"}
    assert header_values(parameters, None, UNSET, True) == {"X-C": "true"}


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "é", " a", "a ", "\x00", "\ud800"])
def test_a_header_value_that_cannot_be_sent_is_a_value_error(value: str) -> None:
    message = r"^a must be printable ASCII, without spaces around it: it is sent as a header$"
    with pytest.raises(ValueError, match=message):
        header_values((Parameter("X-A", "a", str),), value)


@pytest.mark.parametrize("value", [None, UNSET])
def test_a_missing_required_argument_is_a_value_error(value: Any) -> None:
    check_required("a", 0)
    with pytest.raises(ValueError, match=r"^a must be given$"):
        check_required("a", value)
