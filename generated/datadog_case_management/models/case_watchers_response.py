# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import Model, copy_extras, decode_error, decode_models, encode, share_names


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class CaseWatchersResponse(Model[Any]):
    """The users who watch a case."""

    data: list[CaseWatcher]
    """One entry per watcher."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("data",))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        at = ""
        try:
            at = "data"
            self.data = decode_models(src_dict[at], CaseWatcher)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, at) from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "data": [item.to_dict() if isinstance(item, CaseWatcher) else encode(item) for item in self.data]
            if isinstance(self.data, list)
            else self.data
        }
        return self._encoded(fields)


from .case_watcher import CaseWatcher  # noqa: E402

share_names(CaseWatchersResponse, globals())
