"""Watch a case, list its watchers, read its timeline, add an insight, and meet an error.

With DD_API_KEY, DD_APP_KEY and, outside the US1 site, DD_SITE in the environment:

    python examples/quickstart.py CASE USER

where CASE is the UUID or key of a case, and USER the UUID of the user who is to watch it.
"""

from __future__ import annotations

import argparse
import sys

from datadog_case_management import Client, errors, models


def main(client: Client, case_id: str, user_uuid: str, page_size: int = 50) -> None:
    """Call each operation once, and one that fails, and print the results."""
    client.watch_case(case_id, user_uuid)
    print(f"{user_uuid} watches {case_id}.\n")

    print("Its watchers:")
    for watcher in client.list_case_watchers(case_id).data:
        print(f"  {watcher.relationships.user.data.id}")

    print("\nIts timeline, newest first:")
    for cell in client.iter_case_timeline(case_id, page_size=page_size):
        print(f"  {cell.attributes.created_at}  {cell.attributes.type}")
        if isinstance(cell.attributes.cell_content, models.TimelineCellContentComment):
            print(f"    {cell.attributes.cell_content.message}")

    insight = models.CaseInsight(type="SECURITY_SIGNAL", ref="/monitors/12345?q=total", resource_id="12345")
    case = client.add_case_insights(case_id, insights=[insight])
    if case.data:
        known = case.data.attributes
        print(f"\nAdded {insight.type} {insight.ref} to:\n  {known.key} {known.title}")
        print(f"  {known.status_name}, priority {known.priority}, created {known.created_at}")

    print("\nA case that does not exist:")
    try:
        client.list_case_watchers("CASEM-9999")
    except errors.NotFoundError as error:
        print(f"  {type(error).__name__}: {error}")
    else:
        raise SystemExit("CASEM-9999 exists after all")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", help="the UUID or key of a case")
    parser.add_argument("user", help="the UUID of the user who is to watch it")
    arguments = parser.parse_args()
    try:
        with Client() as client:
            main(client, arguments.case, arguments.user)
    except errors.CaseManagementError as error:
        sys.exit(f"quickstart: {error}")
