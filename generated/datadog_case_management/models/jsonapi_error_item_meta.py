# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import Model, check_object, copy_extras, share_names


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class JSONAPIErrorItemMeta(Model[Any]):
    """Information about an error that JSON:API has no field for."""

    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(())

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        self._extras = (check_object(src_dict),)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        return self._encoded(fields)


share_names(JSONAPIErrorItemMeta, globals())
