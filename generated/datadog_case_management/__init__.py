# Generated from openapi/case-management.yaml by `make generate`. Do not edit.
"""A typed client for Datadog Case Management.

Four operations of Datadog's Case Management API. All of them are in preview: the service may change them
without notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._lazy import lazy_exports

if TYPE_CHECKING:
    from . import errors, models
    from ._rows import to_row
    from ._spec import DatadogSite
    from .client import AsyncClient, Client
    from .types import UNSET, RateLimit, Response, Unset

__version__ = "0.6.0"

__all__ = [
    "UNSET",
    "AsyncClient",
    "Client",
    "DatadogSite",
    "RateLimit",
    "Response",
    "Unset",
    "__version__",
    "errors",
    "models",
    "to_row",
]

__getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "AsyncClient": ".client",
        "Client": ".client",
        "DatadogSite": "._spec",
        "RateLimit": ".types",
        "Response": ".types",
        "UNSET": ".types",
        "Unset": ".types",
        "to_row": "._rows",
    },
    submodules=("api", "errors", "models"),
)
