"""make generate, make check and make validate: what they write, find and leave unchanged."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from helpers import run_program
from repository import DATA, copy_project
from tools import generate
from tools.codegen import package
from tools.codegen.package import HEADER, RUNTIME_HEADER, RUNTIME_MARK, syntax_errors, undefined_names
from tools.lint import check
from tools.paths import PACKAGE, ROOT
from tools.spec.lines import Problem

SPEC = "openapi/case-management.yaml"
MISTAKES = yaml.safe_load((DATA / "mistakes.yaml").read_text(encoding="utf-8"))


class Result(NamedTuple):
    """How a program ended."""

    returncode: int
    stdout: str
    stderr: str


def run(program: Callable[[list[str]], int], *arguments: str) -> Result:
    """Run a program in this process."""
    with redirect_stdout(io.StringIO()) as stdout, redirect_stderr(io.StringIO()) as stderr:
        try:
            code = program(list(arguments))
        except SystemExit as error:
            code = 1
            print(error, file=sys.stderr)
    return Result(code, stdout.getvalue(), stderr.getvalue())


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A scratch copy of what make generate reads and writes."""
    copy_project(tmp_path, "openapi", "runtime", "generated", "generator-config.yaml")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_generating_from_scratch_and_from_another_folder_is_identical(
    copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = contents(copy / "generated")
    shutil.rmtree(copy / "generated")
    # The settings of an enclosing repository must not affect the output.
    (copy / "ruff.toml").write_text("line-length = 40\n")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert run_program("-m", "tools.generate", "--root", copy, folder=elsewhere, PYTHONPATH=ROOT).returncode == 0
    assert contents(copy / "generated") == before
    again = run(generate.main, "--root", str(copy))
    assert "nothing changed" in again.stdout
    assert not list(copy.glob(".generate-*"))


def test_check_names_changed_missing_and_extra_files_and_the_fix(copy: Path) -> None:
    package = copy / PACKAGE
    edit(package / "client.py", "from typing import", "from typing  import")
    (package / "types.py").unlink()
    (package / "models/stray.py").touch()
    nested = copy / "runtime/one/two/three.py"
    nested.parent.mkdir(parents=True)
    nested.write_text(RUNTIME_MARK, encoding="utf-8")
    before = contents(copy)
    result = run(generate.main, "--check", "--root", str(copy))
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        f"{PACKAGE}/client.py: changed",
        f"{PACKAGE}/models/stray.py: extra",
        f"{PACKAGE}/one/two/three.py: missing",
        f"{PACKAGE}/types.py: missing",
        "",
        "generated/ is out of date. Fix: make generate",
    ]
    assert contents(copy) == before
    assert run(generate.main, "--root", str(copy)) == (0, f"{PACKAGE}: 4 files changed\n", "")
    assert not (package / "models/stray.py").exists()
    (package / "types.py").unlink()
    assert run(generate.main, "--root", str(copy)) == (0, f"{PACKAGE}: 1 file changed\n", "")
    assert run(generate.main, "--root", str(copy)) == (0, f"{PACKAGE}: nothing changed\n", "")


def test_the_new_package_is_hidden_next_to_the_old_one_and_replaces_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = []

    def generated(root: Path, package: Path) -> None:
        package.mkdir()
        (package / "a.py").touch()
        packages.append(package)

    copy_project(tmp_path, "openapi")
    monkeypatch.setattr(generate, "generate", generated)
    missing = f"{PACKAGE}: missing\n\ngenerated/ is out of date. Fix: make generate\n"
    assert run(generate.main, "--check", "--root", str(tmp_path)) == (1, "", missing)
    (package,) = packages
    assert (package.parents[1], package.name) == (tmp_path, PACKAGE.name)
    assert package.parent.name.startswith(".generate-")
    assert run(generate.main, "--root", str(tmp_path)) == (0, f"{PACKAGE}: 1 file changed\n", "")
    cache = tmp_path / PACKAGE / "__pycache__"
    cache.mkdir()
    assert run(generate.main, "--root", str(tmp_path)) == (0, f"{PACKAGE}: nothing changed\n", "")
    assert not cache.exists()


def test_an_invalid_spec_is_reported_and_nothing_is_generated(copy: Path) -> None:
    edit(copy / SPEC, "paths:\n", "paths: [\n")
    before = contents(copy)
    message = "make generate: the spec is not valid, generated/ is unchanged."
    lines = [*check.explain(copy / SPEC), "", message, ""]
    assert len(lines) > 3
    assert run(generate.main, "--root", str(copy)) == (1, "", "\n".join(lines))
    assert contents(copy) == before


def test_every_file_names_its_source_and_runtime_is_copied_line_by_line() -> None:
    assert (ROOT / PACKAGE / "py.typed").exists()
    for path in (ROOT / PACKAGE).rglob("*.py"):
        name, text = path.relative_to(ROOT / PACKAGE), path.read_text(encoding="utf-8")
        source = ROOT / "runtime" / name
        if source.exists():
            assert text == RUNTIME_HEADER.format(name) + source.read_text(encoding="utf-8").removeprefix(RUNTIME_MARK)
        else:
            assert text.startswith(HEADER)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_reported_in_its_source_and_leaves_generated_unchanged(copy: Path, mistake: str) -> None:
    case = MISTAKES[mistake]
    ((old, new),) = case["edit"].items()
    line = (copy / case["file"]).read_text().partition(old)[0].count("\n") + 1
    edit(copy / case["file"], old, new)
    before = contents(copy / "generated")
    result = run(generate.main, "--root", str(copy))
    assert result.returncode == 1
    assert result.stderr.startswith("make generate: generated/ is unchanged.\n\n")
    assert case["expect"].replace("{line}", str(line)) in result.stderr
    assert contents(copy / "generated") == before


def test_a_crash_of_the_generator_is_reported_without_its_frames_in_python(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text(
        """#!/bin/sh
echo "$COLUMNS columns"
echo "╭── Traceback ──╮"
echo "│ /generator.py:1 in main           │"
echo "│ /client.py.jinja:2 in top-level X │"
echo "╰───────────────╯"
echo "UndefinedError: no X" >&2
exit 1
""",
        encoding="utf-8",
    )
    python.chmod(0o755)
    with pytest.raises(SystemExit) as caught:
        package.generate(tmp_path, tmp_path / "package", python)
    assert str(caught.value).splitlines()[2:] == [
        "the generator failed",
        "",
        "120 columns",
        "/client.py.jinja:2 in top-level X",
        "UndefinedError: no X",
    ]


def test_an_error_without_a_line_is_on_the_first(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n\0", encoding="utf-8")
    message = "source code string cannot contain null bytes"
    assert list(syntax_errors(tmp_path)) == [(Path("a.py"), Problem(1, message))]


def test_the_settings_of_a_project_around_the_package_are_not_used(tmp_path: Path) -> None:
    (tmp_path / "ruff.toml").write_text('[lint.per-file-ignores]\n"*.py" = ["F821"]\n', encoding="utf-8")
    package = tmp_path / "package"
    package.mkdir()
    (package / "a.py").write_text("x = 1\ny = z\n", encoding="utf-8")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    problems = undefined_names(package, environment)
    assert problems == [(Path("a.py"), Problem(2, "Undefined name `z`"))]


def test_files_of_the_same_size_and_time_are_compared(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.py").write_text(name, encoding="utf-8")
        os.utime(tmp_path / name / "a.py", (1, 1))
    assert package.differences(tmp_path / "old", tmp_path / "new") == [f"{PACKAGE}/a.py: changed"]


FACTS = {
    "  - url: https://api.{site}": "  - url: https://api.eu.{site}/x",
    "        default: datadoghq.com": "        default: datadoghq.eu",
    "      name: DD-API-KEY": "      name: X-API-KEY",
    "      name: DD-APPLICATION-KEY": "      name: X-APP-KEY",
}
PROBE = """
import httpx
from datadog_case_management import Client
def respond(request):
    print(request.url, request.headers["x-api-key"], request.headers["x-app-key"])
    return httpx.Response(200, json={"data": []})
Client(api_key="a", app_key="b", transport=httpx.MockTransport(respond)).list_case_watchers("C")
"""


def test_the_server_and_the_headers_of_the_keys_are_those_of_the_spec(copy: Path) -> None:
    for old, new in FACTS.items():
        edit(copy / SPEC, old, new)
    assert run(generate.main, "--root", str(copy)).returncode == 0
    sent = run_program("-c", PROBE, PYTHONPATH=copy / "generated")
    assert sent.stdout == "https://api.eu.datadoghq.eu/x/api/v2/cases/C/watchers a b\n"


def test_a_missing_formatter_fails_and_leaves_generated_unchanged(copy: Path) -> None:
    edit(copy / "generator-config.yaml", "ruff format", "no-such-formatter format")
    before = contents(copy / "generated")
    result = run(generate.main, "--root", str(copy))
    assert result.returncode == 1
    assert "no-such-formatter" in result.stdout + result.stderr
    assert contents(copy / "generated") == before
