"""Which reader a file needs: told by its name, else by its first bytes.

A reader is a module of this package with a function `read(stream, report)` that yields the line (or None) and the
fields of each article, and reports the records it cannot read. A new one needs its module and a line in `_BY_SUFFIX`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from io import BufferedReader
from pathlib import PurePath

from kg.documents.fields import Fields, known
from kg.documents.problems import ReportLine

Read = Callable[[BufferedReader, ReportLine], Iterator[tuple[int | None, Fields]]]

_COMPRESSED = (".gz", ".zst", ".gzip", ".zstd")
_BY_SUFFIX = {
    ".txt": "text",
    ".text": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}


def known_suffix(name: str) -> bool:
    """Whether the name tells the kind of the file."""
    return _suffix(name) in _BY_SUFFIX


def reader(name: str, head: bytes) -> Read:
    """The reader for a file of this name and these first bytes (of the decompressed content)."""
    kind = _BY_SUFFIX.get(_suffix(name)) or _sniffed(head)
    return import_module(f"kg.documents.{kind}").read  # type: ignore[no-any-return]


def _suffix(name: str) -> str:
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix in _COMPRESSED else path.suffix


def _sniffed(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return "jsonl"
    first = start.split(b"\n", 1)[0].decode("utf-8", "replace")
    return "csv" if any(_is_heading(first, mark) for mark in ",;\t|") else "text"


def _is_heading(line: str, separator: str) -> bool:
    return sum(known(cell.strip('" ')) for cell in line.split(separator)) >= 2
