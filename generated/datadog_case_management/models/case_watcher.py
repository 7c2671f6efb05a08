# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import Model, copy_extras, decode_error, encode, new_instance, null_or_raise, share_names
from .case_watcher_resource_type import (
    _CASE_WATCHER_RESOURCE_TYPE_MEMBERS,
    CaseWatcherResourceType,
    to_case_watcher_resource_type,
)


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class CaseWatcher(Model[Any]):
    """One user's watching of a case."""

    id: str
    """The identifier of the watcher entry."""
    relationships: CaseWatcherRelationships
    """What the watcher entry refers to."""
    type: CaseWatcherResourceType = _attrs_field(converter=to_case_watcher_resource_type)
    """What kind of resource this is."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("id", "relationships", "type"))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        at = ""
        try:
            self.id = src_dict["id"]
            at = "relationships"
            value = src_dict[at]
            self.relationships = (
                new_instance(CaseWatcherRelationships)._decode(value) if type(value) is dict else null_or_raise(value)
            )
            value = src_dict["type"]
            try:
                self.type = _CASE_WATCHER_RESOURCE_TYPE_MEMBERS[value]
            except (KeyError, TypeError):
                self.type = to_case_watcher_resource_type(value)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, at) from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "id": self.id,
            "relationships": encode(self.relationships),
            "type": getattr(self.type, "_value_", self.type),
        }
        return self._encoded(fields)


from .case_watcher_relationships import CaseWatcherRelationships  # noqa: E402

share_names(CaseWatcher, globals())
