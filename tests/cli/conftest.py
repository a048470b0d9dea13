"""The `kg` command as a user runs it, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Kg = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def kg(tmp_path: Path) -> Kg:
    """Runs `kg` with the arguments in `tmp_path`; `stdin` is text."""
    command = Path(sys.executable).parent / "kg"
    environment = {name: value for name, value in os.environ.items() if name != "KG_GRAPH"}

    def run(*arguments: object, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(command), *map(str, arguments)],
            cwd=tmp_path,
            env={**environment, **variables},
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    return run
