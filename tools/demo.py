"""Run examples/quickstart.py over real HTTP, against a server on loopback that responds with the fixtures."""

from __future__ import annotations

import argparse
import logging
import re
import runpy
import sys

from datadog_case_management import Client
from pytest_httpserver import HTTPServer

from tools.fixtures import serving
from tools.fixtures.cassettes import operations
from tools.fixtures.recording import CASE_ID, USER_UUID
from tools.paths import ROOT
from tools.spec.operation import find


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # the requests are listed at the end
    quickstart = runpy.run_path(str(ROOT / "examples/quickstart.py"))["main"]
    with HTTPServer(host="127.0.0.1", port=0) as server:
        server.expect_request(re.compile(".*")).respond_with_handler(serving.respond_to_any)
        url = server.url_for("").rstrip("/")
        print(f"A server at {url} responds with the fixtures, whatever it is asked; no request leaves this machine.\n")
        with Client(api_key="demo", app_key="demo", base_url=url) as client:
            quickstart(client, case_id=CASE_ID, user_uuid=USER_UUID, page_size=2)
            shown = {find(operations().values(), request.method, request.path)[0].name for request, _ in server.log}
            for name in sorted(operations().keys() - shown):
                positional, keywords = operations()[name].example_call()
                print(f"{name}: {getattr(client, name)(*positional, **keywords)}")
        print("\nWhat went over the wire:")
        for request, response in server.log:
            query = f"?{request.query_string.decode()}" if request.query_string else ""
            print(f"  {request.method:4} {request.path}{query} -> {response.status_code}")
        server.check()
    return 0


if __name__ == "__main__":
    sys.exit(main())
