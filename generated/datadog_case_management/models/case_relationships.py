# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._codec import Model, comparable_extras, encode, new_instance, null_or_raise
from ..errors import ResponseDecodeError
from ..types import UNSET, Unset

_KNOWN = frozenset(("assignee", "created_by", "modified_by", "project"))


@_attrs_define
class CaseRelationships(Model[Any]):
    """The users and the project that a case refers to.

    Attributes:
        assignee: Who works on the case.
        created_by: Who created the case.
        modified_by: Who changed the case last.
        project: The project that the case belongs to.
    """

    assignee: UserRelationship | Unset = UNSET
    created_by: UserRelationship | Unset = UNSET
    modified_by: UserRelationship | Unset = UNSET
    project: ProjectRelationship | Unset = UNSET
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
            at = "assignee"
            value = get(at, UNSET)
            self.assignee = UserRelationship.from_dict(value) if type(value) is dict else null_or_raise(value)
            at = "created_by"
            value = get(at, UNSET)
            self.created_by = UserRelationship.from_dict(value) if type(value) is dict else null_or_raise(value)
            at = "modified_by"
            value = get(at, UNSET)
            self.modified_by = UserRelationship.from_dict(value) if type(value) is dict else null_or_raise(value)
            at = "project"
            value = get(at, UNSET)
            self.project = ProjectRelationship.from_dict(value) if type(value) is dict else null_or_raise(value)
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
        if self.assignee is not UNSET:
            field_dict["assignee"] = encode(self.assignee)
        if self.created_by is not UNSET:
            field_dict["created_by"] = encode(self.created_by)
        if self.modified_by is not UNSET:
            field_dict["modified_by"] = encode(self.modified_by)
        if self.project is not UNSET:
            field_dict["project"] = encode(self.project)
        if self._extras:
            field_dict.update(self._extras)
        return field_dict


# Last, so that models may refer to each other in a circle.
from .project_relationship import ProjectRelationship  # noqa: E402
from .user_relationship import UserRelationship  # noqa: E402
