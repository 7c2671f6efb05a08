"""The overridden templates: why each exists, and which stock template it was written against."""

from __future__ import annotations

import hashlib
from pathlib import Path

import openapi_python_client
import pytest
from generate import ROOT

OURS = ROOT / "openapi/templates"
STOCK = Path(openapi_python_client.__file__).parent / "templates"

# The stock template that each override was last compared with. When a newer generator changes one, read what changed
# (make upgrade shows it), take over what is good, and write the new hash here.
COMPARED = {
    "api_init.py.jinja": "f3b0290732b219be",
    "client.py.jinja": "4eac65762f21014a",
    "endpoint_init.py.jinja": "c1837a037fdbbd85",
    "endpoint_module.py.jinja": "c1b2628053eb4875",
    "errors.py.jinja": "b6ba7ea79aa7d7f2",
    "model.py.jinja": "fd1c79680d51c06c",
    "models_init.py.jinja": "4f64a3d6e1b15a56",
    "package_init.py.jinja": "ac15907e32dc39bd",
    "str_enum.py.jinja": "e4979a5e6b338351",
    "types.py.jinja": "93df9d75883a4eaf",
}
# What the overrides include; there is no stock template of the same name.
PARTS = {"aiohttp.jinja", "codec.jinja", "operation.jinja"}


def stock_hash(name: str) -> str:
    return hashlib.sha256((STOCK / name).read_bytes()).hexdigest()[:16]


def test_every_template_is_accounted_for() -> None:
    ours = {str(path.relative_to(OURS)) for path in OURS.rglob("*") if path.is_file()}
    assert ours == set(COMPARED) | PARTS
    assert not any((STOCK / name).exists() for name in PARTS)


@pytest.mark.parametrize("name", COMPARED)
def test_the_stock_template_is_still_the_one_compared_with(name: str) -> None:
    assert stock_hash(name) == COMPARED[name], (
        f"the generator changed its {name}: compare ours with it, then write {stock_hash(name)} here"
    )


@pytest.mark.parametrize("name", [*COMPARED, *PARTS])
def test_every_template_opens_with_its_reason(name: str) -> None:
    text = (OURS / name).read_text()
    assert text.startswith("{# ")
    assert len(text[: text.index("#}")].split()) >= 5
    if name in COMPARED:
        assert text.startswith("{# Replaces the stock ")
