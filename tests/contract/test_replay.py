"""Replays every cassette: the client sends exactly the recorded request, and returns exactly the recorded response."""

from __future__ import annotations

import json
from datetime import datetime
from importlib import import_module
from typing import Any

import pytest
import vcr
from cassette_checks import load_all
from datadog_case_management import UNSET, AsyncClient, Client, errors, models
from datadog_case_management.api import case_management
from helpers import KEYS, OPERATIONS, check_same, run_async
from tools.fixtures import cassettes
from tools.fixtures.fit import failures, misfits
from tools.fixtures.recording import request_headers
from tools.paths import CASSETTES
from tools.spec.document import is_json

RECORDINGS = [cassette for cassette in load_all() if cassette.operation in OPERATIONS]
MODULES: dict[str, Any] = {
    name: import_module(f"{case_management.__name__}.{name}")
    for name in {cassette.operation for cassette in RECORDINGS}
}


def each(recordings: list[cassettes.Cassette]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("cassette", recordings, ids=lambda cassette: cassette.name, indirect=True)


@pytest.fixture
def cassette(request: pytest.FixtureRequest) -> cassettes.Cassette:
    recording: cassettes.Cassette = request.param
    if misfits(recording):
        pytest.skip("test_cassettes.py reports it")
    return recording


def headers_that_matter(request: Any) -> dict[str, str]:
    kept = request_headers()
    return {name.lower(): value for name, value in request.headers.items() if name.lower() in kept}


def same_request(sent: Any, recorded: Any) -> None:
    check_same("the recording, openapi/case-management.yaml, or the templates", seen(recorded), seen(sent))


def seen(request: Any) -> dict[str, Any]:
    """The relevant parts of a request."""
    body = json.loads(request.body or "null")
    headers = sorted(headers_that_matter(request).items())
    return {"method": request.method, "uri": request.uri, "headers": headers, "body": body}


def replay(cassette: cassettes.Cassette) -> Any:
    player = vcr.VCR(record_mode="none")
    player.register_matcher("same_request", same_request)
    player.match_on = ["same_request"]
    return player.use_cassette(str(cassette.path), allow_playback_repeats=False)


def check(interaction: cassettes.Interaction, response: Any) -> None:
    assert response.status_code == interaction.status
    assert response.content == interaction.decoded
    if not interaction.decoded:
        assert response.parsed is None
        return
    if not is_json(interaction.headers.get("content-type", "application/json").partition(";")[0]):
        assert response.parsed == interaction.decoded.decode()
        return
    recorded = json.loads(interaction.decoded)
    if response.parsed is None and response.status_code >= 400:
        # Not in the form of the spec; it is in APIStatusError.errors.
        assert failures(interaction)
        return
    check_same("the recording, openapi/case-management.yaml, or the templates", recorded, plain(response.parsed))


def plain(parsed: Any) -> Any:
    """A result as JSON."""
    if isinstance(parsed, list):
        return [plain(item) for item in parsed]
    return parsed if isinstance(parsed, str) else parsed.to_dict()


@each(RECORDINGS)
def test_sync(cassette: cassettes.Cassette) -> None:
    with Client(**KEYS, max_retries=0) as client, replay(cassette) as played:
        for interaction in cassette.interactions:
            positional, keywords = interaction.arguments()
            check(interaction, MODULES[cassette.operation].sync_detailed(*positional, client=client, **keywords))
        assert played.all_played


@each(RECORDINGS)
def test_async(cassette: cassettes.Cassette) -> None:
    async def run() -> None:
        async with AsyncClient(**KEYS, max_retries=0) as client:
            for interaction in cassette.interactions:
                positional, keywords = interaction.arguments()
                module = MODULES[cassette.operation]
                check(interaction, await module.asyncio_detailed(*positional, client=client, **keywords))

    with replay(cassette) as played:
        run_async(run())
        assert played.all_played


@each([recording for recording in RECORDINGS if recording.interactions[0].status >= 400])
def test_an_error_raises_its_class_with_the_details_of_the_body(cassette: cassettes.Cassette) -> None:
    (interaction,) = cassette.interactions
    positional, keywords = interaction.arguments()
    classes = {
        400: errors.BadRequestError,
        401: errors.UnauthorizedError,
        403: errors.ForbiddenError,
        404: errors.NotFoundError,
        429: errors.RateLimitError,
    }
    with Client(**KEYS, max_retries=0) as client, replay(cassette), pytest.raises(errors.APIStatusError) as caught:
        getattr(client, cassette.operation)(*positional, **keywords)
    error = caught.value
    other = errors.ServerError if interaction.status >= 500 else errors.APIStatusError
    assert type(error) is classes.get(interaction.status, other)
    (recorded,) = json.loads(interaction.content)["errors"]
    (detail,) = error.errors
    if isinstance(recorded, str):
        assert (detail.title, detail.detail) == (None, recorded)
    else:
        assert {key: recorded.get(key) for key in ("title", "detail", "status", "code")} == {
            key: getattr(detail, key) for key in ("title", "detail", "status", "code")
        }
        assert detail.pointer == recorded.get("source", {}).get("pointer")
    assert str(interaction.status) in str(error)
    assert interaction.path in str(error)


def test_a_shifted_cell_is_yielded_once_and_the_iterator_stops_at_the_empty_page() -> None:
    cassette = cassettes.load(CASSETTES / "list_case_timeline/200-pages.yaml")
    positional, _ = cassette.interactions[0].arguments()
    with Client(**KEYS) as client, replay(cassette) as played:
        ids = [cell.id[-1] for cell in client.iter_case_timeline(*positional, page_size=2)]
        assert played.all_played
    assert ids == ["5", "4", "3"]


def test_undocumented_forms_are_kept() -> None:
    cassette = cassettes.load(CASSETTES / "list_case_timeline/200-undocumented.yaml")
    positional, _ = cassette.interactions[0].arguments()
    with Client(**KEYS) as client, replay(cassette):
        first, second = client.list_case_timeline(*positional).data or []
    assert isinstance(first.attributes.created_at, datetime)
    assert first.attributes.created_at.microsecond == 968106
    assert first.attributes.modified_at is None
    assert second.attributes.modified_at is UNSET
    assert isinstance(first.attributes.author, models.TimelineCellAuthorUser)
    assert isinstance(first.attributes.author.content, models.TimelineCellAuthorUserContent)
    assert first.attributes.author.content.additional_properties["active"] is True
    assert second.attributes.type == "STATUS_CHANGE"
    assert isinstance(second.attributes.type, models.TimelineCellType)
    assert second.attributes.cell_content == {"from": "OPEN", "to": "CLOSED"}
