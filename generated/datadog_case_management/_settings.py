# Copied from runtime/_settings.py by `make generate`. Do not edit: change that file.
"""Checks the arguments of a client, and completes them from the environment."""

from __future__ import annotations

import functools
import math
import os
import re
import ssl
from collections.abc import Callable, KeysView, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import httpx

from . import __version__, _spec
from ._auth import MaskedHeaders
from .errors import ConfigurationError, one_line

# As in httpx; awaitable for an AsyncClient.
Hook = Callable[[Any], Any]
EventHooks = Mapping[str, Sequence[Hook]]

DEFAULT_TIMEOUT = 30.0
LONGEST_CONNECT = 10.0
DEFAULT_LIMITS = httpx.Limits(max_connections=100)

LAST_PORT = 65_535
PROXY_FORMS = "a proxy must look like http://host:3128, https://host:3128 or socks5://host:1080"
# They belong to the connection, or give the length of the body.
_PLAIN_HEADERS = frozenset(("accept", "accept-language", "content-type", "user-agent"))
# A shorter header value is a number or a name, which may mean something else in a body.
_SHORTEST_SECRET = 8
_RESERVED_HEADERS = frozenset(
    ("connection", "content-length", "expect", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade")
)


def show(value: object) -> str:
    """Format a value for a message."""
    try:
        return one_line(repr(value))
    except Exception:  # A repr of the caller's may raise anything.
        return f"a value of type {type(value).__name__}"


class Settings:
    """The arguments of a client as they were passed, for its copies and for pickle.

    Its repr shows no value, and it is not a dict, because error reports show the items of dicts.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def keys(self) -> KeysView[str]:
        """The names of the settings, so that `**` works."""
        return self._values.keys()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Settings) and self._values == other._values

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{', '.join(self._values)}>"


def resolve_base_url(site: _spec.DatadogSite | str | None, base_url: str | httpx.URL | None) -> str:
    """The address of the API, without a trailing slash.

    Raises:
        ConfigurationError: The site is unknown, or the URL is not usable.
    """
    check_type("site", site, str, type(None))
    check_type("base_url", base_url, str, httpx.URL, type(None))
    if base_url is None:
        site = site or os.environ.get("DD_SITE") or _spec.DEFAULT_SITE
        sites = [member.value for member in _spec.DatadogSite]
        if site not in sites:
            raise ConfigurationError(
                f"unknown site {show(site)}: pass site or set DD_SITE, to one of {', '.join(sites)}; or pass base_url"
            )
        return _spec.SERVER_URL.format(site=site)
    try:
        url = httpx.URL(base_url)
        usable = url.scheme in ("http", "https") and url.host and (url.port or 0) <= LAST_PORT
        usable = usable and not (url.userinfo or set("?#") & set(str(base_url)))
    except (TypeError, ValueError, httpx.InvalidURL):
        usable = False
    if not usable:
        raise ConfigurationError("base_url must look like https://host or https://host/path")
    return str(base_url).rstrip("/")


def check_type(name: str, value: object, *types: type[Any]) -> None:
    """Check the type of a setting that is passed on to httpx."""
    if not isinstance(value, types):
        expected = " or ".join(kind.__name__ for kind in types if kind is not type(None))
        raise ConfigurationError(f"{name} must be {expected}, not {type(value).__name__}")


def check_proxy(proxy: str | httpx.URL | httpx.Proxy | None) -> None:
    """Check what httpx does not check of a proxy."""
    check_type("proxy", proxy, str, httpx.URL, httpx.Proxy, type(None))
    if proxy is not None:
        try:
            url = proxy.url if isinstance(proxy, httpx.Proxy) else httpx.URL(proxy)
        except (ValueError, httpx.InvalidURL):
            url = httpx.URL()
        if not url.host or (url.port or 0) > LAST_PORT:
            # Without the URL, which may contain a password.
            raise ConfigurationError(f"proxy cannot be used: {PROXY_FORMS}")


def check_max_retries(max_retries: int) -> int:
    """Check the number of retries."""
    if type(max_retries) is not int or max_retries < 0:
        raise ConfigurationError(f"max_retries must be an integer of at least 0, not {show(max_retries)}")
    return max_retries


def check_max_response_bytes(max_response_bytes: int) -> int:
    """Check the limit of a body."""
    if type(max_response_bytes) is not int or max_response_bytes < 1:
        raise ConfigurationError(f"max_response_bytes must be an integer of at least 1, not {show(max_response_bytes)}")
    return max_response_bytes


def resolve_timeout(timeout: float | httpx.Timeout | None) -> tuple[dict[str, float | None], float]:
    """The seconds that each phase of an attempt may take, as httpx's transports expect them, and those of all of it."""
    if isinstance(timeout, httpx.Timeout):
        phases = timeout.as_dict()
        return phases, math.inf if None in phases.values() else math.fsum(filter(None, phases.values()))
    if timeout is None:
        return httpx.Timeout(None).as_dict(), math.inf
    if not isinstance(timeout, (int, float)) or isinstance(timeout, bool) or not timeout > 0:
        raise ConfigurationError(f"timeout must be more than 0 seconds, not {show(timeout)}; None waits forever")
    return httpx.Timeout(timeout, connect=min(timeout, LONGEST_CONNECT)).as_dict(), timeout


def resolve_headers(headers: Mapping[str, str] | None) -> tuple[httpx.Headers, httpx.Headers]:
    """The headers of a request without a body, and of one with a body, both without credentials."""
    check_type("headers", headers, Mapping, type(None))
    for part in (part for item in (headers or {}).items() for part in item):
        if not isinstance(part, str):
            raise ConfigurationError(f"headers must have strings as names and values, not {type(part).__name__}")
        if not part.isascii() or not part.isprintable():
            raise ConfigurationError("headers must have names and values of printable ASCII")
    for name in headers or ():
        if not re.fullmatch(r"[\w!#$%&'*+.^`|~-]+", name):
            raise ConfigurationError(f"headers cannot have the name {show(name)}")
        if name.lower() in _RESERVED_HEADERS:
            raise ConfigurationError(f"headers must not have {name}: the client sets it")
    without_body = MaskedHeaders(
        {
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": f"datadog-case-management/{__version__} httpx/{httpx.__version__}",
            **(headers or {}),
        }
    )
    with_body = MaskedHeaders(without_body)
    with_body["Content-Type"] = "application/json"
    return without_body, with_body


def secrets_of(headers: Mapping[str, str] | None, proxy: str | httpx.URL | httpx.Proxy | None) -> list[str]:
    """The secrets that errors may echo, from the caller's headers and the URL of a proxy."""
    values = [value for name, value in (headers or {}).items() if name.lower() not in _PLAIN_HEADERS]
    secrets = [word for value in values for word in value.split()[-1:] if len(word) >= _SHORTEST_SECRET]
    if isinstance(proxy, httpx.Proxy):
        secrets += (proxy.auth or ())[1:]
    elif proxy is not None:
        password = str(proxy).rpartition("@")[0].partition("//")[2].partition(":")[2]
        secrets += [password, unquote(password)]
    return secrets


def merge_headers(headers: Mapping[str, str] | None, changes: Mapping[str, str | None] | None) -> dict[str, str]:
    """The headers of a copy: those of the client with some added, replaced, or removed by None."""
    check_type("headers", changes, Mapping, type(None))
    removed = {name.lower() for name in changes or () if isinstance(name, str)}
    kept = {name: value for name, value in (headers or {}).items() if name.lower() not in removed}
    return kept | {name: value for name, value in (changes or {}).items() if value is not None}


def resolve_event_hooks(event_hooks: EventHooks | None) -> tuple[list[Hook], list[Hook]]:
    """The hooks to call with each request, and with each response."""
    check_type("event_hooks", event_hooks, Mapping, type(None))
    hooks = dict(event_hooks or {})
    request, response = hooks.pop("request", ()), hooks.pop("response", ())
    if hooks or not all(isinstance(several, (list, tuple)) for several in (request, response)):
        raise ConfigurationError('event_hooks must look like {"request": [function], "response": [function]}')
    for hook in (*request, *response):
        if not callable(hook):
            raise ConfigurationError(f"event_hooks must be functions, not {type(hook).__name__}")
    return list(request), list(response)


def resolve_ssl_context(verify: ssl.SSLContext | str | os.PathLike[str] | bool) -> ssl.SSLContext:
    """The SSL context of every https connection. Only an explicit False disables verification."""
    if isinstance(verify, ssl.SSLContext):
        return verify
    if verify is True:
        return _default_ssl_context(*map(os.environ.get, ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")))
    if verify is False:
        return httpx.create_ssl_context(verify=False)
    if not isinstance(verify, (str, os.PathLike)) or not os.fspath(verify):
        raise ConfigurationError(
            f"verify must be True, False, an SSL context or the path of a file with certificates, not {show(verify)}"
        )
    try:
        return ssl.create_default_context(cafile=verify)
    except (OSError, TypeError, ValueError) as error:
        raise ConfigurationError(f"verify cannot be used: {type(error).__name__}: {error}") from None


@functools.cache
def _default_ssl_context(*environment: str | None) -> ssl.SSLContext:
    """The default context, shared by clients because reading the certificates takes as long as the import.

    Args:
        environment: The variables that httpx reads.
    """
    return httpx.create_ssl_context()


def check_transport(settings: Settings, method: str, name: str | None) -> None:
    """Check the transport, and that no other setting conflicts with it.

    Args:
        settings: The settings of a client.
        method: The method that an httpx transport of this client has.
        name: The only transport that has a name, which is also that of its package and of the extra.
    """
    transport = settings["transport"]
    alternative = f' or "{name}"' if name else ""
    if name is not None and isinstance(transport, str) and transport == name:
        # Imported here, because few clients need it.
        from importlib.util import find_spec

        if find_spec(name) is None:
            raise ConfigurationError(f"{name} is not installed: pip install 'datadog-case-management[{name}]'")
    elif transport is not None:
        if not hasattr(transport, method):
            raise ConfigurationError(f"transport must be an httpx transport{alternative}, not {show(transport)}")
        for other, default in (("proxy", None), ("limits", None), ("verify", True)):
            if settings[other] is not default:
                raise ConfigurationError(f"{other} is up to the transport: set it there, or leave out transport")
