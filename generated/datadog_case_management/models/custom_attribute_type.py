# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from typing import Any

from ..types import OpenEnum, Unset


class CustomAttributeType(OpenEnum):
    """The kind of a custom attribute, which decides what it can hold and how it is entered."""

    URL = "URL"
    TEXT = "TEXT"
    NUMBER = "NUMBER"
    SELECT = "SELECT"


_MEMBERS = {member.value: member for member in CustomAttributeType}


def as_custom_attribute_type(value: CustomAttributeType | str | Unset) -> Any:
    """The member for a string, listed or not; anything else stays as it is."""
    if isinstance(value, str):
        return _MEMBERS.get(value) or CustomAttributeType(value)
    return value
