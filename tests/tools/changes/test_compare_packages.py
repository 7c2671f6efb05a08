"""Every change of the package that callers notice is reported, and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tools.changes import packages

FILES = {
    "__init__": '__all__ = ["Client"]\n',
    "client": """
from ._retries import LIMIT

class _Base:
    def shared(self) -> None: ...

class Client(_Base):
    def __init__(self, key: str | None = None, *, site: str = "a", retries: int = LIMIT) -> None: ...
    def call(self, case: models.Case | int, page=1, *, size: int | None = None) -> models.Case | None: ...
    def _own(self) -> None: ...

class AsyncClient(_Base):
    def __init__(self, key: str | None = None, *, site: str = "a", retries: int = LIMIT) -> None: ...
    async def call(self, case: models.Case | int, page=1, *, size: int | None = None) -> models.Case | None: ...
""",
    "models/__init__": '__all__ = ["Case"]\n',
    "models/case": """
@_attrs_define(kw_only=True)
class Case(Model[Any], Other):
    bare: int
    plain: str | Unset = UNSET
    field: str | Unset = _attrs_field(default=UNSET, converter=to_it)
    other: str = _attrs_field(converter=to_it)
""",
    "errors": (
        "class RootError: ...\nclass AError(RootError, ValueError):\n    path: str\nclass BError: ...\n"
        "STATUS_ERRORS = {400: AError}\n"
        '__all__ = ["AError", "BError", "RootError"]\n'
    ),
    "api/__init__": "",
    "api/tag/__init__": "",
    "api/tag/op": "def sync(a: int) -> int: ...\nasync def asyncio(a: int) -> int: ...\n",
    "_retries": "LIMIT = 3\n",
}
# What a class has may move to its base class.
MOVED = "RootError:\n    path: str\nclass AError(RootError, ValueError): ..."


def write(folder: Path, edits: dict[str, tuple[str, str]]) -> Path:
    for name, text in FILES.items():
        path = folder / packages.NAME / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        old, new = edits.get(name, ("", ""))
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ({}, []),
        ({"client": ("_own", "_private")}, []),
        ({"client": ("models.Case | int", "int | Case")}, []),
        (
            {"client": ("key: str | None", "key: str")},
            [
                "breaking    Python client.Client.__init__(key) is str, at position 1, None by default, "
                "was None | str, at position 1, None by default"
            ],
        ),
        (
            {"client": ("size: int | None", "size: int | str | None")},
            [
                "compatible  Python client.Client.call(size) is None | int | str, None by default, "
                "was None | int, None by default"
            ],
        ),
        (
            {"client": ("page=1, *,", "*, page=1,")},
            [
                "breaking    Python client.Client.call(page) is None, 1 by default, "
                "was None, at position 2, 1 by default"
            ],
        ),
        ({"client": ("page=1, *,", "page=1, new=2, *,")}, ["compatible  Python client.Client.call(new) was added"]),
        ({"client": ("page=1, *,", "page=1, *, new: int,")}, ["breaking    Python client.Client.call(new) was added"]),
        (
            {"client": ("-> models.Case | None", "-> models.Case")},
            ["compatible  Python client.Client.call returns is Case, was Case | None"],
        ),
        (
            {"client": ("def shared(self)", "def shared(this)")},
            ["breaking    Python client.Client.shared(this) was added"],
        ),
        (
            {"client": ("def shared(self) -> None: ...", "shared = 1")},
            [
                "breaking    Python client.Client.shared is 1, was a function",
                "breaking    Python client.Client.shared returns was removed",
            ],
        ),
        (
            {"api/tag/op": ("a: int", "a: str")},
            ["breaking    Python api.tag.op.sync(a) is str, at position 0, was int, at position 0"],
        ),
        (
            {"api/tag/op": ("async def asyncio(a: int)", "async def asyncio(a: str)")},
            ["breaking    Python api.tag.op.asyncio(a) is str, at position 0, was int, at position 0"],
        ),
        (
            {"errors": ("BError: ...", "BError(AError): ...")},
            ["breaking    Python errors.BError is a class of AError, was a class of its own"],
        ),
        (
            {"models/case": ("bare: int", "bare: int = 3")},
            ["breaking    Python models.Case.bare is int, 3 by default, was int"],
        ),
        (
            {"models/case": ("default=UNSET, converter", "default=None, converter")},
            ["breaking    Python models.Case.field is Unset | str, None by default, was Unset | str, UNSET by default"],
        ),
        ({"models/case": ("field(converter=to_it)", "field(converter=to_that)")}, []),
        (
            {"models/case": ("field(converter=to_it)", "field(default=UNSET, converter=to_it)")},
            ["breaking    Python models.Case.other is str, UNSET by default, was str"],
        ),
        (
            {"_retries": ("LIMIT = 3", "LIMIT = 4")},
            ["breaking    Python client.Client.__init__(retries) is int, 4 by default, was int, 3 by default"],
        ),
        (
            {"errors": ("RootError: ...\nclass AError(RootError, ValueError):\n    path: str", MOVED)},
            ["compatible  Python errors.RootError.path was added"],
        ),
        ({"errors": ("{400: AError}", "{400: AError, 409: BError}")}, []),
        (
            {"models/case": ("kw_only=True", "")},
            [
                "breaking    Python models.Case is a class of Model[Any], Other, by position: bare, plain, field, "
                "other, was a class of Model[Any], Other"
            ],
        ),
        ({"__init__": ('["Client"]', "[]")}, ["breaking    Python __all__.Client was removed"]),
        (
            {"errors": ('["AError", ', "[")},
            ["breaking    Python errors.AError was removed", "breaking    Python errors.AError.path was removed"],
        ),
    ],
)
def test_a_change_is_reported(tmp_path: Path, edits: dict[str, Any], expected: list[str]) -> None:
    old, new = write(tmp_path / "old", {}), write(tmp_path / "new", edits)
    assert [str(change) for change in packages.changes(old, new, set())] == expected


def test_a_known_change_does_not_hide_others(tmp_path: Path) -> None:
    edits = {"models/case": ("bare: int", "bare: str"), "errors": ("BError: ...", "BError(AError): ...")}
    old, new = write(tmp_path / "old", {}), write(tmp_path / "new", edits)
    reported = packages.changes(old, new, {"Case"})
    assert [change.text.split()[1] for change in reported] == ["errors.BError"]


def test_a_package_in_the_working_directory_is_not_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = write(tmp_path / "old", {}), write(tmp_path / "new", {"_retries": ("LIMIT = 3", "LIMIT = 4")})
    monkeypatch.chdir(new)
    assert len(packages.changes(old, new, set())) == 1


def test_a_missing_package_is_not_replaced_by_the_one_that_is_installed(tmp_path: Path) -> None:
    with pytest.raises(ModuleNotFoundError):
        packages.changes(write(tmp_path, {}), tmp_path / "other", set())
