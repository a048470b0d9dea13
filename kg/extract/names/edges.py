"""Persons that the words beside them tell of: initials before a name, and letters that stand for a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec.structs import replace

from kg.extract.names.mentions import Mention
from kg.extract.names.tokens import BOUNDARY
from kg.language import lines, table

_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])*\.?")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_MOST_LETTERS = 3
_MOST_NAMES = 2  # that the tagger may have left out before a colon
_MARKS = frozenset("\"“”‘’'")


def completed(words: Sequence[str], tagged: Sequence[Mention]) -> list[Mention]:
    """The mentions, persons with initials and nicknames, and with those who are only letters ("tersangka RS")."""
    inside = {i for m in tagged for i in range(m.first, m.last) if m.last - m.first > 1 or "." not in words[i]}
    found = [_as_label(words, _with_initials(words, m, inside), inside) for m in tagged]
    found = _joined(words, found)
    widened = {m.first for m in found if m.last - m.first > 1}
    found = [m for m in found if m.last - m.first > 1 or m.first not in widened]
    found = [replace(m, type="Person") if m.last - m.first == 1 and _stands_for(words, m.first) else m for m in found]
    short = (i for i, word in enumerate(words) if len(word) <= _MOST_LETTERS and i not in inside)
    letters = [Mention(i, i + 1, "Person") for i in short if _stands_for(words, i)]
    return sorted([*found, *letters], key=lambda m: m.first) if letters else found


def _as_label(words: Sequence[str], m: Mention, inside: set[int]) -> Mention:
    """A person's mention that opens a paragraph, up to the colon behind its last name: "|Budi Santoso|: …"."""
    if m.type != "Person" or words[m.first - 1] != BOUNDARY:
        return m
    last = m.last
    while last - m.last < _MOST_NAMES and last not in inside and words[last].istitle() and words[last].isalpha():
        last += 1
    return replace(m, last=last) if words[last] == ":" else m


def _joined(words: Sequence[str], found: Sequence[Mention]) -> list[Mention]:
    """The mentions, those of a person before and behind a nickname in marks as one: `Budi "Bob" Santoso`."""
    ends = {m.last: m for m in found if m.type == "Person"}
    starts = {m.first: m for m in found if m.type == "Person"}
    whole: dict[int, Mention] = {}
    for i in range(2, len(words) - 2):
        if words[i - 1] in _MARKS and words[i + 1] in _MARKS and words[i].istitle():
            before, behind = ends.get(i - 1), starts.get(i + 2)
            if (before or behind) and words[i - 2].istitle() and words[i + 2].istitle():
                first, last = before.first if before else i - 2, behind.last if behind else i + 3
                whole[first] = Mention(first, last, "Person")
    covered = {i for m in whole.values() for i in range(m.first, m.last)}
    return sorted([*(m for m in found if m.first not in covered), *whole.values()], key=lambda m: m.first)


def _stands_for(words: Sequence[str], i: int) -> bool:
    """Whether letters stand for a person whom no name is given: "berinisial RS", "tersangka RS"."""
    if not _LETTERS.fullmatch(words[i]) or i == 0:
        return False
    before = words[i - 1].lower()
    return before in _lists()["initials"] or (before in _lists()["accused"] and len(words[i]) < _MOST_LETTERS)


def _with_initials(words: Sequence[str], m: Mention, inside: set[int]) -> Mention:
    """A person's mention from its initials on: "|A.A.| Gede Oka", and not "|H.| Gede Oka", which is a title."""
    first = m.first - 1 - (words[m.first - 1] == ".")
    if m.type != "Person" or first <= 0 or first in inside:
        return m
    dotted = first < m.first - 1 or "." in words[first]
    initials = dotted and _INITIALS.fullmatch(words[first]) and words[first].lower().strip(".") not in _ranks()
    return replace(m, first=first) if initials else m


@cache
def _ranks() -> frozenset[str]:
    return frozenset(lines("ranks"))


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in table("name_initials").items()}
