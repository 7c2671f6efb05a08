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
class CaseResponse(Model[Any]):
    """A case."""

    data: Case | Unset = UNSET
    """The case."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("data",))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        at = ""
        try:
            get = src_dict.get
            at = "data"
            value = get(at, UNSET)
            self.data = new_instance(Case)._decode(value) if type(value) is dict else null_or_raise(value)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, at) from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if self.data is not UNSET:
            fields["data"] = encode(self.data)
        return self._encoded(fields)


from .case import Case  # noqa: E402

share_names(CaseResponse, globals())
