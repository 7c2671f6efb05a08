# Copied from runtime/_auth.py by `make generate`. Do not edit: change that file.
"""Authentication: two keys or a token."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from . import _spec
from ._redaction import Secrets
from .errors import ConfigurationError

_HEADERS = {"api_key": _spec.API_KEY_HEADER, "app_key": _spec.APP_KEY_HEADER, "access_token": "Authorization"}


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


# What returns each of the credentials that change.
Sources = dict[str, Callable[[], Any]]


def resolve_credentials(api_key: Any, app_key: Any, access_token: Any) -> Credentials | Sources:
    """Choose between token and keys, and complete the keys from the environment.

    Returns:
        The credentials; or functions that return them, if one of them is a function.

    Raises:
        ConfigurationError: There are neither keys nor a token, or both.
    """
    if access_token is not None:
        if api_key is not None or app_key is not None:
            raise ConfigurationError("access_token replaces api_key and app_key: pass one or the other")
        given = {"access_token": access_token}
    else:
        given = {"api_key": api_key, "app_key": app_key}
        given = {name: os.environ.get(f"DD_{name.upper()}") if key is None else key for name, key in given.items()}
        if missing := [f"{name} or set DD_{name.upper()}" for name, key in given.items() if _is_empty(key)]:
            raise ConfigurationError(f"no key: pass {', and '.join(missing)}; or pass access_token instead of both")
    if not any(map(callable, given.values())):
        return current_credentials(given)
    return {name: value if callable(value) else _always(value) for name, value in given.items()}


def _is_empty(key: Any) -> bool:
    return key is None or (isinstance(key, str) and not key)


def _always(value: Any) -> Callable[[], Any]:
    return lambda: value


def current_credentials(values: dict[str, Any]) -> Credentials:
    """The credentials that the caller passed, or that functions returned just now."""
    problem, headers, value = None, {}, None
    for name, value in values.items():
        if not isinstance(value, str):
            problem = f"{name} must be a string, or a function that returns one, not {type(value).__name__}"
        elif not value.strip():
            problem = f"{name} is empty"
        else:
            # Files and mounted secrets end with a line break.
            headers[_HEADERS[name]] = f"Bearer {value.strip()}" if name == "access_token" else value.strip()
    credentials = Credentials(headers)
    # A traceback with locals would show them.
    del values, headers, value
    if problem:
        raise ConfigurationError(problem)
    return credentials.checked()


def _can_be_sent(value: str) -> bool:
    return value.isascii() and value.isprintable() and " " not in value.removeprefix("Bearer ")
