"""The command line: a subcommand for each method, JSON for programs, a table for people, and exit statuses."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from datadog_case_management import __version__, models, to_row
from datadog_case_management.__main__ import main
from datadog_case_management._operations import OPERATIONS
from datadog_case_management.client import Client
from faulty_server import CLOSED, FaultyServer, arrived, hang
from helpers import EXAMPLES, KEYS, run_async
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

CELL = EXAMPLES["list_case_timeline"]["data"][0]
ENVIRONMENT = {"DD_API_KEY": KEYS["api_key"], "DD_APP_KEY": KEYS["app_key"]}


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def service(httpserver: HTTPServer) -> Iterator[HTTPServer]:
    """Every operation, with three pages of a timeline."""

    def timeline(request: Request) -> Response:
        number = int(request.args.get("page[number]", 0))
        return Response(
            json.dumps({"data": [{**CELL, "id": f"{number}-{cell}"} for cell in range(2)] if number < 3 else []})
        )

    cases = "/api/v2/cases/C"
    httpserver.expect_request(f"{cases}/watchers/U", "POST").respond_with_data("", 201)
    httpserver.expect_request(f"{cases}/watchers", "GET").respond_with_json(EXAMPLES["list_case_watchers"])
    httpserver.expect_request(f"{cases}/timelines", "GET").respond_with_handler(timeline)
    httpserver.expect_request(f"{cases}/insights", "PUT").respond_with_json(EXAMPLES["add_case_insights"])
    yield httpserver
    assert all(request.headers["DD-API-KEY"] == KEYS["api_key"] for request, _ in httpserver.log)


def run(capsys: pytest.CaptureFixture[str], url: str, *arguments: str) -> tuple[int, str, str]:
    status = main([*arguments, "--base-url", url])
    return status, *capsys.readouterr()


def test_every_method_is_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    shown = {name.replace("-", "_") for name in re.findall(r"^    ([a-z0-9-]+)", text, re.MULTILINE)}
    methods = {name for name in vars(Client) if not name.startswith("_")}
    assert shown >= methods >= OPERATIONS.keys()
    for name in methods:
        with pytest.raises(SystemExit):
            main([name.replace("_", "-"), "--help"])
        text = " ".join(capsys.readouterr().out.split())
        assert text.startswith(f"usage: datadog-case-management {name.replace('_', '-')} ")
        assert "--api-key" not in text


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"datadog-case-management {__version__}\n"


def test_results_are_json(capsys: pytest.CaptureFixture[str], service: HTTPServer, url: str) -> None:
    assert run(capsys, url, "watch-case", "C", "U") == (0, "", "")
    status, output, _ = run(capsys, url, "list-case-watchers", "C")
    assert (status, json.loads(output)) == (0, EXAMPLES["list_case_watchers"])
    status, output, _ = run(capsys, url, "list-case-timeline", "C", "--page-number", "1", "--no-sort-ascending")
    assert [cell["id"] for cell in json.loads(output)["data"]] == ["1-0", "1-1"]
    assert service.log[-1][0].args.to_dict() == {"page[number]": "1", "sort[ascending]": "false"}


@pytest.mark.parametrize(
    ("limit", "count", "pages"),
    [([], 6, 4), (["--limit", "3"], 3, 2), (["--limit", "0"], 0, 0), (["--limit", "9" * 30], 6, 4)],
)
def test_items_are_lines_of_json(
    limit: list[str], count: int, pages: int, capsys: pytest.CaptureFixture[str], service: HTTPServer, url: str
) -> None:
    status, output, _ = run(capsys, url, "iter-case-timeline", "C", *limit)
    assert status == 0
    lines = [json.loads(line) for line in output.splitlines()]
    assert [line["id"] for line in lines] == [f"{page}-{cell}" for page in range(3) for cell in range(2)][:count]
    assert all({**line, "id": CELL["id"]} == CELL for line in lines)
    assert len(service.log) == pages


@pytest.mark.parametrize("source", ["argument", "file", "standard input"])
def test_a_body_is_json_from_anywhere(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], service: HTTPServer, url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    insights = [{"type": "MONITOR", "ref": "/monitors/1?é", "resource_id": "1"}]
    text = json.dumps(insights, ensure_ascii=False)
    # As an editor on Windows writes it.
    (tmp_path / "insights.json").write_text(text, encoding="utf-8-sig")
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    argument = {"argument": text, "file": f"@{tmp_path / 'insights.json'}", "standard input": "-"}[source]
    status, output, _ = run(capsys, url, "add-case-insights", "C", "--insights", argument)
    assert (status, json.loads(output)) == (0, EXAMPLES["add_case_insights"])
    assert service.log[0][0].json["data"]["attributes"]["insights"] == insights


def test_a_table_is_for_people(
    capsys: pytest.CaptureFixture[str], service: HTTPServer, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    status, output, _ = run(capsys, url, "iter-case-timeline", "C", "--output", "table", "--limit", "2")
    head, *lines = output.splitlines()
    assert (status, len(lines)) == (0, 2)
    assert head.split()[:2] == ["id", "type"]
    assert len({*head.split()}) == len(head.split())
    assert "message" in head
    assert "Restarted the **api** pods." in lines[0]
    monkeypatch.setenv("COLUMNS", "50")
    status, output, _ = run(capsys, url, "list-case-watchers", "C", "--output", "table")
    assert max(map(len, output.splitlines())) <= 50


def a_thing(
    self: Client,
    method: models.CasePriority | str,
    keys: str,
    *,
    timeout: float | None = None,
    output: str | None = None,
    help: str | None = None,
    status: models.CasePriority | str | None = None,
    statuses: Sequence[models.CasePriority | str] | None = None,
    flags: Sequence[bool] | None = None,
    value: Any = None,
) -> Any:
    """Do a thing."""
    given = [method, keys, timeout, output, help, status, statuses, flags, value]
    return "nothing" if keys == "text" else [json.dumps(given)]


def test_arguments_may_be_called_like_settings(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a result may be a text, or a list of them."""
    monkeypatch.setattr(Client, "a_thing", a_thing, raising=False)
    texts = ["--timeout", "7", "--output", "o", "--help", "h", "--status", "P1", "--statuses", "P1", "--statuses", "P2"]
    values = ["--flags", "true", "--flags", "false", "--value", "[2.5]", "--max-retries", "1"]
    status, output, _ = run(capsys, "http://h", "a-thing", "P3", "k", *texts, *values)
    (given,) = json.loads(output)
    assert (status, json.loads(given)) == (0, ["P3", "k", 7, "o", "h", "P1", ["P1", "P2"], [True, False], [2.5]])
    assert json.loads(json.loads(run(capsys, "http://h", "a-thing", "m", "k", "--value", "x")[1])[0])[-1] == "x"
    assert run(capsys, "http://h", "a-thing", "m", "text") == (0, '"nothing"\n', "")
    with pytest.raises(SystemExit):
        run(capsys, "http://h", "watch-case", "C", "U", "--timeout", "x")


def test_a_table_of_texts(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Client, "a_thing", lambda self: ["x", "y"], raising=False)
    assert run(capsys, "http://h", "a-thing", "--output", "table")[1] == "value\nx\ny\n"


def test_a_row_has_the_path_of_each_field() -> None:
    cell = models.TimelineCellResource.from_dict(CELL)
    row = to_row(cell)
    assert row["attributes.author.content.name"] == CELL["attributes"]["author"]["content"]["name"]
    assert "attributes.author" not in row
    undocumented = models.TimelineCell.from_dict({"a": {"b": 1}, "a.b": 2, "c.d": {"e": 3}})
    assert to_row(undocumented) == {"a.b": 1, '"a.b"': 2, '"c.d".e': 3}
    assert to_row(models.TimelineCellResource(id="1", attributes=models.TimelineCell(), type="x")) == {
        "id": "1",
        "type": "x",
    }


FAILURES: dict[str, tuple[list[str], int, str]] = {
    "no such case": (["list-case-watchers", "none"], 5, "404 Not Found"),
    "too many requests": (["list-case-watchers", "often"], 4, "429 Too Many Requests"),
    "a failure of the service": (["list-case-watchers", "broken"], 4, "503 Service Unavailable"),
    "a response of another form": (["list-case-watchers", "odd"], 6, "200, but expected an array"),
    "an invalid argument": (["list-case-watchers", ".."], 2, "case_id must not be '..'"),
    "a file without keys": (["watch-case", "C", "U", "--keys", os.devnull], 2, "has no DD_API_KEY and no DD_APP_KEY"),
    "a file that does not exist": (["watch-case", "C", "U", "--keys", "/none"], 2, "cannot read /none: No such file"),
    "a file that is not text": (["watch-case", "C", "U", "--keys", sys.executable], 2, "it is not UTF-8"),
    "a setting that cannot be used": (["watch-case", "C", "U", "--timeout", "-1"], 2, "timeout must be"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_a_line_and_an_exit_status(
    name: str, capsys: pytest.CaptureFixture[str], httpserver: HTTPServer, url: str
) -> None:
    for case, status in (("none", 404), ("often", 429), ("broken", 503)):
        httpserver.expect_request(f"/api/v2/cases/{case}/watchers").respond_with_data("", status)
    httpserver.expect_request("/api/v2/cases/odd/watchers").respond_with_json({"data": 3})
    arguments, status, message = FAILURES[name]
    result = run(capsys, url, *arguments, "--max-retries", "0")
    assert result[:2] == (status, "")
    assert re.fullmatch(f"datadog-case-management: .*{re.escape(message)}.*\n", result[2])


INSIGHTS = ["add-case-insights", "C", "--insights"]
WRONG = {
    "no command": ([], "the following arguments are required: <command>"),
    "no user": (["watch-case", "C"], "the following arguments are required: user_uuid"),
    "no JSON": ([*INSIGHTS, "{"], "must be JSON, @file or -: Expecting property name"),
    "nested too deep": ([*INSIGHTS, "[" * 100_000], "must be JSON, @file or -: maximum recursion depth"),
    "no such file": ([*INSIGHTS, "@/none"], "cannot read /none: No such file"),
    "a folder": ([*INSIGHTS, "@/"], "cannot read /: Is a directory"),
    "no text": ([*INSIGHTS, f"@{sys.executable}"], "it is not UTF-8"),
    "a negative limit": (["iter-case-timeline", "C", "--limit", "-1"], "must be 0 or more, not -1"),
    "no number": (["list-case-timeline", "C", "--page-size", "x"], "invalid int value: 'x'"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG.values(), ids=WRONG)
def test_wrong_arguments(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert message in capsys.readouterr().err


def test_no_response(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, shown = run(capsys, f"http://{CLOSED}", "list-case-watchers", "C", "--max-retries", "0")
    assert status == 3
    assert shown.startswith("datadog-case-management: no response: ConnectError")


def test_missing_keys_are_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DD_APP_KEY")
    expected = "datadog-case-management: no DD_APP_KEY in the environment: set it, or give --keys\n"
    assert run(capsys, "http://unused", "list-case-watchers", "C") == (2, "", expected)


def test_keys_from_a_file(
    capsys: pytest.CaptureFixture[str], service: HTTPServer, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name)
    file = tmp_path / "keys"
    file.write_text("".join(f'export {name}="{value}"\n' for name, value in ENVIRONMENT.items()), encoding="utf-8")
    assert run(capsys, url, "watch-case", "C", "U", "--keys", str(file))[0] == 0


def start(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    environment = os.environ | ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "datadog_case_management", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def test_ctrl_c_ends_quietly() -> None:
    with FaultyServer(hang) as server:
        # Started in the background, it would ignore Ctrl-C.
        heed = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.default_int_handler)}
        process = start("list-case-watchers", "C", "--base-url", server.url, **heed)
        run_async(arrived(server))
        process.send_signal(signal.SIGINT)
        assert (*process.communicate(timeout=60), process.returncode) == (b"", b"", 130)


def test_a_closed_pipe_ends_quietly(service: HTTPServer, url: str) -> None:
    process = start("iter-case-timeline", "C", "--base-url", url)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr:
        assert (process.stderr.read(), process.wait(60)) == (b"", 141)


def test_a_full_disk_is_an_error_of_its_own(service: HTTPServer, url: str) -> None:
    command = [sys.executable, "-m", "datadog_case_management", "list-case-watchers", "C", "--base-url", url]
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=os.environ | ENVIRONMENT
        )
    expected = "datadog-case-management: the output cannot be written: No space left on device\n"
    assert (result.returncode, result.stderr) == (1, expected)


@pytest.mark.parametrize("closed", ["stdin", "stdout", "stderr"])
def test_a_closed_stream_is_an_empty_one(
    closed: str, capsys: pytest.CaptureFixture[str], service: HTTPServer, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    call = ["list-case-watchers", "C", "--base-url", url]
    for arguments, expected in (
        (call, 0),
        ([*call, "--timeout", "0"], 2),
        (["add-case-insights", "C", "--body", "-"], 2),
    ):
        monkeypatch.setattr(sys, closed, None)  # as Python itself does
        try:
            status: Any = main(arguments)
        except SystemExit as exit_:
            status = exit_.code
        getattr(sys, closed).close()
        shown, problems = capsys.readouterr()
        assert status == expected
        assert bool(shown) is (status == 0 and closed != "stdout")
        assert bool(problems) is (status == 2 and closed != "stderr")


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
@pytest.mark.parametrize("output", ["json", "table"])
def test_any_encoding_of_the_terminal_works(
    encoding: str, output: str, httpserver: HTTPServer, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = {**CELL, "id": "é\u2603\U0001f600\ud800\x1b"}
    httpserver.expect_request("/api/v2/cases/C/timelines").respond_with_data(json.dumps({"data": [odd]}))
    terminal = io.TextIOWrapper(io.BytesIO(), encoding)
    monkeypatch.setattr("sys.stdout", terminal)
    assert main(["list-case-timeline", "C", "--base-url", url, "--output", output]) == 0
    terminal.seek(0)
    assert "\x1b" not in terminal.read()
