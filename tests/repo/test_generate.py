"""make generate, make check and make validate: what they write, what they find, and what they leave alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from generate import HEADER, PACKAGE, ROOT
from repository import copy_project, run_suite

SPEC = "openapi/case-management.yaml"


def run(script: str, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / script), *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A scratch copy of what make generate reads and writes."""
    copy_project(tmp_path, "openapi", "generated", "generator-config.yaml")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_generated_is_current() -> None:
    result = run("generate.py", "--check")
    assert result.returncode == 0, result.stderr


def test_from_nothing_and_from_another_folder_it_is_the_same(
    copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = contents(copy / "generated")
    shutil.rmtree(copy / "generated")
    # Settings of the repository around it must not reach the output.
    (copy / "ruff.toml").write_text("line-length = 40\n")
    assert run("generate.py", "--root", str(copy), cwd=tmp_path_factory.mktemp("elsewhere")).returncode == 0
    assert contents(copy / "generated") == before
    again = run("generate.py", "--root", str(copy))
    assert "nothing changed" in again.stdout
    assert not list(copy.glob(".generate-*"))


def test_check_names_changed_missing_and_extra_files_and_the_mending_command(copy: Path) -> None:
    package = copy / PACKAGE
    edit(package / "client.py", "import copy", "import copy ")
    (package / "types.py").unlink()
    (package / "models/stray.py").touch()
    before = contents(copy)
    result = run("generate.py", "--check", "--root", str(copy))
    assert result.returncode == 1
    for line in ("client.py: changed", "types.py: missing", "models/stray.py: extra", "make generate"):
        assert line in result.stderr
    assert contents(copy) == before
    assert run("generate.py", "--root", str(copy)).returncode == 0
    assert not (package / "models/stray.py").exists()


def test_every_file_says_where_it_comes_from() -> None:
    files = sorted((ROOT / PACKAGE).rglob("*.py"))
    assert files
    assert all(path.read_text().startswith(HEADER) for path in files)
    assert (ROOT / PACKAGE / "py.typed").exists()


INVALID = {
    "bad YAML": ("paths:\n", "paths: [\n", "not YAML"),
    "a key twice": ("paths:\n", "info: {}\npaths:\n", "'info' stands here twice"),
    "a dangling $ref": ("schemas/CaseWatchersResponse", "schemas/Nowhere", "#/components/schemas/Nowhere"),
    "a duplicate operationId": ("operationId: listCaseWatchers", "operationId: watchCase", "watchCase"),
    "an undeclared path parameter": ("{case_id}/insights", "{case_id}/insights/{insight_id}", "insight_id"),
}


@pytest.mark.parametrize(("old", "new", "told"), INVALID.values(), ids=INVALID)
def test_an_invalid_spec_fails_with_its_place_and_leaves_generated_alone(
    copy: Path, old: str, new: str, told: str
) -> None:
    edit(copy / SPEC, old, new)
    before = contents(copy)
    for script, arguments in (("generate.py", ["--root", str(copy)]), ("validate.py", [str(copy / SPEC)])):
        result = run(script, *arguments)
        output = result.stdout + result.stderr
        assert result.returncode == 1
        assert told in output
        assert f"{SPEC}:" in output
        assert "Traceback" not in output
    assert contents(copy) == before


def test_a_warning_of_the_generator_fails_and_leaves_generated_alone(copy: Path) -> None:
    # Valid OpenAPI that the generator cannot read: it would drop the operation, and exit with 0.
    edit(
        copy / SPEC,
        'application/json:\n              schema: { $ref: "#/components/schemas/CaseW',
        'application/xml:\n              schema: { $ref: "#/components/schemas/CaseW',
    )
    before = contents(copy / "generated")
    result = run("generate.py", "--root", str(copy))
    assert result.returncode == 1
    assert "application/xml" in result.stdout + result.stderr
    assert contents(copy / "generated") == before


def test_a_missing_formatter_fails_and_leaves_generated_alone(copy: Path) -> None:
    edit(copy / "generator-config.yaml", "ruff format", "no-such-formatter format")
    before = contents(copy / "generated")
    result = run("generate.py", "--root", str(copy))
    assert result.returncode == 1
    assert "no-such-formatter" in result.stdout + result.stderr
    assert contents(copy / "generated") == before


CHANGES = {
    "an enum value": ("enum: [COMMENT]", "enum: [REMARK]"),
    "a required flag": ("required: [attributes, id, type]", "required: [attributes, id]"),
    "a property name": ("        status_name:\n", "        status_title:\n"),
}


@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_spec_fails_check_and_then_the_tests(copy: Path, old: str, new: str) -> None:
    """One change alone is drift; regenerated, it no longer agrees with the pages or the recordings."""
    edit(copy / SPEC, old, new)
    if "COMMENT" in old:
        edit(copy / SPEC, "example: COMMENT", "example: REMARK")
        text = (copy / SPEC).read_text().replace("type: COMMENT", "type: REMARK")
        (copy / SPEC).write_text(text)
    assert run("generate.py", "--check", "--root", str(copy)).returncode == 1
    assert run("generate.py", "--root", str(copy)).returncode == 0
    copy_project(copy, "scripts", "tests", "pyproject.toml")
    result = run_suite(copy, "spec_says_what_the_pages_say")
    assert result.returncode == 1, result.stdout
    assert "AssertionError" in result.stdout
