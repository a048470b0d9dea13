"""Speech of an article that lost all its quotation marks: `Kami sudah siap. Tinggal menunggu hari, kata Budi.`"""

from __future__ import annotations

from kg.extract.cues import words
from kg.extract.phrases import lexicon
from kg.extract.reading import Draft, Reading, Sentence

_MOST_BEFORE = 8  # sentences of a speech before the one that its cue closes
_SHORTEST = 4  # sentences of an article that may have lost its marks


def reach_back(reading: Reading, sentence: Sentence, draft: Draft) -> None:
    """Let words that end with their cue begin with the sentences before in which somebody speaks, and make them direct.

    Only in an article without any quotation mark; not over what is somebody's statement already.
    """
    if reading.quotes or len(reading.sentences) < _SHORTEST or draft.cue is None or draft.content[-1][1] > draft.cue[0]:
        return
    taken = max((d.sentence for d in reading.drafts[-1:]), default=-1)
    number = sentence.number
    while (
        number - 1 > taken and not reading.sentences[number].opens_paragraph and sentence.number - number < _MOST_BEFORE
    ):
        if not (_speaks(reading, reading.sentences[number - 1]) or _goes_on(reading, reading.sentences[number])):
            break
        number -= 1
    first = reading.sentences[number]
    if number < sentence.number:
        draft.content[0] = (reading.marks.prose.starts[first.start], draft.content[0][1])
    own = reading.marks.prose.where(lexicon().own, first.start, reading.token_at(draft.cue[0]))
    if own:
        draft.kind = "direct"


def _speaks(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence holds a word that only somebody who speaks uses."""
    where = reading.marks.prose.where
    return bool(
        where(lexicon().own, sentence.start, sentence.end) or where(words().spoken, sentence.start, sentence.end)
    )


def _goes_on(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence opens with a word by which somebody goes on speaking."""
    return reading.marks.lower[sentence.start] in words().continuing
