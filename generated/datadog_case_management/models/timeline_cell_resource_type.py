# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._codec import OpenEnum
from ..types import UNSET, Unset


class TimelineCellResourceType(OpenEnum):
    """The JSON:API resource type of a timeline cell."""

    TIMELINE_CELL = "timeline_cell"


_MEMBERS: dict[Any, Any] = {UNSET: UNSET, None: None, **{member.value: member for member in TimelineCellResourceType}}


def to_timeline_cell_resource_type(value: TimelineCellResourceType | str | Unset) -> Any:
    """Convert a string to a member, listed or not; anything else is returned unchanged."""
    try:
        return _MEMBERS[value]
    except (KeyError, TypeError):
        return TimelineCellResourceType(value) if isinstance(value, str) else value
