"""Quotations that are nearly the same: one outlet drops a word, another spells one differently.

Candidates share a band of a MinHash over pairs of words (package rensa); then the words themselves are compared (package
rapidfuzz). A sentence that is filled in again differs in its numbers, in its names, or in a word that turns its sense, so
these must agree.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter
from functools import cache

from rapidfuzz.distance import Levenshtein
from rensa import RMinHash  # pyright: ignore[reportAttributeAccessIssue]

from kg.keys import key
from kg.language import lines

_PERMUTATIONS, _ROWS, _SEED = 16, 2, 42
_LEAST_WORDS = 8  # shorter ones differ by one word and say something else
_ALIKE = 0.8  # of the words, in their order
_NO_WORD = re.compile(r"[\W_]+")
_TOKEN = re.compile(r"[^\W_]+(?:[-.,:/][^\W_]+)*|[.!?…]")


def words(said: str) -> list[str]:
    """The words of a quotation, by which alone it is compared."""
    return _NO_WORD.sub(" ", key(said)).split()


def bands(said: str) -> list[int]:
    """Numbers of which two quotations that are alike share one, very probably; none for one too short to tell."""
    found = words(said)
    if len(found) < _LEAST_WORDS:
        return []
    minhash = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    minhash.update([f"{one} {other}" for one, other in zip(found, found[1:], strict=False)])
    values = minhash.digest()
    parts = (struct.pack(f"<{_ROWS}I", *values[i : i + _ROWS]) for i in range(0, _PERMUTATIONS, _ROWS))
    return sorted({zlib.crc32(part) << 3 | i for i, part in enumerate(parts)})


def are_variants(one: str, other: str) -> bool:
    """Whether two quotations are forms of one: at least eight words, four of five alike, and none that tells them apart."""
    mine, theirs = words(one), words(other)
    if min(len(mine), len(theirs)) < _LEAST_WORDS or _telling(mine) != _telling(theirs):
        return False
    names, others = _names(one), _names(other)
    if not (names <= others or others <= names):
        return False
    return Levenshtein.normalized_similarity(mine, theirs, score_cutoff=_ALIKE) >= _ALIKE


def _telling(found: list[str]) -> Counter[str]:
    """The numbers among some words, and the words that turn the sense."""
    return Counter(word for word in found if any(map(str.isdigit, word)) or word in _turning())


@cache
def _turning() -> frozenset[str]:
    return frozenset(lines("telling_words"))


def _names(said: str) -> set[str]:
    """The words with a capital that begin no sentence."""
    tokens = _TOKEN.findall(said)
    return {
        word.lower()
        for before, word in zip([".", *tokens], tokens, strict=False)
        if word[0].isupper() and before not in ".!?…"
    }
