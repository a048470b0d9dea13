"""Which nodes and edges come out of the ledger; loaders and exports only write them down (by `schemas/model.toml`).

    Part     what one key of the ledger says now: some nodes, and edges that belong to them
    article  the article with its statements and facts; a pure function of record and entity map
    entity, publisher, quote, relation, links (what joins an article or statement to others), redirect

Everything goes by paths; a uri is the ledger's base and a path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from kg.documents.keys import publisher_names
from kg.gazetteer import area
from kg.keys import key, keys
from kg.ledger import Ledger, Relation
from kg.resolve.minting import version_path
from kg.resolved import ResolvedArticle, ResolvedFact, ResolvedStatement

Properties = Mapping[str, Any]
_CAPTION = 80


class Node(msgspec.Struct, frozen=True):
    """A node: its label in schemas/model.toml, and properties without those that are unknown.

    A property is a string, an integer, a float (confidence), a tuple of strings (key, same_as), a pair of degrees
    (location), or `evidence`: a tuple of (start, end, words).
    """

    path: str
    label: str
    properties: Properties


class Edge(msgspec.Struct, frozen=True):
    """A relationship of schemas/model.toml, or, for a derived edge, a predicate with its values."""

    type: str
    start: str
    end: str
    properties: Properties = {}


class Part(msgspec.Struct, frozen=True):
    """What one key of the ledger says now."""

    kind: str
    path: str
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()


# ------------------------------------------------------------------ one article


def article_part(given: ResolvedArticle) -> Part:
    """The graph of one article: itself, its version, its statements and facts."""
    head = given.record.article
    node = _node(
        given.path,
        "Article",
        name=head.title or head.id,
        id=head.id,
        url=head.url,
        title=head.title,
        published=head.published,
        language=head.language,
        sha256=head.sha256,
    )
    version = version_path(given.path, head.sha256)
    nodes = [node, Node(version, "ArticleVersion", {})]
    edges = [Edge("VERSION_OF", version, given.path)]
    if given.publisher:
        edges.append(Edge("PUBLISHED_BY", given.path, given.publisher))
    for statement in given.statements:
        nodes.append(_statement_node(statement))
        edges += _statement_edges(statement, version)
    for fact in given.facts:
        nodes.append(_fact_node(fact))
        edges += _fact_edges(fact, version)
    return Part("article", given.path, tuple(nodes), tuple(edges))


def _node(path: str, label: str, **properties: Any) -> Node:
    return Node(path, label, {name: value for name, value in properties.items() if value is not None and value != ()})


def _statement_node(s: ResolvedStatement) -> Node:
    return _node(
        s.path,
        "Statement",
        name=caption(s.said),
        kind=s.kind,
        said=s.said,
        role=s.role,
        cue=s.cue,
        resolution=s.resolution,
        date=s.date,
        date_basis=s.date_basis,
        place_basis=s.place_basis,
        day_start=s.day_start,
        day_end=s.day_end,
        polarity=s.polarity,
        basis=s.basis,
        confidence=s.confidence,
        evidence=s.evidence,
    )


def _statement_edges(s: ResolvedStatement, version: str) -> Iterator[Edge]:
    said = "ALLEGEDLY_SAID" if s.basis == "claimed" else "SAID"
    yield from (Edge(said, speaker, s.path) for speaker in s.speakers)
    yield Edge("REPORTED_IN", s.path, s.article)
    yield Edge("DERIVED_FROM", s.path, version)
    ends = (("SAID_AT", s.place), ("VIA", s.via), ("ADDRESSED_TO", s.addressee), ("INSIDE", s.inside))
    yield from (Edge(kind, s.path, end) for kind, end in ends if end)
    yield from (Edge("ABOUT", s.path, entity) for entity in s.about)


def _fact_node(f: ResolvedFact) -> Node:
    return _node(
        f.path,
        "Fact",
        name=f.predicate,
        predicate=f.predicate,
        literal=f.literal,
        date=f.date,
        day_start=f.day_start,
        day_end=f.day_end,
        polarity=f.polarity,
        basis=f.basis,
        confidence=f.confidence,
        relation=f.relation,
        evidence=(f.evidence,),
    )


def _fact_edges(f: ResolvedFact, version: str) -> Iterator[Edge]:
    yield Edge("SUBJECT", f.path, f.subject)
    yield Edge("REPORTED_IN", f.path, f.article)
    yield Edge("DERIVED_FROM", f.path, version)
    ends = (("OBJECT", f.object), ("AT", f.place), ("OF", f.of))
    yield from (Edge(kind, f.path, end) for kind, end in ends if end)
    if f.statement:
        yield Edge("CLAIMS", f.statement, f.path)


def caption(text: str) -> str:
    """A text on one line, cut at a word if it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _CAPTION else line[: _CAPTION - 1].rpartition(" ")[0] + " …"


# ------------------------------------------------------------------ everything else


def part(ledger: Ledger, kind: str, path: str) -> Part | None:
    """What a key of the ledger says now, None if it is gone. `kind` and `path` are those of a Change."""
    return _PARTS[kind](ledger, path)


def parts(ledger: Ledger) -> Iterator[Part]:
    """The whole graph: descriptions first, then relations and links, then articles; each kind in the order of paths."""
    return parts_of(ledger, every(ledger))


def every(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Kind and path of each part of the whole graph, in the order of `parts`."""
    for kind, query in _ALL:
        yield from ((kind, path) for (path,) in ledger.rows(query))


def parts_of(ledger: Ledger, named: Iterable[tuple[str, str]]) -> Iterator[Part]:
    """The parts of some kinds and paths, without those that are gone."""
    return (found for kind, path in named if (found := part(ledger, kind, path)))


def _article(ledger: Ledger, path: str) -> Part | None:
    exists = ledger.one("SELECT 1 FROM version WHERE path = ? AND state = 1", path)
    return article_part(ledger.resolved(path)) if exists else None


def _entity(ledger: Ledger, path: str) -> Part | None:
    row = ledger.one(
        "SELECT e.n, e.type, e.name, e.title, e.place, w.path, e.same_as, e.note FROM entity e"
        " LEFT JOIN entity w ON w.n = e.within WHERE e.path = ? AND e.live = 1 AND e.merged IS NULL",
        path,
    )
    if not row:
        return None
    n, kind, name, title, code, within, same_as, note = row
    found = tuple(k for (k,) in ledger.rows("SELECT key FROM lookup WHERE entity = ? ORDER BY key", n))
    place = area(code) if code else None
    node = _node(
        path,
        kind,
        name=name,
        title=title,
        code=code,
        level=place.level if place else None,
        location=place.location if place else None,
        key=tuple(sorted({*found, *map(key, ledger.uris_of(path))})),
        same_as=tuple(msgspec.json.decode(same_as)) if same_as else None,
        note=note,
    )
    return Part("entity", path, (node,), (Edge("WITHIN", path, within),) if within else ())


def _publisher(ledger: Ledger, path: str) -> Part | None:
    domain = path.removeprefix("publisher/")
    rows = list(
        ledger.rows("SELECT publisher, count(*) FROM version WHERE domain = ? AND state = 1 GROUP BY publisher", domain)
    )
    if not rows:
        return None
    given = sorted(((name, count) for name, count in rows if name), key=lambda row: (-row[1], row[0]))
    names = [*publisher_names(domain), *(name for name, _ in given), domain]
    known = {form for name in (*names, domain.partition(".")[0]) for form in keys(name)}
    node = _node(path, "Publisher", name=names[0], key=tuple(sorted({*known, *map(key, ledger.uris_of(path))})))
    return Part("publisher", path, (node,))


def _quote(ledger: Ledger, path: str) -> Part | None:
    row = ledger.one("SELECT said FROM quote WHERE path = ?", path)
    return Part("quote", path, (_node(path, "Quote", name=caption(row[0]), said=row[0]),)) if row else None


def _links(ledger: Ledger, path: str) -> Part | None:
    """What joins a statement to its quote, or an article to the earliest copy of its text."""
    if path.startswith("statement/"):
        row = ledger.one("SELECT quote FROM saying WHERE path = ?", path)
        kind = "VARIANT_OF"
    else:
        row = ledger.one(
            "SELECT c.path FROM version v JOIN version c ON c.n = v.copy_of WHERE v.path = ? AND v.state = 1", path
        )
        kind = "COPY_OF"
    return Part("links", path, (), (Edge(kind, path, row[0]),)) if row and row[0] else None


def _relation(ledger: Ledger, path: str) -> Part | None:
    found = ledger.relation(path)
    return Part("relation", path, (), (relation_edge(found),)) if found else None


def relation_edge(relation: Relation) -> Edge:
    """A derived edge with its values; `path` among them is its uri's."""
    values = {name: getattr(relation, name) for name in _VALUES}
    values = {name: value for name, value in values.items() if value is not None}
    return Edge(relation.predicate, relation.subject, relation.object, {"path": relation.path, **values})


_VALUES = (
    "basis",
    "confidence",
    "articles",
    "publishers",
    "statements",
    "sources",
    "denials",
    "first_date",
    "last_date",
    "first_published",
    "last_published",
)


def _redirect(ledger: Ledger, path: str) -> Part | None:
    """An old path of an entity: the edge leads to the one that took its place."""
    new = successor(ledger, path)
    return Part("redirect", path, (), (Edge("REPLACED_BY", path, new),)) if new else None


def successor(ledger: Ledger, path: str) -> str | None:
    """The path of the entity that took the place of a path, None if none did or it is gone too."""
    row = ledger.one("SELECT path, merged, live FROM entity WHERE path = ?", path)
    while row and row[1] is not None:
        row = ledger.one("SELECT path, merged, live FROM entity WHERE n = ?", row[1])
    return str(row[0]) if row and row[0] != path and row[2] else None


_PARTS = {
    "article": _article,
    "entity": _entity,
    "publisher": _publisher,
    "quote": _quote,
    "links": _links,
    "relation": _relation,
    "redirect": _redirect,
}
_ALL = (
    (
        "publisher",
        "SELECT DISTINCT 'publisher/' || domain AS path FROM version WHERE state = 1 AND domain NOTNULL ORDER BY 1",
    ),
    ("entity", "SELECT path FROM entity WHERE live = 1 AND merged IS NULL ORDER BY path"),
    ("quote", "SELECT path FROM quote ORDER BY path"),
    ("relation", "SELECT path FROM relation ORDER BY path"),
    ("redirect", "SELECT path FROM entity WHERE merged NOTNULL ORDER BY path"),
    ("article", "SELECT path FROM version WHERE state = 1 ORDER BY path"),
    (
        "links",
        "SELECT path FROM version WHERE state = 1 AND copy_of NOTNULL"
        " UNION ALL SELECT path FROM saying WHERE quote NOTNULL ORDER BY path",
    ),
)
