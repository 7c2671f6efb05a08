# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._codec import OpenEnum
from ..types import UNSET, Unset


class TimelineCellAuthorUserType(OpenEnum):
    """The kind of an author. USER is the only documented one."""

    USER = "USER"


_MEMBERS: dict[Any, Any] = {UNSET: UNSET, None: None, **{member.value: member for member in TimelineCellAuthorUserType}}


def to_timeline_cell_author_user_type(value: TimelineCellAuthorUserType | str | Unset) -> Any:
    """Convert a string to a member, listed or not; anything else is returned unchanged."""
    try:
        return _MEMBERS[value]
    except (KeyError, TypeError):
        return TimelineCellAuthorUserType(value) if isinstance(value, str) else value
