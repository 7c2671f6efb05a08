# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._codec import Model, comparable_extras, new_instance
from ..types import UNSET, Unset

_KNOWN = frozenset(("issue_id", "issue_key", "issue_url", "project_key"))


@_attrs_define
class JiraIssueResult(Model[Any]):
    """Where a Jira issue is.

    Attributes:
        issue_id: The identifier of the issue in Jira.
        issue_key: The key of the issue in Jira.
        issue_url: The address of the issue.
        project_key: The key of the issue's Jira project.
    """

    issue_id: str | Unset = UNSET
    issue_key: str | Unset = UNSET
    issue_url: str | Unset = UNSET
    project_key: str | Unset = UNSET
    _extras: dict[str, Any] | None = _attrs_field(init=False, default=None, eq=comparable_extras)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode the JSON object of this model.

        Raises:
            ResponseDecodeError: A required field is missing, or an object or array is something else.
        """
        self = new_instance(cls)
        get = src_dict.get
        self.issue_id = get("issue_id", UNSET)
        self.issue_key = get("issue_key", UNSET)
        self.issue_url = get("issue_url", UNSET)
        self.project_key = get("project_key", UNSET)
        self._extras = None
        if not _KNOWN.issuperset(src_dict):
            self._extras = {key: value for key, value in src_dict.items() if key not in _KNOWN}
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode the model as the JSON object that it stands for."""
        field_dict: dict[str, Any] = {}
        if self.issue_id is not UNSET:
            field_dict["issue_id"] = self.issue_id
        if self.issue_key is not UNSET:
            field_dict["issue_key"] = self.issue_key
        if self.issue_url is not UNSET:
            field_dict["issue_url"] = self.issue_url
        if self.project_key is not UNSET:
            field_dict["project_key"] = self.project_key
        if self._extras:
            field_dict.update(self._extras)
        return field_dict
