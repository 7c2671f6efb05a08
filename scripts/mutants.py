"""Break the package on purpose, one change at a time, and list the changes that no test notices.

With --scripts, break the scripts instead that check, compare and record.

mutmut expects the package in src/, so this runs in a scratch copy, which `make clean` removes.
"""

from __future__ import annotations

import argparse
import filecmp
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.paths import PACKAGE, ROOT

SCRATCH = ROOT / "mutants"
# What the tests read, in addition to tests/.
FOLDERS = ["docs", "generated", "openapi", "runtime", "scripts"]
FILES = ["CHANGELOG.md", "CONTRIBUTING.md", "generator-config.yaml"]
MUTMUT = Path(sys.executable).with_name("mutmut")
# All of runtime/, one operation and one model; the others come from the same templates.
MUTATED = [
    # Not _deprecation.py, which inspects its callers: mutmut inserts itself between them.
    *sorted(path.name for path in (ROOT / "runtime").glob("*.py") if path.name != "_deprecation.py"),
    "api/case_management/list_case_timeline.py",
    "models/timeline_cell.py",
]
# The tests of the client's behavior, without the slow ones.
TESTS = [
    *(f"tests/http/test_{name}.py" for name in ("aiohttp", "auth", "deadline", "errors", "event_hooks", "paging")),
    *(f"tests/http/test_{name}.py" for name in ("pool", "request", "retries", "settings")),
    *(
        f"tests/unit/test_{name}.py"
        for name in (
            "api",
            "arguments",
            "body",
            "connection_settings",
            "fake_service",
            "httpx",
            "lazy",
            "models",
            "results",
            "time_limits",
            "unlisted",
        )
    ),
    "tests/contract/test_replay.py",
    "tests/http/test_cancellation.py::test_closing_a_client_with_a_call_in_flight",
    *(f"tests/http/test_{name}.py" for name in ("content", "proxies", "surplus_bytes", "leaks")),
    # Not the tests that inspect every frame, because mutmut adds some.
    "tests/http/test_secrets.py::test_echoed_secrets_are_redacted",
    "tests/http/test_secrets.py::test_headers_of_the_caller_do_not_follow_to_another_host",
    "tests/http/test_secrets.py::test_ordinary_headers_are_no_secrets",
]

SCRIPTS = [
    "adopt.py",
    "cassettes.py",
    "changelog.py",
    "compare_packages.py",
    "compare_specs.py",
    "compare_upstream.py",
    "departures.py",
    "diff.py",
    "fixtures.py",
    "generate.py",
    "generator.py",
    "grammar.py",
    "record.py",
    "rules.py",
    "spec.py",
    "translate.py",
    "upstream.py",
    "validate.py",
    "vendor.py",
]
TESTS_OF_SCRIPTS = [
    "tests/repo/test_validate.py",
    "tests/repo/test_constructs.py::test_a_rejected_construct_is_reported_with_what_to_write_instead",
    "tests/repo/test_constructs.py::test_a_rejected_keyword_is_reported_with_what_to_write_instead",
    *(f"tests/repo/test_{name}.py" for name in ("adopt", "adopted_text", "changelog", "compare_packages")),
    *(f"tests/repo/test_{name}.py" for name in ("compare_specs", "diff", "diff_command", "fixtures", "generate")),
    *(f"tests/repo/test_{name}.py" for name in ("generator", "grammar", "rules", "spec", "translate")),
    *(f"tests/repo/test_{name}.py" for name in ("served_fixtures", "upstream", "vendor")),
    "tests/http/test_record.py",
    "tests/contract/test_replay.py",
    "tests/contract/test_cassettes.py",
    # Slow, because they generate packages.
    "--deselect=tests/repo/test_adopt.py::test_adopting_writes_everything",
    "--deselect=tests/repo/test_adopt.py::test_nothing_changes_if_a_step_fails",
    "--deselect=tests/repo/test_diff.py::test_every_change_of_the_package_is_reported",
    "--deselect=tests/repo/test_diff.py::test_check_asks_for_a_version_and_an_entry",
    "--deselect=tests/repo/test_generate.py::test_a_change_of_the_spec_fails_check_and_then_the_tests",
    "--deselect=tests/repo/test_generate.py::test_a_fact_of_the_spec_reaches_the_client",
    "--deselect=tests/repo/test_generate.py::test_generating_from_scratch_and_from_another_folder_is_identical",
]

# Parts of a line that no test looks at. A change of nothing else is equivalent.
IGNORED = {
    r"strict=\w+": "the iterables of a zip have the same length",
    r'encoding=(None|"utf-8"|"UTF-8"|self\.config\.file_encoding)': "the tests run with UTF-8 as the default",
    r'newline=(None|"\\n")': "lines end so where the tests run",
    r'(help|metavar)=(None|"[^"]*")|description=\w+|formatter_class=[\w.]+': "help texts are not tested",
    r"(break_\w+|check|named|shallow|sort_keys|try_relative_path)=(None|False)": "None is as false",
}
# Changes that no test can notice, by the changed line, and the reason.
EQUIVALENT = {
    'number = float(text or "XXXX")': "neither is a number",
    'for found in _unlisted(result, "XXXX"):': "an enum always is in a model",
    "for found in _unlisted(result, None):": "an enum always is in a model",
    "session._retry_connection = None": "None is as false",
    "self.too_long = None": "None is as false",
    'usable = url.scheme in ("http", "https") and url.host and (url.port or 1) <= LAST_PORT': "1 is a port too",
    "if not url.host or (url.port or 1) > LAST_PORT:": "1 is a port too",
    "self._wbits = ENCODINGS.get(encoding, None)": "not read for an unknown encoding",
    "self._wbits = ENCODINGS.get(encoding, )": "not read for an unknown encoding",
    "self._wbits = ENCODINGS.get(encoding, 1)": "not read for an unknown encoding",
    'content = self._parts[0] if (len(self._parts) == 1) and False else b"".join(self._parts)': "only slower",
    "del self._parts[2:]": "a chunk more is kept for a while",
    "limits=httpx.Limits(max_keepalive_connections=None, keepalive_expiry=self._limits.keepalive_expiry),": (
        "it carries one call at a time"
    ),
    "limits=httpx.Limits(keepalive_expiry=self._limits.keepalive_expiry),": "it carries one call at a time",
    "limits=httpx.Limits(max_keepalive_connections=2, keepalive_expiry=self._limits.keepalive_expiry),": (
        "it carries one call at a time"
    ),
    "return self._open_client(httpx.AsyncClient, None, transport=transport, proxy=None)": (
        "a transport of ours has no network backend"
    ),
    '"XXXX".join(strings_of(value))  # The fastest way to see that all of them are strings.': "the result is not used",
    'reader = ContentReader(response.headers.get("CONTENT-ENCODING", ""), self._max_response_bytes)': (
        "header names have no case"
    ),
    "session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=None)": (
        "None is as false"
    ),
    '"accept": "application/json",': "header names have no case",
    '"ACCEPT": "application/json",': "header names have no case",
    '"accept-encoding": "gzip, deflate",': "header names have no case",
    '"ACCEPT-ENCODING": "gzip, deflate",': "header names have no case",
    "allow_redirects=None,": "None is as false",
    'self.problem = self._decompressor = ""': "an empty text is as false as None",
    "return io.BytesIO(content) if len(content) >= _AT_ONCE else content or None": "only sent in another way",
    "raise decode_error(error, src_dict, None) from None": "a model without objects and arrays has no path to extend",
    'raise decode_error(error, src_dict, "XXXX") from None': "a model without objects and arrays has no path to extend",
    'return redact(value.encode("UTF-8", "replace")).decode() if isinstance(value, str) else value': (
        "names of encodings have no case"
    ),
    "self.closed = None": "None is as false",
    "usable = None": "None is as false",
    'self._loop: Any = ""': "the first pool is only made twice",
    'return quote(text, safe="XXXX")': "an X is never quoted",
    "self._closed = None": "None is as false",
    'headers["authorization"] = "Basic " + b64encode(b":".join(proxy.raw_auth)).decode()': "header names have no case",
    'headers["AUTHORIZATION"] = "Basic " + b64encode(b":".join(proxy.raw_auth)).decode()': "header names have no case",
    'skip_auto_headers=("content-type",),': "header names have no case",
    'skip_auto_headers=("CONTENT-TYPE",),': "header names have no case",
    'title = re.search(r"<TITLE[^>]*>(.*?)</TITLE>", text[:10_000], re.IGNORECASE | re.DOTALL)': "case is ignored",
    "pairs.append(f\"{quote(key, safe='XXXX')}={_quoted(name, _text(name, item, kind, minimum, maximum))}\")": (
        "an X is never quoted"
    ),
    'text = response.headers.get(header, "XXXX")': "neither is a number or a date",
    'for header in ("RETRY-AFTER", "x-ratelimit-reset") if response.status_code == 429 else ("retry-after",):': (
        "header names have no case"
    ),
    'for header in ("retry-after", "X-RATELIMIT-RESET") if response.status_code == 429 else ("retry-after",):': (
        "header names have no case"
    ),
    'for header in ("retry-after", "x-ratelimit-reset") if response.status_code == 429 else ("RETRY-AFTER",):': (
        "header names have no case"
    ),
    'with_body["content-type"] = "application/json"': "header names have no case",
    'with_body["CONTENT-TYPE"] = "application/json"': "header names have no case",
    "return self._encoded(fields) if (extras or extras.source is not None) or True else fields": "only slower",
    'if type(None) is allowed and kind == "string":  # as most values are': "only slower",
    'if type(value) is allowed and kind == "XXstringXX":  # as most values are': "only slower",
    'if type(value) is allowed and kind == "STRING":  # as most values are': "only slower",
    "stale_pages = None": "the first page is empty or has something new",
    "stale_pages = 1": "the first page is empty or has something new",
    "self._count = 1": "the table only grows one item earlier",
    "mark = hash(key if isinstance(key, str) else repr(item)) or 2": "any hash but 0 will do",
    "if 3 * self._count >= 2 * len(self._slots):": "the table only grows one item earlier",
    "place = (place + 2) & mask": "half of the slots, of which as many are free",
    'encoding = httpx.Response(None, headers=response.headers).charset_encoding or "utf-8"': (
        "the status has no part in it"
    ),
    'encoding = httpx.Response(201, headers=response.headers).charset_encoding or "utf-8"': (
        "the status has no part in it"
    ),
    'encoding = httpx.Response(200, headers=response.headers).charset_encoding or "XXutf-8XX"': (
        "an encoding that is not known is read as UTF-8"
    ),
    'encoding = httpx.Response(200, headers=response.headers).charset_encoding or "UTF-8"': (
        "names of encodings have no case"
    ),
    'encoding = "UTF-8"': ("names of encodings have no case"),
    # --- scripts ---
    'parser.add_argument("--folder", type=None, default=CASSETTES, help="the folder for the cassettes")': (
        "a text is as good as a path"
    ),
    'parser.add_argument("--folder", default=CASSETTES, help="the folder for the cassettes")': (
        "a text is as good as a path"
    ),
    'slug = re.sub(r"[^a-z0-9]+", "-", summary.lower()).strip("XX-XX")': "it is lower-case",
    'root, spec = yaml.compose(source.read_text(encoding="utf-8"), ), load(source)': "any loader makes the same nodes",
    'root = yaml.compose(path.read_text(encoding="utf-8"), )': "any loader makes the same nodes",
    'root = yaml.compose(source.read_text(encoding="utf-8"), )': "any loader makes the same nodes",
    "if isinstance(was, Parameter) or isinstance(now, Parameter):": "both are, or neither is",
    'return path.endswith(" returns") and set(union_members(str(now))) < set(union_members(str(was)))': (
        "not used for equal types"
    ),
    'return f"an {kind}" if kind[0] in "XXaeiouXX" else f"a {kind}"': "no kind starts with an X",
    '("XXlistXX", _parsed(part[len("Sequence[") : -1])) if part.startswith("Sequence[") else part': "any mark will do",
    '("LIST", _parsed(part[len("Sequence[") : -1])) if part.startswith("Sequence[") else part': "any mark will do",
    'def json(self, value: Any, member: str = "XXXX") -> Any:': "no such member is kept",
    "return [self.json(inner, None) for inner in value]": "no such member is kept",
    "return [self.json(inner, ) for inner in value]": "no such member is kept",
    "return str(openapi_python_client.strings.PythonIdentifier(key, None))": "no field needs the prefix",
    'return str(openapi_python_client.strings.PythonIdentifier(key, "XXXX"))': "no field needs the prefix",
    'return " use `" in node.get("description", "XXXX").lower()': "it names nothing",
    'given, nullable = split_null(None, schema) if isinstance(schema.get("type"), list) else (schema, False)': (
        "a list of types refers to nothing"
    ),
    'return item.get("type") in ("string", "integer", "number", "boolean") and _is_told_apart(None, item)': (
        "a text or a number refers to nothing"
    ),
    'verb = next((verb for verb in ITERATED_VERBS if name.startswith(verb)), "XXXX")': "no name starts with it",
    "elif same := self._same(self._class(own, found, example, None)):": "without a name, it cannot contain itself",
    "self.schemas[own] = None  # a placeholder: the schema may contain itself": "None is as false",
    'headers = {"ACCEPT": "application/json"}': "written with capitals",
    'headers["CONTENT-TYPE"] = "application/json"': "written with capitals",
    'left["XXpropertiesXX"] = {key: _shape(value) for key, value in schema["properties"].items()}': "any key will do",
    'left["PROPERTIES"] = {key: _shape(value) for key, value in schema["properties"].items()}': "any key will do",
    'made["example"] = self._example(found, None, example, (name,))': "its notes are deleted",
    "own = self._taken.get(self._names.get(schema_name(node), None), {})": "no schema is called so",
    'own = self._taken.get(self._names.get(schema_name(node), "XXXX"), {})': "no schema is called so",
    "own = self._taken.get(self._names.get(schema_name(node), ), {})": "no schema is called so",
    "tar.extractall(folder, filter=None)": "git writes nothing that the filter rejects",
    "tar.extractall(folder, )": "git writes nothing that the filter rejects",
    'stricter = now >= was if name.startswith("min") else now < was': "not used for equal limits",
    'stricter = now > was if name.startswith("min") else now <= was': "not used for equal limits",
    "if not (old.paging or new.paging) or before != after:": "without paging on one side, they differ",
    "elif was is not None or now is not None:": "the cases with one of them are above",
    'path = Path(folder) / "XXcase-management.yamlXX"': "any name will do",
    'path = Path(folder) / "CASE-MANAGEMENT.YAML"': "any name will do",
    'found["XX*XX"] = Field("", _type(spec, others))': "no field is called so",
    'found["*"] = Field(None, _type(spec, others))': "None is as false",
    'return frozenset({("XXlistXX", _type(spec, resolved["items"]))})': "any mark will do",
    'return frozenset({("LIST", _type(spec, resolved["items"]))})': "any mark will do",
    'narrower = _narrower(frozenset(new.returned.split(" | ")), frozenset(old.returned.split(None)))': (
        "no result is called |"
    ),
    'old = Path(scratch) / "XXoldXX"': "any name will do",
    'old = Path(scratch) / "OLD"': "any name will do",
    "return super().construct_mapping(node, None)": "None is as false",
    "return super().construct_mapping(node, )": "only names are constructed deep, and they are texts",
    "return super().construct_object(node, None)": "None is as false",
    "return super().construct_object(node, )": "only names are constructed deep, and they are texts",
    'def _styled(node: Any, key: str = "XXXX") -> Any:': "only the name of a list of parameters matters",
    "dict(_surface(griffe.load(NAME, search_paths=[folder], allow_inspection=None, try_relative_path=False)))": (
        "None is as false"
    ),
    "matcher = difflib.SequenceMatcher(None, before, after, autojunk=None)": "None is as false",
    "def construct_mapping(self, node: yaml.MappingNode, deep: bool = True) -> dict[Any, Any]:": "only another order",
    "def construct_object(self, node: yaml.Node, deep: bool = True) -> Any:": "only another order",
    'self._add((*place, name), None, name, [self._translator().schema(other, "member")])': "written with a capital",
    "document: Object = None": "neither is a document",
    "wanted = f\"/{prefix.strip('XX/XX')}\".encode()": "no prefix starts or ends with an X",
}


def survivors(results: str) -> list[str]:
    """The changed lines of mutants that no test noticed and that are not known to be equivalent."""
    found = []
    for line in results.splitlines():
        name, _, state = line.strip().partition(": ")
        if state in ("survived", "no tests"):
            shown = subprocess.run([MUTMUT, "show", name], cwd=SCRATCH, check=True, capture_output=True, text=True)
            rows = [row for row in shown.stdout.splitlines() if not row.startswith(("---", "+++"))]
            old, made = ([row[1:].strip() for row in rows if row.startswith(sign)] for sign in "-+")
            if _relevant(old) != _relevant(made) and not any(row in EQUIVALENT for row in made):
                found.append(f"{name}: {' / '.join(made)}")
    return found


def overwritten() -> list[Path]:
    """The files of the scratch copy that a test changed or deleted."""
    copies = SCRATCH / "mutants"
    files = [path for folder in (*FOLDERS, "tests") for path in (SCRATCH / folder).rglob("*") if path.is_file()]
    names = [path.relative_to(SCRATCH) for path in files]
    return [
        name
        for name in names
        if not (copies / name).exists() or not filecmp.cmp(SCRATCH / name, copies / name, shallow=False)
    ]


def _relevant(lines: list[str]) -> str:
    """The code of these lines without the parts that no test looks at."""
    return re.sub(rf"(, )?({'|'.join(IGNORED)})|, (?=\))", "", " ".join(lines)).strip(", ")


def config(mutated: list[str], tests: list[str]) -> str:
    """The settings of the scratch copy, in which these files in src/ are changed."""
    return f"""
[tool.pytest.ini_options]
pythonpath = ["src", "scripts", "tests"]
filterwarnings = ["error"]

[tool.mutmut]
source_paths = ["src"]
only_mutate = {[f"src/{name}" for name in mutated]}
also_copy = {[*FOLDERS, *FILES, "conftest.py"]}
pytest_add_cli_args_test_selection = {[test for test in tests if test[0] != "-"]}
# A change that makes a test hang is noticed after 20 s, seven times what the slowest takes. Nobody reads why a test
# failed, and comparing two specs for that takes seconds.
pytest_add_cli_args = {
        [
            *("-x", "-q", "-p", "no:cacheprovider", "--timeout=20", "--timeout-method=thread"),
            *("--assert=plain", "--tb=native"),
            *(test for test in tests if test[0] == "-"),
        ]
    }
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scripts", action="store_true", help="break the scripts, and not the package")
    parser.add_argument("names", nargs="*", help="changes to make, by patterns; all of them without")
    options = parser.parse_args()
    shutil.rmtree(SCRATCH, ignore_errors=True)
    SCRATCH.mkdir()
    leave = shutil.ignore_patterns("__pycache__")
    for folder in (*FOLDERS, "tests"):
        shutil.copytree(ROOT / folder, SCRATCH / folder, ignore=leave)
    for name in FILES:
        shutil.copy(ROOT / name, SCRATCH)
    shutil.copy(Path(__file__).with_name("quickest_first.py"), SCRATCH / "conftest.py")
    if options.scripts:
        shutil.copytree(ROOT / "scripts", SCRATCH / "src", ignore=leave)
        text = config(SCRIPTS, TESTS_OF_SCRIPTS)
    else:
        shutil.copytree(ROOT / PACKAGE, SCRATCH / "src" / PACKAGE.name, ignore=leave)
        _leave_finalizer(SCRATCH / "src" / PACKAGE.name / "_aiohttp.py")
        text = config([f"{PACKAGE.name}/{name}" for name in MUTATED], TESTS)
    (SCRATCH / "pyproject.toml").write_text(text, encoding="utf-8")
    subprocess.run([MUTMUT, "run", "--max-children=3", *options.names], cwd=SCRATCH, check=True)
    if changed := overwritten():
        # Every test after that may have failed for this reason alone.
        print("The result is void: a change made a test overwrite these, so let it run elsewhere:", *changed, sep="\n")
        return 2
    result = subprocess.run([MUTMUT, "results"], cwd=SCRATCH, check=True, capture_output=True, text=True)
    left = survivors(result.stdout)
    print(
        *left,
        f"{len(left)} changes that no test notices; {len(EQUIVALENT) + len(IGNORED)} kinds are known to be equivalent.",
        sep="\n",
    )
    return int(bool(left))


def _leave_finalizer(transport: Path) -> None:
    """Exclude a finalizer: mutmut records every call in a context variable, which crashes Python 3.11 there."""
    finalizer = "def __del__(self) -> None:"
    text = transport.read_text(encoding="utf-8").replace(finalizer, f"{finalizer}  # pragma: no mutate block")
    transport.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
