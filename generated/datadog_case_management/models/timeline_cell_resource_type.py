# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from typing import Any

from ..types import OpenEnum, Unset


class TimelineCellResourceType(OpenEnum):
    """The JSON:API resource type of a timeline cell."""

    TIMELINE_CELL = "timeline_cell"


_MEMBERS = {member.value: member for member in TimelineCellResourceType}


def as_timeline_cell_resource_type(value: TimelineCellResourceType | str | Unset) -> Any:
    """The member for a string, listed or not; anything else stays as it is."""
    if isinstance(value, str):
        return _MEMBERS.get(value) or TimelineCellResourceType(value)
    return value
