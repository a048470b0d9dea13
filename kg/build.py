"""Building a graph: documents are extracted and stored as they come, then everything becomes current at once.

    build(read_documents(["news.jsonl"], report=print), "news.kg")

A build can be killed at any point and run again; what was stored is not extracted twice.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from importlib.metadata import entry_points
from itertools import chain, islice
from pathlib import Path
from typing import Any

import msgspec

from kg.documents.keys import canonical_url
from kg.errors import GraphError, RecordError
from kg.gate import gate
from kg.ledger import Ledger, listing, open_ledger
from kg.ledger.intake import Arrival, Intake, Kept, Standing, extractor_name, kept
from kg.ledger.settle import settle
from kg.model import Document, Listed, Record, Span
from kg.processes import pool

Progress = Callable[[str, int, int | None], None]
"""Told the step ("read", "extract", "resolve", "load"), how many are done, and of how many (None: not known)."""

_Outcome = tuple[Arrival, Kept | str]
_Extract = Callable[[list[tuple[str, Document]]], list[Kept | str]]
_CHUNK = 32
_TRIES = 3


class Built(msgspec.Struct, frozen=True):
    """What a build did, in articles; `changes` is the number of keys that the embedded store was told."""

    read: int
    new: int
    edited: int
    stale: int
    same: int
    left_out: int
    refused: tuple[str, ...]
    changes: int


class _Count:
    def __init__(self) -> None:
        self.read = 0
        self.by_standing: dict[Standing, int] = {}
        self.refused: list[str] = []


def build(
    documents: Iterable[Document],
    graph: str | Path,
    *,
    base: str | None = None,
    wait: float = 0,
    workers: int | None = None,
    keep_text: bool = True,
    store: bool = True,
    names: Iterable[Listed] | None = None,
    progress: Progress | None = None,
) -> Built:
    """Extract the documents, store what is new or edited in the folder `graph`, and bring its store up to date.

    `workers` processes extract (as many as there are cores unless given; 0: this one); without `store` only the ledger
    is written, and the next build or load brings the store up to date. `names` are found in the texts whatever the
    tagger says, and joined with their aliases; they take the place of those of earlier builds, which stay if none are
    given. Raises GraphError if the folder cannot be written or belongs to another program.
    """
    with open_ledger(graph, write=True, base=base, wait=wait) as ledger:
        if names is not None:
            listing.write(ledger, names)
        listed = listing.read(ledger)
        count = _Count()
        intake = Intake(ledger, _current_extractor(listed))
        arrivals = _sift(documents, intake, count, progress)
        extract = partial(extract_chunk, listed=listed, keep_text=keep_text)
        for chunk in _extracted(arrivals, os.cpu_count() or 1 if workers is None else workers, extract):
            _store(intake, chunk, count)
        return _finish(ledger, count, progress, store)


def _current_extractor(listed: tuple[Listed, ...]) -> Callable[[Document], str]:
    """What would extract a document now: another, if names of the list stand in its text."""
    from kg.extract import extractor, extractor_of
    from kg.extract.listed import finder

    plain, known = extractor_name(extractor()), finder(listed)
    return lambda document: extractor_name(extractor_of(document, known)) if known else plain


def _always(extractor: str, _: Document) -> str:
    return extractor


def build_records(
    records: Iterable[tuple[Document, Record]],
    graph: str | Path,
    *,
    base: str | None = None,
    wait: float = 0,
    keep_text: bool = True,
    names: Iterable[Listed] | None = None,
    progress: Progress | None = None,
) -> Built:
    """Store records that somebody else extracted, each with its document; see `build`."""
    with open_ledger(graph, write=True, base=base, wait=wait) as ledger:
        if names is not None:
            listing.write(ledger, names)
        count = _Count()
        for document, record in records:
            made_by = extractor_name(record.extractor)
            intake = Intake(ledger, partial(_always, made_by))
            for arrival in _sift([document], intake, count, progress):
                found = _gated(document, record, ())
                outcome = found if isinstance(found, str) else kept(document, arrival.key, found, keep_text=keep_text)
                _store(intake, [(arrival, outcome)], count)
        return _finish(ledger, count, progress)


def paired(documents: Iterable[Document], records: Iterable[Record]) -> Iterator[tuple[Document, Record]]:
    """Documents with the records that somebody extracted from them, by the articles' ids, for `build_records`.

    Documents without a record are left out. Raises RecordError for a record without a document.
    """
    by_id = {record.article.id: record for record in records}
    for document in documents:
        record = by_id.pop(document.id, None)
        if record:
            yield document, record
    for name in by_id:
        raise RecordError(f"there is a record of article {name!r}, but not the article; name its file as well")


def read_records(file: str | Path) -> Iterator[Record]:
    """The records of a JSON Lines file as `kg extract` writes it.

    Raises RecordError, with the number of the line, for what is no record, and if the file cannot be read.
    """
    try:
        with open(file, "rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _record(line, f"{file}, line {number}")
    except OSError as error:
        raise RecordError(f"{file} cannot be read: {error.strerror}") from None


def _record(line: bytes, place: str) -> Record:
    try:
        return _decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError(f"{place} is no record ({error}); write it as kg extract does") from None


def _sift(documents: Iterable[Document], intake: Intake, count: _Count, progress: Progress | None) -> Iterator[Arrival]:
    """The documents that must be extracted."""
    for document in documents:
        arrival = intake.arrival(document)
        count.read += 1
        count.by_standing[arrival.standing] = count.by_standing.get(arrival.standing, 0) + 1
        if progress:
            progress("read", count.read, None)
        if arrival.standing in ("new", "edited", "stale"):
            yield arrival


def _store(intake: Intake, extracted: Iterable[_Outcome], count: _Count) -> None:
    count.refused += [outcome for _, outcome in extracted if isinstance(outcome, str)]
    intake.put((arrival, outcome) for arrival, outcome in extracted if isinstance(outcome, Kept))


def _finish(ledger: Ledger, count: _Count, progress: Progress | None, store: bool = True) -> Built:
    if progress:
        progress("resolve", 0, None)
    if store:
        changes = load(ledger, "embedded", progress=progress, settle=partial(settle, ledger, ()))
    else:
        settle(ledger)
        changes = 0
    of = count.by_standing
    return Built(
        read=count.read,
        new=of.get("new", 0),
        edited=of.get("edited", 0),
        stale=of.get("stale", 0),
        same=of.get("same", 0),
        left_out=of.get("replaced", 0) + of.get("duplicate", 0),
        refused=tuple(count.refused),
        changes=changes,
    )


def forget(keys: Iterable[str], graph: str | Path, *, wait: float = 0) -> tuple[str, ...]:
    """Withdraw articles, by key, address, id or uri, with everything that only they support; the keys that went.

    Their present versions do not come back by being read again. Raises GraphError for what names no article.
    """
    with open_ledger(graph, write=True, wait=wait) as ledger:
        found = tuple(dict.fromkeys(key for name in keys for key in _keys(ledger, name)))
        settle(ledger, withdraw=found)
        load(ledger, "embedded")
        return found


def _keys(ledger: Ledger, name: str) -> list[str]:
    path = ledger.path_of(name)
    found = [
        key
        for (key,) in ledger.rows(
            "SELECT key FROM version WHERE state = 1 AND (key = ? OR key = ? OR path = ? OR id = ?) ORDER BY key",
            name,
            canonical_url(name) or name,
            path,
            name,
        )
    ]
    if not found:
        raise GraphError(f"no article {name!r} in {ledger.folder}; name its key, address, id or uri")
    return found


def load(ledger: Ledger, loader: str, *target: str, progress: Progress | None = None, **options: Any) -> int:
    """Bring a target up to date by the loader of that name (entry points `kg.loaders`); how many changes it was told."""
    told = (lambda done, of: progress("load", done, of)) if progress else None
    return int(_loader(loader)(ledger, *target, progress=told, **options))


@cache
def _loader(name: str) -> Callable[..., int]:
    found = entry_points(group="kg.loaders", name=name)
    if not found:
        raise GraphError(f"there is no loader {name!r}; install kabargraph again, or the package that brings it")
    run: Callable[..., int] = next(iter(found)).load()
    return run


# ------------------------------------------------------------------ extraction on several cores


def _extracted(arrivals: Iterator[Arrival], workers: int, extract: _Extract) -> Iterator[list[_Outcome]]:
    """Chunks of arrivals with what is kept of them, or with why they were refused; in any order."""
    chunks = iter(lambda: list(islice(arrivals, _CHUNK)), [])
    first = next(chunks, None)
    if first is None:
        return
    if workers < 2 or len(first) < _CHUNK:
        for chunk in chain([first], chunks):
            yield list(zip(chunk, extract(_named(chunk)), strict=True))
        return
    yield from _pooled(chain([first], chunks), workers, extract)


def _named(chunk: list[Arrival]) -> list[tuple[str, Document]]:
    return [(arrival.key, arrival.document) for arrival in chunk]


def _pooled(chunks: Iterator[list[Arrival]], workers: int, extract: _Extract) -> Iterator[list[_Outcome]]:
    """Chunks are handed to a pool of processes; those of a pool that breaks are handed to the next one."""
    waiting: list[list[Arrival]] = []
    for _ in range(_TRIES):
        with pool(workers) as processes:
            try:
                yield from _through(processes, extract, chain(waiting.copy(), chunks), workers, waiting)
                return
            except BrokenProcessPool:
                continue
    raise GraphError("the processes that extract are killed again and again; free memory, or build with --workers 0")


def _through(
    processes: Executor,
    extract: _Extract,
    chunks: Iterator[list[Arrival]],
    workers: int,
    waiting: list[list[Arrival]],
) -> Iterator[list[_Outcome]]:
    waiting.clear()
    running: dict[Future[list[Kept | str]], list[Arrival]] = {}
    for chunk in chunks:
        waiting.append(chunk)
        running[processes.submit(extract, _named(chunk))] = chunk
        if len(running) >= workers * 3:
            yield from _done(running, waiting)
    while running:
        yield from _done(running, waiting)


def _done(
    running: dict[Future[list[Kept | str]], list[Arrival]], waiting: list[list[Arrival]]
) -> Iterator[list[_Outcome]]:
    for future in wait_for(running, return_when=FIRST_COMPLETED).done:
        outcomes = future.result()
        chunk = running.pop(future)
        waiting.remove(chunk)
        yield list(zip(chunk, outcomes, strict=True))


def extract_chunk(
    documents: list[tuple[str, Document]], *, listed: tuple[Listed, ...] = (), keep_text: bool = True
) -> list[Kept | str]:
    """What is kept of some documents, given with their keys, as the gate lets them pass; or why one was refused."""
    from kg.extract import extract_article
    from kg.extract.boilerplate import skipped
    from kg.extract.listed import finder

    known = finder(listed)

    def extracted(key: str, document: Document) -> Kept | str:
        try:
            record = _gated(document, extract_article(document, known_names=known), skipped(document.text))
            return record if isinstance(record, str) else kept(document, key, record, keep_text=keep_text)
        except Exception as error:  # a fault of the extractor costs one article, not the build
            return f"article {document.id}: cannot be extracted ({type(error).__name__}: {error}); please report it"

    return [extracted(key, document) for key, document in documents]


def _gated(document: Document, record: Record, skipped: tuple[Span, ...]) -> Record | str:
    try:
        return gate(record, document.text, skipped)
    except RecordError as error:
        return str(error)


_decode = msgspec.json.Decoder(Record).decode
