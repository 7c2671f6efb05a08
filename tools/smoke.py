"""Install the wheel in dist/ with its locked dependencies into an empty environment, and run the quick start there.

The installed packages are also listed in a software bill of materials, in sbom/.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from pytest_httpserver import HTTPServer

from tools.environment import SetupError, install_locks
from tools.fixtures import serving
from tools.paths import LOCKS, ROOT

RAN = "{}: installed into an empty environment, and the README's quick start ran."
BIN = Path(sys.executable).parent
LOCK = LOCKS / "runtime.txt"


def snippets(markdown: str) -> list[str]:
    """The Python blocks of a Markdown file."""
    return re.findall(r"^```python\n(.*?)^```", markdown, re.MULTILINE | re.DOTALL)


def install(wheel: Path, folder: Path) -> Path:
    """Install a wheel and its dependencies, as locked, into a new environment; return its interpreter."""
    with tempfile.TemporaryDirectory() as scratch:
        installer = install_locks(folder, [LOCK], Path(scratch))
        installer.install("--no-deps", "--no-index", str(wheel))
    return folder / "bin/python"


def write_sbom(wheel: Path, python: Path) -> None:
    """Write what an environment contains to sbom/, in the format of CycloneDX."""
    (ROOT / "sbom").mkdir(exist_ok=True)
    name, version = wheel.name.split("-")[:2]
    path = ROOT / "sbom" / f"{name}-{version}.cdx.json"
    tool = [
        str(BIN / "cyclonedx-py"),
        "environment",
        "--pyproject",
        str(ROOT / "pyproject.toml"),
        "--mc-type",
        "library",
    ]
    subprocess.run([*tool, "--output-reproducible", "--of", "JSON", "-o", str(path), str(python)], check=True)
    # The tool does not find a dynamic version.
    bom = json.loads(path.read_text(encoding="utf-8"))
    bom["metadata"]["component"]["version"] = version
    path.write_text(json.dumps(bom, indent=2) + "\n", encoding="utf-8")


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    (wheel,) = (ROOT / "dist").glob("*.whl")
    quick_start = snippets((ROOT / "README.md").read_text(encoding="utf-8"))[0]
    with tempfile.TemporaryDirectory() as folder, HTTPServer(host="127.0.0.1") as server:
        try:
            python = install(wheel, Path(folder))
        except SetupError as error:
            sys.exit(f"make build: the wheel is built, but could not be tried in an empty environment: {error}.")
        write_sbom(wheel, python)
        server.expect_request(re.compile(".*")).respond_with_handler(serving.respond_to_any)
        program = (
            "import datadog_case_management, datadog_case_management._spec as spec\n"
            f"spec.SERVER_URL = {server.url_for('').rstrip('/')!r}\n{quick_start}\n"
            "print(datadog_case_management.__version__, datadog_case_management.__file__)"
        )
        # The examples need nothing else, either.
        names = [path.stem for path in (ROOT / "examples").glob("*.py") if not path.stem.startswith("test_")]
        program += f"\nimport sys; sys.path.insert(0, {str(ROOT / 'examples')!r}); import {', '.join(names)}"
        settings = {"DD_API_KEY": "smoke", "DD_APP_KEY": "smoke"}
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | settings
        result = subprocess.run(
            [python, "-W", "error", "-c", program],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode or Path(folder).name not in result.stdout:
            print(
                result.stdout,
                result.stderr,
                "make build: the wheel does not run in an empty environment",
                file=sys.stderr,
            )
            return 1
    print(RAN.format(wheel.name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
