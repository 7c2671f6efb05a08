# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP

from .._codec import (
    AdditionalProperties,
    Extras,
    Model,
    copy_extras,
    decode_list,
    missing_field,
    new_instance,
    not_an_object,
    share_names,
    source_of,
)
from ..errors import ResponseDecodeError


@_attrs_define(eq=False, repr=False, on_setattr=NO_OP)
class APIErrorResponse(Model[Any]):
    """What went wrong, as sentences.

    Attributes:
        errors: One sentence per error.
    """

    errors: list[str]
    _extras: Extras = _attrs_field(
        alias="additional_properties", factory=AdditionalProperties, converter=copy_extras, kw_only=True
    )

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
        except (AttributeError, TypeError) as error:
            raise not_an_object(src_dict, error) from None
        except ResponseDecodeError as error:
            error.prepend(at)
            raise
        self._extras = (src_dict,)
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        fields: dict[str, Any] = {"errors": self.errors}
        extras = self._extras
        return self._encoded(fields) if extras or source_of(extras) is not None else fields


share_names(APIErrorResponse, globals())
