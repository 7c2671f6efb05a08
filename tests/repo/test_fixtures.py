"""make fixtures writes what is missing, from the examples of the spec."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from tools.fixtures import __main__ as command
from tools.fixtures import cassettes, examples
from tools.paths import CASSETTES

URL = "https://api.datadoghq.com/api/v2/cases"
DOCUMENTED = [(name, status) for name, operation in cassettes.operations().items() for status in operation.results]


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_a_request_without_a_body(tmp_path: Path) -> None:
    path = examples.write(tmp_path / "a/b", "watch_case", 201)
    assert path == tmp_path / "a/b/watch_case/201.yaml"
    (case, user), _ = cassettes.operations()["watch_case"].example_call()
    assert read(path) == {
        "provenance": "example",
        "about": "The example of the spec; nothing was sent.",
        "interactions": [
            {
                "request": {
                    "body": "",
                    "headers": {"Accept": ["application/json"]},
                    "method": "POST",
                    "uri": f"{URL}/{case}/watchers/{user}",
                },
                "response": {"body": {"string": ""}, "headers": {}, "status": {"code": 201, "message": "Created"}},
            }
        ],
        "version": 1,
    }
    assert path.read_text(encoding="utf-8").startswith("provenance: example\nabout: ")


def test_a_request_with_a_body(tmp_path: Path) -> None:
    operation = cassettes.operations()["add_case_insights"]
    (interaction,) = read(examples.write(tmp_path, "add_case_insights", 404))["interactions"]
    assert operation.body
    assert json.loads(interaction["request"]["body"]) == operation.body.example
    assert interaction["request"]["headers"] == {"Accept": ["application/json"], "Content-Type": ["application/json"]}
    response = interaction["response"]
    assert response["headers"] == {"Content-Type": ["application/json"]}
    assert response["status"] == {"code": 404, "message": "Not Found"}
    assert response["body"]["string"] == json.dumps(operation.examples[404], indent=1)


@pytest.mark.parametrize(("media_type", "written"), [("text/plain", "It is on its way."), (None, "")])
def test_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, media_type: str | None, written: str) -> None:
    operation = cassettes.operations()["watch_case"]._replace(
        examples={202: "It is on its way."}, media_types={202: media_type} if media_type else {}
    )
    monkeypatch.setitem(cassettes.operations(), "watch_case", operation)
    (interaction,) = read(examples.write(tmp_path, "watch_case", 202))["interactions"]
    assert interaction["response"]["body"] == {"string": written}


def test_headers_of_the_operation_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = examples.prepare(cassettes.operations()["add_case_insights"])
    monkeypatch.setattr(examples, "prepare", lambda _: prepared._replace(headers={"content-type": "a/b", "x": "y"}))
    (interaction,) = read(examples.write(tmp_path, "add_case_insights", 200))["interactions"]
    assert interaction["request"]["headers"] == {"Accept": ["application/json"], "Content-Type": ["a/b"], "X": ["y"]}


def test_what_is_missing(tmp_path: Path) -> None:
    assert examples.missing(CASSETTES) == []
    assert examples.missing(tmp_path) == DOCUMENTED
    folder = tmp_path / "add_case_insights"
    folder.mkdir()
    # One of another status, one that departs from the spec, and one of several requests.
    shutil.copy(CASSETTES / "add_case_insights/404.yaml", folder / "200.yaml")
    departing = [path for path in CASSETTES.glob("add_case_insights/*.yaml") if cassettes.load(path).departs]
    assert departing
    for path in departing:
        shutil.copy(path, folder)
    first, second = (read(CASSETTES / f"add_case_insights/{status}.yaml") for status in (401, 403))
    first["interactions"] += second["interactions"]
    (folder / "several.yaml").write_text(yaml.safe_dump(first), encoding="utf-8")
    kept = {("add_case_insights", status) for status in (401, 403, 404)}
    assert examples.missing(tmp_path) == [pair for pair in DOCUMENTED if pair not in kept]


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "cassettes"
    shutil.copytree(CASSETTES, folder)
    (folder / "watch_case/201.yaml").unlink()
    (folder / "watch_case/403.yaml").unlink()
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    monkeypatch.setattr(command, "ROOT", tmp_path)
    assert command.main(["--folder", str(folder)]) == 0
    output = "cassettes/watch_case/201.yaml\ncassettes/watch_case/403.yaml\n2 fixtures written\n"
    assert capsys.readouterr().out == output
    assert {path: path.read_bytes() for path in before} == before
    assert command.main(["--folder", str(folder)]) == 0
    assert capsys.readouterr().out == "every documented status has a fixture\n"
    monkeypatch.undo()
    assert command.main([]) == 0
    assert capsys.readouterr().out == "every documented status has a fixture\n"
    (folder / "watch_case/201.yaml").unlink()
    assert command.main(["--folder", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder}/watch_case/201.yaml\n1 fixture written\n"
    assert cassettes.load(folder / "watch_case/201.yaml").provenance == "example"
