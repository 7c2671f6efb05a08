# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP

from .._codec import Model, comparable_extras, missing_field, new_instance
from .custom_attribute_type import CustomAttributeType, to_custom_attribute_type

_KNOWN = frozenset(("is_multi", "type", "value"))


@_attrs_define(on_setattr=NO_OP)
class CustomAttributeValue(Model[Any]):
    """The value that one case has for a custom attribute, and its type.

    Attributes:
        is_multi: Whether the value is an array.
        type_: What kind of value it is.
        value: The value; its form follows from the two other fields.
    """

    is_multi: bool
    type_: CustomAttributeType = _attrs_field(converter=to_custom_attribute_type)
    value: float | list[float] | list[str] | str
    _extras: dict[str, Any] | None = _attrs_field(init=False, default=None, eq=comparable_extras)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode the JSON object of this model.

        Raises:
            ResponseDecodeError: A required field is missing, or an object or array is something else.
        """
        self = new_instance(cls)
        try:
            self.is_multi = src_dict["is_multi"]
            self.type_ = to_custom_attribute_type(src_dict["type"])
            self.value = src_dict["value"]
        except KeyError as error:
            raise missing_field(error) from None
        self._extras = None
        if len(src_dict) > 3:
            self._extras = {key: value for key, value in src_dict.items() if key not in _KNOWN}
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        field_dict: dict[str, Any] = {
            "is_multi": self.is_multi,
            "type": getattr(self.type_, "_value_", self.type_),
            "value": self.value,
        }
        if self._extras:
            field_dict.update(self._extras)
        return field_dict
