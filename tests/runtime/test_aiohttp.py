"""The [aiohttp] extra changes nothing on the wire or in the errors. Most other tests also run with it."""

from __future__ import annotations

import asyncio
import math
import re
from typing import Any

import aiohttp
import httpx
import pytest
from datadog_case_management import AsyncClient, errors, models
from datadog_case_management._exchange import ConnectionFailed, Loss
from datadog_case_management._transport._aiohttp import failure_of
from faulty_server import FaultyServer, shut, tls
from helpers import KEYS, Clock, call_in, run_async
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

BODY = models.CaseInsightsRequest.from_dict(
    {"data": {"type": "case", "attributes": {"insights": [{"type": "MONITOR", "ref": "/é", "resource_id": "1"}]}}}
)


async def one_of_each(client: AsyncClient) -> None:
    await client.watch_case("a/b %2F?", "U")
    await client.list_case_timeline("C", page_size=2, page_number=1, sort_ascending=True)
    await client.add_case_insights("C", body=BODY)


@pytest.mark.parametrize("setting", [{}, {"headers": {"Accept": "*/*", "X-Team": "ops"}}, {"access_token": "t"}])
def test_the_requests_are_the_same(httpserver: HTTPServer, setting: dict[str, Any]) -> None:
    received: dict[Any, list[tuple[Any, ...]]] = {None: [], "aiohttp": []}

    def handle(request: Request) -> Response:
        line = (request.method, request.environ["REQUEST_URI"])
        received[mode].append((*line, sorted(request.headers.items()), request.get_data()))
        case = '{"attributes": {}, "id": "1", "type": "case"}' if request.method == "PUT" else "[]"
        return Response(f'{{"data": {case}}}', content_type="application/json")

    httpserver.expect_request(re.compile(".*")).respond_with_handler(handle)

    async def run(transport: Any) -> None:
        keys = {} if "access_token" in setting else KEYS
        async with AsyncClient(base_url=httpserver.url_for(""), transport=transport, **keys, **setting) as client:
            await one_of_each(client)

    for mode in received:
        run_async(run(mode))
    assert len(received["aiohttp"]) == 3

    def comparable(request: tuple[Any, ...]) -> Any:
        method, path, headers, body = request
        return method, path, [header for header in headers if header[0] not in ("Connection", "User-Agent")], body

    assert [*map(comparable, received["aiohttp"])] == [*map(comparable, received[None])]


def test_aiohttp_does_not_retry_on_its_own() -> None:
    async def run() -> None:
        async with AsyncClient(base_url=server.url, transport="aiohttp", max_retries=0, **KEYS) as client:
            await client.list_case_watchers("C")
            with pytest.raises(errors.APIConnectionError):
                await client.list_case_watchers("C")

    with FaultyServer(shut(b""), faulty=2) as server:  # on the connection of the first
        run_async(run())
        assert server.requests == 2


def test_calls_wait_for_the_only_connection() -> None:
    context, trust = tls()

    async def run() -> None:
        settings: dict[str, Any] = {"base_url": server.url, "verify": trust, "transport": "aiohttp"}
        async with AsyncClient(**settings, limits=httpx.Limits(max_connections=1), **KEYS) as client:
            await asyncio.gather(*(client.list_case_watchers("C") for _ in range(5)))

    with FaultyServer(shut(b""), context, faulty=0) as server:
        run_async(run())
        assert (server.requests, server.connections) == (5, 1)


@pytest.mark.parametrize(
    ("limits", "most", "expiry"),
    [
        (httpx.Limits(), 0, 5.0),
        (httpx.Limits(max_connections=7, keepalive_expiry=3.0), 7, 3.0),
        (httpx.Limits(keepalive_expiry=None), 0, 1e9),
    ],
)
def test_limits_are_those_of_httpx(limits: httpx.Limits, most: int, expiry: float) -> None:
    async def run() -> None:
        async with AsyncClient(base_url=server.url, transport="aiohttp", limits=limits, **KEYS) as client:
            await client.list_case_watchers("C")
            connector: Any = client._transport._session.connector
            assert (connector.limit, connector._keepalive_timeout) == (most, expiry)

    with FaultyServer(shut(b""), faulty=0) as server:
        run_async(run())


@pytest.mark.parametrize(
    ("timeout", "total", "connect", "sock_read"),
    [
        # None where the total ends it first.
        (12, 12, 10, None),
        (7, 7, 7, None),
        (httpx.Timeout(7, connect=3, pool=2), 19, 3, 7),
        (httpx.Timeout(7, connect=None), None, None, 7),
        (httpx.Timeout(7, pool=None), None, 7, 7),
        (httpx.Timeout(7, read=None), None, 7, None),
        (None, None, None, None),
    ],
)
def test_timeouts_are_those_of_httpx(
    timeout: Any, total: Any, connect: Any, sock_read: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    original = aiohttp.ClientTimeout

    def recorded(**values: Any) -> aiohttp.ClientTimeout:
        seen.append(values)
        return original(**values)

    monkeypatch.setattr(aiohttp, "ClientTimeout", recorded)

    with FaultyServer(shut(b""), faulty=0) as server:
        call_in("aiohttp", "list_case_watchers", "C", settings={"base_url": server.url, "timeout": timeout})
    assert seen == [{"total": total, "connect": connect, "sock_connect": connect, "sock_read": sock_read}]


@pytest.mark.parametrize("value", ["é".encode(), "é".encode("latin-1")], ids=["UTF-8", "Latin-1"])
def test_a_header_of_a_hook_may_be_in_any_encoding(httpserver: HTTPServer, url: str, value: bytes) -> None:
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_json({"data": []})

    async def hook(request: httpx.Request) -> None:
        request.headers = httpx.Headers([*request.headers.raw, (b"X-Name", value)])

    settings = {"base_url": url, "event_hooks": {"request": [hook]}}
    call_in("aiohttp", "list_case_watchers", "C", settings=settings)
    ((request, _),) = httpserver.log
    # The server reads headers as Latin-1, and aiohttp sends them as UTF-8.
    assert request.headers["X-Name"].encode("latin-1").decode() == "é"


def test_a_proxy_that_aiohttp_does_not_support() -> None:
    with pytest.raises(errors.ConfigurationError, match=r"^aiohttp has no socks5 proxies: leave out transport="):
        AsyncClient(transport="aiohttp", proxy="socks5://127.0.0.1:1", **KEYS)


KEY: Any = aiohttp.client_reqrep.ConnectionKey("h", 1, False, True, None, None, None)
INFO: Any = aiohttp.RequestInfo(
    "http://localhost",  # type: ignore[arg-type]
    "GET",
    {"DD-API-KEY": KEYS["api_key"]},  # type: ignore[arg-type]
    "http://localhost",  # type: ignore[arg-type]
)


@pytest.mark.parametrize(
    ("error", "loss"),
    [
        (aiohttp.ConnectionTimeoutError("slow"), Loss.TIMED_OUT),
        (aiohttp.SocketTimeoutError("slow"), Loss.TIMED_OUT),
        (TimeoutError("slow"), Loss.TIMED_OUT),
        (aiohttp.ClientProxyConnectionError(KEY, OSError(1, "no")), Loss.NEVER_SENT),
        (aiohttp.ClientHttpProxyError(INFO, (), status=407, message="no"), Loss.NEVER_SENT),
        (aiohttp.ClientConnectorError(KEY, OSError(1, "no")), Loss.NEVER_SENT),
        (aiohttp.ClientConnectorDNSError(KEY, OSError(1, "no")), Loss.NEVER_SENT),
        (aiohttp.ServerDisconnectedError("gone"), Loss.LOST),
        (aiohttp.ClientPayloadError("short"), Loss.LOST),
        (aiohttp.ClientResponseError(INFO, (), message="not HTTP"), Loss.LOST),
        (aiohttp.ClientOSError(1, "reset"), Loss.LOST),
        (aiohttp.ClientConnectionResetError("reset"), Loss.LOST),
        (aiohttp.InvalidURL("x"), Loss.FINAL),
        (ValueError("x"), Loss.FINAL),
    ],
)
def test_each_error_of_aiohttp_is_a_failure(error: Exception, loss: Loss) -> None:
    cause = error.__cause__ = OSError("below")
    failure: Any = failure_of(error, math.inf)
    assert failure.loss is loss
    # Without the URL of a response error, which may be that of a proxy.
    text = f"{error.status} {error.message}" if isinstance(error, aiohttp.ClientResponseError) else str(error)
    assert str(failure) == f"{type(error).__name__}: {text}"
    assert failure.__cause__ is (error if type(error) is TimeoutError else cause)
    assert KEYS["api_key"] not in repr(failure)


@pytest.mark.parametrize("size", [10, 3_000_000])
def test_a_body_arrives_complete(size: int, httpserver: HTTPServer, url: str) -> None:
    received: list[Any] = []

    def handle(request: Request) -> Response:
        received.append(request.get_json())
        return Response(status=403)

    httpserver.expect_request("/api/v2/cases/C/insights").respond_with_handler(handle)
    insight = {"type": "MONITOR", "ref": "/monitors/1", "resource_id": "x" * size}

    with pytest.raises(errors.ForbiddenError):
        call_in("aiohttp", "add_case_insights", "C", settings={"base_url": url}, insights=[insight])
    assert received == [{"data": {"type": "case", "attributes": {"insights": [insight]}}}]


def test_a_failure_of_our_own_stays_as_it_is() -> None:
    failure = ConnectionFailed(Loss.REFUSED, "closed")
    assert failure_of(failure, math.inf) is failure
