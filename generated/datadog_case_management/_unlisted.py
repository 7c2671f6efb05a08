# Copied from runtime/_unlisted.py by `make generate`. Do not edit: change that file.
"""Logs fields and enum values that the spec does not name: a sign that the service has changed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any, TypeVar

from ._codec import Model
from ._enums import OpenEnum
from ._excerpts import one_line
from ._redaction import Secrets

T = TypeVar("T")

_logger = logging.getLogger(__package__)
# What has been logged. A service that invents names must not fill memory or the log.
_logged: set[str] = set()
_MAX_LOGGED = 1000


def log_unlisted(result: T, secrets: Secrets) -> T:
    """Log each undocumented field and each unlisted enum value, once in a process, at DEBUG.

    Args:
        result: The decoded response.
        secrets: What the log must not show.

    Returns:
        The result, unchanged.
    """
    if _logger.isEnabledFor(logging.DEBUG):
        for name in _unlisted(result, ""):
            text = one_line(secrets.redact_text(name))
            if text not in _logged and len(_logged) < _MAX_LOGGED:
                _logged.add(text)
                _logger.debug("not in the spec: %s", text)
    return result


def _unlisted(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, Model):
        model = type(value).__name__
        extras = value._extras
        if type(extras) is tuple:
            # A model without documented fields is a map, whose keys are data.
            for key in extras[0].keys() - value._KNOWN if value._KNOWN else ():
                yield f"field {model}.{key}"
        else:
            # Its other fields have a schema too, so they have been decoded.
            for inner in extras.values():  # type: ignore[union-attr]
                yield from _unlisted(inner, model)
        for field in value.__attrs_attrs__[:-1]:
            yield from _unlisted(getattr(value, field.name), f"{model}.{field.name}")
    elif isinstance(value, list):
        for inner in value:
            yield from _unlisted(inner, name)
    elif isinstance(value, OpenEnum) and value._name_ not in type(value).__members__:
        yield f"value of {name}, {type(value).__name__}: {value}"
