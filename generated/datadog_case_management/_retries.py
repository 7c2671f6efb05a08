# Copied from runtime/_retries.py by `make generate`. Do not edit: change that file.
"""What is retried, and when: the policy, without the loop, which is in _client.py."""

from __future__ import annotations

import logging
import random

from ._exchange import ConnectionFailed, Loss, RawResponse, RetryPolicy
from ._request import PreparedRequest
from .types import requested_wait

_logger = logging.getLogger(__package__)

# Seconds; the backoff doubles from FIRST_BACKOFF to LAST_BACKOFF.
FIRST_BACKOFF = 0.5
LAST_BACKOFF = 8.0
# Seconds that a response may ask for. One that asks for more is final: retrying earlier is useless, and blocking the
# caller for longer is worse.
LONGEST_WAIT = 60.0

# A POST might do the same thing twice.
IDEMPOTENT_METHODS = frozenset(("GET", "HEAD", "OPTIONS", "PUT", "DELETE"))


class Retries:
    """The retries of one call.

    Attributes:
        attempts: How many attempts there have been.
    """

    def __init__(self, request: PreparedRequest[object], policy: RetryPolicy, *, renews_token: bool) -> None:
        """Start counting.

        Args:
            request: The request of the call.
            policy: What is retried, and how often.
            renews_token: Whether functions return the credentials, which are called once more after a 401.
        """
        self._request = request
        self._policy = policy
        self._renews_token = renews_token
        self._count = 0
        self.attempts = 0

    def wait_after(self, outcome: RawResponse | ConnectionFailed) -> float | None:
        """The seconds to wait before the next attempt; None if the outcome is final.

        Args:
            outcome: The response of the last attempt, or why there is none.
        """
        self.attempts += 1
        if isinstance(outcome, RawResponse):
            status = outcome.status_code
            if status == 401 and self._renews_token:
                self._renews_token = False
                return 0.0
            if status != 429 and not (status >= 500 and self._is_idempotent()):
                return None
            reason, requested = f"status {status}", requested_wait(status, outcome.headers)
        else:
            # The caller agreed to wait no longer than the timeout, unless a setting says otherwise.
            repeatable = {Loss.LOST, Loss.TIMED_OUT} if self._policy.timeouts else {Loss.LOST}
            if outcome.loss is not Loss.NEVER_SENT and not (outcome.loss in repeatable and self._is_idempotent()):
                return None
            reason, requested = f"no response ({outcome})", None
        if self._count == self._policy.max_retries or (requested or 0.0) > LONGEST_WAIT:
            return None
        wait = min(FIRST_BACKOFF * 2 ** min(self._count, 10), LAST_BACKOFF) if requested is None else requested
        # Jitter only adds time, so that no client returns early, and not all return at once.
        seconds = wait * random.uniform(1.0, 1.25) + random.uniform(0.0, 0.1)
        self._count += 1
        _logger.info(
            "Retrying %s in %.2f s, retry %d of %d, because of %s",
            *(self._request.name, seconds, self._count, self._policy.max_retries, reason),
        )
        return seconds

    def _is_idempotent(self) -> bool:
        return self._request.method in IDEMPOTENT_METHODS or self._policy.posts
