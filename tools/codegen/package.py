"""Writes the package into a folder, and compares two packages."""

from __future__ import annotations

import ast
import filecmp
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.paths import PACKAGE, ROOT, RUNTIME, TEMPLATES
from tools.spec.lines import Problem

HEADER = "# Generated from openapi/case-management.yaml by `make generate`. Do not edit.\n"
# The first line of each file in runtime/. The copy has a header in its place, so that line numbers are preserved.
RUNTIME_MARK = "# Copied into the package by `make generate`.\n"
RUNTIME_HEADER = "# Copied from runtime/{} by `make generate`. Do not edit: change that file.\n"


def generate(root: Path, package: Path, python: Path = Path(sys.executable)) -> None:
    """Write the package for the spec, the templates, runtime/ and the configuration under `root`.

    Args:
        root: The folder that contains openapi/, runtime/ and generator-config.yaml.
        package: The folder to write; must not exist.
        python: The Python of the environment with the generator and the formatter.

    Raises:
        SystemExit: The generator warned or failed, or there is a Python error; the message names source and line.
    """
    runtime = sorted((root / RUNTIME).rglob("*.py"))
    check_runtime(root, runtime)
    package.parent.mkdir(exist_ok=True)
    # The formatter of that environment, whatever else is installed.
    environment = {**os.environ, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "120"}
    result = subprocess.run(
        [
            *(str(python), "-m", "tools.codegen.generator", "generate", "--meta=none", "--fail-on-warning"),
            *("--path", str(root.resolve() / "openapi/case-management.yaml")),
            *("--config", str(root.resolve() / "generator-config.yaml")),
            *("--custom-template-path", str(root.resolve() / TEMPLATES)),
            *("--output-path", str(package.resolve())),
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if problems := list(syntax_errors(package)):
        fail(*[described(root, package, *located) for located in problems])
    if result.returncode:
        lines = (result.stdout + result.stderr).strip().splitlines()
        # For a crash, the frames of the templates and the error itself.
        crash = [line.strip("│ ") for line in lines if not line.startswith(("│", "╭", "╰")) or ".jinja:" in line]
        fail("the generator failed", "", *crash)
    (package / "py.typed").touch()
    for path in package.rglob("*.py"):
        path.write_text(HEADER + path.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
    for path in runtime:
        name = path.relative_to(root / RUNTIME)
        text = path.read_text(encoding="utf-8").replace(RUNTIME_MARK, RUNTIME_HEADER.format(name))
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text, encoding="utf-8", newline="\n")
    if problems := list(undefined_names(package, environment)):
        fail(*[described(root, package, *located) for located in problems])


def fail(*lines: str) -> None:
    """Exit with a message that nothing was written."""
    raise SystemExit("\n".join(["make generate: generated/ is unchanged.", "", *lines]))


def check_runtime(root: Path, paths: list[Path]) -> None:
    """Exit if a file of runtime/ is not valid Python, or does not start with its marker."""
    for path in paths:
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(root)
        if not text.startswith(RUNTIME_MARK):
            fail(f"{name}:1: the first line is not: {RUNTIME_MARK.strip()}")
        try:
            ast.parse(text)
        except SyntaxError as error:
            fail(f"{name}:{error.lineno}: {error.msg}")


def syntax_errors(package: Path) -> Iterator[tuple[Path, Problem]]:
    """The files of a package that are not valid Python."""
    for path in sorted(package.rglob("*.py")):
        try:
            ast.parse(path.read_text(encoding="utf-8"))
        except SyntaxError as error:
            yield path.relative_to(package), Problem(error.lineno or 1, error.msg)


def undefined_names(package: Path, environment: dict[str, str]) -> list[tuple[Path, Problem]]:
    """The names in a package that nothing defines."""
    command = ["ruff", "check", "--isolated", "--no-cache", "--select=F821", "--output-format=json", "."]
    result = subprocess.run(command, cwd=package, env=environment, capture_output=True, check=False)
    return [
        (
            Path(report["filename"]).relative_to(package.resolve()),
            Problem(report["location"]["row"], report["message"]),
        )
        for report in json.loads(result.stdout)
    ]


def described(root: Path, package: Path, path: Path, problem: Problem) -> str:
    """A problem in the package: the line of runtime/ to edit, or the line that the templates wrote."""
    if (root / RUNTIME / path).exists():
        return f"{RUNTIME / path}:{problem.line}: {problem.message}"
    faulty = (package / path).read_text(encoding="utf-8").splitlines()[problem.line - 1].strip()
    return f"{path}:{problem.line}, which {TEMPLATES}/ wrote: {problem.message}: {faulty}"


def differences(expected: Path, actual: Path) -> list[str]:
    """Name each file that is changed, missing or extra under `actual`."""

    def files(folder: Path) -> set[Path]:
        paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
        return {path for path in paths if "__pycache__" not in path.parts}

    wanted, existing = files(expected), files(actual)
    common = wanted & existing
    changed = {path for path in common if not filecmp.cmp(expected / path, actual / path, shallow=False)}
    named = [(path, "missing") for path in wanted - existing]
    named += [(path, "extra") for path in existing - wanted] + [(path, "changed") for path in changed]
    return [f"{PACKAGE / path}: {what}" for path, what in sorted(named)]
