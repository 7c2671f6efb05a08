# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
"""Facts of the spec that the runtime needs: the server, its sites, and the headers that identify the caller."""

from __future__ import annotations

from ._codec import OpenEnum

SERVER_URL = "https://api.{site}"
API_KEY_HEADER = "DD-API-KEY"
APP_KEY_HEADER = "DD-APPLICATION-KEY"


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


DEFAULT_SITE = DatadogSite("datadoghq.com")
