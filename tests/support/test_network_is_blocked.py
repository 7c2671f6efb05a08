"""No test connects beyond loopback."""

from __future__ import annotations

import socket

import httpx
import pytest


def test_connections_beyond_loopback_are_blocked() -> None:
    with socket.socket() as elsewhere, pytest.raises(RuntimeError, match="Network is disabled"):
        elsewhere.connect(("192.0.2.1", 80))


def test_loopback_is_allowed(url: str) -> None:
    assert httpx.get(url).status_code == 500
