# Copied from runtime/_retries.py by `make generate`. Do not edit: change that file.
"""What is retried, and when: the policy, without the loop, which is in _call.py."""

from __future__ import annotations

import math
import random
import ssl
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx

from .errors import APIConnectionError, APITimeoutError
from .types import header_values

if TYPE_CHECKING:
    from ._response import RawResponse

DEFAULT_MAX_RETRIES = 3

# Seconds. The backoff doubles from the first to the second. A response that asks for more than the third is final:
# retrying earlier is useless, and blocking the caller for longer is worse.
FIRST_BACKOFF = 0.5
LAST_BACKOFF = 8.0
LONGEST_WAIT = 60.0
# A larger number is a Unix time: as a duration, it would be 31 years.
UNIX_TIME = 1e9

# Without POST, which might do the same thing twice.
IDEMPOTENT_METHODS = frozenset(("GET", "HEAD", "OPTIONS", "PUT", "DELETE"))


def is_retryable(method: str, outcome: RawResponse | APIConnectionError) -> bool:
    """Whether another attempt is allowed after this one.

    Args:
        method: The HTTP method of the request.
        outcome: The response, or the error for a missing one.
    """
    idempotent = method in IDEMPOTENT_METHODS
    if not isinstance(outcome, APIConnectionError):
        return outcome.status_code == 429 or (outcome.status_code >= 500 and idempotent)
    # The caller agreed to wait no longer than the timeout, and an invalid certificate stays invalid.
    if isinstance(outcome, APITimeoutError) or any(
        isinstance(cause, ssl.SSLCertVerificationError) for cause in causes(outcome)
    ):
        return False
    cause = outcome.__cause__
    never_sent = isinstance(cause, (httpx.ConnectError, httpx.ProxyError)) and not outcome.is_redirected
    lost = isinstance(cause, (httpx.NetworkError, httpx.RemoteProtocolError))
    return never_sent or (lost and idempotent)


def wait_before_retry(outcome: RawResponse | APIConnectionError, retries: int) -> float | None:
    """The seconds to wait before the next attempt.

    Args:
        outcome: The outcome of the last attempt.
        retries: The number of retries so far.

    Returns:
        The seconds; None if the service asks for a wait that is too long.
    """
    requested = None if isinstance(outcome, APIConnectionError) else requested_wait(outcome)
    wait = min(FIRST_BACKOFF * 2 ** min(retries, 10), LAST_BACKOFF) if requested is None else requested
    if wait > LONGEST_WAIT:
        return None
    # Jitter only adds time, so that no client returns early, and not all return at once.
    return wait * random.uniform(1.0, 1.25) + random.uniform(0.0, 0.1)


def requested_wait(response: RawResponse) -> float | None:
    """The seconds that a response asks to wait, as a duration, a Unix time or an HTTP date; None if it does not.

    If it asks several times, the longest wait counts.

    X-RateLimit-Reset is used on 429 only: every other response has it too, without asking for a wait.

    Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after and https://docs.datadoghq.com/api/latest/rate-limits/
    """
    for header in ("retry-after", "x-ratelimit-reset") if response.status_code == 429 else ("retry-after",):
        waits = [_seconds(text) for text in header_values(response.headers, header)]
        if finite := [wait for wait in waits if math.isfinite(wait)]:
            return max(0.0, *finite)
    return None


def _seconds(text: str) -> float:
    """The seconds until a duration has passed, a Unix time or an HTTP date; NaN for anything else."""
    try:
        seconds = float(text)
    except ValueError:
        try:
            return parsedate_to_datetime(text).timestamp() - time.time()
        except (ValueError, OverflowError):
            return math.nan
    return seconds - time.time() if seconds > UNIX_TIME else seconds


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and its causes."""
    seen = set()  # The errors of a transport may be their own cause.
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
