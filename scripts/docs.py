"""Build the documentation in site/, readable offline: the guide, the API reference, and a page that shows the spec."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import warnings
from html import escape
from pathlib import Path
from types import FunctionType
from typing import Any, get_type_hints

import cassettes
import datadog_case_management
import pdoc
import yaml
from generate import ROOT
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_plugins.anchors import anchors_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from spec import SPEC, describe, operations, resolve

SOURCES = ROOT / "docs/site"
# Each page with its title in the navigation, and what it is written from.
PAGES = {
    "index.html": ("Overview", "README.md"),
    "guide.html": ("Guide", "docs/guide.md"),
    "spec.html": ("Spec", ""),
    "reference/datadog_case_management.html": ("Reference", ""),
    "examples.html": ("Examples", ""),
    "testing.html": ("Testing", "docs/testing.md"),
    "architecture.html": ("Architecture", "docs/architecture.md"),
    "faults.html": ("Faults", "docs/faults.md"),
    "speed.html": ("Speed", "docs/speed.md"),
    "openapi.html": ("OpenAPI", "docs/openapi.md"),
    "contributing.html": ("Contributing", "CONTRIBUTING.md"),
    "changelog.html": ("Changelog", "CHANGELOG.md"),
}
PICTURES = ["docs/pipeline.svg", "docs/benchmark.svg", "docs/growth.svg"]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def coloured(code: str, language: str, _: str = "") -> str:
    """Code as HTML, with its syntax in classes that style.css colours."""
    if not language:
        return escape(code)
    return str(highlight(code, get_lexer_by_name(language), HtmlFormatter(nowrap=True)))


def style_of(name: str, where: str) -> str:
    """The colours of code in a style of Pygments, without a background of its own."""
    rules = HtmlFormatter(style=name).get_style_defs(where).splitlines()
    return "\n".join(rule for rule in rules if "background" not in rule)


def markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"highlight": coloured}).enable("table")
    return parser.use(anchors_plugin, max_level=3)


def guide(source: Path) -> tuple[Markup, list[tuple[str, str, str]]]:
    """A Markdown file as HTML, with its links leading to the pages of the site, and its headings with their anchors."""
    written_from = {(ROOT / name).resolve(): page for page, (_, name) in PAGES.items() if name}
    written_from |= {ROOT / picture: Path(picture).name for picture in PICTURES}
    written_from |= {example: f"examples.html#{example.name}" for example in EXAMPLES}

    def lead(match: re.Match[str]) -> str:
        target = (source.parent / match[2]).resolve()
        if target not in written_from:
            raise SystemExit(f"make docs: {source.name} links to {match[2]}, which is no page of the site")
        return f'{match[1]}="{written_from[target]}{match[3] or ""}"'

    parser = markdown()
    text = source.read_text(encoding="utf-8")
    tokens = parser.parse(text)
    headings = [
        (str(token.attrs["id"]), token.tag, tokens[index + 1].content)
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag in ("h2", "h3")
    ]
    html = str(parser.renderer.render(tokens, parser.options, {}))
    html = re.sub(r'(href|src)="(?!https?:|#)([^"#]+)(#[^"]*)?"', lead, html)
    html = html.replace("<table>", '<div class="table"><table>').replace("</table>", "</table></div>")
    return Markup(html), headings


def shown_operations(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The operations of the spec with what spec.html.jinja shows of each, its recorded exchange included."""
    found = []
    for path, method, operation in operations(spec):
        described = describe(spec, path, method, operation)
        success = cassettes.CASSETTES / described.name / f"{next(iter(described.results))}.yaml"
        recorded = cassettes.load(success).interactions[0] if success.exists() else None
        found.append(
            {
                "parameters": [],
                **operation,
                "path": path,
                "method": method,
                "name": described.name,
                "recorded": recorded,
            }
        )
    return found


def type_of(schema: dict[str, Any]) -> Markup:
    """The type of a value in a few words, with links to the schemas it names."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return Markup('<a href="#{0}">{0}</a>').format(name)
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return Markup(" or ").join(type_of(member) for member in schema[several])
    kinds = schema.get("type", "anything")
    words = [Markup("{}").format(kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    if "items" in schema:
        words = [Markup("array of {}").format(type_of(schema["items"])) if word == "array" else word for word in words]
    if isinstance(schema.get("additionalProperties"), dict):
        words = [Markup("map to {}").format(type_of(schema["additionalProperties"]))]
    if "format" in schema:
        words[0] += Markup(" ({})").format(schema["format"])
    return Markup(" or ").join(words)


def shown_here(kind: type, name: str) -> Any:
    """A method that a class has from a base with a private name, as if it were its own; pdoc would leave it out."""
    inherited: Any = getattr(kind, name)
    method = FunctionType(inherited.__code__, inherited.__globals__, name)
    method.__kwdefaults__ = inherited.__kwdefaults__
    method.__annotations__ = get_type_hints(inherited)
    method.__doc__ = inherited.__doc__
    method.__module__, method.__qualname__ = kind.__module__, f"{kind.__qualname__}.{name}"
    return method


def without_private_bases(html: str) -> str:
    """A page of the reference without the base classes that are not public."""
    return re.sub(r'\(<span class="base">datadog_case_management\._.*?</span>\)', "", html)


def build(site: Path) -> list[str]:
    """Write the site.

    Args:
        site: The folder for it; what is in it is replaced once everything is written.

    Returns:
        The names of the pages that people start from.
    """
    environment = Environment(
        loader=FileSystemLoader(SOURCES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    inline = MarkdownIt("commonmark", {"html": False, "linkify": True}).enable("linkify")
    spec = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
    environment.filters |= {
        "prose": lambda text: Markup(inline.renderInline(text)),
        "coloured": lambda code, language: Markup(coloured(code, language)),
        "type_of": type_of,
        "resolve": lambda node: resolve(spec, node),
    }
    version = spec["info"]["version"]

    with tempfile.TemporaryDirectory(prefix=".site-", dir=site.parent) as scratch:
        fresh = Path(scratch) / "site"
        # Annotations that only a type checker can resolve are shown as they are written.
        warnings.filterwarnings("ignore", "Error parsing type annotation")
        # The names are loaded when they are first used, and pdoc only sees what is there.
        for name in datadog_case_management.__all__:
            getattr(datadog_case_management, name)
        pdoc.render.configure(
            docformat="google", footer_text=f"datadog-case-management {version}", template_directory=SOURCES
        )
        pdoc.render.env.globals |= {"pages": PAGES, "dark_code": Markup(style_of("github-dark", ".pdoc-code"))}
        for kind in (datadog_case_management.Client, datadog_case_management.AsyncClient):
            close = "close" if kind is datadog_case_management.Client else "aclose"
            for name in ("__init__", "with_options", close):
                setattr(kind, name, shown_here(kind, name))
        # The functions below the methods are not in __all__ of the package, and public all the same.
        below = "datadog_case_management.api.case_management"
        pdoc.pdoc(
            "datadog_case_management", below, "datadog_case_management.testing", output_directory=fresh / "reference"
        )
        (fresh / "reference/index.html").unlink()  # It only leads on.
        for path in (fresh / "reference").rglob("*.html"):
            path.write_text(without_private_bases(path.read_text(encoding="utf-8")), encoding="utf-8")
        for page, (title, source) in PAGES.items():
            common = {"pages": PAGES, "page": page, "title": title, "version": version}
            if source:
                body, headings = guide(ROOT / source)
                html = environment.get_template("page.html.jinja").render(**common, body=body, headings=headings)
            elif page == "spec.html":
                html = environment.get_template("spec.html.jinja").render(
                    **common, spec=spec, operations=shown_operations(spec), source=SPEC.read_text(encoding="utf-8")
                )
            elif page == "examples.html":
                html = environment.get_template("examples.html.jinja").render(**common, examples=EXAMPLES)
            else:
                continue
            (fresh / page).write_text(html, encoding="utf-8")
        for picture in PICTURES:
            shutil.copy(ROOT / picture, fresh)
        style = (SOURCES / "style.css").read_text(encoding="utf-8")
        dark = f"@media (prefers-color-scheme: dark) {{\n{style_of('github-dark', 'code')}\n}}"
        (fresh / "style.css").write_text(f"{style}\n{style_of('default', 'code')}\n{dark}\n", encoding="utf-8")
        shutil.rmtree(site, ignore_errors=True)
        fresh.rename(site)
    return list(PAGES)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="where to (default: site/)")
    site = parser.parse_args().site
    pages = build(site)
    for page in pages:
        print(f"{PAGES[page][0]:13} {site.name}/{page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
