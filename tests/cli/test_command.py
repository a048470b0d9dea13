"""The command as a whole: start-up, help, exit status, errors in one line, pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from kg.cli import app

COMMANDS = [each.name or each.callback.__name__ for each in app.registered_commands if each.callback]


def test_help_answers_at_once(kg: Any) -> None:
    """Measured in processor time, which other work on the machine does not lengthen."""

    def seconds() -> float:
        before = os.times()
        assert kg("--help").returncode == 0
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    assert 0 < min(seconds() for _ in range(5)) < 0.3


def test_no_heavy_library_is_imported_at_start() -> None:
    heavy = {"numpy", "pandas", "pyarrow", "pyoxigraph", "rdflib", "neo4j", "networkx", "msgspec", "rich"}
    done = subprocess.run(
        [sys.executable, "-c", "import kg.cli, sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    assert not heavy & set(done.stdout.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_has_examples(kg: Any, command: str) -> None:
    done = kg(command, "--help")
    assert done.returncode == 0
    assert f"Examples:\n    kg {command}" in done.stdout.replace("\r\n", "\n") or f"| kg {command}" in done.stdout


def test_the_version_is_told(kg: Any) -> None:
    done = kg("--version")
    assert done.returncode == 0
    assert done.stdout == f"kabargraph {metadata.version('kabargraph')}\n"


def test_wrong_usage_ends_with_status_2(kg: Any) -> None:
    assert kg("nonsense").returncode == 2
    assert kg("read").returncode == 2
    assert kg("ask", "who-met-whom", "--persn", "x").returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [("read", "missing.jsonl"), ("ask", "who-met-whom"), ("ask", "no-such-question"), ("ask", "positions", "none.kg")],
)
def test_errors_take_one_line_and_status_1(kg: Any, arguments: tuple[str, ...]) -> None:
    done = kg(*arguments)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("kg: ")


def test_an_unknown_question_gets_the_nearest(kg: Any) -> None:
    assert "who-met-whom" in kg("ask", "who-met").stderr
    assert "--person" in kg("ask", "who-met-whom", "--persn", "x").stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_a_closed_pipe_is_no_error(root: Path) -> None:
    kg = Path(sys.executable).parent / "kg"
    script = f"for i in $(seq 50); do cat '{root}/examples/articles.jsonl'; done | '{kg}' read - | head -1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
