# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
"""Everything that can go wrong in here.

    CaseManagementError                     the root
    ├── ConfigurationError (ValueError)     settings that are missing, unknown or contradictory
    ├── APIConnectionError                  no answer
    │   └── APITimeoutError                 no answer in time
    ├── APIStatusError                      an answer that is not a success
    │   ├── BadRequestError                 400
    │   ├── UnauthorizedError               401
    │   ├── ForbiddenError                  403
    │   ├── NotFoundError                   404
    │   ├── RateLimitError                  429
    │   └── ServerError                     500 to 599
    └── ResponseDecodeError                 a success whose body is not what the spec describes

A bad argument is a plain ValueError. All of these pickle, and none of them shows a key or token.
"""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import httpx

    from .types import RateLimit


class ErrorDetail(NamedTuple):
    """One error of an answer, whatever form the answer gave it; a member that it lacks is None.

    Attributes:
        title: What kind of error it is.
        detail: What went wrong this time; the whole text where the service sent a string or a page.
        status: The status code, as the body repeats it.
        code: A name for the error that programs can compare; undocumented, but seen.
        pointer: A JSON pointer to the value in the request body that caused it.
        parameter: The query parameter that caused it.
        header: The request header that caused it.
        raw: The error as it came: an object, a string, or whatever else.

    Source: https://jsonapi.org/format/#error-objects
    """

    title: str | None = None
    detail: str | None = None
    status: str | None = None
    code: str | None = None
    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None
    raw: Any = None

    def __repr__(self) -> str:
        # Without the raw error, which is as long as the service likes.
        return f"ErrorDetail({', '.join(f'{name}={value!r}' for name, value in zip(self._fields[:-1], self))})"

    def __str__(self) -> str:
        return ": ".join(text for text in (self.title or self.code, self.detail) if text)


class CaseManagementError(Exception):
    """The root of every error in this package."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args), self.__dict__


def _rebuild(kind: type[CaseManagementError], args: tuple[Any, ...]) -> CaseManagementError:
    return kind.__new__(kind, *args)


class ConfigurationError(CaseManagementError, ValueError):
    """A setting is missing, unknown or contradicts another one. Raised before anything is sent."""


class APIConnectionError(CaseManagementError):
    """No answer came: refused, reset, TLS, protocol. The httpx exception is the `__cause__`.

    Attributes:
        method: The HTTP method of the request.
        path: The path of the request.
    """

    method: str
    path: str

    def __init__(self, message: str, *, method: str, path: str) -> None:
        super().__init__(message)
        self.method = method
        self.path = path


class APITimeoutError(APIConnectionError):
    """No answer came in time. What timed out is not tried again."""


class APIStatusError(CaseManagementError):
    """An answer that is not a success.

    Attributes:
        status_code: The HTTP status.
        errors: What the body says went wrong, whatever its form; empty if it says nothing.
        headers: The headers of the answer.
        content: The body, decompressed.
        parsed: The body as the model that the spec has for this status; None if it is something else.
        method: The HTTP method of the request.
        path: The path of the request.
    """

    def __init__(
        self, status_code: int, headers: httpx.Headers, content: bytes, *, method: str, path: str, parsed: Any = None
    ) -> None:
        self.status_code = status_code
        self.headers = headers
        self.content = content
        self.method = method
        self.path = path
        self.parsed = parsed
        self.errors: list[ErrorDetail] = error_details(content)
        super().__init__(status_code)

    @property
    def rate_limit(self) -> RateLimit | None:
        """What the X-RateLimit headers of the answer say; None without any."""
        from .types import RateLimit

        return RateLimit.from_headers(self.headers)

    def __str__(self) -> str:
        try:
            reason = HTTPStatus(self.status_code).phrase
        except ValueError:
            reason = ""
        told = "; ".join(dict.fromkeys(str(error) for error in self.errors)).removeprefix(reason).lstrip(": ")
        status = f"{self.status_code} {reason}".rstrip()
        return f"{status}: {told} ({self.method} {self.path})" if told else f"{status} ({self.method} {self.path})"


class BadRequestError(APIStatusError):
    """400: the request is malformed, or a value in it is not allowed."""


class UnauthorizedError(APIStatusError):
    """401: the keys or the token are missing or not valid."""


class ForbiddenError(APIStatusError):
    """403: the keys or the token are valid, but not allowed to do this."""


class NotFoundError(APIStatusError):
    """404: there is no such thing."""


class RateLimitError(APIStatusError):
    """429: too many requests, and the retries did not outlast the window.

    Attributes:
        retry_after: How many seconds are left to wait, as the service said in its last answer; None if it did not say.
    """

    retry_after: float | None = None


class ServerError(APIStatusError):
    """500 to 599: the service failed."""


class ResponseDecodeError(CaseManagementError):
    """A success whose body is not what the spec describes.

    Attributes:
        reason: What is wrong.
        path: Where, as a JSON path such as `$.data[3].attributes`.
        status_code: The HTTP status; None if no answer was decoded, but a dict of the caller's.
        content: The body as it came; None likewise.
        headers: The headers of the answer; None likewise.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = "$"
        self.status_code: int | None = None
        self.content: bytes | None = None
        self.headers: httpx.Headers | None = None

    def under(self, step: str | int) -> ResponseDecodeError:
        """The same error, one step further from the root."""
        if isinstance(step, int):
            step = f"[{step}]"
        else:
            step = f".{step}" if step.isidentifier() else f"[{json.dumps(step)}]"
        self.path = f"${step}{self.path[1:]}"
        return self

    def __str__(self) -> str:
        status = "" if self.status_code is None else f"{self.status_code}, but "
        return f"{status}{self.reason} at {self.path}"


STATUS_ERRORS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    429: RateLimitError,
}


def error_details(content: bytes) -> list[ErrorDetail]:
    """Read the errors from a body of any form: strings, JSON:API objects, a page of HTML, text, nothing."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        text = _text_of(content)
        return [ErrorDetail(detail=text, raw=text)] if text else []
    errors = body.get("errors", body) if isinstance(body, dict) else body
    return [
        _detail(error) for error in (errors if isinstance(errors, list) else [errors]) if error not in (None, {}, "")
    ]


def _detail(error: Any) -> ErrorDetail:
    if not isinstance(error, dict):
        return ErrorDetail(detail=_text(error), raw=error)
    source = error.get("source")
    if not isinstance(source, dict):
        source = {}
    return ErrorDetail(
        title=_text(error.get("title")),
        detail=_text(error.get("detail") or error.get("message")),
        status=_text(error.get("status")),
        code=_text(error.get("code")),
        pointer=_text(source.get("pointer")),
        parameter=_text(source.get("parameter")),
        header=_text(source.get("header")),
        raw=error,
    )


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    # An object where a text should be is in `raw`.
    return None if isinstance(value, (dict, list)) else json.dumps(value)


def _text_of(content: bytes) -> str:
    """The title of an HTML page, or the start of a text, on one line; nothing of what is not text."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return ""
    title = re.search(r"<title[^>]*>(.*?)</title>", text[:10_000], re.IGNORECASE | re.DOTALL)
    return " ".join((title[1] if title else re.sub(r"<[^<>]*>", " ", text[:2000])).split())[:200]


__all__ = [
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "BadRequestError",
    "CaseManagementError",
    "ConfigurationError",
    "ErrorDetail",
    "ForbiddenError",
    "NotFoundError",
    "RateLimitError",
    "ResponseDecodeError",
    "ServerError",
    "UnauthorizedError",
]
