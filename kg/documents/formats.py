"""Which reader a file needs: told by its name, else by its first bytes.

A reader is a module of this package with a function `read(stream, report)` that yields the line (or None) and the
fields of each article, and reports the records it cannot read. A new one needs its module and a line in
`_BY_SUFFIX`, and one in `_EXTRAS` if it imports what only an extra of the package brings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from io import BufferedReader
from pathlib import PurePath

from kg.documents.decode import start_of
from kg.documents.fields import Fields, known
from kg.documents.problems import ReportLine
from kg.extras import needs

Read = Callable[[BufferedReader, ReportLine], Iterator[tuple[int | None, Fields]]]

_COMPRESSED = (".gz", ".zst", ".gzip", ".zstd")
_BY_SUFFIX = {
    ".txt": "text",
    ".text": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".warc": "warc",
    ".xml": "xml",
    ".rss": "xml",
    ".atom": "xml",
    ".tei": "xml",
    ".pdf": "pdf",
    ".docx": "docx",
}
_BY_START = {
    b"{": "json",
    b"[": "json",
    b"WARC/": "warc",
    b"%PDF-": "pdf",
    b"PAR1": "parquet",
    b"<?xml": "xml",
    b"<rss": "xml",
    b"<feed": "xml",
    b"<TEI": "xml",
    b"<": "html",
}


_EXTRAS = {
    "html": "html",
    "mhtml": "html",
    "xml": "html",
    "warc": "warc",
    "docx": "office",
    "pdf": "office",
    "xlsx": "office",
}


def known_suffix(name: str) -> bool:
    """Whether the name tells the kind of the file."""
    return _suffix(name) in _BY_SUFFIX


def reader(name: str, head: bytes) -> Read:
    """The reader for a file of this name and these first bytes (of the decompressed content).

    Raises InputError if it needs an extra of the package that is not installed.
    """
    kind = _BY_SUFFIX.get(_suffix(name)) or _sniffed(head)
    with needs(_EXTRAS.get(kind, "")):
        return import_module(f"kg.documents.{kind}").read  # type: ignore[no-any-return]


def _suffix(name: str) -> str:
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix in _COMPRESSED else path.suffix


def _sniffed(head: bytes) -> str:
    start = start_of(head)
    if start.startswith(b"PK\x03\x04"):
        return "xlsx" if b"xl/" in head else "docx"
    if b"\nSnapshot-Content-Location:" in head or start.lower().startswith(b"mime-version:"):
        return "mhtml"
    if b"<html" in start.lower():
        return "html"
    by_start = (kind for beginning, kind in _BY_START.items() if start.startswith(beginning))
    return next(by_start, "csv" if _has_headings(start) else "text")


def _has_headings(start: bytes) -> bool:
    first = start.split(b"\n", 1)[0].decode("utf-8", "replace")
    return any(sum(known(cell.strip('" ')) for cell in first.split(mark)) >= 2 for mark in ",;\t|")
