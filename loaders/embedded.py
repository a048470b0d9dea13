"""The embedded store, `NAME.kg/rdf`: Oxigraph in a folder, brought up to date with the ledger.

A store that is not there or belongs to another ledger is loaded in bulk beside its place and moved there when it is
complete. Later loads run in batches, each one transaction that holds the cursor too: killed at any point, the next load
goes on where it stopped.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from itertools import islice
from pathlib import Path

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from kg.about import about
from kg.errors import GraphError
from kg.graph import part, parts
from kg.ledger import Ledger
from kg.loaders import rdf_prints
from kg.rdf import META, quads
from kg.rdf_update import cursor_query, cursor_triples, cursor_update, meta_update, update

Progress = Callable[[int, int], None]
_BATCH = 64
_BULK = 200_000  # lines of N-Quads in one bulk load: few loads make a small store, large ones take memory
_FEW = 4  # where more than one key in so many changed, everything is loaded anew
_MANY = 500  # changes after which the store is packed again


def load(ledger: Ledger, target: str | Path | None = None, progress: Progress | None = None) -> int:
    """Bring the store up to date; the number of changes that it was told, 0 if it knew everything. Raises GraphError
    if the disk is full or cannot be written.

    `target` is the store's folder, `rdf` in the graph's folder unless it is named. `progress` is told how many of how
    many changes are done.
    """
    folder = Path(target or ledger.folder / "rdf")
    try:
        store = Store(str(folder)) if folder.is_dir() else None
        cursor = _cursor(store, ledger) if store else None
        if cursor == ledger.seq:
            return 0
        if store and cursor is not None and _few(ledger, cursor):
            return _load_changes(ledger, store, cursor, progress)
        del store
        return _load_all(ledger, folder)
    except OSError as error:
        raise GraphError(
            f"{folder} cannot be written: {error}; free the disk or its rights, then build again"
        ) from None


def _few(ledger: Ledger, cursor: int) -> bool:
    """Whether so little changed, of articles and of everything, that the store is better changed than loaded anew."""
    kinds = (None, "article")
    return ledger.count_changes(cursor) <= _BATCH or all(
        ledger.count_changes(cursor, kind) * _FEW < ledger.count_changes(0, kind) for kind in kinds
    )


def _cursor(store: Store, ledger: Ledger) -> int | None:
    """How far the store has come, None if it must be loaded anew."""
    found = read_cursor(store, ledger.base)
    return found[1] if found and found[0] == ledger.id and found[1] <= ledger.seq else None


def read_cursor(store: Store, base: str) -> tuple[str, int] | None:
    """The id of the ledger that a store was loaded from, and the number of the last change in it."""
    rows = store.query(cursor_query())
    assert isinstance(rows, QuerySolutions)
    for row in rows:
        if row["meta"] == NamedNode(base + META):
            return row["ledger"].value, int(row["cursor"].value)
    return None


def _load_all(ledger: Ledger, folder: Path) -> int:
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    store = Store(str(fresh))
    with ledger.snapshot():
        seq = ledger.seq
        _load_bulk(store, _everything(ledger, seq))
    store.flush()
    del store
    _take_place(fresh, folder)
    return seq


def _load_bulk(store: Store, lines: Iterator[str]) -> None:
    """Load the lines in chunks: while one is loaded, in a thread of its own, the next one is written."""
    with ThreadPoolExecutor(1) as loader:
        waiting: Future[None] | None = None
        for chunk in _chunks(lines, _BULK):
            data = BytesIO("".join(chunk).encode())
            if waiting:
                waiting.result()
            waiting = loader.submit(store.bulk_load, data, RdfFormat.N_QUADS, lenient=True)
        if waiting:
            waiting.result()


def _take_place(fresh: Path, folder: Path) -> None:
    """Whoever reads the old store goes on reading it."""
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _everything(ledger: Ledger, seq: int) -> Iterator[str]:
    yield from quads(parts(ledger), ledger.base)
    meta = f" <{ledger.base}{META}> .\n"
    lines = (*cursor_triples(ledger.id, seq, ledger.base), *about(ledger))
    yield from (line[:-2] + meta for line in lines)


def _chunks(lines: Iterator[str], size: int) -> Iterator[list[str]]:
    return iter(lambda: list(islice(lines, size)), [])


def _load_changes(ledger: Ledger, store: Store, cursor: int, progress: Progress | None) -> int:
    told = 0
    with ledger.snapshot():
        changes = list(ledger.changes(cursor))
        for start in range(0, len(changes), _BATCH):
            batch = changes[start : start + _BATCH]
            now = [(change, None if change.deleted else part(ledger, change.kind, change.path)) for change in batch]
            told += len(batch)
            store.update(update(now, ledger.base, _cursor_update(ledger, batch[-1].seq, told == len(changes))))
            if progress:
                progress(told, len(changes))
    if told > _MANY:
        store.flush()
        store.optimize()
    return told


def _cursor_update(ledger: Ledger, seq: int, last: bool) -> str:
    if last:
        return meta_update(ledger.id, seq, ledger.base, about(ledger))
    return cursor_update(ledger.id, seq, ledger.base)


def check(ledger: Ledger, target: str | Path | None = None) -> Iterator[str]:
    """What differs between the ledger and the store: its cursor, and each named graph by count and hash of its quads."""
    folder = Path(target or ledger.folder / "rdf")
    store = Store.read_only(str(folder)) if folder.is_dir() else None
    if store is None or _cursor(store, ledger) != ledger.seq:
        yield f"{folder}: is not up to date with the ledger; run kg build again"
        return
    meta = NamedNode(ledger.base + META)
    there = rdf_prints.of_quads(quad for quad in store if quad.graph_name != meta)
    here = rdf_prints.of_lines(quads(parts(ledger), ledger.base))
    yield from (f"<{graph}>: is not what the ledger says" for graph in rdf_prints.different(here, there))
