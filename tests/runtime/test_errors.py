"""The error tree: its classes, their attributes, messages and pickling."""

from __future__ import annotations

import copy
import json
import pickle
import ssl
from typing import Any

import httpx
import pytest
from datadog_case_management import Client, errors, models
from datadog_case_management._base import redact_failure
from datadog_case_management._exchange import ConnectionFailed, Loss
from datadog_case_management._redaction import Secrets
from datadog_case_management.api.case_management import list_case_watchers
from datadog_case_management.testing import FakeService
from datadog_case_management.types import Headers, Response
from faulty_server import ALWAYS, HEAD, FaultyServer, reset
from helpers import Call, each_library, is_caused_by, replying

TREE = """
CaseManagementError
    APIConnectionError
        APITimeoutError
    APIStatusError
        BadRequestError
        ForbiddenError
        NotFoundError
        RateLimitError
        ServerError
        UnauthorizedError
    ConfigurationError
    ResponseDecodeError
"""


def tree(error_class: type, depth: int = 0) -> str:
    below: list[type] = sorted(error_class.__subclasses__(), key=lambda subclass: subclass.__name__)
    return "    " * depth + error_class.__name__ + "\n" + "".join(tree(subclass, depth + 1) for subclass in below)


def test_the_tree_of_errors() -> None:
    assert tree(errors.CaseManagementError).strip() == TREE.strip()
    assert issubclass(errors.ConfigurationError, ValueError)
    drawn = (errors.__doc__ or "").split()
    assert all(name in drawn for name in TREE.split())


# As called without arguments. Other statuses than these are tested below.
MESSAGES_OF_CLASSES = {
    errors.APIStatusError: "418 I'm a Teapot",
    errors.BadRequestError: "400 Bad Request",
    errors.UnauthorizedError: "401 Unauthorized",
    errors.ForbiddenError: "403 Forbidden",
    errors.NotFoundError: "404 Not Found",
    errors.RateLimitError: "429 Too Many Requests",
    errors.ServerError: "500 Internal Server Error",
}
OTHER_STATUSES: dict[int, type[errors.APIStatusError]] = {
    **dict.fromkeys((300, 302, 304, 409, 418, 499, 600), errors.APIStatusError),
    **dict.fromkeys((503, 520, 599), errors.ServerError),
}


def test_every_error_status_raises_its_class(call: Call, waits: list[float]) -> None:
    """Stock output returned None for 429 and 500, and crashed on 499 and 520."""
    documented = {int(message[:3]): error_class for error_class, message in MESSAGES_OF_CLASSES.items()}
    for status, error_class in (documented | OTHER_STATUSES).items():
        transport = httpx.MockTransport(lambda _, status=status: httpx.Response(status))
        with pytest.raises(errors.APIStatusError) as caught:
            call("watch_case", "C", "U", settings={"transport": transport, "max_retries": 0})
        error = caught.value
        assert (type(error), error.status_code) == (error_class, status)
        assert (error.method, error.path) == ("POST", "/api/v2/cases/C/watchers/U")
        assert str(error).startswith(str(status))


def test_an_error_can_be_constructed_in_one_line() -> None:
    for error_class, message in MESSAGES_OF_CLASSES.items():
        error = error_class()
        assert str(error) == message
        assert (error.content, error.headers, error.errors, error.parsed) == (b"", Headers(), [], None)
        other = error_class(499, {"X": "y"}, b'{"errors": ["mine"]}', method="PUT", url="https://h/p")
        assert str(other) == "499: mine (PUT https://h/p)"
        assert (other.host, other.path) == ("h", "/p")
        assert other.headers["x"] == "y"
    assert str(errors.APIStatusError(499, method="GET", url="https://h")) == "499 (GET https://h)"
    for connection in (errors.APIConnectionError(), errors.APITimeoutError()):
        assert (str(connection), connection.method, connection.path) == ("no response", "", "")


def test_detailed_does_not_raise_for_a_status() -> None:
    client = replying((403, {"errors": ["x"]}), 499, (300, "no JSON")).client()
    response = list_case_watchers.sync_detailed("C", client=client)
    assert isinstance(response, Response)
    assert (response.status_code, response.parsed) == (403, models.APIErrorResponse(errors=["x"]))
    assert response.headers["CONTENT-TYPE"] == "application/json"
    for status in (499, 300):
        other = list_case_watchers.sync_detailed("C", client=client)
        assert (other.status_code, other.parsed) == (status, None)


def test_the_parsed_error_is_on_the_error(call: Call) -> None:
    service = FakeService()
    service.reply("list_case_timeline", (403, {"errors": ["x"]}))
    with pytest.raises(errors.ForbiddenError) as caught:
        call("list_case_timeline", "C", settings={"transport": service.transport}, page_size=3)
    assert caught.value.parsed == models.APIErrorResponse(errors=["x"])
    assert caught.value.path == "/api/v2/cases/C/timelines"


def every_error() -> list[errors.CaseManagementError]:
    headers = Headers({"X-RateLimit-Limit": "5"})
    content = b'{"errors": [{"title": "T", "source": {"pointer": "/p"}}]}'
    parsed = models.APIErrorResponse(errors=["x"])
    statuses = [
        error_class(404, headers, content, method="GET", url="https://h/p", parsed=parsed)
        for error_class in MESSAGES_OF_CLASSES
    ]
    for status in statuses:
        if isinstance(status, errors.RateLimitError):
            status.retry_after = 3.5
    decode = errors.ResponseDecodeError("missing")
    decode._prepend(3)
    decode._prepend("data")
    decode.status_code, decode.content, decode.headers = 200, b"x", headers
    connections = [
        error_class("no response", method="GET", url="https://h/p")
        for error_class in (errors.APIConnectionError, errors.APITimeoutError)
    ]
    return [*statuses, decode, *connections, errors.ConfigurationError("wrong"), errors.CaseManagementError("wrong")]


def test_errors_pickle_with_everything_they_carry() -> None:
    assert {type(error).__name__ for error in every_error()} == set(TREE.split())
    for error in every_error():
        for other in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
            assert (type(other), str(other), other.args) == (type(error), str(error), error.args)
            assert other.__dict__ == error.__dict__


def test_a_decode_error_has_the_path(call: Call) -> None:
    good = {"id": "1", "relationships": {"user": {"data": {"id": "2", "type": "user"}}}, "type": "watcher"}
    bad = {**good, "relationships": {"user": {"data": {"type": "user"}}}}
    body = {"data": [good, good, bad]}
    with pytest.raises(errors.ResponseDecodeError) as caught:
        call("list_case_watchers", "C", settings={"transport": replying((200, body)).transport})
    error = caught.value
    assert error.path == "$.data[2].relationships.user.data.id"
    assert (error.status_code, error.content) == (200, json.dumps(body).encode())
    assert error.headers is not None
    request = "GET https://api.datadoghq.com/api/v2/cases/C/watchers"
    assert str(error) == f"200, but a required field is missing at {error.path} ({request})"


def test_an_error_from_from_dict_has_no_response() -> None:
    with pytest.raises(errors.ResponseDecodeError) as caught:
        models.CaseWatchersResponse.from_dict({"data": [3]})
    error = caught.value
    assert str(error) == "expected an object, got int at $.data[0]"
    assert error.args == ("expected an object, got int at $.data[0]",)
    assert (error.status_code, error.content, error.headers) == (None, None, None)
    with pytest.raises(errors.ResponseDecodeError, match=r"^expected an array, got dict at \$\.data$"):
        models.CaseWatchersResponse.from_dict({"data": {}})


def test_a_key_that_is_not_an_identifier_is_quoted_in_the_path() -> None:
    with pytest.raises(errors.ResponseDecodeError) as caught:
        models.CaseObjectAttributes.from_dict({"a b": 3})
    assert caught.value.path == '$["a b"]'
    with pytest.raises(errors.ResponseDecodeError) as custom:
        models.CaseCustomAttributes.from_dict({"severity": 3})
    assert custom.value.path == "$.severity"


@pytest.mark.parametrize("error", [AssertionError("wrong path"), RuntimeError("out of order"), KeyError("x")])
def test_other_errors_propagate_unchanged(call: Call, error: Exception) -> None:
    with pytest.raises(type(error)) as caught:
        call("list_case_watchers", "C", settings={"transport": replying(error).transport})
    assert caught.value is error


@pytest.mark.parametrize("error", [ConnectionResetError("gone"), ssl.SSLError("bad record"), httpx.StreamClosed()])
def test_a_network_error_in_a_custom_transport_is_a_connection_error(
    call: Call, waits: list[float], error: Exception
) -> None:
    with pytest.raises(errors.APIConnectionError) as caught:
        call("list_case_watchers", "C", settings={"transport": replying(error).transport})
    assert caught.value.__cause__ is error


def test_a_cycle_of_causes_ends(call: Call, waits: list[float]) -> None:
    error = httpx.ConnectError("in a circle")
    error.__cause__ = error
    with pytest.raises(errors.APIConnectionError, match="in a circle"):
        call("list_case_watchers", "C", settings={"transport": replying(error).transport, "max_retries": 1})
    assert len(waits) == 1


@each_library
def test_a_connection_lost_in_the_body_names_the_request(call: Call) -> None:
    with (
        FaultyServer(reset(HEAD + b"\r\n{"), faulty=ALWAYS) as server,
        pytest.raises(errors.APIConnectionError) as caught,
    ):
        call("list_case_watchers", "C", settings={"base_url": server.url, "max_retries": 0})
    assert caught.value.path == "/api/v2/cases/C/watchers"
    assert is_caused_by(caught.value, "TransportError")
    request = getattr(caught.value.__cause__, "request", None)
    assert request is None or not {"dd-api-key", "dd-application-key"} & set(request.headers)


def test_every_argument_of_an_exception_is_redacted() -> None:
    cause = ValueError("a secret", 3)
    error = MemoryError(b"a secret", bytearray(b"the secret"), "\ud800 secret", 7)
    error.__cause__ = cause
    failure = ConnectionFailed(Loss.LOST, "my secret")
    failure.__cause__ = error
    redact_failure(failure, Secrets(passwords=["secret"]))
    assert failure.args == ("my [redacted]",)
    assert error.args == (b"a [redacted]", b"the [redacted]", "? [redacted]", 7)
    assert cause.args == ("a [redacted]", 3)


@pytest.mark.parametrize("depth", [500, 100_000])
def test_an_error_with_deeply_nested_json_can_be_pickled(depth: int) -> None:
    content = b'{"errors": %s%s, "meta": 1}' % (b"[" * depth, b"]" * depth)
    error = errors.ForbiddenError(content=content)
    loaded = pickle.loads(pickle.dumps(error))
    assert (str(loaded), loaded.content, len(loaded.errors)) == (str(error), content, len(error.errors))
    assert copy.deepcopy(error).errors == error.errors


def test_what_is_nested_too_deeply_for_pickle_is_left_out() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    error = errors.ForbiddenError(content=b'{"errors": ["no"]}', parsed=deep)
    loaded = pickle.loads(pickle.dumps(error))
    assert (loaded.parsed, str(loaded)) == (None, "403 Forbidden: no")


def test_a_wrong_setting_names_the_class_of_the_caller() -> None:
    client: Any = Client
    # Python 3.13 adds a suggestion.
    with pytest.raises(TypeError, match=r"^Client\.__init__\(\) got an unexpected keyword argument 'site_'"):
        client(site_="datadoghq.eu")
