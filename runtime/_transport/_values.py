# Copied into the package by `make generate`.
"""Reads the settings that are objects of httpx or httpx2, whichever of them the caller uses."""

from __future__ import annotations

import functools
import math
import os
import ssl
import sys
from types import ModuleType
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .._excerpts import one_line
from .._exchange import Limits, Timeouts
from ..errors import ConfigurationError
from ._private import environment_proxy

LIBRARIES = ("httpx", "httpx2")
PROXY_FORMS = "a proxy must look like http://host:3128, https://host:3128 or socks5://host:1080"
LONGEST_CONNECT = 10.0
LAST_PORT = 65_535


class TransportSettings(NamedTuple):
    """The settings that a transport needs.

    Attributes:
        base_url: The address of the API.
        ssl_context: What to verify certificates with.
        limits: The number of calls and of connections.
        proxy: The proxy, as the caller passed it; None for that of the environment.
        transport: The transport of a library that the caller passed; None for our own.
        max_response_bytes: How many bytes the body of a response may have.
    """

    base_url: str
    ssl_context: ssl.SSLContext
    limits: Limits
    proxy: Any
    transport: Any
    max_response_bytes: int


def library_of(value: object, *names: str) -> ModuleType | None:
    """The library that one of these classes of a value belongs to; None if it is of another class.

    An object of a library can exist only if the library is loaded, so that nothing is imported here.
    """
    for library in LIBRARIES:
        module = sys.modules.get(library)
        if module is not None and isinstance(value, tuple(getattr(module, name) for name in names)):
            return module
    return None


def show(value: object) -> str:
    """Format a value for a message."""
    try:
        return one_line(repr(value))
    except Exception:  # A repr of the caller's may raise anything.
        return f"a value of type {class_name(value)}"


def class_name(value: object) -> str:
    """The name of the class of a value, with its library."""
    value_class = type(value)
    library = value_class.__module__.partition(".")[0]
    return value_class.__name__ if library == "builtins" else f"{library}.{value_class.__name__}"


def timeouts_of(timeout: Any) -> Timeouts:
    """The timeouts that a number, None or the Timeout of a library stands for.

    Raises:
        ConfigurationError: It is none of them, or no time.
    """
    if library_of(timeout, "Timeout") is not None:
        phases = (timeout.connect, timeout.read, timeout.write, timeout.pool)
        for phase in phases:
            if phase is not None and not _is_duration(phase):
                raise ConfigurationError(f"timeout must have seconds for each phase, not {show(phase)}")
        return Timeouts(*phases, None if None in phases else math.fsum(filter(None, phases)))
    if timeout is None:
        return Timeouts(None, None, None, None, None)
    if isinstance(timeout, tuple):
        raise ConfigurationError(
            f"timeout must be seconds, not {show(timeout)}: httpx.Timeout(10, connect=3) limits each phase"
        )
    if not _is_duration(timeout) or not timeout > 0:
        raise ConfigurationError(
            f"timeout must be more than 0 seconds, not {show(timeout)}; None waits forever, and an httpx.Timeout or "
            "httpx2.Timeout limits each phase"
        )
    return Timeouts(min(timeout, LONGEST_CONNECT), timeout, timeout, timeout, timeout)


def check_total_timeout(timeout: Any) -> None:
    """Check the limit of a call."""
    if timeout is not None and not (_is_duration(timeout) and timeout > 0):
        raise ConfigurationError(f"total_timeout must be more than 0 seconds, or None, not {show(timeout)}")


def _is_duration(value: Any) -> bool:
    # Sockets accept no more than about 292 years, selectors no more than 24 days.
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1e6


def limits_of(limits: Any) -> Limits:
    """The limits that the Limits of a library stands for; the default for None."""
    if limits is None:
        return Limits()
    if library_of(limits, "Limits") is None:
        raise ConfigurationError(f"limits must be httpx.Limits or httpx2.Limits, not {class_name(limits)}")
    numbers = Limits(limits.max_connections, limits.max_keepalive_connections, limits.keepalive_expiry)
    forms: tuple[tuple[Any, int], ...] = ((int, 1), (int, 0), ((int, float), 0))
    for name, number, (types, least) in zip(Limits._fields, numbers, forms, strict=True):
        is_number = isinstance(number, types) and not isinstance(number, bool)
        if number is not None and not (is_number and least <= number < math.inf):
            raise ConfigurationError(f"limits.{name} must be a number of at least {least}, or None, not {show(number)}")
    return numbers


def check_proxy(proxy: Any) -> None:
    """Check the form of a proxy, without showing it: it may contain a password."""
    if proxy is None:
        return
    if not isinstance(proxy, str) and library_of(proxy, "URL", "Proxy") is None:
        raise ConfigurationError(
            f"proxy must be str, or URL or Proxy of httpx or httpx2, not {class_name(proxy)}: {PROXY_FORMS}"
        )


def check_environment(library: ModuleType) -> None:
    """Check the proxies of the environment, whose errors in the library name no variable."""
    # Imported here, because the library imports it too.
    from urllib.request import getproxies

    for scheme, proxy in getproxies().items():
        try:
            if scheme in ("http", "https", "all"):
                native_proxy(library, proxy if "://" in proxy else f"http://{proxy}")
            continue
        except ConfigurationError:
            problem = f"the environment variable {scheme.upper()}_PROXY cannot be used: {PROXY_FORMS}"
        raise ConfigurationError(problem)


def proxy_url(proxy: Any) -> str:
    """The URL of a proxy as text, with its password."""
    return str(proxy.url if library_of(proxy, "Proxy") else proxy)


def proxy_address(settings: TransportSettings) -> str | None:
    """The host and the port of the proxy that requests to the API go through; None without one."""
    url = environment_proxy(settings.base_url) if settings.proxy is None else proxy_url(settings.proxy)
    return None if url is None else urlsplit(url).netloc.rpartition("@")[2]


def native_proxy(library: ModuleType, proxy: Any) -> Any:
    """A proxy as an object of the library.

    Raises:
        ConfigurationError: It cannot be used.
    """
    native: Any
    if proxy is None or isinstance(proxy, library.Proxy):
        native = proxy
    else:
        try:
            if library_of(proxy, "Proxy"):
                headers = proxy.headers.multi_items()
                native = library.Proxy(str(proxy.url), auth=proxy.auth, headers=headers, ssl_context=proxy.ssl_context)
            else:
                native = library.Proxy(str(proxy))
        except (TypeError, ValueError, library.InvalidURL):
            native = library.URL()
    url = getattr(native, "url", native)
    if native is not None and (not url.host or (url.port or 0) > LAST_PORT):
        # The URL may contain a password.
        raise ConfigurationError(f"proxy cannot be used: {PROXY_FORMS}")
    return native


def ssl_context_of(library: ModuleType, verify: Any) -> ssl.SSLContext:
    """The SSL context of every https connection. Only an explicit False disables verification."""
    if isinstance(verify, ssl.SSLContext):
        return verify
    if verify is False:
        context = library.create_ssl_context(verify=False)
        return context  # type: ignore[no-any-return]
    if verify is True:
        variables = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")
        for variable in variables:
            _check_path(variable, os.environ.get(variable))
        try:
            return _default_ssl_context(library, *map(os.environ.get, variables))
        except OSError as error:
            problem = f"the certificates of {' or '.join(variables[:2])} cannot be used: {error}"
        raise ConfigurationError(problem)
    if not isinstance(verify, (str, os.PathLike)) or not os.fspath(verify):
        raise ConfigurationError(
            f"verify must be True, False, an SSL context or the path of a file with certificates, not {show(verify)}"
        )
    try:
        return ssl.create_default_context(cafile=verify)
    except (OSError, TypeError, ValueError) as error:
        problem = f"verify={show(os.fspath(verify))} cannot be used: {type(error).__name__}: {error}"
    raise ConfigurationError(problem)


def _check_path(variable: str, path: str | None) -> None:
    """Check a file that the environment names, because the error of the library does not name it."""
    if not path:
        return
    if variable == "SSLKEYLOGFILE":
        usable = os.path.isdir(os.path.dirname(path) or ".") and not os.path.isdir(path)
    else:
        usable = os.path.isdir(path) if variable == "SSL_CERT_DIR" else os.path.isfile(path)
    if not usable:
        raise ConfigurationError(f"the environment variable {variable} names {show(path)}, which cannot be used")


@functools.cache
def _default_ssl_context(library: ModuleType, *environment: str | None) -> ssl.SSLContext:
    """The default context, shared by clients because reading the certificates takes as long as the import.

    Args:
        library: httpx, which trusts certifi's certificates, or httpx2, which trusts the system's.
        environment: The variables that it reads.
    """
    context = library.create_ssl_context()
    return context  # type: ignore[no-any-return]
