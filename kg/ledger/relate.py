"""Edges from their supports: computed as a whole for every edge that was touched, and never counted up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from kg.days import day_bounds
from kg.ledger.ledger import Ledger
from kg.ledger.marks import changed

_SUPPORTS = """
SELECT f.relation, f.subject, f.predicate, f.object, f.supports, f.polarity, f.basis, f.confidence, f.statement, f.date,
       f.day_start, f.day_end, v.n, v.domain, coalesce(v.copy_of, v.n), v.published
FROM ({paths}) t CROSS JOIN fact f ON f.relation = t.path JOIN version v ON v.n = f.article
ORDER BY f.relation
"""


def relate(ledger: Ledger) -> None:
    """Bring the touched edges in line with their supports, and mark those that change."""
    run = ledger.connection.execute
    run("CREATE TEMP TABLE IF NOT EXISTS supported (path TEXT PRIMARY KEY)")
    run("DELETE FROM supported")
    for path, rows in list(supports_of(ledger, "SELECT path FROM touched_relation")):
        edge = edge_row(path, rows)
        if edge:
            run("INSERT INTO supported VALUES (?)", (path,))
            if run("SELECT * FROM relation WHERE path = ?", (path,)).fetchone() != edge:
                run(f"INSERT OR REPLACE INTO relation VALUES ({', '.join('?' * len(edge))})", edge)
                changed(ledger, "relation", [path])
    gone = "SELECT path FROM relation WHERE path IN touched_relation AND path NOT IN supported"
    changed(ledger, "relation", [path for (path,) in run(gone).fetchall()])
    run(f"DELETE FROM relation WHERE path IN ({gone})")


def supports_of(ledger: Ledger, paths: str) -> Iterator[tuple[str, list[Any]]]:
    """The edges that a query for `path` names, each with the facts for and against it."""
    for path, rows in groupby(ledger.rows(_SUPPORTS.format(paths=paths)), key=lambda row: row[0]):
        yield path, list(rows)


def edge_row(path: str, rows: list[Any]) -> tuple[Any, ...] | None:
    """The row of an edge, None if nothing supports it."""
    supports = [row for row in rows if row[4]]
    if not supports:
        return None
    _, subject, predicate, obj, *_ = supports[0]
    dated = [row for row in supports if row[9]]
    published = sorted({row[15] for row in supports if day_bounds(row[15])}, key=lambda at: (day_bounds(at), at))
    return (
        path,
        subject,
        predicate,
        obj,
        min(row[6] for row in supports),  # "asserted" comes before "self_reported"
        max(row[7] for row in supports),
        len({row[12] for row in supports}),
        len({row[13] for row in supports if row[13]}),
        len({row[8] for row in supports if row[8]}),
        len({row[14] for row in supports}),
        len({row[12] for row in rows if row[5] == "negative"}),
        min(((row[10], row[9]) for row in dated), default=(None, None))[1],
        max(((row[11], row[9]) for row in dated), default=(None, None))[1],
        published[0] if published else None,
        published[-1] if published else None,
    )
