"""What the templates get in addition to what the generator passes on."""

from __future__ import annotations

from typing import Any

from edits import content, ref
from repository import DATA
from tools.codegen import facts, generator
from tools.spec import document
from tools.spec.describe import described

CONSTRUCTS = document.load(DATA / "constructs.yaml")


def test_schemas_get_the_names_of_their_classes() -> None:
    schemas = {"an-x": {"properties": {"y": ref("y")}}, "y": {"enum": ["an-x"]}}
    spec = generator.with_class_names({"a": [ref("an-x")], **components(**schemas)}, {"an-x": "AnX", "y": "Y"})
    assert spec == {"a": [ref("AnX")], **components(AnX={"properties": {"y": ref("Y")}}, Y={"enum": ["an-x"]})}


def components(**schemas: Any) -> dict[str, Any]:
    return {"components": {"schemas": schemas}}


def test_the_schemas_of_bodies_have_only_what_a_client_checks() -> None:
    sent = facts.request_schemas(CONSTRUCTS, described(CONSTRUCTS).values())
    parts = {f"{name}{part}" for name in ("Collide", "Edit", "Archive") for part in ("Request", "Data", "Attributes")}
    assert set(sent) == parts - {"ArchiveAttributes"} | {"Thing", "ThingType", "Priority", "Problem", "Labels"}
    assert list(sent) == sorted(sent)
    assert sent["Problem"] == {"type": "object", "required": ["reason"], "properties": {"reason": {"type": "string"}}}
    assert sent["Labels"] == {"type": "object", "additionalProperties": {"type": "string", "format": "date-time"}}
    thing = sent["Thing"]["properties"]
    assert thing["count"] == {"type": "integer", "minimum": 1, "maximum": 5}
    assert thing["matrix"] == {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}
    assert thing["parent"] == {"$ref": "Thing"}


def test_the_schemas_of_bodies_are_found_through_arrays_and_maps() -> None:
    leaf = {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "string"}}
    for schema in (
        {"properties": {"x": {"type": "array", "items": ref("Leaf")}}},
        {"additionalProperties": ref("Leaf")},
        {"items": {"properties": {"x": ref("Leaf")}}},
    ):
        spec = components(Body=schema, Leaf=leaf | {"description": "A text."}, Unused={})
        spec["paths"] = {"/x": {"post": {"operationId": "x", "requestBody": content("Body"), "responses": {}}}}
        assert facts.request_schemas(spec, described(spec).values())["Leaf"] == leaf
