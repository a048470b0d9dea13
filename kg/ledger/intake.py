"""First phase of a build: extraction records are stored article by article as they come, for the end of the build.

What is stored here is not read by anybody until `kg.ledger.settle` makes it current.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import msgspec

from kg.days import day_bounds
from kg.documents.keys import article_key, publisher_domain, version
from kg.ledger import copies
from kg.ledger.ledger import Ledger
from kg.ledger.pack import pack_clusters, pack_record, pack_spans, pack_text
from kg.model import Article, Document, Extractor, Record
from kg.resolve import clusters
from kg.resolve.copies import Print, fingerprint
from kg.resolve.minting import article_path

Standing = Literal["new", "edited", "stale", "same", "replaced", "duplicate"]


class Arrival(msgspec.Struct, frozen=True):
    """A document with its key, the hash of its version, and what is to be done about it."""

    document: Document
    key: str
    hash: str
    standing: Standing


class Kept(msgspec.Struct, frozen=True):
    """A record as the ledger keeps it, with what follows from it and its text alone."""

    head: Article
    extractor: str
    record: bytes
    text: bytes
    print: Print | None
    clusters: bytes


def kept(document: Document, key: str, record: Record, *, keep_text: bool = True) -> Kept:
    """What is kept of a document with this key and its record: all the work of storing that needs no ledger."""
    text = document.text
    return Kept(
        record.article,
        extractor_name(record.extractor),
        pack_record(record),
        pack_text(text) if keep_text else pack_spans(text, record),
        fingerprint(text),
        pack_clusters(clusters(record, lambda span: text[span[0] : span[1]]), key),
    )


def extractor_name(extractor: Extractor | None) -> str:
    """An extractor on one line, as the ledger compares it."""
    return " ".join((extractor.name, extractor.version, extractor.hash)) if extractor else ""


class Intake:
    """One build's arrivals: what is already there is told apart from what must be extracted.

    Of two texts under one key within a build the later published wins, then the longer, then the smaller hash. Across
    builds the later build wins, but a version that was once replaced does not come back by being read again.
    """

    def __init__(self, ledger: Ledger, extractor: Callable[[Document], str]) -> None:
        """An intake of records; `extractor` names what would make that of a document now."""
        self._ledger = ledger
        self._extractor = extractor
        self._here: set[str] = set()  # keys whose current version was read in this build

    def arrival(self, document: Document) -> Arrival:
        """What a document is to this ledger. "same", "replaced" and "duplicate" need no extraction."""
        key, digest = article_key(document), version(document)
        return Arrival(document, key, digest, self._standing(document, key, digest))

    def _standing(self, document: Document, key: str, digest: str) -> Standing:
        stored = {state: (found, *more) for state, found, *more in self._ledger.rows(_STORED, key)}
        waiting, current = stored.get(0), stored.get(1)
        if current and current[0] == digest:
            self._here.add(key)
            return self._of_current(document, key, current, waiting)
        if self._ledger.one("SELECT 1 FROM replaced WHERE key = ? AND hash = ?", key, digest):
            return "replaced"
        if waiting and waiting[0] == digest:
            return _refresh(waiting[1], self._extractor(document))
        mine = _Rank(document.published, len(document.text), digest)
        if any(_rank(rival) < mine for rival in (waiting, current if key in self._here else None) if rival):
            self._reject(key, digest)
            return "duplicate"
        return "edited" if current or waiting else "new"

    def _of_current(self, document: Document, key: str, current: _Stored, waiting: _Stored | None) -> Standing:
        extractor = self._extractor(document)
        if waiting and waiting[0] != current[0]:
            return self._against_waiting(key, _rank(current), _rank(waiting), _refresh(current[1], extractor))
        return "same" if waiting and waiting[1] == extractor else _refresh(current[1], extractor)

    def _against_waiting(self, key: str, current: _Rank, waiting: _Rank, otherwise: Standing) -> Standing:
        if current < waiting:
            self._reject(key, waiting.digest)
            self._ledger.connection.execute("DELETE FROM version WHERE key = ? AND state = 0", (key,))
            return otherwise
        return "duplicate"

    def _reject(self, key: str, digest: str) -> None:
        self._ledger.connection.execute("INSERT OR IGNORE INTO replaced VALUES (?, ?)", (key, digest))

    def put(self, arrivals: Iterable[tuple[Arrival, Kept]]) -> None:
        """Store the records of some arrivals, all or none; of one key the last stored waits for the end of the build."""
        with self._ledger.transaction():
            for arrival, found in arrivals:
                self._put(arrival, found)

    def _put(self, arrival: Arrival, found: Kept) -> None:
        run = self._ledger.connection.execute
        rival = run("SELECT hash, published, size FROM version WHERE key = ? AND state = 0", (arrival.key,)).fetchone()
        mine = _Rank(found.head.published, len(arrival.document.text), arrival.hash)
        if rival and rival[0] != arrival.hash:
            theirs = _Rank(rival[1], rival[2], rival[0])
            self._reject(arrival.key, max(mine, theirs).digest)
            if theirs < mine:
                return
        run("DELETE FROM version WHERE key = ? AND state = 0", (arrival.key,))
        n = int(run(_INSERT, _row(arrival, found)).lastrowid or 0)
        run("INSERT OR REPLACE INTO arrived VALUES (?, ?)", (n, found.clusters))
        copies.keep(self._ledger, n, found.print)


def _row(arrival: Arrival, found: Kept) -> tuple[object, ...]:
    head = found.head
    return (
        arrival.key,
        0,
        arrival.hash,
        article_path(arrival.key, head),
        head.id,
        head.url,
        head.title,
        head.publisher,
        publisher_domain(head),
        head.published,
        head.language,
        head.sha256,
        found.extractor,
        len(arrival.document.text),
        found.record,
        found.text,
    )


def _refresh(extractor: str, now: str) -> Standing:
    return "same" if extractor == now else "stale"


_STORED = "SELECT state, hash, extractor, published, size FROM version WHERE key = ?"
_Stored = tuple[str, str, str | None, int]
_COLUMNS = (
    "key", "state", "hash", "path", "id", "url", "title", "publisher", "domain", "published", "language", "sha256",
    "extractor", "size", "record", "text",
)  # fmt: skip
_INSERT = f"INSERT INTO version ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


def _rank(stored: _Stored) -> _Rank:
    digest, _, published, size = stored
    return _Rank(published, size, digest)


class _Rank:
    """Which of two texts of one article counts: the smaller rank."""

    def __init__(self, published: str | None, size: int, digest: str) -> None:
        self.digest = digest
        self._told = published, size

    def __lt__(self, other: _Rank) -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[tuple[int, ...], int, str]:  # seldom asked for: most articles have no rival
        published, size = self._told
        return _descending(published), -size, self.digest


def _descending(published: str | None) -> tuple[int, ...]:
    bounds = day_bounds(published)
    moment = bounds[1] + (published or "")[10:] if bounds else ""
    return (*(-ord(letter) for letter in moment), 1)
