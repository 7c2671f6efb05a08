"""Compares types as sets of the kinds of values that they allow."""

from __future__ import annotations

from typing import Any

from tools.spec import types
from tools.spec.document import Object

# Names, and for a list the type of its items.
Type = frozenset[Any]


def parsed(annotation: str) -> Type:
    """Parse the annotation of an argument."""
    return frozenset(
        ("list", parsed(part[len("Sequence[") : -1])) if part.startswith("Sequence[") else part
        for part in union_members(annotation)
    )


def union_members(annotation: str) -> list[str]:
    """The members of a union, without those inside brackets."""
    members: list[str] = []
    for part in annotation.split(" | "):
        if members and members[-1].count("[") > members[-1].count("]"):
            members[-1] += f" | {part}"
        else:
            members.append(part)
    return members


def values(spec: Object, node: Object) -> Type:
    """The kinds of values that a schema allows."""
    return _parts(types.type_of(spec, node))


def _parts(allowed: types.Type) -> Type:
    null = frozenset({"null"} if allowed.nullable or allowed.form == "null" else ())
    if allowed.members:
        return null.union(*map(_parts, allowed.members))
    if allowed.items:
        return null | {("list", _parts(allowed.items))}
    return null if allowed.form == "null" else null | {allowed.name or allowed.scalar}


def is_narrower(new: Type, old: Type) -> bool:
    """Whether every value of one type is also a value of the other."""

    def fits(part: Any, whole: Any) -> bool:
        if isinstance(part, tuple) and isinstance(whole, tuple):
            return is_narrower(part[1], whole[1])
        return part == whole or whole == "Any" or (part, whole) == ("int", "float")

    return all(any(fits(part, whole) for whole in old) for part in new)


def shown(allowed: Type) -> str:
    parts = [f"list[{shown(part[1])}]" if isinstance(part, tuple) else str(part) for part in allowed]
    return " | ".join(sorted(parts, key=lambda part: (part == "null", part)))
