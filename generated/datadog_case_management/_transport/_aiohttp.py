# Copied from runtime/_transport/_aiohttp.py by `make generate`. Do not edit: change that file.
"""The aiohttp transport of an AsyncClient, and the only module that uses private names of aiohttp.

They are `_retry_connection` of a session, `_conns` and `_factory` of a connector, and the module `client_proto`.
Checked with aiohttp 3.14.

httpx-aiohttp is not used, because it reports a refused connection as a timeout and rewrites %2F.
"""

from __future__ import annotations

import asyncio
import functools
import io
import ssl
import time
from base64 import b64encode
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import unquote, urlsplit

import aiohttp
from aiohttp.client_proto import ResponseHandler
from yarl import URL

from .._excerpts import one_line
from .._exchange import TOO_LATE, ConnectionFailed, Deadline, Hooks, Loss, Outgoing, RawResponse, Timeouts
from ..errors import ConfigurationError
from ._content import ContentReader
from ._httpx import call_async, let_others_run
from ._pool import AsyncPool, running_loop
from ._private import environment_proxy
from ._values import LAST_PORT, PROXY_FORMS, TransportSettings, library_of, proxy_address

_AT_ONCE = 65_536

# Parsing a URL takes long, and many calls are about the same cases.
_parse_url = functools.lru_cache(maxsize=256)(functools.partial(URL, encoded=True))


class AbortingHandler(ResponseHandler):
    """A connection that is closed at once: with TLS, aiohttp keeps it open until the other side agrees to close it."""

    def close(self) -> None:
        self.abort()


class _Place:
    """The place of a call among those in flight."""

    idle_since = 0.0


class AiohttpTransport:
    """Sends with aiohttp, whose session is opened in the event loop of the first call."""

    def __init__(self, settings: TransportSettings) -> None:
        self._settings = settings
        self._proxy = _proxy_options(settings.proxy, settings.base_url)
        self.user_agent = f"aiohttp/{aiohttp.__version__}"
        self._session: aiohttp.ClientSession | None = None
        # It counts the calls: aiohttp would count the time that a call waits as time to connect.
        self._pool = AsyncPool(_Place, settings.limits, self._forget_session)

    @property
    def closed(self) -> bool:
        """Whether it has been closed."""
        return self._pool.closed

    @property
    def proxy(self) -> str | None:
        """The host and the port of the proxy; None without one."""
        return proxy_address(self._settings)

    async def send(self, request: Outgoing, timeouts: Timeouts, deadline: Deadline, hooks: Hooks | None) -> RawResponse:
        """Do the same as AsyncTransport.send; hooks get the objects of httpx."""
        if not isinstance(running_loop(), asyncio.AbstractEventLoop):
            raise ConfigurationError('transport="aiohttp" needs asyncio: leave it out under trio')
        # Not as a dict, which a traceback with locals would show.
        headers = request.headers
        if request.content or request.method in ("POST", "PUT", "PATCH"):
            headers = headers.with_others({"Content-Length": str(len(request.content or b""))})
        url, native = _parse_url(request.base_url + request.path), None
        if hooks is not None and any(hooks):
            native = _httpx_request(request, headers.values)
            for hook in hooks.request:
                await call_async(hook, native)
            url = _parse_url(str(native.url))
        permit: Any = await self._pool.permit(timeouts.pool)
        if self.closed:
            raise ConnectionFailed(Loss.REFUSED, "the client is closed")
        end, response = deadline.start(), None
        try:
            self._session = session = self._session or self._open_session()
            response = await session.request(
                request.method,
                url,
                data=_body(request.content),
                headers=headers.values if native is None else native.headers.multi_items(),
                skip_auto_headers=("Content-Type",),
                allow_redirects=False,
                timeout=_timeout(timeouts, end),
                **self._proxy,
            )
            return await self._read(response, end, hooks, native)
        except _HookError as error:
            raised = error.raised
        except Exception as error:
            raised = failure_of(error, end)
        except BaseException as error:
            # The frames of aiohttp contain the credentials.
            error.__traceback__ = None
            raise
        finally:
            permit = None  # noqa: F841  (dropping it allows another call)
            if response is not None:
                # Once the response is complete, the connection is already back in aiohttp's pool.
                response.close()
        raise raised

    async def aclose(self) -> None:
        """Close the connections, also those of calls in flight."""
        self._pool.close()
        if self._pool.follow_loop() and self._session is not None and self._session.connector is not None:
            # It closes them at once; what it returns only waits until they are.
            waiter = self._session.connector.close()
            self._session.detach()
            await waiter

    async def _read(
        self, response: aiohttp.ClientResponse, end: float, hooks: Hooks | None, native: Any
    ) -> RawResponse:
        reader = ContentReader(response.headers.get("content-encoding", ""), self._settings.max_response_bytes)
        if native is not None and hooks is not None and hooks.response:
            hooked = _httpx_response(response, native)
            try:
                for hook in hooks.response:
                    await call_async(hook, hooked)
            except Exception as error:
                raise _HookError(error) from None
            if hooked.is_stream_consumed:
                reader.add_decompressed(hooked.content)
                return _raw(response, reader)
        while chunk := await response.content.readany():
            for _ in reader.feed(chunk):
                if time.monotonic() > end:
                    raise TimeoutError(TOO_LATE)
                await let_others_run()
            if reader.is_final:
                break
        return _raw(response, reader)

    def _open_session(self) -> aiohttp.ClientSession:
        limits = self._settings.limits
        connector = aiohttp.TCPConnector(
            ssl=self._settings.ssl_context,
            limit=limits.max_connections or 0,
            # None means unlimited to httpx, and 15 seconds to aiohttp.
            keepalive_timeout=1e9 if limits.keepalive_expiry is None else limits.keepalive_expiry,
        )
        factory: Any = functools.partial(AbortingHandler, loop=asyncio.get_running_loop())
        connector._factory = factory
        session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False)
        # aiohttp would resend a GET on its own, even with max_retries=0.
        session._retry_connection = False
        return session

    def _forget_session(self) -> None:
        # It belongs to a closed event loop, or to the parent of a fork. aiohttp would try to close it from here, and
        # warn. As with httpx, Python's own warning about an unclosed transport remains.
        if self._session is not None and self._session.connector is not None:
            self._session.connector._conns.clear()
            self._session.detach()
        self._session = None

    def __del__(self) -> None:  # pragma: no mutate block
        if getattr(self, "_session", None) is not None:
            self._forget_session()


class _HookError(Exception):
    """What a hook raised, so that it is not taken for an error of the network."""

    def __init__(self, raised: Exception) -> None:
        self.raised = raised


def _timeout(timeouts: Timeouts, end: float) -> aiohttp.ClientTimeout:
    remaining = None if timeouts.total is None else max(0.001, end - time.monotonic())
    # Every read starts a timer; that of the whole attempt suffices unless this one is shorter.
    read = timeouts.read if timeouts.read is not None and (remaining is None or timeouts.read < remaining) else None
    return aiohttp.ClientTimeout(
        total=remaining, connect=timeouts.connect, sock_connect=timeouts.connect, sock_read=read
    )


def _body(content: bytes | None) -> bytes | io.BytesIO | None:
    # aiohttp sends bytes in one piece, and warns if they are many.
    return io.BytesIO(content) if content and len(content) > _AT_ONCE else content or None


def _raw(response: aiohttp.ClientResponse, reader: ContentReader) -> RawResponse:
    return RawResponse(response.status, list(response.raw_headers), reader.content(), reader.problem, reader.too_long)


def _httpx_request(request: Outgoing, headers: dict[str, str]) -> Any:
    # Imported here, because only hooks need it.
    import httpx

    url = httpx.URL(request.base_url + request.path)
    native = httpx.Request(request.method, url, headers=headers, stream=httpx.ByteStream(request.content or b""))
    native.read()
    return native


def _httpx_response(response: aiohttp.ClientResponse, request: Any) -> Any:
    import httpx

    class Stream(httpx.AsyncByteStream):
        """The body of a response, as it arrives."""

        async def __aiter__(self) -> AsyncIterator[bytes]:
            while chunk := await response.content.readany():
                yield chunk

    return httpx.Response(response.status, headers=list(response.raw_headers), stream=Stream(), request=request)


def failure_of(error: Exception, end: float) -> Exception:
    """The failure for an aiohttp error, to which it does not refer because that shows the keys."""
    if isinstance(error, (ConnectionFailed, ConfigurationError)):
        return error
    if time.monotonic() >= end:
        # Whatever it is: asyncio's own timer for TLS may close the connection first.
        return ConnectionFailed(Loss.TIMED_OUT, TOO_LATE)
    losses: list[tuple[Any, Loss]] = [
        (TimeoutError, Loss.TIMED_OUT),
        (ssl.SSLCertVerificationError, Loss.FINAL),
        (aiohttp.ClientConnectorCertificateError, Loss.FINAL),
        ((aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError), Loss.NEVER_SENT),
        (aiohttp.ClientConnectorError, Loss.NEVER_SENT),
        (
            (aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError, aiohttp.ClientResponseError),
            Loss.LOST,
        ),
        ((aiohttp.ClientConnectionError, OSError), Loss.LOST),
    ]
    loss = next((loss for classes, loss in losses if isinstance(error, classes)), Loss.FINAL)
    # The text of a response error contains the URL of the proxy.
    text = f"{error.status} {error.message}" if isinstance(error, aiohttp.ClientResponseError) else str(error)
    failure = ConnectionFailed(loss, f"{type(error).__name__}: {one_line(text)}".removesuffix(": "))
    # Nor its cause, unless it comes from the operating system: aiohttp's exceptions contain the headers.
    cause = error if isinstance(error, OSError) and not isinstance(error, aiohttp.ClientError) else error.__cause__
    if isinstance(cause, OSError) and not isinstance(cause, aiohttp.ClientError):
        cause.__traceback__ = None
        failure.__cause__ = cause
    return failure


def _proxy_options(proxy: Any, base_url: str) -> dict[str, Any]:
    """The options of a request for the caller's proxy, or else that of the environment.

    Raises:
        ConfigurationError: The proxy is invalid, or aiohttp does not support it.
    """
    url, auth, headers = _parts(proxy, base_url)
    if url is None:
        return {}
    problem = f"proxy cannot be used: {PROXY_FORMS}"
    try:
        parts = urlsplit(url)
        if parts.hostname and parts.scheme in ("http", "https") and (parts.port or 0) <= LAST_PORT:
            if auth is None and parts.username is not None:
                auth = unquote(parts.username), unquote(parts.password or "")
            if auth is not None:
                # aiohttp converts it to Proxy-Authorization.
                headers["Authorization"] = "Basic " + b64encode(":".join(auth).encode()).decode()
            bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
            return {"proxy": bare, "proxy_headers": headers}
        if parts.scheme.startswith("socks"):
            problem = f'aiohttp has no {parts.scheme} proxies: leave out transport="aiohttp", or use an HTTP proxy'
    except ValueError:
        # Its text contains the password of the proxy.
        pass
    raise ConfigurationError(problem)


def _parts(proxy: Any, base_url: str) -> tuple[str | None, tuple[str, str] | None, dict[str, str]]:
    """The URL of a proxy, its user and password if they are not in the URL, and headers for it."""
    if proxy is None:
        return environment_proxy(base_url), None, {}
    if library_of(proxy, "Proxy"):
        return str(proxy.url), proxy.auth, dict(proxy.headers)
    return str(proxy), None, {}
