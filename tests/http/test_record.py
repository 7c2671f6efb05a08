"""make record with a local server whose responses are full of secrets and names."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import cassettes
import pytest
import record
from cassette_checks import failures, private_parts
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

CASE, USER, OTHER = "CASEM-77", "12345678-0b5f-11ec-abf8-da7ad0900001", "87654321-0b5f-11ec-abf8-da7ad0900001"


def cell(user: str, name: str) -> dict[str, Any]:
    content = {"email": f"{name.lower()}@corp.example.org", "handle": f"J{name.upper()}", "id": user, "name": name}
    attributes = {
        "author": {"content": content, "type": "USER"},
        "cell_content": {"message": f"{name} says: secret plan"},
    }
    return {
        "attributes": {**attributes, "created_at": "2019-09-19T10:00:00.000Z", "type": "COMMENT"},
        "id": user,
        "type": "timeline_cell",
    }


def respond(request: Request) -> Response:
    headers = {"Content-Type": "application/json", "Set-Cookie": "session=s3cr3t", "X-RateLimit-Limit": "100"}
    if CASE not in request.path:
        if request.path.endswith("timelines"):
            return Response("<html>Zoe, there is no such case</html>", 404, headers)
        echo = {"title": "Not Found", "detail": f"Zoe asked for the case of {USER}", "code": "no_case"}
        errors = [echo] if request.method == "PUT" else ["Zoe, no such case"]
        return Response(json.dumps({"errors": errors}), 404, headers)
    if request.method == "POST":
        return Response(None, 201, headers)
    if request.method == "PUT":
        case = {
            "attributes": {
                "title": "ACME",
                "key": CASE,
                "type": "STANDARD",
                "custom_attributes": {"acme_contract": {"is_multi": False, "type": "TEXT", "value": "ACME_GOLD"}},
            },
            "id": OTHER,
            "type": "case",
        }
        return Response(json.dumps({"data": case}), 200, headers)
    if request.path.endswith("watchers"):
        user = {"data": {"id": USER, "type": "user"}}
        watcher = {"id": USER, "relationships": {"user": user}, "type": "watcher"}
        return Response(json.dumps({"data": [watcher]}), 200, headers)
    return Response(json.dumps({"data": [cell(USER, "Ann"), cell(OTHER, "Bob")]}), 200, headers)


@pytest.fixture
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DD_API_KEY", "0123456789abcdef0123456789abcdef")
    monkeypatch.setenv("DD_APP_KEY", "0123456789abcdef0123456789abcdef01234567")


@pytest.mark.usefixtures("_keys")
def test_records_every_operation_and_nothing_private(httpserver: HTTPServer, url: str, tmp_path: Path) -> None:
    httpserver.expect_request(re.compile(".*")).respond_with_handler(respond)
    arguments = ["--case", CASE, "--user", USER, "--folder", str(tmp_path), "--base-url", url]
    # The operations that the server above supports.
    assert record.main([*arguments, "--only", *record_names()]) == 0
    written = {cassette.name: cassette for cassette in cassettes.load_all(tmp_path)}
    assert sorted(written) == sorted(
        f"{operation}/{status}" for operation, success in record_names().items() for status in (success, "404")
    )
    for cassette in written.values():
        assert cassette.provenance == "live"
        text = cassette.path.read_text()
        assert private_parts(text) == []
        for private in (CASE, USER, OTHER, "s3cr3t", "Ann", "Bob", "Zoe", "secret plan", "corp", "acme", url):
            assert private.lower() not in text.lower(), cassette.name
        (interaction,) = cassette.interactions
        assert interaction.url.startswith("https://api.datadoghq.com/api/v2/cases/")
        assert interaction.headers.get("x-ratelimit-limit") == "100"
        if interaction.status != 404 or cassette.operation not in ("add_case_insights", "list_case_timeline"):
            assert failures(interaction) == [], cassette.name
    # The same user has the same placeholder everywhere, and other users have others.
    (error,) = json.loads(written["add_case_insights/404"].interactions[0].content)["errors"]
    assert (error["title"], error["code"]) == ("Not Found", "no_case")
    assert error["detail"].startswith("text ")
    assert written["list_case_timeline/404"].interactions[0].content.startswith(b"text ")
    timeline = written["list_case_timeline/200"].interactions[0].content.decode()
    watchers = written["list_case_watchers/200"].interactions[0].content.decode()
    assert record.USER_UUID in timeline
    assert record.USER_UUID in watchers
    assert "00000000-0000-4000-8000-" in timeline


@pytest.mark.usefixtures("_keys")
def test_a_failure_half_way_replaces_nothing(
    httpserver: HTTPServer, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail_at_the_end(request: Request) -> Response:
        return Response("", 500) if len(httpserver.log) == 6 else respond(request)

    httpserver.expect_request(re.compile(".*")).respond_with_handler(fail_at_the_end)
    (tmp_path / "watch_case").mkdir()
    (tmp_path / "watch_case/201.yaml").write_text("what was there before")
    assert record.main(["--case", CASE, "--user", USER, "--folder", str(tmp_path), "--base-url", url]) == 1
    assert "make record: 500" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*.yaml")] == ["201.yaml"]
    assert (tmp_path / "watch_case/201.yaml").read_text() == "what was there before"


def record_names() -> dict[str, str]:
    names = dict.fromkeys(("list_case_watchers", "list_case_timeline", "add_case_insights"), "200")
    return {"watch_case": "201", **names}


def test_an_argument_without_a_value_is_reported(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    httpserver: HTTPServer,
    url: str,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("DD_API_KEY", "a")
    monkeypatch.setenv("DD_APP_KEY", "b")
    watchers = cassettes.OPERATIONS["list_case_watchers"]
    cell = watchers.arguments[0]._replace(key="cell_id", name="cell_id")
    monkeypatch.setitem(cassettes.OPERATIONS, "list_case_watchers", watchers._replace(arguments=[cell]))
    httpserver.expect_request("/api/v2/cases/X/watchers").respond_with_json({"data": []})
    httpserver.expect_request("/api/v2/cases/CASEM-9999/watchers").respond_with_json({"errors": []}, 404)
    arguments = ["--case", CASE, "--user", USER, "--folder", str(tmp_path), "--base-url", url]
    assert record.main([*arguments, "--only", "list_case_watchers"]) == 1
    assert capsys.readouterr().err == "make record: no value for cell_id: add --set cell_id=…\n"
    assert record.main([*arguments, "--only", "list_case_watchers", "--set", "cell_id=X"]) == 0
    assert [path.name for path in sorted(tmp_path.glob("*/*.yaml"))] == ["200.yaml", "404.yaml"]


def test_missing_keys_are_reported(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert record.main(["--case", CASE, "--user", USER, "--folder", str(tmp_path)]) == 1
    assert "DD_API_KEY" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
