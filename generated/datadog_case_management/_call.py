# Copied from runtime/_call.py by `make generate`. Do not edit: change that file.
"""The path of a call, sync and async side by side: send, check, decide, sleep, return."""

from __future__ import annotations

import time
from collections.abc import Awaitable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx

from . import errors
from ._auth import Credentials, token_credentials
from ._base_client import BaseClient, unusable
from ._deadline import AsyncDeadline, Deadline
from ._request import PreparedRequest
from ._response import RawResponse, read_detailed, read_result
from ._settings import Hook
from .types import Response

if TYPE_CHECKING:
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
        retries, has_new_token = 0, False
        outcome = self._attempt(prepared)
        while True:
            if self._wants_new_token(outcome) and not has_new_token:
                has_new_token = True
            elif (seconds := self._wait_before_retry(prepared, outcome, retries)) is not None:
                time.sleep(seconds)
                retries += 1
            else:
                break
            outcome = self._attempt(prepared)
        if isinstance(outcome, RawResponse):
            return outcome
        try:
            raise outcome
        finally:
            # The traceback of the error refers to this frame, which would refer to the error: a reference cycle.
            del outcome

    def _attempt(self, prepared: PreparedRequest[Any]) -> RawResponse | errors.APIConnectionError:
        """Send a request once; the outcome is the response, or the error for its absence."""
        if self._pool.closed:
            return self._closed(prepared)
        credentials = self._current_credentials()
        request = self._build(prepared, credentials)
        http = self._pool.http
        hooked = not self._settings["follow_redirects"]
        try:
            if hooked and self._request_hooks:
                self._call_hooks(self._request_hooks, request)
            response = http.send(request, stream=True)
            try:
                if hooked and self._response_hooks:
                    self._call_hooks(self._response_hooks, response)
                # Consumed if a hook has read it, or if the transport makes complete responses, as MockTransport does.
                content = None if response.is_stream_consumed else b"".join(response.iter_raw())
            finally:
                response.close()
        except Exception as error:
            return self._failure(prepared, request, error, credentials)
        return self._response(response, content, credentials)

    def _current_credentials(self) -> Credentials:
        if isinstance(self._credentials, Credentials):
            return self._credentials
        return token_credentials(self._credentials())

    def _call_hooks(self, hooks: list[Hook], argument: httpx.Request | httpx.Response) -> None:
        for hook in hooks:
            hook(argument)

    def _open(self) -> httpx.Client:
        http: httpx.Client = self._open_client(httpx.Client, Deadline)
        return http

    def _on_hop(self, request: httpx.Request) -> None:
        self._keep_credentials_home(request)
        self._call_hooks(request.extensions["client"]._request_hooks, request)

    def _on_hop_response(self, response: httpx.Response) -> None:
        self._call_hooks(response.request.extensions["client"]._response_hooks, response)

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
    _transport_method = "handle_async_request"
    _named_transport = "aiohttp"

    async def _call(self, prepared: PreparedRequest[T]) -> T:
        return read_result(prepared, await self._send(prepared))

    async def _call_detailed(self, prepared: PreparedRequest[Any]) -> Response[Any]:
        return read_detailed(prepared, await self._send(prepared))

    async def _send(self, prepared: PreparedRequest[Any]) -> RawResponse:
        """Send a request until its outcome is final."""
        retries, has_new_token = 0, False
        outcome = await self._attempt(prepared)
        while True:
            if self._wants_new_token(outcome) and not has_new_token:
                has_new_token = True
            elif (seconds := self._wait_before_retry(prepared, outcome, retries)) is not None:
                await _sleep(seconds)
                retries += 1
            else:
                break
            outcome = await self._attempt(prepared)
        if isinstance(outcome, RawResponse):
            return outcome
        try:
            raise outcome
        finally:
            # The traceback of the error refers to this frame, which would refer to the error: a reference cycle.
            del outcome

    async def _attempt(self, prepared: PreparedRequest[Any]) -> RawResponse | errors.APIConnectionError:
        """Send a request once; the outcome is the response, or the error for its absence."""
        if self._pool.closed:
            return self._closed(prepared)
        credentials = await self._current_credentials()
        request = self._build(prepared, credentials)
        http = self._pool.acquire()
        if http is None:
            return self._in_other_loop(prepared)
        hooked = not self._settings["follow_redirects"]
        try:
            if hooked and self._request_hooks:
                await self._call_hooks(self._request_hooks, request)
            response = await http.send(request, stream=True)
            try:
                if hooked and self._response_hooks:
                    await self._call_hooks(self._response_hooks, response)
                # Consumed if a hook has read it, or if the transport makes complete responses, as MockTransport does.
                raw = None if response.is_stream_consumed else [chunk async for chunk in response.aiter_raw()]
                content = None if raw is None else b"".join(raw)
            finally:
                await response.aclose()
        except Exception as error:
            return self._failure(prepared, request, error, credentials)
        finally:
            self._pool.release(http)
        return self._response(response, content, credentials)

    async def _current_credentials(self) -> Credentials:
        if isinstance(self._credentials, Credentials):
            return self._credentials
        token = self._credentials()
        return token_credentials(await token if isinstance(token, Awaitable) else token)

    async def _call_hooks(self, hooks: list[Hook], argument: httpx.Request | httpx.Response) -> None:
        for hook in hooks:
            await hook(argument)

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

    async def _on_hop(self, request: httpx.Request) -> None:
        self._keep_credentials_home(request)
        await self._call_hooks(request.extensions["client"]._request_hooks, request)

    async def _on_hop_response(self, response: httpx.Response) -> None:
        await self._call_hooks(response.request.extensions["client"]._response_hooks, response)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections, which the copies share; the client cannot be used after that."""
        self._pool.closed = True
        if self._pool.follow_loop():
            for http in self._pool.all:
                await http.aclose()


async def _sleep(seconds: float) -> None:
    # Loaded here, because most calls need no retry. It works with asyncio and trio.
    import anyio

    await anyio.sleep(seconds)
