"""What lies in what, and which body is part of which, from the order of names: "Stadion X, Kota Y", "Komisi I DPR"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from kg.extract.facts.candidates import Candidate
from kg.extract.facts.clauses import is_verb, words
from kg.extract.facts.context import Context
from kg.extract.facts.events import is_competition
from kg.extract.facts.levels import UNKNOWN, is_unit, level
from kg.extract.marks import Marks, Mention
from kg.language import table
from kg.model import Entity

_COUNTRY = 9  # level
_OFTEN = 20  # times that a pair of names is looked at
_INNER = ("Place", "Organization", "Event")


def located(context: Context) -> Iterator[Candidate]:
    """A place, body or event and the place that is named right after it; "A dan B, Kota C" tells of both."""
    marks = context.marks
    titled = {i for role in context.roles for i in range(role.first, role.end)}
    prose_from = marks.prose.dateline[1] if marks.prose.dateline else 0
    mentions = _without_aliases(marks)
    told: Counter[tuple[str, str]] = Counter()
    for n, (before, after) in enumerate(pairwise(mentions)):
        pair = before.entity.id, after.entity.id
        if told[pair] > _OFTEN:
            continue
        told[pair] += 1
        if after.entity.type != "Place" or before.entity.type not in _INNER:
            continue
        if before.span[0] < prose_from or _is_elsewhere(marks, before, after):
            continue
        gap = _gap(marks, before, after)
        if after.first in titled and gap != "di":
            continue
        if gap is None or not _lies_in(before.entity, after.entity, gap) or _in_list(marks, mentions, n, gap):
            continue
        if gap == "di" and _is_origin(marks, before, after):
            continue
        if before.entity.type == "Organization" and is_verb(
            marks.lower[after.end] if after.end < len(marks.lower) else "."
        ):
            continue
        yield _inside(before, after)
        further = mentions[n + 2] if n + 2 < len(mentions) else None
        if further and gap == "di" and _is_twin(marks, after, further) and _lies_in(before.entity, further.entity, gap):
            yield _inside(before, further)
        twin = mentions[n - 1] if n else None
        if twin and gap != "" and _is_twin(marks, twin, before) and _lies_in(twin.entity, after.entity, gap):
            yield _inside(twin, after)


def _is_elsewhere(marks: Marks, before: Mention, after: Mention) -> bool:
    """Whether the two belong to different lines, or are an outlet and its town, or what is told is only about an event."""
    if "\n" in marks.prose.text[before.span[1] : after.span[0]] or (
        before.first == 0 and marks.lower[before.end] == ","
    ):
        return True
    about = marks.lower[before.first - 1] if before.first else ""
    return before.entity.type == "Event" and about in table("sites")["league"]["about"]


def _is_origin(marks: Marks, inner: Mention, outer: Mention) -> bool:
    """Whether a place only tells what something is like that is found in a country: "makanan Korea di Indonesia"."""
    sizes = level(inner.entity), level(outer.entity)
    if inner.entity.type != "Place" or sizes != (UNKNOWN, _COUNTRY) or inner.first == 0:
        return False
    noun = marks.lower[inner.first - 1]
    known = words().prepositions | words().conjunctions | words().joining | words().boundaries
    return noun.isalpha() and marks.prose.words[inner.first - 1].islower() and not is_verb(noun) and noun not in known


def _without_aliases(marks: Marks) -> tuple[Mention, ...]:
    """The mentions, but not the aliases in brackets right after a name: "Balai Kota Raya (BKR)"."""
    kept: list[Mention] = []
    for mention in marks.mentions:
        before = kept[-1] if kept else None
        bracketed = mention.first and marks.lower[mention.first - 1] == "("
        if not (bracketed and before and before.entity.id == mention.entity.id and before.end == mention.first - 1):
            kept.append(mention)
    return tuple(kept)


def _inside(inner: Mention, outer: Mention) -> Candidate:
    return Candidate(
        inner.entity, "located_in", outer.entity, (inner.span[0], outer.span[1]), inner.span[0], confidence=0.91
    )


@cache
def _twin_gaps() -> frozenset[tuple[str, ...]]:
    return frozenset(gap for word in words().joining for gap in ((word,), (",", word)))


def _is_twin(marks: Marks, twin: Mention, mention: Mention) -> bool:
    """Whether the two are joined by "dan" and of one kind."""
    joined = marks.lower[twin.end : mention.first] in _twin_gaps()
    return joined and twin.entity.type == mention.entity.type and level(twin.entity) == level(mention.entity)


_YEAR = re.compile(r"\d{4}")  # an event of one year is in one place, a league is not
_ADDRESS = re.compile(r"rt|rw|no|nomor|km|kav|blok|lantai|jalur|no\.\d+|\d[\d/-]*[a-z]?")


def _gap(marks: Marks, before: Mention, after: Mention) -> str | None:
    """The words that tie two names: "", ",", "di", ", di", "(" …; None if other words stand between.

    An alias in brackets after the first name, a closing quotation mark and house numbers are passed over.
    """
    if before.entity.id == after.entity.id or after.first - before.end > 12:
        return None
    between = list(marks.lower[before.end : after.first])
    if between and between[0] == "(" and ")" in between:
        between = between[between.index(")") + 1 :]
    while between and between[0] in (")", '"', "”", "'", "’"):
        between = between[1:]
    numbered = False  # "No. 12": the stop ends no sentence
    while between and (_ADDRESS.fullmatch(between[0]) or (numbered and between[0] == ".")):
        numbered, between = True, between[1:]
    gap = " ".join(between)
    return gap if gap in table("sites")["gaps"]["between"] else None


def _lies_in(inner: Entity, outer: Entity, gap: str) -> bool:
    """Whether the first can lie in the second: not a country in a town, by codes where both have one, else by words."""
    codes = inner.place_code, outer.place_code
    if codes[0] and codes[1]:
        return may_lie_in(inner, outer)
    levels = level(inner), level(outer)
    if inner.within is not None and inner.within in (outer.id, outer.place_code):
        return True
    if gap == "(" and (levels[0] >= levels[1] or levels[1] in (1, 2, UNKNOWN) or _is_alias(outer.name, inner.name)):
        return False
    if inner.type == "Place":
        return levels[0] < levels[1] or (
            levels[0] == levels[1] and levels[0] in (0, UNKNOWN) and gap != "di" and _head(inner) != _head(outer)
        )
    if inner.type == "Event" and levels[1] == 0 and not is_competition(inner):
        return True
    if inner.type == "Event":
        return bool(_YEAR.search(inner.name)) or not inner.name.lower().startswith(
            tuple(table("sites")["league"]["openings"])
        )
    return gap in (",", "(") or _is_site(inner)


def _is_alias(short: str, name: str) -> bool:
    """Whether one word begins like the last ones of a name and has letters of each: "Labusel", "Polres Labuhanbatu Selatan"."""
    last = name.lower().split()[-2:]
    return (
        " " not in short and len(last) == 2 and short.lower().startswith(last[0][:3]) and last[1][:2] in short.lower()
    )


def may_lie_in(inner: Entity, outer: Entity) -> bool:
    """Whether codes and kinds let the first lie in the second, where the words say that it does."""
    codes = inner.place_code, outer.place_code
    if codes[0] and codes[1]:
        within = inner.within == codes[1] or (codes[1] == "ID" and codes[0][0].isdigit())
        return codes[0] != codes[1] and (within or codes[0].startswith(codes[1] + "."))
    return inner.type != "Place" or level(outer) == UNKNOWN or level(inner) <= level(outer)


def _head(place: Entity) -> str:
    return place.name.lower().partition(" ")[0]


def _is_site(body: Entity) -> bool:
    return body.name.lower().startswith(tuple(table("sites")["site"]["openings"]))


def _in_list(marks: Marks, mentions: tuple[Mention, ...], n: int, gap: str) -> bool:
    """Whether the mentions n and n + 1 stand side by side in a list ("Bogor, Depok, dan Bekasi")."""
    before, after = mentions[n], mentions[n + 1]
    if gap == "," and (
        _is_enumeration(marks, mentions, n) or _ends_in_pair(marks, mentions, n) or _is_announced(marks, mentions, n)
    ):
        return True
    if gap not in (",", "") or level(before.entity) < level(after.entity):
        return False
    at = after.end + (after.end < len(marks.lower) and marks.lower[after.end] == ",")
    conjunction = at < len(marks.lower) and marks.lower[at] in words().joining
    neighbours = [mentions[i] for i in (n - 1, n + 2) if 0 <= i < len(mentions)]
    return conjunction or any(_is_beside(marks, neighbour, before, after) for neighbour in neighbours)


def _is_enumeration(marks: Marks, mentions: tuple[Mention, ...], n: int) -> bool:
    """Whether the two stand in a row of four or more places with commas that do not grow from one to the next."""
    first, last = _row(marks, mentions, n)
    sizes = [level(m.entity) for m in mentions[first : last + 1] if m.entity.type == "Place"]
    sizes = [size for size in sizes if size != UNKNOWN]
    return last - first >= 3 and sizes != sorted(sizes)


def _row(marks: Marks, mentions: tuple[Mention, ...], n: int) -> tuple[int, int]:
    """The first and the last mention of the row of names with commas that the mentions n and n + 1 stand in."""
    first, last = n, n + 1
    while first > max(n - 4, 0) and _gap(marks, mentions[first - 1], mentions[first]) == ",":
        first -= 1
    while last + 1 < min(n + 6, len(mentions)) and _gap(marks, mentions[last], mentions[last + 1]) == ",":
        last += 1
    return first, last


def _is_announced(marks: Marks, mentions: tuple[Mention, ...], n: int) -> bool:
    """Whether the two are in a list: "adalah Mal X, Plaza Y, Pasar Z, dan W", but not "yakni Desa X, Kota Y, dan …"."""
    first, last = _row(marks, mentions, n)
    at, end = mentions[first].first, mentions[last].end
    opened = any(marks.lower[max(at - length, 0) : at] in words().lists for length in (1, 2))
    end += end < len(marks.lower) and marks.lower[end] == ","
    closed = end < len(marks.lower) and marks.lower[end] in words().joining
    sizes = level(mentions[n].entity), level(mentions[n + 1].entity)
    return opened and closed and (UNKNOWN in sizes or sizes[0] >= sizes[1])


def _ends_in_pair(marks: Marks, mentions: tuple[Mention, ...], n: int) -> bool:
    """Whether "dan" closes a list that the two stand in: an unknown place and a pair of one kind, or a long list."""
    first, last = _row(marks, mentions, n)
    if last + 1 >= len(mentions) or marks.lower[mentions[last].end : mentions[last + 1].first] not in _twin_gaps():
        return False
    if level(mentions[n].entity) == UNKNOWN and _is_twin(marks, mentions[last], mentions[last + 1]):
        return True
    sizes = {level(m.entity) for m in mentions[first : last + 2]} - {UNKNOWN}
    return last - first >= 2 and len(sizes) <= 1


def _is_beside(marks: Marks, neighbour: Mention, before: Mention, after: Mention) -> bool:
    first, last = (neighbour, before) if neighbour.first < before.first else (after, neighbour)
    alike = neighbour.entity.type == "Place" and level(neighbour.entity) == level(after.entity)
    return alike and _gap(marks, first, last) == ","


def parts(context: Context) -> Iterator[Candidate]:
    """A body and the larger one named right after it ("Komisi I DPR"), or in its own name ("Fraksi PAN" and "PAN")."""
    marks = context.marks
    for before, after in pairwise(marks.mentions):
        if before.entity.type == after.entity.type == "Organization":
            gap = _gap(marks, before, after)
            if is_unit(before.entity) and (gap == "" or (_parts(marks, before, after) and _is_whole(after.entity))):
                yield Candidate(
                    before.entity,
                    "part_of",
                    after.entity,
                    (before.span[0], after.span[1]),
                    before.span[0],
                    confidence=0.67,
                )
    yield from _nested(marks)


_OF = frozenset((",", "di", "dari", "pada"))


def _parts(marks: Marks, before: Mention, after: Mention) -> bool:
    """Whether a comma, "di" or "dari" alone stands between two bodies (past a bracket that closes)."""
    between = marks.lower[before.end : min(after.first, before.end + 3)]
    between = between[1:] if between[:1] == (")",) else between
    return before.entity.id != after.entity.id and len(between) == 1 and between[0] in _OF


def _is_whole(body: Entity) -> bool:
    return body.name.lower().startswith(tuple(table("sites")["unit"]["wholes"]))


def _nested(marks: Marks) -> Iterator[Candidate]:
    wholes: dict[str, Entity] = {}
    for mention in marks.mentions:
        if mention.entity.type == "Organization":
            wholes.setdefault(" ".join(marks.lower[mention.first : mention.end]), mention.entity)
    for mention in marks.mentions:
        if mention.entity.type != "Organization" or mention.end - mention.first < 2 or not is_unit(mention.entity):
            continue
        if marks.lower[mention.first] in table("sites")["unit"]["not_nested"]:
            continue
        for first in range(mention.first + 1, mention.end):
            whole = wholes.get(" ".join(marks.lower[first : mention.end]))
            if whole is not None and whole.id != mention.entity.id and not is_unit(whole):
                yield Candidate(
                    mention.entity, "part_of", whole, mention.span, mention.span[0], confidence=0.67, far=True
                )
                break
