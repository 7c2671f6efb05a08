# Copied into the package by `make generate`.
"""Iterates over the items of all pages: each item once, and no page before it is needed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

from .errors import CaseManagementError

# The items of a page, and the position of the next page; None at the end.
Page = tuple[Any, Any]

# A service that repeats pages forever is given up on after this many.
MAX_STALE_PAGES = 10


def deduplicate(seen: set[int], items: list[Any]) -> list[Any]:
    """Remember the items of a page by their `id`, or as a whole; return those that were not on an earlier page."""
    new = []
    for item in items:
        key = getattr(item, "id", None)
        # A hash takes less memory than an identifier. In a tuple, a whole item is never taken for an identifier.
        mark = hash(key) if isinstance(key, str) else hash((repr(item),))
        if mark not in seen:
            seen.add(mark)
            new.append(item)
    return new


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
    seen: set[int] = set()
    stale_pages = 0  # pragma: no mutate (the first page is empty, or has something new)
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
    seen: set[int] = set()
    stale_pages = 0  # pragma: no mutate (the first page is empty, or has something new)
    while True:
        page, position = await fetch(position)
        items = deduplicate(seen, page or [])
        stale_pages = 0 if items else stale_pages + 1
        for item in items:
            yield item
        if position is None:
            return
        check_stale(stale_pages)
