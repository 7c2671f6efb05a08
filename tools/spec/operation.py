"""An operation in terms of the generated package: arguments, body, results and pages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Argument(NamedTuple):
    """An argument of an operation: a parameter, or an attribute of its flattened body.

    Attributes:
        key: Its name in the spec.
        name: Its name in Python.
        location: Where it is sent: path, attribute, query or header.
        annotation: Its type, without the marker for "not given".
        kind: For a parameter, the class that its value, or each item of it, is checked against.
        many: Whether it is a list.
        required: Whether it is required.
        description: What it means.
        deprecated: Whether it is deprecated.
        minimum: The minimum; None if there is none.
        maximum: The maximum; None if there is none.
        example: For a parameter, an example of its value.
    """

    key: str
    name: str
    location: str
    annotation: str
    kind: str
    many: bool
    required: bool
    description: str
    deprecated: bool
    minimum: float | None
    maximum: float | None
    example: Any = None

    def read(self, text: str) -> Any:
        """Parse the text of a request."""
        readers: dict[str, Callable[[str], Any]] = {
            "int": int,
            "float": float,
            "bool": "true".__eq__,
            "datetime.date": datetime.date.fromisoformat,
            "datetime.datetime": datetime.datetime.fromisoformat,
        }
        return readers.get(self.kind, str)(text)

    @property
    def example_value(self) -> Any:
        """The example as callers pass it."""
        if self.many:
            return [self.read(str(item)) for item in self.example]
        return self.read(str(self.example).lower() if self.kind == "bool" else str(self.example))


class Body(NamedTuple):
    """The body of a request.

    Attributes:
        schema: The name of its schema.
        media_type: Its media type.
        required: Whether it is required.
        description: What it means.
        resource_type: The value of `type` if its attributes are arguments, or else None.
        attributes_schema: The name of the schema of its attributes; None if they are not arguments.
        example: An example of it, as JSON.
    """

    schema: str
    media_type: str
    required: bool
    description: str
    resource_type: str | None
    attributes_schema: str | None
    example: Any


class Paging(NamedTuple):
    """How an operation is paged.

    Attributes:
        form: The meaning of the parameter: a page number, the offset of the first item, or a cursor.
        key: The name of that parameter in the spec.
        start: Its value for the first page; None for a cursor.
        results: The field names on the path to the items.
        cursor: The field names on the path to the cursor of the next page; empty without a cursor.
        item: The type of an item.
    """

    form: str
    key: str
    start: int | None
    results: list[str]
    cursor: list[str]
    item: str


class Operation(NamedTuple):
    """An operation in terms of the generated package.

    Attributes:
        name: The name of its method and module.
        method: The HTTP method.
        path: The path, with the Python names of its arguments in braces.
        summary: A short description.
        description: What it does.
        deprecated: Whether it is deprecated.
        scopes: The OAuth scopes that it needs.
        arguments: Its arguments, in the order of its signature.
        body: Its body; None if it has none.
        results: The type of the body of each documented status, see `results`.
        descriptions: What each documented status means.
        media_types: The media type of each documented status that has a body.
        examples: An example of the body of each documented status; None without a body.
        paging: How it is paged; None if it is not.
        iterator: The name of the method that iterates over all pages.
    """

    name: str
    method: str
    path: str
    summary: str
    description: str
    deprecated: bool
    scopes: list[str]
    arguments: list[Argument]
    body: Body | None
    results: dict[int, str | None]
    descriptions: dict[int, str]
    media_types: dict[int, str]
    examples: dict[int, Any]
    paging: Paging | None
    iterator: str

    def sent_in(self, *locations: str) -> list[Argument]:
        """The arguments that are sent in one of these places."""
        return [argument for argument in self.arguments if argument.location in locations]

    @property
    def page_argument(self) -> Argument:
        """The argument that selects the page."""
        (found,) = (argument for argument in self.sent_in("query") if self.paging and argument.key == self.paging.key)
        return found

    def matches(self, method: str, path: str) -> dict[str, str] | None:
        """The quoted arguments in the path of a request; None if the path is of another operation."""
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(self.path))
        found = re.fullmatch(pattern, path) if method.upper() == self.method else None
        return None if found is None else found.groupdict()

    def example_call(self) -> tuple[list[Any], dict[str, Any]]:
        """The positional and keyword arguments of a call with the examples of the spec, without optional ones."""
        others = {found.name: found.example_value for found in self.sent_in("query", "header") if found.required}
        if self.body and self.body.required:
            others["body"] = self.body.example
        return [argument.example_value for argument in self.sent_in("path")], others

    @property
    def accept(self) -> str:
        """The media types of its responses, successes first; empty if no response has a body."""
        return ", ".join(dict.fromkeys(self.media_types.values()))

    @property
    def errors(self) -> list[int]:
        """The documented error statuses."""
        return [status for status in self.results if not 200 <= status < 300]

    @property
    def returned(self) -> str:
        """Its return type."""
        return _union(kind for status, kind in self.results.items() if 200 <= status < 300)

    @property
    def parsed(self) -> str:
        """The type of `parsed` of its responses, whatever their status."""
        return _union(kind for kind in self.results.values() if kind) or "None"


def _union(kinds: Iterable[str | None]) -> str:
    """The annotation of a union of results."""
    kinds = list(kinds)
    named = [kind for kind in kinds if kind is not None]
    types = {re.sub(r"[A-Z]\w*", r"models.\g<0>", kind) for kind in named}
    return " | ".join([*sorted(types), *(["None"] if None in kinds else [])])


def find(found: Iterable[Operation], method: str, path: str) -> tuple[Operation, dict[str, str]]:
    """Find the operation of a request, and the quoted arguments in its path.

    Raises:
        LookupError: The request is of no operation.
    """
    # A path without arguments takes precedence.
    for operation in sorted(found, key=lambda operation: operation.path.count("{")):
        if (texts := operation.matches(method, path)) is not None:
            return operation, texts
    raise LookupError(f"no operation of the spec is {method} {path}")
