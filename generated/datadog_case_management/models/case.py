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
from .case_resource_type import _CASE_RESOURCE_TYPE_MEMBERS, CaseResourceType, to_case_resource_type


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class Case(Model[Any]):
    """A case."""

    attributes: CaseAttributes
    """What is known about the case."""
    id: str
    """The UUID of the case."""
    type: CaseResourceType = _attrs_field(converter=to_case_resource_type)
    """What kind of resource this is."""
    relationships: CaseRelationships | Unset = UNSET
    """The users and the project that the case refers to."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("attributes", "id", "type", "relationships"))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        at = ""
        try:
            get = src_dict.get
            at = "attributes"
            value = src_dict[at]
            self.attributes = (
                new_instance(CaseAttributes)._decode(value) if type(value) is dict else null_or_raise(value)
            )
            self.id = src_dict["id"]
            value = src_dict["type"]
            try:
                self.type = _CASE_RESOURCE_TYPE_MEMBERS[value]
            except (KeyError, TypeError):
                self.type = to_case_resource_type(value)
            at = "relationships"
            value = get(at, UNSET)
            self.relationships = (
                new_instance(CaseRelationships)._decode(value) if type(value) is dict else null_or_raise(value)
            )
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, at) from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "attributes": encode(self.attributes),
            "id": self.id,
            "type": getattr(self.type, "_value_", self.type),
        }
        if self.relationships is not UNSET:
            fields["relationships"] = encode(self.relationships)
        return self._encoded(fields)


from .case_attributes import CaseAttributes  # noqa: E402
from .case_relationships import CaseRelationships  # noqa: E402

share_names(Case, globals())
