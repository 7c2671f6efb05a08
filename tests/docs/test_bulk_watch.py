"""examples/bulk_watch.py limits calls in flight, can be resumed, and waits once for all calls."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import httpx
import pytest
from datadog_case_management import Client
from helpers import HEED_CTRL_C, KEYS, eventually
from pytest_httpserver import HTTPServer
from tools.paths import ROOT
from werkzeug import Request, Response

sys.path.insert(0, str(ROOT / "examples"))
import bulk_watch


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """A file as Excel writes it, with a byte order mark."""
    path = tmp_path / "cases.txt"
    path.write_text("\n".join(f"CASEM-{number}" for number in range(30)) + "\nCASEM-0\n", encoding="utf-8-sig")
    return path


def entries(log: Path) -> dict[str, str | None]:
    return {entry["case"]: entry["error"] for entry in map(json.loads, log.read_text().splitlines())}


def asked(server: HTTPServer) -> list[str]:
    return [request.path.split("/")[4] for request, _ in server.log]


def test_every_case_is_watched_once_and_a_second_run_retries_failures(
    httpserver: HTTPServer, url: str, cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = {"CASEM-7"}

    def respond(request: Request) -> Response:
        return (
            Response('{"errors": ["no such case"]}', 404)
            if request.path.split("/")[4] in missing
            else Response("", 201)
        )

    httpserver.expect_request(re.compile(".*"), "POST").respond_with_handler(respond)
    log = tmp_path / "log.jsonl"
    arguments = ["u", str(cases), "--log", str(log)]
    assert bulk_watch.main(arguments, base_url=url, **KEYS) == 1
    assert sorted(asked(httpserver)) == sorted(f"CASEM-{number}" for number in range(30))
    reasons = f"{log} has the reasons for failures; run it again to retry them."
    assert capsys.readouterr().out == f"    29 watched\n     1 NotFoundError\n{reasons}\n"
    assert "no such case" in (entries(log)["CASEM-7"] or "")
    missing.clear()
    httpserver.clear_log()
    log.write_text(log.read_text() + '{"case": "CASEM-3", "err')  # cut short by an interruption
    assert bulk_watch.main(arguments, base_url=url, **KEYS) == 0
    assert asked(httpserver) == ["CASEM-7"]


def test_the_number_of_calls_in_flight_is_limited(cases: Path, tmp_path: Path) -> None:
    lock, in_flight, most = threading.Lock(), [0], [0]
    three_at_once = threading.Event()

    def respond(_: Request) -> Response:
        with lock:
            in_flight[0] += 1
            most[0] = max(most[0], in_flight[0])
            if in_flight[0] == 3:
                three_at_once.set()
        three_at_once.wait(60)
        time.sleep(0.01)  # A fourth, which must not come, would come now.
        with lock:
            in_flight[0] -= 1
        return Response("", 201)

    with HTTPServer(host="127.0.0.1", threaded=True) as server:
        server.expect_request(re.compile(".*"), "POST").respond_with_handler(respond)
        url = server.url_for("").rstrip("/")
        arguments = ["u", str(cases), "--log", str(tmp_path / "log.jsonl"), "--at-once", "3"]
        assert bulk_watch.main(arguments, base_url=url, **KEYS) == 0
    assert most[0] == 3


def test_one_rate_limit_is_reported_and_makes_all_calls_wait(
    httpserver: HTTPServer, url: str, cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def respond(_: Request) -> Response:
        limited = len(httpserver.log) == 5
        return Response('{"errors": ["slow down"]}', 429, {"Retry-After": "0.3"}) if limited else Response("", 201)

    httpserver.expect_request(re.compile(".*"), "POST").respond_with_handler(respond)
    log = tmp_path / "log.jsonl"
    assert bulk_watch.main(["u", str(cases), "--log", str(log)], base_url=url, **KEYS) == 0
    assert len(entries(log)) == 30
    assert len(httpserver.log) == 31
    assert re.search(r"The service asks to wait 0\.\d s\.", capsys.readouterr().err)


def test_a_long_rate_limit_stops_it_and_a_second_run_does_the_rest(
    httpserver: HTTPServer, url: str, cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    limited = threading.Event()
    limited.set()

    def respond(_: Request) -> Response:
        reject = limited.is_set() and len(httpserver.log) >= 5
        return Response('{"errors": ["slow down"]}', 429, {"Retry-After": "3600"}) if reject else Response("", 201)

    httpserver.expect_request(re.compile(".*"), "POST").respond_with_handler(respond)
    log = tmp_path / "log.jsonl"
    arguments = ["u", str(cases), "--log", str(log), "--at-once", "2"]
    assert bulk_watch.main(arguments, base_url=url, **KEYS) == 1
    shown = capsys.readouterr()
    assert re.search(r"asks to wait 3\d{3} s, longer than this program does; run it again after that\.", shown.err)
    assert list(entries(log).values()).count(None) == 5
    assert len(httpserver.log) <= 7, "no calls after the limit, except those in flight"
    assert f"{30 - len(entries(log)):6} not tried" in shown.out
    limited.clear()
    assert bulk_watch.main(arguments, base_url=url, **KEYS) == 0
    assert set(entries(log).values()) == {None}
    assert len(entries(log)) == 30


def test_a_lost_connection_is_logged_and_a_second_run_retries_it(cases: Path, tmp_path: Path) -> None:
    broken = {"CASEM-3", "CASEM-4"}
    requests: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        requests.append(request.url.path.split("/")[4])
        if requests[-1] in broken:
            raise httpx.ReadError("lost")
        return httpx.Response(201)

    log = tmp_path / "log.jsonl"
    arguments = ["u", str(cases), "--log", str(log), "--at-once", "1"]
    settings = {"transport": httpx.MockTransport(respond), **KEYS}
    assert bulk_watch.main(arguments, **settings) == 1
    assert {case for case, error in entries(log).items() if error} == broken
    broken.clear()
    requests.clear()
    assert bulk_watch.main(arguments, **settings) == 0
    assert sorted(requests) == ["CASEM-3", "CASEM-4"]
    assert set(entries(log).values()) == {None}


def test_unicode_text_of_excel_is_read(httpserver: HTTPServer, url: str, tmp_path: Path) -> None:
    httpserver.expect_request(re.compile(".*"), "POST").respond_with_data("", 201)
    path = tmp_path / "cases.txt"
    path.write_text("CASEM-1\r\nCASEM-2\r\n", encoding="utf-16", newline="")
    assert bulk_watch.main(["u", str(path), "--log", str(tmp_path / "log.jsonl")], base_url=url, **KEYS) == 0
    assert sorted(asked(httpserver)) == ["CASEM-1", "CASEM-2"]


def test_after_ctrl_c_a_second_run_does_only_the_rest(cases: Path, tmp_path: Path) -> None:
    interrupted = threading.Event()

    def respond(_: Request) -> Response:
        if len(server.log) >= 8:
            interrupted.wait(60)
        return Response("", 201)

    with HTTPServer(host="127.0.0.1", threaded=True) as server:
        server.expect_request(re.compile(".*"), "POST").respond_with_handler(respond)
        settings = {"base_url": server.url_for("").rstrip("/"), **KEYS}
        arguments = ["u", str(cases), "--log", str(tmp_path / "log.jsonl"), "--at-once", "4"]
        code = f"{HEED_CTRL_C}import sys, bulk_watch; sys.exit(bulk_watch.main({arguments!r}, **{settings!r}))"
        command = [sys.executable, "-c", code]
        process = subprocess.Popen(command, cwd=ROOT / "examples", stderr=subprocess.PIPE, text=True)
        eventually(lambda: len(server.log) >= 8)
        process.send_signal(signal.SIGINT)
        interrupted.set()
        _, complaints = process.communicate(timeout=30)
        assert process.returncode == 130, complaints
        assert "run it again with --log" in complaints
        assert 8 <= len(server.log) < 30
        subprocess.run(command, cwd=ROOT / "examples", check=True, capture_output=True, timeout=30)
        assert sorted(asked(server)) == sorted(f"CASEM-{number}" for number in range(30))


def test_watch_one_can_be_mapped_over_processes(httpserver: HTTPServer, url: str) -> None:
    httpserver.expect_request(re.compile(".*"), "POST").respond_with_data("", 201)
    cases = [f"CASEM-{number}" for number in range(20)]
    with Client(base_url=url, **KEYS) as client, ProcessPoolExecutor(2, get_context("spawn")) as pool:
        outcomes = dict(pool.map(partial(bulk_watch.watch_one, client, "u"), [*cases, ""]))
    assert "case_id" in (outcomes.pop("") or "")
    assert outcomes == dict.fromkeys(cases)
    assert sorted(asked(httpserver)) == sorted(cases)
