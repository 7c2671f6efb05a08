# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
"""Add insights to a case: PUT /api/v2/cases/{case_id}/insights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from ... import models
from ..._body import flattened_body
from ..._request import PreparedRequest, path_segment
from ...client import AsyncClient, Client
from ...types import UNSET, Response, Unset

# Decodes each documented response, successes first: `str` for text, None for no body.
_RESPONSES: dict[int, Callable[[Any], Any] | None] = {
    200: lambda body: models.CaseResponse._from_json(body),
    400: lambda body: models.JSONAPIErrorResponse._from_json(body),
    401: lambda body: models.JSONAPIErrorResponse._from_json(body),
    403: lambda body: models.JSONAPIErrorResponse._from_json(body),
    404: lambda body: models.JSONAPIErrorResponse._from_json(body),
    429: lambda body: models.APIErrorResponse._from_json(body),
}


def prepare(
    case_id: str | UUID,
    *,
    insights: Sequence[models.CaseInsight | Mapping[str, Any]] | Unset = UNSET,
    body: models.CaseInsightsRequest | Mapping[str, Any] | None = None,
) -> PreparedRequest[models.CaseResponse]:
    """Check the arguments, and make the request that the clients send.

    Raises:
        ValueError: An argument is invalid.
    """
    case_id = path_segment("case_id", case_id)
    return PreparedRequest(
        "PUT",
        f"/api/v2/cases/{case_id}/insights",
        flattened_body("CaseInsightsRequest", "CaseInsightsAttributes", "case", body, {"insights": insights}),
        _RESPONSES,
    )


def sync_detailed(
    case_id: str | UUID, *, client: Client, body: models.CaseInsightsRequest | Mapping[str, Any]
) -> Response[models.APIErrorResponse | models.CaseResponse | models.JSONAPIErrorResponse]:
    """Like `sync`, but returns the full response whatever its status; `parsed` is its model."""
    return client._call_detailed(prepare(case_id, body=body))


def sync(
    case_id: str | UUID, *, client: Client, body: models.CaseInsightsRequest | Mapping[str, Any]
) -> models.CaseResponse:
    """Add insights to a case, as `Client.add_case_insights` does, with its arguments and errors.

    Args:
        client: The client to send with.
        body: The entire body, as a model or a dict.
    """
    return client._call(prepare(case_id, body=body))


async def asyncio_detailed(
    case_id: str | UUID, *, client: AsyncClient, body: models.CaseInsightsRequest | Mapping[str, Any]
) -> Response[models.APIErrorResponse | models.CaseResponse | models.JSONAPIErrorResponse]:
    """Like `sync_detailed`, but async."""
    return await client._call_detailed(prepare(case_id, body=body))


async def asyncio(
    case_id: str | UUID, *, client: AsyncClient, body: models.CaseInsightsRequest | Mapping[str, Any]
) -> models.CaseResponse:
    """Like `sync`, but async."""
    return await client._call(prepare(case_id, body=body))


__all__ = ["asyncio", "asyncio_detailed", "prepare", "sync", "sync_detailed"]
__dir__ = __all__.copy
