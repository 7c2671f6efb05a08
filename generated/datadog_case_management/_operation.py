# Copied from runtime/_operation.py by `make generate`. Do not edit: change that file.
"""What the test double knows of an operation of the spec."""

from __future__ import annotations

from typing import Any, NamedTuple


class Paging(NamedTuple):
    """How the pages of an operation follow each other.

    Attributes:
        form: What the argument is: a page's number, the offset of its first item, or a cursor.
        argument: The name of the argument.
        start: Its value for the first page; None for a cursor.
        results: The fields that lead to the items.
        cursor: The fields that lead to the cursor of the next page.
    """

    form: str
    argument: str
    start: Any
    results: tuple[str, ...]
    cursor: tuple[str, ...]


class Operation(NamedTuple):
    """An operation of the spec.

    Attributes:
        tag: The package of its module.
        method: The HTTP method.
        path: The path, with the names of its arguments in braces.
        body: The name of the schema of its body; None without one.
        body_required: Whether the body must be sent.
        responses: An example of each documented response, by status; None for one without a body.
        paging: How its pages follow each other; None without pages.
    """

    tag: str
    method: str
    path: str
    body: str | None
    body_required: bool
    responses: dict[int, Any]
    paging: Paging | None
