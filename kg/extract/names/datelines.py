"""The city of a dateline is a place, though it stands in capitals: `|SEOUL| - Hujan`, `|BINTAN|, Kabar Kita - Hujan`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from kg.extract.names.mentions import Mention
from kg.extract.names.tokens import BOUNDARY
from kg.language import table

_DASHES = frozenset("-–—")
_LONGEST_CITY = 3  # words
_NEAR = 8  # words from the city to the dash


def with_city(words: Sequence[str], tagged: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions, and as a place the words in capitals that open a text with a dateline."""
    first = next((i for i, word in enumerate(words) if word != BOUNDARY), len(words))
    last = next((i for i in range(first, len(words)) if not (words[i].isupper() and words[i].isalpha())), first)
    free = 0 < last - first <= _LONGEST_CITY and not any(m.first < last for m in tagged)
    if not free or not _is_dateline(words, last) or _is_outlet(words[first:last]):
        return tagged
    return [Mention(first, last, "Place"), *tagged]


def _is_dateline(words: Sequence[str], end: int) -> bool:
    """Whether a dash stands behind the city, or a comma and soon a dash; not `KABAR-KITA.COM`."""
    if words[end] in _DASHES:
        return "." not in words[end + 1]
    return words[end] == "," and not _DASHES.isdisjoint(words[end : end + _NEAR])


def _is_outlet(words: Sequence[str]) -> bool:
    return " ".join(words).lower() in _outlets()


@cache
def _outlets() -> frozenset[str]:
    return frozenset(name.lower() for names in table("outlets")["names"].values() for name in names)
