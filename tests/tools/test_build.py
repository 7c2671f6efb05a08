"""The wheel and the sdist: their contents and version."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml
from tools.paths import ROOT, SPEC

VERSION = yaml.safe_load(SPEC.read_text(encoding="utf-8"))["info"]["version"]


def build(folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("dist"))


def test_the_wheel_has_the_package_and_nothing_else(dist: Path) -> None:
    (wheel,) = dist.glob("*.whl")
    assert wheel.name == f"datadog_case_management-{VERSION}-py3-none-any.whl"
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"datadog_case_management", f"datadog_case_management-{VERSION}.dist-info"}
    assert "datadog_case_management/py.typed" in names
    assert not [
        name for name in names if name.startswith("datadog_case_management/") and not name.endswith((".py", "py.typed"))
    ]


def test_the_sdist_has_the_package_and_what_builds_it(dist: Path) -> None:
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    tops = {name.split("/")[0] for name in names}
    assert tops <= {"generated", "pyproject.toml", "README.md", "LICENSE", "PKG-INFO", ".gitignore"}


def test_builds_are_reproducible(dist: Path, tmp_path: Path) -> None:
    build(tmp_path)
    for path in dist.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_the_installed_package_is_small(dist: Path) -> None:
    (wheel,) = dist.glob("*.whl")
    files = zipfile.ZipFile(wheel).infolist()
    assert sum(file.file_size for file in files if ".dist-info/" not in file.filename) <= 378_000


def test_runtime_dependencies_are_few(dist: Path) -> None:
    (wheel,) = dist.glob("*.whl")
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith("METADATA"))
    lines = archive.read(name).decode().splitlines()
    required = [re.sub("[<>][^;]*", "", line) for line in lines if line.startswith("Requires-Dist:")]
    assert [line.removeprefix("Requires-Dist: ") for line in required] == [
        "anyio",
        "attrs",
        "httpx",
        "sniffio",
        "aiohttp; extra == 'aiohttp'",
        "httpx2; extra == 'httpx2'",
        "socksio; extra == 'socks'",
    ]
