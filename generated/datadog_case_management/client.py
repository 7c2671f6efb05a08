# Generated from openapi/case-management.yaml by `make generate`. Do not edit: change the spec or the templates.
"""Client and AsyncClient: arguments, then the request, sent with auth, retries and timeouts, then its status, then its body."""

from __future__ import annotations

import copy
import functools
import itertools
import json
import logging
import math
import os
import random
import ssl
import time
import weakref
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar
from urllib.parse import quote

import httpx

from . import __version__, errors
from .models.datadog_site import DatadogSite
from .types import UNSET, Model, Response, Unset

if TYPE_CHECKING:
    from types import TracebackType

    import aiohttp

    from .models import TimelineCellResource
    from .models.case_insights_request import CaseInsightsRequest
    from .models.case_response import CaseResponse
    from .models.case_watchers_response import CaseWatchersResponse
    from .models.timeline_response import TimelineResponse

T = TypeVar("T")

DEFAULT_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
DEFAULT_MAX_RETRIES = 3

# Seconds. A backoff doubles from the first to the second; no wait, whoever asked for it, is longer than the third.
_FIRST_BACKOFF = 0.5
_LAST_BACKOFF = 8.0
_LONGEST_WAIT = 60.0
# A number of seconds above this is a moment in Unix time and not a duration: it would be 31 years.
_UNIX_TIME = 1e9

_BASE_URL = "https://api.{site}"
_API_KEY_HEADER = "DD-API-KEY"
_APP_KEY_HEADER = "DD-APPLICATION-KEY"

_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
_logger = logging.getLogger(__package__)


class Call(NamedTuple):
    """An operation with its arguments, ready to be sent."""

    method: str
    path: str
    content: bytes | None = None


class Answer(NamedTuple):
    """What came back for a call, with its body decompressed."""

    call: Call
    status_code: int
    headers: httpx.Headers
    content: bytes


def path_segment(name: str, value: str) -> str:
    """Quote an argument as exactly one segment of a path."""
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a string, not {type(value).__name__}")
    if value in ("", ".", ".."):
        raise ValueError(f"{name} must not be {value!r}: it would name another path")
    return quote(value, safe="")


def query_string(*parameters: tuple[str, str, Any, type[Any]]) -> str:
    """Check and encode the parameters, each a key, the name of the argument, its value and its type."""
    pairs = []
    for key, name, value, kind in parameters:
        if value is UNSET:
            continue
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise ValueError(f"{name} must be {kind.__name__}, not {type(value).__name__}")
        if key == "page[size]" and value < 1:
            raise ValueError(f"{name} must be at least 1, not {value}")
        if key == "page[number]" and value < 0:
            raise ValueError(f"{name} must be at least 0, not {value}: pages are counted from 0")
        text = str(value).lower() if kind is bool else str(value)
        pairs.append(f"{quote(key, safe='')}={quote(text, safe='')}")
    return "?" + "&".join(pairs) if pairs else ""


def json_body(body: Any, kind: type[Model[Any]]) -> bytes:
    """Encode the body of a request, after a check that it is the model that the operation takes."""
    if not isinstance(body, kind):
        raise ValueError(
            f"body must be a {kind.__name__}, not {type(body).__name__}; {kind.__name__}.from_dict makes one of a dict"
        )
    return _encode(body.to_dict()).encode()


def decoded(answer: Answer, from_dict: Callable[[Mapping[str, Any]], T]) -> T:
    """Decode the body of a success."""
    try:
        try:
            body = json.loads(answer.content)
        except (ValueError, RecursionError) as error:
            raise errors.ResponseDecodeError(
                f"the body is not JSON that can be read ({type(error).__name__})"
            ) from None
        if type(body) is not dict:
            raise errors.ResponseDecodeError(f"expected an object, got {type(body).__name__}")
        return from_dict(body)
    except errors.ResponseDecodeError as error:
        error.status_code = answer.status_code
        error.headers = answer.headers
        error.content = answer.content
        raise


def result_of(answer: Answer, parse: Callable[[Answer], T], error_models: Mapping[int, str]) -> T:
    """The model of a success; any other status raises."""
    if 200 <= answer.status_code < 300:
        return parse(answer)
    raise _status_error(answer, error_models)


def detailed(answer: Answer, parse: Callable[[Answer], Any], error_models: Mapping[int, str]) -> Response[Any]:
    """The answer with its status, whatever it is."""
    success = 200 <= answer.status_code < 300
    parsed = parse(answer) if success else _parse_error(answer, error_models)
    return Response(answer.status_code, answer.content, answer.headers, parsed)


def _parse_error(answer: Answer, error_models: Mapping[int, str]) -> Any:
    # Best effort: whatever is in the body of an error, the status is what counts.
    if answer.status_code not in error_models:
        return None
    from . import models

    try:
        return decoded(answer, getattr(models, error_models[answer.status_code]).from_dict)
    except errors.ResponseDecodeError:
        return None


def _status_error(answer: Answer, error_models: Mapping[int, str]) -> errors.APIStatusError:
    status = answer.status_code
    kind = errors.STATUS_ERRORS.get(status, errors.ServerError if 500 <= status < 600 else errors.APIStatusError)
    path = answer.call.path.partition("?")[0]
    parsed = _parse_error(answer, error_models)
    error = kind(status, answer.headers, answer.content, method=answer.call.method, path=path, parsed=parsed)
    if isinstance(error, errors.RateLimitError):
        error.retry_after = _asked_wait(answer.headers)
    return error


def _asked_wait(headers: httpx.Headers) -> float | None:
    """The seconds that the service asks to wait: as a duration, a Unix time or an HTTP date; None if it does not say.

    Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after and https://docs.datadoghq.com/api/latest/rate-limits/
    """
    for header in ("retry-after", "x-ratelimit-reset"):
        text = headers.get(header, "")
        try:
            seconds = float(text)
        except ValueError:
            try:
                seconds = parsedate_to_datetime(text).timestamp() - time.time()
            except (ValueError, OverflowError):
                continue
        if seconds > _UNIX_TIME:
            seconds -= time.time()
        if math.isfinite(seconds):
            return max(0.0, seconds)
    return None


class _Retryable(Exception):
    """What an attempt came to, if another one is allowed: an answer, or the error for the lack of one."""

    def __init__(self, outcome: Answer | errors.APIConnectionError) -> None:
        super().__init__()
        self.outcome = outcome

    def settle(self) -> Answer:
        """Take the outcome for final."""
        if isinstance(self.outcome, Answer):
            return self.outcome
        raise self.outcome


class _Backoff:
    """How long stamina is to wait before each attempt."""

    def __init__(self, call: Call, max_retries: int) -> None:
        self._call = call
        self._max_retries = max_retries
        self._retries = 0

    def __call__(self, error: Exception) -> float | bool:
        if not isinstance(error, _Retryable) or self._retries == self._max_retries:
            return False
        outcome = error.outcome
        asked = _asked_wait(outcome.headers) if isinstance(outcome, Answer) else None
        # The jitter only ever adds, so that nobody comes back before the time, and not everybody at once.
        wait = min(_FIRST_BACKOFF * 2**self._retries, _LAST_BACKOFF) if asked is None else asked
        wait = min(wait * random.uniform(1.0, 1.25) + random.uniform(0.0, 0.1), _LONGEST_WAIT)
        self._retries += 1
        _logger.info(
            "Retrying %s %s in %.2f s, retry %d of %d, because of %s",
            self._call.method,
            self._call.path.partition("?")[0],
            wait,
            self._retries,
            self._max_retries,
            f"status {outcome.status_code}" if isinstance(outcome, Answer) else outcome,
        )
        return wait


class _Secrets:
    """The headers that identify the caller. Its repr, and so whatever shows local variables, does not show them."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = dict(headers)
        for name, value in headers.items():
            if not value.isascii() or not value.isprintable() or " " in value.removeprefix("Bearer "):
                raise errors.ConfigurationError(
                    f"the {name} header cannot hold the given key or token: it has a space, a line break or a letter "
                    "outside ASCII"
                )

    def __repr__(self) -> str:
        return f"<{' and '.join(self.headers)}>"

    def redact(self, content: bytes) -> bytes:
        """Take the secrets out of what echoes them."""
        for value in self.headers.values():
            content = content.replace(value.removeprefix("Bearer ").encode(), b"[redacted]")
        return content


class _MaskedHeaders(httpx.Headers):
    """Headers whose repr shows no value; that of httpx masks only Authorization."""

    def __repr__(self) -> str:
        return f"<{', '.join(self)}>"


def _keep_no_cookies(response: httpx.Response) -> None:
    """In place of looking for them, which takes httpx a tenth of a small call: no request of this client has any."""


# To parse a URL takes httpx as long as all the rest of making a request, and calls come back to the same cases.
_url = functools.lru_cache(maxsize=256)(httpx.URL)


class _Base:
    """What both clients have in common, which is all but the input and output."""

    def __init__(
        self,
        *,
        api_key: str | None = None,
        app_key: str | None = None,
        access_token: str | None = None,
        site: DatadogSite | str | None = None,
        base_url: str | None = None,
        timeout: float | httpx.Timeout | None = DEFAULT_TIMEOUT,
        max_retries: int = DEFAULT_MAX_RETRIES,
        headers: Mapping[str, str] | None = None,
        follow_redirects: bool = False,
        proxy: str | httpx.Proxy | None = None,
        verify: ssl.SSLContext | str | bool = True,
        limits: httpx.Limits | None = None,
        transport: Any = None,
    ) -> None:
        """Make a client; nothing is sent.

        Args:
            api_key: The API key. Default: the environment variable DD_API_KEY.
            app_key: The application key. Default: the environment variable DD_APP_KEY.
            access_token: An OAuth access token, instead of the two keys.
            site: The Datadog site, as an enum member or its string. Default: the environment variable DD_SITE, and
                without it datadoghq.com.
            base_url: Where the API is, for a proxy or a test; it wins over `site`.
            timeout: The longest time in seconds, for a connection to be made, and for an answer to come whole once the
                request is sent; None waits forever. Default: 30, and 10 to connect.
            max_retries: How often a call is tried again, 0 for never. Default: 3.
            headers: Headers to send with every request.
            follow_redirects: Whether to follow a redirect; another host does not get the keys, and no host a cookie. Default: False.
            proxy: The URL of a proxy. Default: the environment variables HTTPS_PROXY, ALL_PROXY and NO_PROXY.
            verify: An SSL context, or the path of a file with the certificates to trust; False trusts everybody.
            limits: How many connections to keep and to open.
            transport: An httpx transport to send with; proxy, verify, limits and how the timeout is kept are then its own
                concern. Or, for an AsyncClient, "aiohttp", which takes less time for many calls at once; it needs the
                extra of that name: pip install 'datadog-case-management[aiohttp]'.

        Raises:
            ConfigurationError: A setting is missing, unknown or contradicts another one.
        """
        self._settings: dict[str, Any] = {
            "api_key": api_key,
            "app_key": app_key,
            "access_token": access_token,
            "site": site,
            "base_url": base_url,
            "timeout": timeout,
            "max_retries": max_retries,
            "headers": headers,
            "follow_redirects": follow_redirects,
            "proxy": proxy,
            "verify": verify,
            "limits": limits,
            "transport": transport,
        }
        self._secrets = _secrets_of(api_key, app_key, access_token)
        self._base_url = _resolve_base_url(site, base_url)
        self._configure(timeout, max_retries, headers)
        self._ssl_context = _ssl_context_of(verify)
        if isinstance(transport, str):
            self._check_named_transport(transport)
        self._pool = _Pool(self._open, self._most_pools if limits is None and transport is None else 1)

    _most_pools = 1
    _named_transport = ""
    _open: Callable[[], Any]

    def _check_named_transport(self, name: str) -> None:
        if name != self._named_transport:
            named = f' or "{self._named_transport}"' if self._named_transport else ""
            raise errors.ConfigurationError(f"transport must be an httpx transport{named}, not {name!r}")
        # Loaded here, because few need it.
        from importlib.util import find_spec

        if find_spec(name) is None:
            raise errors.ConfigurationError(f"{name} is not installed: pip install 'datadog-case-management[{name}]'")

    def _configure(
        self, timeout: float | httpx.Timeout | None, max_retries: int, headers: Mapping[str, str] | None
    ) -> None:
        if type(max_retries) is not int or max_retries < 0:
            raise errors.ConfigurationError(f"max_retries must be an integer of at least 0, not {max_retries!r}")
        if not isinstance(timeout, (int, float, httpx.Timeout, type(None))) or (
            isinstance(timeout, (int, float)) and not timeout > 0
        ):
            raise errors.ConfigurationError(f"timeout must be more than 0 seconds, not {timeout!r}; None waits forever")
        self._max_retries = max_retries
        try:
            self._timeout = httpx.Timeout(timeout).as_dict()
            self._headers = _MaskedHeaders(
                {
                    "Accept": "application/json",
                    "Accept-Encoding": "gzip, deflate",
                    "User-Agent": f"datadog-case-management/{__version__} httpx/{httpx.__version__}",
                    **(headers or {}),
                }
            )
            self._headers.update(self._secrets.headers)
            self._headers_with_body = _MaskedHeaders(self._headers)
            self._headers_with_body["Content-Type"] = "application/json"
        except (TypeError, ValueError, AttributeError) as error:
            raise errors.ConfigurationError(f"headers cannot be sent: {type(error).__name__}") from None

    def with_options(
        self,
        *,
        timeout: float | httpx.Timeout | None | Unset = UNSET,
        max_retries: int | Unset = UNSET,
        headers: Mapping[str, str] | None | Unset = UNSET,
    ) -> Self:
        """A copy with other settings that shares the connections of this client, and is closed with it.

        Args:
            timeout: As for the client. Default: as it is.
            max_retries: As for the client. Default: as it is.
            headers: Headers to send instead of the client's. Default: as they are.

        Raises:
            ConfigurationError: A setting cannot be used.
        """
        changed = {"timeout": timeout, "max_retries": max_retries, "headers": headers}
        other = copy.copy(self)
        other._settings = {**self._settings, **{name: value for name, value in changed.items() if value is not UNSET}}
        other._configure(*(other._settings[name] for name in changed))
        return other

    def __copy__(self) -> Self:
        # copy.copy would go by __reduce__ and open connections of its own.
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        return other

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self._settings)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._base_url!r}, auth={self._secrets!r})"

    def _request(self, call: Call) -> httpx.Request:
        return httpx.Request(
            call.method,
            _url(self._base_url + call.path),
            headers=self._headers if call.content is None else self._headers_with_body,
            content=call.content,
            extensions={"timeout": self._timeout},
        )

    def _answer(self, call: Call, response: httpx.Response, content: bytes) -> Answer:
        """Take an answer for final, or raise _Retryable for it."""
        if any(name.lower() == b"content-encoding" for name, _ in response.headers.raw):
            try:
                content = httpx.Response(200, headers=response.headers, content=content).content
            except httpx.DecodingError:
                pass  # It stays as it came: not JSON, which is an error of its own unless the status is one.
        status = response.status_code
        if status < 400:
            return Answer(call, status, response.headers, content)
        headers = httpx.Headers([(name, self._secrets.redact(value)) for name, value in response.headers.raw])
        answer = Answer(call, status, headers, self._secrets.redact(content))
        if self._max_retries and (status == 429 or status >= 500 and call.method in _REPEATABLE):
            raise _Retryable(answer)
        return answer

    def _failure(self, call: Call, request: httpx.Request, error: Exception) -> Exception:
        """The error to raise for the lack of an answer, wrapped in _Retryable if another attempt is allowed."""
        if self._pool.closed:
            return errors.CaseManagementError(
                "this client is closed: make another one, or keep this one open for longer"
            )
        # The error leads to the request, and so to the keys, for as long as somebody keeps it.
        for sent in (request, getattr(error, "_request", None) or request):
            for name in self._secrets.headers:
                sent.headers.pop(name, None)
        timeout = isinstance(error, httpx.TimeoutException)
        kind = errors.APITimeoutError if timeout else errors.APIConnectionError
        path = call.path.partition("?")[0]
        reason = f"{type(error).__name__}: {error}".removesuffix(": ")
        failure = kind(f"no answer to {call.method} {path} ({reason})", method=call.method, path=path)
        failure.__cause__ = error
        # The timeout is how long the caller agreed to wait, and a wrong certificate stays wrong.
        hopeless = timeout or any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error))
        never_left = isinstance(error, (httpx.ConnectError, httpx.ProxyError))
        lost = isinstance(error, (httpx.NetworkError, httpx.RemoteProtocolError)) and call.method in _REPEATABLE
        if self._max_retries and not hopeless and (never_left or lost):
            return _Retryable(failure)
        return failure


# A POST is not in it: sent again, it might be done twice.
_REPEATABLE = frozenset(("GET", "HEAD", "OPTIONS", "PUT", "DELETE"))


def _secrets_of(api_key: str | None, app_key: str | None, access_token: str | None) -> _Secrets:
    if access_token is not None:
        if api_key is not None or app_key is not None:
            raise errors.ConfigurationError("access_token is instead of api_key and app_key: pass one or the other")
        if not access_token:
            raise errors.ConfigurationError("access_token is empty: pass a token, or leave it out to use the keys")
        return _Secrets({"Authorization": f"Bearer {access_token}"})
    api_key = os.environ.get("DD_API_KEY") if api_key is None else api_key
    app_key = os.environ.get("DD_APP_KEY") if app_key is None else app_key
    missing = [
        f"{argument} or set {variable}"
        for argument, variable, value in (("api_key", "DD_API_KEY", api_key), ("app_key", "DD_APP_KEY", app_key))
        if not value
    ]
    if not api_key or not app_key:
        raise errors.ConfigurationError(f"no key: pass {', and '.join(missing)}; or pass access_token instead of both")
    return _Secrets({_API_KEY_HEADER: api_key, _APP_KEY_HEADER: app_key})


def _resolve_base_url(site: DatadogSite | str | None, base_url: str | None) -> str:
    if base_url is None:
        site = site or os.environ.get("DD_SITE") or DatadogSite.DATADOGHQ_COM
        sites = [member.value for member in DatadogSite]
        if site not in sites:
            raise errors.ConfigurationError(
                f"unknown site {str(site)!r}: pass site or set DD_SITE, to one of {', '.join(sites)}; or pass base_url"
            )
        return _BASE_URL.format(site=site)
    try:
        url = httpx.URL(base_url)
        usable = url.scheme in ("http", "https") and url.host and not (url.userinfo or url.query or url.fragment)
    except (TypeError, httpx.InvalidURL):
        usable = False
    if not usable:
        raise errors.ConfigurationError("base_url must look like https://host or https://host/path")
    return base_url.rstrip("/")


def _ssl_context_of(verify: ssl.SSLContext | str | bool) -> ssl.SSLContext:
    if isinstance(verify, ssl.SSLContext):
        return verify
    try:
        return (
            ssl.create_default_context(cafile=verify)
            if isinstance(verify, str)
            else httpx.create_ssl_context(verify=verify)
        )
    except (OSError, TypeError, ValueError) as error:
        raise errors.ConfigurationError(f"verify cannot be used: {type(error).__name__}: {error}") from None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen = set()  # A transport may have made a circle of them.
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _rebuild(kind: type[_Base], settings: dict[str, Any]) -> _Base:
    return kind(**settings)


def _running_loop() -> Any:
    # Loaded here, because only an AsyncClient needs it. Under trio there is none.
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class _Pool:
    """The connections of a client and of its copies.

    A Client has one httpx client. An AsyncClient has one for every call in flight, up to a hundred: httpx looks through
    all connections and all waiting requests of a pool whenever one comes or goes, which with 50 tasks is most of a call.
    """

    def __init__(self, open_http: Callable[[], Any], most: int) -> None:
        self._open_http = open_http
        self._most = most
        self.closed = False
        self.http = open_http()
        self.all = [self.http]
        self._idle = [self.http]
        self._busy: dict[Any, int] = {}
        self._loop: Any = None
        _POOLS.add(self)

    def follow_loop(self) -> None:
        """Let go of the connections of another event loop: they end with it, and httpx would stumble over them."""
        loop = _running_loop()
        if loop is not self._loop:
            if self._loop is not None:
                self.renew()
            self._loop = loop

    def take(self) -> Any:
        """An httpx client that is idle, or a new one, or the least busy one."""
        self.follow_loop()
        if self._idle:
            http = self._idle.pop()
        elif len(self.all) < self._most:
            http = self._open_http()
            self.all.append(http)
        else:
            http = min(self._busy, key=self._busy.__getitem__)
        self._busy[http] = self._busy.get(http, 0) + 1
        return http

    def give(self, http: Any) -> None:
        """Take back what `take` gave."""
        self._busy[http] -= 1
        if not self._busy[http]:
            del self._busy[http]
            self._idle.append(http)

    def renew(self) -> None:
        """Let go of all connections.

        After a fork they are the parent's: both would talk over each other.
        """
        self.http = self._open_http()
        self.all, self._idle, self._busy = [self.http], [self.http], {}


_POOLS: weakref.WeakSet[_Pool] = weakref.WeakSet()


def _renew_pools() -> None:
    for pool in _POOLS:
        pool.renew()


if hasattr(os, "register_at_fork"):  # pragma: no branch
    os.register_at_fork(after_in_child=_renew_pools)


class _Clocked:
    """What an httpx client opens connections with, and each of them: the timeout is for a whole answer.

    Without this it is for each read, and an answer that drips has no end.
    """

    def __init__(self, network: Any) -> None:
        self._network = network
        self._end: float | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._network, name)

    def write(self, data: bytes, timeout: float | None = None) -> Any:
        """Send a part of a request; the time of its answer has not begun."""
        self._end = None
        return self._network.write(data, timeout)

    def read(self, most: int, timeout: float | None = None) -> Any:
        """Receive a part of an answer, the first of which starts the time."""
        if timeout is not None:
            now = time.monotonic()
            if self._end is None:
                self._end = now + timeout
            timeout = self._end - now
            if timeout <= 0:
                raise httpx.ReadTimeout("the answer took too long")
        return self._network.read(most, timeout)


class _Unseen:
    """Tells what is new. It remembers 8 bytes of each item, so that a long history does not fill the memory."""

    def __init__(self) -> None:
        self._buckets = [bytearray() for _ in range(256)]

    def among(self, items: list[Any] | Unset | None) -> list[Any]:
        """The items that it was not given before."""
        fresh = []
        for item in items or ():
            key = getattr(item, "id", None)
            mark = hash(key if isinstance(key, str) else repr(item)).to_bytes(8, signed=True)
            bucket = self._buckets[mark[0]]
            if mark not in bucket:
                bucket += mark
                fresh.append(item)
        return fresh


def _iterate(fetch: Callable[[int], Any]) -> Iterator[Any]:
    unseen = _Unseen()
    for number in itertools.count():  # pragma: no branch
        items = unseen.among(fetch(number).data)
        if not items:
            return
        yield from items


async def _aiterate(fetch: Callable[[int], Awaitable[Any]]) -> AsyncIterator[Any]:
    unseen = _Unseen()
    for number in itertools.count():  # pragma: no branch
        items = unseen.among((await fetch(number)).data)
        if not items:
            return
        for item in items:
            yield item


class _AiohttpStream(httpx.AsyncByteStream):
    """The body of an answer, as it comes."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._answer.content.iter_any():
                yield chunk
            return
        except Exception as error:
            failure = _httpx_error(error)  # httpx itself adds the request.
        raise failure

    async def aclose(self) -> None:
        # A connection whose answer has come whole is already back in the pool.
        self._answer.close()


class _AiohttpTransport(httpx.AsyncBaseTransport):
    """Sends with aiohttp, and fails with the errors of httpx. A session is opened in the event loop that first sends."""

    def __init__(self, ssl_context: ssl.SSLContext, limits: httpx.Limits | None, proxy: httpx.Proxy | None) -> None:
        self._ssl_context = ssl_context
        self._limits = limits or httpx.Limits(max_connections=100)
        self._proxy: dict[str, Any] = {}
        if proxy is not None:
            headers = dict(proxy.headers)
            if proxy.raw_auth:
                # aiohttp makes it Proxy-Authorization.
                headers["Authorization"] = "Basic " + b64encode(b":".join(proxy.raw_auth)).decode()
            self._proxy = {"proxy": str(proxy.url), "proxy_headers": headers}
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    def _open(self) -> aiohttp.ClientSession:
        import aiohttp

        class Aborting(aiohttp.ClientResponse):
            def close(self) -> None:
                # With TLS, aiohttp leaves the connection of an answer that is given up open for as long as the service
                # does not agree to its end.
                if self.connection is not None and self.connection.transport is not None:
                    self.connection.transport.abort()
                super().close()

        most, expiry = self._limits.max_connections, self._limits.keepalive_expiry
        connector = aiohttp.TCPConnector(
            ssl=self._ssl_context,
            limit=most or 0,
            # None means to httpx that a connection is kept for good, and to aiohttp 15 seconds.
            keepalive_timeout=1e9 if expiry is None else expiry,
        )
        cookies = aiohttp.DummyCookieJar()
        session = aiohttp.ClientSession(
            connector=connector, cookie_jar=cookies, auto_decompress=False, response_class=Aborting
        )
        # It would send a GET again of its own accord, whatever max_retries says.
        session._retry_connection = False
        return session

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and return the answer with its body yet to come."""
        import aiohttp
        from yarl import URL

        if self._closed:
            raise RuntimeError("the transport is closed")
        if self._session is None:
            self._session = self._open()
        timeout = request.extensions["timeout"]
        pool, connect, read = timeout["pool"], timeout["connect"], timeout["read"]
        try:
            answer = await self._session.request(
                request.method,
                URL(str(request.url), encoded=True),
                data=await request.aread() or None,
                headers=request.headers.multi_items(),
                skip_auto_headers=("Content-Type",),
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(
                    # aiohttp has no time for an answer alone. With none for all of this, one that drips has no end.
                    total=_together(pool, connect, read),
                    connect=_together(pool, connect),
                    sock_connect=connect,
                    sock_read=read,
                ),
                **self._proxy,
            )
            stream = _AiohttpStream(answer)
            return httpx.Response(answer.status, headers=answer.raw_headers, stream=stream, request=request)
        except Exception as error:
            failure = _httpx_error(error, request)
        raise failure

    async def send(self, request: httpx.Request, *, stream: bool) -> httpx.Response:
        """What an httpx.AsyncClient has, without its redirects, cookies and events."""
        return await self.handle_async_request(request)

    async def aclose(self) -> None:
        self._closed = True
        if self._session is not None:
            await self._session.close()

    def __del__(self) -> None:
        # What is left unclosed belongs to an event loop that is gone or to the parent of a fork, where aiohttp would close
        # it from here, and say so. As with httpx, Python's own warning of an unclosed transport remains.
        if self._session is not None and self._session.connector is not None:
            self._session.connector._conns.clear()
            self._session.detach()


def _together(*seconds: Any) -> float | None:
    # None is without end.
    return None if None in seconds else sum(seconds)


def _httpx_error(error: Exception, request: httpx.Request | None = None) -> Exception:
    """The error that httpx has for what went wrong in aiohttp. It does not lead to that of aiohttp, which shows the keys."""
    import aiohttp

    kinds: list[tuple[Any, type[httpx.TransportError]]] = [
        (aiohttp.ConnectionTimeoutError, httpx.ConnectTimeout),
        (TimeoutError, httpx.ReadTimeout),
        ((aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError), httpx.ProxyError),
        (aiohttp.ClientConnectorError, httpx.ConnectError),
        (
            (aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError, aiohttp.ClientResponseError),
            httpx.RemoteProtocolError,
        ),
        (OSError, httpx.ReadError),
    ]
    for kind, ours in kinds:
        if isinstance(error, kind):
            failure = ours(str(error), request=request)
            failure.__cause__ = error.__cause__
            return failure
    return error


def _http_proxy(proxy: str | httpx.URL | httpx.Proxy | None) -> httpx.Proxy | None:
    if proxy is None:
        return None
    proxy = proxy if isinstance(proxy, httpx.Proxy) else httpx.Proxy(proxy)
    if proxy.url.scheme not in ("http", "https"):
        raise ValueError(f"aiohttp has no {proxy.url.scheme} proxies")
    return proxy


def _environment_proxy(url: httpx.URL) -> str | None:
    # httpx knows the same from the same place, and gives it to nobody.
    from urllib.request import getproxies, proxy_bypass

    proxies = getproxies()
    return None if proxy_bypass(url.host) else proxies.get(url.scheme) or proxies.get("all")


class _SyncClocked(_Clocked):
    def connect_tcp(self, **options: Any) -> _SyncClocked:
        """Open a connection."""
        return _SyncClocked(self._network.connect_tcp(**options))

    def start_tls(self, *args: Any, **options: Any) -> _SyncClocked:
        """Go on with TLS."""
        return _SyncClocked(self._network.start_tls(*args, **options))


class Client(_Base):
    """A client for Datadog Case Management, safe to share between threads.

    AsyncClient is the same with `await`. It pickles: the settings travel, keys included, and the connections do not.
    """

    def _open(self) -> httpx.Client:
        options = {name: self._settings[name] for name in ("proxy", "limits", "transport")}
        try:
            http = httpx.Client(
                verify=self._ssl_context,
                follow_redirects=self._settings["follow_redirects"],
                event_hooks={"request": [self._keep_secrets]} if self._settings["follow_redirects"] else None,
                **{name: value for name, value in options.items() if value is not None},
            )
        except (AttributeError, TypeError, ValueError, httpx.InvalidURL) as error:
            raise errors.ConfigurationError(
                f"proxy, limits or transport cannot be used: {type(error).__name__}: {error}"
            ) from None
        http.cookies.extract_cookies = _keep_no_cookies  # type: ignore[method-assign]
        if options["transport"] is None:
            own: list[Any] = [http._transport, *http._mounts.values()]  # None stands for no proxy.
            for pool in [transport._pool for transport in own if transport]:
                pool._network_backend = _SyncClocked(pool._network_backend)
        return http

    def _keep_secrets(self, request: httpx.Request) -> None:
        home = httpx.URL(self._base_url)
        if (request.url.scheme, request.url.host, request.url.port) != (home.scheme, home.host, home.port):
            for name in self._secrets.headers:
                request.headers.pop(name, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, which the copies share; the client cannot be used after that."""
        self._pool.closed = True
        self._pool.http.close()

    def _send(self, call: Call) -> Answer:
        try:
            return self._attempt(call)
        except _Retryable as error:
            first = error
        # Loaded here, because most calls need no retry.
        import stamina

        backoff = _Backoff(call, self._max_retries)
        try:
            # How often and how long is up to the backoff alone.
            attempts = stamina.retry_context(on=backoff, attempts=None, timeout=None)
            for attempt in attempts:  # pragma: no branch
                with attempt:
                    if attempt.num == 1:
                        raise first
                    return self._attempt(call)
        except _Retryable as error:
            first = error
        return first.settle()

    def _attempt(self, call: Call) -> Answer:
        request = self._request(call)
        http = self._pool.http
        try:
            response = http.send(request, stream=True)
            try:
                if response.is_stream_consumed:
                    # The transport made a whole answer, as httpx.MockTransport does.
                    content = response.content
                else:
                    content = b"".join([chunk for chunk in response.iter_raw()])
            finally:
                response.close()
        except Exception as error:
            raise self._failure(call, request, error) from error
        return self._answer(call, response, content)

    def watch_case(self, case_id: str, user_uuid: str) -> None:
        """Watch a case.

        Makes a user a watcher of a case, so that the user is notified of every later update to it. In
        preview: it may change without notice. An OAuth app needs the `cases_write` scope. Documented at
        https://docs.datadoghq.com/api/latest/case-management/#watch-a-case

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            user_uuid: The UUID of the user who is to watch the case.

        Returns:
            The user watches the case. The answer has no body.

        Raises:
            ValueError: An argument cannot be sent.
            BadRequestError: The request is malformed, or a value in it is not allowed.
            UnauthorizedError: The keys or the token are missing or not valid.
            ForbiddenError: The keys or the token are valid, but not allowed to do this.
            NotFoundError: There is no such case, or no such user.
            RateLimitError: Too many requests in the current rate limit window.
            ServerError: The service failed.
            APIStatusError: Any other status that is not a success.
            APIConnectionError: No answer came; APITimeoutError, if none came in time.
            ResponseDecodeError: The body of a success is not what the spec describes.
        """
        from .api.case_management import watch_case

        return watch_case.sync(case_id, user_uuid, client=self)

    def list_case_watchers(self, case_id: str) -> CaseWatchersResponse:
        """List case watchers.

        Lists the users who watch a case and are notified of its updates. In preview: it may change without
        notice. An OAuth app needs the `cases_read` scope. Documented at
        https://docs.datadoghq.com/api/latest/case-management/#list-case-watchers

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.

        Returns:
            The watchers of the case.

        Raises:
            ValueError: An argument cannot be sent.
            BadRequestError: The request is malformed, or a value in it is not allowed.
            UnauthorizedError: The keys or the token are missing or not valid.
            ForbiddenError: The keys or the token are valid, but not allowed to do this.
            NotFoundError: There is no such case, or no such user.
            RateLimitError: Too many requests in the current rate limit window.
            ServerError: The service failed.
            APIStatusError: Any other status that is not a success.
            APIConnectionError: No answer came; APITimeoutError, if none came in time.
            ResponseDecodeError: The body of a success is not what the spec describes.
        """
        from .api.case_management import list_case_watchers

        return list_case_watchers.sync(case_id, client=self)

    def list_case_timeline(
        self,
        case_id: str,
        *,
        page_size: int | Unset = UNSET,
        page_number: int | Unset = UNSET,
        sort_ascending: bool | Unset = UNSET,
    ) -> TimelineResponse:
        """Get case timeline.

        Reads one page of what happened to a case: comments, status changes and other activity, newest first
        unless asked otherwise. In preview: it may change without notice. An OAuth app needs the
        `cases_read` scope. Documented at https://docs.datadoghq.com/api/latest/case-management/#get-case-
        timeline

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            page_size: How many timeline cells a page has at most. The service chooses when it is left out.
                Not sent by default.
            page_number: Which page to read, counted from 0. Not sent by default.
            sort_ascending: Whether the oldest cell comes first. The service puts the newest first unless
                this is true. Not sent by default.

        Returns:
            One page of the timeline of the case.

        Raises:
            ValueError: An argument cannot be sent.
            BadRequestError: The request is malformed, or a value in it is not allowed.
            UnauthorizedError: The keys or the token are missing or not valid.
            ForbiddenError: The keys or the token are valid, but not allowed to do this.
            NotFoundError: There is no such case, or no such user.
            RateLimitError: Too many requests in the current rate limit window.
            ServerError: The service failed.
            APIStatusError: Any other status that is not a success.
            APIConnectionError: No answer came; APITimeoutError, if none came in time.
            ResponseDecodeError: The body of a success is not what the spec describes.
        """
        from .api.case_management import list_case_timeline

        return list_case_timeline.sync(
            case_id, page_size=page_size, page_number=page_number, sort_ascending=sort_ascending, client=self
        )

    def iter_case_timeline(
        self, case_id: str, *, page_size: int | Unset = UNSET, sort_ascending: bool | Unset = UNSET
    ) -> Iterator[TimelineCellResource]:
        """Get case timeline, all pages of it, one item at a time.

        Reads one page of what happened to a case: comments, status changes and other activity, newest first
        unless asked otherwise. In preview: it may change without notice. An OAuth app needs the
        `cases_read` scope. Documented at https://docs.datadoghq.com/api/latest/case-management/#get-case-
        timeline

        Pages are requested as they are needed, until one is empty or has nothing new. Pages shift while new items come in, so
        an item that was there before is left out.

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            page_size: How many timeline cells a page has at most. The service chooses when it is left out.
                Not sent by default.
            sort_ascending: Whether the oldest cell comes first. The service puts the newest first unless
                this is true. Not sent by default.

        Yields:
            Every TimelineCellResource once.

        Raises:
            ValueError: An argument cannot be sent.
            BadRequestError: The request is malformed, or a value in it is not allowed.
            UnauthorizedError: The keys or the token are missing or not valid.
            ForbiddenError: The keys or the token are valid, but not allowed to do this.
            NotFoundError: There is no such case, or no such user.
            RateLimitError: Too many requests in the current rate limit window.
            ServerError: The service failed.
            APIStatusError: Any other status that is not a success.
            APIConnectionError: No answer came; APITimeoutError, if none came in time.
            ResponseDecodeError: The body of a success is not what the spec describes.
        """
        from .api.case_management import list_case_timeline

        def fetch(page_number: int) -> TimelineResponse:
            return list_case_timeline.sync(
                case_id, page_size=page_size, page_number=page_number, sort_ascending=sort_ascending, client=self
            )

        list_case_timeline._call(
            case_id, page_size=page_size, page_number=0, sort_ascending=sort_ascending
        )  # A bad argument raises here, not at the first item.
        return _iterate(fetch)

    def add_case_insights(self, case_id: str, *, body: CaseInsightsRequest) -> CaseResponse:
        """Add insights to a case.

        Links a case to 1 to 100 related Datadog resources, such as monitors, security signals, incidents or
        error tracking issues, that give an investigation its context. In preview: it may change without
        notice. An OAuth app needs the `cases_write` scope. Documented at
        https://docs.datadoghq.com/api/latest/case-management/#add-insights-to-a-case

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            body: The insights to add to a case.

        Returns:
            The case, with the insights added.

        Raises:
            ValueError: An argument cannot be sent.
            BadRequestError: The request is malformed, or a value in it is not allowed.
            UnauthorizedError: The keys or the token are missing or not valid.
            ForbiddenError: The keys or the token are valid, but not allowed to do this.
            NotFoundError: There is no such case.
            RateLimitError: Too many requests in the current rate limit window.
            ServerError: The service failed.
            APIStatusError: Any other status that is not a success.
            APIConnectionError: No answer came; APITimeoutError, if none came in time.
            ResponseDecodeError: The body of a success is not what the spec describes.
        """
        from .api.case_management import add_case_insights

        return add_case_insights.sync(case_id, body=body, client=self)


class _AsyncClocked(_Clocked):
    async def connect_tcp(self, **options: Any) -> _AsyncClocked:
        """Open a connection."""
        return _AsyncClocked(await self._network.connect_tcp(**options))

    async def start_tls(self, *args: Any, **options: Any) -> _AsyncClocked:
        """Go on with TLS."""
        return _AsyncClocked(await self._network.start_tls(*args, **options))


class AsyncClient(_Base):
    """A client for Datadog Case Management, safe to share between tasks.

    Client is the same without `await`. It pickles: the settings travel, keys included, and the connections do not.
    """

    _most_pools = 100
    _named_transport = "aiohttp"

    def _open(self) -> httpx.AsyncClient | _AiohttpTransport:
        options = {name: self._settings[name] for name in ("proxy", "limits", "transport")}
        try:
            if options["transport"] == "aiohttp":
                proxy = _http_proxy(options.pop("proxy") or _environment_proxy(httpx.URL(self._base_url)))
                transport = _AiohttpTransport(self._ssl_context, options.pop("limits"), proxy)
                if not self._settings["follow_redirects"]:
                    return transport
                options["transport"] = transport
            http = httpx.AsyncClient(
                verify=self._ssl_context,
                follow_redirects=self._settings["follow_redirects"],
                event_hooks={"request": [self._keep_secrets]} if self._settings["follow_redirects"] else None,
                **{name: value for name, value in options.items() if value is not None},
            )
        except (AttributeError, TypeError, ValueError, httpx.InvalidURL) as error:
            raise errors.ConfigurationError(
                f"proxy, limits or transport cannot be used: {type(error).__name__}: {error}"
            ) from None
        http.cookies.extract_cookies = _keep_no_cookies  # type: ignore[method-assign]
        if options["transport"] is None:
            own: list[Any] = [http._transport, *http._mounts.values()]  # None stands for no proxy.
            for pool in [transport._pool for transport in own if transport]:
                pool._network_backend = _AsyncClocked(pool._network_backend)
        return http

    async def _keep_secrets(self, request: httpx.Request) -> None:
        home = httpx.URL(self._base_url)
        if (request.url.scheme, request.url.host, request.url.port) != (home.scheme, home.host, home.port):
            for name in self._secrets.headers:
                request.headers.pop(name, None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections, which the copies share; the client cannot be used after that."""
        self._pool.closed = True
        self._pool.follow_loop()
        for http in self._pool.all:
            await http.aclose()

    async def _send(self, call: Call) -> Answer:
        try:
            return await self._attempt(call)
        except _Retryable as error:
            first = error
        # Loaded here, because most calls need no retry.
        import stamina

        backoff = _Backoff(call, self._max_retries)
        try:
            # How often and how long is up to the backoff alone.
            attempts = stamina.retry_context(on=backoff, attempts=None, timeout=None)
            async for attempt in attempts:  # pragma: no branch
                with attempt:
                    if attempt.num == 1:
                        raise first
                    return await self._attempt(call)
        except _Retryable as error:
            first = error
        return first.settle()

    async def _attempt(self, call: Call) -> Answer:
        request = self._request(call)
        http = self._pool.take()
        try:
            response = await http.send(request, stream=True)
            try:
                if response.is_stream_consumed:
                    # The transport made a whole answer, as httpx.MockTransport does.
                    content = response.content
                else:
                    content = b"".join([chunk async for chunk in response.aiter_raw()])
            finally:
                await response.aclose()
        except Exception as error:
            raise self._failure(call, request, error) from error
        finally:
            self._pool.give(http)
        return self._answer(call, response, content)

    async def watch_case(self, case_id: str, user_uuid: str) -> None:
        """Watch a case.

        Makes a user a watcher of a case, so that the user is notified of every later update to it. In
        preview: it may change without notice. An OAuth app needs the `cases_write` scope. Documented at
        https://docs.datadoghq.com/api/latest/case-management/#watch-a-case

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            user_uuid: The UUID of the user who is to watch the case.

        Returns:
            The user watches the case. The answer has no body.

        Raises:
            ValueError: An argument cannot be sent.
            BadRequestError: The request is malformed, or a value in it is not allowed.
            UnauthorizedError: The keys or the token are missing or not valid.
            ForbiddenError: The keys or the token are valid, but not allowed to do this.
            NotFoundError: There is no such case, or no such user.
            RateLimitError: Too many requests in the current rate limit window.
            ServerError: The service failed.
            APIStatusError: Any other status that is not a success.
            APIConnectionError: No answer came; APITimeoutError, if none came in time.
            ResponseDecodeError: The body of a success is not what the spec describes.
        """
        from .api.case_management import watch_case

        return await watch_case.asyncio(case_id, user_uuid, client=self)

    async def list_case_watchers(self, case_id: str) -> CaseWatchersResponse:
        """List case watchers.

        Lists the users who watch a case and are notified of its updates. In preview: it may change without
        notice. An OAuth app needs the `cases_read` scope. Documented at
        https://docs.datadoghq.com/api/latest/case-management/#list-case-watchers

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.

        Returns:
            The watchers of the case.

        Raises:
            ValueError: An argument cannot be sent.
            BadRequestError: The request is malformed, or a value in it is not allowed.
            UnauthorizedError: The keys or the token are missing or not valid.
            ForbiddenError: The keys or the token are valid, but not allowed to do this.
            NotFoundError: There is no such case, or no such user.
            RateLimitError: Too many requests in the current rate limit window.
            ServerError: The service failed.
            APIStatusError: Any other status that is not a success.
            APIConnectionError: No answer came; APITimeoutError, if none came in time.
            ResponseDecodeError: The body of a success is not what the spec describes.
        """
        from .api.case_management import list_case_watchers

        return await list_case_watchers.asyncio(case_id, client=self)

    async def list_case_timeline(
        self,
        case_id: str,
        *,
        page_size: int | Unset = UNSET,
        page_number: int | Unset = UNSET,
        sort_ascending: bool | Unset = UNSET,
    ) -> TimelineResponse:
        """Get case timeline.

        Reads one page of what happened to a case: comments, status changes and other activity, newest first
        unless asked otherwise. In preview: it may change without notice. An OAuth app needs the
        `cases_read` scope. Documented at https://docs.datadoghq.com/api/latest/case-management/#get-case-
        timeline

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            page_size: How many timeline cells a page has at most. The service chooses when it is left out.
                Not sent by default.
            page_number: Which page to read, counted from 0. Not sent by default.
            sort_ascending: Whether the oldest cell comes first. The service puts the newest first unless
                this is true. Not sent by default.

        Returns:
            One page of the timeline of the case.

        Raises:
            ValueError: An argument cannot be sent.
            BadRequestError: The request is malformed, or a value in it is not allowed.
            UnauthorizedError: The keys or the token are missing or not valid.
            ForbiddenError: The keys or the token are valid, but not allowed to do this.
            NotFoundError: There is no such case, or no such user.
            RateLimitError: Too many requests in the current rate limit window.
            ServerError: The service failed.
            APIStatusError: Any other status that is not a success.
            APIConnectionError: No answer came; APITimeoutError, if none came in time.
            ResponseDecodeError: The body of a success is not what the spec describes.
        """
        from .api.case_management import list_case_timeline

        return await list_case_timeline.asyncio(
            case_id, page_size=page_size, page_number=page_number, sort_ascending=sort_ascending, client=self
        )

    def iter_case_timeline(
        self, case_id: str, *, page_size: int | Unset = UNSET, sort_ascending: bool | Unset = UNSET
    ) -> AsyncIterator[TimelineCellResource]:
        """Get case timeline, all pages of it, one item at a time.

        Reads one page of what happened to a case: comments, status changes and other activity, newest first
        unless asked otherwise. In preview: it may change without notice. An OAuth app needs the
        `cases_read` scope. Documented at https://docs.datadoghq.com/api/latest/case-management/#get-case-
        timeline

        Pages are requested as they are needed, until one is empty or has nothing new. Pages shift while new items come in, so
        an item that was there before is left out.

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            page_size: How many timeline cells a page has at most. The service chooses when it is left out.
                Not sent by default.
            sort_ascending: Whether the oldest cell comes first. The service puts the newest first unless
                this is true. Not sent by default.

        Yields:
            Every TimelineCellResource once.

        Raises:
            ValueError: An argument cannot be sent.
            BadRequestError: The request is malformed, or a value in it is not allowed.
            UnauthorizedError: The keys or the token are missing or not valid.
            ForbiddenError: The keys or the token are valid, but not allowed to do this.
            NotFoundError: There is no such case, or no such user.
            RateLimitError: Too many requests in the current rate limit window.
            ServerError: The service failed.
            APIStatusError: Any other status that is not a success.
            APIConnectionError: No answer came; APITimeoutError, if none came in time.
            ResponseDecodeError: The body of a success is not what the spec describes.
        """
        from .api.case_management import list_case_timeline

        def fetch(page_number: int) -> Awaitable[TimelineResponse]:
            return list_case_timeline.asyncio(
                case_id, page_size=page_size, page_number=page_number, sort_ascending=sort_ascending, client=self
            )

        list_case_timeline._call(
            case_id, page_size=page_size, page_number=0, sort_ascending=sort_ascending
        )  # A bad argument raises here, not at the first item.
        return _aiterate(fetch)

    async def add_case_insights(self, case_id: str, *, body: CaseInsightsRequest) -> CaseResponse:
        """Add insights to a case.

        Links a case to 1 to 100 related Datadog resources, such as monitors, security signals, incidents or
        error tracking issues, that give an investigation its context. In preview: it may change without
        notice. An OAuth app needs the `cases_write` scope. Documented at
        https://docs.datadoghq.com/api/latest/case-management/#add-insights-to-a-case

        Args:
            case_id: The case, by its UUID or by its key, such as `CASEM-4523`.
            body: The insights to add to a case.

        Returns:
            The case, with the insights added.

        Raises:
            ValueError: An argument cannot be sent.
            BadRequestError: The request is malformed, or a value in it is not allowed.
            UnauthorizedError: The keys or the token are missing or not valid.
            ForbiddenError: The keys or the token are valid, but not allowed to do this.
            NotFoundError: There is no such case.
            RateLimitError: Too many requests in the current rate limit window.
            ServerError: The service failed.
            APIStatusError: Any other status that is not a success.
            APIConnectionError: No answer came; APITimeoutError, if none came in time.
            ResponseDecodeError: The body of a success is not what the spec describes.
        """
        from .api.case_management import add_case_insights

        return await add_case_insights.asyncio(case_id, body=body, client=self)


__all__ = ["AsyncClient", "Client"]
