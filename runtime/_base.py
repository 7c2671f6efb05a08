# Copied into the package by `make generate`.
"""What both clients share: their settings, copies and pickles, and the request and the errors of a call."""

from __future__ import annotations

import copy
import os
import ssl
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

import attrs

from . import __version__, _spec, errors
from ._auth import Credentials, resolve_credentials
from ._config import DEFAULT_MAX_RESPONSE_BYTES, DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT, Config, EventHooks, Source
from ._exchange import ConnectionFailed, Loss, Outgoing, RawResponse, Sent, SentHeaders
from ._redaction import Secrets, redact_logs
from ._redirects import redirected
from ._request import PreparedRequest
from ._retries import Retries
from ._spec import API_KEY_HEADER, APP_KEY_HEADER, DatadogSite
from ._transport import LOGGERS, LazyLibrary, TransportSettings, causes, load_library, open_transport, ssl_context_of
from .errors import ConfigurationError
from .types import UNSET, Unset

if TYPE_CHECKING:
    import httpx
    import httpx2
else:
    # So that annotations can be evaluated without loading them before.
    httpx, httpx2 = LazyLibrary("httpx"), LazyLibrary("httpx2")

# The limit of httpx and httpx2.
LONGEST_URL = 65_536

# What a client derives from its settings; anything else is of a subclass or the caller.
OWN_ATTRIBUTES = frozenset(
    ("_base_url", "_config", "_credentials", "_headers", "_headers_with_body", "_hooks", "_secrets", "_timeouts")
) | {"_transport"}

_SETTINGS = frozenset(attribute.name for attribute in attrs.fields(Config))

T = TypeVar("T")
C = TypeVar("C", bound="BaseClient")


class BaseClient:
    """What both clients share: everything except I/O."""

    _is_async = False

    def __init__(
        self,
        *,
        api_key: str | Source | None = None,
        app_key: str | Source | None = None,
        access_token: str | Source | None = None,
        site: DatadogSite | str | None = None,
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
            api_key: The API key, or a function that returns it, as for `access_token`. Default: the environment
                variable DD_API_KEY.
            app_key: The application key, or a function that returns it. Default: the environment variable DD_APP_KEY.
            access_token: An OAuth access token, instead of the two keys. Or a function that returns one, called
                before each attempt and once more after a 401; it may be awaitable for an AsyncClient.
            site: The Datadog site, as an enum member or its string. Default: the environment variable DD_SITE, and
                without it the default site of the spec, datadoghq.com.
            base_url: The address of the API, for a proxy or a test; it takes precedence over `site`.
            timeout: The seconds that an attempt may take, from connecting to the last byte of the response, with at
                most 10 to connect; None waits forever. A Timeout of httpx or httpx2 limits each phase instead, and its
                `read` is the time until the response is complete. Default: 30.
            total_timeout: The seconds that a call may take with all its attempts and waits. Default: None, no limit.
            max_retries: How often a call is retried, 0 for never. Default: 3.
            retry_posts: Whether a POST that may have been executed is retried too, for calls that are harmless to
                repeat. Default: False.
            retry_timeouts: Whether an attempt without a response in time is retried. Default: False.
            headers: Headers to send with every request.
            event_hooks: Functions to call at every attempt with the request of the HTTP library before it is sent, and
                with its response before its body is read: {"request": [f], "response": [g]}. For an AsyncClient, they
                may be awaitable. What they raise reaches the caller as it is.
            max_response_bytes: How many bytes the body of a response may have, decompressed. Default: 100 MiB.
            follow_redirects: Whether to follow redirects; another host gets neither the keys nor `headers`, and no
                host a cookie. Default: False.
            proxy: The URL of a proxy. Default: the environment variables HTTPS_PROXY, ALL_PROXY and NO_PROXY.
            verify: An SSL context, or the path of a file with the certificates to trust; False disables verification.
            limits: How many calls may be in flight, how many connections are kept, and for how many seconds.
                Default: 100, 100 and 5.
            transport: "httpx2", to send with the continuation of httpx, or for an AsyncClient "aiohttp", which is
                faster for many concurrent calls; each needs the extra of that name: pip install
                'datadog-case-management[httpx2]'. Or a transport of httpx or httpx2, which then handles proxy,
                verify, limits and timeouts itself. Default: httpx.

        Raises:
            ConfigurationError: A setting is missing, invalid or contradicts another one.
        """
        settings = {name: value for name, value in locals().items() if name != "self"}
        # A traceback with locals would show the keys.
        del api_key, app_key, access_token, base_url, headers, proxy
        try:
            self._set_up(Config(**settings))
            return
        except ConfigurationError as error:
            # Without the frames of its traceback, which contain keys and passwords.
            failure = error.with_traceback(None)
        finally:
            del settings
        raise failure

    # What Python's own errors show.
    __init__.__qualname__ = "Client.__init__"

    def _set_up(self, config: Config) -> None:
        self._config = config
        library = config.library(is_async=self._is_async)
        redact_logs(*LOGGERS)
        # The credentials, or the functions that return them at each attempt.
        self._credentials = resolve_credentials(config.api_key, config.app_key, config.access_token)
        self._base_url = config.address
        ssl_context = ssl_context_of(load_library(library), config.verify)
        is_own = config.transport is None or isinstance(config.transport, str)
        self._transport: Any = open_transport(
            library,
            TransportSettings(
                self._base_url,
                ssl_context,
                config.connection_limits,
                config.proxy,
                None if is_own else config.transport,
                config.max_response_bytes,
            ),
            is_async=self._is_async,
        )
        self._secrets = config.secrets | self._known.secrets
        self._derive()

    @property
    def _known(self) -> Credentials:
        """The credentials; none if they are from functions, which return them at each attempt."""
        return self._credentials if isinstance(self._credentials, Credentials) else Credentials({})

    def _derive(self) -> None:
        """Derive from the settings what `with_options` can change."""
        config = self._config
        self._timeouts = config.timeouts
        self._hooks = config.hooks if any(config.hooks) else None
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": f"datadog-case-management/{__version__} {self._transport.user_agent}",
        }
        self._headers = SentHeaders(headers).with_others(config.headers or {}).with_others(self._known.headers)
        self._headers_with_body = self._headers.with_others({"Content-Type": "application/json"})

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
            event_hooks: Functions to call instead of those of the client; None for none. Default: unchanged.

        Raises:
            ConfigurationError: A setting cannot be used.
        """
        changes = {
            name: value for name, value in locals().items() if name not in ("self", "headers") and value is not UNSET
        }
        other = copy.copy(self)
        try:
            if headers is not UNSET:
                changes["headers"] = self._config.with_headers(headers)
            other._config = attrs.evolve(self._config, **changes)
            other._config.library(is_async=self._is_async)
            other._derive()
            if headers is not UNSET:
                # Only then, because it looks for the proxies of the environment.
                other._secrets = other._config.secrets | other._known.secrets
            return other
        except ConfigurationError as error:
            failure = error.with_traceback(None)
        finally:
            # A traceback with locals would show the keys.
            del headers, changes
        raise failure

    def __copy__(self) -> Self:
        # copy.copy would use __reduce__, and open its own connections.
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        return other

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self._config), self._others()

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        # The settings are shared: an SSL context cannot be copied.
        other = _rebuild(type(self), self._config)
        other.__dict__.update(copy.deepcopy(self._others(), memo))
        return other

    def _others(self) -> dict[str, Any]:
        """The attributes that a subclass or the caller has added."""
        return {name: value for name, value in vars(self).items() if name not in OWN_ATTRIBUTES}

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _SETTINGS:
            raise AttributeError(f"{name} of a client cannot be changed: client.with_options({name}=…) makes a copy")
        object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        # It must also work for a partly initialized client, which a traceback with locals may show.
        auth = getattr(self, "_credentials", None)
        shown = f"<{' and '.join(auth)} from functions>" if isinstance(auth, dict) else auth
        return f"{type(self).__name__}(base_url={getattr(self, '_base_url', None)!r}, auth={shown})"

    def _outgoing(self, prepared: PreparedRequest[Any], credentials: Credentials) -> Outgoing:
        """The request as it is sent."""
        if len(self._base_url) + len(prepared.path) > LONGEST_URL:
            raise ValueError("the arguments result in an invalid URL: URL too long")
        headers = self._headers if prepared.content is None else self._headers_with_body
        if credentials is not self._credentials:
            headers = headers.with_others(credentials.headers)
        if prepared.headers is not None:
            headers = headers.with_others(prepared.headers)
        return Outgoing(prepared.method, self._base_url, prepared.path, headers, prepared.content)

    def _redirected(self, request: Outgoing, response: RawResponse) -> Outgoing | None:
        """The request that follows a redirect; None if the response is none, or its Location cannot be used."""
        private = (*(self._config.headers or ()), API_KEY_HEADER, APP_KEY_HEADER, "Authorization")
        return redirected(request, response, self._base_url, private)

    def _sent(self, prepared: PreparedRequest[Any], retries: Retries, secrets: Secrets) -> Sent:
        """What errors say about the request of a call."""
        config, url = self._config, secrets.redact_text(self._base_url + prepared.path)
        site = None if config.base_url is not None else self._base_url.removeprefix(_spec.SERVER_URL.partition("{")[0])
        return Sent(prepared.method, url, self._transport.proxy, retries.attempts, site)

    def _no_response(self, failure: ConnectionFailed, sent: Sent) -> errors.APIConnectionError:
        """The error for a missing response."""
        kind: type[errors.APIConnectionError] = errors.APIConnectionError
        text = f"no response: {failure}"
        if self._transport.closed:
            text = "this client is closed: make another one, or keep this one open for longer"
        elif failure.loss is Loss.REFUSED:
            text = str(failure)
        elif failure.loss is Loss.TIMED_OUT:
            kind, total = errors.APITimeoutError, self._config.total_timeout
            seconds = min(filter(None, (getattr(self._timeouts, failure.phase), total)), default=None)
            text = f"no response{'' if seconds is None else f' within {seconds:g} s'}: {failure}"
        error = kind(text, **sent._asdict())
        error.__cause__ = failure.__cause__
        return error


def redact_failure(failure: ConnectionFailed, secrets: Secrets) -> ConnectionFailed:
    """The same failure without secrets in its text and its causes, and without the frames of its traceback."""
    for cause in causes(failure):
        cause.args = tuple(_redacted(value, secrets) for value in cause.args)
        for name in (*vars(cause), "strerror", "filename", "object"):
            value = getattr(cause, name, None)
            if isinstance(value, (str, bytes, bytearray)):
                setattr(cause, name, _redacted(value, secrets))
    failure.__context__ = None
    return failure.with_traceback(None)


def _redacted(value: Any, secrets: Secrets) -> Any:
    if isinstance(value, (bytes, bytearray)):
        return secrets.redact(bytes(value))
    return secrets.redact_text(value) if isinstance(value, str) else value


def _rebuild(kind: type[C], config: Config) -> C:
    """A client with these settings, without the __init__ of a subclass, which may have other arguments."""
    client = object.__new__(kind)
    try:
        client._set_up(config)
        return client
    except ConfigurationError as error:
        failure = error.with_traceback(None)
    raise failure
