"""The whole graph as N-Quads, in its named graphs: what QLever, Fuseki's and Virtuoso's loaders read."""

from __future__ import annotations

from pathlib import Path

from kg.exports.output import text
from kg.exports.provenance import line
from kg.ledger import Ledger
from kg.rdf import quads
from kg.selection import parts


def write(ledger: Ledger, path: str | Path) -> None:
    """Write one quad per line, after a comment with the versions of what made it."""
    with text(path) as file:
        file.write(f"# {line(ledger)}\n")
        file.writelines(quads(parts(ledger), ledger.base))
