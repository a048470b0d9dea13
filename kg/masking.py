"""Names of masked persons in what is derived from articles: found in running text, and hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import msgspec

from kg.model import Entity, Fact, Literal, Record, Span

MASKED = "[nama disamarkan]"
_BLOCK = "█"
Pattern = re.Pattern[str]


def pattern_of(forms: Iterable[str]) -> Pattern | None:
    """What finds some names in running text, whatever their case and the spaces and signs between their words."""
    return _compiled(tuple(sorted({form for form in forms if form.strip()})))


@lru_cache(maxsize=64)
def _compiled(forms: tuple[str, ...]) -> Pattern | None:
    split = [re.findall(r"\w+", form) for form in sorted(forms, key=len, reverse=True)]
    words = [r"[\W_]+".join(map(re.escape, parts)) for parts in split if parts]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])", re.IGNORECASE) if words else None


def hide(pattern: Pattern | None, text: str) -> str:
    """The text with the names hidden."""
    return pattern.sub(MASKED, text) if pattern else text


def black_out(pattern: Pattern | None, spans: Sequence[Span], text: str) -> str:
    """The text with the spans and names blackened, so that offsets still hold."""
    letters = list(text)
    found = [*spans, *(match.span() for match in pattern.finditer(text))] if pattern else spans
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
    if pattern and (pattern.search(head.title or "") or pattern.search(head.url or "")):
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
