"""The sdist of the vendor's client: how it is found and downloaded, and what is read from it."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from edits import ref
from tools.upstream import vendor
from tools.upstream.vendor import Recording, VendorError
from vendor_sdist import document, recording, sdist

ARCHIVE = "datadog_api_client-9.9.9.tar.gz"


class Pip:
    """A fake pip with a single version; writes an empty sdist."""

    def __init__(self, folder: Path, version: str = "9.9.9") -> None:
        self.folder = folder
        self.version = version
        self.downloads: list[str] = []
        self.commands: list[tuple[list[str], dict[str, Any]]] = []

    def __call__(self, command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        self.commands.append((command, options))
        if "index" in command:
            text = f"datadog-api-client ({self.version})\nAvailable versions: 9.9.9\n" if self.version else ""
            return subprocess.CompletedProcess(command, int(not self.version), text, "")
        wanted = command[-1].partition("==")[2]
        if wanted != self.version:
            return subprocess.CompletedProcess(command, 1, "", "")
        self.downloads.append(wanted)
        (self.folder / f"datadog_api_client-{wanted}.tar.gz").write_bytes(b"x")
        return subprocess.CompletedProcess(command, 0, "", "")


def test_an_sdist_is_downloaded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pip = Pip(tmp_path / "kept")
    monkeypatch.setattr(subprocess, "run", pip)
    for version in (None, "9.9.9", None):
        assert vendor.find(version, folder=pip.folder) == pip.folder / ARCHIVE
    assert pip.downloads == ["9.9.9"]
    assert capsys.readouterr().err == "Downloading datadog-api-client 9.9.9, once.\n"


def test_pip_is_asked_for_the_sdist_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip = Pip(tmp_path)
    monkeypatch.setattr(subprocess, "run", pip)
    vendor.find(folder=tmp_path)
    quiet = "--disable-pip-version-check"
    module = [sys.executable, "-m", "pip"]
    assert pip.commands == [
        (
            [*module, "index", "versions", "datadog-api-client", quiet],
            {"capture_output": True, "text": True, "check": False, "timeout": 60},
        ),
        (
            [
                *(*module, "download", "--no-deps", "--no-binary", "datadog-api-client", quiet),
                *("--dest", str(tmp_path), "datadog-api-client==9.9.9"),
            ],
            # Its progress belongs to stderr.
            {"stdout": sys.stderr, "check": False, "timeout": 600},
        ),
    ]


def test_without_the_index_the_latest_downloaded_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(subprocess, "run", Pip(tmp_path, version=""))
    fix = "pip cannot find the latest datadog-api-client. Fix: SDIST=<path>, or check pip's configuration."
    with pytest.raises(VendorError, match=f"^{re.escape(fix)}$"):
        vendor.find(folder=tmp_path)
    for version in ("2.9.0", "2.62.0", "2.10.1"):
        (tmp_path / f"datadog_api_client-{version}.tar.gz").write_bytes(b"x")
    (tmp_path / "datadog_api_client-3.0.0-py3-none-any.whl").write_bytes(b"x")
    assert vendor.find(folder=tmp_path) == tmp_path / "datadog_api_client-2.62.0.tar.gz"
    note = "The package index cannot be reached; using 2.62.0, the latest downloaded.\n"
    assert capsys.readouterr().err == note
    assert [path.name[19:-7] for path in vendor.downloaded(tmp_path)] == ["2.9.0", "2.10.1", "2.62.0"]


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("latest", "'latest' is not a version. Fix: VERSION=2.62.0"),
        ("2.62.0rc1", "'2.62.0rc1' is not a version. Fix: VERSION=2.62.0"),
        ("1.2.3", "pip cannot download datadog-api-client 1.2.3. Fix: VERSION=<a published version>"),
    ],
)
def test_a_version_that_does_not_exist(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, message: str
) -> None:
    monkeypatch.setattr(subprocess, "run", Pip(tmp_path))
    with pytest.raises(VendorError, match=f"^{re.escape(message)}$"):
        vendor.find(version, folder=tmp_path)


def test_an_sdist_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "my.tar.gz"
    with pytest.raises(VendorError) as caught:
        vendor.find(sdist=path)
    assert str(caught.value) == f"{path} does not exist. Fix: SDIST=<path to datadog_api_client-….tar.gz>"
    path.write_bytes(b"x")
    assert vendor.find("1.2.3", path) == path


# --- its contents ----------------------------------------------------------------------------------------------------


def test_the_document_and_the_recordings_under_a_path_are_read(tmp_path: Path) -> None:
    without_type = recording("DELETE", "/api/v2/cases/1/comment/2?x=y", 204, "")
    without_type["response"]["headers"] = {}
    binary = recording("GET", "/api/v2/cases/1", 200, "")
    binary["response"]["body"]["string"] = b"{}"
    empty = recording("GET", "/api/v2/cases/2", 200, "")
    empty["response"]["body"]["string"] = None
    other = recording("GET", "/api/v2/users", 200, {"about": "/api/v2/cases"})
    read = vendor.read(sdist(tmp_path, document(), without_type, binary, empty, other), "/api/v2/cases")
    assert read.version == "9.9.9"
    assert read.document["openapi"] == "3.0.0"
    kind = "application/vnd.api+json"
    assert read.recordings == [
        Recording("test_a_case", "DELETE", "/api/v2/cases/1/comment/2", 204, "", ""),
        Recording("test_a_case", "GET", "/api/v2/cases/1", 200, kind, "{}"),
        Recording("test_a_case", "GET", "/api/v2/cases/2", 200, kind, ""),
    ]


def write(path: Path, **files: bytes) -> Path:
    """An archive of these files; a name that ends with a slash is a folder."""
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name.rstrip("/"))
            member.size = len(content)
            member.type = tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
            archive.addfile(member, io.BytesIO(content))
    return path


MISSING = "has no .generator/schemas/v2/openapi.yaml: it is not an sdist of datadog-api-client"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, MISSING),
        ({f"x/{vendor.DOCUMENT}": b"[]"}, MISSING),
        ({f"x/{vendor.DOCUMENT}": b"info: {}"}, MISSING),
        ({vendor.DOCUMENT: b"paths: {}"}, MISSING),
        ({f"x/{vendor.DOCUMENT}": b"paths: ["}, "cannot be read: "),
        ({f"x/{vendor.DOCUMENT}": b"paths: \xff"}, "cannot be read: "),
    ],
)
def test_another_archive_is_rejected(tmp_path: Path, files: dict[str, bytes], message: str) -> None:
    path = write(tmp_path / ARCHIVE, **files)
    with pytest.raises(VendorError) as caught:
        vendor.read(path, "/api")
    assert str(caught.value).startswith(f"{path} {message}")


def test_only_the_document_and_the_recordings_are_read(tmp_path: Path) -> None:
    wanted = yaml.safe_dump({"interactions": [recording("GET", "/api/v2/cases", 200, {})]}).encode()
    files = {
        "x/README": b"/api/v2/cases: [",
        f"x/{vendor.DOCUMENT}": b"paths: {}",
        f"x/{vendor.RECORDINGS}test_read.yaml": wanted,
        f"x/{vendor.RECORDINGS}test_more.yaml": wanted,
        f"x/{vendor.RECORDINGS}test_folder.yaml/": b"",
        f"x/{vendor.RECORDINGS}test_read.frozen": b"/api/v2/cases: [",
        f"x/other/{vendor.RECORDINGS}test_other.yaml": b"/api/v2/cases: [",
        f"x/y/{vendor.DOCUMENT}": b"/api/v2/cases: [",
    }
    read = vendor.read(write(tmp_path / ARCHIVE, **files), "/api/v2/cases")
    assert read.document == {"paths": {}}
    assert [found.name for found in read.recordings] == ["test_read", "test_more"]


OPERATIONS: dict[str, Any] = {
    "paths": {
        "/cases/{id}": {
            "get": {
                "operationId": "GetCase",
                "responses": {"200": {"content": {"a/b": {"schema": ref("Case")}, "c/d": {"schema": ref("Other")}}}},
            },
            "put": {"operationId": "PutCase", "responses": {"200": ref("OK", "responses")}},
        },
        "/cases/types": {"get": {"operationId": "ListTypes", "responses": {}}},
        "/cases/{id}/x.y": {"get": {"operationId": "GetMore", "responses": {}}},
        "/cases/types/{id}": {"get": {"operationId": "GetType", "responses": {}}},
    },
    "components": {"responses": {"OK": {"content": {"a/b": {"schema": ref("Put")}}}}},
}


@pytest.mark.parametrize(
    ("method", "path", "status", "expected"),
    [
        ("GET", "/cases/1", 200, ("GetCase", [ref("Case"), ref("Other")])),
        ("PUT", "/cases/1", 200, ("PutCase", [ref("Put")])),
        ("GET", "/cases/1", 404, ("GetCase", [])),
        ("GET", "/cases/types", 200, ("ListTypes", [])),
        ("POST", "/cases/1", 200, ("", [])),
    ],
)
def test_the_documented_bodies_of_a_recording(method: str, path: str, status: int, expected: Any) -> None:
    found = vendor.documented_bodies(OPERATIONS, Recording("x", method, path, status, "a/b", "{}"))
    assert found == expected


def test_references_and_parts_of_a_schema_are_resolved() -> None:
    text = {"type": "string"}
    schemas: dict[str, Any] = {
        "Base": {"type": "object", "required": ["a"], "properties": {"a": text}, "description": "Base."},
        "More": {"allOf": [ref("Base"), {"required": ["b"], "properties": {"b": text}}], "nullable": True},
        "Both": {"allOf": [ref("More")], "description": "Both.", "properties": {"a": {"type": "integer"}}},
        "Plain": {"allOf": [text]},
    }
    made = {"components": {"schemas": schemas}}
    assert vendor.schema(made, ref("Base")) == schemas["Base"]
    assert vendor.schema(made, ref("More")) == {
        "type": "object",
        "required": ["a", "b"],
        "properties": {"a": text, "b": text},
        "description": "Base.",
        "nullable": True,
    }
    assert vendor.schema(made, ref("Both")) == {
        "type": "object",
        "required": ["a", "b"],
        "properties": {"a": {"type": "integer"}, "b": text},
        "description": "Both.",
        "nullable": True,
    }
    assert vendor.schema(made, ref("Plain")) == text
    nullable = [vendor.is_nullable(made, ref(name)) for name in schemas]
    assert nullable == [False, True, True, False]
    assert vendor.is_nullable(made, {**ref("Base"), "nullable": True}) is True


def test_the_security_of_an_operation_defaults_to_that_of_the_document() -> None:
    assert vendor.security({"security": [{"a": []}]}, {}) == [{"a": []}]
    assert vendor.security({"security": [{"a": []}]}, {"security": []}) == []
    assert vendor.security({}, {}) == []
