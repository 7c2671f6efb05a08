"""make record with a local server whose responses are full of secrets and names."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from cassette_checks import failures, private_parts
from pytest_httpserver import HTTPServer
from tools import record
from tools.fixtures import cassettes, recording
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
def test_records_every_operation_and_nothing_private(
    httpserver: HTTPServer, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    httpserver.expect_request(re.compile(".*")).respond_with_handler(respond)
    arguments = ["--case", CASE, "--user", USER, "--folder", str(tmp_path), "--base-url", url]
    # The operations that the server above supports.
    assert record.main([*arguments, "--only", *record_names()]) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines() == sorted(map(str, tmp_path.glob("*/*.yaml")))
    assert shown.err == ""
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
    assert recording.USER_UUID in timeline
    assert recording.USER_UUID in watchers
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
    watchers = cassettes.operations()["list_case_watchers"]
    cell = watchers.arguments[0]._replace(key="cell_id", name="cell_id")
    monkeypatch.setitem(cassettes.operations(), "list_case_watchers", watchers._replace(arguments=[cell]))
    httpserver.expect_request("/api/v2/cases/X/watchers").respond_with_json({"data": []})
    httpserver.expect_request("/api/v2/cases/CASEM-9999/watchers").respond_with_json({"errors": []}, 404)
    arguments = ["--case", CASE, "--user", USER, "--folder", str(tmp_path), "--base-url", url]
    assert record.main([*arguments, "--only", "list_case_watchers"]) == 1
    assert capsys.readouterr().err == "make record: no value for cell_id: add --set cell_id=…\n"
    assert record.main([*arguments, "--only", "list_case_watchers", "--set", "cell_id=X"]) == 0
    assert [path.name for path in sorted(tmp_path.glob("*/*.yaml"))] == ["200.yaml", "404.yaml"]
    user = cell._replace(key="user_id", name="user_id")
    monkeypatch.setitem(cassettes.operations(), "list_case_watchers", watchers._replace(arguments=[cell, user]))
    with pytest.raises(ValueError, match=r"^no value for cell_id and user_id: add --set cell_id=… --set user_id=…$"):
        recording.record(CASE, USER, tmp_path, names=["list_case_watchers"])


def test_missing_keys_are_reported(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert record.main(["--case", CASE, "--user", USER, "--folder", str(tmp_path)]) == 1
    assert "DD_API_KEY" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: --case, --user"),
        (["--case", "C"], "the following arguments are required: --user"),
        (["--case", "", "--user", USER], "a case and a user are required: make record CASE=CASEM-1 USER=8146583c-…"),
        (["--case", CASE, "--user", ""], "a case and a user are required: make record CASE=CASEM-1 USER=8146583c-…"),
        (["--case", CASE, "--user", USER, "--only", "unheard_of"], "argument --only: invalid choice: 'unheard_of'"),
    ],
)
def test_wrong_options_are_reported(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    with pytest.raises(SystemExit) as caught:
        record.main(arguments)
    assert caught.value.code == 2
    assert f": error: {message}" in capsys.readouterr().err


def test_the_options_reach_the_recording(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls: list[Any] = []
    monkeypatch.setattr(record, "CASSETTES", tmp_path)

    def remember(*arguments: Any, **settings: Any) -> list[Path]:
        calls.append((arguments, settings))
        return []

    monkeypatch.setattr(record, "record", remember)
    assert record.main(["--case", CASE, "--user", USER, "--set", "a=b=c", "--set", "d=e"]) == 0
    more = {"a": "b=c", "d": "e"}
    assert calls == [((CASE, USER, tmp_path, more, list(cassettes.operations())), {"base_url": None})]


class Things:
    """A client with operations whose paths begin otherwise."""

    def __init__(self, **settings: Any) -> None:
        self._url = settings["base_url"]

    def __enter__(self) -> Things:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def list_things(self) -> None:
        httpx.get(f"{self._url}/things?a=1&b=2", headers={"Accept": "x", "DD-API-KEY": "secret"})

    def get_number(self, number: int) -> None:
        httpx.get(f"{self._url}/numbers/{number + 1}")


def test_only_an_operation_whose_path_begins_with_a_text_has_a_404(
    httpserver: HTTPServer, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "ünï \udcff".encode(errors="surrogateescape")
    zipped = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    httpserver.expect_request("/things").respond_with_data(gzip.compress(text), headers=zipped)
    number = gzip.compress(b'{"id": "8", "errors": []}')
    httpserver.expect_request("/numbers/8").respond_with_data(number, headers={**zipped, "X-Other": "1"})
    watchers = cassettes.operations()["list_case_watchers"]
    argument = watchers.arguments[0]._replace(key="number", name="number", kind="int", example=7)
    operations = {
        "list_things": watchers._replace(name="list_things", arguments=[]),
        "get_number": watchers._replace(name="get_number", arguments=[argument]),
    }
    monkeypatch.setattr(recording, "operations", lambda: operations)
    monkeypatch.setattr(recording, "Client", Things)
    written = recording.record(CASE, USER, tmp_path, {"number": "7"}, operations, base_url=url)
    assert written == [tmp_path / "get_number/200.yaml", tmp_path / "list_things/200.yaml"]
    raw = written[1].read_text(encoding="utf-8")
    assert raw.startswith("provenance: live\nabout: Recorded from the service.\ninteractions:\n- request:\n")
    things, numbers = (yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"][0] for path in written[::-1])
    assert things["request"]["uri"] == "https://api.datadoghq.com/things?a=1&b=2"
    assert numbers["request"]["uri"] == "https://api.datadoghq.com/numbers/8"
    assert {name.lower() for name in things["request"]["headers"]} == {"accept"}
    assert things["response"]["body"] == {"string": "text 1"}
    assert numbers["response"]["body"] == {"string": '{\n "id": "text 2",\n "errors": []\n}'}
    assert {name.lower() for name in numbers["response"]["headers"]} == {"content-type"}


def test_placeholders() -> None:
    scrubber = recording.Scrubber("CASEM-7", USER)
    # The longest first, so that no part of another identifier is replaced.
    other = recording.Scrubber("CASEM-7", "CASEM-77")
    assert other.identifiers("CASEM-77 CASEM-7") == f"{recording.USER_UUID} {recording.CASE_ID}"
    assert recording.Scrubber("CASEM-77", "CASEM-7").identifiers("CASEM-77") == recording.CASE_ID
    assert recording.Scrubber("EM-7", "CASEM-7").identifiers("CASEM-7") == recording.USER_UUID
    text = f"CASEM-7 {USER} {OTHER} ann@example.org bob@example.org {OTHER} ann@example.org"
    uuid = "00000000-0000-4000-8000-000000000003"
    scrubbed = (
        f"{recording.CASE_ID} {recording.USER_UUID} {uuid} user4@example.com user5@example.com {uuid} user4@example.com"
    )
    assert scrubber.identifiers(text) == scrubbed
    assert scrubber.identifiers(scrubbed) == scrubbed
    assert [scrubber.text(value) for value in ("Ann", "Bob", "Ann", "", "Not Found")] == [
        "text 1", "text 2", "text 1", "", "Not Found",
    ]  # fmt: skip
    assert scrubber.text(OTHER) == uuid
    assert scrubber.text("2019-09-19T10:00:00.000Z") == "2019-09-19T10:00:00.000Z"
    assert scrubber.json({"code": ["no_case", "No Case"], "x": ["no_case", 3]}) == {
        "code": ["no_case", "text 3"], "text 4": ["text 5", 3],
    }  # fmt: skip


def test_the_strings_of_a_spec() -> None:
    assert recording.spec_strings({"a": ["b", {"c": 1}], 5: "d", "e": None}) == {"a", "b", "c", "d", "e"}
    assert recording.spec_strings(["a", ["b"]]) == {"a", "b"}
    assert recording.spec_strings(3) == set()
