"""Record every operation of the spec from the live service, without secrets or personal data.

    DD_API_KEY=… DD_APP_KEY=… make record CASE=CASEM-1 USER=8146583c-…

The operations really happen, with the examples of the spec: the user becomes a watcher of the case, and the case gets
an insight. Use a case created for this purpose. Set other path arguments with ARGS="--set cell_id=…", and choose
operations with ARGS="--only watch_case".
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import vcr
import yaml
from cassettes import CASSETTES, OPERATIONS
from datadog_case_management import Client, errors
from spec import SPEC

REQUEST_HEADERS = ("accept", "content-type")
RESPONSE_HEADERS = ("content-type", "content-encoding", "x-ratelimit-")
HOST = "https://api.datadoghq.com"
# The identifiers in the documentation replace those of the recorded case and user.
CASE_ID = "f98a5a5b-e0ff-45d4-b2f5-afe6e74de504"
USER_UUID = "8146583c-0b5f-11ec-abf8-da7ad0900001"
NO_CASE = "CASEM-9999"

# Fields whose values the service chooses from a list, whether or not the spec lists them; never personal.
KEPT_MEMBERS = {"code", "type", "status", "status_group", "priority", "creation_source", "merge_status"}
KEPT_FORM = re.compile(r"[A-Za-z0-9_]+")
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Scrubber:
    """Replaces identifying values. The same value is always replaced by the same placeholder."""

    def __init__(self, case_id: str, user_uuid: str) -> None:
        self._replaced = {case_id: CASE_ID, user_uuid: USER_UUID, NO_CASE: NO_CASE}
        self._texts: dict[str, str] = {}

    def _instead(self, value: str, form: str) -> str:
        return self._replaced.setdefault(value, form.format(len(self._replaced)))

    def identifiers(self, text: str) -> str:
        """Replace the identifiers and addresses in a text, and keep the rest."""
        for known in sorted(self._replaced, key=len, reverse=True):
            text = text.replace(known, self._replaced[known])
        done = set(self._replaced.values())
        text = UUID.sub(lambda m: m[0] if m[0] in done else self._instead(m[0], "00000000-0000-4000-8000-{:012}"), text)
        return EMAIL.sub(lambda m: m[0] if m[0] in done else self._instead(m[0], "user{}@example.com"), text)

    def text(self, value: str) -> str:
        """Replace a text, unless it is in the spec, or is a status phrase, a timestamp or an identifier."""
        if value in SPEC_STRINGS or value in PHRASES or TIMESTAMP.fullmatch(value):
            return value
        if value in self._replaced or UUID.fullmatch(value) or EMAIL.fullmatch(value):
            return self.identifiers(value)
        return self._texts.setdefault(value, f"text {len(self._texts) + 1}")

    def json(self, value: Any, member: str = "") -> Any:
        """Replace every name and text that may be personal: all that are not in the spec."""
        if isinstance(value, dict):
            return {
                key if key in KEPT_MEMBERS else self.text(key): self.json(inner, key) for key, inner in value.items()
            }
        if isinstance(value, list):
            return [self.json(inner, member) for inner in value]
        if not isinstance(value, str) or (member in KEPT_MEMBERS and KEPT_FORM.fullmatch(value)):
            return value
        return self.text(value)


def spec_strings(value: Any) -> set[str]:
    """Every string in a part of the spec, such as field names, enum values and examples."""
    if isinstance(value, dict):
        return {key for key in value if isinstance(key, str)}.union(*map(spec_strings, value.values()))
    if isinstance(value, list):
        return set().union(*map(spec_strings, value))
    return {value} if isinstance(value, str) else set()


SPEC_STRINGS = {"", *spec_strings(yaml.safe_load(SPEC.read_text(encoding="utf-8")))}
PHRASES = {status.phrase for status in HTTPStatus}


def recorder(scrubber: Scrubber) -> vcr.VCR:
    """A vcrpy instance that keeps only what may be recorded."""

    def request(sent: Any) -> Any:
        sent.headers = {name: value for name, value in sent.headers.items() if name.lower() in REQUEST_HEADERS}
        parts = urlsplit(scrubber.identifiers(sent.uri))
        sent.uri = f"{HOST}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        if sent.body:
            sent.body = json.dumps(scrubber.json(json.loads(sent.body)))
        return sent

    def response(came: dict[str, Any]) -> dict[str, Any]:
        came["headers"] = {
            name: value for name, value in came["headers"].items() if name.lower().startswith(RESPONSE_HEADERS)
        }
        content = came["body"]["string"]
        try:
            came["body"]["string"] = json.dumps(scrubber.json(json.loads(content)), indent=1).encode()
        except ValueError:
            came["body"]["string"] = scrubber.text(content.decode(errors="replace")).encode()
        return came

    return vcr.VCR(
        decode_compressed_response=True,
        before_record_request=request,
        before_record_response=response,
    )


def record(
    case_id: str,
    user_uuid: str,
    folder: Path,
    more: dict[str, str] | None = None,
    names: Iterable[str] = tuple(OPERATIONS),
    **settings: Any,
) -> list[Path]:
    """Record a success of each operation, and a 404 of each that has an argument in its path.

    Args:
        case_id: The UUID or key of a case to record.
        user_uuid: The UUID of a user who may watch it.
        folder: The folder for the cassettes; existing ones are replaced.
        more: The values of other path arguments, by name.
        names: The operations, by their Python names.
        settings: Settings of the client, in addition to those from the environment.

    Returns:
        The cassettes that were written.

    Raises:
        ValueError: An argument of a path has no value.
    """
    values = {"case_id": case_id, "user_uuid": user_uuid, **(more or {})}
    chosen = {name: OPERATIONS[name] for name in names}
    needed = {found.name: None for operation in chosen.values() for found in operation.sent_in("path")}
    if unknown := [name for name in needed if name not in values]:
        raise ValueError(f"no value for {' and '.join(unknown)}: add {' '.join(f'--set {name}=…' for name in unknown)}")
    scrub = recorder(Scrubber(case_id, user_uuid))
    with tempfile.TemporaryDirectory() as scratch, Client(max_retries=0, **settings) as client:
        for name, operation in chosen.items():
            success = next(iter(operation.results))
            _, keywords = operation.example_call()
            path = [found.read(values[found.name]) for found in operation.sent_in("path")]
            calls = [(success, path)]
            if path and operation.sent_in("path")[0].kind == "str":
                calls.append((404, [NO_CASE, *path[1:]]))
            for status, given in calls:
                file = Path(scratch) / name / f"{status}.yaml"
                with scrub.use_cassette(str(file)):
                    try:
                        getattr(client, name)(*given, **keywords)
                    except errors.NotFoundError:
                        if status != 404:
                            raise
                label(file)
        # Existing cassettes are replaced only after every call has been recorded.
        written = [folder / path.relative_to(scratch) for path in sorted(Path(scratch).glob("*/*.yaml"))]
        shutil.copytree(scratch, folder, dirs_exist_ok=True)
    return written


def label(path: Path) -> None:
    """Add the provenance to a recording."""
    recorded = yaml.safe_load(path.read_text(encoding="utf-8"))
    labelled = {"provenance": "live", "about": "Recorded from the service.", **recorded}
    path.write_text(yaml.safe_dump(labelled, sort_keys=False), encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", required=True, help="the UUID or key of the case to record")
    parser.add_argument("--user", required=True, help="the UUID of a user who may watch it")
    parser.add_argument("--folder", type=Path, default=CASSETTES, help="the folder for the cassettes")
    parser.add_argument("--base-url", help="record from another server than the site's")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="another path argument")
    parser.add_argument("--only", nargs="+", default=list(OPERATIONS), choices=OPERATIONS, help="only these operations")
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
