"""Compares the spec with recorded responses of the real service, and tries them with our package."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from datadog_case_management import models

from tools.spec.document import Object, resolve, schema_name, split_null
from tools.spec.lines import Place
from tools.upstream import vendor
from tools.upstream.compare import Comparison, in_words


class Recordings:
    """Adds to a comparison what recorded responses have and our schemas have not."""

    def __init__(self, comparison: Comparison, spec: Object, document: Object) -> None:
        self._comparison = comparison
        self._spec = spec
        self._document = document

    def check(self, recordings: Iterable[vendor.Recording]) -> list[str]:
        """Check recorded responses against the schemas that both sides have, and against our package.

        Returns:
            The bodies that the package cannot decode, or does not encode unchanged.
        """
        failures: list[str] = []
        for recording in recordings:
            name, schemas = vendor.documented_bodies(self._document, recording)
            self._comparison.user = f"{name} {recording.status}"
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
            if name := self._comparison.names.get(schema_name(schema)):
                self._comparison.add(("components", "schemas", name, "content"), "JSON", media_type, side="recorded")

    def _follow(self, vendor_schema: Object, value: Any) -> Iterator[str]:
        """Descend into a recorded value until a schema that both sides have."""
        if name := self._comparison.names.get(schema_name(vendor_schema)):
            self._value(("components", "schemas", name), self._spec["components"]["schemas"][name], value)
            yield from _decode(name, value)
            return
        node = vendor.schema(self._document, vendor_schema)
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
                union, json_type = "oneOf" if "oneOf" in node else "anyOf", _type_of(value)
                self._comparison.add((*place, union), None, json_type, [{"type": json_type}], side="recorded")
        elif not _is_of(node, value):
            self._comparison.add((*used, "type"), in_words(node), _type_of(value), side="recorded")
        elif "enum" in node and value not in node["enum"]:
            self._comparison.add((*place, "enum", value), None, value, [value], side="recorded")
        elif isinstance(value, dict):
            fields, others = node.get("properties", {}), node.get("additionalProperties")
            for key, part in value.items():
                if key in fields:
                    self._value((*place, "properties", key), fields[key], part)
                elif isinstance(others, dict):
                    self._value((*place, "additionalProperties"), others, part)
                elif others is None:
                    json_type = _type_of(part)
                    write = {key: {"type": json_type}}
                    self._comparison.add((*place, "properties", key), None, json_type, write, side="recorded")
        elif "items" in node:
            for part in value:
                self._value((*place, "items"), node["items"], part)

    def _fits(self, schema: Object, value: Any) -> bool:
        """Whether a value and its items are of the type of a schema."""
        node = resolve(self._spec, schema)
        items = value if isinstance(value, list) and "items" in node else []
        return _is_of(node, value) and all(self._fits(node["items"], item) for item in items)


def _is_of(node: Object, value: Any) -> bool:
    json_type, wanted = _type_of(value), in_words(node)
    return wanted in (json_type, "anything") or (json_type, wanted) == ("integer", "number")


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


def _type_of(value: Any) -> str:
    """The JSON type of a value."""
    types = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return types.get(type(value), "null")
