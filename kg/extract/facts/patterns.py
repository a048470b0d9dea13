"""The patterns of the predicates, as `schemas/predicates.toml` gives them, made ready for matching.

A pattern is written as it reads: `A` is the subject of the fact, `B` its object, lower-case words are themselves.

    A bertemu [dengan] B          words in square brackets may be missing
    A menangkap|menahan B         any of the words
    B ditangkap|ditahan [oleh] A  a passive
    A mendukung ~B                up to four words may stand before the name ("langkah B")
    B milik =A                    not even an adverb may stand before the name
    A menjenguk B:Person          only if the object is a person (or: B:Person|Place)
    A+B bertemu                   two or more names joined by "dan"
    B _ digelar di A              `_` stands for up to five words
    A kalah ... dari B            `...` stands for up to fifteen words and names
    A bersama B V                 `V` is any verb in the active voice

    S menjadi fokus, yakni B      `S` is the body that the speaker of these words speaks for, or else the speaker

A slot before the first word is looked for where the subject of that verb stands (`=A`: right before it, or before its
comma or bracket), a slot after it where it is written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Literal

_SLOT = re.compile(r"(?P<reach>[~=]?)(?P<slot>A\+B|[ABS])(?::(?P<types>[A-Z][\w|]*))?")
_REACH = {"=": 0, "~": 4}  # words that may stand before the name of a slot; else one adverb
_GAPS = {"_": 5, "...": 15}


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: a slot, a gap, or words of which one must (or may) stand there."""

    kind: Literal["slot", "gap", "word", "verb"]
    slot: str = ""
    reach: int = 1
    types: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of a predicate: the slot before its first words (or None) and what follows from them on.

    `needed` are the words of which a sentence must hold one each, besides the first ones, for the pattern to fit.
    """

    predicate: str
    lead: Element | None
    elements: tuple[Element, ...]
    text: str
    needed: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Predicate:
    """What `schemas/predicates.toml` says about a predicate, as far as extraction needs it."""

    name: str
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool
    announced: bool
    dated: bool
    teams: bool
    chained: bool
    confidence: float
    unless: frozenset[str]
    games: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """All predicates, and their patterns by the words that can start them."""

    predicates: dict[str, Predicate]
    by_word: dict[str, tuple[Pattern, ...]]


@cache
def grammar() -> Grammar:
    """The predicates of the closed list, read once."""
    text = resources.files("kg.schemas").joinpath("predicates.toml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["predicate"]
    by_word: dict[str, list[Pattern]] = {}
    for row in rows:
        for written in row.get("patterns", ()):
            pattern = parse(row["name"], written)
            for word in pattern.elements[0].words:
                by_word.setdefault(word, []).append(pattern)
    return Grammar({row["name"]: _predicate(row) for row in rows}, {w: tuple(p) for w, p in by_word.items()})


def _predicate(row: dict[str, Any]) -> Predicate:
    return Predicate(
        row["name"],
        frozenset(row["domain"]),
        frozenset(row["range"]),
        row["symmetric"],
        row.get("announced", False),
        row.get("dated", False),
        row.get("teams", False),
        row.get("chained", False),
        row.get("confidence", 1.0),
        frozenset(row.get("unless", ())),
        row.get("games", True),
    )


def parse(predicate: str, written: str) -> Pattern:
    """Read a pattern; raises ValueError where it does not start with a word or a slot and a word."""
    parts = [_element(part) for part in written.split()]
    lead = parts[0] if parts[0].kind == "slot" else None
    elements = tuple(parts[1:] if lead else parts)
    if not elements or elements[0].kind != "word" or elements[0].optional:
        raise ValueError(f"{predicate}: the pattern {written!r} has no word to start from")
    needed = sorted((e.words for e in elements[1:] if e.kind == "word" and not e.optional), key=len)
    return Pattern(predicate, lead, elements, written, tuple(needed))


def fitting(starts: Iterable[str], sentence: frozenset[str]) -> dict[str, tuple[Pattern, ...]]:
    """The patterns of which a sentence of these words holds all that they need, by those words that can start them."""
    needed, present = _needed(), sentence & _needed_by_any()
    found = {word: _fitting(word, present & needed[word]) for word in starts}
    return {word: patterns for word, patterns in found.items() if patterns}


@lru_cache(maxsize=20_000)
def _fitting(word: str, present: frozenset[str]) -> tuple[Pattern, ...]:
    """The patterns that start with the word, and need no others than those of their words that are present."""
    return tuple([p for p in grammar().by_word[word] if not any(map(present.isdisjoint, p.needed))])


@cache
def _needed() -> dict[str, frozenset[str]]:
    """All words that patterns need, by the words that can start them."""
    by_word = grammar().by_word
    return {word: frozenset().union(*(words for p in ps for words in p.needed)) for word, ps in by_word.items()}


@cache
def _needed_by_any() -> frozenset[str]:
    return frozenset().union(*_needed().values())


@cache
def starts() -> frozenset[str]:
    """The words that patterns can start with."""
    return frozenset(grammar().by_word)


def _element(part: str) -> Element:
    if slot := _SLOT.fullmatch(part):
        types = frozenset((slot["types"] or "").split("|")) - {""}
        return Element("slot", slot["slot"], _REACH.get(slot["reach"], 1), types)
    if part == "V":
        return Element("verb")
    if part in _GAPS:
        return Element("gap", part, _GAPS[part])
    return Element("word", words=frozenset(part.strip("[]").split("|")), optional=part.startswith("["))
