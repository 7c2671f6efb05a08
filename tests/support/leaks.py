"""Finds what an exception shows of a secret: in texts, attributes, pickles, tracebacks with locals, and sentry-sdk."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Iterable

import httpx
import sentry_sdk
from datadog_case_management import errors
from faulty_server import CLOSED
from sentry_sdk.envelope import Envelope
from sentry_sdk.scrubber import EventScrubber
from sentry_sdk.transport import Transport


def leaks(error: BaseException, secrets: Iterable[str]) -> list[str]:
    """The places where an exception shows one of these texts."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    shown = {
        "text": "".join(f"{one} {one!r} {vars(one)!r}" for one in chain),
        "traceback": "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format()),
        "sentry": sentry_event(error),
        "requests": "".join(
            str(one.request.headers.raw) for one in chain if isinstance(one, httpx.RequestError) and one._request
        ),
    }
    if isinstance(error, errors.CaseManagementError):
        shown["pickle"] = pickle.dumps(error).decode("latin-1")
        loaded = pickle.loads(pickle.dumps(error))
        shown["loaded"] = f"{loaded} {vars(loaded)}"
    return [place for place, text in shown.items() if any(secret in text for secret in secrets)]


def sentry_event(error: BaseException) -> str:
    """The event that sentry-sdk would send for an exception, with the local variables of every frame."""
    events: list[bytes] = []

    class Kept(Transport):
        def capture_envelope(self, envelope: Envelope) -> None:
            events.append(envelope.serialize())

    client = sentry_sdk.Client(
        dsn=f"http://public@{CLOSED}/1",
        transport=Kept,
        default_integrations=False,
        # Without sentry-sdk's own scrubbing, which goes by the names of variables.
        event_scrubber=EventScrubber(denylist=[], pii_denylist=[]),
    )
    with sentry_sdk.isolation_scope() as scope:
        scope.set_client(client)
        sentry_sdk.capture_exception(error)
    client.close()
    (event,) = events
    return event.decode()
