"""Which entity of the corpus each cluster is: every bearer that was touched has one, and uris are minted for new ones.

Of the entities that a group's clusters were before, the one minted first survives and the others become redirects to
it. An entity whose clusters part goes with its anchor, the mention that its uri was made of.
"""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from sys import intern
from typing import Any

import msgspec

from kg.gazetteer import area, chain
from kg.ledger.ledger import Ledger
from kg.ledger.marks import changed, touch
from kg.masking import Pattern, hide
from kg.resolve.minting import entity_path


class _Seat(msgspec.Struct, frozen=True):
    """A cluster of a group: its row in the ledger, the entity that it was, and what its uri would be made of."""

    article: int
    local: str
    entity: int | None
    key: str
    published: str
    type: str
    name: str
    start: int
    place: str | None
    masked: int

    @property
    def order(self) -> tuple[str, str, int, str]:
        """Uris are minted in this order."""
        return self.published, self.key, self.start, self.local


_Group = list[_Seat]

_MEMBERS = """
WITH RECURSIVE tree (root, part) AS (
    SELECT n, n FROM touched_root UNION ALL SELECT tree.root, p.n FROM tree CROSS JOIN part p ON p.target = tree.part
)
SELECT tree.root, c.article, c.local, c.entity, v.key, coalesce(v.published, ''), c.type, c.name, c.start, c.place,
       c.masked
FROM tree CROSS JOIN cluster c ON c.part = tree.part JOIN version v ON v.n = c.article
ORDER BY tree.root, coalesce(v.published, ''), v.key, c.start, c.local
"""


def identify(ledger: Ledger) -> None:
    """Give every cluster of the touched bearers its entity; mark the entities and articles that this changes."""
    _areas(ledger)
    groups = [[_seat_of(row) for row in rows] for _, rows in groupby(ledger.rows(_MEMBERS), key=lambda row: row[0])]
    groups.sort(key=lambda group: group[0].order)
    claims = _claims(ledger, groups)
    hidden = ledger.hidden
    moves: _Moves = []
    for index, group in enumerate(groups):
        entity = _entity(ledger, group, claims[index], hidden, moves)
        _settle(ledger, group, entity, moves)
        _merge(ledger, claims[index], entity)
        if len(moves) > _TOGETHER:
            _move(ledger, moves)
    _move(ledger, moves)


def _areas(ledger: Ledger) -> None:
    """Places with a code of the gazetteer are the area of that code, without further ado."""
    run = ledger.connection.execute
    for (block,) in run("SELECT block FROM touched_block WHERE block GLOB 'place/*' ORDER BY block").fetchall():
        code = block.removeprefix("place/")
        if area(code):
            number = place(ledger, code)
            rows = run(
                "SELECT article, entity FROM cluster WHERE block = ? AND entity IS NOT ?", (block, number)
            ).fetchall()
            run("UPDATE cluster SET entity = ? WHERE block = ? AND entity IS NOT ?", (number, block, number))
            touch(ledger, "entity", [number, *(entity for _, entity in rows)])
            touch(ledger, "article", (article for article, _ in rows))


def _seat_of(row: tuple[Any, ...]) -> _Seat:
    """A row of `_MEMBERS`; what many seats share is kept once, for all groups are held together to be put in order."""
    _, article, local, entity, key, published, kind, *more = row
    return _Seat(article, intern(local), entity, intern(key), intern(published), intern(kind), *more)


def _claims(ledger: Ledger, groups: list[_Group]) -> defaultdict[int, list[int]]:
    """For each group the entities that go with it, in the order of minting."""
    votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    anchors: dict[tuple[str, int, str], int] = {}
    for index, group in enumerate(groups):
        for seat in group:
            anchors[seat.key, seat.start, seat.type] = index
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


_Moves = list[tuple[int, int, str]]
"""Clusters that go to another entity, and wait to be written: entity, article and local id."""
_TOGETHER = 5_000


def _move(ledger: Ledger, moves: _Moves) -> None:
    ledger.connection.executemany("UPDATE cluster SET entity = ? WHERE article = ? AND local = ?", moves)
    moves.clear()


def _entity(ledger: Ledger, group: _Group, claimed: list[int], hidden: Pattern | None, moves: _Moves) -> int:
    first = group[0]
    if any(seat.masked for seat in group):
        return _masked(ledger, first, claimed)
    minted = [n for n in claimed if not _fixed(ledger, n) and not _tells(ledger, n)]
    return _revived(ledger, minted[0]) if minted else _mint(ledger, first, hidden, moves)


def _masked(ledger: Ledger, seat: _Seat, claimed: list[int]) -> int:
    """An entity under a random uri, for a person whose name must not be told."""
    for n in claimed:
        if ledger.one("SELECT masked FROM entity WHERE n = ?", n)[0]:
            return _revived(ledger, n)
    number = _insert(ledger, f"{seat.type.lower()}/disamarkan-{secrets.token_hex(8)}", seat)
    ledger.connection.execute("UPDATE entity SET masked = 1, anchor_start = NULL WHERE n = ?", (number,))
    return number


def _tells(ledger: Ledger, entity: int) -> bool:
    """Whether the uri of an entity tells a masked name, or hides one that is masked no longer."""
    path, masked = ledger.one("SELECT path, masked FROM entity WHERE n = ?", entity)
    hidden = ledger.hidden
    return bool(masked or (hidden and hidden.found_in(path)))


def _fixed(ledger: Ledger, entity: int) -> bool:
    """Whether an entity is an area of the gazetteer, which no name without a code can take over."""
    return ledger.one("SELECT place FROM entity WHERE n = ? AND anchor_key IS NULL", entity) is not None


def _mint(ledger: Ledger, seat: _Seat, hidden: Pattern | None, moves: _Moves) -> int:
    nth = 0
    while True:
        path = entity_path(seat.type, hide(hidden, seat.name), seat.key, seat.start, nth)
        fresh = _insert(ledger, path, seat)
        if fresh:
            return fresh
        _move(ledger, moves)
        (n,) = ledger.one("SELECT n FROM entity WHERE path = ?", path)
        if _free(ledger, n):
            return _revived(ledger, n)
        nth += 1


def _free(ledger: Ledger, entity: int) -> bool:
    """Whether a path that was minted before has no clusters now, so that it comes back to life."""
    return ledger.one("SELECT 1 FROM cluster WHERE entity = ?", entity) is None


def _revived(ledger: Ledger, entity: int) -> int:
    """An entity that another took the place of stands for itself again."""
    if ledger.one("SELECT 1 FROM entity WHERE n = ? AND merged IS NOT NULL", entity):
        ledger.connection.execute("UPDATE entity SET merged = NULL WHERE n = ?", (entity,))
        changed(ledger, "redirect", [_path(ledger, entity)])
    return entity


def _insert(ledger: Ledger, path: str, seat: _Seat) -> int:
    """The number of a new entity, 0 if there is one of this path."""
    cursor = ledger.connection.execute(
        "INSERT INTO entity (path, type, name, anchor_key, anchor_start, live) VALUES (?, ?, ?, ?, ?, 0)"
        " ON CONFLICT (path) DO NOTHING",
        (path, seat.type, seat.name, seat.key, seat.start),
    )
    return int(cursor.lastrowid or 0) if cursor.rowcount else 0


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


def _settle(ledger: Ledger, group: _Group, entity: int, moves: _Moves) -> None:
    touch(ledger, "entity", [entity])
    moved = [seat for seat in group if seat.entity != entity]
    moves += ((entity, seat.article, seat.local) for seat in moved)
    touch(ledger, "article", (seat.article for seat in moved))
    touch(ledger, "entity", (seat.entity for seat in moved))


def _merge(ledger: Ledger, claimed: list[int], survivor: int) -> None:
    for loser in claimed:
        if loser != survivor and _tells(ledger, loser):
            _erase(ledger, loser)
        elif loser != survivor and not _fixed(ledger, loser):
            ledger.connection.execute("UPDATE entity SET merged = ?, live = 0 WHERE n = ?", (survivor, loser))
            changed(ledger, "redirect", [_path(ledger, n) for n in _led_to(ledger, loser)])
            touch(ledger, "entity", [loser])


def _erase(ledger: Ledger, entity: int) -> None:
    """Nothing leads from the old uris of a masked person to the new one."""
    run = ledger.connection.execute
    for n in list(_led_to(ledger, entity)):
        path = _path(ledger, n)
        changed(ledger, "entity", [path])
        changed(ledger, "redirect", [path])
        run("DELETE FROM lookup WHERE entity = ?", (n,))
        run("DELETE FROM entity WHERE n = ?", (n,))
        run("DELETE FROM touched_entity WHERE n = ?", (n,))


def _led_to(ledger: Ledger, entity: int) -> Iterator[int]:
    """The entity and all that redirect to it."""
    yield entity
    for (n,) in ledger.rows("SELECT n FROM entity WHERE merged = ?", entity):
        yield from _led_to(ledger, n)


def _path(ledger: Ledger, entity: int) -> str:
    return str(ledger.one("SELECT path FROM entity WHERE n = ?", entity)[0])
