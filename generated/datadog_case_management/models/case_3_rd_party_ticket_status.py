# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
from __future__ import annotations

from typing import Any

from .._codec import OpenEnum
from ..types import UNSET, Unset


class Case3RdPartyTicketStatus(OpenEnum):
    """How far the creation of a ticket in another system has come."""

    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


_MEMBERS: dict[Any, Any] = {UNSET: UNSET, None: None, **{member.value: member for member in Case3RdPartyTicketStatus}}


def to_case_3_rd_party_ticket_status(value: Case3RdPartyTicketStatus | str | Unset) -> Any:
    """Convert a string to a member, listed or not; anything else is returned unchanged."""
    try:
        return _MEMBERS[value]
    except (KeyError, TypeError):
        return Case3RdPartyTicketStatus(value) if isinstance(value, str) else value
