"""The graph as Turtle: all triples in one graph, with prefixes and the statements about a thing together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from kg.exports import prefixed
from kg.exports.provenance import line
from kg.ledger import Ledger
from kg.rdf import triples
from kg.selection import parts


def write(ledger: Ledger, path: str | Path) -> None:
    """Write the triples part by part."""
    prefixed.write(_triples(ledger), RdfFormat.TURTLE, path, line(ledger))


def _triples(ledger: Ledger) -> Iterator[Triple]:
    for part in parts(ledger):
        lines = "\n".join(triples(part, ledger.base))
        yield from (quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES, lenient=True))
