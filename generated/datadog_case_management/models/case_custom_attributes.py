# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import AdditionalProperties, Model, copy_extras, decode_error, new_instance, null_or_raise, share_names


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class CaseCustomAttributes(Model["CustomAttributeValue"]):
    """The custom attributes of a case, by their keys."""

    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(())

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        extras: AdditionalProperties[Any] = AdditionalProperties()
        self._extras = extras
        extras.source = src_dict
        key = ""
        try:
            for key, value in src_dict.items():
                extras[key] = (
                    new_instance(CustomAttributeValue)._decode(value) if type(value) is dict else null_or_raise(value)
                )
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, key) from None
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        return self._encoded(fields)


from .custom_attribute_value import CustomAttributeValue  # noqa: E402

share_names(CaseCustomAttributes, globals())
