# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._codec import OpenEnum
from ..types import UNSET, Unset


class TimelineCellType(OpenEnum):
    """The kind of a timeline cell. Comments are the only documented kind."""

    COMMENT = "COMMENT"


_MEMBERS: dict[Any, Any] = {UNSET: UNSET, None: None, **{member.value: member for member in TimelineCellType}}


def to_timeline_cell_type(value: TimelineCellType | str | Unset) -> Any:
    """Convert a string to a member, listed or not; anything else is returned unchanged."""
    try:
        return _MEMBERS[value]
    except (KeyError, TypeError):
        return TimelineCellType(value) if isinstance(value, str) else value
