"""Copy an operation of the vendor's document into the spec, with the schemas, fixtures, version and changelog entry.

Existing schemas, parameters and responses are referenced; every other line of the file is unchanged. If the vendor's
document lacks something that our rules require, a placeholder is written and its line is printed.
"""

from __future__ import annotations

import difflib
import io
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString

from tools.lint import keywords
from tools.lint.vendor import KEYS as VENDOR_KEYS
from tools.lint.vendor import OAUTH as VENDOR_OAUTH
from tools.lint.vendor import STATUSES as VENDOR_STATUSES
from tools.spec.document import Object, load, operations, resolve, schema_name, snake_case
from tools.spec.lines import Place, line_of, shown_path
from tools.upstream import vendor
from tools.upstream.compare import Comparison
from tools.upstream.translate import Translator, class_name
from tools.upstream.vendor import Vendor

# Longer lines are folded, as in the rest of the spec.
WIDTH = 118


class AdoptError(Exception):
    """The operation cannot be adopted."""


def adopt(text: str, published: Vendor, wanted: str) -> tuple[str, str, list[str]]:
    """Add an operation to a spec.

    Args:
        text: The YAML of the spec.
        published: The vendor's document and recordings.
        wanted: The operationId, in the vendor's spelling or in ours.

    Returns:
        The new YAML, the operationId in it, and the placeholders, each as a line to edit.

    Raises:
        AdoptError: The vendor's document has no such operation, or the spec has it already.
    """
    path, method, theirs = _find(published.document, wanted)
    edited, lines = _Yaml(), text.splitlines(keepends=True)
    tree = edited.load(text)
    spec = yaml.safe_load(text)
    name = _camel_case(theirs["operationId"])
    for known_path, known_method, operation in operations(spec):
        if (known_path, known_method) == (path, method) or operation["operationId"] == name:
            raise AdoptError(f"the spec has {operation['operationId']} already: nothing changed")
    before = edited.dump(tree)
    adopted = _Adopted(spec, published.document, path, method, theirs)
    adopted.write(tree, name)
    return _insert(lines, before, edited.dump(tree)), name, list(dict.fromkeys(adopted.notes))


def _find(document: Object, wanted: str) -> tuple[str, str, Object]:
    found = {operation["operationId"]: (path, method, operation) for path, method, operation in operations(document)}
    for name in (wanted, class_name(wanted)):
        if name in found:
            return found[name]
    close = difflib.get_close_matches(class_name(wanted), found, n=5)
    raise AdoptError(f"the vendor's document has no operation {wanted!r}. Closest: {', '.join(close) or 'none'}")


class _Yaml:
    """Reads and writes YAML, and preserves comments and order."""

    def __init__(self) -> None:
        self._yaml = YAML()
        self._yaml.width = WIDTH
        self._yaml.indent(sequence=4, offset=2)

    def load(self, text: str) -> CommentedMap:
        tree: CommentedMap = self._yaml.load(text)
        return tree

    def dump(self, tree: CommentedMap) -> list[str]:
        stream = io.StringIO()
        self._yaml.dump(tree, stream)
        return stream.getvalue().splitlines(keepends=True)


def _insert(lines: list[str], before: list[str], after: list[str]) -> str:
    """Merge what ruamel.yaml added into the original lines.

    ruamel.yaml writes `{ a: b }` without the spaces; this way, unchanged lines keep them.
    """
    if len(before) != len(lines):
        return "".join(after)
    made: list[str] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            made += lines[start:end]
            continue
        # The blank line at the end of a section remains.
        blank = [made.pop()] if made[-1] == "\n" else []
        for line in after[new_start:new_end]:
            # As in the rest of the spec, a blank line precedes paths and schemas, but not parameters.
            is_schema = re.match("    [A-Z]", line) and "  schemas:\n" in before[:start]
            if re.match("  /", line) or is_schema:
                made.append("\n")
            made.append(re.sub(r"{(\$ref: [^}]*)}", r"{ \1 }", line))
        made += blank
    return "".join(made)


class _Adopted:
    """A vendor's operation in our form."""

    def __init__(self, spec: Object, document: Object, path: str, method: str, theirs: Object) -> None:
        comparison = Comparison(spec, document)
        self.notes: list[str] = []
        self._spec = spec
        self._document = document
        self._path = path
        self._method = method
        self._theirs = theirs
        self._translator = Translator(document, comparison.names, spec["components"]["schemas"])
        self._parameters: Object = {}
        self._scopes: dict[str, str] = {}

    def write(self, tree: CommentedMap, name: str) -> None:
        """Write the operation into the spec."""
        made = self._operation(name)
        for _, _, operation in operations(tree):
            # The same object, so that ruamel.yaml writes an alias.
            if made.get("security") == operation["security"] and operation["security"].yaml_anchor():
                made["security"] = operation["security"]
        tree["paths"].setdefault(self._path, CommentedMap())[self._method] = _styled(made)
        components = tree["components"]
        for key, additions in (("parameters", self._parameters), ("schemas", self._translator.schemas)):
            for added, node in additions.items():
                components[key][added] = _styled(node)
        for scope, text in self._scopes.items():
            for flow in components["securitySchemes"][VENDOR_OAUTH]["flows"].values():
                flow["scopes"][scope] = text
        self.notes += self._translator.notes

    def _operation(self, name: str) -> Object:
        theirs = self._theirs
        made: Object = {"operationId": name, "tags": [self._tag()]}
        made["summary"] = theirs.get("summary") or self._filled_in("summary", name, _sentence(name))
        made["description"] = self._description(made["summary"])
        if theirs.get("deprecated"):
            self._translator.mark_deprecated(made, name)
        exempt: dict[str, str] = {}
        made["security"] = self._security(name, exempt)
        if "x-pagination" in theirs:
            paging = {
                key: value for key, value in theirs["x-pagination"].items() if key in keywords.OBJECTS["pagination"]
            }
            made["x-pagination"] = paging
        if theirs.get("parameters"):
            made["parameters"] = [self._parameter(node, name) for node in theirs["parameters"]]
        if "requestBody" in theirs:
            made["requestBody"] = self._translator.body(theirs["requestBody"])
        made["responses"] = self._responses(name, exempt)
        if exempt:
            made["x-exempt"] = exempt
        return made

    def _filled_in(self, what: str, name: str, text: str) -> str:
        self.notes.append(f"{name}: the vendor has no {what}; wrote {text!r}")
        return text

    def _tag(self) -> str:
        known = [tag["name"] for tag in self._spec["tags"]]
        return str(next((tag for tag in self._theirs.get("tags", []) if tag in known), known[0]))

    def _description(self, summary: str) -> str:
        text = re.sub(r"\s+", " ", self._theirs.get("description") or summary).strip()
        unstable = re.sub(r"\s+", " ", self._theirs.get("x-unstable") or "").replace("**Note**: ", "").strip()
        (tag,) = (tag for tag in self._spec["tags"] if tag["name"] == self._tag())
        pages = tag.get("externalDocs", {}).get("url")
        slug = re.sub(r"[^a-z0-9]+", "-", summary.lower()).strip("-")
        documented = f"Documented at {pages}#{slug}" if pages else ""
        sentences = [text if text.endswith(".") else f"{text}.", unstable, documented]
        return " ".join(sentence for sentence in sentences if sentence)

    def _security(self, name: str, exempt: dict[str, str]) -> list[Object]:
        made: list[Object] = []
        for requirement in vendor.security(self._document, self._theirs):
            known = self._spec["components"]["securitySchemes"]
            if set(VENDOR_KEYS) <= requirement.keys():
                made.append({key: [] for key in VENDOR_KEYS})
            elif requirement.get(VENDOR_OAUTH):
                made.append({VENDOR_OAUTH: list(requirement[VENDOR_OAUTH])})
                self._add_scopes(name, known[VENDOR_OAUTH], requirement[VENDOR_OAUTH])
        if not any(VENDOR_OAUTH in requirement for requirement in made):
            exempt["scope"] = "The vendor's document names none."
            self.notes.append(
                f"{name}: the vendor names no OAuth scope. Once the page does, add `- {VENDOR_OAUTH}: [scope]` to "
                "`security:` and delete `scope` from `x-exempt:`"
            )
        if not any(set(VENDOR_KEYS) <= requirement.keys() for requirement in made):
            exempt["keys"] = "The vendor's document does not accept the two keys."
        return made

    def _add_scopes(self, name: str, scheme: Object, scopes: list[str]) -> None:
        theirs = self._document["components"]["securitySchemes"][VENDOR_OAUTH]["flows"]
        texts = {scope: text for flow in theirs.values() for scope, text in flow["scopes"].items()}
        known = {scope for flow in scheme["flows"].values() for scope in flow["scopes"]}
        for scope in scopes:
            if scope not in known:
                what = f"description of the scope {scope}"
                self._scopes[scope] = texts.get(scope) or self._filled_in(what, name, f"The scope {scope}.")

    def _parameter(self, node: Object, operation: str) -> Object:
        """A reference to a parameter of the spec, added if it is missing."""
        noted = len(self._translator.notes)
        made = self._translator.parameter(node)
        name = class_name(made["name"])
        components = {**self._spec["components"]["parameters"], **self._parameters}
        for known, parameter in components.items():
            if self._means(parameter) == self._means(made):
                del self._translator.notes[noted:]
                return {"$ref": f"#/components/parameters/{known}"}
        name = name if name not in components else class_name(f"{operation}_{name}")
        self._parameters[name] = made
        return {"$ref": f"#/components/parameters/{name}"}

    def _means(self, parameter: Object) -> Object:
        """The parts of a parameter that callers notice, except limits, which the vendor mostly omits."""
        schema = resolve({**self._spec, "components": self._components()}, parameter["schema"])
        shown = {key: schema.get(key) for key in ("type", "enum", "items", "default")}
        return shown | {key: parameter.get(key) for key in ("name", "in", "required")}

    def _components(self) -> Object:
        components: Object = self._spec["components"]
        return {**components, "schemas": {**components["schemas"], **self._translator.schemas}}

    def _responses(self, name: str, exempt: dict[str, str]) -> Object:
        known = {
            (status, _result(resolve(self._spec, node))): node["$ref"]
            for _, _, operation in operations(self._spec)
            for status, node in operation["responses"].items()
            if "$ref" in node
        }
        made: Object = {}
        for status, node in sorted(self._theirs["responses"].items()):
            if not re.fullmatch("[2345][0-9][0-9]", status):
                self.notes.append(f"{name}: the vendor has a response {status!r}, which is no status; left out")
                continue
            response = self._translator.response(node)
            key = DoubleQuotedScalarString(status)
            reference = known.get((status, _result(response)))
            made[key] = {"$ref": reference} if reference else response
        for status in VENDOR_STATUSES:
            if status not in made:
                exempt[DoubleQuotedScalarString(status)] = "The vendor's document does not list it."
                self.notes.append(
                    f"{name}: the vendor lists no {status}. If the page does, add it to `responses:`, and delete it "
                    "from `x-exempt:`"
                )
        return made


def _result(response: Object) -> tuple[str, ...]:
    """The schemas of a response."""
    return tuple(schema_name(media["schema"]) for media in response.get("content", {}).values())


def _sentence(name: str) -> str:
    return snake_case(name).replace("_", " ").capitalize()


def _camel_case(name: str) -> str:
    return name[:1].lower() + name[1:]


def _styled(node: Any, key: str = "") -> Any:
    """Format a node like the rest of the spec: references in double quotes, long texts folded."""
    if hasattr(node, "yaml_anchor"):  # already in the spec
        return node
    if isinstance(node, dict):
        styled = CommentedMap({name: _styled(value, name) for name, value in node.items()})
        if node.keys() == {"$ref"} and key != "parameters":
            styled.fa.set_flow_style()
        return styled
    if isinstance(node, list):
        items = CommentedSeq(_styled(item, key) for item in node)
        if all(isinstance(item, str) for item in node) and len(", ".join(node)) < WIDTH / 2:
            items.fa.set_flow_style()
        return items
    if not isinstance(node, str) or isinstance(node, DoubleQuotedScalarString):
        return node
    if yaml.safe_load(node) != node:
        return DoubleQuotedScalarString(node)
    return _folded(node) if len(node) > WIDTH - 40 else node


def _folded(text: str) -> FoldedScalarString:
    """A folded text."""
    folded: FoldedScalarString = FoldedScalarString(text)
    position, positions = -1, []
    for line in textwrap.wrap(text, WIDTH - 10, break_long_words=False, break_on_hyphens=False)[:-1]:
        position += len(line) + 1
        positions.append(position)
    folded.fold_pos = positions  # type: ignore[attr-defined]
    return folded


def with_lines(source: Path, notes: list[str]) -> Iterator[str]:
    """Add the line to each note."""
    root, spec = yaml.compose(source.read_text(encoding="utf-8"), yaml.SafeLoader), load(source)
    places: dict[str, Place] = {
        found["operationId"]: ("paths", path, method, "operationId") for path, method, found in operations(spec)
    }
    places |= {
        parameter["name"]: ("components", "parameters", name)
        for name, parameter in spec["components"]["parameters"].items()
    }
    for note in notes:
        what = note.partition(": ")[0]
        schema, _, field = what.partition(".")
        place = places.get(what, ("components", "schemas", schema, *(["properties", field] if field else [])))
        yield f"{shown_path(source)}:{line_of(root, place)}: {note}"
