# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from typing import Any

from ..types import OpenEnum, Unset


class CaseType(OpenEnum):
    """The kind of a case, as the deprecated field knows it."""

    STANDARD = "STANDARD"


_MEMBERS = {member.value: member for member in CaseType}


def as_case_type(value: CaseType | str | Unset) -> Any:
    """The member for a string, listed or not; anything else stays as it is."""
    if isinstance(value, str):
        return _MEMBERS.get(value) or CaseType(value)
    return value
