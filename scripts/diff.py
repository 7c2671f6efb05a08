"""Tell what changed for callers since a git ref: from the two specs, and from the two generated packages.

Each line says whether it breaks a caller. From the worst of them follows the version that CHANGELOG.md's rule asks for.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import griffe
import yaml
from generate import ROOT
from spec import operations

SPEC = "openapi/case-management.yaml"
# What CHANGELOG.md calls public; the rest of client and types is how they do it.
PUBLIC = re.compile(
    # Without the functions that convert a string to a member of an enum.
    r"(?!models\.\w+\.to_)"
    r"(client\.(Async)?Client\b|types\.(Response|RateLimit|Unset|UNSET)\b|_spec\.DatadogSite\b|errors\.|models\.|api\.|testing\.)"
)
BREAKING, COMPATIBLE = "breaking", "compatible"


class Change(NamedTuple):
    """What a caller notices."""

    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind:10}  {self.text}"


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Compare two specs."""
    return sorted({*_operations(old, new), *_schemas(old, new)})


def _compare(what: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for name in old.keys() - new.keys():
        yield Change(BREAKING, f"{what} {name} is gone")
    for name in new.keys() - old.keys():
        yield Change(COMPATIBLE, f"{what} {name} is new")


def _operations(old_spec: dict[str, Any], new_spec: dict[str, Any]) -> Iterator[Change]:
    old, new = _by_id(old_spec), _by_id(new_spec)
    yield from _compare("operation", old, new)
    for name in old.keys() & new.keys():
        (old_line, before), (new_line, after) = old[name], new[name]
        if old_line != new_line:
            yield Change(BREAKING, f"{name} is {new_line}, was {old_line}")
        yield from _compare(f"{name}: status", before["responses"], after["responses"])
        old_parameters, new_parameters = _parameters(old_spec, before), _parameters(new_spec, after)
        for key in old_parameters.keys() - new_parameters.keys():
            yield Change(BREAKING, f"{name}: parameter {key} is gone")
        for key, (required, _) in new_parameters.items():
            if key not in old_parameters:
                yield Change(BREAKING if required else COMPATIBLE, f"{name}: parameter {key} is new")
            elif old_parameters[key] != new_parameters[key]:
                yield Change(
                    BREAKING,
                    f"{name}: parameter {key} is {_said(*new_parameters[key])}, was {_said(*old_parameters[key])}",
                )


def _schemas(old_spec: dict[str, Any], new_spec: dict[str, Any]) -> Iterator[Change]:
    old, new = (spec.get("components", {}).get("schemas", {}) for spec in (old_spec, new_spec))
    yield from _compare("schema", old, new)
    for name in old.keys() & new.keys():
        before, after = old[name], new[name]
        yield from _compare(
            f"{name}: value", dict.fromkeys(before.get("enum", [])), dict.fromkeys(after.get("enum", []))
        )
        old_fields, new_fields = before.get("properties", {}), after.get("properties", {})
        for key in old_fields.keys() - new_fields.keys():
            yield Change(BREAKING, f"{name}: field {key} is gone")
        for key, field in new_fields.items():
            required = key in after.get("required", [])
            if key not in old_fields:
                yield Change(BREAKING if required else COMPATIBLE, f"{name}: field {key} is new")
                continue
            told, was = _said(required, _type(field)), _said(key in before.get("required", []), _type(old_fields[key]))
            if told != was:
                yield Change(BREAKING, f"{name}: field {key} is {told}, was {was}")
            if field.get("deprecated") and not old_fields[key].get("deprecated"):
                yield Change(COMPATIBLE, f"{name}: field {key} is deprecated")


def _by_id(spec: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    return {
        operation["operationId"]: (f"{method.upper()} {path}", operation)
        for path, method, operation in operations(spec)
    }


def _parameters(spec: dict[str, Any], operation: dict[str, Any]) -> dict[str, tuple[bool, str]]:
    found = {}
    for parameter in operation.get("parameters", []):
        if "$ref" in parameter:
            parameter = spec["components"]["parameters"][parameter["$ref"].rpartition("/")[2]]
        found[parameter["name"]] = (bool(parameter.get("required")), _type(parameter["schema"]))
    return found


def _said(required: bool, kind: str) -> str:
    return f"a {'required' if required else 'optional'} {kind}"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    for key in ("oneOf", "anyOf"):
        if key in schema:
            return " or ".join(map(_type, schema[key]))
    if schema.get("type") == "array":
        return f"array of {_type(schema['items'])}"
    kind = schema.get("type", "anything")
    kind = " or ".join(kind) if isinstance(kind, list) else kind
    return f"{schema['format']} {kind}" if "format" in schema else kind


def package_changes(old: Path, new: Path) -> list[Change]:
    """Compare two generated packages, each by the folder that it is in."""
    before, after = (
        griffe.load("datadog_case_management", search_paths=[folder], allow_inspection=False) for folder in (old, new)
    )
    found = set()
    for breakage in griffe.find_breaking_changes(before, after):
        path = breakage.obj.path.removeprefix("datadog_case_management.")
        if PUBLIC.match(path):
            parameter = getattr(breakage.old_value, "name", "") if "arameter" in breakage.kind.value else ""
            what = f"({parameter})" if parameter else ""
            found.add(
                Change(BREAKING, f"Python {path}{what}: {breakage.kind.value[0].lower()}{breakage.kind.value[1:]}")
            )
    return sorted(found)


def asked_version(old: str, found: list[Change]) -> str:
    """The lowest version that the rule in CHANGELOG.md allows after these changes."""
    major, minor, patch = map(int, old.split("."))
    kinds = {change.kind for change in found}
    if not kinds:
        return old
    if major == 0:
        return f"0.{minor + 1}.0" if BREAKING in kinds else f"0.{minor}.{patch + 1}"
    return f"{major + 1}.0.0" if BREAKING in kinds else f"{major}.{minor + 1}.0"


def _git(*arguments: str, root: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)


def default_base(root: Path) -> str:
    """The last tag, or else main."""
    tag = _git("describe", "--tags", "--abbrev=0", root=root)
    if tag.returncode == 0:
        return tag.stdout.decode().strip()
    for name in ("origin/main", "main"):
        if _git("rev-parse", "--verify", "--quiet", name, root=root).returncode == 0:
            return name
    return "HEAD"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", help="a git ref (default: the last tag, or else main)")
    parser.add_argument("--check", action="store_true", help="fail unless the version and CHANGELOG.md moved as far")
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository")
    options = parser.parse_args(arguments)
    base = options.base or default_base(options.root)
    archive = _git("archive", base, SPEC, "generated", root=options.root)
    if archive.returncode:
        print(
            f"make diff: {base!r} has no spec and package to compare with: {archive.stderr.decode().strip()}",
            file=sys.stderr,
        )
        return 0 if options.check and not options.base else 2
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        tar.extractall(folder, filter="data")
        old = yaml.safe_load((Path(folder) / SPEC).read_text(encoding="utf-8"))
        new = yaml.safe_load((options.root / SPEC).read_text(encoding="utf-8"))
        found = changes(old, new) + package_changes(Path(folder) / "generated", options.root / "generated")
    was, version = old["info"]["version"], new["info"]["version"]
    asked = asked_version(was, found)
    enough = tuple(map(int, version.split("."))) >= tuple(map(int, asked.split(".")))
    changelog = (options.root / "CHANGELOG.md").read_text(encoding="utf-8")
    noted = f"\n## {version}\n" in changelog
    if not options.check or not enough or not noted:
        print(*found, sep="\n", end="\n\n" if found else "")
        count = "1 change. It asks" if len(found) == 1 else f"{len(found)} changes. They ask"
        print(f"Since {base} ({was}): {count} for {asked}; the spec has {version}.")
    if not enough:
        print(f"To mend it: write `version: {asked}` in {SPEC}, and make generate.")
    if not noted:
        print(f"To mend it: write `## {version}` and what callers notice in CHANGELOG.md.")
    return int(options.check and not (enough and noted))


if __name__ == "__main__":
    sys.exit(main())
