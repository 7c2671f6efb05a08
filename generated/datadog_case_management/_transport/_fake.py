# Copied from runtime/_transport/_fake.py by `make generate`. Do not edit: change that file.
"""A transport that asks a function instead of a service."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from . import DEFAULT_LIBRARY, FakeResponse, load_library, sleep_async

library = load_library(DEFAULT_LIBRARY)


class FakeTransport(library.BaseTransport, library.AsyncBaseTransport):  # type: ignore[misc,name-defined]
    """The transport of `fake_transport`."""

    def __init__(self, respond: Callable[[Any], FakeResponse]) -> None:
        self._respond = respond

    def handle_request(self, request: Any) -> Any:
        """Return a response, sync."""
        request.read()
        status, headers, content, delay = self._respond(request)
        seconds, late = _wait(request, delay)
        if seconds:
            time.sleep(seconds)
        if late is not None:
            raise late
        return library.Response(status, headers=headers, content=content)

    async def handle_async_request(self, request: Any) -> Any:
        """Return a response, async."""
        await request.aread()
        status, headers, content, delay = self._respond(request)
        seconds, late = _wait(request, delay)
        if seconds:
            await sleep_async(seconds)
        if late is not None:
            raise late
        return library.Response(status, headers=headers, content=content)


def _wait(request: Any, delay: float) -> tuple[float, Any]:
    """The seconds to wait, and the timeout that ends it before the delay is over; None if there is none."""
    limit = request.extensions.get("timeout", {}).get("read")
    if limit is None or delay <= limit:
        return delay, None
    return limit, library.ReadTimeout("the reply comes later", request=request)
