# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
from __future__ import annotations

from typing import Any

from ..types import UNSET, OpenEnum, Unset


class DatadogSite(OpenEnum):
    """A Datadog site, as DD_SITE names it. The API host is `api.` and the site."""

    AP1_DATADOGHQ_COM = "ap1.datadoghq.com"
    AP2_DATADOGHQ_COM = "ap2.datadoghq.com"
    DATADOGHQ_EU = "datadoghq.eu"
    DDOG_GOV_COM = "ddog-gov.com"
    US2_DDOG_GOV_COM = "us2.ddog-gov.com"
    DATADOGHQ_COM = "datadoghq.com"
    US3_DATADOGHQ_COM = "us3.datadoghq.com"
    US5_DATADOGHQ_COM = "us5.datadoghq.com"


_MEMBERS: dict[Any, Any] = {UNSET: UNSET, None: None, **{member.value: member for member in DatadogSite}}


def as_datadog_site(value: DatadogSite | str | Unset) -> Any:
    """The member for a string, listed or not; anything else stays as it is."""
    try:
        return _MEMBERS[value]
    except (KeyError, TypeError):
        return DatadogSite(value) if isinstance(value, str) else value
