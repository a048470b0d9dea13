"""Who takes part in a competition: the two sides of a match, or who wins, loses or plays in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.facts.clauses import Item, Items, Phrase, Word, is_verb, words
from kg.extract.facts.matching import subject_of
from kg.language import word_lists
from kg.model import Entity

_EARLY = 7  # items within which a sentence says who came
_NEAR = 16  # items between the verb and the event at most


@dataclass(frozen=True, slots=True)
class _Lists:
    competing: frozenset[str]
    opposing: frozenset[str]
    against: frozenset[str]
    prepositions: frozenset[str]
    titles: frozenset[str]
    lost: frozenset[str]
    attending: frozenset[str]
    openings: frozenset[str]
    words: frozenset[str]
    matches: frozenset[str]


@cache
def _lists() -> _Lists:
    return _Lists(**word_lists("events"))


@cache
def verbs() -> frozenset[str]:
    """The words that tell of competing."""
    return _lists().competing | _lists().opposing


def lost() -> frozenset[str]:
    """Words of failure that do not tell that somebody did not take part ("gagal melaju ke final")."""
    return _lists().lost


def matches() -> frozenset[str]:
    """Words of a sentence about a match, in which bodies that meet play."""
    return _lists().matches


def titles() -> frozenset[str]:
    """The words that head the titles of those who take part in the event that the title names."""
    return _lists().titles


def participants(items: Items) -> Iterator[tuple[Phrase, Phrase, int]]:
    """The phrases of those who take part and of the event, with the item of the verb that says so."""
    for at, item in enumerate(items):
        if isinstance(item, Phrase) and _is_competition(item) and _is_setting(items, at):
            for step in (-1, 1):
                yield from _participants(items, at, item, step)


def _is_competition(phrase: Phrase) -> bool:
    return any(entity.type == "Event" and is_competition(entity) for entity in phrase.entities)


def is_competition(event: Entity) -> bool:
    """Whether an event is one that is won or lost, by the words of its name."""
    parts = event.name.lower().split()
    return parts[0] in _lists().openings or not _lists().words.isdisjoint(parts)


def _is_setting(items: Items, at: int) -> bool:
    """Whether the event is where things happen: "pada laga pekan ke-2 Liga X"."""
    for i in range(at - 1, max(at - 7, -1), -1):
        before = items[i]
        if not isinstance(before, Word):
            return False
        if before.lower in _lists().prepositions:
            return True
        if before.lower in words().boundaries or before.lower in _lists().competing | _lists().opposing:
            return before.lower in _lists().competing | _lists().opposing
    return False


def _participants(items: Items, event: int, phrase: Phrase, step: int) -> Iterator[tuple[Phrase, Phrase, int]]:
    """Those of the nearest verb of competing, on one side of the event, that tells who competes."""
    i = event + step
    while 0 <= i < len(items) and abs(i - event) <= _NEAR:
        item = items[i]
        if isinstance(item, Word):
            if item.lower in words().boundaries:
                return
            sides = [side for side in _sides(items, i) if side is not phrase] if item.lower in verbs() else []
            if sides:
                yield from ((side, phrase, i) for side in sides)
                return
        i += step


def before(items: Items, event: Entity) -> Iterator[tuple[Phrase, Phrase, int]]:
    """As `participants`, of a sentence without an event, about the one that was named before."""
    if not any(isinstance(item, Phrase) and any(e.type == "Event" for e in item.entities) for item in items):
        yield from _played(items, event) if is_competition(event) else ()
        yield from _attended(items, event)


def _attended(items: Items, event: Entity) -> Iterator[tuple[Phrase, Phrase, int]]:
    """Who came: "Turut hadir Wakil Bupati X, Budi", "Mereka yang hadir antara lain A dan B"."""
    for at, item in enumerate(items[:_EARLY]):
        if isinstance(item, Phrase) and item.entities and not (at == 0 and item.anaphor):
            return
        if isinstance(item, Word) and item.lower in _lists().attending:
            guests = _guests(items[at + 1 : at + 1 + _EARLY])
            if guests is not None:
                yield guests, Phrase((event,), item.first, item.end, anaphor=True), at
            return


def _guests(items: Sequence[Item]) -> Phrase | None:
    """The first names, with no verb before them."""
    for item in items:
        if isinstance(item, Phrase):
            return item if item.entities else None
        if is_verb(item.lower):
            return None
    return None


def _played(items: Items, event: Entity) -> Iterator[tuple[Phrase, Phrase, int]]:
    """The sides of a match whose event was named before."""
    for at, item in enumerate(items):
        if isinstance(item, Word) and item.lower in _lists().opposing:
            sides = [subject_of(items, at), _opponent(items, at)]
            if all(side is not None and side.entities and not side.unnamed for side in sides):
                here = Phrase((event,), item.first, item.end, anaphor=True)
                yield from ((side, here, at) for side in sides if side is not None)


def _sides(items: Items, verb: int) -> Iterator[Phrase]:
    subject = subject_of(items, verb)
    if subject is not None and subject.entities:
        yield subject
    opponent = _opponent(items, verb)
    if opponent is not None:
        yield opponent


def _opponent(items: Items, verb: int) -> Phrase | None:
    """Who stands against the subject: right after "mengalahkan", or after "kalah 1-3 dari"."""
    word = items[verb]
    direct = isinstance(word, Word) and word.lower in _lists().opposing
    for item in items[verb + 1 : verb + 6]:
        if isinstance(item, Phrase):
            return item if direct else None
        if item.lower in words().boundaries or item.lower == ",":
            return None
        direct = direct or item.lower in _lists().against
    return None
