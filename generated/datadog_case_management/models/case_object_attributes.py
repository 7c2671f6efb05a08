# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..errors import ResponseDecodeError
from ..types import Model, as_list


@_attrs_define
class CaseObjectAttributes(Model[list[str]]):
    """Labels, tags and the like, each a key with any number of values."""

    additional_properties: dict[str, list[str]] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode the JSON object of this model.

        Raises:
            ResponseDecodeError: A required field is missing, or an object or array is something else.
        """
        self = cls()
        key = ""
        try:
            for key, value in src_dict.items():
                self.additional_properties[key] = as_list(value)
        except ResponseDecodeError as error:
            raise error.under(key)
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        field_dict: dict[str, Any] = dict(self.additional_properties)
        return field_dict
