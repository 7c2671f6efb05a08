"""The docstrings of the methods and functions that make calls."""

from __future__ import annotations

from tools.codegen.text import described, wrapped
from tools.spec.operation import Argument, Operation

_INVALID = "ValueError: An argument is invalid."
_STATUSES = [
    "ServerError: The service failed.",
    "APIStatusError: Any other status that is not a success.",
]
_RESPONSES = [
    "APIConnectionError: There was no response; APITimeoutError, if there was none in time.",
    "ResponseDecodeError: The body of a success does not match the spec.",
]


def client_docs(title: str, asynchronous: bool) -> str:
    """The docstring of a client."""
    users = "the tasks of an event loop" if asynchronous else "threads"
    other = "Client has the same methods, without `await`" if asynchronous else "AsyncClient has them as coroutines"
    about = (
        f"Each operation is a method; {other}. Omitted arguments are not sent. A client can be pickled, which keeps "
        "its settings, keys included, but not its connections."
    )
    raised = [
        _INVALID,
        *("BadRequestError: 400.", "UnauthorizedError: 401.", "ForbiddenError: 403.", "NotFoundError: 404."),
        *("RateLimitError: 429.", *_STATUSES, *_RESPONSES),
    ]
    return _joined(f"A client for {title}, safe to share between {users}.", wrapped(about), _section("Raises", raised))


def without(operation: Operation, skip: str) -> list[Argument]:
    """The arguments that are sent in the query and in headers, without the one of this name."""
    return [argument for argument in operation.sent_in("query", "header") if argument.name != skip]


class Prose:
    """The docstrings of an operation.

    Args:
        operation: The operation.
    """

    def __init__(self, operation: Operation) -> None:
        self._operation = operation

    def method(self) -> str:
        """The docstring of the method of the clients."""
        attributes = self._operation.sent_in("attribute")
        return _joined(self._about(), self._arguments(attributes), self._returns())

    def function(self) -> str:
        """The docstring of the function that returns the result, and takes a client."""
        operation = self._operation
        body = "\n    body: The entire body, as a model or a dict." if operation.body else ""
        about = f"{operation.summary}, as `Client.{operation.name}` does, with its arguments and errors."
        return f"{about}\n\nArgs:\n    client: The client to send with.{body}"

    def detailed(self) -> str:
        """The docstring of the function that returns the entire response."""
        return "Like `sync`, but returns the full response whatever its status; `parsed` is its model."

    def iterator(self) -> str:
        """The docstring of the method that iterates over all pages; empty if there are none."""
        operation, paging = self._operation, self._operation.paging
        if paging is None:
            return ""
        end = "there is no cursor for another" if paging.form == "cursor" else "one is empty"
        about = (
            f"Calls `{operation.name}` for one page after another, as they are needed, until {end}. Pages shift while "
            "new items arrive, so an item that was on an earlier page is left out. After an error, the iterator can go "
            "on, and tries the same page again. Ten consecutive pages with nothing new are a CaseManagementError."
        )
        return _joined(
            f"Iterate over the items of all pages of `{operation.name}`.",
            wrapped(about),
            self._arguments([], skip=operation.page_argument.name),
            _section("Yields", [f"Every {paging.item.removeprefix('models.')} once."]),
        )

    def _about(self) -> str:
        """What the operation does, and the scopes that it needs."""
        operation = self._operation
        scopes = "`, `".join(operation.scopes)
        needed = f"An OAuth token needs the scope{'s' if len(operation.scopes) > 1 else ''} `{scopes}`."
        about = f"{wrapped(operation.description)}\n{needed}" if scopes else wrapped(operation.description)
        return _joined(f"{operation.summary}.", about)

    def _arguments(self, attributes: list[Argument], *, skip: str = "") -> str:
        """The section about the arguments, in the order of the signature."""
        operation, body = self._operation, self._operation.body
        entries = [described(argument.name, argument.description) for argument in operation.sent_in("path")]
        entries += [described(argument.name, argument.description) for argument in attributes]
        if body:
            names = " and ".join(f"`{argument.name}`" for argument in attributes)
            role = f", as an alternative to {names}" if attributes else ", as a model or a dict"
            entries.append(described("body", f"The full request body{role}. {body.description}"))
        for argument in without(operation, skip):
            entries.append(described(argument.name, argument.description))
        return _section("Args", entries)

    def _returns(self) -> str:
        """The section about the result."""
        operation = self._operation
        text = " Or: ".join(dict.fromkeys(operation.descriptions[status] for status in operation.successes))
        return _section("Returns", [wrapped(text, 96, 4)] if operation.returned != "None" else [])


def _section(title: str, entries: list[str]) -> str:
    return "\n".join([f"{title}:", *(f"    {entry}" for entry in entries)]) if entries else ""


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
