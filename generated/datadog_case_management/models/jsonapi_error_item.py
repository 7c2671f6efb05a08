# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import Model, copy_extras, decode_error, encode, new_instance, null_or_raise, share_names
from ..types import UNSET, Unset


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class JSONAPIErrorItem(Model[Any]):
    """One error."""

    detail: str | Unset = UNSET
    """What went wrong this time."""
    meta: JSONAPIErrorItemMeta | Unset = UNSET
    """Whatever else there is to say about the error."""
    source: JSONAPIErrorItemSource | Unset = UNSET
    """Which part of the request caused the error."""
    status: str | Unset = UNSET
    """The status code of the response, as a string."""
    title: str | Unset = UNSET
    """What kind of error it is, in a few words."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("detail", "meta", "source", "status", "title"))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        at = ""
        try:
            get = src_dict.get
            self.detail = get("detail", UNSET)
            at = "meta"
            value = get(at, UNSET)
            self.meta = (
                new_instance(JSONAPIErrorItemMeta)._decode(value) if type(value) is dict else null_or_raise(value)
            )
            at = "source"
            value = get(at, UNSET)
            self.source = (
                new_instance(JSONAPIErrorItemSource)._decode(value) if type(value) is dict else null_or_raise(value)
            )
            self.status = get("status", UNSET)
            self.title = get("title", UNSET)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, at) from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if self.detail is not UNSET:
            fields["detail"] = self.detail
        if self.meta is not UNSET:
            fields["meta"] = encode(self.meta)
        if self.source is not UNSET:
            fields["source"] = encode(self.source)
        if self.status is not UNSET:
            fields["status"] = self.status
        if self.title is not UNSET:
            fields["title"] = self.title
        return self._encoded(fields)


from .jsonapi_error_item_meta import JSONAPIErrorItemMeta  # noqa: E402
from .jsonapi_error_item_source import JSONAPIErrorItemSource  # noqa: E402

share_names(JSONAPIErrorItem, globals())
