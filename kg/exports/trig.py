"""The whole graph as TriG: its named graphs, with prefixes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from kg.exports import prefixed
from kg.exports.provenance import line
from kg.ledger import Ledger
from kg.rdf import quads
from kg.selection import parts


def write(ledger: Ledger, path: str | Path) -> None:
    """Write the quads part by part."""
    prefixed.write(_quads(ledger), RdfFormat.TRIG, path, line(ledger))


def _quads(ledger: Ledger) -> Iterator[Quad]:
    for part in parts(ledger):
        yield from parse("".join(quads([part], ledger.base)), RdfFormat.N_QUADS, lenient=True)
