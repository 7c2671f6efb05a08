# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._codec import Model, comparable_extras, new_instance
from ..types import UNSET, Unset

_KNOWN = frozenset(("message",))


@_attrs_define
class TimelineCellContentComment(Model[Any]):
    """The content of a comment.

    Attributes:
        message: The text of the comment, in Markdown.
    """

    message: str | Unset = UNSET
    _extras: dict[str, Any] | None = _attrs_field(init=False, default=None, eq=comparable_extras)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode the JSON object of this model.

        Raises:
            ResponseDecodeError: A required field is missing, or an object or array is something else.
        """
        self = new_instance(cls)
        get = src_dict.get
        self.message = get("message", UNSET)
        self._extras = None
        if not _KNOWN.issuperset(src_dict):
            self._extras = {key: value for key, value in src_dict.items() if key not in _KNOWN}
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        field_dict: dict[str, Any] = {}
        if self.message is not UNSET:
            field_dict["message"] = self.message
        if self._extras:
            field_dict.update(self._extras)
        return field_dict
