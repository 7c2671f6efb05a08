# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._enums import OpenEnum, members_of, to_member


class CustomAttributeType(OpenEnum):
    """The kind of a custom attribute, which decides what it can hold and how it is entered."""

    URL = "URL"
    TEXT = "TEXT"
    NUMBER = "NUMBER"
    SELECT = "SELECT"


_CUSTOM_ATTRIBUTE_TYPE_MEMBERS = members_of(CustomAttributeType)


def to_custom_attribute_type(value: CustomAttributeType | str) -> Any:
    return to_member(CustomAttributeType, _CUSTOM_ATTRIBUTE_TYPE_MEMBERS, value)
