"""The tokens that names are made of: those of the prose, split where two words or names are glued together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.prose import Prose

BOUNDARY = "¶"
_LONGEST_ACCOUNT = 10  # tokens of an account's name, with its "@"
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
    borders, split, glued = _after_borders(prose), _with_capitals(prose.words), _after_at(prose)
    found = Tokens([BOUNDARY], [0], [0])
    done = 0
    for i in sorted({*borders, *split, *glued, len(prose.words)}):
        _append(found, prose.words[done:i], prose.starts[done:i], prose.ends[done:i])
        done = i + 1
        at = prose.ends[i - 1] if i else 0
        if i in borders or i == len(prose.words):
            _append(found, [BOUNDARY], [at], [at])
        if i in glued:
            found.words[-1] += prose.words[i]
            found.ends[-1] = prose.ends[i]
        elif i in split:
            _append_parts(found, prose.words[i], prose.starts[i])
        else:
            done = i
    return found


def _append(found: Tokens, words: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> None:
    found.words.extend(words)
    found.starts.extend(starts)
    found.ends.extend(ends)


def _after_borders(prose: Prose) -> set[int]:
    """The tokens that are the first of a paragraph, or behind something skipped."""
    firsts = {bisect_left(prose.starts, start) for start, _ in prose.paragraphs}
    behind = {bisect_left(prose.starts, end) for _, end in prose.skipped}
    return {i for i in firsts | {i for i in behind if _is_apart(prose, i)} if i < len(prose.words)}


def _is_apart(prose: Prose, i: int) -> bool:
    """Whether more than space stands before a token."""
    before = prose.text[prose.ends[i - 1] if i else 0 : prose.starts[i]] if i < len(prose.words) else ""
    return len(before) > 1 and not before.isspace()


def _with_capitals(words: Sequence[str]) -> set[int]:
    """The tokens that may be two: those with capitals elsewhere than at the beginning, or with other marks in them."""
    return {
        i
        for i, word in enumerate(words)
        if not word.islower() and len(word) > 2 and not (word.isalpha() and (word.istitle() or word.isupper()))
    }


def _after_at(prose: Prose) -> set[int]:
    """The tokens that belong to the account whose "@" stands right before them."""
    glued: set[int] = set()
    for at in [i for i, word in enumerate(prose.words) if word == "@"] if "@" in prose.words else ():
        for i in range(at + 1, min(at + _LONGEST_ACCOUNT, len(prose.words))):
            if prose.starts[i] != prose.ends[i - 1] or prose.words[i] == "@":
                break
            glued.add(i)
    return glued


def _append_parts(found: Tokens, word: str, start: int) -> None:
    cuts = [(a, b) for a, b in pairwise(_borders(word)) if a < b]
    _append(found, [word[a:b] for a, b in cuts], [start + a for a, _ in cuts], [start + b for _, b in cuts])


def _borders(word: str) -> list[int]:
    clitic = _CLITIC.fullmatch(word)
    if clitic and not clitic[3].startswith(clitic[1].lower()) and not clitic[1].endswith(clitic[3]):
        return [0, clitic.end(1), clitic.end(2), len(word)]
    return [0, *(m.start() for m in _CUTS.finditer(word)), len(word)]
