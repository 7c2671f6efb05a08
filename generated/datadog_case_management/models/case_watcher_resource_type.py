# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._codec import OpenEnum
from ..types import UNSET, Unset


class CaseWatcherResourceType(OpenEnum):
    """The JSON:API resource type of a watcher."""

    WATCHER = "watcher"


_MEMBERS: dict[Any, Any] = {UNSET: UNSET, None: None, **{member.value: member for member in CaseWatcherResourceType}}


def to_case_watcher_resource_type(value: CaseWatcherResourceType | str | Unset) -> Any:
    """Convert a string to a member, listed or not; anything else is returned unchanged."""
    try:
        return _MEMBERS[value]
    except (KeyError, TypeError):
        return CaseWatcherResourceType(value) if isinstance(value, str) else value
