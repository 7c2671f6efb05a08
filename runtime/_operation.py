# Copied into the package by `make generate`.
"""The description of an operation that paging and FakeService use."""

from __future__ import annotations

from typing import Any, NamedTuple


class Paging(NamedTuple):
    """How an operation is paged.

    Attributes:
        form: The meaning of the argument: a page number, the offset of the first item, or a cursor.
        argument: The name of the argument.
        start: Its value for the first page; None for a cursor.
        results: The field names on the path to the items.
        cursor: The field names on the path to the cursor of the next page.
    """

    form: str
    argument: str
    start: Any
    results: tuple[str, ...]
    cursor: tuple[str, ...]


class Operation(NamedTuple):
    """An operation of the spec.

    Attributes:
        tag: The name of the package that its module is in.
        method: The HTTP method.
        path: The path, with the names of its arguments in braces.
        body: The name of the schema of its body; None if it has none.
        body_required: Whether the body must be sent.
        responses: An example of each documented response by status; None for one without a body.
        paging: How it is paged; None if it is not.
    """

    tag: str
    method: str
    path: str
    body: str | None
    body_required: bool
    responses: dict[int, Any]
    paging: Paging | None
