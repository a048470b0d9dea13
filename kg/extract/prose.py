"""An article as prose: paragraphs, sentences and tokens with their offsets, and what is boilerplate.

Everything is computed once per article and shared by the stages. Nothing is cut out: offsets stay those of the text
as given.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain, compress, count, islice

from kg.extract import boilerplate
from kg.language import lines, table
from kg.model import Span

# A full stop between a small letter and a capitalised word is a missing space, not part of a word ("selesai.Dia"); links
# that lost theirs begin within a word ("dilansirAntara", "kepadadetikcom"). Each of their branches begins with a letter of
# its own, so that most words skip it, and no quantifier goes back: nothing behind it could ask for that.
_NAME_FOLLOWS = r"(?=[A-Z]|detik[A-Za-z])"
_TOKEN = re.compile(
    rf"[Dd]i(?:kutip|lansir){_NAME_FOLLOWS}|[Mm]e(?:ngutip|lansir|nurut){_NAME_FOLLOWS}"
    rf"|k(?:epada|ata){_NAME_FOLLOWS}|oleh{_NAME_FOLLOWS}|d(?:ari|engan|i){_NAME_FOLLOWS}"
    rf"|u(?:jar|cap|ngkap){_NAME_FOLLOWS}|tutur{_NAME_FOLLOWS}|jelas{_NAME_FOLLOWS}|s(?:ebut|ambung){_NAME_FOLLOWS}"
    r"|\w++(?:[-'’/,.](?:(?<=[-'’/])|(?<=\d,)(?=\d)|(?<=\.)"
    r"(?:(?<![a-z]{2}\.)(?<![A-Z]{3}\.)(?<!\d\d\.)|(?![A-Z][a-z])(?:(?<![a-z]{2}\.)|(?![A-Z]{3}))))\w++)*+|[^\w\s]"
)
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
# Rows of stops are bounded, or each of a million would look for the last. The later branches are stops without a space
# behind them: `kami."Budi`, "selesai.Dia", "(10/6).Menurutnya".
_SENTENCE_END = re.compile(
    r"[.!?…](?:[.!?…]{0,20}[\"”“’')\]]*\s+(?=[\"”“‘’'(\[]?\s?[A-Z0-9])"
    r"|[\"”](?=[A-Z])"
    r"|(?:(?<=[a-z]{3}\.)|(?<=[A-Z]{3}\.)|(?<=[)\]\d\"”%]\.))(?=[\"“]?[A-Z][a-z]|(?<=[a-z]{3}\.)[A-Z]{3})"
    r"(?!Co[m.]|Net\b|Id\b|COM\b|NET\b))"
)
_LAST_WORD = re.compile(r"(\(?[\w./]+)\.$")
_LIST_NUMBER = re.compile(r"\d{1,2}|[a-z]", re.IGNORECASE)
_FIRST_WORD = re.compile(r"\w+")
# "JAKARTA, KOMPAS.com - …", "Liputan6.com, Jakarta – …", "TEMPO.CO, Jakarta -…": at most 70 characters before a dash.
_DATELINE = re.compile(r"\s*(?=[^\n]{0,70}(?:[A-Z]{3}|[.]com|[.]co|\())[^\n]{2,70}?\s?(?:--?|–|—)\s*(?=[\"“A-Z\n])")
_SHORTEST_GLUED = 5
_AT_ONCE = 5_000  # matches that are held at once: those of a long text weigh more than its words
_TAIL = 2  # letters of a glued word that are looked at first
_GOES_ON = re.compile(r"\s*[a-z,.;)–—-]")


@dataclass(frozen=True, slots=True, eq=False)
class Prose:
    """One article's text with its units; spans are code points, end exclusive, in text order.

    `words[i]` is the token that starts at `starts[i]` and ends at `ends[i]`, `lower[i]` the same in lower case; tokens
    of skipped spans are not among them. `paragraphs` may run over line breaks that a page has left inside a sentence.
    `dateline` ends where the prose begins. Equal is only what is the same, so that stages can remember the last one.
    """

    text: str
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    words: tuple[str, ...]
    lower: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    skipped: tuple[Span, ...]
    dateline: Span | None
    _firsts: tuple[int, ...]
    _found: dict[frozenset[str], list[int]] = field(default_factory=dict)

    def where(self, words: frozenset[str], first: int, end: int) -> list[int]:
        """The indices among [first, end) of the tokens that are, in lower case, one of the words.

        The words are a list of the language, the same for all articles: each is looked for in every article from then on,
        all in one pass.
        """
        found = self._found.get(words)
        if found is None:
            self._found.update(_watch(words).places(self.lower))
            found = self._found[words]
        return found[bisect_left(found, first) : bisect_left(found, end)] if found else found

    def tokens_in(self, span: Span) -> range:
        """The indices of the tokens that start within the span."""
        return range(bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1]))

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds the offset (or the nearest one before it)."""
        i = bisect_right(self._firsts, offset) - 1
        return self.sentences[max(i, 0)] if self.sentences else (0, len(self.text))

    def paragraph_at(self, offset: int) -> Span:
        """The paragraph that holds the offset (or the nearest one before it)."""
        i = bisect_right(self.paragraphs, (offset, len(self.text) + 1)) - 1
        return self.paragraphs[max(i, 0)] if self.paragraphs else (0, len(self.text))


@dataclass(frozen=True, slots=True)
class _Watched:
    """The word sets that rules ask for, and by word the numbers of the sets that hold it."""

    sets: tuple[frozenset[str], ...]
    holders: dict[str, tuple[int, ...]]

    def places(self, words: tuple[str, ...]) -> dict[frozenset[str], list[int]]:
        """For each set the indices of the words in it."""
        found: list[list[int]] = [[] for _ in self.sets]
        holders = self.holders
        for i in compress(count(), map(holders.__contains__, words)):
            for number in holders[words[i]]:
                found[number].append(i)
        return dict(zip(self.sets, found, strict=True))


_watched = _Watched((), {})


def _watch(words: frozenset[str]) -> _Watched:
    """All sets asked for so far, these words among them."""
    global _watched  # replaced as a whole: what other threads see is complete
    known = _watched
    if words not in known.sets:
        more = {word: (*known.holders.get(word, ()), len(known.sets)) for word in words}
        known = _watched = _Watched((*known.sets, words), {**known.holders, **more})
    return known


def prose(text: str) -> Prose:
    """Split a text into paragraphs, sentences and tokens, without its boilerplate."""
    skipped = boilerplate.skipped(text)
    paragraphs = tuple(_paragraphs(text, skipped))
    sentences = tuple(sentence for paragraph in paragraphs for sentence in _sentences(text, paragraph, skipped))
    dateline = _dateline(text, paragraphs)
    words, starts, ends = _tokens(text, _cut(_kept(paragraphs, skipped), dateline[1] if dateline else 0))
    lower = tuple(map(str.lower, words))
    return Prose(
        text,
        paragraphs,
        sentences,
        words,
        lower,
        starts,
        ends,
        skipped,
        dateline,
        tuple([start for start, _ in sentences]),
    )


def _tokens(text: str, spans: Iterator[Span]) -> tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]:
    """The tokens of the spans, where they start and where they end, apart where a name and a word are glued together."""
    words, starts, ends = list[str](), list[int](), list[int]()
    matches = chain.from_iterable(_TOKEN.finditer(text, start, end) for start, end in spans)
    while some := list(islice(matches, _AT_ONCE)):
        words += map(re.Match.group, some)
        starts += map(re.Match.start, some)
        ends += map(re.Match.end, some)
    long = [i for i, word in enumerate(words) if word[0].isupper() and len(word) >= _SHORTEST_GLUED]
    inner = [starts[i] + at for i in long if words[i][-_TAIL:] in _glued_ends() and (at := _glued_at(words[i]))]
    if inner:
        starts, ends = sorted([*starts, *inner]), sorted([*ends, *inner])
        words = [text[a:b] for a, b in zip(starts, ends, strict=True)]
    return tuple(words), tuple(starts), tuple(ends)


@lru_cache(50_000)
def _glued_at(word: str) -> int:
    """Where a name ends to which scraping has glued the next word ("Sutarnomengatakan", "KPKuntuk"); else 0."""
    glued = _glued().fullmatch(word)
    return glued.start(glued.lastgroup or 0) if glued else 0


@cache
def _glued_ends() -> frozenset[str]:
    """The last letters of words that are glued to names."""
    return frozenset(word[-_TAIL:] for words in table("glued_words").values() for word in words.split())


@cache
def _glued() -> re.Pattern[str]:
    tails = {kind: "|".join(words.split()) for kind, words in table("glued_words").items()}
    return re.compile(
        rf"[A-Z][a-z]{{2,}}?(?P<verb>{tails['to_names']})|[A-Z]{{3,}}(?P<word>{tails['to_capitals']}|{tails['to_names']})"
    )


def _stripped(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return end - len(part.lstrip()), start + len(part.rstrip())


def _kept(spans: tuple[Span, ...], skipped: tuple[Span, ...]) -> Iterator[Span]:
    """The parts of the spans that no skipped span covers."""
    for start, end in spans:
        i = bisect_left(skipped, (start, 0))
        if i and skipped[i - 1][1] > start:
            i -= 1
        while i < len(skipped) and skipped[i][0] < end:
            if skipped[i][0] > start:
                yield start, skipped[i][0]
            start = skipped[i][1]
            i += 1
        if start < end:
            yield start, end


def _cut(spans: Iterator[Span], at: int) -> Iterator[Span]:
    """The spans, the one that runs over the offset cut in two."""
    for start, end in spans:
        if start < at < end:
            yield start, at
            start = at
        yield start, end


def _paragraphs(text: str, skipped: tuple[Span, ...]) -> Iterator[Span]:
    whole = set(skipped)
    open_from: int | None = None
    previous = (0, 0)
    for m in _LINE.finditer(text):
        start, end = _stripped(text, *m.span())
        if start >= end or m.span() in whole or _covered((start, end), skipped):
            continue
        if open_from is not None and not _joins(text, previous, (start, end)):
            yield open_from, previous[1]
            open_from = None
        open_from = start if open_from is None else open_from
        previous = (start, end)
    if open_from is not None:
        yield open_from, previous[1]


def _covered(span: Span, skipped: tuple[Span, ...]) -> bool:
    i = bisect_right(skipped, (span[0], span[1])) - 1
    return any(s <= span[0] and span[1] <= e for s, e in skipped[max(i, 0) : i + 2])


def _joins(text: str, before: Span, after: Span) -> bool:
    """Whether a line goes on in the next one: a page left a link, or a fixed width, on lines of their own."""
    if text.count("\n", before[1], after[0]) > 1 or text[before[1] - 1] in '.!?…"”:':
        return False
    if _GOES_ON.match(text, after[0]):
        return text[after[0] : after[0] + 2] != "- " or after[1] - after[0] < 3
    line = text[before[0] : before[1]]
    if line in "-–—" or line[-1] == ",":
        return True
    return line.rsplit(None, 1)[-1].islower() and not boilerplate.is_headline(line)


def _sentences(text: str, paragraph: Span, skipped: tuple[Span, ...]) -> Iterator[Span]:
    for start, end in _kept((paragraph,), skipped):
        at = start
        for m in _SENTENCE_END.finditer(text, start, end):
            if not _is_abbreviation(text, at, m):
                yield from _nonempty(text, at, m.end())
                at = m.end()
        yield from _nonempty(text, at, end)


def _nonempty(text: str, start: int, end: int) -> Iterator[Span]:
    start, end = _stripped(text, start, end)
    if start < end:
        yield start, end


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(lines("abbreviations"))


_BRACKETED = re.compile(r"\((?:\w{1,3}\.)*\w{1,3}\Z")  # "(H.C"


@cache
def _starters() -> frozenset[str]:
    return frozenset(lines("sentence_starters"))


def _is_abbreviation(text: str, sentence: int, stop: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation, an initial, a degree or a list number."""
    mark, at = stop.group(), stop.start()
    if mark.startswith(".)"):
        return _BRACKETED.search(text, max(sentence, at - 12), at) is not None
    if not mark.startswith(".") or not mark[1:].isspace():
        return False
    word = _last_word(text, max(sentence, at - 12), at)
    if not word:
        return False
    if at - len(word) == sentence and _LIST_NUMBER.fullmatch(word):
        return True
    if word in _abbreviations():
        return True
    degree_or_initial = ("." in word.strip(".") and word[0].isupper()) or (len(word) == 1 and word.isupper())
    return degree_or_initial and _next_word(text, stop.end()) not in _starters()


def _last_word(text: str, start: int, stop: int) -> str:
    """The letters, digits and stops before a full stop; mostly they are what stands behind the last space."""
    word = text[start:stop].rsplit(None, 1)[-1:]
    if word and word[0].isalnum() and text[stop - 1].isalnum():
        return word[0]
    last = _LAST_WORD.search(text, start, stop + 1)
    return last.group(1) if last else ""


def _next_word(text: str, offset: int) -> str:
    m = _FIRST_WORD.search(text, offset, offset + 30)
    return m.group() if m else ""


def _dateline(text: str, paragraphs: tuple[Span, ...]) -> Span | None:
    if not paragraphs:
        return None
    m = _DATELINE.match(text, paragraphs[0][0], paragraphs[0][1])
    return m.span() if m else None
