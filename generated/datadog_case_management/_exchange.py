# Copied from runtime/_exchange.py by `make generate`. Do not edit: change that file.
"""Data without behaviour: operations, and what passes through the seam between the client and the HTTP libraries."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, NamedTuple

from .types import Headers


class Timeouts(NamedTuple):
    """How many seconds each phase of an attempt may take, and all of it; None for any number.

    Attributes:
        connect: To connect to one address.
        read: From the end of the request to the end of the response.
        write: To write a part of the request.
        pool: To wait for another call to end, if the limit of calls is reached.
        total: Everything together.
    """

    connect: float | None
    read: float | None
    write: float | None
    pool: float | None
    total: float | None

    def within(self, seconds: float) -> Timeouts:
        """The same, with no phase longer than this."""
        if seconds == math.inf:
            return self
        return Timeouts(*(seconds if phase is None else min(phase, seconds) for phase in self))


class Deadline:
    """When an attempt must be over: it starts once a call may begin, and redirects share it; or when a call must be."""

    __slots__ = ("_end", "_latest", "_seconds")

    def __init__(self, seconds: float | None, latest: float = math.inf) -> None:
        self._seconds = math.inf if seconds is None else seconds
        self._latest = latest
        self._end: float | None = None

    def start(self) -> float:
        """Start it, unless it has started; return its end in the terms of time.monotonic()."""
        if self._end is None:
            self._end = min(time.monotonic() + self._seconds, self._latest)
        return self._end

    def remaining(self) -> float:
        """The seconds until its end; infinite without one."""
        return math.inf if self._seconds == math.inf else max(self.start() - time.monotonic(), 0.001)


class Limits(NamedTuple):
    """How many calls may be in flight, and how many connections are kept for how many seconds; None for any number."""

    max_connections: int | None = 100
    max_keepalive_connections: int | None = None
    keepalive_expiry: float | None = 5.0


class SentHeaders:
    """The headers of a request. They contain the credentials, so that neither its repr nor its items show them.

    Attributes:
        values: The headers.
        native: The same as an object of the HTTP library, which its transport creates once.
    """

    __slots__ = ("native", "values")

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = dict(values)
        self.native: Any = None

    def __repr__(self) -> str:
        return f"<{', '.join(self.values)}>"

    def with_others(self, others: Mapping[str, str | None]) -> SentHeaders:
        """A copy with other headers added, replaced, or removed by None."""
        names = {name.lower() for name in others}
        kept = {name: value for name, value in self.values.items() if name.lower() not in names}
        return SentHeaders(kept | {name: value for name, value in others.items() if value is not None})


class Outgoing(NamedTuple):
    """A request as it is sent.

    Attributes:
        method: The HTTP method.
        base_url: The address that the path is appended to, without a slash at its end.
        path: The path with its query, quoted.
        headers: The headers.
        content: The body; None if it has none.
    """

    method: str
    base_url: str
    path: str
    headers: SentHeaders
    content: bytes | None


class Sent(NamedTuple):
    """What errors say about the request of a call.

    Attributes:
        method: The HTTP method.
        url: The URL.
        proxy: The host and the port of the proxy; None without one.
        attempts: How many attempts there were.
        site: The Datadog site; None if the caller passed a `base_url`.
    """

    method: str
    url: str
    proxy: str | None
    attempts: int
    site: str | None


class RetryPolicy(NamedTuple):
    """What is retried.

    Attributes:
        max_retries: How often.
        posts: Whether a POST is retried like a PUT.
        timeouts: Whether an attempt that took too long is retried like one whose connection was lost.
    """

    max_retries: int
    posts: bool = False
    timeouts: bool = False


class Hooks(NamedTuple):
    """What is called with the request of the HTTP library before it is sent, and with its response before its body."""

    request: list[Callable[[Any], Any]]
    response: list[Callable[[Any], Any]]


class RawResponse:
    """A complete response.

    It is not a tuple, because error reports show the items of tuples, and a body may echo the credentials.

    Attributes:
        status_code: The HTTP status.
        raw_headers: The headers as they arrived.
        content: The body, decompressed.
        problem: What is wrong with the body itself; None if it could be read.
        too_long: Whether the body is longer than the caller allows, and therefore incomplete.
    """

    __slots__ = ("content", "problem", "raw_headers", "status_code", "too_long")

    def __init__(
        self,
        status_code: int,
        raw_headers: list[tuple[bytes, bytes]],
        content: bytes,
        problem: str | None = None,
        too_long: bool = False,
    ) -> None:
        self.status_code = status_code
        self.raw_headers = raw_headers
        self.content = content
        self.problem = problem
        self.too_long = too_long

    @property
    def headers(self) -> Headers:
        """The headers; their names are case-insensitive."""
        return Headers(self.raw_headers)

    def __repr__(self) -> str:
        return f"<{self.status_code}, {len(self.content)} bytes>"


class Loss(Enum):
    """How far an attempt without a response got."""

    NEVER_SENT = "the service did not receive the request"
    LOST = "the connection was lost"
    TIMED_OUT = "there was no response in time"
    REFUSED = "this client cannot make the call"
    FINAL = "another attempt would end in the same way"


# Of a deadline that has passed.
TOO_LATE = "the attempt took too long"


class ConnectionFailed(Exception):
    """There is no response. The exception of the HTTP library is its cause, without frames that show credentials.

    Attributes:
        loss: How far the attempt got.
        phase: For an attempt that took too long, the limit of `Timeouts` that it exceeded.
    """

    def __init__(self, loss: Loss, reason: str, phase: str = "total") -> None:
        super().__init__(reason)
        self.loss = loss
        self.phase = phase


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
