# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._codec import Model, comparable_extras, encode, missing_field, new_instance, null_or_raise
from ..errors import ResponseDecodeError

_KNOWN = frozenset(("data",))


@_attrs_define
class UserRelationship(Model[Any]):
    """A user that a case refers to.

    Attributes:
        data: Which user it is; null for nobody, such as the assignee of a case without one.
    """

    data: UserRelationshipData | None
    _extras: dict[str, Any] | None = _attrs_field(init=False, default=None, eq=comparable_extras)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode the JSON object of this model.

        Raises:
            ResponseDecodeError: A required field is missing, or an object or array is something else.
        """
        self = new_instance(cls)
        at = ""
        try:
            at = "data"
            value = src_dict[at]
            self.data = UserRelationshipData.from_dict(value) if type(value) is dict else null_or_raise(value)
        except KeyError as error:
            raise missing_field(error) from None
        except ResponseDecodeError as error:
            error.prepend(at)
            raise
        self._extras = None
        if len(src_dict) > 1:
            self._extras = {key: value for key, value in src_dict.items() if key not in _KNOWN}
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        field_dict: dict[str, Any] = {"data": encode(self.data)}
        if self._extras:
            field_dict.update(self._extras)
        return field_dict


# Last, so that models may refer to each other in a circle.
from .user_relationship_data import UserRelationshipData  # noqa: E402
