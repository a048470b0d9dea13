"""Statements drafted from a cue, its speaker and the spans of its content."""

from __future__ import annotations

from kg.extract.clauses import (
    content_end,
    content_start,
    has_clause,
    is_pointer,
    left_content,
    past_adjuncts,
    trimmed,
)
from kg.extract.cues import is_verb, words
from kg.extract.marks import Marks, Mention
from kg.extract.phrases import Phrase, lexicon
from kg.extract.reading import Attribution, Draft, Reading, Sentence
from kg.model import Span

_LONGEST_TITLE = 14  # tokens of a title in apposition


def drafted(
    reading: Reading,
    sentence: Sentence,
    found: Attribution,
    content: list[Span],
    *,
    denied: bool = False,
    addressee: str | None = None,
) -> Draft | None:
    """The statement with the spans of `content` that are not empty; None when nothing is left or it only points back."""
    content = [span for span in content if span[0] < span[1]]
    if content and is_pointer(reading.marks.prose.text, content):
        speakers = reading.who(found, "subject", [])[0]
        own_up(reading, sentence, speakers)
        if speakers and found.phrase is not None:
            reading.discourse.heard(speakers)
        return None
    if not content:
        return None
    quotes = {q for span in content for k in reading.marks.prose.tokens_in(span) if (q := reading.quoted[k]) >= 0}
    speakers, resolution, mention = reading.who(found, "subject", content)
    reading.done |= quotes
    reading.used.update(range(found.cue, found.cue_end))
    words_said = _all_quoted(reading, content, quotes)
    return Draft(
        "direct" if words_said else "mixed" if quotes else "indirect",
        words_said or content,
        speakers,
        resolution,
        sentence.number,
        cue=reading.marks.span(found.cue, found.cue_end),
        mention=mention,
        denied=denied,
        addressee=addressee,
    )


def _all_quoted(reading: Reading, content: list[Span], quotes: set[int]) -> list[Span]:
    """The words within the marks where the content is one quotation and nothing else: `Menurut X, "|…|"`."""
    if len(content) > 1 or len(quotes) > 1:
        return []
    return [reading.inner(q) for q in quotes if reading.quotes[q].span == content[0]]


def own_up(reading: Reading, sentence: Sentence, speakers: tuple[str, ...], *, hearsay: bool = False) -> None:
    """Give words just said by nobody known, or `hearsay` as well, to whom "X mengatakan itu" names."""
    for draft in reversed(reading.drafts[-3:]):
        if draft.sentence < sentence.number - 1:
            return
        if draft.cue is not None and not draft.speakers and (hearsay or draft.mention is not None):
            draft.speakers, draft.resolution = speakers, "carried"


def name_before(reading: Reading, sentence: Sentence, subjects: tuple[Mention, ...]) -> None:
    """Give words of the sentence before, said by a pronoun that nobody stood for, to the person this one begins with."""
    if len(subjects) != 1 or subjects[0].entity.type != "Person" or any(d.speakers for d in reading.drafts[-2:]):
        return
    for draft in reading.drafts[-2:]:
        if draft.sentence == sentence.number - 1 and draft.mention is not None and not draft.speakers:
            draft.speakers, draft.resolution = (subjects[0].entity.id,), "pronoun"
            reading.discourse.heard(draft.speakers)


def around(reading: Reading, sentence: Sentence, found: Attribution, *, denied: bool = False) -> Draft | None:
    """The statement whose content stands before and behind its cue and speaker."""
    marks, floor = reading.marks, sentence.start
    behind = _behind_phrase(marks, found, sentence.end)
    relative = found.cue > floor and marks.lower[found.cue - 1] == "yang"
    end = found.cue - (found.cue > floor + 1 and marks.lower[found.cue - 1] in words().thus)
    left = (0, 0) if relative or is_connector(marks, floor, found.cue) else left_content(reading, floor, end)
    if _is_taken(reading, sentence, left):
        if found.word.kind != "according" or marks.lower[found.cue - 1] not in words().comma_turns:
            return None
        left = (0, 0)  # "X bilang A, namun menurut Y B"
    opens_clause = marks.lower[floor] in words().clauses_first | words().conditions
    complete = left[0] < left[1] and has_clause(marks, floor, found.cue)
    complete = complete and not (opens_clause and "," not in marks.lower[floor : found.cue - 1])
    opens = left[0] == left[1] and (found.word.clitic or found.word.kind in ("according", "data", "passive"))
    first = past_adjuncts(reading, behind, sentence.end, complete, opens)
    second = words().cues.get(marks.lower[first]) if first < sentence.end else None
    if second is not None and second.kind == "say":  # "Menurut X menyebutkan bahwa …"
        begin = content_start(reading, first + 1, sentence.end, second)
        first = begin.first if begin.that else first
    right = (0, 0)
    first += first < sentence.end and marks.lower[first] in ("bahwa", "bahwasanya") and marks.at[first] is None
    if first < sentence.end and marks.lower[first] != "berikut":  # "Dikutip dari X, berikut daftarnya"
        right = trimmed(marks, first, content_end(reading, first, sentence.end))
    return drafted(reading, sentence, found, [left, right], denied=denied)


def is_connector(marks: Marks, first: int, end: int) -> bool:
    """Whether the tokens only join the sentence to the one before."""
    return all(marks.lower[k] in words().connectors or marks.lower[k] == "," for k in range(first, end))


def _behind_phrase(marks: Marks, found: Attribution, end: int) -> int:
    """The token behind the speaker's phrase, past what describes a source: "data BPS |yang dirilis Senin|, …"."""
    behind = found.cue_end if found.phrase is None else found.phrase.end
    if found.word.kind not in ("according", "data") or behind >= end or found.phrase is None:
        return behind
    behind = _behind_title(marks, found.phrase, behind, end)
    described = marks.lower[behind] in words().describing or (
        found.word.kind == "data" and marks.prose.words[behind][0].isupper() and marks.at[behind] is None
    )
    if not described:
        return behind
    return next((k for k in range(behind, end) if marks.lower[k] == "," and marks.at[k] is None), behind)


def _behind_title(marks: Marks, phrase: Phrase, behind: int, end: int) -> int:
    """The comma that closes the title behind a name: "Menurut Budi|, ketua panitia|, …"; `behind` where none stands."""
    if phrase.kind != "name" or behind + 1 >= end or marks.lower[behind] != "," or marks.at[behind + 1] is not None:
        return behind
    if marks.lower[behind + 1] not in lexicon().titles:
        return behind
    for k in range(behind + 2, min(end, behind + _LONGEST_TITLE)):
        if marks.at[k] is None and (is_verb(marks.lower[k]) or marks.lower[k] in ".;"):
            return behind
        if marks.at[k] is None and marks.lower[k] == ",":
            return k
    return behind


def _is_taken(reading: Reading, sentence: Sentence, span: Span) -> bool:
    """Whether words are somebody's statement in this sentence already."""
    drafts = (d for d in reversed(reading.drafts[-4:]) if d.sentence == sentence.number)
    return any(s < span[1] and span[0] < e for d in drafts for s, e in d.content)
