"""`ro-crate-metadata.json`: the whole folder as an RO-Crate 1.2, with what made it."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kg.bundle.release import File, Release, files
from kg.exports.output import text

_NAMES = {
    "codebook.md": "Codebook: what the columns and classes mean",
    "graph.nq.gz": "The graph as N-Quads",
    "datapackage.json": "The tables as a Data Package",
    "croissant.json": "The tables as a Croissant data set",
    "CITATION.cff": "How to cite this",
}


def write(place: Path, release: Release) -> None:
    """Describe the folder with all its files."""
    found = files(place)
    graph: list[dict[str, Any]] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.2"},
            "about": {"@id": "./"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": release.title,
            "description": release.description,
            "datePublished": release.released,
            "version": release.version,
            "license": {"@id": release.license_url},
            "author": [{"@id": f"#creator-{i}"} for i, _ in enumerate(release.creators, 1)],
            "hasPart": [{"@id": file.name} for file in found],
            "mentions": {"@id": "#extraction"},
        },
        {
            "@id": release.license_url,
            "@type": "CreativeWork",
            "name": release.license,
            "description": f"The licence {release.license}",
        },
        {
            "@id": "#extraction",
            "@type": "CreateAction",
            "name": "Extraction of the graph from articles",
            "instrument": {"@id": "#kabargraph"},
            "result": [{"@id": file.name} for file in found],
        },
        {
            "@id": "#kabargraph",
            "@type": "SoftwareApplication",
            "name": "kabargraph",
            "url": "https://w3id.org/kabargraph",
            "version": version("kabargraph"),
            "softwareVersion": release.made_by,
        },
        *({"@id": f"#creator-{i}", "@type": "Person", "name": name} for i, name in enumerate(release.creators, 1)),
        *map(_file, found),
    ]
    with text(place / "ro-crate-metadata.json") as file:
        json.dump(
            {"@context": "https://w3id.org/ro/crate/1.2/context", "@graph": graph}, file, ensure_ascii=False, indent=2
        )


def _file(file: File) -> dict[str, Any]:
    return {
        "@id": file.name,
        "@type": "File",
        "name": _NAMES.get(file.name, f"Table {Path(file.name).stem} ({file.kind})"),
        "contentSize": str(file.size),
        "encodingFormat": file.kind,
        "sha256": file.sha256,
    }
