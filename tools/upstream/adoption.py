"""Copy an operation of the vendor's document into the spec, with the schemas that it needs.

Existing schemas, parameters and responses are referenced; every other line of the file is unchanged. If the vendor's
document lacks something that our rules require, a placeholder is written and its line is printed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tools.lint import keywords
from tools.lint.vendor import KEYS, OAUTH, STATUSES
from tools.spec.document import Object, load, operations, parse, resolve, schema_name, snake_case
from tools.spec.lines import Place, line_of, shown_path
from tools.upstream import vendor
from tools.upstream.compare import Comparison
from tools.upstream.text import Verbatim, insert
from tools.upstream.translate import Translator, class_name, one_line
from tools.upstream.vendor import Vendor


class AdoptError(Exception):
    """The operation cannot be adopted."""


def check_new(text: str, wanted: str) -> None:
    """Raise if the YAML of a spec has an operation already, before the vendor's 9 MB are read."""
    name = wanted[:1].lower() + wanted[1:]
    if re.search(rf"^ +operationId: {re.escape(name)}$", text, re.MULTILINE):
        raise AdoptError(f"the spec has {name} already: nothing changed")


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
    path, method, vendor_operation = _find(published.document, wanted)
    spec = parse(text)
    name = vendor_operation["operationId"]
    name = name[:1].lower() + name[1:]
    for known_path, known_method, operation in operations(spec):
        if (known_path, known_method) == (path, method) or operation["operationId"] == name:
            raise AdoptError(f"the spec has {operation['operationId']} already: nothing changed")
    adoption = _Adoption(spec, published.document, name, vendor_operation)
    operation = adoption.operation()
    operation["security"] = _known_security(text, spec, path, operation["security"])
    sections: dict[Place, Object] = {("paths",): {path: {method: operation}}}
    if path in spec["paths"]:
        sections = {("paths", path): {method: operation}}
    sections[("components", "parameters")] = adoption.parameters
    sections[("components", "schemas")] = adoption.translator.schemas
    for flow in spec["components"]["securitySchemes"][OAUTH]["flows"]:
        sections["components", "securitySchemes", OAUTH, "flows", flow, "scopes"] = adoption.scopes
    notes = [*adoption.notes, *adoption.translator.notes]
    return insert(text, sections), name, list(dict.fromkeys(notes))


def _find(document: Object, wanted: str) -> tuple[str, str, Object]:
    known = {operation["operationId"]: (path, method, operation) for path, method, operation in operations(document)}
    for name in (wanted, class_name(wanted)):
        if name in known:
            return known[name]
    close = difflib.get_close_matches(class_name(wanted), known, n=5)
    raise AdoptError(f"the vendor's document has no operation {wanted!r}. Closest: {', '.join(close) or 'none'}")


def _known_security(text: str, spec: Object, path: str, security: list[Object]) -> Any:
    """The security of an operation, as an alias if an operation before it has the same one with an anchor."""
    root = yaml.compose(text, yaml.SafeLoader)
    end = line_of(root, ("paths", path)) if path in spec["paths"] else len(text)
    for known_path, method, operation in operations(spec):
        line = line_of(root, ("paths", known_path, method, "security"))
        match = re.search(r"security: [&*](\w+)", text.splitlines()[line - 1])
        if match and operation.get("security") == security and line < max(end, line_of(root, ("components",))):
            return Verbatim(f"*{match[1]}")
    return security


class _Adoption:
    """A vendor's operation in our form, with the parameters and scopes that the spec lacks."""

    def __init__(self, spec: Object, document: Object, name: str, vendor_operation: Object) -> None:
        self.notes: list[str] = []
        self.parameters: Object = {}
        self.scopes: dict[str, str] = {}
        self.translator = Translator(document, Comparison(spec, document).names, spec["components"]["schemas"])
        self._spec = spec
        self._document = document
        self._name = name
        self._vendor = vendor_operation
        self._exempt: dict[str, str] = {}

    def operation(self) -> Object:
        name, given = self._name, self._vendor
        tags = [tag["name"] for tag in self._spec["tags"]]
        tag = next((tag for tag in given.get("tags", []) if tag in tags), tags[0])
        summary = given.get("summary") or snake_case(name).replace("_", " ").capitalize()
        if not given.get("summary"):
            self._note(f"the vendor has no summary; wrote {summary!r}")
        copy: Object = {"operationId": name, "tags": [tag], "summary": summary}
        copy["description"] = self._description(summary, tag)
        if given.get("deprecated"):
            self.translator.mark_deprecated(copy, name)
        copy["security"] = self._security()
        if "x-pagination" in given:
            known = keywords.OBJECTS["pagination"]
            copy["x-pagination"] = {key: value for key, value in given["x-pagination"].items() if key in known}
            self._check_start(given["x-pagination"])
        if given.get("parameters"):
            copy["parameters"] = [self._parameter(node) for node in given["parameters"]]
        if "requestBody" in given:
            copy["requestBody"] = self.translator.body(given["requestBody"], f"{name}Request")
        copy["responses"] = self._responses()
        return {**copy, "x-exempt": self._exempt} if self._exempt else copy

    def _note(self, text: str) -> None:
        self.notes.append(f"{self._name}: {text}")

    def _description(self, summary: str, name: str) -> str:
        text = one_line(self._vendor.get("description") or summary)
        unstable = one_line(self._vendor.get("x-unstable")).replace("**Note**: ", "")
        (tag,) = (tag for tag in self._spec["tags"] if tag["name"] == name)
        pages = tag.get("externalDocs", {}).get("url")
        slug = re.sub(r"[^a-z0-9]+", "-", summary.lower()).strip("-")
        sentences = [
            text if text.endswith(".") else f"{text}.",
            unstable,
            f"Documented at {pages}#{slug}" if pages else "",
        ]
        return " ".join(filter(None, sentences))

    def _security(self) -> list[Object]:
        copy: list[Object] = []
        for requirement in vendor.security(self._document, self._vendor):
            if set(KEYS) <= requirement.keys():
                copy.append({key: [] for key in KEYS})
            elif requirement.get(OAUTH):
                copy.append({OAUTH: list(requirement[OAUTH])})
                self._add_scopes(requirement[OAUTH])
        if not any(OAUTH in requirement for requirement in copy):
            self._exempt["scope"] = "The vendor's document names none."
            fix = f"add `- {OAUTH}: [scope]` to `security:` and delete `scope` from `x-exempt:`"
            self._note(f"the vendor names no OAuth scope. Once the page does, {fix}")
        if not any(set(KEYS) <= requirement.keys() for requirement in copy):
            self._exempt["keys"] = "The vendor's document does not accept the two keys."
        return copy

    def _add_scopes(self, scopes: list[str]) -> None:
        known, texts = (
            {scope: text for flow in schemes[OAUTH]["flows"].values() for scope, text in flow["scopes"].items()}
            for schemes in (side["components"]["securitySchemes"] for side in (self._spec, self._document))
        )
        for scope in scopes:
            if scope not in known:
                self.scopes[scope] = texts.get(scope) or f"The scope {scope}."
                if scope not in texts:
                    self._note(f"the vendor has no description of the scope {scope}; wrote {self.scopes[scope]!r}")

    def _check_start(self, paging: Object) -> None:
        key = paging.get("pageParam", paging.get("pageOffsetParam"))
        for node in self._vendor.get("parameters", []):
            parameter = resolve(self._document, node)
            default, start = parameter.get("schema", {}).get("default", 0), paging.get("pageStart", 0)
            if parameter["name"] == key and default != start:
                self._note(f"the vendor's pages start at {start}, and its {key} at {default}; check `pageStart:`")

    def _parameter(self, node: Object) -> Object:
        """A reference to a parameter of the spec, added if it is missing."""
        noted = len(self.translator.notes)
        copy = self.translator.parameter(node)
        components = {**self._spec["components"]["parameters"], **self.parameters}
        for known, parameter in components.items():
            if self._means(parameter) == self._means(copy):
                del self.translator.notes[noted:]
                return {"$ref": f"#/components/parameters/{known}"}
        name = class_name(copy["name"])
        name = name if name not in components else class_name(f"{self._name}_{name}")
        self.parameters[name] = copy
        return {"$ref": f"#/components/parameters/{name}"}

    def _means(self, parameter: Object) -> Object:
        """The parts of a parameter that callers notice, except limits, which the vendor mostly omits."""
        schemas = {**self._spec["components"]["schemas"], **self.translator.schemas}
        schema = resolve({"components": {"schemas": schemas}}, parameter["schema"])
        meant = {key: schema.get(key) for key in ("type", "enum", "items", "default")}
        return meant | {key: parameter.get(key) for key in ("name", "in", "required")}

    def _responses(self) -> Object:
        known = {
            (status, _schemas(resolve(self._spec, node))): node["$ref"]
            for _, _, operation in operations(self._spec)
            for status, node in operation["responses"].items()
            if "$ref" in node
        }
        copy: Object = {}
        for status, node in sorted(self._vendor["responses"].items()):
            if not re.fullmatch("[2345][0-9][0-9]", status):
                self._note(f"the vendor has a response {status!r}, which is no status; left out")
                continue
            what = f"{self._name}Response" + ("" if status[0] == "2" else status)
            response = self.translator.response(node, what)
            reference = known.get((status, _schemas(response)))
            copy[status] = {"$ref": reference} if reference else response
        for status in STATUSES:
            if status not in copy:
                self._exempt[status] = "The vendor's document does not list it."
                fix = "If the page does, add it to `responses:`, and delete it from `x-exempt:`"
                self._note(f"the vendor lists no {status}. {fix}")
        return copy


def _schemas(response: Object) -> tuple[str, ...]:
    """The names of the schemas of a response."""
    return tuple(schema_name(media["schema"]) for media in response.get("content", {}).values())


def with_lines(source: Path, notes: list[str]) -> Iterator[str]:
    """Add the line to each note."""
    root, spec = yaml.compose(source.read_text(encoding="utf-8"), yaml.SafeLoader), load(source)
    places: dict[str, Place] = {}
    for path, method, operation in operations(spec):
        for suffix in ("", "Request", "Response"):
            places[f"{operation['operationId']}{suffix}"] = ("paths", path, method, "operationId")
    for name, parameter in spec["components"]["parameters"].items():
        places[parameter["name"]] = ("components", "parameters", name)
    for note in notes:
        what = note.partition(": ")[0]
        schema, _, field = what.partition(".")
        place = places.get(what, ("components", "schemas", schema, *(["properties", field] if field else [])))
        yield f"{shown_path(source)}:{line_of(root, place)}: {note}"
