"""The embedded store as a server sees it: written by others, opened read-only."""

from __future__ import annotations

import os
from pathlib import Path


def written(folder: Path) -> str:
    """A mark of what was last written to the store of a graph folder: it changes with every write."""
    with os.scandir(folder / "rdf") as files:
        marks = [
            f"{file.name}:{(now := file.stat()).st_size}:{now.st_mtime_ns}"
            for file in files
            if file.name.endswith(".log") or file.name.startswith("MANIFEST-")
        ]
    return " ".join(sorted(marks))
