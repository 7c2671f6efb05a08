# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from typing import Any

from ..types import OpenEnum, Unset


class TimelineCellType(OpenEnum):
    """The kind of a timeline cell. Comments are the only documented kind."""

    COMMENT = "COMMENT"


_MEMBERS = {member.value: member for member in TimelineCellType}


def as_timeline_cell_type(value: TimelineCellType | str | Unset) -> Any:
    """The member for a string, listed or not; anything else stays as it is."""
    if isinstance(value, str):
        return _MEMBERS.get(value) or TimelineCellType(value)
    return value
