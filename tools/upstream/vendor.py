"""Reads the vendor's published client, an sdist: its OpenAPI document, and its recordings of the real service.

Nothing in the sdist is extracted to disk or imported.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tools.paths import ROOT
from tools.spec.document import Object, match_request, operations, resolve
from tools.spec.exchange import exchanges

DISTRIBUTION = "datadog-api-client"
FOLDER = ROOT / ".upstream"
DOCUMENT = ".generator/schemas/v2/openapi.yaml"
RECORDINGS = "tests/v2/cassettes/test_scenarios/"
# Without libyaml, parsing the document takes more than a minute.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class VendorError(Exception):
    """The sdist cannot be found, downloaded or read."""


class Recording(NamedTuple):
    """A recorded request and its response.

    Attributes:
        name: The file of the recording.
        method: The HTTP method.
        path: The path, without the query.
        status: The status of the response.
        media_type: The content type of the response; empty if it has none.
        body: The body of the response as text.
    """

    name: str
    method: str
    path: str
    status: int
    media_type: str
    body: str


class Vendor(NamedTuple):
    """The contents of an sdist.

    Attributes:
        version: The version of the sdist.
        document: The vendor's OpenAPI 3.0 document.
        recordings: The recorded requests under a path, with their responses.
    """

    version: str
    document: Object
    recordings: list[Recording]


def find(version: str | None = None, sdist: Path | None = None, folder: Path = FOLDER) -> Path:
    """Find the sdist, or download it.

    Args:
        version: The version, such as 2.62.0 (default: the latest one).
        sdist: A local sdist, instead of a download.
        folder: The folder of downloads.

    Raises:
        VendorError: There is no such version or file, or the package index cannot be reached.
    """
    if sdist is not None:
        if not sdist.is_file():
            raise VendorError(f"{sdist} does not exist. Fix: SDIST=<path to {DISTRIBUTION.replace('-', '_')}-….tar.gz>")
        return sdist
    if version and not re.fullmatch(r"\d+(\.\d+)+", version):
        raise VendorError(f"{version!r} is not a version. Fix: VERSION=2.62.0")
    version = version or _latest(folder)
    path = folder / f"{DISTRIBUTION.replace('-', '_')}-{version}.tar.gz"
    if not path.is_file():
        _download(version, folder)
    return path


def downloaded(folder: Path = FOLDER) -> list[Path]:
    """The downloaded sdists, the latest version last."""

    def numbers(path: Path) -> list[int]:
        return [int(number) for number in re.findall(r"\d+", path.name)]

    return sorted(folder.glob(f"{DISTRIBUTION.replace('-', '_')}-*.tar.gz"), key=numbers)


def _latest(folder: Path) -> str:
    command = [sys.executable, "-m", "pip", "index", "versions", DISTRIBUTION, "--disable-pip-version-check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if match := re.match(rf"{DISTRIBUTION} \(([\d.]+)\)", result.stdout):
        return match[1]
    if kept := downloaded(folder):
        version = _version(kept[-1])
        print(f"The package index cannot be reached; using {version}, the latest downloaded.", file=sys.stderr)
        return version
    raise VendorError(f"pip cannot find the latest {DISTRIBUTION}. Fix: SDIST=<path>, or check pip's configuration.")


def _download(version: str, folder: Path) -> None:
    """Download an sdist with pip, as configured."""
    folder.mkdir(exist_ok=True)
    print(f"Downloading {DISTRIBUTION} {version}, once.", file=sys.stderr)
    options = ["--no-deps", "--no-binary", DISTRIBUTION, "--disable-pip-version-check", "--dest", str(folder)]
    command = [sys.executable, "-m", "pip", "download", *options, f"{DISTRIBUTION}=={version}"]
    # pip prints its progress to stdout, which is for the report.
    if subprocess.run(command, stdout=sys.stderr, check=False, timeout=600).returncode:
        raise VendorError(f"pip cannot download {DISTRIBUTION} {version}. Fix: VERSION=<a published version>")


def read(sdist: Path, prefix: str) -> Vendor:
    """Read an sdist.

    Args:
        sdist: The file.
        prefix: The prefix of the paths whose recordings to read, such as /api/v2/cases.

    Raises:
        VendorError: It is not an sdist of the vendor's client.
    """
    document: Object = {}
    recordings: list[Recording] = []
    wanted = f"/{prefix.strip('/')}".encode()
    try:
        with tarfile.open(sdist) as archive:
            for member in archive:
                # The first part is the top folder of the sdist.
                name = member.name.partition("/")[2]
                is_recording = name.startswith(RECORDINGS) and name.endswith(".yaml")
                if not member.isfile() or not (is_recording or name == DOCUMENT):
                    continue
                content = archive.extractfile(member).read()  # type: ignore[union-attr]  # a file has content
                if is_recording and wanted in content:
                    recordings += [item for item in _recorded(name, content) if item.path.startswith(prefix)]
                elif name == DOCUMENT:
                    document = yaml.load(content, _LOADER)
    except (OSError, tarfile.TarError, EOFError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise VendorError(f"{sdist} cannot be read: {error}") from None
    if not isinstance(document, dict) or "paths" not in document:
        raise VendorError(f"{sdist} has no {DOCUMENT}: it is not an sdist of {DISTRIBUTION}")
    return Vendor(_version(sdist), document, recordings)


def _version(sdist: Path) -> str:
    return re.sub(r".*-|\.tar\.gz$", "", sdist.name)


def _recorded(name: str, content: bytes) -> Iterator[Recording]:
    for exchange in exchanges(yaml.load(content, _LOADER)):
        media_type, body = exchange.headers.get("content-type", ""), exchange.content.decode()
        yield Recording(Path(name).stem, exchange.method, exchange.path, exchange.status, media_type, body)


def find_operation(document: Object, method: str, path: str) -> Object | None:
    """Find the operation of a request; None if the document has none."""
    known = ((name, template, operation) for template, name, operation in operations(document))
    match = match_request(known, method, path)
    return match[0] if match else None


def schema(document: Object, node: Object) -> Object:
    """Resolve references and `allOf` in a node of the vendor's document."""
    resolved = resolve(document, node)
    if "allOf" not in resolved:
        return resolved
    own = {key: value for key, value in resolved.items() if key != "allOf"}
    merged: Object = {}
    for part in (*(schema(document, member) for member in resolved["allOf"]), own):
        required = [*merged.get("required", []), *part.get("required", [])]
        properties = {**merged.get("properties", {}), **part.get("properties", {})}
        merged |= part
        if required:
            merged["required"] = list(dict.fromkeys(required))
        if properties:
            merged["properties"] = properties
    return merged


def is_nullable(document: Object, node: Object) -> bool:
    """Whether the node, or the schema that it refers to, allows null."""
    return bool(schema(document, node).get("nullable"))


def documented_bodies(document: Object, recording: Recording) -> tuple[str, list[Object]]:
    """The operationId of a recorded request, and the documented schemas of the body of its response."""
    operation = find_operation(document, recording.method, recording.path) or {}
    response = resolve(document, operation.get("responses", {}).get(str(recording.status), {}))
    return operation.get("operationId", ""), [media["schema"] for media in response.get("content", {}).values()]


def security(document: Object, operation: Mapping[str, Any]) -> list[dict[str, list[str]]]:
    """The security of an operation; by default, that of the document."""
    return list(operation.get("security", document.get("security", [])))
