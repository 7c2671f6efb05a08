# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
"""Watch a case: POST /api/v2/cases/{case_id}/watchers/{user_uuid}."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from ... import models
from ..._request import PreparedRequest, path_segment
from ...client import AsyncClient, Client
from ...types import Response

# Decodes each documented response, successes first: `str` for text, None for no body.
_RESPONSES: dict[int, Callable[[Any], Any] | None] = {
    201: None,
    400: lambda body: models.APIErrorResponse._from_json(body),
    401: lambda body: models.APIErrorResponse._from_json(body),
    403: lambda body: models.APIErrorResponse._from_json(body),
    404: lambda body: models.APIErrorResponse._from_json(body),
    429: lambda body: models.APIErrorResponse._from_json(body),
}


def prepare(case_id: str | UUID, user_uuid: str | UUID) -> PreparedRequest[None]:
    """Check the arguments, and make the request that the clients send.

    Raises:
        ValueError: An argument is invalid.
    """
    case_id = path_segment("case_id", case_id)
    user_uuid = path_segment("user_uuid", user_uuid)
    return PreparedRequest("POST", f"/api/v2/cases/{case_id}/watchers/{user_uuid}", None, _RESPONSES)


def sync_detailed(case_id: str | UUID, user_uuid: str | UUID, *, client: Client) -> Response[models.APIErrorResponse]:
    """Like `sync`, but returns the full response whatever its status; `parsed` is its model."""
    return client._call_detailed(prepare(case_id, user_uuid))


def sync(case_id: str | UUID, user_uuid: str | UUID, *, client: Client) -> None:
    """Watch a case, as `Client.watch_case` does, with its arguments and errors.

    Args:
        client: The client to send with.
    """
    return client._call(prepare(case_id, user_uuid))


async def asyncio_detailed(
    case_id: str | UUID, user_uuid: str | UUID, *, client: AsyncClient
) -> Response[models.APIErrorResponse]:
    """Like `sync_detailed`, but async."""
    return await client._call_detailed(prepare(case_id, user_uuid))


async def asyncio(case_id: str | UUID, user_uuid: str | UUID, *, client: AsyncClient) -> None:
    """Like `sync`, but async."""
    return await client._call(prepare(case_id, user_uuid))


__all__ = ["asyncio", "asyncio_detailed", "prepare", "sync", "sync_detailed"]
__dir__ = __all__.copy
