"""Who takes part in a competition: the two sides of a match, or who wins, loses or plays in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extract.facts.clauses import Items, Phrase, Word, words
from kg.extract.facts.matching import subject_of
from kg.language import table
from kg.model import Entity

_NEAR = 16  # items between the verb and the event at most


@dataclass(frozen=True, slots=True)
class _Lists:
    competing: frozenset[str]
    opposing: frozenset[str]
    prepositions: frozenset[str]
    openings: frozenset[str]
    words: frozenset[str]


@cache
def _lists() -> _Lists:
    data = table("events")
    kinds = data["competition"]
    return _Lists(
        frozenset(data["competing"]),
        frozenset(data["opposing"]),
        frozenset(data["prepositions"]),
        frozenset(kinds["openings"]),
        frozenset(kinds["words"]),
    )


@cache
def verbs() -> frozenset[str]:
    """The words that tell of competing."""
    return _lists().competing | _lists().opposing


def participants(items: Items) -> Iterator[tuple[Phrase, Phrase, int]]:
    """The phrases of those who take part and of the event, with the item of the verb that says so."""
    for at, item in enumerate(items):
        if isinstance(item, Phrase) and _is_competition(item) and _is_setting(items, at):
            for verb in _verbs(items, at):
                for phrase in _sides(items, verb):
                    if phrase is not item:
                        yield phrase, item, verb


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


def _verbs(items: Items, event: int) -> Iterator[int]:
    """The nearest verb of competing on either side of the event."""
    for step in (-1, 1):
        i = event + step
        while 0 <= i < len(items) and abs(i - event) <= _NEAR:
            item = items[i]
            if isinstance(item, Word):
                if item.lower in words().boundaries:
                    break
                if item.lower in _lists().competing or item.lower in _lists().opposing:
                    yield i
                    break
            i += step


def _sides(items: Items, verb: int) -> Iterator[Phrase]:
    subject = subject_of(items, verb)
    if subject is not None and subject.entities:
        yield subject
    word = items[verb]
    if isinstance(word, Word) and word.lower in _lists().opposing:
        for item in items[verb + 1 : verb + 5]:
            if isinstance(item, Phrase):
                yield item
                return
            if item.lower in words().boundaries or item.lower == ",":
                return
