"""Names of masked persons in what is derived from articles: found in running text, and hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec

from kg.model import Entity, Fact, Literal, Record, Span

MASKED = "[nama disamarkan]"
_BLOCK = "█"
_WORD = re.compile(r"[^\W_]+")


class Pattern:
    """What finds some names in running text, whatever their case and the spaces and signs between their words.

    Names are looked up by their first words, so thousands cost hardly more than a few. `wider` is a pattern whose
    names are found as well.
    """

    def __init__(self, forms: Iterable[str], wider: Pattern | None = None) -> None:
        """Use `pattern_of`."""
        self._by_first: dict[str, list[list[str]]] = {}
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._wider = wider
        for form in sorted(forms, key=len, reverse=True):
            if words := _WORD.findall(form):
                self._by_first.setdefault(_folded(words[0]), []).append(words)

    def __bool__(self) -> bool:
        return bool(self._by_first or self._wider)

    def spans(self, text: str) -> Iterator[Span]:
        """Where the names stand, the longest of those that begin at one place, none within another."""
        end = 0
        for word in _WORD.finditer(text):
            if word.start() >= end and (found := self._end(text, word.start(), _folded(word[0]))):
                end = found
                yield word.start(), end

    def found_in(self, text: str) -> bool:
        """Whether a name stands in the text."""
        return next(self.spans(text), None) is not None

    def _end(self, text: str, start: int, first: str) -> int:
        found = self._names(first).match(text, start) if first in self._by_first else None
        return max(found.end() if found else 0, self._wider._end(text, start, first) if self._wider else 0)

    def _names(self, first: str) -> re.Pattern[str]:
        if first not in self._compiled:
            names = (r"[\W_]+".join(map(re.escape, words)) for words in self._by_first[first])
            self._compiled[first] = re.compile(rf"(?:{'|'.join(names)})(?![^\W_])", re.IGNORECASE)
        return self._compiled[first]


def _folded(word: str) -> str:
    # What IGNORECASE takes for the same letter has the same key, the dotless and the dotted i too.
    return word.upper().casefold().replace("\u0307", "")


def pattern_of(forms: Iterable[str], wider: Pattern | None = None) -> Pattern | None:
    """What finds these names and those of `wider`, None if there are none."""
    return _pattern(tuple(sorted(set(forms))), wider) or None


@lru_cache(maxsize=64)
def _pattern(forms: tuple[str, ...], wider: Pattern | None) -> Pattern:
    return Pattern(forms, wider)


def hide(pattern: Pattern | None, text: str) -> str:
    """The text with the names hidden."""
    parts, done = [], 0
    for start, end in pattern.spans(text) if pattern else ():
        parts += [text[done:start], MASKED]
        done = end
    return "".join([*parts, text[done:]])


def black_out(pattern: Pattern | None, spans: Sequence[Span], text: str) -> str:
    """The text with the spans and names blackened, so that offsets still hold."""
    letters = list(text)
    found = [*spans, *pattern.spans(text)] if pattern else spans
    for start, end in found:
        letters[start:end] = _BLOCK * (end - start)
    return "".join(letters)


def hiding_words(words: Callable[[Span], str], spans: Sequence[Span], pattern: Pattern | None) -> Callable[[Span], str]:
    """The words of spans, with the mentions at `spans` and the names hidden."""
    ordered = sorted(spans, reverse=True)

    def hidden(span: Span) -> str:
        text = words(span)
        for start, end in ordered:
            if start < span[1] and span[0] < end:
                text = text[: max(start - span[0], 0)] + MASKED + text[end - span[0] :]
        return hide(pattern, text)

    return hidden


def hidden_record(record: Record, masked: frozenset[str], pattern: Pattern | None) -> Record:
    """The record with the entities of these ids nameless, names hidden in titles, and a telling headline withheld."""
    head = record.article
    if pattern and (pattern.found_in(head.title or "") or pattern.found_in(head.url or "")):
        head = msgspec.structs.replace(head, title=None, url=None)
    return msgspec.structs.replace(
        record,
        article=head,
        entities=tuple(_entity(entity, masked, pattern) for entity in record.entities),
        statements=tuple(
            msgspec.structs.replace(s, role=hide(pattern, s.role) if s.role else None) for s in record.statements
        ),
        facts=tuple(_fact(fact, pattern) for fact in record.facts),
    )


def _entity(entity: Entity, masked: frozenset[str], pattern: Pattern | None) -> Entity:
    if entity.id in masked:
        return msgspec.structs.replace(entity, name=MASKED, aliases=())
    aliases = tuple(hide(pattern, alias) for alias in entity.aliases)
    return msgspec.structs.replace(entity, name=hide(pattern, entity.name), aliases=aliases)


def _fact(fact: Fact, pattern: Pattern | None) -> Fact:
    if not isinstance(fact.object, Literal):
        return fact
    return msgspec.structs.replace(fact, object=Literal(literal=hide(pattern, fact.object.literal)))
