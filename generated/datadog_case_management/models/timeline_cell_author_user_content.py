# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import Model, copy_extras, decode_error, share_names
from ..types import UNSET, Unset


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class TimelineCellAuthorUserContent(Model[Any]):
    """The profile of a user who caused a timeline cell."""

    email: str | Unset = UNSET
    """The user's e-mail address."""
    handle: str | Unset = UNSET
    """The user's Datadog handle."""
    id: str | Unset = UNSET
    """The user's UUID."""
    name: str | Unset = UNSET
    """The user's name, as Datadog shows it."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("email", "handle", "id", "name"))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        try:
            get = src_dict.get
            self.email = get("email", UNSET)
            self.handle = get("handle", UNSET)
            self.id = get("id", UNSET)
            self.name = get("name", UNSET)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, "") from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if self.email is not UNSET:
            fields["email"] = self.email
        if self.handle is not UNSET:
            fields["handle"] = self.handle
        if self.id is not UNSET:
            fields["id"] = self.id
        if self.name is not UNSET:
            fields["name"] = self.name
        return self._encoded(fields)


share_names(TimelineCellAuthorUserContent, globals())
