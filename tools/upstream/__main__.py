"""Report where the spec differs from what the vendor publishes: its OpenAPI document and its recordings.

Differences in openapi/departures.yaml are accepted. Exits with 1 if there is any other, or a departure that no longer
applies.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.paths import SPEC
from tools.spec.lines import printable
from tools.upstream import departures, vendor
from tools.upstream.compare import Comparison
from tools.upstream.inputs import add_options, read
from tools.upstream.recorded import Recordings
from tools.upstream.report import report
from tools.upstream.vendor import MALFORMED, VendorError


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    parser.add_argument("--spec", type=Path, default=SPEC, help="the spec; departures.yaml is beside it")
    options = parser.parse_args(arguments)
    try:
        spec, published = read(options.version, options.sdist, options.spec)
        accepted = departures.load(departures.beside(options.spec))
        comparison = Comparison(spec, published.document)
        failures = Recordings(comparison, spec, published.document).check(published.recordings)
        lines, pending = report(comparison, accepted, options.spec)
    except VendorError as error:
        print(f"make upstream: {error}", file=sys.stderr)
        return 2
    except MALFORMED as error:
        # With the status of an error: a 1 would say that the comparison has a result.
        reason = printable(f"{type(error).__name__}: {error}")
        print(f"make upstream: the sdist cannot be compared ({reason})", file=sys.stderr)
        return 2
    lines += [printable(f"lost  {failure}") for failure in failures]
    print(*lines, sep="\n", end="\n\n" if lines else "")
    print(
        f"{vendor.DISTRIBUTION} {published.version}: "
        f"{len(comparison.differences)} differences, {pending} new or stale. "
        f"{len(published.recordings)} recorded responses, {len(failures)} of them not kept by the package."
    )
    if pending:
        print("Fix: write the YAML shown, or accept the difference in openapi/departures.yaml, with a reason.")
    return int(bool(pending or failures))


if __name__ == "__main__":
    sys.exit(main())
