"""The embedded store, `NAME.kg/rdf`: Oxigraph in a folder, brought up to date with the ledger, with the index beside it.

A store that is not there or belongs to another ledger is loaded in bulk beside its place and moved there when it is
complete. Later loads run in batches, each one transaction that holds the cursor too: killed at any point, the next load
goes on where it stopped.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from pyoxigraph import NamedNode, QuerySolutions, Store

from kg import index
from kg.errors import GraphError
from kg.graph import Part, part, parts
from kg.ledger import Change, Ledger
from kg.loaders import bulk, rdf_prints
from kg.rdf import META, graph_of, quads, triples
from kg.rdf_update import cursor_query, cursor_update, difference, one

Progress = Callable[[int, int], None]
_BATCH = 64
_FEW = 4  # where more than one key in so many changed, everything is loaded anew
_PACKED = 10  # where more than one key in so many changed, the store is packed again


def load(
    ledger: Ledger,
    target: str | Path | None = None,
    progress: Progress | None = None,
    settle: bulk.Settle | None = None,
) -> int:
    """Bring the store up to date; the number of changes that it was told, 0 if it knew everything. Raises GraphError
    if the disk is full or cannot be written.

    `target` is the store's folder, `rdf` in the graph's folder unless it is named. `progress` is told how many of how
    many changes are done. `settle` is done before; of a large first build, articles are loaded meanwhile.
    """
    folder = Path(target or ledger.folder / "rdf")
    try:
        if settle and bulk.is_large_and_first(ledger):
            return bulk.settle_and_load(ledger, folder, settle)
        if settle:
            settle(None)
        told = _load(ledger, folder, progress)
        index.load(ledger, folder.with_name(index.FILE))
    except (OSError, sqlite3.OperationalError) as error:
        raise GraphError(
            f"{folder} cannot be written: {error}; free the disk or its rights, then build again"
        ) from None
    except BrokenProcessPool:
        raise GraphError("the process that writes for the store was killed; free memory, then build again") from None
    return told


def _load(ledger: Ledger, folder: Path, progress: Progress | None) -> int:
    store = _opened(ledger, folder)
    cursor = _cursor(store, ledger) if store else None
    if cursor == ledger.seq:
        return 0
    if store and cursor is not None and _few(ledger, cursor):
        return _load_changes(ledger, store, cursor, progress)
    del store
    ledger.held_open.clear()
    return bulk.load_all(ledger, folder)


def _opened(ledger: Ledger, folder: Path) -> Store | None:
    """The store, kept open as long as the ledger: to open it takes longer than a small change."""
    if not folder.is_dir():
        return None
    name = str(folder.resolve())
    if name not in ledger.held_open:
        ledger.held_open[name] = Store(name)
    found: Store = ledger.held_open[name]
    return found


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


def _load_changes(ledger: Ledger, store: Store, cursor: int, progress: Progress | None) -> int:
    told = 0
    with ledger.snapshot():
        changes = list(ledger.changes(cursor))
        for start in range(0, len(changes), _BATCH):
            batch = changes[start : start + _BATCH]
            now = [(change, None if change.deleted else part(ledger, change.kind, change.path)) for change in batch]
            told += len(batch)
            at_end = batch[-1].seq if told < len(changes) else None
            updates = (line for change, found in now for line in _updates(store, change, found, ledger.base))
            store.update(" ;\n".join([*updates, *_cursor_updates(ledger, store, at_end)]))
            if progress:
                progress(told, len(changes))
    if told > _BATCH and told * _PACKED > ledger.count_changes():
        store.flush()
        store.optimize()
    return told


def _updates(store: Store, change: Change, part: Part | None, base: str) -> Iterator[str]:
    """What must be written for a change; of an article only what differs from what is there."""
    if change.kind != "article" or not part:
        return one(change, part, base)
    graph = base + graph_of("article", change.path)
    return difference(graph, _triples(store, graph), triples(part, base))


def _cursor_updates(ledger: Ledger, store: Store, seq: int | None) -> Iterable[str]:
    """The cursor at a change, or, where none is named, at the last one and with all that graph/meta then says."""
    if seq is not None:
        return [cursor_update(ledger.id, seq, ledger.base)]
    graph = ledger.base + META
    return difference(graph, _triples(store, graph), bulk.meta(ledger, ledger.seq))


def _triples(store: Store, graph: str) -> Iterator[str]:
    """The triples of a graph as `kg.rdf.triples` writes them; where it did not, they are written anew, which is harmless."""
    return (f"{quad.triple} ." for quad in store.quads_for_pattern(None, None, None, NamedNode(graph)))


def check(ledger: Ledger, target: str | Path | None = None) -> Iterator[str]:
    """What differs between the ledger and the store: its cursor, and each named graph by count and hash of its quads."""
    folder = Path(target or ledger.folder / "rdf")
    store = Store.read_only(str(folder)) if folder.is_dir() else None
    if store is None or _cursor(store, ledger) != ledger.seq:
        yield f"{folder}: is not up to date with the ledger; run kg build again"
        return
    meta = NamedNode(ledger.base + META)
    there = rdf_prints.of_quads(quad for quad in store if quad.graph_name != meta)
    here = rdf_prints.of_own_lines(quads(parts(ledger), ledger.base))
    doubtful = frozenset(rdf_prints.different(here, there))
    if doubtful:  # or written otherwise
        of_those = (each for each in parts(ledger) if ledger.base + graph_of(each.kind, each.path) in doubtful)
        here = here | rdf_prints.of_lines(quads(of_those, ledger.base))
    yield from (f"<{graph}>: is not what the ledger says" for graph in rdf_prints.different(here, there))
