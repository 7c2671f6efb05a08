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
        if delay:
            time.sleep(delay)
        return library.Response(status, headers=headers, content=content)

    async def handle_async_request(self, request: Any) -> Any:
        """Return a response, async."""
        await request.aread()
        status, headers, content, delay = self._respond(request)
        if delay:
            await sleep_async(delay)
        return library.Response(status, headers=headers, content=content)
