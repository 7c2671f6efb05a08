# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from typing import Any

from ..types import OpenEnum, Unset


class TimelineCellAuthorUserType(OpenEnum):
    """The kind of an author. USER is the only documented one."""

    USER = "USER"


_MEMBERS = {member.value: member for member in TimelineCellAuthorUserType}


def as_timeline_cell_author_user_type(value: TimelineCellAuthorUserType | str | Unset) -> Any:
    """The member for a string, listed or not; anything else stays as it is."""
    if isinstance(value, str):
        return _MEMBERS.get(value) or TimelineCellAuthorUserType(value)
    return value
