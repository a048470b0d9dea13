"""Second phase of a build: what came in becomes current, all at once.

Who is who is worked out again for the blocks of names that were touched, uris are minted, and every edge, title and
description that depends on something touched is computed anew from what supports it. Readers see the ledger as it was
until the end; killed before, the next run does it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import msgspec

from kg.ledger import bearers, copies, derive, describe, identify, listing, quotes, relate, verdicts
from kg.ledger.derive import Contents
from kg.ledger.ledger import Ledger
from kg.ledger.marks import changed, clear, flush, touch
from kg.ledger.pack import pack_clusters, unpack_clusters, unpack_record, unpack_words
from kg.resolve import clusters


class Settled(msgspec.Struct, frozen=True):
    """What a settlement did: articles that became current, articles withdrawn, and the number of the last change."""

    articles: int
    withdrawn: int
    seq: int


def settle(ledger: Ledger, withdraw: Iterable[str] = (), contents: Contents | None = None) -> Settled:
    """Make what waits current and withdraw the articles of some keys; where there is nothing to do, nothing changes.

    `contents` may work out what articles say, in a process of its own.
    """
    leaving = [row for key in withdraw for row in ledger.rows(f"{_CURRENT} WHERE key = ? AND state = 1", key)]
    waiting = ledger.one("SELECT 1 FROM version WHERE state = 0")
    again = ledger.setting("derive")  # since a migration
    if not (leaving or waiting or again or verdicts.have_changed(ledger) or listing.have_changed(ledger)):
        return Settled(0, 0, ledger.seq)
    with ledger.transaction():
        clear(ledger)
        for row in leaving:
            _leave(ledger, row)
        arrived = _arrive(ledger)
        if again:
            _derive_again(ledger)
        verdicts.apply(ledger)
        listing.apply(ledger)
        for step in _steps(contents):
            flush(ledger)
            step(ledger)
    return Settled(arrived, len(leaving), ledger.seq)


_CURRENT = "SELECT n, key, hash, path, domain FROM version"


def _arrive(ledger: Ledger) -> int:
    waiting = list(ledger.rows("SELECT n, key FROM version WHERE state = 0 ORDER BY key"))
    for n, key in waiting:
        left = list[_Left]()
        for row in list(ledger.rows(f"{_CURRENT} WHERE key = ? AND state = 1", key)):
            left = _leave(ledger, row, successor=n)
        _enter(ledger, n, key, left)
    ledger.connection.execute("DELETE FROM arrived")
    return len(waiting)


def _derive_again(ledger: Ledger) -> None:
    run = ledger.connection.execute
    touch(ledger, "article", [n for (n,) in run("SELECT n FROM version WHERE state = 1").fetchall()])
    run("DELETE FROM setting WHERE name = 'derive'")


class _Left(msgspec.Struct, frozen=True):
    """A cluster of an article that leaves: which entity and part it was, and what both depend on.

    `same` says whether they depend on nothing else that changed with the article.
    """

    entity: int
    part: int | None
    block: str
    type: str
    name: str
    depends: tuple[object, ...]
    same: bool


def _leave(ledger: Ledger, row: tuple[Any, ...], successor: int | None = None) -> list[_Left]:
    """Take an article out; without a successor its clusters' blocks and entities are touched, else they are handed on."""
    n, key, digest, path, domain = row
    run = ledger.connection.execute
    follows = run(_SUCCESSOR, (n, successor)).fetchone()
    as_before = follows and follows[1]
    left = [
        _Left(entity, part, where, kind, name, tuple(depends), bool(as_before and not masked))
        for entity, part, where, kind, name, masked, *depends in run(_LEFT, (n,)).fetchall()
    ]
    derive.forget(ledger, n)
    run("DELETE FROM judged WHERE article = ?", (n,))
    copies.leave(ledger, n)
    run("DELETE FROM cluster WHERE article = ?", (n,))
    if not follows:
        _touch(ledger, left)
    if not follows or follows[0] != digest:
        run("INSERT OR IGNORE INTO replaced VALUES (?, ?)", (key, digest))
    run("DELETE FROM version WHERE n = ?", (n,))
    changed(ledger, "article", [path])
    changed(ledger, "publisher", [domain and f"publisher/{domain}"])
    return left


# The hash of a successor, and whether it has the same place among others and comes from the same version of kabargraph,
# which tells who is who.
_SUCCESSOR = (
    "SELECT s.hash, s.published IS v.published AND s.extractor = v.extractor FROM version v, version s"
    " WHERE v.n = ? AND s.n = ?"
)
_LEFT = "SELECT entity, part, block, type, name, masked, names, start, place, within, context FROM cluster WHERE article = ?"


def _touch(ledger: Ledger, left: Iterable[_Left]) -> None:
    """Mark what clusters that are gone were part of, but for an area that others call so, too: it stays what it is."""
    told = ledger.one("SELECT 1 FROM decision UNION ALL SELECT 1 FROM listed")
    for cluster in left:
        in_gazetteer = cluster.block.startswith("place/")
        if not in_gazetteer:
            touch(ledger, "block", [cluster.block])
        if told or not (in_gazetteer and _is_called(ledger, cluster)):
            touch(ledger, "entity", [cluster.entity])


def _is_called(ledger: Ledger, cluster: _Left) -> bool:
    """Whether an area with an official name has other clusters with the same names."""
    if not describe.is_official(cluster.block.removeprefix("place/")):
        return False
    names = cluster.depends[0]
    return ledger.one("SELECT 1 FROM cluster WHERE entity = ? AND names = ? LIMIT 1", cluster.entity, names) is not None


def _enter(ledger: Ledger, n: int, key: str, left: list[_Left]) -> None:
    """Let an article become current. A cluster that its former version had, too, stays what it was."""
    run = ledger.connection.execute
    run("UPDATE version SET state = 1 WHERE n = ?", (n,))
    (domain,) = run("SELECT domain FROM version WHERE n = ?", (n,)).fetchone()
    copies.enter(ledger, n)
    former = {(each.type, each.name): each.entity for each in reversed(left)}
    same = {(each.block, each.type, each.name, *each.depends): each for each in left if each.same}
    rows: list[tuple[object, ...]] = []
    for local, where, kind, name, *depends in unpack_clusters(_clusters(ledger, n, key)):
        stays = same.pop((where, kind, name, *depends), None)
        if stays:
            left.remove(stays)
        else:
            touch(ledger, "block", [where])
        entity, part = (stays.entity, stays.part) if stays else (former.get((kind, name)), None)
        rows.append((n, local, entity, part, where, kind, name, *depends))
    ledger.connection.executemany(f"INSERT INTO cluster VALUES ({', '.join('?' * 12)}, 0)", rows)
    _touch(ledger, left)
    touch(ledger, "article", [n])
    changed(ledger, "publisher", [domain and f"publisher/{domain}"])


def _clusters(ledger: Ledger, n: int, key: str) -> bytes:
    """The clusters that came with an article; worked out, if an earlier version of kabargraph took it in."""
    row = ledger.one("SELECT clusters FROM arrived WHERE article = ?", n)
    if row:
        return bytes(row[0])
    record, text = ledger.one("SELECT record, text FROM version WHERE n = ?", n)
    return pack_clusters(clusters(unpack_record(record), unpack_words(text)), key)


# Which keys of each kind are there now: what is marked and not among them leaves a tombstone.
_PRESENT = {
    "publisher": "SELECT 1 FROM version WHERE domain = substr(:path, 11) AND state = 1",
    "entity": "SELECT 1 FROM entity WHERE path = :path AND live = 1 AND merged IS NULL",
    "redirect": "SELECT 1 FROM entity WHERE path = :path AND merged IS NOT NULL",
    "quote": "SELECT 1 FROM quote WHERE path = :path",
    "relation": "SELECT 1 FROM relation WHERE path = :path",
    "article": "SELECT 1 FROM version WHERE path = :path AND state = 1",
    "links": "SELECT 1 FROM saying WHERE path = :path AND quote IS NOT NULL"
    " UNION ALL SELECT 1 FROM version WHERE path = :path AND state = 1 AND copy_of IS NOT NULL",
}


def _log(ledger: Ledger) -> None:
    """Number the changes: descriptions first, then what refers to them."""
    run = ledger.connection.execute
    changed(ledger, "article", (path for (path,) in run(_TOUCHED_ARTICLES).fetchall()))
    flush(ledger)
    seq = ledger.seq
    for kind, present in _PRESENT.items():
        for (path,) in run("SELECT path FROM touched_key WHERE kind = ? ORDER BY path", (kind,)).fetchall():
            seq += 1
            deleted = run(present, {"path": path}).fetchone() is None
            run("INSERT OR REPLACE INTO change VALUES (?, ?, ?, ?)", (kind, path, seq, deleted))


def _steps(contents: Contents | None) -> tuple[Callable[[Ledger], None], ...]:
    return (
        verdicts.mask_new,
        bearers.part,
        identify.identify,
        partial(derive.derive, contents=contents),
        copies.group,
        relate.relate,
        describe.describe,
        quotes.group,
        _log,
    )


_TOUCHED_ARTICLES = "SELECT path FROM touched_article CROSS JOIN version USING (n)"
