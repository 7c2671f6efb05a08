# Copied from runtime/_client.py by `make generate`. Do not edit: change that file.
"""The path of a call, sync and async side by side: prepare, attempt, decide, sleep, return."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Mapping
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from ._auth import Credentials, current_credentials
from ._base import redact_failure
from ._exchange import ConnectionFailed, Deadline, Loss, Outgoing, RawResponse
from ._options import Options
from ._redaction import Secrets
from ._redirects import MAX_REDIRECTS
from ._request import PreparedRequest, untyped_request
from ._response import Describe, read_detailed, read_result, read_untyped
from ._retries import Retries
from ._transport import sleep_async
from .types import Response

T = TypeVar("T")


class SyncAPIClient(Options):
    """The path of a call of Client."""

    def _call(self, prepared: PreparedRequest[T]) -> T:
        return read_result(prepared, *self._send(prepared))

    def _call_detailed(self, prepared: PreparedRequest[Any]) -> Response[Any]:
        return read_detailed(prepared, *self._send(prepared))

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response[Any]:
        """Send a request to an operation that has no method here, with the same credentials, retries and errors.

        Args:
            method: The HTTP method, such as "GET".
            path: The path, such as "/api/v2/cases/CASEM-4523". What is in it must be quoted.
            params: The query: texts, numbers, booleans, or lists of them; None is not sent. Default: none.
            json: The body. Default: none.
            headers: Headers of this request. Default: none.

        Returns:
            The response of a success; its `json()` is the body.
        """
        prepared = untyped_request(method, path, params, json, headers)
        return read_untyped(prepared, *self._send(prepared))

    def _send(self, prepared: PreparedRequest[Any]) -> tuple[RawResponse, Secrets, Describe]:
        """Send a request until its outcome is final."""
        retries = Retries(prepared, self._config.policy, renews_token=not isinstance(self._credentials, Credentials))
        limit = Deadline(self._config.total_timeout)
        limit.start()
        secrets = self._secrets_of(prepared)
        while True:
            credentials = self._current_credentials()
            if credentials is not self._credentials:
                secrets |= credentials.secrets
            outcome: RawResponse | ConnectionFailed
            try:
                outcome = self._attempt(self._outgoing(prepared, credentials), limit)
            except ConnectionFailed as failure:
                outcome = redact_failure(failure, secrets)
            seconds = None if self._transport.closed else retries.wait_after(outcome)
            if seconds is None or seconds >= limit.remaining():
                break
            if seconds:
                time.sleep(seconds)
        describe = partial(self._sent, prepared, retries, secrets)
        if isinstance(outcome, RawResponse):
            return outcome, secrets, describe
        try:
            raise self._no_response(outcome, describe())
        finally:
            # The traceback of the error refers to this frame, so the frame must not refer to the error.
            del outcome

    def _attempt(self, request: Outgoing, limit: Deadline) -> RawResponse:
        """Send a request once, and follow its redirects if the caller wants that."""
        timeouts = self._timeouts.within(limit.remaining())
        deadline = Deadline(timeouts.total, limit.start())
        response: RawResponse = self._transport.send(request, timeouts, deadline, self._hooks)
        for _ in range(MAX_REDIRECTS if self._config.follow_redirects else 0):
            following = self._redirected(request, response)
            if following is None:
                break
            request = following
            try:
                response = self._transport.send(request, timeouts, deadline, self._hooks)
            except ConnectionFailed as failure:
                # The service has received the first request.
                failure.loss = Loss.LOST if failure.loss is Loss.NEVER_SENT else failure.loss
                raise
        return response

    def _current_credentials(self) -> Credentials:
        if isinstance(self._credentials, Credentials):
            return self._credentials
        return current_credentials({name: source() for name, source in self._credentials.items()})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, including those of the copies. The client cannot be used afterwards."""
        self._transport.close()


class AsyncAPIClient(Options):
    """The path of a call of AsyncClient."""

    _is_async = True

    async def _call(self, prepared: PreparedRequest[T]) -> T:
        return read_result(prepared, *await self._send(prepared))

    async def _call_detailed(self, prepared: PreparedRequest[Any]) -> Response[Any]:
        return read_detailed(prepared, *await self._send(prepared))

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response[Any]:
        """Send a request to an operation that has no method here, with the same credentials, retries and errors.

        Args:
            method: The HTTP method, such as "GET".
            path: The path, such as "/api/v2/cases/CASEM-4523". What is in it must be quoted.
            params: The query: texts, numbers, booleans, or lists of them; None is not sent. Default: none.
            json: The body. Default: none.
            headers: Headers of this request. Default: none.

        Returns:
            The response of a success; its `json()` is the body.
        """
        prepared = untyped_request(method, path, params, json, headers)
        return read_untyped(prepared, *await self._send(prepared))

    async def _send(self, prepared: PreparedRequest[Any]) -> tuple[RawResponse, Secrets, Describe]:
        """Send a request until its outcome is final."""
        retries = Retries(prepared, self._config.policy, renews_token=not isinstance(self._credentials, Credentials))
        limit = Deadline(self._config.total_timeout)
        limit.start()
        secrets = self._secrets_of(prepared)
        while True:
            credentials = await self._current_credentials()
            if credentials is not self._credentials:
                secrets |= credentials.secrets
            outcome: RawResponse | ConnectionFailed
            try:
                outcome = await self._attempt(self._outgoing(prepared, credentials), limit)
            except ConnectionFailed as failure:
                outcome = redact_failure(failure, secrets)
            seconds = None if self._transport.closed else retries.wait_after(outcome)
            if seconds is None or seconds >= limit.remaining():
                break
            if seconds:
                await sleep_async(seconds)
        describe = partial(self._sent, prepared, retries, secrets)
        if isinstance(outcome, RawResponse):
            return outcome, secrets, describe
        try:
            raise self._no_response(outcome, describe())
        finally:
            # The traceback of the error refers to this frame, so the frame must not refer to the error.
            del outcome

    async def _attempt(self, request: Outgoing, limit: Deadline) -> RawResponse:
        """Send a request once, and follow its redirects if the caller wants that."""
        timeouts = self._timeouts.within(limit.remaining())
        deadline = Deadline(timeouts.total, limit.start())
        response: RawResponse = await self._transport.send(request, timeouts, deadline, self._hooks)
        for _ in range(MAX_REDIRECTS if self._config.follow_redirects else 0):
            following = self._redirected(request, response)
            if following is None:
                break
            request = following
            try:
                response = await self._transport.send(request, timeouts, deadline, self._hooks)
            except ConnectionFailed as failure:
                # The service has received the first request.
                failure.loss = Loss.LOST if failure.loss is Loss.NEVER_SENT else failure.loss
                raise
        return response

    async def _current_credentials(self) -> Credentials:
        if isinstance(self._credentials, Credentials):
            return self._credentials
        return current_credentials({name: await _result(source()) for name, source in self._credentials.items()})

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections, including those of the copies. The client cannot be used afterwards."""
        await self._transport.aclose()


async def _result(value: Any) -> Any:
    return await value if isinstance(value, Awaitable) else value
