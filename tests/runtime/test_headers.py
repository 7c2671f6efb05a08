"""The headers of responses and errors."""

from __future__ import annotations

import copy
import pickle

import httpx
import pytest
from datadog_case_management.types import Headers


def test_names_are_case_insensitive_and_values_are_joined() -> None:
    headers = Headers([(b"X-A", b"1"), (b"x-a", b"2"), ("X-B", "3")])
    assert headers["x-A"] == "1, 2"
    assert headers.get_list("X-a") == ["1", "2"]
    assert headers.multi_items() == [("x-a", "1"), ("x-a", "2"), ("x-b", "3")]
    assert (len(headers), list(headers)) == (2, ["x-a", "x-b"])
    assert "X-C" not in headers
    with pytest.raises(KeyError):
        headers["X-C"]


def test_they_equal_other_mappings_of_the_same_headers() -> None:
    headers = Headers({"X-A": "1"})
    assert headers == {"x-A": "1"} == headers
    assert headers == httpx.Headers(headers)
    assert headers != {"X-A": "2"}
    assert headers != "X-A"
    assert headers == copy.copy(headers) == pickle.loads(pickle.dumps(headers))
    assert repr(headers) == "Headers([('x-a', '1')])"


def test_bytes_that_are_not_utf_8_are_latin_1() -> None:
    assert Headers([(b"X", "é".encode()), (b"Y", b"\xe9")]) == {"x": "é", "y": "é"}
