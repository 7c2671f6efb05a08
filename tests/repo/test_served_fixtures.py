"""The fixtures as a server sends them: for the demo, for the examples, and as arguments of a call."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
import yaml
from pytest_httpserver import HTTPServer
from tools.fixtures import cassettes, serving
from tools.fixtures.cassettes import Interaction
from tools.paths import CASSETTES
from tools.spec.describe import described

CONSTRUCTS = yaml.safe_load(Path(__file__).with_name("constructs.yaml").read_text(encoding="utf-8"))


def interactions(name: str) -> list[Interaction]:
    return cassettes.load(CASSETTES / f"{name}.yaml").interactions


def test_the_arguments_of_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (cassettes, serving):
        monkeypatch.setattr(module, "operations", lambda: described(CONSTRUCTS))
    url = "https://api.example.com/things?must=m&filter%5Btags%5D=a&filter%5Btags%5D=b"
    request = Interaction("GET", url, {"x-count": "3"}, "", 200, {}, b"")
    assert request.arguments() == ([], {"must": "m", "filter_tags": ["a", "b"], "x_count": 3})
    assert "x_count" not in request._replace(request_headers={}).arguments()[1]


def test_what_a_fixture_says_about_itself(tmp_path: Path) -> None:
    interaction = {
        "request": {"method": "GET", "uri": "https://x/y", "headers": {"Accept": ["a/b"]}, "body": b"x"},
        "response": {"status": {"code": 200}, "headers": {}, "body": {"string": "y"}},
    }
    path = tmp_path / "get_thing" / "200.yaml"
    path.parent.mkdir()
    path.write_text(yaml.safe_dump({"interactions": [interaction]}), encoding="utf-8")
    expected = Interaction("GET", "https://x/y", {"accept": "a/b"}, "x", 200, {}, b"y")
    assert cassettes.load(path) == cassettes.Cassette(path, "", "", "", [expected])
    about = {"provenance": "live", "about": "A thing.", "departs": "It is new."}
    path.write_text(yaml.safe_dump({**about, "interactions": []}), encoding="utf-8")
    assert cassettes.load(path) == cassettes.Cassette(path, "live", "A thing.", "It is new.", [])


def send(server: HTTPServer, request: Interaction) -> tuple[int, bytes, str | None]:
    url = httpx.URL(server.url_for(request.path), query=httpx.URL(request.url).query)
    headers = {"content-type": "application/json"} if request.request_body else {}
    with (
        httpx.Client(verify=False) as client,
        client.stream(request.method, url, content=request.request_body, headers=headers) as response,
    ):
        return response.status_code, b"".join(response.iter_raw()), response.headers.get("content-type")


def test_the_demo_serves_each_request_of_a_fixture(httpserver: HTTPServer) -> None:
    names = ("add_case_insights/200", "list_case_timeline/200-pages", "watch_case/201", "watch_case/404")
    loaded = [cassettes.load(CASSETTES / f"{name}.yaml") for name in names[:-1]]
    serving.serve(httpserver, loaded)
    sent = [interaction for cassette in loaded for interaction in cassette.interactions]
    assert len(sent) == 5
    for interaction in sent:
        served = send(httpserver, interaction)
        assert served[:2] == (interaction.status, interaction.content)
        if interaction.content:
            assert served[2] == interaction.headers["content-type"]
    insights, page, *_ = sent
    for other in (
        insights._replace(request_body='{"data": {}}'),
        insights._replace(method="POST"),
        page._replace(url=f"{page.url}0"),
        interactions(names[-1])[0]._replace(url="https://api.example.com/elsewhere"),
    ):
        assert send(httpserver, other)[0] == 500


@pytest.mark.parametrize(
    ("path", "fixture"),
    [
        ("/api/v2/cases/CASEM-1/watchers", "list_case_watchers/200"),
        ("/api/v2/cases/CASEM-1/timelines", "list_case_timeline/200"),
        ("/api/v2/cases/CASEM-1/timelines?page[number]=0", "list_case_timeline/200"),
        ("/api/v2/cases/CASEM-1/timelines?page[number]=1", "list_case_timeline/200-empty"),
        ("/api/v2/cases/CASEM-9999/watchers", "watch_case/404-code"),
    ],
)
def test_any_case_exists_but_one(httpserver: HTTPServer, path: str, fixture: str) -> None:
    httpserver.expect_request(re.compile(".*")).respond_with_handler(serving.respond_to_any)
    (expected,) = interactions(fixture)
    served = send(httpserver, expected._replace(method="GET", url=f"https://api.example.com{path}", request_body=""))
    assert served == (expected.status, expected.content, expected.headers["content-type"])


def test_without_an_observed_form_a_missing_case_has_the_documented_one(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "watch_case").mkdir()
    text = (CASSETTES / "watch_case/404.yaml").read_text(encoding="utf-8")
    (tmp_path / "watch_case/404.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(serving, "CASSETTES", tmp_path)
    httpserver.expect_request(re.compile(".*")).respond_with_handler(serving.respond_to_any)
    (expected,) = interactions("watch_case/404")
    assert send(httpserver, expected._replace(url="https://api.example.com/api/v2/cases/CASEM-9999/watchers/u"))[
        :2
    ] == (404, expected.content)
