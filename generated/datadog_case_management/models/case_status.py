# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._enums import OpenEnum, members_of, to_member
from ..types import Unset


class CaseStatus(OpenEnum):
    """The status of a case, as one of the three that the deprecated field knows."""

    OPEN = "OPEN"
    IN_PROGRESS = "IN_PROGRESS"
    CLOSED = "CLOSED"


_CASE_STATUS_MEMBERS = members_of(CaseStatus)


def to_case_status_or_unset(value: CaseStatus | str | Unset) -> Any:
    return to_member(CaseStatus, _CASE_STATUS_MEMBERS, value)
