"""Write missing fixtures of documented statuses from the examples of the spec. Existing ones are not changed.

They have `provenance: example`; `make record` replaces successes and 404s with what the service really sends.
"""

from __future__ import annotations

import argparse
import json
import sys
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import Any

import cassettes
import yaml
from cassettes import CASSETTES
from datadog_case_management._operations import OPERATIONS
from datadog_case_management._request import PreparedRequest
from datadog_case_management._spec import DEFAULT_SITE, SERVER_URL
from generate import ROOT
from spec import Operation


def missing(folder: Path) -> list[tuple[str, int]]:
    """The operations and statuses that have no fixture."""
    return [
        (name, status)
        for name, operation in cassettes.OPERATIONS.items()
        for status in operation.results
        if not any(
            interaction.status == status
            for path in sorted((folder / name).glob("*.yaml"))
            if not (cassette := cassettes.load(path)).departs
            for interaction in cassette.interactions
        )
    ]


def write(folder: Path, name: str, status: int) -> Path:
    """Write the fixture of a status of an operation.

    Args:
        folder: The folder with a subfolder for each operation.
        name: The Python name of the operation.
        status: A documented status.

    Returns:
        The file.
    """
    operation = cassettes.OPERATIONS[name]
    prepared = prepare(operation)
    headers = {"accept": "application/json"}
    if prepared.content is not None:
        headers["content-type"] = "application/json"
    headers |= prepared.headers or {}
    example, media_type = operation.examples[status], operation.media_types.get(status)
    text = example if isinstance(example, str) else json.dumps(example, indent=1)
    interaction = {
        "request": {
            "body": (prepared.content or b"").decode(),
            "headers": {name.title(): [value] for name, value in headers.items()},
            "method": prepared.method,
            "uri": f"{SERVER_URL.format(site=DEFAULT_SITE)}{prepared.path}",
        },
        "response": {
            "body": {"string": text if media_type else ""},
            "headers": {"Content-Type": [media_type]} if media_type else {},
            "status": {"code": status, "message": HTTPStatus(status).phrase},
        },
    }
    about = "The example of the spec; nothing was sent."
    recording = {"provenance": "example", "about": about, "interactions": [interaction], "version": 1}
    path = folder / name / f"{status}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(recording, sort_keys=False), encoding="utf-8")
    return path


def prepare(operation: Operation) -> PreparedRequest[Any]:
    """Prepare the request of a call with the examples of the spec."""
    module = import_module(f"datadog_case_management.api.{OPERATIONS[operation.name].tag}.{operation.name}")
    positional, keywords = operation.example_call()
    prepared: PreparedRequest[Any] = module.prepare(*positional, **keywords)
    return prepared


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=CASSETTES, help="where the recordings are")
    options = parser.parse_args(arguments)
    found = missing(options.folder)
    for name, status in found:
        path = write(options.folder, name, status)
        print(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)
    written = "1 fixture written" if len(found) == 1 else f"{len(found)} fixtures written"
    print(written if found else "every documented status has a fixture")
    return 0


if __name__ == "__main__":
    sys.exit(main())
