# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from attrs.setters import NO_OP as _NO_OP

from .._codec import DECODE_ERRORS as _DECODE_ERRORS
from .._codec import Model, copy_extras, decode_error, encode, new_instance, null_or_raise, share_names
from ..types import UNSET, Unset
from .case_third_party_ticket_status import (
    _CASE_THIRD_PARTY_TICKET_STATUS_MEMBERS,
    CaseThirdPartyTicketStatus,
    to_case_third_party_ticket_status_or_unset,
)


@_attrs_define(eq=False, kw_only=True, repr=False, on_setattr=_NO_OP)
class JiraIssue(Model[Any]):
    """A Jira issue attached to a case."""

    result: JiraIssueResult | Unset = UNSET
    """Where the issue is."""
    status: CaseThirdPartyTicketStatus | Unset = _attrs_field(
        default=UNSET, converter=to_case_third_party_ticket_status_or_unset
    )
    """How far its creation has come."""
    _extras: Any = _attrs_field(alias="additional_properties", factory=dict, converter=copy_extras)

    _KNOWN: ClassVar = frozenset(("result", "status"))

    def _decode(self, src_dict: Mapping[str, Any]) -> Self:
        at = ""
        try:
            get = src_dict.get
            at = "result"
            value = get(at, UNSET)
            self.result = new_instance(JiraIssueResult)._decode(value) if type(value) is dict else null_or_raise(value)
            value = get("status", UNSET)
            try:
                self.status = _CASE_THIRD_PARTY_TICKET_STATUS_MEMBERS[value]
            except (KeyError, TypeError):
                self.status = to_case_third_party_ticket_status_or_unset(value)
        except _DECODE_ERRORS as error:
            raise decode_error(error, src_dict, at) from None
        self._extras = (src_dict,)  # pyright: ignore
        return self

    def to_dict(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if self.result is not UNSET:
            fields["result"] = encode(self.result)
        if self.status is not UNSET:
            fields["status"] = getattr(self.status, "_value_", self.status)
        return self._encoded(fields)


from .jira_issue_result import JiraIssueResult  # noqa: E402

share_names(JiraIssue, globals())
