"""Environments are created from locks, as the locks are, and kept while nothing changes."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from helpers import run_program
from packaging.requirements import Requirement
from tools import environment
from tools.environment import STAMP, SetupError, create
from tools.paths import LOCKS, ROOT

UNREACHABLE = "http://127.0.0.1:9/simple"


def write_wheel(folder: Path, name: str, version: str, metadata: str = "") -> Path:
    """Write a wheel with a single module."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{metadata}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(path, "w") as wheel:
        rows = []
        for file, text in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            rows.append(f"{file},sha256={digest},{len(text)}")
            wheel.writestr(file, text)
        wheel.writestr(f"{info}/RECORD", "\n".join([*rows, f"{info}/RECORD,,", ""]))
    return path


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A local index, months after the lock was written: a newer beta has appeared, and alpha's other need is gone."""
    folder = tmp_path / "index"
    folder.mkdir()
    write_wheel(folder, "beta", "2.0", "Provides-Extra: toml\n")
    for installer in ("PIP", "UV"):
        monkeypatch.setenv(f"{installer}_NO_INDEX", "1")
        monkeypatch.setenv(f"{installer}_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def lock(tmp_path: Path, index: Path) -> Path:
    wheels = [
        write_wheel(index, "alpha", "1.0", "Requires-Dist: beta[toml]\nRequires-Dist: gone\n"),
        write_wheel(index, "beta", "1.0", "Provides-Extra: toml\n"),
    ]
    hashes = {wheel.name.split("-")[0]: hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels}
    path = tmp_path / "lock.txt"
    path.write_text("".join(f"{name}==1.0 \\\n    --hash=sha256:{digest}\n" for name, digest in hashes.items()))
    return path


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders of the environments that are created, which have nothing installed."""
    created: list[Path] = []

    def install(folder: Path, locks: Iterable[Path], scratch: Path) -> None:
        venv.create(folder, symlinks=True)
        created.append(folder)

    monkeypatch.setattr(environment, "install_locks", install)
    return created


def installed(folder: Path) -> dict[str, str]:
    (packages,) = (folder / "lib").glob("python*/site-packages")
    return {part.name: part.version for part in importlib.metadata.distributions(path=[str(packages)])}


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_exactly_the_lock_is_installed(
    installer: str, tmp_path: Path, lock: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if installer == "pip":  # uv finds no index, as behind one that only pip's configuration names
        monkeypatch.delenv("UV_FIND_LINKS")
    for name in ("PIP_USER", "PIP_REQUIRE_VIRTUALENV"):
        monkeypatch.setenv(name, "1")
    for name in ("PIP_TARGET", "PIP_PREFIX"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    monkeypatch.setenv("UV_EXCLUDE_NEWER", "2020-01-01")
    assert create(tmp_path / "new", [lock])
    assert installed(tmp_path / "new") == {"alpha": "1.0", "beta": "1.0"}
    assert ("uv cannot install it" in capsys.readouterr().out) is (installer == "pip")


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_a_file_with_another_hash_is_not_installed(
    installer: str, tmp_path: Path, lock: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if installer == "pip":
        monkeypatch.delenv("UV_FIND_LINKS")
    write_wheel(index, "beta", "1.0", "Summary: another\n")
    with pytest.raises(SetupError, match=r"HASHES|hash"):
        create(tmp_path / "new", [lock])
    assert not (tmp_path / "new").exists()


def needed(lock: Path) -> dict[str, str]:
    """The distributions that a lock names for this interpreter."""
    lines = re.findall(r"^\w[^\\\n]*", lock.read_text(encoding="utf-8"), re.MULTILINE)
    wanted = [Requirement(line) for line in lines]
    return {
        one.name: str(one.specifier).removeprefix("==") for one in wanted if one.marker is None or one.marker.evaluate()
    }


def normalized(names: dict[str, str]) -> dict[str, str]:
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in names.items()}


@pytest.mark.parametrize(
    ("names", "installer"),
    [
        (["dev"], "uv"),
        (["dev", "lowest"], "uv"),
        (["bench"], "uv"),
        (["runtime"], "uv"),
        (["runtime"], "a new uv"),
        (["runtime"], "pip"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else value,
)
def test_real_locks_are_complete_in_years_to_come(
    names: list[str],
    installer: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Beside the real index, there is a newer release of everything, with every extra. Needs the package index."""
    future = tmp_path / "future"
    future.mkdir()
    locks = [LOCKS / f"{name}.txt" for name in names]
    expected: dict[str, str] = {}
    for path in locks:
        expected |= normalized(needed(path))
    extras = "".join(f"Provides-Extra: {extra}\n" for extra in ("toml", "socks", "http2", "cli", "async"))
    for name in expected:
        write_wheel(future, name.replace("-", "_"), "9999.0", extras)
    monkeypatch.setenv("PIP_FIND_LINKS", f"{future} {os.environ.get('PIP_FIND_LINKS', '')}")
    monkeypatch.setenv("UV_FIND_LINKS", str(future))
    if installer == "pip":
        monkeypatch.setenv("UV_OFFLINE", "1")
        monkeypatch.setenv("UV_NO_CACHE", "1")
    if installer == "a new uv":
        monkeypatch.setattr(sys, "executable", os.path.realpath(sys.executable))
    create(tmp_path / "new", locks)
    assert normalized(installed(tmp_path / "new")) == expected
    assert ("uv cannot install it" in capsys.readouterr().out) is (installer == "pip")


def break_link(folder: Path) -> None:
    (folder / "bin/python").unlink()
    (folder / "bin/python").symlink_to("/nowhere/python")


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (lambda folder, lock: None, False),
        (lambda folder, lock: (folder.parent / "pyproject.toml").write_text("[project]"), False),
        (lambda folder, lock: lock.write_text("# edited\n"), True),
        (lambda folder, lock: break_link(folder), True),
        (lambda folder, lock: (folder / STAMP).unlink(), True),
        (lambda folder, lock: (folder / STAMP).write_text("{"), True),
        (lambda folder, lock: (folder / STAMP).write_text("[]"), True),
    ],
    ids=["nothing", "pyproject", "lock", "interpreter gone", "interrupted", "half a stamp", "another stamp"],
)
def test_an_environment_is_created_again_if_what_it_is_for_changed(
    change: Callable[[Path, Path], Any], again: bool, tmp_path: Path, lock: Path, installs: list[Path]
) -> None:
    folder = tmp_path / ".venv"
    assert create(folder, [lock])
    change(folder, lock)
    assert create(folder, [lock]) is again
    assert create(folder, [lock]) is False
    assert len(installs) == 1 + again


@pytest.mark.parametrize("how", [shutil.copytree, shutil.move])
def test_a_copied_or_moved_environment_is_created_again(
    how: Callable[..., Any], tmp_path: Path, lock: Path, installs: list[Path]
) -> None:
    (tmp_path / "original").mkdir()
    create(tmp_path / "original/.venv", [lock])
    how(tmp_path / "original", tmp_path / "copy")
    assert create(tmp_path / "copy/.venv", [lock])


@pytest.mark.parametrize("exactly", [False, True])
def test_another_interpreter_is_used_if_it_is_asked_for(
    exactly: bool, tmp_path: Path, lock: Path, installs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    create(tmp_path / ".venv", [lock])
    monkeypatch.setattr("platform.python_version", lambda: "3.99.0")
    assert create(tmp_path / ".venv", [lock], exactly=exactly) is exactly


@pytest.mark.parametrize("failure", [SetupError("no index"), KeyboardInterrupt(), OSError(28, "No space left", "x")])
def test_a_failed_setup_leaves_what_was_there(
    failure: BaseException, tmp_path: Path, lock: Path, installs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ".venv"

    def fail(folder: Path, locks: Iterable[Path], scratch: Path) -> None:
        folder.mkdir()
        raise failure

    for before in (False, True):
        if before:
            create(folder, [lock])
            (folder / "mine").touch()
            lock.write_text("# edited\n")
        with monkeypatch.context() as context:
            context.setattr(environment, "install_locks", fail)
            with pytest.raises((SetupError, KeyboardInterrupt)):
                create(folder, [lock])
        assert (folder / "mine").exists() is before
        assert not folder.with_name(".venv.old").exists()


def test_a_killed_setup_leaves_nothing_that_looks_ready(tmp_path: Path, lock: Path, installs: list[Path]) -> None:
    folder = tmp_path / ".venv"
    create(folder, [lock])
    folder.rename(tmp_path / ".venv.old")
    folder.mkdir()
    assert create(folder, [lock]) is False
    assert (folder / STAMP).exists()
    (folder / STAMP).unlink()
    assert create(folder, [lock])


def run_command(*arguments: str | Path, **settings: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tools.environment", *map(str, arguments)]
    environ = {**os.environ, **settings}
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_of_two_processes_one_creates_the_environment(tmp_path: Path, lock: Path) -> None:
    processes = [run_command(tmp_path / "new", lock) for _ in range(2)]
    outputs = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    assert sum("Setting up" in output for output, _ in outputs) == 1
    assert installed(tmp_path / "new") == {"alpha": "1.0", "beta": "1.0"}


def test_one_sentence_for_an_index_that_cannot_be_reached(tmp_path: Path, lock: Path) -> None:
    settings = {"PIP_INDEX_URL": UNREACHABLE, "UV_DEFAULT_INDEX": UNREACHABLE, "UV_NO_CACHE": "1"}
    settings |= {f"{installer}_{name}": "" for installer in ("PIP", "UV") for name in ("NO_INDEX", "FIND_LINKS")}
    process = run_command(tmp_path / "new", lock, **settings)
    _, complaint = process.communicate(timeout=120)
    assert process.returncode == 1
    assert complaint == (
        f"make: {tmp_path / 'new'} could not be set up: the package index cannot be reached. "
        "Fix: check the network, and pip's configuration (pip config list).\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index", "lock.txt"]


def test_one_sentence_for_a_folder_that_cannot_be_written(
    tmp_path: Path, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path, **_: Any) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr("venv.create", refuse)
    with pytest.raises(SetupError, match=r"^Permission denied: .*\. Fix: make .* writable"):
        create(tmp_path / "new", [lock])


def test_one_sentence_for_a_python_without_pip(tmp_path: Path, lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = venv.create

    def without_ensurepip(folder: Path, **options: Any) -> None:
        if options.get("with_pip"):
            raise subprocess.CalledProcessError(1, "ensurepip")
        original(folder, **options)

    monkeypatch.delenv("UV_FIND_LINKS")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("venv.create", without_ensurepip)
    with pytest.raises(SetupError, match=r"has neither pip nor ensurepip\. Fix: install them"):
        create(tmp_path / "new", [lock])


def test_one_sentence_for_an_old_python(tmp_path: Path) -> None:
    python = tmp_path / "python3.9"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "import sys; sys.version_info = (3, 9, 2); $2"\n')
    python.chmod(0o755)
    result = run_program("make", "demo", f"PYTHON={python}", folder=ROOT)
    assert result.returncode == 2
    expected = f"make: Python 3.11 or newer is required; {python} is 3.9. Fix: make PYTHON=<another python>\n"
    assert result.stderr.startswith(expected)


def test_the_lowest_interpreter_is_the_oldest_that_is_supported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, version in (
        ("a/python3", "3 13 1"),
        ("b/python3.11", "3 11 9"),
        ("c/python3", "3 11 2"),
        ("d/python3", ""),
    ):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text(f"#!/bin/sh\necho {version}\n")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join(str(tmp_path / name) for name in "abcd"))
    assert environment.lowest_interpreter() == str(tmp_path / "c/python3")
    monkeypatch.setenv("PATH", "")
    assert environment.lowest_interpreter() == sys.executable


def test_a_copied_checkout_imports_its_own_package(tmp_path: Path, lock: Path) -> None:
    for name in ("tools", "generated", "locks"):
        shutil.copytree(ROOT / name, tmp_path / "first" / name)
    assert run_program("-m", "tools.environment", ".venv", lock, folder=tmp_path / "first").returncode == 0
    shutil.copytree(tmp_path / "first", tmp_path / "copy", symlinks=True)
    code = "import datadog_case_management, tools; print(datadog_case_management.__path__[0]); print(tools.__path__[0])"
    for name in ("first", "copy"):
        python = tmp_path / name / ".venv/bin/python"
        result = run_program(python, "-c", code, folder=tmp_path)
        imported = [str(tmp_path / name / part) for part in ("generated/datadog_case_management", "tools")]
        assert result.stdout.splitlines() == imported, result.stderr
