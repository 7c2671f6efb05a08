# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._codec import OpenEnum
from ..types import UNSET, Unset


class CaseResourceType(OpenEnum):
    """The JSON:API resource type of a case."""

    CASE = "case"


_MEMBERS: dict[Any, Any] = {UNSET: UNSET, None: None, **{member.value: member for member in CaseResourceType}}


def to_case_resource_type(value: CaseResourceType | str | Unset) -> Any:
    """Convert a string to a member, listed or not; anything else is returned unchanged."""
    try:
        return _MEMBERS[value]
    except (KeyError, TypeError):
        return CaseResourceType(value) if isinstance(value, str) else value
