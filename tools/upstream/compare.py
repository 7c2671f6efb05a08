"""Compares the spec with what the vendor publishes.

Only differences that callers could notice count; schema names, descriptions, examples and OpenAPI versions do not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import yaml

from tools.spec.document import Object, is_json, operations, resolve, schema_name, split_null
from tools.spec.lines import Place
from tools.upstream import vendor
from tools.upstream.departures import Departure, pointer
from tools.upstream.translate import Translator, declaration, type_of

# Keywords whose values are compared directly.
COMPARED = ("default", "minimum", "maximum", "minItems", "maxItems", "minLength", "maxLength", "pattern")
# Formats that affect neither the Python type nor what is sent.
HINTS = ("int32", "int64", "float", "double")


class Difference(NamedTuple):
    """One difference between the spec and what the vendor publishes.

    Attributes:
        place: Its place in the spec, present or not; values of lists are path steps.
        side: `vendor` for the document, `recorded` for the recordings.
        ours: What the spec has there; None if nothing.
        published: What the other side has there; None if nothing.
        write: The YAML to write there in order to follow the vendor.
    """

    place: Place
    side: str
    ours: Any
    published: Any
    write: str

    def is_accepted_by(self, departure: Departure) -> bool:
        """Whether an entry of departures.yaml accepts it."""
        same = (departure.place, departure.side) == (pointer(self.place), self.side)
        return same and departure.value == self.published


class Comparison:
    """Compares a spec with the vendor's document.

    Attributes:
        differences: The differences, each with a count of the operations and recorded statuses in which it was seen.
        names: The names of our schemas, by the names of the equivalent vendor schemas.
    """

    def __init__(self, spec: Object, document: Object) -> None:
        self.differences: dict[Difference, Counter[str]] = defaultdict(Counter)
        self.names: dict[str, str] = {}
        self._spec = spec
        self._document = document
        self.user = "every operation"
        self._seen: set[tuple[Place, str]]
        vendor_operations = {(method, path): node for path, method, node in operations(document)}
        self._servers()
        for path, method, operation in operations(spec):
            self.user, self._seen = operation["operationId"], set()
            place: Place = ("paths", path, method)
            if (method, path) in vendor_operations:
                self._operation(place, operation, vendor_operations[method, path])
            else:
                self.add(place, operation["operationId"], None)

    def add(self, place: Place, ours: Any, published: Any, write: Any = None, side: str = "vendor") -> None:
        text = "delete it" if published is None else _yaml({place[-1]: published} if write is None else write)
        # As text, because a list or mapping is not hashable, nor fits on one line of departures.yaml.
        ours, published = (_yaml(value) if isinstance(value, (list, dict)) else value for value in (ours, published))
        self.differences[Difference(place, side, ours, published, text)][self.user] += 1

    def _differ(self, place: Place, ours: Any, published: Any, write: Any = None) -> None:
        """Record a difference if there is one."""
        if ours != published:
            self.add(place, ours, published, write)

    def _translator(self) -> Translator:
        return Translator(self._document, self.names)

    def _servers(self) -> None:
        ours, published = self._spec["servers"][0], self._document["servers"][0]
        place: Place = ("servers", 0)
        sites = ours["variables"]["site"]
        others = published.get("variables", {}).get("site", {})
        where = (*place, "variables", "site")
        self._members((*where, "enum"), sites["enum"], others.get("enum", []))
        self._differ((*where, "default"), sites["default"], others.get("default"))
        self._differ((*place, "url"), _address(ours), _address(published))
        for name, scheme in self._spec["components"]["securitySchemes"].items():
            other = self._document["components"]["securitySchemes"].get(name, {})
            for key in ("type", "in", "name"):
                self._differ(("components", "securitySchemes", name, key), scheme.get(key), other.get(key))

    def _members(self, place: Place, ours: Iterable[Any], published: Iterable[Any]) -> None:
        """Compare lists whose order does not matter."""
        # Lists in the vendor's document may have duplicates.
        ours, published = list(ours), list(dict.fromkeys(published))
        for value in published:
            if value not in ours:
                self.add((*place, value), None, value, [value])
        for value in ours:
            if value not in published:
                self.add((*place, value), value, None)

    def _operation(self, place: Place, ours: Object, published: Object) -> None:
        self._flag("deprecated", place, ours, published)
        self._members(
            (*place, "security"), _ways(ours.get("security", [])), _ways(vendor.security(self._document, published))
        )
        self._differ((*place, "x-pagination"), ours.get("x-pagination"), published.get("x-pagination"))
        self._parameters(place, ours, published)
        self._body(place, ours, published)
        self._responses(place, ours, published)

    def _parameters(self, place: Place, ours: Object, published: Object) -> None:
        given = {}
        for index, node in enumerate(ours.get("parameters", [])):
            parameter = resolve(self._spec, node)
            given[parameter["in"], parameter["name"]] = (_place((*place, "parameters", index), node), parameter)
        others = {}
        for node in published.get("parameters", []):
            parameter = resolve(self._document, node)
            others[parameter["in"], parameter["name"]] = parameter
        for key, (where, parameter) in given.items():
            if key not in others:
                self.add((*place, "parameters", key[1]), key[0], None)
                continue
            other = others[key]
            self._flag("required", where, parameter, other)
            self._flag("deprecated", where, parameter, other)
            self._schema((*where, "schema"), parameter["schema"], other.get("schema", {}))
        for key, other in others.items():
            if key not in given:
                written = self._translator().parameter(other)
                self.add((*place, "parameters", key[1]), None, key[0], [written])

    def _body(self, place: Place, ours: Object, published: Object) -> None:
        place = (*place, "requestBody")
        if "requestBody" not in ours or "requestBody" not in published:
            given, other = ("a body" if "requestBody" in side else None for side in (ours, published))
            write = self._translator().body(published["requestBody"]) if other else None
            self._differ(place, given, other, {"requestBody": write})
            return
        node, other_body = ours["requestBody"], resolve(self._document, published["requestBody"])
        place, body = _place(place, node), resolve(self._spec, node)
        self._flag("required", place, body, other_body)
        self._content(place, body, other_body)

    def _responses(self, place: Place, ours: Object, published: Object) -> None:
        given = {str(status): node for status, node in ours["responses"].items()}
        others = {str(status): node for status, node in published["responses"].items()}
        for status in sorted({*given, *others}):
            where = (*place, "responses", status)
            if status not in others:
                self.add(where, status, None)
            elif status not in given:
                self.add(where, None, status, {status: self._translator().response(others[status])})
            else:
                node, other = resolve(self._spec, given[status]), resolve(self._document, others[status])
                self._content(_place(where, given[status]), node, other)

    def _content(self, place: Place, ours: Object, published: Object) -> None:
        place = (*place, "content")
        types = [", ".join(_media_types(node)) or None for node in (ours, published)]
        self._differ(place, types[0], types[1], {"content": self._translator().content(published)})
        if all(types):
            name, media = next(iter(ours["content"].items()))
            other = next(iter(published["content"].values()))
            self._schema((*place, name, "schema"), media["schema"], other.get("schema", {}))

    def _flag(self, key: str, place: Place, ours: Object, published: Object) -> None:
        """Compare a flag that is false by default."""
        self._differ((*place, key), bool(ours.get(key)), bool(published.get(key)))

    def _schema(self, place: Place, ours: Object, published: Object) -> None:
        """Compare two schemas where they are used, and then their definitions."""
        inner, nullable = split_null(self._spec, ours)
        node, other = resolve(self._spec, inner), vendor.schema(self._document, published)
        nullable = nullable or any(map(_is_null, node.get("oneOf") or node.get("anyOf") or []))
        # A union with null has one member.
        others = [member for member in other.get("oneOf") or other.get("anyOf") or [] if not _is_null(member)]
        name, vendor_name = schema_name(inner), schema_name(published)
        self._flag("deprecated", place, {**node, **ours}, {**other, **published})
        types = in_words(node, nullable), in_words(other, vendor.is_nullable(self._document, published))
        alike = in_words(node) == in_words(other)
        written = name if alike else self.names.get(vendor_name)
        self._differ((*place, "type"), *types, declaration(self._document, published, written))
        if name:
            place = ("components", "schemas", name)
        if (place, vendor_name) in self._seen or not alike:
            return
        self._seen.add((place, vendor_name))
        # Two of our schemas may match one of the vendor's: prefer the one of the same name.
        if name and vendor_name and self.names.get(vendor_name) != vendor_name:
            self.names[vendor_name] = name
        self._keywords(place, node, other)
        self._members((*place, "enum"), _values(node), _values(other))
        self._object(place, node, other)
        if "items" in node:
            self._schema((*place, "items"), node["items"], other.get("items", {}))
        for key in ("oneOf", "anyOf"):
            if key in node:
                self._choice((*place, key), node[key], others)

    def _keywords(self, place: Place, ours: Object, published: Object) -> None:
        for key in COMPARED:
            self._differ((*place, key), ours.get(key), published.get(key))
        formats = [None if node.get("format") in HINTS else node.get("format") for node in (ours, published)]
        self._differ((*place, "format"), formats[0], formats[1])

    def _object(self, place: Place, ours: Object, published: Object) -> None:
        fields, others = ours.get("properties", {}), published.get("properties", {})
        self._members((*place, "required"), ours.get("required", []), published.get("required", []))
        for key in fields:
            where = (*place, "properties", key)
            if key in others:
                self._schema(where, fields[key], others[key])
            else:
                self.add(where, in_words(resolve(self._spec, fields[key])), None)
        for key in others:
            if key not in fields:
                written = self._translator().field("", key, others[key])
                words = in_words(vendor.schema(self._document, others[key]))
                self.add((*place, "properties", key), None, words, {key: written})
        place = (*place, "additionalProperties")
        values, other_values = (_other_fields(node) for node in (ours, published))
        if values and other_values:
            self._schema(place, values, other_values)
        else:
            self._differ(place, values and in_words(values), other_values and in_words(other_values))

    def _choice(self, place: Place, ours: list[Object], published: list[Object]) -> None:
        unmatched = list(published)
        for index, member in enumerate(ours):
            form = self._form(self._spec, member)
            alike = [other for other in unmatched if self._form(self._document, other) == form]
            # Objects all have the same form: match them by name, or else by order.
            alike.sort(key=lambda other: schema_name(other) != schema_name(member))
            if alike:
                self._schema((*place, index), member, alike[0])
                unmatched.remove(alike[0])
            elif not _is_null(member):
                name = schema_name(member) or form
                self.add((*place, name), name, None)
        for other in unmatched:
            name = schema_name(other) or self._form(self._document, other)
            self.add((*place, name), None, name, [self._translator().schema(other, "Member")])

    def _form(self, root: Object, member: Object) -> str:
        """The type of a member of a union, with that of its items."""
        node = resolve(root, member)
        return f"array of {in_words(resolve(root, node['items']))}" if in_words(node) == "array" else in_words(node)


def _place(place: Place, node: Object) -> Place:
    """The place of a node, or of what it refers to."""
    return tuple(node["$ref"].removeprefix("#/").split("/")) if "$ref" in node else place


def _address(server: Object) -> str:
    """The address of a server with the defaults of its variables, except the site."""
    text = str(server["url"])
    for name, variable in server.get("variables", {}).items():
        text = text.replace(f"{{{name}}}", variable["default"]) if name != "site" else text
    return text


def _ways(requirements: Iterable[Object]) -> list[str]:
    """The security requirements, each as a text."""
    return sorted(
        " and ".join(sorted(" ".join([name, *scopes]) for name, scopes in requirement.items()))
        for requirement in requirements
    )


def _media_types(node: Object) -> list[str]:
    """The media types of a body; all names of JSON are equivalent."""
    return ["application/json" if is_json(name) else name for name in node.get("content", {})]


def _other_fields(schema: Object) -> Object | None:
    """The schema of additional fields; None if they are not restricted."""
    others = schema.get("additionalProperties")
    return others if isinstance(others, dict) and others else None


def _is_null(schema: Object) -> bool:
    return schema.get("type") == "null"


def _values(schema: Object) -> list[Any]:
    return [schema["const"]] if "const" in schema else list(schema.get("enum", []))


def in_words(schema: Object, nullable: bool = False) -> str:
    """The type of a resolved schema in words."""
    words = "choice" if "oneOf" in schema or "anyOf" in schema else type_of(schema) or "anything"
    return f"{words} or null" if nullable else words


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=100).strip()
