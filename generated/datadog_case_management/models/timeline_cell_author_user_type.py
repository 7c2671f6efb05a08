# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._enums import OpenEnum, members_of, to_member
from ..types import Unset


class TimelineCellAuthorUserType(OpenEnum):
    """The kind of an author. USER is the only documented one."""

    USER = "USER"


_TIMELINE_CELL_AUTHOR_USER_TYPE_MEMBERS = members_of(TimelineCellAuthorUserType)


def to_timeline_cell_author_user_type_or_unset(value: TimelineCellAuthorUserType | str | Unset) -> Any:
    return to_member(TimelineCellAuthorUserType, _TIMELINE_CELL_AUTHOR_USER_TYPE_MEMBERS, value)
