"""Every kind of object in the spec: the keywords that it may and must have, and the form of each value."""

from __future__ import annotations

import re

import pytest
import yaml
from repository import DATA, page_table
from tools.lint import keywords
from tools.lint.keywords import ANY, COUNT, FLAG, NUMBER, TEXT, Form, ListOf, MapOf

# Not as a table of edits, because its references lead nowhere.
TABLE = yaml.safe_load((DATA / "keywords.yaml").read_text(encoding="utf-8"))
ROWS = {name: (form, row) for form, rows in TABLE.items() for name, row in rows.items()}
FORMS = {"text": TEXT, "flag": FLAG, "number": NUMBER, "count": COUNT, "anything": ANY}


def form_of(text: str) -> Form:
    if text.startswith(("list of ", "map of ")):
        container, _, item = text.partition(" of ")
        return (ListOf if container == "list" else MapOf)(FORMS[item])
    return FORMS.get(text, text)


@pytest.mark.parametrize("name", ROWS)
def test_a_value_that_does_not_have_its_form_is_reported(name: str) -> None:
    text, row = ROWS[name]
    expected = [
        (() if place == "here" else tuple(place.split(" ")), message)
        for place, messages in row.get("expect", {}).items()
        for message in ([messages] if isinstance(messages, str) else messages)
    ]
    for outer in ((), ("at",)):
        reported = [
            (tuple(map(str, place)), message)
            for place, message in keywords.problems(row["value"], form_of(text), outer)
        ]
        if outer and isinstance(row["value"], str) and text.startswith("list"):
            assert [place for place, _ in reported] == [outer]
        else:
            assert reported == [((*outer, *place), message) for place, message in expected]


def test_a_document_is_checked_as_a_spec() -> None:
    assert (("info",), "must be the info, not nothing") in list(keywords.problems({"info": None}))


@pytest.mark.parametrize(
    ("word", "end"),
    [("prise", ": did you mean `price`?"), ("cost", ""), ("clrx", ""), ("price", ": did you mean `price`?")],
)
def test_a_similar_word_is_suggested(word: str, end: str) -> None:
    assert keywords.suggestion(word, ["color", "price", "prices"]) == end


def test_the_page_lists_every_rejected_keyword() -> None:
    listed = {
        (owner, keyword): instead
        for owner, names, instead in page_table("docs/openapi.md", "Rejected keywords")
        for keyword in re.findall("`([^`]+)`", names)
    }
    rejected = keywords.INSTEAD.items()
    assert listed == {(owner, keyword): text for owner, texts in rejected for keyword, text in texts.items()}
