"""`CITATION.cff`: how to cite the publication (Citation File Format 1.2.0)."""

from __future__ import annotations

import json
from pathlib import Path

from kg.bundle.release import Release
from kg.exports.output import text


def write(place: Path, release: Release) -> None:
    """Write the file; strings are quoted as JSON, which is YAML, too."""
    fields = {
        "cff-version": "1.2.0",
        "message": "If you use this data set, please cite it as below.",
        "type": "dataset",
        "title": release.title,
        "abstract": release.description,
        "version": release.version,
        "date-released": release.released,
        "license": release.license,
        "keywords": ["knowledge graph", "Indonesian", "news", "quotations"],
        "authors": [{"name": name} for name in release.creators],
    }
    with text(place / "CITATION.cff") as file:
        file.writelines(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
