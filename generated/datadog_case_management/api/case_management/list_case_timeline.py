# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
"""Get case timeline: GET /api/v2/cases/{case_id}/timelines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from ... import models
from ..._request import Parameter, PreparedRequest, path_segment, query_string
from ...client import AsyncClient, Client
from ...types import Response

# Decodes each documented response, successes first: `str` for text, None for no body.
_RESPONSES: dict[int, Callable[[Any], Any] | None] = {
    200: lambda body: models.TimelineResponse._from_json(body),
    400: lambda body: models.APIErrorResponse._from_json(body),
    401: lambda body: models.APIErrorResponse._from_json(body),
    403: lambda body: models.APIErrorResponse._from_json(body),
    404: lambda body: models.APIErrorResponse._from_json(body),
    429: lambda body: models.APIErrorResponse._from_json(body),
}
_QUERY = (
    Parameter("page[size]", "page_size", int, minimum=1),
    Parameter("page[number]", "page_number", int, minimum=0),
    Parameter("sort[ascending]", "sort_ascending", bool),
)


def prepare(
    case_id: str | UUID,
    *,
    page_size: int | None = None,
    page_number: int | None = None,
    sort_ascending: bool | None = None,
) -> PreparedRequest[models.TimelineResponse]:
    """Check the arguments, and make the request that the clients send.

    Raises:
        ValueError: An argument is invalid.
    """
    case_id = path_segment("case_id", case_id)
    return PreparedRequest(
        "GET",
        f"/api/v2/cases/{case_id}/timelines" + query_string(_QUERY, page_size, page_number, sort_ascending),
        None,
        _RESPONSES,
    )


def sync_detailed(
    case_id: str | UUID,
    *,
    client: Client,
    page_size: int | None = None,
    page_number: int | None = None,
    sort_ascending: bool | None = None,
) -> Response[models.APIErrorResponse | models.TimelineResponse]:
    """Like `sync`, but returns the full response whatever its status; `parsed` is its model."""
    return client._call_detailed(
        prepare(case_id, page_size=page_size, page_number=page_number, sort_ascending=sort_ascending)
    )


def sync(
    case_id: str | UUID,
    *,
    client: Client,
    page_size: int | None = None,
    page_number: int | None = None,
    sort_ascending: bool | None = None,
) -> models.TimelineResponse:
    """Get case timeline, as `Client.list_case_timeline` does, with its arguments and errors.

    Args:
        client: The client to send with.
    """
    return client._call(prepare(case_id, page_size=page_size, page_number=page_number, sort_ascending=sort_ascending))


async def asyncio_detailed(
    case_id: str | UUID,
    *,
    client: AsyncClient,
    page_size: int | None = None,
    page_number: int | None = None,
    sort_ascending: bool | None = None,
) -> Response[models.APIErrorResponse | models.TimelineResponse]:
    """Like `sync_detailed`, but async."""
    return await client._call_detailed(
        prepare(case_id, page_size=page_size, page_number=page_number, sort_ascending=sort_ascending)
    )


async def asyncio(
    case_id: str | UUID,
    *,
    client: AsyncClient,
    page_size: int | None = None,
    page_number: int | None = None,
    sort_ascending: bool | None = None,
) -> models.TimelineResponse:
    """Like `sync`, but async."""
    return await client._call(
        prepare(case_id, page_size=page_size, page_number=page_number, sort_ascending=sort_ascending)
    )


__all__ = ["asyncio", "asyncio_detailed", "prepare", "sync", "sync_detailed"]
__dir__ = __all__.copy
