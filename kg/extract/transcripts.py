"""Interviews printed as dialogue: paragraphs that begin with their speaker and a colon."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kg.extract.cues import Cue, words
from kg.extract.phrases import Phrase, lexicon
from kg.extract.reading import Attribution, Draft, Reading, Sentence
from kg.extract.speakers import phrase_after

_LABEL = 8  # tokens of a speaker's label
_FULL_NAME = 2  # words of a label that may name somebody who is no entity
_TURNS = 2  # so many labelled paragraphs make a transcript, or one that answers a question


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a transcript: the token of its colon, and who answers where the label ("J:") does not name him.

    `asks` tells a question with such a label, which is nobody's statement.
    """

    colon: int
    answers: str | None = None
    asks: bool = False


def turns(reading: Reading) -> dict[int, Turn]:
    """The turns of a transcript by the sentences that open them; empty for other articles.

    At least one label must name a person; another one counts if it labels several turns. Labels for question and
    answer ("T:", "J:") count where the text beside them names who was asked.
    """
    colons = {s.number: colon for s in reading.sentences if s.opens_paragraph and (colon := _colon(reading, s))}
    if len(colons) < _TURNS and not any(_is_answer(reading, number) for number in colons):
        return {}
    return _lettered(reading, colons) or {number: Turn(colons[number]) for number in _named(reading, colons)}


def _named(reading: Reading, colons: dict[int, int]) -> list[int]:
    """The sentences whose labels name somebody."""
    labels = {number: phrase_after(reading.marks, reading.sentences[number].first, c) for number, c in colons.items()}
    persons = {number for number, phrase in labels.items() if phrase is not None and _is_person(phrase)}
    if not persons:
        return []
    said = Counter(_words(reading, phrase) for phrase in labels.values())
    whole = {n: _words(reading, p) for n, p in labels.items() if p is not None and p.end == colons[n]}
    kept = persons | {n for n, label in whole.items() if label and said[label] > 1}
    return [number for number in colons if number in kept]


def _lettered(reading: Reading, colons: dict[int, int]) -> dict[int, Turn]:
    """The turns of an interview whose labels only tell question from answer, if somebody is named who answers."""
    lower = reading.marks.lower
    labels = {n: lower[c - 1] for n, c in colons.items() if c - reading.sentences[n].first == 1}
    asks = {n for n, label in labels.items() if label in lexicon().asking}
    answers = {n for n, label in labels.items() if label in lexicon().answering}
    asked = _interviewed(reading, asks | answers) if asks and answers else None
    if asked is None:
        return {}
    return {n: Turn(colons[n], asked if n in answers else None, n in asks) for n in sorted(asks | answers)}


def _interviewed(reading: Reading, labelled: set[int]) -> str | None:
    """The person named behind "wawancara dengan", else the only one named outside of the turns."""
    marks, people = reading.marks, dict[str, None]()
    spoken = False
    for sentence in reading.sentences:
        spoken = sentence.number in labelled or (spoken and not sentence.opens_paragraph)
        if spoken:
            continue
        talks = False
        for k in range(sentence.first, sentence.end):
            mention = marks.at[k]
            talks = talks or (mention is None and marks.lower[k] in words().talks)
            if mention is not None and mention.entity.type == "Person":
                if talks:
                    return mention.entity.id
                people[mention.entity.id] = None
    return next(iter(people)) if len(people) == 1 else None


def _is_person(phrase: Phrase) -> bool:
    return phrase.kind == "name" and phrase.names[0].entity.type == "Person"


def _words(reading: Reading, phrase: Phrase | None) -> str:
    """The words of a label that can be a name; nothing for a shorter one."""
    if phrase is None or phrase.end - phrase.first < _FULL_NAME:
        return ""
    return reading.marks.text(phrase.first, phrase.end)


def _is_answer(reading: Reading, number: int) -> bool:
    """Whether the paragraph before is a question without a label."""
    before = reading.sentences[number - 1] if number else None
    return before is not None and before.opens_paragraph and reading.marks.lower[before.end - 1] == "?"


def _colon(reading: Reading, sentence: Sentence) -> int:
    """The token of the colon behind a label of capitalised words; 0 where there is none."""
    marks = reading.marks
    for k in range(sentence.first, min(sentence.end - 1, sentence.first + _LABEL)):
        if marks.lower[k] == ":":
            return k if k > sentence.first and reading.quoted[k + 1] < 0 else 0
        if marks.at[k] is None and not (marks.prose.words[k][0].isupper() or marks.lower[k] in ".()"):
            return 0
    return 0


def read_turn(reading: Reading, sentence: Sentence, turn: Turn) -> bool:
    """Add a turn of a transcript; False when its label names nobody."""
    marks = reading.marks
    end = marks.prose.paragraph_at(marks.prose.starts[sentence.first])[1]
    content = [(marks.prose.starts[turn.colon + 1], end)]
    if turn.asks:
        return True
    if turn.answers is not None:
        reading.drafts.append(Draft("direct", content, (turn.answers,), "carried", sentence.number))
        reading.discourse.heard((turn.answers,))
        return True
    phrase = phrase_after(marks, sentence.first, turn.colon)
    if phrase is None or phrase.kind == "pronoun":
        return False
    found = Attribution(-1, -1, Cue("none"), phrase)
    speakers, resolution, mention = reading.who(found, "behind", content)
    reading.drafts.append(Draft("direct", content, speakers, resolution, sentence.number, mention=mention))
    reading.discourse.heard(speakers)
    return True
