"""`import kg` is cheap, and what `kg.__all__` names is there."""

from __future__ import annotations

import subprocess
import sys

import kg


def test_names_are_few_sorted_and_there() -> None:
    assert len(kg.__all__) <= 25
    assert kg.__all__ == sorted(kg.__all__)
    assert all(getattr(kg, name) for name in kg.__all__)


def test_unknown_names_are_refused() -> None:
    assert not hasattr(kg, "nonsense")


def test_import_loads_nothing_else() -> None:
    script = "import sys, kg; print(*(name for name in sys.modules if name.startswith('kg')))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["kg"]
