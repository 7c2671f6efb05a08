# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._enums import OpenEnum, members_of, to_member
from ..types import Unset


class CaseStatusGroup(OpenEnum):
    """The group that the status of a case is in."""

    SG_OPEN = "SG_OPEN"
    SG_IN_PROGRESS = "SG_IN_PROGRESS"
    SG_CLOSED = "SG_CLOSED"


_CASE_STATUS_GROUP_MEMBERS = members_of(CaseStatusGroup)


def to_case_status_group_or_unset(value: CaseStatusGroup | str | Unset) -> Any:
    return to_member(CaseStatusGroup, _CASE_STATUS_GROUP_MEMBERS, value)
