# Copied from runtime/_auth.py by `make generate`. Do not edit: change that file.
"""Authentication: two keys or a token, where they may be sent, and their redaction."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping

from . import _spec
from ._config import TokenSource
from .errors import ConfigurationError

# A shorter secret of letters only is a placeholder such as "test", which is a word in other texts.
_SHORTEST_WORD = 16


class Redactor:
    """Replaces secrets in texts that echo them. Its repr does not show them."""

    def __init__(self, secrets: Iterable[str]) -> None:
        usable = [re.escape(secret) for secret in secrets if len(secret) >= _SHORTEST_WORD or not secret.isalpha()]
        # As a whole word, so that a short key does not mangle other words.
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(usable)})(?!\w)".encode()) if any(usable) else None

    def redact(self, text: bytes) -> bytes:
        """Replace the secrets."""
        return text if self._pattern is None else self._pattern.sub(b"[redacted]", text)


class Credentials:
    """The headers that authenticate the caller. Neither its repr nor a traceback with locals shows their values."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = dict(headers)
        for name, value in headers.items():
            if not value.isascii() or not value.isprintable() or " " in value.removeprefix("Bearer "):
                raise ConfigurationError(
                    f"the {name} header cannot hold the given key or token: it has a space, a line break or a letter "
                    "outside ASCII"
                )
        self.redactor = Redactor(value.removeprefix("Bearer ") for value in headers.values())

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
    return Credentials({_spec.API_KEY_HEADER: str(keys["api_key"]), _spec.APP_KEY_HEADER: str(keys["app_key"])})


def token_credentials(token: object) -> Credentials:
    """The credentials of an access token that the caller passed, or that a token source returned."""
    if not isinstance(token, str):
        raise ConfigurationError(
            f"access_token must be a string, or a function that returns one, not {type(token).__name__}"
        )
    if not token:
        raise ConfigurationError("access_token is empty: pass a token, or leave it out to use the keys")
    return Credentials({"Authorization": f"Bearer {token}"})
