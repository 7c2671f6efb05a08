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
class JSONAPIErrorItemSource(Model[Any]):
    """The part of a request that caused an error."""

    header: str | Unset = UNSET
    """The name of the request header that caused it."""
    parameter: str | Unset = UNSET
    """The name of the query parameter that caused it."""
    pointer: str | Unset = UNSET
    """A JSON pointer to the value in the request body that caused it."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("header", "parameter", "pointer"))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        try:
            get = src_dict.get
            self.header = get("header", UNSET)
            self.parameter = get("parameter", UNSET)
            self.pointer = get("pointer", UNSET)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, "") from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if self.header is not UNSET:
            fields["header"] = self.header
        if self.parameter is not UNSET:
            fields["parameter"] = self.parameter
        if self.pointer is not UNSET:
            fields["pointer"] = self.pointer
        return self._encoded(fields)


share_names(JSONAPIErrorItemSource, globals())
