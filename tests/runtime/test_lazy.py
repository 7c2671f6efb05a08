"""Lazy exports are resolved on first use."""

from __future__ import annotations

import datadog_case_management
import pytest
from datadog_case_management import _enums, _lazy, errors


def test_a_name_is_resolved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(vars(datadog_case_management), "Client", raising=False)
    first = datadog_case_management.Client
    monkeypatch.setattr(_lazy, "import_module", None)
    assert datadog_case_management.Client is first


def test_submodules_are_modules() -> None:
    load, names = _lazy.lazy_exports("datadog_case_management", {"OpenEnum": "._enums"}, submodules=("errors",))
    assert load("errors") is errors
    assert set(names()) | {"api", "models"} == set(dir(datadog_case_management))
    with pytest.raises(AttributeError, match=r"^module 'datadog_case_management' has no attribute 'Nothing'$"):
        load("Nothing")
    assert load("OpenEnum") is _enums.OpenEnum
    vars(datadog_case_management).pop("OpenEnum")
