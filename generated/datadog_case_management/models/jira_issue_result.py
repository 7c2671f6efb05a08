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
class JiraIssueResult(Model[Any]):
    """Where a Jira issue is."""

    issue_id: str | Unset = UNSET
    """The identifier of the issue in Jira."""
    issue_key: str | Unset = UNSET
    """The key of the issue in Jira."""
    issue_url: str | Unset = UNSET
    """The address of the issue."""
    project_key: str | Unset = UNSET
    """The key of the issue's Jira project."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("issue_id", "issue_key", "issue_url", "project_key"))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        try:
            get = src_dict.get
            self.issue_id = get("issue_id", UNSET)
            self.issue_key = get("issue_key", UNSET)
            self.issue_url = get("issue_url", UNSET)
            self.project_key = get("project_key", UNSET)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, "") from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if self.issue_id is not UNSET:
            fields["issue_id"] = self.issue_id
        if self.issue_key is not UNSET:
            fields["issue_key"] = self.issue_key
        if self.issue_url is not UNSET:
            fields["issue_url"] = self.issue_url
        if self.project_key is not UNSET:
            fields["project_key"] = self.project_key
        return self._encoded(fields)


share_names(JiraIssueResult, globals())
