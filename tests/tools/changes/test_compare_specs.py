"""Every change of the spec that callers notice is reported, with its effect, text and subject."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from edits import table, with_edits
from tools.changes.specs import Change, changes, subjects
from tools.changes.types import union_members
from tools.spec.document import snake_case

TABLE = table("compare_specs")
SPEC: dict[str, Any] = TABLE["spec"]


def lines(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """The changes as the table has them."""
    reported = []
    for effect, text, subject in changes(old, new):
        first = text.split()[0].rstrip(":")
        is_named = subject in (first, snake_case(first))
        reported.append(f"{effect}: {text}" if is_named else f"{effect}: {text} [{subject}]")
    return reported


@pytest.mark.parametrize("name", TABLE["changes"])
def test_a_change_and_the_change_back(name: str) -> None:
    row = TABLE["changes"][name]
    old, new = with_edits(SPEC, row.get("before")), with_edits(SPEC, row["edit"])
    for direction, reported in (("forward", lines(old, new)), ("back", lines(new, old))):
        expected = row.get(direction, reported)
        assert reported == ([expected] if isinstance(expected, str) else expected)


@pytest.mark.parametrize("name", TABLE["unnoticed"])
def test_what_callers_cannot_notice_is_not_reported(name: str) -> None:
    assert lines(SPEC, with_edits(SPEC, TABLE["unnoticed"][name])) == []


def moved(path: str, method: str) -> dict[str, Any]:
    """The spec with its operation elsewhere."""
    spec = deepcopy(SPEC)
    spec["paths"] = {path: {method: spec["paths"]["/things/{a}/{b}"]["put"]}}
    return spec


def test_another_order_of_path_arguments_is_reported() -> None:
    assert lines(SPEC, moved("/things/{b}/{a}", "post")) == [
        "breaking: listThings is POST /things/{b}/{a}, was PUT /things/{a}/{b}",
        "breaking: listThings: the path arguments are in a different order",
    ]


def test_a_renamed_path_argument_is_not_another_order() -> None:
    renamed = moved("/things/{c}/{b}", "put")
    renamed["paths"]["/things/{c}/{b}"]["put"]["parameters"][0]["name"] = "c"
    assert lines(SPEC, renamed) == [
        "breaking: listThings is PUT /things/{c}/{b}, was PUT /things/{a}/{b}",
        "breaking: listThings: argument a was removed",
        "breaking: listThings: argument c was added",
    ]


def test_the_subjects_include_the_iterators_of_operations() -> None:
    reported = [Change("breaking", "x", "list_things"), Change("breaking", "y")]
    assert subjects(reported, SPEC) == {"list_things", "iter_things"}
    assert subjects([Change("breaking", "x", "Thing")], SPEC) == {"Thing"}


@pytest.mark.parametrize(
    ("annotation", "members"),
    [
        ("Sequence[X | Mapping[str, Any]] | None", ["Sequence[X | Mapping[str, Any]]", "None"]),
        ("a[b[c | d] | e] | f | g[h | i]", ["a[b[c | d] | e]", "f", "g[h | i]"]),
    ],
)
def test_the_members_of_a_union_are_split_outside_brackets(annotation: str, members: list[str]) -> None:
    assert union_members(annotation) == members
