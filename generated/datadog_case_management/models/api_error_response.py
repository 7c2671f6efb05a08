# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._codec import AdditionalProperties, Model, copy_extras, decode_list, missing_field, new_instance, share_names
from ..errors import ResponseDecodeError


@_attrs_define(repr=False)
class APIErrorResponse(Model[Any]):
    """What went wrong, as sentences.

    Attributes:
        errors: One sentence per error.
    """

    errors: list[str]
    additional_properties: dict[str, Any] = _attrs_field(
        factory=AdditionalProperties, converter=copy_extras, kw_only=True
    )
    _source: Mapping[str, Any] | None = _attrs_field(init=False, default=None, eq=False)

    _KNOWN: ClassVar = frozenset(("errors",))

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
            self.errors = decode_list(value)
        except KeyError as error:
            raise missing_field(error) from None
        except ResponseDecodeError as error:
            error.prepend(at)
            raise
        self._source = src_dict
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        fields: dict[str, Any] = {"errors": self.errors}
        return self._encoded(fields)


share_names(APIErrorResponse, globals())
