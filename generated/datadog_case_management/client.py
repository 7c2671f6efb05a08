# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
"""Client and AsyncClient: a method for each operation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, overload
from uuid import UUID

from . import models
from ._client import AsyncAPIClient, SyncAPIClient
from ._paging import AsyncItems, Items, Steps
from ._request import PreparedRequest
from .types import UNSET, Unset


class Client(SyncAPIClient):
    """A client for Datadog Case Management, safe to share between threads.

    Each operation is a method; AsyncClient has them as coroutines. Omitted arguments are not sent. A
    client can be pickled, which keeps its settings, keys included, but not its connections.

    Raises:
        ValueError: An argument is invalid.
        BadRequestError: 400.
        UnauthorizedError: 401.
        ForbiddenError: 403.
        NotFoundError: 404.
        RateLimitError: 429.
        ServerError: The service failed.
        APIStatusError: Any other status that is not a success.
        APIConnectionError: There was no response; APITimeoutError, if there was none in time.
        ResponseDecodeError: The body of a success does not match the spec.
    """

    def watch_case(self, case_id: str | UUID, user_uuid: str | UUID) -> None:
        """Watch a case.

        Makes a user a watcher of a case, so that the user is notified of every later update to it. In
        preview: it may change without notice. Documented at
        https://docs.datadoghq.com/api/latest/case-management/#watch-a-case
        An OAuth token needs the scope `cases_write`.

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            user_uuid: The UUID of the user.
        """
        from .api.case_management.watch_case import prepare

        return self._call(prepare(case_id, user_uuid))

    def list_case_watchers(self, case_id: str | UUID) -> models.CaseWatchersResponse:
        """List case watchers.

        Lists the users who watch a case and are notified of its updates. In preview: it may change without
        notice. Documented at https://docs.datadoghq.com/api/latest/case-management/#list-case-watchers
        An OAuth token needs the scope `cases_read`.

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.

        Returns:
            The watchers of the case.
        """
        from .api.case_management.list_case_watchers import prepare

        return self._call(prepare(case_id))

    def list_case_timeline(
        self,
        case_id: str | UUID,
        *,
        page_size: int | None = None,
        page_number: int | None = None,
        sort_ascending: bool | None = None,
    ) -> models.TimelineResponse:
        """Get case timeline.

        Reads one page of what happened to a case: comments, status changes and other activity, newest first
        unless asked otherwise. In preview: it may change without notice. Documented at
        https://docs.datadoghq.com/api/latest/case-management/#get-case-timeline
        An OAuth token needs the scope `cases_read`.

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            page_size: The maximum number of timeline cells on a page.
            page_number: The number of the page to read, starting at 0.
            sort_ascending: Whether the oldest cell comes first. The service puts the newest first unless
                this is true.

        Returns:
            One page of the timeline of the case.
        """
        from .api.case_management.list_case_timeline import prepare

        return self._call(prepare(case_id, page_size=page_size, page_number=page_number, sort_ascending=sort_ascending))

    def iter_case_timeline(
        self, case_id: str | UUID, *, page_size: int | None = None, sort_ascending: bool | None = None
    ) -> Items[models.TimelineCellResource]:
        """Iterate over the items of all pages of `list_case_timeline`.

        Calls `list_case_timeline` for one page after another, as they are needed, until one is empty. Pages
        shift while new items arrive, so an item that was on an earlier page is left out. After an error,
        the iterator can go on, and tries the same page again. Ten consecutive pages with nothing new are a
        CaseManagementError.

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            page_size: The maximum number of timeline cells on a page.
            sort_ascending: Whether the oldest cell comes first. The service puts the newest first unless
                this is true.

        Yields:
            Every TimelineCellResource once.
        """
        from .api.case_management.list_case_timeline import prepare

        def _prepare(page_number: Any) -> PreparedRequest[Any]:
            return prepare(case_id, page_size=page_size, page_number=page_number, sort_ascending=sort_ascending)

        return Items(self._call, _prepare, Steps("page", 0, ("data",), (), "$.data"))

    @overload
    def add_case_insights(
        self, case_id: str | UUID, *, insights: Sequence[models.CaseInsight | Mapping[str, Any]]
    ) -> models.CaseResponse: ...

    @overload
    def add_case_insights(
        self, case_id: str | UUID, *, body: models.CaseInsightsRequest | Mapping[str, Any]
    ) -> models.CaseResponse: ...

    def add_case_insights(
        self,
        case_id: str | UUID,
        *,
        insights: Sequence[models.CaseInsight | Mapping[str, Any]] | Unset = UNSET,
        body: models.CaseInsightsRequest | Mapping[str, Any] | None = None,
    ) -> models.CaseResponse:
        """Add insights to a case.

        Links a case to 1 to 100 related Datadog resources, such as monitors, security signals, incidents or
        error tracking issues, that give an investigation its context. In preview: it may change without
        notice. Documented at https://docs.datadoghq.com/api/latest/case-management/#add-insights-to-a-case
        An OAuth token needs the scope `cases_write`.

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            insights: The insights, 1 to 100 of them.
            body: The full request body, as an alternative to `insights`. The insights to add.

        Returns:
            The case, with the insights added.
        """
        from .api.case_management.add_case_insights import prepare

        return self._call(prepare(case_id, insights=insights, body=body))


class AsyncClient(AsyncAPIClient):
    """A client for Datadog Case Management, safe to share between the tasks of an event loop.

    Each operation is a method; Client has the same methods, without `await`. Omitted arguments are not
    sent. A client can be pickled, which keeps its settings, keys included, but not its connections.

    Raises:
        ValueError: An argument is invalid.
        BadRequestError: 400.
        UnauthorizedError: 401.
        ForbiddenError: 403.
        NotFoundError: 404.
        RateLimitError: 429.
        ServerError: The service failed.
        APIStatusError: Any other status that is not a success.
        APIConnectionError: There was no response; APITimeoutError, if there was none in time.
        ResponseDecodeError: The body of a success does not match the spec.
    """

    async def watch_case(self, case_id: str | UUID, user_uuid: str | UUID) -> None:
        """Watch a case.

        Makes a user a watcher of a case, so that the user is notified of every later update to it. In
        preview: it may change without notice. Documented at
        https://docs.datadoghq.com/api/latest/case-management/#watch-a-case
        An OAuth token needs the scope `cases_write`.

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            user_uuid: The UUID of the user.
        """
        from .api.case_management.watch_case import prepare

        return await self._call(prepare(case_id, user_uuid))

    async def list_case_watchers(self, case_id: str | UUID) -> models.CaseWatchersResponse:
        """List case watchers.

        Lists the users who watch a case and are notified of its updates. In preview: it may change without
        notice. Documented at https://docs.datadoghq.com/api/latest/case-management/#list-case-watchers
        An OAuth token needs the scope `cases_read`.

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.

        Returns:
            The watchers of the case.
        """
        from .api.case_management.list_case_watchers import prepare

        return await self._call(prepare(case_id))

    async def list_case_timeline(
        self,
        case_id: str | UUID,
        *,
        page_size: int | None = None,
        page_number: int | None = None,
        sort_ascending: bool | None = None,
    ) -> models.TimelineResponse:
        """Get case timeline.

        Reads one page of what happened to a case: comments, status changes and other activity, newest first
        unless asked otherwise. In preview: it may change without notice. Documented at
        https://docs.datadoghq.com/api/latest/case-management/#get-case-timeline
        An OAuth token needs the scope `cases_read`.

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            page_size: The maximum number of timeline cells on a page.
            page_number: The number of the page to read, starting at 0.
            sort_ascending: Whether the oldest cell comes first. The service puts the newest first unless
                this is true.

        Returns:
            One page of the timeline of the case.
        """
        from .api.case_management.list_case_timeline import prepare

        return await self._call(
            prepare(case_id, page_size=page_size, page_number=page_number, sort_ascending=sort_ascending)
        )

    def iter_case_timeline(
        self, case_id: str | UUID, *, page_size: int | None = None, sort_ascending: bool | None = None
    ) -> AsyncItems[models.TimelineCellResource]:
        """Iterate over the items of all pages of `list_case_timeline`.

        Calls `list_case_timeline` for one page after another, as they are needed, until one is empty. Pages
        shift while new items arrive, so an item that was on an earlier page is left out. After an error,
        the iterator can go on, and tries the same page again. Ten consecutive pages with nothing new are a
        CaseManagementError.

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            page_size: The maximum number of timeline cells on a page.
            sort_ascending: Whether the oldest cell comes first. The service puts the newest first unless
                this is true.

        Yields:
            Every TimelineCellResource once.
        """
        from .api.case_management.list_case_timeline import prepare

        def _prepare(page_number: Any) -> PreparedRequest[Any]:
            return prepare(case_id, page_size=page_size, page_number=page_number, sort_ascending=sort_ascending)

        return AsyncItems(self._call, _prepare, Steps("page", 0, ("data",), (), "$.data"))

    @overload
    async def add_case_insights(
        self, case_id: str | UUID, *, insights: Sequence[models.CaseInsight | Mapping[str, Any]]
    ) -> models.CaseResponse: ...

    @overload
    async def add_case_insights(
        self, case_id: str | UUID, *, body: models.CaseInsightsRequest | Mapping[str, Any]
    ) -> models.CaseResponse: ...

    async def add_case_insights(
        self,
        case_id: str | UUID,
        *,
        insights: Sequence[models.CaseInsight | Mapping[str, Any]] | Unset = UNSET,
        body: models.CaseInsightsRequest | Mapping[str, Any] | None = None,
    ) -> models.CaseResponse:
        """Add insights to a case.

        Links a case to 1 to 100 related Datadog resources, such as monitors, security signals, incidents or
        error tracking issues, that give an investigation its context. In preview: it may change without
        notice. Documented at https://docs.datadoghq.com/api/latest/case-management/#add-insights-to-a-case
        An OAuth token needs the scope `cases_write`.

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            insights: The insights, 1 to 100 of them.
            body: The full request body, as an alternative to `insights`. The insights to add.

        Returns:
            The case, with the insights added.
        """
        from .api.case_management.add_case_insights import prepare

        return await self._call(prepare(case_id, insights=insights, body=body))


__all__ = ["AsyncClient", "Client"]
__dir__ = __all__.copy
