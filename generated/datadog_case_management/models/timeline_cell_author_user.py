# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import Model, copy_extras, decode_error, encode, new_instance, null_or_raise, share_names
from ..types import UNSET, Unset
from .timeline_cell_author_user_type import (
    _TIMELINE_CELL_AUTHOR_USER_TYPE_MEMBERS,
    TimelineCellAuthorUserType,
    to_timeline_cell_author_user_type_or_unset,
)


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class TimelineCellAuthorUser(Model[Any]):
    """A user who caused a timeline cell."""

    content: TimelineCellAuthorUserContent | Unset = UNSET
    """The user's profile."""
    type: TimelineCellAuthorUserType | Unset = _attrs_field(
        default=UNSET, converter=to_timeline_cell_author_user_type_or_unset
    )
    """What kind of author it is."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("content", "type"))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        at = ""
        try:
            get = src_dict.get
            at = "content"
            value = get(at, UNSET)
            self.content = (
                new_instance(TimelineCellAuthorUserContent)._decode(value)
                if type(value) is dict
                else null_or_raise(value)
            )
            value = get("type", UNSET)
            try:
                self.type = _TIMELINE_CELL_AUTHOR_USER_TYPE_MEMBERS[value]
            except (KeyError, TypeError):
                self.type = to_timeline_cell_author_user_type_or_unset(value)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, at) from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if self.content is not UNSET:
            fields["content"] = encode(self.content)
        if self.type is not UNSET:
            fields["type"] = getattr(self.type, "_value_", self.type)
        return self._encoded(fields)


from .timeline_cell_author_user_content import TimelineCellAuthorUserContent  # noqa: E402

share_names(TimelineCellAuthorUser, globals())
