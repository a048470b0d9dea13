"""What a settlement has touched, in temporary tables, so that memory stays flat however much it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.ledger.ledger import Ledger

_TABLES = {
    "article": "n INTEGER PRIMARY KEY",
    "block": "block TEXT PRIMARY KEY",
    "copy": "n INTEGER PRIMARY KEY",
    "part": "n INTEGER PRIMARY KEY",
    "offer": "key INTEGER PRIMARY KEY",
    "root": "n INTEGER PRIMARY KEY",
    "entity": "n INTEGER PRIMARY KEY",
    "relation": "path TEXT PRIMARY KEY",
    "words": "words INTEGER PRIMARY KEY",
    "quote": "path TEXT PRIMARY KEY",
    "key": "kind TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (kind, path)",
}
_MOST = 5_000  # marks that wait in memory


def clear(ledger: Ledger) -> None:
    """Nothing is touched."""
    ledger.marks.clear()
    for name, columns in _TABLES.items():
        ledger.connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS touched_{name} ({columns})")
        ledger.connection.execute(f"DELETE FROM touched_{name}")


def touch(ledger: Ledger, what: str, values: Iterable[object]) -> None:
    """Mark articles, parts or entities by number, blocks, relations and quotes by path, words and offers by hash."""
    _note(ledger, what, {(value,) for value in values if value is not None})


def changed(ledger: Ledger, kind: str, paths: Iterable[str | None]) -> None:
    """Mark keys that targets must be told of."""
    _note(ledger, "key", {(kind, path) for path in paths if path is not None})


def _note(ledger: Ledger, what: str, rows: set[tuple[Any, ...]]) -> None:
    waiting = ledger.marks.setdefault(what, set())
    waiting |= rows
    if len(waiting) > _MOST:
        _write(ledger, what)


def flush(ledger: Ledger) -> None:
    """Write what waits, before the tables are read."""
    for what in ledger.marks:
        _write(ledger, what)


def _write(ledger: Ledger, what: str) -> None:
    rows = ledger.marks[what]
    marks = "?, ?" if what == "key" else "?"
    ledger.connection.executemany(f"INSERT OR IGNORE INTO touched_{what} VALUES ({marks})", sorted(rows))
    rows.clear()
