# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import Model, copy_extras, decode_error, share_names
from .project_resource_type import _PROJECT_RESOURCE_TYPE_MEMBERS, ProjectResourceType, to_project_resource_type


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class ProjectRelationshipData(Model[Any]):
    """A reference to a project."""

    id: str
    """The identifier of the project."""
    type: ProjectResourceType = _attrs_field(converter=to_project_resource_type)
    """What kind of resource this is."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("id", "type"))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        try:
            self.id = src_dict["id"]
            value = src_dict["type"]
            try:
                self.type = _PROJECT_RESOURCE_TYPE_MEMBERS[value]
            except (KeyError, TypeError):
                self.type = to_project_resource_type(value)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, "") from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {"id": self.id, "type": getattr(self.type, "_value_", self.type)}
        return self._encoded(fields)


share_names(ProjectRelationshipData, globals())
