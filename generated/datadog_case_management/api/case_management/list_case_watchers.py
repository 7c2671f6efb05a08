# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
"""List case watchers: GET /api/v2/cases/{case_id}/watchers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Answer, Call, decoded, detailed, path_segment, result_of
from ...types import Response

if TYPE_CHECKING:
    from ...client import AsyncClient, Client
    from ...models.api_error_response import APIErrorResponse
    from ...models.case_watchers_response import CaseWatchersResponse

# The model of each documented error, by name: it is loaded when such an error comes.
_ERRORS = {
    400: "APIErrorResponse",
    401: "APIErrorResponse",
    403: "APIErrorResponse",
    404: "APIErrorResponse",
    429: "APIErrorResponse",
}


def _call(case_id: str) -> Call:
    case_id = path_segment("case_id", case_id)
    path = f"/api/v2/cases/{case_id}/watchers"
    return Call("GET", path)


def _parse(answer: Answer) -> CaseWatchersResponse:
    from ...models.case_watchers_response import CaseWatchersResponse

    return decoded(answer, CaseWatchersResponse.from_dict)


def sync_detailed(case_id: str, *, client: Client) -> Response[APIErrorResponse | CaseWatchersResponse]:
    """List case watchers and its status.

    Lists the users who watch a case and are notified of its updates. In preview: it may change without
    notice. An OAuth app needs the `cases_read` scope. Documented at
    https://docs.datadoghq.com/api/latest/case-management/#list-case-watchers

    Args:
        case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
        client: The client to send with.

    Returns:
        The answer, whatever its status; `parsed` has the model of it. On success: The watchers of the case.

    Raises:
        ValueError: An argument cannot be sent.
        APIConnectionError: No answer came; APITimeoutError, if none came in time.
        ResponseDecodeError: The body of a success is not what the spec describes.
    """
    return detailed(client._send(_call(case_id)), _parse, _ERRORS)


def sync(case_id: str, *, client: Client) -> CaseWatchersResponse:
    """List case watchers.

    Lists the users who watch a case and are notified of its updates. In preview: it may change without
    notice. An OAuth app needs the `cases_read` scope. Documented at
    https://docs.datadoghq.com/api/latest/case-management/#list-case-watchers

    Args:
        case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
        client: The client to send with.

    Returns:
        The watchers of the case.

    Raises:
        ValueError: An argument cannot be sent.
        BadRequestError: The request is malformed, or a value in it is not allowed.
        UnauthorizedError: The keys or the token are missing or not valid.
        ForbiddenError: The keys or the token are valid, but not allowed to do this.
        NotFoundError: There is no such case, or no such user.
        RateLimitError: Too many requests in the current rate limit window.
        ServerError: The service failed.
        APIStatusError: Any other status that is not a success.
        APIConnectionError: No answer came; APITimeoutError, if none came in time.
        ResponseDecodeError: The body of a success is not what the spec describes.
    """
    return result_of(client._send(_call(case_id)), _parse, _ERRORS)


async def asyncio_detailed(case_id: str, *, client: AsyncClient) -> Response[APIErrorResponse | CaseWatchersResponse]:
    """List case watchers and its status.

    Lists the users who watch a case and are notified of its updates. In preview: it may change without
    notice. An OAuth app needs the `cases_read` scope. Documented at
    https://docs.datadoghq.com/api/latest/case-management/#list-case-watchers

    Args:
        case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
        client: The client to send with.

    Returns:
        The answer, whatever its status; `parsed` has the model of it. On success: The watchers of the case.

    Raises:
        ValueError: An argument cannot be sent.
        APIConnectionError: No answer came; APITimeoutError, if none came in time.
        ResponseDecodeError: The body of a success is not what the spec describes.
    """
    return detailed(await client._send(_call(case_id)), _parse, _ERRORS)


async def asyncio(case_id: str, *, client: AsyncClient) -> CaseWatchersResponse:
    """List case watchers.

    Lists the users who watch a case and are notified of its updates. In preview: it may change without
    notice. An OAuth app needs the `cases_read` scope. Documented at
    https://docs.datadoghq.com/api/latest/case-management/#list-case-watchers

    Args:
        case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
        client: The client to send with.

    Returns:
        The watchers of the case.

    Raises:
        ValueError: An argument cannot be sent.
        BadRequestError: The request is malformed, or a value in it is not allowed.
        UnauthorizedError: The keys or the token are missing or not valid.
        ForbiddenError: The keys or the token are valid, but not allowed to do this.
        NotFoundError: There is no such case, or no such user.
        RateLimitError: Too many requests in the current rate limit window.
        ServerError: The service failed.
        APIStatusError: Any other status that is not a success.
        APIConnectionError: No answer came; APITimeoutError, if none came in time.
        ResponseDecodeError: The body of a success is not what the spec describes.
    """
    return result_of(await client._send(_call(case_id)), _parse, _ERRORS)
