"""What two packages do when calls fail is compared by running both."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers import SPEC_DOCUMENT
from tools.changes import behavior
from tools.changes.versions import Incomparable
from tools.paths import GENERATED, PACKAGE


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("_retries.py", "FIRST_BACKOFF = 0.5", "FIRST_BACKOFF = 0.6", []),
        (
            "_retries.py",
            "status >= 500 and self._is_idempotent()",
            "status >= 500",
            [
                "breaking    watch_case: on 500, 501, 502, 503, 504, 599: ServerError after 4 requests, "
                "was ServerError after 1 request"
            ],
        ),
        (
            "errors.py",
            "    404: NotFoundError,\n",
            "    404: NotFoundError,\n    409: type('ConflictError', (APIStatusError,), {}),\n",
            [
                f"compatible  {name}: on 409: ConflictError after 1 request, was APIStatusError after 1 request"
                for name in ("add_case_insights", "list_case_timeline", "list_case_watchers", "watch_case")
            ],
        ),
        (
            "errors.py",
            "    404: NotFoundError,\n",
            "",
            [
                f"breaking    {name}: on 404: APIStatusError after 1 request, was NotFoundError after 1 request"
                for name in ("add_case_insights", "list_case_timeline", "list_case_watchers", "watch_case")
            ],
        ),
    ],
)
def test_a_change_is_reported(tmp_path: Path, name: str, old: str, new: str, expected: list[str]) -> None:
    shutil.copytree(GENERATED, tmp_path, dirs_exist_ok=True)
    path = tmp_path / PACKAGE.name / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    reported = behavior.changes(GENERATED, tmp_path, SPEC_DOCUMENT, SPEC_DOCUMENT)
    assert [str(change) for change in reported] == expected


def test_a_package_that_cannot_be_run_is_reported(tmp_path: Path) -> None:
    (tmp_path / f"{PACKAGE.name}.py").write_text("import nothing\n", encoding="utf-8")
    with pytest.raises(Incomparable, match="the package cannot be run: ModuleNotFoundError: No module named 'nothing'"):
        behavior.changes(tmp_path, tmp_path, SPEC_DOCUMENT, SPEC_DOCUMENT)
