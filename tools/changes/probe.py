"""Print what each call of a package does for each status and lost connection: the requests sent, and the error raised.

The arguments: the folder of the package, and in JSON the positional and keyword arguments of each call.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from typing import Any

import httpx

OUTCOMES: list[int | str] = [400, 401, 403, 404, 408, 409, 418, 422, 425, 429, 500, 501, 502, 503, 504, 599]
OUTCOMES += ["ConnectError", "ConnectTimeout", "ReadError", "ReadTimeout", "RemoteProtocolError"]


def facts(package: Any, calls: dict[str, tuple[list[Any], dict[str, Any]]]) -> dict[str, tuple[int, list[str]]]:
    """How many requests each call sends for each outcome, and the classes of the error, by call and outcome."""
    sent: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        if isinstance(outcome, str):
            raise getattr(httpx, outcome)("x", request=request)
        return httpx.Response(outcome, json={"errors": ["x"]})

    seen = {}
    for name, (arguments, keywords) in calls.items():
        for outcome in OUTCOMES:
            sent.clear()
            classes: list[str] = []
            with package.Client(api_key="x" * 32, app_key="x" * 40, transport=httpx.MockTransport(respond)) as client:
                try:
                    getattr(client, name)(*arguments, **keywords)
                except Exception as error:
                    classes = [each.__name__ for each in type(error).__mro__ if each.__module__.startswith("datadog_")]
            seen[f"{name}: {outcome}"] = (len(sent), classes)
    return seen


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    time.sleep = lambda seconds: None
    print(json.dumps(facts(import_module("datadog_case_management"), json.loads(sys.argv[2]))))
