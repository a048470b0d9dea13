"""How names are shortened: acronyms, parts of a person's name, left-out words that say what kind of thing it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.language import table

_WORD = re.compile(r"\w+")


def bare(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a name in lower case without punctuation, a bracketed acronym left out, known short words written out."""
    if "(" in words and words[-1] != ")":
        at = words.index("(")
        words = [*words[:at], *words[min(at + 3, len(words)) :]] if words[at + 2 : at + 3] == [")"] else words
    parts = [part for word in words for part in _WORD.findall(word.lower())]
    known = _short_words()
    return tuple(full for part in parts for full in known.get(part, (part,)))


def is_acronym_of(short: str, words: Sequence[str]) -> bool:
    """Whether `short` can stand for the words: their first letters, or beginnings of them, in their order (BPS, Kaltim)."""
    letters = short.lower()
    full = [part for word in words for part in _WORD.findall(word.lower())]
    if not letters.isalnum() or not 1 < len(letters) < 14 or len(full) < 2 or not any(map(str.isupper, short)):
        return False
    return full[0][0] == letters[0] and _spells(letters, tuple(full))


@cache
def _spells(letters: str, full: tuple[str, ...]) -> bool:
    """Whether the letters are made of beginnings of the words in their order, with at least half of the words used."""
    reached = {(0, 0)}
    for word in full:
        after = set(reached)
        for at, used in reached:
            n = 0
            while at + n < len(letters) and n < len(word) and letters[at + n] == word[n]:
                n += 1
                after.add((at + n, used + 1))
        reached = after
    return any(at == len(letters) and used >= 2 and 2 * used >= len(full) for at, used in reached)


def is_initials_of(short: str, full: Sequence[str]) -> bool:
    """Whether `short` is made of the first letters of all the words, small words optional (KPK; PPATK)."""
    if len(short) < 2 or len(full) < 2:
        return False
    return short in ("".join(w[0] for w in full), "".join(w[0] for w in full if w not in _small()))


def is_part_of_person(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the words stand in the full name in their order, an initial for the word that it begins (M Nuh, Mohammad Nuh)."""
    if len(short) == 1 and len(short[0]) == 1:
        return False
    rest = iter(full)
    return all(any(word == other or (len(word) == 1 and other[0] == word) for other in rest) for word in short)


def is_same_kind_left_out(short: Sequence[str], full: Sequence[str], kind: str) -> bool:
    """Whether the longer name of a place, organisation or event only says more about the thing that the shorter one names."""
    n, extra = len(short), len(full) - len(short)
    if extra <= 0:
        return False
    heads = _heads()
    if tuple(full[extra:]) == tuple(short):
        before = " ".join(full[:extra])
        return before in heads[kind]
    if tuple(full[:n]) == tuple(short):
        after = " ".join(full[n:])
        if kind == "Place":
            return after in heads["place_tails"]
        return kind == "Event" or (after not in heads["other_tails"] and full[n] not in heads["organ"] | heads["Place"])
    before, after = full[0], full[-1]
    if kind == "Organization" and before in heads[kind]:
        return after in heads["organization_tails"] and tuple(full[1:-1]) == tuple(short)
    return False


@cache
def _heads() -> dict[str, frozenset[str]]:
    words = table("name_heads")
    named = {"Place": "place", "Organization": "organization", "Event": "event"}
    lists = (*named, "organ", "place_tails", "organization_tails", "other_tails")
    return {key: frozenset(words[named.get(key, key)]) for key in lists}


@cache
def _small() -> frozenset[str]:
    return frozenset(("dan", "dan/atau", "untuk", "di", "of", "the", "and", "for", "on"))


@cache
def _short_words() -> dict[str, tuple[str, ...]]:
    return {short: tuple(full.split()) for short, full in table("short_names")["words"].items()}


@cache
def known_forms(kind: str) -> dict[tuple[str, ...], str]:
    """The names of a type that everybody knows under several forms, each form with the form that stands for all."""
    return {bare([form]): short for short, full in table("short_names")[kind].items() for form in (short, *full)}
