"""The documentation is true: its commands print what it shows, its links lead somewhere, and no command goes unnamed.

`KG_REWRITE_DOCS=1 python -m pytest tests/test_docs.py` writes what the commands print into the files, to be looked at.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.catalogue import questions
from kg.cli import app

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
COMMAND = re.compile(r"^\$ (.*(?:\\\n.*)*)\n((?:(?!\$ ).*\n)*)", re.M)
LINK = re.compile(r"\[[^\]]*\]\((?!https?://|#)([^)#]+)(?:#[^)]*)?\)")
SHOWN = ["README.md", "docs/tutorial.md"]


def pages(root: Path) -> Iterator[Path]:
    yield from root.glob("*.md")
    yield from (root / "docs").rglob("*.md")


@pytest.mark.skipif(sys.platform == "win32", reason="the examples are written for a POSIX shell")
@pytest.mark.parametrize("page", SHOWN)
def test_commands_print_what_is_shown(page: str, root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("*.kg"))
    text = (root / page).read_text(encoding="utf-8")
    actual = BLOCK.sub(lambda block: f"```console\n{COMMAND.sub(lambda each: run(each, tmp_path), block[1])}```", text)
    if "KG_REWRITE_DOCS" in os.environ:
        (root / page).write_text(actual, encoding="utf-8")
    assert actual == text


def run(command: re.Match[str], folder: Path) -> str:
    """The command with what it really prints."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    environment.pop("KG_GRAPH", None)
    done = subprocess.run(
        command[1],
        shell=True,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "\n".join([f"$ {command[1]}", *lines]) + "\n"


def test_links_lead_somewhere(root: Path) -> None:
    for page in pages(root):
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_command_and_question_is_documented(root: Path) -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages(root))
    commands = [each.name or each.callback.__name__ for each in app.registered_commands if each.callback]
    groups = [each.name for each in app.registered_groups]
    assert not [name for name in [*commands, *groups] if f"kg {name}" not in text]
    assert not [name for name in questions() if f"`{name}`" not in text and f"## {name}\n" not in text]


def test_every_decision_is_in_the_index(root: Path) -> None:
    index = (root / "docs/decisions/README.md").read_text(encoding="utf-8")
    assert not [
        page.name
        for page in (root / "docs/decisions").glob("*.md")
        if f"({page.name})" not in index and page.name != "README.md"
    ]
