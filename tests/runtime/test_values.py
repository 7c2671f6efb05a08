"""Enums and timestamps: how they are read, and encoded as they were received."""

from __future__ import annotations

import copy
import importlib
import json
import pickle
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from datadog_case_management import UNSET, models
from helpers import SPEC_DOCUMENT

SCHEMAS: dict[str, dict[str, Any]] = SPEC_DOCUMENT["components"]["schemas"]
ENUMS = [name for name, schema in SCHEMAS.items() if "enum" in schema]


@pytest.mark.parametrize("name", ENUMS)
def test_an_enum_has_the_values_of_the_spec_in_order_and_accepts_others(name: str) -> None:
    assert [member.value for member in getattr(models, name.replace("3rd", "Third"))] == SCHEMAS[name]["enum"]
    (module,) = {getattr(models, name.replace("3rd", "Third")).__module__}
    names = vars(importlib.import_module(module))
    (converter,) = (names[name] for name in names if name.startswith(f"to_{module.rpartition('.')[2]}"))
    first = SCHEMAS[name]["enum"][0]
    assert converter(first) is getattr(models, name.replace("3rd", "Third"))(first)
    assert converter("unheard of") == "unheard of"
    assert type(converter("unheard of")) is getattr(models, name.replace("3rd", "Third"))
    assert converter(3) == 3
    assert converter(UNSET) is UNSET


UNLISTED = ["TUNKNOWN", "", "not a name", "ü", "\ud800", "None", "mro"]


@pytest.mark.parametrize("value", UNLISTED)
def test_an_unlisted_enum_value_is_its_string(value: str) -> None:
    before = list(models.CasePriority)
    priority = models.CaseAttributes.from_dict({"priority": value}).priority
    assert isinstance(priority, models.CasePriority)
    assert priority == priority.value == priority.name == value
    assert hash(priority) == hash(value)
    assert (str(priority), f"{priority}", f"{priority:>3}") == (value, value, f"{value:>3}")
    assert json.dumps({"type": priority}) == json.dumps({"type": value})
    if value.isprintable():
        assert pickle.loads(pickle.dumps(priority)) == value
    assert copy.deepcopy(priority) == copy.copy(priority) == value
    assert isinstance(copy.deepcopy(priority), models.CasePriority)
    assert priority in {value}
    assert list(models.CasePriority) == before
    assert value not in models.CasePriority.__members__


def test_a_listed_enum_value_is_the_member() -> None:
    assert models.CaseAttributes.from_dict({"priority": "P1"}).priority is models.CasePriority.P1
    assert models.CasePriority("P1") is models.CasePriority.P1
    with pytest.raises(ValueError, match="3"):
        models.CasePriority(3)


# What is no instant of RFC 3339 stays a string.
TIMESTAMPS = {
    "2025-10-01T12:46:40.526592Z": "2025-10-01T12:46:40.526592+00:00",
    "2025-10-01T12:46:40Z": "2025-10-01T12:46:40+00:00",
    "2019-09-19T10:00:00.000Z": "2019-09-19T10:00:00+00:00",
    "2025-12-30T13:49:46.968106806Z": "2025-12-30T13:49:46.968106+00:00",
    "2025-10-01T12:46:40.5+05:30": "2025-10-01T07:16:40.5+00:00",
    "2025-10-01 12:46:40Z": "2025-10-01T12:46:40+00:00",
    "2025-10-01T12:46:40": None,
    "2025-10-01": None,
    "yesterday": None,
    "": None,
}


@pytest.mark.parametrize("text", TIMESTAMPS)
def test_a_timestamp_is_an_instant_and_encodes_as_it_was_received(text: str) -> None:
    attributes = models.CaseAttributes.from_dict({"created_at": text})
    assert attributes.to_dict() == {"created_at": text}
    instant = TIMESTAMPS[text]
    assert attributes.created_at == (text if instant is None else datetime.fromisoformat(instant))


def test_an_assigned_timestamp_encodes_as_rfc_3339() -> None:
    attributes = models.CaseAttributes.from_dict({"created_at": "2025-01-02T03:04:05.000Z"})
    # The same instant as before, in another zone.
    attributes.created_at = datetime(2025, 1, 2, 4, 4, 5, tzinfo=timezone(timedelta(hours=1)))
    assert attributes.to_dict() == {"created_at": "2025-01-02T04:04:05+01:00"}
    attributes.created_at = datetime(2025, 1, 3, 3, 4, 5, tzinfo=UTC)
    assert attributes.to_dict() == {"created_at": "2025-01-03T03:04:05Z"}
    attributes.created_at = datetime(2025, 1, 2, 3, 4, 5, 6, tzinfo=timezone(timedelta(hours=-3)))
    assert attributes.to_dict() == {"created_at": "2025-01-02T03:04:05.000006-03:00"}
