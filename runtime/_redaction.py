# Copied into the package by `make generate`.
"""Secrets, and their redaction in whatever a response, an exception or a log line echoes.

A secret is recognized by its meaning: behind the escapes of JSON, URLs and HTML, in UTF-16 and UTF-32, in base64 and
hexadecimal, in any case, also where these are combined.
"""

from __future__ import annotations

import base64
import functools
import logging
import re
import weakref
from collections.abc import Iterable, Iterator

REDACTED = b"[redacted]"
# A shorter one that is not a password is a placeholder such as "test" if it has only letters, and otherwise matches
# whole words only: it may mean something else in a text.
_SHORTEST_WORD = 16
_SHORTEST_PART = 8
# Texts that are escaped more often are given up on.
_MOST_ESCAPES = 5
# So many bytes of a text are searched for escapes, which takes a microsecond each.
_LONGEST_ESCAPED = 256 * 1024
_ESCAPE = re.compile(
    rb"""\x00|\\(?:(?P<sign>["'\\/bfnrt])|u(?P<json>[0-9a-f]{4})|x(?P<byte>[0-9a-f]{2}))|%(?P<quoted>[0-9a-f]{2})"""
    rb"""|&(?:\#(?P<decimal>[0-9]{1,7})|\#x(?P<hexadecimal>[0-9a-f]{1,6})|(?P<name>[a-z]{2,31}));""",
    re.IGNORECASE,
)
# So that a secret is recognized in any case, and in both alphabets of base64.
_FOLD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ-_", b"abcdefghijklmnopqrstuvwxyz+/")


class Secrets:
    """What no error, log line or repr may show. Neither its repr nor a traceback with locals shows it."""

    def __init__(self, values: Iterable[str] = (), passwords: Iterable[str] = ()) -> None:
        """Collect secrets.

        Args:
            values: Keys, tokens and values of headers; a short word among them is taken for a placeholder.
            passwords: What is secret even if it is a word.
        """
        self._values = frozenset(filter(None, values))
        self._passwords = frozenset(filter(None, passwords))
        _living[id(self)] = self

    def __repr__(self) -> str:
        return "<secrets>"

    def __or__(self, other: Secrets) -> Secrets:
        return Secrets(self._values | other._values, self._passwords | other._passwords)

    @functools.cached_property
    def _parts(self) -> frozenset[bytes]:
        """What is looked for anywhere: the secrets and their encodings, folded."""
        long = {value for value in self._values | self._passwords if _is_long(value)}
        # Folding knows ASCII only.
        parts = long | {case(value) for value in long if not value.isascii() for case in (str.lower, str.upper)}
        return frozenset(form.translate(_FOLD) for value in parts for form in _forms(_encoded(value)))

    @functools.cached_property
    def _words(self) -> frozenset[bytes]:
        """What is looked for as a whole word, folded."""
        short = {value for value in self._values if not value.isalpha()} | self._passwords
        return frozenset(_encoded(value).translate(_FOLD) for value in short if not _is_long(value))

    def redact(self, text: bytes) -> bytes:
        """Replace the secrets in a text."""
        spans = list(self._spans(text))
        if not spans:
            return text
        pieces, end = [], 0
        for first, last in sorted(spans):
            if first >= end:
                pieces += [text[end:first], REDACTED]
            end = max(end, last)
        return b"".join([*pieces, text[end:]])

    def redact_text(self, text: str) -> str:
        """Replace the secrets in a text."""
        return self.redact(_encoded(text)).decode("utf-8", "replace")

    def _spans(self, text: bytes) -> Iterator[tuple[int, int]]:
        """Where secrets are, whatever their escapes; spans may overlap."""
        levels, start = [text], text[:_LONGEST_ESCAPED]
        while len(levels) <= _MOST_ESCAPES and _has_escapes(start):
            start = _ESCAPE.sub(_unescaped, start)
            levels.append(start)
        for depth, level in enumerate(levels):
            spans = list(self._plain_spans(level.translate(_FOLD)))
            for outer in reversed(levels[:depth]):
                spans = _behind_escapes(spans, outer)
            yield from spans

    def _plain_spans(self, folded: bytes) -> Iterator[tuple[int, int]]:
        """Where secrets are in a text without escapes; spans do not overlap."""
        parts = [re.escape(part) for part in self._parts if part in folded]
        words = [rb"(?<![a-z0-9])%s(?![a-z0-9])" % re.escape(word) for word in self._words if word in folded]
        if parts or words:
            yield from (match.span() for match in re.finditer(b"|".join(sorted(parts, key=len)[::-1] + words), folded))


# The secrets of the clients that exist.
_living: weakref.WeakValueDictionary[int, Secrets] = weakref.WeakValueDictionary()


class _Redact(logging.Filter):
    """Redacts the messages of a logger."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        # A list, because another thread may make a client meanwhile.
        for reference in _living.valuerefs():
            secrets = reference()
            text = text if secrets is None else secrets.redact_text(text)
        record.msg, record.args = text, ()
        return True


@functools.cache
def redact_logs(*names: str) -> None:
    """Redact what these loggers write from now on."""
    for name in names:
        logging.getLogger(name).addFilter(_Redact())


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _is_long(secret: str) -> bool:
    return len(secret) >= (_SHORTEST_WORD if secret.isalpha() else _SHORTEST_PART)


def _forms(secret: bytes) -> Iterator[bytes]:
    """A secret and what it becomes in other encodings, wherever it begins in them."""
    yield secret
    yield secret.hex().encode()
    for offset, incomplete in enumerate((0, 2, 3)):
        # The first and the last character depend on what is around the secret.
        complete = (offset + len(secret)) * 8 // 6
        yield base64.b64encode(bytes(offset) + secret)[incomplete:complete]


def _has_escapes(text: bytes) -> bool:
    # Most texts have none of their first characters, which takes a hundredth of the time of the regular expression.
    return any(map(text.__contains__, b"\0\\%&")) and _ESCAPE.search(text) is not None


def _unescaped(match: re.Match[bytes]) -> bytes:
    """What an escape stands for."""
    form = match.lastgroup
    text = match[form or 0]
    if form == "sign":
        return b" " if text in b"bfnrt" else text
    if form == "name":
        # Imported here, because it has 2,231 of them.
        from html.entities import html5

        return html5.get(f"{text.decode()};", match[0].decode()).encode()
    if form in ("byte", "quoted"):
        return bytes([int(text, 16)])
    # The zeros of UTF-16 and UTF-32 have no form.
    number = int(text, 10 if form == "decimal" else 16) if form else 0
    return chr(number).encode("utf-8", "replace") if 0 < number < 0x110000 else b""


def _behind_escapes(spans: Iterable[tuple[int, int]], text: bytes) -> list[tuple[int, int]]:
    """Where spans of an unescaped text are in the text with its escapes."""
    escapes = _ESCAPE.finditer(text)
    # How far the text is ahead of the unescaped one before and after the next escape.
    before = after = 0
    first = last = plain_first = plain_last = -1
    edges = []
    for number, edge in enumerate(edge for span in spans for edge in span):
        while plain_last < edge and (match := next(escapes, None)):
            first, last = match.span()
            before = after
            plain_first = first - before
            plain_last = plain_first + len(_unescaped(match))
            after = last - plain_last
        if edge >= plain_last:
            edges.append(edge + after)
        elif edge <= plain_first:
            edges.append(edge + before)
        else:
            edges.append(last if number % 2 else first)
    return list(zip(edges[::2], edges[1::2], strict=True))
