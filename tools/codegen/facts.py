"""Facts of the spec that the runtime needs, as literals: the server, its sites, the key headers, request schemas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tools.codegen.models import members_of
from tools.codegen.text import literal, wrapped
from tools.spec.document import Object, schema_name
from tools.spec.operation import Operation


@dataclass(frozen=True)
class Facts:
    """What `_spec.py` contains: every value is a literal.

    Attributes:
        server_url: The URL of the server, with a place for the site.
        api_key_header: The header of the API key.
        app_key_header: The header of the application key.
        sites: The value of each site by the name of its member.
        sites_docs: What a site is.
        default_site: The site by default.
        request_schemas: What the body of a request may contain, by the name of its schema.
    """

    server_url: str
    api_key_header: str
    app_key_header: str
    sites: dict[str, str]
    sites_docs: str
    default_site: str
    request_schemas: str


def facts(spec: Object, operations: Iterable[Operation]) -> Facts:
    """The facts of a valid spec."""
    (server,), schemes = spec["servers"], spec["components"]["securitySchemes"]
    site = server["variables"]["site"]
    return Facts(
        server_url=literal(server["url"]),
        api_key_header=literal(schemes["apiKeyAuth"]["name"]),
        app_key_header=literal(schemes["appKeyAuth"]["name"]),
        sites=members_of(site["enum"]),
        sites_docs=wrapped(site["description"], 112),
        default_site=literal(site["default"]),
        request_schemas=literal(request_schemas(spec, operations)),
    )


def request_schemas(spec: Object, operations: Iterable[Operation]) -> dict[str, Any]:
    """The schemas of request bodies by name, without texts for people."""
    schemas: dict[str, Any] = {}
    pending = [operation.body.schema for operation in operations if operation.body]
    while pending:
        name = pending.pop()
        if name not in schemas:
            schema = spec["components"]["schemas"][name]
            schemas[name] = _constraints(schema)
            pending += map(schema_name, _references(schema))
    return dict(sorted(schemas.items()))


def _constraints(schema: Object) -> Object:
    """The parts of a schema that a client checks before it sends a value."""
    if "$ref" in schema:
        return {"$ref": schema_name(schema)}
    checked: Object = {
        key: schema[key]
        for key in ("type", "format", "required", "minimum", "maximum", "minItems", "maxItems")
        if key in schema
    }
    if "properties" in schema:
        checked["properties"] = {name: _constraints(inner) for name, inner in schema["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            checked[key] = _constraints(schema[key])
    return checked


def _references(schema: Object) -> list[Object]:
    """The references in the result of `_constraints`."""
    inner = [*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")]
    return [
        reference
        for part in inner
        if isinstance(part, dict)
        for reference in ([part] if "$ref" in part else _references(part))
    ]
