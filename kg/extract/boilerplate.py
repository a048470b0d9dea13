"""Boilerplate of news pages: link lists, credits, calls to subscribe. It is skipped, never cut out.

The phrases are data (`kg/language/id/boilerplate.toml`); the rules here only say how far each reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from ahocorasick_rs import AhoCorasick

from kg import language
from kg.extract.cues import is_verb
from kg.model import Span

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_FRAME = " \t\xa0:.-–—•*|>»_…"
_BULLETS = "-–—•*»"
_HEADLINE_WORD = re.compile(r"\b[^\W\d_]{4,}")
_TERMINAL = tuple(".!?…\"”’'):,;")
# The reporter's initials or full name that close an article: "(rgr/lua)", "[cob]", "… katanya. (Rina Utami)".
_SIGN_OFF = re.compile(
    r"(?:\([a-z]{2,5}\)|\[[a-z]{2,5}\]|[(\[][\w. *-]{2,20}/[\w. -]{1,20}(?:/[\w. -]{1,20})?[)\]]"
    r"|(?<=[.!?…”\"\n])[^\S\n]*\((?:[A-Z][\w.'’-]{0,20} ){1,3}[A-Z][\w.'’-]{1,20}\))\s*$"
)
_LONGEST_HEADLINE = 160
_LONGEST_TAG = 40
_LONGEST_START = 400
_BYLINE = re.compile(r"[^\n]{0,160}?[.,] (?=[A-Z][A-Z ]{2,30} ?[-–—])")


@cache
def _phrases(kind: str) -> tuple[str, ...]:
    return tuple(language.table("boilerplate")[kind])


@cache
def _whole(kind: str) -> frozenset[str]:
    return frozenset(_phrases(kind))


@cache
def _within_line() -> re.Pattern[str]:
    """Bracketed and unbracketed hints inside a line; a group tells how far the latter reach."""
    brackets = "|".join(map(re.escape, _phrases("brackets")))
    inline = "|".join(map(re.escape, _phrases("inline")))
    to_end = "|".join(map(re.escape, _phrases("to_end")))
    bare = "|".join(map(re.escape, _phrases("bare")))
    return re.compile(
        rf"\((?:{brackets})[^()\n]{{0,300}}\)|\[(?:{brackets})[^\[\]\n]{{0,300}}\]"
        rf"|\b(?:{to_end})[^\n]*|(?P<link>\b(?:{inline})[^\n.!?\"“]{{0,300}}[.!?]?)"
        rf"|(?P<links>\b(?P<bare>(?-i:{bare})) (?=(?-i:[A-Z0-9]))[^\n.!?\"“]{{0,500}}[.!?]?)",
        re.IGNORECASE,
    )


@cache
def _hints() -> tuple[str, ...]:
    """What a text must hold for a hint inside a line; looked for first, since few texts have any."""
    return (
        *(mark + phrase for mark in "([" for phrase in _phrases("brackets")),
        *_phrases("inline"),
        *_phrases("to_end"),
        *(phrase.lower() + " " for phrase in _phrases("bare")),
    )


_LINK_WORD = re.compile(r"[^\W\d_]\w*(?:[-'’.]\w+)*|\d\S*")
_LONGEST_SOURCE = 6
_FIRST_WORDS = 4  # a headline is longer than this


@cache
def _hint_finder() -> AhoCorasick:
    return AhoCorasick(_hints())


def _end_of_link(text: str, start: int, end: int) -> int:
    """Where a link's headline ends when the next sentence follows without a stop, else `end`.

    Of a headline in title case the first small word that is no particle belongs to the next sentence, which begins one
    word before; in sentence case the next sentence begins with a word that often does, or a name and a verb.
    """
    words = [(m.group(), m.start()) for m in _LINK_WORD.finditer(text, start, end)]
    particles = _whole("particles")
    small = [i for i, (word, _) in enumerate(words) if word[0].islower() and word not in particles]
    if not small:
        return end
    if small[0] > 2:
        return words[_first_of_sentence([word for word, _ in words[: small[0]]])][1]
    for i in range(_FIRST_WORDS, len(words) - 1):
        word, at = words[i]
        if word[0].isupper() and (word in _starters() or is_verb(words[i + 1][0])):
            return at
    return end


def _first_of_sentence(words: list[str]) -> int:
    """Which of the capitalised words before the first small one begins the sentence: "… Panen |Menurut| Budi, harga"."""
    last = len(words) - 1
    least = max(last - _LONGEST_SOURCE, _FIRST_WORDS)
    sources = (i for i in range(last, least, -1) if words[i] in ("Menurut", "Berdasarkan"))
    return next(sources, last - (words[last - 1] in _starters()))


@cache
def _starters() -> frozenset[str]:
    return frozenset(language.lines("sentence_starters"))


def is_headline(line: str) -> bool:
    """Whether a line reads as a headline: short, no full stop, most of its longer words capitalised."""
    line = line.strip()
    if not line or len(line) > _LONGEST_HEADLINE or line[-1] in '.:,;"”':
        return False
    words = _HEADLINE_WORD.findall(line)
    return bool(sum(word[0].isupper() for word in words) * 3 >= len(words) * 2)


def skipped(text: str) -> tuple[Span, ...]:
    """The spans of boilerplate in a text, in order and apart from each other; empty when there is none."""
    lines = [m.span() for m in _LINE.finditer(text)]
    spans = [*_whole_lines(text, lines), *_parts_of_lines(text)]
    spans += _ending(text, lines)
    return tuple(_merged(sorted(spans)))


def _whole_lines(text: str, lines: list[Span]) -> Iterator[Span]:
    in_list = False
    for start, end in lines:
        line = text[start:end].strip()
        bare = line.strip(_FRAME).lower()
        if bare in _whole("headings"):
            in_list = True
            yield start, end
        elif bare in _whole("lines"):
            yield start, end
        elif line.lower().startswith(_phrases("starts")):
            yield from _from_start(text, start, end)
        elif in_list and (not bare or line[0] in _BULLETS or is_headline(line.strip(_FRAME))):
            yield start, end
        elif bare:
            in_list = False


def _from_start(text: str, start: int, end: int) -> Iterator[Span]:
    """The line, or of a line that holds a whole article only the byline before its dateline."""
    if end - start <= _LONGEST_START:
        yield start, end
    elif byline := _BYLINE.match(text, start, end):
        yield byline.span()


def _parts_of_lines(text: str) -> Iterator[Span]:
    for m in _hinted(text):
        start, end = m.span()
        if m["link"] or m["links"]:
            colon = text.index(":", start) + 1 if m["link"] else m.end("bare")
            end = max(_end_of_link(text, colon, end), colon)
        yield start, end


def _hinted(text: str) -> Iterator[re.Match[str]]:
    """The hints inside lines with what belongs to them, one after the other."""
    lower, done = text.lower(), 0
    hints = _hint_finder().find_matches_as_indexes(lower, overlapping=True)
    if hints and len(lower) != len(text):
        yield from _within_line().finditer(text)
        return
    for at in sorted({start for _, start, _ in hints}):
        if at >= done and (m := _within_line().match(text, at)):
            yield m
            done = m.end()


def _ending(text: str, lines: list[Span]) -> Iterator[Span]:
    """Tags and the sign-off that close an article, from the end upwards as long as the lines are tags."""
    filled = [span for span in lines if text[span[0] : span[1]].strip()]
    while len(filled) > 1 and _is_tag(text[slice(*filled[-1])]):
        yield filled.pop()
    if filled and (sign_off := _SIGN_OFF.search(text, max(filled[-1][0], filled[-1][1] - 80), filled[-1][1])):
        yield sign_off.span()


def _is_tag(line: str) -> bool:
    line = line.strip()
    return (
        len(line) <= _LONGEST_TAG and not line.endswith(_TERMINAL) and len(line.split()) <= 5 and line == line.lower()
    )


def _merged(spans: list[Span]) -> Iterator[Span]:
    if not spans:
        return
    start, end = spans[0]
    for _, (a, b) in pairwise(spans):
        if a > end:
            yield start, end
            start, end = a, b
        else:
            end = max(end, b)
    yield start, end
