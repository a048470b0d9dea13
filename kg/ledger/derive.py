"""Facts and sayings of the articles that were touched, as support of edges, titles and quotes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from kg.ledger import verdicts
from kg.ledger.ledger import Ledger
from kg.ledger.marks import changed, touch
from kg.resolve.quotes import words
from kg.resolved import ResolvedArticle, ResolvedFact

_LEAST_WORDS = 5  # shorter sayings are the same by chance


_Row = tuple[object, ...]


class Content(msgspec.Struct, frozen=True):
    """What an article, by its number, says: rows of its facts, their ends by path, and of its sayings."""

    article: int
    facts: list[_Row]
    sayings: list[_Row]


Given = Iterator[tuple[int, dict[str, str]]]
"""Articles by their numbers, each with its entity map."""
Contents = Callable[[Given], Iterator[Content]]
"""What works out the contents of articles, in any order."""


def derive(ledger: Ledger, contents: Contents | None = None) -> None:
    """Work out again what every touched article supports, and mark the edges, persons and words concerned.

    Where nobody decided anything, `contents` may do the work.
    """
    touched = ledger.connection.execute(
        "SELECT n, path FROM touched_article CROSS JOIN version USING (n) ORDER BY n"
    ).fetchall()
    for n, _ in touched:
        forget(ledger, n)
    if contents and not ledger.one("SELECT 1 FROM decision UNION ALL SELECT 1 FROM judged"):
        _derive_elsewhere(ledger, [n for n, _ in touched], contents)
    else:
        for n, path in touched:
            _derive_here(ledger, n, path)


def _derive_here(ledger: Ledger, n: int, path: str) -> None:
    article = ledger.resolved(path, judged=False)
    if verdicts.judge(ledger, n, article.key, article):
        article = ledger.resolved(path)
    _keep(ledger, content(n, article), _numbers(ledger, n))


def _derive_elsewhere(ledger: Ledger, articles: list[int], contents: Contents) -> None:
    numbers: dict[int, dict[str, int]] = {}

    def given() -> Given:
        for n in articles:
            rows = list(ledger.rows(_MAP, n))
            numbers[n] = {path: number for _, path, number in rows}
            yield n, {local: path for local, path, _ in rows}

    for found in contents(given()):
        _keep(ledger, found, numbers.pop(found.article))


_MAP = "SELECT c.local, e.path, e.n FROM cluster c JOIN entity e ON e.n = c.entity WHERE article = ?"


def _numbers(ledger: Ledger, n: int) -> dict[str, int]:
    return {path: number for _, path, number in ledger.rows(_MAP, n)}


def content(n: int, article: ResolvedArticle) -> Content:
    """What an article with this number says."""
    return Content(n, [_fact_row(n, fact) for fact in article.facts], saying_rows(n, article))


def _keep(ledger: Ledger, found: Content, numbers: dict[str, int]) -> None:
    rows = [_numbered(row, numbers) for row in found.facts]
    ledger.connection.executemany(f"INSERT OR REPLACE INTO fact VALUES ({', '.join('?' * 15)})", rows)
    touch(ledger, "relation", (row[7] for row in rows))
    touch(ledger, "entity", (row[3] for row in rows if row[6]))
    ledger.connection.executemany("INSERT OR REPLACE INTO saying VALUES (?, ?, ?, ?, ?)", found.sayings)
    touch(ledger, "words", (row[2] for row in found.sayings))


def forget(ledger: Ledger, n: int) -> None:
    """Take out what an article supports."""
    run = ledger.connection.execute
    for table, column, mark in (("fact", "relation", "relation"), ("saying", "words", "words")):
        touch(ledger, mark, (value for (value,) in run(f"SELECT {column} FROM {table} WHERE article = ?", (n,))))
    touch(ledger, "entity", (e for (e,) in run("SELECT subject FROM fact WHERE article = ? AND literal NOTNULL", (n,))))
    quoted = run("SELECT path, quote FROM saying WHERE article = ? AND quote NOTNULL", (n,)).fetchall()
    changed(ledger, "links", (path for path, _ in quoted))
    touch(ledger, "quote", (quote for _, quote in quoted))
    run("DELETE FROM fact WHERE article = ?", (n,))
    run("DELETE FROM saying WHERE article = ?", (n,))


def fact_rows(ledger: Ledger, n: int, article: ResolvedArticle) -> list[_Row]:
    """The rows of an article's facts."""
    numbers = _numbers(ledger, n)
    return [_numbered(_fact_row(n, fact), numbers) for fact in article.facts]


def _numbered(row: _Row, numbers: Mapping[Any, int]) -> _Row:
    """A row of a fact with its ends by number."""
    return (*row[:3], numbers[row[3]], row[4], numbers[row[5]] if row[5] else None, *row[6:])


def _fact_row(n: int, fact: ResolvedFact) -> _Row:
    subject, _, obj = fact.edge or (fact.subject, fact.predicate, fact.object)
    return (
        fact.path,
        n,
        fact.statement,
        subject,
        fact.predicate,
        obj,
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


def saying_rows(n: int, article: ResolvedArticle) -> list[_Row]:
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
