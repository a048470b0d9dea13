"""The names that people brought (`kg build --names`), as the ledger keeps and applies them.

A list is written down as a whole; the next settlement takes it over. Clusters that bear a name of one row are one
entity, unless who is who, or a person's decision, says that some are another.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

import msgspec

from kg.keys import key
from kg.ledger.ledger import Ledger
from kg.ledger.marks import touch
from kg.model import Listed
from kg.resolve.naming import core

_WANTED, _APPLIED = "names", "names_applied"
_TYPES = ("Person", "Organization", "Event", "Place")


def write(ledger: Ledger, names: Iterable[Listed]) -> None:
    """Write a list down in place of the earlier one, for the end of the build."""
    text = msgspec.json.encode(tuple(names)).decode()
    if text != (ledger.setting(_WANTED) or "[]"):
        with ledger.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (_WANTED, text))


def read(ledger: Ledger) -> tuple[Listed, ...]:
    """The list that is written down, empty if there is none."""
    return msgspec.json.decode(ledger.setting(_WANTED) or "[]", type=tuple[Listed, ...])


def have_changed(ledger: Ledger) -> bool:
    """Whether the list is another than the one that was applied last."""
    return _digest(ledger.setting(_WANTED)) != (ledger.setting(_APPLIED) or "")


def _digest(text: str | None) -> str:
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def apply(ledger: Ledger) -> None:
    """Take over the list, and mark the blocks of names that are on it now or were before."""
    run = ledger.connection.execute
    if have_changed(ledger):
        touch(ledger, "block", [block for (block,) in run("SELECT block FROM listed").fetchall()])
        run("DELETE FROM listed")
        rows = {block: number for number, row in enumerate(read(ledger)) for block in _blocks(row)}
        ledger.connection.executemany("INSERT INTO listed VALUES (?, ?)", rows.items())
        touch(ledger, "block", rows)
        run("INSERT OR REPLACE INTO setting VALUES (?, ?)", (_APPLIED, _digest(ledger.setting(_WANTED))))


def _blocks(row: Listed) -> set[str]:
    """The blocks of clusters that bear a name of a row; places by their names, where these are in no gazetteer."""
    kinds = (row.type,) if row.type else _TYPES
    blocks = {f"{kind}/{core(kind, name)}" for kind in kinds for name in row.names}
    return {block + "/" if block.startswith("Place/") else block for block in blocks}


def touch_parts(ledger: Ledger) -> None:
    """Mark the other parts of every row of which a part is marked, so that they find each other again."""
    ledger.connection.execute(
        "INSERT OR IGNORE INTO touched_part SELECT p.n FROM ("
        " SELECT DISTINCT l.row FROM touched_part t CROSS JOIN part o USING (n) JOIN listed l ON l.block = o.block) r"
        " CROSS JOIN listed b ON b.row = r.row CROSS JOIN part p ON p.block = b.block"
    )


def parts(ledger: Ledger) -> dict[tuple[int, str], list[tuple[int, bool]]]:
    """The marked parts that bear a name of a row, by the row's number and their type; and if it is not just an alias."""
    listed = read(ledger)
    found: dict[tuple[int, str], dict[int, bool]] = {}
    for row, kind, n, name in ledger.rows(
        "SELECT DISTINCT l.row, c.type, p.n, c.name FROM touched_part t CROSS JOIN part p USING (n)"
        " CROSS JOIN listed l ON l.block = p.block CROSS JOIN cluster c ON c.part = p.n ORDER BY l.row, p.n"
    ):
        if _bears(listed[row], kind, name):
            mine = core(kind, name) == core(kind, listed[row].name)
            parts = found.setdefault((row, kind), {})
            parts[n] = parts.get(n, False) or mine
    return {of: list(parts.items()) for of, parts in found.items()}


def _bears(row: Listed, kind: str, name: str) -> bool:
    """Whether a name is one of a row: but for titles, or, where only a single word is left, as it stands there."""
    bare = core(kind, name)
    if " " in bare:
        return any(core(kind, each) == bare for each in row.names)
    return any(key(each) == key(name) for each in row.names)


def entities(ledger: Ledger) -> dict[int, Listed]:
    """The entities that the rows are about: of each type the one with most clusters of their names."""
    listed = read(ledger)
    counted: dict[tuple[int, str], Counter[tuple[str, int]]] = {}
    for row, kind, path, n, name, count in ledger.rows(
        "SELECT l.row, e.type, e.path, e.n, c.name, count(*) FROM listed l CROSS JOIN cluster c ON c.block = l.block"
        " JOIN entity e ON e.n = c.entity GROUP BY l.row, e.n, c.name"
    ):
        if _bears(listed[row], kind, name):
            counted.setdefault((row, kind), Counter())[path, n] += count
    best = {of: min(counts, key=lambda each: (-counts[each], each)) for of, counts in counted.items()}
    return {n: listed[row] for (row, _), (_, n) in best.items()}
