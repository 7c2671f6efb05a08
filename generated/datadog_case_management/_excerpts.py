# Copied from runtime/_excerpts.py by `make generate`. Do not edit: change that file.
"""What messages show of the text of others: of the bodies of errors, of pages, of names and values."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any

_SHOWN_CHARACTERS = 1000


def error_members(content: bytes, body: Any, most: int) -> list[dict[str, Any]]:
    """The members of the first errors in a body of any form: strings, JSON:API objects, an HTML page, text, nothing."""
    try:
        body = json.loads(content) if body is None else body
    except (ValueError, RecursionError, MemoryError):
        text = excerpt(content)
        return [{"detail": text, "raw": text}] if text else []
    errors = body.get("errors", body) if isinstance(body, dict) else body
    errors = errors if isinstance(errors, list) else [errors]
    said = (error for error in errors if error not in (None, {}, ""))
    return [_members(error) for error in itertools.islice(said, most)]


def one_line(text: str) -> str:
    """Foreign text on one line, without characters that a terminal or a log would interpret."""
    start = text[: _SHOWN_CHARACTERS + 1]
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in start).split())
    return f"{line[:_SHOWN_CHARACTERS]}…" if len(start) > _SHOWN_CHARACTERS else line


def _members(error: Any) -> dict[str, Any]:
    if not isinstance(error, dict):
        return {"detail": _text(error), "raw": error}
    source = error.get("source")
    if not isinstance(source, dict):
        source = {}
    return {
        "title": _text(error.get("title")),
        "detail": _text(error.get("detail") or error.get("message")),
        "status": _text(error.get("status")),
        "code": _text(error.get("code")),
        "pointer": _text(source.get("pointer")),
        "parameter": _text(source.get("parameter")),
        "header": _text(source.get("header")),
        "raw": error,
    }


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    # An object in place of a text is in `raw`.
    return None if isinstance(value, (dict, list)) else json.dumps(value)


def excerpt(content: bytes) -> str:
    """The title of an HTML page, or the start of a text, on one line; "" for anything that is not text."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return ""
    title = re.search(r"<title[^>]*>(.*?)</title>", text[:10_000], re.IGNORECASE | re.DOTALL)
    return " ".join((title[1] if title else re.sub(r"<[^<>]*>", " ", text[:2000])).split())[:200]
