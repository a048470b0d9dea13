"""Indirect speech: reporting words outside of quotations and the clause that each of them governs."""

from __future__ import annotations

from msgspec.structs import replace

from kg.extract.clauses import (
    Beginning,
    content_end,
    content_start,
    has_clause,
    is_content,
    left_content,
    trimmed,
)
from kg.extract.cues import Cue, is_verb, words
from kg.extract.drafting import around, drafted, is_connector
from kg.extract.marks import Marks
from kg.extract.passives import pointing_back, read_passive
from kg.extract.phrases import Phrase, lexicon
from kg.extract.reading import Attribution, Draft, Reading, Sentence, cue_at
from kg.extract.relaying import reports_another
from kg.extract.speakers import phrase_after
from kg.extract.unmarked import reach_back
from kg.extract.verbs import Subject, subject_phrase
from kg.model import Span

_LATEST = 40  # statements among which the one that holds a quotation of this sentence is looked for
_TELLER_REACH = 4  # tokens between "keterangan" and who gave it
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
        inside = reading.marks.prose.tokens_in(reading.quotes[quote].inner)
        if not reading.cues_in(inside.start, inside.stop):
            continue
        draft = next((d for d in reversed(reading.drafts[-_LATEST:]) if reading.inner(quote) in d.content), None)
        if draft is None:
            continue
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
        if cue.kind == "say" and (own := _own_words(reading, sentence, i, cue, outer)) is not None:
            reading.drafts.append(own)
            continue
        draft = _READERS[cue.kind](reading, sentence, i, cue)
        if draft is not None and draft.resolution in ("explicit", "alias", "role") and draft.speakers != outer.speakers:
            draft.inside = outer
            _take_marks_off(draft, reading.marks.prose.text)
            reading.drafts.append(draft)


_NESTED_MARKS = {"'": "'", "‘": "’", "’": "’", '"': '"', "“": "”"}


def _take_marks_off(draft: Draft, text: str) -> None:
    """Leave the marks of nested direct speech out of its words: "Pak Camat bilang, '|Bansos cair|'"."""
    (start, end), *others = draft.content
    closing = _NESTED_MARKS.get(text[start : start + 1])
    stop = text.rfind(closing, start + 1, end + 1) if closing and not others else -1
    if stop > start + 1 and not text[stop + 1 : stop + 2].isalnum():
        draft.kind, draft.content = "direct", [(start + 1, stop - (text[stop - 1] == ","))]


def _own_words(reading: Reading, sentence: Sentence, i: int, cue: Cue, outer: Draft) -> Draft | None:
    """What the speaker of a quotation says that he has said: "Saya sudah menyampaikan bahwa …"."""
    subject = subject_phrase(reading, i, sentence.start)
    if subject.phrase is None or subject.unreal or reading.marks.lower[subject.phrase.first] not in lexicon().own:
        return None
    begin = content_start(reading, i + 1, sentence.end, cue)
    stop = content_end(reading, begin.first, sentence.end)
    if not begin.that or begin.first >= stop:
        return None
    marks = reading.marks
    draft = Draft("indirect", [trimmed(marks, begin.first, stop)], outer.speakers, "pronoun", sentence.number)
    draft.cue, draft.mention = marks.span(i, i + 1), marks.span(subject.phrase.first, subject.phrase.end)
    draft.denied, draft.addressee, draft.inside = subject.negated, begin.addressee, outer
    return draft


def _is_nested_again(reading: Reading, draft: Draft, sentence: Sentence) -> bool:
    """Put a statement inside the one whose content holds its cue; True when it only repeats that one's speaker."""
    for outer in reversed(reading.drafts):
        if outer.sentence != sentence.number:
            return False
        if draft.cue is not None and any(s <= draft.cue[0] < e for s, e in outer.content):
            draft.inside = outer
            return draft.speakers == outer.speakers or draft.resolution not in ("explicit", "alias")
    return False


# --- active verbs --------------------------------------------------------------------------------------------------


def _active(reading: Reading, sentence: Sentence, i: int, cue: Cue) -> Draft | None:
    """`X mengatakan (bahwa) …`, `X meminta …`, `X membantah …`, `X menyambut baik …`."""
    marks = reading.marks
    cue_end = _cue_end(marks, i)
    subject = subject_phrase(reading, i, _clause_start(reading, sentence, i) if cue.strong else sentence.start)
    phrase = subject.phrase
    silent = phrase is not None and (
        marks.lower[phrase.first] in lexicon().own or marks.lower[phrase.end - 1] in lexicon().readers
    )
    if cue_end is None or subject.unreal or silent:
        return None
    begin = content_start(reading, cue_end, sentence.end, cue)
    stop = content_end(reading, begin.first, sentence.end)
    stop = _before_contrast(marks, begin.first, stop) if cue.kind == "ask" else stop
    stop = _before_name(marks, begin.first, stop) if subject.relative else stop
    if begin.first >= stop or not (begin.marked or _negation_tells(marks, i, cue, subject, begin.first)):
        return None
    if not is_content(reading, begin, stop, cue, marks.lower[i]) or not _has_speaker(reading, sentence, subject, begin):
        return None
    if _only_names(reading, i, subject, begin.first, stop) or _only_person(marks, cue, begin.first, stop):
        return None
    found, denied = Attribution(i, cue_end, cue, subject.phrase), cue.denies != subject.negated
    first = _before_insertion(reading, sentence, subject, cue_end, begin.first)
    first = first if first[1] else _fronted(marks, sentence.start, subject, marks.lower[i])
    content = [first, trimmed(marks, begin.first, stop)]
    draft = drafted(reading, sentence, found, content, denied=denied, addressee=begin.addressee)
    if draft is not None:
        draft.aside = subject.relative
    if draft is not None and subject.relative and subject.phrase is None:
        draft.speakers, draft.resolution, draft.mention = (), "unresolved", None
    return draft


def _only_names(reading: Reading, i: int, subject: Subject, first: int, stop: int) -> bool:
    """Whether people without a name call something by one: "Warga menyebut jembatan itu "jembatan hantu"."."""
    if reading.marks.lower[i] != "menyebut" or subject.phrase is None or subject.phrase.kind != "noun":
        return False
    opening = next((k for k in range(first, stop) if reading.quoted[k] >= 0), stop)
    if opening in (first, stop) or has_clause(reading.marks, first, opening):
        return False
    start, end = reading.quotes[reading.quoted[opening]].inner
    return reading.marks.prose.text.count(" ", start, end) < _LONGEST_NICKNAME


_LONGEST_NICKNAME = 3  # words


def _only_person(marks: Marks, cue: Cue, first: int, stop: int) -> bool:
    """Whether nothing but a person with his title is praised or blamed: "mengkritik Menteri X |Budi|" tells no words."""
    while stop > first and marks.lower[stop - 1] in ".,":
        stop -= 1
    name = marks.at[stop - 1]
    if cue.kind != "attitude" or name is None or name.entity.type != "Person":
        return False
    titled = (
        k for k in range(first, name.first) if marks.at[k] is None and marks.lower[k] not in lexicon().before_names
    )
    return all(marks.prose.words[k][0].isupper() for k in titled)


def _clause_start(reading: Reading, sentence: Sentence, i: int) -> int:
    """Where the subject of the verb at `i` can begin: not before the content of indirect speech that holds the verb."""
    position, start = reading.marks.prose.starts[i], sentence.start
    for draft in reversed(reading.drafts):
        if draft.sentence != sentence.number:
            break
        for first, end in draft.content:
            if draft.kind != "direct" and draft.cue is not None and draft.cue[0] < first <= position < end:
                start = max(start, reading.token_at(first))
    return start if start < i else sentence.start


def _negation_tells(marks: Marks, i: int, cue: Cue, subject: Subject, first: int) -> bool:
    """Whether the verb tells something with a bare object: not negated, or an opinion, denial or clause all the same."""
    clause = cue.kind == "say" and cue.strong and marks.lower[first] in words().auxiliary
    return not subject.negated or cue.kind == "deny" or marks.lower[i] in words().opinions or clause


def _cue_end(marks: Marks, i: int) -> int | None:
    """The end of the cue at `i`; None for "menyambut" without a word of welcome."""
    if marks.lower[i] != "menyambut":
        return i + 1
    return i + 2 if marks.lower[i + 1 : i + 2] and marks.lower[i + 1] in words().welcoming else None


def _before_contrast(marks: Marks, first: int, stop: int) -> int:
    """The end of what somebody asks: before what happened instead, "meminta Sari pulang|, tetapi Sari menolak"."""
    commas = (k for k in range(first, stop - 1) if marks.lower[k] == "," and marks.at[k] is None)
    return next((k for k in commas if marks.lower[k + 1] in _CONTRASTS), stop)


def _before_name(marks: Marks, first: int, stop: int) -> int:
    """The end of a relative clause: before the name in commas of whom it tells, "yang melaporkan hal itu|, Budi, mengaku"."""
    for k in range(first, stop - 2):
        name = marks.at[k + 1] if marks.lower[k] == "," and marks.at[k] is None else None
        if name is not None and name.entity.type == "Person" and name.end < stop and marks.lower[name.end] == ",":
            return k
    return stop


_CONTRASTS = frozenset(("tapi", "tetapi", "namun"))


def _fronted(marks: Marks, start: int, subject: Subject, verb: str) -> Span:
    """The condition, matter or time before the subject that belongs to what was said: "|Jika terbukti|, Budi menilai"."""
    if subject.phrase is None or subject.phrase.first <= start + 1 or marks.lower[subject.phrase.first - 1] != ",":
        return (0, 0)
    end = subject.phrase.first - 1
    word, following = marks.lower[start], marks.lower[start + 1]
    own = word in words().conditions or word in words().lasting
    own = own or (word == "untuk" and not is_verb(following) and following not in words().alone)
    own = own or (word == "dalam" and following in words().matters and end - start > 2)
    dated = any(w.isdigit() and len(w) == 4 for w in marks.lower[start:end])
    if word not in words().conditions and not _DAY_OF_SAYING.isdisjoint(marks.lower[start:end]):
        return (0, 0)
    own = own or (verb in words().expecting and word in _POINTS_OF_TIME and dated)
    return trimmed(marks, start, end) if own else (0, 0)


def _before_insertion(reading: Reading, sentence: Sentence, subject: Subject, cue_end: int, first: int) -> Span:
    """The subject of what was said, where the cue is inserted behind it: "|Warga itu|, Budi melanjutkan, akan pindah"."""
    marks, start = reading.marks, sentence.start
    if subject.phrase is None or marks.lower[cue_end] != "," or not is_verb(marks.lower[first]):
        return (0, 0)
    comma = subject.phrase.first - 1
    apart = comma > start and marks.lower[comma] == "," and not sentence.quotes
    if not apart or marks.lower[start] in words().adjuncts | words().clauses_first | words().connectors:
        return (0, 0)
    words_left = marks.lower[start:comma]
    simple = "," not in words_left and ("yang" in words_left or not has_clause(marks, start, comma))
    return trimmed(marks, start, comma) if simple else (0, 0)


_DAY_OF_SAYING = frozenset(("(", "kini", "sekarang", "senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"))
_POINTS_OF_TIME = frozenset(("pada", "di", "tahun", "selama", "dalam"))


def _spreads(marks: Marks, i: int) -> bool:
    """Whether nobody in particular says what follows: "|ada| yang bilang", "kesaksian yang menyebut"."""
    return marks.lower[i] in lexicon().hearsay or marks.lower[i] in ("ada", "banyak")


def _has_speaker(reading: Reading, sentence: Sentence, subject: Subject, begin: Beginning) -> bool:
    """Whether the verb has a subject, or takes over the one of the clause before it."""
    if subject.phrase is not None:
        return True
    if subject.relative and subject.end - 2 >= sentence.start and _spreads(reading.marks, subject.end - 2):
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
    if (told := _bare(reading, sentence, i, cue)) is not None:
        return told
    before = marks.lower[i - 1] if i > floor else ","
    if i == floor + 1 and before in words().thus:
        return _thus(reading, sentence, i, cue)
    thus = i - 2 > floor and before in words().thus and marks.lower[i - 2] == ","
    inserted = i < sentence.end - 1 and before == marks.lower[i + 1] == ","
    inserted = inserted and (i > floor or marks.lower[i] in words().opening)
    if (before in words().not_before_stem and not thus) or (cue.clitic and not cue.strong and not inserted):
        return None
    bounded = before == "," or thus or is_connector(marks, floor, i)
    if not bounded and (not cue.strong or cue.clitic):
        return None
    stop = reading.unquoted_end(i, sentence.end)
    if marks.lower[i] == "demikian" and i + 1 < stop and marks.lower[i + 1] in words().nouns:
        source = _source(marks, i + 1, stop)
        return around(reading, sentence, Attribution(i, i + 1, cue, source)) if source is not None else None
    phrase = None if cue.clitic else phrase_after(marks, i + 1, stop)
    if (phrase is None and not cue.clitic) or (marks.lower[i] == "demikian" and not _closes(phrase, sentence)):
        return None
    if i == floor and not cue.strong and phrase is not None and marks.lower[phrase.end : phrase.end + 1] != (",",):
        return None  # "Janji Budi terbukti."
    draft = around(reading, sentence, Attribution(i, i + 1, cue, phrase))
    if draft is not None:
        reach_back(reading, sentence, draft)
    return draft


def _bare(reading: Reading, sentence: Sentence, i: int, cue: Cue) -> Draft | None:
    """`Bank Sari perkirakan harga naik`: a stem right behind the name of who says it."""
    word, name = reading.marks.lower[i], reading.marks.at[i - 1] if i > sentence.start else None
    if name is None or name.end != i or reading.marks.prose.words[i] != word:
        return None
    asks = word in words().bare_asking
    if not asks and word not in words().bare:
        return None
    kind = "ask" if asks else "say"
    return _active(reading, sentence, i, Cue(kind, strong=False, denies=cue.denies))


def _thus(reading: Reading, sentence: Sentence, i: int, cue: Cue) -> Draft | None:
    """`Begitu kata X.` points back to the sentence before."""
    phrase = None if cue.clitic else phrase_after(reading.marks, i + 1, reading.unquoted_end(i, sentence.end))
    if phrase is None and not cue.clitic:
        return None
    return pointing_back(reading, sentence, Attribution(i, i + 1, cue, phrase))


def _closes(phrase: Phrase | None, sentence: Sentence) -> bool:
    """Whether a name closes the sentence: "…, demikian Budi."."""
    return phrase is not None and phrase.kind == "name" and phrase.end + 1 >= sentence.end


def _according(reading: Reading, sentence: Sentence, i: int, cue: Cue) -> Draft | None:
    """`Menurut X, …`, `…, menurut X, …`, `… menurutnya …`."""
    marks = reading.marks
    if marks.prose.words[i][0].isupper() or _opens_content(marks, i, sentence.start):
        sentence = replace(sentence, start=i)  # also a heading without a stop runs into the sentence
    if cue.clitic:
        return around(reading, sentence, Attribution(i, i + 1, cue, None))
    stop = reading.unquoted_end(i, sentence.end)
    if i + 1 >= stop or _is_text(marks, i + 1) or (marks.lower[i] == "versi" and i > sentence.start):
        return None
    if not lexicon().own.isdisjoint(marks.lower[i + 1 : i + 3]):  # "menurut pendapat saya": words of a speech
        return None
    phrase = _source(marks, i + 1, _before_subject(marks, i + 1, stop))
    return None if phrase is None else around(reading, sentence, Attribution(i, i + 1, cue, phrase))


def _before_subject(marks: Marks, i: int, stop: int) -> int:
    """The comma behind a source without a name, if no name in commas follows: "Menurut pihak sekolah|, Budi sudah pulang"."""
    comma = next((k for k in range(i, min(stop, i + _SOURCE_REACH)) if marks.lower[k] == ","), stop)
    name = marks.at[comma + 1] if comma + 1 < stop else None
    if name is None or name.entity.type != "Person" or any(marks.at[k] is not None for k in range(i, comma)):
        return stop
    apposed = name.end >= stop or marks.lower[name.end] in ",.("
    return stop if apposed else comma


def _view(reading: Reading, sentence: Sentence, i: int, cue: Cue) -> Draft | None:
    """`Baginya, …`, `Harapannya, …`, and `Kabarnya, …`, which nobody answers for; where a clause follows."""
    marks = reading.marks
    stop = content_end(reading, i + 1, sentence.end)
    if i + 1 >= stop or not is_connector(marks, sentence.start, i):
        return None
    first = i + 1 + (marks.lower[i + 1] == ",")
    if is_verb(marks.lower[first]) or marks.lower[first] in _NO_VIEW or not has_clause(marks, first, stop):
        return None
    draft = drafted(reading, sentence, Attribution(i, i + 1, cue, None), [trimmed(marks, i + 1, stop)])
    if draft is not None and marks.lower[i] in words().heard:
        draft.speakers, draft.resolution, draft.mention = (), "unresolved", None
    return draft


_NO_VIEW = frozenset(("adalah", "itu", "ini", "tersebut", "yang", "untuk", "dari", "di"))


def _opens_content(marks: Marks, i: int, floor: int) -> bool:
    """Whether a reporting verb and its comma or bahwa stand before: "X menjelaskan, |menurut| saksi, …"."""
    if i - 2 < floor or not (marks.lower[i - 1] == "," or marks.lower[i - 1] in words().complementisers):
        return False
    cue = cue_at(marks, i - 2)
    return cue is not None and marks.at[i - 2] is None and cue.kind == "say"


def _is_text(marks: Marks, i: int) -> bool:
    """Whether a law or another text stands behind the preposition, and no newspaper ("surat kabar")."""
    return marks.lower[i] in words().texts and words().papers.isdisjoint(marks.lower[i + 1 : i + 2])


def _source(marks: Marks, i: int, stop: int) -> Phrase | None:
    """The source after menurut: a speaker, or whoever stands behind its data."""
    if i >= stop or marks.lower[i] not in words().nouns or marks.at[i] is not None:
        return phrase_after(marks, i, stop)
    comma = next((k for k in range(i, stop) if marks.lower[k] == "," and marks.at[k] is None), stop)
    for k in range(i + 1, min(i + _SOURCE_REACH, comma)):
        mention = marks.at[k]
        if mention is None and marks.lower[k] in lexicon().pointing:  # "Dari kajian |itu| KPK memutuskan …"
            return None
        if mention is not None and mention.entity.type in ("Organization", "Person"):
            return Phrase("name", i, mention.end, (mention,))
    teller = next((k for k in range(i + 1, min(i + _TELLER_REACH, comma)) if marks.lower[k] in lexicon().nouns), i + 1)
    return phrase_after(marks, i + 1, comma) or phrase_after(marks, teller, comma) or phrase_after(marks, i, comma)


def _data(reading: Reading, sentence: Sentence, i: int, cue: Cue) -> Draft | None:
    """`Berdasarkan data X, …`, `Mengutip X, …`, at the beginning of a sentence or clause."""
    marks = reading.marks
    if marks.lower[i] in words().carrying and not {",", "bahwa"}.isdisjoint(marks.lower[i + 1 : i + 2]):
        return _active(reading, sentence, i, words().cues["mewartakan"])
    if marks.lower[i - 1] in ("seperti", "sebagaimana") and i - 2 > sentence.start:
        return _relayed(reading, sentence, i, cue)
    inserted = marks.lower[i] == "berdasarkan" and marks.lower[i - 1] in (",", "namun", "tapi", "dan")
    if not (is_connector(marks, sentence.start, i) or inserted):
        return None
    start = i + 1 + (i + 1 < sentence.end and marks.lower[i + 1] in ("dari", "pada", "ke", "kepada"))
    stop = reading.unquoted_end(i, sentence.end)
    if start >= stop or _is_text(marks, start):
        return None
    if marks.lower[i] in words().relaying:
        stop = next((k for k in range(start, stop) if marks.lower[k] == "," and marks.at[k] is None), stop)
    phrase = _source(marks, start, stop)
    if phrase is None or (phrase.kind != "name" and marks.lower[start] not in words().told):
        return None
    if marks.lower[i] in words().relaying and reports_another(reading, phrase.end, sentence):
        return None
    return around(reading, sentence, Attribution(i, i + 1, cue, phrase))


def _relayed(reading: Reading, sentence: Sentence, i: int, cue: Cue) -> Draft | None:
    """`Kedua pihak sepakat berpisah, seperti dilansir dari X.` where nobody else speaks in the sentence."""
    marks, last = reading.marks, reading.drafts[-1] if reading.drafts else None
    back = marks.lower[sentence.start] in words().nouns_back and marks.lower[sentence.start + 1] in lexicon().pointing
    if back or sentence.quotes or marks.lower[i - 2] != "," or (last is not None and last.sentence == sentence.number):
        return None
    source = _source(marks, i + 1 + (marks.lower[i + 1 : i + 2] == ("dari",)), sentence.end)
    if source is None or source.kind != "name" or source.names[0].entity.type != "Organization":
        return None
    content = left_content(reading, sentence.start, i)
    complete = content[0] < content[1] and has_clause(marks, sentence.start, i)
    if not complete or has_clause(marks, source.end, sentence.end):
        return None
    draft = drafted(reading, sentence, Attribution(i, i + 1, cue, source), [content])
    if draft is not None:
        draft.aside = True
    return draft


_READERS = {
    "stem": _stem,
    "bare": _bare,
    "according": _according,
    "data": _data,
    "view": _view,
    "passive": read_passive,
    "say": _active,
    "that": _active,
    "give": _active,
    "ask": _active,
    "attitude": _active,
    "deny": _active,
}
