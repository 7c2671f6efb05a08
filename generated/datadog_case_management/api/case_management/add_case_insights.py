# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
"""Add insights to a case: PUT /api/v2/cases/{case_id}/insights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Answer, Call, decoded, detailed, json_body, path_segment, result_of
from ...types import Response

if TYPE_CHECKING:
    from ...client import AsyncClient, Client
    from ...models.api_error_response import APIErrorResponse
    from ...models.case_insights_request import CaseInsightsRequest
    from ...models.case_response import CaseResponse
    from ...models.jsonapi_error_response import JSONAPIErrorResponse

# The model of each documented error, by name: it is loaded when such an error comes.
_ERRORS = {
    400: "JSONAPIErrorResponse",
    401: "JSONAPIErrorResponse",
    403: "JSONAPIErrorResponse",
    404: "JSONAPIErrorResponse",
    429: "APIErrorResponse",
}


def _call(case_id: str, body: CaseInsightsRequest) -> Call:
    from ...models.case_insights_request import CaseInsightsRequest

    case_id = path_segment("case_id", case_id)
    path = f"/api/v2/cases/{case_id}/insights"
    return Call("PUT", path, json_body(body, CaseInsightsRequest))


def _parse(answer: Answer) -> CaseResponse:
    from ...models.case_response import CaseResponse

    return decoded(answer, CaseResponse.from_dict)


def sync_detailed(
    case_id: str, *, client: Client, body: CaseInsightsRequest
) -> Response[APIErrorResponse | CaseResponse | JSONAPIErrorResponse]:
    """Add insights to a case and its status.

    Links a case to 1 to 100 related Datadog resources, such as monitors, security signals, incidents or
    error tracking issues, that give an investigation its context. In preview: it may change without
    notice. An OAuth app needs the `cases_write` scope. Documented at
    https://docs.datadoghq.com/api/latest/case-management/#add-insights-to-a-case

    Args:
        case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
        client: The client to send with.
        body: The insights to add to a case.

    Returns:
        The answer, whatever its status; `parsed` has the model of it. On success: The case, with the insights added.

    Raises:
        ValueError: An argument cannot be sent.
        APIConnectionError: No answer came; APITimeoutError, if none came in time.
        ResponseDecodeError: The body of a success is not what the spec describes.
    """
    return detailed(client._send(_call(case_id, body)), _parse, _ERRORS)


def sync(case_id: str, *, client: Client, body: CaseInsightsRequest) -> CaseResponse:
    """Add insights to a case.

    Links a case to 1 to 100 related Datadog resources, such as monitors, security signals, incidents or
    error tracking issues, that give an investigation its context. In preview: it may change without
    notice. An OAuth app needs the `cases_write` scope. Documented at
    https://docs.datadoghq.com/api/latest/case-management/#add-insights-to-a-case

    Args:
        case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
        client: The client to send with.
        body: The insights to add to a case.

    Returns:
        The case, with the insights added.

    Raises:
        ValueError: An argument cannot be sent.
        BadRequestError: The request is malformed, or a value in it is not allowed.
        UnauthorizedError: The keys or the token are missing or not valid.
        ForbiddenError: The keys or the token are valid, but not allowed to do this.
        NotFoundError: There is no such case.
        RateLimitError: Too many requests in the current rate limit window.
        ServerError: The service failed.
        APIStatusError: Any other status that is not a success.
        APIConnectionError: No answer came; APITimeoutError, if none came in time.
        ResponseDecodeError: The body of a success is not what the spec describes.
    """
    return result_of(client._send(_call(case_id, body)), _parse, _ERRORS)


async def asyncio_detailed(
    case_id: str, *, client: AsyncClient, body: CaseInsightsRequest
) -> Response[APIErrorResponse | CaseResponse | JSONAPIErrorResponse]:
    """Add insights to a case and its status.

    Links a case to 1 to 100 related Datadog resources, such as monitors, security signals, incidents or
    error tracking issues, that give an investigation its context. In preview: it may change without
    notice. An OAuth app needs the `cases_write` scope. Documented at
    https://docs.datadoghq.com/api/latest/case-management/#add-insights-to-a-case

    Args:
        case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
        client: The client to send with.
        body: The insights to add to a case.

    Returns:
        The answer, whatever its status; `parsed` has the model of it. On success: The case, with the insights added.

    Raises:
        ValueError: An argument cannot be sent.
        APIConnectionError: No answer came; APITimeoutError, if none came in time.
        ResponseDecodeError: The body of a success is not what the spec describes.
    """
    return detailed(await client._send(_call(case_id, body)), _parse, _ERRORS)


async def asyncio(case_id: str, *, client: AsyncClient, body: CaseInsightsRequest) -> CaseResponse:
    """Add insights to a case.

    Links a case to 1 to 100 related Datadog resources, such as monitors, security signals, incidents or
    error tracking issues, that give an investigation its context. In preview: it may change without
    notice. An OAuth app needs the `cases_write` scope. Documented at
    https://docs.datadoghq.com/api/latest/case-management/#add-insights-to-a-case

    Args:
        case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
        client: The client to send with.
        body: The insights to add to a case.

    Returns:
        The case, with the insights added.

    Raises:
        ValueError: An argument cannot be sent.
        BadRequestError: The request is malformed, or a value in it is not allowed.
        UnauthorizedError: The keys or the token are missing or not valid.
        ForbiddenError: The keys or the token are valid, but not allowed to do this.
        NotFoundError: There is no such case.
        RateLimitError: Too many requests in the current rate limit window.
        ServerError: The service failed.
        APIStatusError: Any other status that is not a success.
        APIConnectionError: No answer came; APITimeoutError, if none came in time.
        ResponseDecodeError: The body of a success is not what the spec describes.
    """
    return result_of(await client._send(_call(case_id, body)), _parse, _ERRORS)
