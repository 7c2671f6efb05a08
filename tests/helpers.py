"""What tests of several modules share: keys, arguments, the spec, and comparisons."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any

import yaml
from datadog_case_management import AsyncClient, Client, models
from datadog_case_management._aiohttp import AiohttpTransport
from spec import SPEC

KEYS: dict[str, Any] = {"api_key": "a" * 32, "app_key": "b" * 40}

Call = Callable[..., Any]
# Each way to make a call; the last is an AsyncClient with the [aiohttp] extra.
MODES = ["sync", "async", "aiohttp"]

# For a program that a test interrupts: started in the background, it would ignore Ctrl-C.
HEED_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "

INSIGHT = models.CaseInsight(ref="/monitors/1", resource_id="1", type="MONITOR")


def request_of(insights: list[models.CaseInsight]) -> models.CaseInsightsRequest:
    attributes = models.CaseInsightsAttributes(insights=insights)
    return models.CaseInsightsRequest(data=models.CaseInsightsData(attributes=attributes, type="case"))


BODY = request_of([INSIGHT])

# Arguments for each operation.
CALLS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "watch_case": (("C", "U"), {}),
    "list_case_watchers": (("C",), {}),
    "list_case_timeline": (("C",), {}),
    "add_case_insights": (("C",), {"body": BODY}),
}

SPEC_DOCUMENT: dict[str, Any] = yaml.safe_load(SPEC.read_text(encoding="utf-8"))


def resolve(node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        target: Any = SPEC_DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def split_null(schema: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """A schema without its null, and whether it had one."""
    if isinstance(schema.get("type"), list):
        (kind,) = (kind for kind in schema["type"] if kind != "null")
        return {**schema, "type": kind}, "null" in schema["type"]
    options = [option for option in schema.get("oneOf", []) if option.get("type") != "null"]
    if len(options) < len(schema.get("oneOf", [])):
        return resolve(options[0]), True
    return schema, False


def same(received: Any, encoded: Any) -> bool:
    """Whether two JSON values are equal to the letter, in the order of their members too."""
    return json.dumps(received) == json.dumps(encoded)


def connections(client: Client | AsyncClient) -> list[Any]:
    """Those that are in use."""
    busy: list[Any] = []
    for http in [connection.http for connection in client._pool.all]:
        transport = http if isinstance(http, AiohttpTransport) else http._transport
        if isinstance(transport, AiohttpTransport):
            if transport._session is not None and transport._session.connector is not None:
                busy += transport._session.connector._acquired
        else:
            pool = transport._pool.connections
            busy += [connection for connection in pool if not (connection.is_idle() or connection.is_closed())]
    return busy


def run_async(coroutine: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner() as runner:
        return runner.run(coroutine)
