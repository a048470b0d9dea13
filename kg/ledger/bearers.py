"""The bearers of names: blocks that were touched fall into parts again, and parts find those that name them in full."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import count, groupby, islice
from typing import Any

import msgspec

from kg.decisions import Named
from kg.ledger import listing, verdicts
from kg.ledger.ledger import Ledger
from kg.ledger.marks import flush, touch
from kg.resolve import Cluster, Member, Profile, fuller, fullness, offers, partition, profile, wants
from kg.resolve.naming import core

_MOST_CANDIDATES = 200

_COLUMNS = (
    "c.part, v.key, coalesce(v.published, ''), c.local, c.type, c.name, c.names, c.start, c.place, c.within, c.context"
)
_ORDER = "coalesce(v.published, ''), v.key, c.start, c.local"
_COUNTED = """
SELECT t.block, count(*), min(c.article), min(c.local) FROM touched_block t CROSS JOIN cluster c ON c.block = t.block
WHERE NOT (t.block GLOB 'place/*') GROUP BY t.block ORDER BY t.block
"""
_BLOCK = f"""
SELECT c.block, c.article, {_COLUMNS} FROM cluster c JOIN version v ON v.n = c.article WHERE c.block = ? ORDER BY {_ORDER}
"""
_ALONE = "SELECT type, name, names FROM cluster WHERE article = ? AND local = ? AND part IS NULL"
_PART = f"""
SELECT c.block, c.article, {_COLUMNS} FROM cluster c JOIN version v ON v.n = c.article WHERE c.part = ? ORDER BY {_ORDER}
"""


def part(ledger: Ledger) -> None:
    """Work out the parts of the touched blocks and whom they and those around them stand for; mark their roots."""
    profiles: dict[int, Profile] = {}
    apart = _apart(ledger)
    rows: _Rows = {table: [] for table in _WRITES}
    numbers = count(ledger.one("SELECT coalesce(max(n), 0) + 1 FROM part")[0])
    for block, size, article, local in list(ledger.rows(_COUNTED)):
        alone = ledger.one(_ALONE, article, local) if size == 1 else None
        if alone:
            number = next(numbers)
            rows["part"].append((number, block))
            rows["cluster"].append((number, article, local))
            _announce(ledger, number, lean_profile(block, *alone), rows)
            touch(ledger, "part", [number])
        else:
            _part_block(ledger, list(ledger.rows(_BLOCK, block)), profiles, apart, rows, numbers)
        if sum(map(len, rows.values())) > _TOGETHER:
            _write(ledger, rows)
    _write(ledger, rows)
    _drop_empty(ledger)
    flush(ledger)
    _aim(ledger, profiles)
    _join_listed(ledger, profiles)
    _decide(ledger, profiles)
    flush(ledger)
    _mark_roots(ledger)


_WRITES = {
    "part": "INSERT INTO part (n, block) VALUES (?, ?)",
    "cluster": "UPDATE cluster SET part = ? WHERE article = ? AND local = ?",
    "offer": "INSERT OR IGNORE INTO offer VALUES (?, ?)",
    "want": "INSERT OR IGNORE INTO want VALUES (?, ?)",
}
_Rows = dict[str, list[tuple[object, ...]]]
_TOGETHER = 5_000  # rows that wait in memory


def _write(ledger: Ledger, rows: _Rows) -> None:
    for table, waiting in rows.items():
        ledger.connection.executemany(_WRITES[table], waiting)
        waiting.clear()


def _apart(ledger: Ledger) -> list[tuple[_Name, _Name]]:
    """The pairs that people decided are not the same, each by article and name."""
    decisions = verdicts.of_kind(ledger, "not_same")
    return [((d.one.article, d.one.name), (d.other.article, d.other.name)) for d in decisions if d.one and d.other]


_Name = tuple[str, str]


def _part_block(
    ledger: Ledger,
    found: list[Any],
    profiles: dict[int, Profile],
    apart: list[tuple[_Name, _Name]],
    rows: _Rows,
    numbers: Iterator[int],
) -> None:
    seats = {(row[3], row[5]): row for row in found}  # article key and local id
    taken: set[int] = set()
    for group in partition([_member(row) for row in found], apart):
        mine = [seats[m.article, m.cluster.local] for m in group]
        number = next((row[2] for row in mine if row[2] is not None and row[2] not in taken), None)
        if number is None:
            number = next(numbers)
            rows["part"].append((number, found[0][0]))
        else:
            _withdraw(ledger, number)
        taken.add(number)
        rows["cluster"] += [(number, row[1], row[5]) for row in mine if row[2] != number]
        profiles[number] = profile(group)
        _announce(ledger, number, profiles[number], rows)
        touch(ledger, "part", [number])


def _member(row: tuple[Any, ...]) -> Member:
    _, _, _, key, published, local, kind, name, names, start, place, within, context = row
    return Member(key, published, Cluster(local, kind, name, _names(names), start, place, within, *_context(context)))


_Keys = tuple[str, ...]
_names = msgspec.json.Decoder(_Keys).decode
_context = msgspec.json.Decoder(tuple[_Keys, _Keys, _Keys]).decode


def lean_profile(block: str, kind: str, name: str, names: str) -> Profile:
    """What the keys of a part depend on that is one cluster of a block, new and alone in it; not its company."""
    by_name = kind in _BLOCKED_BY_NAME and block.startswith(kind)
    own = block.removeprefix(kind + "/") if by_name else core(kind, name)
    return Profile(kind, own, 1, {own if each == name else core(kind, each): 1 for each in _names(names)}, {}, {}, {})


_BLOCKED_BY_NAME = ("Person", "Organization", "Event")


def _announce(ledger: Ledger, number: int, found: Profile, rows: _Rows) -> None:
    """Write down the keys of a part, and mark those that it offered or offers."""
    offered = sorted(_hash(key) for key in offers(found))
    rows["offer"] += [(key, number) for key in offered]
    rows["want"] += [(key, number) for key in sorted(_hash(key) for key in wants(found))]
    touch(ledger, "offer", offered)


def _withdraw(ledger: Ledger, number: int) -> None:
    run = ledger.connection.execute
    touch(ledger, "offer", [key for (key,) in run("SELECT key FROM offer WHERE part = ?", (number,))])
    run("DELETE FROM offer WHERE part = ?", (number,))
    run("DELETE FROM want WHERE part = ?", (number,))


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest()) >> 1


def _drop_empty(ledger: Ledger) -> None:
    """Parts of touched blocks that no cluster is in any longer go; those that stood for them look again."""
    run = ledger.connection.execute
    empty = run(
        "SELECT p.n FROM touched_block t CROSS JOIN part p ON p.block = t.block"
        " WHERE NOT EXISTS (SELECT 1 FROM cluster c WHERE c.part = p.n)"
    ).fetchall()
    for (number,) in empty:
        touch(ledger, "root", [_root(ledger, number)])
        touch(ledger, "part", [n for (n,) in run("SELECT n FROM part WHERE target = ?", (number,))])
        run("UPDATE part SET target = NULL WHERE target = ?", (number,))
        _withdraw(ledger, number)
        run("DELETE FROM part WHERE n = ?", (number,))


def _root(ledger: Ledger, number: int) -> int:
    target: int | None = number
    seen: set[int] = set()
    while target is not None and target not in seen:
        number = target
        seen.add(number)
        row = ledger.one("SELECT target FROM part WHERE n = ?", number)
        target = row[0] if row else None
    return number


def _aim(ledger: Ledger, profiles: dict[int, Profile]) -> None:
    """Each touched part, and each that looks for a key that was touched, finds its fuller name anew."""
    run = ledger.connection.execute
    run("INSERT OR IGNORE INTO touched_part SELECT w.part FROM touched_offer o CROSS JOIN want w ON w.key = o.key")
    listing.touch_parts(ledger)
    aims = []
    for number, found in groupby(ledger.rows(_CANDIDATES), key=lambda row: row[0]):
        some = islice((other for (_, other), _ in groupby(found)), _MOST_CANDIDATES)
        others = [(other, profile_of(ledger, other, profiles)) for other in some]
        aims.append((fuller(profile_of(ledger, number, profiles), others), number))
    _touch_roots(ledger)  # as it was
    run("UPDATE part SET target = NULL WHERE target NOT NULL AND n IN (SELECT n FROM touched_part)")
    ledger.connection.executemany("UPDATE part SET target = ? WHERE n = ?", (aim for aim in aims if aim[0]))


_CANDIDATES = """
SELECT t.n, o.part FROM touched_part t CROSS JOIN want w ON w.part = t.n
CROSS JOIN offer o ON o.key = w.key AND o.part <> w.part ORDER BY t.n, o.part
"""


def _touch_roots(ledger: Ledger) -> None:
    """Mark the root of each marked part."""
    run = ledger.connection.execute
    run("INSERT OR IGNORE INTO touched_root SELECT n FROM touched_part CROSS JOIN part USING (n) WHERE target IS NULL")
    led = "SELECT n FROM touched_part CROSS JOIN part USING (n) WHERE target NOT NULL"
    touch(ledger, "root", [_root(ledger, n) for (n,) in run(led).fetchall()])


def _mark_roots(ledger: Ledger) -> None:
    run = ledger.connection.execute
    _touch_roots(ledger)  # as it is now
    flush(ledger)
    run("DELETE FROM touched_root WHERE (SELECT target FROM part WHERE part.n = touched_root.n) NOT NULL")


def _join_listed(ledger: Ledger, profiles: dict[int, Profile]) -> None:
    """Parts that bear a name of one row of the list are one, but for aliases by which articles mean somebody else.

    They go where the name itself leads, if that is to one fuller name. Only targets of marked parts change, so that
    nothing is left of a row that is taken off the list.
    """
    for parts in listing.parts(ledger).values():
        roots = {n: _root(ledger, n) for n, _ in parts}
        free = [n for n, root in roots.items() if n == root]
        homes = {roots[n] for n, is_name in parts if is_name} - roots.keys()
        if len(homes) != 1:
            homes = set(sorted(free, key=lambda n: (fullness(profile_of(ledger, n, profiles)), n))[-1:])
        for home in homes:
            moved = [(home, n) for n in free if n != home]
            ledger.connection.executemany("UPDATE part SET target = ? WHERE n = ?", moved)


def _decide(ledger: Ledger, profiles: dict[int, Profile]) -> None:
    """What people decided goes before what was worked out, the later decision before the earlier."""
    for decision in verdicts.of_kind(ledger, "same", "not_same"):
        ends = [part_of(ledger, end) for end in (decision.one, decision.other)]
        if ends[0] is not None and ends[1] is not None:
            (_join if decision.decision == "same" else _cut)(ledger, ends[0], ends[1], profiles)


def part_of(ledger: Ledger, named: Named | None) -> int | None:
    """The part that a decision names, None if no article has it any longer."""
    for article, local in verdicts.seats(ledger, named):
        return int(ledger.one("SELECT part FROM cluster WHERE article = ? AND local = ?", article, local)[0])
    return None


def _join(ledger: Ledger, one: int, other: int, profiles: dict[int, Profile]) -> None:
    roots = {_root(ledger, one), _root(ledger, other)}
    if len(roots) == 2:
        less, more = sorted(roots, key=lambda n: (fullness(profile_of(ledger, n, profiles)), n))
        ledger.connection.execute("UPDATE part SET target = ? WHERE n = ?", (more, less))
        touch(ledger, "part", [less, more])
        touch(ledger, "root", [less, more])


def _cut(ledger: Ledger, one: int, other: int, profiles: dict[int, Profile]) -> None:
    if one != other and _root(ledger, one) == _root(ledger, other):
        cut = one if _root(ledger, one) == other else other
        touch(ledger, "root", [_root(ledger, cut)])
        ledger.connection.execute("UPDATE part SET target = NULL WHERE n = ?", (cut,))
        touch(ledger, "part", [cut])


def candidates(ledger: Ledger, number: int, profiles: dict[int, Profile]) -> Iterator[tuple[int, Profile]]:
    """The parts that share a key with a part and may name its bearer in full; `profiles` keeps what was worked out."""
    found = ledger.rows(
        "SELECT DISTINCT o.part FROM want w JOIN offer o ON o.key = w.key WHERE w.part = ? AND o.part <> w.part"
        " ORDER BY o.part LIMIT ?",
        number,
        _MOST_CANDIDATES,
    )
    return ((other, profile_of(ledger, other, profiles)) for (other,) in list(found))


def profile_of(ledger: Ledger, number: int, profiles: dict[int, Profile]) -> Profile:
    """The profile of a part; `profiles` keeps what was worked out."""
    if number not in profiles:
        profiles[number] = profile([_member(row) for row in ledger.rows(_PART, number)])
    return profiles[number]
