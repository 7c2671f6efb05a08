"""Text of the spec reaches the package as the same value, wherever it is, and never runs."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from docutils.core import publish_doctree  # type: ignore[import-untyped]
from docutils.nodes import paragraph  # type: ignore[import-untyped]
from docutils.parsers.rst import Parser as RestParser  # type: ignore[import-untyped]
from helpers import run_program
from hypothesis import given
from hypothesis import strategies as st
from myst_parser.parsers.docutils_ import Parser as MarkdownParser
from repository import DATA, copy_project
from tools.codegen.models import members_of
from tools.codegen.package import generate
from tools.codegen.text import docstring, literal, wrapped
from tools.lint.check import report_lines
from tools.paths import PACKAGE, ROOT, SPEC
from tools.spec.document import load, operations
from tools.spec.lines import Problem, printable
from tools.spec.types import RESERVED

# It ends every kind of literal, starts expressions of f-strings and templates, and has characters that cannot be seen.
CODE = "print('ran')"
TEXT = f"""x"); {CODE} #'); {CODE} #""\"; {CODE} #'''; {CODE} #{{{CODE}}} {{{{ 7 * 7 }}}} %s \\N{{DASH}} \\u0041 \\"""
# Names that generated modules use themselves. UNSET would be in the same module as Unset.
NAMES = sorted(name for name in RESERVED - {"UNSET"} if name[0].isupper())
HOSTILE = TEXT + "\n\r\u200b\u2028\u202e\0é"


@given(st.text())
def test_a_literal_is_the_same_text(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text
    assert literal(text).isprintable()


@given(st.text(), st.sampled_from([0, 4, 8]))
def test_a_docstring_has_the_same_words(text: str, indent: int) -> None:
    source = docstring(text, indent)
    assert "".join(ast.literal_eval(source).split()) == "".join(text.split())
    assert all(line.isprintable() for line in source.splitlines())


def test_words_are_wrapped_and_never_broken() -> None:
    address = "https://docs.datadoghq.com/a-long-address"
    assert wrapped(f"See {address} and\nthe next line.", 20, 4) == f"See\n    {address}\n    and\n    the next line."


@pytest.mark.parametrize(
    ("values", "names", "members"),
    [
        (["us3.datadoghq.com", "veryLow"], None, ["US3_DATADOGHQ_COM", "VERYLOW"]),
        (["", "3", "a b", "a-b"], None, ["VALUE_0", "VALUE_1", "A_B", "VALUE_3"]),
        (["x", "y"], ["First", "second one"], ["FIRST", "SECOND_ONE"]),
        ([HOSTILE], ["A"], ["A"]),
    ],
)
def test_members_of_enums_have_names(values: list[str], names: list[str] | None, members: list[str]) -> None:
    named = members_of(values, names)
    assert list(named) == members
    assert [ast.literal_eval(value) for value in named.values()] == values


def hostile(node: Any, key: str = "") -> Any:
    """A copy of a spec with the hostile text wherever the text is free."""
    if isinstance(node, list):
        return [hostile(item, key) for item in node]
    if isinstance(node, dict):
        return {name: hostile(value, name) for name, value in node.items()}
    return HOSTILE if key in ("description", "summary") else node


@pytest.fixture(scope="module")
def conf() -> Any:
    spec = importlib.util.spec_from_file_location("conf", ROOT / "docs/conf.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MARKUP = st.sampled_from("`\\*_|<>{}[]()#&!:~^$%=+-.'\"@ \n\t1a")
ATTACKS = [
    "<script>alert(1)</script>",
    "```{raw} html\n<b>\n```",
    "{{ 7 * 7 }}",
    "::: x",
    ".. raw:: html",
    "\n..\n  x",
    "https://a.b/<b>",
]
SHOWN = {"document", "section", "title", "paragraph", "Text", "literal", "reference", "table", "tgroup", "colspec"}
SHOWN |= {"thead", "tbody", "row", "entry"}
texts = st.lists(
    st.text(MARKUP | st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(ATTACKS), max_size=3
)


def words(text: str) -> str:
    """A text without its spaces, and without the marks of code."""
    return "".join(text.split()).replace("`", "").replace("\0", "\ufffd")


def nodes_of(source: str, parser: Any) -> Any:
    settings = {"report_level": 5}
    return publish_doctree(source, parser=parser, settings_overrides=settings)


@given(texts.map("".join).filter(str.strip))
def test_a_text_of_the_spec_is_text_on_pages(conf: Any, text: str) -> None:
    shown = conf.markdown(text)
    tree = nodes_of(f"# x{shown}\n\n{shown}\n\n| a |\n|---|\n| {shown} |\n", MarkdownParser())
    assert {type(node).__name__ for node in tree.findall()} <= SHOWN
    assert [words(node.astext()) for node in tree.findall(paragraph)] == [words(text), "a", words(text)]


@given(texts.map("".join).filter(str.strip))
def test_nothing_in_a_docstring_is_a_directive(conf: Any, text: str) -> None:
    tree = nodes_of("\n".join(map(conf.escape, docstring(text)[3:-3].splitlines())), RestParser())
    assert not {"raw", "image", "comment", "include", "target"} & {type(node).__name__ for node in tree.findall()}


def test_an_operation_of_the_spec_is_text_on_its_page(conf: Any) -> None:
    path, method, operation = next(operations(hostile(load())))
    path += f"{HOSTILE}\n```\n# x"
    section = conf.operation_section(path, method, operation)
    assert f"{method.upper()} {printable(path)}\n```\n" in section
    assert conf.markdown(HOSTILE) in section
    tree = nodes_of(section, MarkdownParser())
    assert not {"raw", "image", "target"} & {type(node).__name__ for node in tree.findall()}


@given(st.text())
def test_a_text_in_a_terminal_stays_on_its_line(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert shown == text or not text.isprintable()
    problem = Problem(1, f"::error::\x1b[2J{text}")
    for value, start in (("", "openapi/"), ("1", "::error file=openapi/case-management.yaml,line=1::")):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CI", value)
            (line,) = report_lines(SPEC, [problem])
        assert line.isprintable()
        assert line.startswith(start)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """A package whose spec has the hostile text everywhere: evaluates an expression with it."""
    folder = tmp_path_factory.mktemp("text")
    copy_project(folder, "openapi", "runtime", "generator-config.yaml")
    spec = hostile(yaml.safe_load((DATA / "constructs.yaml").read_text(encoding="utf-8")))
    schemas = spec["components"]["schemas"]
    spec["info"]["title"] = spec["info"]["version"] = HOSTILE
    site = spec["servers"][0]["variables"]["site"]
    site.update(default=HOSTILE, enum=[HOSTILE, "example.org"])
    spec["servers"][0]["url"] = f"https://api.{{site}}/{HOSTILE}"
    for scheme in ("apiKeyAuth", "appKeyAuth"):
        spec["components"]["securitySchemes"][scheme]["name"] = HOSTILE
    operation = spec["paths"]["/things"]["get"]
    operation["security"][1]["AuthZ"].append(HOSTILE)
    for parameter in operation["parameters"]:
        if parameter.get("name") in ("filter[tags]", "X-Trace"):
            parameter["name"] += HOSTILE
    # In a path, a name in braces is an argument.
    spec["paths"][f"/things/{HOSTILE.replace('{DASH}', '')}"] = {
        "get": {**spec["paths"]["/parts"]["get"], "operationId": "hostile"}
    }
    schemas["Priority"]["enum"] = ["HIGH", "LOW", HOSTILE]
    thing = schemas["Thing"]
    thing["properties"]["kind"]["const"] = HOSTILE
    thing["properties"]["text"] = {"type": "string", "default": HOSTILE}
    thing["properties"][f"name{HOSTILE}"] = {"type": "string"}
    schemas |= {name: {"type": "object", "properties": {"x": {"$ref": "#/components/schemas/Other"}}} for name in NAMES}
    schemas["Other"] = {"type": "string", "enum": ["a"]}
    thing["properties"] |= {f"of_{name}": {"$ref": f"#/components/schemas/{name}"} for name in NAMES}
    # Without aliases, and readable by the generator.
    text = json.dumps(spec)
    (folder / "openapi/case-management.yaml").write_text(text, encoding="utf-8")
    generate(folder, folder / PACKAGE)

    def run(code: str) -> Any:
        program = (
            "import json, pkgutil, sys\nfrom importlib import import_module\n"
            "import datadog_case_management as package\n"
            "for module in pkgutil.walk_packages(package.__path__, 'datadog_case_management.'):\n"
            "    if module.name.rpartition('.')[2] != '_aiohttp': import_module(module.name)\n"
            "from datadog_case_management import Client, _operations, _spec, models\n"
            "from datadog_case_management.api.things import hostile, search_things\n"
            "HOSTILE = json.loads(sys.argv[2])\nprint(json.dumps(eval(sys.argv[1])))"
        )
        command = ("-W", "error::SyntaxWarning", "-c", program, code, json.dumps(HOSTILE))
        result = run_program(*command, PYTHONPATH=folder / PACKAGE.parent)
        assert result.returncode == 0, result.stderr
        # Whatever ran would have printed another line.
        return json.loads(result.stdout)

    return run


@pytest.mark.parametrize(
    "expression",
    [
        "package.__version__",
        "_spec.API_KEY_HEADER",
        "_spec.APP_KEY_HEADER",
        "_spec.DEFAULT_SITE.value",
        "list(_spec.DatadogSite)[0].value",
        "_spec.SERVER_URL.removeprefix('https://api.{site}/')",
        "models.Priority.VERY_LOW.value",
        "models.Thing().kind",
        "models.Thing().text",
        "models.Thing().to_dict()['kind']",
        "list(models.Thing.from_dict({'kind': '', 'name' + HOSTILE: 1}).to_dict())[1].removeprefix('name')",
        "hostile.prepare().path.removeprefix('/things/').replace('\\\\N ', '\\\\N{DASH} ')",
        "search_things._QUERY[2].key.removeprefix('filter[tags]')",
        "search_things._HEADERS[0].key.removeprefix('X-Trace')",
    ],
)
def test_a_value_of_the_spec_is_the_same_in_the_package(run: Callable[[str], Any], expression: str) -> None:
    assert run(expression) == HOSTILE


@pytest.mark.parametrize(
    "expression",
    [
        "package.__doc__",
        "Client.__doc__",
        "Client.search_things.__doc__",
        "Client.iter_things.__doc__",
        "search_things.__doc__",
        "models.Thing.__doc__",
        "models.Priority.__doc__",
        "_spec.DatadogSite.__doc__",
    ],
)
def test_a_text_of_the_spec_is_the_same_in_docstrings(run: Callable[[str], Any], expression: str) -> None:
    assert "".join(TEXT.split()) in "".join(inspect.cleandoc(run(expression)).split())


def test_schemas_may_have_the_names_that_generated_modules_use(run: Callable[[str], Any]) -> None:
    code = (
        "[models.Thing.from_dict({'kind': '', 'of_' + name: {'x': 'a'}}).to_dict()['of_' + name]['x'] for name in %r]"
    )
    assert run(code % NAMES) == ["a"] * len(NAMES)
