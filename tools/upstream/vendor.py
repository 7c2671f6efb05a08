"""Reads the vendor's published client, an sdist: its OpenAPI document, and its recordings of the real service.

The sdist is untrusted: nothing in it is built, extracted to disk or imported, and it is read within limits.
"""

from __future__ import annotations

import re
import sys
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import URLError

import yaml

from tools.paths import ROOT
from tools.spec.document import FAST_LOADER, Object, match_request, operations, resolve
from tools.spec.exchange import exchanges
from tools.upstream import index

DISTRIBUTION = "datadog-api-client"
FOLDER = ROOT / ".upstream"
DOCUMENT = ".generator/schemas/v2/openapi.yaml"
RECORDINGS = "tests/v2/cassettes/test_scenarios/"
# The document has 9 MB, the largest recording 1 MB, and the sdist 3,700 files.
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_SDIST = 1024 * 1024 * 1024
MOST_FILES = 100_000
DEEPEST = 200


# What reading a malformed document may raise.
MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


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
    published: dict[str, index.File] = {}
    if not version:
        published = _published()
        version = _latest(published, folder)
    path = folder / f"{DISTRIBUTION.replace('-', '_')}-{version}.tar.gz"
    if not path.is_file():
        _download(version, path, published)
    return path


def downloaded(folder: Path = FOLDER) -> list[Path]:
    """The downloaded sdists, the latest version last."""
    return sorted(folder.glob(f"{DISTRIBUTION.replace('-', '_')}-*.tar.gz"), key=lambda path: _numbers(path.name))


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def _published() -> dict[str, index.File]:
    """The sdists in the index; none if it cannot be reached."""
    try:
        return index.sdists(DISTRIBUTION)
    except OSError:
        return {}


def _latest(published: dict[str, index.File], folder: Path) -> str:
    if published:
        return max(published, key=_numbers)
    if kept := downloaded(folder):
        version = _version(kept[-1])
        print(f"The package index cannot be reached; using {version}, the latest downloaded.", file=sys.stderr)
        return version
    raise VendorError(f"the package index has no {DISTRIBUTION}. Fix: SDIST=<path>, or check pip's configuration")


def _download(version: str, path: Path, published: dict[str, index.File]) -> None:
    print(f"Downloading {DISTRIBUTION} {version}, once.", file=sys.stderr)
    try:
        published = published or index.sdists(DISTRIBUTION)
        if version not in published:
            raise VendorError(f"there is no {DISTRIBUTION} {version}. Fix: VERSION=<a published version>")
        index.download(published[version], path)
    except OSError as error:
        # Its filename is the address of the index.
        problem = error.reason if isinstance(error, URLError) else error
        raise VendorError(f"{DISTRIBUTION} {version} cannot be downloaded: {problem}") from None


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
            size = 0
            for count, member in enumerate(archive):
                size += member.size
                if member.size > LARGEST_FILE or size > LARGEST_SDIST or count > MOST_FILES:
                    raise VendorError(f"{sdist} has more or larger files than an sdist of {DISTRIBUTION}")
                # The first part is the top folder of the sdist.
                name = member.name.partition("/")[2]
                is_recording = name.startswith(RECORDINGS) and name.endswith(".yaml")
                if not member.isfile() or not (is_recording or name == DOCUMENT):
                    continue
                content = archive.extractfile(member).read()  # type: ignore[union-attr]  # a file has content
                if is_recording and wanted in content:
                    recordings += [item for item in _recorded(name, content) if item.path.startswith(prefix)]
                elif name == DOCUMENT:
                    document = _load(content)
    except (OSError, tarfile.TarError, EOFError, yaml.YAMLError, *MALFORMED) as error:
        raise VendorError(f"{sdist} cannot be read: {type(error).__name__}: {error}") from None
    if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
        raise VendorError(f"{sdist} has no {DOCUMENT}: it is not an sdist of {DISTRIBUTION}")
    return Vendor(_version(sdist), document, recordings)


def _version(sdist: Path) -> str:
    return re.sub(r".*-|\.tar\.gz$", "", sdist.name)


def _load(content: bytes) -> Any:
    """Read a YAML file; libyaml crashes on one that is nested too deep, and aliases can make a small one large."""
    depth = 0
    for event in yaml.parse(content, FAST_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
            raise ValueError("nested too deep, or with an alias")
    return yaml.load(content, FAST_LOADER)


def _recorded(name: str, content: bytes) -> Iterator[Recording]:
    for exchange in exchanges(_load(content)):
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
