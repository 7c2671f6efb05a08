# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._codec import OpenEnum
from ..types import UNSET, Unset


class ProjectResourceType(OpenEnum):
    """The JSON:API resource type of a project."""

    PROJECT = "project"


_MEMBERS: dict[Any, Any] = {UNSET: UNSET, None: None, **{member.value: member for member in ProjectResourceType}}


def to_project_resource_type(value: ProjectResourceType | str | Unset) -> Any:
    """Convert a string to a member, listed or not; anything else is returned unchanged."""
    try:
        return _MEMBERS[value]
    except (KeyError, TypeError):
        return ProjectResourceType(value) if isinstance(value, str) else value
