"""Finds what an exception shows of a secret: in texts, attributes, pickles, and tracebacks with locals."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Iterable

import httpx
from datadog_case_management import errors


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
        "requests": "".join(
            str(one.request.headers.raw) for one in chain if isinstance(one, httpx.RequestError) and one._request
        ),
    }
    if isinstance(error, errors.CaseManagementError):
        shown["pickle"] = pickle.dumps(error).decode("latin-1")
        loaded = pickle.loads(pickle.dumps(error))
        shown["loaded"] = f"{loaded} {vars(loaded)}"
    return [place for place, text in shown.items() if any(secret in text for secret in secrets)]
