"""Reads the two sides of a comparison: the spec, and what the vendor publishes."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tools.lint.check import explain
from tools.spec.document import Object, load
from tools.upstream import vendor
from tools.upstream.vendor import Vendor, VendorError


def prefix_of(spec: Object) -> str:
    """The common prefix of all paths of a spec, up to the first argument."""
    return str(os.path.commonpath([path.partition("{")[0] for path in spec["paths"]]))


def read(version: str | None, sdist: Path | None, source: Path) -> tuple[Object, Vendor]:
    """Read the spec, and the vendor's document and recordings of similar operations.

    Raises:
        VendorError: One of them cannot be read.
    """
    if wrong := explain(source):
        raise VendorError("\n".join(["the spec is not valid:", *wrong]))
    spec = load(source)
    return spec, vendor.read(vendor.find(version, sdist), prefix_of(spec))


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options for what to compare with."""
    parser.add_argument("--version", help="a version of the vendor's client (default: the latest)")
    parser.add_argument("--sdist", type=Path, help="an sdist on disk, instead of a download")
