"""The constructs that docs/openapi.md calls supported work against a server."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import run_program
from repository import DATA, copy_project, page_table
from tools.codegen.package import generate
from tools.paths import PACKAGE

SPEC = DATA / "constructs.yaml"
SUPPORTED, FLATTENED = (
    yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8")) for name in ("supported", "flattened")
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("constructs")
    copy_project(folder, "openapi", "runtime", "generator-config.yaml")
    (folder / "openapi/case-management.yaml").write_text(SPEC.read_text(encoding="utf-8"), encoding="utf-8")
    generate(folder, folder / PACKAGE)
    return folder / PACKAGE


# Runs each expression with a client of a server that sends the given responses. Prints the result, the requests, and
# the warnings about the expression.
PROGRAM = """
import datetime, json, re, sys, warnings
from uuid import UUID
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response
from datadog_case_management import AsyncClient, Client, errors, models
from datadog_case_management.api.things import get_thing
from datadog_case_management.testing import FakeService

DAY, UTC = datetime.date(2025, 1, 2), datetime.UTC
NOON = datetime.datetime(2025, 1, 2, 12, tzinfo=UTC)
OWNER = UUID("8146583c-0b5f-11ec-abf8-da7ad0900001")
HEADERS = ("X-Trace", "X-Count", "id", "Content-Type", "Accept")
def search(**arguments): return client.search_things(must="m", x_count=3, **arguments)
def get(): return client.get_thing(7, OWNER, "HIGH")
def thing(**fields): return models.Thing.from_dict({"kind": "x", **fields})
def respond(request: Request) -> Response:
    sent.append({
        "method": request.method, "path": request.path, "query": request.query_string.decode(),
        "headers": {name: request.headers[name] for name in HEADERS if name in request.headers},
        "body": json.loads(request.data or "null"),
    })
    response = responses[min(len(sent), len(responses)) - 1]
    body = response.get("body", "")
    text = body if isinstance(body, str) else json.dumps(body)
    return Response(text, response.get("status", 200), content_type=response.get("type", "application/json"))
code, responses, sent = sys.argv[1], json.loads(sys.argv[2]), []
with HTTPServer(host="127.0.0.1", port=0) as server, warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    server.expect_request(re.compile(".*")).respond_with_handler(respond)
    with Client(api_key="a", app_key="b", base_url=server.url_for("").rstrip("/"), max_retries=0) as client:
        try:
            result = eval(code)
        except Exception as error:
            result = f"{type(error).__name__}: {error}"
about = [f"{w.category.__name__}: {w.message}" for w in warned if w.filename == "<string>"]
print(json.dumps([result, sent, about], default=repr))
"""


def run(package: Path, code: str, *responses: Any) -> tuple[Any, list[dict[str, Any]], list[str]]:
    """Run an expression; its result, the requests, and the warnings."""
    given = json.dumps(responses or [{"body": {}}])
    result = run_program("-c", PROGRAM, code, given, PYTHONPATH=package.parent)
    assert result.returncode == 0, result.stderr
    value, requests, warned = json.loads(result.stdout)
    return value, requests, warned


def test_the_page_lists_the_constructs_tested_here() -> None:
    assert [row[0] for row in page_table("docs/openapi.md", "Supported")] == list(SUPPORTED)


@pytest.mark.parametrize("construct", SUPPORTED)
def test_a_supported_construct_works(package: Path, construct: str) -> None:
    case = SUPPORTED[construct]
    result, requests, warned = run(package, case["call"].replace("\n", " "), *case.get("responses", ()))
    for part, value in case.get("sends", {}).items():
        assert requests[0][part] == value, (result, requests)
    assert warned == ([f"DeprecationWarning: {case['warns']}"] if "warns" in case else []), result
    for key in {"returns", "raises"} & case.keys():
        assert result == case[key]


@pytest.mark.parametrize("body", FLATTENED)
def test_the_attributes_of_a_body_become_arguments(package: Path, body: str) -> None:
    case = FLATTENED[body]
    result, requests, _ = run(package, case["call"], {"status": 204})
    assert [request["body"]["data"] for request in requests] == ([case["sends"]] if "sends" in case else [])
    assert result == case.get("raises")


TYPED = """
from datadog_case_management import Client
def f(client: Client) -> None:
    client.archive_thing("t")
    client.edit_thing("t", title="T", due=None, tags=["a"])
    client.edit_thing("t", tags=["a"])  # type: ignore[call-overload]
    client.edit_thing("t", title=3)  # type: ignore[call-overload]
    client.delete_thing("t")  # type: ignore[call-arg]
"""


def test_the_package_and_calls_of_it_pass_the_type_checker(package: Path, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(TYPED, encoding="utf-8")
    command = ("-m", "mypy", "--strict", "--cache-dir", os.devnull, package, program)
    result = run_program(*command, folder=package.parent)
    assert result.returncode == 0, result.stdout


DEPRECATED = """
from datadog_case_management import AsyncClient, Client
from datadog_case_management.api.things import delete_thing
async def f(client: Client, asynchronous: AsyncClient) -> None:
    client.get_thing
    client.delete_thing("t", body="x")
    await asynchronous.delete_thing("t", body="x")
    delete_thing.sync("t", body="x", client=client)
"""


def test_type_checkers_report_a_deprecated_operation(package: Path, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(DEPRECATED, encoding="utf-8")
    command = ("-m", "mypy", "--enable-error-code", "deprecated", "--cache-dir", os.devnull, program)
    result = run_program(*command, folder=tmp_path, MYPYPATH=package.parent)
    reported = [int(line.split(":")[1]) for line in result.stdout.splitlines() if line.endswith("[deprecated]")]
    assert reported == [6, 7, 8], result.stdout


def test_fake_service_supports_them(package: Path) -> None:
    calls = (
        "client.search_things(must='m', x_count=3, filter_tags=['a', 'b'], day=DAY, since=NOON, flag=True), "
        "client.get_thing(7, OWNER, 'HIGH'), client.update_thing('t'), client.list_parts(), list(client.iter_events())"
    )
    code = (
        f"(lambda service: (lambda client: [{calls}])(service.client()) and [[call.operation, call.arguments] for call"
        " in service.calls])(FakeService())"
    )
    moment = "datetime.datetime(2025, 1, 2, 12, 0, tzinfo=datetime.timezone.utc)"
    searched = {"filter_tags": ["a", "b"], "day": "datetime.date(2025, 1, 2)", "since": moment, "flag": True}
    result, _, _ = run(package, code)
    assert result == [
        ["search_things", {**searched, "must": "m", "x_count": 3}],
        ["get_thing", {"number": 7, "owner": "UUID('8146583c-0b5f-11ec-abf8-da7ad0900001')", "priority": "HIGH"}],
        ["update_thing", {"thing_id": "t"}],
        ["list_parts", {}],
        ["list_events", {}],
    ]


@pytest.mark.parametrize(
    ("operation", "pages", "items"),
    [
        ("names", "{'page': {'names': ['a', 'b']}}, {'page': {'names': ['c']}}", ["a", "b", "c"]),
        ("events", "{'data': [{'name': 'a'}]}, {'data': [{'name': 'b'}]}", ["a", "b"]),
    ],
)
def test_fake_service_supports_every_form_of_paging(
    package: Path, operation: str, pages: str, items: list[str]
) -> None:
    code = (
        f"(lambda service: [service.reply('list_{operation}', [{pages}]),"
        f" [getattr(item, 'name', item) for item in service.client().iter_{operation}()]][1])(FakeService())"
    )
    assert run(package, code)[0] == items
