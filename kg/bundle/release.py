"""What a publication says of itself, and which files it has."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

_KINDS = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".gz": "application/gzip",
    ".md": "text/markdown",
    ".json": "application/json",
    ".cff": "application/yaml",
}


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """`license` is an SPDX id, `released` an ISO date, `quotes` the most characters that are kept of a quotation.

    `privacy` is the rule by which persons are masked, empty if none is.
    """

    title: str
    creators: tuple[str, ...]
    license: str
    version: str
    released: str
    quotes: int
    made_by: str
    privacy: str = ""

    @property
    def description(self) -> str:
        """What it is, in a paragraph."""
        return (
            "A knowledge graph extracted from Indonesian news: who said what, where and when, and what the articles "
            "state. Each statement and fact leads back to the exact words of its article by offsets and a hash of the "
            f"text. Article texts are not included; quotations are cut to {self.quotes} characters."
        )

    @property
    def license_url(self) -> str:
        """Where the licence can be read."""
        return f"https://spdx.org/licenses/{self.license}.html"


class File(msgspec.Struct, frozen=True):
    """A file of the publication: its name within the folder, bytes, SHA-256 in hex, and media type."""

    name: str
    size: int
    sha256: str
    kind: str


def files(place: Path) -> list[File]:
    """The files that are there, in the order of their names."""
    found = sorted(path for path in place.rglob("*") if path.is_file())
    return [File(path.relative_to(place).as_posix(), path.stat().st_size, _sha256(path), _kind(path)) for path in found]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _kind(path: Path) -> str:
    return _KINDS.get(path.suffix, "text/plain")
