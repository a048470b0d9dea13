"""When and where each statement was made: said in its own sentence, or once for the occasion that it belongs to.

A speaker's statements share the occasion that one of them states, until another date opens another one. Who states
none shares what the article tells of an event that he is part of, of the speaker before him where it says so, or of the
person who speaks for him.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple

from msgspec.structs import replace

from kg.extract.phrases import lexicon
from kg.extract.prose import Prose
from kg.extract.scene import SPOKEN_ELSEWHERE, Scene, Site, any_of, gatherings_at, gatherings_told, scene, within, words
from kg.extract.when import COUNTED, WEEKDAYS, Date
from kg.language import table
from kg.model import Basis, DateRef, Entity, PlaceRef, Span, Statement

_RELAY = re.compile(rf"\b{any_of('relay')}\b", re.IGNORECASE)
_UNSPOKEN = re.compile(rf"\b{any_of('unspoken')}\b", re.IGNORECASE)
_RELAYING = re.compile(rf"\s{any_of('relaying')}\b")
_OTHER = re.compile(rf"\W*{any_of('other')}\b", re.IGNORECASE)
_EVENT = re.compile(rf"\b{any_of('events')}\b", re.IGNORECASE)
_CHANNEL = re.compile(rf"\b{any_of('channels')}\b", re.IGNORECASE)
_COMPANY = re.compile(rf"\b{any_of('company')}\b", re.IGNORECASE)
_APART = re.compile(rf"\b{any_of('apart')}\b", re.IGNORECASE)
_AHEAD = re.compile(rf"\b{any_of('ahead')}\b", re.IGNORECASE)
_ELSEWHERE = re.compile(rf"\b{any_of('elsewhere')}\s+\Z")
_SITE = re.compile(rf"\b(?:[Dd]i|ke|{any_of('going')})(?:\s+(?i:{any_of('site_words')})\b,?)*\s+\Z")
_SAME, _THIS = words("same"), words("this")
_SAYING = tuple(f" {word}" for word in words("saying_words"))
_BEFORE_SITE = frozenset(["di", "ke", *words("going"), *(word.split()[-1] for word in words("site_words"))])
_OPENING = re.compile(r"\W*(?:Dalam|Saat|Ketika|Usai|Seusai|Pada|Berbicara|Ditemui|Setelah)\b[^,]*\Z")
_OPENING_PERIOD = re.compile(rf"\W*(?:{any_of('period')}\b,?\s+)*\Z", re.IGNORECASE)
_CHAIN = re.compile(r",?\s+(?:di\s+)?\(?\Z|\s*\(\Z")
_VERBS = table("reporting_verbs")
# A dated sentence that only names a topic ("menjelaskan kronologi") is no statement, but tells when somebody spoke.
_SPEAKING = frozenset(
    " ".join(
        (_VERBS["say"]["strong"], _VERBS["deny"]["strong"], _VERBS["passive"]["strong"], *words("answering"))
    ).split()
)
_TELLING = "|".join(word.removeprefix("di") for word in _VERBS["passive"]["strong"].split())
# "Hal itu disampaikan Budi", "Pernyataan tersebut ia lontarkan": what was said before was said on this occasion.
_POINTING = re.compile(
    rf"\W*(?:(?:{'|'.join(_VERBS['back']['nouns_back'].split())})\s+(?:itu|ini|tersebut)|demikian|begitu)\b"
    rf"(?:\s+\w+){{0,3}}?\s+(?:di)?(?:{_TELLING})(?:nya)?\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_DATE_NEXT = re.compile(
    rf"[\s,]*\(?(?:pada\s+)?(?:hari\s+)?(?:(?i:{any_of([*WEEKDAYS, *COUNTED])})\b|\d{{1,2}}\s?(?:/|[A-Z]))"
)
_REACH = 60  # characters before a place that are read
_LONGEST_CLAUSE = 400  # characters
_NEAREST = 12  # how many dates and places of a sentence are looked at
_LAST_EVENTS = 30  # how many events before a statement are looked at
_LONGEST_WORD = 24  # characters before a place in which its preposition ends
_NEXT = 12  # characters between a place and the date beside it


class _Occasion(NamedTuple):
    """A place (entity id) and a day, either of which may be unknown."""

    place: str | None = None
    date: str | None = None


class _Event(NamedTuple):
    """What a sentence tells of an occasion, and who took part in it.

    `open` says that it tells of people who meet or speak; other dated sentences (of a match, or with what somebody
    said) are the occasion of a statement only if that names the gathering, or its speaker is in their company.
    """

    sentence: Span
    occasion: _Occasion
    actors: frozenset[str]
    open: bool
    kinds: frozenset[int]
    points: bool


def place_and_date(
    prose: Prose, entities: Sequence[Entity], statements: Sequence[Statement], published: str | None
) -> tuple[Statement, ...]:
    """The statements with place and date of utterance filled in; `published` as `when.reference_day` gives it."""
    setting = scene(prose, entities, statements, published)
    own = [_own(setting, statement) for statement in statements]
    told = _from_events(setting, own)
    told = _from_others(setting, told, _shared(setting, told))
    return tuple(map(_filled, statements, own, _shared(setting, told)))


def _own(setting: Scene, statement: Statement) -> _Occasion:
    """What the sentence of the cue says."""
    cue = statement.cue
    if cue is None or statement.inside:
        return _Occasion()
    sentence = setting.sentence(cue[0])
    dates = sorted(within(setting.dates, sentence), key=lambda date: _distance(date.span[0], cue))[:_NEAREST]
    date = next((date for date in dates if not _relayed(setting, statement, date, sentence)), None)
    date = date or _period(setting, sentence, cue)
    sites = sorted(within(setting.sites, sentence), key=lambda site: _distance(site.start, cue))[:_NEAREST]
    site = next((site for site in sites if _said_at(setting, site, statement, sentence)), None)
    return _Occasion(site.entity if site else None, date.value if date else None)


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
    relay = _RELAY.search(setting.text, since, start)
    if (relay and not _has_own_date(setting, relay.end(), start)) or _RELAYING.match(setting.text, end):
        return True
    if _UNSPOKEN.search(setting.text, max(since, start - _REACH), start):
        return True
    sources = setting.mentions.get(statement.via or "", ())
    beside = [a for a, b in sources if since <= a and b <= start <= b + _NEXT]
    return any(not _CHANNEL.search(setting.text, max(since, a - _REACH), a) for a in beside)


def _has_own_date(setting: Scene, relay: int, date: int) -> bool:
    """Whether another date follows a word of relaying, so that this one is not of it: "dikutip Selasa, X pada Senin …"."""
    return any(other.span[1] < date for other in within(setting.dates, (relay, date)))


def _said_at(setting: Scene, site: Site, statement: Statement, sentence: Span) -> bool:
    """Whether a place in the sentence of the cue is where it was said."""
    cue, at = statement.cue, _preposition(setting, site, sentence)
    if cue is None or at is None:
        return False
    if _beside_a_date(setting, site, at):
        return True
    if site.start < cue[0]:
        opens = sentence[0] < at < sentence[0] + _LONGEST_CLAUSE
        return opens and _OPENING.match(setting.text, sentence[0], at) is not None
    end = at - 1
    while end > cue[1] and setting.text[end - 1] in " ,":
        end -= 1
    if end == cue[1] or _after_saying(setting, cue[0], at):
        return True
    return any(
        actor.end == end and actor.entity not in setting.bodies for actor in within(setting.actors, (cue[1], end))
    )


def _preposition(setting: Scene, site: Site, sentence: Span) -> int | None:
    """Where the "di" of a place of happening starts, None for other places."""
    found = _site(setting, site, sentence[0])
    if found is None or _ELSEWHERE.search(setting.text, max(sentence[0], found.start() - _REACH), found.start()):
        return None
    return found.start()


def _beside_a_date(setting: Scene, site: Site, at: int) -> bool:
    """Whether a place, with its preposition at `at`, follows a date or leads to one: "di Gedung DPR, Jakarta, Senin"."""
    if any(0 <= at - date.span[1] < _NEXT for date in within(setting.dates, (at - _REACH, at))):
        return True
    at = site.end
    for following in within(setting.sites, (site.end, site.end + _REACH)):
        if following.start >= at:
            if not _CHAIN.match(setting.text, at, following.start):
                break
            at = following.end
    return _DATE_NEXT.match(setting.text, at) is not None


def _events(setting: Scene) -> list[_Event]:
    """The sentences that tell an occasion by its date, or a place where somebody spoke."""
    reporting = {setting.sentence(statement.cue[0])[0] for statement in setting.statements if statement.cue}
    told = {setting.prose.sentence_at(date.span[0]) for date in (*setting.dates, *setting.said_dates)}
    told |= {setting.prose.sentence_at(site.start) for site in setting.sites if _spoken_in(setting, site)}
    events = (_event(setting, sentence, sentence[0] in reporting) for sentence in sorted(told))
    return [event for event in events if event]


def _event(setting: Scene, sentence: Span, reporting: bool) -> _Event | None:
    text = setting.text[slice(*sentence)]
    if _RELAY.search(text) or _AHEAD.search(text):
        return None
    dates = [*within(setting.dates, sentence), *(within(setting.said_dates, sentence) if reporting else ())]
    sites = [*within(setting.sites, sentence), *(within(setting.said_sites, sentence) if reporting else ())]
    place = next((s.entity for s in sites if _shown(setting, s, sentence, dated=bool(dates))), None)
    kinds = gatherings_told(text)
    occasion = _Occasion(place if kinds.isdisjoint(SPOKEN_ELSEWHERE) else None, dates[0].value if dates else None)
    is_open = not reporting and _EVENT.search(text) is not None
    where = sentence if is_open else _part_of_actors(sentence, text, dates, reporting)
    actors = frozenset(actor.entity for actor in within(setting.actors, where))
    return _Event(sentence, occasion, actors, is_open, kinds, _POINTING.match(text) is not None)


def _shown(setting: Scene, site: Site, sentence: Span, *, dated: bool) -> bool:
    """Whether a sentence tells a place as that of its occasion."""
    at = _preposition(setting, site, sentence)
    return at is not None and (_beside_a_date(setting, site, at) if dated else _spoken_in(setting, site))


def _part_of_actors(sentence: Span, text: str, dates: Sequence[Date], reporting: bool) -> Span:
    """Where a sentence names who spoke at its occasion: as company, or before "Rabu (18/6) menjelaskan hal itu"."""
    if reporting:
        company = _COMPANY.search(text)
        return sentence[0] + company.end() if company else sentence[1], sentence[1]
    spoken = next((w.start() for w in _WORD.finditer(text.lower()) if w[0] in _SPEAKING), None) if dates else None
    if spoken is None:
        return sentence[1], sentence[1]
    said, day = sentence[0] + spoken, dates[0].span[0]
    return max(sentence[0], min(said, day) - _REACH), max(said, day) if abs(day - said) < _REACH else said


def _spoken_in(setting: Scene, site: Site) -> bool:
    """Whether words like "konferensi pers di" lead to a place."""
    found = _site(setting, site, 0)
    return found is not None and found[0][:2].lower() == "di" and _after_saying(setting, 0, found.start())


def _site(setting: Scene, site: Site, start: int) -> re.Match[str] | None:
    """The words that make a place one of happening: "di", "di kawasan", "mengunjungi"."""
    before = setting.text[max(start, site.start - _LONGEST_WORD) : site.start].rsplit(None, 1)
    if not before or before[-1].strip(",").lower() not in _BEFORE_SITE:
        return None
    return _SITE.search(setting.text, max(start, site.start - _REACH), site.start)


def _after_saying(setting: Scene, start: int, at: int) -> bool:
    """Whether a word of speaking or meeting stands right before an offset."""
    return setting.text[max(start, at - _LONGEST_WORD) : at].rstrip(" ,").lower().endswith(_SAYING)


def _from_events(setting: Scene, own: Sequence[_Occasion]) -> list[_Occasion]:
    """Also what events tell, for speakers who state no date or place themselves."""
    out = list(own)
    dated, placed = _speakers(setting, own, "date"), _speakers(setting, own, "place")
    complete = dated & placed
    lacking = [i for i, s in enumerate(setting.statements) if not s.inside and not complete.issuperset(s.speakers)]
    events = _events(setting) if lacking else []
    sole = _sole(own, events)
    for i in lacking if events else ():
        statement = setting.statements[i]
        known = [*_pointing_at(setting, i, events), *_at_events(setting, statement, events)]
        if sole and _belongs(setting, statement, sole):
            known.append(sole.occasion)
        date = own[i].date or _first(known, "date", dated.isdisjoint(statement.speakers))
        here = [o for o in known if o.date in (None, date)]
        out[i] = _Occasion(own[i].place or _first(here, "place", placed.isdisjoint(statement.speakers)), date)
    return out


def _speakers(setting: Scene, occasions: Sequence[_Occasion], what: Literal["place", "date"]) -> set[str]:
    """Those of whose statements one has its date or place."""
    pairs = zip(setting.statements, occasions, strict=True)
    return {speaker for statement, occasion in pairs if getattr(occasion, what) for speaker in statement.speakers}


def _first(occasions: Sequence[_Occasion], what: Literal["place", "date"], wanted: bool) -> str | None:
    return next((value for o in occasions if (value := getattr(o, what))), None) if wanted else None


def _at_events(setting: Scene, statement: Statement, events: Sequence[_Event]) -> list[_Occasion]:
    """The occasions at which a statement was made as it says, or as its speaker took part; the last told first."""
    sentence = setting.sentence(statement.cue[0]) if statement.cue else (0, 0)
    text = setting.text[slice(*sentence)]
    this = _holds(text, _THIS)
    start = _starts(statement)
    occasions = []
    before = bisect_right(events, start, key=lambda event: event.sentence[0])
    last = events[max(0, before - _LAST_EVENTS) : before]
    at = gatherings_at(text) if any(event.kinds for event in last) else frozenset()
    for event in reversed(last):
        kinds = at & event.kinds if event.sentence != sentence else frozenset()
        if kinds and kinds <= SPOKEN_ELSEWHERE:
            occasions.append(event.occasion._replace(place=None))
        elif kinds or (this and event.open) or _took_part(setting, statement, event):
            occasions.append(event.occasion)
    return occasions


def _sole(own: Sequence[_Occasion], events: Sequence[_Event]) -> _Event | None:
    """The event with place and day at which people met, where the article tells of no other day."""
    days = {o.date for o in (*own, *(event.occasion for event in events)) if o.date}
    if len(days) != 1:
        return None
    return next((event for event in events if event.open and event.occasion.place and event.occasion.date), None)


def _belongs(setting: Scene, statement: Statement, event: _Event) -> bool:
    """Whether a statement that follows the only event of an article was made there: by somebody whose title has a name
    that the event has too, unless something tells that he was asked elsewhere."""
    if statement.role is None or not _names_in(statement.role) & _names_in(setting.text[slice(*event.sentence)]):
        return False
    text = setting.text[slice(*setting.sentence(_starts(statement)))]
    return _starts(statement) > event.sentence[0] and not _APART.search(text) and not _opens_another(setting, statement)


def _names_in(text: str) -> set[str]:
    """The capitalised words of a text that belong to no title."""
    return {w for w in _WORD.findall(text) if w[0].isupper() and w.lower() not in lexicon().before_names}


def _pointing_at(setting: Scene, i: int, events: Sequence[_Event]) -> list[_Occasion]:
    """The occasion of the sentence behind a statement that points back to it, if it names nobody else who said it."""
    statements = setting.statements
    event = next((event for event in events if event.sentence[0] > _starts(statements[i])), None)
    later = next((s for s in statements[i + 1 :] if not s.inside), None)
    if event is None or not event.points or (later is not None and _starts(later) < event.sentence[0]):
        return []
    actor = next(iter(within(setting.actors, (event.sentence[0], event.sentence[0] + _REACH))), None)
    return [event.occasion] if actor is None or actor.entity in statements[i].speakers else []


def _starts(statement: Statement) -> int:
    return (statement.cue or statement.content[0])[0]


def _holds(text: str, phrases: Sequence[str]) -> bool:
    lower = text.lower()
    return any(phrase in lower for phrase in phrases)


def _took_part(setting: Scene, statement: Statement, event: _Event) -> bool:
    """Whether the speakers are named in an event, or the bodies that they speak for in one with a place."""
    return all(
        (speaker in event.actors and speaker not in setting.bodies)
        or (event.occasion.place and setting.employers.get(speaker, frozenset()) & event.actors)
        for speaker in statement.speakers
    )


def _from_others(setting: Scene, told: Sequence[_Occasion], shared: Sequence[_Occasion]) -> list[_Occasion]:
    """Also the occasion of another speaker: of the one before "on the same occasion", or of who speaks for the body."""
    dated = _speakers(setting, shared, "date")
    out = list(told)
    for i, statement in enumerate(setting.statements):
        if statement.inside or not dated.isdisjoint(statement.speakers):
            continue
        if i and statement.cue and _holds(setting.text[slice(*setting.sentence(statement.cue[0]))], _SAME):
            out[i] = _Occasion(told[i].place or shared[i - 1].place, shared[i - 1].date)
    if len(told) > 1 and _opens_for(setting, *setting.statements[:2]):
        out[0] = shared[1]
    return out


def _opens_for(setting: Scene, first: Statement, second: Statement) -> bool:
    """Whether an article opens with what a body says and goes on with the words of somebody who speaks for it."""
    if not setting.bodies.issuperset(first.speakers):
        return False
    bodies = frozenset().union(*(setting.employers.get(speaker, frozenset()) for speaker in second.speakers))
    return bool(first.speakers) and bodies.issuperset(first.speakers)


def _shared(setting: Scene, told: Sequence[_Occasion]) -> Sequence[_Occasion]:
    """For each statement the occasion of its speaker: the last one told up to it, else the first after it."""
    if not any(map(any, told)):
        return told
    statements = setting.statements
    out = [_Occasion()] * len(statements)
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
                    out[i] = _Occasion(place, date)
    return out


def _spread(values: Sequence[str | None]) -> list[str | None]:
    last = next(filter(None, values), None)
    return [last := value or last for value in values]


def _occasions(setting: Scene, turns: Sequence[int], told: Sequence[_Occasion]) -> list[list[int]]:
    """One speaker's statements, apart where another date or a word like "sebelumnya" opens another occasion."""
    groups: list[list[int]] = [[]]
    date = None
    for i in turns:
        other = groups[-1] and _opens_another(setting, setting.statements[i])
        if other or (date and told[i].date and told[i].date != date):
            groups.append([])
            date = None
        groups[-1].append(i)
        date = told[i].date or date
    return groups


def _filled(statement: Statement, own: _Occasion, shared: _Occasion) -> Statement:
    place, date = own.place or shared.place, own.date or shared.date
    return replace(
        statement,
        place=PlaceRef(entity=place, basis=_basis(own.place)) if place else None,
        date=DateRef(value=date, basis=_basis(own.date)) if date else None,
    )


def _basis(own: str | None) -> Basis:
    return "explicit" if own else "inherited"


def _opens_another(setting: Scene, statement: Statement) -> bool:
    """Whether the sentence of a statement begins with a word like "sebelumnya" that is none of those said."""
    if statement.cue is None:
        return False
    start = setting.sentence(min(statement.cue[0], statement.content[0][0]))[0]
    told = _OTHER.match(setting.text, start)
    return told is not None and not any(first < told.end() <= end for first, end in statement.content)
