"""Indirect speech: reporting words outside of quotations and the clause that each of them governs."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.clauses import (
    Beginning,
    content_end,
    content_start,
    has_clause,
    is_content,
    is_pointer,
    left_content,
    past_adjuncts,
    trimmed,
)
from kg.extract.cues import Cue, words
from kg.extract.marks import Marks
from kg.extract.phrases import Phrase, lexicon
from kg.extract.reading import Attribution, Draft, Reading, Sentence, cue_at
from kg.extract.speakers import phrase_after
from kg.extract.verbs import Subject, subject_phrase, without_adverbs
from kg.model import Span

_LATEST = 40  # statements among which the one that holds a quotation of this sentence is looked for
_SOURCE_REACH = 10  # tokens between "data" and the body whose data they are


def read_indirect(reading: Reading, sentence: Sentence) -> None:
    """Add the indirect and mixed statements of a sentence, from left to right."""
    for i in reading.cues_in(sentence.start, sentence.end):
        cue = cue_at(reading.marks, i)
        if cue is None or reading.quoted[i] >= 0 or i in reading.used:
            continue
        draft = _READERS[cue.kind](reading, sentence, i, cue)
        if draft is not None and not _is_nested_again(reading, draft, sentence):
            reading.drafts.append(draft)
            if draft.speakers and draft.inside is None and not draft.aside:
                reading.discourse.heard(draft.speakers)


def read_nested(reading: Reading, sentence: Sentence) -> None:
    """Add what a quotation of this sentence reports of others: "Ketua RT mengatakan …" inside the marks."""
    for quote in sentence.quotes:
        draft = next((d for d in reversed(reading.drafts[-_LATEST:]) if reading.inner(quote) in d.content), None)
        if draft is None:
            continue
        inside = reading.marks.prose.tokens_in(reading.quotes[quote].inner)
        reading.quoted[inside.start : inside.stop] = [-1] * len(inside)
        for first, end in _parts(reading, inside):
            _read_nested(reading, Sentence(sentence.number, first, end, first, (), False), draft)
        reading.quoted[inside.start : inside.stop] = [quote] * len(inside)


def _parts(reading: Reading, inside: range) -> list[tuple[int, int]]:
    """The sentences inside a quotation, as tokens."""
    marks, parts, first = reading.marks, [], inside.start
    for k in inside:
        if marks.lower[k] in ".!?;" and marks.at[k] is None:
            parts.append((first, k + 1))
            first = k + 1
    return [*parts, (first, inside.stop)] if first < inside.stop else parts


def _read_nested(reading: Reading, sentence: Sentence, outer: Draft) -> None:
    lower = reading.marks.lower
    for i in reading.cues_in(sentence.start, sentence.end):
        if lower[i] not in words().nested or i in reading.used:
            continue
        cue = words().cues[lower[i]]
        draft = _READERS[cue.kind](reading, sentence, i, cue)
        if draft is not None and draft.resolution in ("explicit", "alias", "role") and draft.speakers != outer.speakers:
            draft.inside = outer
            reading.drafts.append(draft)


def _is_nested_again(reading: Reading, draft: Draft, sentence: Sentence) -> bool:
    """Put a statement inside the one whose content holds its cue; True when it only repeats that one's speaker."""
    for outer in reversed(reading.drafts):
        if outer.sentence != sentence.number:
            return False
        if draft.cue is not None and any(s <= draft.cue[0] < e for s, e in outer.content):
            draft.inside = outer
            return draft.speakers == outer.speakers or draft.resolution not in ("explicit", "alias")
    return False


def _draft(
    reading: Reading,
    sentence: Sentence,
    found: Attribution,
    content: list[Span],
    *,
    denied: bool = False,
    addressee: str | None = None,
) -> Draft | None:
    content = [span for span in content if span[0] < span[1]]
    if content and is_pointer(reading.marks.prose.text, content):
        _own_up(reading, sentence, reading.who(found, "subject", [])[0])
        return None
    if not content:
        return None
    quotes = {q for span in content for k in reading.marks.prose.tokens_in(span) if (q := reading.quoted[k]) >= 0}
    speakers, resolution, mention = reading.who(found, "subject", content)
    reading.done |= quotes
    reading.used.update(range(found.cue, found.cue_end))
    return Draft(
        "mixed" if quotes else "indirect",
        content,
        speakers,
        resolution,
        sentence.number,
        cue=reading.marks.span(found.cue, found.cue_end),
        mention=mention,
        denied=denied,
        addressee=addressee,
    )


def _own_up(reading: Reading, sentence: Sentence, speakers: tuple[str, ...]) -> None:
    """Give words just said by nobody known to whom "X mengatakan itu" names."""
    for draft in reversed(reading.drafts[-3:]):
        if draft.sentence < sentence.number - 1:
            return
        if draft.cue is not None and not draft.speakers and draft.mention is not None:
            draft.speakers, draft.resolution = speakers, "carried"


# --- active verbs --------------------------------------------------------------------------------------------------


def _active(reading: Reading, sentence: Sentence, i: int, cue: Cue) -> Draft | None:
    """`X mengatakan (bahwa) …`, `X meminta …`, `X membantah …`, `X menyambut baik …`."""
    marks = reading.marks
    cue_end = _cue_end(marks, i)
    subject = subject_phrase(reading, i, sentence.start)
    if cue_end is None or subject.unreal or (subject.phrase and marks.lower[subject.phrase.first] in lexicon().own):
        return None
    begin = content_start(reading, cue_end, sentence.end, cue)
    stop = content_end(reading, begin.first, sentence.end)
    if begin.first >= stop or (subject.negated and not begin.marked and cue.kind != "deny"):
        return None
    if not is_content(reading, begin, stop, cue, marks.lower[i]) or not _has_speaker(reading, sentence, subject, begin):
        return None
    found, denied = Attribution(i, cue_end, cue, subject.phrase), cue.denies != subject.negated
    content = [_condition(marks, sentence.start, subject), trimmed(marks, begin.first, stop)]
    draft = _draft(reading, sentence, found, content, denied=denied, addressee=begin.addressee)
    if draft is not None:
        draft.aside = subject.relative
    return draft


def _cue_end(marks: Marks, i: int) -> int | None:
    """The end of the cue at `i`; None for "menyambut" without a word of welcome."""
    if marks.lower[i] != "menyambut":
        return i + 1
    return i + 2 if marks.lower[i + 1 : i + 2] and marks.lower[i + 1] in words().welcoming else None


def _condition(marks: Marks, start: int, subject: Subject) -> Span:
    """The condition before the subject that belongs to what was said: "|Jika terbukti|, Budi menilai …"."""
    if subject.phrase is None or marks.lower[start] not in words().conditions:
        return (0, 0)
    if subject.phrase.first <= start + 1 or marks.lower[subject.phrase.first - 1] != ",":
        return (0, 0)
    return trimmed(marks, start, subject.phrase.first)


def _has_speaker(reading: Reading, sentence: Sentence, subject: Subject, begin: Beginning) -> bool:
    """Whether the verb has a subject, or takes over the one of the clause before it."""
    if subject.phrase is not None:
        return True
    if not reading.discourse.traces:
        return False
    if subject.end == sentence.start:
        return begin.that
    before = reading.marks.lower[subject.end - 1]
    return begin.that or before == "," or (before in words().linking and before not in words().times)


# --- bare stems and prepositions -----------------------------------------------------------------------------------


def _stem(reading: Reading, sentence: Sentence, i: int, cue: Cue) -> Draft | None:
    """`…, kata X, …` and `…, lanjut X.`: the words around the cue are the content."""
    marks, floor = reading.marks, sentence.start
    before = marks.lower[i - 1] if i > floor else ","
    if before in words().not_before_stem or (cue.clitic and not cue.strong):
        return None
    bounded = before == "," or is_connector(marks, floor, i)
    if not bounded and (not cue.strong or cue.clitic):
        return None
    phrase = None if cue.clitic else phrase_after(marks, i + 1, reading.unquoted_end(i, sentence.end))
    if (phrase is None and not cue.clitic) or (marks.lower[i] == "demikian" and not _closes(phrase, sentence)):
        return None
    return _around(reading, sentence, Attribution(i, i + 1, cue, phrase))


def _closes(phrase: Phrase | None, sentence: Sentence) -> bool:
    """Whether a name closes the sentence: "…, demikian Budi."."""
    return phrase is not None and phrase.kind == "name" and phrase.end + 1 >= sentence.end


def is_connector(marks: Marks, first: int, end: int) -> bool:
    """Whether the tokens only join the sentence to the one before."""
    return all(marks.lower[k] in words().connectors or marks.lower[k] == "," for k in range(first, end))


def _around(reading: Reading, sentence: Sentence, found: Attribution, *, denied: bool = False) -> Draft | None:
    """The statement whose content stands before and behind its cue and speaker."""
    marks, floor = reading.marks, sentence.start
    behind = _behind_phrase(marks, found, sentence.end)
    relative = found.cue > floor and marks.lower[found.cue - 1] == "yang"
    left = (0, 0) if relative or is_connector(marks, floor, found.cue) else left_content(reading, floor, found.cue)
    if _is_taken(reading, sentence, left):
        return None
    complete = left[0] < left[1] and has_clause(marks, floor, found.cue)
    opens = left[0] == left[1] and (found.word.clitic or found.word.kind in ("according", "data", "passive"))
    first = past_adjuncts(reading, behind, sentence.end, complete, opens)
    right = (0, 0)
    if first < sentence.end:
        right = trimmed(marks, first, content_end(reading, first, sentence.end))
    return _draft(reading, sentence, found, [left, right], denied=denied)


def _behind_phrase(marks: Marks, found: Attribution, end: int) -> int:
    """The token behind the speaker's phrase, past what describes a source: "data BPS |yang dirilis Senin|, …"."""
    behind = found.cue_end if found.phrase is None else found.phrase.end
    if found.word.kind not in ("according", "data") or behind >= end or found.phrase is None:
        return behind
    described = marks.lower[behind] in words().describing or (
        found.word.kind == "data" and marks.prose.words[behind][0].isupper() and marks.at[behind] is None
    )
    if not described:
        return behind
    return next((k for k in range(behind, end) if marks.lower[k] == "," and marks.at[k] is None), behind)


def _is_taken(reading: Reading, sentence: Sentence, span: Span) -> bool:
    """Whether words are somebody's statement in this sentence already."""
    drafts = (d for d in reversed(reading.drafts[-4:]) if d.sentence == sentence.number)
    return any(s < span[1] and span[0] < e for d in drafts for s, e in d.content)


def _according(reading: Reading, sentence: Sentence, i: int, cue: Cue) -> Draft | None:
    """`Menurut X, …`, `…, menurut X, …`, `… menurutnya …`."""
    marks = reading.marks
    if marks.prose.words[i][0].isupper():
        sentence = replace(sentence, start=i)  # a heading without a stop runs into the sentence
    if cue.clitic:
        return _around(reading, sentence, Attribution(i, i + 1, cue, None))
    stop = reading.unquoted_end(i, sentence.end)
    if i + 1 >= stop or marks.lower[i + 1] in words().texts:
        return None
    phrase = _source(marks, i + 1, stop)
    return None if phrase is None else _around(reading, sentence, Attribution(i, i + 1, cue, phrase))


def _source(marks: Marks, i: int, stop: int) -> Phrase | None:
    """The source after menurut: a speaker, or the body behind its data."""
    phrase = phrase_after(marks, i, stop)
    if (phrase is not None and phrase.kind != "noun") or i >= stop or marks.lower[i] not in words().nouns:
        return phrase
    for k in range(i + 1, min(i + _SOURCE_REACH, stop)):
        mention = marks.at[k]
        if mention is not None and mention.entity.type in ("Organization", "Person"):
            return Phrase("name", i, mention.end, (mention,))
        if marks.lower[k] in ",.":
            break
    return phrase


def _data(reading: Reading, sentence: Sentence, i: int, cue: Cue) -> Draft | None:
    """`Berdasarkan data X, …`, `Mengutip X, …`, at the beginning of a sentence or clause."""
    marks = reading.marks
    inserted = marks.lower[i] == "berdasarkan" and marks.lower[i - 1] in (",", "namun", "tapi", "dan")
    if not (is_connector(marks, sentence.start, i) or inserted):
        return None
    start = i + 1 + (i + 1 < sentence.end and marks.lower[i + 1] == "dari")
    stop = reading.unquoted_end(i, sentence.end)
    if start >= stop or marks.lower[start] in words().texts:
        return None
    phrase = _source(marks, start, stop)
    if phrase is None or phrase.kind != "name":
        return None
    return _around(reading, sentence, Attribution(i, i + 1, cue, phrase))


# --- passives ------------------------------------------------------------------------------------------------------


def _passive(reading: Reading, sentence: Sentence, i: int, cue: Cue) -> Draft | None:
    """`Hal itu disampaikan X`, `Diakui X, …`, `… dinilai X penting`; hearsay without an agent."""
    marks, floor = reading.marks, sentence.start
    end, negated, unreal = without_adverbs(marks, i, floor)
    if unreal:
        return None
    points = _points_back(marks, floor, end)
    phrase = None if cue.clitic else phrase_after(marks, i + 1, reading.unquoted_end(i, sentence.end))
    if phrase is None and not cue.clitic:
        return _hearsay(reading, sentence, i, cue, end) if not (points or negated) else None
    found = Attribution(i, i + 1, cue, phrase)
    if points:
        return _pointing_back(reading, sentence, found, cue.denies != negated)
    if end == floor or marks.lower[end - 1] == "," or is_connector(marks, floor, end):
        return _around(reading, sentence, found, denied=cue.denies != negated)
    if cue.clitic or (marks.lower[i] in words().judged and phrase is not None and phrase.kind != "noun"):
        return _judged(reading, sentence, found, end)
    return (
        _hearsay(reading, sentence, i, cue, end)
        if not negated and phrase is not None and phrase.kind == "noun"
        else None
    )


def _judged(reading: Reading, sentence: Sentence, found: Attribution, end: int) -> Draft | None:
    """`Kebijakan itu dinilai X penting`, `…, yang disebutnya penting`."""
    marks = reading.marks
    behind = found.cue_end if found.phrase is None else found.phrase.end
    stop = content_end(reading, behind, sentence.end)
    if stop - behind < 2:
        return None
    relative = marks.lower[end - 1] == "yang"
    left = (0, 0) if relative else left_content(reading, sentence.start, end)
    return _draft(reading, sentence, found, [left, trimmed(marks, behind, stop)])


def _points_back(marks: Marks, first: int, end: int) -> bool:
    """Whether the subject is "hal itu", "pernyataan tersebut", "demikian"."""
    back, alone = words().nouns_back, words().alone
    while first < end and marks.lower[first] in words().connectors and marks.lower[first] not in back | alone:
        first += 1
    if end - first == 1:
        return marks.lower[first] in alone
    pointing = ("itu", "ini", "tersebut", "serupa", "senada", "sama", "pun")
    return 2 <= end - first <= 5 and marks.lower[first] in back and marks.lower[end - 1] in pointing


def _pointing_back(reading: Reading, sentence: Sentence, found: Attribution, denied: bool) -> Draft | None:
    """The sentence before as content, unless it, or the one before it, is somebody's statement already."""
    speakers = reading.who(found, "subject", [])[0]
    reading.discourse.heard(speakers)
    _own_up(reading, sentence, speakers)
    if sentence.number == 0:
        return None
    before = reading.sentences[sentence.number - 1]
    last = reading.drafts[-1] if reading.drafts else None
    if reading.done.intersection(before.quotes) or (last is not None and last.sentence == before.number):
        return None
    if found.word.clitic and last is not None and last.sentence == before.number - 1 and last.speakers == speakers:
        return None
    return _draft(reading, sentence, found, [trimmed(reading.marks, before.start, before.end)], denied=denied)


def _hearsay(reading: Reading, sentence: Sentence, i: int, cue: Cue, end: int) -> Draft | None:
    """`X dikabarkan …`: content around the verb, nobody named."""
    marks, floor = reading.marks, sentence.start
    word = marks.lower[i]
    if word not in words().rumour or (word == "diberitakan" and is_connector(marks, floor, end)):
        return None
    if end > floor and (marks.lower[end - 1] in words().linking or marks.lower[end - 1] in ("yang", "biasa")):
        return None
    start = _hearsay_start(marks, floor, end)
    stop = content_end(reading, i + 1, sentence.end)
    if stop - i < 3 or (start == end > floor) or marks.lower[i + 1] in ("dengan", "juga"):
        return None
    content = [trimmed(marks, start, end), trimmed(marks, i + 1, stop)]
    draft = _draft(reading, sentence, Attribution(i, i + 1, cue, None), content)
    if draft is not None:
        draft.speakers, draft.resolution, draft.mention = (), "unresolved", None
    return draft


def _hearsay_start(marks: Marks, floor: int, end: int) -> int:
    """Where the subject of hearsay begins: behind the last comma that closes no appositive, yang, bahwa or clause."""
    start, stop = floor, end - 1 if end > floor and marks.lower[end - 1] == "," else end
    appositive = stop < end
    commas = [k for k in range(floor, stop) if marks.lower[k] == "," and marks.at[k] is None]
    if appositive and commas:
        commas.pop()
    if commas:
        start = commas[-1] + 1
    for k in range(start, stop):
        if marks.lower[k] in ("yang", "bahwa") or (marks.lower[k] == "dan" and has_clause(marks, start, k)):
            start = k + 1
    return start


_READERS = {
    "stem": _stem,
    "according": _according,
    "data": _data,
    "passive": _passive,
    "say": _active,
    "that": _active,
    "ask": _active,
    "attitude": _active,
    "deny": _active,
}
