"""`make validate` reports each problem on its line, and survives any input."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from repository import DATA
from tools.lint import check, openapi
from tools.lint.check import problems
from tools.paths import ROOT, SPEC
from tools.spec.lines import line_of
from tools.validate import main

TEXT = SPEC.read_text(encoding="utf-8")
PETSTORE = yaml.safe_load((DATA / "petstore.yaml").read_text(encoding="utf-8"))
TABLE = yaml.safe_load((DATA / "validate.yaml").read_text(encoding="utf-8"))


def write(folder: Path, text: str) -> Path:
    path = folder / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", TABLE["defects"])
def test_a_defect_is_reported_on_its_line(tmp_path: Path, name: str) -> None:
    row = TABLE["defects"][name]
    assert row["replace"] in TEXT
    text = TEXT.replace(row["replace"], row["with"], 1)
    pairs = zip(TEXT.splitlines(), text.splitlines(), strict=False)
    changed = next(number for number, (old, new) in enumerate(pairs, 1) if old != new)
    reported = problems(write(tmp_path, text))
    matching = [problem for problem in reported if problem.message.startswith(row["expect"].removesuffix("…"))]
    assert matching, reported
    lines = text.splitlines()
    assert matching[0].line == changed or row.get("at", "\0") in lines[matching[0].line - 1], matching


@pytest.mark.parametrize("name", TABLE["unreadable"])
def test_why_a_file_cannot_be_read(tmp_path: Path, name: str) -> None:
    row = TABLE["unreadable"][name]
    assert problems(write(tmp_path, f"a: 1\n{row['line']}\n")) == [(row.get("at", 2), f"not YAML: {row['expect']}")]


@pytest.mark.parametrize("text", ["", "x\n", "- x\n"])
def test_a_file_that_is_not_a_mapping_is_reported(tmp_path: Path, text: str) -> None:
    message = "not an OpenAPI document: write a mapping that starts with `openapi: 3.1.0`"
    assert problems(write(tmp_path, text)) == [(1, message)]


def test_a_file_that_is_not_utf_8_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_bytes(b"a: 1\nb: \xff\n")
    assert problems(path) == [(2, "not YAML: it is not UTF-8")]


def test_aliases_cannot_exhaust_memory(tmp_path: Path) -> None:
    levels = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 10)]
    (problem,) = problems(write(tmp_path, "\n".join(["a0: &a0 x", *levels])))
    assert "its aliases make it too large" in problem.message


@pytest.mark.parametrize(
    ("text", "size"), [("a", 1), ("[a, b]", 3), ("a: b", 3), ("a: [1, 2]", 5), ("a: &x [1]\nb: *x", 7)]
)
def test_the_size_of_a_file_includes_its_aliases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, size: int
) -> None:
    path = write(tmp_path, text)
    monkeypatch.setattr(check, "MAX_NODES", size)
    assert "aliases" not in problems(path)[0].message
    monkeypatch.setattr(check, "MAX_NODES", size - 1)
    assert problems(path) == [(1, "not YAML: its aliases make it too large")]


def test_nesting_cannot_exhaust_the_stack(tmp_path: Path) -> None:
    assert problems(write(tmp_path, "[" * 100_000)) == [(1, "not YAML: it is nested too deep")]


VALUES = ["3", "null", "true", "[]", "[x]", "{}", "{x: y}", "'x'", "1e400", "&a [*a]", "*nowhere", "!!set {x}"]


def mangled(text: str, draw: st.DataObject) -> str:
    """A spec with a line deleted, repeated, moved to the left or right, retyped or misspelled."""
    lines = text.splitlines(keepends=True)
    at = draw.draw(st.integers(0, len(lines) - 1))
    line = lines[at]
    key, colon, _ = line.partition(":")
    replacements = {
        "delete": [],
        "repeat": [line, line],
        "dedent": [line[2:] if line.startswith("  ") else line],
        "indent": ["  " + line],
        "retype": [f"{key}{colon} {draw.draw(st.sampled_from(VALUES))}\n"],
        "misspell": [line.replace("e", "", 1)],
    }
    lines[at : at + 1] = replacements[draw.draw(st.sampled_from(sorted(replacements)))]
    return "".join(lines)


@settings(deadline=None)
@given(draw=st.data(), times=st.integers(1, 3))
def test_no_input_causes_a_traceback(tmp_path_factory: pytest.TempPathFactory, draw: st.DataObject, times: int) -> None:
    text = TEXT
    for _ in range(times):
        text = mangled(text, draw)
    path = write(tmp_path_factory.getbasetemp(), text)
    for problem in [*problems(path), *problems(path, "openapi")]:
        assert 1 <= problem.line <= text.count("\n") + 1
        assert re.search(r"\w+.*: \S", problem.message), problem


def test_what_our_rules_miss_is_reported_by_those_of_openapi() -> None:
    spec = {"openapi": "3.1.0", "info": {"title": ["x" * 300], "version": "1"}, "paths": {}}
    places = dict(openapi.problems(spec))
    assert places[("info", "title")] == f"['{'x' * 298}"


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ((), 1),
        (("z",), 1),
        (("a",), 2),
        (("a", 1), 4),
        (("a", 1, "b"), 4),
        # The deepest node that exists.
        (("a", 2), 2),
        (("a", "b"), 2),
        (("a", 1, "c"), 4),
    ],
)
def test_the_line_of_a_place(place: tuple[Any, ...], line: int) -> None:
    root = yaml.compose("# A comment.\na:\n  - 1\n  - b: 2\n", yaml.SafeLoader)
    assert line_of(root, place) == line


def test_a_problem_of_the_whole_spec_is_on_the_first_line(tmp_path: Path) -> None:
    first, *_ = problems(write(tmp_path, "openapi: 3.1.0\n"))
    assert str(first).startswith("line 1: the spec: ")


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the command on a text, in CI or in a terminal; return its exit status and output."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)

    def command(text: str | None, ci: str | None = None, profile: str = "datadog") -> tuple[int, str]:
        monkeypatch.setenv("CI", ci) if ci else monkeypatch.delenv("CI", raising=False)
        return main(["--profile", profile, *([str(write(tmp_path, text))] if text else [])]), capsys.readouterr().out

    return command


@pytest.mark.parametrize("ci", [None, "1"])
def test_the_spec_is_valid(run: Any, ci: str | None) -> None:
    assert run(None, ci) == (0, "case-management.yaml: valid\n")


def test_a_terminal_gets_a_line_for_each_problem_and_a_count(run: Any) -> None:
    text = TEXT.replace("operationId: watchCase\n", "operationId: watchCase\n      typo: 1\n      typos: 1\n", 1)
    status, output = run(text)
    *lines, count = output.splitlines()
    assert (status, count) == (1, "spec.yaml: 2 problems")
    assert all(re.match(r"spec\.yaml:\d+: \S", line) for line in lines)
    assert run("x: [\n")[1].splitlines()[1] == "spec.yaml: 1 problem"


def test_ci_gets_an_annotation_for_each_problem(run: Any) -> None:
    status, output = run("x: [\n", "1")
    assert (status, output.partition("expected")[0]) == (1, "::error file=spec.yaml,line=2::not YAML: ")
    assert output.count("\n") == 1


@pytest.mark.parametrize("folder", [".", "packages/api"])
def test_an_annotation_names_the_file_by_its_path_in_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    api = tmp_path / "packages/api"
    api.mkdir(parents=True)
    path = write(api, "x: [\n")
    monkeypatch.setenv("CI", "1")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.chdir(tmp_path / folder)
    assert main([os.path.relpath(path)]) == 1
    assert capsys.readouterr().out.startswith("::error file=packages/api/spec.yaml,line=2::")


def test_a_name_cannot_write_a_workflow_command(run: Any) -> None:
    status, output = run('openapi: 3.1.0\n"a\\n::error::b": 1%\n', "1")
    assert status == 1
    assert all(line.startswith("::error file=spec.yaml,line=") for line in output.splitlines())
    assert "a\\n::error::b" in output


def test_files_that_cannot_be_read_are_named_and_the_others_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    assert main(["nowhere.yaml", ".", str(SPEC)]) == 2
    assert capsys.readouterr() == (
        "case-management.yaml: valid\n",
        "validate: nowhere.yaml: No such file or directory\nvalidate: .: Is a directory\n",
    )


def test_the_departures_next_to_a_spec_are_checked_with_it(run: Any, tmp_path: Path) -> None:
    (tmp_path / "departures.yaml").write_text("- 1\n", encoding="utf-8")
    status, output = run(TEXT)
    assert (status, output.splitlines()[0].split(": ")[0]) == (1, "departures.yaml:1")
    assert run(TEXT, profile="openapi") == (0, "spec.yaml: valid\n")


# --- the document of any API ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_document_of_another_api_is_valid(run: Any, version: str) -> None:
    text = PETSTORE["document"].replace("3.1.0", version)
    assert run(text, profile="openapi") == (0, "spec.yaml: valid\n")
    assert run(text)[0] == 1


@pytest.mark.parametrize("name", PETSTORE["mistakes"])
def test_a_mistake_in_a_document_of_another_api_is_on_its_line(run: Any, name: str) -> None:
    row = PETSTORE["mistakes"][name]
    text = PETSTORE["document"]
    assert row["replace"] in text
    line = text[: text.index(row["replace"])].count("\n") + 1 + row.get("below", 0)
    status, output = run(text.replace(row["replace"], row["with"], 1), profile="openapi")
    assert (status, output.splitlines()[0]) == (1, f"spec.yaml:{line}: {row['expect']}")


def test_the_command_for_other_repositories_has_all_that_it_needs(tmp_path: Path) -> None:
    """Needs the package index."""
    (tmp_path / "petstore.yaml").write_text(PETSTORE["document"], encoding="utf-8")
    source = shutil.copytree(ROOT / "tools", tmp_path / "source", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    subprocess.run([tmp_path / "venv/bin/pip", "install", "--quiet", source], check=True)
    command = [str(tmp_path / "venv/bin/validate-openapi"), "petstore.yaml"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.stdout, result.returncode) == ("petstore.yaml: valid\n", 0), result.stderr
