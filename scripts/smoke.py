"""Install the wheel in dist/ into an empty environment, and run the README's quick start from it, on loopback."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import cassettes
from generate import ROOT
from pytest_httpserver import HTTPServer

RAN = "{}: installed into an empty environment, and the README's quick start ran."


def snippets(markdown: str) -> list[str]:
    """The blocks of Python in a Markdown file."""
    return re.findall(r"^```python\n(.*?)^```", markdown, re.MULTILINE | re.DOTALL)


def main() -> int:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    (wheel,) = (ROOT / "dist").glob("*.whl")
    quick_start = snippets((ROOT / "README.md").read_text(encoding="utf-8"))[0]
    with tempfile.TemporaryDirectory() as folder, HTTPServer(host="127.0.0.1") as server:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin/python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
        server.expect_request(re.compile(".*")).respond_with_handler(cassettes.answer_any)
        program = (
            "import datadog_case_management, datadog_case_management._spec as spec\n"
            f"spec.SERVER_URL = {server.url_for('').rstrip('/')!r}\n{quick_start}\n"
            "print(datadog_case_management.__version__, datadog_case_management.__file__)"
        )
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
