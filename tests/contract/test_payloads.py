"""Payloads that match the spec, and mutated ones, are read without loss or rejected with the reason.

A failure prints its seed; `make test ARGS="--hypothesis-seed=SEED"` replays it.
"""

from __future__ import annotations

import asyncio
import atexit
import copy
import functools
import json
from typing import Any

import httpx
import pytest
from datadog_case_management import AsyncClient, Client, errors
from helpers import CALLS, EXAMPLES, KEYS, OPERATIONS, SPEC_DOCUMENT, resolve, same, split_null
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# For each schema of a response, an operation that has it: its name, and its status.
ANSWERS = {
    result.name: (name, operation.successes[0])
    for name, operation in OPERATIONS.items()
    if (result := operation.results[operation.successes[0]]) and result.form == "object"
}
ERRORS = sorted(
    {
        result.name
        for operation in OPERATIONS.values()
        for status in operation.errors
        if (result := operation.results[status]) and result.form == "object"
    }
)


@functools.cache
def payloads(name: str) -> st.SearchStrategy[Any]:
    """Payloads that match a response schema, passed to schemathesis as a request body."""
    import schemathesis  # Half a second, which every process of pytest-xdist would take to collect the tests.

    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    # schemathesis leaves what is read-only out of request bodies.
    schemas = json.loads(
        json.dumps(SPEC_DOCUMENT["components"]["schemas"]).replace('"readOnly": true', '"x-read": true')
    )
    spec = {
        "openapi": "3.1.0",
        "info": {"title": "x", "version": "1"},
        "paths": {"/x": {"post": {"requestBody": {"required": True, "content": content}, "responses": {}}}},
        "components": {"schemas": schemas},
    }
    loaded = schemathesis.openapi.from_dict(spec)
    return loaded["/x"]["POST"].as_strategy().map(lambda case: copy.deepcopy(case.body))


def deep(depth: int) -> Any:
    value: Any = 0
    for _ in range(depth):
        value = [value]
    return value


STRANGE: list[Any] = [
    None, True, False, 0, -1, 2**80, 1e308, 5e-324, "", "UNKNOWN", "\ud800", "\x00", [], [[]], {}, {"a": {"b": None}},
    "2025-12-30T13:49:46.968106806Z", "2025-10-01T12:46:40+05:30", "2025-10-01", "2025-10-01T12:00:00",
    "9999-99-99T99Z", "2025-W01-1T00:00Z", deep(50), "x" * 10_000,
]  # fmt: skip


def containers(value: Any) -> list[Any]:
    """Every object and array in a value, including itself."""
    if not isinstance(value, dict | list):
        return []
    below = value.values() if isinstance(value, dict) else value
    return [value, *(inner for part in below for inner in containers(part))]


@st.composite
def mutated(draw: st.DrawFn, name: str) -> Any:
    """A matching payload with members added, changed, nulled, exchanged and removed."""
    payload = draw(payloads(name))
    for _ in range(draw(st.integers(1, 4))):
        places = containers(payload)
        if not places:
            break
        place = places[draw(st.integers(0, len(places) - 1))]
        strange = copy.deepcopy(draw(st.sampled_from(STRANGE)))
        if isinstance(place, dict):
            keys = sorted(place)
            what = draw(st.sampled_from(["add", "change", "remove"])) if keys else "add"
            key = (
                draw(st.sampled_from(keys))
                if what != "add"
                else draw(st.sampled_from(["new", "ID", "type", "", "a b"]))
            )
            if what == "remove":
                del place[key]
            else:
                place[key] = strange
        elif place and draw(st.booleans()):
            place[draw(st.integers(0, len(place) - 1))] = strange
        else:
            place.append(strange)
    return payload


def wrong(schema: dict[str, Any], value: Any) -> bool:
    """Whether an object or array is something else, or lacks a required member: the only reasons to reject."""
    schema = resolve(schema)
    if value is None or ("oneOf" in schema and not split_null(schema)[1]) or "anyOf" in schema:
        return False
    schema = split_null(schema)[0]
    if schema.get("type") == "array":
        return not isinstance(value, list) or any(wrong(schema["items"], item) for item in value)
    if schema.get("type") != "object":
        return False
    if not isinstance(value, dict) or not set(schema.get("required", [])) <= set(value):
        return True
    others = schema.get("additionalProperties")
    named = schema.get("properties", {})
    return any(wrong(named[key], inner) for key, inner in value.items() if key in named) or (
        isinstance(others, dict) and any(wrong(others, inner) for key, inner in value.items() if key not in named)
    )


class Service:
    """Sends the responses that it is given, to one client of each kind, which thousands of examples share."""

    def __init__(self) -> None:
        self.status, self.content = 200, b""
        transport = httpx.MockTransport(lambda _: httpx.Response(self.status, content=self.content))
        self.client = Client(transport=transport, max_retries=0, **KEYS)
        self.asynchronous = AsyncClient(transport=transport, max_retries=0, **KEYS)
        self.runner = asyncio.Runner()


@functools.cache
def service() -> Service:
    created = Service()
    atexit.register(created.runner.close)
    return created


def read(name: str, content: bytes, asynchronous: bool, status: int | None = None) -> Any:
    """What a client makes of a response."""
    method, success = ANSWERS[name]
    positional, keywords = CALLS[method]
    service().status, service().content = status or success, content
    client = service().asynchronous if asynchronous else service().client
    result = getattr(client, method)(*positional, **keywords)
    return service().runner.run(result) if asynchronous else result


# The profile sets the number of examples, see conftest.py.
PROPERTY = settings(deadline=None, print_blob=True, suppress_health_check=list(HealthCheck), database=None)


@pytest.mark.parametrize("name", ANSWERS)
@PROPERTY
@given(data=st.data())
def test_valid_payloads_are_read_without_loss(name: str, data: st.DataObject) -> None:
    payload = data.draw(payloads(name))
    model = read(name, json.dumps(payload).encode(), data.draw(st.booleans()))
    assert same(json.loads(json.dumps(payload)), model.to_dict())
    json.dumps(model.to_dict())


@pytest.mark.parametrize("name", ANSWERS)
@PROPERTY
@given(data=st.data())
def test_invalid_payloads_are_read_without_loss_or_rejected_with_the_reason(name: str, data: st.DataObject) -> None:
    payload = data.draw(mutated(name))
    content = json.dumps(payload).encode()
    is_wrong = wrong(SPEC_DOCUMENT["components"]["schemas"][name], payload) or payload is None
    try:
        model = read(name, content, data.draw(st.booleans()))
    except errors.ResponseDecodeError as error:
        assert is_wrong, error
        assert error.path.startswith("$")
        assert error.content == content
    else:
        assert not is_wrong
        assert same(json.loads(content), model.to_dict())


@pytest.mark.parametrize("name", ERRORS)
@PROPERTY
@given(data=st.data())
def test_an_error_of_any_form_raises_the_error_of_its_status(name: str, data: st.DataObject) -> None:
    status = data.draw(st.sampled_from([400, 403, 404, 409, 418, 499, 501]))
    content = data.draw(
        st.one_of(st.binary(), st.text().map(str.encode), mutated(name).map(json.dumps).map(str.encode))
    )

    with pytest.raises(errors.APIStatusError) as caught:
        read(next(iter(ANSWERS)), content, data.draw(st.booleans()), status)
    assert caught.value.status_code == status
    assert str(caught.value).startswith(str(status))
    assert caught.value.content == content


@pytest.mark.parametrize("depth", [1, 900, 100_000])
@pytest.mark.parametrize("where", ["deep", "data", None])
def test_any_depth(depth: int, where: str | None) -> None:
    deep = "[" * depth + "]" * depth
    example = EXAMPLES[ANSWERS["CaseWatchersResponse"][0]]
    # Nested too deep for json.dumps.
    content = (json.dumps({**example, where: "DEEP"}).replace('"DEEP"', deep) if where else deep).encode()
    try:
        model = read("CaseWatchersResponse", content, False)
    except errors.ResponseDecodeError:
        assert depth > 1 or where != "deep"
    else:
        assert where == "deep" or (where, depth) == ("data", 1)
        assert model.to_dict() == json.loads(content)


def test_a_string_of_10_mb() -> None:
    text = "ü" * 5_000_000
    cell = {"id": text, "type": "timeline_cell", "attributes": {"cell_content": {"message": text}}}
    model = read("TimelineResponse", json.dumps({"data": [cell]}).encode(), False)
    assert model.to_dict() == {"data": [cell]}
