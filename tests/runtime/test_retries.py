"""What is retried, how often and after how long. The tests do not really wait."""

from __future__ import annotations

import gc
import json
import logging
import re
import ssl
import subprocess
import sys
import weakref
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

import httpx
import pytest
from datadog_case_management import AsyncClient, Client, RateLimit, errors
from datadog_case_management._exchange import ConnectionFailed, Loss, RetryPolicy
from datadog_case_management._request import PreparedRequest
from datadog_case_management._retries import Retries
from datadog_case_management.api.case_management import list_case_watchers
from faulty_server import ALWAYS, CLOSED, FaultyServer, hang, respond
from helpers import CALLS, EXAMPLES, KEYS, OPERATIONS, Call, Clock, run_async
from pytest_httpserver import HTTPServer
from tools.spec.operation import find
from werkzeug import Request, Response

Headers = dict[str, str] | list[tuple[str, str]]


def script(httpserver: HTTPServer, *responses: tuple[int, Headers]) -> None:
    """Respond with these in turn, and then with successes."""
    left = list(responses)

    def handler(request: Request) -> Response:
        status, headers = left.pop(0) if left else (200, {})
        operation, _ = find(OPERATIONS.values(), request.method, request.path)
        body = json.dumps(EXAMPLES[operation.name])
        return Response(body if status == 200 else '{"errors": ["x"]}', status, headers)

    httpserver.expect_request(re.compile(".*")).respond_with_handler(handler)


@pytest.mark.parametrize("method", CALLS)
def test_429_is_retried_for_every_operation(
    call: Call, httpserver: HTTPServer, url: str, waits: list[float], method: str
) -> None:
    script(httpserver, (429, {"X-RateLimit-Reset": "7"}), (429, {}))
    args, kwargs = CALLS[method]
    call(method, *args, settings={"base_url": url}, **kwargs)
    assert len(httpserver.log) == 3
    assert 7 <= waits[0] <= 9
    assert 1 <= waits[1] <= 1.4


@pytest.mark.parametrize("status", [500, 502, 503, 520, 599])
@pytest.mark.parametrize("method", CALLS)
def test_5xx_is_retried_except_for_a_post(
    call: Call, httpserver: HTTPServer, url: str, waits: list[float], method: str, status: int
) -> None:
    script(httpserver, (status, {}))
    args, kwargs = CALLS[method]
    if OPERATIONS[method].method == "POST":
        with pytest.raises(errors.ServerError):
            call(method, *args, settings={"base_url": url}, **kwargs)
        assert len(httpserver.log) == 1
        assert waits == []
    else:
        call(method, *args, settings={"base_url": url}, **kwargs)
        assert len(httpserver.log) == 2
        assert 0.5 <= waits[0] <= 0.8


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 418])
def test_4xx_is_not_retried(call: Call, httpserver: HTTPServer, url: str, waits: list[float], status: int) -> None:
    script(httpserver, (status, {}))
    with pytest.raises(errors.APIStatusError):
        call("list_case_watchers", "C", settings={"base_url": url})
    assert len(httpserver.log) == 1
    assert waits == []


@pytest.mark.parametrize("max_retries", [0, 1, 3])
def test_max_retries(call: Call, httpserver: HTTPServer, url: str, waits: list[float], max_retries: int) -> None:
    script(httpserver, *[(429, {"Retry-After": "3"})] * 9)
    with pytest.raises(errors.RateLimitError) as caught:
        call("list_case_watchers", "C", settings={"base_url": url, "max_retries": max_retries})
    assert len(httpserver.log) == 1 + max_retries
    assert len(waits) == max_retries
    assert caught.value.retry_after == 3


def test_max_retries_of_a_copy(client: Client, httpserver: HTTPServer, waits: list[float]) -> None:
    script(httpserver, *[(503, {})] * 9)
    with pytest.raises(errors.ServerError):
        client.with_options(max_retries=1).list_case_watchers("C")
    assert len(waits) == 1
    with pytest.raises(errors.ServerError):
        client.with_options(timeout=9).list_case_watchers("C")
    assert len(waits) == 4


def test_the_default_is_three_retries(call: Call, httpserver: HTTPServer, url: str, waits: list[float]) -> None:
    script(httpserver, *[(503, {})] * 9)
    with pytest.raises(errors.ServerError):
        call("list_case_watchers", "C", settings={"base_url": url})
    assert len(httpserver.log) == 4
    assert waits == sorted(waits)


def near(seconds: float) -> Callable[[float], bool]:
    return lambda wait: seconds <= wait <= seconds * 1.25 + 0.2


NOW = int(Clock().now)
HINTS: list[tuple[str, dict[str, str], Callable[[float], bool]]] = [
    ("seconds", {"X-RateLimit-Reset": "10"}, near(10)),
    ("fractional", {"X-RateLimit-Reset": "2.5"}, near(2.5)),
    ("zero", {"X-RateLimit-Reset": "0"}, near(0)),
    ("negative", {"X-RateLimit-Reset": "-5"}, near(0)),
    ("Unix time", {"X-RateLimit-Reset": str(NOW + 21)}, near(21)),
    ("Unix time past", {"X-RateLimit-Reset": str(NOW - 21)}, near(0)),
    ("a minute", {"X-RateLimit-Reset": "60"}, lambda wait: 60 <= wait <= 75.1),
    ("not a number", {"X-RateLimit-Reset": "soon"}, near(0.5)),
    ("nan", {"X-RateLimit-Reset": "nan"}, near(0.5)),
    ("infinite", {"X-RateLimit-Reset": "inf"}, near(0.5)),
    ("missing", {}, near(0.5)),
    ("Retry-After seconds", {"Retry-After": "4", "X-RateLimit-Reset": "9"}, near(4)),
    ("Retry-After date", {"Retry-After": formatdate(NOW + 20, usegmt=True)}, near(20)),
    ("Retry-After past date", {"Retry-After": formatdate(0, usegmt=True)}, near(0)),
    ("Retry-After broken", {"Retry-After": "x", "X-RateLimit-Reset": "9"}, near(9)),
]


@pytest.mark.parametrize(("headers", "fits"), [hint[1:] for hint in HINTS], ids=[hint[0] for hint in HINTS])
def test_the_wait_is_what_the_service_asks_for(
    call: Call,
    httpserver: HTTPServer,
    url: str,
    waits: list[float],
    clock: Clock,
    headers: dict[str, str],
    fits: Callable[[float], bool],
) -> None:
    script(httpserver, (429, headers))
    call("list_case_watchers", "C", settings={"base_url": url})
    (wait,) = waits
    assert fits(wait), wait


RESET, AFTER = "X-RateLimit-Reset", "Retry-After"
DATES = [formatdate(NOW + seconds, usegmt=True) for seconds in (20, 30)]


@pytest.mark.parametrize(
    ("values", "wait"),
    [
        ([(RESET, "3"), (RESET, "3")], 3),
        ([(RESET, "3"), (RESET, "5")], 5),
        ([(RESET, "5"), (RESET, "3")], 5),
        ([(RESET, "3, 3")], 3),
        ([(RESET, "3,,4 , soon")], 4),
        ([(RESET, "soon"), (RESET, "4")], 4),
        ([(RESET, "inf"), (RESET, "4")], 4),
        ([(AFTER, "4"), (AFTER, "4"), (RESET, "9")], 4),
        ([(AFTER, "x"), (AFTER, "y"), (RESET, "9"), (RESET, "9")], 9),
        ([(AFTER, DATES[0]), (AFTER, DATES[0])], 20),
        ([(AFTER, DATES[0]), (AFTER, DATES[1])], 30),
        ([(AFTER, "4"), (AFTER, DATES[0])], 20),
    ],
)
def test_of_a_repeated_header_the_longest_wait_counts(
    call: Call,
    httpserver: HTTPServer,
    url: str,
    waits: list[float],
    clock: Clock,
    values: list[tuple[str, str]],
    wait: float,
) -> None:
    script(httpserver, *[(429, values)] * 2)
    with pytest.raises(errors.RateLimitError) as caught:
        call("list_case_watchers", "C", settings={"base_url": url, "max_retries": 1})
    assert near(wait)(waits[0])
    assert caught.value.retry_after == pytest.approx(wait)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["7", "7"], RateLimit(7, 7, 7, 7.0, "7")),
        (["7", "9"], RateLimit(7, 9, 7, 9.0, "7")),
        (["9", "7"], RateLimit(7, 9, 7, 9.0, "9")),
        (["many", "7"], RateLimit(7, 7, 7, 7.0, "many")),
        (["many", "inf"], RateLimit(None, None, None, None, "many")),
        ([""], RateLimit(None, None, None, None, None)),
    ],
)
def test_repeated_rate_limit_headers_are_read_as_one(
    client: Client, httpserver: HTTPServer, values: list[str], expected: RateLimit
) -> None:
    script(httpserver, (200, [(f"X-RateLimit-{name}", value) for name in RateLimit._fields for value in values]))
    assert list_case_watchers.sync_detailed("C", client=client).rate_limit == expected


def test_the_backoff_is_bounded_for_any_number_of_retries() -> None:
    retries = Retries(PreparedRequest("GET", "/", None, {}), RetryPolicy(3_000), renews_token=False)
    for number in range(3_000):
        wait = retries.wait_after(ConnectionFailed(Loss.LOST, "gone"))
        assert wait is not None
        assert near(min(0.5 * 2 ** min(number, 20), 8.0))(wait)


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (429, {"X-RateLimit-Reset": "60.1"}),
        (429, {"X-RateLimit-Reset": "31536000"}),
        (429, {"Retry-After": "3600", "X-RateLimit-Reset": "1"}),
        (503, {"Retry-After": "61"}),
    ],
)
def test_a_wait_of_more_than_a_minute_raises_at_once(
    call: Call, httpserver: HTTPServer, url: str, waits: list[float], status: int, headers: dict[str, str]
) -> None:
    script(httpserver, (status, headers))
    with pytest.raises(errors.APIStatusError) as caught:
        call("list_case_watchers", "C", settings={"base_url": url})
    assert (len(httpserver.log), waits) == (1, [])
    if isinstance(caught.value, errors.RateLimitError):
        assert caught.value.retry_after == float(next(iter(headers.values())))


@pytest.mark.parametrize(("headers", "longest"), [({"X-RateLimit-Reset": "40"}, 0.8), ({"Retry-After": "7"}, 9.0)])
def test_a_503_waits_for_retry_after_and_not_for_the_rate_limit(
    call: Call, httpserver: HTTPServer, url: str, waits: list[float], headers: dict[str, str], longest: float
) -> None:
    script(httpserver, (503, {"X-RateLimit-Remaining": "299", **headers}))
    call("list_case_watchers", "C", settings={"base_url": url})
    assert longest / 2 < waits[0] <= longest


def test_waits_are_jittered(client: Client, httpserver: HTTPServer, waits: list[float]) -> None:
    script(httpserver, *[(429, {"Retry-After": "8"})] * 3)
    client.list_case_watchers("C")
    assert len(set(waits)) == 3
    assert min(waits) >= 8


def test_each_wait_is_logged_at_info(
    call: Call, httpserver: HTTPServer, url: str, waits: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "datadog_case_management")
    script(httpserver, (429, {}), (503, {}))
    call("list_case_watchers", "C", settings={"base_url": url})
    records = [record for record in caplog.records if record.name == "datadog_case_management"]
    assert [record.levelname for record in records] == ["INFO", "INFO"]
    assert "Retrying GET /api/v2/cases/C/watchers in 0." in records[0].getMessage()
    assert "retry 1 of 3, because of status 429" in records[0].getMessage()
    assert "retry 2 of 3, because of status 503" in records[1].getMessage()


def test_the_path_is_logged_without_its_query(
    client: Client, httpserver: HTTPServer, waits: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "datadog_case_management")
    script(httpserver, (429, {}))
    client.list_case_timeline("C", page_size=3)
    (message,) = [record.getMessage() for record in caplog.records if record.name == "datadog_case_management"]
    pattern = r"Retrying GET /api/v2/cases/C/timelines in \d\.\d\d s, retry 1 of 3, because of status 429"
    assert re.fullmatch(pattern, message)


def test_the_last_error_is_raised_after_a_retry(call: Call, waits: list[float]) -> None:
    outcomes: list[httpx.Response | Exception] = [httpx.Response(429), httpx.ReadTimeout("late"), httpx.Response(200)]

    def respond(_: httpx.Request) -> httpx.Response:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    with pytest.raises(errors.APITimeoutError):
        call("list_case_watchers", "C", settings={"transport": httpx.MockTransport(respond)})
    assert len(waits) == 1
    assert len(outcomes) == 1


def wrong_certificate(message: str) -> httpx.ConnectError:
    error = httpx.ConnectError(message)
    error.__cause__ = ssl.SSLCertVerificationError("wrong")
    return error


@pytest.mark.parametrize(
    ("failure", "kind", "of_a_get", "of_a_post"),
    [
        (httpx.ConnectError, errors.APIConnectionError, 4, 4),
        (httpx.ProxyError, errors.APIConnectionError, 4, 4),
        (httpx.ReadError, errors.APIConnectionError, 4, 1),
        (httpx.WriteError, errors.APIConnectionError, 4, 1),
        (httpx.RemoteProtocolError, errors.APIConnectionError, 4, 1),
        (httpx.LocalProtocolError, errors.APIConnectionError, 1, 1),
        (httpx.UnsupportedProtocol, errors.APIConnectionError, 1, 1),
        (wrong_certificate, errors.APIConnectionError, 1, 1),
        (httpx.ConnectTimeout, errors.APITimeoutError, 1, 1),
        (httpx.ReadTimeout, errors.APITimeoutError, 1, 1),
        (httpx.PoolTimeout, errors.APITimeoutError, 1, 1),
    ],
)
def test_a_lost_connection_is_retried_for_idempotent_methods_only(
    call: Call, waits: list[float], failure: Callable[[str], Exception], kind: Any, of_a_get: int, of_a_post: int
) -> None:
    sent: list[str] = []

    def fail(request: httpx.Request) -> httpx.Response:
        sent.append(request.method)
        raise failure("lost")

    for method, attempts in (
        ("list_case_watchers", of_a_get),
        ("add_case_insights", of_a_get),
        ("watch_case", of_a_post),
    ):
        sent.clear()
        args, kwargs = CALLS[method]
        with pytest.raises(kind) as caught:
            call(method, *args, settings={"transport": httpx.MockTransport(fail)}, **kwargs)
        assert type(caught.value) is kind
        assert len(sent) == attempts


def lost(_: httpx.Request) -> httpx.Response:
    raise httpx.ReadError("lost")


@pytest.mark.parametrize("respond", [lost, lambda _: httpx.Response(503)])
def test_exhausted_retries_leave_no_reference_cycle(
    respond: Callable[[httpx.Request], httpx.Response], waits: list[float]
) -> None:
    def sync() -> weakref.ref[Exception]:
        with Client(transport=httpx.MockTransport(respond), **KEYS) as client:
            try:
                client.list_case_watchers("C")
            except errors.CaseManagementError as error:
                return weakref.ref(error)
        raise AssertionError

    async def asynchronous() -> weakref.ref[Exception]:
        async with AsyncClient(transport=httpx.MockTransport(respond), **KEYS) as client:
            try:
                await client.list_case_watchers("C")
            except errors.CaseManagementError as error:
                return weakref.ref(error)
        raise AssertionError

    gc.disable()
    try:
        assert sync()() is None
        assert run_async(asynchronous())() is None
    finally:
        gc.enable()
    assert len(waits) == 6


def test_the_backoff_never_exceeds_the_longest_wait(call: Call, waits: list[float], clock: Clock) -> None:
    clock.step = 3600  # seconds that pass at every look at the clock
    with pytest.raises(errors.ServerError):
        call("list_case_watchers", "C", settings={"transport": httpx.MockTransport(lambda _: httpx.Response(500))})
    assert len(waits) == 3


def test_there_are_max_retries_retries(call: Call, waits: list[float]) -> None:
    settings = {"transport": httpx.MockTransport(lambda _: httpx.Response(500)), "max_retries": 12}
    with pytest.raises(errors.ServerError):
        call("list_case_watchers", "C", settings=settings)
    assert len(waits) == 12


def test_a_reset_of_a_billion_seconds_is_a_duration(client: Client, httpserver: HTTPServer) -> None:
    script(httpserver, *[(429, {"Retry-After": "1000000000"})] * 4)
    with pytest.raises(errors.RateLimitError) as caught:
        client.with_options(max_retries=0).list_case_watchers("C")
    assert caught.value.retry_after == 1e9


def test_a_refused_connection_is_retried_for_a_post_too(call: Call, waits: list[float]) -> None:
    with pytest.raises(errors.APIConnectionError) as caught:
        call("watch_case", "C", "U", settings={"base_url": f"http://{CLOSED}"})
    assert len(waits) == 3
    assert (caught.value.method, caught.value.path) == ("POST", "/api/v2/cases/C/watchers/U")


def test_the_rate_limit_is_readable_on_the_response_and_the_error(
    client: Client, httpserver: HTTPServer, waits: list[float]
) -> None:
    headers = {"X-RateLimit-Limit": "100", "X-RateLimit-Period": "60", "X-RateLimit-Remaining": "99"}
    script(httpserver, (200, {**headers, "X-RateLimit-Reset": "12.5", "X-RateLimit-Name": "cases"}), (200, {}))
    response = list_case_watchers.sync_detailed("C", client=client)
    assert response.rate_limit == RateLimit(100, 60, 99, 12.5, "cases")
    assert list_case_watchers.sync_detailed("C", client=client).rate_limit is None
    httpserver.clear()
    script(httpserver, *[(429, {"X-RateLimit-Remaining": "0", "X-RateLimit-Limit": "many"})] * 4)
    with pytest.raises(errors.RateLimitError) as caught:
        client.list_case_watchers("C")
    assert caught.value.rate_limit == RateLimit(None, None, 0, None, None)
    named = {f"x-ratelimit-{name}": str(n) for n, name in enumerate(("limit", "period", "remaining", "reset", "name"))}
    assert RateLimit.from_headers(named) == RateLimit(0, 1, 2, 3.0, "4")
    assert RateLimit.from_headers({"x-ratelimit-limit": "inf", "x-ratelimit-reset": "nan"}) == RateLimit(*[None] * 5)


def test_a_detailed_call_retries_and_then_returns_the_status(
    client: Client, httpserver: HTTPServer, waits: list[float]
) -> None:
    script(httpserver, *[(429, {})] * 9)
    response = list_case_watchers.sync_detailed("C", client=client)
    assert response.status_code == 429
    assert len(httpserver.log) == 4


def test_a_call_does_not_load_asyncio(httpserver: HTTPServer, url: str) -> None:
    script(httpserver)
    code = (
        "import sys; from datadog_case_management import Client;"
        f"Client(base_url={url!r}, **{KEYS!r}).list_case_watchers('C');"
        "assert 'asyncio' not in sys.modules, 'loaded'"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_post_lost_in_a_redirect_is_sent_once(call: Call, waits: list[float]) -> None:
    """The service received it, whatever happened to the connection to the new address."""
    with FaultyServer(respond(307, b"", f"Location: http://{CLOSED}/elsewhere"), faulty=ALWAYS) as server:
        settings = {"base_url": server.url, "follow_redirects": True}
        with pytest.raises(errors.APIConnectionError):
            call("watch_case", "C", "U", settings=settings)
        assert (server.requests, waits) == (1, [])
        with pytest.raises(errors.APIConnectionError):
            call("list_case_watchers", "C", settings=settings)
        assert (server.requests, len(waits)) == (5, 3)


def test_a_post_is_retried_if_the_caller_says_so(
    call: Call, httpserver: HTTPServer, url: str, waits: list[float]
) -> None:
    httpserver.expect_ordered_request("/api/v2/cases/C/watchers/U", "POST").respond_with_data("", 502)
    httpserver.expect_ordered_request("/api/v2/cases/C/watchers/U", "POST").respond_with_data("", 201)
    call("watch_case", "C", "U", settings={"base_url": url, "retry_posts": True})
    assert len(waits) == 1


def test_a_timeout_is_retried_if_the_caller_says_so(call: Call, waits: list[float]) -> None:
    with FaultyServer(hang, faulty=1) as server:
        call("list_case_watchers", "C", settings={"base_url": server.url, "timeout": 1, "retry_timeouts": True})
    # A busy machine may need another attempt.
    retried = len(waits)
    assert retried
    settings = {"timeout": 0.3, "retry_timeouts": True}
    with FaultyServer(hang, faulty=ALWAYS) as server, pytest.raises(errors.APITimeoutError):
        call("watch_case", "C", "U", settings={"base_url": server.url, **settings})
    assert len(waits) == retried


def test_a_call_takes_no_longer_than_its_total_timeout(
    call: Call, httpserver: HTTPServer, url: str, waits: list[float]
) -> None:
    """A wait that would end after it is not begun, and a hanging attempt ends with it."""
    limited = httpserver.expect_request("/api/v2/cases/C/watchers")
    limited.respond_with_data("", 429, {"X-RateLimit-Reset": "15"})
    with pytest.raises(errors.RateLimitError) as caught:
        call("list_case_watchers", "C", settings={"base_url": url, "total_timeout": 14})
    assert (waits, caught.value.attempts) == ([], 1)
    with pytest.raises(errors.RateLimitError):
        call("list_case_watchers", "C", settings={"base_url": url, "total_timeout": 60})
    assert len(waits) == 3
    with FaultyServer(hang, faulty=ALWAYS) as server, pytest.raises(errors.APITimeoutError, match=r"within 0\.3 s"):
        call("list_case_watchers", "C", settings={"base_url": server.url, "total_timeout": 0.3})
