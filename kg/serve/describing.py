"""The pages of an entity and of an outlet, read from the ledger: all that is known of them but what was said."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from kg.days import day_bounds
from kg.errors import GraphError
from kg.ledger import Ledger, Relation, StoredArticle, open_ledger
from kg.serve.reading import Name, name, outlet_name

_RELATIONS, _ARTICLES, _TITLED = 60, 10, 12


class Position(msgspec.Struct, frozen=True):
    """A title that articles give somebody, from when to when as far as they say, and how many do."""

    title: str
    first: str | None
    last: str | None
    articles: int


class EntityPage(msgspec.Struct, frozen=True):
    """An entity: its names, what lies around it, relations, and articles that name it, the latest of `count`.

    `note` is what people who brought the name say of it, `same_as` its uris elsewhere; `within` leads to the country.
    """

    entity: Name
    title: str | None
    note: str | None
    same_as: tuple[str, ...]
    aliases: tuple[str, ...]
    within: tuple[Name, ...]
    positions: tuple[Position, ...]
    relations: tuple[tuple[Name, Relation, Name], ...]
    more_relations: bool
    articles: tuple[StoredArticle, ...]
    count: int


class OutletPage(msgspec.Struct, frozen=True):
    """An outlet: its articles, the latest of `count`."""

    outlet: Name
    articles: tuple[StoredArticle, ...]
    count: int


def entity_page(folder: Path, path: str) -> EntityPage:
    """The page of an entity's path; GraphError if there is none."""
    with open_ledger(folder) as ledger, ledger.snapshot():
        row = ledger.one(_DESCRIBED, path)
        if not row:
            raise GraphError(f"no entity {path!r} in {ledger.folder}")
        n, title, note, same_as = row
        own = name(ledger, path)
        keys = [alias for (alias,) in ledger.rows("SELECT key FROM lookup WHERE entity = ? ORDER BY key", n)]
        related = list(ledger.rows(_RELATED, n, n, _RELATIONS + 1))
        relations = [relation for (each,) in related[:_RELATIONS] if (relation := ledger.relation(each))]
        return EntityPage(
            own,
            title,
            note,
            tuple(msgspec.json.decode(same_as)) if same_as else (),
            tuple(each for each in keys if each != own.name.lower() and "/" not in each),
            tuple(_around(ledger, n)),
            tuple(_positions(ledger, n)),
            tuple((name(ledger, each.subject), each, name(ledger, each.object)) for each in relations),
            len(related) > _RELATIONS,
            tuple(ledger.article(each) for (each,) in list(ledger.rows(_NAMED_IN, n, _ARTICLES))),
            ledger.one(_COUNT, n)[0],
        )


_DESCRIBED = "SELECT n, title, note, same_as FROM entity WHERE path = ? AND live = 1 AND merged IS NULL"
_TITLES = """SELECT f.literal, f.path, f.article, coalesce(f.day_start, v.published), coalesce(f.day_end, v.published)
FROM fact f JOIN version v ON v.n = f.article WHERE f.subject = ? AND f.literal IS NOT NULL AND f.supports = 1
AND f.path NOT IN (SELECT path FROM judged WHERE verdict = 'wrong') ORDER BY f.path"""
_RELATED = "SELECT path FROM relation WHERE subject = ? OR object = ? ORDER BY articles DESC, path LIMIT ?"
_OF_ENTITY = "FROM version v WHERE v.state = 1 AND v.n IN (SELECT article FROM cluster WHERE entity = ?)"
_NAMED_IN = f"SELECT v.path {_OF_ENTITY} ORDER BY v.published DESC, v.path LIMIT ?"
_COUNT = f"SELECT count(*) {_OF_ENTITY}"


def _positions(ledger: Ledger, n: int) -> Iterator[Position]:
    """The titles of an entity, the latest first, as the question `positions` tells them."""
    told: dict[str, list[tuple[int, str, str]]] = {}
    for title, _, article, first, last in ledger.rows(_TITLES, n):
        days = (day_bounds(first) or ("",))[0], (day_bounds(last) or ("",))[-1]
        told.setdefault(title, []).append((article, *days))
    latest_first = sorted(told.items(), key=lambda item: max(last for _, _, last in item[1]), reverse=True)
    for title, rows in latest_first[:_TITLED]:
        firsts, lasts = ([each for each in days if each] for days in zip(*(row[1:] for row in rows), strict=True))
        yield Position(title, min(firsts, default=None), max(lasts, default=None), len({row[0] for row in rows}))


def _around(ledger: Ledger, n: int) -> Iterator[Name]:
    """The places that an entity lies within, the nearest first."""
    seen = {n}
    while row := ledger.one(
        "SELECT w.n, w.path, w.type, w.name FROM entity e JOIN entity w ON w.n = e.within WHERE e.n = ? AND w.live = 1",
        n,
    ):
        n = row[0]
        if n in seen:
            return
        seen.add(n)
        yield Name(*row[1:])


def outlet_page(folder: Path, path: str) -> OutletPage:
    """The page of an outlet's path; GraphError if there is none."""
    domain = path.removeprefix("publisher/")
    with open_ledger(folder) as ledger, ledger.snapshot():
        row = ledger.one(_OUTLET, domain)
        if not row[0]:
            raise GraphError(f"no outlet {domain!r} in {ledger.folder}")
        heads = list(ledger.rows(_PRINTED, domain, _ARTICLES))
        own = Name(path, "Publisher", outlet_name(domain, row[1]))
        return OutletPage(own, tuple(ledger.article(each) for (each,) in heads), row[0])


_OUTLET = "SELECT count(*), max(publisher) FROM version WHERE domain = ? AND state = 1"
_PRINTED = "SELECT path FROM version WHERE domain = ? AND state = 1 ORDER BY published DESC, path LIMIT ?"


def outlets(folder: Path) -> tuple[str, ...]:
    """The domains of outlets, those with most articles first."""
    with open_ledger(folder) as ledger:
        return _outlets(folder, ledger.seq)


@lru_cache(2)
def _outlets(folder: Path, seq: int) -> tuple[str, ...]:
    """The same up to a change of the ledger; counted once for each."""
    with open_ledger(folder) as ledger:
        return tuple(domain for (domain,) in ledger.rows(_BY_ARTICLES))


_BY_ARTICLES = """SELECT domain FROM version WHERE state = 1 AND domain NOTNULL
GROUP BY domain ORDER BY count(*) DESC, domain LIMIT 200"""
