# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import Model, copy_extras, decode_error, decode_models, encode, share_names
from ..types import UNSET, Unset


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class TimelineResponse(Model[Any]):
    """One page of the timeline of a case."""

    data: list[TimelineCellResource] | Unset = UNSET
    """The cells of the page, in the order that was asked for."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("data",))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        at = ""
        try:
            get = src_dict.get
            at = "data"
            self.data = decode_models(get(at, UNSET), TimelineCellResource)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, at) from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if self.data is not UNSET:
            fields["data"] = (
                [item.to_dict() if isinstance(item, TimelineCellResource) else encode(item) for item in self.data]
                if isinstance(self.data, list)
                else self.data
            )
        return self._encoded(fields)


from .timeline_cell_resource import TimelineCellResource  # noqa: E402

share_names(TimelineResponse, globals())
