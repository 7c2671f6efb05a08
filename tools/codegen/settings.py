"""The settings of a client, as runtime/_config.py declares them, for the arguments that set them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import cast

from tools.codegen.text import described


@dataclass(frozen=True)
class Setting:
    """A setting of a client.

    Attributes:
        name: Its name.
        annotation: Its type.
        default: The source of its default.
        docs: Its entry in a docstring.
        per_copy: Whether a copy may have another value.
    """

    name: str
    annotation: str
    default: str
    docs: str
    per_copy: bool

    @property
    def in_constructor(self) -> str:
        """The argument of the constructor."""
        return f"{self.name}: {self.annotation} = {self.default}"

    @property
    def in_copies(self) -> str:
        """The argument of `with_options`, to which None as the value of a header means to remove it."""
        annotation = self.annotation.replace("Mapping[str, str]", "Mapping[str, str | None]")
        return f"{self.name}: {annotation} | Unset = UNSET"


@dataclass(frozen=True)
class Settings:
    """The settings in their order, and the source of what their annotations and defaults need.

    Attributes:
        context: Import statements.
        all: The settings.
    """

    context: str
    all: list[Setting]


def read(path: Path) -> Settings:
    """Read the settings that a module declares in a class Config, each with its documentation below it."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    imports = [node for node in module.body if isinstance(node, (ast.Import, ast.ImportFrom, ast.If))]
    names = [ast.unparse(node.targets[0]) for node in module.body if isinstance(node, ast.Assign)]
    (config,) = (node for node in module.body if isinstance(node, ast.ClassDef) and node.name == "Config")
    context = [*map(ast.unparse, imports), f"from .{path.stem} import {', '.join(names)}"]
    settings = [_setting(item, below) for item, below in pairwise(config.body) if isinstance(item, ast.AnnAssign)]
    return Settings("\n".join(context), settings)


def _setting(field: ast.AnnAssign, below: ast.stmt) -> Setting:
    name, arguments = ast.unparse(field.target), cast(ast.Call, field.value).keywords
    if not isinstance(below, ast.Expr):
        raise SystemExit(f"the setting {name} has no documentation. Fix: write it below the setting, in triple quotes")
    values = {argument.arg: ast.unparse(argument.value) for argument in arguments}
    docs = described(name, " ".join(ast.literal_eval(below.value).split()))
    return Setting(name, ast.unparse(field.annotation), values["default"], docs, "metadata" in values)
