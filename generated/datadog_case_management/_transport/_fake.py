# Copied from runtime/_transport/_fake.py by `make generate`. Do not edit: change that file.
"""A transport that asks a function instead of a service."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple


class FakeResponse(NamedTuple):
    """A response of no service."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes
    delay: float
    """The seconds before it."""


def fake_transport(library: ModuleType, respond: Callable[[Any], FakeResponse]) -> Any:
    """Create a transport, sync and async.

    Args:
        library: httpx or httpx2.
        respond: Is called with the request of the library, whose content has been read.
    """

    class FakeTransport(library.BaseTransport, library.AsyncBaseTransport):  # type: ignore[misc,name-defined]
        def handle_request(self, request: Any) -> Any:
            request.read()
            response = respond(request)
            if response.delay:
                time.sleep(response.delay)
            return _native(response)

        async def handle_async_request(self, request: Any) -> Any:
            import anyio

            await request.aread()
            response = respond(request)
            if response.delay:
                await anyio.sleep(response.delay)
            return _native(response)

    def _native(response: FakeResponse) -> Any:
        return library.Response(response.status, headers=response.headers, content=response.content)

    return FakeTransport()
