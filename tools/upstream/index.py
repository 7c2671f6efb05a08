"""Downloads an sdist from the package index that pip is configured with: the file alone, checked by its hash.

pip itself would build the sdist to learn its metadata, which executes it.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

LARGEST = 256 * 1024 * 1024
SECONDS = 120


class File(NamedTuple):
    """An sdist in the index.

    Attributes:
        url: Its address.
        sha256: The hash of its content.
    """

    url: str
    sha256: str


def sdists(distribution: str) -> dict[str, File]:
    """The sdists of a distribution by their versions.

    Raises:
        OSError: The index cannot be reached, or is none.

    Source: https://packaging.python.org/en/latest/specifications/simple-repository-api/
    """
    page = f"{_index_url().rstrip('/')}/{distribution}/"
    name = re.compile(rf"{distribution.replace('-', '[-_]')}-(\d+(?:\.\d+)+)\.tar\.gz")
    files = {}
    for href in re.findall(r'<a\b[^>]*\bhref="([^"]+)"', _get(page).decode("utf-8", "replace")):
        parts = urlsplit(urljoin(page, html.unescape(href)))
        match = name.fullmatch(parts.path.rpartition("/")[2])
        digest = re.fullmatch("sha256=([0-9a-f]{64})", parts.fragment)
        if match and digest:
            files[match[1]] = File(parts._replace(fragment="").geturl(), digest[1])
    return files


def download(file: File, path: Path) -> None:
    """Download a file.

    Raises:
        OSError: It cannot be downloaded, or is another file than the index says.
    """
    content = _get(file.url)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise OSError("its hash is not that of the index")
    path.parent.mkdir(exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_bytes(content)
    partial.replace(path)


def _index_url() -> str:
    command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    configured = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return os.environ.get("PIP_INDEX_URL") or configured.stdout.strip() or "https://pypi.org/simple"


def _get(url: str) -> bytes:
    if urlsplit(url).scheme not in ("http", "https"):
        raise OSError("its address is not one of http or https")
    try:
        request = urllib.request.Request(url, headers={"Accept": "text/html, */*;q=0.1"})
        with urllib.request.urlopen(request, timeout=SECONDS) as response:
            content: bytes = response.read(LARGEST + 1)
    except ValueError as error:
        raise OSError(f"its address cannot be used ({type(error).__name__})") from None
    if len(content) > LARGEST:
        raise OSError(f"it is larger than {LARGEST:,} bytes")
    return content
