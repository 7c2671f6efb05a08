# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from typing import Any

from ..types import OpenEnum, Unset


class CaseWatcherResourceType(OpenEnum):
    """The JSON:API resource type of a watcher."""

    WATCHER = "watcher"


_MEMBERS = {member.value: member for member in CaseWatcherResourceType}


def as_case_watcher_resource_type(value: CaseWatcherResourceType | str | Unset) -> Any:
    """The member for a string, listed or not; anything else stays as it is."""
    if isinstance(value, str):
        return _MEMBERS.get(value) or CaseWatcherResourceType(value)
    return value
