"""Who is family of whom: "istri Budi, Sari", "Sari, istri Budi", "istrinya, Sari"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.extract.facts.candidates import Candidate
from kg.extract.facts.clauses import is_verb, words
from kg.extract.facts.context import Context
from kg.extract.marks import Marks, Mention
from kg.extract.roles import is_past, pass_ranks
from kg.model import Entity, Polarity


@cache
def _words() -> frozenset[str]:
    return words().kin | words().his_kin


def relatives(context: Context, titles: dict[int, Mention], first: int, end: int) -> Iterator[Candidate]:
    """The pairs of relatives in the sentence of the tokens [first, end)."""
    marks, told = context.marks, _words()
    for at in marks.prose.where(told, first, end):
        word = marks.lower[at]
        if marks.at[at] is not None or (at > first and is_past(marks.lower[at - 1])):
            continue
        if word in words().kin:
            owners, stop = _owners(marks, titles, at, end)
            if owners:
                yield from _of_owner(context, titles, owners, at, stop, first, end)
            elif (at and marks.lower[at - 1] in words().before_names) or "bernama" in marks.lower[at + 1 : at + 3]:
                yield from _of_subject(context, titles, at, first, end)
        else:
            yield from _of_subject(context, titles, at, first, end)


def _person(marks: Marks, titles: dict[int, Mention], at: int, end: int) -> Mention | None:
    mention = (titles.get(at) or marks.at[at]) if at < end else None
    return mention if mention is not None and mention.entity.type == "Person" else None


def _owners(marks: Marks, titles: dict[int, Mention], at: int, end: int) -> tuple[list[Mention], int]:
    """The persons that a word of kinship is said of ("putra A dan B"), and the token after them."""
    i = at + 1
    while i < end and marks.lower[i] in words().kin_modifiers and marks.at[i] is None:
        i += 1
    owners: list[Mention] = []
    while (owner := _person(marks, titles, i, end)) is not None:
        owners.append(owner)
        i = _past_brackets(marks, owner.end, end)
        i += 2 if i + 1 < end and marks.lower[i] == "alias" and _person(marks, titles, i + 1, end) else 0
        if i + 1 < end and marks.lower[i] in words().joining and _person(marks, titles, i + 1, end):
            i += 1
        else:
            break
    return owners, i


def _past_brackets(marks: Marks, at: int, end: int) -> int:
    if at < end and marks.lower[at] == "(" and ")" in marks.lower[at : at + 6]:
        return at + marks.lower[at : at + 6].index(")") + 1
    return at


def _of_owner(
    context: Context, titles: dict[int, Mention], owners: list[Mention], at: int, stop: int, first: int, end: int
) -> Iterator[Candidate]:
    marks = context.marks
    after = pass_ranks(marks, stop + (stop < end and marks.lower[stop] == ","))
    is_address = owners[0].first == at + 1 and marks.lower[at] in words().kin_address
    other = None if is_address and marks.prose.words[at][0].islower() else _person(marks, titles, after, end)
    if other is None:
        other = _before(marks, at, first)
    whom = other.entity if other else None
    closed = stop < end and marks.lower[stop] in words().closers
    if whom is None and stop < end and (closed or (at == first and is_verb(marks.lower[stop]))):
        said = context.statements.at(marks.prose.starts[at])
        whom = context.focus if said is None or said.kind == "indirect" else None
    if whom is None:
        return
    denied = not words().negations.isdisjoint(marks.lower[max(at - 2, first) : at])
    for owner in owners:
        if owner.entity.id != whom.id:
            spans = [owner.span, *([other.span] if other else []), marks.span(at, stop)]
            evidence = (min(span[0] for span in spans), max(span[1] for span in spans))
            polarity: Polarity = "negative" if denied else "positive"
            yield Candidate(whom, "family_of", owner.entity, evidence, marks.prose.starts[at], polarity)


def _before(marks: Marks, at: int, first: int) -> Mention | None:
    """The person before: "A, istri …", "A (istri …", "A adalah istri …"."""
    i = at - 1
    while i >= first and marks.at[i] is None and _leads_back(marks.lower[i]):
        i -= 1
    mention = marks.at[i] if first <= i < at - 1 else None
    return mention if mention is not None and mention.entity.type == "Person" else None


def _leads_back(word: str) -> bool:
    lists = words()
    return word in (",", "(") or word in lists.copulas | lists.relative | lists.negations | lists.kin_adverbs


def _of_subject(context: Context, titles: dict[int, Mention], at: int, first: int, end: int) -> Iterator[Candidate]:
    """ "istrinya, A", "kedua anaknya, A dan B", "sang istri, A": family of whom the sentence is about."""
    marks, i = context.marks, at + 1
    while i < end and marks.at[i] is None and marks.lower[i] in words().kin_modifiers | words().introducing:
        i += 1
    relatives_found: list[Mention] = []
    while (relative := _person(marks, titles, i, end)) is not None:
        relatives_found.append(relative)
        i = relative.end
        joined = i + (i < end and marks.lower[i] == ",")
        joined += joined < end and marks.lower[joined] in words().joining
        if joined == i or not (marks.lower[joined - 1] != "," and _person(marks, titles, joined, end)):
            break
        i = joined
    subject = _subject(context, first, at)
    for relative in relatives_found:
        if subject is not None and subject.id != relative.entity.id:
            evidence = marks.span(at, relative.end)
            yield Candidate(relative.entity, "family_of", subject, evidence, marks.prose.starts[at], confidence=0.7)


def _subject(context: Context, first: int, at: int) -> Entity | None:
    """The last person named before the word in its sentence, else who is in focus; nobody inside a quotation."""
    if context.statements.at(context.marks.prose.starts[at]) is not None:
        return None
    for i in range(at - 1, first - 1, -1):
        mention = context.marks.at[i]
        if mention is not None and mention.entity.type == "Person":
            if mention.first and context.marks.lower[mention.first - 1] in words().kin:
                continue  # "Sari, istri |Budi|, …" goes on about Sari
            return mention.entity
        if context.marks.lower[i] in words().pronouns | words().somebody:
            return context.focus
    return context.focus
