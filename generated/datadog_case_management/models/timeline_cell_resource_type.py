# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._enums import OpenEnum, members_of, to_member


class TimelineCellResourceType(OpenEnum):
    """The JSON:API resource type of a timeline cell."""

    TIMELINE_CELL = "timeline_cell"


_TIMELINE_CELL_RESOURCE_TYPE_MEMBERS = members_of(TimelineCellResourceType)


def to_timeline_cell_resource_type(value: TimelineCellResourceType | str) -> Any:
    return to_member(TimelineCellResourceType, _TIMELINE_CELL_RESOURCE_TYPE_MEMBERS, value)
