# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._enums import OpenEnum, members_of, to_member
from ..types import Unset


class CasePriority(OpenEnum):
    """The priority of a case, from P1, the most urgent, to P5."""

    NOT_DEFINED = "NOT_DEFINED"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"
    P5 = "P5"


_CASE_PRIORITY_MEMBERS = members_of(CasePriority)


def to_case_priority_or_unset(value: CasePriority | str | Unset) -> Any:
    return to_member(CasePriority, _CASE_PRIORITY_MEMBERS, value)
