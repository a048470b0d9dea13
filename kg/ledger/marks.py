"""What a settlement has touched, in temporary tables, so that memory stays flat however much it is."""

from __future__ import annotations

from collections.abc import Iterable

from kg.ledger.ledger import Ledger

_TABLES = {
    "article": "n INTEGER PRIMARY KEY",
    "block": "block TEXT PRIMARY KEY",
    "entity": "n INTEGER PRIMARY KEY",
    "copy": "n INTEGER PRIMARY KEY",
    "part": "n INTEGER PRIMARY KEY",
    "offer": "key INTEGER PRIMARY KEY",
    "root": "n INTEGER PRIMARY KEY",
    "relation": "path TEXT PRIMARY KEY",
    "words": "words INTEGER PRIMARY KEY",
    "key": "kind TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (kind, path)",
}


def clear(ledger: Ledger) -> None:
    """Nothing is touched."""
    for name, columns in _TABLES.items():
        ledger.connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS touched_{name} ({columns})")
        ledger.connection.execute(f"DELETE FROM touched_{name}")


def touch(ledger: Ledger, what: str, values: Iterable[object]) -> None:
    """Mark articles or entities by number, blocks, relations by path, words by hash."""
    rows = ((value,) for value in values if value is not None)
    ledger.connection.executemany(f"INSERT OR IGNORE INTO touched_{what} VALUES (?)", rows)


def changed(ledger: Ledger, kind: str, paths: Iterable[str | None]) -> None:
    """Mark keys that targets must be told of."""
    rows = ((kind, path) for path in paths if path is not None)
    ledger.connection.executemany("INSERT OR IGNORE INTO touched_key VALUES (?, ?)", rows)
