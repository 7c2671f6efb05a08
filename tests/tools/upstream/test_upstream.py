"""make upstream: what it reads and prints, and its exit status."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from tools import adopt
from tools.paths import SPEC
from tools.upstream import __main__ as command
from tools.upstream import departures, inputs, report
from tools.upstream.compare import Difference
from tools.upstream.vendor import VendorError
from vendor_sdist import document, recording, sdist

SCHEMAS = "#/components/schemas"
CASE: dict[str, Any] = {"id": "1", "type": "case"}


def with_attributes(**attributes: Any) -> Any:
    return recording("PUT", "/api/v2/cases/1/insights", 200, {"data": {**CASE, "attributes": attributes}})


def schema(edited: dict[str, Any], name: str) -> Any:
    return edited["components"]["schemas"][f"Its{name}"]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of the spec, without departures."""
    path = tmp_path / "case-management.yaml"
    path.write_text(SPEC.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def run(source: Path, archive: Path) -> int:
    return command.main(["--sdist", str(archive), "--spec", str(source)])


def test_no_new_difference(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(source, sdist(tmp_path, document(), with_attributes(title="x"))) == 0
    assert capsys.readouterr().out == (
        "datadog-api-client 9.9.9: 0 differences, 0 new or stale. "
        "1 recorded responses, 0 of them not kept by the package.\n"
    )


def test_a_difference_is_shown_with_what_to_write(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = document()
    schema(edited, "CaseInsightType")["enum"].append("NEW")
    edited["paths"]["/api/v2/cases/{case_id}/timelines"]["get"]["parameters"][1]["schema"]["default"] = 10
    assert run(source, sdist(tmp_path, edited, with_attributes(x=1), with_attributes(x=1))) == 1
    output = capsys.readouterr().out
    lines = source.read_text(encoding="utf-8").splitlines()
    line = lines.index("    CaseInsightType:") + lines[lines.index("    CaseInsightType:") :].index("      enum:") + 1
    assert f"new  {source}:{line}  {SCHEMAS}/CaseInsightType/enum/NEW\n" in output
    assert "  seen in   addCaseInsights\n  ours      nothing\n  vendor    NEW\n  write     - NEW\n" in output
    assert (
        "  seen in   addCaseInsights 200 (2 times)\n  ours      nothing\n  recorded  integer\n"
        "  write     x:\n              type: integer\n"
    ) in output
    assert "  ours      100\n  vendor    10\n  write     default: 10\n" in output
    assert "3 differences, 3 new or stale" in output
    fix = "\nFix: write the YAML shown, or accept the difference in openapi/departures.yaml, with a reason.\n"
    assert output.endswith(fix)


def test_differences_of_one_place_are_in_the_order_in_which_they_are_found(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = sdist(tmp_path, document(), with_attributes(x="a"), with_attributes(x=1))
    assert run(source, archive) == 1
    output = capsys.readouterr().out
    assert [line for line in output.splitlines() if "recorded  " in line] == [
        "  recorded  string",
        "  recorded  integer",
    ]


@pytest.mark.parametrize(("script", "operation"), [(command, []), (adopt, ["UnwatchCase"])])
def test_that_version_and_the_spec_of_this_repository_are_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], script: ModuleType, operation: list[str]
) -> None:
    asked: list[Any] = []

    def read(*what: Any) -> None:
        asked.extend(what)
        raise VendorError("not found")

    monkeypatch.setattr(script, "read", read)
    assert script.main([*operation, "--version", "9.9.9"]) == 2
    assert asked == ["9.9.9", None, SPEC]
    assert capsys.readouterr().err == f"make {script.__name__.split('.')[1]}: not found\n"


@pytest.mark.parametrize(
    ("names", "shown"),
    [("cab", "a, b, c"), ("abcde", "a, b, c and 2 more")],
)
def test_three_operations_are_named(names: str, shown: str) -> None:
    assert report._users(Difference((), "vendor", None, None, ""), Counter(names)) == shown


def test_the_recordings_are_those_below_the_common_path() -> None:
    assert inputs.prefix_of({"paths": {"/api/v2/cases/{a}/x/{b}": {}, "/api/v2/cases/{a}/x/{b}/y": {}}}) == (
        "/api/v2/cases"
    )


def test_accepted_and_stale_departures(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edited = document()
    schema(edited, "CaseInsightType")["enum"].append("NEW")
    archive = sdist(tmp_path, edited, with_attributes(x=1))
    place = f"{SCHEMAS}/CaseInsightType/enum/NEW"
    entries = [
        {"place": place, "vendor": "NEW", "reason": "Not yet."},
        {"place": f"{SCHEMAS}/CaseAttributes/properties/x", "recorded": "integer", "reason": "Undocumented."},
    ]
    beside = departures.beside(source)
    beside.write_text(yaml.safe_dump(entries), encoding="utf-8")
    assert run(source, archive) == 0
    output = capsys.readouterr().out
    assert f"accepted  {place}\n  vendor    NEW\n  reason    Not yet.\n" in output
    assert "2 differences, 0 new or stale" in output
    # The vendor's value differs from the accepted one.
    entries[1]["recorded"] = "string"
    beside.write_text(yaml.safe_dump(entries), encoding="utf-8")
    assert run(source, archive) == 1
    output = capsys.readouterr().out
    stale = f"stale  {SCHEMAS}/CaseAttributes/properties/x\n  recorded  string\n"
    assert f"{stale}  write     delete it: the spec no longer differs there\n" in output
    assert "2 differences, 2 new or stale" in output


def test_a_body_that_is_not_decoded_fails(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edited = document()
    assert run(source, sdist(tmp_path, edited, recording("PUT", "/api/v2/cases/1/insights", 200, {"data": "x"}))) == 1
    output = capsys.readouterr().out
    assert "lost  test_a_case: CaseResponse cannot decode it" in output


def test_an_invalid_sdist_or_spec_is_reported(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(source, tmp_path / "nowhere.tar.gz") == 2
    assert "does not exist" in capsys.readouterr().err
    assert run(source, sdist(tmp_path, {})) == 2
    assert "it is not an sdist of" in capsys.readouterr().err
    source.write_text("openapi: 3.1.0\n", encoding="utf-8")
    assert run(source, sdist(tmp_path, document())) == 2
    assert "make upstream: the spec is not valid:\n" in capsys.readouterr().err
