"""What is retried, how often and after how long. The tests do not really wait."""

from __future__ import annotations

import gc
import logging
import re
import ssl
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from email.utils import formatdate
from typing import Any

import httpx
import pytest
from datadog_case_management import AsyncClient, Client, RateLimit, errors
from datadog_case_management._exchange import ConnectionFailed, Loss, RetryPolicy
from datadog_case_management._request import PreparedRequest
from datadog_case_management._retries import Retries
from datadog_case_management.api.case_management import list_case_watchers
from datadog_case_management.testing import FakeService
from faulty_server import ALWAYS, CLOSED, FaultyServer, hang, respond
from helpers import CALLS, KEYS, OPERATIONS, Call, Clock, each_library, replying, run_async

SUCCESS = httpx.Response(200, json={"data": []})


def call_each_operation(call: Call, *replies: Any, **settings: Any) -> dict[str, int]:
    """The number of attempts for each HTTP method, with these replies and then a success."""
    attempts: dict[str, set[int]] = {}
    for operation, (args, kwargs) in CALLS.items():
        service = FakeService()
        service.reply(operation, *replies, min(OPERATIONS[operation].examples))
        try:
            call(operation, *args, settings={"transport": service.transport, **settings}, **kwargs)
        except errors.CaseManagementError as error:
            assert error.attempts == len(service.calls)
        attempts.setdefault(OPERATIONS[operation].method, set()).add(len(service.calls))
    return {method: number for method, (number,) in attempts.items()}


ALL_METHODS = {OPERATIONS[name].method for name in CALLS}


def test_429_is_retried_for_every_operation(call: Call, waits: list[float]) -> None:
    assert call_each_operation(call, 429, 429) == dict.fromkeys(ALL_METHODS, 3)
    assert 0.5 <= waits[0] <= 0.8
    assert 1 <= waits[1] <= 1.4


@pytest.mark.parametrize("status", [500, 502, 503, 520, 599])
def test_5xx_is_retried_except_for_a_post(call: Call, waits: list[float], status: int) -> None:
    assert call_each_operation(call, status) == {method: 1 if method == "POST" else 2 for method in ALL_METHODS}
    assert all(0.5 <= wait <= 0.8 for wait in waits)
    assert call_each_operation(call, status, retry_posts=True) == dict.fromkeys(ALL_METHODS, 2)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 418])
def test_4xx_is_not_retried(call: Call, waits: list[float], status: int) -> None:
    assert call_each_operation(call, status) == dict.fromkeys(ALL_METHODS, 1)
    assert waits == []


@pytest.mark.parametrize("max_retries", [0, 1, 3, 12])
def test_max_retries(call: Call, waits: list[float], max_retries: int) -> None:
    service = replying(429, headers={"Retry-After": "3"})
    with pytest.raises(errors.RateLimitError) as caught:
        call("list_case_watchers", "C", settings={"transport": service.transport, "max_retries": max_retries})
    assert len(service.calls) == caught.value.attempts == 1 + max_retries
    assert len(waits) == max_retries
    assert caught.value.retry_after == 3


def test_the_default_is_three_retries_also_of_a_copy(waits: list[float]) -> None:
    client = Client(transport=replying(503).transport, **KEYS)
    for copy, retries in ((client, 3), (client.with_options(max_retries=1), 1), (client.with_options(timeout=9), 3)):
        waits.clear()
        with pytest.raises(errors.ServerError):
            copy.list_case_watchers("C")
        assert len(waits) == retries
        assert waits == sorted(waits)


NOW = int(Clock().now)
RESET, AFTER = "X-RateLimit-Reset", "Retry-After"
DATES = [formatdate(NOW + seconds, usegmt=True) for seconds in (20, 30)]
# The status and the headers, and the seconds that the service asks to wait; 0.5 is the first wait without a hint.
HINTS: dict[str, tuple[int, list[tuple[str, str]], float]] = {
    "seconds": (429, [(RESET, "10")], 10),
    "a fraction": (429, [(RESET, "2.5")], 2.5),
    "zero": (429, [(RESET, "0")], 0),
    "a negative number": (429, [(RESET, "-5")], 0),
    "a Unix time": (429, [(RESET, str(NOW + 21))], 21),
    "a Unix time in the past": (429, [(RESET, str(NOW - 21))], 0),
    "a minute, the longest wait": (429, [(RESET, "60")], 60),
    "not a number": (429, [(RESET, "soon")], 0.5),
    "nan": (429, [(RESET, "nan")], 0.5),
    "infinite": (429, [(RESET, "inf")], 0.5),
    "no header": (429, [], 0.5),
    "Retry-After comes first": (429, [(AFTER, "4"), (RESET, "9")], 4),
    "a date": (429, [(AFTER, DATES[0])], 20),
    "a date with asctime": (429, [(AFTER, time.asctime(time.gmtime(NOW + 20)))], 20),
    "a date without a zone": (429, [(AFTER, formatdate(NOW + 20))], 20),
    "a date in the past": (429, [(AFTER, formatdate(0, usegmt=True))], 0),
    "a wrong Retry-After": (429, [(AFTER, "x"), (RESET, "9")], 9),
    "503 with Retry-After": (503, [(AFTER, "7")], 7),
    "503 with a rate limit, which is not why": (503, [(RESET, "40")], 0.5),
    # Of a repeated header the longest wait counts.
    "repeated": (429, [(RESET, "3"), (RESET, "3")], 3),
    "repeated, rising": (429, [(RESET, "3"), (RESET, "5")], 5),
    "repeated, falling": (429, [(RESET, "5"), (RESET, "3")], 5),
    "a list": (429, [(RESET, "3,,4 , soon")], 4),
    "repeated, with a word": (429, [(RESET, "soon"), (RESET, "4")], 4),
    "repeated, with infinity": (429, [(RESET, "inf"), (RESET, "4")], 4),
    "repeated wrong Retry-After": (429, [(AFTER, "x"), (AFTER, "y"), (RESET, "9"), (RESET, "9")], 9),
    "repeated dates": (429, [(AFTER, DATES[0]), (AFTER, DATES[1])], 30),
    "a number and a date": (429, [(AFTER, "4"), (AFTER, DATES[0])], 20),
}


@pytest.fixture
def tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("tokyo")
@pytest.mark.parametrize("hint", HINTS)
def test_the_wait_is_what_the_service_asks_for(call: Call, waits: list[float], clock: Clock, hint: str) -> None:
    status, headers, seconds = HINTS[hint]
    service = replying(httpx.Response(status, headers=headers), SUCCESS)
    call("list_case_watchers", "C", settings={"transport": service.transport})
    (wait,) = waits
    assert seconds <= wait <= seconds * 1.25 + 0.2


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {RESET: "60.1"}, 60.1),
        (429, {RESET: "31536000"}, 31536000),
        (429, {AFTER: "3600", RESET: "1"}, 3600),
        (429, {AFTER: "1000000000"}, 1e9),  # a duration, and not a Unix time
        (503, {AFTER: "61"}, None),
    ],
)
def test_a_wait_of_more_than_a_minute_raises_at_once(
    call: Call, waits: list[float], status: int, headers: dict[str, str], seconds: float | None
) -> None:
    with pytest.raises(errors.APIStatusError) as caught:
        call("list_case_watchers", "C", settings={"transport": replying(status, headers=headers).transport})
    assert (caught.value.attempts, waits) == (1, [])
    assert getattr(caught.value, "retry_after", None) == seconds


def test_waits_are_jittered(waits: list[float]) -> None:
    with pytest.raises(errors.RateLimitError):
        replying(429, headers={AFTER: "8"}).client(max_retries=3).list_case_watchers("C")
    assert len(set(waits)) == 3
    assert min(waits) >= 8


def test_the_backoff_is_bounded_for_any_number_of_retries() -> None:
    retries = Retries(PreparedRequest("GET", "/", None, {}), RetryPolicy(3_000), renews_token=False)
    for number in range(3_000):
        wait = retries.wait_after(ConnectionFailed(Loss.LOST, "gone"))
        assert wait is not None
        seconds = min(0.5 * 2 ** min(number, 20), 8.0)
        assert seconds <= wait <= seconds * 1.25 + 0.2


def test_the_backoff_never_exceeds_the_longest_wait(call: Call, waits: list[float], clock: Clock) -> None:
    clock.step = 3600  # seconds that pass at every look at the clock
    with pytest.raises(errors.ServerError):
        call("list_case_watchers", "C", settings={"transport": replying(500).transport})
    assert len(waits) == 3


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["7", "7"], RateLimit(7, 7, 7, 7.0, "7")),
        (["7", "9"], RateLimit(7, 9, 7, 9.0, "7")),
        (["9", "7"], RateLimit(7, 9, 7, 9.0, "9")),
        (["many", "7"], RateLimit(7, 7, 7, 7.0, "many")),
        (["many", "inf"], RateLimit(None, None, None, None, "many")),
        ([""], RateLimit(None, None, None, None, None)),
        ([], None),
    ],
)
def test_repeated_rate_limit_headers_are_read_as_one(values: list[str], expected: RateLimit | None) -> None:
    headers = [(f"X-RateLimit-{name}", value) for name in RateLimit._fields for value in values]
    client = replying(httpx.Response(200, headers=headers, json={"data": []})).client()
    assert list_case_watchers.sync_detailed("C", client=client).rate_limit == expected


def test_each_rate_limit_header_has_its_field_on_the_response_and_the_error() -> None:
    named = {f"x-ratelimit-{name}": str(n) for n, name in enumerate(("limit", "period", "remaining", "reset", "name"))}
    assert RateLimit.from_headers(named) == RateLimit(0, 1, 2, 3.0, "4")
    with pytest.raises(errors.RateLimitError) as caught:
        replying(429, headers={"X-RateLimit-Remaining": "0"}).client().list_case_watchers("C")
    assert caught.value.rate_limit == RateLimit(None, None, 0, None, None)


def test_each_wait_is_logged_at_info_without_the_query(
    call: Call, waits: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "datadog_case_management")
    service = FakeService()
    service.reply("list_case_timeline", 429, 503, {"data": []})
    call("list_case_timeline", "C", settings={"transport": service.transport}, page_size=3)
    records = [record for record in caplog.records if record.name == "datadog_case_management"]
    assert [record.levelname for record in records] == ["INFO", "INFO"]
    for number, (record, status) in enumerate(zip(records, (429, 503), strict=True), 1):
        pattern = r"Retrying GET /api/v2/cases/C/timelines in \d\.\d\d s, retry %s of 3, because of status %s"
        assert re.fullmatch(pattern % (number, status), record.getMessage())


def test_the_last_error_is_raised_after_a_retry(call: Call, waits: list[float]) -> None:
    service = replying(429, httpx.ReadTimeout("late"), SUCCESS)
    with pytest.raises(errors.APITimeoutError) as caught:
        call("list_case_watchers", "C", settings={"transport": service.transport})
    assert (len(waits), caught.value.attempts) == (1, 2)


def test_a_detailed_call_retries_and_then_returns_the_status(waits: list[float]) -> None:
    service = replying(429)
    response = list_case_watchers.sync_detailed("C", client=service.client(max_retries=3))
    assert (response.status_code, len(service.calls)) == (429, 4)


def wrong_certificate(message: str) -> httpx.ConnectError:
    error = httpx.ConnectError(message)
    error.__cause__ = ssl.SSLCertVerificationError("wrong")
    return error


@pytest.mark.parametrize(
    ("failure", "error_class", "of_others", "of_a_post"),
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
    call: Call,
    waits: list[float],
    failure: Callable[[str], Exception],
    error_class: type[errors.APIConnectionError],
    of_others: int,
    of_a_post: int,
) -> None:
    failures = [failure("lost") for _ in range(4)]
    expected = {method: of_a_post if method == "POST" else of_others for method in ALL_METHODS}
    assert call_each_operation(call, *failures) == expected
    with pytest.raises(errors.APIConnectionError) as caught:
        call("list_case_watchers", "C", settings={"transport": replying(*failures).transport})
    assert type(caught.value) is error_class


@pytest.mark.parametrize("reply", [httpx.ReadError("lost"), 503])
def test_exhausted_retries_leave_no_reference_cycle(reply: Any, waits: list[float]) -> None:
    def respond(_: httpx.Request) -> httpx.Response:
        if isinstance(reply, int):
            return httpx.Response(reply)
        raise httpx.ReadError("lost")

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


def test_a_call_does_not_load_asyncio() -> None:
    code = (
        "import sys; from datadog_case_management import Client;"
        f"Client(base_url=sys.argv[1], **{KEYS!r}).list_case_watchers('C');"
        "assert 'asyncio' not in sys.modules, 'loaded'"
    )
    with FaultyServer(hang, faulty=0) as server:
        assert subprocess.run([sys.executable, "-c", code, server.url], check=False).returncode == 0


@each_library
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


def test_a_timeout_is_retried_if_the_caller_says_so(call: Call, waits: list[float]) -> None:
    late = [httpx.ReadTimeout("late") for _ in range(4)]
    expected = {method: 1 if method == "POST" else 4 for method in ALL_METHODS}
    assert call_each_operation(call, *late, retry_timeouts=True) == expected


@each_library
def test_a_call_takes_no_longer_than_its_total_timeout(call: Call, waits: list[float]) -> None:
    """A wait that would end after it is not begun, and a hanging attempt ends with it."""
    with FaultyServer(respond(429, b"", "X-RateLimit-Reset: 15"), faulty=ALWAYS) as server:
        with pytest.raises(errors.RateLimitError) as caught:
            call("list_case_watchers", "C", settings={"base_url": server.url, "total_timeout": 14})
        assert (waits, caught.value.attempts) == ([], 1)
        with pytest.raises(errors.RateLimitError):
            call("list_case_watchers", "C", settings={"base_url": server.url, "total_timeout": 60})
        assert len(waits) == 3
    with FaultyServer(hang, faulty=ALWAYS) as server, pytest.raises(errors.APITimeoutError, match=r"3 s(?!.*scope)"):
        call("list_case_watchers", "C", settings={"base_url": server.url, "total_timeout": 0.3})
