"""What is said of an entity itself: its name, title, place, and the keys that find it, by all clusters that are it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from kg.gazetteer import HOME, area, colloquial, is_code, links
from kg.ledger import listing, verdicts
from kg.ledger.identify import place
from kg.ledger.ledger import Ledger
from kg.ledger.marks import changed, flush
from kg.masking import MASKED, Pattern, hide
from kg.resolve.clusters import lookup_keys


def describe(ledger: Ledger) -> None:
    """Bring the touched entities in line with their clusters, and mark those that change."""
    run = ledger.connection.execute
    said = _said(ledger)
    done: set[int] = set()
    flush(ledger)
    while todo := [n for (n,) in run("SELECT n FROM touched_entity ORDER BY n").fetchall() if n not in done]:
        titled, keyed = ({n for (n,) in run(having)} for having in (_TITLED, _KEYED))
        for n in todo:  # describing one can touch the areas that it lies within
            _describe(ledger, n, said, n in titled, n in keyed)
        done.update(todo)
        flush(ledger)
    _bury(ledger, done)


# Most new entities have neither a title nor keys, which is found out for all at once.
_TITLED = "SELECT t.n FROM touched_entity t WHERE EXISTS (SELECT 1 FROM fact WHERE subject = t.n AND literal NOT NULL)"
_KEYED = "SELECT t.n FROM touched_entity t WHERE EXISTS (SELECT 1 FROM lookup WHERE entity = t.n)"
_COLUMNS = "path, name, title, place, within, live, same_as, masked, note"


def _describe(ledger: Ledger, n: int, said: _Said, titled: bool, keyed: bool) -> None:
    row = ledger.one(f"SELECT {_COLUMNS} FROM entity WHERE n = ?", n)
    if row is None:
        return None  # it was erased with the name of a masked person
    path, name, title, code, within, live, same_as, masked, note = row
    clusters = ledger.connection.execute(_CLUSTERS, (n,)).fetchall()
    found = area(code) if code else None
    old = (name, title, within, live, same_as, note)
    if not clusters and not found:
        return _update(ledger, n, path, (name, None, within, 0, None, None), old, [], keyed)
    names: Counter[str] = Counter()
    for called_so, _, count, _ in clusters:
        names[called_so] += count
    given = found.name if found and is_official(found.code) else _name(names, name)
    new = (
        MASKED if masked else hide(said.hidden, said.names.get(n, given)),
        hide(said.hidden, _title(ledger, n) or "") or None if titled else None,
        within if found else _within(ledger, n) if any(lies for *_, lies in clusters) else None,
        1,
        None if masked else _same_as({*said.same_as.get(n, ()), *(links(found) if found else ())}),
        None if masked else hide(said.hidden, said.notes.get(n, "")) or None,
    )
    called = {form for row in clusters for form in msgspec.json.decode(row[1])}
    if found:
        called |= {found.code, found.name, *colloquial(found)}
    called |= said.called.get(n, set())
    told = [] if masked else [form for form in called if not (said.hidden and said.hidden.found_in(form))]
    return _update(ledger, n, path, new, old, told, keyed)


_CLUSTERS = "SELECT name, names, count(*), count(within) FROM cluster WHERE entity = ? GROUP BY name, names"
_WITHIN = "SELECT article, within FROM cluster WHERE entity = ? AND within NOT NULL ORDER BY article, local"


class _Said(msgspec.Struct, frozen=True):
    """What people say of entities, decisions before lists: names, uris elsewhere, notes, keys, and the names to hide."""

    names: dict[int, str]
    called: dict[int, set[str]]
    same_as: dict[int, set[str]]
    notes: dict[int, str]
    hidden: Pattern | None


def _said(ledger: Ledger) -> _Said:
    listed = listing.entities(ledger)
    names = {n: row.name for n, row in listed.items()}
    called = {n: set(row.names) for n, row in listed.items()}
    uris = {n: {row.uri} for n, row in listed.items() if row.uri}
    notes = {n: row.note for n, row in listed.items() if row.note}
    for decision in verdicts.of_kind(ledger, "rename", "same_as"):
        n = verdicts.entity(ledger, decision.one)
        if n is not None and decision.name:
            names[n] = decision.name
            called.setdefault(n, set()).add(decision.name)
        elif n is not None and decision.uri:
            uris.setdefault(n, set()).add(decision.uri)
    return _Said(names, called, uris, notes, ledger.hidden)


def _same_as(uris: set[str]) -> str | None:
    return msgspec.json.encode(sorted(uris)).decode() if uris else None


def is_official(code: str) -> bool:
    """Whether the gazetteer's name is Indonesian, and so goes before what articles write."""
    return code[:1].isdigit() or code == HOME


def _name(names: Counter[str], otherwise: str) -> str:
    """The most frequent name; of equally frequent ones the longest, then the smallest."""
    return min(names, key=lambda name: (-names[name], -len(name), name), default=otherwise)


def _title(ledger: Ledger, n: int) -> str | None:
    row = ledger.one(_TITLES, n)
    return str(row[0]) if row else None


# The supported title with the latest day, then in most articles, then the smallest.
_TITLES = """
SELECT literal FROM fact f JOIN version v ON v.n = f.article WHERE subject = ? AND literal NOT NULL AND supports
GROUP BY literal ORDER BY max(coalesce(f.day_end, substr(v.published, 1, 10), '')) DESC, count(DISTINCT article) DESC, literal
LIMIT 1
"""


def _within(ledger: Ledger, n: int) -> int | None:
    votes: Counter[int] = Counter()
    for article, within in list(ledger.rows(_WITHIN, n)):
        if is_code(within):
            votes[place(ledger, within) if area(within) else 0] += 1
        else:
            row = ledger.one("SELECT entity FROM cluster WHERE article = ? AND local = ?", article, within)
            votes[row[0] if row else 0] += 1
    for candidate in sorted(votes, key=lambda e: (-votes[e], _path(ledger, e))):
        if candidate and _is_place(ledger, candidate) and not _lies_within(ledger, candidate, n):
            return candidate
    return None


def _path(ledger: Ledger, n: int) -> str:
    row = ledger.one("SELECT path FROM entity WHERE n = ?", n)
    return str(row[0]) if row else ""


def _is_place(ledger: Ledger, n: int) -> bool:
    return bool(ledger.one("SELECT 1 FROM entity WHERE n = ? AND type = 'Place'", n))


def _lies_within(ledger: Ledger, n: int | None, outer: int) -> bool:
    seen: set[int] = set()
    while n is not None and n not in seen:
        if n == outer:
            return True
        seen.add(n)
        n = ledger.one("SELECT within FROM entity WHERE n = ?", n)[0]
    return False


def _update(
    ledger: Ledger, n: int, path: str, new: tuple[Any, ...], old: tuple[Any, ...], called: Iterable[str], keyed: bool
) -> None:
    run = ledger.connection.execute
    keys = lookup_keys(tuple(called))
    known = [key for (key,) in run("SELECT key FROM lookup WHERE entity = ? ORDER BY key", (n,))] if keyed else []
    if keys != known:
        if known:
            run("DELETE FROM lookup WHERE entity = ?", (n,))
        ledger.connection.executemany("INSERT INTO lookup VALUES (?, ?)", ((n, key) for key in keys))
    if new != old:
        run("UPDATE entity SET name = ?, title = ?, within = ?, live = ?, same_as = ?, note = ? WHERE n = ?", (*new, n))
    if new != old or keys != known:
        changed(ledger, "entity", [path])


def _bury(ledger: Ledger, described: set[int]) -> None:
    """Areas that no article names and nothing lies within any longer are gone, from the smallest up."""
    run = ledger.connection.execute
    todo = sorted(described)
    while todo:
        n = todo.pop()
        row = run("SELECT path, place, within, live FROM entity WHERE n = ?", (n,)).fetchone()
        if row and row[1] and row[3] and not run(_IN_USE, {"n": n}).fetchone():
            run("UPDATE entity SET live = 0 WHERE n = ?", (n,))
            run("DELETE FROM lookup WHERE entity = ?", (n,))
            changed(ledger, "entity", [row[0]])
            todo += [row[2]] if row[2] else []


_IN_USE = (
    "SELECT 1 FROM cluster WHERE entity = :n UNION ALL SELECT 1 FROM entity WHERE within = :n AND live = 1 LIMIT 1"
)
