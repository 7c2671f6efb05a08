# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
"""A typed client for Datadog Case Management.

Four operations of Datadog's Case Management API. All of them are in preview: the service may change them
without notice.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import errors, models
    from .client import AsyncClient, Client
    from .models.datadog_site import DatadogSite
    from .types import UNSET, RateLimit, Response, Unset

__version__ = "0.1.3"

_MODULES = {
    "AsyncClient": ".client",
    "Client": ".client",
    "DatadogSite": ".models.datadog_site",
    "RateLimit": ".types",
    "Response": ".types",
    "UNSET": ".types",
    "Unset": ".types",
}

__all__ = [
    "errors",
    "models",
    "__version__",
    "AsyncClient",
    "Client",
    "DatadogSite",
    "RateLimit",
    "Response",
    "UNSET",
    "Unset",
]


def __getattr__(name: str) -> Any:
    if name in ("api", "errors", "models"):
        return import_module(f".{name}", __name__)
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
