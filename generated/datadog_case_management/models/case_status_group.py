# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._codec import OpenEnum
from ..types import UNSET, Unset


class CaseStatusGroup(OpenEnum):
    """The group that the status of a case is in."""

    SG_OPEN = "SG_OPEN"
    SG_IN_PROGRESS = "SG_IN_PROGRESS"
    SG_CLOSED = "SG_CLOSED"


_MEMBERS: dict[Any, Any] = {UNSET: UNSET, None: None, **{member.value: member for member in CaseStatusGroup}}


def to_case_status_group(value: CaseStatusGroup | str | Unset) -> Any:
    """Convert a string to a member, listed or not; anything else is returned unchanged."""
    try:
        return _MEMBERS[value]
    except (KeyError, TypeError):
        return CaseStatusGroup(value) if isinstance(value, str) else value
