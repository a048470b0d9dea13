"""When and where each statement was made: said in its own sentence, or once for the occasion that it belongs to.

A speaker's statements share the occasion that one of them states, until another date opens another one. Who states
none shares what the article tells of an event that he is part of, of the speaker before him where it says so, or of the
person who speaks for him.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from kg.extract.events import (
    RELAY,
    Occasion,
    at_events,
    belongs,
    events_of,
    opens_another,
    pointing_at,
    says,
    sole,
)
from kg.extract.prose import Prose
from kg.extract.scene import Scene, Site, any_of, scene, within, words
from kg.extract.sites import NEXT, REACH, after_saying, beside_a_date, preposition
from kg.extract.when import Date
from kg.model import Basis, DateRef, Entity, PlaceRef, Span, Statement

_UNSPOKEN = re.compile(rf"\b{any_of('unspoken')}\b", re.IGNORECASE)
_RELAYING = re.compile(rf"\s{any_of('relaying')}\b")
_CHANNEL = re.compile(rf"\b{any_of('channels')}\b", re.IGNORECASE)
_SAME = words("same")
_OPENING = re.compile(r"\W*(?:Dalam|Saat|Ketika|Usai|Seusai|Pada|Berbicara|Ditemui|Setelah)\b[^,]*\Z")
_OPENING_PERIOD = re.compile(rf"\W*(?:{any_of('period')}\b,?\s+)*\Z", re.IGNORECASE)
_LONGEST_CLAUSE = 400  # characters
_NEAREST = 12  # how many dates and places of a sentence are looked at


def place_and_date(
    prose: Prose, entities: Sequence[Entity], statements: Sequence[Statement], published: str | None
) -> tuple[Statement, ...]:
    """The statements with place and date of utterance filled in; `published` as `when.reference_day` gives it."""
    setting = scene(prose, entities, statements, published)
    own = [_own(setting, statement) for statement in statements]
    told = _from_events(setting, own)
    told = _from_others(setting, told, _shared(setting, told))
    return tuple(map(_filled, statements, own, _shared(setting, told)))


def _own(setting: Scene, statement: Statement) -> Occasion:
    """What the sentence of the cue says."""
    cue = statement.cue
    if cue is None or statement.inside:
        return Occasion()
    sentence = setting.sentence(cue[0])
    dates = sorted(within(setting.dates, sentence), key=lambda date: _distance(date.span[0], cue))[:_NEAREST]
    date = next((date for date in dates if not _relayed(setting, statement, date, sentence)), None)
    date = date or _period(setting, sentence, cue)
    sites = sorted(within(setting.sites, sentence), key=lambda site: _distance(site.start, cue))[:_NEAREST]
    site = next((site for site in sites if _said_at(setting, site, statement, sentence)), None)
    return Occasion(site.entity if site else None, date.value if date else None)


def _period(setting: Scene, sentence: Span, cue: Span) -> Date | None:
    """The month or year that opens the sentence: "Pada April 2017, X mengatakan"."""
    first = next(iter(within(setting.periods, (sentence[0], cue[0]))), None)
    return first if first and _OPENING_PERIOD.match(setting.text, sentence[0], first.span[0]) else None


def _distance(at: int, cue: Span) -> tuple[bool, int]:
    """What follows the cue is nearer to it than what precedes it."""
    return at < cue[0], abs(at - cue[1])


def _relayed(setting: Scene, statement: Statement, date: Date, sentence: Span) -> bool:
    """Whether a date is that of relaying ("dikutip Antara, Rabu", "Reuters pada Rabu melansir") or of a birth, say."""
    start, end = date.span
    since = statement.cue[0] if statement.cue and statement.cue[0] < start else sentence[0]
    since = max(since, start - _LONGEST_CLAUSE)
    relay = RELAY.search(setting.text, since, start)
    if (relay and not _has_own_date(setting, relay.end(), start)) or _RELAYING.match(setting.text, end):
        return True
    if _UNSPOKEN.search(setting.text, max(since, start - REACH), start):
        return True
    sources = setting.mentions.get(statement.via or "", ())
    beside = [a for a, b in sources if since <= a and b <= start <= b + NEXT]
    return any(not _CHANNEL.search(setting.text, max(since, a - REACH), a) for a in beside)


def _has_own_date(setting: Scene, relay: int, date: int) -> bool:
    """Whether another date follows a word of relaying, so that this one is not of it: "dikutip Selasa, X pada Senin …"."""
    return any(other.span[1] < date for other in within(setting.dates, (relay, date)))


def _said_at(setting: Scene, site: Site, statement: Statement, sentence: Span) -> bool:
    """Whether a place in the sentence of the cue is where it was said."""
    cue, at = statement.cue, preposition(setting, site, sentence)
    if cue is None or at is None:
        return False
    if beside_a_date(setting, site, at):
        return True
    if site.start < cue[0]:
        opens = sentence[0] < at < sentence[0] + _LONGEST_CLAUSE
        return opens and _OPENING.match(setting.text, sentence[0], at) is not None
    end = at - 1
    while end > cue[1] and setting.text[end - 1] in " ,":
        end -= 1
    if end == cue[1] or after_saying(setting, cue[0], at):
        return True
    return any(
        actor.end == end and actor.entity not in setting.bodies for actor in within(setting.actors, (cue[1], end))
    )


def _from_events(setting: Scene, own: Sequence[Occasion]) -> list[Occasion]:
    """Also what events tell, for speakers who state no date or place themselves."""
    out = list(own)
    dated, placed = _speakers(setting, own, "date"), _speakers(setting, own, "place")
    complete = dated & placed
    lacking = [i for i, s in enumerate(setting.statements) if not s.inside and not complete.issuperset(s.speakers)]
    events = events_of(setting) if lacking else []
    only = sole(own, events)
    for i in lacking if events else ():
        statement = setting.statements[i]
        known = [*pointing_at(setting, i, events), *at_events(setting, statement, events)]
        if only and belongs(setting, statement, only):
            known.append(only.occasion)
        date = own[i].date or _first(known, "date", dated.isdisjoint(statement.speakers))
        here = [o for o in known if o.date in (None, date)]
        out[i] = Occasion(own[i].place or _first(here, "place", placed.isdisjoint(statement.speakers)), date)
    return out


def _speakers(setting: Scene, occasions: Sequence[Occasion], what: Literal["place", "date"]) -> set[str]:
    """Those of whose statements one has its date or place."""
    pairs = zip(setting.statements, occasions, strict=True)
    return {speaker for statement, occasion in pairs if getattr(occasion, what) for speaker in statement.speakers}


def _first(occasions: Sequence[Occasion], what: Literal["place", "date"], wanted: bool) -> str | None:
    return next((value for o in occasions if (value := getattr(o, what))), None) if wanted else None


def _from_others(setting: Scene, told: Sequence[Occasion], shared: Sequence[Occasion]) -> list[Occasion]:
    """Also the occasion of another speaker: of the one before "on the same occasion", or of who speaks for the body."""
    dated = _speakers(setting, shared, "date")
    out = list(told)
    for i, statement in enumerate(setting.statements):
        if statement.inside or not dated.isdisjoint(statement.speakers):
            continue
        if i and says(setting, statement, _SAME):
            out[i] = Occasion(told[i].place or shared[i - 1].place, shared[i - 1].date)
    if len(told) > 1 and _opens_for(setting, *setting.statements[:2]):
        out[0] = shared[1]
    return out


def _opens_for(setting: Scene, first: Statement, second: Statement) -> bool:
    """Whether an article opens with what a body says and goes on with the words of somebody who speaks for it."""
    if not setting.bodies.issuperset(first.speakers):
        return False
    bodies = frozenset().union(*(setting.employers.get(speaker, frozenset()) for speaker in second.speakers))
    return bool(first.speakers) and bodies.issuperset(first.speakers)


def _shared(setting: Scene, told: Sequence[Occasion]) -> Sequence[Occasion]:
    """For each statement the occasion of its speaker: the last one told up to it, else the first after it."""
    if not any(map(any, told)):
        return told
    statements = setting.statements
    out = [Occasion()] * len(statements)
    turns_of: dict[str, list[int]] = {}
    for i, statement in enumerate(statements):
        for speaker in () if statement.inside else statement.speakers:
            turns_of.setdefault(speaker, []).append(i)
    for who in {s.speakers for s in statements if s.speakers and not s.inside}:
        turns = [i for i in turns_of[who[0]] if set(who) <= set(statements[i].speakers)]
        for group in _occasions(setting, turns, told):
            places, dates = _spread([told[i].place for i in group]), _spread([told[i].date for i in group])
            for i, place, date in zip(group, places, dates, strict=True):
                if statements[i].speakers == who:
                    out[i] = Occasion(place, date)
    return out


def _spread(values: Sequence[str | None]) -> list[str | None]:
    last = next(filter(None, values), None)
    return [last := value or last for value in values]


def _occasions(setting: Scene, turns: Sequence[int], told: Sequence[Occasion]) -> list[list[int]]:
    """One speaker's statements, apart where another date or a word like "sebelumnya" opens another occasion."""
    groups: list[list[int]] = [[]]
    date = None
    for i in turns:
        other = groups[-1] and opens_another(setting, setting.statements[i])
        if other or (date and told[i].date and told[i].date != date):
            groups.append([])
            date = None
        groups[-1].append(i)
        date = told[i].date or date
    return groups


def _filled(statement: Statement, own: Occasion, shared: Occasion) -> Statement:
    place, date = own.place or shared.place, own.date or shared.date
    return replace(
        statement,
        place=PlaceRef(entity=place, basis=_basis(own.place)) if place else None,
        date=DateRef(value=date, basis=_basis(own.date)) if date else None,
    )


def _basis(own: str | None) -> Basis:
    return "explicit" if own else "inherited"
