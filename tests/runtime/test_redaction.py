"""A secret that a response echoes is recognized in whatever form, wherever it is; ordinary text stays as it is."""

from __future__ import annotations

import base64
import html
import json
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from datadog_case_management import _redaction, errors
from datadog_case_management._redaction import Secrets
from datadog_case_management._transport import causes
from faulty_server import Act, FaultyServer, respond, say
from helpers import MODES, Masked, call_in
from hypothesis import given
from hypothesis import strategies as st
from leaks import leaks

# One of each place that a client has for secrets.
SECRETS = {
    "api_key": "0123456789abcdef0123456789abcdef",
    "app_key": "fedcba9876543210fedcba9876543210fedcba98",
    "header": "caller/s3cret'+\"=&<x>",
    "cookie": "c00kie-v4lue",
    "proxy": "pr0xy pässw0rd",
    "header of the Basic scheme": "w0rd:of:basic",
}
HEADERS = {
    "X-Internal": f"Signature {SECRETS['header']}",
    "Cookie": f"a=1; session={SECRETS['cookie']}; b=2",
    "X-Basic": "Basic " + base64.b64encode(f"me:{SECRETS['header of the Basic scheme']}".encode()).decode(),
}
SETTINGS: dict[str, Any] = {"headers": HEADERS, "timeout": 20, "max_retries": 0, "follow_redirects": True}
SETTINGS |= {name: SECRETS[name] for name in ("api_key", "app_key")}


def _each(text: str, escape: Callable[[str], str], draw: Any) -> str:
    """Escape some or all characters, and those that escapes begin with."""
    chosen = draw(st.integers(1, 2**32)) | (2**32 - 1 if draw(st.booleans()) else 0)
    return "".join(
        escape(sign) if sign in '\\"%&' or chosen >> number % 32 & 1 else sign for number, sign in enumerate(text)
    )


def _json(sign: str) -> str:
    return f"\\u{ord(sign):04X}" if sign.isalnum() else json.dumps(sign)[1:-1]


# What hides a secret from a reader without a decoder, and what is only another way to write it.
OPAQUE: dict[str, Callable[[str, Any], str]] = {
    "plain": lambda text, draw: text,
    "upper case": lambda text, draw: text.upper(),
    "hexadecimal": lambda text, draw: text.encode().hex(),
    "base64": lambda text, draw: base64.b64encode(draw(st.binary(max_size=9)) + text.encode() + b"\n more").decode(),
    "base64 for URLs": lambda text, draw: base64.urlsafe_b64encode(
        draw(st.binary(max_size=9)) + text.encode()
    ).decode(),
    "Basic": lambda text, draw: "Basic " + base64.b64encode(f"user:{text}".encode()).decode(),
}
ESCAPES: dict[str, Callable[[str, Any], str]] = {
    "none": lambda text, draw: text,
    "JSON": lambda text, draw: json.dumps(text)[1:-1].replace("/", r"\/"),
    "JSON, every character": lambda text, draw: _each(text, _json, draw),
    "URL": lambda text, draw: quote(text, safe=""),
    "URL, every character": lambda text, draw: _each(text, lambda s: "".join(f"%{b:02x}" for b in s.encode()), draw),
    "HTML": lambda text, draw: html.escape(text),
    "HTML, every character": lambda text, draw: _each(text, lambda sign: f"&#{ord(sign)};", draw),
    "HTML, hexadecimal": lambda text, draw: _each(text, lambda sign: f"&#x{ord(sign):X};", draw),
}
AROUND = ["{}", "key_{}", "{}_key", "x{}9", "\\n{}\\n", "\\t{}", "%3D{}", "({})", "é{}é", "word " * 400 + "{}"]
POSITIONS: dict[str, Callable[[str], Act]] = {
    "a JSON string": lambda text: respond(403, f'{{"errors": ["{text}", {{"detail": "{text}"}}]}}'.encode()),
    "a JSON name": lambda text: respond(200, f'{{"data": {{"{text}": 1}}}}'.encode()),
    "a value of a wrong type": lambda text: respond(200, f'{{"data": ["{text}"]}}'.encode()),
    "text": lambda text: respond(500, text.encode()),
    "text in UTF-16": lambda text: respond(500, text.encode("utf-16")),
    "text in UTF-32": lambda text: respond(404, text.encode("utf-32-be")),
    "the title of a page": lambda text: respond(200, f"<html><title>{text}</title></html>".encode()),
    "the value of a header": lambda text: respond(400, b"", f"X-Echo: {_sendable(text)}"),
    "the name of a header": lambda text: respond(400, b"", f"X-{_token(text)}: 1"),
    "a location": lambda text: respond(302, b"", f"Location: ftp://x/{_sendable(text)}"),
    "a reason": lambda text: say(f"HTTP/1.1 403 {_sendable(text)}\r\nContent-Length: 0\r\n\r\n".encode()),
    "a malformed line": lambda text: say(f"HTTP/1.1 200 OK\r\n{_sendable(text)}\x00\r\n\r\n".encode()),
}


def _sendable(text: str) -> str:
    return text.encode("ascii", "replace").decode().replace("\n", " ")[:4000]


def _token(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and (sign.isalnum() or sign in "-_"))[:4000] or "x"


@given(st.data())
def test_an_echo_is_redacted_in_any_form_at_any_place(data: st.DataObject) -> None:
    secret = SECRETS[data.draw(st.sampled_from(list(SECRETS)))]
    form = OPAQUE[data.draw(st.sampled_from(list(OPAQUE)))](secret, data.draw)
    for name in data.draw(st.lists(st.sampled_from(list(ESCAPES)), max_size=3)):
        form = ESCAPES[name](form, data.draw)
    text = data.draw(st.sampled_from(AROUND)).replace("{}", form)
    position = data.draw(st.sampled_from(list(POSITIONS)))
    forms = {secret, form}
    if position == "the name of a header":
        # Other characters cannot be in one.
        forms = {_token(form).lower()} if _token(form) == form else {secret}
    with pytest.MonkeyPatch.context() as patch, FaultyServer(POSITIONS[position](text)) as server:
        patch.setenv("ALL_PROXY", f"http://me:{quote(SECRETS['proxy'])}@nowhere.invalid:1")
        patch.setenv("NO_PROXY", "127.0.0.1")
        logged = _Log()
        try:
            error = error_of(data.draw(st.sampled_from(list(MODES))), Masked(SETTINGS | {"base_url": server.url}))
        finally:
            logged.stop()
    assert leaks(error, forms) == []
    assert [line for line in logged.lines if any(form in line for form in forms)] == []


class _Log(logging.Handler):
    """What all loggers write at DEBUG."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._level = logging.root.level
        logging.root.addHandler(self)
        logging.root.setLevel(logging.DEBUG)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def stop(self) -> None:
        logging.root.removeHandler(self)
        logging.root.setLevel(self._level)


def error_of(mode: str, settings: Any) -> errors.CaseManagementError:
    """What a call raises, without the echo in a local variable of a frame of its traceback."""
    try:
        call_in(mode, "list_case_watchers", "C", settings=settings)
    except errors.CaseManagementError as error:
        return error
    raise AssertionError("the call succeeded")


@given(st.text() | st.text(alphabet="\\u0041%41&#x;amp/\"n\x00é 'ab"), st.binary())
def test_other_text_stays_as_it_is(text: str, noise: bytes) -> None:
    secrets = Secrets([SECRETS["api_key"]], ["pr0xy"])
    assert secrets.redact_text(text) == text.encode("utf-8", "replace").decode()
    assert secrets.redact(noise) == noise


@given(st.text(alphabet='\\u0041%41&#x;amp/"n\x00é ', max_size=20), st.text(max_size=20), st.data())
def test_what_is_around_a_secret_stays_as_it_is(before: str, after: str, data: st.DataObject) -> None:
    secret = SECRETS["api_key"]
    form = ESCAPES[data.draw(st.sampled_from(list(ESCAPES)))](secret, data.draw)
    shown = Secrets([secret]).redact_text(f"{before} {form} {after}")
    assert shown == f"{before} [redacted] {after}".encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (b"a &quot;s3cret&amp;v4lue&quot; b", b"a &quot;[redacted]&quot; b"),
        (b"&unknown;s3cret%26v4lue", b"&unknown;[redacted]"),
        # An escape that stands for more than one character, of which only one is of the secret.
        (b"&fjlig;4lue9012", b"[redacted]"),
        (b"j4lue901&fjlig;", b"[redacted]"),
        (b"\\ns3cret&v4lue\\t", b"\\n[redacted]\\t"),
    ],
)
def test_only_the_escapes_of_a_secret_are_replaced(text: bytes, shown: bytes) -> None:
    assert Secrets(["s3cret&v4lue", "j4lue9012", "j4lue901f"]).redact(text) == shown


def test_the_parts_of_a_group_are_causes() -> None:
    part, cause = ValueError("part"), OSError("cause")
    part.__cause__ = cause
    group = ExceptionGroup("several", [part])
    assert list(causes(group)) == [group, part, cause]


def test_only_the_start_of_a_long_text_is_searched_for_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body may have a hundred million of them."""
    unescaped = 0
    original = _redaction._unescaped

    def count(match: Any) -> bytes:
        nonlocal unescaped
        unescaped += 1
        return original(match)

    monkeypatch.setattr(_redaction, "_LONGEST_ESCAPED", 1000)
    monkeypatch.setattr(_redaction, "_unescaped", count)
    secret = SECRETS["api_key"].encode()
    escaped = b"".join(b"%%%x" % byte for byte in secret)
    text = escaped + b"%25" * 10_000 + secret
    redacted = Secrets([secret.decode()]).redact(text)
    assert redacted == b"[redacted]" + b"%25" * 10_000 + b"[redacted]"
    assert unescaped < 2 * 1000
