# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._codec import Model, comparable_extras


@_attrs_define
class JSONAPIErrorItemMeta(Model[Any]):
    """Information about an error that JSON:API has no field for."""

    _extras: dict[str, Any] | None = _attrs_field(init=False, default=None, eq=comparable_extras)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode the JSON object of this model.

        Raises:
            ResponseDecodeError: A required field is missing, or an object or array is something else.
        """
        self = cls()
        self.additional_properties.update(src_dict)
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        return dict(self.additional_properties)
