"""What the tagger sees of a word: its form and affixes, and the words beside it.

`describe(word)` depends on nothing but the word, so that what the tagger makes of a word is computed once and kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.extract.names.tokens import BOUNDARY
from kg.language import lines

OTHER, ANCHOR, NUMBER, HEAD, BORDER = range(5)
OFFSETS = (-2, -1, 0, 1, 2)
Views = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
_DIGIT = re.compile(r"\d")
_SITE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|co|id|net|org)")
_ROMAN = re.compile(r"[IVXL]+")


def shape(word: str) -> str:
    """The kind of form: `Xx`, `XX`, `X`, `xX`, `x`, `9`, `IV` (a Roman numeral), or the mark itself."""
    if word.islower():
        return "x"
    if not any(map(str.isalnum, word)):
        return word
    if word.isupper():
        return "X" if len(word) == 1 else "IV" if _ROMAN.fullmatch(word) else "X9" if _DIGIT.search(word) else "XX"
    if word.istitle():
        return "Xx"
    return "9" if word[0].isdigit() else "xX" if word[0].islower() else "XxX"


def is_anchor(word: str) -> bool:
    """Whether a name can begin or end with the word as far as its form goes: it has a capital, or needs none."""
    if word.islower():
        return word[0] == "@" or word in _names_written_small() or _SITE.fullmatch(word) is not None
    return any(map(str.isupper, word))


def kind(word: str) -> int:
    """What a token means for where names can be: ANCHOR, NUMBER, HEAD (begins names though small), BORDER or OTHER."""
    if word == BOUNDARY:
        return BORDER
    if is_anchor(word):
        return ANCHOR
    return NUMBER if word[0].isdigit() else HEAD if word in _heads_written_small() else OTHER


@cache
def _names_written_small() -> frozenset[str]:
    return frozenset(lines("names_small"))


@cache
def _heads_written_small() -> frozenset[str]:
    return frozenset(lines("name_heads_small"))


def normal(word: str) -> str:
    """The form under which a word is looked up: all digits are one digit."""
    return _DIGIT.sub("0", word)


def describe(word: str) -> Views:
    """The features of a word for itself, for its neighbours, and for the words two places away."""
    if word == BOUNDARY:
        return ("|",), ("|",), ("|",)
    form = normal(word)
    low = form.lower()
    far = ("w=" + low, "s=" + shape(word))
    affixes = (f"{side}{n}={part}" for n in (1, 2, 3, 4) for side, part in (("p", low[:n]), ("z", low[-n:])))
    return ("W=" + form, *far, *affixes), (*far, "z3=" + low[-3:]), far


def pairs(words: Sequence[str], i: int) -> tuple[str, str, str]:
    """The attributes of a token that look at its neighbours together with it: the word pairs and the shapes."""
    low = words[i].lower()
    before, after = words[i - 1], words[i + 1]
    return (
        f"<{before.lower()} {low}",
        f">{low} {after.lower()}",
        f"s{shape(before)} {shape(words[i])} {shape(after)}",
    )


def attributes(words: Sequence[str], i: int) -> list[str]:
    """All attributes of a token: the features of the words around it with their places, and its pairs."""
    last = len(words) - 1
    around = ((o, words[min(max(i + o, 0), last)]) for o in OFFSETS)
    return [f"{o}{f}" for o, word in around for f in describe(word)[abs(o)]] + [*pairs(words, i)]
