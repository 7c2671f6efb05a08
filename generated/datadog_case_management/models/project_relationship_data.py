# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP

from .._codec import Model, comparable_extras, missing_field, new_instance
from .project_resource_type import ProjectResourceType, to_project_resource_type

_KNOWN = frozenset(("id", "type"))


@_attrs_define(on_setattr=NO_OP)
class ProjectRelationshipData(Model[Any]):
    """A reference to a project.

    Attributes:
        id: The identifier of the project.
        type_: What kind of resource this is.
    """

    id: str
    type_: ProjectResourceType = _attrs_field(converter=to_project_resource_type)
    _extras: dict[str, Any] | None = _attrs_field(init=False, default=None, eq=comparable_extras)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode the JSON object of this model.

        Raises:
            ResponseDecodeError: A required field is missing, or an object or array is something else.
        """
        self = new_instance(cls)
        try:
            self.id = src_dict["id"]
            self.type_ = to_project_resource_type(src_dict["type"])
        except KeyError as error:
            raise missing_field(error) from None
        self._extras = None
        if len(src_dict) > 2:
            self._extras = {key: value for key, value in src_dict.items() if key not in _KNOWN}
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        field_dict: dict[str, Any] = {"id": self.id, "type": getattr(self.type_, "_value_", self.type_)}
        if self._extras:
            field_dict.update(self._extras)
        return field_dict
