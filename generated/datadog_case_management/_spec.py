# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
"""Facts of the spec that the runtime needs: server and sites, the key headers, request schemas."""

from __future__ import annotations

from typing import Any

from ._enums import OpenEnum

SERVER_URL = "https://api.{site}"
API_KEY_HEADER = "DD-API-KEY"
APP_KEY_HEADER = "DD-APPLICATION-KEY"


class DatadogSite(OpenEnum):
    """A Datadog site, as in DD_SITE. The API host is `api.` plus the site."""

    AP1_DATADOGHQ_COM = "ap1.datadoghq.com"
    AP2_DATADOGHQ_COM = "ap2.datadoghq.com"
    DATADOGHQ_EU = "datadoghq.eu"
    DDOG_GOV_COM = "ddog-gov.com"
    US2_DDOG_GOV_COM = "us2.ddog-gov.com"
    DATADOGHQ_COM = "datadoghq.com"
    US3_DATADOGHQ_COM = "us3.datadoghq.com"
    US5_DATADOGHQ_COM = "us5.datadoghq.com"
    UK1_DATADOGHQ_COM = "uk1.datadoghq.com"


DEFAULT_SITE = DatadogSite("datadoghq.com")

# What the body of a request may contain. Enums are open, so that each is a string here.
REQUEST_SCHEMAS: dict[str, Any] = {
    "CaseInsight": {
        "type": "object",
        "required": ["ref", "resource_id", "type"],
        "properties": {
            "ref": {"type": "string"},
            "resource_id": {"type": "string"},
            "type": {"$ref": "CaseInsightType"},
        },
    },
    "CaseInsightType": {"type": "string"},
    "CaseInsightsAttributes": {
        "type": "object",
        "required": ["insights"],
        "properties": {"insights": {"type": "array", "minItems": 1, "maxItems": 100, "items": {"$ref": "CaseInsight"}}},
    },
    "CaseInsightsData": {
        "type": "object",
        "required": ["attributes", "type"],
        "properties": {"attributes": {"$ref": "CaseInsightsAttributes"}, "type": {"$ref": "CaseResourceType"}},
    },
    "CaseInsightsRequest": {
        "type": "object",
        "required": ["data"],
        "properties": {"data": {"$ref": "CaseInsightsData"}},
    },
    "CaseResourceType": {"type": "string"},
}
