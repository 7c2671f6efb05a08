"""Run examples/quickstart.py over real HTTP, against a server on loopback that responds with the fixtures."""

from __future__ import annotations

import logging
import runpy
import sys

from datadog_case_management import Client
from pytest_httpserver import HTTPServer

from tools.fixtures import cassettes, serving
from tools.paths import CASSETTES, ROOT

# The fixtures for examples/quickstart.py; other operations are called as their recorded success was.
SERVED = [
    "watch_case/201",
    "list_case_watchers/200",
    "list_case_watchers/404",
    "list_case_timeline/200-pages",
    "add_case_insights/200",
]


def main() -> int:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # the requests are listed at the end
    quickstart = runpy.run_path(str(ROOT / "examples/quickstart.py"))["main"]
    with HTTPServer(host="127.0.0.1", port=0) as server:
        others = [name for name in cassettes.operations() if not any(path.startswith(f"{name}/") for path in SERVED)]
        successes = [f"{name}/{next(iter(cassettes.operations()[name].results))}" for name in others]
        recordings = [cassettes.load(CASSETTES / f"{name}.yaml") for name in SERVED + successes]
        serving.serve(server, recordings)
        url = server.url_for("").rstrip("/")
        print(f"A server at {url} has {len(recordings)} fixtures; no request leaves this machine.\n")
        (case_id, user_uuid), _ = recordings[0].interactions[0].arguments()
        with Client(api_key="demo", app_key="demo", base_url=url) as client:
            quickstart(client, case_id=case_id, user_uuid=user_uuid, page_size=2)
            for recording in recordings[len(SERVED) :]:
                positional, keywords = recording.interactions[0].arguments()
                print(f"{recording.operation}: {getattr(client, recording.operation)(*positional, **keywords)}")
        print("\nWhat went over the wire:")
        for request, response in server.log:
            query = f"?{request.query_string.decode()}" if request.query_string else ""
            print(f"  {request.method:4} {request.path}{query} -> {response.status_code}")
        server.check()
    return 0


if __name__ == "__main__":
    sys.exit(main())
