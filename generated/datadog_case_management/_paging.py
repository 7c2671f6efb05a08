# Copied from runtime/_paging.py by `make generate`. Do not edit: change that file.
"""Iterates over the items of all pages: each item once, and no page before it is needed."""

from __future__ import annotations

from array import array
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

from .errors import CaseManagementError

# The items of a page, and the position of the next page; None at the end.
Page = tuple[Any, Any]

# A service that repeats pages forever is given up on after this many.
MAX_STALE_PAGES = 10


class SeenItems:
    """Remembers items by 8 bytes of hash each.

    A hash table with linear probing. A set of the same hashes would take 70 bytes per item, and one of the identifiers
    even more, which matters for a history of a million cells.
    """

    def __init__(self) -> None:
        self._slots = array("q", [0]) * 1024  # 0 means free
        self._count = 0

    def add(self, item: Any) -> bool:
        """Remember an item by its `id`, or as a whole if it has none; return whether it is new."""
        key = getattr(item, "id", None)
        mark = hash(key if isinstance(key, str) else repr(item)) or 1
        place = self._find(mark)
        if self._slots[place]:
            return False
        self._slots[place] = mark
        self._count += 1
        if 3 * self._count > 2 * len(self._slots):
            self._grow()
        return True

    def _find(self, mark: int) -> int:
        """The slot of a hash, or the free slot for it."""
        slots, mask = self._slots, len(self._slots) - 1
        place = mark & mask
        while slots[place] not in (0, mark):
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        marks, self._slots = self._slots, array("q", [0]) * (2 * len(self._slots))
        for mark in filter(None, marks):
            self._slots[self._find(mark)] = mark


def deduplicate(seen: SeenItems, items: list[Any]) -> list[Any]:
    """The items of a page that were not on an earlier one."""
    return [item for item in items if seen.add(item)]


def check_stale(stale_pages: int) -> None:
    """Raise if too many consecutive pages had nothing new."""
    if stale_pages == MAX_STALE_PAGES:
        raise CaseManagementError(f"{MAX_STALE_PAGES} pages in a row had nothing new: the service seems to repeat them")


def field_at(page: Any, *fields: str) -> Any:
    """The value at a path of field names; None if one of them is missing."""
    for field in fields:
        page = getattr(page, field, None)
    return page


def iterate_pages(fetch: Callable[[Any], Page], position: Any) -> Iterator[Any]:
    """Yield the items of every page.

    Pages shift while new items arrive, so a page may repeat items of an earlier one although new ones follow.

    Args:
        fetch: Reads the page at a position; returns its items and the position of the next page, or None at the end.
        position: The position of the first page.

    Raises:
        CaseManagementError: Ten consecutive pages had nothing new.
    """
    seen = SeenItems()
    stale_pages = 0
    while True:
        page, position = fetch(position)
        items = deduplicate(seen, page or [])
        stale_pages = 0 if items else stale_pages + 1
        yield from items
        if position is None:
            return
        check_stale(stale_pages)


async def iterate_pages_async(fetch: Callable[[Any], Awaitable[Page]], position: Any) -> AsyncIterator[Any]:
    """Do the same as `iterate_pages` with an async `fetch`."""
    seen = SeenItems()
    stale_pages = 0
    while True:
        page, position = await fetch(position)
        items = deduplicate(seen, page or [])
        stale_pages = 0 if items else stale_pages + 1
        for item in items:
            yield item
        if position is None:
            return
        check_stale(stale_pages)
