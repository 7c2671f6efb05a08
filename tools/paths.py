"""The paths of the repository."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "locks"
CASSETTES = ROOT / "tests/cassettes"
# The folder of the package, which every environment of this checkout imports.
GENERATED = ROOT / "generated"

# Below the root of this repository, or of a copy.
SPEC_FILE = Path("openapi/case-management.yaml")
PACKAGE = Path("generated/datadog_case_management")
TEMPLATES = Path("openapi/templates")
RUNTIME = Path("runtime")

SPEC = ROOT / SPEC_FILE
