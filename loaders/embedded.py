"""The embedded store, `NAME.kg/rdf`: Oxigraph in a folder, brought up to date with the ledger, with the index beside it.

A store that is not there or belongs to another ledger is loaded in bulk beside its place and moved there when it is
complete. Later loads run in batches, each one transaction that holds the cursor too: killed at any point, the next load
goes on where it stopped.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from itertools import chain, islice
from pathlib import Path

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from kg import index
from kg.about import about
from kg.errors import GraphError
from kg.graph import Part, every, part, parts, parts_of
from kg.ledger import Change, Ledger, open_ledger
from kg.loaders import rdf_prints
from kg.processes import pool
from kg.rdf import META, graph_of, quads, triples
from kg.rdf_update import cursor_query, cursor_triples, cursor_update, difference, one

Progress = Callable[[int, int], None]
_BATCH = 64
_BULK = 500_000  # lines of N-Quads in one bulk load, about: few loads make a small store, large ones take memory
_LINES = {"article": 220, "relation": 20, "links": 1}  # how many lines a part makes, about
_TOGETHER = 2  # files that may wait to be loaded
_FEW = 4  # where more than one key in so many changed, everything is loaded anew
_PACKED = 10  # where more than one key in so many changed, the store is packed again


def load(ledger: Ledger, target: str | Path | None = None, progress: Progress | None = None) -> int:
    """Bring the store up to date; the number of changes that it was told, 0 if it knew everything. Raises GraphError
    if the disk is full or cannot be written.

    `target` is the store's folder, `rdf` in the graph's folder unless it is named. `progress` is told how many of how
    many changes are done.
    """
    folder = Path(target or ledger.folder / "rdf")
    try:
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
    return _load_all(ledger, folder)


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


def _load_all(ledger: Ledger, folder: Path) -> int:
    fresh, lines = folder.with_name(folder.name + ".new"), folder.with_name(folder.name + ".lines")
    for left_over in (fresh, lines):
        shutil.rmtree(left_over, ignore_errors=True)
    lines.mkdir(parents=True)
    store = Store(str(fresh))
    with ledger.snapshot():
        seq = ledger.seq
        for file in _written(ledger, lines, folder.with_name(index.FILE)):
            store.bulk_load(path=str(file), format=RdfFormat.N_QUADS, lenient=True)
            file.unlink()
        about_it = "".join(f"{line[:-2]} <{ledger.base}{META}> .\n" for line in _meta(ledger, seq))
        store.bulk_load(about_it.encode(), RdfFormat.N_QUADS, lenient=True)
    store.flush()
    del store
    lines.rmdir()
    _take_place(fresh, folder)
    return seq


def _written(ledger: Ledger, folder: Path, index_file: Path) -> Iterator[Path]:
    """The whole graph in files of N-Quads; of a large one, while one is loaded the next ones are written.

    Who writes them makes the index, too.
    """
    batches = enumerate(_batches(every(ledger)))
    first = list(islice(batches, _TOGETHER))
    now = index.State(ledger.id, ledger.seq, ledger.base)
    if len(first) < _TOGETHER or not ledger.writable:  # only he who holds the lock knows that all read the same
        making = index.Making(index_file)
        for number, batch in chain(first, batches):
            yield _write(ledger, batch, folder / f"{number}.nq", making)
        making.finish(now)
        return
    with pool(1) as process:
        waiting: deque[Future[Path]] = deque()
        for number, batch in chain(first, batches):
            waiting.append(process.submit(_write_from, ledger.folder, batch, folder / f"{number}.nq", index_file))
            if len(waiting) > _TOGETHER:
                yield waiting.popleft().result()
        finished = process.submit(_finish, index_file, now)
        while waiting:
            yield waiting.popleft().result()
        finished.result()


def _batches(named: Iterator[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Kinds and paths in lists that make about as many lines each."""
    batch, lines = list[tuple[str, str]](), 0
    for kind, path in named:
        batch.append((kind, path))
        lines += _LINES.get(kind, 10)
        if lines >= _BULK:
            yield batch
            batch, lines = [], 0
    if batch:
        yield batch


def _write(ledger: Ledger, batch: list[tuple[str, str]], file: Path, making: index.Making) -> Path:
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        for found in parts_of(ledger, batch):
            making.put(found)
            lines.writelines(quads([found], ledger.base))
    return file


_making = cache(index.Making)  # in the process that writes


def _write_from(graph: Path, batch: list[tuple[str, str]], file: Path, index_file: Path) -> Path:
    with open_ledger(graph) as ledger:
        return _write(ledger, batch, file, _making(index_file))


def _finish(index_file: Path, now: index.State) -> None:
    _making(index_file).finish(now)


def _take_place(fresh: Path, folder: Path) -> None:
    """Whoever reads the old store goes on reading it."""
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


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
    if told * _PACKED > ledger.count_changes():
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
    return difference(graph, _triples(store, graph), _meta(ledger, ledger.seq))


def _triples(store: Store, graph: str) -> Iterator[str]:
    """The triples of a graph as `kg.rdf.triples` writes them; where it did not, they are written anew, which is harmless."""
    return (f"{quad.triple} ." for quad in store.quads_for_pattern(None, None, None, NamedNode(graph)))


def _meta(ledger: Ledger, seq: int) -> list[str]:
    return [*cursor_triples(ledger.id, seq, ledger.base), *about(ledger)]


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
