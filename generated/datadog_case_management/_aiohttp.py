# Copied from runtime/_aiohttp.py by `make generate`. Do not edit: change that file.
"""The aiohttp transport of an AsyncClient, and the only module that uses private names of aiohttp.

Those are `_retry_connection` of a session, `_conns` and `_factory` of a connector, and the module `client_proto`,
checked with aiohttp 3.14.

It is not httpx-aiohttp, which reports a refused connection as a timeout and rewrites %2F. Nor is it used through an
httpx.AsyncClient, which costs as much as aiohttp itself.
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
from typing import TYPE_CHECKING, Any

import httpx

from ._httpx import environment_proxy
from ._settings import PROXY_FORMS
from .errors import ConfigurationError

if TYPE_CHECKING:
    import aiohttp


_AT_ONCE = 65_536


class AiohttpStream(httpx.AsyncByteStream):
    """The body of a response, as it arrives."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._response.content.iter_any():
                yield chunk
            return
        except Exception as error:
            failure = httpx_error(error)  # httpx itself adds the request.
        raise failure

    async def aclose(self) -> None:
        # A connection whose response is complete is already back in the pool.
        self._response.close()


class AiohttpTransport(httpx.AsyncBaseTransport):
    """Sends with aiohttp, and raises the errors of httpx. A session is opened in the event loop that first sends."""

    def __init__(self, ssl_context: ssl.SSLContext, limits: httpx.Limits, proxy: httpx.Proxy | None) -> None:
        self._ssl_context = ssl_context
        self._limits = limits
        self._proxy: dict[str, Any] = {}
        if proxy is not None:
            headers = dict(proxy.headers)
            if proxy.raw_auth:
                # aiohttp turns it into Proxy-Authorization.
                headers["Authorization"] = "Basic " + b64encode(b":".join(proxy.raw_auth)).decode()
            self._proxy = {"proxy": str(proxy.url), "proxy_headers": headers}
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    def _open(self) -> aiohttp.ClientSession:
        import aiohttp
        from aiohttp.client_proto import ResponseHandler

        class AbortingHandler(ResponseHandler):
            def close(self) -> None:
                # With TLS, aiohttp leaves a connection that is closed open for as long as the other side does not agree
                # to its end.
                self.abort()

        most, expiry = self._limits.max_connections, self._limits.keepalive_expiry
        connector = aiohttp.TCPConnector(
            ssl=self._ssl_context,
            limit=most or 0,
            # None means to httpx that a connection is kept for good, and to aiohttp 15 seconds.
            keepalive_timeout=1e9 if expiry is None else expiry,
        )
        factory: Any = functools.partial(AbortingHandler, loop=asyncio.get_running_loop())
        connector._factory = factory
        session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False)
        # aiohttp would resend a GET on its own, whatever max_retries says.
        session._retry_connection = False
        return session

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and return the response with its body yet to arrive."""
        import aiohttp
        from yarl import URL

        if self._closed:
            raise RuntimeError("the transport is closed")
        if self._session is None:
            self._session = self._open()
        timeout, left = request.extensions["timeout"], request.extensions.get("end", math.inf) - time.monotonic()
        read, encoding = timeout["read"], request.headers.encoding
        try:
            response = await self._session.request(
                request.method,
                URL(str(request.url), encoded=True),
                data=_body(await request.aread()),
                headers=[(name.decode(encoding), value.decode(encoding)) for name, value in request.headers.raw],
                skip_auto_headers=("Content-Type",),
                allow_redirects=False,
                # None means without end. Less than nothing is left after many redirects.
                timeout=aiohttp.ClientTimeout(
                    total=None if left == math.inf else max(0.001, left),
                    connect=timeout["connect"],
                    sock_connect=timeout["connect"],
                    # Each needs a timer; the one of the whole attempt is enough unless this is shorter.
                    sock_read=read if read is not None and read < left else None,
                ),
                **self._proxy,
            )
            stream = AiohttpStream(response)
            return httpx.Response(response.status, headers=response.raw_headers, stream=stream, request=request)
        except Exception as error:
            failure = httpx_error(error, request)
        except BaseException as error:
            # Without the frames of aiohttp, which have the credentials in them.
            error.__traceback__ = None
            raise
        raise failure

    async def send(self, request: httpx.Request, *, stream: bool) -> httpx.Response:
        """Do what httpx.AsyncClient.send does, without its redirects, cookies and events."""
        return await self.handle_async_request(request)

    async def aclose(self) -> None:
        self._closed = True
        if self._session is not None:
            await self._session.close()

    def __del__(self) -> None:
        # An unclosed session belongs to an event loop that is gone or to the parent of a fork, where aiohttp would
        # close it from here, and complain. As with httpx, Python's own warning of an unclosed transport remains.
        if self._session is not None and self._session.connector is not None:
            self._session.connector._conns.clear()
            self._session.detach()


def _body(content: bytes) -> bytes | io.BytesIO | None:
    # aiohttp sends bytes at once, and warns of it if there are many.
    return io.BytesIO(content) if len(content) > _AT_ONCE else content or None


def httpx_error(error: Exception, request: httpx.Request | None = None) -> Exception:
    """The httpx error for one of aiohttp. It does not refer to that of aiohttp, which shows the keys."""
    import aiohttp

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
            # Not the text of aiohttp, which has the URL of a proxy in it.
            text = f"{error.status} {error.message}" if isinstance(error, aiohttp.ClientResponseError) else str(error)
            failure = httpx_kind(text, request=request)
            # Nor its cause, unless that is of the operating system: those of aiohttp have the headers in them.
            failure.__cause__ = error.__cause__ if isinstance(error.__cause__, OSError) else None
            return failure
    return error


def check_proxy(proxy: str | httpx.URL | httpx.Proxy | None, base_url: str) -> httpx.Proxy | None:
    """The proxy of the caller, or else that of the environment.

    Raises:
        ConfigurationError: It cannot be used, or aiohttp does not support it.
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
        # Not its text, which has the password of the proxy in it.
        pass
    raise ConfigurationError(problem)
