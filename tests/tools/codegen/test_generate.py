"""make generate, make check and make validate: what they write, find and leave unchanged."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from repository import DATA, copy_project, run_tests
from tools import generate
from tools.codegen import package
from tools.codegen.package import HEADER, RUNTIME_HEADER, RUNTIME_MARK, syntax_errors, undefined_names
from tools.lint import check
from tools.paths import PACKAGE, ROOT
from tools.spec.lines import Problem

SPEC = "openapi/case-management.yaml"
FACTS, MISTAKES = (
    yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8")) for name in ("facts", "mistakes")
)


class Result(NamedTuple):
    """How a program ended."""

    returncode: int
    stdout: str
    stderr: str


def run(program: Callable[[list[str]], int], *arguments: str) -> Result:
    """Run a program here, so that `make mutants` can break it."""
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


def test_generated_is_up_to_date() -> None:
    result = run(generate.main, "--check")
    assert result.returncode == 0, result.stderr


def test_generating_from_scratch_and_from_another_folder_is_identical(
    copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = contents(copy / "generated")
    shutil.rmtree(copy / "generated")
    # The settings of an enclosing repository must not affect the output.
    (copy / "ruff.toml").write_text("line-length = 40\n")
    subprocess.run(
        [sys.executable, "-m", "tools.generate", "--root", copy],
        cwd=tmp_path_factory.mktemp("elsewhere"),
        check=True,
        timeout=60,
    )
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
    made = []

    def generated(root: Path, package: Path) -> None:
        package.mkdir()
        (package / "a.py").touch()
        made.append(package)

    copy_project(tmp_path, "openapi")
    monkeypatch.setattr(generate, "generate", generated)
    missing = f"{PACKAGE}: missing\n\ngenerated/ is out of date. Fix: make generate\n"
    assert run(generate.main, "--check", "--root", str(tmp_path)) == (1, "", missing)
    (package,) = made
    assert (package.parents[1], package.name) == (tmp_path, PACKAGE.name)
    assert package.parent.name.startswith(".generate-")
    assert run(generate.main, "--root", str(tmp_path)) == (0, f"{PACKAGE}: 1 file changed\n", "")
    cache = tmp_path / PACKAGE / "__pycache__"
    cache.mkdir()
    assert run(generate.main, "--root", str(tmp_path)) == (0, f"{PACKAGE}: nothing changed\n", "")
    assert not cache.exists()


def test_an_invalid_spec_is_reported_before_anything_is_generated(tmp_path: Path) -> None:
    spec = tmp_path / "openapi/case-management.yaml"
    spec.parent.mkdir()
    spec.write_text("opanapi: 3.1.0\n", encoding="utf-8")
    message = "make generate: the spec is not valid, generated/ is unchanged."
    lines = [*check.explain(spec), "", message, ""]
    assert len(lines) > 4
    assert run(generate.main, "--root", str(tmp_path)) == (1, "", "\n".join(lines))


def test_every_file_names_its_source() -> None:
    files = sorted((ROOT / PACKAGE).rglob("*.py"))
    assert files
    for path in files:
        name = path.relative_to(ROOT / PACKAGE)
        source = ROOT / "runtime" / name
        assert path.read_text().startswith(RUNTIME_HEADER.format(name) if source.exists() else HEADER)
    assert (ROOT / PACKAGE / "py.typed").exists()


def test_runtime_is_copied_with_its_line_numbers() -> None:
    for source in (ROOT / "runtime").rglob("*.py"):
        first, *lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
        copy = (ROOT / PACKAGE / source.relative_to(ROOT / "runtime")).read_text(encoding="utf-8")
        assert first == RUNTIME_MARK
        assert copy.splitlines(keepends=True)[1:] == lines


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
    found = undefined_names(package, environment)
    assert found == [(Path("a.py"), Problem(2, "Undefined name `z`"))]


def test_files_of_the_same_size_and_time_are_compared(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.py").write_text(name, encoding="utf-8")
        os.utime(tmp_path / name / "a.py", (1, 1))
    assert package.differences(tmp_path / "old", tmp_path / "new") == [f"{PACKAGE}/a.py: changed"]


def test_compiled_files_are_no_difference(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name / "__pycache__").mkdir(parents=True)
        (tmp_path / name / "a.py").touch()
    (tmp_path / "new/__pycache__/a.pyc").touch()
    assert package.differences(tmp_path / "old", tmp_path / "new") == []


PROBE = """
import sys, httpx
from datadog_case_management import Client, DatadogSite, models
def request():
    client.list_case_watchers("C")
    return requests[0]
def timeline(**arguments):
    try: client.list_case_timeline("C", **arguments)
    except ValueError as error: return error
def first_page():
    next(client.iter_case_timeline("C"), None)
    return requests[0].url.query.decode().replace("%5B", "[").replace("%5D", "]")
requests = []
transport = httpx.MockTransport(lambda request: requests.append(request) or httpx.Response(200, json={"data": []}))
client = Client(api_key="a", app_key="b", transport=transport)
print(eval(sys.argv[1]))
"""


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_of_the_spec_reaches_the_client(copy: Path, fact: str) -> None:
    case = FACTS[fact]
    ((old, new),) = case["edit"].items()
    edit(copy / SPEC, old, new)
    assert run(generate.main, "--root", str(copy)).returncode == 0
    result = subprocess.run(
        [sys.executable, "-c", PROBE, case["show"]],
        env={"PYTHONPATH": str(copy / "generated")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.stdout.strip(), result.stderr) == (case["expect"], "")


INVALID = {
    "bad YAML": ("paths:\n", "paths: [\n", "not YAML"),
    "a key twice": ("paths:\n", "info: {}\npaths:\n", "duplicate key 'info'"),
    "a dangling $ref": ("schemas/CaseWatchersResponse", "schemas/Nowhere", "#/components/schemas/Nowhere"),
    "a duplicate operationId": ("operationId: listCaseWatchers", "operationId: watchCase", "watchCase"),
    "an undeclared path parameter": ("{case_id}/insights", "{case_id}/insights/{insight_id}", "insight_id"),
}


@pytest.mark.parametrize(("old", "new", "message"), INVALID.values(), ids=INVALID)
def test_an_invalid_spec_is_reported_with_its_line_and_leaves_generated_unchanged(
    copy: Path, old: str, new: str, message: str
) -> None:
    edit(copy / SPEC, old, new)
    before = contents(copy)
    result = run(generate.main, "--root", str(copy))
    assert result.returncode == 1
    for output in (result.stderr, "\n".join(check.explain(copy / SPEC))):
        assert message in output
        assert f"{SPEC}:" in output
    assert contents(copy) == before


def test_a_generator_warning_fails_and_leaves_generated_unchanged(copy: Path) -> None:
    # Valid OpenAPI that the generator cannot read: it would drop the operation and exit with 0.
    edit(
        copy / SPEC,
        'application/json: { schema: { $ref: "#/components/schemas/CaseW',
        'application/xml: { schema: { $ref: "#/components/schemas/CaseW',
    )
    before = contents(copy / "generated")
    result = run(generate.main, "--root", str(copy))
    assert result.returncode == 1
    assert "application/xml" in result.stdout + result.stderr
    assert contents(copy / "generated") == before


def test_a_missing_formatter_fails_and_leaves_generated_unchanged(copy: Path) -> None:
    edit(copy / "generator-config.yaml", "ruff format", "no-such-formatter format")
    before = contents(copy / "generated")
    result = run(generate.main, "--root", str(copy))
    assert result.returncode == 1
    assert "no-such-formatter" in result.stdout + result.stderr
    assert contents(copy / "generated") == before


CHANGES = {
    "an enum value": ("enum: [COMMENT]", "enum: [REMARK]"),
    "a required flag": ("required: [attributes, id, type]", "required: [attributes, id]"),
    "a property name": ("        status_name: { type", "        status_title: { type"),
}


@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_spec_fails_check_and_then_the_tests(copy: Path, old: str, new: str) -> None:
    """Without make generate, the change is drift; with it, the package differs from the pages or the cassettes."""
    edit(copy / SPEC, old, new)
    if "COMMENT" in old:
        text = (copy / SPEC).read_text().replace("type: COMMENT", "type: REMARK")
        (copy / SPEC).write_text(text)
    if "status_name" in old:
        text = (copy / SPEC).read_text().replace("status_name: Open", "status_title: Open")
        (copy / SPEC).write_text(text)
    assert run(generate.main, "--check", "--root", str(copy)).returncode == 1
    assert run(generate.main, "--root", str(copy)).returncode == 0
    copy_project(copy, "tools", "tests", "pyproject.toml")
    result = run_tests(copy, "contract/test_documentation")
    assert result.returncode == 1, result.stdout
    assert "AssertionError" in result.stdout
