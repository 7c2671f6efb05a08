# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._codec import Model, comparable_extras, new_instance
from ..types import UNSET, Unset

_KNOWN = frozenset(("email", "handle", "id", "name"))


@_attrs_define
class TimelineCellAuthorUserContent(Model[Any]):
    """The profile of a user who caused a timeline cell.

    Attributes:
        email: The user's e-mail address.
        handle: The user's Datadog handle.
        id: The user's UUID.
        name: The user's name, as Datadog shows it.
    """

    email: str | Unset = UNSET
    handle: str | Unset = UNSET
    id: str | Unset = UNSET
    name: str | Unset = UNSET
    _extras: dict[str, Any] | None = _attrs_field(init=False, default=None, eq=comparable_extras)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode the JSON object of this model.

        Raises:
            ResponseDecodeError: A required field is missing, or an object or array is something else.
        """
        self = new_instance(cls)
        get = src_dict.get
        self.email = get("email", UNSET)
        self.handle = get("handle", UNSET)
        self.id = get("id", UNSET)
        self.name = get("name", UNSET)
        self._extras = None
        if not _KNOWN.issuperset(src_dict):
            self._extras = {key: value for key, value in src_dict.items() if key not in _KNOWN}
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        field_dict: dict[str, Any] = {}
        if self.email is not UNSET:
            field_dict["email"] = self.email
        if self.handle is not UNSET:
            field_dict["handle"] = self.handle
        if self.id is not UNSET:
            field_dict["id"] = self.id
        if self.name is not UNSET:
            field_dict["name"] = self.name
        if self._extras:
            field_dict.update(self._extras)
        return field_dict
