# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._codec import Model, comparable_extras, decode_models, encode, missing_field, new_instance
from ..errors import ResponseDecodeError

_KNOWN = frozenset(("errors",))


@_attrs_define
class JSONAPIErrorResponse(Model[Any]):
    """What went wrong, as JSON:API error objects.

    Attributes:
        errors: One object per error.
    """

    errors: list[JSONAPIErrorItem]
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
            at = "errors"
            value = src_dict[at]
            self.errors = decode_models(value, JSONAPIErrorItem.from_dict)
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
        field_dict: dict[str, Any] = {
            "errors": [item.to_dict() if isinstance(item, JSONAPIErrorItem) else encode(item) for item in self.errors]
            if isinstance(self.errors, list)
            else self.errors
        }
        if self._extras:
            field_dict.update(self._extras)
        return field_dict


# Last, so that models may refer to each other in a circle.
from .jsonapi_error_item import JSONAPIErrorItem  # noqa: E402
