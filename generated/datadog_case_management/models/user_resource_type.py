# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from typing import Any

from ..types import OpenEnum, Unset


class UserResourceType(OpenEnum):
    """The JSON:API resource type of a user."""

    USER = "user"


_MEMBERS = {member.value: member for member in UserResourceType}


def as_user_resource_type(value: UserResourceType | str | Unset) -> Any:
    """The member for a string, listed or not; anything else stays as it is."""
    if isinstance(value, str):
        return _MEMBERS.get(value) or UserResourceType(value)
    return value
