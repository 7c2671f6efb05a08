"""An operation needs its spec and its fixtures, nothing else: that of CONTRIBUTING.md, and others of other shapes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from helpers import run_program
from repository import addition, copy_project, run_tests
from tools.paths import PACKAGE, ROOT, SPEC

BELOW = "\n  /api/v2/cases/{case_id}/watchers:\n"
# As the vendor has them: with a body; without parameters; with pages from 1, and a list of an enum in the query.
OTHERS = """
  /api/v2/cases/{case_id}/comment:
    post:
      operationId: commentCase
      tags: [Case Management]
      summary: Comment on a case
      description: >-
        Adds a comment to the timeline of a case. In preview: it may change without notice.
        Documented at https://docs.datadoghq.com/api/latest/case-management/#comment-case
      security: *write
      parameters:
        - $ref: "#/components/parameters/CaseId"
      requestBody:
        description: The comment.
        required: true
        content:
          application/json:
            schema: { $ref: "#/components/schemas/CaseInsightsRequest" }
      responses: &timeline
        "200":
          description: One page of the timeline of the case.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/TimelineResponse" }
        "400": { $ref: "#/components/responses/BadRequest" }
        "401": { $ref: "#/components/responses/Unauthorized" }
        "403": { $ref: "#/components/responses/Forbidden" }
        "404": { $ref: "#/components/responses/NotFound" }
        "429": { $ref: "#/components/responses/TooManyRequests" }

  /api/v2/cases/types:
    get:
      operationId: listCaseTypes
      tags: [Case Management]
      summary: List case types
      description: >-
        Lists the types of cases. In preview: it may change without notice.
        Documented at https://docs.datadoghq.com/api/latest/case-management/#list-case-types
      security: *read
      responses: *timeline

  /api/v2/cases:
    get:
      operationId: searchCases
      tags: [Case Management]
      summary: Search cases
      description: >-
        Searches for cases. In preview: it may change without notice.
        Documented at https://docs.datadoghq.com/api/latest/case-management/#search-cases
      security: *read
      x-pagination: { limitParam: "page[size]", pageParam: "page[number]", pageStart: 1, resultsPath: data }
      parameters:
        - $ref: "#/components/parameters/PageSize"
        - $ref: "#/components/parameters/PageNumber"
        - name: filter[priority]
          in: query
          required: true
          description: The priorities.
          schema: { type: array, items: { $ref: "#/components/schemas/CasePriority" } }
          example: [P1, P2]
      responses: *timeline

components:
"""
NEW = ["unwatch_case", "comment_case", "list_case_types", "search_cases"]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("walk-through")
    copy_project(
        folder, "openapi", "runtime", "generated", "tools", "tests", "docs", "examples", "generator-config.yaml",
        "pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "Makefile",
    )  # fmt: skip
    spec = folder / "openapi/case-management.yaml"
    text = spec.read_text(encoding="utf-8")
    for old, new in ((BELOW, addition() + BELOW), ("\ncomponents:\n", OTHERS)):
        assert text.count(old) == 1
        text = text.replace(old, new)
    spec.write_text(text, encoding="utf-8")
    run(folder, "-m", "tools.generate")
    return folder


def run(copy: Path, *command: str) -> str:
    result = run_program(*command, folder=copy, PYTHONPATH=f"{copy}{os.pathsep}{copy / 'generated'}")
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_new_operations_are_on_both_clients_typed_and_documented(copy: Path) -> None:
    code = (
        "import inspect, json; from datadog_case_management import AsyncClient, Client;"
        f"print(json.dumps([[str(inspect.signature(getattr(kind, name))) for name in {[*NEW, 'iter_cases']}]"
        " for kind in (Client, AsyncClient)] + [inspect.getdoc(Client.unwatch_case)]))"
    )
    *signatures, text = json.loads(run(copy, "-c", code))
    for unwatch, comment, types, search, iterate in signatures:
        assert unwatch == "(self, case_id: 'str | UUID', user_uuid: 'str | UUID') -> 'None'"
        assert "body: 'models.CaseInsightsRequest | Mapping[str, Any] | None' = None" in comment
        assert types == "(self) -> 'models.TimelineResponse'"
        assert "filter_priority: 'Sequence[models.CasePriority | str]')" in search
        assert "page_number" not in iterate
    assert text.startswith("Unwatch a case.")
    assert "The user no longer watches the case." not in text, "there is nothing to return"
    run(copy, "-m", "mypy", "--strict", "--cache-dir", os.devnull, str(PACKAGE))


def test_the_suite_names_the_missing_fixtures_and_passes_with_them(copy: Path) -> None:
    result = run_tests(copy, "contract/test_cassettes")
    assert result.returncode == 1
    for status in ("204", "400", "401", "403", "404", "429"):
        assert f"no recording of unwatch_case {status}: add tests/cassettes/unwatch_case/{status}.yaml" in result.stdout
    output = run(copy, "-m", "tools.fixtures")
    assert output.count("\n") == 25
    assert output.endswith("\n24 fixtures written\n")
    assert "provenance: example" in (copy / "tests/cassettes/search_cases/200.yaml").read_text(encoding="utf-8")
    assert run(copy, "-m", "tools.fixtures") == "every documented status has a fixture\n"
    demo = run(copy, "-m", "tools.demo")
    for path in ("DELETE /api/v2/cases/", "GET  /api/v2/cases/types -> 200", "GET  /api/v2/cases?filter"):
        assert path in demo
    run(copy, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "docs", "site")
    assert "<h3>List case types" in (copy / "site/spec.html").read_text(encoding="utf-8")
    assert "api.case_management.list_case_types.sync_detailed" in (copy / "site/reference.html").read_text(
        encoding="utf-8"
    )
    # All of `make test`.
    run(copy, "-m", "pytest", "-q", "-n", "4", "-p", "no:cacheprovider", f"--basetemp={copy.parent / 'temporary'}")


def test_the_spec_has_only_the_documented_operations() -> None:
    assert "unwatchCase" not in SPEC.read_text(encoding="utf-8")
    assert not (ROOT / "tests/cassettes/unwatch_case").exists()
