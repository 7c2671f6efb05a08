"""Compares the spec with what the vendor publishes.

Only differences that callers could notice count; schema names, descriptions, examples and OpenAPI versions do not.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import yaml
from datadog_case_management import models

from tools.spec.document import Object, is_json, operations, resolve, schema_name, split_null
from tools.spec.lines import Place
from tools.upstream import vendor
from tools.upstream.departures import Departure, pointer
from tools.upstream.translate import Translator, type_of

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
        theirs: What the other side has there; None if nothing.
        write: The YAML to write there in order to follow the vendor.
    """

    place: Place
    side: str
    ours: Any
    theirs: Any
    write: str

    def is_accepted_by(self, departure: Departure) -> bool:
        """Whether an entry of departures.yaml accepts it."""
        same = (departure.place, departure.side) == (pointer(self.place), self.side)
        return same and departure.value == self.theirs


class Comparison:
    """Compares a spec with the vendor's document.

    Attributes:
        found: The differences, each with a count of the operations and recorded statuses in which it was seen.
        names: The names of our schemas, by the names of the equivalent vendor schemas.
    """

    def __init__(self, spec: Object, document: Object) -> None:
        self.found: dict[Difference, Counter[str]] = defaultdict(Counter)
        self.names: dict[str, str] = {}
        self._spec = spec
        self._document = document
        self._user = "every operation"
        self._seen: set[tuple[Place, str]]
        theirs = {(method, path): found for path, method, found in operations(document)}
        self._servers()
        for path, method, operation in operations(spec):
            self._user, self._seen = operation["operationId"], set()
            place: Place = ("paths", path, method)
            if (method, path) in theirs:
                self._operation(place, operation, theirs[method, path])
            else:
                self._add(place, operation["operationId"], None)

    def _add(self, place: Place, ours: Any, theirs: Any, write: Any = None, side: str = "vendor") -> None:
        text = "delete it" if theirs is None else _yaml({place[-1]: theirs} if write is None else write)
        # As text, because a list or mapping is not hashable, nor fits on one line of departures.yaml.
        ours, theirs = (_yaml(value) if isinstance(value, (list, dict)) else value for value in (ours, theirs))
        self.found[Difference(place, side, ours, theirs, text)][self._user] += 1

    def _differ(self, place: Place, ours: Any, theirs: Any, write: Any = None) -> None:
        """Record a difference if there is one."""
        if ours != theirs:
            self._add(place, ours, theirs, write)

    def _translator(self) -> Translator:
        return Translator(self._document, self.names)

    def _servers(self) -> None:
        ours, theirs = self._spec["servers"][0], self._document["servers"][0]
        place: Place = ("servers", 0)
        sites = ours["variables"]["site"]
        others = theirs.get("variables", {}).get("site", {})
        where = (*place, "variables", "site")
        self._members((*where, "enum"), sites["enum"], others.get("enum", []))
        self._differ((*where, "default"), sites["default"], others.get("default"))
        self._differ((*place, "url"), _address(ours), _address(theirs))
        for name, scheme in self._spec["components"]["securitySchemes"].items():
            other = self._document["components"]["securitySchemes"].get(name, {})
            for key in ("type", "in", "name"):
                self._differ(("components", "securitySchemes", name, key), scheme.get(key), other.get(key))

    def _members(self, place: Place, ours: Iterable[Any], theirs: Iterable[Any]) -> None:
        """Compare lists whose order does not matter."""
        # Lists in the vendor's document may have duplicates.
        ours, theirs = list(ours), list(dict.fromkeys(theirs))
        for value in theirs:
            if value not in ours:
                self._add((*place, value), None, value, [value])
        for value in ours:
            if value not in theirs:
                self._add((*place, value), value, None)

    def _operation(self, place: Place, ours: Object, theirs: Object) -> None:
        self._flag("deprecated", place, ours, theirs)
        self._members(
            (*place, "security"), _ways(ours.get("security", [])), _ways(vendor.security(self._document, theirs))
        )
        self._differ((*place, "x-pagination"), ours.get("x-pagination"), theirs.get("x-pagination"))
        self._parameters(place, ours, theirs)
        self._body(place, ours, theirs)
        self._responses(place, ours, theirs)

    def _parameters(self, place: Place, ours: Object, theirs: Object) -> None:
        given = {}
        for index, node in enumerate(ours.get("parameters", [])):
            parameter = resolve(self._spec, node)
            given[parameter["in"], parameter["name"]] = (_place((*place, "parameters", index), node), parameter)
        others = {}
        for node in theirs.get("parameters", []):
            parameter = resolve(self._document, node)
            others[parameter["in"], parameter["name"]] = parameter
        for key, (where, parameter) in given.items():
            if key not in others:
                self._add((*place, "parameters", key[1]), key[0], None)
                continue
            other = others[key]
            self._flag("required", where, parameter, other)
            self._flag("deprecated", where, parameter, other)
            self._schema((*where, "schema"), parameter["schema"], other.get("schema", {}))
        for key, other in others.items():
            if key not in given:
                written = self._translator().parameter(other)
                self._add((*place, "parameters", key[1]), None, key[0], [written])

    def _body(self, place: Place, ours: Object, theirs: Object) -> None:
        place = (*place, "requestBody")
        if "requestBody" not in ours or "requestBody" not in theirs:
            given, other = ("a body" if "requestBody" in side else None for side in (ours, theirs))
            write = self._translator().body(theirs["requestBody"]) if other else None
            self._differ(place, given, other, {"requestBody": write})
            return
        node, other_body = ours["requestBody"], resolve(self._document, theirs["requestBody"])
        place, body = _place(place, node), resolve(self._spec, node)
        self._flag("required", place, body, other_body)
        self._content(place, body, other_body)

    def _responses(self, place: Place, ours: Object, theirs: Object) -> None:
        given = {str(status): node for status, node in ours["responses"].items()}
        others = {str(status): node for status, node in theirs["responses"].items()}
        for status in sorted({*given, *others}):
            where = (*place, "responses", status)
            if status not in others:
                self._add(where, status, None)
            elif status not in given:
                self._add(where, None, status, {status: self._translator().response(others[status])})
            else:
                node, other = resolve(self._spec, given[status]), resolve(self._document, others[status])
                self._content(_place(where, given[status]), node, other)

    def _content(self, place: Place, ours: Object, theirs: Object) -> None:
        place = (*place, "content")
        types = [", ".join(_media_types(node)) or None for node in (ours, theirs)]
        self._differ(place, types[0], types[1], {"content": self._translator().content(theirs)})
        if all(types):
            name, media = next(iter(ours["content"].items()))
            other = next(iter(theirs["content"].values()))
            self._schema((*place, name, "schema"), media["schema"], other.get("schema", {}))

    def _flag(self, key: str, place: Place, ours: Object, theirs: Object) -> None:
        """Compare a flag that is false by default."""
        self._differ((*place, key), bool(ours.get(key)), bool(theirs.get(key)))

    def _schema(self, place: Place, ours: Object, theirs: Object) -> None:
        """Compare two schemas where they are used, and then their definitions."""
        inner, nullable = split_null(self._spec, ours)
        node, other = resolve(self._spec, inner), vendor.schema(self._document, theirs)
        nullable = nullable or any(map(_is_null, node.get("oneOf") or node.get("anyOf") or []))
        # A union with null has one member.
        others = [member for member in other.get("oneOf") or other.get("anyOf") or [] if not _is_null(member)]
        name, their_name = schema_name(inner), schema_name(theirs)
        self._flag("deprecated", place, {**node, **ours}, {**other, **theirs})
        kinds = _kind(node, nullable), _kind(other, vendor.is_nullable(self._document, theirs))
        alike = _kind(node) == _kind(other)
        written = name if alike else self.names.get(their_name)
        self._differ((*place, "type"), *kinds, type_of(self._document, theirs, written))
        if name:
            place = ("components", "schemas", name)
        if (place, their_name) in self._seen or not alike:
            return
        self._seen.add((place, their_name))
        # Two of our schemas may match one of the vendor's: prefer the one of the same name.
        if name and their_name and self.names.get(their_name) != their_name:
            self.names[their_name] = name
        self._keywords(place, node, other)
        self._members((*place, "enum"), _values(node), _values(other))
        self._object(place, node, other)
        if "items" in node:
            self._schema((*place, "items"), node["items"], other.get("items", {}))
        for key in ("oneOf", "anyOf"):
            if key in node:
                self._choice((*place, key), node[key], others)

    def _keywords(self, place: Place, ours: Object, theirs: Object) -> None:
        for key in COMPARED:
            self._differ((*place, key), ours.get(key), theirs.get(key))
        formats = [None if node.get("format") in HINTS else node.get("format") for node in (ours, theirs)]
        self._differ((*place, "format"), formats[0], formats[1])

    def _object(self, place: Place, ours: Object, theirs: Object) -> None:
        fields, others = ours.get("properties", {}), theirs.get("properties", {})
        self._members((*place, "required"), ours.get("required", []), theirs.get("required", []))
        for key in fields:
            where = (*place, "properties", key)
            if key in others:
                self._schema(where, fields[key], others[key])
            else:
                self._add(where, _kind(resolve(self._spec, fields[key])), None)
        for key in others:
            if key not in fields:
                written = self._translator().field("", key, others[key])
                kind = _kind(vendor.schema(self._document, others[key]))
                self._add((*place, "properties", key), None, kind, {key: written})
        place = (*place, "additionalProperties")
        values, other_values = (_other_fields(node) for node in (ours, theirs))
        if values and other_values:
            self._schema(place, values, other_values)
        else:
            self._differ(place, values and _kind(values), other_values and _kind(other_values))

    def _choice(self, place: Place, ours: list[Object], theirs: list[Object]) -> None:
        left = list(theirs)
        for index, member in enumerate(ours):
            form = self._form(self._spec, member)
            alike = [other for other in left if self._form(self._document, other) == form]
            # Objects all have the same form: match them by name, or else by order.
            alike.sort(key=lambda other: schema_name(other) != schema_name(member))
            if alike:
                self._schema((*place, index), member, alike[0])
                left.remove(alike[0])
            elif not _is_null(member):
                name = schema_name(member) or form
                self._add((*place, name), name, None)
        for other in left:
            name = schema_name(other) or self._form(self._document, other)
            self._add((*place, name), None, name, [self._translator().schema(other, "Member")])

    def _form(self, root: Object, member: Object) -> str:
        """The type of a member of a union, with that of its items."""
        node = resolve(root, member)
        return f"array of {_kind(resolve(root, node['items']))}" if _kind(node) == "array" else _kind(node)

    # --- recordings ---

    def check(self, recordings: Iterable[vendor.Recording]) -> list[str]:
        """Check recorded responses against the schemas that both sides have, and against our package.

        Returns:
            The bodies that the package cannot decode, or does not encode unchanged.
        """
        failures: list[str] = []
        for recording in recordings:
            name, schemas = vendor.documented_bodies(self._document, recording)
            self._user = f"{name} {recording.status}"
            if not recording.body:
                continue
            try:
                body = json.loads(recording.body)
            except ValueError:
                self._not_json(schemas, recording.media_type)
                continue
            failures += [f"{recording.name}: {failure}" for schema in schemas for failure in self._follow(schema, body)]
        return failures

    def _not_json(self, schemas: list[Object], media_type: str) -> None:
        for schema in schemas:
            if name := self.names.get(schema_name(schema)):
                self._add(("components", "schemas", name, "content"), "JSON", media_type, side="recorded")

    def _follow(self, theirs: Object, value: Any) -> Iterator[str]:
        """Descend into a recorded value until a schema that both sides have."""
        if name := self.names.get(schema_name(theirs)):
            self._value(("components", "schemas", name), self._spec["components"]["schemas"][name], value)
            yield from _decode(name, value)
            return
        node = vendor.schema(self._document, theirs)
        if isinstance(value, dict):
            fields, others = node.get("properties", {}), node.get("additionalProperties")
            for key, inner in value.items():
                if key in fields:
                    yield from self._follow(fields[key], inner)
                elif isinstance(others, dict):
                    yield from self._follow(others, inner)
        elif isinstance(value, list):
            for inner in value:
                yield from self._follow(node.get("items", {}), inner)

    def _value(self, used: Place, schema: Object, value: Any) -> None:
        """Record what a recorded value has and our schema, used at a place, has not."""
        inner, nullable = split_null(self._spec, schema)
        node = resolve(self._spec, inner)
        place: Place = ("components", "schemas", schema_name(inner)) if schema_name(inner) else used
        if value is None and nullable:
            return
        members = node.get("oneOf", node.get("anyOf"))
        if members is not None:
            fitting = [member for member in members if self._fits(member, value)]
            if fitting:
                self._value(place, fitting[0], value)
            else:
                union, kind = "oneOf" if "oneOf" in node else "anyOf", _type_of(value)
                self._add((*place, union), None, kind, [{"type": kind}], side="recorded")
        elif not _is_of(node, value):
            self._add((*used, "type"), _kind(node), _type_of(value), side="recorded")
        elif "enum" in node and value not in node["enum"]:
            self._add((*place, "enum", value), None, value, [value], side="recorded")
        elif isinstance(value, dict):
            fields, others = node.get("properties", {}), node.get("additionalProperties")
            for key, part in value.items():
                if key in fields:
                    self._value((*place, "properties", key), fields[key], part)
                elif isinstance(others, dict):
                    self._value((*place, "additionalProperties"), others, part)
                elif others is None:
                    kind = _type_of(part)
                    self._add((*place, "properties", key), None, kind, {key: {"type": kind}}, side="recorded")
        elif "items" in node:
            for part in value:
                self._value((*place, "items"), node["items"], part)

    def _fits(self, schema: Object, value: Any) -> bool:
        """Whether a value and its items are of the type of a schema."""
        node = resolve(self._spec, schema)
        items = value if isinstance(value, list) and "items" in node else []
        return _is_of(node, value) and all(self._fits(node["items"], item) for item in items)


def _is_of(node: Object, value: Any) -> bool:
    kind, wanted = _type_of(value), _kind(node)
    return wanted in (kind, "anything") or (kind, wanted) == ("integer", "number")


def _decode(name: str, value: Any) -> Iterator[str]:
    """Why our package does not decode a value and encode it unchanged; None if it does."""
    model = getattr(models, name)
    if not hasattr(model, "from_dict"):
        return
    try:
        encoded = model.from_dict(value).to_dict()
    except Exception as error:  # any exception is a finding
        yield f"{name} cannot decode it: {type(error).__name__}: {error}"
        return
    if json.dumps(encoded, sort_keys=True) != json.dumps(value, sort_keys=True):
        yield f"{name} does not encode it unchanged"


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


def _kind(schema: Object, nullable: bool = False) -> str:
    """The type of a resolved schema in words."""
    kind = schema.get("type")
    if "oneOf" in schema or "anyOf" in schema:
        kind = "choice"
    elif kind is None:
        kind = "object" if "properties" in schema else "string" if "enum" in schema else "anything"
    return f"{kind} or null" if nullable else str(kind)


def _type_of(value: Any) -> str:
    """The JSON type of a value."""
    types = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return types.get(type(value), "null")


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=100).strip()
