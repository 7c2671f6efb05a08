# Copied into the package by `make generate`.
"""The arguments of a client: checked, and completed from the environment."""

from __future__ import annotations

import functools
import os
import ssl
from collections.abc import Mapping

import httpx

from . import __version__, _spec
from ._auth import Credentials, MaskedHeaders
from .errors import ConfigurationError

DEFAULT_TIMEOUT = httpx.Timeout(30.0, connect=10.0)


def resolve_base_url(site: _spec.DatadogSite | str | None, base_url: str | None) -> str:
    """The address of the API, without a slash at its end.

    Raises:
        ConfigurationError: The site is unknown, or the URL is not usable.
    """
    if base_url is None:
        site = site or os.environ.get("DD_SITE") or _spec.DEFAULT_SITE
        sites = [member.value for member in _spec.DatadogSite]
        if site not in sites:
            raise ConfigurationError(
                f"unknown site {str(site)!r}: pass site or set DD_SITE, to one of {', '.join(sites)}; or pass base_url"
            )
        return _spec.SERVER_URL.format(site=site)
    try:
        url = httpx.URL(base_url)
        usable = url.scheme in ("http", "https") and url.host and not (url.userinfo or url.query or url.fragment)
    except (TypeError, httpx.InvalidURL):
        usable = False
    if not usable:
        raise ConfigurationError("base_url must look like https://host or https://host/path")
    return base_url.rstrip("/")


def check_max_retries(max_retries: int) -> int:
    """Check how often a call may be retried."""
    if type(max_retries) is not int or max_retries < 0:
        raise ConfigurationError(f"max_retries must be an integer of at least 0, not {max_retries!r}")
    return max_retries


def resolve_timeout(timeout: float | httpx.Timeout | None) -> dict[str, float | None]:
    """The seconds that each phase of a call may take, as httpx's transports expect them."""
    if not isinstance(timeout, (int, float, httpx.Timeout, type(None))) or (
        isinstance(timeout, (int, float)) and not timeout > 0
    ):
        raise ConfigurationError(f"timeout must be more than 0 seconds, not {timeout!r}; None waits forever")
    return httpx.Timeout(timeout).as_dict()


def resolve_headers(headers: Mapping[str, str] | None, credentials: Credentials) -> tuple[httpx.Headers, httpx.Headers]:
    """The headers of a request without a body, and of one with a body."""
    try:
        without_body = MaskedHeaders(
            {
                "Accept": "application/json",
                "Accept-Encoding": "gzip, deflate",
                "User-Agent": f"datadog-case-management/{__version__} httpx/{httpx.__version__}",
                **(headers or {}),
            }
        )
        without_body.update(credentials.headers)
        with_body = MaskedHeaders(without_body)
        with_body["Content-Type"] = "application/json"
    except (TypeError, ValueError, AttributeError) as error:
        raise ConfigurationError(f"headers cannot be sent: {type(error).__name__}") from None
    return without_body, with_body


def resolve_ssl_context(verify: ssl.SSLContext | str | bool) -> ssl.SSLContext:
    """The SSL context of every https connection."""
    if isinstance(verify, ssl.SSLContext):
        return verify
    try:
        if isinstance(verify, str):
            return ssl.create_default_context(cafile=verify)
        if verify is True:
            return _default_ssl_context(*map(os.environ.get, ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")))
        return httpx.create_ssl_context(verify=verify)
    except (OSError, TypeError, ValueError) as error:
        raise ConfigurationError(f"verify cannot be used: {type(error).__name__}: {error}") from None


@functools.cache
def _default_ssl_context(*environment: str | None) -> ssl.SSLContext:
    """The context of clients that ask for nothing special: reading the certificates takes as long as the import.

    Args:
        environment: The variables that httpx reads.
    """
    return httpx.create_ssl_context()


def check_named_transport(name: str, supported: str | None) -> None:
    """Check a transport that is given by its name.

    Args:
        name: What the caller passed.
        supported: The one name that the client supports, which is also that of a package and of an extra.
    """
    if name != supported:
        alternative = f' or "{supported}"' if supported else ""
        raise ConfigurationError(f"transport must be an httpx transport{alternative}, not {name!r}")
    # Loaded here, because few clients need it.
    from importlib.util import find_spec

    if find_spec(name) is None:
        raise ConfigurationError(f"{name} is not installed: pip install 'datadog-case-management[{name}]'")
