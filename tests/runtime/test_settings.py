"""The settings of a client: their sources, their conflicts, and what reaches the request."""

from __future__ import annotations

import contextlib
import inspect
import math
import re
import ssl
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import httpx
import httpx2
import pytest
import trustme
import yaml
from datadog_case_management import AsyncClient, Client, DatadogSite, __version__, errors
from datadog_case_management._config import Config
from datadog_case_management._transport import ssl_context_of
from datadog_case_management.testing import FakeService
from documentation import SITES
from faulty_server import FaultyServer, respond
from helpers import KEYS, SPEC_DOCUMENT, Call, each_library
from pytest_httpserver import HTTPServer
from tools.paths import ROOT


def watchers(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_json({"data": []})


def sent(httpserver: HTTPServer) -> dict[str, str]:
    return {name.lower(): value for name, value in dict(httpserver.log[-1][0].headers).items()}


@each_library
def test_keys_from_arguments_are_sent_under_the_names_of_the_spec(call: Call, httpserver: HTTPServer, url: str) -> None:
    watchers(httpserver)
    call("list_case_watchers", "C", settings={"base_url": url})
    headers, schemes = sent(httpserver), SPEC_DOCUMENT["components"]["securitySchemes"]
    assert headers[schemes["apiKeyAuth"]["name"].lower()] == KEYS["api_key"]
    assert headers[schemes["appKeyAuth"]["name"].lower()] == KEYS["app_key"]
    assert "authorization" not in headers
    assert headers["user-agent"].startswith(f"datadog-case-management/{__version__} ")
    assert headers["accept"] == "application/json"
    assert headers["accept-encoding"] == "gzip, deflate"


@each_library
def test_headers_of_the_caller_are_sent(call: Call, httpserver: HTTPServer, url: str) -> None:
    watchers(httpserver)
    call("list_case_watchers", "C", settings={"base_url": url, "headers": {"X-Team": "ops", "User-Agent": "mine"}})
    assert (sent(httpserver)["x-team"], sent(httpserver)["user-agent"]) == ("ops", "mine")


def requested(call: Call, **settings: Any) -> httpx.Request:
    service = FakeService()
    call("list_case_watchers", "C", settings={"transport": service.transport, **settings})
    return service.calls[0].request


def test_keys_and_site_from_the_environment(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DD_API_KEY", "env-api")
    monkeypatch.setenv("DD_APP_KEY", "env-app")
    monkeypatch.setenv("DD_SITE", "us5.datadoghq.com")
    request = requested(call, api_key=None, app_key=None)
    assert str(request.url) == "https://api.us5.datadoghq.com/api/v2/cases/C/watchers"
    assert (request.headers["dd-api-key"], request.headers["dd-application-key"]) == ("env-api", "env-app")
    assert requested(call, site="datadoghq.eu").url.host == "api.datadoghq.eu"


def test_a_token_instead_of_the_keys(call: Call) -> None:
    request = requested(call, api_key=None, app_key=None, access_token="t0ken\n")
    assert request.headers["authorization"] == "Bearer t0ken"
    assert "dd-api-key" not in request.headers


def test_spaces_around_keys_are_ignored(call: Call) -> None:
    headers = requested(call, api_key=f" {KEYS['api_key']}\n", app_key=f"{KEYS['app_key']}\r\n").headers
    assert (headers["dd-api-key"], headers["dd-application-key"]) == (KEYS["api_key"], KEYS["app_key"])


def test_every_site_of_the_spec() -> None:
    server = SPEC_DOCUMENT["servers"][0]
    for site in (*SITES, *DatadogSite):
        assert repr(server["url"].replace("{site}", str(site))) in repr(Client(site=site, **KEYS))
    assert repr(server["url"].format(site=server["variables"]["site"]["default"])) in repr(Client(**KEYS))


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


WRONG_SETTINGS = yaml.safe_load((ROOT / "tests/data/wrong_settings.yaml").read_text(encoding="utf-8"))
TRANSPORT = httpx.MockTransport(lambda _: httpx.Response(200))
UP_TO_THE_TRANSPORT = "{} is up to the transport: set it there, or leave out transport"
NO_PROXY = "proxy must be str, or URL or Proxy of httpx or httpx2, not "


class Unshowable:
    def __repr__(self) -> str:
        raise LookupError


# Those that YAML cannot express.
WRONG_OBJECTS: list[tuple[dict[str, Any], str]] = [
    ({"api_key": b"k", "app_key": "x"}, "api_key must be a string, or a function that returns one, not bytes"),
    ({"timeout": (3, 10)}, "timeout must be seconds, not (3, 10): httpx.Timeout(10, connect=3) limits each phase"),
    ({"timeout": Unshowable()}, "timeout must be more than 0 seconds, not a value of type test_settings.Unshowable; "),
    ({"timeout": 10**400}, "timeout must be more than 0 seconds, not 1000"),
    ({"timeout": httpx.Timeout(float("inf"))}, "timeout must have seconds for each phase, not inf"),
    ({"timeout": httpx2.Timeout(-1)}, "timeout must have seconds for each phase, not -1"),
    ({"max_retries": [0] * 999}, f"max_retries must be an integer of at least 0, not {str([0] * 999)[:1000]}…"),
    ({"limits": httpx2.Timeout(1)}, "limits must be httpx.Limits or httpx2.Limits, not httpx2.Timeout"),
    ({"base_url": httpx2.Headers()}, "base_url must be str, or URL of httpx or httpx2, not httpx2.Headers"),
    ({"base_url": "http://x/\ud800"}, "base_url must look like https://host or https://host/path"),
    ({"base_url": f"http://{'é' * 70}"}, "base_url must look like https://host or https://host/path"),
    ({"proxy": "http://x/\ud800"}, "proxy cannot be used: a proxy must look like http://host:3128"),
    ({"proxy": httpx.Limits()}, f"{NO_PROXY}httpx.Limits"),
    ({"proxy": httpx.URL("http://")}, "proxy cannot be used: a proxy must look like http://host:3128"),
    ({"transport": TRANSPORT, "proxy": "http://h"}, UP_TO_THE_TRANSPORT.format("proxy")),
    ({"transport": TRANSPORT, "limits": httpx.Limits()}, UP_TO_THE_TRANSPORT.format("limits")),
    ({"transport": TRANSPORT, "verify": False}, UP_TO_THE_TRANSPORT.format("verify")),
    ({"transport": httpx2.HTTPTransport}, "transport must be "),
]


@pytest.mark.parametrize(
    ("settings", "message"),
    [*((row["settings"], row["message"]) for row in WRONG_SETTINGS), *WRONG_OBJECTS],
    ids=lambda value: value[:60] if isinstance(value, str) else "",
)
def test_an_invalid_setting_says_what_to_do(settings: dict[str, Any], message: str) -> None:
    keys = {} if {"api_key", "app_key", "access_token"} & settings.keys() or not settings else KEYS
    for client_class in (Client, AsyncClient):
        with pytest.raises(errors.ConfigurationError) as caught:
            client_class(**keys, **settings)
        assert isinstance(caught.value, ValueError)
        assert str(caught.value).startswith(message.replace("{sites}", ", ".join(SITES)))


@pytest.mark.parametrize(
    ("client_class", "transport", "message"),
    [
        (Client, httpx2.AsyncHTTPTransport(), "for a Client, not httpx2.AsyncHTTPTransport"),
        (AsyncClient, httpx.HTTPTransport(), "for an AsyncClient, not httpx.HTTPTransport"),
        (Client, "aiohttp", "one of httpx, httpx2, not 'aiohttp': only an AsyncClient can use it"),
        (AsyncClient, "aiosonic", "one of httpx, httpx2, aiohttp, not 'aiosonic'"),
    ],
)
def test_a_transport_of_another_client_is_rejected(client_class: Any, transport: Any, message: str) -> None:
    with pytest.raises(errors.ConfigurationError, match=f"^transport must be .*{re.escape(message)}"):
        client_class(transport=transport, **KEYS)


def test_an_extra_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datadog_case_management._transport.find_spec", lambda name: None)
    with pytest.raises(errors.ConfigurationError, match=r"pip install 'datadog-case-management\[aiohttp\]'"):
        AsyncClient(transport="aiohttp", **KEYS)


def test_the_largest_and_smallest_values_are_valid() -> None:
    Client(base_url="http://host:65535", proxy="http://proxy:65535", max_response_bytes=1, **KEYS).close()


def test_only_the_last_slash_of_a_base_url_is_removed() -> None:
    assert "'https://h/XX'" in repr(Client(base_url="https://h/XX/", **KEYS))
    assert "'https://h/x'" in repr(Client(base_url=httpx.URL("https://h/x/"), **KEYS))


@each_library
def test_a_redirect_to_another_host_does_not_get_the_keys(call: Call, httpserver: HTTPServer, url: str) -> None:
    with HTTPServer(host="127.0.0.1") as other:
        other.expect_request("/there").respond_with_data("", 302, {"Location": other.url_for("/further")})
        other.expect_request("/further").respond_with_json({"data": []})
        httpserver.expect_request("/here").respond_with_data("", 302, {"Location": other.url_for("/there")})
        httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_data("", 307, {"Location": f"{url}/here"})
        with pytest.raises(errors.APIStatusError) as caught:
            call("list_case_watchers", "C", settings={"base_url": url})
        assert (caught.value.status_code, other.log) == (307, [])
        call("list_case_watchers", "C", settings={"base_url": url, "follow_redirects": True})
        assert httpserver.log[-1][0].path == "/here"
        assert sent(httpserver)["dd-api-key"] == KEYS["api_key"]
        assert len(other.log) == 2
        call("request", "GET", "/here", settings={"base_url": url, "follow_redirects": True}, headers={"X-A": "b"})
        assert (sent(httpserver)["x-a"], len(other.log)) == ("b", 4)
        for request, _ in other.log:
            assert not {"dd-api-key", "dd-application-key", "x-a"} & {name.lower() for name in dict(request.headers)}


@each_library
def test_a_repeated_location_is_one_and_different_ones_are_none(call: Call) -> None:
    for others, status in (("/there", None), ("/elsewhere", 307)):
        with FaultyServer(respond(307, b"", "Location: /there", f"Location: {others}")) as server:
            settings = {"base_url": server.url, "follow_redirects": True}
            with pytest.raises(errors.APIStatusError) if status else contextlib.nullcontext() as caught:
                assert call("list_case_watchers", "C", settings=settings).data == []
            assert getattr(getattr(caught, "value", None), "status_code", None) == status
            assert server.requests == (1 if status else 2)


LIMITS: list[dict[str, Any]] = [{"max_connections": wrong} for wrong in (0, -1, 1.5, "5", True, math.nan)]
LIMITS += [{"max_keepalive_connections": wrong} for wrong in (-1, 0.5, "5")]
LIMITS += [{"keepalive_expiry": wrong} for wrong in (-1, "5", math.nan, math.inf, Decimal(3))]


@pytest.mark.parametrize("limits", LIMITS, ids=str)
@pytest.mark.parametrize("library", [httpx, httpx2])
def test_limits_are_numbers(limits: dict[str, Any], library: Any) -> None:
    with pytest.raises(errors.ConfigurationError, match=rf"^limits.{next(iter(limits))} must be a number of at least "):
        Client(limits=library.Limits(**limits), **KEYS)


@each_library
def test_no_cookie_is_kept_or_sent(call: Call, httpserver: HTTPServer) -> None:
    # By name: aiohttp keeps no cookie of an address in any case.
    url = httpserver.url_for("").replace("127.0.0.1", "localhost")
    headers = {"Set-Cookie": "session=1; Path=/", "Location": f"{url}elsewhere"}
    httpserver.expect_request("/api/v2/cases/C/watchers").respond_with_json({}, 307, headers)
    httpserver.expect_request("/elsewhere").respond_with_json({"data": []}, headers=headers)
    call("list_case_watchers", "C", settings={"base_url": url, "follow_redirects": True})
    assert [request.path for request, _ in httpserver.log] == ["/api/v2/cases/C/watchers", "/elsewhere"]
    assert not any("Cookie" in request.headers for request, _ in httpserver.log)


def test_with_options_is_a_copy_that_shares_the_connections() -> None:
    service = FakeService()
    client = service.client()
    before = dict(vars(client))
    other = client.with_options(timeout=1.5, max_retries=0, headers={"X-Team": "ops"})
    assert vars(client) == before
    assert type(other) is Client
    assert other._transport is client._transport
    assert other._timeouts.read == 1.5
    other.list_case_watchers("C")
    client.list_case_watchers("C")
    assert ["x-team" in call.request.headers for call in service.calls] == [True, False]
    with pytest.raises(errors.ConfigurationError):
        client.with_options(timeout=-1)


def test_with_options_merges_headers() -> None:
    service = FakeService()
    with service.client(headers={"X-Team": "ops", "X-Other": "1"}) as client:
        other = client.with_options(headers={"x-team": "dev", "X-New": "2"}).with_options(headers={"X-OTHER": None})
        other.list_case_watchers("C")
        client.with_options(headers=None).list_case_watchers("C")
    (merged, original) = (call.request.headers for call in service.calls)
    assert (merged["X-Team"], merged["X-New"]) == ("dev", "2")
    assert "X-Other" not in merged
    assert (original["X-Team"], original["X-Other"]) == ("ops", "1")
    with pytest.raises(errors.ConfigurationError, match="headers must be Mapping, not list"):
        client.with_options(headers=["x"])  # type: ignore[arg-type]


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


@each_library
def test_a_custom_certificate_authority(tmp_path: Path, call: Call, waits: list[float]) -> None:
    authority = trustme.CA()
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(server)
    with HTTPServer(host="localhost", ssl_context=server) as https:
        watchers(https)
        url = https.url_for("").rstrip("/")
        for verify in (str(path), path, ssl.create_default_context(cafile=str(path)), False):
            call("list_case_watchers", "C", settings={"base_url": url, "verify": verify})
        with pytest.raises(errors.APIConnectionError, match=r"(?i)certificate"):
            call("list_case_watchers", "C", settings={"base_url": url})
    assert waits == [], "a wrong certificate stays wrong"


def test_the_repr_shows_the_base_url_and_the_credentials_without_their_values() -> None:
    shown = "Client(base_url='https://api.datadoghq.com', auth=<DD-API-KEY and DD-APPLICATION-KEY>)"
    assert repr(Client(**KEYS)) == shown
    assert repr(AsyncClient(access_token="t0ken", base_url="http://localhost:1/")) == (
        "AsyncClient(base_url='http://localhost:1', auth=<Authorization>)"
    )
    for client in (Client(**KEYS), Client(**KEYS).with_options(timeout=1)):
        others = repr({name: value for name, value in vars(client).items() if name != "_config"})
        assert not any(key in others for key in KEYS.values())


def test_settings_are_equal_if_their_values_are() -> None:
    one, same, other = (Client(**KEYS, timeout=timeout)._config for timeout in (1, 1, 2))
    assert one == same
    assert one != other


def test_a_setting_cannot_be_assigned() -> None:
    client: Any = Client(**KEYS)
    with pytest.raises(
        AttributeError, match=r"^timeout of a client cannot be changed: client\.with_options\(timeout=…\)"
    ):
        client.timeout = 5
    client.note = "anything else can"


def test_a_setting_is_in_both_constructors_their_documentation_and_with_options() -> None:
    """A setting that is forgotten in one of them would be ignored silently."""
    settings = [attribute.name for attribute in attrs.fields(Config)]
    assert list(inspect.signature(Client).parameters) == settings
    documented = re.findall(r"^    (\w+): ", inspect.getdoc(Client.__init__) or "", re.MULTILINE)
    assert [name for name in documented if name != "ConfigurationError"] == settings
    assert set(inspect.signature(Client.with_options).parameters) - {"self"} <= set(settings)
    assert inspect.signature(Client.__init__) == inspect.signature(AsyncClient.__init__)
