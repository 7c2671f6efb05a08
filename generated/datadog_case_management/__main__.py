# Copied from runtime/__main__.py by `make generate`. Do not edit: change that file.
"""The command line: a subcommand for each operation, and for each iterator."""

from __future__ import annotations

import argparse
import datetime
import inspect
import itertools
import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from . import __version__, errors
from ._codec import Model, encode
from ._excerpts import one_line
from ._paging import Items
from ._rows import table, to_row
from .client import Client

PROGRAM = "datadog-case-management"
# Begins the names of the arguments of a method, which may be called like a setting.
ARGUMENT = "argument "
KEYS = ("DD_API_KEY", "DD_APP_KEY")
# What a script can tell apart.
STATUSES: dict[type[Exception], int] = {
    errors.APIConnectionError: 3,
    errors.RateLimitError: 4,
    errors.ServerError: 4,
    errors.APIStatusError: 5,
    ValueError: 2,
    errors.CaseManagementError: 6,
}
EPILOG = """\
Settings come after the command. The keys are DD_API_KEY and DD_APP_KEY of the environment, or of the file given with
--keys. They cannot be arguments, which other users of a machine can see.

exit statuses:
  0    success
  1    the output cannot be written
  2    wrong arguments or settings
  3    no response
  4    too many requests, or the service failed
  5    any other status, such as 404
  6    a response that does not match the spec
  130  interrupted
  141  the reader of the output has ended"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line, and return its exit status."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # It is closed.
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115  (open until the process ends)
    options = parser().parse_args(arguments)
    try:
        run(options)
        sys.stdout.flush()
    except KeyboardInterrupt:  # pragma: no cover (tested in a process of its own)
        return 130
    except OSError as error:  # pragma: no cover (tested in a process of its own)
        # Python would flush what is left at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return 141
        print(f"{PROGRAM}: the output cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    except (errors.CaseManagementError, ValueError) as error:
        print(f"{PROGRAM}: {one_line(str(error))}", file=sys.stderr)
        return next((status for error_type, status in STATUSES.items() if isinstance(error, error_type)), 2)
    return 0


def run(options: argparse.Namespace) -> None:
    """Make the call, and print its result."""
    given = {name: value for name, value in vars(options).items() if value is not None}
    arguments = {name.removeprefix(ARGUMENT): value for name, value in given.items() if name.startswith(ARGUMENT)}
    chosen: dict[str, Any] = {
        name: given[name] for name in ("site", "base_url", "timeout", "max_retries") if name in given
    }
    chosen |= read_keys(options.keys)
    with Client(**chosen) as client:
        result = options.method(client, **arguments)
        if isinstance(result, Items):
            show_all(itertools.islice(result, options.limit), options.output)
        else:
            show(result, options.output)


def show_all(items: Iterable[Any], output: str) -> None:
    """Print items as soon as there are any; a table needs all of them."""
    if output == "table":
        print_table(list(items))
    else:
        for item in items:
            print_json(plain(item), None)
            sys.stdout.flush()


def show(result: Any, output: str) -> None:
    """Print a result."""
    if result is not None:
        data = getattr(result, "data", result)
        if output == "table":
            print_table(data if isinstance(data, list) else [data])
        else:
            print_json(plain(result), 2)


def plain(value: Any) -> Any:
    """A result as JSON."""
    return [plain(item) for item in value] if isinstance(value, list) else encode(value)


def print_json(value: Any, indent: int | None) -> None:
    """Print a result, or an item on a line of its own."""
    text = json.dumps(value, indent=indent, ensure_ascii=(sys.stdout.encoding or "").lower() not in ("utf-8", "utf8"))
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode() + "\n")


def print_table(items: list[Any]) -> None:
    """Print models for people."""
    encoding = sys.stdout.encoding or "ascii"
    for line in table([to_row(item) if isinstance(item, Model) else {"value": plain(item)} for item in items]):
        sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")


def settings() -> argparse.ArgumentParser:
    """The arguments that every command has."""
    shared = argparse.ArgumentParser(add_help=False)
    group = shared.add_argument_group("settings")
    group.add_argument("--site", help="the Datadog site (default: DD_SITE, or else datadoghq.com)")
    group.add_argument("--base-url", metavar="URL", help="the address of the API, instead of a site")
    group.add_argument("--timeout", type=float, metavar="SECONDS", help="the limit of an attempt (default: 30)")
    group.add_argument("--max-retries", type=count, metavar="N", help="how often a call is retried (default: 3)")
    group.add_argument("--keys", type=Path, metavar="FILE", help="a file of lines DD_API_KEY=… and DD_APP_KEY=…")
    group.add_argument("--output", choices=("json", "table"), default="json", help="json (default) or table")
    return shared


def parser() -> argparse.ArgumentParser:
    """The parser of the arguments."""
    root = argparse.ArgumentParser(
        PROGRAM, description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    root.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = root.add_subparsers(title="commands", metavar="<command>", required=True)
    for name, method in vars(Client).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            add_command(commands, name, method)
    return root


def add_command(commands: Any, name: str, method: Callable[..., Any]) -> None:
    """Add the subcommand of a method, whose docstring and signature have all there is to know."""
    docs = (inspect.getdoc(method) or "").replace("`", "")
    summary, _, about = docs.partition("\n\n")
    command = commands.add_parser(
        name.replace("_", "-"),
        help=summary,
        description=f"{summary}\n\n{about.partition('Args:')[0]}".rstrip(),
        parents=[settings()],
        allow_abbrev=False,
        # An argument of the operation takes precedence over a setting of that name.
        conflict_handler="resolve",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(method=method, limit=None, keys=None, output="json")
    if "Items[" in str(inspect.signature(method).return_annotation):
        command.add_argument("--limit", type=count, metavar="N", help="how many items to print (default: all)")
    for parameter in list(inspect.signature(method).parameters.values())[1:]:
        text = described(docs, parameter.name).replace("%", "%%")
        options = reader(str(parameter.annotation))
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD:
            command.add_argument(f"{ARGUMENT}{parameter.name}", help=text, **{"metavar": parameter.name, **options})
        else:
            required = parameter.default is parameter.empty
            flag = f"--{parameter.name.rstrip('_').replace('_', '-')}"
            options = {"metavar": flag[2:].upper(), **options} if "action" not in options else options
            command.add_argument(flag, dest=f"{ARGUMENT}{parameter.name}", help=text, required=required, **options)


def described(docs: str, name: str) -> str:
    """What a docstring says about an argument."""
    lines = itertools.dropwhile(lambda line: not line.startswith(f"    {name}: "), docs.splitlines())
    first = next(lines, "").partition(": ")[2]
    return " ".join(
        [first, *(line.strip() for line in itertools.takewhile(lambda line: line.startswith(" " * 8), lines))]
    )


def reader(annotation: str) -> dict[str, Any]:
    """How argparse reads an argument of a type."""
    item = annotation.removeprefix("Sequence[")
    if "Mapping" in item or "Sequence" in item:
        return {"type": read_json, "metavar": "JSON"}
    options = next((options for name, options in READERS.items() if name in item), {})
    if item == annotation:
        return options
    # A flag is one value, so that a list has its items as texts.
    return {"action": "append", **({"type": read_json, "metavar": "JSON"} if "bool" in item else options)}


def count(text: str) -> int:
    """A number that is not negative."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"must be 0 or more, not {text}")
    return min(int(text), sys.maxsize)


def read_json(text: str) -> Any:
    """JSON from an argument, from the file after an @, or from the standard input for a dash."""
    try:
        if text == "-":
            text = sys.stdin.read().removeprefix("\ufeff")
        elif text.startswith("@"):
            text = read_text(Path(text[1:]))
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise argparse.ArgumentTypeError(f"must be JSON, @file or -: {error}") from None


def read_keys(path: Path | None) -> dict[str, str]:
    """The keys in a file; none without a file, where the client reads the environment."""
    if path is None:
        if missing := [name for name in KEYS if not os.environ.get(name)]:
            raise errors.ConfigurationError(f"no {' and no '.join(missing)} in the environment: set it, or give --keys")
        return {}
    lines = (line.partition("=") for line in read_text(path).splitlines())
    values = {name.removeprefix("export ").strip(): value.strip().strip("'\"") for name, _, value in lines}
    if missing := [name for name in KEYS if not values.get(name)]:
        raise errors.ConfigurationError(f"{path} has no {' and no '.join(missing)}: write lines such as {missing[0]}=…")
    return {name.removeprefix("DD_").lower(): values[name] for name in KEYS}


def read_text(path: Path) -> str:
    """The text of a file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ValueError(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError(f"cannot read {path}: it is not UTF-8") from None


def read_any(text: str) -> Any:
    """JSON from an argument, or else a text."""
    try:
        return read_json(text)
    except argparse.ArgumentTypeError:
        return text


READERS: dict[str, dict[str, Any]] = {
    "Any": {"type": read_any, "metavar": "JSON"},
    "bool": {"action": argparse.BooleanOptionalAction},
    "int": {"type": int, "metavar": "N"},
    "float": {"type": float, "metavar": "X"},
    "datetime.datetime": {"type": datetime.datetime.fromisoformat, "metavar": "TIME"},
    "datetime.date": {"type": datetime.date.fromisoformat, "metavar": "DATE"},
}


if __name__ == "__main__":  # pragma: no cover
    sys.exit(main())
