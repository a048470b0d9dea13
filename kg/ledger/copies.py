"""Groups of wire copies: articles that are joined by a chain of copies, led by the one published first."""

from __future__ import annotations

import msgspec

from kg.ledger.ledger import Ledger
from kg.ledger.marks import changed, touch
from kg.resolve.copies import Print, are_copies, bands

_MOST_IN_BAND = 200  # a band that more texts share is a form, and tells nothing


def keep(ledger: Ledger, n: int, found: Print | None) -> None:
    """Keep the print of a text that comes in."""
    run = ledger.connection.execute
    run("DELETE FROM print WHERE article = ?", (n,))
    if found:
        run("INSERT INTO print VALUES (?, ?, ?, ?)", (n, found.signature, found.numbers, found.names))


def enter(ledger: Ledger, n: int) -> None:
    """Join an article that becomes current to those that it is a copy of."""
    run = ledger.connection.execute
    found = _print(ledger, n)
    if not found:
        return
    own = bands(found)
    near: set[int] = set()
    for (some,) in run(_IN_BANDS, (_MOST_IN_BAND, msgspec.json.encode(own).decode())).fetchall():
        others = msgspec.json.decode(some, type=list[int])
        near.update(others if len(others) < _MOST_IN_BAND else ())
    ledger.connection.executemany("INSERT OR IGNORE INTO band VALUES (?, ?)", ((band, n) for band in own))
    for other in sorted(near - {n}):
        theirs = _print(ledger, other)
        if theirs and are_copies(found, theirs):
            run("INSERT INTO copy VALUES (?, ?), (?, ?)", (n, other, other, n))
            touch(ledger, "copy", [n, other])


_IN_BANDS = """
SELECT (SELECT json_group_array(article) FROM (SELECT article FROM band WHERE band = one.value LIMIT ?)) FROM json_each(?) one
WHERE EXISTS (SELECT 1 FROM band WHERE band = one.value)
"""


def _print(ledger: Ledger, n: int) -> Print | None:
    row = ledger.one("SELECT signature, numbers, names FROM print WHERE article = ?", n)
    return Print(*row) if row else None


def leave(ledger: Ledger, n: int) -> None:
    """Take an article out of its group."""
    run = ledger.connection.execute
    touch(ledger, "copy", [other for (other,) in run("SELECT other FROM copy WHERE article = ?", (n,))])
    row = run("SELECT path FROM version WHERE n = ? AND copy_of NOT NULL", (n,)).fetchone()
    changed(ledger, "links", row or ())
    for statement in (
        "DELETE FROM copy WHERE article = ?",
        "DELETE FROM copy WHERE other = ?",
        "DELETE FROM band WHERE article = ?",
        "DELETE FROM print WHERE article = ?",
    ):
        run(statement, (n,))


_GROUP = """
WITH RECURSIVE joined (n) AS (VALUES (?) UNION SELECT c.other FROM joined CROSS JOIN copy c ON c.article = joined.n)
SELECT v.n, v.path, v.copy_of FROM joined JOIN version v USING (n) WHERE v.state = 1
ORDER BY v.published IS NULL, v.published, v.key
"""


def group(ledger: Ledger) -> None:
    """Let every touched article lead to the first of its group; mark the articles and edges that this changes."""
    run = ledger.connection.execute
    done: set[int] = set()
    for (n,) in run("SELECT n FROM touched_copy ORDER BY n").fetchall():
        if n not in done:
            rows = run(_GROUP, (n,)).fetchall()
            done.update(row[0] for row in rows)
            for index, (member, path, led_by) in enumerate(rows):
                first = rows[0][0] if index else None
                if led_by != first:
                    run("UPDATE version SET copy_of = ? WHERE n = ?", (first, member))
                    changed(ledger, "links", [path])
                    _touch_edges(ledger, member)


def _touch_edges(ledger: Ledger, n: int) -> None:
    rows = ledger.connection.execute("SELECT relation FROM fact WHERE article = ?", (n,)).fetchall()
    touch(ledger, "relation", (relation for (relation,) in rows))
