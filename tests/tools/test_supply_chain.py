"""The locks, and the bill of materials of a release."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from test_build import build
from tools import smoke
from tools.paths import ROOT


@pytest.mark.parametrize("path", sorted((ROOT / "locks").glob("*.txt")), ids=lambda path: path.name)
def test_locks_have_hashes_and_no_index(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("==") <= text.count("--hash=sha256:")
    assert "://" not in text
    assert "index" not in re.sub(r"^[\w.-]+==", "", text, flags=re.MULTILINE)


def test_the_bill_of_materials_matches_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smoke, "ROOT", tmp_path)
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    (wheel,) = build(tmp_path).glob("*.whl")
    python = smoke.install(wheel, tmp_path / "environment")
    smoke.write_sbom(wheel, python)
    (path,) = (tmp_path / "sbom").iterdir()
    first = path.read_bytes()
    bom = json.loads(first)
    name, version = wheel.name.split("-")[:2]
    assert path.name == f"{name}-{version}.cdx.json"
    root = bom["metadata"]["component"]
    assert (bom["bomFormat"], root["name"], root["version"]) == ("CycloneDX", "datadog-case-management", version)
    locked = re.findall(r"^([\w.-]+)==(\S+)(.*)", smoke.LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    expected = {
        (name.replace("-", "_"), version) for name, version, rest in locked if "python_full_version" not in rest
    }
    listed = {(part["name"].replace("-", "_"), part["version"]) for part in bom["components"]}
    assert expected <= listed
    assert {name for name, _ in listed} <= {name.replace("-", "_") for name, _, _ in locked}
    assert str(tmp_path).encode() not in first
    smoke.write_sbom(wheel, python)
    assert path.read_bytes() == first
