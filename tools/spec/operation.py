"""An operation in terms of the generated package: arguments, body, results and pages."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from tools.spec.document import match_request
from tools.spec.types import Type, any_of


class Argument(NamedTuple):
    """An argument of an operation: a parameter, or an attribute of its flattened body.

    Attributes:
        key: Its name in the spec.
        name: Its name in Python.
        location: Where it is sent: path, attribute, query or header.
        type: Its type.
        required: Whether it is required.
        description: What it means.
        deprecated: Whether it is deprecated.
        minimum: The minimum of a parameter; None if there is none.
        maximum: The maximum of a parameter; None if there is none.
        example: For a parameter, an example of its value.
    """

    key: str
    name: str
    location: str
    type: Type
    required: bool = False
    description: str = ""
    deprecated: bool = False
    minimum: float | None = None
    maximum: float | None = None
    example: Any = None

    @property
    def annotation(self) -> str:
        """The annotation of its value, without the marker for "not given"."""
        if self.location == "attribute":
            return self.type.accepted
        item = (self.type.items or self.type)._replace(nullable=False)
        text = item.form == "uuid" or (item.form == "string" and self.location == "path")
        accepted = "str | UUID" if text else item.accepted
        return f"Sequence[{accepted}]" if self.many else accepted

    @property
    def many(self) -> bool:
        """Whether it is a parameter that is sent once for each item of a list."""
        return self.type.form == "array" and self.location != "attribute"

    @property
    def scalar(self) -> str:
        """The Python type that the value of a parameter, or each item of it, is checked against."""
        return (self.type.items or self.type).scalar

    def read(self, text: str) -> Any:
        """Parse the text of a request."""
        readers: dict[str, Callable[[str], Any]] = {
            "int": int,
            "float": float,
            "bool": "true".__eq__,
            "datetime.date": datetime.date.fromisoformat,
            "datetime.datetime": datetime.datetime.fromisoformat,
        }
        return readers.get(self.scalar, str)(text)

    @property
    def example_value(self) -> Any:
        """The example as callers pass it."""
        if self.many:
            return [self.read(str(item)) for item in self.example]
        return self.read(str(self.example).lower() if self.scalar == "bool" else str(self.example))


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
        item: The annotation of an item.
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
        tag: Its first tag.
        method: The HTTP method.
        path: The path, with the Python names of its arguments in braces.
        summary: A short description.
        description: What it does.
        deprecated: Whether it is deprecated.
        scopes: The OAuth scopes that it needs.
        arguments: Its arguments, in the order of its signature.
        body: Its body; None if it has none.
        results: The type of the body of each documented status, successes first; None without a body.
        descriptions: What each documented status means.
        media_types: The media type of each documented status that has a body.
        examples: An example of the body of each documented status; None without a body.
        paging: How it is paged; None if it is not.
        iterator: The name of the method that iterates over all pages.
    """

    name: str
    tag: str
    method: str
    path: str
    summary: str
    description: str
    deprecated: bool
    scopes: list[str]
    arguments: list[Argument]
    body: Body | None
    results: dict[int, Type | None]
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
        return next(a for a in self.sent_in("query") if self.paging and a.key == self.paging.key)

    def example_call(self) -> tuple[list[Any], dict[str, Any]]:
        """The positional and keyword arguments of a call with the examples of the spec, without optional ones."""
        keywords = {a.name: a.example_value for a in self.sent_in("query", "header") if a.required}
        if self.body and self.body.required:
            keywords["body"] = self.body.example
        return [argument.example_value for argument in self.sent_in("path")], keywords

    @property
    def accept(self) -> str:
        """The media types of its responses, successes first; empty if no response has a body."""
        return ", ".join(dict.fromkeys(self.media_types.values()))

    @property
    def successes(self) -> list[int]:
        """The documented statuses of successes."""
        return [status for status in self.results if 200 <= status < 300]

    @property
    def errors(self) -> list[int]:
        """The documented statuses of errors."""
        return [status for status in self.results if status not in self.successes]

    @property
    def returned(self) -> str:
        """The annotation of its result."""
        return any_of(self.results[status] for status in self.successes)

    @property
    def parsed(self) -> str:
        """The annotation of `parsed` of its responses, whatever their status."""
        return any_of(result for result in self.results.values() if result) or "None"


def find(operations: Iterable[Operation], method: str, path: str) -> tuple[Operation, dict[str, str]]:
    """Find the operation of a request, and the quoted arguments in its path.

    Raises:
        LookupError: The request is of no operation.
    """
    match = match_request(((known.method, known.path, known) for known in operations), method, path)
    if match is None:
        raise LookupError(f"no operation of the spec is {method} {path}")
    return match
