"""`croissant.json`: the tables for machine learning tools, in Croissant 1.0 (MLCommons)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.bundle.release import File, Release, files
from kg.exports.output import text
from kg.tables import Column, published_tables

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "decimal": "sc:Float", "strings": "sc:Text"}


def write(place: Path, release: Release) -> None:
    """Describe the CSV files of the folder and their columns."""
    found = [file for file in files(place) if file.name.endswith(".csv")]
    dataset = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "kabargraph",
        "alternateName": release.title,
        "description": release.description,
        "license": release.license_url,
        "url": release.license_url,
        "version": release.version,
        "datePublished": release.released,
        "creator": [{"@type": "sc:Person", "name": name} for name in release.creators],
        "citeAs": _citation(release),
        "isLiveDataset": False,
        "distribution": [_distribution(file) for file in found],
        "recordSet": [_record_set(file) for file in found],
    }
    with text(place / "croissant.json") as file:
        json.dump(dataset, file, ensure_ascii=False, indent=2)


def _citation(release: Release) -> str:
    return f"{' and '.join(release.creators)} ({release.released[:4]}). {release.title}. Version {release.version}."


def _distribution(file: File) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "contentUrl": file.name,
        "contentSize": f"{file.size} B",
        "encodingFormat": file.kind,
        "sha256": file.sha256,
    }


def _record_set(file: File) -> dict[str, Any]:
    table = published_tables()[Path(file.name).stem]
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.about,
        "field": [_field(table.name, file, column) for column in table.columns],
    }


def _field(table: str, file: File, column: Column) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{column.name}",
        "name": column.name,
        "description": column.about,
        "dataType": _TYPES[column.type],
        "source": {"fileObject": {"@id": file.name}, "extract": {"column": column.name}},
    }
