"""Scratch copies of the repository, git, and the console blocks of its documentation."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml
from helpers import run_program
from tools.environment import write_stamp
from tools.paths import ROOT, SPEC

DATA = ROOT / "tests/data"
VERSION = yaml.safe_load(SPEC.read_text(encoding="utf-8"))["info"]["version"]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def addition() -> str:
    """The operation as CONTRIBUTING.md has it."""
    (block,) = re.findall(r"^```yaml\n(    delete:\n.*?)^```", CONTRIBUTING, re.MULTILINE | re.DOTALL)
    return str(block)


def give_environment(folder: Path) -> None:
    """Give a copy of the checkout an environment like this one, whose packages it shares."""
    home = Path(sys.executable).parent.parent
    copy = folder / ".venv"
    copy.mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (copy / name).symlink_to(home / name)
    write_stamp(copy, [folder / "locks/dev.txt"])


def clone_working_tree(folder: Path) -> None:
    """Copy the files of this checkout, except those that git ignores, to a repository with an environment."""
    names = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    git_commit_all(folder)
    give_environment(folder)


def copy_project(folder: Path, *names: str) -> None:
    """Copy files and folders of the project to a scratch folder."""
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder)


def run_tests(copy: Path, *names: str) -> subprocess.CompletedProcess[str]:
    """Run files of tests of a scratch copy, such as contract/test_cassettes, on the package in that copy."""
    files = (f"tests/{name}.py" for name in names)
    pytest = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
    return run_program(*pytest, *files, folder=copy, PYTHONPATH=copy / "generated")


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.com")
    return subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def git_commit_all(folder: Path) -> None:
    """Make a folder a repository, with what is in it committed."""
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "Start"]):
        git(folder, *command)


def console(command: str) -> str:
    """The output of a command that a page shows: the block that starts with it."""
    pages = ("CONTRIBUTING.md", "docs/maintaining.md", "README.md")
    text = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in pages)
    start = f"```console\n$ {command}\n"
    assert text.count(start) == 1, f"no block, or more than one, that starts with: $ {command}"
    return text.partition(start)[2].partition("```")[0]


def page_table(page: str, heading: str) -> list[list[str]]:
    """The cells of the tables below a heading of a page, without the heads of the tables."""
    section = (ROOT / page).read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    tables = re.findall(r"^\|[-|]+\|\n((?:\| .*\n)+)", section, re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for text in tables for line in text.splitlines()]


def lasting(text: str) -> str:
    """For comparison: versions move with every release, and lines with every edit of the spec."""
    return re.sub(r"\d+(\.\d+)+|(?<=yaml:)\d+", "X", text)
