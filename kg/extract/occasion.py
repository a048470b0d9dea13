"""When and where each statement was made: said in its own sentence, or once for the occasion that it belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from msgspec.structs import replace

from kg.extract.prose import Prose
from kg.extract.when import Date, dates_in
from kg.language import table
from kg.model import Basis, DateRef, Entity, PlaceRef, Span, Statement

_WORDS: dict[str, list[str]] = table("occasions")


def _any(kind: str) -> str:
    return (
        "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(_WORDS[kind], key=len)[::-1]) + ")"
    )


_RELAY = re.compile(rf"\b{_any('relay')}\b", re.IGNORECASE)
_RELAYING = re.compile(rf"\s{_any('relaying')}\b")
_SAME = re.compile(rf"\b{_any('same')}\b", re.IGNORECASE)
_OTHER = re.compile(rf"\W*{_any('other')}\b", re.IGNORECASE)
_EVENT = re.compile(rf"\b{_any('events')}\b", re.IGNORECASE)
_THIS = re.compile(rf"\b{_any('this')}\b", re.IGNORECASE)
_AHEAD = re.compile(rf"\b{_any('ahead')}\b", re.IGNORECASE)
_SITE = re.compile(rf"\b(?:di|[Dd]i|ke|mengunjungi|mendatangi)(?:\s+{_any('site_words')}\b,?)*\s+\Z")
_SAYING = re.compile(rf"\b{_any('saying_words')}\W*\Z", re.IGNORECASE)
_OPENING = re.compile(r"\W*(?:Dalam|Saat|Ketika|Usai|Seusai|Pada|Berbicara|Ditemui|Setelah)\b[^,]*\Z")
_ELSEWHERE = re.compile(rf"\b{_any('elsewhere')}\s+\Z")
_CHAIN = re.compile(r"(?:,?\s+(?:di\s+|pada\s+|hari\s+)?\(?|\s*\(\w+\))\Z|\A\Z")
_GLUED = re.compile(r"(?<=[)\d])\.(?=[A-Z])")
_REACH = 60  # characters before a place that are read


class _Occasion(NamedTuple):
    """A place (entity id) and a day, either of which may be unknown."""

    place: str | None = None
    date: str | None = None


class _Site(NamedTuple):
    start: int
    end: int
    entity: str


def place_and_date(
    prose: Prose, entities: Sequence[Entity], statements: Sequence[Statement], published: str | None
) -> tuple[Statement, ...]:
    """The statements with place and date of utterance filled in; `published` as `when.reference_day` gives it."""
    article = _article(prose, entities, statements, published)
    own = [_own(article, s) for s in statements]
    told = _from_events(article, statements, own)
    inherited = _inherited(article, statements, told)
    told = _from_others(article, statements, told, inherited)
    inherited = _inherited(article, statements, told)
    return tuple(_filled(*each) for each in zip(statements, own, inherited, strict=True))


@dataclass(frozen=True, slots=True)
class _Article:
    """What the rules look at: dates and places outside of what was said, in text order."""

    prose: Prose
    dates: tuple[Date, ...]
    sites: tuple[_Site, ...]
    people: tuple[tuple[int, str], ...]
    sources: dict[str, tuple[Span, ...]]
    bodies: frozenset[str]

    @property
    def text(self) -> str:
        return self.prose.text


def _article(
    prose: Prose, entities: Sequence[Entity], statements: Sequence[Statement], published: str | None
) -> _Article:
    said = sorted(span for s in statements for span in s.content)
    starts = [a for a, _ in said]
    ends: list[int] = []
    for _, b in said:
        ends.append(max(b, ends[-1] if ends else 0))

    def free(at: int) -> bool:
        i = bisect_left(starts, at + 1) - 1
        return i < 0 or ends[i] <= at

    dates = tuple(
        d
        for d in dates_in(prose, published)
        if len(d.value) == 10
        and free(d.span[0])
        and not (published and len(published) >= 10 and d.value > published[:10])
    )
    sites = sorted(
        _Site(a, b, e.id) for e in entities if e.type in ("Place", "Organization") for a, b in e.mentions if free(a)
    )
    people = sorted((a, e.id) for e in entities if e.type in ("Person", "Unnamed") for a, _ in e.mentions)
    return _Article(
        prose,
        dates,
        tuple(sites),
        tuple(people),
        {e.id: e.mentions for e in entities},
        frozenset(e.id for e in entities if e.type == "Organization"),
    )


def _sentence(article: _Article, at: int) -> Span:
    """The sentence around an offset; full stops glued to the next sentence end it too."""
    start, end = article.prose.sentence_at(at)
    for stop in _GLUED.finditer(article.text, start, end):
        if stop.start() >= at:
            return start, stop.end()
        start = stop.end()
    return start, end


def _within(items: Sequence, sentence: Span) -> Sequence:
    return items[bisect_left(items, sentence[0], key=_start) : bisect_left(items, sentence[1], key=_start)]


def _start(item: Date | _Site | tuple[int, str]) -> int:
    return item.span[0] if isinstance(item, Date) else item[0]


def _own(article: _Article, statement: Statement) -> _Occasion:
    """What the sentence of the cue says."""
    if statement.cue is None or statement.inside:
        return _Occasion()
    cue = statement.cue
    sentence = _sentence(article, cue[0])
    dates = [d for d in _within(article.dates, sentence) if not _relayed(article, statement, d, sentence)]
    date = min(dates, key=lambda d: _distance(d.span[0], cue), default=None)
    sites = [s for s in _within(article.sites, sentence) if _is_site(article, s, statement, sentence, date)]
    site = min(sites, key=lambda s: _distance(s.start, cue), default=None)
    return _Occasion(site and site.entity, date and date.value)


def _distance(at: int, cue: Span) -> tuple[bool, int]:
    """What follows the cue is nearer to it than what precedes it."""
    return at < cue[0], abs(at - cue[1])


def _relayed(article: _Article, statement: Statement, date: Date, sentence: Span) -> bool:
    start, end = date.span
    since = statement.cue[0] if statement.cue and statement.cue[0] < start else sentence[0]
    if _RELAY.search(article.text, since, start) or _RELAYING.match(article.text, end):
        return True
    named = article.sources.get(statement.via or "", ())
    return any(since <= a and b <= start <= b + 8 for a, b in named)


def _is_site(article: _Article, site: _Site, statement: Statement, sentence: Span, date: Date | None) -> bool:
    text, cue = article.text, statement.cue
    preposition = _SITE.search(text, max(sentence[0], site.start - _REACH), site.start)
    if preposition is None or cue is None or _ELSEWHERE.search(text, sentence[0], preposition.start()):
        return False
    before = preposition.start()
    if date and (_leads_to(article, site, date) or 0 <= site.start - date.span[1] < 12):
        return True
    if site.start < cue[0]:
        return bool(_OPENING.match(text, sentence[0], before)) if sentence[0] < before else False
    reach = text[max(cue[0], before - _REACH) : before].rstrip()
    end = len(text[:before].rstrip())
    spoken_by = end == cue[1] or any(b == end for i in statement.speakers for _, b in article.sources.get(i, ()))
    return spoken_by or bool(_SAYING.search(reach))


def _leads_to(article: _Article, site: _Site, date: Date) -> bool:
    """Whether only further place names stand between a place and a date: "di Gedung DPR, Senayan, Jakarta, Senin"."""
    at = site.end
    for following in _within(article.sites, (site.end, date.span[0])):
        if not _CHAIN.search(article.text[at : following.start]):
            return False
        at = following.end
    return len(article.text[at : date.span[0]].strip(" ,(")) < 12


def _inherited(article: _Article, statements: Sequence[Statement], own: Sequence[_Occasion]) -> list[_Occasion]:
    result = [_Occasion()] * len(statements)
    speakers = {s.speakers for s in statements if s.speakers}
    for who in speakers:
        turns = [i for i, s in enumerate(statements) if set(who) <= set(s.speakers) and not s.inside]
        for i, occasion in zip(
            turns, _timeline(article, [statements[i] for i in turns], [own[i] for i in turns]), strict=True
        ):
            if statements[i].speakers == who:
                result[i] = occasion
    return result


def _timeline(article: _Article, turns: Sequence[Statement], own: Sequence[_Occasion]) -> list[_Occasion]:
    """The occasion of each of one speaker's statements: the last one stated, at the beginning the first to come."""
    groups: list[list[int]] = [[]]
    known = _Occasion()
    for i, (turn, here) in enumerate(zip(turns, own, strict=True)):
        new = here.date and known.date and here.date != known.date
        if new or (i and turn.cue and _OTHER.match(article.text, _sentence(article, turn.cue[0])[0])):
            groups.append([])
            known = _Occasion()
        groups[-1].append(i)
        known = _Occasion(here.place or known.place, here.date or known.date)
    out = [_Occasion()] * len(turns)
    for group in groups:
        places = [own[i].place for i in group]
        dates = [own[i].date for i in group]
        for n, i in enumerate(group):
            out[i] = _Occasion(_last(places, n), _last(dates, n))
    return out


class _Event(NamedTuple):
    start: int
    occasion: _Occasion
    participants: frozenset[str]


def _events(article: _Article, statements: Sequence[Statement]) -> list[_Event]:
    """The dated sentences that report no statement."""
    cued = {_sentence(article, s.cue[0])[0] for s in statements if s.cue}
    events = []
    for date in article.dates:
        sentence = _sentence(article, date.span[0])
        text = article.text[slice(*sentence)]
        if sentence[0] in cued or _RELAY.search(text) or _AHEAD.search(text) or not _EVENT.search(text):
            continue
        sites = [
            s
            for s in _within(article.sites, sentence)
            if _SITE.search(article.text, max(sentence[0], s.start - _REACH), s.start)
            and (_leads_to(article, s, date) or 0 <= s.start - date.span[1] < 12)
        ]
        who = frozenset(e for _, e in _within(article.people, sentence))
        events.append(_Event(sentence[0], _Occasion(sites[0].entity if sites else None, date.value), who))
    return events


def _from_events(article, statements, own):
    events = _events(article, statements)
    out = list(own)
    dated = {w for s, o in zip(statements, own) if o.date for w in s.speakers}
    for i, s in enumerate(statements):
        if s.inside or not s.speakers or set(s.speakers) & dated:
            continue
        at = (s.cue or s.content[0])[0]
        this = s.cue and _THIS.search(article.text, *_sentence(article, s.cue[0]))
        found = [e for e in events if e.start <= at and (this or set(s.speakers) <= e.participants)]
        if found:
            out[i] = _Occasion(own[i].place or found[-1].occasion.place, found[-1].occasion.date)
    return out


def _from_others(article, statements, told, inherited):
    out = list(told)
    dated = {w for s, o in zip(statements, inherited) if o.date for w in s.speakers}
    for i, s in enumerate(statements):
        if s.inside or not s.speakers or set(s.speakers) & dated:
            continue
        if i and s.cue and _SAME.search(article.text, *_sentence(article, s.cue[0])):
            out[i] = _Occasion(told[i].place or inherited[i - 1].place, inherited[i - 1].date)
            continue
        for j in range(i + 1, len(statements)):
            t = statements[j]
            if t.cue and told[j].date and t.speakers != s.speakers:
                sent = _sentence(article, t.cue[0])
                if (
                    any(
                        max(sent[0], t.cue[1] - 150) <= a < min(sent[1], t.cue[1] + 150)
                        for w in s.speakers
                        for a, b in article.sources[w]
                    )
                    and s.speakers[0] in article.bodies
                ):
                    out[i] = told[j]
                break
    return out


def _last(values: Sequence[str | None], n: int) -> str | None:
    return next((v for v in (*reversed(values[: n + 1]), *values[n + 1 :]) if v), None)


def _filled(statement: Statement, own: _Occasion, inherited: _Occasion) -> Statement:
    place, date = own.place or inherited.place, own.date or inherited.date
    return replace(
        statement,
        place=PlaceRef(entity=place, basis=_basis(own.place)) if place else None,
        date=DateRef(value=date, basis=_basis(own.date)) if date else None,
    )


def _basis(own: str | None) -> Basis:
    return "explicit" if own else "inherited"
