"""What made a graph: the versions of kabargraph, and of the extractor with its model and word lists."""

from __future__ import annotations

from importlib.metadata import version

from kg.ledger import Ledger


def software() -> str:
    """Name and version of this program."""
    return f"kabargraph {version('kabargraph')}"


def extractors(ledger: Ledger) -> list[str]:
    """Name, version and hash (of model and word lists) of each extractor that made a current record."""
    return [
        str(name).strip()
        for (name,) in ledger.rows("SELECT DISTINCT extractor FROM version WHERE state = 1 ORDER BY 1")
    ]


def line(ledger: Ledger) -> str:
    """Both on one line."""
    return "; ".join((software(), *(f"extractor {name}" for name in extractors(ledger) if name)))
