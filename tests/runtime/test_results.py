"""Responses become models, lists, text or None, as the spec documents for each status."""

from __future__ import annotations

import datetime
import json
from typing import Any
from uuid import UUID

import httpx
import pytest
from datadog_case_management import Client, errors, models
from datadog_case_management._codec import decode_array, decode_date, decode_uuid, encode
from datadog_case_management._paging import field_at
from datadog_case_management._request import Decoder, PreparedRequest
from helpers import KEYS

DAY, OWNER = datetime.date(2025, 1, 2), "8146583c-0b5f-11ec-abf8-da7ad0900001"
TOLD = {"errors": ["x"]}
ERROR: Decoder = models.APIErrorResponse.from_dict


def errors_of(body: Any) -> Any:
    return decode_array(body, models.APIErrorResponse)


def result(responses: dict[int, Decoder | None], status: int, **response: Any) -> Any:
    """What a call returns for a response."""
    transport = httpx.MockTransport(lambda _: httpx.Response(status, **response))
    prepared: PreparedRequest[Any] = PreparedRequest("GET", "/", None, responses)
    with Client(transport=transport, max_retries=0, **KEYS) as client:
        return client._call(prepared)


def test_a_list_of_models() -> None:
    decoded = result({200: errors_of}, 200, json=[TOLD, {"errors": []}])
    assert decoded == [models.APIErrorResponse(errors=["x"]), models.APIErrorResponse(errors=[])]


def test_a_list_of_plain_values() -> None:
    assert result({200: decode_array}, 200, json=["a", "b"]) == ["a", "b"]


@pytest.mark.parametrize(
    ("decode", "body", "message"),
    [
        (errors_of, {}, "expected an array, got dict"),
        (errors_of, None, "expected an array, got NoneType"),
        (decode_array, None, "expected an array, got NoneType"),
        (decode_array, "x", "expected an array, got str"),
        (errors_of, [TOLD, 3], r"expected an object, got int at \$\[1\]"),
        (ERROR, [], "expected an object, got list"),
    ],
)
def test_a_success_of_the_wrong_form(decode: Decoder, body: Any, message: str) -> None:
    with pytest.raises(errors.ResponseDecodeError, match=rf"^200, but {message}( \(|$)"):
        result({200: decode}, 200, content=json.dumps(body).encode())


@pytest.mark.parametrize(
    ("content_type", "content", "text"),
    [
        ("text/csv", "é".encode(), "é"),
        ("text/csv; charset=latin-1", b"\xe9", "é"),
        ("text/csv; charset=no-such-thing", "é".encode(), "é"),
        ("text/csv", b"\xff", "\ufffd"),
        ("text/csv; charset=no-such-thing", b"\xff", "\ufffd"),
        ("text/csv; charset=ascii", b"\xff", "\ufffd"),
        *((f"text/csv; charset={name}", "é".encode(), "é") for name in ("hex", "rot13", "idna", "undefined")),
    ],
)
def test_a_text_in_the_encoding_of_the_response(content_type: str, content: bytes, text: str) -> None:
    assert result({200: str}, 200, content=content, headers={"Content-Type": content_type}) == text


def test_several_successes() -> None:
    responses: dict[int, Decoder | None] = {200: ERROR, 202: str, 204: None, 404: ERROR}
    assert result(responses, 200, json=TOLD) == models.APIErrorResponse(errors=["x"])
    assert result(responses, 202, text="soon") == "soon"
    assert result(responses, 204) is None
    # Not documented: the same as the first.
    assert result(responses, 201, json=TOLD) == models.APIErrorResponse(errors=["x"])
    with pytest.raises(errors.NotFoundError) as caught:
        result(responses, 404, json=TOLD)
    assert caught.value.parsed == models.APIErrorResponse(errors=["x"])


def test_an_error_may_be_documented_as_text_or_without_a_body() -> None:
    with pytest.raises(errors.ServerError) as caught:
        result({200: None, 500: str}, 500, text="down")
    assert caught.value.parsed == "down"
    with pytest.raises(errors.ServerError) as caught:
        result({200: None, 500: None}, 500, text="down")
    assert caught.value.parsed is None


@pytest.mark.parametrize("status", [200, 299])
def test_a_detailed_success_that_cannot_be_decoded_raises_too(status: int) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(status, json=[]))
    prepared: PreparedRequest[Any] = PreparedRequest("GET", "/", None, {200: ERROR, 299: ERROR})
    with Client(transport=transport, **KEYS) as client, pytest.raises(errors.ResponseDecodeError):
        client._call_detailed(prepared)


def test_headers_of_an_operation_are_sent_with_its_requests() -> None:
    sent: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200)

    own = {"X-Own": "1", "accept": "text/csv", "content-type": "application/vnd.api+json"}
    prepared: PreparedRequest[None] = PreparedRequest("PUT", "/", b"{}", {200: None}, own)
    with Client(transport=httpx.MockTransport(respond), headers={"X-Mine": "2"}, **KEYS) as client:
        client._call(prepared)
        client._call(prepared._replace(headers=None))
    first, second = (request.headers for request in sent)
    assert [first[name] for name in (*own, "X-Mine")] == ["1", "text/csv", "application/vnd.api+json", "2"]
    assert ("X-Own" in second, second["accept"], second["content-type"]) == (False, *["application/json"] * 2)
    assert first["dd-api-key"] == KEYS["api_key"]


@pytest.mark.parametrize(
    ("value", "decoded"),
    [("2025-01-02", DAY), ("20250102", "20250102"), ("x", "x"), ("2025-W01-4", "2025-W01-4"), (None, None), (3, 3)],
)
def test_a_date_is_decoded_if_it_would_be_encoded_unchanged(value: Any, decoded: Any) -> None:
    assert decode_date(value) == decoded
    assert type(decode_date(value)) is type(decoded)
    assert encode(decode_date(value)) == value


@pytest.mark.parametrize("value", [OWNER, OWNER.upper(), f"{{{OWNER}}}", OWNER.replace("-", ""), "x", None, 3])
def test_a_uuid_is_decoded_if_it_would_be_encoded_unchanged(value: Any) -> None:
    assert decode_uuid(value) == (UUID(OWNER) if value == OWNER else value)
    assert encode(decode_uuid(value)) == value


def test_a_list_of_timestamps_is_encoded_unchanged_unless_it_was_changed() -> None:
    came = ["2025-01-02T03:04:05.000Z", "no time", "2025-01-02T03:04:05.120+01:00"]
    moments: list[Any] = [datetime.datetime.fromisoformat(came[0]), came[1], datetime.datetime.fromisoformat(came[2])]
    assert encode(moments, came) == came
    assert encode(moments[:1], came) == encode(moments[:1]) == ["2025-01-02T03:04:05Z"]
    assert encode([*moments[:2], moments[0]], came) == [*came[:2], "2025-01-02T03:04:05Z"]
    assert encode([came], [None]) == [came], "a list in a list"
    assert encode(moments[0], moments[0]) == "2025-01-02T03:04:05Z", "in a dict of the caller's"


def test_undocumented_fields_are_encoded_one_by_one() -> None:
    error = models.APIErrorResponse.from_dict({"errors": ["x"], "received": "2025-01-02T03:04:05.000Z"})
    error.additional_properties["received"] = datetime.datetime(2025, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    at = datetime.datetime(2025, 1, 2, tzinfo=datetime.UTC)
    error.additional_properties.update(
        day=DAY, days=[DAY], owner=UUID(OWNER), at=at, of=[models.APIErrorResponse(errors=[])]
    )
    assert error.to_dict() == {
        "errors": ["x"],
        "received": "2025-01-02T03:04:05.000Z",
        "day": "2025-01-02",
        "days": ["2025-01-02"],
        "owner": OWNER,
        "at": "2025-01-02T00:00:00Z",
        "of": [{"errors": []}],
    }


def test_fields_of_fields() -> None:
    case = models.Case.from_dict({"id": "1", "type": "case", "attributes": {"title": "x"}})
    assert field_at(case, "attributes", "title") == "x"
    assert field_at(case, "attributes", "key", "more") is None
    assert field_at(case, "nothing", "title") is None
    assert field_at(case) is case
