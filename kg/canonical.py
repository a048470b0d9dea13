"""The canonical form of a graph: its N-Quads, sorted, without old uris and data about the data set.

It is a function of articles, decisions, extractor and model; the order of input and the clock leave no trace in it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.graph import parts
from kg.ledger import Ledger, open_ledger
from kg.rdf import quads


def canonical(graph: str | Path | Ledger) -> str:
    """The canonical N-Quads of a graph folder or open ledger, one quad per line."""
    if isinstance(graph, Ledger):
        return _sorted(graph)
    with open_ledger(graph) as ledger:
        return _sorted(ledger)


def _sorted(ledger: Ledger) -> str:
    with ledger.snapshot():
        kept = (part for part in parts(ledger) if part.kind != "redirect")
        return "".join(sorted(quads(kept, ledger.base)))


def digest(nquads: str) -> str:
    """SHA-256 (hex) of a canonical form."""
    return hashlib.sha256(nquads.encode("utf-8", "surrogatepass")).hexdigest()
