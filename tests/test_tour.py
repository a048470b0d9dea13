"""The notebook runs from its first cell to its last, and is a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot
import nbformat
import pytest


def test_the_notebook_runs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    matplotlib.use("Agg")
    notebook = nbformat.read(root / "examples" / "tour.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs for cell in cells)
    monkeypatch.chdir(root / "examples")
    names: dict[str, Any] = {}
    for number, cell in enumerate(cells):
        exec(compile(cell.source, f"tour.ipynb, cell {number}", "exec"), names)
    assert len(matplotlib.pyplot.get_fignums()) == 2
    matplotlib.pyplot.close("all")
    assert len(names["statements"]) > 20
    assert len(names["network"]) > 20
    assert (names["graph"].parent / "sure.graphml").exists()
