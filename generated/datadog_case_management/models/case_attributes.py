# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import (
    Model,
    copy_extras,
    decode_datetime,
    decode_error,
    encode,
    new_instance,
    null_or_raise,
    share_names,
    source_of,
)
from .._deprecation import deprecate_fields
from ..types import UNSET, Unset
from .case_priority import _CASE_PRIORITY_MEMBERS, CasePriority, to_case_priority_or_unset
from .case_status import _CASE_STATUS_MEMBERS, CaseStatus, to_case_status_or_unset
from .case_status_group import _CASE_STATUS_GROUP_MEMBERS, CaseStatusGroup, to_case_status_group_or_unset
from .case_type import _CASE_TYPE_MEMBERS, CaseType, to_case_type_or_unset


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class CaseAttributes(Model[Any]):
    """What is known about a case."""

    archived_at: datetime.datetime | Unset | None = UNSET
    """When the case was archived, or null."""
    attributes: CaseObjectAttributes | Unset = UNSET
    """Labels, tags and the like."""
    closed_at: datetime.datetime | Unset | None = UNSET
    """When the case was closed, or null."""
    created_at: datetime.datetime | Unset = UNSET
    """When the case was created."""
    custom_attributes: CaseCustomAttributes | Unset = UNSET
    """The values of the custom attributes that the case's type defines."""
    description: str | Unset = UNSET
    """What the case is about, at length."""
    jira_issue: JiraIssue | Unset | None = UNSET
    """The Jira issue attached to the case; null if there is none."""
    key: str | Unset = UNSET
    """The short name of the case, unique in the organization."""
    modified_at: datetime.datetime | Unset | None = UNSET
    """When the case last changed, or null."""
    priority: CasePriority | Unset = _attrs_field(default=UNSET, converter=to_case_priority_or_unset)
    """How urgent the case is."""
    service_now_ticket: ServiceNowTicket | Unset | None = UNSET
    """The ServiceNow ticket attached to the case; null if there is none."""
    status: CaseStatus | Unset = _attrs_field(default=UNSET, converter=to_case_status_or_unset)
    """Deprecated, use `status_name` instead. The status, as one of three."""
    status_group: CaseStatusGroup | Unset = _attrs_field(default=UNSET, converter=to_case_status_group_or_unset)
    """Which of three groups the status is in."""
    status_name: str | Unset = UNSET
    """The status, by its name; one of those that the case's type has."""
    title: str | Unset = UNSET
    """What the case is about, in a line."""
    type: CaseType | Unset = _attrs_field(default=UNSET, converter=to_case_type_or_unset)
    """Deprecated, use `type_id` instead. The kind of case."""
    type_id: str | Unset = UNSET
    """The UUID of the case's type."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(
        (
            "archived_at",
            "attributes",
            "closed_at",
            "created_at",
            "custom_attributes",
            "description",
            "jira_issue",
            "key",
            "modified_at",
            "priority",
            "service_now_ticket",
            "status",
            "status_group",
            "status_name",
            "title",
            "type",
            "type_id",
        )
    )

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        at = ""
        try:
            get = src_dict.get
            self.archived_at = decode_datetime(get("archived_at", UNSET))
            at = "attributes"
            value = get(at, UNSET)
            self.attributes = (
                new_instance(CaseObjectAttributes)._decode(value) if type(value) is dict else null_or_raise(value)
            )
            self.closed_at = decode_datetime(get("closed_at", UNSET))
            self.created_at = decode_datetime(get("created_at", UNSET))
            at = "custom_attributes"
            value = get(at, UNSET)
            self.custom_attributes = (
                new_instance(CaseCustomAttributes)._decode(value) if type(value) is dict else null_or_raise(value)
            )
            self.description = get("description", UNSET)
            at = "jira_issue"
            value = get(at, UNSET)
            self.jira_issue = new_instance(JiraIssue)._decode(value) if type(value) is dict else null_or_raise(value)
            self.key = get("key", UNSET)
            self.modified_at = decode_datetime(get("modified_at", UNSET))
            value = get("priority", UNSET)
            try:
                self.priority = _CASE_PRIORITY_MEMBERS[value]
            except (KeyError, TypeError):
                self.priority = to_case_priority_or_unset(value)
            at = "service_now_ticket"
            value = get(at, UNSET)
            self.service_now_ticket = (
                new_instance(ServiceNowTicket)._decode(value) if type(value) is dict else null_or_raise(value)
            )
            value = get("status", UNSET)
            try:
                self.status = _CASE_STATUS_MEMBERS[value]
            except (KeyError, TypeError):
                self.status = to_case_status_or_unset(value)
            value = get("status_group", UNSET)
            try:
                self.status_group = _CASE_STATUS_GROUP_MEMBERS[value]
            except (KeyError, TypeError):
                self.status_group = to_case_status_group_or_unset(value)
            self.status_name = get("status_name", UNSET)
            self.title = get("title", UNSET)
            value = get("type", UNSET)
            try:
                self.type = _CASE_TYPE_MEMBERS[value]
            except (KeyError, TypeError):
                self.type = to_case_type_or_unset(value)
            self.type_id = get("type_id", UNSET)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, at) from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        source = source_of(self._extras) or {}
        fields: dict[str, Any] = {}
        if self.archived_at is not UNSET:
            fields["archived_at"] = encode(self.archived_at, source.get("archived_at"))
        if self.attributes is not UNSET:
            fields["attributes"] = encode(self.attributes)
        if self.closed_at is not UNSET:
            fields["closed_at"] = encode(self.closed_at, source.get("closed_at"))
        if self.created_at is not UNSET:
            fields["created_at"] = encode(self.created_at, source.get("created_at"))
        if self.custom_attributes is not UNSET:
            fields["custom_attributes"] = encode(self.custom_attributes)
        if self.description is not UNSET:
            fields["description"] = self.description
        if self.jira_issue is not UNSET:
            fields["jira_issue"] = encode(self.jira_issue)
        if self.key is not UNSET:
            fields["key"] = self.key
        if self.modified_at is not UNSET:
            fields["modified_at"] = encode(self.modified_at, source.get("modified_at"))
        if self.priority is not UNSET:
            fields["priority"] = getattr(self.priority, "_value_", self.priority)
        if self.service_now_ticket is not UNSET:
            fields["service_now_ticket"] = encode(self.service_now_ticket)
        if self.status is not UNSET:
            fields["status"] = getattr(self.status, "_value_", self.status)
        if self.status_group is not UNSET:
            fields["status_group"] = getattr(self.status_group, "_value_", self.status_group)
        if self.status_name is not UNSET:
            fields["status_name"] = self.status_name
        if self.title is not UNSET:
            fields["title"] = self.title
        if self.type is not UNSET:
            fields["type"] = getattr(self.type, "_value_", self.type)
        if self.type_id is not UNSET:
            fields["type_id"] = self.type_id
        return self._encoded(fields)


from .case_custom_attributes import CaseCustomAttributes  # noqa: E402
from .case_object_attributes import CaseObjectAttributes  # noqa: E402
from .jira_issue import JiraIssue  # noqa: E402
from .service_now_ticket import ServiceNowTicket  # noqa: E402

share_names(CaseAttributes, globals())
deprecate_fields(
    CaseAttributes,
    {
        "status": "Deprecated, use `status_name` instead. The status, as one of three.",
        "type": "Deprecated, use `type_id` instead. The kind of case.",
    },
)
