# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._enums import OpenEnum, members_of, to_member
from ..types import Unset


class Case3RdPartyTicketStatus(OpenEnum):
    """How far the creation of a ticket in another system has come."""

    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


_CASE_3_RD_PARTY_TICKET_STATUS_MEMBERS = members_of(Case3RdPartyTicketStatus)


def to_case_3_rd_party_ticket_status(value: Case3RdPartyTicketStatus | str | Unset) -> Any:
    return to_member(Case3RdPartyTicketStatus, _CASE_3_RD_PARTY_TICKET_STATUS_MEMBERS, value)
