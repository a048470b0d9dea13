"""Direct speech: each quotation takes the cue behind it, before it, or goes on with the speech before."""

from __future__ import annotations

from functools import cache

from kg.extract.cues import Cue, is_verb, words
from kg.extract.marks import Marks
from kg.extract.phrases import Phrase, lexicon
from kg.extract.reading import Attribution, Draft, Reading, Sentence
from kg.extract.speakers import phrase_after
from kg.extract.subjects import phrase_before
from kg.extract.verbs import subject_phrase, without_adverbs
from kg.language import lines
from kg.model import Span

_SPEECH_WORDS = 4  # a quotation of fewer words is a term, unless it ends as speech does
_GOING_ON_WORDS = 2  # of a quotation that goes on with speech
_SIGHT = 40  # characters of a quotation in which a word is looked for
_CUE_REACH = 40  # tokens between a cue and the quotation it introduces
_ANNOUNCING = 6  # tokens at the end of a sentence that announces a quotation
_VERB_REACH = 16  # tokens between a quotation and the verb behind its subject
_PASSED = frozenset(",.;:-–—)'’")
_EDGE = frozenset(",.;:-–—")
_CLOSING = frozenset(("menutup", "mengakhiri", "memungkasi"))
_DASHES = frozenset("-–—")
_NO_CUE = Cue("none")
_RARE_VERB = Cue("stem", strong=False)
_RARE_CLITIC = Cue("stem", strong=False, clitic=True)
_SHORTEST_STEM = 4  # letters
_SPEECH_ENDS = frozenset(",!?…")
_BEHIND_SPEAKER = frozenset(",.;(")


def read_cued(reading: Reading, sentence: Sentence) -> None:
    """Add the quotations of a sentence that have a cue of their own."""
    for quote in sentence.quotes:
        if quote in reading.done or not _has_words(reading, quote):
            continue
        found = _cue_behind(reading, sentence, quote)
        if found is None and _is_second_half(reading, sentence, quote):
            reading.drafts[-1].content.append(reading.inner(quote))
            reading.done.add(quote)
            continue
        found = found or _cue_before(reading, sentence, quote)
        if found is not None:
            draft = _said(reading, sentence, quote, found)
            _gather_before(reading, quote, draft)
            reading.drafts.append(draft)
            reading.discourse.heard(draft.speakers)


def _has_words(reading: Reading, quote: int) -> bool:
    start, end = reading.quotes[quote].inner
    return any(letter.isalnum() for letter in reading.marks.prose.text[start : min(end, start + _SIGHT)])


def _is_second_half(reading: Reading, sentence: Sentence, quote: int) -> bool:
    """Whether the cue of the quotation before stands between the two: `"A," kata X, "B."`."""
    last = reading.drafts[-1] if reading.drafts else None
    if last is None or last.kind != "direct" or last.sentence != sentence.number or last.cue is None:
        return False
    start, marks = reading.quotes[quote].span[0], reading.marks
    opening = reading.token_at(start)
    between = last.content[-1][1] <= last.cue[0] < start and marks.lower[opening - 1] in (",", "—", "-", "–")
    cue = reading.token_at(last.cue[0])
    return (
        between
        and not any(reading.quoted[i] >= 0 for i in range(cue, opening))
        and not reading.cues_in(cue + 1, opening)
    )


def _said(reading: Reading, sentence: Sentence, quote: int, found: Attribution) -> Draft:
    content = [reading.inner(quote)]
    form = "subject" if 0 <= found.cue < reading.token_at(content[0][0]) else "behind"
    speakers, resolution, mention = reading.who(found, form, content)
    draft = Draft("direct", content, speakers, resolution, sentence.number, mention=mention)
    if found.cue >= 0:
        draft.cue = reading.marks.span(found.cue, found.cue_end)
        draft.denied = found.word.denies
        reading.used.update(range(found.cue, found.cue_end))
    reading.done.add(quote)
    return draft


def _cue_behind(reading: Reading, sentence: Sentence, quote: int) -> Attribution | None:
    """`"…," kata X`, `"…," X menambahkan`, `"…" menurut X`, `"…," demikian pernyataan X`, `"…" - X`."""
    marks = reading.marks
    first = i = reading.token_at(reading.quotes[quote].span[1])
    stop = reading.unquoted_end(i, sentence.end)
    while i < stop and marks.lower[i] in _PASSED and marks.at[i] is None:
        i += 1
    if i >= stop or i in reading.used:
        return None
    if marks.lower[i] in ("demikian", "begitu"):
        return _demikian(marks, i, stop)
    cue = words().cues.get(marks.lower[i]) if marks.at[i] is None else None
    if i + 1 < stop and marks.lower[i + 1] in words().texts - lexicon().papers:  # `"…," bunyi Pasal 12`
        return None
    if cue is not None and cue.kind in ("stem", "according", "passive"):
        phrase = None if cue.clitic else phrase_after(marks, i + 1, stop)
        certain = cue.kind == "stem" and cue.strong
        if (phrase is not None or cue.clitic or cue.strong) and (certain or _is_speech(reading, quote)):
            return Attribution(i, i + 1, cue, phrase)
    if not _is_speech(reading, quote):
        return None
    if cue is None and marks.at[i] is None and _ends_as_speech(marks, i):
        speaker = _rarely_said(marks, i, stop)
        if speaker is not None:
            return Attribution(i, i + 1, _RARE_VERB, speaker)
        if _closes_with_clitic(marks, i, stop):
            return Attribution(i, i + 1, _RARE_CLITIC, None)
    inverted = _said_by(marks, i, stop) if cue is not None and cue.kind in ("say", "ask") else None
    if cue is not None and inverted is not None:
        return Attribution(i, i + 1, cue, inverted)
    return _signature(marks, first, stop) or _verb_behind(marks, i, stop) or _only_speaker(marks, i, stop)


def _only_speaker(marks: Marks, i: int, stop: int) -> Attribution | None:
    """The person with a title behind speech that ends with a comma, where the cue is lost: `"…," Kepala X |Budi|, Jumat.`"""
    if "," not in marks.lower[i - 2 : i] or marks.at[i] is not None or marks.lower[i] not in lexicon().titles:
        return None
    phrase = phrase_after(marks, i, stop)
    if phrase is None or phrase.kind != "name" or phrase.names[0].entity.type != "Person":
        return None
    closes = phrase.end >= stop or marks.lower[phrase.end] in ",.("
    return Attribution(-1, -1, _NO_CUE, phrase) if closes and phrase.names[-1].end == phrase.end else None


def _said_by(marks: Marks, i: int, stop: int) -> Phrase | None:
    """The person behind an active verb that follows the quotation: `"…," berkata |Budi|.`"""
    phrase = phrase_after(marks, i + 1, stop)
    if phrase is None or phrase.kind != "name" or phrase.names[0].entity.type != "Person":
        return None
    closes = phrase.end >= stop or marks.lower[phrase.end] in _BEHIND_SPEAKER
    return phrase if closes and _is_titled(marks, i + 1, phrase.names[0].first) else None


def _rarely_said(marks: Marks, i: int, stop: int) -> Phrase | None:
    """The speaker behind an unknown word that tells how closed speech was said: `"…," gerutu |Budi|`."""
    phrase = phrase_after(marks, i + 1, stop) if _can_be_stem(marks.prose.words[i]) else None
    if phrase is None or phrase.kind == "pronoun":
        return None
    closes = phrase.end >= stop or marks.lower[phrase.end] in _BEHIND_SPEAKER
    if phrase.kind == "noun":
        return phrase if closes and marks.lower[i + 1] in lexicon().nouns else None
    name = phrase.names[0]
    if name.entity.type != "Person" or not _is_titled(marks, i + 1, name.first):
        return None
    return phrase if closes or not is_verb(marks.lower[phrase.end]) else None


def _is_titled(marks: Marks, first: int, name: int) -> bool:
    """Whether nothing, or a title or rank and what belongs to it, stands before the name."""
    return first == name or marks.lower[first] in lexicon().before_names


def _closes_with_clitic(marks: Marks, i: int, stop: int) -> bool:
    """Whether such a word with -nya closes the sentence: `"…," gerutunya.`."""
    word, stem = marks.prose.words[i], marks.prose.words[i].removesuffix("nya")
    return stem != word and _can_be_stem(stem) and (i + 1 >= stop or marks.lower[i + 1] in ".!")


def _ends_as_speech(marks: Marks, i: int) -> bool:
    """Whether a closing mark with a comma, or what ends a sentence, beside it stands before the token."""
    return i > 1 and not _SPEECH_ENDS.isdisjoint(marks.lower[i - 2 : i])


def _can_be_stem(word: str) -> bool:
    lower = word.isalpha() and word.islower() and len(word) >= _SHORTEST_STEM
    return lower and not is_verb(word) and not word.endswith("an") and word not in _no_stems()


@cache
def _no_stems() -> frozenset[str]:
    """Words that stand before a name without telling how something was said: function words, titles, ranks, kin."""
    grammar = (
        words().before | words().unreal | words().negations | words().connectors | words().adjuncts | words().linking
    )
    people = lexicon().speaking | lexicon().before_names | lexicon().kin | lexicon().owners | lexicon().quantifiers
    rest = (
        words().silent
        | lexicon().prepositions
        | lexicon().openers
        | lexicon().enders
        | lexicon().skipped
        | lexicon().pronouns
    )
    return frozenset(lines("function_words")) | grammar | people | rest


def _demikian(marks: Marks, i: int, stop: int) -> Attribution | None:
    """`"…," demikian pernyataan X` and `"…," demikian kata X`."""
    if i + 1 >= stop:
        return None
    cue = words().cues.get(marks.lower[i + 1]) if marks.at[i + 1] is None else None
    name = phrase_after(marks, i + 1, stop) if cue is None and marks.lower[i + 1] not in words().said else None
    if name is not None and name.kind == "name" and (name.end + 1 >= stop or marks.lower[name.end] in _CLOSING):
        return Attribution(i, i + 1, _NO_CUE, name)
    first = i + 1 if cue is not None else i
    if cue is None and marks.lower[i + 1] not in words().said:
        told = _verb_behind(marks, i + 1, stop)
        alone = name is not None and name.kind == "name" and name.names[0].entity.type == "Person"
        return Attribution(i, i + 1, _NO_CUE, name) if told is None and alone else told
    phrase = None if cue is not None and cue.clitic else phrase_after(marks, i + 2, stop)
    return Attribution(first, i + 2, cue or _NO_CUE, phrase)


def _signature(marks: Marks, first: int, stop: int) -> Attribution | None:
    """`"…" - Komisioner X`, `"…" (X)`: a dash or bracket and a person."""
    if marks.lower[first] not in _DASHES and marks.lower[first] != "(":
        return None
    phrase = phrase_after(marks, first + 1, stop)
    return Attribution(-1, -1, _NO_CUE, phrase) if phrase is not None and phrase.kind == "name" else None


def _verb_behind(marks: Marks, first: int, stop: int) -> Attribution | None:
    """`"…," Budi menambahkan.`: a subject and its verb, but not those of `"…", sedangkan Budi mengatakan, "…"`."""
    if marks.lower[first] in words().comma_turns:
        return None
    for i in range(first, min(stop, first + _VERB_REACH)):
        if marks.at[i] is not None:
            continue
        cue = words().cues.get(marks.lower[i])
        if cue is not None and marks.lower[i + 1 : i + 2] == ("bahwa",):
            return None  # it has content of its own
        if cue is not None and cue.kind in ("say", "ask", "deny", "that"):
            phrase = phrase_before(marks, without_adverbs(marks, i, first)[0], first)
            return Attribution(i, i + 1, cue, phrase) if phrase is not None or i == first else None
        if marks.lower[i] in (".", "yang", "dan"):
            return None
    return None


def _cue_before(reading: Reading, sentence: Sentence, quote: int) -> Attribution | None:
    """`X mengatakan, "…"`, `Kata X, "…"`, `X: "…"`: nothing of a clause between the cue and the quotation."""
    marks = reading.marks
    opening = reading.token_at(reading.quotes[quote].span[0])
    floor = reading.unquoted_start(opening, max(sentence.start, opening - _CUE_REACH))
    for i in range(opening - 1, floor - 1, -1):
        cue = words().cues.get(marks.lower[i]) if marks.at[i] is None else None
        if cue is None or i in reading.used or cue.kind == "view" or (cue.kind == "stem" and not cue.strong):
            continue
        found, behind = _introducing(reading, i, cue, opening, sentence.start)
        if found is not None and _only_adjuncts(marks, behind, opening) and _is_speech(reading, quote):
            return found
        break
    return _colon(marks, opening, floor)


def _introducing(reading: Reading, i: int, cue: Cue, opening: int, start: int) -> tuple[Attribution | None, int]:
    """The cue before a quotation with its speaker, and the token behind both."""
    if reading.marks.lower[i] == "dari" and reading.marks.lower[i + 1] not in words().nouns:
        return None, opening
    if cue.kind in ("stem", "according", "data", "passive"):
        phrase = None if cue.clitic else phrase_after(reading.marks, i + 1, opening)
        if phrase is None and not cue.clitic:
            return None, opening
        return Attribution(i, i + 1, cue, phrase), i + 1 if phrase is None else phrase.end
    subject = subject_phrase(reading, i, start)
    if subject.relative and subject.phrase is None:  # "Pasal 12, yang menyatakan "…""
        return None, opening
    if subject.negated and reading.marks.lower[opening - 1] not in (",", ":"):  # "tidak menyebutkan "…""
        return None, opening
    return (None if subject.unreal else Attribution(i, i + 1, cue, subject.phrase)), i + 1


def _colon(marks: Marks, opening: int, floor: int) -> Attribution | None:
    if opening <= floor or marks.lower[opening - 1] != ":":
        return None
    phrase = phrase_before(marks, opening - 1, floor)
    labelled = phrase is not None and (phrase.kind == "name" or _is_label(marks, phrase, floor))
    return Attribution(-1, -1, _NO_CUE, phrase) if labelled else None


def _is_label(marks: Marks, phrase: Phrase, floor: int) -> bool:
    """Whether capitalised words that begin with a role are all that stands before the colon: `KETUA PANITIA X: "…"`."""
    words_before = marks.prose.words[phrase.first : phrase.end]
    return (
        phrase.first == floor
        and marks.lower[floor] in lexicon().titles
        and all(word[0].isupper() for word in words_before)
    )


def _only_adjuncts(marks: Marks, first: int, end: int) -> bool:
    """Whether nothing but commas, adverbs, addressee, place and time stand between the cue and the quotation."""
    if first >= end:
        return True
    closed = marks.lower[end - 1] in (",", ":")
    if end - first <= 3:
        return closed or all(w in words().adverbs or w in words().complementisers for w in marks.lower[first:end])
    opens = (
        marks.lower[first] in words().adjuncts or marks.lower[first] in words().adverbs or marks.lower[first] in ",("
    )
    return closed and opens


def _is_speech(reading: Reading, quote: int) -> bool:
    """Whether the quotation is long enough, ends as speech does, or opens its sentence with a stop inside."""
    quotation = reading.quotes[quote]
    opening = reading.token_at(quotation.span[0])
    if opening and reading.marks.lower[opening - 1] in words().titled:
        return False
    introduced = words().cues.get(reading.marks.lower[opening - 2]) if opening > 1 else None
    if opening and reading.marks.lower[opening - 1] == ":":
        return True
    if introduced is not None and introduced.kind in _INTRODUCING and reading.marks.lower[opening - 1] == ",":
        return True
    inner = reading.marks.prose.text[slice(*quotation.inner)]
    return inner.count(" ") + 1 >= _SPEECH_WORDS or inner[-1:] in ",.!?…"


_INTRODUCING = ("say", "ask", "that")


def _gather_before(reading: Reading, quote: int, draft: Draft) -> None:
    """Quotations without cue right before belong to the cue behind them: `"A." "B," kata X`, `“A.¶“B,” kata X`."""
    text = reading.marks.prose.text
    while quote > 0 and quote - 1 not in reading.done:
        between = text[reading.quotes[quote - 1].span[1] : reading.quotes[quote].span[0]]
        if between.strip(" ,.-–\n\r") or ("\n" in between and reading.quotes[quote - 1].closed):
            return
        stray = not reading.quotes[quote - 1].closed and "\n" not in between and not _speaks(reading, quote - 1)
        if stray or not _is_speech(reading, quote - 1):
            return
        quote -= 1
        draft.content.insert(0, reading.inner(quote))
        reading.done.add(quote)


# --- without a cue -------------------------------------------------------------------------------------------------


def read_uncued(reading: Reading, sentence: Sentence) -> None:
    """Add speech that goes on without a cue: after its own cue, in a new paragraph, after its speaker's sentence."""
    for quote in sentence.quotes:
        last = reading.drafts[-1] if reading.drafts else None
        goes_on = last is not None and _goes_on(last, sentence)
        ends = reading.marks.prose.text[reading.quotes[quote].inner[1] - 1] in ".!?"
        least = _GOING_ON_WORDS if goes_on or ends else _SPEECH_WORDS
        if quote in reading.done or not _stands_alone(reading, sentence, quote, least) or _next_goes_on(reading, quote):
            continue
        if not (reading.quotes[quote].closed or _speaks(reading, quote)):
            continue
        if last is not None and goes_on:
            last.content.append(_own_words(reading, quote, last.speakers))
            last.sentence = sentence.number
            reading.done.add(quote)
        elif reading.quotes[quote].opened:
            _carry(reading, sentence, quote)


def _speaks(reading: Reading, quote: int) -> bool:
    """Whether somebody speaks of himself in a quotation: "kami", "saya", "kita"."""
    inside = reading.marks.prose.tokens_in(reading.quotes[quote].inner)
    return bool(reading.marks.prose.where(lexicon().own, inside.start, inside.stop))


def _carry(reading: Reading, sentence: Sentence, quote: int) -> None:
    """Add a quotation as the speech of whom it names inside, of its signature, of whom a colon announced, or carried."""
    inside = _cue_inside(reading, quote)
    if inside is not None:
        draft = _said(reading, sentence, quote, inside)
        draft.content = _around(reading, draft.content[0], inside)
        reading.drafts.append(draft)
        reading.discourse.heard(draft.speakers)
        return
    found = _signature_below(reading, sentence) or _announced(reading, sentence)
    if found is not None:
        draft = _said(reading, sentence, quote, found)
    else:
        speakers = _carrier(reading, sentence, quote)
        draft = Draft("direct", [reading.inner(quote)], speakers, "carried", sentence.number)
    if draft.speakers:
        reading.done.add(quote)
        _gather_before(reading, quote, draft)
        reading.drafts.append(draft)
        reading.discourse.heard(draft.speakers)


def _cue_inside(reading: Reading, quote: int) -> Attribution | None:
    """`"A, kata X, B."`: the marks before and behind the cue are missing."""
    marks = reading.marks
    inside = marks.prose.tokens_in(reading.quotes[quote].inner)
    for i in reading.cues_in(inside.start + 1, inside.stop):
        cue = words().cues.get(marks.lower[i])
        if cue is None or cue.kind != "stem" or not cue.strong or cue.clitic or marks.lower[i - 1] != ",":
            continue
        phrase = phrase_after(marks, i + 1, inside.stop)
        if phrase is not None and phrase.kind == "name" and phrase.end < inside.stop and marks.lower[phrase.end] == ",":
            return Attribution(i, i + 1, cue, phrase)
    return None


def _around(reading: Reading, words_said: Span, found: Attribution) -> list[Span]:
    """The words before and behind a cue and its speaker."""
    marks, last = reading.marks, 0 if found.phrase is None else found.phrase.end
    inside = marks.prose.tokens_in(words_said)
    return [
        (words_said[0], marks.prose.ends[found.cue - 2]),
        (marks.prose.starts[min(last + 1, inside.stop - 1)], words_said[1]),
    ]


def _signature_below(reading: Reading, sentence: Sentence) -> Attribution | None:
    """`— X, arsitek` on the line below the quotation."""
    if sentence.number + 1 >= len(reading.sentences):
        return None
    below = reading.sentences[sentence.number + 1]
    return _signature(reading.marks, below.first, below.end) if below.opens_paragraph else None


def _announced(reading: Reading, sentence: Sentence) -> Attribution | None:
    """`Berikut pernyataan X:` or `X menyampaikan harapannya,` before the quotation."""
    marks = reading.marks
    if sentence.number == 0 or marks.lower[sentence.first - 1] not in (":", ","):
        return None
    before = reading.sentences[sentence.number - 1]
    for i in reading.cues_in(max(before.start, before.end - _ANNOUNCING), before.end):
        cue = words().cues.get(marks.lower[i])
        if cue is not None and cue.kind in _INTRODUCING:
            subject = subject_phrase(reading, i, before.start)
            if subject.phrase is not None and not (subject.unreal or subject.negated):
                return Attribution(i, i + 1, cue, subject.phrase)
    for i in range(before.start, before.end):
        if marks.at[i] is None and marks.lower[i] in words().said:
            phrase = phrase_after(marks, i + 1, before.end)
            if phrase is not None:
                return Attribution(-1, -1, _NO_CUE, phrase)
    return None


def _own_words(reading: Reading, quote: int, speakers: tuple[str, ...]) -> Span:
    """The words of a quotation; of an unclosed one those before the story goes on with its speaker's name."""
    start, end = reading.inner(quote)
    if reading.quotes[quote].closed:
        return start, end
    prose, marks = reading.marks.prose, reading.marks
    for i in prose.tokens_in((start, end)):
        mention = marks.at[i]
        if mention is not None and mention.entity.id in speakers:
            sentence = prose.sentence_at(prose.starts[i])
            return (start, len(prose.text[: sentence[0]].rstrip())) if sentence[0] > start else (start, end)
    return start, end


def _goes_on(last: Draft, sentence: Sentence) -> bool:
    """Whether the quotation continues the turn: same paragraph, right behind the cue of direct speech."""
    return (
        last.kind == "direct"
        and last.cue is not None
        and (
            last.sentence == sentence.number or (not sentence.opens_paragraph and last.sentence == sentence.number - 1)
        )
        and last.content[-1][1] <= last.cue[0]
    )


def _carrier(reading: Reading, sentence: Sentence, quote: int) -> tuple[str, ...]:
    last = reading.drafts[-1] if reading.drafts else None
    if last is not None and last.sentence >= sentence.number - 1 and last.speakers:
        return last.speakers
    nobody = Attribution(-1, -1, _NO_CUE, None)
    return reading.who(nobody, "carried", [reading.inner(quote)])[0]


def _next_goes_on(reading: Reading, quote: int) -> bool:
    """Whether the paragraph behind an unclosed quotation begins with one again."""
    if reading.quotes[quote].closed or quote + 1 >= len(reading.quotes):
        return False
    text = reading.marks.prose.text
    return not text[reading.quotes[quote].span[1] : reading.quotes[quote + 1].span[0]].strip()


def _stands_alone(reading: Reading, sentence: Sentence, quote: int, least: int) -> bool:
    """Whether the quotation is a sentence of its own, of so many words at least."""
    quotation, marks = reading.quotes[quote], reading.marks
    if marks.prose.text.count(" ", *quotation.inner) + 1 < least or quotation.single:
        return False
    first, last = reading.token_at(quotation.span[0]), reading.token_at(quotation.span[1])
    before = all(reading.quoted[i] >= 0 or marks.lower[i] in _DASHES for i in range(sentence.first, first))
    before = before or (first > sentence.first and marks.lower[first - 1] in ".!?")  # the space is missing
    behind = all(reading.quoted[i] >= 0 or marks.lower[i] in _EDGE for i in range(last, sentence.end))
    return behind and (before or (first > 0 and marks.lower[first - 1] == ":"))
