# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._codec import OpenEnum
from ..types import UNSET, Unset


class CasePriority(OpenEnum):
    """The priority of a case, from P1, the most urgent, to P5."""

    NOT_DEFINED = "NOT_DEFINED"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"
    P5 = "P5"


_MEMBERS: dict[Any, Any] = {UNSET: UNSET, None: None, **{member.value: member for member in CasePriority}}


def to_case_priority(value: CasePriority | str | Unset) -> Any:
    """Convert a string to a member, listed or not; anything else is returned unchanged."""
    try:
        return _MEMBERS[value]
    except (KeyError, TypeError):
        return CasePriority(value) if isinstance(value, str) else value
