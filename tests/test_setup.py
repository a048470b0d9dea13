"""The set-up: which Python it takes, and what is said of tests that are left out on purpose."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="make and sh are POSIX")


def choose(root: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **variables}
    script = ["/bin/sh", str(root / ".ci/python.sh")]
    return subprocess.run(script, env=environment, capture_output=True, text=True)


def fake(folder: Path, name: str, status: int) -> Path:
    """A Python that answers every question with the status."""
    python = folder / name
    python.write_text(f"#!/bin/sh\nexit {status}\n", encoding="utf-8")
    python.chmod(0o755)
    return python


def test_an_old_python_is_refused_in_one_line(root: Path, tmp_path: Path) -> None:
    done = choose(root, PYTHON=str(fake(tmp_path, "python3", 1)))
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "needs Python 3.11 or newer" in done.stderr


def test_the_first_python_that_runs_is_taken(root: Path, tmp_path: Path) -> None:
    fake(tmp_path, "python3.13", 127)
    fake(tmp_path, "python3.12", 0)
    assert choose(root, PATH=str(tmp_path)).stdout == "python3.12\n"


def test_nothing_is_left_out_silently(root: Path, tmp_path: Path) -> None:
    shared = (root / "tests/conftest.py").read_text(encoding="utf-8").replace("pytest_plugins", "_unused")
    (tmp_path / "conftest.py").write_text(shared, encoding="utf-8")
    (tmp_path / "test_it.py").write_text(
        "import pytest\n@pytest.mark.needs('moon')\ndef test_a(): assert False\ndef test_b(): pass\n", encoding="utf-8"
    )
    for more in ([], ["-n", "1"]):
        command = [
            sys.executable,
            "-m",
            "pytest",
            "--rootdir",
            str(tmp_path),
            "-c",
            os.devnull,
            *more,
            "--without=moon",
            ".",
        ]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout
        assert "left out on purpose: moon (1 tests)" in done.stdout
