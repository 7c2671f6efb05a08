# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._codec import OpenEnum
from ..types import UNSET, Unset


class CustomAttributeType(OpenEnum):
    """The kind of a custom attribute, which decides what it can hold and how it is entered."""

    URL = "URL"
    TEXT = "TEXT"
    NUMBER = "NUMBER"
    SELECT = "SELECT"


_MEMBERS: dict[Any, Any] = {UNSET: UNSET, None: None, **{member.value: member for member in CustomAttributeType}}


def to_custom_attribute_type(value: CustomAttributeType | str | Unset) -> Any:
    """Convert a string to a member, listed or not; anything else is returned unchanged."""
    try:
        return _MEMBERS[value]
    except (KeyError, TypeError):
        return CustomAttributeType(value) if isinstance(value, str) else value
