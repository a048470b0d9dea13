"""Copies of a graph that can be kept elsewhere: ledger, decisions and secret; the store is made anew from them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from kg.build import load
from kg.errors import GraphError
from kg.ledger import open_ledger
from kg.ledger.ledger import LEDGER, renew

_BESIDE = ("decisions.jsonl", "secret")


def backup(graph: str | Path, target: str | Path) -> Path:
    """Copy a graph to the new folder `target`, by SQLite's own backup, also while somebody writes to it.

    Raises GraphError if there is no graph or the target is there already.
    """
    target = Path(target)
    with open_ledger(graph) as ledger:
        _make(target)
        with closing(sqlite3.connect(target / LEDGER)) as copy:
            ledger.connection.backup(copy)
        for name in _BESIDE:
            if (ledger.folder / name).is_file():
                shutil.copy2(ledger.folder / name, target / name)
    return target


def restore(copy: str | Path, graph: str | Path) -> Path:
    """Make the graph folder `graph`, which must not be there, from a backup, with its store.

    It is a ledger of its own from then on: targets that were loaded from the old one must be loaded anew.
    """
    folder = backup(copy, graph)
    with open_ledger(folder, write=True) as ledger:
        renew(ledger)
        load(ledger, "embedded")
    return folder


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        raise GraphError(f"{folder} is there already; name a new folder") from None
    except OSError as error:
        raise GraphError(f"{folder} cannot be made: {error.strerror}") from None
