# Copied from runtime/errors.py by `make generate`. Do not edit: change that file.
"""Every error that this package raises.

    CaseManagementError                     root of every error below
    ├── ConfigurationError (ValueError)     missing, invalid or contradictory settings
    ├── APIConnectionError                  no response
    │   └── APITimeoutError                 no response in time
    ├── APIStatusError                      a response other than a success
    │   ├── BadRequestError                 400
    │   ├── UnauthorizedError               401
    │   ├── ForbiddenError                  403
    │   ├── NotFoundError                   404
    │   ├── RateLimitError                  429
    │   └── ServerError                     500 to 599
    └── ResponseDecodeError                 a success whose body does not match the spec, or is too long

An invalid argument is a plain ValueError. Every error can be pickled, and none of them shows a key or token.
"""

from __future__ import annotations

import functools
import json
import pickle
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ._excerpts import error_members, one_line
from .types import Headers, RateLimit, requested_wait

# How many errors the text of an error shows, and how many it has: a body of 8 KB, compressed, can have millions.
_SHOWN_ERRORS = 20
_MAX_ERRORS = 100


class ErrorDetail(NamedTuple):
    """One error of a response, whatever its form; a missing member is None.

    Attributes:
        title: The kind of error.
        detail: What went wrong this time; the entire text if the service sent a string or a page.
        status: The status code in the body.
        code: A name of the error for programs; undocumented, but observed.
        pointer: A JSON pointer to the value in the request body that caused it.
        parameter: The query parameter that caused it.
        header: The request header that caused it.
        raw: The error as it was received: an object, a string, or anything else.

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
        # The raw error may be of any length.
        shown = zip(self._fields[:-1], self[:-1], strict=True)
        return f"ErrorDetail({', '.join(f'{name}={value!r}' for name, value in shown)})"

    def __str__(self) -> str:
        return ": ".join(text for text in (self.title or self.code, self.detail) if text)


class CaseManagementError(Exception):
    """The root of every error in this package, with the request of a call; an error without one has the defaults.

    Attributes:
        method: The HTTP method.
        url: The URL as it was sent.
        proxy: The host and the port of the proxy; None without one.
        attempts: How many attempts there were.
        site: The Datadog site that was asked; None if the caller passed a `base_url`.
    """

    method: str = ""
    url: str = ""
    proxy: str | None = None
    attempts: int = 0
    site: str | None = None

    @property
    def host(self) -> str:
        """The host that was asked."""
        return urlsplit(self.url).hostname or ""

    @property
    def path(self) -> str:
        """The path of the URL."""
        return urlsplit(self.url).path

    def _more(self) -> list[str]:
        """What else the message says about the request."""
        return []

    def _add_request(self, sent: Mapping[str, Any]) -> str:
        """Keep the request, and describe it."""
        self.__dict__.update(sent)
        parts = [one_line(f"{self.method} {self.url}")] if self.url else []
        parts += [f"through the proxy {self.proxy}"] if self.proxy else []
        parts += [f"{self.attempts} attempts"] if self.attempts > 1 else []
        parts += self._more()
        return f" ({'; '.join(parts)})" if parts else ""

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args), self.__dict__


def _rebuild(error_class: type[CaseManagementError], args: tuple[Any, ...]) -> CaseManagementError:
    return error_class.__new__(error_class, *args)


class ConfigurationError(CaseManagementError, ValueError):
    """A setting is missing, invalid or contradicts another one. Raised before anything is sent."""


class APIConnectionError(CaseManagementError):
    """There was no response: refused, reset, TLS, protocol. The exception of the HTTP library is the `__cause__`."""

    def __init__(self, message: str = "no response", **sent: Any) -> None:
        """Construct an error, in a test for example.

        Args:
            message: What happened.
            sent: The attributes of the request. Default: none.
        """
        super().__init__(message + self._add_request(sent))


class APITimeoutError(APIConnectionError):
    """There was no response in time. Timeouts are not retried."""


class APIStatusError(CaseManagementError):
    """A response other than a success.

    Attributes:
        status_code: The HTTP status.
        headers: The headers of the response.
        content: The body, decompressed.
        parsed: The body as the model that the spec has for this status; None if it has another form.
    """

    # The status of an error that is constructed without one, as in a test.
    _default_status = 418

    def __init__(
        self,
        status_code: int | str | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes = b"",
        *,
        parsed: Any = None,
        body: Any = None,
        **sent: Any,
    ) -> None:
        """Construct an error, in a test for example: `NotFoundError(content=b'{"errors": ["no such case"]}')`.

        Args:
            status_code: The HTTP status; or the message of another error, which is all that its `args` have.
                Default: that of the class.
            headers: The headers of the response. Default: none.
            content: The body. Default: none.
            parsed: The body as a model. Default: None.
            body: The JSON of `content`, if it has been read already. Default: None.
            sent: The attributes of the request. Default: none.
        """
        message = status_code if isinstance(status_code, str) else None
        if isinstance(status_code, str):
            begin = re.match(r"\d{3}\b", status_code)
            status_code = int(begin[0]) if begin else None
        self.status_code: int = self._default_status if status_code is None else status_code
        self.headers = Headers(headers)
        self.content = content
        self.parsed = parsed
        self._read_headers()
        where = self._add_request(sent)
        super().__init__(self._what(body) + where if message is None else message)

    def __reduce__(self) -> tuple[Any, ...]:
        # JSON may be nested more deeply than pickle allows.
        state = {name: value for name, value in self.__dict__.items() if name != "errors"}
        try:
            state["parsed"] = pickle.dumps(self.parsed)
        except RecursionError:
            state["parsed"] = pickle.dumps(None)
        return _rebuild, (type(self), self.args), state

    def __setstate__(self, state: Any) -> None:
        self.__dict__.update(state, parsed=pickle.loads(state["parsed"]))

    def _read_headers(self) -> None:
        pass

    @functools.cached_property
    def errors(self) -> list[ErrorDetail]:
        """The errors in the body, whatever its form, at most 100; empty if it has none."""
        return [ErrorDetail(**members) for members in error_members(self.content, None, _MAX_ERRORS)]

    def _what(self, body: Any) -> str:
        """The status and the errors."""
        try:
            reason = HTTPStatus(self.status_code).phrase
        except ValueError:
            reason = ""
        status = f"{self.status_code} {reason}".rstrip()
        texts = [str(ErrorDetail(**members)) for members in error_members(self.content, body, _SHOWN_ERRORS)]
        for known in filter(None, (status, reason)):  # not twice
            texts = ["" if text == known else text.removeprefix(f"{known}: ") for text in texts]
        details = one_line("; ".join(dict.fromkeys(filter(None, texts))))
        return f"{status}{f': {details}' if details else ''}"

    def _more(self) -> list[str]:
        """What else the message says."""
        location = self.headers.get("location") if 300 <= self.status_code < 400 else None
        if self.status_code in (401, 403) and self.site:
            return [f"keys and tokens are valid on one site only, here {self.site}"]
        return [] if location is None else [f"redirected to {one_line(location)}"]

    @property
    def rate_limit(self) -> RateLimit | None:
        """The X-RateLimit headers of the response; None if there are none."""
        return RateLimit.from_headers(self.headers)


class BadRequestError(APIStatusError):
    """400: the request is malformed, or a value in it is not allowed."""

    _default_status = 400


class UnauthorizedError(APIStatusError):
    """401: the keys or the token are missing or invalid."""

    _default_status = 401


class ForbiddenError(APIStatusError):
    """403: the keys or the token are valid, but do not permit this."""

    _default_status = 403


class NotFoundError(APIStatusError):
    """404: the resource does not exist."""

    _default_status = 404


class RateLimitError(APIStatusError):
    """429: too many requests, and the retries did not last until the end of the window.

    Attributes:
        retry_after: How many seconds the last response asked to wait; None if it did not.
    """

    _default_status = 429
    retry_after: float | None = None

    def _read_headers(self) -> None:
        self.retry_after = requested_wait(self.status_code, self.headers)

    def _more(self) -> list[str]:
        return [] if self.retry_after is None else [f"retry after {self.retry_after:g} s"]


class ServerError(APIStatusError):
    """500 to 599: the service failed."""

    _default_status = 500


class ResponseDecodeError(CaseManagementError):
    """A success whose body does not match the spec, or is too long.

    Attributes:
        reason: What is wrong.
        status_code: The HTTP status; None if the caller passed a dict to `from_dict` and there was no response.
        content: The body, decompressed, or its start if it is too long; None if there was no response.
        headers: The headers of the response; None if there was none.
    """

    _json_path = "$"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status_code: int | None = None
        self.content: bytes | None = None
        self.headers: Headers | None = None

    @property
    def path(self) -> str:
        """Where in the body it is, as a JSON path such as `$.data[3].attributes`."""
        return self._json_path

    def _prepend(self, step: str | int) -> None:
        """Extend the path by one step at its root."""
        named = isinstance(step, str) and step.isidentifier()
        self._json_path = f"${f'.{step}' if named else f'[{json.dumps(step)}]'}{self._json_path[1:]}"
        self.args = (self._what(),)

    def _what(self) -> str:
        """The status, the reason, and where it is."""
        status = "" if self.status_code is None else f"{self.status_code}, but "
        return f"{status}{self.reason}{'' if self._json_path == '$' else f' at {one_line(self._json_path)}'}"

    def _redact(self, redact: Callable[[str], str]) -> None:
        self.reason, self._json_path = redact(self.reason), redact(self._json_path)

    def _complete(self, response: tuple[int, Headers, bytes], sent: Mapping[str, Any]) -> None:
        """Keep the response and the request."""
        self.status_code, self.headers, self.content = response
        self.args = (self._what() + self._add_request(sent),)


STATUS_ERRORS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    429: RateLimitError,
}


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

__dir__ = __all__.copy
