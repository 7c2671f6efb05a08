"""make upstream reports what recorded responses have and the spec has not. The table is tests/data/recorded.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from edits import table
from helpers import SPEC_DOCUMENT
from tools.upstream import vendor
from tools.upstream.compare import Comparison
from tools.upstream.departures import pointer
from tools.upstream.recorded import Recordings
from tools.upstream.vendor import Vendor
from vendor_sdist import document, recording, sdist

SCHEMAS = "#/components/schemas"
TABLE = table("recorded")


def check(comparison: Comparison, published: Vendor) -> list[str]:
    return Recordings(comparison, SPEC_DOCUMENT, published.document).check(published.recordings)


def recorded(tmp_path: Path, *interactions: Any) -> tuple[list[tuple[str, Any, int]], list[str]]:
    """The undocumented parts of recordings with their counts, and what our package does not keep."""
    published = vendor.read(sdist(tmp_path, document(), *interactions), "/api/v2/cases")
    comparison = Comparison(SPEC_DOCUMENT, published.document)
    lost = check(comparison, published)
    return [
        (pointer(item.place), item.published, users.total()) for item, users in comparison.differences.items()
    ], lost


CASE: dict[str, Any] = {"id": "1", "type": "case", "attributes": {"title": "x"}}


def with_attributes(**attributes: Any) -> Any:
    return recording("PUT", "/api/v2/cases/1/insights", 200, {"data": {**CASE, "attributes": attributes}})


@pytest.mark.parametrize("name", TABLE)
def test_what_a_recorded_response_has_and_the_spec_has_not_is_reported(tmp_path: Path, name: str) -> None:
    row = TABLE[name]
    method = next((method for method in ("get", "put", "post") if method in row), "put")
    body = row.get("body", {"data": {**CASE, "attributes": row.get("attributes")}})
    media_type = row.get("media_type", "application/vnd.api+json")
    interaction = recording(method.upper(), row.get(method, INSIGHTS), row.get("status", 200), body, media_type)
    published = vendor.read(sdist(tmp_path, document(), interaction), "/api/v2/cases")
    comparison = Comparison(SPEC_DOCUMENT, published.document)
    lost = check(comparison, published)
    assert lost == ([f"test_a_case: {row['lost']}"] if "lost" in row else [])
    reported = [
        {"at": " ".join(map(str, item.place)), "spec": item.ours, "recorded": item.published, "write": item.write}
        for item in comparison.differences
    ]
    expected = row.get("expect")
    assert reported == ([{"spec": None, **expected, "at": f"components schemas {expected['at']}"}] if expected else [])


INSIGHTS = "/api/v2/cases/1/insights"


def test_every_recording_is_checked(tmp_path: Path) -> None:
    """Also those after one without a body, one that is not JSON, and one that the package cannot decode."""
    noted, lost = recorded(
        tmp_path,
        recording("PUT", INSIGHTS, 200, ""),
        recording("PUT", INSIGHTS, 404, "<html>", "text/html"),
        recording("PUT", INSIGHTS, 200, {"data": "x"}),
        recording("PUT", INSIGHTS, 200, {"data": [3]}),
        with_attributes(x=1),
    )
    assert noted == [
        (f"{SCHEMAS}/JSONAPIErrorResponse/content", "text/html", 1),
        (f"{SCHEMAS}/CaseResponse/properties/data/type", "string", 1),
        (f"{SCHEMAS}/CaseResponse/properties/data/type", "array", 1),
        (f"{SCHEMAS}/CaseAttributes/properties/x", "integer", 1),
    ]
    problem = "test_a_case: CaseResponse cannot decode it: ResponseDecodeError: expected an object, got"
    assert lost == [f"{problem} str at $.data", f"{problem} list at $.data"]


def test_a_schema_inside_one_that_the_spec_lacks(tmp_path: Path) -> None:
    """Such as the cases of a search, which the spec does not have."""
    edited = document()
    cases = {
        "type": "object",
        "properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/ItsCase"}}},
    }
    success = {"description": "x", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Cases"}}}}
    edited["components"]["schemas"]["Cases"] = cases
    cases["additionalProperties"] = {"$ref": "#/components/schemas/ItsCase"}
    edited["paths"]["/api/v2/cases"] = {"get": {"operationId": "SearchCases", "responses": {"200": success}}}
    body = {"data": [{**CASE, "attributes": {"x": 1}}], "first": {**CASE, "attributes": {"y": 1}}}
    published = vendor.read(sdist(tmp_path, edited, recording("GET", "/api/v2/cases", 200, body)), "/api/v2/cases")
    comparison = Comparison(SPEC_DOCUMENT, published.document)
    assert check(comparison, published) == []
    properties = f"{SCHEMAS}/CaseAttributes/properties"
    assert [pointer(item.place) for item in comparison.differences] == [f"{properties}/x", f"{properties}/y"]
    assert list(comparison.differences.values()) == [{"SearchCases 200": 1}] * 2


def test_what_no_document_describes_is_ignored(tmp_path: Path) -> None:
    edited = document()
    edited["components"]["schemas"]["Anything"] = {"type": "object"}
    edited["components"]["schemas"]["Many"] = {"type": "array"}
    for name in ("Anything", "Many"):
        success = {
            "description": "x",
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
        }
        edited["paths"][f"/api/v2/cases/{name}"] = {"get": {"operationId": name, "responses": {"200": success}}}
    interactions = [
        recording("GET", "/api/v2/cases/Anything", 200, {"x": {"y": [1]}}),
        recording("GET", "/api/v2/cases/Many", 200, [{"x": 1}]),
    ]
    published = vendor.read(sdist(tmp_path, edited, *interactions), "/api/v2/cases")
    comparison = Comparison(SPEC_DOCUMENT, published.document)
    assert check(comparison, published) == []
    assert list(comparison.differences) == []
