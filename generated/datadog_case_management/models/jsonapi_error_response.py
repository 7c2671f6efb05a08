# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..errors import ResponseDecodeError
from ..types import Model, as_objects, encode, missing

_KNOWN = frozenset(("errors",))


@_attrs_define
class JSONAPIErrorResponse(Model[Any]):
    """What went wrong, as JSON:API error objects.

    Attributes:
        errors: One object per error.
    """

    errors: list[JSONAPIErrorItem]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode the JSON object of this model.

        Raises:
            ResponseDecodeError: A required field is missing, or an object or array is something else.
        """
        at = ""
        try:
            at = "errors"
            value = src_dict[at]
            errors = as_objects(value, JSONAPIErrorItem.from_dict)
        except KeyError as error:
            raise missing(error) from None
        except ResponseDecodeError as error:
            raise error.under(at)
        self = cls(errors)
        if not _KNOWN.issuperset(src_dict):
            extras = {key: value for key, value in src_dict.items() if key not in _KNOWN}
            self.additional_properties.update(extras)
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["errors"] = [encode(item) for item in self.errors] if isinstance(self.errors, list) else self.errors
        return field_dict


# Last, so that models may refer to each other in a circle.
from .jsonapi_error_item import JSONAPIErrorItem  # noqa: E402
