# Copied into the package by `make generate`.
"""The path of a call, sync and async side by side: send, check, decide, sleep, return."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx

from . import errors
from ._base_client import BaseClient, unusable
from ._deadline import AsyncDeadline, Deadline
from ._request import PreparedRequest
from ._response import RawResponse, read_detailed, read_result
from .types import Response

if TYPE_CHECKING:
    from types import TracebackType

    from ._aiohttp import AiohttpTransport

T = TypeVar("T")


class SyncAPIClient(BaseClient):
    """The input and output of Client."""

    def _call(self, prepared: PreparedRequest[T]) -> T:
        return read_result(prepared, self._send(prepared))

    def _call_detailed(self, prepared: PreparedRequest[Any]) -> Response[Any]:
        return read_detailed(prepared, self._send(prepared))

    def _send(self, prepared: PreparedRequest[Any]) -> RawResponse:
        """Send a request until its outcome is final."""
        retries = 0
        outcome = self._attempt(prepared)
        while (seconds := self._wait_before_retry(prepared, outcome, retries)) is not None:
            time.sleep(seconds)
            retries += 1
            outcome = self._attempt(prepared)
        if isinstance(outcome, RawResponse):
            return outcome
        try:
            raise outcome
        finally:
            # The traceback of the error refers to this frame, which would refer to the error: a reference cycle.
            del outcome

    def _attempt(self, prepared: PreparedRequest[Any]) -> RawResponse | errors.CaseManagementError:
        """Send a request once; the outcome is the response, or the error for its absence."""
        request = self._build(prepared)
        http = self._pool.http
        try:
            response = http.send(request, stream=True)
            try:
                # Consumed if the transport made a complete response, as httpx.MockTransport does.
                content = response.content if response.is_stream_consumed else b"".join(response.iter_raw())
            finally:
                response.close()
        except Exception as error:
            return self._failure(prepared, request, error)
        return self._response(response, content)

    def _open(self) -> httpx.Client:
        http: httpx.Client = self._open_client(httpx.Client, Deadline)
        return http

    def _before_send(self, request: httpx.Request) -> None:
        self._keep_credentials_home(request)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, which the copies share; the client cannot be used after that."""
        self._pool.closed = True
        self._pool.http.close()


class AsyncAPIClient(BaseClient):
    """The input and output of AsyncClient."""

    _max_pool_size = 100
    _named_transport = "aiohttp"

    async def _call(self, prepared: PreparedRequest[T]) -> T:
        return read_result(prepared, await self._send(prepared))

    async def _call_detailed(self, prepared: PreparedRequest[Any]) -> Response[Any]:
        return read_detailed(prepared, await self._send(prepared))

    async def _send(self, prepared: PreparedRequest[Any]) -> RawResponse:
        """Send a request until its outcome is final."""
        retries = 0
        outcome = await self._attempt(prepared)
        while (seconds := self._wait_before_retry(prepared, outcome, retries)) is not None:
            await _sleep(seconds)
            retries += 1
            outcome = await self._attempt(prepared)
        if isinstance(outcome, RawResponse):
            return outcome
        try:
            raise outcome
        finally:
            # The traceback of the error refers to this frame, which would refer to the error: a reference cycle.
            del outcome

    async def _attempt(self, prepared: PreparedRequest[Any]) -> RawResponse | errors.CaseManagementError:
        """Send a request once; the outcome is the response, or the error for its absence."""
        request = self._build(prepared)
        http = self._pool.acquire()
        try:
            response = await http.send(request, stream=True)
            try:
                # Consumed if the transport made a complete response, as httpx.MockTransport does.
                content = (
                    response.content
                    if response.is_stream_consumed
                    else b"".join([chunk async for chunk in response.aiter_raw()])
                )
            finally:
                await response.aclose()
        except Exception as error:
            return self._failure(prepared, request, error)
        finally:
            self._pool.release(http)
        return self._response(response, content)

    def _open(self) -> httpx.AsyncClient | AiohttpTransport:
        if self._settings["transport"] != "aiohttp":
            http: httpx.AsyncClient = self._open_client(httpx.AsyncClient, AsyncDeadline)
            return http
        from ._aiohttp import AiohttpTransport, choose_proxy

        try:
            proxy = choose_proxy(self._settings["proxy"], self._base_url)
        except (AttributeError, TypeError, ValueError, httpx.InvalidURL) as error:
            raise unusable(error) from None
        transport = AiohttpTransport(self._ssl_context, self._settings["limits"], proxy)
        if not self._settings["follow_redirects"]:
            return transport
        http = self._open_client(httpx.AsyncClient, AsyncDeadline, transport=transport, proxy=None, limits=None)
        return http

    async def _before_send(self, request: httpx.Request) -> None:
        self._keep_credentials_home(request)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections, which the copies share; the client cannot be used after that."""
        self._pool.closed = True
        self._pool.follow_loop()
        for http in self._pool.all:
            await http.aclose()


async def _sleep(seconds: float) -> None:
    # Loaded here, because most calls need no retry. It works with asyncio and trio.
    import anyio

    await anyio.sleep(seconds)
