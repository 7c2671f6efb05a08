# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._enums import OpenEnum, members_of, to_member
from ..types import Unset


class CaseType(OpenEnum):
    """The kind of a case, as the deprecated field knows it."""

    STANDARD = "STANDARD"


_CASE_TYPE_MEMBERS = members_of(CaseType)


def to_case_type_or_unset(value: CaseType | str | Unset) -> Any:
    return to_member(CaseType, _CASE_TYPE_MEMBERS, value)
