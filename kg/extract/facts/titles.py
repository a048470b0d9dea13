"""Positions and affiliations from the titles beside names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from kg.extract.facts import events
from kg.extract.facts.candidates import Candidate
from kg.extract.facts.clauses import words
from kg.extract.facts.context import Context, TokenRole
from kg.extract.marks import Marks, Mention
from kg.extract.roles import (
    is_left,
    is_past,
    is_title_start,
    is_vague,
    past_origin,
    skip_degrees,
    starts_title,
    title_end,
    title_starts,
)
from kg.language import table
from kg.model import Entity, Literal, Span

_BACK = 60  # tokens that "ketua klub" can reach back to the club
_CLAUSE = 8  # tokens before a name that may deny the title it is given
_TITLES = 50  # distinct titles of a person that are read
_FROM = ("asal", "dari")
_BACKED = "usungan"
_LIST_GAP = 2  # tokens between two of a list
_LONGEST_OFFICE = 5  # words of an office that `title_bodies` knows the body of
_IN_BRACKETS = re.compile(r" ?\([^)]*\)")
_WORD = re.compile(r"\w+")


def positions(context: Context) -> Iterator[Candidate]:
    """Every title of every named person, beside his name or where he is quoted under it."""
    for found in context.roles:
        if not _is_denied(context.marks, found):
            yield _position(context.marks, found.mention.entity, found.role.title, found.role.mention)
    yield from _said_by_title(context)


def _is_denied(marks: Marks, found: TokenRole) -> bool:
    """Whether a title that is given with "sebagai" is not: "tidak akan mengusung Budi sebagai calon wali kota"."""
    name = found.mention
    if found.first < name.first or "sebagai" not in marks.lower[name.end : found.first]:
        return False
    for at in range(name.first - 1, max(name.first - _CLAUSE, -1), -1):
        if marks.lower[at] in words().boundaries or marks.lower[at] == ",":
            return False
        if marks.lower[at] in words().negations or marks.lower[at] in words().failures:
            return True
    return False


def fullest(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates with each title of a person once: of "Menteri" and "Menteri Agama" the fuller one."""
    by_person: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if candidate.predicate == "holds_position":
            by_person.setdefault(candidate.subject.id, []).append(candidate)
        else:
            yield candidate
    for held in by_person.values():
        distinct = {_words(candidate): candidate for candidate in reversed(held)}
        for title, candidate in reversed(list(distinct.items())[-_TITLES:]):
            if not any(title < other for other in distinct):
                yield candidate


def _position(marks: Marks, person: Entity, title: Span, mention: Span) -> Candidate:
    text = marks.prose.text
    evidence = (min(title[0], mention[0]), max(title[1], mention[1]))
    return Candidate(person, "holds_position", Literal(literal=text[slice(*title)]), evidence, title[0])


@cache
def _short() -> dict[str, tuple[str, ...]]:
    return {short: tuple(long.split()) for short, long in table("title_bodies")["short"].items()}


def spelled_out(found: Iterable[str]) -> frozenset[str]:
    """The words of a title in lower case, short forms written out ("wagub" → "wakil", "gubernur")."""
    short = _short()
    return frozenset([w for word in found for w in short.get(word, (word,))])


def _words(candidate: Candidate) -> frozenset[str]:
    literal = candidate.object.literal if isinstance(candidate.object, Literal) else ""
    return spelled_out(_WORD.findall(literal.lower()))


def affiliations(context: Context) -> Iterator[Candidate]:
    """The bodies that titles name (or mean: "Menteri Agama" the ministry of that name), and those in brackets."""
    before: tuple[TokenRole, Entity] | None = None
    for found in context.roles:
        evidence = _evidence(found)
        if (party := _origin(context.marks, found)) is not None:
            yield Candidate(found.mention.entity, "affiliated_with", party, evidence, found.role.title[0])
        left = is_left(context.marks, found.mention.end, found.first)
        if left or context.marks.lower[found.first] in table("title_bodies")["unaffiliated"]["heads"]:
            before = None
            continue
        inside = _organizations(context.marks, found.first, found.end)
        if inside and _is_cut(context.marks, found):
            inside = inside[1:]
        if not inside and (body := meant_body(context, found) or _body_before(context.marks, found)) is not None:
            yield Candidate(
                found.mention.entity, "affiliated_with", body, evidence, found.role.title[0], confidence=0.65, far=True
            )
        elif not inside and before and _shares_body(context.marks, before[0], found):
            inside = [before[1]]
        for organization in inside:
            yield Candidate(found.mention.entity, "affiliated_with", organization, evidence, found.role.title[0])
        before = (found, inside[0]) if inside else None
    yield from _in_brackets(context.marks)


def _origin(marks: Marks, found: TokenRole) -> Entity | None:
    """The body that a title's holder comes from: "kandidat asal Partai X, Budi", "calon wali kota dari Partai X Budi"."""
    if is_past(marks.lower[found.first]):
        return None
    for at in range(found.first + 1, found.mention.first - 1):
        body = marks.at[at + 1]
        if marks.lower[at] in _FROM and marks.at[at] is None and body and body.entity.type == "Organization":
            return body.entity
    return None


def _shares_body(marks: Marks, before: TokenRole, found: TokenRole) -> bool:
    """Whether the office follows another one in a list: "Ketua Umum X Budi, Sekjen Sari dan Bendahara Tono"."""
    if not before.first < before.mention.first < found.first < found.mention.first:
        return False
    between = marks.lower[before.mention.end : found.first]
    offices = table("title_bodies")["offices"]["heads"]
    return (
        len(between) <= _LIST_GAP
        and words().joining.issuperset(set(between) - {","})
        and marks.lower[found.first] in offices
    )


def ownerships(context: Context) -> Iterator[Candidate]:
    """What founders and owners own, by their titles ("Pendiri X", "pemilik X")."""
    heads = frozenset(table("title_bodies")["owners"]["heads"])
    for found in context.roles:
        if not heads.isdisjoint(context.marks.lower[found.first : found.first + 2]):
            for organization in _organizations(context.marks, found.first, found.end):
                yield Candidate(found.mention.entity, "owns", organization, _evidence(found), found.role.title[0])


def endorsements(context: Context) -> Iterator[Candidate]:
    """Who backs a candidate by his title: "calon bupati usungan Partai X dan Partai Y, Budi"."""
    marks = context.marks
    for found in context.roles:
        at = found.end
        if marks.lower[at : at + 1] == (_BACKED,):
            while (body := marks.at[at + 1] if at + 1 < len(marks.lower) else None) and body.first == at + 1:
                if body.entity.type == "Organization":
                    person, evidence = found.mention.entity, _evidence(found)
                    stretched = min(evidence[0], body.span[0]), max(evidence[1], body.span[1])
                    yield Candidate(body.entity, "supports", person, stretched, found.role.title[0], confidence=0.87)
                at = body.end
                if at >= len(marks.lower) or marks.lower[at] not in words().joining | {","}:
                    break


def contests(context: Context) -> Iterator[Candidate]:
    """The events that titles name of those who take part ("juara Piala X")."""
    heads = events.titles()
    for found in context.roles:
        if heads.isdisjoint(context.marks.lower[found.first : found.first + 2]):
            continue
        for mention in dict.fromkeys(context.marks.at[found.first : found.end]):
            if mention is not None and mention.entity.type == "Event":
                person, at = found.mention.entity, found.role.title[0]
                yield Candidate(person, "participated_in", mention.entity, _evidence(found), at, confidence=0.8)


def coached(context: Context) -> Iterator[tuple[str, Entity]]:
    """The coaches and managers of clubs, by id, with their clubs."""
    heads = frozenset(table("title_bodies")["coaches"]["heads"])
    for found in context.roles:
        if context.marks.lower[found.first] in heads and found.role.person in context.bodies:
            yield found.role.person, context.bodies[found.role.person]


def _evidence(found: TokenRole) -> Span:
    title, mention = found.role.title, found.role.mention
    return min(title[0], mention[0]), max(title[1], mention[1])


def _organizations(marks: Marks, first: int, end: int) -> list[Entity]:
    """The bodies named in a title, but not the one that an envoy is sent to ("untuk PBB")."""
    if "untuk" in marks.lower[first:end]:
        end = first + marks.lower[first:end].index("untuk")
    return list({m.entity.id: m.entity for m in marks.at[first:end] if m and m.entity.type == "Organization"}.values())


def _is_cut(marks: Marks, found: TokenRole) -> bool:
    """Whether the first body of a title is only the end of the meant one's name: "Kapolda |Metro Jaya|"."""
    body = marks.at[found.first + 1] if found.first + 1 < found.end else None
    names = table("title_bodies")
    starts = tuple(names["bodies"].get(marks.lower[found.first], ()))
    if body is None or body.entity.type != "Organization" or not starts:
        return False
    return marks.lower[found.first] not in names["of_any"]["heads"] and not body.entity.name.lower().startswith(starts)


def meant_body(context: Context, found: TokenRole) -> Entity | None:
    """The organisation of the article that a title without a body's name means."""
    title = _plain(context.marks, found.first, found.end)
    for length in range(_LONGEST_OFFICE, 0, -1):
        parts = title.split()
        bodies = table("title_bodies")["bodies"].get(" ".join(parts[:length]))
        rest = " ".join(parts[length:])
        if bodies and (named := _named(context, [f"{body} {rest}".strip() for body in bodies])):
            return named
    return None


def _body_before(marks: Marks, found: TokenRole) -> Entity | None:
    """The body named most, of those before a title that ends in a word for it ("ketua klub"); of equal ones the last."""
    if marks.lower[found.end - 1] not in words().bodies or found.end - found.first < 2:
        return None
    before = (m.entity for m in marks.at[max(found.first - _BACK, 0) : found.first] if m is not None)
    bodies = {entity.id: entity for entity in before if entity.type == "Organization"}
    return max(reversed(bodies.values()), key=lambda entity: len(entity.mentions), default=None)


def _plain(marks: Marks, first: int, end: int) -> str:
    """The words in lower case, without what stands in brackets."""
    return _IN_BRACKETS.sub("", " ".join(marks.lower[first:end]))


def _named(context: Context, names: list[str]) -> Entity | None:
    """The organisation whose name is, or begins with, one of the names of several words, or is one of them."""
    for name, body in context.named_bodies.items():
        if any(name == n or (" " in n and name.startswith(n + " ")) for n in names):
            return body
    return None


def named_bodies(marks: Marks) -> dict[str, Entity]:
    """The organisations of an article by their names in lower case, without what stands in brackets."""
    bodies: dict[str, Entity] = {}
    for mention in marks.mentions:
        if mention.entity.type == "Organization":
            bodies.setdefault(_plain(marks, mention.first, mention.end), mention.entity)
    return bodies


def _in_brackets(marks: Marks) -> Iterator[Candidate]:
    """A name with its body after it: "Budi (Persiwa)"."""
    for mention in marks.mentions:
        at = skip_degrees(marks, mention.end) if mention.entity.type == "Person" else 0
        if not at or at + 2 >= len(marks.lower) or marks.lower[at] != "(":
            continue
        body = marks.at[at + 1]
        closed = body is not None and marks.lower[body.end : body.end + 1] == (")",)
        if body and closed and body.entity.type == "Organization" and not _is_initials(marks, body, mention):
            evidence = (mention.span[0], body.span[1])
            yield Candidate(mention.entity, "affiliated_with", body.entity, evidence, mention.span[0])


def _is_initials(marks: Marks, body: Mention, person: Mention) -> bool:
    """Whether what stands in brackets are only the initials of the name: "Budi Hartono (BH)"."""
    return marks.text(body.first, body.end) == "".join(word[0] for word in person.entity.name.split())


# ------------------------------------------------------------------ titles that stand for somebody


class Standing(NamedTuple):
    """A title of the tokens [first, title_end) that stands for a person, in a phrase that ends at `end`."""

    first: int
    title_end: int
    end: int
    person: Entity
    new: bool


def anaphors(context: Context, first: int, end: int) -> Iterator[Standing]:
    """Titles in a sentence that stand for a person; `new` are those that he was not given before.

    "Gubernur" is the one who was called so; "mantan pemain Persiwa itu" is whoever was called so, or is in focus.
    """
    marks, starts, free = context.marks, title_starts(), first
    for at in marks.prose.where(starts, first, end):
        if at < free or not starts_title(marks, at) or at in context.titled:
            continue
        stop = min(title_end(marks, at), end)
        closer = past_origin(marks, stop, end)
        closed = closer < end and marks.lower[closer] in words().closers
        person, new = _meant(context, at, stop, closed, detailed=closer > stop)
        if person is not None:
            yield Standing(at, stop, closer + closed, person, new)
            yield from _further(marks, person, stop, closer + closed)
        free = max(stop, closer)


def _further(marks: Marks, person: Entity, first: int, end: int) -> Iterator[Standing]:
    """The titles in "politisi yang juga ketua Fraksi X itu" after the first one."""
    for at in range(first + 1, end):
        if marks.lower[at] in title_starts() and marks.at[at] is None and marks.lower[at - 1] in words().relating:
            yield Standing(at, min(title_end(marks, at), end - 1), end, person, new=True)


_LONGEST = 8  # tokens of a title that stands for somebody


def _meant(context: Context, first: int, stop: int, closed: bool, *, detailed: bool) -> tuple[Entity | None, bool]:
    marks = context.marks
    title, head = spelled_out(marks.lower[first:stop]), spelled_out(marks.lower[first : first + 1])
    for known, person in reversed(context.known_titles):
        if title <= known or (len(head) > 1 and head <= known):
            named = marks.prose.words[first][0].isupper() or closed
            return (person, False) if named else (None, False)
    if stop == first + 1 and not detailed and is_vague(marks.lower[first]):
        return None, False
    if not closed or not 2 - detailed <= stop - first <= _LONGEST or _is_other(marks.lower[stop - 1]):
        return None, False
    meant = _spoken_of(context, first, related=marks.lower[stop] == "yang")
    return (meant, True) if meant else (None, False)


def _is_other(last: str) -> bool:
    """Whether the last word of a title says that the phrase is not about who was spoken of ("bintangnya", "musim")."""
    return last in words().periods or last.endswith("nya")


def _spoken_of(context: Context, first: int, *, related: bool) -> Entity | None:
    """Whom a title that was not given before stands for: who is in focus, or whom the article is about.

    The latter only as an object, without a clause behind it (`related`), and not where the sentence has named him; in
    indirect speech also as a subject, if he does not speak. Within a quotation nobody can tell.
    """
    marks, main = context.marks, context.main
    statement = context.statements.at(marks.prose.starts[first])
    if statement is None and _is_free(marks, first):
        return context.focus
    if (
        related
        or main is None
        or (statement is not None and (statement.kind == "direct" or main.id in statement.speakers))
    ):
        return None
    start = bisect_left(marks.prose.starts, marks.prose.sentence_at(marks.prose.starts[first])[0])
    start = max(start, first - _BACK)
    return None if any(m is not None and m.entity.id == main.id for m in marks.at[start:first]) else main


def _is_free(marks: Marks, first: int) -> bool:
    """Whether the title may be the subject of its clause: first in it, or after a word of saying."""
    lists = words()
    before = marks.lower[first - 1] if first else "."
    return (
        before not in lists.accompanying | {"dengan"}
        and before in lists.reporting | lists.boundaries | lists.conjunctions | lists.from_whom
    )


def of_anaphor(marks: Marks, title: Standing) -> Iterator[Candidate]:
    """What a title tells that stands for a person ("mantan pemain Persiwa itu")."""
    evidence = marks.span(title.first, title.end)
    literal = Literal(literal=marks.text(title.first, title.title_end))
    if title.title_end > title.first + 1 or not is_vague(marks.lower[title.first]):
        yield Candidate(title.person, "holds_position", literal, evidence, evidence[0], confidence=0.8)
    if marks.lower[title.first] not in table("title_bodies")["unaffiliated"]["heads"]:
        for organization in _organizations(marks, title.first, title.title_end):
            yield Candidate(title.person, "affiliated_with", organization, evidence, evidence[0], confidence=0.8)

    yield from _served(marks, title, evidence)


def _served(marks: Marks, title: Standing, evidence: Span) -> Iterator[Candidate]:
    verbs = table("title_bodies")["serving"]["verbs"]
    for at in range(title.title_end + 1, title.end):
        body = marks.at[at]
        if body and body.first == at and body.entity.type == "Organization" and marks.lower[at - 1] in verbs:
            yield Candidate(title.person, "affiliated_with", body.entity, evidence, evidence[0], confidence=0.8)


def _said_by_title(context: Context) -> Iterator[Candidate]:
    """Titles under which a speaker was quoted: "kata mantan Presiden itu"."""
    for statement in context.statements.by_id.values():
        if statement.resolution == "role" and statement.speaker_mention and len(statement.speakers) == 1:
            speaker = context.entities.get(statement.speakers[0])
            first = _token(context.marks, statement.speaker_mention[0])
            if speaker and speaker.type == "Person" and is_title_start(context.marks.lower[first]):
                stop = title_end(context.marks, first)
                if stop > first + 1:
                    span = context.marks.span(first, stop)
                    yield _position(context.marks, speaker, span, statement.speaker_mention)


def _token(marks: Marks, offset: int) -> int:
    return min(bisect_left(marks.prose.starts, offset), len(marks.lower) - 1)
