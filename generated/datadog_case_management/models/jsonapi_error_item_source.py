# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._codec import Model, comparable_extras, new_instance
from ..types import UNSET, Unset

_KNOWN = frozenset(("header", "parameter", "pointer"))


@_attrs_define
class JSONAPIErrorItemSource(Model[Any]):
    """The part of a request that caused an error.

    Attributes:
        header: The name of the request header that caused it.
        parameter: The name of the query parameter that caused it.
        pointer: A JSON pointer to the value in the request body that caused it.
    """

    header: str | Unset = UNSET
    parameter: str | Unset = UNSET
    pointer: str | Unset = UNSET
    _extras: dict[str, Any] | None = _attrs_field(init=False, default=None, eq=comparable_extras)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode the JSON object of this model.

        Raises:
            ResponseDecodeError: A required field is missing, or an object or array is something else.
        """
        self = new_instance(cls)
        get = src_dict.get
        self.header = get("header", UNSET)
        self.parameter = get("parameter", UNSET)
        self.pointer = get("pointer", UNSET)
        self._extras = None
        if not _KNOWN.issuperset(src_dict):
            self._extras = {key: value for key, value in src_dict.items() if key not in _KNOWN}
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        field_dict: dict[str, Any] = {}
        if self.header is not UNSET:
            field_dict["header"] = self.header
        if self.parameter is not UNSET:
            field_dict["parameter"] = self.parameter
        if self.pointer is not UNSET:
            field_dict["pointer"] = self.pointer
        if self._extras:
            field_dict.update(self._extras)
        return field_dict
