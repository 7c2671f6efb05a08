# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._enums import OpenEnum, members_of, to_member


class ProjectResourceType(OpenEnum):
    """The JSON:API resource type of a project."""

    PROJECT = "project"


_PROJECT_RESOURCE_TYPE_MEMBERS = members_of(ProjectResourceType)


def to_project_resource_type(value: ProjectResourceType | str) -> Any:
    return to_member(ProjectResourceType, _PROJECT_RESOURCE_TYPE_MEMBERS, value)
