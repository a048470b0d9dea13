"""Facts and sayings of the articles that were touched, as support of edges, titles and quotes."""

from __future__ import annotations

import hashlib

from kg.ledger import verdicts
from kg.ledger.ledger import Ledger
from kg.ledger.marks import changed, touch
from kg.resolve.quotes import words
from kg.resolved import ResolvedArticle, ResolvedFact

_LEAST_WORDS = 5  # shorter sayings are the same by chance


def derive(ledger: Ledger) -> None:
    """Work out again what every touched article supports, and mark the edges, persons and words concerned."""
    for n, path in ledger.connection.execute(
        "SELECT n, path FROM touched_article CROSS JOIN version USING (n) ORDER BY n"
    ).fetchall():
        forget(ledger, n)
        article = ledger.resolved(path, judged=False)
        if verdicts.judge(ledger, n, article.key, article):
            article = ledger.resolved(path)
        _facts(ledger, n, article)
        _sayings(ledger, n, article)


def forget(ledger: Ledger, n: int) -> None:
    """Take out what an article supports."""
    run = ledger.connection.execute
    for table, column, mark in (("fact", "relation", "relation"), ("saying", "words", "words")):
        touch(ledger, mark, (value for (value,) in run(f"SELECT {column} FROM {table} WHERE article = ?", (n,))))
    touch(ledger, "entity", (e for (e,) in run("SELECT subject FROM fact WHERE article = ? AND literal NOTNULL", (n,))))
    changed(ledger, "links", (p for (p,) in run("SELECT path FROM saying WHERE article = ? AND quote NOTNULL", (n,))))
    run("DELETE FROM fact WHERE article = ?", (n,))
    run("DELETE FROM saying WHERE article = ?", (n,))


def _facts(ledger: Ledger, n: int, article: ResolvedArticle) -> None:
    rows = fact_rows(ledger, n, article)
    ledger.connection.executemany(f"INSERT OR REPLACE INTO fact VALUES ({', '.join('?' * 15)})", rows)
    touch(ledger, "relation", (row[7] for row in rows))
    touch(ledger, "entity", (row[3] for row in rows if row[6]))


def fact_rows(ledger: Ledger, n: int, article: ResolvedArticle) -> list[tuple[object, ...]]:
    """The rows of an article's facts."""
    if not article.facts:
        return []
    numbers = dict(
        ledger.rows("SELECT e.path, e.n FROM cluster c JOIN entity e ON e.n = c.entity WHERE article = ?", n)
    )
    return [_fact_row(n, fact, numbers) for fact in article.facts]


def _fact_row(n: int, fact: ResolvedFact, numbers: dict[str, int]) -> tuple[object, ...]:
    subject, _, obj = fact.edge or (fact.subject, fact.predicate, fact.object)
    return (
        fact.path,
        n,
        fact.statement,
        numbers[subject],
        fact.predicate,
        numbers[obj] if obj else None,
        fact.literal,
        fact.about_relation,
        int(fact.supports),
        fact.polarity,
        fact.basis,
        fact.confidence,
        fact.date,
        fact.day_start if fact.date else None,
        fact.day_end if fact.date else None,
    )


def _sayings(ledger: Ledger, n: int, article: ResolvedArticle) -> None:
    rows = saying_rows(n, article)
    ledger.connection.executemany("INSERT OR REPLACE INTO saying VALUES (?, ?, ?, ?, ?)", rows)
    touch(ledger, "words", (row[2] for row in rows))


def saying_rows(n: int, article: ResolvedArticle) -> list[tuple[object, ...]]:
    """The rows of an article's direct statements by their words, not yet joined to quotes."""
    return [
        (statement.path, n, found, None, statement.said)
        for statement in article.statements
        if statement.kind == "direct" and (found := words_hash(statement.said)) is not None
    ]


def words_hash(said: str) -> int | None:
    """63 bits of a hash of the words alone; None for what is too short to be the same on purpose."""
    found = words(said)
    if len(found) < _LEAST_WORDS:
        return None
    return int.from_bytes(hashlib.sha256(" ".join(found).encode()).digest()[:8]) >> 1
