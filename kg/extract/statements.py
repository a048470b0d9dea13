"""Who said what: direct speech in quotation marks, indirect speech of reporting words, and mixtures of both.

Each paragraph is read as sentences that no quotation breaks. In a sentence, quotations take the cue beside them, and
reporting words outside of quotations take the clause they govern; speakers are resolved along the way.
"""

from __future__ import annotations

from bisect import bisect_left

from msgspec.structs import replace

from kg.extract.confidence import confidence
from kg.extract.cues import words
from kg.extract.direct import read_cued, read_uncued
from kg.extract.drafting import name_before
from kg.extract.indirect import read_indirect, read_nested
from kg.extract.prose import Prose
from kg.extract.reading import Draft, Reading, Sentence, opened_reading, subjects_of
from kg.extract.relaying import add_relaying
from kg.extract.roles import Role
from kg.extract.transcripts import read_turn, turns
from kg.model import Entity, Statement

_OPENING = 3  # tokens in which a sentence tells that it turns to somebody else


def find(
    prose: Prose, entities: tuple[Entity, ...], roles: tuple[Role, ...]
) -> tuple[tuple[Statement, ...], tuple[Entity, ...]]:
    """The statements of an article in text order, and its entities with the unnamed speakers added."""
    reading = opened_reading(prose, entities, roles)
    dialogue, spoken = turns(reading), False
    for sentence in reading.sentences:
        subjects = subjects_of(reading, sentence)
        reading.discourse.begin(sentence.number, subjects)
        name_before(reading, sentence, subjects)
        if sentence.opens_paragraph:
            spoken = False
        if sentence.number in dialogue and read_turn(reading, sentence, dialogue[sentence.number]):
            spoken = True
        before = len(reading.drafts)
        if not spoken:
            _read(reading, sentence)
        if len(reading.drafts) == before:
            _note_agreeing(reading, sentence)
        mentions = reading.marks.mentions_in(sentence.first, sentence.end)
        reading.discourse.read([m for m in mentions if reading.quoted[m.first] < 0])
    known = reading.discourse.known()
    return _finished(reading, roles, known), known


def _note_agreeing(reading: Reading, sentence: Sentence) -> None:
    """Take note of whom the story turns to without words of their own: "Hal berbeda dirasakan |Budi|." """
    marks = reading.marks
    if words().agreeing.isdisjoint(marks.lower[sentence.start : sentence.start + _OPENING]):
        return
    tokens = (i for i in range(sentence.start, sentence.end) if reading.quoted[i] < 0)
    people = {m.entity.id for i in tokens if (m := marks.at[i]) is not None and m.entity.type == "Person"}
    if len(people) == 1:
        reading.discourse.heard(tuple(people))


def _read(reading: Reading, sentence: Sentence) -> None:
    before = len(reading.drafts)
    read_cued(reading, sentence)
    read_indirect(reading, sentence)
    read_uncued(reading, sentence)
    read_nested(reading, sentence)
    add_relaying(reading, sentence, before)


def _finished(reading: Reading, roles: tuple[Role, ...], known: tuple[Entity, ...]) -> tuple[Statement, ...]:
    drafts = sorted(reading.drafts, key=lambda d: (d.content[0], d.cue or (0, 0)))
    names = {id(draft): f"s{number}" for number, draft in enumerate(drafts, 1)}
    given: dict[str, list[Role]] = {}
    for role in roles:
        given.setdefault(role.person, []).append(role)
    entities = {entity.id: entity for entity in known}
    return tuple(_statement(reading, draft, names, given, entities) for draft in drafts)


def _statement(
    reading: Reading, draft: Draft, names: dict[int, str], given: dict[str, list[Role]], entities: dict[str, Entity]
) -> Statement:
    statement = Statement(
        id=names[id(draft)],
        kind=draft.kind,
        speakers=draft.speakers,
        speaker_mention=draft.mention,
        resolution=draft.resolution,
        cue=draft.cue,
        content=tuple(draft.content),
        role=_role(reading, draft, given),
        via=draft.via,
        addressee=draft.addressee,
        polarity="negative" if draft.denied else "positive",
        inside=names[id(draft.inside)] if draft.inside else None,
    )
    told = confidence(reading.marks.prose.text, statement, entities)
    return replace(statement, confidence=told)


def _role(reading: Reading, draft: Draft, given: dict[str, list[Role]]) -> str | None:
    """The speaker's title that stands nearest in the sentence of the cue, else the last one given before."""
    roles = given.get(draft.speakers[0], []) if len(draft.speakers) == 1 else []
    anchor = draft.mention or draft.cue or draft.content[0]
    end = reading.marks.prose.sentence_at(anchor[0])[1]
    last = bisect_left(roles, end, key=lambda role: role.title[0])
    return reading.marks.prose.text[slice(*roles[last - 1].title)] if last else None
