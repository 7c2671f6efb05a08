"""The seam: which objects of httpx and httpx2 are accepted, and what leaves each transport whatever happens."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket
import sys
import threading
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from datadog_case_management import AsyncClient, Client, errors
from faulty_server import ALWAYS, CLOSED, FaultyServer, hang, respond, shut
from helpers import (
    KEYS,
    MODES,
    Call,
    Clock,
    connections,
    each_library,
    eventually_async,
    run_async,
    run_program,
    traces_instructions,
)

LIBRARIES: list[Any] = [httpx, httpx2]


@each_library
@pytest.mark.parametrize("library", LIBRARIES)
def test_settings_may_be_objects_of_either_library(library: Any, call: Call) -> None:
    with FaultyServer(hang, faulty=0) as server:
        settings: dict[str, Any] = {
            "base_url": library.URL(server.url),
            "timeout": library.Timeout(60, connect=5),
            "limits": library.Limits(max_connections=2),
        }
        assert call("list_case_watchers", "C", settings=settings).data == []
        settings |= {"base_url": "http://somewhere.invalid", "proxy": library.Proxy(server.url, auth=("me", "secret"))}
        assert call("list_case_watchers", "C", settings=settings).data == []
        settings["proxy"] = library.URL(server.url)
        assert call("list_case_watchers", "C", settings=settings).data == []


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("client_class", [Client, AsyncClient])
def test_a_transport_may_be_an_object_of_either_library(library: Any, client_class: Any) -> None:
    seen: list[Any] = []

    def respond(request: Any) -> Any:
        seen.append(request)
        return library.Response(200, json={"data": []})

    settings = {"transport": library.MockTransport(respond), "event_hooks": {"request": [seen.append]}, **KEYS}
    if client_class is Client:
        with Client(**settings) as client:
            client.list_case_watchers("C")
    else:
        run_async(AsyncClient(**settings).list_case_watchers("C"))
    assert seen[0] is seen[1], "the hook gets the request that is sent"
    assert type(seen[0]) is library.Request


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"])
@each_library
def test_a_tls_file_of_the_environment_is_named(
    variable: str, mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "nowhere" / "file")
    monkeypatch.setenv(variable, path)
    client_class, transport, _ = MODES[mode]
    with pytest.raises(errors.ConfigurationError, match=rf"^the environment variable {variable} names '{path}', which"):
        client_class(transport=transport, **KEYS)


def test_a_tls_file_of_the_environment_without_certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "empty.pem"
    path.touch()
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with pytest.raises(errors.ConfigurationError, match=r"^the certificates of SSL_CERT_FILE or SSL_CERT_DIR cannot"):
        Client(**KEYS)


@pytest.mark.parametrize("how", ["argument", "environment"])
@each_library
def test_an_ipv6_address_is_not_sent_through_a_proxy_that_would_misread_it(
    mode: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_class, transport, _ = MODES[mode]
    settings: dict[str, Any] = {"transport": transport, "base_url": "http://[::1]:81", **KEYS}
    if how == "argument":
        settings["proxy"] = f"http://{CLOSED}"
    else:
        monkeypatch.setenv("HTTP_PROXY", f"http://{CLOSED}")
    if mode == "aiohttp":
        client_class(**settings)
        return
    with pytest.raises(errors.ConfigurationError, match=r"cannot send to an IPv6 address through a proxy: use a name"):
        client_class(**settings)


LOCATIONS = [
    "javascript:alert(1)", "http://xn--/", "http://a..b/", "http://host:99999/", "http://host:x/", "http://[::1/",
    "file:///etc/passwd", "http://user:pass@host/", "http://1.2.3.4.5/", "http://host:0/",
]  # fmt: skip


@each_library
@pytest.mark.parametrize("location", LOCATIONS)
def test_a_location_that_leads_nowhere_is_an_error_for_the_status(location: str, call: Call) -> None:
    for follow_redirects in (False, True):
        with (
            FaultyServer(respond(302, b"", f"Location: {location}")) as server,
            pytest.raises((errors.APIStatusError, errors.APIConnectionError)) as caught,
        ):
            call("watch_case", "C", "U", settings={"base_url": server.url, "follow_redirects": follow_redirects})
        assert follow_redirects or isinstance(caught.value, errors.APIStatusError)
        assert getattr(caught.value, "status_code", 302) == 302


@each_library
def test_a_location_that_is_too_long(call: Call) -> None:
    location = f"Location: /{'a' * 70_000}"
    with FaultyServer(respond(302, b"", location), faulty=ALWAYS) as server, pytest.raises(errors.APIConnectionError):
        call("list_case_watchers", "C", settings={"base_url": server.url, "follow_redirects": True, "max_retries": 0})


@each_library
@pytest.mark.parametrize(
    "base_url", ["http://host:-1", "http://a..b", "http://1.2.3.4.5", "http://xn--", "http://host:0", "http://"]
)
def test_a_base_url_that_leads_nowhere_is_rejected(base_url: str, call: Call) -> None:
    with pytest.raises((errors.ConfigurationError, errors.APIConnectionError)):
        call("list_case_watchers", "C", settings={"base_url": base_url, "max_retries": 0})


@each_library
@pytest.mark.parametrize("value", ["1\r\nX-Injected: 1", "1 ", "\x00", "chunked", "7"])
def test_a_header_of_a_hook_that_cannot_be_sent(call: Call, value: str) -> None:
    for name in ("X-A\r\nB", "Transfer-Encoding", "Host", "X A", "é"):

        def hook(request: Any, name: str = name) -> None:
            request.headers[name] = value

        with FaultyServer(shut(b""), faulty=ALWAYS) as server:
            settings = {"base_url": server.url, "event_hooks": {"request": [hook]}, "max_retries": 0}
            try:
                call("list_case_watchers", "C", settings=settings)
            except Exception as error:
                # Anything but a documented error is what the hook itself raised, such as for a name that is not ASCII.
                assert isinstance(error, errors.APIConnectionError) or type(error) is UnicodeEncodeError, name
                assert not any(key in f"{error!r} {error}" for key in KEYS.values()), name


@each_library
def test_a_content_length_of_a_hook_that_is_wrong(call: Call) -> None:
    def hook(request: Any) -> None:
        request.headers["Content-Length"] = "7"

    def read_once(listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                connection.recv(65_536)
                connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=read_once, args=(listener,), daemon=True).start()
        settings: dict[str, Any] = {"event_hooks": {"request": [hook]}, "max_retries": 0}
        settings["base_url"] = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(errors.APIConnectionError):
            call("list_case_watchers", "C", settings=settings)
        listener.shutdown(socket.SHUT_RDWR)


def test_leaving_a_cancelled_scope_closes_everything(transport: Any) -> None:
    async def run() -> None:
        client = AsyncClient(base_url=server.url, transport=transport, **KEYS)
        with anyio.CancelScope() as scope:
            async with client:
                await asyncio.gather(*(client.list_case_watchers("C") for _ in range(5)))
                scope.cancel()
                await anyio.sleep(0)
        assert connections(client) == []
        await eventually_async(lambda: server.open == 0)

    with FaultyServer(hang, faulty=0) as server:
        run_async(run())


@pytest.mark.parametrize("transport", [None, "httpx2"])
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_client_outlives_a_run_of_trio(transport: Any) -> None:
    async def calls() -> None:
        for _ in range(2):
            assert (await client.list_case_watchers("C")).data == []

    with FaultyServer(hang, faulty=0) as server:
        client = AsyncClient(base_url=server.url, transport=transport, max_retries=0, **KEYS)
        for backend in ("trio", "asyncio", "trio", "trio", "asyncio"):
            anyio.run(calls, backend=backend)
        anyio.run(client.aclose)
        assert server.requests == 10
    gc.collect()


def test_aiohttp_under_trio_says_what_to_do() -> None:
    async def calls() -> None:
        with pytest.raises(errors.ConfigurationError, match=r'^transport="aiohttp" needs asyncio: leave it out under'):
            await AsyncClient(transport="aiohttp", **KEYS).list_case_watchers("C")

    anyio.run(calls, backend="trio")


INTERRUPTED = """
import signal, sys
from datadog_case_management import Client

handled, busy = [], []

class Last:
    def __del__(self):
        client.list_case_watchers("C")

def handle(*_):
    if len(handled) < 50 and not busy:
        busy.append(True)
        handled.append(client.list_case_watchers("C"))
        Last()
        busy.clear()

client = Client(base_url=sys.argv[1], transport=sys.argv[2], api_key="a" * 32, app_key="b" * 40, max_retries=0)
client.list_case_watchers("C")  # Python itself does not survive an interrupted import.
signal.signal(signal.SIGALRM, handle)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
while len(handled) < 50:
    client.list_case_watchers("C")
signal.setitimer(signal.ITIMER_REAL, 0)
signal.signal(signal.SIGALRM, lambda *_: client.close())
signal.raise_signal(signal.SIGALRM)
print("done")
"""


@pytest.mark.parametrize("library", ["httpx", pytest.param("httpx2", marks=pytest.mark.thorough)])
def test_calls_and_close_work_in_signal_handlers_and_in_del(library: str) -> None:
    with FaultyServer(hang, faulty=0) as server:
        result = run_program("-c", INTERRUPTED, server.url, library)
    assert (result.stdout, result.stderr) == ("done\n", "")


@pytest.mark.parametrize("library", ["httpx", pytest.param("httpx2", marks=pytest.mark.thorough)])
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@traces_instructions
def test_an_interruption_at_any_instruction_leaves_no_call_hanging(library: str) -> None:
    """An exception of a signal handler can arrive between any two instructions of the package.

    In the locks of httpcore and httpcore2, it can arrive where they wait for themselves; docs/faults.md has this limit.
    """
    count, stop = 0, 0

    def trace(frame: Any, event: str, argument: Any) -> Any:
        nonlocal count
        if "datadog_case_management" not in frame.f_code.co_filename:
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            count += 1
            if count == stop:
                raise KeyboardInterrupt
        return trace

    def interrupted_call() -> None:
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            client.list_case_watchers("C")
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(before)

    limits = httpx.Limits(max_connections=1)
    with (
        FaultyServer(hang, faulty=0) as server,
        Client(base_url=server.url, limits=limits, transport=library, timeout=60, max_retries=0, **KEYS) as client,
    ):
        interrupted_call()
        total, tries = count, 150
        for number in range(tries):
            count, stop = 0, total * (number + 1) // tries
            interrupted_call()
            assert client.list_case_watchers("C").data == []
    gc.collect()  # so that Python warns here about the connections of interrupted calls, and not in another test


def test_the_wait_for_a_connection_does_not_count_towards_the_attempt(transport: Any, clock: Clock) -> None:
    """The second call waits an hour for the first, by the clock of the package."""
    arrived_at, released = threading.Event(), threading.Event()

    def slow(connection: socket.socket, method: str) -> None:
        arrived_at.set()
        released.wait(60)
        respond(200, b'{"data": []}')(connection, method)

    async def run() -> None:
        settings: dict[str, Any] = {"base_url": server.url, "transport": transport, "max_retries": 0}
        async with AsyncClient(limits=httpx.Limits(max_connections=1), **settings, **KEYS) as client:
            first = asyncio.create_task(client.with_options(timeout=None).list_case_watchers("C"))
            await eventually_async(arrived_at.is_set)
            second = asyncio.create_task(client.list_case_watchers("C"))
            await asyncio.sleep(0.05)
            clock.now += 3600
            released.set()
            assert [(await call).data for call in (first, second)] == [[], []]

    with FaultyServer(slow) as server:
        run_async(run())
