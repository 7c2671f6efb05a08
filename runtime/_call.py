# Copied into the package by `make generate`.
"""The path of a call, sync and async side by side: send, check, decide, sleep, return."""

from __future__ import annotations

import time
from collections.abc import Awaitable
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from . import errors
from ._auth import Credentials, token_credentials
from ._base_client import BaseClient
from ._content import ContentReader
from ._deadline import AsyncBackend, SyncBackend
from ._httpx import is_reusable
from ._pool import Connection, InOtherLoopError
from ._request import PreparedRequest
from ._response import RawResponse, read_detailed, read_result
from ._settings import Hook
from .types import Response

T = TypeVar("T")


class SyncAPIClient(BaseClient):
    """The I/O of Client."""

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
            # The traceback of the error refers to this frame, so the frame must not refer to the error.
            del outcome

    def _attempt(self, prepared: PreparedRequest[Any]) -> RawResponse | errors.APIConnectionError:
        """Send a request once; the outcome is the response, or the error for a missing one."""
        if self._pool.closed:
            return self._closed(prepared)
        credentials = self._current_credentials()
        request = self._build(prepared, credentials)
        hooked = not self._settings["follow_redirects"]
        connection, reusable = None, False
        try:
            if hooked and self._request_hooks:
                self._call_hooks(self._request_hooks, request)
            connection = self._pool.acquire(self._timeout["pool"])
            self._start_deadline(connection, request)
            response = connection.http.send(request, stream=True)
            try:
                if hooked and self._response_hooks:
                    self._call_hooks(self._response_hooks, response)
                reader = ContentReader(response.headers.get("content-encoding", ""), self._max_response_bytes)
                # Consumed if a hook has read it, or if the transport returns complete responses, as MockTransport does.
                if response.is_stream_consumed:
                    reader.add_decompressed(response.content)
                else:
                    # Not iter_raw, which takes longer.
                    stream: Any = response.stream
                    for chunk in stream:
                        for _ in reader.feed(chunk):
                            pass
                        if reader.too_long:
                            break
            except httpx.RequestError as error:
                error.request = response.request
                raise
            finally:
                response.close()
            reusable = connection.backend is not None and is_reusable(response)
        except Exception as error:
            return self._failure(prepared, request, error, credentials)
        except BaseException as error:
            # Without the frames of httpx, which contain the credentials.
            error.__traceback__ = None
            raise
        finally:
            if connection is not None and self._pool.release(connection, reusable=reusable):
                connection.close()
        return self._response(response, reader, credentials)

    def _current_credentials(self) -> Credentials:
        if isinstance(self._credentials, Credentials):
            return self._credentials
        return token_credentials(self._credentials())

    def _call_hooks(self, hooks: list[Hook], argument: httpx.Request | httpx.Response) -> None:
        for hook in hooks:
            hook(argument)

    def _connect(self) -> Connection:
        return self._open_client(httpx.Client, SyncBackend)

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
        """Close the connections, including those of the copies. The client cannot be used afterwards."""
        self._pool.close()
        for connection in list(self._pool.all):
            connection.close()


class AsyncAPIClient(BaseClient):
    """The I/O of AsyncClient."""

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
            # The traceback of the error refers to this frame, so the frame must not refer to the error.
            del outcome

    async def _attempt(self, prepared: PreparedRequest[Any]) -> RawResponse | errors.APIConnectionError:
        """Send a request once; the outcome is the response, or the error for a missing one."""
        if self._pool.closed:
            return self._closed(prepared)
        credentials = await self._current_credentials()
        request = self._build(prepared, credentials)
        hooked = not self._settings["follow_redirects"]
        connection, reusable = None, False
        try:
            if hooked and self._request_hooks:
                await self._call_hooks(self._request_hooks, request)
            connection = await self._pool.acquire_async(self._timeout["pool"])
            self._start_deadline(connection, request)
            response = await connection.http.send(request, stream=True)
            try:
                if hooked and self._response_hooks:
                    await self._call_hooks(self._response_hooks, response)
                reader = ContentReader(response.headers.get("content-encoding", ""), self._max_response_bytes)
                # Consumed if a hook has read it, or if the transport returns complete responses, as MockTransport does.
                if response.is_stream_consumed:
                    reader.add_decompressed(response.content)
                else:
                    # Not aiter_raw, which takes longer.
                    stream: Any = response.stream
                    async for chunk in stream:
                        for _ in reader.feed(chunk):
                            await _let_others_run()
                        if reader.too_long:
                            break
            except httpx.RequestError as error:
                error.request = response.request
                raise
            finally:
                await response.aclose()
            reusable = connection.backend is not None and is_reusable(response)
        except InOtherLoopError:
            return self._in_other_loop(prepared)
        except Exception as error:
            return self._failure(prepared, request, error, credentials)
        except BaseException as error:
            # Without the frames of httpx, which contain the credentials.
            error.__traceback__ = None
            raise
        finally:
            if connection is not None and self._pool.release(connection, reusable=reusable):
                await connection.aclose()
        return self._response(response, reader, credentials)

    async def _current_credentials(self) -> Credentials:
        if isinstance(self._credentials, Credentials):
            return self._credentials
        token = self._credentials()
        return token_credentials(await token if isinstance(token, Awaitable) else token)

    async def _call_hooks(self, hooks: list[Hook], argument: httpx.Request | httpx.Response) -> None:
        for hook in hooks:
            await hook(argument)

    def _connect(self) -> Connection:
        if self._settings["transport"] != "aiohttp":
            return self._open_client(httpx.AsyncClient, AsyncBackend)
        from ._aiohttp import AiohttpTransport, check_proxy

        proxy = check_proxy(self._settings["proxy"], self._base_url)
        transport = AiohttpTransport(self._ssl_context, self._limits, proxy)
        if not self._settings["follow_redirects"]:
            return Connection(transport)
        return self._open_client(httpx.AsyncClient, AsyncBackend, transport=transport, proxy=None)

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
        """Close the connections, including those of the copies. The client cannot be used afterwards."""
        self._pool.close()
        if self._pool.follow_loop():
            for connection in list(self._pool.all):
                await connection.aclose()


async def _let_others_run() -> None:
    from anyio.lowlevel import checkpoint

    await checkpoint()


async def _sleep(seconds: float) -> None:
    # Imported here, because most calls need no retry. It works with asyncio and trio.
    import anyio

    await anyio.sleep(seconds)
