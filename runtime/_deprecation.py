# Copied into the package by `make generate`.
"""Warnings about the use of operations, arguments and fields that the spec calls deprecated."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # Known to type checkers without being installed; in the standard library since Python 3.13.
    from typing_extensions import deprecated as deprecated
else:

    def deprecated(text: str) -> Any:
        """Mark a function, for type checkers and editors; `warn_deprecated` is what warns."""

        def mark(function: Any) -> Any:
            function.__deprecated__ = text
            return function

        return mark


def warn_deprecated(what: str, text: str) -> None:
    """Warn the caller of a client's method about something deprecated."""
    # The frames above are `prepare`, the method, and its caller.
    warnings.warn(f"{what}: {text}", DeprecationWarning, stacklevel=4)


def deprecate_fields(model: type[Any], texts: Mapping[str, str]) -> None:
    """Make reading these fields of a model emit a warning, with the text of each."""
    for name, text in texts.items():
        setattr(model, name, _deprecated_field(model.__dict__[name], f"{model.__name__}.{name}", text))


def _deprecated_field(slot: Any, what: str, text: str) -> property:
    read = slot.__get__
    # attrs and this package read fields to compare, copy, show, pickle and encode them.
    silent = (f"{__package__}.", "attr.")

    def get(model: Any) -> Any:
        value = read(model)
        if not sys._getframe(1).f_globals.get("__name__", "").startswith(silent):
            warnings.warn(f"{what}: {text}", DeprecationWarning, stacklevel=2)
        return value

    # Setting a field writes directly to the slot, as decoding does.
    return property(get, slot.__set__, slot.__delete__, text)
