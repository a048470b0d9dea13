"""The embedded store as a server sees it: written by others, opened read-only."""

from __future__ import annotations

from pathlib import Path


def written(folder: Path) -> str:
    """A mark of what was last written to the store of a graph folder: it changes with every write."""
    files = [file for pattern in ("*.log", "MANIFEST-*") for file in (folder / "rdf").glob(pattern)]
    return " ".join(sorted(f"{file.name}:{file.stat().st_size}:{file.stat().st_mtime_ns}" for file in files))
