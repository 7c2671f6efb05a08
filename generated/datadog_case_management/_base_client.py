# Copied from runtime/_base_client.py by `make generate`. Do not edit: change that file.
"""Everything that both clients share except I/O: settings, copies, and the outcome of an attempt."""

from __future__ import annotations

import copy
import logging
import os
import ssl
import time
from collections.abc import Callable, Mapping
from typing import Any, Self

import httpx

from . import _settings, errors
from ._auth import Credentials, MaskedHeaders, Redactor, TokenSource, is_same_origin, resolve_credentials
from ._content import DEFAULT_MAX_RESPONSE_BYTES, ContentReader
from ._failure import NO_RESPONSE, clean_exception, no_response
from ._httpx import ignore_cookies, join_url, parse_url, wrap_network_backend
from ._pool import Connection, Pool
from ._request import PreparedRequest
from ._response import RawResponse
from ._retries import DEFAULT_MAX_RETRIES, is_retryable, wait_before_retry
from ._settings import EventHooks
from ._spec import DatadogSite
from .errors import ConfigurationError
from .types import UNSET, Unset

_logger = logging.getLogger(__package__)


class BaseClient:
    """What both clients share: everything except I/O."""

    _transport_method = "handle_request"
    _named_transport: str | None = None
    _connect: Callable[[], Connection]

    def __init__(
        self,
        *,
        api_key: str | None = None,
        app_key: str | None = None,
        access_token: str | TokenSource | None = None,
        site: DatadogSite | str | None = None,
        base_url: str | httpx.URL | None = None,
        timeout: float | httpx.Timeout | None = _settings.DEFAULT_TIMEOUT,
        max_retries: int = DEFAULT_MAX_RETRIES,
        headers: Mapping[str, str] | None = None,
        event_hooks: EventHooks | None = None,
        max_response_bytes: int = DEFAULT_MAX_RESPONSE_BYTES,
        follow_redirects: bool = False,
        proxy: str | httpx.URL | httpx.Proxy | None = None,
        verify: ssl.SSLContext | str | os.PathLike[str] | bool = True,
        limits: httpx.Limits | None = None,
        transport: Any = None,
    ) -> None:
        """Create a client; nothing is sent.

        Args:
            api_key: The API key. Default: the environment variable DD_API_KEY.
            app_key: The application key. Default: the environment variable DD_APP_KEY.
            access_token: An OAuth access token, instead of the two keys. Or a function that returns one, called
                before each attempt and once more after a 401; it may be awaitable for an AsyncClient.
            site: The Datadog site, as an enum member or its string. Default: the environment variable DD_SITE, and
                without it the default site of the spec, datadoghq.com.
            base_url: The address of the API, for a proxy or a test; it takes precedence over `site`.
            timeout: The seconds that an attempt may take, from connecting to the last byte of the response, with at
                most 10 to connect; None waits forever. An httpx.Timeout limits each phase instead, and its `read` is
                the time until the response is complete. Default: 30.
            max_retries: How often a call is retried, 0 for never. Default: 3.
            headers: Headers to send with every request.
            event_hooks: Functions to call at every attempt with the httpx.Request before it is sent, and with the
                httpx.Response before its body is read: {"request": [f], "response": [g]}. Awaitable for an AsyncClient.
            max_response_bytes: How many bytes the body of a response may have, decompressed. Default: 100 MiB.
            follow_redirects: Whether to follow redirects; another host gets neither the keys nor `headers`, and no
                host a cookie. Default: False.
            proxy: The URL of a proxy. Default: the environment variables HTTPS_PROXY, ALL_PROXY and NO_PROXY.
            verify: An SSL context, or the path of a file with the certificates to trust; False disables verification.
            limits: How many calls may be in flight, how many connections are kept, and for how many seconds.
                Default: 100, 100 and 5.
            transport: An httpx transport, which then handles proxy, verify, limits and timeouts itself. Or, for an
                AsyncClient, "aiohttp", which is faster for many concurrent calls and needs the extra of that name:
                pip install 'datadog-case-management[aiohttp]'.

        Raises:
            ConfigurationError: A setting is missing, invalid or contradicts another one.
        """
        self._settings = _settings.Settings(
            {
                "api_key": api_key, "app_key": app_key, "access_token": access_token, "site": site,
                "base_url": base_url, "timeout": timeout, "max_retries": max_retries, "headers": headers,
                "event_hooks": event_hooks, "max_response_bytes": max_response_bytes,
                "follow_redirects": follow_redirects, "proxy": proxy, "verify": verify, "limits": limits,
                "transport": transport,
            }
        )  # fmt: skip
        # A traceback with locals would show the keys.
        del api_key, app_key, access_token, base_url, headers, proxy
        try:
            self._set_up()
            return
        except ConfigurationError as error:
            # Without the frames of its traceback, which contain keys and passwords.
            failure = error.with_traceback(None)
        raise failure

    def _set_up(self) -> None:
        settings = self._settings
        _settings.check_type("follow_redirects", settings["follow_redirects"], bool)
        _settings.check_proxy(settings["proxy"])
        _settings.check_type("limits", settings["limits"], httpx.Limits, type(None))
        _settings.check_transport(settings, self._transport_method, self._named_transport)
        self._max_response_bytes = _settings.check_max_response_bytes(settings["max_response_bytes"])
        # The credentials, or the function that returns an access token at each attempt.
        self._credentials = resolve_credentials(settings["api_key"], settings["app_key"], settings["access_token"])
        self._base_url = _settings.resolve_base_url(settings["site"], settings["base_url"])
        self._configure()
        self._ssl_context = _settings.resolve_ssl_context(settings["verify"])
        self._limits = settings["limits"] or _settings.DEFAULT_LIMITS
        is_own = settings["transport"] is None or settings["transport"] == self._named_transport
        self._pool = Pool(
            self._connect,
            self._limits if is_own else httpx.Limits(),
            shared=settings["transport"] is not None,
        )

    def _configure(self) -> None:
        """Derive from the settings what `with_options` can change."""
        self._max_retries = _settings.check_max_retries(self._settings["max_retries"])
        self._timeout, self._seconds = _settings.resolve_timeout(self._settings["timeout"])
        self._headers, self._headers_with_body = _settings.resolve_headers(self._settings["headers"])
        for headers in (self._headers, self._headers_with_body):
            if isinstance(self._credentials, Credentials):
                headers.update(self._credentials.headers)
            headers.setdefault("Host", parse_url(self._base_url).netloc.decode("ascii"))
        self._redactor = Redactor(_settings.secrets_of(self._settings["headers"], self._settings["proxy"]))
        self._request_hooks, self._response_hooks = _settings.resolve_event_hooks(self._settings["event_hooks"])

    def with_options(
        self,
        *,
        timeout: float | httpx.Timeout | Unset | None = UNSET,
        max_retries: int | Unset = UNSET,
        headers: Mapping[str, str | None] | Unset | None = UNSET,
        event_hooks: EventHooks | Unset | None = UNSET,
    ) -> Self:
        """Make a copy with other settings that shares the connections of this client, and is closed with it.

        Args:
            timeout: As for the client. Default: unchanged.
            max_retries: As for the client. Default: unchanged.
            headers: Headers to send in addition to those of the client; None removes one. Default: unchanged.
            event_hooks: Functions to call instead of those of the client; None for none. Default: unchanged.

        Raises:
            ConfigurationError: A setting cannot be used.
        """
        if headers is not UNSET:
            headers = _settings.merge_headers(self._settings["headers"], headers)
        changes = {"timeout": timeout, "max_retries": max_retries, "headers": headers, "event_hooks": event_hooks}
        changes = {name: value for name, value in changes.items() if value is not UNSET}
        other = copy.copy(self)
        other._settings = _settings.Settings({**self._settings, **changes})
        # A traceback with locals would show the keys.
        del headers, changes
        try:
            other._configure()
            return other
        except ConfigurationError as error:
            failure = error.with_traceback(None)
        raise failure

    def __copy__(self) -> Self:
        # copy.copy would use __reduce__, and open its own connections.
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        return other

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self._settings)

    def __repr__(self) -> str:
        # It must also work for a partly initialized client, which a traceback with locals may show.
        auth = getattr(self, "_credentials", None)
        shown = "<access_token from a function>" if callable(auth) else auth
        return f"{type(self).__name__}(base_url={getattr(self, '_base_url', None)!r}, auth={shown})"

    def _open_client(
        self, httpx_client: Callable[..., Any], backend: Callable[[Any], Any], **options: Any
    ) -> Connection:
        """Open an httpx client with the settings of this one; `options` take precedence."""
        options = {name: self._settings[name] for name in ("proxy", "transport")} | options
        redirects = self._settings["follow_redirects"]
        try:
            http = httpx_client(
                verify=self._ssl_context,
                follow_redirects=redirects,
                event_hooks={"request": [self._on_hop], "response": [self._on_hop_response]} if redirects else None,
                # It carries one call at a time.
                limits=httpx.Limits(max_keepalive_connections=1, keepalive_expiry=self._limits.keepalive_expiry),
                **{name: value for name, value in options.items() if value is not None},
            )
        except ImportError:
            problem = "a SOCKS proxy needs a package: pip install 'datadog-case-management[socks]'"
        except (AttributeError, TypeError, ValueError, httpx.InvalidURL) as error:
            # Not its text, which contains the password of the proxy.
            problem = f"proxy, limits or transport cannot be used ({type(error).__name__}): {_settings.PROXY_FORMS}"
        else:
            ignore_cookies(http)
            return Connection(http, wrap_network_backend(http, backend) if options["transport"] is None else None)
        raise ConfigurationError(problem)

    def _start_deadline(self, connection: Connection, request: httpx.Request) -> None:
        """Start the deadline of an attempt."""
        request.extensions["end"] = end = time.monotonic() + self._seconds
        if connection.backend is not None:
            connection.backend.end = end

    # The hooks of an httpx client that follows redirects: it calls them for every request of a call.
    _on_hop: Callable[[httpx.Request], Any]
    _on_hop_response: Callable[[httpx.Response], Any]

    def _keep_credentials_home(self, request: httpx.Request) -> None:
        """Remove the credentials and the caller's own headers from a request that a redirect sends to another host."""
        if not is_same_origin(request.url, parse_url(self._base_url)):
            request.extensions["credentials"].remove_from(request)
            for name in request.extensions["client"]._settings["headers"] or ():
                request.headers.pop(name, None)

    def _build(self, prepared: PreparedRequest[Any], credentials: Credentials) -> httpx.Request:
        try:
            url = join_url(self._base_url, prepared.path)
        except httpx.InvalidURL as error:
            raise ValueError(f"the arguments result in an invalid URL: {error}") from None
        headers = self._headers if prepared.content is None else self._headers_with_body
        if credentials is not self._credentials:
            headers = MaskedHeaders(headers)
            headers.update(credentials.headers)
        if prepared.headers is not None:
            headers = MaskedHeaders(headers)
            headers.update(prepared.headers)
        content = prepared.content or b""
        request = httpx.Request(
            prepared.method,
            url,
            headers=headers,
            # With `content=`, httpx would compute the headers that are known here.
            stream=httpx.ByteStream(content),
            # httpx copies extensions to the requests that follow a redirect.
            extensions={"timeout": self._timeout, "client": self, "credentials": credentials},
        )
        if content or prepared.method in ("POST", "PUT", "PATCH"):
            request.headers["Content-Length"] = str(len(content))
        request.read()
        return request

    def _response(self, response: httpx.Response, reader: ContentReader, credentials: Credentials) -> RawResponse:
        """The complete response, with the credentials that an error may echo redacted."""
        content, redact = reader.content(), self._redact_with(credentials)
        problem = redact(reader.problem.encode()).decode() if reader.problem else None
        raw = RawResponse(response.status_code, response.headers, content, problem, reader.too_long, redact)
        if not 200 <= response.status_code < 300:
            raw.remove_secrets()
        return raw

    def _failure(
        self, prepared: PreparedRequest[Any], request: httpx.Request, error: Exception, credentials: Credentials
    ) -> errors.APIConnectionError:
        """The error for a missing response."""
        clean_exception(error, request, self._redact_with(credentials))
        if self._pool.closed:
            return self._closed(prepared, error)
        if not isinstance(error, NO_RESPONSE):
            # Not a network error, but one from a hook, or an assertion in the transport of a test.
            raise error
        return no_response(prepared, request, error)

    def _redact_with(self, credentials: Credentials) -> Callable[[bytes], bytes]:
        return lambda text: self._redactor.redact(credentials.redactor.redact(text))

    def _closed(self, prepared: PreparedRequest[Any], cause: Exception | None = None) -> errors.APIConnectionError:
        text = "this client is closed: make another one, or keep this one open for longer"
        failure = errors.APIConnectionError(text, method=prepared.method, path=prepared.url_path)
        failure.__cause__ = cause
        return failure

    def _in_other_loop(self, prepared: PreparedRequest[Any]) -> errors.APIConnectionError:
        text = "another event loop has calls in flight with this client: make an AsyncClient for each loop"
        return errors.APIConnectionError(text, method=prepared.method, path=prepared.url_path)

    def _wants_new_token(self, outcome: RawResponse | errors.APIConnectionError) -> bool:
        """Whether the token has expired, so that its function is called once more."""
        is_static = isinstance(self._credentials, Credentials)
        return not is_static and isinstance(outcome, RawResponse) and outcome.status_code == 401

    def _wait_before_retry(
        self, prepared: PreparedRequest[Any], outcome: RawResponse | errors.APIConnectionError, retries: int
    ) -> float | None:
        """Return the seconds until the next attempt; None if the outcome is final."""
        if retries == self._max_retries or self._pool.closed or not is_retryable(prepared.method, outcome):
            return None
        seconds = wait_before_retry(outcome, retries)
        if seconds is None:
            return None
        _logger.info(
            "Retrying %s in %.2f s, retry %d of %d, because of %s",
            prepared.name,
            seconds,
            retries + 1,
            self._max_retries,
            f"status {outcome.status_code}" if isinstance(outcome, RawResponse) else outcome,
        )
        return seconds


def _rebuild(kind: type[BaseClient], settings: _settings.Settings) -> BaseClient:
    return kind(**settings)
