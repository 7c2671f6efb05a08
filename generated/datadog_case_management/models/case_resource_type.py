# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from typing import Any

from ..types import OpenEnum, Unset


class CaseResourceType(OpenEnum):
    """The JSON:API resource type of a case."""

    CASE = "case"


_MEMBERS = {member.value: member for member in CaseResourceType}


def as_case_resource_type(value: CaseResourceType | str | Unset) -> Any:
    """The member for a string, listed or not; anything else stays as it is."""
    if isinstance(value, str):
        return _MEMBERS.get(value) or CaseResourceType(value)
    return value
