"""The tokens that names are made of: those of the prose, split where two words or names are glued together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.prose import Prose

BOUNDARY = "¶"
_CUTS = re.compile(
    r"(?<=[^\W_])(?=[-/][A-Z])|(?<=\w[-/])(?=[A-Z])"  # Jokowi-JK, non-Muslim
    r"|(?<=\w\w)(?=\.[A-Z][a-z])|(?<=\w\w\.)(?=[A-Z][a-z])"  # Palembang.Kepala
    r"|(?<=[a-z]{3})(?=[A-Z][a-z]+$)"  # JakartaSaat
)
_CLITIC = re.compile(r"([A-Z]\w+)(-)(nya|lah|kah|pun|ku|mu|red|[a-z]{5,})")  # Twitter-nya; not Anak-anak, Jong-un


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
        if words[-1][0] == "@" and start == ends[-1]:  # the rest of an account's name
            words[-1] += word
            ends[-1] = end
        elif len(word) > 2 and not word.islower() and not (word.isalpha() and word.istitle()):
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
    for a, b in pairwise(_borders(word)):
        if a < b:
            words.append(word[a:b])
            starts.append(start + a)
            ends.append(start + b)


def _borders(word: str) -> list[int]:
    clitic = _CLITIC.fullmatch(word)
    if clitic and not clitic[3].startswith(clitic[1].lower()):
        return [0, clitic.end(1), clitic.end(2), len(word)]
    return [0, *(m.start() for m in _CUTS.finditer(word)), len(word)]
