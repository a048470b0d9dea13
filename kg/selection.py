"""A part of a graph, chosen by day, outlet, place, entity, question, confidence and how speakers were found.

    with open_ledger("news.kg") as ledger:
        banten = select(ledger, Filter(place="Banten", since="2025"))
        rows = list(tables.rows("statements", banten))

A statement or fact is kept if it fits every part of the filter, or if a kept one stands in it; an article if it is of
the outlet and one of its statements or facts is kept; a relation if a kept fact supports it, with the values that the
whole graph gives it; an entity if something kept names it, with the places that it lies within.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

import msgspec
from msgspec.structs import replace

from kg import graph
from kg.days import day_bounds
from kg.errors import QuestionError
from kg.graph import Part
from kg.keys import key
from kg.ledger import Ledger, Relation, StoredArticle, StoredEntity
from kg.resolved import ResolvedArticle, ResolvedFact, ResolvedStatement

_EVERYTHING = 10**9 - 1


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept; what is not given keeps all.

    `since` and `until` are ISO dates and keep what overlaps; what has no day of its own has its article's. `place` is
    where something was said or done, and everything inside it. `entity` speaks, is spoken of, or is part of a fact.
    `question` with `parameters` keeps the statements and facts that its answer names, or, where it names articles and
    entities only, what those articles say with one of those entities in it; `resolution` lists how speakers may have
    been found, and leaves out facts.
    """

    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    place: str | None = None
    entity: str | None = None
    question: str | None = None
    parameters: dict[str, str] = {}
    min_confidence: float = 0.0
    resolution: tuple[str, ...] = ()


def select(ledger: Ledger, chosen: Filter) -> Ledger:
    """The ledger as if it held only what the filter keeps; the ledger itself if that is everything.

    Raises QuestionError for a name, place, outlet or date that the graph does not know.
    """
    return ledger if chosen == Filter() else _Selected(ledger, chosen)


def parts(ledger: Ledger) -> Iterator[Part]:
    """The parts of the graph (`kg.graph.parts`), of a selection those that it keeps."""
    found = graph.parts(ledger)
    return (part for part in found if ledger.keeps(part)) if isinstance(ledger, _Selected) else found


def is_whole(ledger: Ledger) -> bool:
    """Whether a ledger is all there is, and no selection."""
    return not isinstance(ledger, _Selected)


def names(ledger: Ledger, path: str) -> bool:
    """Whether an entity is there to be named."""
    return not isinstance(ledger, _Selected) or path in ledger.kept.entities


class _Kept(msgspec.Struct, frozen=True):
    articles: set[str]
    dropped: dict[str, frozenset[str]]
    statements: set[str]
    relations: set[str]
    entities: set[str]


class _Selected(Ledger):
    """A ledger that shows only what a filter keeps. It shares the connection of the one that it was made from."""

    def __init__(self, whole: Ledger, chosen: Filter) -> None:
        super().__init__(whole.folder, whole.connection, None)
        self._wanted = _wanted(whole, chosen)

    @cached_property
    def kept(self) -> _Kept:
        """The paths of what is kept."""
        kept = _Kept(set(), {}, set(), set(), set())
        for article in super().articles():
            if self._wanted.article(article):
                self._keep(super().resolved(article.path), kept)
        for relation in super().relations():
            if relation.path in kept.relations:
                kept.entities.update((relation.subject, relation.object))
        kept.entities.update(_around(self, kept.entities))
        return kept

    def _keep(self, given: ResolvedArticle, kept: _Kept) -> None:
        facts = [f for f in given.facts if self._wanted.fact(f)]
        statements = _with_frames(given, {s.path for s in given.statements if self._wanted.statement(s)}, facts)
        if not statements and not facts and not self._wanted.whole_articles:
            return
        shown = {s.path for s in statements} | {f.path for f in facts}
        everything = {s.path for s in given.statements} | {f.path for f in given.facts}
        kept.articles.add(given.path)
        kept.dropped[given.path] = frozenset(everything - shown)
        kept.statements.update(s.path for s in statements)
        kept.relations.update(f.relation for f in facts if f.relation)
        kept.entities.update(entity for s in statements for entity in _of_statement(s))
        kept.entities.update(entity for f in facts for entity in _of_fact(f))

    def keeps(self, part: Part) -> bool:
        """Whether a part of the whole graph belongs to the selection."""
        kept = self.kept
        shown: dict[str, Collection[str | None]] = {
            "article": kept.articles,
            "entity": kept.entities,
            "relation": kept.relations,
            "publisher": self._publishers,
            "links": self._linked,
            "redirect": kept.entities,
            "quote": self._quotes,
        }
        return (part.edges[0].end if part.kind == "redirect" else part.path) in shown[part.kind]

    @cached_property
    def _publishers(self) -> set[str | None]:
        return {article.publisher for article in self.articles()}

    @cached_property
    def _linked(self) -> set[str]:
        return self.kept.statements | self.kept.articles

    @cached_property
    def _quotes(self) -> set[str]:
        rows = self.rows("SELECT path, quote FROM saying WHERE quote NOTNULL")
        return {quote for path, quote in rows if path in self.kept.statements}

    def articles(self) -> Iterator[StoredArticle]:
        """The kept articles."""
        return (article for article in super().articles() if article.path in self.kept.articles)

    def resolved(self, path: str, *, judged: bool = True) -> ResolvedArticle:
        """A kept article without what is dropped of it."""
        given = super().resolved(path, judged=judged)
        return replace(given, wrong=given.wrong | self.kept.dropped.get(path, frozenset()))

    def entities(self) -> Iterator[StoredEntity]:
        """The kept entities."""
        return (entity for entity in super().entities() if entity.path in self.kept.entities)

    def relations(self) -> Iterator[Relation]:
        """The kept relations."""
        return (relation for relation in super().relations() if relation.path in self.kept.relations)


# ------------------------------------------------------------------ what a filter wants


class _Wanted(msgspec.Struct, frozen=True):
    since: str
    until: str
    publisher: str | None
    places: frozenset[str] | None
    entities: frozenset[str] | None
    uris: frozenset[str] | None
    answers: frozenset[str] | None
    min_confidence: float
    resolution: tuple[str, ...]

    @property
    def whole_articles(self) -> bool:
        """Whether articles are chosen by their outlet alone, so that those without statements stay."""
        return (self.since, self.until, self.places, self.entities, self.uris, self.answers) == (
            *("", "9999", None, None, None, None),
        ) and not (self.min_confidence or self.resolution)

    def article(self, article: StoredArticle) -> bool:
        return self.publisher is None or article.publisher == self.publisher

    def statement(self, s: ResolvedStatement) -> bool:
        return (
            self._fits(s.path, s.article, s.day_start, s.day_end, s.confidence)
            and (not self.resolution or s.resolution in self.resolution)
            and (self.places is None or s.place in self.places)
            and self._names(_of_statement(s))
        )

    def fact(self, f: ResolvedFact) -> bool:
        return (
            self._fits(f.path, f.article, f.day_start, f.day_end, f.confidence)
            and not self.resolution
            and (self.places is None or f.place in self.places)
            and self._names(_of_fact(f))
        )

    def _names(self, found: set[str]) -> bool:
        return all(wanted is None or not wanted.isdisjoint(found) for wanted in (self.entities, self.answers))

    def _fits(self, path: str, article: str, first: str | None, last: str | None, confidence: float) -> bool:
        timed = (self.since, self.until) == ("", "9999") or (
            first is not None and last is not None and last >= self.since and first <= self.until
        )
        named = self.uris is None or path in self.uris or article in self.uris
        return timed and named and confidence >= self.min_confidence


def _wanted(ledger: Ledger, chosen: Filter) -> _Wanted:
    uris, answers = _answered(ledger, chosen) if chosen.question else (None, None)
    return _Wanted(
        since=_day(chosen.since, 0) if chosen.since else "",
        until=_day(chosen.until, 1) if chosen.until else "9999",
        publisher=_publisher(ledger, chosen.publisher) if chosen.publisher else None,
        places=_inside(ledger, _found(ledger, chosen.place)) if chosen.place else None,
        entities=frozenset(_found(ledger, chosen.entity)) if chosen.entity else None,
        uris=uris,
        answers=answers,
        min_confidence=chosen.min_confidence,
        resolution=chosen.resolution,
    )


def _day(date: str, end: int) -> str:
    bounds = day_bounds(date)
    if not bounds:
        raise QuestionError(f"{date!r} is no date; write it as 2025, 2025-04 or 2025-04-11")
    return bounds[end]


def _publisher(ledger: Ledger, name: str) -> str:
    domains = ledger.rows("SELECT DISTINCT domain FROM version WHERE state = 1 AND domain NOTNULL ORDER BY domain")
    for (domain,) in domains:
        part = graph.part(ledger, "publisher", f"publisher/{domain}")
        if part and key(name) in part.nodes[0].properties["key"]:
            return part.path
    raise QuestionError(f"no outlet {name!r} is in the graph; name it by its domain, as kompas.com")


def _found(ledger: Ledger, name: str) -> set[str]:
    query = (
        "SELECT e.path FROM lookup l JOIN entity e ON e.n = l.entity WHERE l.key = ? AND e.live = 1 AND merged IS NULL"
    )
    found = {path for (path,) in ledger.rows(query, key(name))}
    path = ledger.path_of(name)
    found |= {path} if ledger.one("SELECT 1 FROM entity WHERE path = ? AND live = 1", path) else set()
    if not found:
        raise QuestionError(f"nothing in the graph is called {name!r}; look for its name with: kg ask said-about")
    return found


def _inside(ledger: Ledger, places: set[str]) -> frozenset[str]:
    query = "SELECT e.path FROM entity e JOIN entity w ON w.n = e.within WHERE w.path = ? AND e.live = 1"
    found, new = set(places), set(places)
    while new:
        new = {path for place in new for (path,) in ledger.rows(query, place)} - found
        found |= new
    return frozenset(found)


def _around(ledger: Ledger, entities: Iterable[str]) -> set[str]:
    """The places that the entities lie within, up to the largest."""
    query = "SELECT w.path FROM entity e JOIN entity w ON w.n = e.within WHERE e.path = ?"
    found, new = set(entities), set(entities)
    while new:
        new = {path for entity in new for (path,) in ledger.rows(query, entity)} - found
        found |= new
    return found


def _answered(ledger: Ledger, chosen: Filter) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """The statements and facts that an answer names; where it names none its articles, and its entities."""
    from kg.ask import ask

    answer = ask(chosen.question or "", {**chosen.parameters, "limit": _EVERYTHING}, ledger.folder)
    found = {
        column: frozenset(str(row[i]).removeprefix(ledger.base) for row in answer.rows if row[i])
        for i, column in enumerate(answer.columns)
    }
    exact = [found[column] for column in ("statement", "fact") if column in found]
    if exact:
        return frozenset().union(*exact), None
    others = [found[name] for name in found if name.endswith("_uri") and name not in ("article_uri", "publisher_uri")]
    return found.get("article_uri"), frozenset().union(*others) if others else None


def _with_frames(given: ResolvedArticle, wanted: set[str], facts: Iterable[ResolvedFact]) -> list[ResolvedStatement]:
    """The wanted statements, those that hold the facts, and those that report any of these."""
    outer = {s.path: s.inside for s in given.statements}
    todo = [*wanted, *(f.statement for f in facts if f.statement)]
    found: set[str] = set()
    while todo:
        path = todo.pop()
        if path in outer and path not in found:
            found.add(path)
            todo += [inside] if (inside := outer[path]) else []
    return [s for s in given.statements if s.path in found]


def _of_statement(s: ResolvedStatement) -> set[str]:
    return {entity for entity in (*s.speakers, *s.about, s.place, s.via, s.addressee) if entity}


def _of_fact(f: ResolvedFact) -> set[str]:
    return {entity for entity in (f.subject, f.object, f.place, f.of) if entity}
