# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import Model, copy_extras, decode_error, encode, new_instance, null_or_raise, share_names


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class CaseInsightsRequest(Model[Any]):
    """The insights to add to a case."""

    data: CaseInsightsData
    """The insights, as a JSON:API resource."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("data",))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        at = ""
        try:
            at = "data"
            value = src_dict[at]
            self.data = new_instance(CaseInsightsData)._decode(value) if type(value) is dict else null_or_raise(value)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, at) from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {"data": encode(self.data)}
        return self._encoded(fields)


from .case_insights_data import CaseInsightsData  # noqa: E402

share_names(CaseInsightsRequest, globals())
