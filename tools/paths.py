"""The paths of the repository."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "locks"
# The folder of the package, which every environment of this checkout imports.
GENERATED = ROOT / "generated"
