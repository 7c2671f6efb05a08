"""Record every operation of the spec from the live service, without secrets or personal data.

    DD_API_KEY=… DD_APP_KEY=… make record CASE=CASEM-1 USER=8146583c-…

The operations really happen, with the examples of the spec: the user becomes a watcher of the case, and the case gets
an insight. Use a case created for this purpose. Set other path arguments with ARGS="--set cell_id=…", and choose
operations with ARGS="--only watch_case".
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from datadog_case_management import errors

from tools.fixtures.cassettes import operations
from tools.fixtures.recording import record
from tools.paths import CASSETTES


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", required=True, help="the UUID or key of the case to record")
    parser.add_argument("--user", required=True, help="the UUID of a user who may watch it")
    parser.add_argument("--folder", type=Path, default=CASSETTES, help="the folder for the cassettes")
    parser.add_argument("--base-url", help="record from another server than the site's")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="another path argument")
    parser.add_argument(
        "--only", nargs="+", default=list(operations()), choices=operations(), help="only these operations"
    )
    options = parser.parse_args(arguments)
    if not options.case or not options.user:
        parser.error("a case and a user are required: make record CASE=CASEM-1 USER=8146583c-…")
    try:
        more = dict(pair.split("=", 1) for pair in options.set)
        written = record(options.case, options.user, options.folder, more, options.only, base_url=options.base_url)
    except (errors.CaseManagementError, ValueError) as error:
        print(f"make record: {error}", file=sys.stderr)
        return 1
    print(*written, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
