"""Putting the words back into a publication, from the articles that its user has."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from csv import DictReader
from pathlib import Path

import msgspec

from kg.bundle.data import GRAPH, QUOTED
from kg.errors import InputError
from kg.exports import csv, parquet
from kg.exports.output import folder, text
from kg.model import Document
from kg.rdf import literal
from kg.schema import iri
from kg.tables import Row, Value, published_tables

_LINE = re.compile(r'(<[^>]*>) (<[^>]*>) "((?:[^"\\]|\\.)*)"( <[^>]*> \.\n)')


class Rehydrated(msgspec.Struct, frozen=True):
    """How many articles of the publication were among the documents, and how many were not."""

    found: int
    missing: int


def rehydrate(publication: str | Path, documents: Iterable[Document], output: str | Path) -> Rehydrated:
    """Write the publication into the folder `output` with the quotations of all articles that are among the documents.

    An article is known by the hash of its text, so only the very text that was read gives words. Raises InputError if
    the folder holds no publication.
    """
    source, place = Path(publication), folder(output)
    spans, articles = _spans(source)
    words: dict[str, dict[int, str]] = {}
    found: set[str] = set()
    for document in documents:
        for article in articles.get(hashlib.sha256(document.text.encode()).hexdigest(), ()):
            found.add(article)
            for uri, part, start, end in spans.get(article, ()):
                words.setdefault(uri, {})[part] = document.text[start:end]
    shutil.copytree(source, place, dirs_exist_ok=True)
    for name in QUOTED:
        csv.write_table(place / "tables" / f"{name}.csv", name, _restored(source, name, words))
        parquet.write_table(place / "tables" / f"{name}.parquet", name, _restored(source, name, words), "rehydrated")
    with text(place / GRAPH) as file, gzip.open(source / GRAPH, "rt", encoding="utf-8", newline="\n") as lines:
        file.writelines(_restored_lines(lines, words))
    return Rehydrated(len(found), sum(map(len, articles.values())) - len(found))


def _table(source: Path, name: str) -> Iterator[dict[str, str]]:
    try:
        with (source / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from DictReader(file)
    except OSError as error:
        raise InputError(f"{source} holds no publication ({error.strerror}: tables/{name}.csv)") from error


def _spans(source: Path) -> tuple[dict[str, list[tuple[str, int, int, int]]], dict[str, list[str]]]:
    """The parts of evidence by article, and the articles by the hash of their text."""
    spans, articles = defaultdict(list), defaultdict(list)
    for row in _table(source, "articles"):
        articles[row["sha256"]].append(row["article"])
    for row in _table(source, "evidence"):
        spans[row["article"]].append((row["uri"], int(row["part"]), int(row["start"]), int(row["end"])))
    return spans, articles


def _restored(source: Path, name: str, words: dict[str, dict[int, str]]) -> Iterator[Row]:
    columns = published_tables()[name].columns
    for row in _table(source, name):
        restored: dict[str, Value] = {c.name: _value(row[c.name], c.type) for c in columns}
        parts = words.get(row["statement" if name == "statements" else "uri"], {})
        if parts and name == "statements":
            restored["said"] = _said(parts)
        elif parts:
            restored["exact"] = parts[int(row["part"])]
        yield tuple(restored[c.name] for c in columns)


def _value(cell: str, kind: str) -> Value:
    if not cell:
        return None
    if kind == "strings":
        return list(json.loads(cell))
    return int(cell) if kind == "integer" else float(cell) if kind == "decimal" else cell


def _said(parts: dict[int, str]) -> str:
    return " … ".join(parts[part] for part in sorted(parts))


def _restored_lines(lines: Iterable[str], words: dict[str, dict[int, str]]) -> Iterator[str]:
    exact, said = f"<{iri('kg:exact')}>", f"<{iri('schema:text')}>"
    for line in lines:
        match = _LINE.fullmatch(line)
        if match and match[2] in (exact, said):
            uri, _, part = match[1][1:-1].partition("#span")
            parts = words.get(uri)
            if parts:
                full = parts[int(part)] if match[2] == exact else _said(parts)
                line = f"{match[1]} {match[2]} {literal(full)}{match[4]}"
        yield line
