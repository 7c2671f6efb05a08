"""Write generated/ from the spec and the templates, or (--check) tell where the two have parted."""

from __future__ import annotations

import argparse
import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path("generated/datadog_case_management")
HEADER = (
    "# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.\n"
)


def generate(root: Path, package: Path, python: Path = Path(sys.executable)) -> None:
    """Write the package for the spec, the templates and the configuration under `root`.

    Args:
        root: The folder that has openapi/ and generator-config.yaml.
        package: Where the package goes; must not exist.
        python: The Python of the environment that has the generator and the formatter.

    Raises:
        SystemExit: The generator warned or failed; its message says where.
    """
    package.parent.mkdir(parents=True, exist_ok=True)
    result = subprocess.run(
        [
            *(str(python), "-m", "openapi_python_client", "generate", "--meta=none", "--fail-on-warning"),
            *("--path", str(root / "openapi/case-management.yaml")),
            *("--config", str(root / "generator-config.yaml")),
            *("--custom-template-path", str(root / "openapi/templates")),
            *("--output-path", str(package)),
        ],
        # The formatter is the one of this environment, whatever else is on the machine.
        env={**os.environ, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        lines = (result.stdout + result.stderr).strip().splitlines()
        # Of a crash, the frames of the templates and the error itself.
        crash = [line.strip("│ ") for line in lines if not line.startswith(("│", "╭", "╰")) or ".jinja:" in line]
        raise SystemExit("make generate: the generator failed, generated/ is as it was.\n\n" + "\n".join(crash))
    (package / "py.typed").touch()
    for path in package.rglob("*.py"):
        path.write_text(HEADER + path.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")


def differences(expected: Path, actual: Path) -> list[str]:
    """Name each file that is changed, missing or extra under `actual`."""

    def files(folder: Path) -> set[Path]:
        return {
            path.relative_to(folder)
            for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
        }

    wanted, found = files(expected), files(actual)
    changed = {path for path in wanted & found if not filecmp.cmp(expected / path, actual / path, shallow=False)}
    named = [(path, "missing") for path in wanted - found]
    named += [(path, "extra") for path in found - wanted] + [(path, "changed") for path in changed]
    return [f"{PACKAGE / path}: {what}" for path, what in sorted(named)]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if generated/ is not what comes out")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder with openapi/ and generated/")
    options = parser.parse_args(arguments)
    package = options.root / PACKAGE

    # Beside the old one, so that the exchange is a rename on one file system; dotted, so that nothing picks it up.
    with tempfile.TemporaryDirectory(prefix=".generate-", dir=options.root) as scratch:
        fresh = Path(scratch) / package.name
        from validate import explain  # here, because validate.py is also a program of its own

        if problems := explain(options.root / "openapi/case-management.yaml"):
            print(
                *problems,
                "",
                "make generate: the spec is not valid, generated/ is as it was.",
                sep="\n",
                file=sys.stderr,
            )
            return 1
        generate(options.root, fresh)
        parted = differences(fresh, package) if package.is_dir() else [f"{PACKAGE}: missing"]
        if options.check:
            if parted:
                print(
                    *parted,
                    "",
                    "generated/ is not what the spec generates. To mend it: make generate",
                    sep="\n",
                    file=sys.stderr,
                )
            return 1 if parted else 0
        if parted:
            old = Path(scratch) / "old"
            package.parent.mkdir(exist_ok=True)
            if package.exists():
                package.rename(old)
            fresh.rename(package)
        if package.is_dir():
            for cache in package.rglob("__pycache__"):
                shutil.rmtree(cache)
        print(f"{PACKAGE}: {len(parted)} files changed" if parted else f"{PACKAGE}: nothing changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
