"""What an editor shows: Pyright's language server is asked, as editors ask it."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PROGRAM = """
from datadog_case_management import Client, models
client = Client()
client.watch_case("a", "b")
client.list_case_timeline("a")
client.add_case_insights("a", insights=[])
for cell in client.iter_case_timeline("a"): cell.attributes
models.CaseInsight(type="MONITOR", ref="", resource_id="")
"""
METHODS = ["watch_case", "list_case_timeline", "add_case_insights", "iter_case_timeline"]


class LanguageServer:
    """A conversation with a language server."""

    def __init__(self, folder: Path) -> None:
        program = Path(sys.executable).parent / "basedpyright-langserver"
        self._process = subprocess.Popen([program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._numbers = itertools.count(1)
        uri = folder.as_uri()
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {"hover": {"contentFormat": ["plaintext"]}},
        }
        folders = [{"uri": uri, "name": "folder"}]
        self.ask("initialize", processId=None, rootUri=uri, capabilities=capabilities, workspaceFolders=folders)
        self._send(method="initialized", params={})

    def open(self, uri: str, text: str) -> None:
        document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self._send(method="textDocument/didOpen", params={"textDocument": document})

    def ask(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._send(id=number, method=method, params=params)
        # The timeout of pytest bounds it.
        while True:
            message = self._receive()
            if "method" not in message and message.get("id") == number:
                return message["result"]
            if "method" in message and "id" in message:
                items = message["params"].get("items", [])
                self._send(id=message["id"], result=[{"pythonPath": sys.executable} for _ in items])

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _send(self, **message: Any) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self._process.stdin.flush()

    def _receive(self) -> Any:
        assert self._process.stdout
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return json.loads(self._process.stdout.read(length))


@pytest.fixture(scope="module")
def hover(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Shows what hovering over the first occurrence of a text of the program shows."""
    folder = tmp_path_factory.mktemp("editor")
    uri = (folder / "program.py").as_uri()
    server = LanguageServer(folder)
    server.open(uri, PROGRAM)

    def hover(text: str) -> str:
        before = PROGRAM[: PROGRAM.index(text) + 1]
        position = {"line": before.count("\n"), "character": len(before) - before.rindex("\n") - 1}
        answer = server.ask("textDocument/hover", textDocument={"uri": uri}, position=position)
        return str(answer["contents"]["value"])

    yield hover
    server.close()


@pytest.mark.parametrize("method", METHODS)
def test_a_method_is_a_sentence_its_arguments_and_a_link(method: str, hover: Callable[[str], str]) -> None:
    signature, _, text = hover(method).partition("\n\n")
    assert method in signature
    assert "Args:" in text
    assert "https://docs.datadoghq.com/" in text or "all pages of `list_case_timeline`" in text
    assert "Raises:" not in text
    assert len(text.splitlines()) <= 18


def test_a_field_has_its_documentation(hover: Callable[[str], str]) -> None:
    assert hover("attributes").splitlines()[-1].endswith(".")


def test_a_constructor_has_the_types_that_one_passes(hover: Callable[[str], str]) -> None:
    shown = hover("CaseInsight(")
    assert "type: CaseInsightType | str" in shown
    assert "tuple" not in shown
    assert "Unset" not in shown
