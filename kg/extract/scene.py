"""The scene of an article: the dates and places that it names outside of what was said, and who is beside them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from kg.extract.prose import Prose
from kg.extract.when import Date, dates_in
from kg.language import table
from kg.model import Entity, Span, Statement

_WORDS: dict[str, Any] = table("occasions")
_DAY = 10  # characters of an ISO date that names a day
_GLUED = re.compile(r"\.(?<=[)\d]\.)(?=[A-Z])")
_LONGEST_SENTENCE = 1500  # characters before and after a cue that are read at most
_DATE_ALONE = 45  # characters of a sentence that is nothing but the date torn off the one before
_TITLE_BEFORE, _TITLE_AFTER = 30, 60  # characters between a person and the body in his title


def words(kind: str) -> tuple[str, ...]:
    """A list of `occasions.toml`."""
    return tuple(_WORDS[kind])


def any_of(kind: str | Sequence[str]) -> str:
    """A regular expression for one of some words, or of a list of `occasions.toml`."""
    longest_first = sorted(words(kind) if isinstance(kind, str) else kind, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) + ")"


_GATHERINGS: list[dict[str, Any]] = _WORDS["gatherings"]


def _kinds(role: str) -> dict[str, frozenset[int]]:
    names = {name for gathering in _GATHERINGS for name in gathering[role]}
    return {n: frozenset(i for i, gathering in enumerate(_GATHERINGS) if n in gathering[role]) for n in names}


_AT, _TOLD = _kinds("at"), _kinds("told")
_AT_GATHERING = re.compile(rf"\b{any_of('at_times')}\s+(?:acara\s+|sesi\s+)?({any_of(list(_AT))})\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
SPOKEN_ELSEWHERE = frozenset(i for i, gathering in enumerate(_GATHERINGS) if gathering.get("elsewhere"))


def gatherings_at(text: str) -> frozenset[int]:
    """The kinds of gathering at which a sentence says that something was said: "usai rapat"."""
    return frozenset().union(*(_AT[" ".join(name.lower().split())] for name in _AT_GATHERING.findall(text)))


def gatherings_told(text: str) -> frozenset[int]:
    """The kinds of gathering that a sentence tells of."""
    return frozenset().union(*[_TOLD[word] for word in _WORD.findall(text.lower()) if word in _TOLD])


class Site(NamedTuple):
    """A mention of an entity."""

    span: Span
    entity: str

    @property
    def start(self) -> int:
        """Where it starts."""
        return self.span[0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.span[1]


def holds(text: str, phrases: Sequence[str]) -> bool:
    """Whether one of the phrases (in lower case) stands in a text."""
    lower = text.lower()
    return any(phrase in lower for phrase in phrases)


_Item = TypeVar("_Item", Date, Site)


@dataclass(frozen=True)
class Scene:
    """What of an article the rules of occasions look at, in text order; what stands in the words said is kept apart.

    `periods` are months and years, `dates` days.
    """

    prose: Prose
    text: str
    statements: Sequence[Statement]
    dates: tuple[Date, ...]
    periods: tuple[Date, ...]
    sites: tuple[Site, ...]
    said_dates: tuple[Date, ...]
    said_sites: tuple[Site, ...]
    actors: tuple[Site, ...]
    mentions: dict[str, tuple[Span, ...]]
    bodies: frozenset[str]
    _sentences: dict[int, Span] = field(default_factory=dict)
    _held: dict[tuple[str, ...], bool] = field(default_factory=dict)

    def holds(self, phrases: tuple[str, ...]) -> bool:
        """Whether one of the phrases stands anywhere in the text."""
        if phrases not in self._held:
            self._held[phrases] = holds(self.text, phrases)
        return self._held[phrases]

    def sentence(self, at: int) -> Span:
        """The sentence around an offset: up to a full stop glued to the next, with a date that was torn off its end."""
        sentence = self._sentences.get(at)
        if sentence is None:
            sentence = self._sentences[at] = self._sentence(at)
        return sentence

    def _sentence(self, at: int) -> Span:
        start, end = self.prose.sentence_at(at)
        start, end = max(start, at - _LONGEST_SENTENCE), min(end, at + _LONGEST_SENTENCE)
        for stop in _GLUED.finditer(self.text, start, end):
            if stop.start() >= at:
                return start, stop.end()
            start = stop.end()
        i = bisect_left(self.prose.sentences, (end, end))
        if i < len(self.prose.sentences):
            following = self.prose.sentences[i]
            if following[1] - end < _DATE_ALONE and self._starts_with_date(following):
                return start, following[1]
        return start, end

    def _starts_with_date(self, sentence: Span) -> bool:
        return any(not self.text[sentence[0] : date.span[0]].strip() for date in within(self.dates, sentence))

    @cached_property
    def employers(self) -> dict[str, frozenset[str]]:
        """The bodies in the titles at a person's mentions: "Ketua Yayasan Budi Ali", "Ali, humas Yayasan Budi"."""
        found: dict[str, set[str]] = {}
        for person in self.actors:
            if person.entity in self.bodies:
                continue
            start, end = self.prose.sentence_at(person.start)
            near = max(start, person.start - _TITLE_BEFORE), min(end, person.end + _TITLE_AFTER)
            for site in within(self.sites, near):
                before = site.end < person.start and "," not in self.text[site.end : person.start].rstrip(", ")
                after = site.start > person.end and self.text[person.end] == ","
                if site.entity in self.bodies and (before or after):
                    found.setdefault(person.entity, set()).add(site.entity)
        return {person: frozenset(bodies) for person, bodies in found.items()}


def scene(prose: Prose, entities: Sequence[Entity], statements: Sequence[Statement], published: str | None) -> Scene:
    """The scene of an article; dates after its publication are no dates of utterances and left out."""
    said = _Spans(span for s in statements for span in s.content)
    day = published if published and len(published) == _DAY else "9999"
    named = [d for d in dates_in(prose, published) if d.value <= day]
    dates = [d for d in named if len(d.value) == _DAY]
    mentions = sorted(Site(span, e.id) for e in entities for span in e.mentions)
    kinds = {e.id: e.type for e in entities}
    said_dates, told_dates = said.part(dates)
    said_sites, told_sites = said.part([m for m in mentions if kinds[m.entity] in ("Place", "Organization")])
    return Scene(
        prose,
        prose.text,
        statements,
        dates=told_dates,
        periods=said.part([d for d in named if len(d.value) < _DAY])[1],
        sites=told_sites,
        said_dates=said_dates,
        said_sites=said_sites,
        actors=tuple([m for m in mentions if kinds[m.entity] in ("Person", "Unnamed", "Organization")]),
        mentions={e.id: e.mentions for e in entities},
        bodies=frozenset(e.id for e in entities if e.type == "Organization"),
    )


class _Spans:
    """Spans that may nest, asked what begins in one of them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            self._starts.append(start)
            self._ends.append(max(end, self._ends[-1] if self._ends else 0))

    def part(self, items: Sequence[_Item]) -> tuple[tuple[_Item, ...], tuple[_Item, ...]]:
        """The items that begin in one of the spans, and the others."""
        inside: list[_Item] = []
        outside: list[_Item] = []
        for item in items:
            at = item.span[0]
            i = bisect_right(self._starts, at)
            (inside if i and self._ends[i - 1] > at else outside).append(item)
        return tuple(inside), tuple(outside)


def within(items: Sequence[_Item], span: Span) -> Sequence[_Item]:
    """The items that start in a span."""
    return items[bisect_left(items, ((span[0],),)) : bisect_left(items, ((span[1],),))]
