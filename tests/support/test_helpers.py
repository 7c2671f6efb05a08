"""Failures of the contract tests show every difference, and the file to edit."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import check_same, differences


@pytest.mark.parametrize(
    ("expected", "actual", "message"),
    [
        ({"a": [1, {"b": None}]}, {"a": [1, {"b": None}]}, []),
        (
            {"a": 1, "b": 2},
            {"a": 2, "c": 3},
            ["$.a: 2, expected 1", "$.b: missing, expected 2", "$.c: 3, not expected"],
        ),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, ["$: in the order b, a, expected a, b"]),
        ([{"a": 1}, {}], [{"a": 2}], ["$[0].a: 2, expected 1", "$: 1 items, expected 2"]),
        (["x", "y"], ["y", "z"], ['$: missing, expected "x"', '$: "z", not expected']),
        (["x", "y"], ["y", "x"], ['$: in the order ["y", "x"], expected ["x", "y"]']),
        (1, 1.0, ["$: 1.0, expected 1"]),
        (1, True, ["$: true, expected 1"]),
        ("x", None, ['$: null, expected "x"']),
        ("x" * 300, "", [f'$: "", expected "{"x" * 196}...']),
    ],
)
def test_every_difference_is_reported_by_its_path(expected: Any, actual: Any, message: list[str]) -> None:
    assert list(differences(expected, actual)) == message


def test_a_failure_names_the_file_to_edit() -> None:
    check_same("a.yaml", [1], [1])
    with pytest.raises(AssertionError, match=r"^1 differences. Fix: a\.yaml:\n\$\[0\]: 2, expected 1$"):
        check_same("a.yaml", [1], [2])
