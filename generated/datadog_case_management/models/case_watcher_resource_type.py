# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._enums import OpenEnum, members_of, to_member


class CaseWatcherResourceType(OpenEnum):
    """The JSON:API resource type of a watcher."""

    WATCHER = "watcher"


_CASE_WATCHER_RESOURCE_TYPE_MEMBERS = members_of(CaseWatcherResourceType)


def to_case_watcher_resource_type(value: CaseWatcherResourceType | str) -> Any:
    return to_member(CaseWatcherResourceType, _CASE_WATCHER_RESOURCE_TYPE_MEMBERS, value)
