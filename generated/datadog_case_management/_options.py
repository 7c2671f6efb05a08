# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
"""The arguments that set the settings of a client, and of its copies."""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from . import _spec
from ._transport import LazyLibrary

if TYPE_CHECKING:
    import httpx
    import httpx2
else:
    httpx, httpx2 = (LazyLibrary("httpx"), LazyLibrary("httpx2"))
from ._base import BaseClient
from ._config import DEFAULT_MAX_RESPONSE_BYTES, DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT, EventHooks, Source
from .types import UNSET, Unset


class Options(BaseClient):
    """A client for Datadog Case Management: every setting is an argument."""

    def __init__(
        self,
        *,
        api_key: str | Source | None = None,
        app_key: str | Source | None = None,
        access_token: str | Source | None = None,
        site: _spec.DatadogSite | str | None = None,
        base_url: str | httpx.URL | httpx2.URL | None = None,
        timeout: float | httpx.Timeout | httpx2.Timeout | None = DEFAULT_TIMEOUT,
        total_timeout: float | None = None,
        max_retries: int = DEFAULT_MAX_RETRIES,
        retry_posts: bool = False,
        retry_timeouts: bool = False,
        headers: Mapping[str, str] | None = None,
        event_hooks: EventHooks | None = None,
        max_response_bytes: int = DEFAULT_MAX_RESPONSE_BYTES,
        follow_redirects: bool = False,
        proxy: str | httpx.URL | httpx.Proxy | httpx2.URL | httpx2.Proxy | None = None,
        verify: ssl.SSLContext | str | os.PathLike[str] | bool = True,
        limits: httpx.Limits | httpx2.Limits | None = None,
        transport: Any = None,
    ) -> None:
        """Create a client; nothing is sent.

        Args:
            api_key: The API key, or a function that returns it, as for `access_token`. Default: the
                environment variable DD_API_KEY.
            app_key: The application key, or a function that returns it. Default: the environment variable
                DD_APP_KEY.
            access_token: An OAuth access token, instead of the two keys. Or a function that returns one,
                called before each attempt and once more after a 401; it may be awaitable for an AsyncClient.
            site: The Datadog site, as an enum member or its string. Default: the environment variable
                DD_SITE, and without it the default site of the spec, datadoghq.com.
            base_url: The address of the API, for a proxy or a test; it takes precedence over `site`.
            timeout: The seconds that an attempt may take, from connecting to the last byte of the response,
                with at most 10 to connect; None waits forever. A Timeout of httpx or httpx2 limits each phase
                instead, and its `read` is the time until the response is complete. Default: 30.
            total_timeout: The seconds that a call may take with all its attempts and waits. Default: None,
                no limit.
            max_retries: How often a call is retried, 0 for never. Default: 3.
            retry_posts: Whether a POST that may have been executed is retried too, for calls that are
                harmless to repeat. Default: False.
            retry_timeouts: Whether an attempt without a response in time is retried. Default: False.
            headers: Headers to send with every request.
            event_hooks: Functions to call at every attempt with the request of the HTTP library before it
                is sent, and with its response before its body is read: {"request": [f], "response": [g]}. For
                an AsyncClient, they may be awaitable. What they raise reaches the caller as it is.
            max_response_bytes: How many bytes the body of a response may have, decompressed. Default: 100
                MiB.
            follow_redirects: Whether to follow redirects; another host gets neither the keys nor `headers`,
                and no host a cookie. Default: False.
            proxy: The URL of a proxy. Default: the environment variables HTTPS_PROXY, ALL_PROXY and
                NO_PROXY.
            verify: An SSL context, or the path of a file with the certificates to trust; False disables
                verification.
            limits: How many calls may be in flight, how many connections are kept, and for how many
                seconds. Default: 100, 100 and 5.
            transport: Another library to send with: "httpx2", the continuation of httpx, or for an
                AsyncClient "aiohttp", which is faster for many concurrent calls; each needs the extra of that
                name: pip install 'datadog-case-management[httpx2]'. Or a transport of httpx or httpx2, which
                then handles proxy, verify, limits and timeouts itself. Default: httpx.

        Raises:
            ConfigurationError: A setting is missing, invalid or contradicts another one.
        """
        settings = {name: value for name, value in locals().items() if name != "self"}
        # A traceback with locals would show the keys.
        del (
            api_key,
            app_key,
            access_token,
            site,
            base_url,
            timeout,
            total_timeout,
            max_retries,
            retry_posts,
            retry_timeouts,
            headers,
            event_hooks,
            max_response_bytes,
            follow_redirects,
            proxy,
            verify,
            limits,
            transport,
        )
        self._start(settings)

    # What Python's own errors show.
    __init__.__qualname__ = "Client.__init__"

    def with_options(
        self,
        *,
        timeout: float | httpx.Timeout | httpx2.Timeout | Unset | None = UNSET,
        total_timeout: float | Unset | None = UNSET,
        max_retries: int | Unset = UNSET,
        retry_posts: bool | Unset = UNSET,
        retry_timeouts: bool | Unset = UNSET,
        headers: Mapping[str, str | None] | Unset | None = UNSET,
        event_hooks: EventHooks | Unset | None = UNSET,
    ) -> Self:
        """Make a copy with other settings that shares the connections of this client, and is closed with it.

        Args:
            timeout: As for the client. Default: unchanged.
            total_timeout: As for the client. Default: unchanged.
            max_retries: As for the client. Default: unchanged.
            retry_posts: As for the client. Default: unchanged.
            retry_timeouts: As for the client. Default: unchanged.
            headers: Headers to send in addition to those of the client; None removes one. Default: unchanged.
            event_hooks: As for the client. Default: unchanged.

        Raises:
            ConfigurationError: A setting cannot be used.
        """
        changes = {name: value for name, value in locals().items() if name != "self" and value is not UNSET}
        del timeout, total_timeout, max_retries, retry_posts, retry_timeouts, headers, event_hooks
        return self._changed(changes)
