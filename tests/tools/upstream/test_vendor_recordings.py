"""The package reads the vendor's recordings of the real service, if `make upstream` has downloaded them.

None of the vendor's recordings is of one of our operations, but their bodies have the same schemas. So each is served
as the response of an operation that returns its schema.
"""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from datadog_case_management import AsyncClient, Client, errors
from helpers import CALLS, KEYS, OPERATIONS, SPEC_DOCUMENT, run_async
from tools.spec.document import schema_name
from tools.upstream import inputs, vendor
from tools.upstream.compare import Comparison

SDISTS = vendor.downloaded()
pytestmark = pytest.mark.skipif(not SDISTS, reason="the vendor's recordings are not here: make upstream downloads them")


@pytest.fixture(scope="module")
def replayed() -> list[tuple[str, vendor.Recording]]:
    """The recordings whose body has a schema that one of our operations returns, with that operation."""
    published = vendor.read(SDISTS[-1], inputs.prefix_of(SPEC_DOCUMENT))
    names = Comparison(SPEC_DOCUMENT, published.document).names
    responses = []
    for recording in published.recordings:
        for published_schema in vendor.documented_bodies(published.document, recording)[1]:
            schema = names.get(schema_name(published_schema))
            is_error = recording.status >= 400
            for name, operation in OPERATIONS.items():
                statuses = operation.errors if is_error else [next(iter(operation.results))]
                if schema and any(str(operation.results[status]) == schema for status in statuses):
                    responses.append((name, recording))
    return responses


def served(operation: str, recording: vendor.Recording) -> httpx.MockTransport:
    status = recording.status if recording.status >= 400 else next(iter(OPERATIONS[operation].results))
    headers = {"content-type": recording.media_type}
    return httpx.MockTransport(lambda _: httpx.Response(status, content=recording.body, headers=headers))


def check(recording: vendor.Recording, outcome: Any) -> None:
    body = json.loads(recording.body)
    if recording.status < 400:
        assert json.dumps(outcome.to_dict()) == json.dumps(body), recording.name
        return
    assert isinstance(outcome, errors.APIStatusError)
    assert outcome.status_code == recording.status
    assert [error.raw for error in outcome.errors] == body["errors"], recording.name
    # None of these errors is shown without a text.
    assert all(error.title or error.detail for error in outcome.errors), recording.name


def test_the_vendors_recordings_are_found(replayed: list[tuple[str, vendor.Recording]]) -> None:
    assert {recording.status // 100 for _, recording in replayed} == {2, 4}
    assert len({recording for _, recording in replayed}) > 50


def test_sync(replayed: list[tuple[str, vendor.Recording]]) -> None:
    for name, recording in replayed:
        positional, keywords = CALLS[name]
        with Client(transport=served(name, recording), max_retries=0, **KEYS) as client:
            try:
                outcome = getattr(client, name)(*positional, **keywords)
            except errors.APIStatusError as error:
                outcome = error
        check(recording, outcome)


def test_async(replayed: list[tuple[str, vendor.Recording]]) -> None:
    async def call(name: str, recording: vendor.Recording) -> Any:
        positional, keywords = CALLS[name]
        async with AsyncClient(transport=served(name, recording), max_retries=0, **KEYS) as client:
            try:
                return await getattr(client, name)(*positional, **keywords)
            except errors.APIStatusError as error:
                return error

    for name, recording in replayed:
        check(recording, run_async(call(name, recording)))
