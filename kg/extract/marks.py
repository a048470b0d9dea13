"""Which token of the prose belongs to which entity mention: the view that roles and facts are found in."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from msgspec import Struct

from kg.extract.prose import Prose
from kg.model import Entity, Span


class Mention(Struct, frozen=True, gc=False):
    """One mention of an entity in tokens: indices, end exclusive."""

    entity: Entity
    first: int
    end: int
    span: Span


@dataclass(frozen=True, slots=True)
class Marks:
    """The tokens in lower case, and the mention that covers each token (None outside of names).

    `twins` holds, by token, the second name of a token that has two ("Budi-Sari").
    """

    prose: Prose
    lower: tuple[str, ...]
    mentions: tuple[Mention, ...]
    at: tuple[Mention | None, ...]
    twins: dict[int, Mention]
    _firsts: tuple[int, ...] = ()

    def mentions_in(self, first: int, end: int) -> tuple[Mention, ...]:
        """The mentions that start among the tokens [first, end)."""
        return self.mentions[bisect_left(self._firsts, first) : bisect_left(self._firsts, end)]

    def span(self, first: int, end: int) -> Span:
        """The code points of a range of tokens."""
        return self.prose.starts[first], self.prose.ends[end - 1]

    def text(self, first: int, end: int) -> str:
        """The text of a range of tokens, as it stands."""
        start, stop = self.span(first, end)
        return self.prose.text[start:stop]


@lru_cache(maxsize=1)  # the stages ask one after the other for the same
def mark(prose: Prose, entities: tuple[Entity, ...]) -> Marks:
    """Lay the entities' mentions over the tokens; where two overlap, the longer one that starts first wins."""
    spans = [(s, -t, e) for e in entities for s, t in e.mentions]
    spans.sort(key=lambda x: x[:2])
    mentions: list[Mention] = []
    at: list[Mention | None] = [None] * len(prose.words)
    twins: dict[int, Mention] = {}
    free = 0
    for start, negative_end, entity in spans:
        first, end = bisect_left(prose.ends, start + 1), bisect_left(prose.starts, -negative_end)
        mention = Mention(entity, first, end, (start, -negative_end))
        if first == free - 1 and mentions and mentions[-1].span[1] < start:
            twins[first] = mention
            at[free:end] = [mention] * (end - free)
            free = max(free, end)
        if first < free or first >= end:
            continue
        mentions.append(mention)
        at[first:end] = [mention] * (end - first)
        free = end
    firsts = tuple([m.first for m in mentions])
    return Marks(prose, prose.lower, tuple(mentions), tuple(at), twins, firsts)
