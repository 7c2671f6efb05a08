# Copied from runtime/_enums.py by `make generate`. Do not edit: change that file.
"""The base class of enums, which are open: a value that the spec does not list is kept as a string."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Self

from .types import UNSET


class OpenEnum(str, Enum):  # noqa: UP042  (StrEnum would call str.__str__, which an unlisted value does not survive)
    """An enum that also accepts values which the spec does not list.

    Such a value becomes an instance of the enum that equals its string and encodes as that string; it is not added to
    the members.
    """

    @classmethod
    def _missing_(cls, value: object) -> OpenEnum | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = str(value)
        member._value_ = str(value)
        return member

    # Before Python 3.11.4, Enum pickles and copies by name, which an unlisted value is not found by.
    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return type(self), (self._value_,)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: Any) -> Self:
        return self

    def __str__(self) -> str:
        return str(self._value_)

    def __format__(self, format_spec: str) -> str:
        return format(str(self._value_), format_spec)

    def __repr__(self) -> str:
        if self._name_ in type(self).__members__:
            return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"
        return f"<{type(self).__name__}: {self._value_!r}, not in the spec>"

    if TYPE_CHECKING:
        # Declared so that type checkers allow comparison with any string: the enum is open.
        def __eq__(self, other: object) -> bool: ...

        def __hash__(self) -> int: ...


def members_of(enum: type[OpenEnum]) -> dict[Any, Any]:
    """The members of an enum by their values, and what an enum field keeps: null and UNSET."""
    return {UNSET: UNSET, None: None, **{member.value: member for member in enum}}


def to_member(enum: type[OpenEnum], members: dict[Any, Any], value: Any) -> Any:
    """Convert a string to a member, listed or not; anything else is returned unchanged."""
    try:
        return members[value]
    except (KeyError, TypeError):
        return enum(value) if isinstance(value, str) else value
