"""Taking decisions on a graph: each is written to `decisions.jsonl` and applied at once.

decide("news.kg", "wrong", "http://localhost:8737/fact/…", who="sari")
decide("news.kg", "not_same", person, article, who="sari")      # the person of that article is another one
decide("news.kg", "mask", "Nama Lengkap", who="sari")
decide("news.kg", "undo", "3f2a…", who="sari")
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from kg.build import load
from kg.decisions import Decision, Kind, Named, Quoted, append, name_hmac, new_id, read
from kg.errors import GraphError
from kg.keys import key
from kg.ledger import Ledger, open_ledger
from kg.ledger.settle import settle
from kg.ledger.verdicts import context, orphans
from kg.resolved import ResolvedFact, ResolvedStatement


def decide(
    graph: str | Path,
    kind: Kind,
    about: str,
    other: str | None = None,
    *,
    who: str,
    when: str | None = None,
    note: str | None = None,
    wait: float = 0,
) -> Decision:
    """Write a decision down and bring the graph in line with it.

    `about` is the uri or path of an entity, statement or fact, for "undo" a decision's id; an entity may also be named,
    if only one has the name. `other` is the second entity of "same" and "not_same", or an article (by its uri, for the
    latter also by its id) whose mention is meant; the new name of "rename", the uri of "same_as". `when` is ISO 8601, now
    unless given. Raises GraphError for what is not there.
    """
    with open_ledger(graph, write=True, wait=wait) as ledger:
        decision = _decision(
            ledger, kind, about, other, who, when or datetime.now(UTC).isoformat(timespec="seconds"), note
        )
        append(ledger.folder, decision)
        settle(ledger)
        load(ledger, "embedded")
        return decision


def apply(graph: str | Path, *, wait: float = 0) -> list[Decision]:
    """Bring a graph in line with its file of decisions, after it was edited or merged; those that match nothing."""
    with open_ledger(graph, write=True, wait=wait) as ledger:
        settle(ledger)
        load(ledger, "embedded")
        return orphans(ledger)


def lost(graph: str | Path) -> list[Decision]:
    """The decisions of a graph that match nothing any longer."""
    with open_ledger(graph) as ledger:
        return orphans(ledger)


def _decision(
    ledger: Ledger, kind: Kind, about: str, other: str | None, who: str, when: str, note: str | None
) -> Decision:
    def made(**fields: object) -> Decision:
        return Decision(id=new_id(), decision=kind, who=who, when=when, note=note, **fields)  # type: ignore[arg-type]

    if kind == "undo":
        return made(undoes=_known(ledger, about))
    if kind in ("wrong", "right"):
        return made(quote=_quoted(ledger, about))
    if kind == "mask":
        return made(hmac=_mask(ledger, about))
    number = _entity(ledger, about)
    if other is None:
        raise GraphError(f"{kind} needs a second value; see kg decide --help")
    if kind == "rename":
        return made(one=_named(ledger, number), name=other)
    if kind == "same_as":
        return made(one=_named(ledger, number), uri=other)
    return _pair(ledger, made, kind, number, other)


def _pair(ledger: Ledger, made: object, kind: Kind, number: int, other: str) -> Decision:
    article = _article(ledger, other) if kind == "not_same" or _path(ledger, other).startswith("article/") else None
    second = _named(ledger, number, article) if article else _named(ledger, _entity(ledger, other))
    first = _named(ledger, number, but=second)
    return made(one=first, other=second)  # type: ignore[operator,no-any-return]


def _known(ledger: Ledger, name: str) -> str:
    if all(decision.id != name for decision in read(ledger.folder)):
        raise GraphError(f"there is no decision {name!r} in {ledger.folder}")
    return name


def _path(ledger: Ledger, uri: str) -> str:
    return ledger.path_of(uri)


def _entity(ledger: Ledger, name: str) -> int:
    row = ledger.one("SELECT n FROM entity WHERE path = ? AND live = 1", _path(ledger, name))
    found = [row] if row else list(ledger.rows("SELECT entity FROM lookup WHERE key = ?", key(name)))
    if len(found) != 1:
        why = "several entities are" if found else "no entity is"
        raise GraphError(f"{why} called {name!r} in {ledger.folder}; name its uri")
    return int(found[0][0])


def _article(ledger: Ledger, name: str) -> int | None:
    row = ledger.one(
        "SELECT n FROM version WHERE state = 1 AND (path = ? OR id = ? OR key = ?)", _path(ledger, name), name, name
    )
    return int(row[0]) if row else None


_SEATS = """
SELECT v.key, c.type, c.name, c.article FROM cluster c JOIN version v ON v.n = c.article WHERE c.entity = ?
ORDER BY coalesce(v.published, ''), v.key, c.start
"""


def _named(ledger: Ledger, entity: int, article: int | None = None, but: Named | None = None) -> Named:
    """An entity by the first article that names it, by a given one, or by the first that is not that of another name."""
    for key_, kind, name, n in ledger.rows(_SEATS, entity):
        found = Named(key_, kind, name)
        if (article is None or n == article) and found != but:
            return found
    raise GraphError("no article names that entity (or not that article); name another")


def _quoted(ledger: Ledger, uri: str) -> Quoted:
    path = _path(ledger, uri)
    for (article,) in list(ledger.rows("SELECT path FROM version WHERE state = 1")):
        resolved = ledger.resolved(article, judged=False)
        items: tuple[ResolvedStatement | ResolvedFact, ...] = (*resolved.statements, *resolved.facts)
        for item in items:
            if item.path == path:
                return _quote(resolved.key, item, context(resolved, item))
    raise GraphError(f"there is no statement or fact {uri!r} in {ledger.folder}")


def _quote(article: str, item: ResolvedStatement | ResolvedFact, around: tuple[str, str]) -> Quoted:
    if isinstance(item, ResolvedStatement):
        return Quoted(article, item.said, *around)
    return Quoted(article, item.evidence[2], *around, *item.ends)


def _mask(ledger: Ledger, name: str) -> str:
    row = ledger.one("SELECT type, name FROM entity WHERE path = ? AND live = 1", _path(ledger, name))
    kind, called = row or ("Person", name)
    found = name_hmac(ledger.folder, kind, called, make=True)
    assert found
    return found
