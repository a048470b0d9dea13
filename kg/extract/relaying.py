"""Through which medium the words of a statement came, and to whom they were said."""

from __future__ import annotations

from kg.extract.clauses import has_clause, past_adjuncts
from kg.extract.cues import words
from kg.extract.marks import Marks, Mention
from kg.extract.phrases import lexicon
from kg.extract.reading import Draft, Reading, Sentence, cue_at
from kg.extract.speakers import phrase_after
from kg.extract.verbs import subject_phrase

_THUS = frozenset(("demikian", "seperti", "sebagaimana", "begitu"))
_FRAGMENT = 16  # tokens of a sentence that only tells a medium
_LATEST = 4  # statements that such a sentence may belong to
_MEDIUM_REACH = 9  # tokens between a relaying verb and the medium
_AUDIENCE_REACH = 14  # tokens of a phrase behind "kepada"


def add_relaying(reading: Reading, sentence: Sentence, before: int) -> None:
    """Fill medium and addressee of the statements from number `before` on, all of this sentence."""
    drafts = reading.drafts[before:]
    if not drafts:
        _pass_back(reading, sentence)
        return
    free = _free(reading, sentence, drafts)
    medium, audience = _medium(reading, sentence, free), _audience(reading, sentence, free)
    for draft in drafts:
        if medium is not None and medium not in draft.speakers and draft.inside is None:
            draft.via = medium
        if draft.addressee is None:
            draft.addressee = audience if draft.inside is None else None
        if draft.addressee in draft.speakers:
            draft.addressee = None


def _pass_back(reading: Reading, sentence: Sentence) -> None:
    """Fill the medium of the words before where a sentence only tells it: "Demikian dikutip dari X.", "Hal itu …"."""
    first = _opening(reading.marks, sentence.start, sentence.end)
    relayed = first[0] in words().relaying or (first[0] in _THUS and first[1] in words().relaying)
    points = first[0] in words().nouns_back and first[1] in lexicon().pointing
    short = sentence.end - sentence.start <= _FRAGMENT
    if not (points or (relayed and short)):
        return
    medium = _medium(reading, sentence, _free(reading, sentence, []))
    for draft in reading.drafts[-_LATEST:] if medium is not None else ():
        before = draft.sentence == sentence.number - 1 and draft.inside is None
        if before and draft.via is None and medium not in draft.speakers:
            draft.via = medium


def _opening(marks: Marks, first: int, end: int) -> tuple[str, str]:
    """The first two words of a sentence, empty where it has fewer."""
    one, other = (*marks.lower[first : min(end, first + 2)], "", "")[:2]
    return one, other


def _free(reading: Reading, sentence: Sentence, drafts: list[Draft]) -> list[int]:
    """The tokens that can introduce a medium or an audience, outside of names, quotations and what was said."""
    marks, starts = reading.marks, reading.marks.prose.starts
    said = [span for draft in drafts for span in (*draft.content, draft.cue or (0, 0))]
    return [
        i
        for i in marks.prose.where(words().introducing, sentence.start, sentence.end)
        if reading.quoted[i] < 0 and marks.at[i] is None and not any(s <= starts[i] < e for s, e in said)
    ]


def _medium(reading: Reading, sentence: Sentence, free: list[int]) -> str | None:
    """The body behind "dikutip dari", "melansir", "melalui akun": the last one of a chain, "dikutip A dari B"."""
    marks = reading.marks
    for i in free:
        word = marks.lower[i]
        if word in words().relaying or (word in words().channels and _on_channel(marks, i)):
            found = _bodies(reading, i + 1, sentence.end)
            if found:
                return found[-1].entity.id
    return None


def _on_channel(marks: Marks, i: int) -> bool:
    """Whether "di", "lewat" or "melalui" is followed by a channel: "di laman resmi", "melalui akun"."""
    return not words().outlets.isdisjoint(marks.lower[i + 1 : i + 4])


def _bodies(reading: Reading, first: int, end: int) -> list[Mention]:
    """The bodies named right behind a relaying verb, joined by "dari" at most."""
    marks = reading.marks
    found: list[Mention] = []
    k = first
    while k < min(end, first + _MEDIUM_REACH):
        mention = marks.at[k]
        ends = marks.lower[k] in ",.;(" or (found and (marks.lower[k] == "yang" or marks.lower[k] in words().relaying))
        if reading.quoted[k] >= 0 or (mention is None and ends):
            break
        if mention is not None:
            if mention.entity.type == "Organization":
                found.append(mention)
            elif mention.entity.type == "Person" and not found:
                break
            k = max(mention.end, k + 1)
        else:
            k += 1
    return found


def _audience(reading: Reading, sentence: Sentence, free: list[int]) -> str | None:
    """The one behind "kepada", "di hadapan", "saat dihubungi", "wawancara dengan", or right behind "kata X ke"."""
    for i in free:
        if _turns_to(reading, i, sentence):
            who = addressed(reading, i + 1, sentence.end)
            if who is not None:
                return who
    return None


def _turns_to(reading: Reading, i: int, sentence: Sentence) -> bool:
    """Whether a word introduces whom the words are said to."""
    marks, word = reading.marks, reading.marks.lower[i]
    if word in words().towards:
        return True
    if word == "dihubungi":
        return i + 1 < sentence.end and marks.at[i + 1] is not None
    if word == "dengan":
        return not words().talks.isdisjoint(marks.lower[max(sentence.start, i - 3) : i])
    return word == "ke" and any(marks.prose.ends[i - 1] == (d.mention or (0, 0))[1] for d in reading.drafts[-1:])


def addressed(reading: Reading, first: int, end: int) -> str | None:
    """The entity that the phrase at `first` names as audience: a name or group."""
    marks = reading.marks
    stop = reading.unquoted_end(first, min(end, first + _AUDIENCE_REACH))
    if marks.prose.words[first - 1] == "Kepada":  # the subject follows, a pronoun or behind a comma
        subject = lexicon().pronouns | {","}
        stop = next((k for k in range(first, stop) if marks.lower[k] in subject and marks.at[k] is None), stop)
    mention = marks.at[first] if first < stop else None
    if mention is not None and mention.entity.type in ("Organization", "Person"):
        return mention.entity.id
    phrase = phrase_after(marks, first, stop)
    if phrase is None or phrase.kind == "pronoun":
        return _named_audience(marks, first, stop)
    if phrase.kind == "noun" and (inner := _named_audience(marks, first, phrase.end)) is not None:
        return inner
    heads = words().audiences | lexicon().nouns
    if phrase.kind == "noun" and heads.isdisjoint(marks.lower[first : first + 2]):
        return None
    return reading.discourse.mentioned(phrase)


def _named_audience(marks: Marks, first: int, stop: int) -> str | None:
    for i in range(first, stop):
        mention = marks.at[i]
        if mention is not None:
            return mention.entity.id if mention.entity.type in ("Organization", "Person") else None
        if marks.lower[i] in ",.;:" or marks.lower[i] in lexicon().enders:
            return None
    return None


def reports_another(reading: Reading, i: int, sentence: Sentence) -> bool:
    """Whether what a medium reports is somebody else's speech, so that the medium only relays: "Mengutip X, Y bilang"."""
    marks = reading.marks
    if i < sentence.end and marks.lower[i] in words().describing:
        i = next((k for k in range(i, sentence.end) if marks.lower[k] == ","), sentence.end)
    if i >= sentence.end or marks.lower[i] != ",":
        return False
    first = past_adjuncts(reading, i, sentence.end, complete=False, opens=True)
    for k in reading.cues_in(first, sentence.end):
        cue = cue_at(marks, k)
        if cue is not None and cue.kind in ("say", "ask", "deny", "attitude"):
            subject = subject_phrase(reading, k, first)
            told = not subject.unreal and subject.phrase is not None
            return told and not has_clause(marks, first, subject.phrase.first if subject.phrase else first)
    return False
