"""The tokens that names are made of: those of the prose, split where two words or names are glued together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.prose import Prose

BOUNDARY = "¶"
_ODD = re.compile(r"[-/.'’]|[a-z)][A-Z]")
_CUTS = re.compile(
    r"(?<=[^\W_])(?=[-/][A-Z])|(?<=[a-z][-/])(?=[A-Z])|(?<=[A-Z][-/])(?=\w)"  # Jokowi-JK, U-19, non-Muslim
    r"|(?<=\w\w)(?=\.[A-Z][a-z])|(?<=\w\w\.)(?=[A-Z][a-z])"  # Palembang.Kepala
    r"|(?<=[a-z]{3})(?=[A-Z][a-z]+$)"  # JakartaSaat
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words with their offsets; a boundary token stands before, between and after stretches of running text."""

    words: list[str]
    starts: list[int]
    ends: list[int]


def tokens(prose: Prose) -> Tokens:
    """The tokens of the prose, with a boundary between paragraphs and wherever boilerplate was skipped."""
    text = prose.text
    paragraphs = iter([*(start for start, _ in prose.paragraphs), len(text) + 1])
    words, starts, ends = [BOUNDARY], [0], [0]
    at, border = 0, next(paragraphs)
    for word, start, end in zip(prose.words, prose.starts, prose.ends, strict=True):
        if start >= border or (start > at + 1 and not text[at:start].isspace()):
            words.append(BOUNDARY)
            starts.append(at)
            ends.append(at)
            while start >= border:
                border = next(paragraphs)
        if len(word) > 2 and _ODD.search(word):
            _append_parts(word, start, words, starts, ends)
        else:
            words.append(word)
            starts.append(start)
            ends.append(end)
        at = end
    words.append(BOUNDARY)
    starts.append(at)
    ends.append(at)
    return Tokens(words, starts, ends)


def _append_parts(word: str, start: int, words: list[str], starts: list[int], ends: list[int]) -> None:
    cuts = [0, *(m.start() for m in _CUTS.finditer(word)), len(word)]
    for a, b in zip(cuts, cuts[1:], strict=False):
        if a < b:
            words.append(word[a:b])
            starts.append(start + a)
            ends.append(start + b)
