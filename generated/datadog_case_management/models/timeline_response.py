# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._codec import Model, comparable_extras, decode_models, encode, new_instance
from ..errors import ResponseDecodeError
from ..types import UNSET, Unset

_KNOWN = frozenset(("data",))


@_attrs_define
class TimelineResponse(Model[Any]):
    """One page of the timeline of a case.

    Attributes:
        data: The cells of the page, in the order that was asked for.
    """

    data: list[TimelineCellResource] | Unset = UNSET
    _extras: dict[str, Any] | None = _attrs_field(init=False, default=None, eq=comparable_extras)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode the JSON object of this model.

        Raises:
            ResponseDecodeError: A required field is missing, or an object or array is something else.
        """
        self = new_instance(cls)
        get = src_dict.get
        at = ""
        try:
            at = "data"
            value = get(at, UNSET)
            self.data = decode_models(value, TimelineCellResource.from_dict)
        except ResponseDecodeError as error:
            error.prepend(at)
            raise
        self._extras = None
        if not _KNOWN.issuperset(src_dict):
            self._extras = {key: value for key, value in src_dict.items() if key not in _KNOWN}
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        field_dict: dict[str, Any] = {}
        if self.data is not UNSET:
            field_dict["data"] = (
                [item.to_dict() if isinstance(item, TimelineCellResource) else encode(item) for item in self.data]
                if isinstance(self.data, list)
                else self.data
            )
        if self._extras:
            field_dict.update(self._extras)
        return field_dict


# Last, so that models may refer to each other in a circle.
from .timeline_cell_resource import TimelineCellResource  # noqa: E402
