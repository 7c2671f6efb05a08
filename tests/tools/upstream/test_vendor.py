"""The sdist of the vendor's client: how it is found and downloaded, and what is read from it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from edits import ref
from pytest_httpserver import HTTPServer
from tools.spec.document import load
from tools.upstream import vendor
from tools.upstream.__main__ import main as upstream
from tools.upstream.vendor import Recording, VendorError
from vendor_sdist import document, recording, sdist

ARCHIVE = "datadog_api_client-9.9.9.tar.gz"


@pytest.fixture
def index(httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Publishes an sdist in an index on loopback, which pip is configured with."""

    def publish(version: str = "9.9.9", content: bytes = b"x", digest: str | None = None) -> None:
        digest = hashlib.sha256(content).hexdigest() if digest is None else digest
        name = f"datadog_api_client-{version}.tar.gz"
        page = f'<a href="../files/{name}#sha256={digest}">{name}</a> <a href="datadog_api_client-9.9.9.whl">wheel</a>'
        httpserver.expect_request("/simple/datadog-api-client/").respond_with_data(page)
        httpserver.expect_request(f"/simple/files/{name}").respond_with_data(content)

    monkeypatch.setenv("PIP_INDEX_URL", httpserver.url_for("/simple"))
    return publish


def test_an_sdist_is_downloaded_once(
    index: Callable[..., None], tmp_path: Path, httpserver: HTTPServer, capsys: pytest.CaptureFixture[str]
) -> None:
    index()
    folder = tmp_path / "kept"
    for version in (None, "9.9.9", None):
        assert vendor.find(version, folder=folder) == folder / ARCHIVE
    assert (folder / ARCHIVE).read_bytes() == b"x"
    assert [request.path for request, _ in httpserver.log if "files" in request.path] == [f"/simple/files/{ARCHIVE}"]
    assert capsys.readouterr().err == "Downloading datadog-api-client 9.9.9, once.\n"


def test_nothing_of_an_sdist_is_executed(
    index: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pip would execute this to learn its metadata, with the keys of the caller in the environment."""
    proof = tmp_path / "proof"
    program = f"open({str(proof)!r}, 'w')".encode()
    hostile = write(tmp_path / "hostile.tar.gz", **{"x/setup.py": program, f"x/{vendor.DOCUMENT}": b"paths: {}"})
    index(content=hostile.read_bytes())
    assert vendor.read(vendor.find(folder=tmp_path / "kept"), "/").document == {"paths": {}}
    assert not proof.exists()


def test_another_file_than_the_index_says_is_not_kept(index: Callable[..., None], tmp_path: Path) -> None:
    index(digest="0" * 64)
    with pytest.raises(VendorError, match=r"cannot be downloaded: its hash is not that of the index$"):
        vendor.find(folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["file:///etc", "nonsense", "http://127.0.0.1:1/simple"])
def test_an_index_that_cannot_be_used_is_not_named(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", url)
    with pytest.raises(VendorError) as caught:
        vendor.find("9.9.9", folder=tmp_path)
    assert url not in str(caught.value)


def test_without_the_index_the_latest_downloaded_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/simple")
    fix = "the package index has no datadog-api-client. Fix: SDIST=<path>, or check pip's configuration"
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
        ("1.2.3", "there is no datadog-api-client 1.2.3. Fix: VERSION=<a published version>"),
    ],
)
def test_a_version_that_does_not_exist(index: Callable[..., None], tmp_path: Path, version: str, message: str) -> None:
    index()
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
    media_type = "application/vnd.api+json"
    assert read.recordings == [
        Recording("test_a_case", "DELETE", "/api/v2/cases/1/comment/2", 204, "", ""),
        Recording("test_a_case", "GET", "/api/v2/cases/1", 200, media_type, "{}"),
        Recording("test_a_case", "GET", "/api/v2/cases/2", 200, media_type, ""),
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
    assert [recording.name for recording in read.recordings] == ["test_read", "test_more"]


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
    documented = vendor.documented_bodies(OPERATIONS, Recording("x", method, path, status, "a/b", "{}"))
    assert documented == expected


def test_references_and_parts_of_a_schema_are_resolved() -> None:
    text = {"type": "string"}
    schemas: dict[str, Any] = {
        "Base": {"type": "object", "required": ["a"], "properties": {"a": text}, "description": "Base."},
        "More": {"allOf": [ref("Base"), {"required": ["b"], "properties": {"b": text}}], "nullable": True},
        "Both": {"allOf": [ref("More")], "description": "Both.", "properties": {"a": {"type": "integer"}}},
        "Plain": {"allOf": [text]},
    }
    vendor_document = {"components": {"schemas": schemas}}
    assert vendor.schema(vendor_document, ref("Base")) == schemas["Base"]
    assert vendor.schema(vendor_document, ref("More")) == {
        "type": "object",
        "required": ["a", "b"],
        "properties": {"a": text, "b": text},
        "description": "Base.",
        "nullable": True,
    }
    assert vendor.schema(vendor_document, ref("Both")) == {
        "type": "object",
        "required": ["a", "b"],
        "properties": {"a": {"type": "integer"}, "b": text},
        "description": "Both.",
        "nullable": True,
    }
    assert vendor.schema(vendor_document, ref("Plain")) == text
    nullable = [vendor.is_nullable(vendor_document, ref(name)) for name in schemas]
    assert nullable == [False, True, True, False]
    assert vendor.is_nullable(vendor_document, {**ref("Base"), "nullable": True}) is True


def test_the_security_of_an_operation_defaults_to_that_of_the_document() -> None:
    assert vendor.security({"security": [{"a": []}]}, {}) == [{"a": []}]
    assert vendor.security({"security": [{"a": []}]}, {"security": []}) == []
    assert vendor.security({}, {}) == []


HOSTILE: dict[str, tuple[str, bytes]] = {
    "a list": (vendor.DOCUMENT, b"paths: []"),
    "a document that is nested too deeply": (vendor.DOCUMENT, b"paths: " + b"[" * 100_000 + b"]" * 100_000),
    "a document with an alias": (vendor.DOCUMENT, b"paths: {a: &a {}, b: *a}"),
    "a recording without interactions": (f"{vendor.RECORDINGS}a.yaml", b"/api/v2/cases"),
    "a recording of another form": (f"{vendor.RECORDINGS}a.yaml", b"interactions: [/api/v2/cases]"),
    "a recording that is too large": (f"{vendor.RECORDINGS}a.yaml", b" " * 2_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_malformed_sdist_is_an_error(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendor, "LARGEST_FILE", 1_000 if "large" in name else 1_000_000)
    path, content = HOSTILE[name]
    files = {f"x/{vendor.DOCUMENT}": b"paths: {}", f"x/{path}": content}
    with pytest.raises(VendorError):
        vendor.read(write(tmp_path / ARCHIVE, **files), "/api/v2/cases")


def test_a_reference_to_itself_is_an_error_with_its_own_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = load()
    spec["components"]["schemas"]["CaseObjectAttributes"]["$ref"] = "#/components/schemas/CaseObjectAttributes"
    hostile = write(tmp_path / ARCHIVE, **{f"x/{vendor.DOCUMENT}": json.dumps(spec).encode()})
    assert upstream(["--sdist", str(hostile)]) == 2
    assert "refers to itself" in capsys.readouterr().err
