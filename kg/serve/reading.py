"""What pages show, read from the ledger: statements, names, an article with its marks, what supports something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import msgspec

from kg.documents.keys import publisher_names
from kg.keys import key
from kg.ledger import Ledger, StoredArticle, open_ledger
from kg.resolved import ResolvedFact, ResolvedStatement

Mark = tuple[tuple[int, int], str | None, str | None, str | None]
"""A span, and the statement, fact or entity whose words it is."""

_AROUND = 160  # characters shown before and after words that support something
_CANDIDATES = 300


class Name(msgspec.Struct, frozen=True):
    """An entity or outlet as a link: path, type and name."""

    path: str
    type: str
    name: str


class Told(msgspec.Struct, frozen=True):
    """A statement with the article that reports it, its outlet, and the names of its paths."""

    statement: ResolvedStatement
    article: StoredArticle
    outlet: Name | None
    speakers: tuple[Name, ...]
    place: Name | None
    via: Name | None


class Found(msgspec.Struct, frozen=True):
    """A name that was searched for: the title of a person, and how many articles name it."""

    name: Name
    title: str | None
    articles: int


class Piece(msgspec.Struct, frozen=True):
    """A run of an article's text, and the statements, facts and entities whose words it belongs to.

    `ends` are the statements whose last words these are.
    """

    text: str
    statements: tuple[str, ...]
    facts: tuple[str, ...]
    entity: str | None
    ends: tuple[str, ...] = ()


class ArticlePage(msgspec.Struct, frozen=True):
    """An article: its text in pieces (none in a ledger without texts), statements, facts, and all names in them.

    `named` are the entities in the order of the text; `copies` the other articles with the same wire text.
    """

    article: StoredArticle
    outlet: Name | None
    pieces: tuple[Piece, ...]
    told: tuple[Told, ...]
    facts: tuple[ResolvedFact, ...]
    names: dict[str, Name]
    named: tuple[Name, ...]
    copies: tuple[StoredArticle, ...]


class Excerpt(msgspec.Struct, frozen=True):
    """The words that support something, and what stands around them (nothing in a ledger without texts)."""

    before: str
    exact: str
    after: str


class Support(msgspec.Struct, frozen=True):
    """A statement or fact of an article, with its words in context; one of `told` and `fact` is there."""

    article: StoredArticle
    outlet: Name | None
    excerpts: tuple[Excerpt, ...]
    names: dict[str, Name]
    told: Told | None = None
    fact: ResolvedFact | None = None


def latest(folder: Path, count: int) -> list[Told]:
    """The statements of the articles published last, at least `count` of them if there are."""
    found: list[Told] = []
    with open_ledger(folder) as ledger, ledger.snapshot():
        for path in _latest_articles(folder, ledger.seq):
            found += told_in(ledger, path)
            if len(found) >= count:
                break
    return found[:count]


@lru_cache(2)
def _latest_articles(folder: Path, seq: int) -> list[str]:
    """The articles published last, up to a change of the ledger; looked for once for each."""
    with open_ledger(folder) as ledger:
        return [path for (path,) in ledger.rows(_PUBLISHED_LAST)]


_PUBLISHED_LAST = (
    "SELECT path FROM version WHERE state = 1 AND published NOTNULL ORDER BY published DESC, path LIMIT 200"
)


def told(folder: Path, wanted: Iterable[tuple[str, str]]) -> list[Told]:
    """The statements of pairs of an article's and a statement's path, each once, in the order of the pairs."""
    by_path: dict[str, dict[str, Told]] = {}
    with open_ledger(folder) as ledger, ledger.snapshot():
        found = []
        for article, statement in dict.fromkeys(wanted):
            if article not in by_path:
                by_path[article] = {each.statement.path: each for each in told_in(ledger, article)}
            found += [by_path[article][statement]] if statement in by_path[article] else []
        return found


def search(folder: Path, text: str, count: int = 20, kind: str | None = None) -> list[Found]:
    """The entities, of a type if one is given, with a name that has a word beginning so; what most articles name first."""
    start = key(text)
    if not start:
        return []
    with open_ledger(folder) as ledger:
        found = [*ledger.rows(_BEGINNING, start, start + "\U0010ffff", kind, kind, _CANDIDATES)]
        if len(found) < count:
            found += ledger.rows(_INSIDE, f"% {_escaped(start)}%", kind, kind, _CANDIDATES)
        ranked = sorted(dict.fromkeys(found), key=lambda row: (-row[-1], len(row[2]), row[0]))[:count]
        return [Found(Name(*row[:3]), *row[3:]) for row in ranked]


_FOUND = """SELECT DISTINCT e.path, e.type, e.name, e.title,
  (SELECT count(DISTINCT article) FROM cluster c WHERE c.entity = e.n)
FROM lookup l JOIN entity e ON e.n = l.entity
WHERE {} AND e.live = 1 AND e.merged IS NULL AND (? IS NULL OR e.type = ?) LIMIT ?"""
_BEGINNING = _FOUND.format("l.key >= ? AND l.key < ?")
_INSIDE = _FOUND.format("l.key LIKE ? ESCAPE '!'")


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def successor(folder: Path, path: str) -> str | None:
    """The path that took the place of a merged entity's, None where nothing did."""
    with open_ledger(folder) as ledger:
        row = ledger.one(
            "SELECT b.path FROM entity a JOIN entity b ON b.n = a.merged WHERE a.path = ? AND a.merged IS NOT NULL",
            path,
        )
        return str(row[0]) if row else None


def withdrawn(folder: Path, path: str) -> bool:
    """Whether there was an article of that path, or of the version that it names, and is none now."""
    with open_ledger(folder) as ledger:
        row = ledger.one("SELECT deleted FROM change WHERE kind = 'article' AND path = ?", path.partition("/v/")[0])
        return bool(row and row[0])


def article_page(folder: Path, path: str) -> ArticlePage:
    """The page of an article's path; GraphError if there is none."""
    with open_ledger(folder) as ledger, ledger.snapshot():
        resolved = ledger.resolved(path)
        text = ledger.text(path)
        facts = tuple(resolved.facts)
        marks: list[Mark] = [
            *((span, each.path, None, None) for each in resolved.statements for span in each.content),
            *((each.evidence[:2], None, each.path, None) for each in facts),
            *(
                (span, None, None, resolved.entities.get(each.id))
                for each in resolved.record.entities
                for span in each.mentions
            ),
        ]
        ends = {max(end for _, end in each.content): each.path for each in resolved.statements if each.content}
        pieces = tuple(_pieces(text, marks, ends)) if text is not None else ()
        paths = {entity for _, _, _, entity in marks if entity}
        paths |= {each for fact in facts for each in (fact.subject, fact.object, fact.place) if each}
        names = {each: name(ledger, each) for each in paths}
        named = dict.fromkeys(entity for _, _, _, entity in sorted(marks, key=lambda mark: mark[0]) if entity)
        article = ledger.article(path)
        return ArticlePage(
            article,
            outlet(ledger, article),
            pieces,
            tuple(told_in(ledger, path)),
            facts,
            names,
            tuple(names[each] for each in named),
            tuple(ledger.article(each) for (each,) in list(ledger.rows(_COPIES, path))),
        )


_COPIES = (
    "SELECT o.path FROM version v JOIN copy c ON c.article = v.n JOIN version o ON o.n = c.other"
    " WHERE v.path = ? AND v.state = 1 AND o.state = 1 ORDER BY o.published, o.path"
)


def _pieces(text: str, marks: list[Mark], ends: dict[int, str]) -> Iterator[Piece]:
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
        yield Piece(text[start:end], statements, facts, entity, (ends[end],) if end in ends else ())


def supports(folder: Path, wanted: Iterable[tuple[str, str]]) -> list[Support]:
    """The statements and facts of pairs of an article's and their own path, with their words in context."""
    with open_ledger(folder) as ledger, ledger.snapshot():
        return [each for article, path in wanted for each in _support(ledger, article, path)]


def _support(ledger: Ledger, article: str, path: str) -> Iterator[Support]:
    head = ledger.article(article)
    text = ledger.text(article)
    for each in told_in(ledger, article):
        if each.statement.path == path:
            excerpts = tuple(_excerpt(text, *span) for span in each.statement.evidence)
            yield Support(head, each.outlet, excerpts, {}, told=each)
    for fact in ledger.resolved(article).facts:
        if fact.path == path:
            names = {end: name(ledger, end) for end in (fact.subject, fact.object) if end}
            yield Support(head, outlet(ledger, head), (_excerpt(text, *fact.evidence),), names, fact=fact)


def _excerpt(text: str | None, start: int, end: int, exact: str) -> Excerpt:
    if text is None:
        return Excerpt("", exact, "")
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    cut_before = before if start <= _AROUND else "… " + before.partition(" ")[2]
    cut_after = after if end + _AROUND >= len(text) else after.rpartition(" ")[0] + " …"
    return Excerpt(cut_before, exact, cut_after)


def told_in(ledger: Ledger, path: str) -> list[Told]:
    """The statements of an article."""
    article = ledger.article(path)
    printed_by = outlet(ledger, article)

    def one(entity: str | None) -> Name | None:
        return name(ledger, entity) if entity else None

    return [
        Told(each, article, printed_by, tuple(name(ledger, s) for s in each.speakers), one(each.place), one(each.via))
        for each in ledger.resolved(path).statements
    ]


def outlet(ledger: Ledger, article: StoredArticle) -> Name | None:
    """The outlet of an article, by the name that it gives itself."""
    if not article.publisher:
        return None
    domain = article.publisher.removeprefix("publisher/")
    (given,) = ledger.one("SELECT publisher FROM version WHERE path = ? AND state = 1", article.path)
    return Name(article.publisher, "Publisher", outlet_name(domain, given))


def outlet_name(domain: str, given: str | None) -> str:
    """What an outlet is called: as the list of outlets has it, else as an article gives it, else its domain."""
    return next(iter(publisher_names(domain)), given or domain)


def name(ledger: Ledger, path: str) -> Name:
    """An entity by its path, under the path itself if there is none."""
    row = ledger.one("SELECT path, type, name FROM entity WHERE path = ?", path)
    return Name(*row) if row else Name(path, "", path)
