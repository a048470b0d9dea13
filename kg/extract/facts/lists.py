"""Groups that a list of names makes known: "dua tersangka, yaitu A dan B", or "Tiga orang … Ketiganya A, B, dan C".

Word lists: `clauses` of `kg.language`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from kg.extract.facts.clauses import Items, Phrase, Word, is_verb, words
from kg.extract.marks import Marks
from kg.model import Entity

_NOUNS = 6  # words of the group's noun phrase at most
_OPENING = 9  # tokens of a sentence within which it names the group
_SOME = 2  # of a group that must be found, since names may be missed
_ANY = 0  # the number of a group whose size is not told


def folded(items: Items) -> Items | None:
    """The items with each group that a list makes known as one phrase; None if there is none."""
    found: Items | None = None
    at = 1
    while at < len(found or items):
        current = found or items
        item = current[at]
        first = _group_before(current, at) if isinstance(item, Phrase) and item.entities else None
        if first is not None and isinstance(item, Phrase):
            whole = Phrase(item.entities, current[first].first, item.end, item.anaphor)
            found = Items([*current[:first], whole, *current[at + 1 :]])
            at = first
        at += 1
    return found


def _group_before(items: Items, at: int) -> int | None:
    """The item that the group's noun phrase begins with: the number in "dua tersangka, yaitu A dan B"."""
    lists, i = words(), at - 1
    while i >= 0 and isinstance(mark := items[i], Word) and (mark.lower in lists.naming or mark.lower == ","):
        i -= 1
    if not any(isinstance(mark, Word) and mark.lower in lists.naming for mark in items[i + 1 : at]):
        return None
    for first in range(i, max(i - _NOUNS, -1), -1):
        item = items[first]
        if not isinstance(item, Word) or not _may_be_noun(item.lower):
            return None
        if item.lower in lists.counting and first < i:
            return first
    return None


def _may_be_noun(lower: str) -> bool:
    return lower in words().groups or (lower[0].isalnum() and lower not in _no_nouns() and not is_verb(lower))


@cache
def _no_nouns() -> frozenset[str]:
    lists = words()
    return lists.boundaries | lists.relative | lists.conjunctions | lists.prepositions


@cache
def openings() -> frozenset[str]:
    """The words that a sentence may begin with which names a group of the one before."""
    return words().group_openings | words().plural_pronouns.keys()


Group = tuple[int, tuple[Entity, ...]]


def named_next(marks: Marks, read: Callable[[int, int], Items], first: int, end: int) -> Group | None:
    """The group that the sentence of the tokens [first, end) names at its start, and how many it says they are.

    "Ketiganya adalah A, B, dan C", "Kedua tersangka berinisial A dan B", "Pelaku bernama A".
    """
    lists, word = words(), marks.lower[first]
    size = lists.plural_pronouns.get(word, _ANY)
    if not size and word not in lists.group_openings:
        return None
    stop = min(first + _OPENING, end)
    names = next((at for at in range(first, stop) if marks.at[at] is not None), None)
    if names is None or not _is_naming(marks, first, names, alone=word.endswith("nya")):
        return None
    phrase = next((item for item in read(first, end) if isinstance(item, Phrase) and item.end > names), None)
    if phrase is None or (size and not min(size, _SOME) <= len(phrase.entities) <= size):
        return None
    return size or len(phrase.entities), phrase.entities


def _is_naming(marks: Marks, first: int, names: int, *, alone: bool) -> bool:
    between = marks.lower[first + 1 : names]
    lists = words()
    telling = lists.naming | lists.copulas | lists.relative
    if not all(_may_be_noun(word) or word in telling or word == "," or word.startswith("di") for word in between):
        return False
    return (alone and not between) or not (lists.naming | lists.copulas).isdisjoint(between)


def groups(marks: Marks, first: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """The noun phrases without a name in a sentence that a group of a size may stand for: [token, token after)."""
    lists = words()
    for at in range(first, end):
        if marks.at[at] is None and lists.sizes.get(marks.lower[at]) == size:
            stop = at + 1
            while stop < end and marks.at[stop] is None and _may_be_noun(marks.lower[stop]):
                stop += 1
            if not lists.groups.isdisjoint(marks.lower[at + 1 : stop]):
                yield at, stop
                return
