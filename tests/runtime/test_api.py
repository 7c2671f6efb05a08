"""The functions under `api`: the same results as the methods, and the response for `_detailed`."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from datadog_case_management import errors
from datadog_case_management._operations import OPERATIONS
from datadog_case_management.testing import FakeService
from helpers import CALLS, run_async
from helpers import OPERATIONS as SPECIFIED


def module(operation: str) -> Any:
    return import_module(f"datadog_case_management.api.{OPERATIONS[operation].tag}.{operation}")


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("asynchronous", [False, True])
def test_functions_return_what_methods_return(operation: str, asynchronous: bool) -> None:
    args, kwargs = CALLS[operation]
    kwargs = {
        **kwargs,
        **{argument.name: argument.example_value for argument in SPECIFIED[operation].sent_in("query", "header")},
    }
    service, functions = FakeService(), module(operation)
    with service.client() as client:
        expected = getattr(client, operation)(*args, **kwargs)
        if not asynchronous:
            assert functions.sync(*args, client=client, **kwargs) == expected
            response = functions.sync_detailed(*args, client=client, **kwargs)

    async def run() -> Any:
        async with service.async_client() as client:
            assert await functions.asyncio(*args, client=client, **kwargs) == expected
            return await functions.asyncio_detailed(*args, client=client, **kwargs)

    if asynchronous:
        response = run_async(run())
    assert response.parsed == expected
    first, *others = service.calls
    assert len(others) == 2
    for call in others:
        assert (call.operation, call.arguments, call.body) == first[:3]


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("status", [400, 404, 418, 503])
def test_only_the_detailed_ones_return_an_error(operation: str, status: int) -> None:
    args, kwargs = CALLS[operation]
    service, functions = FakeService(), module(operation)
    service.reply(operation, status)
    client = service.client()
    assert functions.sync_detailed(*args, client=client, **kwargs).status_code == status
    with pytest.raises(errors.APIStatusError) as caught:
        functions.sync(*args, client=client, **kwargs)
    assert caught.value.status_code == status
