"""Whether a graph is what its articles say: everything derived is computed again and compared.

verify("news.kg") == []     or what differs, each on one line
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import RecordError
from kg.gate import gate
from kg.ledger import Ledger, StoredArticle, open_ledger
from kg.ledger.derive import fact_rows, saying_rows
from kg.ledger.relate import edge_row, supports_of


def verify(graph: str | Path) -> list[str]:
    """What differs in a graph folder: texts and hashes, records at the gate, facts, edges, and the embedded store."""
    with open_ledger(graph) as ledger, ledger.snapshot():
        return [*_integrity(ledger), *_articles(ledger), *_edges(ledger), *_store(ledger)]


def _integrity(ledger: Ledger) -> Iterator[str]:
    yield from (f"ledger: {line}" for (line,) in ledger.rows("PRAGMA quick_check") if line != "ok")
    waiting = ledger.one("SELECT count(*) FROM version WHERE state = 0")[0]
    if waiting:
        yield f"ledger: {waiting} articles wait for the end of a build; run kg build again"
    alone = ledger.one("SELECT count(*) FROM cluster WHERE entity IS NULL")[0]
    if alone:
        yield f"ledger: {alone} clusters are no entity"


def _articles(ledger: Ledger) -> Iterator[str]:
    for article in ledger.articles():
        yield from (f"{article.path}: {fault}" for fault in _article(ledger, article))


def _article(ledger: Ledger, article: StoredArticle) -> Iterator[str]:
    from kg.extract.boilerplate import skipped

    record, text = ledger.as_stored(article.path)
    if record.article.sha256 != article.sha256:
        yield "the hash of its text is not its record's"
    if text is not None:
        if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != article.sha256:
            yield "its text is not the one that its offsets count in"
            return
        try:
            if gate(record, text, skipped(text)) != record:
                yield "its record would not pass the gate as it is"
        except RecordError as error:
            yield str(error)
    yield from _derived(ledger, article)


def _derived(ledger: Ledger, article: StoredArticle) -> Iterator[str]:
    (n,) = ledger.one("SELECT n FROM version WHERE path = ? AND state = 1", article.path)
    resolved = ledger.resolved(article.path)
    if set(ledger.rows("SELECT * FROM fact WHERE article = ?", n)) != set(fact_rows(ledger, n, resolved)):
        yield "its facts are not those of its record"
    kept = set(ledger.rows("SELECT path, article, words FROM saying WHERE article = ?", n))
    if kept != {row[:3] for row in saying_rows(n, resolved)}:
        yield "its sayings are not those of its record"


def _edges(ledger: Ledger) -> Iterator[str]:
    stored: dict[str, Any] = {row[0]: row for row in ledger.rows("SELECT * FROM relation")}
    for path, rows in supports_of(ledger, "SELECT DISTINCT relation AS path FROM fact WHERE relation NOT NULL"):
        expected = edge_row(path, rows)
        if stored.pop(path, None) != expected:
            yield f"{path}: is not what its facts support"
    yield from (f"{path}: has no support" for path in sorted(stored))


def verify_target(graph: str | Path, address: str) -> list[str]:
    """What differs between a graph and a Neo4j server (`bolt://…`) or SPARQL store (`http://…`), by counts and hashes.

    Raises TargetError if the server cannot be used or holds the graph of another ledger.
    """
    kind = "sparql" if address.startswith(("http://", "https://")) else "neo4j"
    with open_ledger(graph) as ledger:
        return list(_check(kind, ledger, address))


def _store(ledger: Ledger) -> Iterator[str]:
    return _check("embedded", ledger)


def _check(name: str, ledger: Ledger, *target: str) -> Iterator[str]:
    from importlib.metadata import entry_points

    for found in entry_points(group="kg.checks", name=name):
        yield from found.load()(ledger, *target)
