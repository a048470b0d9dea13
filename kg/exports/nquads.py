"""The whole graph as N-Quads, in its named graphs: what QLever, Fuseki's and Virtuoso's loaders read."""

from __future__ import annotations

from pathlib import Path

from kg.exports.output import text
from kg.graph import parts
from kg.ledger import Ledger
from kg.rdf import quads


def write(ledger: Ledger, path: str | Path) -> None:
    """Write one quad per line."""
    with text(path) as file:
        file.writelines(quads(parts(ledger), ledger.base))
