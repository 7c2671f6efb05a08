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


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class CaseRelationships(Model[Any]):
    """The users and the project that a case refers to."""

    assignee: UserRelationship | Unset = UNSET
    """Who works on the case."""
    created_by: UserRelationship | Unset = UNSET
    """Who created the case."""
    modified_by: UserRelationship | Unset = UNSET
    """Who changed the case last."""
    project: ProjectRelationship | Unset = UNSET
    """The project that the case belongs to."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("assignee", "created_by", "modified_by", "project"))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        at = ""
        try:
            get = src_dict.get
            at = "assignee"
            value = get(at, UNSET)
            self.assignee = (
                new_instance(UserRelationship)._decode(value) if type(value) is dict else null_or_raise(value)
            )
            at = "created_by"
            value = get(at, UNSET)
            self.created_by = (
                new_instance(UserRelationship)._decode(value) if type(value) is dict else null_or_raise(value)
            )
            at = "modified_by"
            value = get(at, UNSET)
            self.modified_by = (
                new_instance(UserRelationship)._decode(value) if type(value) is dict else null_or_raise(value)
            )
            at = "project"
            value = get(at, UNSET)
            self.project = (
                new_instance(ProjectRelationship)._decode(value) if type(value) is dict else null_or_raise(value)
            )
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, at) from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if self.assignee is not UNSET:
            fields["assignee"] = encode(self.assignee)
        if self.created_by is not UNSET:
            fields["created_by"] = encode(self.created_by)
        if self.modified_by is not UNSET:
            fields["modified_by"] = encode(self.modified_by)
        if self.project is not UNSET:
            fields["project"] = encode(self.project)
        return self._encoded(fields)


from .project_relationship import ProjectRelationship  # noqa: E402
from .user_relationship import UserRelationship  # noqa: E402

share_names(CaseRelationships, globals())
