# Copied from runtime/_paging.py by `make generate`. Do not edit: change that file.
"""Iterates over the items of all pages: each item once, and no page before it is needed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import Any, Generic, NamedTuple, NoReturn, TypeVar

from ._request import PreparedRequest
from .errors import CaseManagementError, ResponseDecodeError

T = TypeVar("T")
Call = Callable[[PreparedRequest[Any]], Any]

_ANOTHER = "another thread or task is reading the next page: give each an iterator of its own"
# A service that repeats pages forever is given up on after this many.
MAX_STALE_PAGES = 10


class Steps(NamedTuple):
    """How the pages of an operation follow each other, in terms of its models.

    Attributes:
        form: The meaning of a position: the number of a page, the offset of its first item, or a cursor.
        start: The position of the first page; None for a cursor.
        items: The fields on the path to the items.
        cursor: The fields on the path to the cursor of the next page.
        path: The JSON path of the items.
    """

    form: str
    start: Any
    items: tuple[str, ...]
    cursor: tuple[str, ...]
    path: str


class Pages(Generic[T]):
    """What both iterators share: everything except I/O."""

    def __init__(
        self, call: Callable[[Any], Any], prepare: Callable[[Any], PreparedRequest[Any]], steps: Steps
    ) -> None:
        """Start before the first page; nothing is sent.

        Args:
            call: Sends a request, and returns its result.
            prepare: Prepares the request for the page at a position.
            steps: How the pages follow each other.
        """
        self._call = call
        self._prepare = prepare
        self._steps = steps
        self._position: Any = steps.start
        self._items: Iterator[T] = iter(())
        self._seen: set[int] = set()
        self._stale_pages = 0
        self._ended = False
        self._reading = False
        # An invalid argument raises here, and not at the first item.
        prepare(steps.start)

    def _next_page(self) -> PreparedRequest[Any]:
        """The request for the next page."""
        prepared = self._prepare(self._position)
        decoders = {
            status: decode and partial(_decode_page, decode, self._steps)
            for status, decode in prepared.responses.items()
        }
        return prepared._replace(responses=decoders)

    def _accept(self, page: Any) -> None:
        """Continue with the items of a page that were not on an earlier one.

        Pages shift while new items arrive, so a page may repeat items although new ones follow.
        """
        if self._ended:  # It was closed in the meantime.
            return
        items = field_at(page, *self._steps.items)
        new = unseen(self._seen, items)
        if self._steps.form == "cursor":
            position = field_at(page, *self._steps.cursor) or None
            ended = position is None
        else:
            position = self._position + (len(items) if self._steps.form == "offset" else 1)
            ended = not items
        fresh = iter(new.values())
        # No signal handler can run before the end of `update`, so that none loses an item.
        self._items, self._position, self._ended = fresh, position, ended
        self._stale_pages = 0 if new else self._stale_pages + 1
        self._seen.update(new)
        if self._stale_pages >= MAX_STALE_PAGES and not self._ended:
            raise CaseManagementError(
                f"{self._stale_pages} pages in a row had nothing new: the service seems to repeat them"
            )

    def __reduce__(self) -> NoReturn:
        raise TypeError("an iterator cannot be copied or pickled: call the method again for another one")

    def _end(self) -> None:
        self._ended = True
        self._items = iter(())


class Items(Pages[T], Iterator[T]):
    """The items of all pages. After an error, the next item is looked for at the page that could not be read."""

    def __next__(self) -> T:
        while True:
            for item in self._items:
                return item
            if self._ended:
                raise StopIteration
            if self._reading:
                raise RuntimeError(_ANOTHER)
            self._reading = True
            try:
                self._accept(self._call(self._next_page()))
            finally:
                self._reading = False

    def close(self) -> None:
        """End the iteration."""
        self._end()


class AsyncItems(Pages[T], AsyncIterator[T]):
    """The items of all pages. After an error, the next item is looked for at the page that could not be read."""

    async def __anext__(self) -> T:
        while True:
            for item in self._items:
                return item
            if self._ended:
                raise StopAsyncIteration
            if self._reading:
                raise RuntimeError(_ANOTHER)
            self._reading = True
            try:
                self._accept(await self._call(self._next_page()))
            finally:
                self._reading = False

    async def aclose(self) -> None:
        """End the iteration."""
        self._end()


def unseen(seen: set[int], items: list[Any]) -> dict[int, Any]:
    """The items of a page that were not on an earlier one, each by the hash of its `id`, or of it as a whole."""
    new: dict[int, Any] = {}
    for item in items:
        key = getattr(item, "id", None)
        # A hash takes less memory than an identifier. In a tuple, a whole item is never taken for an identifier.
        mark = hash(key) if isinstance(key, str) else hash((repr(item),))
        if mark not in seen:
            new.setdefault(mark, item)
    return new


def field_at(page: Any, *fields: str) -> Any:
    """The value at a path of field names; None if one of them is missing."""
    for field in fields:
        page = getattr(page, field, None)
    return page


def _decode_page(decode: Callable[[Any], Any], steps: Steps, body: Any) -> Any:
    """Decode a page; one without its list is no end, but an error that looks like a success."""
    page = decode(body)
    if not isinstance(field_at(page, *steps.items), list):
        error = ResponseDecodeError("expected the array of the items of a page")
        error._json_path = steps.path
        raise error
    return page
