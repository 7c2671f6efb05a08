# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._enums import OpenEnum, members_of, to_member


class CaseResourceType(OpenEnum):
    """The JSON:API resource type of a case."""

    CASE = "case"


_CASE_RESOURCE_TYPE_MEMBERS = members_of(CaseResourceType)


def to_case_resource_type(value: CaseResourceType | str) -> Any:
    return to_member(CaseResourceType, _CASE_RESOURCE_TYPE_MEMBERS, value)
