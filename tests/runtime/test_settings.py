"""Keys, token, site and base URL: their sources, conflicts, and redaction."""

from __future__ import annotations

import inspect
import logging
import pickle
import re
import ssl
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest
import trustme
from datadog_case_management import AsyncClient, Client, DatadogSite, __version__, errors
from datadog_case_management._config import Config
from datadog_case_management._transport import ssl_context_of
from documentation import SITES
from faulty_server import CLOSED
from helpers import KEYS, SPEC_DOCUMENT, Call, run_async
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

SECRETS = (KEYS["api_key"], KEYS["app_key"], "t0ken")


def watchers(httpserver: HTTPServer, status: int = 200, headers: dict[str, str] | None = None) -> None:
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_json({"data": []}, status, headers or {})


def sent(httpserver: HTTPServer) -> dict[str, str]:
    return dict(httpserver.log[-1][0].headers)


def test_keys_from_arguments_are_sent_under_the_names_of_the_spec(call: Call, httpserver: HTTPServer, url: str) -> None:
    watchers(httpserver)
    call("list_case_watchers", "C", settings={"base_url": url})
    schemes = SPEC_DOCUMENT["components"]["securitySchemes"]
    headers = {name.lower(): value for name, value in sent(httpserver).items()}
    assert headers[schemes["apiKeyAuth"]["name"].lower()] == KEYS["api_key"]
    assert headers[schemes["appKeyAuth"]["name"].lower()] == KEYS["app_key"]
    assert "authorization" not in headers
    assert headers["user-agent"].startswith(f"datadog-case-management/{__version__} ")
    assert headers["accept"] == "application/json"


def test_keys_and_site_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DD_API_KEY", "env-api")
    monkeypatch.setenv("DD_APP_KEY", "env-app")
    monkeypatch.setenv("DD_SITE", "us5.datadoghq.com")
    requests: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={"data": []})

    with Client(transport=httpx.MockTransport(respond)) as client:
        client.list_case_watchers("C")
    assert str(requests[0].url) == "https://api.us5.datadoghq.com/api/v2/cases/C/watchers"
    assert (requests[0].headers["dd-api-key"], requests[0].headers["dd-application-key"]) == ("env-api", "env-app")
    assert "api.datadoghq.eu" in repr(Client(site="datadoghq.eu"))


def test_a_token_instead_of_the_keys(call: Call, httpserver: HTTPServer, url: str) -> None:
    watchers(httpserver)
    call(
        "list_case_watchers", "C", settings={"base_url": url, "api_key": None, "app_key": None, "access_token": "t0ken"}
    )
    headers = {name.lower(): value for name, value in sent(httpserver).items()}
    assert headers["authorization"] == "Bearer t0ken"
    assert "dd-api-key" not in headers


@pytest.mark.parametrize("site", [*SITES, *DatadogSite])
def test_every_site_of_the_spec(site: str) -> None:
    server = SPEC_DOCUMENT["servers"][0]
    assert repr(server["url"].replace("{site}", str(site))) in repr(Client(site=site, **KEYS))


def test_the_default_site_is_that_of_the_spec() -> None:
    server = SPEC_DOCUMENT["servers"][0]
    assert repr(server["url"].format(site=server["variables"]["site"]["default"])) in repr(Client(**KEYS))


THE_SITES = f"sites are {', '.join(SITES)}; for another address, pass base_url"
UNSENDABLE = "the {} header cannot hold the given key or token: it has a space, a line break or a letter outside ASCII"
NO_PROXY = "proxy cannot be used: a proxy must look like http://host:3128, https://host:3128 or socks5://host:1080"
NO_URL = "base_url must look like https://host or https://host/path"
TRANSPORT = httpx.MockTransport(lambda _: httpx.Response(200))
NO_VERIFICATION: list[Any] = [None, 0, 1, "", []]
WRONG: list[tuple[dict[str, Any], str | None]] = [
    ({}, "no key: pass api_key or set DD_API_KEY, and app_key or set DD_APP_KEY; or pass access_token instead of both"),
    ({"api_key": "x"}, "no key: pass app_key or set DD_APP_KEY; or pass access_token instead of both"),
    ({"app_key": "x"}, "no key: pass api_key or set DD_API_KEY; or pass access_token instead of both"),
    ({"api_key": "", "app_key": "x"}, "no key: pass api_key or set DD_API_KEY; or pass access_token instead of both"),
    ({"access_token": "t", "api_key": "x"}, "access_token replaces api_key and app_key: pass one or the other"),
    ({"access_token": ""}, "access_token is empty"),
    ({"api_key": "with a space", "app_key": "x"}, UNSENDABLE.format("DD-API-KEY")),
    ({"api_key": "line\nbreak", "app_key": "x"}, UNSENDABLE.format("DD-API-KEY")),
    ({"access_token": "ü"}, UNSENDABLE.format("Authorization")),
    ({**KEYS, "site": "datadog.com"}, f"unknown site 'datadog.com': did you mean datadoghq.com? The {THE_SITES}"),
    ({**KEYS, "site": "EU1"}, f"unknown site 'EU1': did you mean datadoghq.eu? The {THE_SITES}"),
    ({**KEYS, "site": "example.org/x"}, f"unknown site 'example.org/x': the {THE_SITES}"),
    (
        {**KEYS, "base_url": "https://h/api/v2"},
        "base_url must not end with /api/v2: the paths of the operations begin with it",
    ),
    (
        {**KEYS, "base_url": "https://app.datadoghq.eu"},
        "base_url must not be the web interface: pass site='datadoghq.eu' instead",
    ),
    ({**KEYS, "headers": {"DD-API-KEY": "x"}}, "headers must not have DD-API-KEY: pass api_key"),
    ({**KEYS, "headers": {"dd-application-key": "x"}}, "headers must not have dd-application-key: pass app_key"),
    (
        {**KEYS, "timeout": (3, 10)},
        "timeout must be seconds, not (3, 10): httpx.Timeout(10, connect=3) limits each phase",
    ),
    ({**KEYS, "total_timeout": 0}, "total_timeout must be more than 0 seconds, or None, not 0"),
    ({**KEYS, "retry_posts": 1}, "retry_posts must be bool, not int"),
    ({**KEYS, "base_url": "api.datadoghq.com"}, NO_URL),
    ({**KEYS, "base_url": "https://h?x=1"}, NO_URL),
    ({**KEYS, "base_url": 3}, "base_url must be str, or URL of httpx or httpx2, not int"),
    ({**KEYS, "base_url": "http://h/#"}, NO_URL),
    ({**KEYS, "base_url": "http://h/?"}, NO_URL),
    ({**KEYS, "base_url": "http://h:65536"}, NO_URL),
    ({**KEYS, "base_url": "http://u:p@h"}, NO_URL),
    ({**KEYS, "proxy": "http://h:65536"}, NO_PROXY),
    ({**KEYS, "proxy": httpx.URL("http://")}, NO_PROXY),
    ({**KEYS, "proxy": "http://[::1"}, NO_PROXY),
    ({**KEYS, "max_response_bytes": 0}, "max_response_bytes must be an integer of at least 1, not 0"),
    ({**KEYS, "max_response_bytes": True}, "max_response_bytes must be an integer of at least 1, not True"),
    ({**KEYS, "max_response_bytes": 1.5}, "max_response_bytes must be an integer of at least 1, not 1.5"),
    ({**KEYS, "max_retries": [0] * 999}, f"max_retries must be an integer of at least 0, not {str([0] * 999)[:1000]}…"),
    (
        {**KEYS, "headers": {"X": "a\r\nb"}},
        "headers must have names and values of printable ASCII, without spaces around",
    ),
    ({**KEYS, "headers": {"X Y": "b"}}, "headers cannot have the name 'X Y'"),
    ({**KEYS, "headers": {"": "b"}}, "headers cannot have the name ''"),
    ({**KEYS, "headers": {"Content-Length": "3"}}, "headers must not have Content-Length: the client sets it"),
    (
        {**KEYS, "headers": {"transfer-encoding": "chunked"}},
        "headers must not have transfer-encoding: the client sets it",
    ),
    ({**KEYS, "max_retries": -1}, "max_retries must be an integer of at least 0, not -1"),
    ({**KEYS, "max_retries": True}, "max_retries must be an integer of at least 0, not True"),
    (
        {**KEYS, "timeout": 0},
        "timeout must be more than 0 seconds, not 0; None waits forever, and an httpx.Timeout or httpx2.Timeout limits each phase",
    ),
    (
        {**KEYS, "timeout": float("nan")},
        "timeout must be more than 0 seconds, not nan; None waits forever, and an httpx.Timeout or httpx2.Timeout limits each phase",
    ),
    (
        {**KEYS, "timeout": "x"},
        "timeout must be more than 0 seconds, not 'x'; None waits forever, and an httpx.Timeout or httpx2.Timeout limits each phase",
    ),
    ({**KEYS, "headers": {3: "x"}}, "headers must have strings as names and values, not int"),
    ({"api_key": b"k", "app_key": "x"}, "api_key must be a string, or a function that returns one, not bytes"),
    ({"api_key": "x", "app_key": 3}, "app_key must be a string, or a function that returns one, not int"),
    ({"access_token": 3}, "access_token must be a string, or a function that returns one, not int"),
    (
        {**KEYS, "site": 3},
        "site must be str, not int",
    ),
    (
        {**KEYS, "timeout": True},
        "timeout must be more than 0 seconds, not True; None waits forever, and an httpx.Timeout or httpx2.Timeout limits each phase",
    ),
    ({**KEYS, "headers": ["x"]}, "headers must be Mapping, not list"),
    ({**KEYS, "headers": {"X": None}}, "headers must have strings as names and values, not NoneType"),
    (
        {**KEYS, "headers": {"X": "ü\u2603"}},
        "headers must have names and values of printable ASCII, without spaces around",
    ),
    ({**KEYS, "follow_redirects": "yes"}, "follow_redirects must be bool, not str"),
    (
        {**KEYS, "proxy": 3},
        "proxy must be str, or URL or Proxy of httpx or httpx2, not int: a proxy must look like http://host:3128, https://host:3128 or socks5://host:1080",
    ),
    ({**KEYS, "limits": 3}, "limits must be httpx.Limits or httpx2.Limits, not int"),
    *[
        (
            {**KEYS, "verify": verify},
            f"verify must be True, False, an SSL context or the path of a file with certificates, not {verify!r}",
        )
        for verify in NO_VERIFICATION
    ],
    ({**KEYS, "transport": 3}, None),
    (
        {**KEYS, "transport": TRANSPORT, "proxy": "http://h"},
        "proxy is up to the transport: set it there, or leave out transport",
    ),
    (
        {**KEYS, "transport": TRANSPORT, "limits": httpx.Limits()},
        "limits is up to the transport: set it there, or leave out transport",
    ),
    (
        {**KEYS, "transport": TRANSPORT, "verify": False},
        "verify is up to the transport: set it there, or leave out transport",
    ),
    (
        {**KEYS, "proxy": "nonsense://x"},
        NO_PROXY,
    ),
    (
        {**KEYS, "verify": "/no/such/file"},
        "verify='/no/such/file' cannot be used: FileNotFoundError: [Errno 2] No such file or directory",
    ),
]


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(("settings", "message"), WRONG)
def test_an_invalid_setting_says_what_to_do(
    kind: type[Client] | type[AsyncClient], settings: dict[str, Any], message: str | None
) -> None:
    with pytest.raises(errors.ConfigurationError) as caught:
        kind(**settings)
    assert isinstance(caught.value, ValueError)
    assert message is None or str(caught.value) == message


def test_only_the_last_slash_of_a_base_url_is_removed() -> None:
    assert "'https://h/XX'" in repr(Client(base_url="https://h/XX/", **KEYS))


def test_no_secret_is_shown_anywhere(
    call: Call,
    httpserver: HTTPServer,
    url: str,
    caplog: pytest.LogCaptureFixture,
    waits: list[float],
    request: pytest.FixtureRequest,
) -> None:
    caplog.set_level(logging.DEBUG)

    def echo(received: Request) -> Response:
        return Response(f'{{"errors": ["got {received.headers["DD-API-KEY"]}"]}}', 500)

    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_handler(echo)
    with pytest.raises(errors.ServerError) as caught:
        call("list_case_watchers", "C", settings={"base_url": url})
    with pytest.raises(errors.APIConnectionError) as refused:
        call("list_case_watchers", "C", settings={"base_url": f"http://{CLOSED}"})
    request_sent = getattr(refused.value.__cause__, "request", None)
    shown = [repr(request_sent and dict(request_sent.headers)), caplog.text]
    for error in (caught.value, refused.value):
        shown += [repr(error), str(error), repr(error.__dict__), pickle.dumps(error).decode("latin-1")]
    for client in (Client(**KEYS), AsyncClient(access_token="t0ken"), Client(**KEYS).with_options(timeout=1)):
        shown += [repr(client), str(client), repr({k: v for k, v in client.__dict__.items() if k != "_config"})]
    assert waits
    assert "[aiohttp]" in request.node.name or "httpcore" in caplog.text
    assert "Retrying GET" in caplog.text
    for text in shown:
        assert not any(secret in text for secret in SECRETS), text


@pytest.mark.parametrize("status", [400, 403, 500])
def test_an_echoed_token_is_redacted_in_the_error(status: int) -> None:
    echo = "the token t0ken is not allowed"
    transport = httpx.MockTransport(lambda _: httpx.Response(status, text=echo, headers={"X-Reason": echo}))
    settings: dict[str, Any] = {"transport": transport, "access_token": "t0ken", "max_retries": 0}
    with Client(**settings) as client, pytest.raises(errors.APIStatusError) as caught:
        client.list_case_watchers("C")
    assert caught.value.content == b"the token [redacted] is not allowed"
    assert caught.value.headers["X-Reason"] == "the token [redacted] is not allowed"


def test_the_request_of_a_lost_redirect_has_no_keys() -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/there":
            raise httpx.ReadError("lost", request=request)
        return httpx.Response(307, headers={"Location": "/there"})

    settings: dict[str, Any] = {"transport": httpx.MockTransport(respond), "follow_redirects": True, "max_retries": 0}
    with Client(**settings, **KEYS) as client, pytest.raises(errors.APIConnectionError) as caught:
        client.list_case_watchers("C")
    cause = caught.value.__cause__
    assert isinstance(cause, httpx.ReadError)
    assert cause.request.url.path == "/there"
    assert not {"dd-api-key", "dd-application-key"} & set(cause.request.headers)


@pytest.mark.parametrize("follow", [False, True])
def test_a_redirect_to_another_host_does_not_get_the_keys(
    call: Call, httpserver: HTTPServer, url: str, follow: bool
) -> None:
    with HTTPServer(host="127.0.0.1") as other:
        other.expect_request("/there").respond_with_data("", 302, {"Location": other.url_for("/further")})
        other.expect_request("/further").respond_with_json({"data": []})
        httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_data(
            "", 302, {"Location": other.url_for("/there")}
        )
        settings = {"base_url": url, "follow_redirects": follow}
        if not follow:
            with pytest.raises(errors.APIStatusError) as caught:
                call("list_case_watchers", "C", settings=settings)
            assert caught.value.status_code == 302
            assert other.log == []
        else:
            call("list_case_watchers", "C", settings=settings)
            assert len(other.log) == 2
            for request, _ in other.log:
                assert not {"dd-api-key", "dd-application-key"} & {name.lower() for name in dict(request.headers)}


def test_a_redirect_to_the_same_host_keeps_the_keys(call: Call, httpserver: HTTPServer, url: str) -> None:
    httpserver.expect_request("/there").respond_with_json({"data": []})
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_data("", 307, {"Location": f"{url}/there"})
    call("list_case_watchers", "C", settings={"base_url": url, "follow_redirects": True})
    assert sent(httpserver)["Dd-Api-Key"] == KEYS["api_key"]


def test_only_what_can_be_decompressed_is_accepted(call: Call, httpserver: HTTPServer, url: str) -> None:
    watchers(httpserver)
    call("list_case_watchers", "C", settings={"base_url": url})
    assert sent(httpserver)["Accept-Encoding"] == "gzip, deflate"


def test_headers_of_the_caller_are_sent(call: Call, httpserver: HTTPServer, url: str) -> None:
    watchers(httpserver)
    call("list_case_watchers", "C", settings={"base_url": url, "headers": {"X-Team": "ops", "User-Agent": "mine"}})
    assert (sent(httpserver)["X-Team"], sent(httpserver)["User-Agent"]) == ("ops", "mine")


@pytest.mark.parametrize("how", ["argument", "environment"])
def test_a_proxy_is_used(
    call: Call, httpserver: HTTPServer, url: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    watchers(httpserver)
    monkeypatch.setenv("NO_PROXY", "")
    if how == "environment":
        monkeypatch.setenv("HTTP_PROXY", url)
    settings = {"base_url": "http://somewhere.invalid", "proxy": url if how == "argument" else None}
    call("list_case_watchers", "C", settings=settings)
    assert sent(httpserver)["Host"] == "somewhere.invalid"


def test_a_custom_transport() -> None:
    with Client(transport=httpx.MockTransport(lambda _: httpx.Response(201)), **KEYS) as client:
        client.watch_case("C", "U")

    async def run() -> None:
        async with AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(201)), **KEYS) as client:
            await client.watch_case("C", "U")

    run_async(run())


def test_a_transport_that_does_not_exist() -> None:
    only_async = r"^transport must be one of httpx, httpx2, not 'aiohttp': only an AsyncClient can use it$"
    with pytest.raises(errors.ConfigurationError, match=only_async):
        Client(transport="aiohttp", **KEYS)
    with pytest.raises(errors.ConfigurationError, match="one of httpx, httpx2, aiohttp, not 'aiosonic'"):
        AsyncClient(transport="aiosonic", **KEYS)


def test_an_extra_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datadog_case_management._transport.find_spec", lambda name: None)
    with pytest.raises(errors.ConfigurationError, match=r"pip install 'datadog-case-management\[aiohttp\]'"):
        AsyncClient(transport="aiohttp", **KEYS)


def test_with_options_is_a_copy_that_shares_the_connections(httpserver: HTTPServer, url: str) -> None:
    watchers(httpserver)
    client = Client(base_url=url, **KEYS)
    before = {name: value for name, value in client.__dict__.items() if name != "_config"}
    config = client._config
    other = client.with_options(timeout=1.5, max_retries=0, headers={"X-Team": "ops"})
    assert {name: value for name, value in client.__dict__.items() if name != "_config"} == before
    assert client._config is config
    assert type(other) is Client
    assert other._transport is client._transport
    assert other._timeouts.read == 1.5
    other.list_case_watchers("C")
    assert sent(httpserver)["X-Team"] == "ops"
    client.list_case_watchers("C")
    assert "X-Team" not in sent(httpserver)
    assert other.with_options().__dict__.keys() == client.__dict__.keys()
    with pytest.raises(errors.ConfigurationError):
        client.with_options(timeout=-1)
    client.close()


def test_with_options_merges_headers(httpserver: HTTPServer, url: str) -> None:
    watchers(httpserver)
    with Client(base_url=url, headers={"X-Team": "ops", "X-Other": "1"}, **KEYS) as client:
        other = client.with_options(headers={"x-team": "dev", "X-New": "2"}).with_options(headers={"X-OTHER": None})
        other.list_case_watchers("C")
        assert (sent(httpserver)["X-Team"], sent(httpserver)["X-New"]) == ("dev", "2")
        assert "X-Other" not in sent(httpserver)
        client.with_options(headers=None).list_case_watchers("C")
        assert (sent(httpserver)["X-Team"], sent(httpserver)["X-Other"]) == ("ops", "1")
    with pytest.raises(errors.ConfigurationError, match="headers must be Mapping, not list"):
        client.with_options(headers=["x"])  # type: ignore[arg-type]


def test_a_base_url_may_be_an_httpx_url() -> None:
    assert "'https://h/x'" in repr(Client(base_url=httpx.URL("https://h/x/"), **KEYS))


def test_verify_may_be_a_path(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(str(path))
    context = ssl_context_of(httpx, path)
    assert len(context.get_ca_certs()) == 1
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert ssl_context_of(httpx, False).verify_mode is ssl.CERT_NONE


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"])
def test_clients_share_the_context_of_the_same_environment(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ssl_context_of(httpx, True)
    assert ssl_context_of(httpx, True) is first
    path = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(str(path))
    monkeypatch.setenv(name, str(tmp_path if name == "SSL_CERT_DIR" else path))
    other = ssl_context_of(httpx, True)
    assert other is not first
    assert ssl_context_of(httpx, True) is other


def test_with_options_takes_arguments_of_the_client() -> None:
    client = inspect.signature(Client.__init__).parameters
    assert set(inspect.signature(Client.with_options).parameters) <= set(client)
    assert inspect.signature(Client.__init__) == inspect.signature(AsyncClient.__init__)


def test_the_default_timeout_is_finite() -> None:
    assert all(seconds is not None and 0 < seconds < 60 for seconds in Client(**KEYS)._timeouts)


def test_a_custom_certificate_authority(tmp_path: Path, call: Call, waits: list[float]) -> None:
    authority = trustme.CA()
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(server)
    with HTTPServer(host="localhost", ssl_context=server) as https:
        watchers(https)
        url = https.url_for("").rstrip("/")
        for verify in (str(path), ssl.create_default_context(cafile=str(path)), False):
            call("list_case_watchers", "C", settings={"base_url": url, "verify": verify})
        with pytest.raises(errors.APIConnectionError, match=r"(?i)certificate"):
            call("list_case_watchers", "C", settings={"base_url": url})
    assert waits == [], "a wrong certificate stays wrong"


def test_a_closed_client_raises(url: str) -> None:
    client = Client(base_url=url, **KEYS)
    client.close()
    with pytest.raises(errors.CaseManagementError, match=r"^this client is closed: .* longer \(GET "):
        client.list_case_watchers("C")


def test_a_closed_async_client_raises(url: str, transport: Any) -> None:
    async def run() -> None:
        client = AsyncClient(base_url=url, transport=transport, **KEYS)
        await client.aclose()
        with pytest.raises(errors.CaseManagementError, match=r"^this client is closed: .* longer \(GET "):
            await client.list_case_watchers("C")

    run_async(run())


def test_the_repr_shows_the_base_url_and_the_kind_of_credentials() -> None:
    shown = "Client(base_url='https://api.datadoghq.com', auth=<DD-API-KEY and DD-APPLICATION-KEY>)"
    assert repr(Client(**KEYS)) == shown
    assert repr(AsyncClient(access_token="t0ken", base_url="http://localhost:1/")) == (
        "AsyncClient(base_url='http://localhost:1', auth=<Authorization>)"
    )
    assert repr(Client(**KEYS)._headers).startswith("<Accept, Accept-Encoding, User-Agent, DD-API-KEY")


def test_no_cookie_is_kept_or_sent(call: Call, httpserver: HTTPServer) -> None:
    # By name: aiohttp keeps no cookie of an address in any case.
    url = httpserver.url_for("").replace("127.0.0.1", "localhost")
    headers = {"Set-Cookie": "session=1; Path=/", "Location": f"{url}elsewhere"}
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_json({}, 307, headers)
    httpserver.expect_request("/elsewhere").respond_with_json({"data": []}, headers=headers)
    call("list_case_watchers", "C", settings={"base_url": url, "follow_redirects": True})
    assert [request.path for request, _ in httpserver.log] == ["/api/v2/cases/C/watchers", "/elsewhere"]
    assert not any("Cookie" in request.headers for request, _ in httpserver.log)


class Unshowable:
    def __repr__(self) -> str:
        raise LookupError


def test_a_setting_whose_repr_raises() -> None:
    with pytest.raises(errors.ConfigurationError, match=r"not a value of type test_settings.Unshowable; None"):
        Client(timeout=Unshowable(), **KEYS)  # type: ignore[arg-type]


def test_settings_are_equal_if_their_values_are() -> None:
    one, same, other = (Client(**KEYS, timeout=timeout)._config for timeout in (1, 1, 2))
    assert one == same
    assert one != other


FORGIVEN = [
    " datadoghq.eu\n",
    "DATADOGHQ.EU",
    "datadoghq.eu/",
    "app.datadoghq.eu",
    "https://app.datadoghq.eu/cases?x=1",
    "api.datadoghq.eu",
]


@pytest.mark.parametrize("site", FORGIVEN)
def test_a_site_is_recognized_where_it_is_clear(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DD_SITE", site)
    for client in (Client(site=site, **KEYS), Client(**KEYS)):
        assert "'https://api.datadoghq.eu'" in repr(client)


def test_spaces_around_keys_are_ignored() -> None:
    client = Client(api_key=f" {KEYS['api_key']}\n", app_key=f"{KEYS['app_key']}\r\n")
    assert client._headers.values == Client(**KEYS)._headers.values
    assert Client(access_token="t0ken\n")._headers.values["Authorization"] == "Bearer t0ken"


def test_a_setting_cannot_be_assigned() -> None:
    client: Any = Client(**KEYS)
    with pytest.raises(
        AttributeError, match=r"^timeout of a client cannot be changed: client\.with_options\(timeout=…\)"
    ):
        client.timeout = 5
    client.note = "anything else can"


def test_a_setting_is_in_the_constructor_and_its_documentation() -> None:
    """A setting that is forgotten in one of them would be ignored silently."""
    settings = [attribute.name for attribute in attrs.fields(Config)]
    assert list(inspect.signature(Client).parameters) == settings
    documented = re.findall(r"^    (\w+): ", inspect.getdoc(Client.__init__) or "", re.MULTILINE)
    assert [name for name in documented if name != "ConfigurationError"] == settings
    assert set(inspect.signature(Client.with_options).parameters) - {"self"} <= set(settings)
