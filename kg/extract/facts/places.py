"""What lies in what, and which body is part of which, from the order of names: "Stadion X, Kota Y", "Komisi I DPR"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.extract.facts.candidates import Candidate
from kg.extract.facts.context import Context
from kg.extract.marks import Marks, Mention
from kg.language import table
from kg.model import Entity

_CODE = re.compile(r"\d\d(\.\d\d)*")


def located(context: Context) -> Iterator[Candidate]:
    """A place, body or event and the place that is named right after it."""
    marks = context.marks
    titled = {i for role in context.roles for i in range(role.first, role.end)}
    for before, after in pairwise(marks.mentions):
        if after.entity.type != "Place" or before.entity.id == after.entity.id or after.first - before.end > 12:
            continue
        if before.entity.type not in ("Place", "Organization", "Event") or after.first in titled:
            continue
        gap = _gap(marks, before, after)
        if gap is not None and _lies_in(before.entity, after.entity, gap) and not _in_list(marks, before, after, gap):
            yield Candidate(before.entity, "located_in", after.entity, (before.span[0], after.span[1]), before.span[0])


def _gap(marks: Marks, before: Mention, after: Mention) -> str | None:
    """The words between, without a note in brackets: "", ",", "di", ", di" or "(" tie the places; None if others."""
    between = marks.lower[before.end : after.first]
    if between and between[0] == "(" and ")" in between:
        between = between[between.index(")") + 1 :]
    gap = " ".join(between)
    return gap if gap in ("", ",", "di", ", di", "(", "yang berada di", "yang terletak di") else None


def _lies_in(inner: Entity, outer: Entity, gap: str) -> bool:
    """Whether the first can lie in the second: not a country in a town, by codes where both have one, else by words."""
    codes = inner.place_code, outer.place_code
    if codes[0] and codes[1]:
        return codes[0] != codes[1] and (codes[1] == "ID" or codes[0].startswith(codes[1] + "."))
    if inner.within is not None and inner.within in (outer.id, outer.place_code):
        return True
    levels = level(inner), level(outer)
    if inner.type == "Place":
        return levels[0] < levels[1] or (levels[0] == levels[1] == _UNKNOWN and gap != "di")
    return inner.type == "Event" or gap != "di" or _is_site(inner)


_UNKNOWN = 5


def level(place: Entity) -> int:
    """How large a place is by its code or its first word: a building 0, a country 9."""
    if place.place_code and _CODE.fullmatch(place.place_code):
        return 8 - place.place_code.count(".")
    if place.place_code and re.fullmatch(r"[A-Z]{2}", place.place_code):
        return 9
    name = place.name.lower()
    for size, openings in table("sites")["level"].items():
        if name.startswith(tuple(opening + " " for opening in openings)) or name in openings:
            return int(size)
    return _UNKNOWN


def _is_site(body: Entity) -> bool:
    return body.name.lower().startswith(tuple(table("sites")["site"]["openings"]))


def _in_list(marks: Marks, before: Mention, after: Mention, gap: str) -> bool:
    """Whether the two stand side by side in a list ("Bogor, Depok, dan Bekasi")."""
    if gap not in (",", ""):
        return False
    at = after.end + (after.end < len(marks.lower) and marks.lower[after.end] == ",")
    listed = at < len(marks.lower) and marks.lower[at] in ("dan", "serta", "hingga", "maupun")
    listed = listed and at + 1 < len(marks.lower) and marks.at[at + 1] is not None
    return listed and level(before.entity) >= level(after.entity)


def parts(context: Context) -> Iterator[Candidate]:
    """A body and the larger one named right after it ("Komisi I DPR"), or in its own name ("Fraksi PAN" and "PAN")."""
    marks = context.marks
    for before, after in pairwise(marks.mentions):
        if before.entity.type == after.entity.type == "Organization" and before.entity.id != after.entity.id:
            gap = _gap(marks, before, after)
            if gap in ("", ",") and _is_unit(before.entity) and (gap == "" or not _is_unit(after.entity)):
                yield Candidate(before.entity, "part_of", after.entity, (before.span[0], after.span[1]), before.span[0])
    yield from _nested(marks)


def _is_unit(body: Entity) -> bool:
    return body.name.lower().startswith(tuple(table("sites")["unit"]["openings"]))


def _nested(marks: Marks) -> Iterator[Candidate]:
    wholes: dict[str, Entity] = {}
    for mention in marks.mentions:
        if mention.entity.type == "Organization":
            wholes.setdefault(" ".join(marks.lower[mention.first : mention.end]), mention.entity)
    for mention in marks.mentions:
        if mention.entity.type != "Organization" or mention.end - mention.first < 2 or not _is_unit(mention.entity):
            continue
        for first in range(mention.first + 1, mention.end):
            whole = wholes.get(" ".join(marks.lower[first : mention.end]))
            if whole is not None and whole.id != mention.entity.id:
                yield Candidate(mention.entity, "part_of", whole, mention.span, mention.span[0])
                break
