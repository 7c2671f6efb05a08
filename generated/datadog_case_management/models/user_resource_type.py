# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._enums import OpenEnum, members_of, to_member


class UserResourceType(OpenEnum):
    """The JSON:API resource type of a user."""

    USER = "user"


_USER_RESOURCE_TYPE_MEMBERS = members_of(UserResourceType)


def to_user_resource_type(value: UserResourceType | str) -> Any:
    return to_member(UserResourceType, _USER_RESOURCE_TYPE_MEMBERS, value)
