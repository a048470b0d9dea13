"""What the model sees of a word by itself: its form, its affixes, its clusters and the word lists it is on.

`describe(word)` depends on nothing but the word, so that what the model makes of a word is computed once and kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.names.tokens import BOUNDARY

OFFSETS = (-2, -1, 0, 1, 2)
Clusters = Mapping[str, tuple[int, ...]]
_DIGIT = re.compile(r"\d")
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
    """Whether a name can begin or end with the word as far as its form goes: it holds a capital, or is an @."""
    return not word.islower() and (word == "@" or any(map(str.isupper, word)))


def normal(word: str) -> str:
    """The form under which a word is looked up in the clusters: digits are all one digit."""
    return _DIGIT.sub("0", word)


def describe(word: str, clusters: Clusters) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The features of a word for itself, for its neighbours, and for the words two places away."""
    if word == BOUNDARY:
        return ("|",), ("|",), ("|",)
    form = normal(word)
    low = form.lower()
    known = clusters.get(form) or clusters.get(low)
    far = ("w=" + low, "s=" + shape(word), *(f"c{i}={c}" for i, c in enumerate(known or (-1,))))
    affixes = (f"{side}{n}={part}" for n in (1, 2, 3, 4) for side, part in (("p", low[:n]), ("z", low[-n:])))
    return ("W=" + form, *far, *affixes), (*far, "z3=" + low[-3:]), far


def bigrams(words: Sequence[str], i: int) -> tuple[str, str, str]:
    """The attributes of a token that look at two words at once: with the word before, with the one after, the shapes."""
    low = words[i].lower()
    before, after = words[i - 1], words[i + 1]
    return (
        f"<{before.lower()} {low}",
        f">{low} {after.lower()}",
        f"s{shape(before)} {shape(words[i])} {shape(after)}",
    )
