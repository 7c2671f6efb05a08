# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._enums import OpenEnum, members_of, to_member
from ..types import Unset


class CaseThirdPartyTicketStatus(OpenEnum):
    """How far the creation of a ticket in another system has come."""

    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


_CASE_THIRD_PARTY_TICKET_STATUS_MEMBERS = members_of(CaseThirdPartyTicketStatus)


def to_case_third_party_ticket_status_or_unset(value: CaseThirdPartyTicketStatus | str | Unset) -> Any:
    return to_member(CaseThirdPartyTicketStatus, _CASE_THIRD_PARTY_TICKET_STATUS_MEMBERS, value)
