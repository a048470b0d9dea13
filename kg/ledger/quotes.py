"""Quotes: what statements of several articles say in the same words, or in nearly the same.

Words that were touched are compared again with those that share a band with them, and what hangs together is one quote.
A band that many share is a phrase and tells nothing; whether it is one can change, so all in a touched band are looked at.
"""

from __future__ import annotations

from typing import Any

from kg.ledger.ledger import Ledger
from kg.ledger.marks import changed, flush, touch
from kg.resolve.minting import digest
from kg.resolve.quotes import are_variants, bands

_MOST_IN_BAND = 50


def group(ledger: Ledger) -> None:
    """Bring the quotes of the touched words in line with what is said, and mark those that change."""
    run = ledger.connection.execute
    _keep_bands(ledger)
    run(_TOUCH_NEAR)
    run("DELETE FROM saying_band WHERE words IN touched_words AND words NOT IN (SELECT words FROM saying)")
    lonely, done = {words for (words,) in run(_LONELY)}, set[int]()
    for (words,) in run("SELECT words FROM touched_words ORDER BY words").fetchall():
        if words not in done:
            forms = {words} if words in lonely else _forms(ledger, words)
            done |= forms
            _bring_in_line(ledger, [row for form in forms for row in ledger.rows(_SAYINGS, form)])
    flush(ledger)
    gone = (
        "SELECT q.path FROM touched_quote t CROSS JOIN quote q ON q.path = t.path"
        " WHERE NOT EXISTS (SELECT 1 FROM saying s WHERE s.quote = q.path)"
    )
    changed(ledger, "quote", [path for (path,) in run(gone).fetchall()])
    run(f"DELETE FROM quote WHERE path IN ({gone})")


_TOUCH_NEAR = """
INSERT OR IGNORE INTO touched_words
SELECT o.words FROM touched_words t CROSS JOIN saying_band b USING (words) JOIN saying_band o ON o.band = b.band
"""
_LONELY = """
SELECT words FROM touched_words t WHERE NOT EXISTS (
  SELECT 1 FROM saying_band b CROSS JOIN saying_band o ON o.band = b.band AND o.words <> b.words WHERE b.words = t.words)
"""
_NEW = """
SELECT words, min(said) FROM touched_words CROSS JOIN saying USING (words)
WHERE words NOT IN (SELECT words FROM saying_band) GROUP BY words
"""
_NEAR = """
SELECT DISTINCT o.words FROM saying_band b CROSS JOIN saying_band o ON o.band = b.band
WHERE b.words = ? AND (SELECT count(*) FROM (SELECT 1 FROM saying_band WHERE band = b.band LIMIT ?)) <= ?
"""
_SAYINGS = """
SELECT coalesce(v.published, ''), s.path, s.quote, s.article, s.said FROM saying s JOIN version v ON v.n = s.article
WHERE s.words = ?
"""


def _keep_bands(ledger: Ledger) -> None:
    new = ledger.connection.execute(_NEW).fetchall()
    rows = ((band, words) for words, said in new for band in bands(said))
    ledger.connection.executemany("INSERT INTO saying_band VALUES (?, ?)", rows)


def _forms(ledger: Ledger, words: int) -> set[int]:
    """The words and all that are forms of the same quotation, by way of others too."""
    found, waiting = {words}, [words]
    while waiting:
        one = waiting.pop()
        said = _said(ledger, one)
        near = ledger.connection.execute(_NEAR, (one, _MOST_IN_BAND + 1, _MOST_IN_BAND)).fetchall()
        new = [other for (other,) in near if other not in found and are_variants(said, _said(ledger, other))]
        found.update(new)
        waiting += new
    return found


def _said(ledger: Ledger, words: int) -> str:
    return str(ledger.one("SELECT coalesce(min(said), '') FROM saying WHERE words = ?", words)[0])


def _bring_in_line(ledger: Ledger, rows: list[Any]) -> None:
    """Let sayings of one quotation lead to it, if they stand in several articles; it reads as the earliest has it."""
    several = len({article for _, _, _, article, _ in rows}) > 1
    quote = "quote/" + digest(min(path for _, path, *_ in rows)) if several else None
    for _, path, was, *_ in rows:
        if was != quote:
            touch(ledger, "quote", [was])
            ledger.connection.execute("UPDATE saying SET quote = ? WHERE path = ?", (quote, path))
            changed(ledger, "links", [path])
    if quote:
        _write(ledger, quote, min(rows)[4])


def _write(ledger: Ledger, path: str, said: str) -> None:
    run = ledger.connection.execute
    if run("SELECT said FROM quote WHERE path = ?", (path,)).fetchone() != (said,):
        run("INSERT OR REPLACE INTO quote VALUES (?, ?)", (path, said))
        changed(ledger, "quote", [path])
