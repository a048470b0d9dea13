"""Which entity of the corpus each cluster is: blocks that were touched are partitioned again, and uris are minted.

Of the entities that a group's clusters were before, the one minted first survives and the others become redirects to
it. An entity whose clusters part goes with its anchor, the mention that its uri was made of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import msgspec

from kg.gazetteer import area, chain
from kg.ledger.ledger import Ledger
from kg.ledger.marks import changed, touch
from kg.resolve import Cluster, Member, partition
from kg.resolve.minting import entity_path


class _Seat(msgspec.Struct, frozen=True):
    """Where a member sits in the ledger: its row, and the entity that it was."""

    article: int
    local: str
    entity: int | None


_Group = list[tuple[_Seat, Member]]

_MEMBERS = """
SELECT c.block, c.article, c.local, c.entity, v.key, coalesce(v.published, ''), c.type, c.name, c.names, c.start, c.place,
       c.within, c.context
FROM touched_block t JOIN cluster c ON c.block = t.block JOIN version v ON v.n = c.article
ORDER BY c.block, coalesce(v.published, ''), v.key, c.start, c.local
"""


def identify(ledger: Ledger) -> None:
    """Give every cluster of the touched blocks its entity; mark the entities and articles that this changes."""
    groups = [group for _, rows in groupby(ledger.rows(_MEMBERS), key=lambda row: row[0]) for group in _groups(rows)]
    groups.sort(key=lambda group: _order(group[0][1]))
    claims = _claims(ledger, groups)
    for index, group in enumerate(groups):
        entity = _entity(ledger, group, claims[index])
        _seat(ledger, group, entity)
        _merge(ledger, claims[index], entity)


def _groups(rows: Iterator[tuple[Any, ...]]) -> list[_Group]:
    seats = {}
    members = []
    for row in rows:
        member, seat = _member(row)
        seats[id(member)] = seat
        members.append(member)
    return [[(seats[id(m)], m) for m in group] for group in partition(members)]


def _member(row: tuple[Any, ...]) -> tuple[Member, _Seat]:
    _, article, local, entity, key, published, kind, name, names, start, place, within, context = row
    cluster = Cluster(local, kind, name, _names(names), start, place, within, *_context(context))
    return Member(key, published, cluster), _Seat(article, local, entity)


_Keys = tuple[str, ...]
_names = msgspec.json.Decoder(_Keys).decode
_context = msgspec.json.Decoder(tuple[_Keys, _Keys, _Keys]).decode


def _order(member: Member) -> tuple[str, str, int, str]:
    return member.published, member.article, member.cluster.start, member.cluster.local


def _claims(ledger: Ledger, groups: list[_Group]) -> defaultdict[int, list[int]]:
    """For each group the entities that go with it, in the order of minting."""
    votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    anchors: dict[tuple[str, int, str], int] = {}
    for index, group in enumerate(groups):
        for seat, member in group:
            anchors[member.article, member.cluster.start, member.cluster.type] = index
            if seat.entity is not None:
                votes[seat.entity][index] += 1
    claims: defaultdict[int, list[int]] = defaultdict(list)
    for entity in sorted(votes):
        kind, key, start = ledger.one("SELECT type, anchor_key, anchor_start FROM entity WHERE n = ?", entity)
        claims[_home(votes[entity], anchors.get((key, start, kind)))].append(entity)
    return claims


def _home(votes: Counter[int], anchor: int | None) -> int:
    """The group that an entity goes with: its anchor's, else the one with most of its clusters."""
    return anchor if anchor is not None and anchor in votes else min(votes, key=lambda index: (-votes[index], index))


def _entity(ledger: Ledger, group: _Group, claimed: list[int]) -> int:
    first = group[0][1]
    if first.cluster.place and area(first.cluster.place):
        return place(ledger, first.cluster.place)
    minted = [n for n in claimed if not _fixed(ledger, n)]
    return minted[0] if minted else _mint(ledger, first)


def _fixed(ledger: Ledger, entity: int) -> bool:
    """Whether an entity is an area of the gazetteer, which no name without a code can take over."""
    return ledger.one("SELECT place FROM entity WHERE n = ? AND anchor_key IS NULL", entity) is not None


def _mint(ledger: Ledger, member: Member) -> int:
    cluster, nth = member.cluster, 0
    while True:
        path = entity_path(cluster.type, cluster.name, member.article, cluster.start, nth)
        row = ledger.one("SELECT n, live FROM entity WHERE path = ?", path)
        if row is None:
            return _insert(ledger, path, cluster, member.article)
        if _free(ledger, row[0]):
            return int(row[0])
        nth += 1


def _free(ledger: Ledger, entity: int) -> bool:
    """Whether a path that was minted before has no clusters now, so that it comes back to life."""
    return ledger.one("SELECT 1 FROM cluster WHERE entity = ?", entity) is None


def _insert(ledger: Ledger, path: str, cluster: Cluster, article: str) -> int:
    cursor = ledger.connection.execute(
        "INSERT INTO entity (path, type, name, anchor_key, anchor_start, live) VALUES (?, ?, ?, ?, ?, 0)",
        (path, cluster.type, cluster.name, article, cluster.start),
    )
    return int(cursor.lastrowid or 0)


def place(ledger: Ledger, code: str) -> int:
    """The entity of a gazetteer's area, made with all that it lies within if it is not there."""
    within = None
    for found in reversed(list(chain(code))):
        row = ledger.one("SELECT n, live FROM entity WHERE path = ?", found.path)
        if row is None:
            cursor = ledger.connection.execute(
                "INSERT INTO entity (path, type, name, place, within, live) VALUES (?, 'Place', ?, ?, ?, 0)",
                (found.path, found.name, found.code, within),
            )
            row = (cursor.lastrowid, 0)
        if not row[1]:
            touch(ledger, "entity", [row[0]])
        within = row[0]
    return int(within or 0)


def _seat(ledger: Ledger, group: _Group, entity: int) -> None:
    run = ledger.connection.execute
    touch(ledger, "entity", [entity])
    if ledger.one("SELECT 1 FROM entity WHERE n = ? AND merged IS NOT NULL", entity):
        run("UPDATE entity SET merged = NULL WHERE n = ?", (entity,))
        changed(ledger, "redirect", [_path(ledger, entity)])
    for seat, _ in group:
        if seat.entity != entity:
            run("UPDATE cluster SET entity = ? WHERE article = ? AND local = ?", (entity, seat.article, seat.local))
            touch(ledger, "article", [seat.article])
            touch(ledger, "entity", [seat.entity])


def _merge(ledger: Ledger, claimed: list[int], survivor: int) -> None:
    for loser in claimed:
        if loser != survivor and not _fixed(ledger, loser):
            ledger.connection.execute("UPDATE entity SET merged = ?, live = 0 WHERE n = ?", (survivor, loser))
            changed(ledger, "redirect", [_path(ledger, n) for n in _led_to(ledger, loser)])
            touch(ledger, "entity", [loser])


def _led_to(ledger: Ledger, entity: int) -> Iterator[int]:
    """The entity and all that redirect to it."""
    yield entity
    for (n,) in ledger.rows("SELECT n FROM entity WHERE merged = ?", entity):
        yield from _led_to(ledger, n)


def _path(ledger: Ledger, entity: int) -> str:
    return str(ledger.one("SELECT path FROM entity WHERE n = ?", entity)[0])
