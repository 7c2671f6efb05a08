# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import Model, copy_extras, decode_error, encode, new_instance, null_or_raise, share_names
from .case_resource_type import _CASE_RESOURCE_TYPE_MEMBERS, CaseResourceType, to_case_resource_type


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class CaseInsightsData(Model[Any]):
    """The resource around the insights to add."""

    attributes: CaseInsightsAttributes
    """The insights."""
    type: CaseResourceType = _attrs_field(converter=to_case_resource_type)
    """What kind of resource this is."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("attributes", "type"))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        at = ""
        try:
            at = "attributes"
            value = src_dict[at]
            self.attributes = (
                new_instance(CaseInsightsAttributes)._decode(value) if type(value) is dict else null_or_raise(value)
            )
            value = src_dict["type"]
            try:
                self.type = _CASE_RESOURCE_TYPE_MEMBERS[value]
            except (KeyError, TypeError):
                self.type = to_case_resource_type(value)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, at) from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "attributes": encode(self.attributes),
            "type": getattr(self.type, "_value_", self.type),
        }
        return self._encoded(fields)


from .case_insights_attributes import CaseInsightsAttributes  # noqa: E402

share_names(CaseInsightsData, globals())
