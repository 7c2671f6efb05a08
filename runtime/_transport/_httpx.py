# Copied into the package by `make generate`.
"""The transports of httpx and httpx2, which are one code with the library passed in."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

from .._exchange import TOO_LATE, ConnectionFailed, Deadline, Hooks, Loss, Outgoing, RawResponse, Timeouts
from ..errors import ConfigurationError
from ._content import ContentReader
from ._deadline import AsyncBackend, SyncBackend
from ._failures import Guard, describe
from ._pool import AsyncPool, SyncPool
from ._private import is_reusable, join_url, wrap_network_backend
from ._values import TransportSettings, native_proxy, proxy_address


class _Connection:
    """A client of the library for one call at a time; for many, if its transport is the caller's."""

    def __init__(self, http: Any, backend: Any) -> None:
        self.http = http
        self.backend = backend
        self.idle_since = 0.0

    def close(self) -> None:
        """Close its sockets, and not the client: it may wait for a lock of an interrupted call."""
        for stream in list(self.backend.streams) if self.backend is not None else ():
            stream.close()
        if self.backend is None:
            self.http.close()

    async def aclose(self) -> None:
        """Close its sockets, also those that the library lost track of when a call was cancelled."""
        for stream in list(self.backend.streams) if self.backend is not None else ():
            await stream.aclose()
        await self.http.aclose()


class _Transport:
    """What both transports share."""

    def __init__(self, library: ModuleType, settings: TransportSettings) -> None:
        self._library = library
        self._settings = settings
        if "[" in settings.base_url and self.proxy:
            raise ConfigurationError(
                f"{library.__name__} cannot send to an IPv6 address through a proxy: use a name in base_url, exempt "
                'the address with NO_PROXY, or send with AsyncClient(transport="aiohttp")'
            )
        self.user_agent = f"{library.__name__}/{library.__version__}"

    @property
    def proxy(self) -> str | None:
        """The host and the port of the proxy; None without one."""
        return None if self._settings.transport is not None else proxy_address(self._settings)

    def _open(
        self, client: Callable[..., Any], backend: Callable[[ModuleType, Any], Any], hide_location: Callable[[Any], Any]
    ) -> _Connection:
        settings, library = self._settings, self._library
        options = {"proxy": native_proxy(library, settings.proxy), "transport": settings.transport}
        try:
            http = client(
                verify=settings.ssl_context,
                event_hooks={"response": [hide_location]},
                # It carries one call at a time.
                limits=library.Limits(max_keepalive_connections=1, keepalive_expiry=settings.limits.keepalive_expiry),
                **{name: value for name, value in options.items() if value is not None},
            )
        except ImportError:
            problem = "a SOCKS proxy needs a package: pip install 'datadog-case-management[socks]'"
        except (AttributeError, TypeError, ValueError, library.InvalidURL) as error:
            # Its text may contain the password of a proxy.
            problem = f"NO_PROXY, or another variable of the environment, cannot be used ({type(error).__name__})"
        else:
            # No request sends cookies, and looking for them takes a tenth of a small call.
            http.cookies.extract_cookies = lambda _: None
            if settings.transport is not None:
                return _Connection(http, None)
            return _Connection(http, wrap_network_backend(http, lambda network: backend(library, network)))
        raise ConfigurationError(problem)

    def _native(self, request: Outgoing, timeouts: Timeouts) -> Any:
        """The request of the library."""
        library, headers = self._library, request.headers
        try:
            url = join_url(library, request.base_url, request.path)
        except library.InvalidURL as error:
            # Only a Location leads here: the client has checked its own address and the length of the path.
            raise ConnectionFailed(Loss.FINAL, describe(error)) from None
        if headers.native is None:
            native_headers = library.Headers(headers.values)
            native_headers.setdefault("Host", url.netloc.decode("ascii"))
            # Stored last, so that an exception of a signal handler leaves nothing incomplete to other calls.
            headers.native = native_headers
        content = request.content or b""
        native = library.Request(
            request.method,
            url,
            headers=headers.native,
            # With `content=`, the library would compute the headers that are known here.
            stream=library.ByteStream(content),
            extensions={"timeout": timeouts._asdict()},
        )
        if content or request.method in ("POST", "PUT", "PATCH"):
            native.headers["Content-Length"] = str(len(content))
        native.read()
        return native

    def _check(self, end: float) -> None:
        if time.monotonic() > end:
            raise self._library.ReadTimeout(TOO_LATE)

    def _reader(self, response: Any) -> ContentReader:
        reader = ContentReader(response.headers.get("content-encoding", ""), self._settings.max_response_bytes)
        # Consumed if a hook has read it, or if the transport returns complete responses, as MockTransport does.
        if response.is_stream_consumed:
            reader.add_decompressed(response.content)
        return reader

    def _hide_location(self, response: Any) -> None:
        """Hide the Location of a redirect, which the library would parse, and may fail to."""
        if response.has_redirect_location:
            headers = response.extensions["headers"] = response.headers
            response.headers = self._library.Headers([pair for pair in headers.raw if pair[0].lower() != b"location"])

    async def _hide_location_async(self, response: Any) -> None:
        self._hide_location(response)


class SyncTransport(_Transport):
    """Sends with httpx.Client or httpx2.Client."""

    def __init__(self, library: ModuleType, settings: TransportSettings) -> None:
        super().__init__(library, settings)
        self._shared = None if settings.transport is None else self._connect()
        self._pool = SyncPool(self._connect, settings.limits)

    @property
    def closed(self) -> bool:
        """Whether it has been closed."""
        return self._pool.closed

    def send(self, request: Outgoing, timeouts: Timeouts, deadline: Deadline, hooks: Hooks | None) -> RawResponse:
        """Send a request, and return its complete response.

        Args:
            request: The request.
            timeouts: What each phase may take.
            deadline: When the attempt must be over; the wait for a free connection does not count.
            hooks: What is called with the objects of the library; what it raises is passed on.

        Raises:
            ConnectionFailed: There is no response.
        """
        native = self._native(request, timeouts)
        if hooks is not None:
            for hook in hooks.request:
                hook(native)
        if self._shared is not None:
            raw, _ = self._exchange(self._shared, native, deadline.start(), hooks)
            return raw
        permit: Any = self._pool.permit(timeouts.pool)
        connection, reusable = None, False
        try:
            connection = self._pool.acquire()
            raw, reusable = self._exchange(connection, native, deadline.start(), hooks)
            return raw
        finally:
            permit = None  # noqa: F841  (dropping it allows another call)
            if connection is not None:
                close_all(self._pool.release(connection, reusable=reusable))

    def close(self) -> None:
        """Close the connections, also those of calls in flight."""
        self._pool.close()
        close_all([*self._pool.all, *filter(None, [self._shared])])

    def _connect(self) -> _Connection:
        return self._open(self._library.Client, SyncBackend, self._hide_location)

    def _exchange(
        self, connection: _Connection, native: Any, end: float, hooks: Hooks | None
    ) -> tuple[RawResponse, bool]:
        """Send a request on a connection; return the response, and whether the connection can be used again."""
        is_own = connection.backend is not None
        if is_own:
            connection.backend.end = end
        guard = Guard(self._library, native, is_own)
        with guard:
            response = connection.http.send(native, stream=True)
        response.headers = response.extensions.pop("headers", response.headers)
        try:
            if hooks is not None:
                for hook in hooks.response:
                    hook(response)
            with guard:
                reader = self._reader(response)
                if not response.is_stream_consumed:
                    # iter_raw takes longer.
                    for chunk in response.stream:
                        for _ in reader.feed(chunk):
                            self._check(end)
                        if reader.is_final:
                            break
        finally:
            with guard:
                response.close()
        raw = RawResponse(response.status_code, response.headers.raw, reader.content(), reader.problem, reader.too_long)
        return raw, is_own and is_reusable(response)


class AsyncTransport(_Transport):
    """Sends with httpx.AsyncClient or httpx2.AsyncClient."""

    def __init__(self, library: ModuleType, settings: TransportSettings) -> None:
        super().__init__(library, settings)
        self._shared = None if settings.transport is None else self._connect()
        self._pool = AsyncPool(self._connect, settings.limits)

    @property
    def closed(self) -> bool:
        """Whether it has been closed."""
        return self._pool.closed

    async def send(self, request: Outgoing, timeouts: Timeouts, deadline: Deadline, hooks: Hooks | None) -> RawResponse:
        """Do the same as SyncTransport.send; hooks may be awaitable."""
        native = self._native(request, timeouts)
        if hooks is not None:
            for hook in hooks.request:
                await call_async(hook, native)
        if self._shared is not None:
            raw, _ = await self._exchange(self._shared, native, deadline.start(), hooks)
            return raw
        permit: Any = await self._pool.permit(timeouts.pool)
        connection, reusable = None, False
        try:
            connection = self._pool.acquire()
            raw, reusable = await self._exchange(connection, native, deadline.start(), hooks)
            return raw
        finally:
            permit = None  # noqa: F841  (dropping it allows another call)
            if connection is not None:
                await close_all_async(self._pool.release(connection, reusable=reusable))

    async def aclose(self) -> None:
        """Close the connections, also those of calls in flight."""
        self._pool.close()
        if self._pool.follow_loop():
            await close_all_async([*self._pool.all, *filter(None, [self._shared])])

    def _connect(self) -> _Connection:
        return self._open(self._library.AsyncClient, AsyncBackend, self._hide_location_async)

    async def _exchange(
        self, connection: _Connection, native: Any, end: float, hooks: Hooks | None
    ) -> tuple[RawResponse, bool]:
        """Send a request on a connection; return the response, and whether the connection can be used again."""
        is_own = connection.backend is not None
        if is_own:
            connection.backend.end = end
        guard = Guard(self._library, native, is_own)
        with guard:
            response = await connection.http.send(native, stream=True)
        response.headers = response.extensions.pop("headers", response.headers)
        try:
            if hooks is not None:
                for hook in hooks.response:
                    await call_async(hook, response)
            with guard:
                reader = self._reader(response)
                if not response.is_stream_consumed:
                    # aiter_raw takes longer.
                    async for chunk in response.stream:
                        for _ in reader.feed(chunk):
                            self._check(end)
                            await let_others_run()
                        if reader.is_final:
                            break
        finally:
            with guard:
                await response.aclose()
        raw = RawResponse(response.status_code, response.headers.raw, reader.content(), reader.problem, reader.too_long)
        return raw, is_own and is_reusable(response)


async def call_async(hook: Callable[[Any], Any], argument: Any) -> None:
    """Call a hook of an AsyncClient, which may be a plain function."""
    result = hook(argument)
    if isinstance(result, Awaitable):
        await result


def close_all(connections: list[Any]) -> None:
    """Close connections."""
    for connection in connections:
        connection.close()


async def close_all_async(connections: list[Any]) -> None:
    """Close connections, even if the task is cancelled in the meantime."""
    if not connections:
        return
    import anyio

    interruption = None
    with anyio.CancelScope(shield=True):
        for connection in connections:
            try:
                await connection.aclose()
            except BaseException as error:
                interruption = error
    if interruption is not None:
        raise interruption


async def let_others_run() -> None:
    """Let other tasks run; decompression can take long."""
    from anyio.lowlevel import checkpoint

    await checkpoint()
