"""Copy an operation of the vendor's document into the spec, with the schemas, fixtures, version and changelog entry.

Existing schemas, parameters and responses are referenced; every other line of the file is unchanged. If the vendor's
document lacks something that our rules require, a placeholder is written and its line is printed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.changes import changelog, versions
from tools.lint import check
from tools.paths import ROOT
from tools.spec.document import parse, snake_case
from tools.upstream import vendor
from tools.upstream.adoption import AdoptError, adopt, check_new, with_lines
from tools.upstream.inputs import add_options, read
from tools.upstream.vendor import VendorError


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("operation", help="the operationId, such as CommentCase")
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository")
    add_options(parser)
    options = parser.parse_args(arguments)
    source = options.root / "openapi/case-management.yaml"
    log = options.root / "CHANGELOG.md"
    old = {path: path.read_text(encoding="utf-8") for path in (source, log)}
    try:
        if not options.operation:
            raise AdoptError("which operation? Fix: make adopt OPERATION=CommentCase")
        check_new(old[source], options.operation)
        _, published = read(options.version, options.sdist, source)
        text, name, notes = adopt(old[source], published, options.operation)
        _check(text)
        text, version = _raise_version(options.root, text)
    except (VendorError, AdoptError, versions.Incomparable) as error:
        print(f"make adopt: {error}", file=sys.stderr)
        return 2
    source.write_text(text, encoding="utf-8")
    log.write_text(changelog.add(old[log], version, f"- The operation `{snake_case(name)}`."), encoding="utf-8")
    for command in ("generate", "fixtures"):
        if _run(command, options.root):
            for path, content in old.items():
                path.write_text(content, encoding="utf-8")
            _run("generate", options.root)
            print(f"make adopt: make {command} failed, so all changes were undone", file=sys.stderr)
            return 1
    print(f"{name}, from {vendor.DISTRIBUTION} {published.version}, was added: the spec has version {version}.")
    if notes:
        print("The vendor's document lacks the following. Check the placeholders against the documentation:")
        print(*with_lines(source, notes), sep="\n")
    return 0


def _run(command: str, root: Path) -> int:
    """Run another command on a repository; return its exit status."""
    return subprocess.run([sys.executable, "-m", f"tools.{command}"], cwd=root, check=False).returncode


def _raise_version(root: Path, text: str) -> tuple[str, str]:
    """Set the version that the changes of a spec require; return the spec and the version."""
    spec = parse(text)
    version = versions.version_for(spec, root)
    line = f"\n  version: {spec['info']['version']}\n"
    return text.replace(line, f"\n  version: {version}\n"), version


def _check(text: str) -> None:
    """Raise unless the new spec is valid."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case-management.yaml"
        path.write_text(text, encoding="utf-8")
        if wrong := check.problems(path):
            lines = [f"  {problem}" for problem in wrong]
            raise AdoptError("\n".join(["the spec would be invalid, so nothing was changed:", *lines]))


if __name__ == "__main__":
    sys.exit(main())
