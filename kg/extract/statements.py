"""Who said what: direct speech in quotation marks, indirect speech of reporting words, and mixtures of both.

Each paragraph is read as sentences that no quotation breaks. In a sentence, quotations take the cue beside them, and
reporting words outside of quotations take the clause they govern; speakers are resolved along the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extract.cues import Cue, words
from kg.extract.marks import Marks, Mention, mark
from kg.extract.prose import Prose
from kg.extract.quotes import Quotation, quotations
from kg.extract.roles import Role
from kg.extract.speakers import Discourse, Phrase, lexicon, phrase_after, phrase_before
from kg.model import Entity, Kind, Resolution, Span, Statement

_EDGE = " \t\n\r\xa0,.;:"
_QUOTE_MARKS = frozenset("\"“”„‟«»＂'‘’`")
_SPEECH_WORDS = 4  # an uncued quotation of fewer words is a term, not speech


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens [first, end) of a sentence that no quotation breaks, with the quotations in it."""

    first: int
    end: int
    quotes: tuple[int, ...]
    opens_paragraph: bool


@dataclass(slots=True)
class Draft:
    """A statement being built; spans are code points."""

    kind: Kind
    content: list[Span]
    speakers: tuple[str, ...]
    resolution: Resolution
    cue: Span | None = None
    mention: Span | None = None
    denied: bool = False
    addressee: str | None = None
    via: str | None = None
    inside: Draft | None = None
    sentence: int = 0
    confidence: float = 0.9


@dataclass(slots=True)
class _Reading:
    """The state of reading one article."""

    marks: Marks
    quotes: tuple[Quotation, ...]
    quoted: list[int]  # for each token the quotation that holds it, or -1
    sentences: list[Sentence]
    discourse: Discourse
    drafts: list[Draft] = field(default_factory=list)
    done: set[int] = field(default_factory=set)  # quotations that belong to a statement
    used: set[int] = field(default_factory=set)  # cue tokens that are taken


def find(
    prose: Prose, entities: tuple[Entity, ...], roles: tuple[Role, ...]
) -> tuple[tuple[Statement, ...], tuple[Entity, ...]]:
    """The statements of an article in text order, and its entities with the unnamed speakers added."""
    reading = _open(prose, entities, roles)
    for number, sentence in enumerate(reading.sentences):
        _read_sentence(reading, number, sentence)
    return _finished(reading), tuple(reading.discourse.entities.values())


def _open(prose: Prose, entities: tuple[Entity, ...], roles: tuple[Role, ...]) -> _Reading:
    marks = mark(prose, entities)
    quotes = quotations(prose)
    quoted = [-1] * len(prose.words)
    for number, quotation in enumerate(quotes):
        inside = prose.tokens_in(quotation.span)
        quoted[inside.start : inside.stop] = [number] * len(inside)
    discourse = Discourse(marks, roles, {e.id: e for e in entities})
    return _Reading(marks, quotes, quoted, list(_sentences(prose, quotes, quoted)), discourse)


def _sentences(prose: Prose, quotes: tuple[Quotation, ...], quoted: list[int]) -> Iterator[Sentence]:
    """The sentences of the prose, joined where a boundary lies inside a quotation."""
    paragraphs = {start for start, _ in prose.paragraphs}
    first, opens = None, False
    for start, end in prose.sentences:
        tokens = prose.tokens_in((start, end))
        if not tokens:
            continue
        if first is None:
            first, opens = tokens.start, start in paragraphs
        last = tokens.stop
        if last < len(quoted) and quoted[last] >= 0 and quoted[last] == quoted[last - 1]:
            continue
        yield Sentence(first, last, tuple(dict.fromkeys(q for q in quoted[first:last] if q >= 0)), opens)
        first = None


def _read_sentence(reading: _Reading, number: int, sentence: Sentence) -> None:
    before = len(reading.drafts)
    subject = _subject(reading, sentence)
    _direct(reading, number, sentence)
    _indirect(reading, number, sentence)
    _uncued(reading, number, sentence)
    _note(reading, sentence, subject if len(reading.drafts) == before else None)


def _note(reading: _Reading, sentence: Sentence, subject: Mention | None) -> None:
    marks = reading.marks
    outside = (marks.at[i] for i in range(sentence.first, sentence.end) if reading.quoted[i] < 0)
    reading.discourse.read(dict.fromkeys(m for m in outside if m is not None), subject)


_FINITE = re.compile(r"(?:me[lmnrwy]|di|ber|ter)[a-z]{3,}")


def _subject(reading: _Reading, sentence: Sentence) -> Mention | None:
    """The person who is the grammatical subject: named before the first verb, not behind a preposition."""
    marks = reading.marks
    for i in range(sentence.first, sentence.end):
        if reading.quoted[i] >= 0:
            continue
        mention = marks.at[i]
        if mention is None:
            word = marks.lower[i]
            if _FINITE.fullmatch(word) and word not in lexicon().titles and word not in lexicon().people:
                return None
            continue
        if mention.entity.type == "Person":
            return mention
    return None


# --- direct speech ---------------------------------------------------------------------------------------------------


def _direct(reading: _Reading, number: int, sentence: Sentence) -> None:
    for position, quote in enumerate(sentence.quotes):
        if quote in reading.done:
            continue
        found = _cue_after(reading, sentence, quote) or _cue_before(reading, sentence, quote)
        if found is None:
            continue
        draft = _said(reading, number, quote, found)
        _gather_before(reading, sentence, position, draft)
        reading.drafts.append(draft)
        reading.discourse.heard(draft.speakers)


@dataclass(frozen=True, slots=True)
class _Attribution:
    """A cue with its speaker's phrase: tokens [cue, cue_end); `clitic` or a phrase tells the speaker."""

    cue: int
    cue_end: int
    word: Cue
    phrase: Phrase | None


def _cue_after(reading: _Reading, sentence: Sentence, quote: int) -> _Attribution | None:
    """`"…," kata X`, `"…," X menambahkan`, `"…" menurut X`, `"…" - X`."""
    marks = reading.marks
    i = _token_at(reading, reading.quotes[quote].span[1])
    stop = _limit(reading, i, sentence.end)
    while i < stop and marks.lower[i] in _PASSED:
        i += 1
    if i >= stop or i in reading.used:
        return None
    cue = words().cues.get(marks.lower[i]) if marks.at[i] is None else None
    if cue is not None and cue.kind in ("stem", "according", "passive"):
        phrase = None if cue.clitic else phrase_after(marks, i + 1, stop)
        if phrase is not None or cue.clitic or cue.strong:
            return _Attribution(i, i + 1, cue, phrase)
    return _verb_after(reading, i, stop, quote)


_PASSED = frozenset(",.;:-–—)") | frozenset(("demikian", "begitu", "masih"))


def _verb_after(reading: _Reading, first: int, stop: int, quote: int) -> _Attribution | None:
    """A subject and its verb behind the quotation that opens the sentence: `"…," Budi menambahkan.`"""
    marks = reading.marks
    for i in range(first, min(stop, first + 14)):
        if marks.at[i] is not None:
            continue
        cue = words().cues.get(marks.lower[i])
        if cue is not None and cue.kind in ("say", "ask", "deny"):
            end = _without_adverbs(marks, i, first)[0]
            phrase = phrase_before(marks, end, first)
            return _Attribution(i, i + 1, cue, phrase) if phrase is not None or i == first else None
        if marks.lower[i] in (".", "yang", "dan"):
            return None
    return None


def _cue_before(reading: _Reading, sentence: Sentence, quote: int) -> _Attribution | None:
    """`X mengatakan, "…"`, `Kata X, "…"`, `X: "…"`: nothing of a clause between the cue and the quotation."""
    marks = reading.marks
    opening = _token_at(reading, reading.quotes[quote].span[0])
    floor = sentence.first
    for i in range(opening - 1, max(floor, opening - 40) - 1, -1):
        if reading.quoted[i] >= 0:
            return None
        cue = words().cues.get(marks.lower[i]) if marks.at[i] is None else None
        if cue is None or i in reading.used or (cue.kind in ("stem",) and not cue.strong):
            continue
        if cue.kind in ("stem", "according"):
            phrase = None if cue.clitic else phrase_after(marks, i + 1, opening)
            after = i + 1 if phrase is None else phrase.end
            usable = phrase is not None or cue.clitic
        else:
            phrase, after, usable = _subject_phrase(reading, i, floor)[0], i + 1, True
        if usable and _only_adjuncts(marks, after, opening) and _is_speech(reading, quote, sentence):
            return _Attribution(i, i + 1, cue, phrase)
        return None
    if opening > floor and marks.lower[opening - 1] == ":":
        phrase = phrase_before(marks, opening - 1, floor)
        if phrase is not None and phrase.kind == "name":
            return _Attribution(-1, -1, Cue("colon"), phrase)
    return None


def _is_speech(reading: _Reading, quote: int, sentence: Sentence) -> bool:
    quotation = reading.quotes[quote]
    inner = reading.marks.prose.text[slice(*quotation.inner)]
    if inner.count(" ") + 1 >= _SPEECH_WORDS:
        return True
    last = _token_at(reading, quotation.span[1])
    return inner[-1:] in ",.!?…" or last >= sentence.end - 1


def _only_adjuncts(marks: Marks, first: int, end: int) -> bool:
    """Whether nothing but commas, adverbs, addressee, place and time stand between."""
    if first >= end:
        return True
    if marks.lower[end - 1] in (",", ":") and end - first <= 25:
        start = marks.lower[first]
        return first == end - 1 or start in _ADJUNCTS or start in words().adverbs or start in ",(" or end - first <= 3
    return end - first <= 3 and all(
        w in words().adverbs or w in _ADVERBS or w in words().complementisers for w in marks.lower[first:end]
    )


_ADJUNCTS = frozenset(
    [
        "kepada",
        "di",
        "dalam",
        "pada",
        "saat",
        "ketika",
        "usai",
        "seusai",
        "melalui",
        "lewat",
        "via",
        "setelah",
        "dengan",
        "sambil",
        "seraya",
        "sembari",
        "lagi",
        "demikian",
        "begitu",
        "bahwa",
    ]
)
_ADVERBS = frozenset(
    [
        "juga",
        "lagi",
        "pula",
        "begini",
        "demikian",
        "singkat",
        "sebelumnya",
        "dulu",
        "terlebih",
        "dahulu",
        "kembali",
        "tegas",
        "sendiri",
    ]
)


def _said(reading: _Reading, number: int, quote: int, found: _Attribution) -> Draft:
    marks = reading.marks
    speakers, resolution, mention = _who(reading, found)
    draft = Draft(
        "direct", [_content(marks.prose.text, reading.quotes[quote].inner)], speakers, resolution, sentence=number
    )
    draft.mention = mention
    if found.cue >= 0:
        draft.cue = marks.span(found.cue, found.cue_end)
        reading.used.add(found.cue)
        draft.denied = found.word.denies
    reading.done.add(quote)
    return draft


def _who(reading: _Reading, found: _Attribution) -> tuple[tuple[str, ...], Resolution, Span | None]:
    marks, discourse = reading.marks, reading.discourse
    if found.phrase is not None:
        speakers, resolution = discourse.resolve(found.phrase)
        return speakers, resolution if speakers else "unresolved", marks.span(found.phrase.first, found.phrase.end)
    if found.word.clitic:
        speakers = discourse.by_pronoun("-nya")
        end = marks.prose.ends[found.cue]
        return speakers, "clitic" if speakers else "unresolved", (end - 3, end)
    speakers = discourse.by_pronoun("ia")
    return speakers, "carried" if speakers else "unresolved", None


def _content(text: str, inner: Span) -> Span:
    start, end = inner
    while end > start and text[end - 1] in " ,\xa0\n":
        end -= 1
    return (start, end) if end > start else inner


def _gather_before(reading: _Reading, sentence: Sentence, position: int, draft: Draft) -> None:
    """Quotations without cue that open the same sentence belong to the cue behind them: `"A." "B," kata X`."""
    text = reading.marks.prose.text
    while position > 0:
        before, quote = sentence.quotes[position - 1], sentence.quotes[position]
        between = text[reading.quotes[before].span[1] : reading.quotes[quote].span[0]]
        if before in reading.done or between.strip(" ,.-–"):
            return
        draft.content.insert(0, _content(text, reading.quotes[before].inner))
        reading.done.add(before)
        position -= 1


def _token_at(reading: _Reading, offset: int) -> int:
    return reading.marks.prose.tokens_in((offset, offset)).start


def _limit(reading: _Reading, first: int, end: int) -> int:
    """The end of the stretch of tokens outside of quotations that begins at `first`."""
    i = first
    while i < end and reading.quoted[i] < 0:
        i += 1
    return i


# --- quotations without a cue ----------------------------------------------------------------------------------------


def _uncued(reading: _Reading, number: int, sentence: Sentence) -> None:
    """Speech that goes on without a cue: after its own cue, in a new paragraph, or after its speaker's sentence."""
    for quote in sentence.quotes:
        if quote in reading.done or not _stands_alone(reading, sentence, quote):
            continue
        content = _content(reading.marks.prose.text, reading.quotes[quote].inner)
        last = reading.drafts[-1] if reading.drafts else None
        if last and last.kind == "direct" and last.cue and not sentence.opens_paragraph and last.sentence >= number - 1:
            last.content.append(content)
            last.sentence = number
        else:
            speakers = _carrier(reading, number)
            if not speakers:
                continue
            draft = Draft("direct", [content], speakers, "carried", sentence=number, confidence=0.7)
            reading.drafts.append(draft)
        reading.done.add(quote)


def _carrier(reading: _Reading, number: int) -> tuple[str, ...]:
    last = reading.drafts[-1] if reading.drafts else None
    if last is not None and last.sentence >= number - 1 and last.speakers:
        return last.speakers
    return reading.discourse.by_pronoun("ia")


def _stands_alone(reading: _Reading, sentence: Sentence, quote: int) -> bool:
    """Whether the quotation is a sentence of its own."""
    quotation, prose = reading.quotes[quote], reading.marks.prose
    inner = prose.text[slice(*quotation.inner)]
    first, last = _token_at(reading, quotation.span[0]), _token_at(reading, quotation.span[1])
    if inner.count(" ") + 1 < _SPEECH_WORDS or quotation.single:
        return False
    before = all(reading.quoted[i] >= 0 or reading.marks.lower[i] in "-–—" for i in range(sentence.first, first))
    after = all(reading.quoted[i] >= 0 or reading.marks.lower[i] in _EDGE for i in range(last, sentence.end))
    colon = first > 0 and reading.marks.lower[first - 1] == ":"
    return (before or colon) and after


# --- indirect speech -------------------------------------------------------------------------------------------------


def _indirect(reading: _Reading, number: int, sentence: Sentence) -> None:
    marks = reading.marks
    table = words().cues
    floor = _after_dateline(reading, sentence)
    i = floor
    while i < sentence.end:
        cue = table.get(marks.lower[i])
        if cue is None or reading.quoted[i] >= 0 or i in reading.used or marks.at[i] is not None:
            i += 1
            continue
        draft = _by_kind(reading, sentence, i, cue, floor)
        if draft is not None:
            draft.sentence = number
            reading.used.add(i)
            reading.drafts.append(draft)
            if draft.speakers:
                reading.discourse.heard(draft.speakers)
        i += 1


def _after_dateline(reading: _Reading, sentence: Sentence) -> int:
    dateline = reading.marks.prose.dateline
    if dateline is not None and reading.marks.prose.starts[sentence.first] < dateline[1]:
        return _token_at(reading, dateline[1])
    return sentence.first


def _by_kind(reading: _Reading, sentence: Sentence, i: int, cue: Cue, floor: int) -> Draft | None:
    if cue.kind == "stem":
        return _stem(reading, sentence, i, cue, floor)
    if cue.kind == "according":
        return _according(reading, sentence, i, cue, floor)
    if cue.kind == "data":
        return _data(reading, sentence, i, cue, floor)
    if cue.kind == "passive":
        return _passive(reading, sentence, i, cue, floor)
    return _active(reading, sentence, i, cue, floor)


def _draft(
    reading: _Reading, found: _Attribution, content: list[Span], *, denied: bool = False, addressee: str | None = None
) -> Draft | None:
    content = [span for span in content if span[0] < span[1]]
    if not content or _is_pointer(reading, content):
        return None
    speakers, resolution, mention = _who(reading, found)
    mixed = any(reading.quoted[k] >= 0 for span in content for k in reading.marks.prose.tokens_in(span))
    draft = Draft("mixed" if mixed else "indirect", content, speakers, resolution)
    draft.cue = reading.marks.span(found.cue, found.cue_end)
    draft.mention = mention
    draft.denied = denied
    draft.addressee = addressee
    _claim_quotes(reading, content)
    return draft


def _claim_quotes(reading: _Reading, content: list[Span]) -> None:
    for span in content:
        for k in reading.marks.prose.tokens_in(span):
            if reading.quoted[k] >= 0:
                reading.done.add(reading.quoted[k])


_POINTERS = re.compile(
    r"(?:hal|kabar|isu|tudingan|pernyataan)? ?(?:hal )?(?:itu|ini|tersebut|demikian|begitu|serupa|senada|yang sama)(?:.*)?",
    re.IGNORECASE,
)


def _is_pointer(reading: _Reading, content: list[Span]) -> bool:
    text = reading.marks.prose.text
    whole = " ".join(text[s:e] for s, e in content)
    return len(whole) < 40 and len(whole.split()) <= 3 and bool(_POINTERS.fullmatch(whole))


def _subject_phrase(reading: _Reading, i: int, floor: int) -> tuple[Phrase | None, bool, bool, int]:
    """The subject before the verb at `i`; whether the verb is negated, and whether it is unreal; where adverbs begin."""
    marks = reading.marks
    low = _stretch_start(reading, i, floor)
    end, negated, unreal = _without_adverbs(marks, i, low)
    if end <= low:
        return None, negated, unreal, end
    if marks.at[end - 1] is None and marks.lower[end - 1] == "yang":
        return phrase_before(marks, end - 1, low), negated, unreal, end
    return phrase_before(marks, end, low), negated, unreal, end


def _stretch_start(reading: _Reading, i: int, floor: int) -> int:
    k = i
    while k > floor and reading.quoted[k - 1] < 0:
        k -= 1
    return k


def _without_adverbs(marks: Marks, i: int, floor: int) -> tuple[int, bool, bool]:
    """The end of the subject: before adverbs and auxiliaries of the verb at `i`; with negation and mood."""
    negated = unreal = False
    while i > floor and marks.at[i - 1] is None:
        word = marks.lower[i - 1]
        if word in words().negations:
            negated = True
        elif word in words().unreal:
            unreal = True
        elif word not in words().adverbs:
            break
        i -= 1
    return i, negated, unreal


def _active(reading: _Reading, sentence: Sentence, i: int, cue: Cue, floor: int) -> Draft | None:
    """`X mengatakan (bahwa) …`, `X meminta …`, `X membantah …`."""
    marks = reading.marks
    phrase, negated, unreal, end = _subject_phrase(reading, i, floor)
    if unreal:
        return None
    start, addressee, marked = _content_start(reading, i + 1, sentence.end, cue)
    stop = _content_end(reading, start, sentence.end)
    if start >= stop or (negated and not marked and cue.kind != "deny"):
        return None
    if not _is_content(marks, start, stop, cue, marked):
        return None
    if phrase is None:
        linked = end > floor and (marks.lower[end - 1] in words().linking or marks.lower[end - 1] == ",")
        if not (linked and (marked or cue.strong)) and not (marked and end > floor):
            return None
        if not reading.discourse.subject and not reading.discourse.speakers:
            return None
    found = _Attribution(i, i + 1, cue, phrase)
    spans = [_span(marks, start, stop)]
    return _draft(reading, found, spans, denied=cue.denies != negated, addressee=addressee)


def _span(marks: Marks, first: int, end: int) -> Span:
    """The code points of tokens without marks at their edges that belong to the sentence."""
    while first < end and marks.at[first] is None and marks.lower[first] in ",:;-–—":
        first += 1
    while end > first and marks.at[end - 1] is None and marks.lower[end - 1] in ",.;:-–—":
        end -= 1
    return marks.span(first, end) if first < end else (0, 0)


def _content_start(reading: _Reading, i: int, end: int, cue: Cue) -> tuple[int, str | None, bool]:
    """Where the content begins after the verb; who is addressed; whether bahwa or a comma marks it."""
    marks, addressee = reading.marks, None
    lower = marks.lower
    while i < end and lower[i] in _ADVERBS:
        i += 1
    if i < end and lower[i] == "kepada":
        addressee, i = _addressee(reading, i + 1, end)
    that = _that(marks, i, end)
    if that is not None:
        return that + 1, addressee, True
    marked = i < end and lower[i] in (",", ":")
    if marked:
        i += 1
    if (
        i < end
        and lower[i] in words().complementisers
        and (lower[i].startswith("bahwa") or (not marked and not _has_apodosis(marks, i, end)))
    ):
        return i + 1, addressee, True
    return i, addressee, marked


def _that(marks: Marks, i: int, end: int) -> int | None:
    """The bahwa that follows the verb at once or behind adjuncts."""
    if i < end and marks.lower[i] not in _ADJUNCTS and marks.lower[i] not in (",", "("):
        return None
    for k in range(i, min(i + 25, end)):
        if marks.lower[k].startswith("bahwa"):
            return k
        if marks.at[k] is None and k > i + 1 and _FINITE.fullmatch(marks.lower[k]) and marks.lower[i] == ",":
            return None
    return None


def _has_apodosis(marks: Marks, i: int, end: int) -> bool:
    return any(marks.lower[k] in (",", "maka") for k in range(i, end))


def _addressee(reading: _Reading, i: int, end: int) -> tuple[str | None, int]:
    """The one spoken to after "kepada", and where the phrase ends."""
    marks = reading.marks
    who = None
    k = i
    while k < min(end, i + 16):
        mention, word = marks.at[k], marks.lower[k]
        if mention is not None:
            if who is None or (mention.entity.type == "Person" and reading.discourse.entities[who].type != "Person"):
                who = mention.entity.id
            k = max(mention.end, k + 1)
            continue
        if word in _AFTER_ADDRESSEE or word in words().complementisers or word in _BREAKS:
            break
        k += 1
    return who, k


_AFTER_ADDRESSEE = frozenset(
    ["agar", "supaya", "untuk", "di", "dalam", "saat", "ketika", "usai", "pada", "melalui", "lewat", "yang", "seusai"]
)
_BREAKS = frozenset(',.;:"“”')
_TAIL = frozenset(
    [
        "seperti",
        "sebagaimana",
        "demikian",
        "dikutip",
        "dilansir",
        "dinukil",
        "melansir",
        "mengutip",
        "dimuat",
        "disadur",
    ]
)
_DAYS = frozenset(["senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "sabtu", "minggu", "kemarin"])
_MET = frozenset(
    [
        "ditemui",
        "dihubungi",
        "dikonfirmasi",
        "diwawancarai",
        "dijumpai",
        "ditanya",
        "konferensi",
        "jumpa",
        "menjawab",
        "dimintai",
    ]
)


def _content_end(reading: _Reading, start: int, end: int) -> int:
    """Where the content ends: with the sentence, or before relaying, the time of saying, or another cue."""
    marks = reading.marks
    lower = marks.lower
    for k in range(start + 1, end - 1):
        if reading.quoted[k] >= 0 or marks.at[k] is not None:
            continue
        word = lower[k]
        if word == "," and _ends_at_comma(reading, k, end):
            return k
        if word in (
            "dan",
            "sambil",
            "seraya",
            "sembari",
            "serta",
            "sebelum",
            "tapi",
            "namun",
            "meski",
        ) and _another_cue(reading, k + 1, end):
            return k
        if word in ("saat", "ketika", "usai", "seusai", "sewaktu") and lower[k + 1] in _MET:
            return k
    return end


def _ends_at_comma(reading: _Reading, k: int, end: int) -> bool:
    marks = reading.marks
    word = marks.lower[k + 1]
    if word in _TAIL or (word in _DAYS and _closes_sentence(marks, k + 1, end)):
        return True
    cue = words().cues.get(word)
    if cue is not None and cue.kind == "stem" and marks.at[k + 1] is None:
        return cue.clitic or phrase_after(marks, k + 2, end) is not None
    if word in (
        "sementara",
        "sedangkan",
        "namun",
        "tapi",
        "tetapi",
        "sebelum",
        "meski",
        "sembari",
        "seraya",
        "sambil",
        "dan",
        "serta",
        "dengan",
    ):
        return _another_cue(reading, k + 2, end)
    return False


def _closes_sentence(marks: Marks, k: int, end: int) -> bool:
    return end - k <= 12 and not any(marks.at[j] is None and _FINITE.fullmatch(marks.lower[j]) for j in range(k, end))


def _another_cue(reading: _Reading, k: int, end: int) -> bool:
    """Whether a reporting verb follows at once, behind adverbs, a pronoun or a name at most."""
    marks = reading.marks
    stop = min(end, k + 10)
    while k < stop:
        cue = words().cues.get(marks.lower[k]) if marks.at[k] is None else None
        if cue is not None and cue.kind in ("say", "ask", "deny", "attitude") and cue.strong:
            return True
        known = marks.at[k] is not None or marks.lower[k] in words().adverbs or marks.lower[k] in lexicon().titles
        if not known and marks.lower[k] not in lexicon().singular and not marks.prose.words[k][0].isupper():
            return False
        k += 1
    return False


def _is_content(marks: Marks, start: int, stop: int, cue: Cue, marked: bool) -> bool:
    """Whether the words can be what was said: a clause, or a noun phrase where the verb takes one."""
    if marked and stop - start >= 2:
        return True
    lower = marks.lower
    if cue.kind == "attitude":
        return cue.strong or _has_predicate(marks, start, stop)
    if (
        lower[start] in words().topics
        and cue.kind == "say"
        and not (lower[start] in ("banyak", "sejumlah", "beberapa", "berbagai") and _has_predicate(marks, start, stop))
    ):
        return False
    if cue.kind in ("ask", "deny"):
        return cue.strong or _has_predicate(marks, start, stop)
    if not cue.strong:
        return _has_predicate(marks, start, stop)
    return stop - start >= 2


_CLAUSE_VERB = re.compile(r"(?:me[lmnrwy]|di|ber|ter)[a-z]{3,}")


def _has_predicate(marks: Marks, start: int, stop: int) -> bool:
    """Whether a verb or auxiliary stands in the words outside of relative clauses."""
    relative = False
    for k in range(start, stop):
        word = marks.lower[k]
        if word == "yang":
            relative = True
        elif marks.at[k] is None and (word in words().predicates or _CLAUSE_VERB.fullmatch(word)):
            if not relative:
                return True
            relative = False
        elif word == ",":
            relative = False
    return False


def _stem(reading: _Reading, sentence: Sentence, i: int, cue: Cue, floor: int) -> Draft | None:
    """`…, kata X, …` and `…, lanjut X.`: the words around the cue are the content."""
    marks = reading.marks
    bounded = i == floor or marks.lower[i - 1] == "," or _is_connector(marks, floor, i)
    if not bounded and not cue.strong:
        return None
    if i > floor and marks.lower[i - 1] in _NOT_BEFORE_STEM:
        return None
    stop = _limit(reading, i, sentence.end)
    phrase = None if cue.clitic else phrase_after(marks, i + 1, stop)
    if phrase is None and not cue.clitic:
        return None
    return _around(reading, sentence, _Attribution(i, i + 1, cue, phrase), floor)


_NOT_BEFORE_STEM = frozenset(
    [
        "dengan",
        "dalam",
        "dari",
        "yang",
        "di",
        "untuk",
        "sebuah",
        "kata",
        "para",
        "satu",
        "dua",
        "tiga",
        "tidak",
        "tak",
        "bukan",
        "itu",
        "sebagai",
    ]
)
_CONNECTORS = frozenset(
    [
        "padahal",
        "selain",
        "itu",
        "bahkan",
        "lebih",
        "lanjut",
        "lanjutnya",
        "namun",
        "sementara",
        "jadi",
        "tapi",
        "tetapi",
        "karena",
        "sebab",
        "apalagi",
        "meski",
        "demikian",
        "kemudian",
        "lalu",
        "selanjutnya",
        "sedangkan",
        "adapun",
        "juga",
        "ini",
        "dan",
        "oleh",
        "karenanya",
        "untuk",
        "maka",
        "pasalnya",
        "dengan",
        "alasannya",
        "hanya",
        "saja",
        "di",
        "sisi",
        "lain",
        "meskipun",
        "begitu",
        "terlebih",
        "sebaliknya",
        "hal",
        "tak",
        "hanya",
        "kendati",
        "akan",
        "sehingga",
    ]
)


def _is_connector(marks: Marks, first: int, end: int) -> bool:
    return all(marks.lower[k] in _CONNECTORS or marks.lower[k] == "," for k in range(first, end))


def _around(reading: _Reading, sentence: Sentence, found: _Attribution, floor: int) -> Draft | None:
    marks = reading.marks
    after = found.cue_end if found.phrase is None else found.phrase.end
    left = [] if _is_connector(marks, floor, found.cue) else [_left(reading, floor, found.cue)]
    after = _past_adjuncts(reading, after, sentence.end, bool(left) and _has_predicate(marks, floor, found.cue))
    right = [_span(marks, after, _content_end(reading, after, sentence.end))] if after < sentence.end else []
    return _draft(reading, found, [s for s in left + right if s[0] < s[1]])


def _left(reading: _Reading, floor: int, end: int) -> Span:
    """The content before an inserted cue, without what only joins the sentence to the one before."""
    marks = reading.marks
    start = _stretch_start(reading, end, floor)
    while start < end and marks.lower[start] in ("sementara", "sedangkan", "adapun", "pasalnya", ","):
        start += 1
    return _span(marks, start, end)


def _past_adjuncts(reading: _Reading, i: int, end: int, complete: bool) -> int:
    """Where the content goes on after an inserted cue; `end` when only time, place or role of the saying follow."""
    marks = reading.marks
    if i >= end:
        return end
    if marks.lower[i] == "(":
        while i < end and marks.lower[i] != ")":
            i += 1
        i += 1
    if i < end and marks.lower[i] == ",":
        return end if complete else i + 1
    if (
        i < end
        and not complete
        and marks.lower[i] not in _ADJUNCTS
        and marks.lower[i] not in "."
        and marks.lower[i] not in lexicon().enders
    ):
        return i
    for k in range(i, end):
        if marks.lower[k] == "," and reading.quoted[k] < 0 and not complete:
            return k + 1
    return end


def _according(reading: _Reading, sentence: Sentence, i: int, cue: Cue, floor: int) -> Draft | None:
    """`Menurut X, …`, `…, menurut X, …`, `… menurutnya …`."""
    marks = reading.marks
    stop = _limit(reading, i, sentence.end)
    if cue.clitic:
        return _around(reading, sentence, _Attribution(i, i + 1, cue, None), floor)
    if i + 1 < stop and marks.lower[i + 1] in words().texts:
        return None
    phrase = _source(reading, i + 1, stop)
    if phrase is None:
        return None
    return _around(reading, sentence, _Attribution(i, i + 1, cue, phrase), floor)


def _source(reading: _Reading, i: int, stop: int) -> Phrase | None:
    """The source after menurut: a speaker, or the body behind its data."""
    marks = reading.marks
    phrase = phrase_after(marks, i, stop)
    if phrase is not None and phrase.kind != "noun":
        return phrase
    if i < stop and marks.lower[i] in words().source_nouns:
        for k in range(i + 1, min(i + 10, stop)):
            mention = marks.at[k]
            if mention is not None and mention.entity.type in ("Organization", "Person"):
                return Phrase("name", i, mention.end, (mention,))
            if marks.lower[k] in ",.":
                break
    return phrase


def _data(reading: _Reading, sentence: Sentence, i: int, cue: Cue, floor: int) -> Draft | None:
    """`Berdasarkan data X, …`, `Mengutip X, …` at the beginning of a sentence."""
    marks = reading.marks
    if not _is_connector(marks, floor, i):
        return None
    start = i + 1 + (i + 1 < sentence.end and marks.lower[i + 1] == "dari")
    stop = _limit(reading, i, sentence.end)
    if start >= stop or marks.lower[start] in words().texts:
        return None
    phrase = _source(reading, start, stop)
    if phrase is None or phrase.kind != "name":
        return None
    return _around(reading, sentence, _Attribution(i, i + 1, cue, phrase), floor)


def _passive(reading: _Reading, sentence: Sentence, i: int, cue: Cue, floor: int) -> Draft | None:
    """`Hal itu disampaikan X`, `Diakui X, …`, `…, diharapkan X, …`; hearsay without an agent."""
    marks = reading.marks
    stop = _limit(reading, i, sentence.end)
    end, negated, unreal = _without_adverbs(marks, i, floor)
    if unreal:
        return None
    pointing = _points_back(marks, floor, end)
    phrase = None if cue.clitic else phrase_after(marks, i + 1, stop)
    if phrase is not None or cue.clitic:
        found = _Attribution(i, i + 1, cue, phrase)
        if pointing:
            return _back(reading, sentence, found, cue.denies != negated)
        if end == floor or marks.lower[end - 1] == "," or _is_connector(marks, floor, end):
            return _around(reading, sentence, found, floor)
        return None
    if marks.lower[i] in words().rumour and not pointing and not negated:
        return _hearsay(reading, sentence, i, cue, floor, end)
    return None


def _points_back(marks: Marks, first: int, end: int) -> bool:
    """Whether the subject is "hal itu", "pernyataan tersebut", "demikian"."""
    while (
        first < end
        and marks.lower[first] in _CONNECTORS
        and marks.lower[first] not in words().back | words().back_alone
    ):
        first += 1
    if end - first == 1:
        return marks.lower[first] in words().back_alone
    if not 2 <= end - first <= 5:
        return False
    last = marks.lower[end - 1]
    return marks.lower[first] in words().back and last in ("itu", "ini", "tersebut", "serupa", "senada", "sama", "pun")


def _back(reading: _Reading, sentence: Sentence, found: _Attribution, denied: bool) -> Draft | None:
    """The sentence before as content, unless it is somebody's already."""
    number = next((n for n, s in enumerate(reading.sentences) if s.first == sentence.first), 0)
    speakers, _, _ = _who(reading, found)
    reading.discourse.heard(speakers)
    if number == 0:
        return None
    before = reading.sentences[number - 1]
    if any(d.sentence == number - 1 for d in reading.drafts) or before.quotes:
        return None
    start = _after_dateline(reading, before)
    return _draft(reading, found, [_span(reading.marks, start, before.end)], denied=denied)


def _hearsay(reading: _Reading, sentence: Sentence, i: int, cue: Cue, floor: int, end: int) -> Draft | None:
    """`X dikabarkan …`: content around the verb, nobody named."""
    marks = reading.marks
    right = _span(marks, i + 1, _content_end(reading, i + 1, sentence.end))
    start = max([floor] + [k + 1 for k in range(floor, end) if marks.lower[k] in (",", "yang", "dan", "bahwa")])
    if marks.lower[end - 1 : end] == ("yang",) or not _has_predicate(marks, i + 1, sentence.end):
        return None
    content = [s for s in (_span(marks, start, end), right) if s[0] < s[1]]
    draft = _draft(reading, _Attribution(i, i + 1, cue, None), content)
    if draft is not None:
        draft.speakers, draft.resolution, draft.mention = (), "unresolved", None
    return draft


# --- finishing -------------------------------------------------------------------------------------------------------


def _finished(reading: _Reading) -> tuple[Statement, ...]:
    drafts = sorted(reading.drafts, key=lambda d: (d.content[0], d.cue or (0, 0)))
    return tuple(_statement(reading, draft, f"s{n}") for n, draft in enumerate(drafts, 1))


def _statement(reading: _Reading, draft: Draft, name: str) -> Statement:
    return Statement(
        id=name,
        kind=draft.kind,
        speakers=draft.speakers,
        speaker_mention=draft.mention,
        resolution=draft.resolution,
        cue=draft.cue,
        content=tuple(draft.content),
        role=_role(reading, draft),
        via=draft.via,
        addressee=draft.addressee,
        polarity="negative" if draft.denied else "positive",
        confidence=draft.confidence,
    )


def _role(reading: _Reading, draft: Draft) -> str | None:
    """The title that stands nearest the speaker in the sentence of the cue, else the last one given before."""
    if len(draft.speakers) != 1:
        return None
    anchor = draft.mention or draft.cue or draft.content[0]
    sentence_end = reading.marks.prose.sentence_at(anchor[0])[1]
    given = [r for r in reading.discourse.roles if r.person == draft.speakers[0] and r.title[0] < sentence_end]
    return reading.marks.prose.text[slice(*given[-1].title)] if given else None
