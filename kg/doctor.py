"""How a graph folder is: what is in it, what it costs, and whether its store is up to date."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kg.graph import parts
from kg.index import FILE
from kg.ledger import Ledger, open_ledger
from kg.ledger.schema import schema_version
from kg.rdf import triples


class Health(msgspec.Struct, frozen=True):
    """Counts and sizes of a graph; bytes of disk for ledger and store (with its index), `waiting`
    articles of a build that was killed."""

    base: str
    version: int
    seq: int
    articles: int
    waiting: int
    statements: int
    facts: int
    relations: int
    entities: dict[str, int]
    extractors: dict[str, int]
    quads: int
    quads_per_article: float
    ledger_bytes: int
    store_bytes: int
    bytes_per_article: int


def doctor(graph: str | Path) -> Health:
    """What is in a graph folder and what an average article costs, in quads and in bytes of ledger and store."""
    with open_ledger(graph) as ledger, ledger.snapshot():
        articles = _count(ledger, "version WHERE state = 1")
        quads, statements, facts = _sizes(ledger)
        ledger_bytes = sum(file.stat().st_size for file in ledger.folder.glob("ledger.sqlite*"))
        store_files = [*(ledger.folder / "rdf").rglob("*"), *ledger.folder.glob(f"{FILE}*")]
        store_bytes = sum(file.stat().st_size for file in store_files if file.is_file())
        return Health(
            base=ledger.base,
            version=schema_version(ledger.connection),
            seq=ledger.seq,
            articles=articles,
            waiting=_count(ledger, "version WHERE state = 0"),
            statements=statements,
            facts=facts,
            relations=_count(ledger, "relation"),
            entities=dict(ledger.rows(_BY_TYPE)),
            extractors=dict(ledger.rows(_BY_EXTRACTOR)),
            quads=quads,
            quads_per_article=round(quads / articles, 1) if articles else 0.0,
            ledger_bytes=ledger_bytes,
            store_bytes=store_bytes,
            bytes_per_article=(ledger_bytes + store_bytes) // articles if articles else 0,
        )


_BY_TYPE = "SELECT type, count(*) FROM entity WHERE live = 1 AND merged IS NULL GROUP BY type ORDER BY type"
_BY_EXTRACTOR = "SELECT extractor, count(*) FROM version WHERE state = 1 GROUP BY extractor ORDER BY extractor"


def _count(ledger: Ledger, where: str) -> int:
    return int(ledger.one(f"SELECT count(*) FROM {where}")[0])


def _sizes(ledger: Ledger) -> tuple[int, int, int]:
    quads = statements = facts = 0
    for part in parts(ledger):
        quads += len(triples(part, ledger.base))
        statements += sum(node.label == "Statement" for node in part.nodes)
        facts += sum(node.label == "Fact" for node in part.nodes)
    return quads, statements, facts
