"""Write generated/ from the spec, the templates and runtime/, or (--check) report where they differ."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tools.codegen.package import differences, generate
from tools.lint.check import explain
from tools.paths import PACKAGE, ROOT


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if generated/ is out of date")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder with openapi/, runtime/ and generated/")
    options = parser.parse_args(arguments)
    package = options.root / PACKAGE

    # Next to the old one, so that replacing it is a rename on one file system; hidden, so that no tool finds it.
    with tempfile.TemporaryDirectory(prefix=".generate-", dir=options.root) as scratch:
        fresh = Path(scratch) / package.name
        if problems := explain(options.root / "openapi/case-management.yaml"):
            print(
                *problems,
                "",
                "make generate: the spec is not valid, generated/ is unchanged.",
                sep="\n",
                file=sys.stderr,
            )
            return 1
        generate(options.root, fresh)
        changed = differences(fresh, package) if package.is_dir() else [f"{PACKAGE}: missing"]
        if options.check:
            if changed:
                print(
                    *changed,
                    "",
                    "generated/ is out of date. Fix: make generate",
                    sep="\n",
                    file=sys.stderr,
                )
            return 1 if changed else 0
        if changed:
            old = Path(scratch) / "old"
            package.parent.mkdir(exist_ok=True)
            if package.exists():
                package.rename(old)
            fresh.rename(package)
        if package.is_dir():
            for cache in package.rglob("__pycache__"):
                shutil.rmtree(cache)
        count = {0: "nothing", 1: "1 file"}.get(len(changed), f"{len(changed)} files")
        print(f"{PACKAGE}: {count} changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
