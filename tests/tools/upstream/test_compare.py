"""make upstream reports every difference that callers could notice, with its place, and nothing else."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
import yaml
from edits import GONE, place_of, table, with_edits
from helpers import SPEC_DOCUMENT
from tools.upstream.compare import Comparison
from tools.upstream.departures import pointer
from vendor_sdist import document

SCHEMAS = "#/components/schemas"
TABLE = table("upstream")


def test_modelling_is_not_a_difference() -> None:
    assert Comparison(SPEC_DOCUMENT, document()).differences == {}


def schema(edited: dict[str, Any], name: str) -> Any:
    return edited["components"]["schemas"][f"Its{name}"]


@pytest.mark.parametrize("name", TABLE)
def test_a_difference_is_reported_with_what_to_write(name: str) -> None:
    row = TABLE[name]
    ours, vendor = with_edits(SPEC_DOCUMENT, row.get("ours")), with_edits(document(), row.get("edit"))
    differences = [*Comparison(ours, vendor).differences]
    assert len(differences) == ("expect" in row)
    for difference in differences:
        expected = row["expect"]
        assert " ".join(map(str, difference.place)) == " ".join(place_of(SPEC_DOCUMENT, expected["at"]))
        assert (difference.ours, difference.published) == (expected.get("spec"), expected.get("vendor"))
        assert (difference.write == "delete it") == (difference.published is None)
        if "write" in expected:
            assert yaml.safe_load(difference.write) == expected["write"]


def test_schemas_are_matched_where_they_are_used() -> None:
    # The vendor's schemas of these two have no name where they are used.
    ours = SPEC_DOCUMENT["components"]["schemas"].keys() - {"JiraIssue", "ServiceNowTicket"}
    assert Comparison(SPEC_DOCUMENT, document()).names == {f"Its{name}": name for name in ours}


@pytest.mark.parametrize("name", ["APIErrorResponse", "JSONAPIErrorResponse"])
def test_a_schema_that_matches_two_of_ours_is_the_one_of_the_same_name(name: str) -> None:
    edited = json.dumps(document())
    for other in ("APIErrorResponse", "JSONAPIErrorResponse"):
        edited = edited.replace(f"/Its{other}", f"/{name}").replace(f'"Its{other}"', f'"{name}"')
    assert Comparison(SPEC_DOCUMENT, json.loads(edited)).names[name] == name


def test_a_difference_counts_once_per_operation() -> None:
    edited = document()
    schema(edited, "APIErrorResponse")["properties"]["errors"]["items"]["type"] = "integer"
    (users,) = Comparison(SPEC_DOCUMENT, edited).differences.values()
    assert set(users.values()) == {1}
    assert len(users) > 1


def test_objects_of_a_union_are_matched_by_name() -> None:
    ours, edited = deepcopy(SPEC_DOCUMENT), document()
    schemas = ours["components"]["schemas"]
    names = ["Case", "APIErrorResponse"]
    schemas["CaseAttributes"]["properties"]["new"] = {"oneOf": [{"$ref": f"{SCHEMAS}/{name}"} for name in names]}
    edited["components"]["schemas"] |= {name: edited["components"]["schemas"][f"Its{name}"] for name in names}
    schema(edited, "CaseAttributes")["properties"]["new"] = {
        "oneOf": [{"$ref": f"{SCHEMAS}/{name}"} for name in names[::-1]]
    }
    assert Comparison(ours, edited).differences == {}


SITE = SPEC_DOCUMENT["servers"][0]["variables"]["site"]
SITES = [f"#/servers/0/variables/site/enum/{site}" for site in SITE["enum"]]
DEFAULT_SITE = "#/servers/0/variables/site/default"
SCHEME = [f"#/components/securitySchemes/apiKeyAuth/{key}" for key in ("type", "in", "name")]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("servers 0 variables", [*SITES, DEFAULT_SITE]),
        ("servers 0 variables site", [*SITES, DEFAULT_SITE]),
        ("servers 0 variables site enum", SITES),
        ("components securitySchemes apiKeyAuth", SCHEME),
    ],
)
def test_a_part_of_a_server_or_of_security_that_is_missing(place: str, expected: list[str]) -> None:
    differences = Comparison(SPEC_DOCUMENT, with_edits(document(), {place: GONE})).differences
    assert [pointer(item.place) for item in differences if item.published is None] == expected


def test_what_to_write_is_folded_after_100_columns_and_keeps_its_order_and_its_letters() -> None:
    first, second = "à" * 70, "y" * 15
    field = {"type": "boolean", "description": f"{first} {second} z", "default": True}
    vendor = with_edits(document(), {"ItsCaseAttributes properties count": field})
    (difference,) = Comparison(SPEC_DOCUMENT, vendor).differences
    assert difference.write == f"count:\n  type: boolean\n  description: {first} {second}\n    z\n  default: true"


def test_a_difference_of_the_server_is_of_every_operation() -> None:
    edited = document()
    edited["servers"][0]["variables"]["site"]["enum"].append("x.com")
    (users,) = Comparison(SPEC_DOCUMENT, edited).differences.values()
    assert users == {"every operation": 1}
