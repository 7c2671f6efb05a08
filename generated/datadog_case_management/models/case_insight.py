# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import Model, copy_extras, decode_error, share_names
from .case_insight_type import _CASE_INSIGHT_TYPE_MEMBERS, CaseInsightType, to_case_insight_type


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class CaseInsight(Model[Any]):
    """A related Datadog resource that gives an investigation its context."""

    ref: str
    """Where the resource is in Datadog, as a URL path or deep link."""
    resource_id: str
    """The identifier of the resource, such as a monitor's, an incident's or a signal's."""
    type: CaseInsightType = _attrs_field(converter=to_case_insight_type)
    """Which kind of Datadog resource it is."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("ref", "resource_id", "type"))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        try:
            self.ref = src_dict["ref"]
            self.resource_id = src_dict["resource_id"]
            value = src_dict["type"]
            try:
                self.type = _CASE_INSIGHT_TYPE_MEMBERS[value]
            except (KeyError, TypeError):
                self.type = to_case_insight_type(value)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, "") from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "ref": self.ref,
            "resource_id": self.resource_id,
            "type": getattr(self.type, "_value_", self.type),
        }
        return self._encoded(fields)


share_names(CaseInsight, globals())
