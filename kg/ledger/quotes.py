"""Quotes: what statements of several articles say in the same words."""

from __future__ import annotations

from itertools import groupby

from kg.ledger.ledger import Ledger
from kg.ledger.marks import changed
from kg.resolve.minting import digest

_SAYINGS = """
SELECT s.words, s.path, s.quote, s.article, v.path, coalesce(v.published, '')
FROM touched_words t CROSS JOIN saying s ON s.words = t.words JOIN version v ON v.n = s.article
ORDER BY s.words, coalesce(v.published, ''), s.path
"""


def group(ledger: Ledger) -> None:
    """Bring the quotes of the touched words in line with what is said, and mark those that change."""
    run = ledger.connection.execute
    for _, found in groupby(run(_SAYINGS).fetchall(), key=lambda row: row[0]):
        rows = list(found)
        several = len({row[3] for row in rows}) > 1
        path = "quote/" + digest(min(row[1] for row in rows)) if several else None
        for row in rows:
            if row[2] != path:
                run("UPDATE saying SET quote = ? WHERE path = ?", (path, row[1]))
                changed(ledger, "links", [row[1]])
        if path:
            _write(ledger, path, _said(ledger, rows[0][4], rows[0][1]))
    gone = "SELECT path FROM quote q WHERE NOT EXISTS (SELECT 1 FROM saying WHERE quote = q.path)"
    changed(ledger, "quote", [path for (path,) in run(gone).fetchall()])
    run(f"DELETE FROM quote WHERE path IN ({gone})")


def _said(ledger: Ledger, article: str, statement: str) -> str:
    return next(s.said for s in ledger.resolved(article).statements if s.path == statement)


def _write(ledger: Ledger, path: str, said: str) -> None:
    run = ledger.connection.execute
    if run("SELECT said FROM quote WHERE path = ?", (path,)).fetchone() != (said,):
        run("INSERT OR REPLACE INTO quote VALUES (?, ?)", (path, said))
        changed(ledger, "quote", [path])
