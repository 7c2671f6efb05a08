"""The cassettes, none of which may contain anything private."""

from __future__ import annotations

import functools
import re

from tools.fixtures import cassettes

# Read once in each process.
load_all = functools.cache(cassettes.load_all)

PRIVATE = {
    "an API or application key": re.compile(r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{32,40}\b"),
    "a newer key or token": re.compile(
        r"\b(ddap[pi]?_|pub|dda_)[A-Za-z0-9]{20,}|Bearer \S+|eyJ[\w-]+\.", re.IGNORECASE
    ),
    "an e-mail address": re.compile(r"[\w.+-]+@(?!example\.com)[\w-]+\.\w+"),
    "an IP address": re.compile(r"\b(?!127\.)\d{1,3}(\.\d{1,3}){3}\b"),
}


def private_parts(text: str) -> list[str]:
    """The parts of a text that must not be in a cassette."""
    return [what for what, pattern in PRIVATE.items() if pattern.search(text)]
