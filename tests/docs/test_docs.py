"""make docs builds a site that works offline: no broken link, and no request to another host."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import datadog_case_management
import pytest
from datadog_case_management import errors, models, testing
from helpers import SPEC_DOCUMENT, run_program
from repository import clone_working_tree, console
from tools.paths import ROOT, SPEC
from tools.spec.describe import described

PAGES = {"index", *(path.stem for path in (ROOT / "docs").glob("*.md"))}
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
# The attributes whose addresses a browser loads, unlike those of links.
LOADING = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src", "object": "data"}
HOSTILE = (
    "<b>bold</b> *a* `b <javascript:x>`_ c_ |d| ![e](http://example.com/e.png) {raw}`f` .. image:: http://example.com/g"
)


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


def text_of(path: Path) -> str:
    return html.unescape(re.sub("<.*?>", "", path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clone = tmp_path_factory.mktemp("clone")
    clone_working_tree(clone)
    result = run_program("make", "docs", folder=clone)
    assert (result.returncode, result.stdout, result.stderr) == (0, console("make docs"), "")
    return clone / "site"


def assert_offline(site: Path) -> None:
    """Check that every page exists, that its links lead somewhere, and that it loads nothing from another host."""
    pages = {path: Page(path) for path in site.glob("*.html")}
    assert {path.stem for path in pages} >= PAGES
    for path, page in pages.items():
        for link in page.links + page.loaded:
            parts = urlsplit(link)
            if parts.scheme == "data" or (parts.scheme in ("http", "https") and link not in page.loaded):
                continue
            assert not parts.scheme, f"{path}: {link}"
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), f"{path}: {link}"
            if parts.fragment and target in pages:
                assert unquote(parts.fragment) in pages[target].anchors, f"{path}: {link}"
    for path in [*pages, *site.rglob("*.css")]:
        text = path.read_text(encoding="utf-8")
        assert "@import" not in text, path
        assert not re.search(r"url\(['\"]?(?!data:)\w*:?//", text), path


def test_every_link_leads_somewhere_and_nothing_is_loaded_from_another_host(site: Path) -> None:
    assert_offline(site)


def test_links_to_files_of_the_repository_lead_to_pages(site: Path) -> None:
    assert {"guide.html#errors", "contributing.html", "changelog.html"} <= {*Page(site / "index.html").links}
    assert "examples.html#export-timelines-py" in Page(site / "guide.html").links
    downloads = [link for path in site.glob("*.html") for link in Page(path).links if "_downloads" in link]
    assert downloads == []


def test_every_example_is_shown(site: Path) -> None:
    anchors = Page(site / "examples.html").anchors
    assert anchors >= {re.sub(r"[_.]", "-", path.name) for path in (ROOT / "examples").glob("*.py")}


def test_the_spec_page_shows_every_operation(site: Path) -> None:
    text = text_of(site / "spec.html")
    for operation in described(SPEC_DOCUMENT).values():
        section = text.partition(f"\n{operation.summary}¶")[2]
        assert section.startswith(f"\n{operation.method} {operation.path}\n"), operation.name
        section = section.partition("¶")[0]
        assert f"method {operation.name}()" in section
        for status, description in operation.descriptions.items():
            assert f"{status}\n{description}" in section
        examples = (operation.body and operation.body.example, operation.examples[min(operation.results)])
        for example in filter(None, examples):
            assert json.dumps(example, indent=2, ensure_ascii=False) in section
    assert SPEC.read_text(encoding="utf-8").strip() in text


def test_the_reference_has_what_is_public_and_nothing_else(site: Path) -> None:
    anchors = Page(site / "reference.html").anchors | Page(site / "models.html").anchors
    documented = {anchor for anchor in anchors if anchor.startswith("datadog_case_management.")}
    names = list(described(SPEC_DOCUMENT))
    expected = {f"errors.{name}" for name in errors.__all__} | {f"models.{name}" for name in models.__all__}
    expected |= {f"testing.{name}" for name in testing.__all__}
    expected |= {name for name in datadog_case_management.__all__ if name not in ("__version__", "errors", "models")}
    for client_name, close in (("Client", "close"), ("AsyncClient", "aclose")):
        expected |= {f"{client_name}.{name}" for name in ("with_options", close, *names)}
    for name in names:
        module = f"api.case_management.{name}"
        expected |= {f"{module}.{function}" for function in ("sync", "sync_detailed", "asyncio", "asyncio_detailed")}
    expected |= {f"models.CaseInsight.{field}" for field in ("ref", "resource_id", "type")}
    expected |= {f"models.CasePriority.{member.name}" for member in models.CasePriority}
    # The site is a model too, but shown with the other types.
    expected -= {"models.DatadogSite"}
    assert {f"datadog_case_management.{name}" for name in expected} - documented == set()
    assert [name for name in documented if re.search(r"\._|\.prepare$|\.to_dict$", name)] == []


def test_signatures_show_no_internals(site: Path) -> None:
    for page in ("reference", "models"):
        text = (site / f"{page}.html").read_text(encoding="utf-8")
        signatures = [
            re.sub("<.*?>", "", signature) for signature in re.findall('<dt class="sig .*?</dt>', text, re.DOTALL)
        ]
        assert len(signatures) > 40
        internals = "attr_dict|NOTHING|DEFAULT_|datadog_case_management[.]_|additional_properties"
        assert [text for text in signatures if re.search(internals, text)] == []
    assert "A setting is missing, invalid or contradicts another one." in text_of(site / "reference.html")


def test_broken_links_fail_and_prose_of_the_spec_is_shown_as_text(tmp_path: Path) -> None:
    clone_working_tree(tmp_path)
    spec, guide = tmp_path / SPEC.relative_to(ROOT), tmp_path / "docs/guide.md"
    text = spec.read_text(encoding="utf-8")
    for line in ("Makes a user a watcher of a case,", "description: The UUID of the case's type."):
        assert text.count(line) == 1
    text = text.replace("Makes a user a watcher of a case,", f"{HOSTILE}\n        Makes a user a watcher of a case,")
    text = text.replace("description: The UUID of the case's type.", f"description: '{HOSTILE}'")
    spec.write_text(text, encoding="utf-8")
    guide.write_text(guide.read_text(encoding="utf-8") + "\n[a](missing.md) [b](faults.md#missing)\n", encoding="utf-8")
    result = run_program("make", "generate", "docs", folder=tmp_path)
    assert (result.returncode, result.stderr.count("WARNING")) == (2, 2), result.stderr
    assert "'missing.md'" in result.stderr
    assert "'missing'" in result.stderr
    assert "Open site" not in result.stdout
    for page in ("spec", "reference", "models"):
        prose, _, _ = text_of(tmp_path / f"site/{page}.html").partition("openapi: 3")  # Without the YAML.
        assert HOSTILE.replace("`", "") in " ".join(prose.replace("`", "").split()), page
    guide.write_text((ROOT / "docs/guide.md").read_text(encoding="utf-8"), encoding="utf-8")
    result = run_program("make", "docs", folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert_offline(tmp_path / "site")


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
    linked = set(re.findall(r'href="(\w+)\.html', listed))
    assert {"guide", "reference", "models", "spec"} <= linked
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
@pytest.mark.parametrize("page", sorted(PAGES))
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
