"""`datapackage.json`: the CSV files as a Data Package (version 1), with types, keys and foreign keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.bundle.release import File, Release, files
from kg.exports.output import text
from kg.tables import Column, published_tables

_TYPES = {"string": "string", "integer": "integer", "decimal": "number", "strings": "array"}
_KEYS = {"articles": "article", "entities": "entity", "facts": "fact", "edges": "relation"}
_REFERENCES = {
    "article": ("articles", "article"),
    "entity": ("entities", "entity"),
    "subject": ("entities", "entity"),
    "object": ("entities", "entity"),
    "speaker": ("entities", "entity"),
}


def write(place: Path, release: Release) -> None:
    """Describe the tables that are in the folder."""
    found = [file for file in files(place) if file.name.endswith(".csv")]
    package = {
        "profile": "tabular-data-package",
        "name": "kabargraph",
        "title": release.title,
        "description": release.description,
        "version": release.version,
        "created": f"{release.released}T00:00:00Z",
        "licenses": [{"name": release.license, "path": release.license_url}],
        "contributors": [{"title": name, "role": "author"} for name in release.creators],
        "sources": [{"title": release.made_by}],
        "resources": [_resource(file) for file in found],
    }
    with text(place / "datapackage.json") as file:
        json.dump(package, file, ensure_ascii=False, indent=2)


def _resource(file: File) -> dict[str, Any]:
    name = Path(file.name).stem
    table = published_tables()[name]
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "foreignKeys": [
            {
                "fields": column.name,
                "reference": {"resource": _REFERENCES[column.name][0], "fields": _REFERENCES[column.name][1]},
            }
            for column in table.columns
            if column.name in _REFERENCES and _REFERENCES[column.name][0] != name
        ],
    }
    if name in _KEYS:
        schema["primaryKey"] = _KEYS[name]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "description": table.about,
        "path": file.name,
        "format": "csv",
        "mediatype": file.kind,
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type], "description": column.about}
    return field | ({"constraints": {"required": True}} if column.needed else {})
