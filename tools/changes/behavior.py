"""Compares what two packages do when calls fail: what is retried, and which error is raised."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from tools.changes.specs import BREAKING, COMPATIBLE, Change
from tools.changes.versions import Incomparable
from tools.paths import ROOT
from tools.spec.describe import described
from tools.spec.document import Object

Facts = dict[str, tuple[int, list[str]]]


def changes(old: Path, new: Path, old_spec: Object, new_spec: Object) -> list[Change]:
    """Run the calls that two generated packages have in common, each with the examples of its spec.

    Args:
        old: The folder that the old one is in.
        new: The folder that the new one is in.
        old_spec: The spec of the old one.
        new_spec: The spec of the new one.

    Raises:
        Incomparable: A package cannot be run.
    """
    before, after = _facts(old, old_spec), _facts(new, new_spec)
    outcomes: dict[Change, list[str]] = defaultdict(list)
    for key in before.keys() & after.keys():
        (was_sent, was_raised), (sent, raised) = before[key], after[key]
        name, outcome = key.split(": ")
        if (was_sent, was_raised[:1]) != (sent, raised[:1]):
            is_compatible = was_sent == sent and set(was_raised) <= set(raised)
            told = f"{_told(sent, raised)}, was {_told(was_sent, was_raised)}"
            outcomes[Change(COMPATIBLE if is_compatible else BREAKING, told, name)].append(outcome)
    return sorted(
        Change(change.effect, f"{change.subject}: on {', '.join(sorted(causes))}: {change.text}", change.subject)
        for change, causes in outcomes.items()
    )


def _told(sent: int, raised: list[str]) -> str:
    return f"{(raised or ['no error'])[0]} after {sent} request{'s' * (sent != 1)}"


def _facts(folder: Path, spec: Object) -> Facts:
    calls = {name: operation.example_call() for name, operation in described(spec).items()}
    command = [sys.executable, "-m", "tools.changes.probe", str(folder.resolve()), json.dumps(calls, default=str)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode:
        raise Incomparable(f"the package cannot be run: {result.stderr.strip().splitlines()[-1]}")
    return dict(json.loads(result.stdout))
