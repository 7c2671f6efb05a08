"""Watch cases, and export their timelines to CSV and JSON Lines.

With DD_API_KEY, DD_APP_KEY and, outside the US1 site, DD_SITE in the environment:

    python examples/export_timelines.py USER CASEM-4523 CASEM-4524 --folder export

timelines.csv has a line for each cell, for spreadsheets. timelines.jsonl has each cell exactly as the service sent it,
undocumented fields included, for programs.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from datadog_case_management import Client, errors, models

COLUMNS = ["case", "created_at", "type", "author", "message"]


def row(case: str, cell: models.TimelineCell) -> dict[str, object]:
    """The line of a cell; missing values are empty, because UNSET and None are falsy."""
    author, content = cell.author, cell.cell_content
    profile = author.content if isinstance(author, models.TimelineCellAuthorUser) else None
    return {
        "case": case,
        "created_at": cell.created_at or "",
        "type": cell.type or "",
        "author": (profile and profile.handle) or "",
        "message": (isinstance(content, models.TimelineCellContentComment) and content.message) or "",
    }


def export(client: Client, user: str, cases: Iterable[str], folder: Path) -> dict[str, str]:
    """Watch each case and write its timeline.

    Args:
        client: The client to send with.
        user: The UUID of the user who is to watch.
        cases: UUIDs or keys of cases.
        folder: The folder for timelines.csv and timelines.jsonl; created if it is missing.

    Returns:
        What went wrong, by case; empty if nothing did.
    """
    failed = {}
    folder.mkdir(parents=True, exist_ok=True)
    with (
        (folder / "timelines.csv").open("w", encoding="utf-8", newline="") as table,
        (folder / "timelines.jsonl").open("w", encoding="utf-8") as lines,
    ):
        writer = csv.DictWriter(table, COLUMNS)
        writer.writeheader()
        for case in cases:
            try:
                client.watch_case(case, user)
                for cell in client.iter_case_timeline(case, page_size=100, sort_ascending=True):
                    writer.writerow(row(case, cell.attributes))
                    lines.write(json.dumps({"case": case, "cell": cell.to_dict()}) + "\n")
            except (errors.CaseManagementError, ValueError) as error:
                failed[case] = str(error)
    return failed


def main(arguments: list[str] | None = None, client: Client | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("user", help="the UUID of the user who is to watch")
    parser.add_argument("cases", nargs="+", help="the UUIDs or keys of cases")
    parser.add_argument("--folder", type=Path, default=Path("export"), help="where to write (default: %(default)s)")
    options = parser.parse_args(arguments)
    with client or Client() as opened:
        failed = export(opened, options.user, options.cases, options.folder)
    for case, reason in failed.items():
        print(f"{case}: {reason}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (errors.ConfigurationError, OSError) as error:
        sys.exit(f"export_timelines: {error}")
