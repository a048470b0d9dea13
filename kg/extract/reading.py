"""The state of reading one article for statements: its tokens, quotations, sentences, and the statements so far."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec import Struct

from kg.extract.cues import Cue, is_verb, words
from kg.extract.discourse import Discourse, opened
from kg.extract.marks import Marks, Mention, mark
from kg.extract.phrases import Phrase, is_owner, lexicon
from kg.extract.prose import Prose
from kg.extract.quotes import Quotation, quotations
from kg.extract.roles import Role
from kg.extract.speakers import joined_after
from kg.extract.subjects import phrase_before
from kg.model import Entity, Kind, Resolution, Span

_MOST = 30  # cues or quotations of a sentence: what holds more is no prose, and may not take for ever
_STORY_REACH = 12  # tokens behind an opening mark in which somebody is named who says something
_SUBJECT_REACH = 12  # tokens of a sentence in which its verb is looked for


class Sentence(Struct, frozen=True, gc=False):
    """Tokens [first, end) of a sentence that no quotation breaks, with the numbers of the quotations in it.

    `start` is the first token behind a dateline; `opens_paragraph` tells that a paragraph begins here.
    """

    number: int
    first: int
    end: int
    start: int
    quotes: tuple[int, ...]
    opens_paragraph: bool


class Attribution(Struct, frozen=True, gc=False):
    """A cue at the tokens [cue, cue_end) (-1 where there is none) with the phrase of its speaker, if any."""

    cue: int
    cue_end: int
    word: Cue
    phrase: Phrase | None


@dataclass(slots=True)
class Draft:
    """A statement being built; spans are code points.

    `aside` tells that it stands in a relative clause, said by somebody the story does not follow.
    """

    kind: Kind
    content: list[Span]
    speakers: tuple[str, ...]
    resolution: Resolution
    sentence: int
    cue: Span | None = None
    mention: Span | None = None
    denied: bool = False
    addressee: str | None = None
    via: str | None = None
    inside: Draft | None = None
    aside: bool = False


@dataclass(slots=True)
class Reading:
    """One article being read. `quoted[i]` is the quotation that holds token i, or -1; `openings` are their first tokens.

    `cues` are the tokens that can report, `used` those of them that are taken; `done` are the quotations that belong
    to a statement.
    """

    marks: Marks
    quotes: tuple[Quotation, ...]
    quoted: list[int]
    openings: list[int]
    sentences: list[Sentence]
    discourse: Discourse
    drafts: list[Draft] = field(default_factory=list)
    cues: list[int] = field(default_factory=list)
    done: set[int] = field(default_factory=set)
    used: set[int] = field(default_factory=set)

    def token_at(self, offset: int) -> int:
        """The first token that starts at or after the offset."""
        return self.marks.prose.tokens_in((offset, offset)).start

    def cues_in(self, first: int, end: int) -> list[int]:
        """The tokens among [first, end) that can report; not more of them than a sentence can hold."""
        start = bisect_left(self.cues, first)
        return self.cues[start : min(bisect_left(self.cues, end), start + _MOST)]

    def unquoted_end(self, first: int, end: int) -> int:
        """The end of the stretch of tokens outside of quotations that begins at `first`."""
        if first >= end or self.quoted[first] >= 0:
            return first
        following = bisect_left(self.openings, first)
        return min(end, self.openings[following]) if following < len(self.openings) else end

    def unquoted_start(self, end: int, floor: int) -> int:
        """The start of the stretch of tokens outside of quotations that ends before `end`."""
        while end > floor and self.quoted[end - 1] < 0:
            end -= 1
        return end

    def inner(self, quote: int) -> Span:
        """The words of a quotation without the comma before its closing mark."""
        start, end = self.quotes[quote].inner
        text = self.marks.prose.text
        while end > start and text[end - 1] in " ,\xa0\n":
            end -= 1
        return (start, end) if end > start else self.quotes[quote].inner

    def who(
        self, found: Attribution, form: str, content: list[Span]
    ) -> tuple[tuple[str, ...], Resolution, Span | None]:
        """The speakers of an attribution, how they were found, and the words that name them."""
        if found.phrase is not None and found.phrase.kind != "pronoun":
            speakers, resolution = self.discourse.resolve(found.phrase, form)
            mention: Span | None = self.marks.span(found.phrase.first, found.phrase.end)
        else:
            pronoun, form, resolution, mention = self._pronoun(found, form)
            group = self._noun_before() if pronoun in lexicon().plural and self.discourse.is_single() else ()
            speakers = group or self.discourse.by_pronoun(pronoun, form, self._named_in(content)) or self._noun_before()
        return speakers, resolution if speakers else "unresolved", mention

    def _pronoun(self, found: Attribution, form: str) -> tuple[str, str, Resolution, Span | None]:
        if found.phrase is not None:
            span = self.marks.span(found.phrase.first, found.phrase.end)
            return self.marks.lower[found.phrase.first], form, "pronoun", span
        if found.word.clitic:
            end = self.marks.prose.ends[found.cue]
            return "-nya", "clitic", "clitic", (end - 3, end)
        return "ia", "carried", "carried", None

    def _noun_before(self) -> tuple[str, ...]:
        """The unnamed person who is the subject of the sentence before: "Seorang ibu menangis. Ia …"."""
        number = self.discourse.sentence - 1
        if number < 0:
            return ()
        before, marks = self.sentences[number], self.marks
        for i in range(before.start + 1, min(before.end, before.start + _SUBJECT_REACH)):
            if marks.at[i] is None and is_verb(marks.lower[i]) and marks.lower[i] not in lexicon().speaking:
                phrase = phrase_before(marks, i - (marks.lower[i - 1] == "yang"), before.start)
                known = phrase is not None and phrase.kind == "noun" and _is_people(marks.lower[phrase.first])
                return self.discourse.resolve(phrase)[0] if phrase is not None and known else ()
        return ()

    def _named_in(self, content: list[Span]) -> tuple[str, ...]:
        tokens = [k for span in content for k in self.marks.prose.tokens_in(span)]
        return tuple([m.entity.id for k in tokens if (m := self.marks.at[k]) is not None])


def _is_people(word: str) -> bool:
    """Whether a phrase without a name begins as one of people does: "ratusan buruh", "warga", "seorang ibu"."""
    if word in lexicon().papers:
        return False
    return word in lexicon().speaking or word in lexicon().quantifiers or word in lexicon().indefinite


def opened_reading(prose: Prose, entities: tuple[Entity, ...], roles: tuple[Role, ...]) -> Reading:
    """The article before its first sentence."""
    marks = mark(prose, entities)
    quotes = tuple(q for q in quotations(prose) if not (_is_nickname(marks, q) or _is_story(marks, q)))
    quoted, openings = [-1] * len(prose.words), list[int]()
    for number, quotation in enumerate(quotes):
        inside = prose.tokens_in(quotation.span)
        quoted[inside.start : inside.stop] = [number] * len(inside)
        openings += inside[:1]
    sentences, discourse = list(_sentences(prose, quoted)), opened(marks, roles, entities)
    return Reading(marks, quotes, quoted, openings, sentences, discourse, cues=list(_cue_tokens(marks)))


def _is_nickname(marks: Marks, quotation: Quotation) -> bool:
    """Whether the marks stand inside a name: `Budi "Bob" Santoso`."""
    tokens = marks.prose.tokens_in(quotation.inner)
    mention = marks.at[tokens.start] if tokens else None
    return mention is not None and mention.span[0] < quotation.span[0] and quotation.span[1] < mention.span[1]


def _is_story(marks: Marks, quotation: Quotation) -> bool:
    """Whether behind a mark that nothing closes somebody is named who says that …: `" Selain itu, Budi menegaskan bahwa`."""
    if quotation.closed:
        return False
    tokens = marks.prose.tokens_in(quotation.inner)
    for k in marks.prose.where(words().complementisers, tokens.start, min(tokens.stop, tokens.start + _STORY_REACH)):
        cue = words().cues.get(marks.lower[k - 1]) if k > tokens.start + 1 else None
        name = marks.at[k - 2]
        if cue is not None and cue.kind == "say" and name is not None and name.entity.type == "Person":
            return True
    return False


def _cue_tokens(marks: Marks) -> Iterator[int]:
    spelled = words().spelled
    found = marks.prose.where(spelled, 0, len(marks.lower))
    return (i for i in found if marks.at[i] is None and cue_at(marks, i) is not None)


def cue_at(marks: Marks, i: int) -> Cue | None:
    """The cue of a token, also where bad scraping took its last letter: "mengataka. pemberian" for "mengatakan, …"."""
    cue = words().cues.get(marks.lower[i])
    if (
        cue is not None
        and marks.lower[i] == "dari"
        and marks.lower[i + 1 : i + 2]
        and marks.lower[i + 1] not in words().nouns
    ):
        return None
    if cue is None and marks.lower[i + 1 : i + 2] == (".",) and i + 2 < len(marks.lower):
        return words().cues.get(marks.lower[i] + "n") if marks.prose.words[i + 2][0].islower() else None
    return cue


def _sentences(prose: Prose, quoted: list[int]) -> Iterator[Sentence]:
    """The sentences of the prose, joined where a boundary lies inside a quotation."""
    paragraphs = {start for start, _ in prose.paragraphs}
    first, opens, number = None, False, 0
    for start, end in prose.sentences:
        tokens = prose.tokens_in((start, end))
        if not tokens:
            continue
        if first is None:
            first, opens = tokens.start, start in paragraphs
        last = tokens.stop
        if last < len(quoted) and quoted[last] >= 0 and quoted[last] == quoted[last - 1]:
            continue
        inside = quoted[first:last]
        quotes = tuple([q for q in dict.fromkeys(inside) if q >= 0][:_MOST]) if max(inside) >= 0 else ()
        yield Sentence(number, first, last, _behind_dateline(prose, first, last), quotes, opens)
        first, number = None, number + 1


def _behind_dateline(prose: Prose, first: int, last: int) -> int:
    if prose.dateline is None or prose.starts[first] >= prose.dateline[1]:
        return first
    return min(prose.tokens_in((prose.dateline[1], prose.dateline[1])).start, last)


def subjects_of(reading: Reading, sentence: Sentence) -> tuple[Mention, ...]:
    """The grammatical subject if it is named, with the persons joined to it: "A dan B bertemu"."""
    subject = _subject_of(reading, sentence)
    if subject is None or subject.entity.type != "Person":
        return () if subject is None else (subject,)
    found = [subject]
    stop = reading.unquoted_end(subject.end, sentence.end)
    while (joined := joined_after(reading.marks, found[-1].end, stop)) is not None:
        found.append(joined)
    return tuple(found)


def _subject_of(reading: Reading, sentence: Sentence) -> Mention | None:
    """The grammatical subject if it is named: before the first verb, outside of quotations and of "di X"."""
    marks, start = reading.marks, sentence.start
    if start < sentence.end and marks.lower[start] in words().clauses_first:
        start = next((k for k in range(start, sentence.end) if marks.lower[k] == "," and reading.quoted[k] < 0), start)
    for i in range(start, sentence.end):
        if reading.quoted[i] >= 0:
            continue
        mention, word = marks.at[i], marks.lower[i]
        if mention is None:
            verb = is_verb(word) and word not in lexicon().speaking and word not in _LINKING
            if word in words().cues or (verb and not _in_title(marks, i)):
                return None
        elif _is_subject(marks, mention, sentence.end):
            return mention
    return None


def _is_subject(marks: Marks, mention: Mention, end: int) -> bool:
    if mention.entity.type == "Organization":
        return _opens(marks, mention)
    return mention.entity.type == "Person" and not _belongs(marks, mention, end)


def _belongs(marks: Marks, mention: Mention, end: int) -> bool:
    """Whether a name only tells whose lawyer acts, or from whom or in whose hands something is."""
    before = marks.lower[mention.first - 1] if mention.first else ""
    return before in _BY or is_owner(marks, mention, end)


_BY = frozenset(("oleh", "dari", "kepada", "dengan", "bersama", "tangan", "milik"))


def _in_title(marks: Marks, i: int) -> bool:
    """Whether an intransitive verb stands between a title and a name, as part of it: "juara |bertahan| Budi"."""
    following = marks.at[i + 1] if 0 < i < len(marks.lower) - 1 else None
    person = following is not None and following.entity.type == "Person"
    return person and marks.lower[i].startswith(("ber", "ter")) and marks.lower[i - 1] in lexicon().speaking


_LINKING = frozenset(("adalah", "ialah", "bernama", "merupakan"))


def _opens(marks: Marks, mention: Mention) -> bool:
    """Whether a body is the subject: a verb follows its name, and no title or preposition stands before it."""
    before, end = marks.lower[mention.first - 1] if mention.first else ".", mention.end
    if before in lexicon().prepositions or before in lexicon().titles or end >= len(marks.lower):
        return False
    return is_verb(marks.lower[end]) or marks.lower[end] in words().cues or marks.lower[end] in words().before
