# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP

from .._codec import Model, comparable_extras, encode, new_instance, null_or_raise
from ..errors import ResponseDecodeError
from ..types import UNSET, Unset
from .timeline_cell_author_user_type import TimelineCellAuthorUserType, to_timeline_cell_author_user_type

_KNOWN = frozenset(("content", "type"))


@_attrs_define(on_setattr=NO_OP)
class TimelineCellAuthorUser(Model[Any]):
    """A user who caused a timeline cell.

    Attributes:
        content: The user's profile.
        type_: What kind of author it is.
    """

    content: TimelineCellAuthorUserContent | Unset = UNSET
    type_: TimelineCellAuthorUserType | Unset = _attrs_field(default=UNSET, converter=to_timeline_cell_author_user_type)
    _extras: dict[str, Any] | None = _attrs_field(init=False, default=None, eq=comparable_extras)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode the JSON object of this model.

        Raises:
            ResponseDecodeError: A required field is missing, or an object or array is something else.
        """
        self = new_instance(cls)
        get = src_dict.get
        at = ""
        try:
            at = "content"
            value = get(at, UNSET)
            self.content = (
                TimelineCellAuthorUserContent.from_dict(value) if type(value) is dict else null_or_raise(value)
            )
            self.type_ = to_timeline_cell_author_user_type(get("type", UNSET))
        except ResponseDecodeError as error:
            error.prepend(at)
            raise
        self._extras = None
        if not _KNOWN.issuperset(src_dict):
            self._extras = {key: value for key, value in src_dict.items() if key not in _KNOWN}
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        field_dict: dict[str, Any] = {}
        if self.content is not UNSET:
            field_dict["content"] = encode(self.content)
        if self.type_ is not UNSET:
            field_dict["type"] = getattr(self.type_, "_value_", self.type_)
        if self._extras:
            field_dict.update(self._extras)
        return field_dict


# Last, so that models may refer to each other in a circle.
from .timeline_cell_author_user_content import TimelineCellAuthorUserContent  # noqa: E402
