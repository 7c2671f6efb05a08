# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP

from .._codec import Model, comparable_extras, decode_datetime, decode_union_member, encode, new_instance
from ..types import UNSET, Unset
from .timeline_cell_type import TimelineCellType, to_timeline_cell_type

_KNOWN = frozenset(("author", "cell_content", "created_at", "deleted_at", "modified_at", "type"))


@_attrs_define(on_setattr=NO_OP)
class TimelineCell(Model[Any]):
    """What happened in one event of a case's history: a comment, a change of status, a new assignee, and so on.

    Attributes:
        author: Who did it.
        cell_content: What it says; its form depends on the type of the cell.
        created_at: When the cell was created.
        deleted_at: When the cell was deleted; null if it was not.
        modified_at: When the cell was last changed; null if it was not.
        type_: What kind of event it is.
    """

    author: TimelineCellAuthorUser | Unset = UNSET
    cell_content: TimelineCellContentComment | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    deleted_at: datetime.datetime | Unset | None = UNSET
    modified_at: datetime.datetime | Unset | None = UNSET
    type_: TimelineCellType | Unset = _attrs_field(default=UNSET, converter=to_timeline_cell_type)
    _extras: dict[str, Any] | None = _attrs_field(init=False, default=None, eq=comparable_extras)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode the JSON object of this model.

        Raises:
            ResponseDecodeError: A required field is missing, or an object or array is something else.
        """
        self = new_instance(cls)
        get = src_dict.get
        self.author = decode_union_member(get("author", UNSET), TimelineCellAuthorUser.from_dict)
        self.cell_content = decode_union_member(get("cell_content", UNSET), TimelineCellContentComment.from_dict)
        self.created_at = decode_datetime(get("created_at", UNSET))
        self.deleted_at = decode_datetime(get("deleted_at", UNSET))
        self.modified_at = decode_datetime(get("modified_at", UNSET))
        self.type_ = to_timeline_cell_type(get("type", UNSET))
        self._extras = None
        if not _KNOWN.issuperset(src_dict):
            self._extras = {key: value for key, value in src_dict.items() if key not in _KNOWN}
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        field_dict: dict[str, Any] = {}
        if self.author is not UNSET:
            field_dict["author"] = encode(self.author)
        if self.cell_content is not UNSET:
            field_dict["cell_content"] = encode(self.cell_content)
        if self.created_at is not UNSET:
            field_dict["created_at"] = encode(self.created_at)
        if self.deleted_at is not UNSET:
            field_dict["deleted_at"] = encode(self.deleted_at)
        if self.modified_at is not UNSET:
            field_dict["modified_at"] = encode(self.modified_at)
        if self.type_ is not UNSET:
            field_dict["type"] = getattr(self.type_, "_value_", self.type_)
        if self._extras:
            field_dict.update(self._extras)
        return field_dict


# Last, so that models may refer to each other in a circle.
from .timeline_cell_author_user import TimelineCellAuthorUser  # noqa: E402
from .timeline_cell_content_comment import TimelineCellContentComment  # noqa: E402
