"""What pages show, read from the ledger: the latest statements, names, an article with its marks, an entity."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec

from kg.errors import GraphError
from kg.keys import key
from kg.ledger import Ledger, Relation, StoredArticle, open_ledger
from kg.resolved import ResolvedFact, ResolvedStatement

Mark = tuple[tuple[int, int], str | None, str | None, str | None]
"""A span, and the statement, fact or entity whose words it is."""


class Name(msgspec.Struct, frozen=True):
    """An entity as a link: path, type and name."""

    path: str
    type: str
    name: str


class Told(msgspec.Struct, frozen=True):
    """A statement with the article that reports it and the names of its paths."""

    statement: ResolvedStatement
    article: StoredArticle
    speakers: tuple[Name, ...]
    place: Name | None


class Piece(msgspec.Struct, frozen=True):
    """A run of an article's text, and the statements, facts and entities whose words it belongs to."""

    text: str
    statements: tuple[str, ...]
    facts: tuple[str, ...]
    entity: str | None


class ArticlePage(msgspec.Struct, frozen=True):
    """An article: its text in pieces (none in a ledger without texts), statements, facts, and all names in them."""

    article: StoredArticle
    pieces: tuple[Piece, ...]
    told: tuple[Told, ...]
    facts: tuple[ResolvedFact, ...]
    names: dict[str, Name]


class EntityPage(msgspec.Struct, frozen=True):
    """An entity: its other names, relations, and the articles that name it; what people say of it, and its uris elsewhere."""

    entity: Name
    title: str | None
    note: str | None
    same_as: tuple[str, ...]
    aliases: tuple[str, ...]
    relations: tuple[tuple[Name, Relation, Name], ...]
    articles: tuple[StoredArticle, ...]


def latest(folder: Path, count: int) -> list[Told]:
    """The statements of the articles published last, at least `count` of them if there are."""
    found: list[Told] = []
    with open_ledger(folder) as ledger, ledger.snapshot():
        for (path,) in ledger.rows("SELECT path FROM version WHERE state = 1 ORDER BY published DESC, path LIMIT 200"):
            found += _told(ledger, path)
            if len(found) >= count:
                break
    return found[:count]


def search(folder: Path, text: str, count: int = 20) -> list[Name]:
    """The entities with a name that begins with the text, those with the shortest names first."""
    start = key(text)
    with open_ledger(folder) as ledger:
        rows = ledger.rows(
            "SELECT DISTINCT e.path, e.type, e.name FROM lookup l JOIN entity e ON e.n = l.entity"
            " WHERE l.key >= ? AND l.key < ? AND e.live = 1 AND e.merged IS NULL"
            " ORDER BY length(e.name), e.path LIMIT ?",
            start,
            start + "\U0010ffff",
            count,
        )
        return [Name(*row) for row in rows] if start else []


def successor(folder: Path, path: str) -> str | None:
    """The path that took the place of a merged entity's, None where nothing did."""
    with open_ledger(folder) as ledger:
        row = ledger.one(
            "SELECT b.path FROM entity a JOIN entity b ON b.n = a.merged WHERE a.path = ? AND a.merged IS NOT NULL",
            path,
        )
        return str(row[0]) if row else None


def article_page(folder: Path, path: str) -> ArticlePage:
    """The page of an article's path; GraphError if there is none."""
    with open_ledger(folder) as ledger, ledger.snapshot():
        resolved = ledger.resolved(path)
        text = ledger.text(path)
        facts = tuple(resolved.facts)
        told = tuple(_told(ledger, path))
        marks: list[Mark] = [
            *((span, each.path, None, None) for each in resolved.statements for span in each.content),
            *((each.evidence[:2], None, each.path, None) for each in facts),
            *(
                (span, None, None, resolved.entities.get(each.id))
                for each in resolved.record.entities
                for span in each.mentions
            ),
        ]
        pieces = tuple(_pieces(text, marks)) if text is not None else ()
        paths = {entity for _, _, _, entity in marks if entity}
        paths |= {each for fact in facts for each in (fact.subject, fact.object, fact.place) if each}
        return ArticlePage(ledger.article(path), pieces, told, facts, {p: _name(ledger, p) for p in paths})


def _pieces(text: str, marks: list[Mark]) -> Iterator[Piece]:
    """The text cut wherever a mark begins or ends."""
    cuts = sorted({0, len(text), *(edge for (start, end), *_ in marks for edge in (start, end))})
    waiting = sorted(marks, key=lambda mark: mark[0], reverse=True)
    over: list[Mark] = []
    for start, end in pairwise(cuts):
        over = [mark for mark in over if mark[0][1] > start]
        while waiting and waiting[-1][0][0] <= start:
            over.append(waiting.pop())
        statements = tuple(dict.fromkeys(statement for _, statement, _, _ in over if statement))
        facts = tuple(dict.fromkeys(fact for _, _, fact, _ in over if fact))
        entity = next((entity for _, _, _, entity in over if entity), None)
        yield Piece(text[start:end], statements, facts, entity)


def entity_page(folder: Path, path: str) -> EntityPage:
    """The page of an entity's path; GraphError if there is none."""
    with open_ledger(folder) as ledger, ledger.snapshot():
        row = ledger.one(_DESCRIBED, path)
        if not row:
            raise GraphError(f"no entity {path!r} in {ledger.folder}")
        n, title, note, same_as = row
        keys = [alias for (alias,) in ledger.rows("SELECT key FROM lookup WHERE entity = ? ORDER BY key", n)]
        related = ledger.rows("SELECT path FROM relation WHERE subject = ? OR object = ? ORDER BY path", n, n)
        relations = [relation for (each,) in related if (relation := ledger.relation(each))]
        heads = ledger.rows(
            "SELECT v.path FROM cluster c JOIN version v ON v.n = c.article WHERE c.entity = ? AND v.state = 1"
            " ORDER BY v.published DESC, v.path LIMIT 50",
            n,
        )
        articles = tuple(ledger.article(each) for each in dict.fromkeys(each for (each,) in heads))
        triples = tuple((_name(ledger, each.subject), each, _name(ledger, each.object)) for each in relations)
        elsewhere = tuple(msgspec.json.decode(same_as)) if same_as else ()
        return EntityPage(_name(ledger, path), title, note, elsewhere, tuple(keys), triples, articles)


_DESCRIBED = "SELECT n, title, note, same_as FROM entity WHERE path = ? AND live = 1 AND merged IS NULL"


def _told(ledger: Ledger, path: str) -> list[Told]:
    article = ledger.article(path)
    return [
        Told(
            each,
            article,
            tuple(_name(ledger, speaker) for speaker in each.speakers),
            _name(ledger, each.place) if each.place else None,
        )
        for each in ledger.resolved(path).statements
    ]


def _name(ledger: Ledger, path: str) -> Name:
    row = ledger.one("SELECT path, type, name FROM entity WHERE path = ?", path)
    return Name(*row) if row else Name(path, "", path)
