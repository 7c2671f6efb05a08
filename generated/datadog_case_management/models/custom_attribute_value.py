# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import Model, copy_extras, decode_error, share_names
from .custom_attribute_type import _CUSTOM_ATTRIBUTE_TYPE_MEMBERS, CustomAttributeType, to_custom_attribute_type


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class CustomAttributeValue(Model[Any]):
    """The value that one case has for a custom attribute, and its type."""

    is_multi: bool
    """Whether the value is an array."""
    type: CustomAttributeType = _attrs_field(converter=to_custom_attribute_type)
    """What kind of value it is."""
    value: str | list[str] | float | list[float]
    """The value; its form follows from the two other fields."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("is_multi", "type", "value"))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        try:
            self.is_multi = src_dict["is_multi"]
            value = src_dict["type"]
            try:
                self.type = _CUSTOM_ATTRIBUTE_TYPE_MEMBERS[value]
            except (KeyError, TypeError):
                self.type = to_custom_attribute_type(value)
            self.value = src_dict["value"]
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, "") from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "is_multi": self.is_multi,
            "type": getattr(self.type, "_value_", self.type),
            "value": self.value,
        }
        return self._encoded(fields)


share_names(CustomAttributeValue, globals())
