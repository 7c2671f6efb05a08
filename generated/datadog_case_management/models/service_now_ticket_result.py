# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import Model, copy_extras, decode_error, share_names
from ..types import UNSET, Unset


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class ServiceNowTicketResult(Model[Any]):
    """Where a ServiceNow ticket is."""

    sys_target_link: str | Unset = UNSET
    """The address of the incident in ServiceNow."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("sys_target_link",))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        try:
            get = src_dict.get
            self.sys_target_link = get("sys_target_link", UNSET)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, "") from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if self.sys_target_link is not UNSET:
            fields["sys_target_link"] = self.sys_target_link
        return self._encoded(fields)


share_names(ServiceNowTicketResult, globals())
