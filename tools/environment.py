"""Create a virtual environment with exactly what its locks name, unless it exists already.

Nothing is resolved: every lock is complete, and is installed with hashes and without dependencies. uv does it if it can
reach the package index; otherwise pip does, which has a configuration of its own. Both give the same environment.

Needs only the standard library, because it runs before anything is installed.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tools.paths import GENERATED, LOCKS, ROOT

# Records what an environment was created for. Written last: without it, an environment is incomplete.
STAMP = "environment.json"
# The lock that names the version of uv to install with.
UV_LOCK = LOCKS / "dev.txt"
LOCKED = ("--no-deps", "--require-hashes")
# Settings that would install elsewhere, refuse to install, or choose other versions than the lock.
NEUTRAL = {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
# uv trusts its own list of certificates otherwise, which does not have the one of a company's proxy.
TRUST = {"UV_SYSTEM_CERTS": "1"}
IGNORED = (
    *("PIP_CONSTRAINT", "PIP_PREFIX", "PIP_ROOT", "PIP_TARGET", "PYTHONHOME", "PYTHONPATH"),
    *("UV_BUILD_CONSTRAINT", "UV_CONSTRAINT", "UV_EXCLUDE_NEWER", "UV_OVERRIDE", "UV_PREFIX", "UV_PYTHON", "UV_TARGET"),
)
# Prints the version of an interpreter, if it can be used.
IS_SUPPORTED = """
import importlib.util, sys
if sys.version_info >= (3, 11) and any(map(importlib.util.find_spec, ("pip", "ensurepip"))):
    print(*sys.version_info[:3])
"""
# How pip and uv word that they have no connection.
NO_CONNECTION = re.compile(
    r"NewConnectionError|NameResolutionError|Connection\w*Error|ConnectTimeout|dns error|tcp connect"
)


class SetupError(Exception):
    """An environment could not be created; says why, and what to do."""


class Installer:
    """Installs into an environment with uv, or with pip where uv fails.

    Args:
        python: The interpreter of the environment.
        scratch: A folder for uv and pip themselves, which the environment does not get unless a lock names them.
    """

    def __init__(self, python: Path, scratch: Path) -> None:
        self._python = python
        self._scratch = scratch
        self._pip: list[str] = []
        self._uv: str | None = None

    def install(self, *arguments: str) -> None:
        """Run the `install` command with these arguments, which pip and uv share.

        Raises:
            SetupError: Neither could; the message has pip's reason.
        """
        if self._uv is None:
            self._uv = self._find_uv()
        target = ["--python", str(self._python)]
        if self._uv and _run([self._uv, "pip", "install", "--quiet", *target, *arguments]) is None:
            return
        print("uv cannot install it; trying pip, which takes a minute.", flush=True)
        command = [*self._find_pip(), *target, "install", "--quiet", "--no-compile", "--retries=2", *arguments]
        if (failure := _run(command)) is not None:
            raise SetupError(_explain(failure))

    def _find_uv(self) -> str:
        """The path of uv, as locked: the one beside this interpreter, or one to be installed; empty if it cannot be."""
        beside = Path(sys.executable).with_name("uv")
        if beside.exists():
            return str(beside)
        requirement = re.search(r"^uv==(?:.*\\\n)*.*", UV_LOCK.read_text(encoding="utf-8"), re.MULTILINE)
        if requirement is None:
            return ""
        lock = self._scratch / "uv.txt"
        lock.write_text(f"{requirement[0]}\n", encoding="utf-8")
        folder = self._scratch / "uv"
        target = ["--target", str(folder), "--no-compile", "--retries=2", *LOCKED, "-r", str(lock)]
        failure = _run([*self._find_pip(), "install", "--quiet", *target])
        if failure is not None and NO_CONNECTION.search(failure):
            raise SetupError(_explain(failure))
        return "" if failure is not None else str(folder / "bin/uv")

    def _find_pip(self) -> list[str]:
        """The command of pip: the one of this interpreter, or one of an environment of its own."""
        if not self._pip:
            python = sys.executable
            if importlib.util.find_spec("pip") is None:
                try:
                    venv.create(self._scratch / "pip", with_pip=True, symlinks=True)
                except subprocess.CalledProcessError:
                    raise SetupError(
                        f"{sys.executable} has neither pip nor ensurepip. Fix: install them "
                        "(on Debian: apt install python3-venv), or use another interpreter: make PYTHON=…"
                    ) from None
                python = str(self._scratch / "pip/bin/python")
            self._pip = [python, "-m", "pip"]
        return self._pip


def create(folder: Path, locks: Sequence[Path], *, exactly: bool = False) -> bool:
    """Create an environment that imports the package of this checkout, unless it exists already.

    An old environment is deleted when the new one is complete, and stays if that fails. A second process that needs the
    same environment waits for the first one.

    Args:
        folder: Where to create it.
        locks: What to install, in this order; a later lock may replace a version of an earlier one.
        exactly: Whether an environment of another interpreter than this one is replaced, too.

    Returns:
        Whether it was created.

    Raises:
        SetupError: It could not be created.
    """
    try:
        with _lock(folder):
            old = folder.with_name(f"{folder.name}.old")
            if old.exists():  # An earlier process was killed on its way.
                shutil.rmtree(folder, ignore_errors=True)
                old.rename(folder)
            if _is_ready(folder, locks, exactly):
                return False
            print(f"Setting up {folder.name}; this takes about ten seconds, once.", flush=True)
            if folder.exists():
                folder.rename(old)
            try:
                with tempfile.TemporaryDirectory() as scratch:
                    install_locks(folder, locks, Path(scratch))
                _import_from(folder, GENERATED, ROOT)
                write_stamp(folder, locks)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                if old.exists():
                    old.rename(folder)
                raise
            shutil.rmtree(old, ignore_errors=True)
            return True
    except OSError as error:
        raise SetupError(
            f"{error.strerror}: {error.filename}. "
            f"Fix: make {folder.parent} writable, with room for 700 MB, or work in a copy"
        ) from error


def install_locks(folder: Path, locks: Iterable[Path], scratch: Path) -> Installer:
    """Create a new environment with what these locks name, and nothing else."""
    venv.create(folder, symlinks=True)
    installer = Installer(folder / "bin/python", scratch)
    for lock in locks:
        installer.install(*LOCKED, "-r", str(lock))
    return installer


def write_stamp(folder: Path, locks: Sequence[Path]) -> None:
    """Declare that an environment is complete."""
    (folder / STAMP).write_text(json.dumps(_describe(folder, locks), indent=2) + "\n", encoding="utf-8")


def lowest_interpreter() -> str:
    """The oldest Python on the PATH that the package supports and that can set up an environment."""
    interpreters = {}
    for folder in os.get_exec_path():
        for name in ("python3.11", "python3"):
            path = Path(folder, name)
            if path.exists():
                result = subprocess.run([path, "-c", IS_SUPPORTED], capture_output=True, text=True, check=False)
                if version := tuple(map(int, result.stdout.split())):
                    interpreters[version] = str(path)
    return interpreters[min(interpreters)] if interpreters else sys.executable


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Let one process at a time work on an environment."""
    handle = os.open(folder.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Waiting for another process that sets up {folder.name}.", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _is_ready(folder: Path, locks: Sequence[Path], exactly: bool) -> bool:
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    wanted = _describe(folder, locks)
    if not exactly and isinstance(stamp, dict):
        wanted["created_by"] = stamp.get("created_by")
    # The interpreter may be gone.
    return bool(stamp == wanted) and (folder / "bin/python").exists()


def _describe(folder: Path, locks: Sequence[Path]) -> dict[str, object]:
    """What an environment is for, and its interpreter. A copied or moved environment is for another folder."""
    return {
        "folder": str(folder.resolve()),
        "locks": {lock.name: hashlib.sha256(lock.read_bytes()).hexdigest() for lock in locks},
        "created_by": _interpreter(),
        "interpreter": os.path.realpath(folder / "bin/python"),
    }


def _interpreter() -> str:
    return f"Python {platform.python_version()} in {sys.base_prefix}"


def _import_from(folder: Path, *sources: Path) -> None:
    """Make an environment import from these folders, by relative paths, so that a copy imports from its own."""
    (packages,) = (folder / "lib").glob("python*/site-packages")
    lines = [os.path.relpath(source, packages) for source in sources]
    (packages / "checkout.pth").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _run(command: list[str]) -> str | None:
    """Run a command; return what it printed if it failed."""
    environment = {name: value for name, value in os.environ.items() if name not in IGNORED} | NEUTRAL | TRUST
    result = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    return None if result.returncode == 0 else f"{result.stdout}\n{result.stderr}"


def _explain(failure: str) -> str:
    """The reason that pip gives, without its retries."""
    if NO_CONNECTION.search(failure):
        return "the package index cannot be reached. Fix: check the network, and pip's configuration (pip config list)"
    reasons = [line.strip() for line in failure.splitlines() if line.strip() and not line.startswith("WARNING")]
    errors = [line.removeprefix("ERROR: ") for line in reasons if line.startswith("ERROR")] or reasons[-3:]
    return f"pip reports: {' '.join(errors)}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.environment", description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path, help="where to create the environment")
    parser.add_argument("locks", type=Path, nargs="+", help="what to install")
    parser.add_argument("--exactly", action="store_true", help="replace an environment of another interpreter")
    parser.add_argument("--lowest", action="store_true", help="use the oldest supported Python on the PATH")
    options = parser.parse_args()
    if options.lowest and (python := lowest_interpreter()) != sys.executable:
        os.execv(
            python, [python, "-m", "tools.environment", *(a for a in sys.argv[1:] if a != "--lowest"), "--exactly"]
        )
    try:
        created = create(options.folder.absolute(), options.locks, exactly=options.exactly)
    except SetupError as error:
        sys.exit(f"make: {options.folder} could not be set up: {error}.")
    if created and options.lowest:
        print(_interpreter())


if __name__ == "__main__":
    main()
