# Copied into the package by `make generate`.
"""How the caller is identified: two keys or a token, where they may be sent, and how they stay out of sight."""

from __future__ import annotations

import os
from collections.abc import Mapping

import httpx

from . import _spec
from .errors import ConfigurationError


class Credentials:
    """The headers that identify the caller. Their values do not appear in its repr, nor in a traceback with locals."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = dict(headers)
        for name, value in headers.items():
            if not value.isascii() or not value.isprintable() or " " in value.removeprefix("Bearer "):
                raise ConfigurationError(
                    f"the {name} header cannot hold the given key or token: it has a space, a line break or a letter "
                    "outside ASCII"
                )

    def __repr__(self) -> str:
        return f"<{' and '.join(self.headers)}>"

    def redact(self, content: bytes) -> bytes:
        """Replace the credentials in content that echoes them."""
        for value in self.headers.values():
            content = content.replace(value.removeprefix("Bearer ").encode(), b"[redacted]")
        return content

    def remove_from(self, request: httpx.Request) -> None:
        """Remove the credentials from a request that leaves for another host, or that an error refers to."""
        for name in self.headers:
            request.headers.pop(name, None)


def resolve_credentials(api_key: str | None, app_key: str | None, access_token: str | None) -> Credentials:
    """Choose between token and keys, and complete the keys from the environment.

    Raises:
        ConfigurationError: Nothing identifies the caller, or both ways do.
    """
    if access_token is not None:
        if api_key is not None or app_key is not None:
            raise ConfigurationError("access_token is instead of api_key and app_key: pass one or the other")
        if not access_token:
            raise ConfigurationError("access_token is empty: pass a token, or leave it out to use the keys")
        return Credentials({"Authorization": f"Bearer {access_token}"})
    api_key = os.environ.get("DD_API_KEY") if api_key is None else api_key
    app_key = os.environ.get("DD_APP_KEY") if app_key is None else app_key
    missing = [
        f"{argument} or set {variable}"
        for argument, variable, value in (("api_key", "DD_API_KEY", api_key), ("app_key", "DD_APP_KEY", app_key))
        if not value
    ]
    if not api_key or not app_key:
        raise ConfigurationError(f"no key: pass {', and '.join(missing)}; or pass access_token instead of both")
    return Credentials({_spec.API_KEY_HEADER: api_key, _spec.APP_KEY_HEADER: app_key})


def is_same_origin(url: httpx.URL, home: httpx.URL) -> bool:
    """Whether credentials for one URL may be sent to the other."""
    return (url.scheme, url.host, url.port) == (home.scheme, home.host, home.port)


class MaskedHeaders(httpx.Headers):
    """Headers whose repr shows names only; that of httpx masks nothing but Authorization."""

    def __repr__(self) -> str:
        return f"<{', '.join(self)}>"
