"""Upgrade the generator and the formatter, regenerate, and show what to review.

Shows the diff of generated/ and, for each overridden template, the diff of its stock version. The new versions run in a
separate environment; pins, lock and output are written only after the package has been generated.
"""

from __future__ import annotations

import argparse
import difflib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from generate import PACKAGE, ROOT, generate

PIN = re.compile(r'"(openapi-python-client|ruff)==([^"]+)"')


def stock_templates(python: Path) -> Path:
    """The stock templates in an environment."""
    code = "import openapi_python_client as g, pathlib; print(pathlib.Path(g.__file__).parent / 'templates')"
    return Path(subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip())


def difference(old: Path, new: Path, name: str) -> str:
    """The unified diff of a file; a missing file counts as empty."""
    before, after = (
        path.read_text(encoding="utf-8").splitlines(keepends=True) if path.is_file() else [] for path in (old, new)
    )
    return "".join(difflib.unified_diff(before, after, f"a/{name}", f"b/{name}"))


def review(root: Path, old: Path, new: Path, fresh: Path) -> tuple[list[str], list[str]]:
    """Collect what to review.

    Args:
        root: The folder with openapi/templates and generated/.
        old: The stock templates of the current generator.
        new: The stock templates of the new generator.
        fresh: The package that the new generator wrote.

    Returns:
        The names of the overridden templates whose stock version changed, and the diffs, first of these.
    """
    overridden = sorted(path.name for path in (root / "openapi/templates").glob("*.py.jinja"))
    changed = {name: difference(old / name, new / name, f"stock/{name}") for name in overridden}
    names = {path.relative_to(folder) for folder in (root / PACKAGE, fresh) for path in folder.rglob("*.py")}
    output = [difference(root / PACKAGE / name, fresh / name, str(PACKAGE / name)) for name in sorted(names)]
    stock = {name: text for name, text in changed.items() if text}
    return list(stock), [*stock.values(), *filter(None, output)]


def pins(pyproject: str) -> dict[str, str]:
    """The pinned version of the generator and of the formatter."""
    return dict(PIN.findall(pyproject))


def run(command: list[str | Path], cwd: Path) -> None:
    result = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if result.returncode:
        raise SystemExit(f"make upgrade: nothing was changed. This failed: {command[1]} {command[2]}\n{result.stderr}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder with pyproject.toml and openapi/")
    root: Path = parser.parse_args(arguments).root
    uv = Path(sys.executable).with_name("uv")
    pyproject = (root / "pyproject.toml").read_text(encoding="utf-8")
    now = pins(pyproject)

    with tempfile.TemporaryDirectory(prefix=".upgrade-", dir=root) as name:
        scratch = Path(name)
        shutil.copytree(root / "locks", scratch / "locks")
        # Unpinned, they resolve to the latest version; everything else stays locked.
        (scratch / "pyproject.toml").write_text(PIN.sub(r'"\1"', pyproject), encoding="utf-8")
        latest = [f"--upgrade-package={package}" for package in now]
        compiling: list[str | Path] = [uv, "pip", "compile", "--quiet", "pyproject.toml"]
        run([*compiling, *latest, "--group", "dev", "-o", "locks/dev.txt"], scratch)
        run([*compiling, "--group", "codegen", "--constraint", "locks/dev.txt", "-o", "codegen.txt"], scratch)
        locked = dict(re.findall(r"^([a-z-]+)==(\S+)", (scratch / "codegen.txt").read_text(), re.MULTILINE))
        moved = {package: locked[package] for package in now}
        if moved == now:
            print(*(f"{package} {version} is the latest." for package, version in now.items()), sep="\n")
            return 0

        run([sys.executable, "-m", "venv", scratch / "venv"], scratch)
        python = scratch / "venv/bin/python"
        run([python, "-m", "pip", "install", "--require-hashes", "-r", scratch / "codegen.txt"], scratch)
        fresh = scratch / PACKAGE.name
        generate(root, fresh, python)
        changed, diffs = review(root, stock_templates(Path(sys.executable)), stock_templates(python), fresh)

        pinned = PIN.sub(lambda match: f'"{match[1]}=={moved[match[1]]}"', pyproject)
        (root / "pyproject.toml").write_text(pinned, encoding="utf-8")
        shutil.copy(scratch / "locks/dev.txt", root / "locks/dev.txt")
        (root / PACKAGE).rename(scratch / "old")
        fresh.rename(root / PACKAGE)

    print(*diffs, sep="\n")
    for package, version in moved.items():
        print(
            f"{package} {now[package]} -> {version}" if version != now[package] else f"{package} {version}, as before"
        )
    for template in changed:
        print(f"openapi/templates/{template}: its stock version changed, see above; `make test` names the hash to move")
    if not changed:
        print("No stock version of an overridden template changed.")
    if len(diffs) == len(changed):
        print("generated/ stays as it is.")
    print("Review it, then: make check test")
    return 0


if __name__ == "__main__":
    sys.exit(main())
