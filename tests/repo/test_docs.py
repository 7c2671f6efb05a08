"""make docs: one site that works offline, with every link leading somewhere and nothing asked of another host."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from generate import ROOT
from helpers import SPEC_DOCUMENT
from repository import console

import docs

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
# What makes a browser load something, unlike a link that a person may follow.
LOADING = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src", "object": "data"}


class Page(HTMLParser):
    """The anchors of a page, its links, and what it loads."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.anchors.add(values.get("id", ""))
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if values.get(LOADING.get(tag, "")):
            self.loaded.append(values[LOADING[tag]])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("docs") / "site"
    # In a process of its own: what pdoc is to show of the clients is set on them.
    script = ROOT / "scripts/docs.py"
    result = subprocess.run([sys.executable, script, "--site", site], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == console("make docs")
    return site


def test_every_link_leads_somewhere(site: Path) -> None:
    found = {path: Page(path) for path in site.rglob("*.html")}
    assert {str(path.relative_to(site)) for path in found} >= set(docs.PAGES)
    for path, page in found.items():
        for link in page.links + page.loaded:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https"):
                assert link not in page.loaded, f"{path}: loads {link}"
                continue
            if parts.scheme == "data":
                continue
            assert not parts.scheme, f"{path}: {link}"
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), f"{path}: {link}"
            if parts.fragment and target in found:
                assert unquote(parts.fragment) in found[target].anchors, f"{path}: {link}"


def test_no_style_loads_anything(site: Path) -> None:
    for path in [*site.rglob("*.html"), *site.rglob("*.css")]:
        text = path.read_text(encoding="utf-8")
        assert "@import" not in text
        assert not re.search(r"url\(['\"]?(?!data:)\w*:?//", text), path


def test_a_link_that_leads_nowhere_is_said(tmp_path: Path) -> None:
    source = tmp_path / "page.md"
    source.write_text("[more](missing.md)", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"page\.md links to missing\.md, which is no page of the site"):
        docs.guide(source)


def test_the_spec_page_has_all_of_the_spec(site: Path) -> None:
    text = (site / "spec.html").read_text(encoding="utf-8")
    anchors = Page(site / "spec.html").anchors
    assert anchors >= {operation for item in SPEC_DOCUMENT["paths"].values() for operation in ids(item)}
    for name, schema in SPEC_DOCUMENT["components"]["schemas"].items():
        assert name in anchors
        for field in schema.get("properties", {}):
            assert f"<code>{field}</code>" in text
        for value in schema.get("enum", []):
            assert f"<code>{value}</code>" in text


def ids(item: dict[str, dict[str, str]]) -> set[str]:
    return {operation["operationId"] for operation in item.values()}


def test_the_reference_has_what_is_public(site: Path) -> None:
    text = (site / "reference/datadog_case_management.html").read_text(encoding="utf-8")
    assert "A setting is missing, invalid or contradicts another one." in text
    anchors = Page(site / "reference/datadog_case_management.html").anchors
    names = [operation["name"] for operation in docs.shown_operations(SPEC_DOCUMENT)]
    assert len(names) == 4
    for kind, close in (("Client", "close"), ("AsyncClient", "aclose")):
        assert anchors >= {f"{kind}.{name}" for name in ("__init__", "with_options", close, *names)}
    assert (site / "reference/datadog_case_management/testing.html").exists()
    assert (site / "reference/datadog_case_management/api/case_management/watch_case.html").exists()


def test_the_reference_shows_no_private_base(site: Path) -> None:
    for path in (site / "reference").rglob("*.html"):
        bases = re.findall(r'class="base">([^<$]*)<', path.read_text(encoding="utf-8"))
        assert [base for base in bases if "._" in base] == [], path


def test_dark_and_light(site: Path) -> None:
    for page in ("style.css", "reference/datadog_case_management.html"):
        text = (site / page).read_text(encoding="utf-8")
        # pdoc leaves out the space.
        assert re.search(r"@media \(prefers-color-scheme: ?dark\)", text), page
        assert "dark_code" not in text


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    """The address of the site on loopback: Chromium does not log what it reads from files."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join(10)


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: apt-get install chromium")
@pytest.mark.parametrize("page", docs.PAGES)
def test_opened_in_chromium_it_asks_nothing_of_another_host(served: str, page: str, tmp_path: Path) -> None:
    log, picture = tmp_path / "net.json", tmp_path / "page.png"
    quiet = ("gpu", "quic", "background-networking", "component-update", "sync", "default-apps", "extensions")
    command = [
        *(CHROMIUM, "--headless", "--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)),
        *(f"--user-data-dir={tmp_path / 'profile'}", f"--log-net-log={log}", f"--screenshot={picture}"),
        *("--window-size=1280,2000", served + page),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    events = [event.get("params", {}) for event in json.loads(log.read_text(encoding="utf-8"))["events"]]
    # Chromium asks its own services too; what a page asks for has the page as its initiator.
    asked = {event["url"] for event in events if str(event.get("initiator")) + "/" == served}
    assert asked or page.startswith("reference/")  # which has all of it in itself
    assert [url for url in asked if not url.startswith(served)] == []
    assert picture.stat().st_size > 20_000, "an empty page"
