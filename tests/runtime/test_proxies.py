"""HTTP, HTTPS and SOCKS5 proxies: small real ones, and those of the environment."""

from __future__ import annotations

import contextlib
import importlib.util
import select
import socket
import ssl
import struct
import sys
from base64 import b64encode
from typing import Any

import httpx
import pytest
from datadog_case_management import AsyncClient, Client, errors
from faulty_server import CLOSED, FaultyServer, hang, tls
from helpers import KEYS, Call, each_library

SECRET = "s3cret-passw0rd"


class Proxy(FaultyServer):
    """Relays connections to a server, whatever the name of the host that it is asked for."""

    def __init__(self, protocol: str, target: str, password: str = "", context: ssl.SSLContext | None = None) -> None:
        super().__init__(hang, context)
        self.asked: list[str] = []
        self.url = f"{protocol}://{self.url.partition('//')[2]}"
        self._protocol = protocol
        self._target = ("127.0.0.1", int(target.rpartition(":")[2]))
        self._password = password

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            self._open.add(connection)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            stack.enter_context(connection)
            server = stack.enter_context(socket.create_connection(self._target))
            self._open |= {connection, server}
            if (self._socks if self._protocol.startswith("socks") else self._http)(connection, server):
                relay(connection, server)

    def _http(self, connection: socket.socket, server: socket.socket) -> bool:
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.recv(65536)
        method, target, _ = head.split(b" ", 2)
        expected = b"basic " + b64encode(f"user:{self._password}".encode())
        if self._password and expected.lower() not in head.lower():
            connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return False
        self.asked.append(target.decode())
        if method == b"CONNECT":
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            server.sendall(head)
        return True

    def _socks(self, connection: socket.socket, server: socket.socket) -> bool:
        """The server side of https://www.rfc-editor.org/rfc/rfc1928 and 1929, as needed for the tests."""
        _, count = connection.recv(2)
        methods = connection.recv(count)
        wanted = 2 if self._password else 0
        connection.sendall(bytes((5, wanted if wanted in methods else 255)))
        if wanted not in methods:
            return False
        if wanted == 2:
            _, size = connection.recv(2)
            user = connection.recv(size)
            password = connection.recv(connection.recv(1)[0])
            accepted = (user, password) == (b"user", self._password.encode())
            connection.sendall(bytes((1, 0 if accepted else 1)))
            if not accepted:
                return False
        _, _, _, address_type = connection.recv(4)
        host = (
            connection.recv(connection.recv(1)[0]).decode()
            if address_type == 3
            else socket.inet_ntoa(connection.recv(4))
        )
        (port,) = struct.unpack("!H", connection.recv(2))
        self.asked.append(f"{host}:{port}")
        connection.sendall(b"\x05\x00\x00\x01" + bytes(6))
        return True


def relay(one: socket.socket, other: socket.socket) -> None:
    while True:
        # select does not see bytes that TLS has already decrypted.
        ready = [side for side in (one, other) if isinstance(side, ssl.SSLSocket) and side.pending()]
        for side in ready or select.select([one, other], [], [], 10)[0]:
            data = side.recv(65536)
            if not data:
                return
            (other if side is one else one).sendall(data)


@pytest.fixture(params=["http", "https", "socks5", "socks5h"])
def protocol(request: pytest.FixtureRequest) -> str:
    if request.param.startswith("socks") and "aiohttp" in request.node.name:
        pytest.skip("aiohttp has no SOCKS proxies")
    return str(request.param)


@pytest.fixture(params=["http", "https"])
def scheme(request: pytest.FixtureRequest) -> str:
    """That of the service behind the proxy."""
    return str(request.param)


@each_library
@pytest.mark.parametrize("password", ["", SECRET])
def test_a_call_goes_through_the_proxy(protocol: str, scheme: str, password: str, call: Call) -> None:
    with contextlib.ExitStack() as stack:
        trusted = tls("service.test")
        context, trust = tls()
        server = stack.enter_context(FaultyServer(hang, trusted[0] if scheme == "https" else None, faulty=0))
        proxy = stack.enter_context(Proxy(protocol, server.url, password, context if protocol == "https" else None))
        url = proxy.url.replace("//", f"//user:{password}@") if password else proxy.url
        settings = {
            "base_url": f"{scheme}://service.test:1234",
            "proxy": httpx.Proxy(url, ssl_context=trust) if protocol == "https" else url,
            # aiohttp trusts the same authorities with the proxy and behind it.
            "verify": both(trust, trusted[1]),
            "max_retries": 0,
        }
        assert call("list_case_watchers", "C", settings=settings).data == []
        path = "http://service.test:1234/api/v2/cases/C/watchers"
        forwarded = scheme == "http" and not protocol.startswith("socks")
        assert proxy.asked == [path if forwarded else "service.test:1234"]


def both(*contexts: ssl.SSLContext) -> ssl.SSLContext:
    together = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for context in contexts:
        for certificate in context.get_ca_certs(binary_form=True):
            together.load_verify_locations(cadata=certificate)
    return together


@each_library
def test_a_wrong_password_is_not_shown(protocol: str, call: Call) -> None:
    with contextlib.ExitStack() as stack:
        context, trust = tls()
        server = stack.enter_context(FaultyServer(hang, faulty=0))
        proxy = stack.enter_context(Proxy(protocol, server.url, "another", context if protocol == "https" else None))
        url = proxy.url.replace("//", f"//user:{SECRET}@")
        settings = {
            "base_url": "https://service.test:1234",
            "proxy": httpx.Proxy(url, ssl_context=trust) if protocol == "https" else url,
            "verify": trust,
            "max_retries": 0,
        }
        with pytest.raises(errors.APIConnectionError) as caught:
            call("list_case_watchers", "C", settings=settings)
        assert SECRET not in f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"
        assert server.requests == 0


@pytest.mark.parametrize("transport", ["sync", None, "httpx2", "aiohttp"])
@pytest.mark.parametrize("how", ["argument", "environment"])
def test_a_proxy_that_cannot_be_used(transport: str | None, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    unusable = [f"http://user:{SECRET}@host:port", "http://[::1", f"http://user:{SECRET}@host:99999999"]
    unusable.append(f"ftp://user:{SECRET}@host")
    if how == "argument":
        # In the environment, the scheme may be left out, and an empty proxy is none.
        unusable += [f"user:{SECRET}@host:3128", ""]
    for proxy in unusable:
        settings: dict[str, Any] = {"proxy": proxy, **KEYS}
        if how == "environment":
            monkeypatch.setenv("ALL_PROXY", settings.pop("proxy"))
        with pytest.raises(errors.ConfigurationError) as caught:
            Client(**settings) if transport == "sync" else AsyncClient(transport=transport, **settings)
        assert SECRET not in f"{caught.value!r} {caught.value.__context__!r} {caught.value.__cause__!r}"
        assert "http://host:3128" in str(caught.value)
        assert ("the environment variable ALL_PROXY" in str(caught.value)) == (how == "environment")


@pytest.mark.parametrize("how", ["argument", "environment"])
def test_socks_without_its_package(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings: dict[str, Any] = {"proxy": "socks5://127.0.0.1:1", **KEYS}
    if how == "environment":
        monkeypatch.setenv("ALL_PROXY", settings.pop("proxy"))
    assert importlib.util.find_spec("socksio")
    monkeypatch.setitem(sys.modules, "socksio", None)
    for client_class in (Client, AsyncClient):
        with pytest.raises(
            errors.ConfigurationError,
            match=r"^a SOCKS proxy needs a package: pip install 'datadog-case-management\[socks\]'$",
        ):
            client_class(**settings)


def test_a_no_proxy_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "http://[::1")
    with pytest.raises(errors.ConfigurationError, match=r"^NO_PROXY, or another variable of the environment, cannot"):
        Client(**KEYS)


NO_PROXIES = ["*", "127.0.0.1", "127.0.0.1:{port}", "elsewhere.test,127.0.0.1", "http://127.0.0.1", "all://127.0.0.1"]


@each_library
def test_no_proxy_has_the_same_effect_with_every_transport(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultyServer(hang, faulty=0) as server:
        monkeypatch.setenv("HTTP_PROXY", f"http://{CLOSED}")
        settings = {"base_url": server.url, "max_retries": 0}
        monkeypatch.setenv("NO_PROXY", "127.0.0.1:2,another.test")
        with pytest.raises(errors.APIConnectionError):
            call("list_case_watchers", "C", settings=settings)
        for no_proxy in NO_PROXIES:
            monkeypatch.setenv("NO_PROXY", no_proxy.format(port=server.url.rpartition(":")[2]))
            assert call("list_case_watchers", "C", settings=settings).data == [], no_proxy
