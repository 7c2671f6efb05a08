"""The overridden templates: each has a reason, and was written for the current stock template."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import openapi_python_client
import pytest
from tools.paths import ROOT

OURS = ROOT / "openapi/templates"
STOCK = Path(openapi_python_client.__file__).parent / "templates"

# The stock template that each override was last compared with. When a newer generator changes one, read what changed
# (make upgrade shows it), take over what is good, and write the new hash here.
COMPARED = {
    "client.py.jinja": "4eac65762f21014a",
    "endpoint_module.py.jinja": "c1b2628053eb4875",
    "model.py.jinja": "fd1c79680d51c06c",
    "models_init.py.jinja": "4f64a3d6e1b15a56",
    "package_init.py.jinja": "ac15907e32dc39bd",
    "str_enum.py.jinja": "e4979a5e6b338351",
}
# Our own templates, which the overrides include or tools/codegen/generator.py renders.
PARTS = ["operations.py.jinja", "options.py.jinja", "spec.py.jinja"]


def stock_hash(name: str) -> str:
    return hashlib.sha256((STOCK / name).read_bytes()).hexdigest()[:16]


def test_every_template_is_listed() -> None:
    ours = {str(path.relative_to(OURS)) for path in OURS.rglob("*") if path.is_file()}
    assert ours == {*COMPARED, *PARTS}
    assert not any((STOCK / name).exists() for name in PARTS)


@pytest.mark.parametrize("name", COMPARED)
def test_the_stock_template_is_unchanged(name: str) -> None:
    assert stock_hash(name) == COMPARED[name], (
        f"the generator changed its {name}: compare ours with it, then write {stock_hash(name)} here"
    )


@pytest.mark.parametrize("name", [*COMPARED, *PARTS])
def test_every_template_starts_with_its_reason(name: str) -> None:
    text = (OURS / name).read_text()
    assert text.startswith("{# ")
    assert len(text[: text.index("#}")].split()) >= 5
    if name in COMPARED:
        assert text.startswith("{# Replaces the stock ")


@pytest.mark.parametrize("name", [*COMPARED, *PARTS])
def test_templates_contain_only_what_depends_on_the_spec(name: str) -> None:
    text = (OURS / name).read_text(encoding="utf-8")
    for block in re.split(r"(?m)^(?= *(?:async )?(?:def|class) )", text)[1:]:
        assert re.search("{[{%]", block), f"nothing in it depends on the spec: {block}"
