"""The gate between any extractor and the ledger: what is not grounded in the text does not pass.

A record with a broken span or reference is refused whole; a statement or fact that the text does not carry is dropped,
each with a line in `rejected`.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

import msgspec

from kg.errors import RecordError
from kg.language import lines
from kg.model import Entity, Fact, Literal, Record, Rejection, Span, Statement

_WORD = re.compile(r"\w+")


def gate(record: Record, text: str, skipped: Sequence[Span] = ()) -> Record:
    """The record without what its text does not carry; `skipped` are the spans of boilerplate, in text order.

    Passing the gate twice changes nothing. Raises RecordError, naming the article, if a span is empty, outside the
    text or overlaps another of its own list, if an id is unknown or used twice, or if the text is another.
    """
    for fault in _faults(record, text):
        raise RecordError(f"article {record.article.id}: {fault}; extract it again")
    statements, no_statements = _statements(record.statements, tuple(skipped))
    facts, no_facts = _facts(record, statements, text, tuple(skipped))
    rejected = dict.fromkeys((*record.rejected, *no_statements, *no_facts))
    return msgspec.structs.replace(record, statements=statements, facts=facts, rejected=tuple(rejected))


# ------------------------------------------------------------------ refused whole


def _faults(record: Record, text: str) -> Iterator[str]:
    digest = record.article.sha256
    if digest and digest != hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest():
        yield "its offsets belong to another text"
    for owner, spans in _lists(record):
        yield from (f"{owner} has the span {list(span)}, which {why}" for span, why in _bad(spans, len(text)))
    yield from _bad_ids(record)
    yield from (f"{x.id} has the confidence {x.confidence}" for x in _rated(record) if not 0 <= x.confidence <= 1)


def _lists(record: Record) -> Iterator[tuple[str, Sequence[Span]]]:
    for entity in record.entities:
        yield entity.id, entity.mentions
    for statement in record.statements:
        yield statement.id, statement.content
        yield statement.id, [span for span in (statement.cue,) if span]
        yield statement.id, [span for span in (statement.speaker_mention,) if span]
    for fact in record.facts:
        yield fact.id, (fact.evidence,)
    for rejection in record.rejected:
        yield "rejected", (rejection.span,)


def _bad(spans: Sequence[Span], length: int) -> Iterator[tuple[Span, str]]:
    for start, end in spans:
        if start >= end:
            yield (start, end), "is empty"
        elif start < 0 or end > length:
            yield (start, end), f"is outside the text of {length} characters"
    ordered = sorted(spans)
    yield from ((after, "overlaps another of its list") for before, after in pairwise(ordered) if after[0] < before[1])


def _bad_ids(record: Record) -> Iterator[str]:
    for kind, owners in (("entity", record.entities), ("statement", record.statements), ("fact", record.facts)):
        counts = Counter(owner.id for owner in owners)
        yield from (f"the {kind} id {name!r} is used twice" for name, count in counts.items() if count > 1)
    entities = {entity.id for entity in record.entities}
    statements = {statement.id for statement in record.statements}
    for owner, named in _references(record):
        yield from (f"{owner} names the unknown entity {name!r}" for name in named if name not in entities)
    for owner, inside in _inside(record):
        if inside not in statements:
            yield f"{owner} names the unknown statement {inside!r}"


def _references(record: Record) -> Iterator[tuple[str, list[str]]]:
    for s in record.statements:
        place = s.place.entity if s.place else None
        yield s.id, [name for name in (*s.speakers, place, s.via, s.addressee) if name is not None]
    for f in record.facts:
        yield f.id, [name for name in (f.subject, f.object, f.place) if isinstance(name, str)]


def _inside(record: Record) -> Iterator[tuple[str, str]]:
    yield from ((s.id, s.inside) for s in record.statements if s.inside is not None)
    yield from ((f.id, f.statement) for f in record.facts if f.statement is not None)


def _rated(record: Record) -> Iterable[Statement | Fact]:
    return (*record.statements, *record.facts)


# ------------------------------------------------------------------ statements


def _statements(
    statements: tuple[Statement, ...], skipped: tuple[Span, ...]
) -> tuple[tuple[Statement, ...], list[Rejection]]:
    around = _around(statements)
    whys = {s.id: why for s in statements if (why := _statement_fault(s, around.get(s.id, ()), skipped))}
    grew = True
    while grew:  # what is inside a dropped statement goes with it
        inner = {s.id: "its outer statement was dropped" for s in statements if s.inside in whys and s.id not in whys}
        whys |= inner
        grew = bool(inner)
    kept = tuple(s for s in statements if s.id not in whys)
    return kept, [Rejection(reason=whys[s.id], span=_place(s)) for s in statements if s.id in whys and _place(s)[1]]


def _place(statement: Statement) -> Span:
    return next((span for span in (*statement.content, statement.cue) if span), (0, 0))


def _statement_fault(s: Statement, around: Sequence[Statement], skipped: tuple[Span, ...]) -> str | None:
    if not s.content:
        return "statement without content"
    if s.cue and any(_overlap(span, s.cue) for span in s.content):
        return "content touches its cue"
    if any(_overlap(span, gap) for span in s.content for gap in _near(span, skipped)):
        return "content touches boilerplate"
    if s.inside == s.id or (s.inside is None and any(_holds(o, s) for o in around)):
        return "content lies inside another statement's"
    return None


def _around(statements: tuple[Statement, ...]) -> dict[str, list[Statement]]:
    """For each statement those with a span around its first one, found in one pass over all spans in text order."""
    spans = sorted(((span, s) for s in statements for span in s.content), key=lambda item: (item[0][0], -item[0][1]))
    found: dict[str, list[Statement]] = {}
    open_: list[tuple[int, Statement]] = []
    for span, statement in spans:
        open_ = [(end, other) for end, other in open_ if end > span[0]]
        if span == statement.content[0]:
            found[statement.id] = [other for end, other in open_ if end >= span[1]]
        open_.append((span[1], statement))
    for span, statement in spans:  # of equal spans each is around the other
        same = [other for other in found.get(statement.id, ()) if span in other.content]
        for other in same:
            if other.content[0] == span:
                found.setdefault(other.id, []).append(statement)
    return found


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _near(span: Span, skipped: tuple[Span, ...]) -> tuple[Span, ...]:
    """The skipped spans that can overlap: from the last that starts before the span to the last that starts in it."""
    first = bisect_left(skipped, (span[0], 0))
    return skipped[max(first - 1, 0) : bisect_left(skipped, (span[1], 0))]


def _holds(outer: Statement, inner: Statement) -> bool:
    """Whether all of the inner's content lies in the outer's; of two equal ones the earlier keeps its place."""
    if outer is inner or not all(any(o[0] <= i[0] and i[1] <= o[1] for o in outer.content) for i in inner.content):
        return False
    return outer.content != inner.content or outer.id < inner.id


# ------------------------------------------------------------------ facts


def _facts(
    record: Record, statements: tuple[Statement, ...], text: str, skipped: tuple[Span, ...]
) -> tuple[tuple[Fact, ...], list[Rejection]]:
    entities = {entity.id: entity for entity in record.entities}
    kept_statements = {s.id for s in statements}
    tied = _tied(statements)
    voices = _voices(record)
    kept: list[Fact] = []
    rejected: list[Rejection] = []
    for fact in record.facts:
        why = None if fact.statement in kept_statements or fact.statement is None else "its statement was dropped"
        spoken = voices.get(fact.statement or "", frozenset())
        why = why or _fact_fault(fact, entities, tied, spoken, text, skipped)
        if why:
            rejected.append(Rejection(reason=f"{fact.predicate}: {why}", span=fact.evidence))
        else:
            kept.append(fact)
    return tuple(kept), rejected


def _tied(statements: tuple[Statement, ...]) -> dict[str, list[Span]]:
    """Where the resolver tied a pronoun or role to an entity: the speakers' own mentions."""
    tied: dict[str, list[Span]] = {}
    for s in statements:
        for speaker in s.speakers if s.speaker_mention else ():
            tied.setdefault(speaker, []).append(s.speaker_mention or (0, 0))
    return tied


def _voices(record: Record) -> dict[str, frozenset[str]]:
    """Whom the first person of each statement stands for, said or not: its speakers and the bodies they belong to."""
    bodies: dict[str, set[str]] = {}
    for f in record.facts:
        if f.predicate == "affiliated_with" and f.polarity == "positive" and isinstance(f.object, str):
            bodies.setdefault(f.subject, {f.subject}).add(f.object)
    return {
        s.id: frozenset(body for speaker in s.speakers for body in bodies.get(speaker, {speaker}))
        for s in record.statements
    }


def _fact_fault(
    fact: Fact,
    entities: dict[str, Entity],
    tied: dict[str, list[Span]],
    voices: frozenset[str],
    text: str,
    skipped: tuple[Span, ...],
) -> str | None:
    words = text[slice(*fact.evidence)]
    if any(_overlap(fact.evidence, gap) for gap in _near(fact.evidence, skipped)):
        return "evidence touches boilerplate"
    for end in (fact.subject, fact.object):
        if isinstance(end, Literal):
            if not end.literal or end.literal not in words:
                return "its literal does not stand in the evidence"
        elif end not in voices and not _stands_in(entities[end], fact.evidence, tied.get(end, []), words):
            return f"{entities[end].name!r} does not stand in the evidence"
    return None


def _stands_in(entity: Entity, evidence: Span, tied: list[Span], words: str) -> bool:
    """A mention or a tied anaphor in the evidence, or an anaphor there for somebody named before its end."""
    if any(evidence[0] <= start and end <= evidence[1] for start, end in (*entity.mentions, *tied)):
        return True
    return any(start < evidence[1] for start, _ in entity.mentions) and _has_anaphor(words)


def _has_anaphor(words: str) -> bool:
    whole, endings = _anaphors()
    return any(word in whole or word.endswith(endings) for word in map(str.lower, _WORD.findall(words)))


@cache
def _anaphors() -> tuple[frozenset[str], tuple[str, ...]]:
    entries = lines("anaphors")
    whole = frozenset(entry for entry in entries if not entry.startswith("-"))
    return whole, tuple(entry[1:] for entry in entries if entry.startswith("-"))
