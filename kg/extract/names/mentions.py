"""From what the tagger found to all mentions of a document: a name seen clearly once is found everywhere in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.extract.names.features import is_anchor

Surface = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at the tokens `first` to `last` (exclusive), with its type."""

    first: int
    last: int
    type: str


def spans(stretches: Iterable[tuple[tuple[int, int], Sequence[str]]]) -> list[Mention]:
    """The mentions that the labels (`B-…`, `I-…`, `O`) of stretches stand for."""
    found = []
    for (start, _), labels in stretches:
        first = -1
        for i, label in enumerate([*labels, "O"], start):
            if first >= 0 and not label.startswith("I-"):
                found.append(Mention(first, i, labels[first - start][2:]))
                first = -1
            if label != "O" and first < 0:
                first = i
    return found


def everywhere(words: Sequence[str], tagged: Sequence[Mention]) -> list[Mention]:
    """All mentions of the names that were tagged, in text order, each with the type its name has in this document."""
    types = _types(words, tagged)
    taken = {i: m for m in tagged for i in range(m.first, m.last)}
    by_first: dict[str, list[Surface]] = defaultdict(list)
    for surface in sorted(types, key=len, reverse=True):
        by_first[surface[0]].append(surface)
    found = []
    i = 0
    while i < len(words):
        here = taken.get(i)
        best = next((s for s in by_first.get(words[i], ()) if tuple(words[i : i + len(s)]) == s), None)
        if here and here.first == i and (best is None or here.last - i >= len(best)):
            surface = tuple(words[i : here.last])
            found.append(Mention(i, here.last, types[surface]))
            i = here.last
        elif best and is_anchor(best[0]):
            found.append(Mention(i, i + len(best), types[best]))
            i += len(best)
        else:
            i += 1
    return found


def _types(words: Sequence[str], tagged: Iterable[Mention]) -> dict[Surface, str]:
    votes: dict[Surface, Counter[str]] = defaultdict(Counter)
    for m in tagged:
        votes[tuple(words[m.first : m.last])][m.type] += 1
    types = {surface: count.most_common(1)[0][0] for surface, count in votes.items()}
    for surface, kind in list(types.items()):
        if kind == "Person" and len(surface) > 1:
            for part in surface:
                if len(part) > 2 and part[0].isupper() and (part,) not in types:
                    types[part,] = "Person"
    return types
