# Copied into the package by `make generate`.
"""What both clients share: their settings, copies and pickles, and the request and the errors of a call."""

from __future__ import annotations

import copy
from typing import Any, Self, TypeVar

import attrs

from . import __version__, _spec, errors
from ._auth import Credentials, resolve_credentials
from ._config import Config, secrets_in
from ._exchange import ConnectionFailed, Loss, Outgoing, RawResponse, Sent, SentHeaders
from ._redaction import Secrets, redact_logs
from ._redirects import redirected
from ._request import PreparedRequest
from ._retries import Retries
from ._transport import LOGGERS, TransportSettings, causes, load_library, open_transport, ssl_context_of
from .errors import ConfigurationError

# The limit of httpx and httpx2.
LONGEST_URL = 65_536

# What a client derives from its settings; anything else is of a subclass or the caller.
OWN_ATTRIBUTES = frozenset(
    ("_base_url", "_config", "_credentials", "_headers", "_headers_with_body", "_hooks", "_secrets", "_timeouts")
) | {"_public", "_transport"}

_JSON = {"Content-Type": "application/json"}

_SETTINGS = frozenset(attribute.name for attribute in attrs.fields(Config))

T = TypeVar("T")
C = TypeVar("C", bound="BaseClient")


class BaseClient:
    """What both clients share: everything except I/O."""

    _is_async = False

    def _start(self, settings: dict[str, Any]) -> None:
        """Set up a new client, and forget the settings that were passed: a traceback with locals would show keys."""
        try:
            self._set_up(Config(**settings))
            return
        except ConfigurationError as error:
            # The frames of its traceback contain keys and passwords.
            failure = error.with_traceback(None)
        finally:
            settings.clear()
        raise failure

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
        # What another host gets, too.
        self._public = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": f"datadog-case-management/{__version__} {self._transport.user_agent}",
        }
        self._headers = SentHeaders(self._public).with_others(config.headers or {}).with_others(self._known.headers)
        self._headers_with_body = self._headers.with_others(_JSON)

    def _changed(self, changes: dict[str, Any]) -> Self:
        """A copy with other settings, which are forgotten as above."""
        other = copy.copy(self)
        try:
            if has_headers := "headers" in changes:
                changes["headers"] = self._config.with_headers(changes["headers"])
            other._config = attrs.evolve(self._config, **changes)
            other._config.library(is_async=self._is_async)
            other._derive()
            if has_headers:
                # Only then, because it looks for the proxies of the environment.
                other._secrets = other._config.secrets | other._known.secrets
            return other
        except ConfigurationError as error:
            failure = error.with_traceback(None)
        finally:
            changes.clear()
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
        public = SentHeaders(self._public if request.content is None else self._public | _JSON)
        return redirected(request, response, self._base_url, public)

    def _secrets_of(self, prepared: PreparedRequest[Any]) -> Secrets:
        """What the errors of a call must not show."""
        return self._secrets | secrets_in(prepared.headers.items()) if prepared.headers else self._secrets

    def _sent(self, prepared: PreparedRequest[Any], retries: Retries, secrets: Secrets) -> Sent:
        """What errors say about the request of a call."""
        config, url = self._config, secrets.redact_text(self._base_url + prepared.path)
        site = None if config.base_url is not None else self._base_url.removeprefix(_spec.SERVER_URL.partition("{")[0])
        return Sent(prepared.method, url, self._transport.proxy, retries.attempts, site)

    def _no_response(self, failure: ConnectionFailed, sent: Sent) -> errors.APIConnectionError:
        """The error for a missing response."""
        error_class: type[errors.APIConnectionError] = errors.APIConnectionError
        text = f"no response: {failure}"
        if self._transport.closed:
            text = "this client is closed: make another one, or keep this one open for longer"
        elif failure.loss is Loss.REFUSED:
            text = str(failure)
        elif failure.loss is Loss.TIMED_OUT:
            error_class, total = errors.APITimeoutError, self._config.total_timeout
            seconds = min(filter(None, (getattr(self._timeouts, failure.phase), total)), default=None)
            text = f"no response{'' if seconds is None else f' within {seconds:g} s'}: {failure}"
        error = error_class(text, **sent._asdict())
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


def _rebuild(client_class: type[C], config: Config) -> C:
    """A client with these settings, without the __init__ of a subclass, which may have other arguments."""
    client = object.__new__(client_class)
    try:
        client._set_up(config)
        return client
    except ConfigurationError as error:
        failure = error.with_traceback(None)
    raise failure
