# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._codec import AdditionalProperties, Model, copy_extras, decode_list, share_names
from ..errors import ResponseDecodeError


@_attrs_define(repr=False)
class CaseObjectAttributes(Model[list[str]]):
    """Labels, tags and the like, each a key with any number of values."""

    additional_properties: dict[str, list[str]] = _attrs_field(
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
        self = cls()
        self._source = src_dict
        key = ""
        try:
            for key, value in src_dict.items():
                self.additional_properties[key] = decode_list(value)
        except ResponseDecodeError as error:
            error.prepend(key)
            raise
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        fields: dict[str, Any] = {}
        return self._encoded(fields)


share_names(CaseObjectAttributes, globals())
