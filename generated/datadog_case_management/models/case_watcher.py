# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP

from .._codec import (
    DECODE_ERRORS,
    AdditionalProperties,
    Extras,
    Model,
    copy_extras,
    decode_error,
    encode,
    new_instance,
    null_or_raise,
    share_names,
)
from .case_watcher_resource_type import CaseWatcherResourceType, to_case_watcher_resource_type


@_attrs_define(eq=False, repr=False, on_setattr=NO_OP)
class CaseWatcher(Model[Any]):
    """One user's watching of a case.

    Attributes:
        id: The identifier of the watcher entry.
        relationships: What the watcher entry refers to.
        type: What kind of resource this is.
    """

    id: str
    relationships: CaseWatcherRelationships
    type: CaseWatcherResourceType = _attrs_field(converter=to_case_watcher_resource_type)
    _extras: Extras = _attrs_field(
        alias="additional_properties", factory=AdditionalProperties, converter=copy_extras, kw_only=True
    )

    _KNOWN: ClassVar = frozenset(("id", "relationships", "type"))

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        self = new_instance(cls)
        at = ""
        try:
            self.id = src_dict["id"]
            at = "relationships"
            value = src_dict[at]
            self.relationships = (
                CaseWatcherRelationships.from_dict(value) if type(value) is dict else null_or_raise(value)
            )
            self.type = to_case_watcher_resource_type(src_dict["type"])
        except DECODE_ERRORS as error:
            raise decode_error(error, src_dict, at) from None
        self._extras = (src_dict,)
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "id": self.id,
            "relationships": encode(self.relationships),
            "type": getattr(self.type, "_value_", self.type),
        }
        extras = self._extras
        return self._encoded(fields) if extras or extras.source is not None else fields


# Last, so that models may refer to each other in a circle.
from .case_watcher_relationships import CaseWatcherRelationships  # noqa: E402

share_names(CaseWatcher, globals())
