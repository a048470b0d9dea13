"""Titles run together: "wamenkeu" for "Wakil Menteri Keuangan", "kapolda" for "Kepala Kepolisian Daerah"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

_LEAST = 2  # letters that each word must give
_SHORT = {"kepala": "ka", "wakil": "wa", "ketua": "ke"}


def shortens(word: str, title: Sequence[str]) -> bool:
    """Whether the word is made of the beginnings of the first words of a title, two of them at least."""
    return len(word) >= 2 * _LEAST and _made_of(word, tuple(title[:5]), 0)


@lru_cache(maxsize=10_000)
def _made_of(word: str, title: tuple[str, ...], used: int) -> bool:
    if not word:
        return used >= 2
    if not title:
        return False
    first, rest = title[0], title[1:]
    for length in range(min(len(word), len(first)), _LEAST - 1, -1):
        fits = word[:length] == first[:length] or (length == _LEAST and word[:length] == _SHORT.get(first))
        if fits and _made_of(word[length:], rest, used + 1):
            return True
    return used > 0 and len(rest) > 0 and _made_of(word, rest, used)
