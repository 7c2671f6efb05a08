"""Build the documentation in site/ with Sphinx, to be read offline: guide, reference and spec, with one search."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import textwrap
from enum import Enum
from pathlib import Path
from typing import Any

import datadog_case_management
import yaml
from datadog_case_management import errors, models
from datadog_case_management._operations import OPERATIONS
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sphinx.application import Sphinx
from tools.fixtures import cassettes
from tools.paths import CASSETTES, ROOT, SPEC
from tools.spec.describe import describe
from tools.spec.document import operations, resolve

TEMPLATES = ROOT / "docs/site"
# Each page by its name on the site, and the file that it is written from.
PAGES: dict[str, dict[str, Path]] = {
    "Use it": {
        "guide": ROOT / "docs/guide.md",
        "reference": TEMPLATES / "reference.md.jinja",
        "models": TEMPLATES / "models.md.jinja",
        "spec": TEMPLATES / "spec.md.jinja",
        "examples": TEMPLATES / "examples.md.jinja",
        "testing": ROOT / "docs/testing.md",
    },
    "Why it works": {
        "architecture": ROOT / "docs/architecture.md",
        "faults": ROOT / "docs/faults.md",
        "speed": ROOT / "docs/speed.md",
    },
    "Change it": {
        "contributing": ROOT / "CONTRIBUTING.md",
        "openapi": ROOT / "docs/openapi.md",
        "changelog": ROOT / "CHANGELOG.md",
    },
}
START = {"index": ROOT / "README.md"}
PICTURES = [ROOT / "docs" / name for name in ("pipeline.svg", "benchmark.svg", "growth.svg")]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
LINK = re.compile(r"(?<=\]\()(?!https?:|#)([^)#\s]+)")


def all_pages() -> dict[str, Path]:
    """Every page by its name, the first one first."""
    return START | {name: source for pages in PAGES.values() for name, source in pages.items()}


def for_the_site(source: Path) -> str:
    """A Markdown file of the repository, with its links leading to the pages of the site.

    Raises:
        SystemExit: A link leads to a file that is not on the site.
    """
    targets = {source: f"{name}.md" for name, source in all_pages().items()}
    targets |= {picture: picture.name for picture in PICTURES}
    targets |= {example: f"examples.md#{anchor(example)}" for example in EXAMPLES}

    def lead(link: re.Match[str]) -> str:
        target = (source.parent / link[1]).resolve()
        if target not in targets:
            raise SystemExit(f"make docs: {source.name} links to {link[1]}, which is not on the site")
        return targets[target]

    return LINK.sub(lead, source.read_text(encoding="utf-8"))


def anchor(example: Path) -> str:
    """The name of the heading of an example, as GitHub would write it."""
    return re.sub(r"[^\w-]", "", f"examples/{example.name}")


def shown_operations(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The operations of the spec with what spec.md.jinja shows of each, its fixture included."""
    found: list[dict[str, Any]] = []
    for path, method, operation in operations(spec):
        described = describe(spec, path, method, operation)
        success = CASSETTES / described.name / f"{next(iter(described.results))}.yaml"
        fixture = cassettes.load(success).interactions[0] if success.exists() else None
        found.append(
            {"parameters": []}
            | operation
            | {
                "path": path,
                "method": method,
                "name": described.name,
                "tag": OPERATIONS[described.name].tag,
                "fixture": fixture,
            }
        )
    return found


def type_of(schema: dict[str, Any]) -> str:
    """The type of a value in a few words of Markdown, with links to the schemas that it names."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return " or ".join(map(type_of, schema[several]))
    kinds = schema.get("type", "anything")
    words = [kinds] if isinstance(kinds, str) else list(kinds)
    if "items" in schema:
        words = [f"array of {type_of(schema['items'])}" if word == "array" else word for word in words]
    if isinstance(schema.get("additionalProperties"), dict):
        words = [f"map to {type_of(schema['additionalProperties'])}"]
    if "format" in schema:
        words[0] += f" ({schema['format']})"
    return " or ".join(words)


def write_sources(folder: Path, spec: dict[str, Any]) -> None:
    """Write what Sphinx reads: every page as Markdown."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=False,  # It writes Markdown.
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"type_of": type_of, "resolve": lambda node: resolve(spec, node)}
    for name, source in all_pages().items():
        if source.suffix == ".jinja":
            text = environment.get_template(source.name).render(
                spec=spec,
                operations=shown_operations(spec),
                source=SPEC.read_text(encoding="utf-8"),
                examples=EXAMPLES,
                errors=errors.__all__,
                # The docstring draws it, between the first paragraph and the last.
                error_tree=textwrap.dedent(str(errors.__doc__).split("\n\n")[1]),
                enums=[name for name in models.__all__ if issubclass(getattr(models, name), Enum)],
                models=[name for name in models.__all__ if name != "DatadogSite"],
            )
        else:
            text = for_the_site(source)
        if name == "index":
            trees = [
                "\n".join(["```{toctree}", ":hidden:", f":caption: {caption}", *pages, "```"])
                for caption, pages in PAGES.items()
            ]
            text = "\n\n".join([text, *trees])
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    for picture in PICTURES:
        shutil.copy(picture, folder)


def settings(version: str) -> dict[str, Any]:
    """What would be in Sphinx's conf.py."""
    return {
        "project": "datadog-case-management",
        "html_title": f"datadog-case-management {version}",
        "html_theme": "furo",
        "html_theme_options": {
            "light_css_variables": dict.fromkeys(("color-brand-primary", "color-brand-content"), "#632ca6"),
            "dark_css_variables": dict.fromkeys(("color-brand-primary", "color-brand-content"), "#b792f0"),
        },
        "html_static_path": [str(TEMPLATES / "style.css")],
        "html_css_files": ["style.css"],
        "html_copy_source": False,
        "html_show_sphinx": False,
        "html_show_copyright": False,
        "extensions": ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"],
        # As on GitHub.
        "myst_heading_anchors": 3,
        "myst_enable_extensions": ["linkify"],
        "default_role": "code",
        "highlight_language": "text",
        "pygments_style": "friendly",
        "add_module_names": False,
        "toc_object_entries_show_parents": "hide",
        # Only dashes: in quotation marks there may be code.
        "smartquotes_action": "D",
        # Found pages are read for it, which a browser does not allow with files.
        "html_show_search_summary": False,
        "autodoc_member_order": "bysource",
        "autodoc_typehints_format": "short",
        "python_use_unqualified_type_names": True,
        "python_maximum_signature_line_length": 90,
        "napoleon_use_rtype": False,
    }


def is_alias(_app: Sphinx, _kind: str, _name: str, member: object, _skip: bool, _options: object) -> bool | None:
    """Whether a member is left out: the fields of named tuples, which their docstrings describe."""
    return True if isinstance(member, type(datadog_case_management.RateLimit.limit)) else None


def readable(
    _app: Sphinx, _kind: str, _name: str, _object: object, _options: object, signature: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    """A signature as it is called: with UNSET for what attrs makes of it, and without what every model has."""
    if signature:
        signature = re.sub(r"attr_dict\[.*?\]\.default", "UNSET", signature)
        signature = re.sub(r"(, )?\*, additional_properties: .*(?=\))", "", signature)
    return signature, returns


def build(site: Path) -> None:
    """Write the site.

    Args:
        site: The folder for it; its contents are replaced once everything is written.

    Raises:
        SystemExit: Sphinx warns about something, such as a link that leads nowhere.
    """
    spec = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix=".site-", dir=site.parent) as scratch:
        sources, fresh = Path(scratch) / "sources", Path(scratch) / "site"
        sources.mkdir()
        write_sources(sources, spec)
        sphinx = Sphinx(
            sources,
            None,
            fresh,
            Path(scratch) / "doctrees",
            "html",
            confoverrides=settings(datadog_case_management.__version__),
            status=None,
            warningiserror=True,
        )
        sphinx.connect("autodoc-skip-member", is_alias)
        sphinx.connect("autodoc-process-signature", readable)
        sphinx.build()
        if sphinx.statuscode:
            raise SystemExit("make docs: nothing was written. Fix what Sphinx warns about above.")
        shutil.rmtree(site, ignore_errors=True)
        fresh.rename(site)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="where to (default: site/)")
    site = parser.parse_args().site
    build(site)
    print(f"Open {site.name}/index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
