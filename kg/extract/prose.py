"""An article as prose: paragraphs, sentences and tokens with their offsets, and what is boilerplate.

Everything is computed once per article and shared by the stages. Nothing is cut out: offsets stay those of the text as given.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from kg.model import Span

_TOKEN = re.compile(r"\w+(?:[-'’./]\w+)*|[^\w\s]")
_PARAGRAPH = re.compile(r"[^\n\r]+")
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Prose:
    """One article's text with its units; spans are code points, end exclusive, in text order.

    `words[i]` is the token that starts at `starts[i]` and ends at `ends[i]`; tokens of skipped spans are not among them.
    """

    text: str
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    skipped: tuple[Span, ...]

    def tokens_in(self, span: Span) -> range:
        """The indices of the tokens that start within the span."""
        return range(bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1]))

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds the offset (or the nearest one before it)."""
        i = bisect_right(self.sentences, (offset, len(self.text) + 1)) - 1
        return self.sentences[max(i, 0)] if self.sentences else (0, len(self.text))


def prose(text: str) -> Prose:
    """Split a text into paragraphs, sentences and tokens."""
    paragraphs = tuple(m.span() for m in _PARAGRAPH.finditer(text) if m.group().strip())
    sentences: list[Span] = []
    for start, end in paragraphs:
        at = start
        for m in _SENTENCE_END.finditer(text, start, end):
            sentences.append((at, m.end()))
            at = m.end()
        sentences.append((at, end))
    matches = [m for s, e in paragraphs for m in _TOKEN.finditer(text, s, e)]
    return Prose(
        text,
        paragraphs,
        tuple(sentences),
        tuple(m.group() for m in matches),
        tuple(m.start() for m in matches),
        tuple(m.end() for m in matches),
        (),
    )
