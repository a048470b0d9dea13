"""Passive reporting verbs: `Hal itu disampaikan X`, `… dinilai X penting`, and hearsay."""

from __future__ import annotations

from kg.extract.clauses import (
    content_end,
    has_clause,
    left_content,
    trimmed,
)
from kg.extract.cues import Cue, is_verb, words
from kg.extract.drafting import around, drafted, is_connector, own_up
from kg.extract.marks import Marks
from kg.extract.phrases import Phrase, lexicon
from kg.extract.reading import Attribution, Draft, Reading, Sentence
from kg.extract.relaying import reports_another
from kg.extract.speakers import phrase_after
from kg.extract.verbs import without_adverbs

_BEFORE_VERB = 3  # tokens before hearsay in which "malah" goes on with the last speaker
_MOST_BEFORE = 2  # sentences that what is pointed at may hold besides its last


def read_passive(reading: Reading, sentence: Sentence, i: int, cue: Cue) -> Draft | None:
    """`Hal itu disampaikan X`, `Diakui X, …`, `… dinilai X penting`; hearsay without an agent."""
    marks, floor = reading.marks, sentence.start
    end, negated, unreal = without_adverbs(marks, i, floor)
    if unreal:
        return None
    points = _points_back(marks, floor, end, tells=marks.lower[i].removesuffix("nya") not in words().judged)
    phrase = None if cue.clitic else phrase_after(marks, i + 1, reading.unquoted_end(i, sentence.end))
    wishes = phrase is not None and (phrase.kind == "noun" or marks.lower[i] in words().wished)
    if phrase is not None and (_is_act(marks, i + 1) or (wishes and _acts(marks, phrase, sentence.end))):
        phrase = None
    if phrase is None and not cue.clitic:
        return _hearsay(reading, sentence, i, cue, end) if not (points or negated) else None
    found = Attribution(i, i + 1, cue, phrase)
    if phrase is not None and _only_relays(reading, sentence, i, phrase):
        return None
    inserted = marks.lower[end - 1] in ("seperti", "sebagaimana") and (
        marks.lower[end - 2] == "," or not has_clause(marks, floor, end - 1)
    )
    if inserted and _points_back(marks, floor, min(floor + 2, end), tells=True):
        return None  # "Hal itu disampaikannya di Tokyo, seperti dilaporkan X"
    if points:
        return pointing_back(reading, sentence, found, denied=cue.denies != negated)
    if end == floor or inserted or marks.lower[end - 1] == "," or is_connector(marks, floor, end):
        return around(reading, sentence, found, denied=cue.denies != negated)
    if cue.clitic or (marks.lower[i] in words().judged and phrase is not None and phrase.kind != "noun"):
        return _judged(reading, sentence, found, end)
    return (
        _hearsay(reading, sentence, i, cue, end)
        if not negated and phrase is not None and phrase.kind == "noun"
        else None
    )


def _only_relays(reading: Reading, sentence: Sentence, i: int, phrase: Phrase) -> bool:
    """Whether a body passes on somebody else's speech: "Seperti |dilaporkan| Antara, Budi menilai …"."""
    lower = reading.marks.lower
    relayed = lower[i] in words().relaying and i > sentence.start and lower[i - 1] in ("seperti", "sebagaimana")
    body = phrase.kind == "name" and phrase.names[0].entity.type == "Organization"
    return relayed and body and reports_another(reading, phrase.end, sentence)


def _is_act(marks: Marks, i: int) -> bool:
    """Whether a verb stands where the agent would: "dikabarkan |dipecat| klubnya"."""
    return marks.at[i] is None and is_verb(marks.lower[i]) and marks.lower[i] not in lexicon().titles


def _acts(marks: Marks, phrase: Phrase, end: int) -> bool:
    """Whether a verb follows, so that who is named acts and says nothing: "Diperkirakan |warga| menyeberang"."""
    by = marks.lower[phrase.first - 1] == "oleh"
    return not by and phrase.end < end and marks.at[phrase.end] is None and is_verb(marks.lower[phrase.end])


def _judged(reading: Reading, sentence: Sentence, found: Attribution, end: int) -> Draft | None:
    """`Kebijakan itu dinilai X penting`, `…, yang disebutnya penting`."""
    marks = reading.marks
    behind = found.cue_end if found.phrase is None else found.phrase.end
    stop = content_end(reading, behind, sentence.end)
    if stop - behind < 2:
        return None
    relative = marks.lower[end - 1] == "yang"
    left = (0, 0) if relative else left_content(reading, sentence.start, end)
    return drafted(reading, sentence, found, [left, trimmed(marks, behind, stop)])


def _points_back(marks: Marks, first: int, end: int, *, tells: bool) -> bool:
    """Whether the subject is "hal itu", "pernyataan tersebut", "demikian"; "kebijakan itu" before a verb that `tells`."""
    alone = words().alone
    if end - first == 2 and marks.lower[end - 1] == "yang":
        return marks.lower[first].removesuffix("lah") in alone
    while first < end and marks.lower[first] in words().connectors and not _is_back(marks.lower[first], tells):
        first += 1
    if end - first == 1:
        return marks.lower[first] in alone
    pointing = ("itu", "ini", "tersebut", "serupa", "senada", "sama", "pun")
    if not 2 <= end - first <= 5 or marks.lower[end - 1] not in pointing:
        return False
    return marks.lower[first] not in alone and _is_back(marks.lower[first], tells)


def _is_back(word: str, tells: bool) -> bool:
    return word in words().nouns_back or word in words().alone or (tells and word in words().nouns_told)


def pointing_back(reading: Reading, sentence: Sentence, found: Attribution, *, denied: bool = False) -> Draft | None:
    """The sentence before as content, unless it, or the one before it, is somebody's statement already."""
    speakers = reading.who(found, "subject", [])[0]
    reading.discourse.heard(speakers)
    own_up(reading, sentence, speakers, hearsay=True)
    if sentence.number == 0:
        return None
    before = reading.sentences[sentence.number - 1]
    last = reading.drafts[-1] if reading.drafts else None
    if reading.done.intersection(before.quotes) or (last is not None and last.sentence == before.number):
        return None
    if found.word.clitic and last is not None and last.sentence == before.number - 1 and last.speakers == speakers:
        return None
    first = _told_from(reading, before, last)
    return drafted(reading, sentence, found, [trimmed(reading.marks, first, before.end)], denied=denied)


def _told_from(reading: Reading, told: Sentence, last: Draft | None) -> int:
    """The token where the told begins: the sentence before as well, where the first word of this one leans on it."""
    marks, number = reading.marks, told.number
    while number > 0 and told.number - number < _MOST_BEFORE and _leans(marks, reading.sentences[number]):
        before = reading.sentences[number - 1]
        if before.quotes or (last is not None and last.sentence >= before.number):
            break
        number -= 1
    return reading.sentences[number].start


def _leans(marks: Marks, sentence: Sentence) -> bool:
    """Whether a sentence goes on with the one before it in its paragraph: "Bibit|nya| …", "|Selain itu| …"."""
    word = marks.lower[sentence.start]
    return not sentence.opens_paragraph and (word.endswith("nya") or word in words().joining_on)


def _hearsay(reading: Reading, sentence: Sentence, i: int, cue: Cue, end: int) -> Draft | None:
    """`X dikabarkan …`: content around the verb, nobody named."""
    marks, floor = reading.marks, sentence.start
    word = marks.lower[i]
    if word not in words().rumour or (word == "diberitakan" and is_connector(marks, floor, end)):
        return None
    if end > floor and (
        marks.lower[end - 1] in words().linking | words().reasons
        or marks.lower[end - 1] in ("yang", "biasa", "seperti", "sebagaimana")
    ):
        return None
    if marks.lower[floor] in lexicon().prepositions and not words().texts.isdisjoint(marks.lower[floor:end]):
        return None  # "Dalam peraturan itu disebutkan bahwa …"
    start = _hearsay_start(marks, _behind_hearsay(reading, sentence, i), end)
    start += start + 1 < end and marks.lower[start] in _SUBORDINATE and marks.at[start] is None
    stop = _before_more(marks, i + 1, content_end(reading, i + 1, sentence.end))
    if stop - i < 3 or (start == end > floor) or marks.lower[i + 1] in ("dengan", "juga", "oleh"):
        return None
    goes_on = not _GOING_ON.isdisjoint(marks.lower[max(floor, i - _BEFORE_VERB) : i])
    judges = _last_speakers(reading, sentence) if word in words().judging or goes_on else ()
    if word in words().judging and not judges:
        return None
    adverb = end - start == 1 and marks.lower[start] in _TIMES and marks.at[start] is None
    content = [(0, 0) if adverb else trimmed(marks, start, end), trimmed(marks, i + 1, stop)]
    draft = drafted(reading, sentence, Attribution(i, i + 1, cue, None), content)
    if draft is not None:
        draft.speakers, draft.mention = judges, None
        draft.resolution = "carried" if judges else "unresolved"
    return draft


_JOINING_CLAUSES = frozenset(("dan", "karena", "lantaran", "sebab", "sehingga", "meski", "meskipun", "walau"))
_SUBORDINATE = frozenset(("setelah", "meski", "meskipun", "walau", "walaupun", "kendati", "kini"))
_TIMES = frozenset(("kini", "sebelumnya", "kemudian", "terakhir", "sementara"))
_GOING_ON = frozenset(("malah", "malahan", "bahkan"))


def _last_speakers(reading: Reading, sentence: Sentence) -> tuple[str, ...]:
    """Who said the statement before, in this sentence or the one before it."""
    last = reading.drafts[-1] if reading.drafts else None
    return last.speakers if last is not None and last.sentence >= sentence.number - 1 else ()


def _hearsay_start(marks: Marks, floor: int, end: int) -> int:
    """Where the subject of hearsay begins: behind the last comma that closes no appositive, yang, bahwa or clause."""
    start, stop = floor, end - 1 if end > floor and marks.lower[end - 1] == "," else end
    appositive = stop < end
    commas = [k for k in range(floor, stop) if marks.lower[k] == "," and marks.at[k] is None]
    if appositive and commas:
        commas.pop()
    if commas and not (len(commas) == 1 and marks.lower[floor] in words().fronted):
        start = commas[-1] + 1
    for k in range(start, stop):
        relative = marks.lower[k] == "yang" and not _has_verb(marks, k + 1, stop)
        joins = marks.lower[k] in _JOINING_CLAUSES and marks.at[k] is None and has_clause(marks, start, k)
        if relative or marks.lower[k] == "bahwa" or joins:
            start = k + 1
    return start


def _behind_hearsay(reading: Reading, sentence: Sentence, i: int) -> int:
    """The token behind what was said before in this sentence: "X dikabarkan cedera, |kini Y pun| disebut …"."""
    last = reading.drafts[-1] if reading.drafts else None
    if last is None or last.sentence != sentence.number or last.content[-1][1] > reading.marks.prose.starts[i]:
        return sentence.start
    return reading.token_at(last.content[-1][1])


def _before_more(marks: Marks, first: int, stop: int) -> int:
    """The end of hearsay: before a comma behind which more of it follows, "…, kini Budi pun |disebut-sebut| …"."""
    more = next((k for k in marks.prose.where(words().rumour, first, stop) if marks.at[k] is None), stop)
    commas = [k for k in range(first, more) if marks.lower[k] == "," and marks.at[k] is None] if more < stop else []
    return commas[-1] if commas and marks.lower[more - 1] != "yang" else stop


def _has_verb(marks: Marks, first: int, end: int) -> bool:
    return any(marks.at[k] is None and is_verb(marks.lower[k]) for k in range(first, end))
