# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP

from .._codec import Model, comparable_extras, decode_models, encode, item_count_validator, missing_field, new_instance
from ..errors import ResponseDecodeError

_KNOWN = frozenset(("insights",))


@_attrs_define(on_setattr=NO_OP)
class CaseInsightsAttributes(Model[Any]):
    """The list of insights to add.

    Attributes:
        insights: The insights, 1 to 100 of them.
    """

    insights: list[CaseInsight] = _attrs_field(validator=item_count_validator(1, 100))
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
            at = "insights"
            value = src_dict[at]
            self.insights = decode_models(value, CaseInsight.from_dict)
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
            "insights": [item.to_dict() if isinstance(item, CaseInsight) else encode(item) for item in self.insights]
            if isinstance(self.insights, list)
            else self.insights
        }
        if self._extras:
            field_dict.update(self._extras)
        return field_dict


# Last, so that models may refer to each other in a circle.
from .case_insight import CaseInsight  # noqa: E402
