"""A small sdist of the vendor's client for the tests: an OpenAPI 3.0 document and recordings."""

from __future__ import annotations

import io
import json
import tarfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml
from helpers import SPEC_DOCUMENT

VERSION = "9.9.9"


def as_vendor(node: Any = SPEC_DOCUMENT) -> Any:
    """Our spec as the vendor would write it: OpenAPI 3.0, schemas of other names, other texts, no examples."""
    if isinstance(node, list):
        return [as_vendor(item) for item in node]
    if not isinstance(node, dict):
        return node.replace("#/components/schemas/", "#/components/schemas/Its") if isinstance(node, str) else node
    copied = {key: as_vendor(value) for key, value in node.items() if key not in ("example", "x-exempt")}
    if isinstance(copied.get("description"), str):
        copied["description"] = f"{copied['description']} As the vendor says."
    if isinstance(copied.get("type"), list):
        copied |= {"type": copied["type"][0], "nullable": True}
    if {"type": "null"} in copied.get("oneOf", []):
        copied = {"allOf": [copied["oneOf"][0]], "nullable": True}
    return copied


def document() -> dict[str, Any]:
    """The spec as the vendor's document."""
    published: dict[str, Any] = deepcopy(as_vendor())
    published["openapi"] = "3.0.0"
    schemas = published["components"]["schemas"]
    published["components"]["schemas"] = {f"Its{name}": schema for name, schema in schemas.items()}
    server = published["servers"][0]
    server["url"] = server["url"].replace("api.", "{subdomain}.")
    server["variables"]["subdomain"] = {"default": "api"}
    # Inline, and with a hint that changes nothing.
    timeline = published["paths"]["/api/v2/cases/{case_id}/timelines"]["get"]
    page_size = published["components"]["parameters"]["PageSize"]
    page_size["schema"]["format"] = "int64"
    timeline["parameters"][1] = page_size
    return published


def recording(method: str, path: str, status: int, body: Any, media_type: str = "application/vnd.api+json") -> Any:
    """A recorded request and its response."""
    text = body if isinstance(body, str) else json.dumps(body)
    return {
        "request": {"method": method, "uri": f"https://api.datadoghq.com{path}", "body": "", "headers": {}},
        "response": {
            "status": {"code": status, "message": "x"},
            "headers": {"Content-Type": [media_type]},
            "body": {"string": text},
        },
    }


def sdist(folder: Path, published: dict[str, Any], *interactions: Any) -> Path:
    """Write an sdist."""
    # Copies, because an object that occurs twice would be written with an alias, which is rejected.
    recordings = yaml.safe_dump({"interactions": list(map(deepcopy, interactions))})
    files = {
        ".generator/schemas/v2/openapi.yaml": json.dumps(published),
        "tests/v2/cassettes/test_scenarios/test_a_case.yaml": recordings,
        "tests/v2/cassettes/test_scenarios/test_something_else.yaml": "not: [read",
        "README.md": "x",
    }
    path = folder / f"datadog_api_client-{VERSION}.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(f"datadog_api_client-{VERSION}/{name}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return path
