"""Draw the trees in docs/architecture.md by tracing a call and a decode.

Updates the page; with --check, only reports whether it is out of date.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import datadog_case_management
from cassettes import OPERATIONS
from datadog_case_management import Client, models
from generate import ROOT

PAGE = ROOT / "docs/architecture.md"
PACKAGE = Path(str(datadog_case_management.__file__)).parent
# The column of the file names.
COLUMN = 64


class Call(NamedTuple):
    """A called function of the package, with the functions that it called."""

    name: str
    file: str
    calls: list[Call]


def trace(function: Callable[[], Any]) -> Call:
    """Call a function, and record which functions of the package call which."""
    root = Call("", "", [])
    stack = [root]

    def note(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        path = Path(code.co_filename)
        if not path.is_relative_to(PACKAGE) or code.co_name.startswith(("<", "__")):
            return
        if event == "call":
            called = Call(code.co_qualname, path.relative_to(PACKAGE).as_posix(), [])
            stack[-1].calls.append(called)
            stack.append(called)
        elif event == "return" and len(stack) > 1:
            stack.pop()

    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(None)
    return root


def draw(call: Call, closed: str = "", indent: str = "") -> Iterator[str]:
    """The lines of a tree.

    Args:
        call: The root, which is not drawn itself.
        closed: A suffix of function names below which nothing is drawn.
        indent: The prefix of each line.
    """
    # Each function is drawn once, where it was first called: how many reads a response takes is up to the network.
    first: dict[str, Call] = {}
    for inner in call.calls:
        first.setdefault(inner.name, inner)
    calls = list(first.values())
    for inner in calls:
        branch, below = ("└─ ", "   ") if inner is calls[-1] else ("├─ ", "│  ")
        yield f"{indent + branch + inner.name:<{COLUMN}}{inner.file}"
        if not closed or not inner.name.endswith(closed):
            yield from draw(inner, closed, indent + below)


class _Watchers(BaseHTTPRequestHandler):
    """Responds with the example of the spec, and keeps the connection open."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = json.dumps(OPERATIONS["list_case_watchers"].examples[200]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def call_tree() -> str:
    """A call over real HTTP that succeeds at the first attempt, without its decoding."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Watchers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        with Client(api_key="a" * 32, app_key="b" * 40, base_url=url) as client:
            client.list_case_watchers("CASEM-1")  # opens the connection, and loads lazy imports
            tree = trace(lambda: client.list_case_watchers("CASEM-1"))
        server.shutdown()
    return "\n".join(draw(tree, closed=".from_dict"))


def decode_tree() -> str:
    """The decoding of a page of the timeline."""
    body = json.loads(json.dumps(OPERATIONS["list_case_timeline"].examples[200]))
    models.TimelineResponse.from_dict(body)  # loads the models
    return "\n".join(draw(trace(lambda: models.TimelineResponse.from_dict(body))))


def current(text: str) -> str:
    """The page with up-to-date trees."""
    for heading, tree in (("## A call", call_tree()), ("## A decode", decode_tree())):
        before, found, after = text.partition(f"{heading}\n")
        # A backslash would be special in the replacement, but a tree has none.
        after, count = re.subn(r"```text\n.*?```", f"```text\n{tree}\n```", after, count=1, flags=re.DOTALL)
        if not (found and count):
            raise SystemExit(f"{PAGE.name} has no {heading!r} with a block of text below it")
        text = before + found + after
    return text


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, and fail if the page is out of date")
    options = parser.parse_args(arguments)
    old = PAGE.read_text(encoding="utf-8")
    new = current(old)
    if options.check and new != old:
        print("docs/architecture.md is out of date. Fix: .venv/bin/python scripts/architecture.py")
        return 1
    if not options.check:
        PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
