"""Interviews printed as dialogue: paragraphs that begin with their speaker and a colon."""

from __future__ import annotations

from kg.extract.cues import Cue
from kg.extract.reading import Attribution, Draft, Reading, Sentence
from kg.extract.speakers import phrase_after

_LABEL = 8  # tokens of a speaker's label
_TURNS = 2  # so many labelled paragraphs make a transcript


def turns(reading: Reading) -> dict[int, int]:
    """The sentences that open a turn of a transcript, with the token of their colon; empty for other articles."""
    found = {s.number: colon for s in reading.sentences if s.opens_paragraph and (colon := _colon(reading, s))}
    return found if len(found) >= _TURNS else {}


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
    """Add a turn of a transcript if its label names a person; False when it does not."""
    marks = reading.marks
    phrase = phrase_after(marks, sentence.first, colon)
    if phrase is None or phrase.kind != "name" or phrase.names[0].entity.type != "Person":
        return False
    found = Attribution(-1, -1, Cue("none"), phrase)
    end = marks.prose.paragraph_at(marks.prose.starts[sentence.first])[1]
    content = [(marks.prose.starts[colon + 1], end)]
    speakers, resolution, mention = reading.who(found, "behind", content)
    reading.drafts.append(Draft("direct", content, speakers, resolution, sentence.number, mention=mention))
    reading.discourse.heard(speakers)
    return True
