# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._enums import OpenEnum, members_of, to_member
from ..types import Unset


class TimelineCellType(OpenEnum):
    """The kind of a timeline cell. Comments are the only documented kind."""

    COMMENT = "COMMENT"


_TIMELINE_CELL_TYPE_MEMBERS = members_of(TimelineCellType)


def to_timeline_cell_type_or_unset(value: TimelineCellType | str | Unset) -> Any:
    return to_member(TimelineCellType, _TIMELINE_CELL_TYPE_MEMBERS, value)
