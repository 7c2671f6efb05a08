"""docs/openapi.md is true: supported constructs work against a server, rejected ones are rejected."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from edits import edited, parameter, ref
from repository import DATA, copy_project
from tools.codegen.package import generate
from tools.lint import keywords
from tools.lint.check import problems
from tools.paths import PACKAGE, ROOT

SPEC = DATA / "constructs.yaml"
PAGE = (ROOT / "docs/openapi.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the tables below a heading of the page."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    found = [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in section.splitlines() if line[:2] == "| "
    ]
    return [row for row in found if row[0] not in ("construct", "keyword")]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("constructs")
    copy_project(folder, "openapi", "runtime", "generator-config.yaml")
    (folder / "openapi/case-management.yaml").write_text(SPEC.read_text(encoding="utf-8"), encoding="utf-8")
    generate(folder, folder / PACKAGE)
    return folder / PACKAGE


# A server that echoes: each program prints what it was asked for, and what the client made of the response.
PROGRAM = """
import datetime, json, re, sys, warnings
from uuid import UUID
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response
from datadog_case_management import AsyncClient, Client, errors, models
from datadog_case_management.testing import FakeService

DAY, UTC = datetime.date(2025, 1, 2), datetime.UTC
NOON = datetime.datetime(2025, 1, 2, 12, tzinfo=UTC)
OWNER = UUID("8146583c-0b5f-11ec-abf8-da7ad0900001")
code, responses = sys.argv[1], json.loads(sys.argv[2])
sent = []
def respond(request: Request) -> Response:
    sent.append({
        "method": request.method, "path": request.path, "query": request.query_string.decode(),
        "headers": {name: request.headers.get(name) for name in ("X-Trace", "X-Count", "id", "Content-Type", "Accept")},
        "body": json.loads(request.data or "null"),
    })
    status, kind, content = responses[min(len(sent), len(responses)) - 1]
    return Response(content, status, content_type=kind)
with HTTPServer(host="127.0.0.1", port=0) as server, warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    server.expect_request(re.compile(".*")).respond_with_handler(respond)
    with Client(api_key="a", app_key="b", base_url=server.url_for("").rstrip("/"), max_retries=0) as client:
        try:
            result = eval(code)
        except Exception as error:
            result = f"{type(error).__name__}: {error}"
print(json.dumps([result, sent, [f"{w.category.__name__}: {w.message}" for w in warned if w.filename == "<string>"]], default=repr))
"""
JSON, API = "application/json", "application/vnd.api+json"
THING = {"kind": "thing"}


def run(package: Path, code: str, *responses: tuple[int, str, Any]) -> tuple[Any, list[dict[str, Any]], list[str]]:
    """Run an expression with a client and a server that sends these responses; its result, what was sent, and warnings."""
    encoded = [(status, kind, body if isinstance(body, str) else json.dumps(body)) for status, kind, body in responses]
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, code, json.dumps(encoded or [(200, JSON, "{}")])],
        env={**os.environ, "PYTHONPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    value, sent, warned = json.loads(result.stdout)
    return value, sent, warned


SEARCH = "client.search_things(must='m', x_count=3, {})"
GET = "client.get_thing(7, OWNER, 'HIGH')"
# The construct; an expression; what the server sends; what is sent, as parts of the first request; the result.
SUPPORTED: dict[str, tuple[str, list[tuple[int, str, Any]], dict[str, Any], Any]] = {
    "a text in the query": (SEARCH.format("region='a b/c'"), [], {"query": "must=m&region=a%20b%2Fc"}, ...),
    "an integer in the query": (SEARCH.format("limit=5"), [], {"query": "limit=5&must=m"}, ...),
    "a number in the query": (SEARCH.format("weight=1.5"), [], {"query": "weight=1.5&must=m"}, ...),
    "a boolean in the query": (SEARCH.format("flag=False"), [], {"query": "flag=false&must=m"}, ...),
    "an enum in the query": (SEARCH.format("priority=models.Priority.VERY_LOW"), [], {"query": "priority=very%20%22low%22&must=m"}, ...),
    "a date in the query": (SEARCH.format("day=DAY"), [], {"query": "day=2025-01-02&must=m"}, ...),
    "a date-time in the query": (SEARCH.format("since=NOON"), [], {"query": "since=2025-01-02T12%3A00%3A00Z&must=m"}, ...),
    "a UUID in the query": (SEARCH.format("owner=OWNER"), [], {"query": "owner=8146583c-0b5f-11ec-abf8-da7ad0900001&must=m"}, ...),
    "a list in the query": (SEARCH.format("filter_tags=['a', 'b&']"), [], {"query": "filter%5Btags%5D=a&filter%5Btags%5D=b%26&must=m"}, ...),
    "a list of an enum in the query": (SEARCH.format("priorities=('LOW', models.Priority.HIGH)"), [], {"query": "priorities=LOW&priorities=HIGH&must=m"}, ...),
    "a header": (SEARCH.format("x_trace='t'"), [], {"headers": {"X-Trace": "t", "X-Count": "3", "id": None, "Content-Type": None, "Accept": JSON}}, ...),
    "an integer in the path": (GET, [(200, JSON, THING)], {"path": "/things/7/8146583c-0b5f-11ec-abf8-da7ad0900001/HIGH"}, ...),
    "a UUID in the path": ("client.get_thing(7, str(OWNER), 'LOW')", [(200, JSON, THING)], {"path": "/things/7/8146583c-0b5f-11ec-abf8-da7ad0900001/LOW"}, ...),
    "an enum in the path": ("client.get_thing(7, OWNER, models.Priority.HIGH)", [(200, JSON, THING)], {"path": "/things/7/8146583c-0b5f-11ec-abf8-da7ad0900001/HIGH"}, ...),
    "a minimum or a maximum": (SEARCH.format("limit=10"), [], {}, "ValueError: limit must be at most 9, not 10"),
    "a required parameter": ("client.search_things(x_count=3)", [], {}, "TypeError: Client.search_things() missing 1 required keyword-only argument: 'must'"),
    "a description beside a $ref": ("[line for line in Client.search_things.__doc__.splitlines() if 'region:' in line][0].strip()", [], {}, "region: Another text than at home. Not sent by default."),
    "a deprecated parameter": (SEARCH.format("old='x'"), [], {"query": "must=m&old=x"}, "warns: old of search_things: Deprecated, use `must` instead."),
    "a deprecated operation": ("client.delete_thing('t', body={'reason': 'x'})", [(204, JSON, "")], {"method": "DELETE", "body": {"reason": "x"}}, "warns: delete_thing: Deprecated, use `updateThing` instead. Deletes a thing."),
    "a deprecated field": ("client.update_thing('t', body={'kind': 'thing'}).old", [(200, API, THING | {"old": "x"})], {}, "warns: Thing.old: Deprecated, use `kind` instead."),
    "a deprecated attribute": ("client.collide('p', id_attribute='i', body_='b', day=DAY, old='o')", [(200, JSON, [])], {"body": {"data": {"type": "thing", "attributes": {"id": "i", "body": "b", "day": "2025-01-02", "old": "o"}}}}, "warns: old of collide: Deprecated, use `id` instead."),
    "an optional body": ("client.update_thing('t').kind", [(200, API, THING)], {"method": "PATCH", "body": None}, "thing"),
    "a body of another media type than application/json": ("client.update_thing('t', body=models.Thing(day=DAY, moments=[NOON], owners=[OWNER])).kind", [(200, API, THING)], {"body": {"kind": "thing", "day": "2025-01-02", "moments": ["2025-01-02T12:00:00Z"], "owners": ["8146583c-0b5f-11ec-abf8-da7ad0900001"], "count": 3}, "headers": {"X-Trace": None, "X-Count": None, "id": None, "Content-Type": API, "Accept": API}}, "thing"),
    "a body by $ref": ("client.delete_thing('t', body=models.Problem('x'))", [(204, JSON, "")], {"body": {"reason": "x"}}, "warns: delete_thing: Deprecated, use `updateThing` instead. Deletes a thing."),
    "a minimum or a maximum in a body": ("client.update_thing('t', body={'kind': 'thing', 'count': 9})", [], {}, "ValueError: body.count must be at most 5, not 9"),
    "a text as response": ("client.read_log('t')", [(200, "text/csv; charset=latin-1", "a;b")], {"headers": {"X-Trace": None, "X-Count": None, "id": None, "Content-Type": None, "Accept": "text/csv"}}, "a;b"),
    "a list as response": ("[type(part).__name__ for part in client.list_parts()]", [(200, JSON, [{"name": "wheel"}])], {"path": "/parts"}, ["Part"]),
    "a list of texts as response": ("client.collide('p', body={'data': {'type': 'thing', 'attributes': {'id': 'i', 'body': 'b', 'day': '2025-01-02'}}})", [(200, JSON, ["a"])], {}, ["a"]),
    "several successes": (f"[{GET}, {GET}, {GET}.kind]", [(204, JSON, ""), (202, "text/plain", "soon"), (200, JSON, THING)], {"headers": {"X-Trace": None, "X-Count": None, "id": None, "Content-Type": None, "Accept": "application/json, text/plain"}}, [None, "soon", "thing"]),
    "a documented error": ("__import__('datadog_case_management.api.things.get_thing', fromlist=['x']).sync_detailed(7, OWNER, 'HIGH', client=client).parsed.reason", [(409, JSON, {"reason": "x"})], {}, "x"),
    "a const": ("models.Thing().to_dict()", [], {}, {"kind": "thing", "count": 3}),
    "a default": ("models.Thing().count", [], {}, 3),
    "a default behind a $ref": ("models.Thing.from_dict({'kind': 'thing'}).always is not None and models.Priority('LOW').name", [], {}, "LOW"),
    "a date": ("models.Thing.from_dict({'kind': 'x', 'day': '2025-01-02', 'days': ['2025-01-02', 'x']}).days", [], {}, ["datetime.date(2025, 1, 2)", "x"]),
    "a date-time": ("models.Thing.from_dict({'kind': 'x', 'moments': ['2025-01-02T03:04:05.000Z']}).to_dict()", [], {}, {"kind": "x", "moments": ["2025-01-02T03:04:05.000Z"]}),
    "a UUID": ("[models.Thing.from_dict({'kind': 'x', 'owner': text}).owner for text in (str(OWNER), str(OWNER).upper())]", [], {}, ["UUID('8146583c-0b5f-11ec-abf8-da7ad0900001')", "8146583C-0B5F-11EC-ABF8-DA7AD0900001"]),
    "a field that may be null": ("models.Thing.from_dict({'kind': 'x', 'maybe_day': None, 'owners': None}).to_dict()", [], {}, {"kind": "x", "maybe_day": None, "owners": None}),
    "an enum that may be null": ("[models.Thing.from_dict({'kind': 'x', 'priority': value}).priority for value in (None, 'LOW', 'new')]", [], {}, [None, "LOW", "new"]),
    "a oneOf or anyOf": ("[type(models.Thing.from_dict({'kind': 'x', 'part_or_text': value}).part_or_text).__name__ for value in ('x', [1], {'name': 'y'}, {'z': 1})]", [], {}, ["str", "list", "Part", "dict"]),
    "a list of a oneOf or anyOf": ("[type(part).__name__ for part in models.Thing.from_dict({'kind': 'x', 'parts': ['x', {'name': 'y'}, {'z': 1}]}).parts]", [], {}, ["str", "Part", "dict"]),
    "a schema that refers to itself": ("models.Thing.from_dict({'kind': 'x', 'parent': {'kind': 'y'}}).parent.kind", [], {}, "y"),
    "a list of lists": ("models.Thing.from_dict({'kind': 'x', 'matrix': [[1], [2]]}).to_dict()['matrix']", [], {}, [[1], [2]]),
    "a field of any type": ("models.Thing.from_dict({'kind': 'x', 'anything': [{'a': None}]}).to_dict()['anything']", [], {}, [{"a": None}]),
    "additionalProperties": ("[models.Labels.from_dict({'a': '2025-01-02T03:04:05.000Z'}).additional_properties['a'].year, models.Labels.from_dict({'a': '2025-01-02T03:04:05.000Z'}).to_dict()]", [], {}, [2025, {"a": "2025-01-02T03:04:05.000Z"}]),
    "a name that is not a Python identifier": ("models.Thing.from_dict({'kind': 'x', 'a-b': 'y'}).a_b", [], {}, "y"),
    "x-enum-varnames": ("models.Priority.VERY_LOW.value", [], {}, 'very "low"'),
    "arguments of the same name": ("client.collide('p', id_attribute='i', body_='b', day=DAY, id_query='q', id_header='h', path='1', client_='2', from_='3', content='4', models_='5', prepare_='6', self_='7', str='8', datetime=NOON)", [(200, JSON, [])], {"path": "/collisions/p", "query": "id=q&path=1&client=2&from=3&content=4&models=5&prepare=6&self=7&str=8&datetime=2025-01-02T12%3A00%3A00Z", "headers": {"X-Trace": None, "X-Count": None, "id": "h", "Content-Type": JSON, "Accept": JSON}}, []),
    "pages by number": ("[thing.kind for thing in client.iter_things(must='m', x_count=1)]", [(200, JSON, {"data": [{"kind": "1"}]}), (200, JSON, {"data": [{"kind": "2"}]}), (200, JSON, {})], {"query": "page=1&must=m"}, ["1", "2"]),
    "pages by offset": ("list(client.iter_names())", [(200, JSON, {"page": {"names": ["a", "b"]}}), (200, JSON, {"page": {"names": ["c"]}}), (200, JSON, {"page": {}})], {"query": "offset=0"}, ["a", "b", "c"]),
    "pages by cursor": ("[part.name for part in client.iter_events()]", [(200, JSON, {"data": [{"name": "a"}], "meta": {"next": "n"}}), (200, JSON, {"data": [{"name": "b"}]})], {"query": ""}, ["a", "b"]),
}  # fmt: skip


def test_the_page_lists_the_constructs_tested_here() -> None:
    assert [row[0] for row in rows("Supported")] == list(SUPPORTED)


@pytest.mark.parametrize("construct", SUPPORTED)
def test_a_supported_construct_works(package: Path, construct: str) -> None:
    code, responses, sent, expected = SUPPORTED[construct]
    result, requests, warned = run(package, code, *responses)
    for part, value in sent.items():
        assert requests[0][part] == value, (result, requests)
    if isinstance(expected, str) and expected.startswith("warns: "):
        assert warned == [f"DeprecationWarning: {expected.removeprefix('warns: ')}"], (result, warned)
    elif expected is ...:
        assert requests, result
    else:
        assert result == expected


def with_value(*steps: Any) -> str:
    """The spec with another value at a place, which the last of the steps is."""
    *place, value = steps
    spec = edited(yaml.safe_load(SPEC.read_text(encoding="utf-8")), (tuple(place), value))
    # Without aliases, because what is at one of them is not at the others.
    return yaml.dump(json.loads(json.dumps(spec)), sort_keys=False)


SCHEMAS, GET_THING = ("components", "schemas"), ("paths", "/things/{number}/{owner}/{priority}", "get")
THING_FIELDS, PARAMETERS = (*SCHEMAS, "Thing", "properties"), (*GET_THING, "parameters", 3)
OK = (*GET_THING, "responses", "200", "content")
BODY = ("paths", "/things/{thing_id}", "patch", "requestBody", "content")
TEXT = {"schema": {"type": "string"}}
OBJECT = {"schema": ref("Part")}
# Each construct, by an edit of the spec.
REJECTED: dict[str, tuple[Any, ...]] = {
    "a cookie": (*PARAMETERS, parameter("new", "cookie")),
    "a list in a path or a header": (*PARAMETERS, parameter("new", "header", schema={"type": "array", "items": {"type": "string"}}, example=["x"])),
    "an object in the query": (*PARAMETERS, parameter("new", schema=ref("Part"), example={"name": "x"})),
    "a style that is not the default": (*PARAMETERS, parameter("new", style="deepObject")),
    "explode that is not the default": (*PARAMETERS, parameter("new", explode=False)),
    "a header that the client sends": (*PARAMETERS, parameter("Authorization", "header")),
    "a body of a GET": (*GET_THING, "requestBody", {"content": {"application/json": OBJECT}}),
    "a form, file, XML or text as body": (*BODY[:-1], "content", {"multipart/form-data": OBJECT}),
    "several media types of a body": (*BODY[:-1], "content", {"application/json": OBJECT, "application/vnd.api+json": OBJECT}),
    "a list, text or number as body": (*BODY[:-1], "content", {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}),
    "several media types of a response": (*OK, "text/plain", TEXT),
    "a file or XML as response": (*OK[:-1], "content", {"application/pdf": TEXT}),
    "a oneOf, text or number as JSON response": (*OK[:-1], "content", {"application/json": TEXT}),
    "a list of something else as response": (*OK[:-1], "content", {"application/json": {"schema": {"type": "array", "items": ref("Priority")}}}),
    "a range of statuses, or default": (*GET_THING, "responses", "5XX", {"description": "x"}),
    "an operation without a success": ("paths", "/things/{thing_id}/log", "get", "responses", {"409": {"description": "x"}}),
    "a body of a 204": (*GET_THING, "responses", "204", "content", {"application/json": OBJECT}),
    "an inline object or enum": (*THING_FIELDS, "inline", {"type": "object", "description": "x", "example": {}}),
    "an object that may itself be null": (*SCHEMAS, "Part", "type", ["object", "null"]),
    "an enum of integers": (*SCHEMAS, "Priority", "type", "integer"),
    "a const that is no text": (*THING_FIELDS, "kind", "const", 3),
    "several types": (*THING_FIELDS, "day", "type", ["string", "integer"]),
    "other formats": (*THING_FIELDS, "day", "format", "binary"),
    "a default of an object or a list": (*THING_FIELDS, "matrix", "default", []),
    "an enum, date or UUID beside other members of a oneOf": (*THING_FIELDS, "part_or_text", "anyOf", 3, ref("Priority")),
    "two fields of the same Python name": (*THING_FIELDS, "a_b", {"type": "string", "description": "x", "example": "x"}),
    "a field that does not start with a letter": (*THING_FIELDS, "_id", {"type": "string", "description": "x", "example": "x"}),
    "a $ref to another file": (*THING_FIELDS, "parent", "$ref", "other.yaml#/Thing"),
    "several servers": ("servers", 1, {"url": "https://x.{site}"}),
    "several tags of an operation": (*GET_THING, "tags", ["Things", "Things"]),
    "a merge key, and what YAML 1.1 and 1.2 read differently": (),
}  # fmt: skip


@pytest.mark.parametrize("construct", REJECTED)
def test_a_rejected_construct_is_reported_with_what_to_write_instead(construct: str, tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    steps = REJECTED[construct]
    text = with_value(*steps) if steps else SPEC.read_text(encoding="utf-8").replace("title: Constructs", "title: no")
    path.write_text(text, encoding="utf-8")
    found = problems(path)
    assert found
    (instead,) = [row[1] for row in rows("Rejected constructs") if row[0] == construct]
    assert any(instead in problem.message for problem in found), (instead, found)
    assert found[0].line > 1


def test_the_page_lists_what_is_rejected() -> None:
    assert [row[0] for row in rows("Rejected constructs")] == list(REJECTED)


def test_the_page_lists_every_rejected_keyword() -> None:
    listed = {
        (kind, keyword): instead
        for kind, keywords, instead in rows("Rejected keywords")
        for keyword in re.findall("`([^`]+)`", keywords)
    }
    rejected = {
        (kind, keyword): text for kind, keywords in keywords.INSTEAD.items() for keyword, text in keywords.items()
    }
    assert listed == rejected


@pytest.mark.parametrize(("kind", "keyword"), [(kind, key) for kind, keys in keywords.INSTEAD.items() for key in keys])
def test_a_rejected_keyword_is_reported_with_what_to_write_instead(kind: str, keyword: str) -> None:
    (problem,) = [problem for problem in keywords.problems({keyword: "x"}, kind) if keyword in problem[0]]
    assert problem == ((keyword,), f"`{keyword}` is not supported: {keywords.INSTEAD[kind][keyword]}")


def test_the_package_passes_the_type_checker(package: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, str(package)]
    result = subprocess.run(command, cwd=package.parent, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


CALLS = {
    "search_things": "client.search_things(must='m', x_count=3, filter_tags=['a', 'b'], day=DAY, since=NOON, flag=True)",
    "get_thing": "client.get_thing(7, OWNER, 'HIGH')",
    "update_thing": "client.update_thing('t')",
    "list_parts": "client.list_parts()",
    "iter_events": "list(client.iter_events())",
}


def test_fake_service_supports_them(package: Path) -> None:
    calls = ", ".join(CALLS.values())
    code = (
        f"(lambda service: (lambda client: [{calls}])(service.client()) and [[call.operation, call.arguments] for call"
        " in service.calls])(FakeService())"
    )
    result, _, _ = run(package, code)
    assert result == [
        ["search_things", {"filter_tags": ["a", "b"], "day": "datetime.date(2025, 1, 2)", "since": "datetime.datetime(2025, 1, 2, 12, 0, tzinfo=datetime.timezone.utc)", "flag": True, "must": "m", "x_count": 3}],
        ["get_thing", {"number": 7, "owner": "UUID('8146583c-0b5f-11ec-abf8-da7ad0900001')", "priority": "HIGH"}],
        ["update_thing", {"thing_id": "t"}],
        ["list_parts", {}],
        ["list_events", {}],
    ]  # fmt: skip


@pytest.mark.parametrize("operation", ["list_names", "list_events"])
def test_fake_service_supports_every_form_of_paging(package: Path, operation: str) -> None:
    pages = {
        "list_names": "{'page': {'names': ['a', 'b']}}, {'page': {'names': ['c']}}",
        "list_events": "{'data': [models.Part('a').to_dict()]}, {'data': [models.Part('b').to_dict()]}",
    }[operation]
    iterator = operation.replace("list_", "iter_")
    code = (
        f"(lambda service: [service.reply('{operation}', [{pages}]),"
        f" [getattr(item, 'name', item) for item in service.client().{iterator}()]][1])(FakeService())"
    )
    result, _, _ = run(package, code)
    assert result == (["a", "b", "c"] if operation == "list_names" else ["a", "b"])
