"""make docs builds a site that works offline: no broken link, and no request to another host."""

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

import datadog_case_management
import docs
import pytest
from datadog_case_management import errors, models, testing
from helpers import SPEC_DOCUMENT
from repository import console
from tools.paths import ROOT

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
# The attributes whose addresses a browser loads, unlike those of links.
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
    command = [sys.executable, str(ROOT / "scripts/docs.py"), "--site", str(site)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == console("make docs")
    return site


def test_every_link_leads_somewhere(site: Path) -> None:
    found = {path: Page(path) for path in site.glob("*.html")}
    assert {path.name for path in found} >= {f"{name}.html" for name in docs.all_pages()}
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


def test_a_link_to_a_file_that_is_not_on_the_site_is_reported(tmp_path: Path) -> None:
    source = tmp_path / "page.md"
    source.write_text("[more](missing.md)", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"page\.md links to missing\.md, which is not on the site"):
        docs.for_the_site(source)


# myst-parser 5.2 with Sphinx 9.
@pytest.mark.filterwarnings("ignore::sphinx.deprecation.RemovedInSphinx11Warning")
def test_a_link_to_a_heading_that_does_not_exist_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("# Title\n\n[more](#missing)\n", encoding="utf-8")
    monkeypatch.setattr(docs, "START", {"index": readme})
    monkeypatch.setattr(docs, "PAGES", {})
    with pytest.raises(SystemExit, match="Fix what Sphinx warns about"):
        docs.build(tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_the_spec_page_has_all_of_the_spec(site: Path) -> None:
    text = (site / "spec.html").read_text(encoding="utf-8")
    shown = set(re.findall(r'<span class="pre">(.*?)</span>', text))
    assert shown >= {
        operation["operationId"] for item in SPEC_DOCUMENT["paths"].values() for operation in item.values()
    }
    anchors = Page(site / "spec.html").anchors
    for name, schema in SPEC_DOCUMENT["components"]["schemas"].items():
        assert name.lower() in anchors
        assert shown >= set(schema.get("properties", {}))
        assert shown >= set(schema.get("enum", []))


def test_the_reference_has_what_is_public_and_nothing_else(site: Path) -> None:
    anchors = Page(site / "reference.html").anchors | Page(site / "models.html").anchors
    documented = {anchor for anchor in anchors if anchor.startswith("datadog_case_management.")}
    names = [operation["name"] for operation in docs.shown_operations(SPEC_DOCUMENT)]
    assert len(names) == 4
    expected = {f"errors.{name}" for name in errors.__all__} | {f"models.{name}" for name in models.__all__}
    expected |= {f"testing.{name}" for name in testing.__all__}
    expected |= {
        name for name in datadog_case_management.__all__ if name not in ("UNSET", "__version__", "errors", "models")
    }
    for kind, close in (("Client", "close"), ("AsyncClient", "aclose")):
        expected |= {f"{kind}.{name}" for name in ("with_options", close, *names)}
    for name in names:
        module = f"api.case_management.{name}"
        expected |= {f"{module}.{function}" for function in ("sync", "sync_detailed", "asyncio", "asyncio_detailed")}
    # The site is a model too, but shown with the other types.
    expected -= {"models.DatadogSite"}
    assert documented >= {f"datadog_case_management.{name}" for name in expected}
    assert [name for name in documented if "._" in name] == []


def test_signatures_show_no_internals(site: Path) -> None:
    for page in ("reference", "models"):
        text = (site / f"{page}.html").read_text(encoding="utf-8")
        signatures = [re.sub("<.*?>", "", found) for found in re.findall('<dt class="sig .*?</dt>', text, re.DOTALL)]
        assert len(signatures) > 40
        assert [
            text for text in signatures if re.search("attr_dict|NOTHING|DEFAULT_|datadog_case_management[.]_", text)
        ] == []
    assert "A setting is missing, invalid or contradicts another one." in (site / "reference.html").read_text("utf-8")


CHROMIUM_FLAGS = [
    *("--headless", "--no-sandbox", "--no-first-run", "--enable-logging=stderr"),
    *(f"--disable-{name}" for name in ("gpu", "quic", "background-networking", "component-update", "sync")),
    *("--disable-default-apps", "--disable-extensions"),
]
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: apt-get install chromium")


def chromium(profile: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [CHROMIUM, *CHROMIUM_FLAGS, f"--user-data-dir={profile}", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)


@needs_chromium
def test_one_search_finds_the_guide_the_reference_and_the_spec_offline(site: Path, tmp_path: Path) -> None:
    address = f"{(site / 'search.html').as_uri()}?q=timeline"
    result = chromium(tmp_path / "profile", "--virtual-time-budget=20000", "--dump-dom", address)
    listed = result.stdout.partition('id="search-results"')[2]
    found = set(re.findall(r'href="(\w+)\.html', listed))
    assert {"guide", "reference", "models", "spec"} <= found
    assert ":CONSOLE" not in result.stderr


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


@needs_chromium
@pytest.mark.parametrize("page", docs.all_pages())
def test_in_a_browser_a_page_has_a_clean_console_and_asks_nothing_of_another_host(
    served: str, page: str, tmp_path: Path
) -> None:
    log, picture = tmp_path / "net.json", tmp_path / "page.png"
    arguments = (f"--log-net-log={log}", f"--screenshot={picture}", "--window-size=1280,2000", f"{served}{page}.html")
    result = chromium(tmp_path / "profile", *arguments)
    assert ":CONSOLE" not in result.stderr
    events = [event.get("params", {}) for event in json.loads(log.read_text(encoding="utf-8"))["events"]]
    # Chromium asks its own services too; what a page asks for has the page as its initiator.
    asked = {event["url"] for event in events if str(event.get("initiator")) + "/" == served}
    assert asked
    assert [url for url in asked if not url.startswith(served)] == []
    assert picture.stat().st_size > 20_000, "an empty page"
