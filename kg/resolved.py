"""An article with everything resolved: paths for entities, words for spans, days for dates, and who vouches for what.

A pure function of its record, its words and the entity map: graph and ledger both go by it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import msgspec

from kg.basis import fact_bases, fact_polarities, statement_bases
from kg.days import day_bounds
from kg.keys import key
from kg.model import Fact, FactBasis, Literal, Polarity, Record, Span, Statement
from kg.predicates import is_symmetric
from kg.resolve.clusters import Words
from kg.resolve.minting import digest, relation_path


class ResolvedStatement(msgspec.Struct, frozen=True):
    """A statement with everything resolved: paths for entities, words for spans, days for dates."""

    path: str
    article: str
    kind: str
    speakers: tuple[str, ...]
    role: str | None
    cue: str | None
    said: str
    content: tuple[Span, ...]
    evidence: tuple[tuple[int, int, str], ...]
    resolution: str
    date: str | None
    date_basis: str | None
    day_start: str | None
    day_end: str | None
    place: str | None
    place_basis: str | None
    via: str | None
    addressee: str | None
    polarity: Polarity
    basis: FactBasis
    inside: str | None
    about: tuple[str, ...]
    confidence: float


class ResolvedFact(msgspec.Struct, frozen=True):
    """A fact with everything resolved.

    `edge` is the triple that it speaks of, for or against, None if its ends make none; `ends` are predicate, subject and
    object as the article names them.
    """

    path: str
    article: str
    subject: str
    predicate: str
    object: str | None
    literal: str | None
    of: str | None
    statement: str | None
    evidence: tuple[int, int, str]
    date: str | None
    day_start: str | None
    day_end: str | None
    place: str | None
    polarity: Polarity
    basis: FactBasis
    confidence: float
    edge: tuple[str, str, str] | None
    ends: tuple[str, str, str]

    @property
    def supports(self) -> bool:
        """Whether it can support an edge or a title: what is denied or only claimed does not."""
        return self.polarity == "positive" and self.basis != "claimed"

    @property
    def about_relation(self) -> str | None:
        """The path of the edge that it speaks of, for or against."""
        return relation_path(*self.edge) if self.edge else None

    @property
    def relation(self) -> str | None:
        """The path of the edge that it supports."""
        return self.about_relation if self.supports else None


class ResolvedArticle(msgspec.Struct, frozen=True, dict=True):
    """What the graph of an article is a function of.

    `key` is the article's key, `path` its path, `publisher` the publisher's path, `words` gives the text of a span,
    `entities` maps the record's ids to paths, `wrong` and `right` hold the paths of statements and facts judged so;
    `text` is None where texts are not kept.
    """

    key: str
    path: str
    publisher: str | None
    record: Record
    words: Words
    entities: Mapping[str, str]
    wrong: frozenset[str] = frozenset()
    right: frozenset[str] = frozenset()
    text: str | None = None

    @cached_property
    def statements(self) -> tuple[ResolvedStatement, ...]:
        """The statements in text order, without those judged wrong."""
        return tuple(view for view in _statements(self) if view.path not in self.wrong)

    @cached_property
    def facts(self) -> tuple[ResolvedFact, ...]:
        """The facts in text order, without those judged wrong and those of statements judged wrong."""
        gone = self.wrong
        return tuple(view for view in _facts(self) if view.path not in gone and view.statement not in gone)

    @cached_property
    def statement_paths(self) -> Mapping[str, str]:
        """From the ids of the record's statements to their paths."""
        return statement_paths(self)

    @cached_property
    def named(self) -> frozenset[str]:
        """The ids of the entities that have a name."""
        return frozenset(e.id for e in self.record.entities if e.type != "Unnamed")


def _paths(prefix: str, article: str, said: list[tuple[str, Span, tuple[Any, ...]]]) -> dict[str, str]:
    """From ids to paths: a hash of the article's key, what is said, and how often it was said before in the text."""
    count: Counter[tuple[Any, ...]] = Counter()
    paths = {}
    for name, _, words in sorted(said, key=lambda item: (item[1], item[0])):
        paths[name] = f"{prefix}/{digest(article, *words, count[words])}"
        count[words] += 1
    return paths


def said(statement: Statement, words: Words) -> str:
    """What a statement says: the words of its spans, joined by ' … '."""
    return " … ".join(map(words, statement.content))


def statement_paths(given: ResolvedArticle) -> dict[str, str]:
    """From the ids of a record's statements to their paths."""
    every = [(s.id, s.content[0], (key(said(s, given.words)),)) for s in given.record.statements]
    return _paths("statement", given.key, every)


def fact_paths(given: ResolvedArticle) -> dict[str, str]:
    """From the ids of a record's facts to their paths."""
    names = {e.id: e.name for e in given.record.entities}
    every = []
    for f in given.record.facts:
        predicate, *ends = _ends(f, names)
        every.append((f.id, f.evidence, (predicate, given.words(f.evidence), *ends)))
    return _paths("fact", given.key, every)


def _statements(given: ResolvedArticle) -> Iterator[ResolvedStatement]:
    paths = given.statement_paths
    bases = statement_bases(given.record)
    about = _about(given)
    for s in sorted(given.record.statements, key=lambda s: (s.content[0], s.id)):
        days = day_bounds(s.date.value if s.date else None) or day_bounds(given.record.article.published)
        speakers = tuple(dict.fromkeys(given.entities[e] for e in s.speakers))
        yield ResolvedStatement(
            path=paths[s.id],
            article=given.path,
            kind=s.kind,
            speakers=speakers,
            role=s.role,
            cue=given.words(s.cue) if s.cue else None,
            said=said(s, given.words),
            content=s.content,
            evidence=tuple((start, end, given.words((start, end))) for start, end in s.content),
            resolution=s.resolution,
            date=s.date.value if s.date else None,
            date_basis=s.date.basis if s.date else None,
            day_start=days[0] if days else None,
            day_end=days[1] if days else None,
            place=given.entities[s.place.entity] if s.place else None,
            place_basis=s.place.basis if s.place else None,
            via=given.entities[s.via] if s.via else None,
            addressee=given.entities[s.addressee] if s.addressee else None,
            polarity=s.polarity,
            basis=bases[s.id],
            inside=paths[s.inside] if s.inside else None,
            about=tuple(e for e in about[s.id] if e not in speakers),
            confidence=1.0 if paths[s.id] in given.right else round(s.confidence, 2),
        )


def _about(given: ResolvedArticle) -> dict[str, list[str]]:
    """For each statement the named entities mentioned in its content, or argument of a fact in it, sorted."""
    mentions = sorted(
        (start, end, e.id) for e in given.record.entities if e.id in given.named for start, end in e.mentions
    )
    found = {s.id: {e for span in s.content for e in _mentioned(mentions, span)} for s in given.record.statements}
    for f in given.record.facts:
        if f.statement:
            found[f.statement] |= {e for e in (f.subject, f.object) if isinstance(e, str)} & given.named
    return {name: sorted({given.entities[e] for e in ids}) for name, ids in found.items()}


def _mentioned(mentions: list[tuple[int, int, str]], span: Span) -> Iterator[str]:
    for start, end, entity in mentions[bisect_left(mentions, (span[0],)) :]:
        if start >= span[1]:
            return
        if end <= span[1]:
            yield entity


def _facts(given: ResolvedArticle) -> Iterator[ResolvedFact]:
    paths, statements = fact_paths(given), given.statement_paths
    bases = fact_bases(given.record, statement_bases(given.record))
    polarities = fact_polarities(given.record)
    names = {e.id: e.name for e in given.record.entities}
    for f in sorted(given.record.facts, key=lambda f: (f.evidence, f.id)):
        days = day_bounds(f.date) or day_bounds(given.record.article.published)
        subject = given.entities[f.subject]
        literal = f.object.literal if isinstance(f.object, Literal) else None
        obj = None if isinstance(f.object, Literal) else given.entities[f.object]
        yield ResolvedFact(
            path=paths[f.id],
            article=given.path,
            subject=subject,
            predicate=f.predicate,
            object=obj,
            literal=literal,
            of=_of(f, given) if literal else None,
            statement=statements[f.statement] if f.statement else None,
            evidence=(*f.evidence, given.words(f.evidence)),
            date=f.date,
            day_start=days[0] if days else None,
            day_end=days[1] if days else None,
            place=given.entities[f.place] if f.place else None,
            polarity=polarities[f.id],
            basis=bases[f.id],
            confidence=1.0 if paths[f.id] in given.right else round(f.confidence, 2),
            edge=_edge(f, subject, obj, given.named),
            ends=_ends(f, names),
        )


def _ends(fact: Fact, names: Mapping[str, str]) -> tuple[str, str, str]:
    end = fact.object.literal if isinstance(fact.object, Literal) else names[fact.object]
    return fact.predicate, names[fact.subject], end


def _edge(fact: Fact, subject: str, obj: str | None, named: frozenset[str]) -> tuple[str, str, str] | None:
    if obj is None or obj == subject or not {fact.subject, fact.object} <= named:
        return None
    return triple(subject, fact.predicate, obj)


def triple(subject: str, predicate: str, obj: str) -> tuple[str, str, str]:
    """The direction of an edge: of a symmetric one the smaller uri is the subject."""
    if is_symmetric(predicate) and obj < subject:
        return obj, predicate, subject
    return subject, predicate, obj


def _of(title: Fact, given: ResolvedArticle) -> str | None:
    """The body of a title: where an affiliation of the same person overlaps its words."""
    for f in given.record.facts:
        theirs = f.predicate == "affiliated_with" and f.subject == title.subject
        overlaps = f.evidence[0] < title.evidence[1] and title.evidence[0] < f.evidence[1]
        if theirs and overlaps and isinstance(f.object, str):
            return given.entities[f.object]
    return None
