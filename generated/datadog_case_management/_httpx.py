# Copied from runtime/_httpx.py by `make generate`. Do not edit: change that file.
"""Private names of httpx and httpcore: the only module that uses them. Checked with httpx 0.27 and 0.28, httpcore 1.0.

There is no public way to give an httpx client a network backend, to switch its cookies off, or to ask an exception
whether it has a request.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx


def wrap_network_backends(client: httpx.Client | httpx.AsyncClient, wrapper: Callable[[Any], Any]) -> None:
    """Make every connection of an httpx client, through a proxy or not, go through a wrapper of its network backend."""
    transports: list[Any] = [client._transport, *client._mounts.values()]  # None stands for no proxy.
    for pool in [transport._pool for transport in transports if transport]:
        pool._network_backend = wrapper(pool._network_backend)


def ignore_cookies(client: httpx.Client | httpx.AsyncClient) -> None:
    """Keep no cookies. No request has any, and looking for them takes httpx a tenth of a small call."""
    client.cookies.extract_cookies = _ignore  # type: ignore[method-assign]


def request_of(error: Exception) -> httpx.Request | None:
    """The request of an httpx exception, which after a redirect is not the first one."""
    return getattr(error, "_request", None)


def _ignore(response: httpx.Response) -> None:
    pass
