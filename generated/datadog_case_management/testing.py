# Copied from runtime/testing.py by `make generate`. Do not edit: change that file.
"""A test double of the service, for tests of code that uses this package: no network, no keys, no waiting.

```python
def test_my_code() -> None:
    service = FakeService()
    my_code(service.client())
    assert service.calls[0].operation == "watch_case"
```
"""

from __future__ import annotations

import datetime
import json
import math
import re
from collections import deque
from collections.abc import Callable, Mapping
from http.client import responses as phrases
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, unquote

from . import models
from ._body import json_body
from ._codec import Model, copy_json
from ._exchange import Operation, Paging
from ._operations import OPERATIONS
from ._transport import FakeResponse, LazyLibrary, fake_transport, library_of
from .client import AsyncClient, Client

if TYPE_CHECKING:
    import httpx
else:
    httpx = LazyLibrary("httpx")

_SETTINGS: dict[str, Any] = {"api_key": "fake-api-key", "app_key": "fake-app-key", "max_retries": 0}


class Call(NamedTuple):
    """A request that a FakeService received.

    Attributes:
        operation: The name of the method of the client, such as `watch_case`.
        arguments: The path and query arguments by their Python names, without those that were not sent.
        body: The body, as a model; None if there was none.
        request: The request itself.
    """

    operation: str
    arguments: dict[str, Any]
    body: Any
    request: httpx.Request


class FakeService:
    """Returns the example of the spec for every operation, or the replies that you choose, and records the calls.

    Attributes:
        calls: The calls, in order.
        transport: An httpx transport, for a Client or AsyncClient with other settings.

    A request that the spec does not allow raises an AssertionError in the code that sent it.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.transport: Any = fake_transport(self._respond)
        self._replies: dict[str, deque[Reply]] = {}

    def client(self, **settings: Any) -> Client:
        """Create a Client of this service.

        Args:
            settings: Settings of Client, in addition to fake keys and `max_retries=0`.
        """
        return Client(**{**_SETTINGS, **settings, "transport": self.transport})

    def async_client(self, **settings: Any) -> AsyncClient:
        """Create an AsyncClient of this service.

        Args:
            settings: Settings of AsyncClient, in addition to fake keys and `max_retries=0`.
        """
        return AsyncClient(**{**_SETTINGS, **settings, "transport": self.transport})

    def reply(
        self, operation: str, *replies: Any, headers: Mapping[str, str] | None = None, delay: float = 0.0
    ) -> None:
        """Set the replies to the next calls of an operation.

        Args:
            operation: The name of the method of the client, such as `list_case_watchers`.
            replies: One for each call; the last one is repeated. Each is a model or a dict, for a success; a list of
                them, for the pages of a paged operation; a status; a tuple of a status and a body; a response of
                httpx or httpx2; an exception, which is raised; or a function of the Call that returns one of these.
            headers: Headers of these replies. Default: none.
            delay: The seconds before each of them; if the timeout of the client is shorter, it applies. Default: 0.

        Raises:
            ValueError: There is no such operation, one of the replies is none of these or cannot be encoded, or the
                headers or the delay cannot be used.
        """
        if operation not in OPERATIONS:
            raise ValueError(f"no operation {operation!r}: choose one of {', '.join(OPERATIONS)}")
        if not replies:
            raise ValueError("reply needs at least one reply")
        if not isinstance(headers, (Mapping, type(None))):
            raise ValueError(f"headers must be Mapping, not {type(headers).__name__}")
        if not all(isinstance(part, str) and part.isascii() for pair in (headers or {}).items() for part in pair):
            raise ValueError("headers must have names and values of ASCII")
        if type(delay) not in (int, float) or not 0 <= delay < math.inf:
            raise ValueError("delay must be a number of seconds, of at least 0")
        for reply in replies:
            _check(operation, reply)
        self._replies[operation] = deque(Reply(_copy(reply), dict(headers or {}), delay) for reply in replies)

    def _respond(self, request: httpx.Request) -> FakeResponse:
        call = _recognize(request)
        self.calls.append(call)
        replies = self._replies.get(call.operation)
        reply = Reply() if replies is None else replies[0] if len(replies) == 1 else replies.popleft()
        value = reply.value
        if callable(value) and not isinstance(value, type):
            value = value(call)
            _check(call.operation, value)
        status, headers, content = _response(OPERATIONS[call.operation], value, call)
        others = [(name, text) for name, text in headers if name.lower() not in map(str.lower, reply.headers)]
        return status, [*others, *reply.headers.items()], content, reply.delay


class Reply(NamedTuple):
    """A reply with its headers and the seconds before it."""

    value: Any = None
    headers: Mapping[str, str] = {}
    delay: float = 0.0


def _check(operation: str, reply: Any) -> None:
    """Raise unless this can be a reply."""
    if isinstance(reply, BaseException) or (isinstance(reply, type) and issubclass(reply, BaseException)):
        return
    if isinstance(reply, tuple):
        if len(reply) != 2 or not isinstance(reply[0], int):
            raise ValueError(f"{operation}: a tuple must be a status and a body, not {reply!r:.80}")
        _check(operation, reply[0])
        reply = reply[1]
    elif isinstance(reply, list) and not isinstance(next(iter(OPERATIONS[operation].responses.values())), list):
        if OPERATIONS[operation].paging is None:
            raise ValueError(f"{operation} has no pages: reply with one model, not with a list")
        for page in reply:
            _check(operation, page)
        return
    if isinstance(reply, int) and not _is_status(reply):
        raise ValueError(f"{operation}: a status must be from 200 to 599, not {reply}")
    known = (int, str, bytes, Model, Mapping, list, type(None))
    if not (callable(reply) or isinstance(reply, known) or library_of(reply, "Response")):
        raise ValueError(f"{operation}: cannot reply with {type(reply).__name__}")
    if isinstance(reply, (str, Model, Mapping, list)):
        try:
            _encode(reply)
        except (TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"{operation}: a reply cannot be encoded: {error}") from None


def _is_status(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 200 <= value <= 599


def _recognize(request: httpx.Request) -> Call:
    """The operation and the arguments of a request, checked against the spec."""
    path, _, query = request.url.raw_path.decode().partition("?")
    matches = [
        (name, operation, match)
        for name, operation in OPERATIONS.items()
        if operation.method == request.method
        and (match := re.fullmatch(".*" + re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", operation.path), path))
    ]
    if not matches:
        raise AssertionError(f"FakeService: no operation of the spec is {request.method} {path}")
    # A path without arguments takes precedence, as in the spec.
    name, operation, in_path = min(matches, key=lambda candidate: candidate[1].path.count("{"))
    module = import_module(f".api.{operation.tag}.{name}", __package__)
    path_types: dict[str, type[Any]] = getattr(module, "_PATH", {})
    arguments: dict[str, Any] = {
        key: _value(name, key, path_types.get(key, str), unquote(text)) for key, text in in_path.groupdict().items()
    }
    parameters = {parameter.key: parameter for parameter in getattr(module, "_QUERY", ())}
    for key, text in parse_qsl(query, keep_blank_values=True):
        if key not in parameters:
            raise AssertionError(f"FakeService: {name} has no query parameter {key}")
        parameter = parameters[key]
        value = _value(name, parameter.argument, parameter.type, text)
        arguments[parameter.argument] = [*arguments.get(parameter.argument, []), value] if parameter.many else value
    for parameter in getattr(module, "_HEADERS", ()):
        if parameter.key in request.headers:
            text = request.headers[parameter.key]
            arguments[parameter.argument] = _value(name, parameter.argument, parameter.type, text)
    return Call(name, arguments, _body(name, operation, request), request)


def _value(operation: str, argument: str, python_type: type[Any], text: str) -> Any:
    readers: dict[Any, Callable[[str], Any]] = {
        bool: {"true": True, "false": False}.__getitem__,
        datetime.date: datetime.date.fromisoformat,
        datetime.datetime: datetime.datetime.fromisoformat,
    }
    try:
        return readers.get(python_type, python_type)(text)
    except (KeyError, ValueError):
        problem = f"{argument} must be {python_type.__name__}, not {text!r}"
    raise AssertionError(f"FakeService: {operation}: {problem}")


def _body(name: str, operation: Operation, request: httpx.Request) -> Any:
    content = request.read()
    if operation.body is None:
        if content:
            raise AssertionError(f"FakeService: {name} takes no body")
        return None
    if not content and not operation.body_required:
        return None
    try:
        body = json.loads(content)
        json_body(operation.body, body)
    except ValueError as error:
        raise AssertionError(f"FakeService: {name}: {error}") from None
    return getattr(models, operation.body).from_dict(body)


def _response(operation: Operation, reply: Any, call: Call) -> tuple[int, list[tuple[str, str]], bytes]:
    """The status, the headers and the content of a reply."""
    success = min(operation.responses)
    if isinstance(reply, BaseException) or (isinstance(reply, type) and issubclass(reply, BaseException)):
        raise reply
    if library_of(reply, "Response"):
        return reply.status_code, reply.headers.multi_items(), reply.content
    example = operation.responses[success]
    if operation.paging is not None and (reply is None or isinstance(reply, list)):
        reply = _page(operation.paging, [example] if reply is None else reply, call)
    if reply is None:
        reply = success
    if isinstance(reply, int):
        reply = (reply, _default_body(operation, reply))
    status, body = reply if isinstance(reply, tuple) else (success, reply)
    is_json = not isinstance(body, (str, bytes, type(None)))
    return status, [("Content-Type", "application/json")] if is_json else [], _encode(body)


def _default_body(operation: Operation, status: int) -> Any:
    """The example of a success; for an error, the example with the words of its status."""
    example = operation.responses.get(status)
    if status < 400 or not isinstance(example, dict):
        return example
    phrase = phrases.get(status, "Error")
    details = example.get("errors")
    if not isinstance(details, list) or not details:
        return example
    words = {"title": phrase, "detail": phrase, "status": str(status)}
    error = phrase if isinstance(details[0], str) else {key: words.get(key, value) for key, value in details[0].items()}
    return {**example, "errors": [error]}


def _encode(body: Any) -> bytes:
    if isinstance(body, (str, bytes, type(None))):
        return body.encode() if isinstance(body, str) else body or b""
    return json.dumps(list(map(_plain, body)) if isinstance(body, list) else _plain(body)).encode()


def _copy(reply: Any) -> Any:
    """A reply that no later change of the caller's model, dict or list changes."""
    if isinstance(reply, tuple):
        return tuple(map(_copy, reply))
    return [_copy(item) for item in reply] if isinstance(reply, list) else copy_json(_plain(reply))


def _plain(value: Any) -> Any:
    return value.to_dict() if isinstance(value, Model) else value


def _page(paging: Paging, pages: list[Any], call: Call) -> Any:
    """The page that a call asks for; an empty one after the last."""
    position = call.arguments.get(paging.argument, paging.start)
    pages = [_plain(page) for page in pages]
    if paging.form == "page":
        positions = [paging.start + number for number in range(len(pages))]
    elif paging.form == "offset":
        counts = [len(_at(page, paging.results) or ()) for page in pages]
        positions = [paging.start + sum(counts[:number]) for number in range(len(pages))]
    else:
        positions = [None, *(f"page {number}" for number in range(2, len(pages) + 1))]
        pages = [_with(page, paging.cursor, cursor) for page, cursor in zip(pages, [*positions[1:], None], strict=True)]
    return pages[positions.index(position)] if position in positions else _with({}, paging.results, [])


def _at(page: Any, fields: tuple[str, ...]) -> Any:
    for field in fields:
        page = page.get(field) if isinstance(page, Mapping) else None
    return page


def _with(page: Mapping[str, Any], fields: tuple[str, ...], value: Any) -> dict[str, Any]:
    """A copy of a page with another value at a path of field names."""
    name, *rest = fields
    return {**page, name: _with(page.get(name) or {}, tuple(rest), value) if rest else value}


__all__ = ["Call", "FakeService"]


def __dir__() -> list[str]:
    return __all__
