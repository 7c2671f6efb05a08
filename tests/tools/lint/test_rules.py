"""Every rule for the spec: what breaks it, where it is reported, and the message. See tests/data/rules.yaml."""

from __future__ import annotations

from typing import Any

import pytest
from edits import place_of, table, with_edits
from repository import page_table
from tools.lint import operations, references, schemas

TABLE = table("rules")
SPEC: dict[str, Any] = TABLE["spec"]
CHECKS = {"rules": TABLE, "references": TABLE["references"]}
# Each row: the check, its edits, and the expected problems as place and message.
Problems = set[tuple[str, str]]
ROWS: dict[str, tuple[str, dict[str, Any], Problems]] = {}
for check, rows in CHECKS.items():
    for name, edits in rows["accepted"].items():
        ROWS[f"{check}: {name}"] = (check, edits, set())
    for message, group in rows["rejected"].items():
        for name, row in group.items():
            place = row.get("at", next(iter(row)))
            ROWS[f"{check}: {name}"] = (check, row.get("edit", row), {(place, message)})
    for name, row in rows["several"].items():
        expected = {
            (place, message)
            for place, messages in row["expect"].items()
            for message in ([messages] if isinstance(messages, str) else messages)
        }
        ROWS[f"{check}: {name}"] = (check, row["edit"], expected)


def problems(check: str, spec: dict[str, Any]) -> list[tuple[str, str]]:
    """The problems of a spec, with the steps of their places."""
    if check == "references":
        reported = [*references.problems(spec)]
    else:
        reported = [*operations.problems(spec), *schemas.problems(spec), *references.unused(spec)]
    return [(" ".join(map(str, place)), message) for place, message in reported]


def matches(message: str, expected: str) -> bool:
    """Whether a message is the expected one, of which the table may have only the start."""
    return message == expected or (expected.endswith(" …") and message.startswith(expected[:-1]))


def test_each_rejected_construct_of_the_page_has_a_row_with_the_message_of_the_page() -> None:
    messages = {name.partition(": ")[2]: str(expected) for name, (_, _, expected) in ROWS.items()}
    messages |= {name: str(row.get("expect")) for rows in table("keywords").values() for name, row in rows.items()}
    messages |= {name: row["expect"] for name, row in table("validate")["unreadable"].items()}
    for construct, instead in page_table("docs/openapi.md", "Rejected constructs"):
        assert instead in messages[construct]


@pytest.mark.parametrize("check", CHECKS)
def test_the_spec_of_the_table_is_valid(check: str) -> None:
    assert problems(check, SPEC) == []


@pytest.mark.parametrize("name", ROWS)
def test_an_edit_causes_exactly_these_problems(name: str) -> None:
    check, edits, expected = ROWS[name]
    reported = problems(check, with_edits(SPEC, edits))
    assert len(reported) == len(expected), reported
    for text, message in expected:
        place = " ".join(place_of(SPEC, text))
        assert any(at == place and matches(actual, message) for at, actual in reported), reported


def test_a_spec_with_almost_nothing_causes_no_traceback() -> None:
    operation = {"operationId": "watch", "x-pagination": {"pageParam": "page", "resultsPath": "x"}, "responses": {}}
    tagged = {"operationId": "list", "responses": {}, "security": [{"Token": []}, {"Other": []}]}
    spec = {key: SPEC[key] for key in ("openapi", "info", "servers")} | {"components": {}}
    spec["paths"] = {"/a": {"get": operation}, "/b": {"get": tagged}}
    assert problems("references", spec) == []
    messages = [message for _, message in problems("rules", spec)]
    for expected in (
        "no header appKeyAuth: …",
        "the query has no parameter page",
        "no security scheme is called Other",
    ):
        assert any(matches(message, expected) or message.startswith(expected[:-1]) for message in messages)


def test_a_reference_of_a_spec_without_components_is_reported() -> None:
    parameters = [{"schema": {"$ref": "#/components/schemas/Color"}}]
    ((_, message),) = references.problems({"paths": {"/x": {"get": {"parameters": parameters}}}})
    assert message == "$ref to #/components/schemas/Color, which does not exist"


def test_a_long_message_is_cut() -> None:
    spec = with_edits(SPEC, {"Part properties color example": "x" * 400})
    ((_, message),) = problems("rules", spec)
    assert message == f"its own schema rejects it: '{'x' * 299}"
