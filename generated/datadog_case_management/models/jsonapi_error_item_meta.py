# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._codec import AdditionalProperties, Model, copy_extras, new_instance, share_names


@_attrs_define(repr=False)
class JSONAPIErrorItemMeta(Model[Any]):
    """Information about an error that JSON:API has no field for."""

    additional_properties: dict[str, Any] = _attrs_field(
        factory=AdditionalProperties, converter=copy_extras, kw_only=True
    )
    _source: Mapping[str, Any] | None = _attrs_field(init=False, default=None, eq=False)

    _KNOWN: ClassVar = frozenset(())

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode the JSON object of this model.

        Raises:
            ResponseDecodeError: A required field is missing, or an object or array is something else.
        """
        self = new_instance(cls)
        self._source = src_dict
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        fields: dict[str, Any] = {}
        return self._encoded(fields)


share_names(JSONAPIErrorItemMeta, globals())
