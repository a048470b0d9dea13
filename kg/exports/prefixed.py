"""RDF with prefixes, written as the parts of the graph come out of the ledger (what Turtle and TriG share)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO, BinaryIO, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.exports.output import binary
from kg.schema import model


def write(statements: Iterable[Triple] | Iterable[Quad], format: RdfFormat, path: str | Path, about: str) -> None:
    """Write triples or quads in a format that has prefixes, after a comment; the prefixes by name."""
    prefixes = _prefixes()
    with binary(path) as file:
        file.write(f"# {about}\n{''.join(sorted(prefixes))}".encode())
        body = _Body(file, sum(map(len, prefixes)))
        serialize(statements, cast("IO[bytes]", body), format, prefixes=model()["prefixes"])


def _prefixes() -> list[str]:
    """The lines of the prefixes, which the serialiser writes before the first triple in any order."""
    node = NamedNode("http://example.org/")
    written = serialize([Triple(node, node, node)], format=RdfFormat.TURTLE, prefixes=model()["prefixes"])
    return [line for line in (written or b"").decode().splitlines(keepends=True) if line.startswith("@prefix")]


class _Body:
    """A stream without what comes first."""

    def __init__(self, file: BinaryIO, skip: int) -> None:
        self._file, self._skip = file, skip

    def write(self, data: bytes) -> int:
        self._file.write(data[self._skip :])
        self._skip = max(0, self._skip - len(data))
        return len(data)

    def flush(self) -> None:
        self._file.flush()
