"""The graph around one thing, for the view that grows by clicking: an article with whom it names, an entity with its
relations, what it lies within, and the latest articles that name it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from kg.errors import GraphError
from kg.ledger import Ledger, open_ledger
from kg.serve.reading import Name

_NAMED, _RELATIONS, _OF_A_KIND, _ARTICLES = 60, 40, 8, 5
# What most articles say, and not much of the same.
_RELATED = """
SELECT path FROM (
  SELECT path, articles, row_number() OVER (PARTITION BY predicate ORDER BY articles DESC, path) AS place
  FROM relation WHERE subject = ? OR object = ?
) WHERE place <= ? ORDER BY articles DESC, path LIMIT ?
"""


class Link(msgspec.Struct, frozen=True):
    """An edge between two paths: the path of its relation, if it is one, then also its basis; `label` is a predicate."""

    start: str
    end: str
    label: str
    path: str | None = None
    basis: str | None = None


class Around(msgspec.Struct, frozen=True):
    """Nodes and the edges between them."""

    nodes: tuple[Name, ...]
    edges: tuple[Link, ...]


def around(folder: Path, path: str) -> Around:
    """What is next to an entity or article; GraphError if there is none of that path."""
    with open_ledger(folder) as ledger, ledger.snapshot():
        own = name(ledger, path)
        links = tuple(_of_article(ledger, path) if path.startswith("article/") else _of_entity(ledger, path))
        others = dict.fromkeys(end for link in links for end in (link.start, link.end) if end != path)
        return Around((own, *(name(ledger, other) for other in others)), links)


def name(ledger: Ledger, path: str) -> Name:
    """The thing of a path; GraphError if there is none."""
    if path.startswith("article/"):
        article = ledger.article(path)
        return Name(path, "Article", article.title or article.id)
    row = ledger.one("SELECT path, type, name FROM entity WHERE path = ? AND live = 1 AND merged IS NULL", path)
    if not row:
        raise GraphError(f"no entity {path!r} in {ledger.folder}")
    return Name(*row)


def _of_article(ledger: Ledger, path: str) -> Iterator[Link]:
    named = ledger.rows(
        "SELECT DISTINCT e.path FROM cluster c JOIN version v ON v.n = c.article JOIN entity e ON e.n = c.entity"
        " WHERE v.path = ? AND v.state = 1 AND e.live = 1 AND e.merged IS NULL ORDER BY e.n LIMIT ?",
        path,
        _NAMED,
    )
    return (Link(path, entity, "names_it") for (entity,) in named)


def _of_entity(ledger: Ledger, path: str) -> Iterator[Link]:
    (n, within) = ledger.one("SELECT n, within FROM entity WHERE path = ?", path)
    related = ledger.rows(_RELATED, n, n, _OF_A_KIND, _RELATIONS)
    for (each,) in list(related):
        if found := ledger.relation(each):
            yield Link(found.subject, found.object, found.predicate, found.path, found.basis)
    if within and (area := ledger.one("SELECT path FROM entity WHERE n = ? AND live = 1", within)):
        yield Link(path, area[0], "within")
    articles = ledger.rows(
        "SELECT DISTINCT v.path FROM cluster c JOIN version v ON v.n = c.article WHERE c.entity = ? AND v.state = 1"
        " ORDER BY v.published DESC, v.path LIMIT ?",
        n,
        _ARTICLES,
    )
    yield from (Link(article, path, "names_it") for (article,) in list(articles))
