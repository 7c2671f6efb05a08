"""Tries what the README says about this client, the vendor's and stock output, apart from speed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import server
import stock_client
from datadog_api_client import ApiClient, Configuration
from datadog_api_client.v2.api.case_management_api import CaseManagementApi
from datadog_case_management import Client
from stock_client.api.case_management import list_case_timeline as stock_timeline
from stock_client.api.case_management import watch_case as stock_watch

CASE, USER, KEY = "CASEM-1", "8146583c-0b5f-11ec-abf8-da7ad0900001", "0123456789abcdef" * 2
# An undocumented kind of cell that the service sends.
UNLISTED = json.loads(server.page(size=2).replace(b'"COMMENT"', b'"STATUS_CHANGED"', 1))
Response = tuple[int, Any]


@contextmanager
def responding(*responses: Response) -> Iterator[tuple[int, list[str]]]:
    """A server that sends these responses and repeats the last; yields its port and the requests."""
    received: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            status, body = responses[min(len(received), len(responses) - 1)]
            received.append(f"{self.command} {self.path}")
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            if status == 429:
                self.send_header("X-RateLimit-Reset", "1")
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = respond

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield http.server_port, received
        http.shutdown()


def outcome(call: Callable[[], Any]) -> str:
    """The outcome of a call, in a word."""
    try:
        result = call()
    except Exception as error:
        return f"raises {type(error).__name__}"
    return f"returns {type(result).__name__}"


def clients(port: int, configuration: Callable[[int], Configuration], **settings: Any) -> dict[str, Any]:
    """The calls of each contender: a page, and a watch."""
    url = f"http://127.0.0.1:{port}"
    ours = Client(api_key=KEY, app_key=KEY, base_url=url)
    vendors = configuration(port)
    vendors.api_key = {"apiKeyAuth": KEY, "appKeyAuth": KEY}
    for name, value in settings.items():
        setattr(vendors, name, value)
    api = CaseManagementApi(ApiClient(vendors))
    stock = stock_client.AuthenticatedClient(base_url=url, token=KEY)
    return {
        "this client": (lambda: ours.list_case_timeline(CASE), lambda: ours.watch_case(CASE, USER), ours),
        "vendor": (lambda: api.list_case_timeline(CASE), lambda: api.watch_case(CASE, USER), vendors),
        "stock": (
            lambda: stock_timeline.sync(CASE, client=stock),
            lambda: stock_watch.sync_detailed(CASE, USER, client=stock).parsed,
            stock,
        ),
    }


def facts(configuration: Callable[[int], Configuration]) -> dict[str, dict[str, str]]:
    """The outcome of each situation for each contender."""
    found: dict[str, dict[str, str]] = {}

    def note(what: str, responses: list[Response], which: int, **settings: Any) -> None:
        for name in ("this client", "vendor", "stock"):
            with responding(*responses) as (port, received):
                call = clients(port, configuration, **settings)[name][which]
                found.setdefault(what, {})[name] = f"{outcome(call)}, {len(received)} sent"

    problem = {"errors": ["no"]}
    note("an enum value that no page lists", [(200, UNLISTED)], 0)
    note("a 403 on a GET", [(403, problem)], 0)
    note("a 429, then a success", [(429, problem), (200, UNLISTED)], 0)
    note("a 429, then a success; vendor with enable_retry", [(429, problem), (200, UNLISTED)], 0, enable_retry=True)
    note("a 500 on a POST", [(500, problem)], 1)
    note("a 500 on a POST; vendor with enable_retry", [(500, problem), (201, None)], 1, enable_retry=True)
    for name, (*_, shown) in clients(9, configuration).items():
        found.setdefault("repr() shows the key", {})[name] = str(KEY in repr(shown))
    return found


def table(found: dict[str, dict[str, str]]) -> str:
    """A table of the outcomes, with a line per contender."""
    lines = []
    for what, outcomes in found.items():
        lines.append(f"\n{what}")
        lines += [f"  {name:28}{text}" for name, text in outcomes.items()]
    return "\n".join(lines)
