# Copied into the package by `make generate`.
"""The aiohttp transport of an AsyncClient, and the only module that uses private names of aiohttp.

They are `_retry_connection` of a session, `_conns` and `_factory` of a connector, and the module `client_proto`.
Checked with aiohttp 3.14.

httpx-aiohttp is not used, because it reports a refused connection as a timeout and rewrites %2F. Nor is
httpx.AsyncClient, which takes as long as aiohttp itself.
"""

from __future__ import annotations

import asyncio
import functools
import io
import math
import ssl
import time
from base64 import b64encode
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import httpx
from aiohttp.client_proto import ResponseHandler
from yarl import URL

from ._httpx import environment_proxy
from ._settings import PROXY_FORMS
from .errors import ConfigurationError

_AT_ONCE = 65_536


# Parsing a URL takes long, and many calls are about the same cases.
_parse_url = functools.lru_cache(maxsize=256)(functools.partial(URL, encoded=True))


class AbortingHandler(ResponseHandler):
    """A connection that is closed at once: with TLS, aiohttp keeps it open until the other side agrees to close it."""

    def close(self) -> None:
        self.abort()


class AiohttpStream(httpx.AsyncByteStream):
    """The body of a response, as it arrives."""

    def __init__(self, response: aiohttp.ClientResponse, end: float) -> None:
        self._response = response
        self._end = end

    async def __aiter__(self) -> AsyncIterator[bytes]:
        content = self._response.content
        try:
            while chunk := await content.readany():
                yield chunk
            return
        except Exception as error:
            failure = httpx_error(error, self._end)  # Whoever reads adds the request.
        raise failure

    async def aclose(self) -> None:
        # Once the response is complete, the connection is already back in aiohttp's pool.
        self._response.close()


class AiohttpTransport(httpx.AsyncBaseTransport):
    """Sends with aiohttp, and raises httpx errors. Its session is opened in the event loop of the first call."""

    def __init__(self, ssl_context: ssl.SSLContext, limits: httpx.Limits, proxy: httpx.Proxy | None) -> None:
        self._ssl_context = ssl_context
        self._limits = limits
        self._proxy: dict[str, Any] = {}
        if proxy is not None:
            headers = dict(proxy.headers)
            if proxy.raw_auth:
                # aiohttp converts it to Proxy-Authorization.
                headers["Authorization"] = "Basic " + b64encode(b":".join(proxy.raw_auth)).decode()
            self._proxy = {"proxy": str(proxy.url), "proxy_headers": headers}
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    def _open(self) -> aiohttp.ClientSession:
        most, expiry = self._limits.max_connections, self._limits.keepalive_expiry
        connector = aiohttp.TCPConnector(
            ssl=self._ssl_context,
            limit=most or 0,
            # None means unlimited to httpx, and 15 seconds to aiohttp.
            keepalive_timeout=1e9 if expiry is None else expiry,
        )
        factory: Any = functools.partial(AbortingHandler, loop=asyncio.get_running_loop())
        connector._factory = factory
        session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False)
        # aiohttp would resend a GET on its own, even with max_retries=0.
        session._retry_connection = False
        return session

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and return the response before its body has arrived."""
        if self._closed:
            raise RuntimeError("the transport is closed")
        if self._session is None:
            self._session = self._open()
        timeout, end = request.extensions["timeout"], request.extensions.get("end", math.inf)
        read, left = timeout["read"], end - time.monotonic()
        try:
            response = await self._session.request(
                request.method,
                _parse_url(str(request.url)),
                data=_body(await request.aread()),
                headers=_headers(request.headers),
                skip_auto_headers=("Content-Type",),
                allow_redirects=False,
                # None means no limit. After many redirects, the time left may be negative.
                timeout=aiohttp.ClientTimeout(
                    total=None if left == math.inf else max(0.001, left),
                    connect=timeout["connect"],
                    sock_connect=timeout["connect"],
                    # Every read starts a timer; that of the whole attempt suffices unless this one is shorter.
                    sock_read=read if read is not None and read < left else None,
                ),
                **self._proxy,
            )
            stream = AiohttpStream(response, end)
            return httpx.Response(response.status, headers=response.raw_headers, stream=stream, request=request)
        except Exception as error:
            failure = httpx_error(error, end, request)
        except BaseException as error:
            # Without the frames of aiohttp, which contain the credentials.
            error.__traceback__ = None
            raise
        raise failure

    async def send(self, request: httpx.Request, *, stream: bool) -> httpx.Response:
        """Do the same as httpx.AsyncClient.send, without redirects, cookies and event hooks."""
        return await self.handle_async_request(request)

    async def aclose(self) -> None:
        self._closed = True
        if self._session is not None:
            await self._session.close()

    def __del__(self) -> None:  # pragma: no mutate block
        # An unclosed session belongs to a closed event loop, or to the parent of a fork. aiohttp would try to
        # close it from here, and warn. As with httpx, Python's own warning about an unclosed transport remains.
        if self._session is not None and self._session.connector is not None:
            self._session.connector._conns.clear()
            self._session.detach()


def _headers(headers: httpx.Headers) -> list[tuple[str, str]]:
    try:
        return [(name.decode(), value.decode()) for name, value in headers.raw]
    except UnicodeDecodeError:
        return headers.multi_items()


def _body(content: bytes) -> bytes | io.BytesIO | None:
    # aiohttp sends bytes in one piece, and warns if they are many.
    return io.BytesIO(content) if len(content) > _AT_ONCE else content or None


def httpx_error(error: Exception, end: float, request: httpx.Request | None = None) -> Exception:
    """The httpx error for an aiohttp error, to which it does not refer because that shows the keys."""
    if time.monotonic() >= end:
        # Whatever it is: asyncio's own timer for TLS may close the connection first.
        return httpx.ReadTimeout("the attempt took too long", request=request)
    kinds: list[tuple[Any, type[httpx.TransportError]]] = [
        (aiohttp.ConnectionTimeoutError, httpx.ConnectTimeout),
        (TimeoutError, httpx.ReadTimeout),
        ((aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError), httpx.ProxyError),
        (aiohttp.ClientConnectorError, httpx.ConnectError),
        (
            (aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError, aiohttp.ClientResponseError),
            httpx.RemoteProtocolError,
        ),
        ((aiohttp.ClientConnectionError, OSError), httpx.ReadError),
    ]
    for kind, httpx_kind in kinds:
        if isinstance(error, kind):
            # Not aiohttp's text, which contains the URL of the proxy.
            text = f"{error.status} {error.message}" if isinstance(error, aiohttp.ClientResponseError) else str(error)
            failure = httpx_kind(text, request=request)
            # Nor its cause, unless it comes from the operating system: aiohttp's exceptions contain the headers.
            failure.__cause__ = error.__cause__ if isinstance(error.__cause__, OSError) else None
            return failure
    return error


def check_proxy(proxy: str | httpx.URL | httpx.Proxy | None, base_url: str) -> httpx.Proxy | None:
    """The caller's proxy, or else that of the environment.

    Raises:
        ConfigurationError: The proxy is invalid, or aiohttp does not support it.
    """
    problem = f"proxy cannot be used: {PROXY_FORMS}"
    try:
        chosen = environment_proxy(httpx.URL(base_url)) if proxy is None else proxy
        if chosen is None:
            return None
        chosen = chosen if isinstance(chosen, httpx.Proxy) else httpx.Proxy(chosen)
        if chosen.url.scheme in ("http", "https"):
            return chosen
        problem = f'aiohttp has no {chosen.url.scheme} proxies: leave out transport="aiohttp", or use an HTTP proxy'
    except (TypeError, ValueError, httpx.InvalidURL):
        # Not its text, which contains the password of the proxy.
        pass
    raise ConfigurationError(problem)
