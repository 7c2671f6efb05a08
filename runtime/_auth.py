# Copied into the package by `make generate`.
"""Authentication: two keys or a token."""

from __future__ import annotations

import os
from collections.abc import Mapping

from . import _spec
from ._config import TokenSource
from ._redaction import Secrets
from .errors import ConfigurationError


class Credentials:
    """The headers that authenticate the caller. Neither its repr nor a traceback with locals shows their values."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = dict(headers)
        self.secrets = Secrets(value.removeprefix("Bearer ") for value in headers.values())

    def checked(self) -> Credentials:
        """The same credentials, if they can be sent."""
        for name in [name for name, value in self.headers.items() if not _can_be_sent(value)]:
            raise ConfigurationError(
                f"the {name} header cannot hold the given key or token: it has a space, a line break or a letter "
                "outside ASCII"
            )
        return self

    def __repr__(self) -> str:
        return f"<{' and '.join(self.headers)}>"


def resolve_credentials(
    api_key: str | None, app_key: str | None, access_token: str | TokenSource | None
) -> Credentials | TokenSource:
    """Choose between token and keys, and complete the keys from the environment.

    Raises:
        ConfigurationError: There are neither keys nor a token, or both.
    """
    if access_token is not None:
        if api_key is not None or app_key is not None:
            raise ConfigurationError("access_token replaces api_key and app_key: pass one or the other")
        return access_token if callable(access_token) else token_credentials(access_token)
    keys = {"api_key": api_key, "app_key": app_key}
    missing = []
    for name, key in keys.items():
        variable = f"DD_{name.upper()}"
        keys[name] = key = os.environ.get(variable) if key is None else key
        if not key:
            missing.append(f"{name} or set {variable}")
        elif not isinstance(key, str):
            raise ConfigurationError(f"{name} must be a string, not {type(key).__name__}")
    if missing:
        raise ConfigurationError(f"no key: pass {', and '.join(missing)}; or pass access_token instead of both")
    headers = {_spec.API_KEY_HEADER: str(keys["api_key"]), _spec.APP_KEY_HEADER: str(keys["app_key"])}
    return Credentials(headers).checked()


def token_credentials(token: object) -> Credentials:
    """The credentials of an access token that the caller passed, or that a token source returned."""
    problem = None
    if not isinstance(token, str):
        problem = f"access_token must be a string, or a function that returns one, not {type(token).__name__}"
    elif not token:
        problem = "access_token is empty: pass a token, or leave it out to use the keys"
    credentials = Credentials({} if problem else {"Authorization": f"Bearer {token}"})
    # A traceback with locals would show it.
    del token
    if problem:
        raise ConfigurationError(problem)
    return credentials.checked()


def _can_be_sent(value: str) -> bool:
    return value.isascii() and value.isprintable() and " " not in value.removeprefix("Bearer ")
