"""Configures Sphinx, which `make docs` runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from enum import Enum
from typing import Any

from datadog_case_management import Client, RateLimit, __version__
from datadog_case_management._operations import OPERATIONS
from sphinx.application import Sphinx
from tools.spec.describe import describe
from tools.spec.document import load, operations
from tools.spec.lines import printable

project = "datadog-case-management"
html_title = f"{project} {__version__}"
html_theme = "furo"
html_theme_options = {
    "light_css_variables": dict.fromkeys(("color-brand-primary", "color-brand-content"), "#632ca6"),
    "dark_css_variables": dict.fromkeys(("color-brand-primary", "color-brand-content"), "#b792f0"),
}
html_static_path = ["_static"]
html_css_files = ["style.css"]
html_copy_source = False
html_show_sphinx = False
# A browser does not let a page read other files, as summaries of found pages would need.
html_show_search_summary = False
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_heading_anchors = 3
myst_enable_extensions = ["substitution"]
default_role = "code"
highlight_language = "text"
pygments_style = "friendly"
pygments_dark_style = "github-dark"
# Only dashes: quotation marks may contain code.
smartquotes_action = "D"
add_module_names = False
toc_object_entries_show_parents = "hide"
autodoc_default_options = {"members": True}
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 90
napoleon_use_rtype = False

# Code and addresses, which remain what they are, or punctuation, which Markdown might take for markup.
MARKDOWN = re.compile(r"(?<!`)(`[^`\\]+`)(?!`)|(https?://[\w./#-]+)|([!-/:-@\[-`{-~])")
# Code and addresses, which stay as they are, or what reStructuredText takes for markup.
MARKUP = re.compile(
    r"(`[^`]+`|https?://[\w./#-]+)|[\\`*|<>{}\[\]#&]|(?<=[\w`])_(?![\w:])|:(?=\S)|(?<=[`:]):|\.\.(?= |$)"
)
# A relative link that works on GitHub.
LINK = re.compile(r"(?<=\]\()(?:\.\./)?(?:docs/|(examples/))?(\w+)\.(md|py|svg)\b")


def markdown(text: str) -> str:
    """Escape a text of the spec, so that a page shows it as text."""
    return MARKDOWN.sub(lambda part: part[1] or (f"<{part[2]}>" if part[2] else f"\\{part[3]}"), " ".join(text.split()))


def escape(text: str) -> str:
    """Escape a line of a docstring, so that it is shown as text."""
    return MARKUP.sub(lambda match: match[1] or f"\\{match[0]}", text.replace("\n", " "))


def operation_section(path: str, method: str, node: dict[str, Any]) -> str:
    """A section of the spec page, in MyST."""
    operation = describe(load(), path, method, node)
    examples = {
        "request body": operation.body and operation.body.example,
        "response": operation.examples[min(operation.results)],
    }
    parts = [
        f"### {markdown(operation.summary)}\n",
        f"```text\n{operation.method} {printable(path)}\n```\n",
        f"{markdown(operation.description)}\n",
        f"operationId `{node['operationId']}`, method {{py:meth}}`~datadog_case_management.Client.{operation.name}`\n",
        "| status | response |\n|---|---|",
        *(f"| {status} | {markdown(text)} |" for status, text in operation.descriptions.items()),
        *(
            f"\nExample of the {name}:\n\n```json\n{json.dumps(example, indent=2, ensure_ascii=False)}\n```"
            for name, example in examples.items()
            if example is not None
        ),
    ]
    return "\n".join([*parts, "\n"])


def help_of(*command: str) -> str:
    """The help that the command line prints."""
    program = [sys.executable, "-m", "datadog_case_management", *command, "--help"]
    return subprocess.check_output(program, env=os.environ | {"COLUMNS": "100"}, text=True)


FUNCTIONS = "### {0}\n\n`{1}`\n\n```{{eval-rst}}\n.. automodule:: {1}\n   :exclude-members: prepare\n```\n\n"
modules = {name: f"datadog_case_management.api.{operation.tag}.{name}" for name, operation in OPERATIONS.items()}
commands = [(), *((name.replace("_", "-"),) for name in vars(Client) if name[0] != "_")]
myst_substitutions = {
    "commands": "\n\n".join(f"```text\n{help_of(*command)}```" for command in commands),
    "operations": "".join(operation_section(*place) for place in operations(load())),
    "functions": "".join(FUNCTIONS.format(*item) for item in modules.items()),
}


def on_read(_app: Sphinx, *event: Any) -> None:
    """Lead links between files of the repository to the pages of the site."""
    event[-1][0] = LINK.sub(
        lambda link: f"examples.md#{link[2]}py" if link[1] else f"{link[2].lower()}.{link[3]}", event[-1][0]
    )


# The docstrings of attributes while Napoleon works, which takes what is before a colon for the type.
kept: dict[str, list[str]] = {}


def on_docstring(_app: Sphinx, what: str, name: str, _object: object, _options: object, lines: list[str]) -> None:
    """Escape docstrings; leave out those of modules, which the pages introduce."""
    lines[:] = [] if what == "module" else map(escape, lines)
    if what == "attribute":
        kept[name], lines[:] = lines.copy(), [""]


def after_napoleon(_app: Sphinx, _what: str, name: str, *event: Any) -> None:
    event[-1][:] = kept.pop(name, event[-1])


def on_member(_app: Sphinx, _what: str, _name: str, member: object, _skip: bool, _options: object) -> bool | None:
    """Show enum members, which have no docstrings; leave out fields of named tuples: their classes describe them."""
    return isinstance(member, type(RateLimit.limit)) if isinstance(member, Enum | type(RateLimit.limit)) else None


def on_signature(_app: Sphinx, *event: Any) -> tuple[str | None, str | None]:
    """Leave out of signatures what every model has."""
    return re.sub(r"(\*, |, )?additional_properties: .*(?=\))", "", event[4] or "") or None, event[5]


def setup(app: Sphinx) -> None:
    app.connect("source-read", on_read)
    app.connect("include-read", on_read)
    app.connect("autodoc-process-docstring", on_docstring, priority=400)  # before Napoleon
    app.connect("autodoc-process-docstring", after_napoleon, priority=600)
    app.connect("autodoc-skip-member", on_member)
    app.connect("autodoc-process-signature", on_signature)
