"""The error tree: its classes, their attributes, messages and pickling."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
import re
import ssl
import sys
from typing import Any

import httpx
import pytest
import yaml
from datadog_case_management import Client, errors, models
from datadog_case_management._base import redact_failure
from datadog_case_management._excerpts import one_line
from datadog_case_management._exchange import ConnectionFailed, Loss
from datadog_case_management._redaction import Secrets
from datadog_case_management.api.case_management import list_case_watchers
from datadog_case_management.types import Headers, Response
from faulty_server import ALWAYS, CLOSED, HEAD, FaultyServer, hang, reset
from helpers import KEYS, Call, is_caused_by
from pytest_httpserver import HTTPServer
from tools.paths import ROOT

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


def tree(kind: type, depth: int = 0) -> str:
    below: list[type] = sorted(kind.__subclasses__(), key=lambda sub: sub.__name__)
    return "    " * depth + kind.__name__ + "\n" + "".join(tree(sub, depth + 1) for sub in below)


def test_the_tree_of_errors() -> None:
    assert tree(errors.CaseManagementError).strip() == TREE.strip()
    assert issubclass(errors.ConfigurationError, ValueError)
    drawn = (errors.__doc__ or "").split()
    assert all(name in drawn for name in TREE.split())


FORMS: list[tuple[bytes, list[tuple[str | None, str | None]], str]] = [
    (b'{"errors": ["Bad Request"]}', [(None, "Bad Request")], "404 Not Found: Bad Request"),
    (b'{"errors": ["Not Found"]}', [(None, "Not Found")], "404 Not Found ("),
    (b'{"errors": [{"title": "T", "detail": "D"}]}', [("T", "D")], "404 Not Found: T: D ("),
    (b'{"errors": [{"title": "Not Found", "detail": "D"}]}', [("Not Found", "D")], "404 Not Found: D ("),
    (b'{"errors": [{"code": "gone", "title": "T"}]}', [("T", None)], "404 Not Found: T ("),
    (b'{"errors": [{"code": "gone"}]}', [(None, None)], "404 Not Found: gone ("),
    (b'{"errors": ["a", "b", "a"]}', [(None, "a"), (None, "b"), (None, "a")], "404 Not Found: a; b ("),
    (b'{"errors": "text"}', [(None, "text")], "404 Not Found: text"),
    (b'{"errors": {"title": "T"}}', [("T", None)], "404 Not Found: T"),
    (b'{"errors": [{"title": 3, "source": "x", "status": 404}]}', [("3", None)], "404 Not Found: 3"),
    (b'{"errors": ["Xylophone"]}', [(None, "Xylophone")], "404 Not Found: Xylophone ("),
    (b'{"errors": [{"title": {"a": 1}, "detail": [2]}]}', [(None, None)], "404 Not Found ("),
    (b'{"message": "M"}', [(None, "M")], "404 Not Found: M"),
    (b'"text"', [(None, "text")], "404 Not Found: text"),
    (b"[7]", [(None, "7")], "404 Not Found: 7"),
    (
        b'{"errors": ["Not Found", "No such case"]}',
        [(None, "Not Found"), (None, "No such case")],
        "Found: No such case (",
    ),
    (
        b'{"errors": ["No such case", "Not Found"]}',
        [(None, "No such case"), (None, "Not Found")],
        "Found: No such case (",
    ),
    (b'{"errors": ["Not Found"]}', [(None, "Not Found")], "404 Not Found ("),
    (b'{"errors": ["404 Not Found"]}', [(None, "404 Not Found")], "404 Not Found ("),
    (b'{"errors": [{"title": "Not Found", "detail": "D"}]}', [("Not Found", "D")], "404 Not Found: D ("),
    (b"<title>404 Not Found</title>", [(None, "404 Not Found")], "404 Not Found ("),
    (b"null", [], "404 Not Found ("),
    (b"{}", [], "404 Not Found ("),
    (b'{"errors": [null, {}, ""]}', [], "404 Not Found ("),
    (b"", [], "404 Not Found ("),
    (b"<html><head><title>Gone\n away</title></head><body>x</body></html>", [(None, "Gone away")], "Gone away"),
    (b"<p>no <b>title</b></p>", [(None, "no title")], "no title"),
    (b"plain text", [(None, "plain text")], "plain text"),
    (b"\xff\xfe\x00", [], "404 Not Found ("),
    (b'{"errors": [' + b"[" * 100_000, [], "404 Not Found"),
]


@pytest.mark.parametrize(("body", "details", "reads"), FORMS)
def test_every_form_of_error_body_becomes_a_list_of_details(
    call: Call, httpserver: HTTPServer, url: str, body: bytes, details: list[Any], reads: str
) -> None:
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_data(body, 404)
    with pytest.raises(errors.NotFoundError) as caught:
        call("list_case_watchers", "C", settings={"base_url": url})
    error = caught.value
    if details or not body.startswith(b'{"errors": [['):
        assert [(detail.title, detail.detail) for detail in error.errors] == details
    assert reads in str(error)
    assert str(error).endswith(f"(GET {url}/api/v2/cases/C/watchers)")
    assert len(str(error)) < 500
    assert (error.content, error.status_code) == (body, 404)


def text_of(content: bytes) -> str | None:
    (detail,) = errors.BadRequestError(400, Headers(), content).errors
    assert detail.raw == detail.detail
    return detail.detail


def test_only_the_start_of_a_page_is_shown() -> None:
    assert text_of(b"x" * 300) == "x" * 200
    tags = b"<i></i>" * 285 + b" " * 4  # 1,999 characters without a word
    assert text_of(tags + b"ab") == "a"
    title = b"<TITLE>t</TITLE>"
    assert text_of(b" " * (10_000 - len(title)) + title) == "t"
    assert text_of(b"x" + b" " * (10_000 - len(title)) + title) == "x"


def test_status_600_is_not_a_server_error(waits: list[float]) -> None:
    client = Client(transport=httpx.MockTransport(lambda _: httpx.Response(600)), api_key="x", app_key="x")
    with client, pytest.raises(errors.APIStatusError) as caught:
        client.list_case_watchers("C")
    assert type(caught.value) is errors.APIStatusError
    assert caught.value.args == (str(caught.value),)


def test_raw_may_be_a_string() -> None:
    error = errors.BadRequestError(400, Headers(), b'{"errors": ["x", 3]}', method="GET", path="/")
    assert [(detail.detail, detail.raw) for detail in error.errors] == [("x", "x"), ("3", 3)]


def test_an_error_detail_has_its_source(client: Client, httpserver: HTTPServer) -> None:
    item = {"source": {"pointer": "/data", "parameter": "limit", "header": "H"}, "status": "400", "meta": {"a": 1}}
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_json({"errors": [item]}, 400)
    with pytest.raises(errors.BadRequestError) as caught:
        client.list_case_watchers("C")
    (detail,) = caught.value.errors
    assert (detail.pointer, detail.parameter, detail.header, detail.status) == ("/data", "limit", "H", "400")
    assert detail.raw == item


STATUSES = {
    302: errors.APIStatusError,
    304: errors.APIStatusError,
    400: errors.BadRequestError,
    401: errors.UnauthorizedError,
    403: errors.ForbiddenError,
    404: errors.NotFoundError,
    409: errors.APIStatusError,
    418: errors.APIStatusError,
    429: errors.RateLimitError,
    499: errors.APIStatusError,
    500: errors.ServerError,
    503: errors.ServerError,
    520: errors.ServerError,
    599: errors.ServerError,
}


@pytest.mark.parametrize("status", STATUSES)
def test_every_error_status_raises_its_class(call: Call, httpserver: HTTPServer, url: str, status: int) -> None:
    """Stock output returned None for 429 and 500, and crashed on 499 and 520."""
    httpserver.expect_request("/api/v2/cases/C/watchers/U").respond_with_data("", status)
    with pytest.raises(errors.APIStatusError) as caught:
        call("watch_case", "C", "U", settings={"base_url": url, "max_retries": 0})
    assert type(caught.value) is STATUSES[status]
    assert type(caught.value.status_code) is int
    assert (caught.value.method, caught.value.path) == ("POST", "/api/v2/cases/C/watchers/U")
    assert str(caught.value).startswith(str(status))


def test_an_unnamed_status_is_shown_as_a_number(client: Client, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_data("", 499)
    with pytest.raises(errors.APIStatusError) as caught:
        client.list_case_watchers("C")
    assert str(caught.value) == f"499 (GET {client._base_url}/api/v2/cases/C/watchers)"


def test_status_300_is_not_a_success(client: Client, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_data("no JSON", 300)
    assert list_case_watchers.sync_detailed("C", client=client).parsed is None
    with pytest.raises(errors.APIStatusError):
        client.list_case_watchers("C")


def test_detailed_does_not_raise_for_a_status(client: Client, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_json({"errors": ["x"]}, 403)
    httpserver.expect_request("/api/v2/cases/D/watchers").respond_with_data("", 499)
    response = list_case_watchers.sync_detailed("C", client=client)
    assert isinstance(response, Response)
    assert response.status_code == 403
    assert isinstance(response.parsed, models.APIErrorResponse)
    assert response.parsed.errors == ["x"]
    assert response.headers["CONTENT-TYPE"] == "application/json"
    other = list_case_watchers.sync_detailed("D", client=client)
    assert (other.status_code, other.parsed) == (499, None)


def test_the_parsed_error_is_on_the_error(client: Client, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_json({"errors": ["x"]}, 403)
    with pytest.raises(errors.ForbiddenError) as caught:
        client.list_case_watchers("C")
    assert caught.value.parsed == models.APIErrorResponse(errors=["x"])


def every_error() -> list[errors.CaseManagementError]:
    headers = Headers({"X-RateLimit-Limit": "5"})
    content = b'{"errors": [{"title": "T", "source": {"pointer": "/p"}}]}'
    found: list[errors.CaseManagementError] = []
    for name in errors.__all__:
        kind = getattr(errors, name)
        if not (inspect.isclass(kind) and issubclass(kind, errors.CaseManagementError)):
            continue
        if issubclass(kind, errors.APIStatusError):
            parsed = models.APIErrorResponse(errors=["x"])
            status = kind(404, headers, content, method="GET", url="https://h/p", parsed=parsed)
            if isinstance(status, errors.RateLimitError):
                status.retry_after = 3.5
            found.append(status)
        elif issubclass(kind, errors.APIConnectionError):
            found.append(kind("no response", method="GET", url="https://h/p"))
        elif issubclass(kind, errors.ResponseDecodeError):
            decode = kind("missing")
            decode._prepend(3)
            decode._prepend("data")
            decode.status_code, decode.content, decode.headers = 200, b"x", headers
            found.append(decode)
        else:
            found.append(kind("wrong"))
    return found


@pytest.mark.parametrize("error", every_error(), ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("again", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy, copy.deepcopy])
def test_errors_pickle_with_everything_they_carry(error: errors.CaseManagementError, again: Any) -> None:
    other = again(error)
    assert type(other) is type(error)
    assert str(other) == str(error)
    assert other.args == error.args
    assert other.__dict__ == error.__dict__


def test_a_decode_error_has_the_path(call: Call, httpserver: HTTPServer, url: str) -> None:
    good = {"id": "1", "relationships": {"user": {"data": {"id": "2", "type": "user"}}}, "type": "watcher"}
    bad = {**good, "relationships": {"user": {"data": {"type": "user"}}}}
    body = json.dumps({"data": [good, good, bad]}).encode()
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_data(body)
    with pytest.raises(errors.ResponseDecodeError) as caught:
        call("list_case_watchers", "C", settings={"base_url": url})
    error = caught.value
    assert error.path == "$.data[2].relationships.user.data.id"
    assert (error.status_code, error.content) == (200, body)
    assert error.headers is not None
    where = f"$.data[2].relationships.user.data.id (GET {url}/api/v2/cases/C/watchers)"
    assert str(error) == f"200, but a required field is missing at {where}"


def test_an_error_from_from_dict_has_no_response() -> None:
    with pytest.raises(errors.ResponseDecodeError) as caught:
        models.CaseWatchersResponse.from_dict({"data": [3]})
    error = caught.value
    assert str(error) == "expected an object, got int at $.data[0]"
    assert error.args == ("expected an object, got int at $.data[0]",)
    assert (error.status_code, error.content, error.headers) == (None, None, None)
    with pytest.raises(errors.ResponseDecodeError, match=r"^expected an array, got dict at \$\.data$"):
        models.CaseWatchersResponse.from_dict({"data": {}})


def test_the_parsed_error_is_on_the_error_async(call: Call, httpserver: HTTPServer, url: str) -> None:
    httpserver.expect_request("/api/v2/cases/C/timelines").respond_with_json({"errors": ["x"]}, 403)
    with pytest.raises(errors.ForbiddenError) as caught:
        call("list_case_timeline", "C", settings={"base_url": url}, page_size=3)
    assert caught.value.parsed == models.APIErrorResponse(errors=["x"])
    assert caught.value.path == "/api/v2/cases/C/timelines"


def test_a_connection_error_names_the_request_and_the_cause(call: Call) -> None:
    with pytest.raises(errors.APIConnectionError) as caught:
        call("list_case_timeline", "C", settings={"base_url": f"http://{CLOSED}", "max_retries": 0}, page_size=3)
    error = caught.value
    assert (error.method, error.path) == ("GET", "/api/v2/cases/C/timelines")
    assert re.match(
        r"no response: (Connect|ClientConnector)Error: .*\(GET http://[\d.:]+/api/v2/cases/C/timelines\?", str(error)
    )

    def fail(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("")

    settings = {"transport": httpx.MockTransport(fail), "max_retries": 0}
    with pytest.raises(
        errors.APIConnectionError,
        match=r"^no response: ReadError \(GET https://api\.datadoghq\.com/api/v2/cases/C/watchers\)$",
    ):
        call("list_case_watchers", "C", settings=settings)


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


@pytest.mark.parametrize("error", [AssertionError("wrong path"), RuntimeError("out of order"), KeyError("x")])
def test_other_errors_propagate_unchanged(call: Call, error: Exception) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(type(error)) as caught:
        call("list_case_watchers", "C", settings={"transport": httpx.MockTransport(fail)})
    assert caught.value is error


@pytest.mark.parametrize("error", [ConnectionResetError("gone"), ssl.SSLError("bad record"), httpx.StreamClosed()])
def test_a_network_error_in_a_custom_transport_is_a_connection_error(
    call: Call, waits: list[float], error: Exception
) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(errors.APIConnectionError) as caught:
        call("list_case_watchers", "C", settings={"transport": httpx.MockTransport(fail)})
    assert caught.value.__cause__ is error


def test_a_key_that_is_not_an_identifier_is_quoted_in_the_path() -> None:
    with pytest.raises(errors.ResponseDecodeError) as caught:
        models.CaseObjectAttributes.from_dict({"a b": 3})
    assert caught.value.path == '$["a b"]'
    with pytest.raises(errors.ResponseDecodeError) as custom:
        models.CaseCustomAttributes.from_dict({"severity": 3})
    assert custom.value.path == "$.severity"


def test_every_error_derives_from_the_root() -> None:
    public = {
        name for name, value in vars(errors).items() if inspect.isclass(value) and value.__module__ == errors.__name__
    }
    assert public - {"ErrorDetail"} == set(TREE.split())


def test_an_undecompressable_body_is_kept_as_received(call: Call, httpserver: HTTPServer, url: str) -> None:
    watchers = httpserver.expect_request("/api/v2/cases/C/watchers")
    watchers.respond_with_data(b"not gzip", headers={"Content-Encoding": "gzip"})
    with pytest.raises(errors.ResponseDecodeError) as caught:
        call("list_case_watchers", "C", settings={"base_url": url})
    assert caught.value.content == b"not gzip"


def test_a_cycle_of_causes_ends(call: Call, waits: list[float]) -> None:
    error = httpx.ConnectError("in a circle")
    error.__cause__ = error

    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(errors.APIConnectionError, match="in a circle"):
        call("list_case_watchers", "C", settings={"transport": httpx.MockTransport(fail), "max_retries": 1})
    assert len(waits) == 1


@pytest.mark.parametrize(
    ("kind", "reads"),
    [
        (errors.APIStatusError, "418 I'm a Teapot"),
        (errors.BadRequestError, "400 Bad Request"),
        (errors.UnauthorizedError, "401 Unauthorized"),
        (errors.ForbiddenError, "403 Forbidden"),
        (errors.NotFoundError, "404 Not Found"),
        (errors.RateLimitError, "429 Too Many Requests"),
        (errors.ServerError, "500 Internal Server Error"),
    ],
)
def test_an_error_can_be_constructed_in_one_line(kind: type[errors.APIStatusError], reads: str) -> None:
    error = kind()
    assert str(error) == reads
    assert (error.content, error.headers, error.errors, error.parsed) == (b"", Headers(), [], None)
    other = kind(499, {"X": "y"}, b'{"errors": ["mine"]}', method="PUT", url="https://h/p")
    assert str(other) == "499: mine (PUT https://h/p)"
    assert (other.host, other.path) == ("h", "/p")
    assert other.headers["x"] == "y"
    for connection in (errors.APIConnectionError(), errors.APITimeoutError()):
        assert (str(connection), connection.method, connection.path) == ("no response", "", "")


def test_the_repr_of_a_detail_leaves_out_the_raw_error() -> None:
    assert repr(errors.ErrorDetail(title="no", status="404", raw={"long": "x" * 1000})) == (
        "ErrorDetail(title='no', detail=None, status='404', code=None, pointer=None, parameter=None, header=None)"
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"nonsense", "the body cannot be parsed as JSON (JSONDecodeError)"),
        (b"\xff", "the body cannot be parsed as JSON (UnicodeDecodeError)"),
        (b"[]", "expected an object, got list"),
    ],
)
def test_an_undecodable_body_is_described(body: bytes, message: str) -> None:
    settings = {"transport": httpx.MockTransport(lambda _: httpx.Response(200, content=body)), **KEYS}
    with Client(**settings) as client, pytest.raises(errors.ResponseDecodeError) as caught:
        client.list_case_watchers("C")
    assert str(caught.value).startswith(f"200, but {message} (GET https://")
    assert caught.value.reason == message


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("two\r\nlines\tand  spaces", "two lines and spaces"),
        ("\x1b[31mred\x07\x00\u202e\ud800", "[31mred"),
        ("é\u2603", "é\u2603"),
        ("x" * 1000, "x" * 1000),
        ("x" * 1001, "x" * 1000 + "…"),
        ("x  x  " + "x" * 2000, "x x " + "x" * 995 + "…"),
        ("x" * 5_000_000, "x" * 1000 + "…"),
    ],
)
def test_foreign_text_is_a_single_short_line(text: str, shown: str) -> None:
    assert one_line(text) == shown
    body = json.dumps({"errors": [text]}).encode()
    error = errors.ForbiddenError(content=body, method="GET", url=f"/{text}")
    assert str(error) == f"403 Forbidden{shown and ': '}{shown} ({one_line('GET /' + text)})"
    undecodable = errors.ResponseDecodeError("no")
    undecodable._prepend(text)
    assert len(str(undecodable)) < 1100
    assert str(undecodable).isprintable()


def test_only_the_first_of_many_errors_are_shown() -> None:
    error = errors.ForbiddenError(content=json.dumps({"errors": [str(n) for n in range(100_000)]}).encode())
    assert str(error) == f"403 Forbidden: {'; '.join(map(str, range(20)))}"
    assert [detail.detail for detail in error.errors] == [str(n) for n in range(100)]


@pytest.mark.parametrize("item", [0, "", None, "x", {}, {"title": "x"}, [], [[]], True])
def test_the_number_of_details_is_bounded_however_many_errors_there_are(item: Any) -> None:
    """Counted as calls of a profiler, so that the speed of the machine does not matter."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    content = json.dumps([item] * 100_000).encode()
    sys.setprofile(count)
    try:
        error = errors.ForbiddenError(content=content)
        assert len(str(error)) < 500
    finally:
        sys.setprofile(None)
    assert len(error.errors) <= 100
    # One for each error that is not empty would be 100,000. The generator is resumed for each detail.
    assert calls < 2_000


# Models that have only undocumented fields, plain ones and models.
NO_FIELDS = [models.JSONAPIErrorItemMeta, models.CaseCustomAttributes]


@pytest.mark.parametrize("value", [[], "data", None, 3, b"x"])
@pytest.mark.parametrize("model", [models.CaseWatchersResponse, models.TimelineCell, models.CaseInsight, *NO_FIELDS])
def test_only_objects_can_be_decoded(model: Any, value: Any) -> None:
    with pytest.raises(errors.ResponseDecodeError, match=f"^expected an object, got {type(value).__name__}$") as caught:
        model.from_dict(value)
    assert caught.value.__cause__ is None


def test_an_error_raised_by_a_mapping_propagates_unchanged() -> None:
    class Odd(dict[str, Any]):
        def __getitem__(self, name: str) -> Any:
            raise TypeError("odd")

        def get(self, name: str, default: Any = None) -> Any:
            raise TypeError("odd")

    for model in (models.CaseInsight, models.TimelineCell):
        with pytest.raises(TypeError, match=r"^odd$"):
            model.from_dict(Odd())


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


MESSAGES = yaml.safe_load((ROOT / "tests/data/messages.yaml").read_text(encoding="utf-8"))
WATCHERS = "https://api.datadoghq.com/api/v2/cases/C/watchers"


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_says_what_happened_where_and_how_much(name: str, call: Call, waits: list[float]) -> None:
    row = MESSAGES[name]
    reply = row["response"]

    def respond(_: httpx.Request) -> httpx.Response:
        return httpx.Response(reply["status"], content=reply.get("body", ""), headers=reply.get("headers"))

    settings = {"transport": httpx.MockTransport(respond), "max_retries": 1}
    with pytest.raises(errors.CaseManagementError) as caught:
        call("list_case_watchers", "C", settings=settings)
    error = caught.value
    assert (type(error).__name__, str(error)) == (row["error"], row["message"].format(watchers=WATCHERS))
    assert (error.method, error.url, error.host) == ("GET", WATCHERS, "api.datadoghq.com")
    assert (error.proxy, error.site, error.attempts) == (None, "datadoghq.com", 2 if reply["status"] == 502 else 1)
    assert repr(error) == f"{row['error']}({str(error)!r})"
    # As Celery does, for example.
    rebuilt = type(error)(*error.args)
    assert (str(rebuilt), rebuilt.method, rebuilt.url, rebuilt.attempts) == (str(error), "", "", 0)
    if isinstance(rebuilt, errors.APIStatusError):
        assert rebuilt.status_code == reply["status"]


def test_a_missing_response_says_where_and_how_long(call: Call, waits: list[float]) -> None:
    def message(**settings: Any) -> str:
        with pytest.raises(errors.APIConnectionError) as caught:
            call("list_case_watchers", "C", settings={"max_retries": 1, **settings})
        rebuilt = type(caught.value)(*caught.value.args)
        assert str(rebuilt) == str(caught.value)
        return str(caught.value)

    refused = message(base_url=f"http://{CLOSED}/base")
    assert refused.startswith("no response: ")
    assert refused.endswith(f" (GET http://{CLOSED}/base/api/v2/cases/C/watchers; 2 attempts)")
    proxied = message(proxy=f"http://me:pr0xy-passw0rd@{CLOSED}")
    assert proxied.endswith(f" (GET {WATCHERS}; through the proxy {CLOSED}; 2 attempts)")
    with FaultyServer(hang, faulty=ALWAYS) as server:
        late = message(base_url=server.url, timeout=0.2)
    assert late.startswith("no response within 0.2 s: ")
    assert late.endswith(f" (GET {server.url}/api/v2/cases/C/watchers)")


def test_a_wrong_setting_names_the_class_of_the_caller() -> None:
    client: Any = Client
    with pytest.raises(TypeError, match=r"^Client\.__init__\(\) got an unexpected keyword argument 'site_'$"):
        client(site_="datadoghq.eu")
