"""Events that an article tells with a day or a place, and who spoke at them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from kg.extract.phrases import lexicon
from kg.extract.scene import SPOKEN_ELSEWHERE, Scene, Site, any_of, gatherings_at, gatherings_told, holds, within, words
from kg.extract.sites import REACH, beside_a_date, preposition, spoken_in
from kg.extract.when import Date
from kg.language import table
from kg.model import Span, Statement

RELAY = re.compile(rf"\b{any_of('relay')}\b", re.IGNORECASE)
_OTHER = re.compile(rf"\W*{any_of('other')}\b", re.IGNORECASE)
_EVENT = re.compile(rf"\b{any_of('events')}\b", re.IGNORECASE)
_COMPANY = re.compile(rf"\b{any_of('company')}\b", re.IGNORECASE)
_APART = re.compile(rf"\b{any_of('apart')}\b", re.IGNORECASE)
_AHEAD = re.compile(rf"\b{any_of('ahead')}\b", re.IGNORECASE)
_THIS = words("this")
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
_LAST_EVENTS = 30  # how many events before a statement are looked at


class Occasion(NamedTuple):
    """A place (entity id) and a day, either of which may be unknown."""

    place: str | None = None
    date: str | None = None


class Event(NamedTuple):
    """What a sentence tells of an occasion, and who took part in it.

    `open` says that it tells of people who meet or speak; other dated sentences (of a match, or with what somebody
    said) are the occasion of a statement only if that names the gathering, or its speaker is in their company.
    `points` says that it points back to what was said right before it.
    """

    sentence: Span
    occasion: Occasion
    actors: frozenset[str]
    open: bool
    kinds: frozenset[int]
    points: bool


def events_of(setting: Scene) -> list[Event]:
    """The sentences that tell an occasion by its date, or a place where somebody spoke."""
    reporting = {setting.sentence(statement.cue[0])[0] for statement in setting.statements if statement.cue}
    told = {setting.prose.sentence_at(date.span[0]) for date in (*setting.dates, *setting.said_dates)}
    told |= {setting.prose.sentence_at(site.start) for site in setting.sites if spoken_in(setting, site)}
    events = (_event(setting, sentence, sentence[0] in reporting) for sentence in sorted(told))
    return [event for event in events if event]


def _event(setting: Scene, sentence: Span, reporting: bool) -> Event | None:
    text = setting.text[slice(*sentence)]
    if RELAY.search(text) or _AHEAD.search(text):
        return None
    dates = [*within(setting.dates, sentence), *(within(setting.said_dates, sentence) if reporting else ())]
    sites = [*within(setting.sites, sentence), *(within(setting.said_sites, sentence) if reporting else ())]
    place = next((s.entity for s in sites if _shown(setting, s, sentence, dated=bool(dates))), None)
    kinds = gatherings_told(text)
    occasion = Occasion(place if kinds.isdisjoint(SPOKEN_ELSEWHERE) else None, dates[0].value if dates else None)
    is_open = not reporting and _EVENT.search(text) is not None
    where = sentence if is_open else _part_of_actors(sentence, text, dates, reporting)
    actors = frozenset(actor.entity for actor in within(setting.actors, where))
    return Event(sentence, occasion, actors, is_open, kinds, _POINTING.match(text) is not None)


def _shown(setting: Scene, site: Site, sentence: Span, *, dated: bool) -> bool:
    """Whether a sentence tells a place as that of its occasion."""
    at = preposition(setting, site, sentence)
    return at is not None and (beside_a_date(setting, site, at) if dated else spoken_in(setting, site))


def _part_of_actors(sentence: Span, text: str, dates: Sequence[Date], reporting: bool) -> Span:
    """Where a sentence names who spoke at its occasion: as company, or before "Rabu (18/6) menjelaskan hal itu"."""
    if reporting:
        company = _COMPANY.search(text)
        return sentence[0] + company.end() if company else sentence[1], sentence[1]
    spoken = next((w.start() for w in _WORD.finditer(text.lower()) if w[0] in _SPEAKING), None) if dates else None
    if spoken is None:
        return sentence[1], sentence[1]
    said, day = sentence[0] + spoken, dates[0].span[0]
    return max(sentence[0], min(said, day) - REACH), max(said, day) if abs(day - said) < REACH else said


def at_events(setting: Scene, statement: Statement, events: Sequence[Event]) -> list[Occasion]:
    """The occasions at which a statement was made as it says, or as its speaker took part; the last told first."""
    sentence = setting.sentence(statement.cue[0]) if statement.cue else (0, 0)
    text = setting.text[slice(*sentence)]
    this = says(setting, statement, _THIS)
    start = starts(statement)
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


def sole(own: Sequence[Occasion], events: Sequence[Event]) -> Event | None:
    """The event with place and day at which people met, where the article tells of no other day."""
    days = {o.date for o in (*own, *(event.occasion for event in events)) if o.date}
    if len(days) != 1:
        return None
    return next((event for event in events if event.open and event.occasion.place and event.occasion.date), None)


def belongs(setting: Scene, statement: Statement, event: Event) -> bool:
    """Whether a statement that follows the only event of an article was made there: by somebody whose title has a name
    that the event has too, unless something tells that he was asked elsewhere."""
    if statement.role is None or not _names_in(statement.role) & _names_in(setting.text[slice(*event.sentence)]):
        return False
    text = setting.text[slice(*setting.sentence(starts(statement)))]
    return starts(statement) > event.sentence[0] and not _APART.search(text) and not opens_another(setting, statement)


def _names_in(text: str) -> set[str]:
    """The capitalised words of a text that belong to no title."""
    return {w for w in _WORD.findall(text) if w[0].isupper() and w.lower() not in lexicon().before_names}


def pointing_at(setting: Scene, i: int, events: Sequence[Event]) -> list[Occasion]:
    """The occasion of the sentence behind a statement that points back to it, if it names nobody else who said it."""
    statements = setting.statements
    behind = bisect_right(events, starts(statements[i]), key=lambda event: event.sentence[0])
    if behind == len(events) or not events[behind].points:
        return []
    event = events[behind]
    later = next((s for k in range(i + 1, len(statements)) if not (s := statements[k]).inside), None)
    if later is not None and starts(later) < event.sentence[0]:
        return []
    speakers = statements[i].speakers
    actors = within(setting.actors, (event.sentence[0], event.sentence[0] + REACH))
    actor = next((a.entity for a in actors if a.entity in speakers or a.entity not in setting.bodies), None)
    return [event.occasion] if actor is None or actor in speakers else []


def _took_part(setting: Scene, statement: Statement, event: Event) -> bool:
    """Whether the speakers are named in an event, or the bodies that they speak for in one with a place."""
    return all(
        (speaker in event.actors and speaker not in setting.bodies)
        or (event.occasion.place and setting.employers.get(speaker, frozenset()) & event.actors)
        for speaker in statement.speakers
    )


def opens_another(setting: Scene, statement: Statement) -> bool:
    """Whether the sentence of a statement begins with a word like "sebelumnya" that is none of those said."""
    if statement.cue is None:
        return False
    start = setting.sentence(min(statement.cue[0], statement.content[0][0]))[0]
    told = _OTHER.match(setting.text, start)
    return told is not None and not any(first < told.end() <= end for first, end in statement.content)


def starts(statement: Statement) -> int:
    """Where a statement is told to begin: at its cue, else at its words."""
    return (statement.cue or statement.content[0])[0]


def says(setting: Scene, statement: Statement, phrases: tuple[str, ...]) -> bool:
    """Whether one of some phrases stands in the sentence of the cue, in whatever case; few articles hold any."""
    if statement.cue is None or not setting.holds(phrases):
        return False
    return holds(setting.text[slice(*setting.sentence(statement.cue[0]))], phrases)
