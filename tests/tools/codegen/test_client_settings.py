"""A setting of a client is declared once, and so is an argument wherever settings are."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.codegen import settings
from tools.paths import ROOT, RUNTIME

CONFIG = (ROOT / RUNTIME / "_config.py").read_text(encoding="utf-8")
FIRST = "    api_key: "


def read(folder: Path, declaration: str) -> settings.Setting:
    """The setting of a declaration in front of the others."""
    path = folder / "_config.py"
    path.write_text(CONFIG.replace(FIRST, f"    {declaration}\n{FIRST}", 1), encoding="utf-8")
    return settings.read(path).all[0]


def test_a_setting_is_an_argument_of_the_constructor(tmp_path: Path) -> None:
    setting = read(tmp_path, 'color: str | None = attrs.field(default=None)\n    """The color\n    of it."""')
    assert setting.in_constructor == "color: str | None = None"
    assert setting.docs == "color: The color of it."
    assert not setting.per_copy


def test_a_setting_per_copy_is_an_argument_of_with_options(tmp_path: Path) -> None:
    setting = read(tmp_path, 'more: Mapping[str, str] = attrs.field(default=M, metadata=PER_COPY)\n    """More."""')
    assert setting.per_copy
    assert setting.in_copies == "more: Mapping[str, str | None] | Unset = UNSET"


def test_a_setting_without_documentation_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="the setting color has no documentation"):
        read(tmp_path, "color: str = attrs.field(default=None)")
