# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import Model, copy_extras, decode_error, decode_models, encode, share_names


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class JSONAPIErrorResponse(Model[Any]):
    """What went wrong, as JSON:API error objects."""

    errors: list[JSONAPIErrorItem]
    """One object per error."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("errors",))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        at = ""
        try:
            at = "errors"
            self.errors = decode_models(src_dict[at], JSONAPIErrorItem)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, at) from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "errors": [item.to_dict() if isinstance(item, JSONAPIErrorItem) else encode(item) for item in self.errors]
            if isinstance(self.errors, list)
            else self.errors
        }
        return self._encoded(fields)


from .jsonapi_error_item import JSONAPIErrorItem  # noqa: E402

share_names(JSONAPIErrorResponse, globals())
