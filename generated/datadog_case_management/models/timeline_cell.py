# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import (
    Model,
    copy_extras,
    decode_datetime,
    decode_error,
    decode_member,
    encode,
    is_member,
    share_names,
    source_of,
)
from ..types import UNSET, Unset
from .timeline_cell_type import _TIMELINE_CELL_TYPE_MEMBERS, TimelineCellType, to_timeline_cell_type_or_unset


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class TimelineCell(Model[Any]):
    """What happened in one event of a case's history: a comment, a change of status, a new assignee, and so on."""

    author: TimelineCellAuthorUser | dict[str, Any] | Unset = UNSET
    """Who did it."""
    cell_content: TimelineCellContentComment | dict[str, Any] | Unset = UNSET
    """What it says; its form depends on the type of the cell."""
    created_at: datetime.datetime | Unset = UNSET
    """When the cell was created."""
    deleted_at: datetime.datetime | Unset = UNSET
    """When the cell was deleted, if it was."""
    modified_at: datetime.datetime | Unset = UNSET
    """When the cell was last changed, if it was."""
    type: TimelineCellType | Unset = _attrs_field(default=UNSET, converter=to_timeline_cell_type_or_unset)
    """What kind of event it is."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("author", "cell_content", "created_at", "deleted_at", "modified_at", "type"))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        try:
            get = src_dict.get
            value = get("author", UNSET)
            if type(value) is dict and ("content" in value or is_member(value, TimelineCellAuthorUser)):
                value = decode_member(value, TimelineCellAuthorUser)
            self.author = value
            value = get("cell_content", UNSET)
            if type(value) is dict and ("message" in value or is_member(value, TimelineCellContentComment)):
                value = decode_member(value, TimelineCellContentComment)
            self.cell_content = value
            self.created_at = decode_datetime(get("created_at", UNSET))
            self.deleted_at = decode_datetime(get("deleted_at", UNSET))
            self.modified_at = decode_datetime(get("modified_at", UNSET))
            value = get("type", UNSET)
            try:
                self.type = _TIMELINE_CELL_TYPE_MEMBERS[value]
            except (KeyError, TypeError):
                self.type = to_timeline_cell_type_or_unset(value)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, "") from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        source = source_of(self._extras) or {}
        fields: dict[str, Any] = {}
        if self.author is not UNSET:
            fields["author"] = encode(self.author)
        if self.cell_content is not UNSET:
            fields["cell_content"] = encode(self.cell_content)
        if self.created_at is not UNSET:
            fields["created_at"] = encode(self.created_at, source.get("created_at"))
        if self.deleted_at is not UNSET:
            fields["deleted_at"] = encode(self.deleted_at, source.get("deleted_at"))
        if self.modified_at is not UNSET:
            fields["modified_at"] = encode(self.modified_at, source.get("modified_at"))
        if self.type is not UNSET:
            fields["type"] = getattr(self.type, "_value_", self.type)
        return self._encoded(fields)


from .timeline_cell_author_user import TimelineCellAuthorUser  # noqa: E402
from .timeline_cell_content_comment import TimelineCellContentComment  # noqa: E402

share_names(TimelineCell, globals())
