"""Write the missing recordings of documented statuses, from the examples of the spec. Those that are there stay.

They say `provenance: example`; `make record` replaces successes and 404s by what the service really sends.
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
from generate import ROOT
from spec import Operation, examples, load, operations, resolve, snake_case


def missing(folder: Path) -> list[tuple[str, int]]:
    """The operations and statuses that have no recording."""
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
    """Write the recording of a status of an operation.

    Args:
        folder: The folder with one folder for each operation.
        name: The Python name of the operation.
        status: A documented status.

    Returns:
        The file.
    """
    operation = cassettes.OPERATIONS[name]
    prepared = prepare(operation)
    content, media_type = _response(name, status)
    request_headers = {"Accept": ", ".join(operation.accept) or "application/json"}
    request_headers |= {header: text for header, text in (prepared.headers or {}).items() if header not in ("accept",)}
    if prepared.content is not None and operation.body:
        request_headers["Content-Type"] = operation.body.media_type
    interaction = {
        "request": {
            "body": (prepared.content or b"").decode(),
            "headers": {name.title(): [value] for name, value in request_headers.items()},
            "method": prepared.method,
            "uri": f"https://api.{load()['servers'][0]['variables']['site']['default']}{prepared.path}",
        },
        "response": {
            "body": {"string": content},
            "headers": {"Content-Type": [media_type]} if media_type else {},
            "status": {"code": status, "message": HTTPStatus(status).phrase},
        },
    }
    about = "The example of the spec; nothing was sent."
    text = yaml.safe_dump(
        {"provenance": "example", "about": about, "interactions": [interaction], "version": 1}, sort_keys=False
    )
    path = folder / name / f"{status}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def prepare(operation: Operation) -> PreparedRequest[Any]:
    """The request of a call with the examples of the spec."""
    module = import_module(f"datadog_case_management.api.{OPERATIONS[operation.name].tag}.{operation.name}")
    positional, keywords = operation.example_call()
    prepared: PreparedRequest[Any] = module.prepare(*positional, **keywords)
    return prepared


def _response(name: str, status: int) -> tuple[str, str]:
    """The body of a response and its media type, both empty without one."""
    spec = load()
    (operation,) = (found for _, _, found in operations(spec) if snake_case(found["operationId"]) == name)
    media_type = next(iter(resolve(spec, operation["responses"][str(status)]).get("content", {})), "")
    if not media_type:
        return "", ""
    example = examples(spec, operation)[status]
    return example if isinstance(example, str) else json.dumps(example, indent=1), media_type


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=CASSETTES, help="where the recordings are")
    options = parser.parse_args(arguments)
    found = missing(options.folder)
    for name, status in found:
        path = write(options.folder, name, status)
        print(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)
    print(f"{len(found)} recordings written" if found else "every documented status has a recording")
    return 0


if __name__ == "__main__":
    sys.exit(main())
