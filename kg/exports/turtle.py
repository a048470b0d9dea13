"""The graph as Turtle: all triples in one graph, with prefixes and the statements about a thing together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, cast

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from kg.exports.output import binary
from kg.graph import parts
from kg.ledger import Ledger
from kg.rdf import triples
from kg.schema import model


def write(ledger: Ledger, path: str | Path) -> None:
    """Write the triples part by part, as they come out of the ledger."""
    prefixes = _prefixes()
    with binary(path) as file:
        file.write("".join(sorted(prefixes)).encode())
        body = _Body(file, sum(map(len, prefixes)))
        serialize(_triples(ledger), cast("IO[bytes]", body), RdfFormat.TURTLE, prefixes=model()["prefixes"])


def _prefixes() -> list[str]:
    """The lines of the prefixes, which the serialiser writes before the first triple in any order."""
    node = NamedNode("http://example.org/")
    written = serialize([Triple(node, node, node)], format=RdfFormat.TURTLE, prefixes=model()["prefixes"])
    return [line for line in (written or b"").decode().splitlines(keepends=True) if line.startswith("@prefix")]


def _triples(ledger: Ledger) -> Iterator[Triple]:
    for part in parts(ledger):
        lines = "\n".join(triples(part, ledger.base))
        yield from (quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES, lenient=True))


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
