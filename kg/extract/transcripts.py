"""Interviews printed as dialogue: paragraphs that begin with their speaker and a colon."""

from __future__ import annotations

from collections import Counter

from kg.extract.cues import Cue
from kg.extract.phrases import Phrase
from kg.extract.reading import Attribution, Draft, Reading, Sentence
from kg.extract.speakers import phrase_after

_LABEL = 8  # tokens of a speaker's label
_FULL_NAME = 2  # words of a label that may name somebody who is no entity
_TURNS = 2  # so many labelled paragraphs make a transcript, or one that answers a question


def turns(reading: Reading) -> dict[int, int]:
    """The sentences that open a turn of a transcript, with the token of their colon; empty for other articles.

    At least one label must name a person; another one counts if it labels several turns.
    """
    colons = {s.number: colon for s in reading.sentences if s.opens_paragraph and (colon := _colon(reading, s))}
    if len(colons) < _TURNS and not any(_is_answer(reading, number) for number in colons):
        return {}
    labels = {number: phrase_after(reading.marks, reading.sentences[number].first, c) for number, c in colons.items()}
    persons = {number for number, phrase in labels.items() if phrase is not None and _is_person(phrase)}
    if not persons:
        return {}
    said = Counter(_words(reading, phrase) for phrase in labels.values())
    whole = {n: _words(reading, p) for n, p in labels.items() if p is not None and p.end == colons[n]}
    kept = persons | {n for n, label in whole.items() if label and said[label] > 1}
    return {number: colon for number, colon in colons.items() if number in kept}


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


def read_turn(reading: Reading, sentence: Sentence, colon: int) -> bool:
    """Add a turn of a transcript; False when its label names nobody."""
    marks = reading.marks
    phrase = phrase_after(marks, sentence.first, colon)
    if phrase is None or phrase.kind == "pronoun":
        return False
    found = Attribution(-1, -1, Cue("none"), phrase)
    end = marks.prose.paragraph_at(marks.prose.starts[sentence.first])[1]
    content = [(marks.prose.starts[colon + 1], end)]
    speakers, resolution, mention = reading.who(found, "behind", content)
    reading.drafts.append(Draft("direct", content, speakers, resolution, sentence.number, mention=mention))
    reading.discourse.heard(speakers)
    return True
