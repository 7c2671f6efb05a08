# Copied into the package by `make generate`.
"""The settings of a client, each once, with its check."""

from __future__ import annotations

import base64
import inspect
import os
import re
import ssl
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import attrs

from . import _spec
from ._exchange import Hooks, Limits, RetryPolicy, Timeouts
from ._redaction import Secrets
from ._request import check_headers
from ._transport import (
    LazyLibrary,
    check_proxy,
    check_total_timeout,
    choose_library,
    class_name,
    library_of,
    limits_of,
    proxy_url,
    show,
    timeouts_of,
)
from .errors import ConfigurationError

if TYPE_CHECKING:
    import httpx
    import httpx2
else:
    # So that annotations can be evaluated without loading them before.
    httpx, httpx2 = LazyLibrary("httpx"), LazyLibrary("httpx2")

# Returns a key or a token at each attempt; may be awaitable for an AsyncClient.
Source = Callable[[], str | Awaitable[str]]
# As in httpx; may be awaitable for an AsyncClient.
Hook = Callable[[Any], Any]
EventHooks = Mapping[str, Sequence[Hook]]

DEFAULT_TIMEOUT = 30.0
DEFAULT_MAX_RETRIES = 3
DEFAULT_MAX_RESPONSE_BYTES = 100 * 1024 * 1024

_LAST_PORT = 65_535
_DEFAULT_PORT = 443
# Their values are no secrets.
_PLAIN_HEADERS = frozenset(("accept", "accept-encoding", "accept-language", "content-type", "user-agent"))
# A shorter word of a header is a number or a name, which may mean something else in a body.
_SHORTEST_SECRET = 8


def _checked(check: Callable[[Any], Any]) -> Any:
    """A validator that calls a function with the value of a setting."""

    def checked(config: Config, attribute: attrs.Attribute[Any], value: object) -> None:
        try:
            check(value)
        except ConfigurationError:
            raise
        except ValueError as error:
            raise ConfigurationError(str(error)) from None

    return checked


def _of_type(*types: type[Any]) -> Any:
    def check(config: Config, attribute: attrs.Attribute[Any], value: object) -> None:
        if not isinstance(value, types):
            expected = " or ".join(each.__name__ for each in types if each is not type(None))
            raise ConfigurationError(f"{attribute.name} must be {expected}, not {class_name(value)}")

    return check


def _at_least(least: int) -> Any:
    def check(config: Config, attribute: attrs.Attribute[Any], value: object) -> None:
        if type(value) is not int or value < least:
            raise ConfigurationError(f"{attribute.name} must be an integer of at least {least}, not {show(value)}")

    return check


def _check_base_url(value: Any) -> None:
    if value is None:
        return
    if not isinstance(value, str) and library_of(value, "URL") is None:
        raise ConfigurationError(f"base_url must be str, or URL of httpx or httpx2, not {class_name(value)}")
    if set("?#") & set(str(value)) or not is_address(str(value)):
        raise ConfigurationError("base_url must look like https://host or https://host/path")
    url = urlsplit(str(value))
    if re.search(r"/api/v\d+/?$", url.path):
        raise ConfigurationError(f"base_url must not end with {url.path}: the paths of the operations begin with it")
    prefix, _, site = (url.hostname or "").partition(".")
    if prefix == "app" and site in list(_spec.DatadogSite):
        raise ConfigurationError(f"base_url must not be the web interface: pass site={site!r} instead")


def is_address(text: str) -> bool:
    """Whether a text is the http or https URL of a host that there may be, without user or password."""
    if not text.isprintable() or " " in text:
        return False
    try:
        url = urlsplit(text)
        return (
            url.scheme in ("http", "https")
            and "@" not in url.netloc
            and _is_host(url.hostname or "")
            and 0 < (_DEFAULT_PORT if url.port is None else url.port) <= _LAST_PORT
        )
    except ValueError:
        return False


def _is_host(host: str) -> bool:
    """Whether a host is a name that can be looked up, or an address."""
    if ":" in host:
        return True  # urlsplit has checked that it is an IPv6 address.
    try:
        labels = (host.encode("idna").decode() if not host.isascii() else host).removesuffix(".").split(".")
    except UnicodeError:
        return False
    if labels[-1].isdigit():
        return len(labels) == 4 and all(label.isdigit() and int(label) <= 255 for label in labels)
    return all(re.fullmatch(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?", label) for label in labels)


def _site(given: str) -> str:
    """The site that a text means, which may be an address in the browser or in capitals."""
    sites = [member.value for member in _spec.DatadogSite]
    try:
        text = urlsplit(given.strip() if "//" in given else f"//{given.strip()}").netloc.lower()
    except ValueError:  # of brackets around no IPv6 address
        text = given
    site = re.sub(r"^(app|api)\.(?=\w+\.\w)", "", text)
    if site in sites:
        return site
    # Imported here, because only a mistake needs it.
    from difflib import get_close_matches

    near = [one for one in sites if site.rstrip("1") in one.split(".")] or get_close_matches(site, sites)
    hint = f"did you mean {near[0]}? The" if near else "the"
    raise ConfigurationError(
        f"unknown site {show(given)}: {hint} sites are {', '.join(sites)}; for another address, pass base_url"
    )


def _basic_password(value: str) -> list[str]:
    """The password in the value of a header, if it is of the Basic scheme."""
    scheme, _, encoded = value.partition(" ")
    try:
        text = base64.b64decode(encoded).decode() if scheme.lower() == "basic" else ""
    except ValueError:
        return []
    return [text.partition(":")[2]]


def secrets_in(headers: Iterable[tuple[str, str]], passwords: Iterable[str] = ()) -> Secrets:
    """Passwords, and what may be secret in headers."""
    values = [value for name, value in headers if name.lower() not in _PLAIN_HEADERS]
    words = [word for value in values for word in re.split(r'[\s;,="]+', value) if len(word) >= _SHORTEST_SECRET]
    return Secrets(words, [*passwords, *(password for value in values for password in _basic_password(value))])


def _check_hooks(event_hooks: Any) -> None:
    hooks = dict(event_hooks or {})
    several = hooks.pop("request", ()), hooks.pop("response", ())
    if hooks or not all(isinstance(functions, (list, tuple)) for functions in several):
        raise ConfigurationError('event_hooks must look like {"request": [function], "response": [function]}')
    for hook in (*several[0], *several[1]):
        if not callable(hook):
            raise ConfigurationError(f"event_hooks must be functions, not {type(hook).__name__}")


def is_coroutine_function(function: Any) -> bool:
    """Whether calling a function or an object returns a coroutine, as far as can be told without calling it."""
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(type(function).__call__)


# Of a setting that `with_options` takes too.
PER_COPY = {"per_copy": True}


@attrs.frozen(kw_only=True, repr=False, cache_hash=False, eq=True)
class Config:
    """The settings of a client as the caller passed them, for its copies and for pickle; its repr shows no value."""

    api_key: str | Source | None = attrs.field(default=None)
    """The API key, or a function that returns it, as for `access_token`. Default: the environment variable
    DD_API_KEY.
    """
    app_key: str | Source | None = attrs.field(default=None)
    """The application key, or a function that returns it. Default: the environment variable DD_APP_KEY."""
    access_token: str | Source | None = attrs.field(default=None)
    """An OAuth access token, instead of the two keys. Or a function that returns one, called before each attempt
    and once more after a 401; it may be awaitable for an AsyncClient.
    """
    site: _spec.DatadogSite | str | None = attrs.field(default=None, validator=_of_type(str, type(None)))
    """The Datadog site, as an enum member or its string. Default: the environment variable DD_SITE, and without it
    the default site of the spec, datadoghq.com.
    """
    base_url: str | httpx.URL | httpx2.URL | None = attrs.field(default=None, validator=_checked(_check_base_url))
    """The address of the API, for a proxy or a test; it takes precedence over `site`."""
    timeout: float | httpx.Timeout | httpx2.Timeout | None = attrs.field(
        default=DEFAULT_TIMEOUT, validator=_checked(timeouts_of), metadata=PER_COPY
    )
    """The seconds that an attempt may take, from connecting to the last byte of the response, with at most 10 to
    connect; None waits forever. A Timeout of httpx or httpx2 limits each phase instead, and its `read` is the
    time until the response is complete. Default: 30.
    """
    total_timeout: float | None = attrs.field(default=None, validator=_checked(check_total_timeout), metadata=PER_COPY)
    """The seconds that a call may take with all its attempts and waits. Default: None, no limit."""
    max_retries: int = attrs.field(default=DEFAULT_MAX_RETRIES, validator=_at_least(0), metadata=PER_COPY)
    """How often a call is retried, 0 for never. Default: 3."""
    retry_posts: bool = attrs.field(default=False, validator=_of_type(bool), metadata=PER_COPY)
    """Whether a POST that may have been executed is retried too, for calls that are harmless to repeat. Default:
    False.
    """
    retry_timeouts: bool = attrs.field(default=False, validator=_of_type(bool), metadata=PER_COPY)
    """Whether an attempt without a response in time is retried. Default: False."""
    headers: Mapping[str, str] | None = attrs.field(default=None, validator=_checked(check_headers), metadata=PER_COPY)
    """Headers to send with every request."""
    event_hooks: EventHooks | None = attrs.field(
        default=None, validator=[_of_type(Mapping, type(None)), _checked(_check_hooks)], metadata=PER_COPY
    )
    """Functions to call at every attempt with the request of the HTTP library before it is sent, and with its
    response before its body is read: {"request": [f], "response": [g]}. For an AsyncClient, they may be
    awaitable. What they raise reaches the caller as it is.
    """
    max_response_bytes: int = attrs.field(default=DEFAULT_MAX_RESPONSE_BYTES, validator=_at_least(1))
    """How many bytes the body of a response may have, decompressed. Default: 100 MiB."""
    follow_redirects: bool = attrs.field(default=False, validator=_of_type(bool))
    """Whether to follow redirects; another host gets neither the keys nor `headers`, and no host a cookie.
    Default: False.
    """
    proxy: str | httpx.URL | httpx.Proxy | httpx2.URL | httpx2.Proxy | None = attrs.field(
        default=None, validator=_checked(check_proxy)
    )
    """The URL of a proxy. Default: the environment variables HTTPS_PROXY, ALL_PROXY and NO_PROXY."""
    verify: ssl.SSLContext | str | os.PathLike[str] | bool = attrs.field(default=True)
    """An SSL context, or the path of a file with the certificates to trust; False disables verification."""
    limits: httpx.Limits | httpx2.Limits | None = attrs.field(default=None, validator=_checked(limits_of))
    """How many calls may be in flight, how many connections are kept, and for how many seconds. Default: 100, 100
    and 5.
    """
    transport: Any = attrs.field(default=None)
    """Another library to send with: "httpx2", the continuation of httpx, or for an AsyncClient "aiohttp", which is
    faster for many concurrent calls; each needs the extra of that name: pip install
    'datadog-case-management[httpx2]'. Or a transport of httpx or httpx2, which then handles proxy, verify, limits
    and timeouts itself. Default: httpx.
    """

    def __repr__(self) -> str:
        return f"<{', '.join(attribute.name for attribute in attrs.fields(Config))}>"

    def library(self, *, is_async: bool) -> str:
        """The HTTP library, after a check that no setting contradicts it or the kind of the client.

        Args:
            is_async: Whether the client is an AsyncClient.
        """
        name = choose_library(self.transport, is_async=is_async)
        if self.transport is not None and not isinstance(self.transport, str):
            for other, default in (("proxy", None), ("limits", None), ("verify", True)):
                if getattr(self, other) is not default:
                    raise ConfigurationError(f"{other} is up to the transport: set it there, or leave out transport")
        if not is_async and any(map(is_coroutine_function, [*self.hooks.request, *self.hooks.response])):
            raise ConfigurationError("event_hooks of a Client must be plain functions: use AsyncClient to await them")
        return name

    @property
    def address(self) -> str:
        """The address of the API, without a slash at its end."""
        if self.base_url is not None:
            return str(self.base_url).rstrip("/")
        return _spec.SERVER_URL.format(site=_site(self.site or os.environ.get("DD_SITE") or _spec.DEFAULT_SITE))

    @property
    def timeouts(self) -> Timeouts:
        """How long each phase of an attempt may take."""
        return timeouts_of(self.timeout)

    @property
    def connection_limits(self) -> Limits:
        """How many calls and connections there may be."""
        return limits_of(self.limits)

    @property
    def policy(self) -> RetryPolicy:
        """What is retried."""
        return RetryPolicy(self.max_retries, self.retry_posts, self.retry_timeouts)

    @property
    def hooks(self) -> Hooks:
        """What is called with each request and response."""
        hooks = self.event_hooks or {}
        return Hooks(list(hooks.get("request", ())), list(hooks.get("response", ())))

    @property
    def secrets(self) -> Secrets:
        """What errors may echo, from the caller's headers, and the URL of the proxy or those of the environment."""
        # Imported here, because it takes as long as the HTTP library, which imports it too.
        from urllib.request import getproxies

        headers = [*(self.headers or {}).items()]
        passwords: list[str] = []
        proxy: Any = self.proxy
        if library_of(proxy, "Proxy"):
            headers += proxy.headers.multi_items()
            passwords += (proxy.auth or ())[1:]
        for url in getproxies().values() if proxy is None else [proxy_url(proxy)]:
            password = url.rpartition("@")[0].partition("//")[2].partition(":")[2]
            passwords += [password, unquote(password)]
        return secrets_in(headers, passwords)

    def with_headers(self, changes: Mapping[str, str | None] | None) -> dict[str, str]:
        """The headers of a copy: the same with some added, replaced, or removed by None."""
        if not isinstance(changes, (Mapping, type(None))):
            raise ConfigurationError(f"headers must be Mapping, not {class_name(changes)}")
        removed = {name.lower() for name in changes or () if isinstance(name, str)}
        kept = {name: value for name, value in (self.headers or {}).items() if name.lower() not in removed}
        return kept | {name: value for name, value in (changes or {}).items() if value is not None}
