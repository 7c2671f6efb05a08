# Copied into the package by `make generate`.
"""Lazy exports (PEP 562), which keep importing the package fast."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy_exports(
    package: str, modules: Mapping[str, str], submodules: tuple[str, ...] = ()
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the `__getattr__` and `__dir__` of a package.

    Args:
        package: The `__name__` of the package.
        modules: The module that defines each exported name, relative to the package.
        submodules: Modules of the package that are also imported on first use.
    """
    namespace = vars(sys.modules[package])

    def __getattr__(name: str) -> Any:
        if name in submodules:
            return import_module(f".{name}", package)
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = namespace[name] = getattr(import_module(modules[name], package), name)
        return value

    def __dir__() -> list[str]:
        return sorted({*namespace["__all__"], *submodules, *(name for name in namespace if name.startswith("__"))})

    return __getattr__, __dir__
