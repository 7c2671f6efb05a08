"""Compares two versions of the package: names, signatures and fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import griffe

from tools.changes.specs import BREAKING, COMPATIBLE, Change
from tools.changes.types import union_members

NAME = "datadog_case_management"
# What CHANGELOG.md calls public, by its path; of these modules, what their `__all__` has.
PUBLIC = re.compile(
    r"(client\.(Async)?Client|_spec\.DatadogSite|(types|errors|testing|models)\.[a-zA-Z]\w*)(\.(__init__|[a-zA-Z]\w*))?"
    r"|api\.\w+\.\w+\.(prepare|(sync|asyncio)(_detailed)?)"
)
EXPORTING = ("errors", "models", "testing", "types")


class Parameter(NamedTuple):
    """A parameter of a function."""

    annotation: str
    default: str | None
    position: int | None

    def __str__(self) -> str:
        by = "" if self.position is None else f", at position {self.position}"
        return f"{self.annotation}{by}{f', {self.default} by default' if self.default else ''}"


def changes(old: Path, new: Path, known: set[str]) -> list[Change]:
    """Compare two generated packages.

    Args:
        old: The folder that the old one is in.
        new: The folder that the new one is in.
        known: The Python names of the operations and models that the comparison of the specs has reported already.
    """
    before_package, after_package = (
        griffe.load(NAME, search_paths=[folder], allow_inspection=False, try_relative_path=False)
        for folder in (old, new)
    )
    before, after = dict(_surface(before_package)), dict(_surface(after_package))
    reported = []
    for path in before.keys() | after.keys():
        twin = path.replace(".AsyncClient.", ".Client.").replace(".asyncio", ".sync")
        if twin != path and [side.get(path) for side in (before, after)] == [
            side.get(twin) for side in (before, after)
        ]:
            continue
        # A parameter or a result that is added or removed with its function is not reported separately.
        function = re.split(r"\(| returns$", path)[0]
        if known & set(function.split(".")) or (path != function and (function in before) != (function in after)):
            continue
        was, now = before.get(path), after.get(path)
        if _is_inherited(after_package, function) and (was is None or _is_inherited(before_package, function)):
            continue
        if now is None:
            reported.append(Change(BREAKING, f"Python {path} was removed"))
        elif was is None:
            must_be_given = isinstance(now, Parameter) and now.default is None
            reported.append(Change(BREAKING if must_be_given else COMPATIBLE, f"Python {path} was added"))
        elif was != now:
            fine = _is_compatible(path, was, now)
            reported.append(Change(COMPATIBLE if fine else BREAKING, f"Python {path} is {now}, was {was}"))
    return sorted(reported)


def _is_inherited(package: Any, path: str) -> bool:
    """Whether a class of errors, testing or types has a member from another one, which is reported there."""
    module, *names = path.split(".")
    if module not in ("errors", "testing", "types") or len(names) < 2 or names[0] not in package[module].members:
        return False
    return names[1] not in package[module][names[0]].members


def _is_compatible(path: str, was: str | Parameter, now: str | Parameter) -> bool:
    """Whether existing callers still work after a change."""
    if isinstance(was, Parameter) and isinstance(now, Parameter):
        wider = set(union_members(was.annotation)) <= set(union_members(now.annotation))
        return wider and was.default in (None, now.default) and was.position in (None, now.position)
    return path.endswith(" returns") and set(union_members(str(now))) <= set(union_members(str(was)))


def _path(item: griffe.Object | griffe.Alias) -> str:
    path = item.path.removeprefix(f"{NAME}.")
    # Models are imported from `models`.
    return re.sub(r"^models\.\w+\.(?=[A-Z])", "models.", path)


def _surface(package: Any) -> Iterator[tuple[str, str | Parameter]]:
    """The public names of a package by path, each with what callers can see of it."""
    exports = {name: set(package[name].exports or ()) for name in EXPORTING if name in package.members}
    yield from ((f"__all__.{name}", "exported") for name in package.exports or ())
    for path, item in _members(package):
        module, *names = path.split(".")
        if not PUBLIC.fullmatch(path) or (module in exports and names[0] not in exports[module]):
            continue
        if not item.is_function:
            yield path, _seen(item)
            continue
        yield path, "a function"
        yield f"{path} returns", _sorted(item.returns)
        for position, parameter in enumerate(item.parameters):
            by_keyword = parameter.kind is griffe.ParameterKind.keyword_only
            default = None if parameter.default is None else _value(package, parameter.default)
            if parameter.name != "self":
                seen = Parameter(_sorted(parameter.annotation), default, None if by_keyword else position)
                yield f"{path}({parameter.name})", seen


def _members(item: Any) -> Iterator[tuple[str, Any]]:
    for member in item.members.values():
        if not member.is_alias:
            yield _path(member), member
            yield from _members(member)
    # A class may have a member itself, or from a base class, whose name may be private.
    if item.is_class:
        for name, member in item.inherited_members.items():
            yield f"{_path(item)}.{name}", member.final_target


def _value(package: Any, default: Any) -> str:
    """A default as it is written, or the value of the constant that it names."""
    path = str(getattr(default, "canonical_path", "")).removeprefix(f"{NAME}.")
    return str(package[path].value) if path.partition(".")[0] in package.members else str(default)


def _seen(item: Any) -> str:
    if item.is_class:
        bases = f"a class of {', '.join(map(str, item.bases)) or 'its own'}"
        decorators = [str(decorator.value) for decorator in item.decorators]
        if any("define(" in text and "kw_only=True" not in text for text in decorators):
            fields = [name for name, member in item.members.items() if member.is_attribute and name[0] != "_"]
            return f"{bases}, by position: {', '.join(fields)}"
        return bases
    if item.annotation is None or item.name.isupper():
        return str(item.value)
    value = "" if item.value is None else str(item.value)
    if match := re.search(r"^_attrs_field\((?:default=(\w[^,)]*))?", value):
        value = match[1] or ""
    is_field = item.path.startswith(f"{NAME}.models.")
    return _sorted(item.annotation) + (f", {value} by default" if is_field and value else "")


def _sorted(annotation: Any) -> str:
    """Normalize an annotation: the order of a union does not matter, and models have two names."""
    return " | ".join(sorted(union_members(re.sub(r"\bmodels\.", "", str(annotation)))))
