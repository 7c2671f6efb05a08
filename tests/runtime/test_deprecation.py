"""Deprecation warnings for callers, and not for attrs or this package."""

from __future__ import annotations

import copy
import pickle
import warnings
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from datadog_case_management import models
from datadog_case_management._deprecation import deprecated, warn_deprecated

STATUS = r"^CaseAttributes\.status: Deprecated, use `status_name` instead\."


def attributes() -> models.CaseAttributes:
    return models.CaseAttributes.from_dict({"status": "OPEN", "title": "x"})


def test_reading_a_deprecated_field_warns_at_the_callers_line() -> None:
    with pytest.warns(DeprecationWarning, match=STATUS) as caught:
        assert attributes().status == "OPEN"
    assert caught[0].filename == __file__


def test_a_deprecated_field_can_be_set_and_deleted() -> None:
    case = attributes()
    case.status = models.CaseStatus.CLOSED
    assert case.to_dict()["status"] == "CLOSED"
    del case.status
    with pytest.raises(AttributeError):
        case.to_dict()


@pytest.mark.parametrize(
    "use",
    [
        models.CaseAttributes.to_dict, repr, copy.copy, copy.deepcopy, attrs.asdict,
        lambda case: attrs.evolve(case, title="y"), lambda case: case == attributes(),
        lambda case: pickle.loads(pickle.dumps(case)), lambda case: case.title,
        lambda case: models.CaseAttributes(status="OPEN"),
    ],
)  # fmt: skip
def test_nothing_else_emits_a_deprecation_warning(use: Callable[[Any], Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        use(attributes())


def test_a_class_shows_its_deprecated_fields() -> None:
    assert str(models.CaseAttributes.__dict__["status"].__doc__).startswith("Deprecated, use `status_name` instead.")


def test_a_deprecated_argument_warns_at_the_callers_line() -> None:
    def prepare() -> None:
        warn_deprecated("old of method", "Use new.")

    def method() -> None:
        prepare()

    with pytest.warns(DeprecationWarning, match=r"^old of method: Use new\.$") as caught:
        method()
    assert (caught[0].filename, caught[0].lineno) == (__file__, method_line())


def method_line() -> int:
    with open(__file__, encoding="utf-8") as file:
        return next(number for number, line in enumerate(file, 1) if line == "        method()\n")


def test_a_deprecated_function_says_so() -> None:
    assert vars(deprecated("Use another.")(print_nothing))["__deprecated__"] == "Use another."


def print_nothing() -> None:
    pass
