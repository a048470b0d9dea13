"""Loading a whole graph into the embedded store: one process writes lines and index, what is written is loaded meanwhile.

The store is made beside its place and moved there when it is complete. Of a large first build, articles are written and
loaded while the ledger still works out everything else.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

from pyoxigraph import RdfFormat, Store

from kg import index
from kg.about import about
from kg.graph import Part, article_part, every, parts_of
from kg.ledger import Ledger, open_ledger, verdicts
from kg.ledger.derive import Content, Contents, Given, content
from kg.processes import pool
from kg.rdf import META, Of, block, of_entities, of_record, triples
from kg.rdf_update import cursor_triples

T = TypeVar("T")
_Submit = Callable[[Path], "Future[None]"]
Settle = Callable[[Contents | None], object]
"""Lets what came in become current; what it is given works out what articles say."""
BULK = 600_000  # lines of N-Quads in one bulk load, about: few loads make a small store, large ones take memory
_LINES = {"article": 220, "relation": 16, "links": 1}  # how many lines a part makes, about
_OF_ENTITIES = 25  # how many lines of an article depend on who its entities are, about
_TOGETHER = 2  # files that may wait to be loaded
_CHUNK = 200  # articles that are handed to the process that writes at once
_AHEAD = 3  # such chunks that it has before it
_UNLOADED = 8  # files that may wait while a ledger settles


def load_all(ledger: Ledger, folder: Path) -> int:
    """Load everything into a fresh store; the number of the last change."""
    fresh, lines = _cleared(folder)
    _load_into(Store(str(fresh)), ledger, lines, folder.with_name(index.FILE))
    lines.rmdir()
    _take_place(fresh, folder)
    return ledger.seq


def _load_into(store: Store, ledger: Ledger, lines: Path, index_file: Path) -> None:
    with ledger.snapshot():
        for file in _written(ledger, lines, index_file):
            _load(store, file)
        _load_meta(ledger, store)
    store.flush()


def _cleared(folder: Path) -> tuple[Path, Path]:
    """Where a fresh store is made and where lines are written, without what is left of earlier ones."""
    fresh, lines = folder.with_name(folder.name + ".new"), folder.with_name(folder.name + ".lines")
    for left_over in (fresh, lines):
        shutil.rmtree(left_over, ignore_errors=True)
    lines.mkdir(parents=True)
    return fresh, lines


def _load(store: Store, file: Path) -> None:
    store.bulk_load(path=str(file), format=RdfFormat.N_QUADS, lenient=True)
    file.unlink()


def _load_meta(ledger: Ledger, store: Store) -> None:
    about_it = "".join(f"{line[:-2]} <{ledger.base}{META}> .\n" for line in meta(ledger, ledger.seq))
    store.bulk_load(about_it.encode(), RdfFormat.N_QUADS, lenient=True)


def meta(ledger: Ledger, seq: int) -> list[str]:
    """What stands in graph/meta, the cursor among it."""
    return [*cursor_triples(ledger.id, seq, ledger.base), *about(ledger)]


def _take_place(fresh: Path, folder: Path) -> None:
    """Whoever reads the old store goes on reading it."""
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


# ------------------------------------------------------------------ writing


def _written(ledger: Ledger, folder: Path, index_file: Path) -> Iterator[Path]:
    """The whole graph in files of N-Quads; of a large one, while one is loaded the next ones are written.

    Who writes them makes the index, too.
    """
    batches = enumerate(_batches(every(ledger)))
    first = list(islice(batches, _TOGETHER))
    if len(first) < _TOGETHER or not ledger.writable:  # only he who holds the lock knows that all read the same
        making = index.Making(index_file)
        for number, batch in chain(first, batches):
            yield _write(ledger, batch, folder / f"{number}.nq", making)
        making.finish(_state(ledger))
        return
    with pool(1) as process:
        tasks = ((ledger.folder, batch, folder / f"{number}.nq", index_file) for number, batch in chain(first, batches))
        yield from _results(process, _write_from, tasks, _TOGETHER)
        process.submit(_finish, index_file, _state(ledger)).result()


def _results(process: Executor, work: Callable[..., T], tasks: Iterable[tuple[Any, ...]], ahead: int) -> Iterator[T]:
    """What comes of some tasks, in their order; so many are handed over before they are needed."""
    waiting: deque[Future[T]] = deque()
    for task in tasks:
        waiting.append(process.submit(partial(work, *task)))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _state(ledger: Ledger) -> index.State:
    return index.State(ledger.id, ledger.seq, ledger.base)


def _batches(named: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Kinds and paths in lists that make about as many lines each."""
    batch, lines = list[tuple[str, str]](), 0
    for kind, path in named:
        batch.append((kind, path))
        lines += _LINES.get(kind, 7)
        if lines >= BULK:
            yield batch
            batch, lines = [], 0
    if batch:
        yield batch


def _write(ledger: Ledger, batch: list[tuple[str, str]], file: Path, making: index.Making) -> Path:
    return _write_parts(parts_of(ledger, batch), ledger.base, file, making)


def _write_parts(parts: Iterable[Part], base: str, file: Path, making: index.Making, of: Of = triples) -> Path:
    with file.open("a", encoding="utf-8", newline="\n") as lines:
        for found in parts:
            making.put(found)
            lines.write(block(found, base, of))
    return file


_making = cache(index.Making)  # in the process that writes


def _write_from(graph: Path, batch: list[tuple[str, str]], file: Path, index_file: Path) -> Path:
    with open_ledger(graph) as ledger:
        return _write(ledger, batch, file, _making(index_file))


def _finish(index_file: Path, now: index.State) -> None:
    _making(index_file).finish(now)


# ------------------------------------------------------------------ beside a ledger that settles


def is_large_and_first(ledger: Ledger) -> bool:
    """Whether nothing is current yet, and what waits is worth a process that writes."""
    if not ledger.writable or ledger.seq:
        return False
    (waiting,) = ledger.one("SELECT count(*) FROM version WHERE state = 0")
    return int(waiting) * _LINES["article"] > _TOGETHER * BULK


def settle_and_load(ledger: Ledger, folder: Path, settle: Settle) -> int:
    """Let a ledger settle that has nothing current yet, and load it meanwhile; the number of the last change."""
    fresh, lines = _cleared(folder)
    _settle_into(Store(str(fresh)), ledger, lines, folder.with_name(index.FILE), settle)
    lines.rmdir()
    _take_place(fresh, folder)
    return ledger.seq


def _settle_into(store: Store, ledger: Ledger, lines: Path, index_file: Path, settle: Settle) -> None:
    with pool(1) as process, ThreadPoolExecutor(1) as thread:
        beside = _Beside(ledger, lines, index_file, process, lambda file: thread.submit(_load, store, file))
        if not (verdicts.have_changed(ledger) or ledger.one("SELECT 1 FROM decision")):
            beside.own = thread.submit(_load_own, store, process, ledger.folder, _waiting(ledger), lines)
        settle(beside.contents)
        with ledger.snapshot():
            beside.rest()
            _load_meta(ledger, store)
    store.flush()


def _waiting(ledger: Ledger) -> list[int]:
    return [n for (n,) in ledger.rows("SELECT n FROM version WHERE state = 0 ORDER BY n")]


def _load_own(store: Store, process: Executor, graph: Path, articles: list[int], lines: Path) -> None:
    """Write and load what follows from the records of articles alone; nobody decided anything about them."""
    size = BULK // (_LINES["article"] - _OF_ENTITIES) + 1
    chunks = (articles[start : start + size] for start in range(0, len(articles), size))
    tasks = ((graph, chunk, lines / f"own{number}.nq") for number, chunk in enumerate(chunks))
    for file in _results(process, _write_own, tasks, 1):
        _load(store, file)


def _write_own(graph: Path, articles: list[int], file: Path) -> Path:
    with open_ledger(graph) as ledger, file.open("w", encoding="utf-8", newline="\n") as lines:
        for n in articles:
            lines.write(block(article_part(ledger.resolved_as(n, _Anybody())), ledger.base, of_record))
    return file


class _Anybody(dict[str, str]):
    """An entity map for what does not depend on it."""

    def __missing__(self, local: str) -> str:
        return local


class _Beside:
    """What is written by a process and loaded by a thread while a ledger settles, and behind that."""

    def __init__(self, ledger: Ledger, lines: Path, index_file: Path, process: Executor, load: _Submit) -> None:
        self._ledger, self._lines, self._index = ledger, lines, index_file
        self._process, self._submit = process, load
        self._loads: deque[Future[None]] = deque()
        self._has_articles = False
        self.own: Future[None] | None = None  # what follows from records alone, if that is loaded before

    def contents(self, given: Given) -> Iterator[Content]:
        """What articles say, each when it is written."""
        self._has_articles = True
        chunks = enumerate(iter(lambda: list(islice(given, _CHUNK)), []))
        in_file = BULK // (_CHUNK * (_OF_ENTITIES if self.own else _LINES["article"])) + 1
        of = of_entities if self.own else triples
        tasks = (
            (self._ledger.folder, chunk, self._lines / f"{number // in_file}.nq", self._index, of)
            for number, chunk in chunks
        )
        full: Path | None = None
        for file, found in _results(self._process, _write_articles, tasks, _AHEAD):
            if full and file != full:
                self._load(full)
            full = file
            yield from found
        if full:
            self._load(full)

    def _load(self, file: Path) -> None:
        self._loads.append(self._submit(file))
        while len(self._loads) > _UNLOADED:
            self._loads.popleft().result()

    def rest(self) -> None:
        """Write and load what is not loaded yet."""
        named = (each for each in every(self._ledger) if each[0] != "article" or not self._has_articles)
        batches = enumerate(_batches(named))
        tasks = ((self._ledger.folder, batch, self._lines / f"rest{n}.nq", self._index) for n, batch in batches)
        for file in _results(self._process, _write_from, tasks, _TOGETHER):
            self._load(file)
        self._process.submit(_finish, self._index, _state(self._ledger)).result()
        if self.own:
            self.own.result()
        while self._loads:
            self._loads.popleft().result()


def _write_articles(
    graph: Path, chunk: list[tuple[int, dict[str, str]]], file: Path, index_file: Path, of: Of
) -> tuple[Path, list[Content]]:
    with open_ledger(graph) as ledger:
        articles = [(n, ledger.resolved_as(n, entities)) for n, entities in chunk]
        _write_parts((article_part(article) for _, article in articles), ledger.base, file, _making(index_file), of)
        return file, [content(n, article) for n, article in articles]
