"""What stands between quotation marks, however badly they are set.

Marks are read by their surroundings first and by their shape second, because “ ” " „ « occur on either side in news.
A mark that finds no partner harms its own paragraph only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from kg.extract.prose import Prose
from kg.language import table
from kg.model import Span

_GLYPHS = "\"“”„‟«»＂‘’'`‹›"


@lru_cache(maxsize=500)
def _mark(glyphs: str) -> re.Pattern[str]:
    """Any of the glyphs as a mark. They come first, so that the search can skip from one to the next, and few are quicker.

    Marks of one pair may be set apart: `" " A " "`.
    """
    return re.compile(
        rf"(?P<mark>[{glyphs}])"
        r"(?:(?<=[\"“”„‟«»＂])(?:(?P=mark)+|(?<=\s.) (?P=mark)(?=\s)|(?<=^.) (?P=mark)(?=\s))|(?<=[‘’'`])(?P=mark))?",
        re.MULTILINE,
    )


# Where all opening marks of a paragraph stand apart from their words, as in `… selesai. " Kami siap," katanya.`
_SPACED = re.compile(r"(?:^|(?<=[.?!:] ))\" (?=[A-Z])")
_ATTACHED = re.compile(r"(?:^|(?<=\s))\"\w")
_BEFORE_OPENING = frozenset(" \n\t\r\xa0([{-–—:/\u200b")
_AFTER_CLOSING = frozenset(" \n\t\r\xa0)]},.;:!?-–—…")
_STOPS = frozenset(",.!?…")
_TWO = 2  # marks of one kind without a space between
_MOST_MARKS = 1000  # a paragraph with more marks is no prose
_MOST_SENTENCES = 10  # of a speech that lost its opening mark
_MOST_SILENT = 1  # sentences of such a speech in a row in which nobody says "kami"
_SINGLE_WORDS = 3  # single marks around fewer words set off a term, not a speech


class Quotation(Struct, frozen=True, gc=False):
    """One pair of marks: `span` with the marks, `inner` without marks and the spaces inside them.

    `closed` is False where the closing mark is missing (then `inner` ends with a cue or the paragraph),
    `opened` is False where the opening one is. `single` marks are weaker evidence of speech.
    """

    span: Span
    inner: Span
    closed: bool = True
    opened: bool = True
    single: bool = False


class _Mark(Struct, frozen=True, gc=False):
    start: int
    end: int
    turn: str  # "open", "close" or "" where the surroundings do not tell
    single: bool


def quotations(prose: Prose) -> tuple[Quotation, ...]:
    """The outermost quotations of all paragraphs, in text order and apart from each other."""
    found: list[Quotation] = []
    glyphs = "".join([glyph for glyph in _GLYPHS if glyph in prose.text])
    for paragraph in prose.paragraphs if glyphs else ():
        marks = list(islice(_marks(prose.text, paragraph, _mark(glyphs)), _MOST_MARKS + 1))
        if 0 < len(marks) <= _MOST_MARKS:
            found += _of_paragraph(prose, paragraph, marks)
    return tuple(found)


def _marks(text: str, paragraph: Span, mark: re.Pattern[str]) -> Iterator[_Mark]:
    start, end = paragraph
    first = mark.search(text, start, end)
    if first is None:
        return
    spaced = '" ' in text[start:end] and _SPACED.search(text, start, end) is not None
    spaced = spaced and _ATTACHED.search(text, start, end) is None
    for m in mark.finditer(text, first.start(), end):
        before = text[m.start() - 1] if m.start() > start else " "
        after = text[m.end()] if m.end() < end else " "
        glyph = m.group()
        single = glyph[0] in "‘’'`‹›" and len(glyph) == 1
        if (single and before.isalnum() and after.isalnum()) or _is_inch(before, after, glyph):
            continue
        if glyph == "»" and before in " \n" and after.isspace():
            continue  # a bullet
        if len(glyph) == _TWO and before in _STOPS and after.isupper():  # `…,""Lalu …`: one quotation ends, one begins
            yield _Mark(m.start(), m.start() + 1, "close", single=False)
            yield _Mark(m.start() + 1, m.end(), "open", single=False)
            continue
        opens = spaced and _SPACED.match(text, m.start(), end) is not None
        yield _Mark(m.start(), m.end(), "open" if opens else _turn(before, after), single)


def _is_inch(before: str, after: str, glyph: str) -> bool:
    return before.isdigit() and glyph in ('"', "''", "”", "’", "'") and (after.isspace() or after in "x×/-)")


def _turn(before: str, after: str) -> str:
    opens = before in _BEFORE_OPENING and after not in _AFTER_CLOSING
    closes = before not in _BEFORE_OPENING and after in _AFTER_CLOSING
    return "open" if opens else "close" if closes else ""


def _of_paragraph(prose: Prose, paragraph: Span, marks: list[_Mark]) -> list[Quotation]:
    found = list(_outermost(_paired(prose, paragraph, [m for m in marks if not m.single])))
    singles = [m for m in marks if m.single]
    if singles:
        found += [q for q in _single(prose.text, singles) if not any(_overlap(q.span, d.span) for d in found)]
    return sorted(found, key=lambda q: q.span)


def _paired(prose: Prose, paragraph: Span, marks: list[_Mark]) -> Iterator[Quotation]:
    """Pair double marks with a stack; what stays open ends with its cue, the next quotation or the paragraph."""
    waiting: list[_Mark] = []
    free = paragraph[0]
    for i, mark in enumerate(marks):
        if waiting and (mark.turn != "open" or _closes_badly(prose.text, mark)):
            opening = waiting.pop()
            yield _quotation(prose.text, (opening.start, mark.end), (opening.end, mark.start))
            free = mark.end
        elif mark.turn == "close":
            yield from _unopened(prose, free, mark)
            free = mark.end
        else:
            if waiting and not _is_nested(marks, i):
                yield _unclosed(prose, waiting.pop(0), mark.start)
            waiting.append(mark)
    if waiting:
        yield _unclosed(prose, waiting[0], paragraph[1])


def _is_nested(marks: list[_Mark], i: int) -> bool:
    return [m.turn for m in marks[i + 1 : i + 3]] == ["close", "close"]


def _closes_badly(text: str, mark: _Mark) -> bool:
    """Whether a mark that stands before a word closes all the same: `…, "kata X`."""
    return text[mark.start - 2 : mark.start].rstrip()[-1:] in _STOPS and bool(_cue().match(text, mark.end))


@cache
def _cue() -> re.Pattern[str]:
    stems = table("reporting_verbs")["stem"]
    always = "|".join(sorted(stems["always"].split(), key=len, reverse=True))
    sometimes = "|".join(sorted(stems["sometimes"].split(), key=len, reverse=True))
    return re.compile(rf"(?:(?:(?:{always})(?:nya)?|(?:{sometimes})nya)\b|(?:{sometimes})(?=\s[A-Z]))")


@cache
def _comma_cue() -> re.Pattern[str]:
    return re.compile(rf",[’']?\s*(?={_cue().pattern}\s+[\w.]+)")


@cache
def _cue_behind() -> re.Pattern[str]:
    return re.compile(rf",?\s?{_cue().pattern}")


def _unclosed(prose: Prose, mark: _Mark, limit: int) -> Quotation:
    cue = _comma_cue().search(prose.text, mark.end, limit)
    end = cue.start() if cue else limit
    if not cue and prose.text[limit : limit + 1] not in ("", "\n", "\r"):
        end = min(limit, prose.sentence_at(mark.end)[1])
    return _quotation(prose.text, (mark.start, end), (mark.end, end), closed=False)


def _unopened(prose: Prose, free: int, mark: _Mark) -> Iterator[Quotation]:
    """The words before a closing mark without partner, if they end as speech does."""
    text = prose.text
    if text[max(free, mark.start - 2) : mark.start].rstrip()[-1:] not in _STOPS:
        return
    start = _speech_start(prose, free, mark.start)
    if max(start, free) < mark.start:
        start = max(start, free)
        yield _quotation(text, (start, mark.end), (start, mark.start), opened=False)


def _speech_start(prose: Prose, free: int, end: int) -> int:
    """Where speech that lost its opening mark begins: with its last sentence, or before that one where "kami" speaks."""
    text, start = prose.text, prose.sentence_at(end - 1)[0]
    found, silent = start, 0
    for _ in range(_MOST_SENTENCES):
        before = prose.sentence_at(max(start - 1, 0))
        speaks = _own().search(text, *before) is not None
        silent = 0 if speaks else silent + 1
        if before[0] < max(free, prose.paragraph_at(end - 1)[0]) or before[0] == start or silent > _MOST_SILENT:
            break
        start = before[0]
        found = start if speaks else found
    return found


@cache
def _own() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table('speakers')['pronouns']['own'].split())})\b", re.IGNORECASE)


def _quotation(text: str, span: Span, inner: Span, *, closed: bool = True, opened: bool = True) -> Quotation:
    words = text[inner[0] : inner[1]]
    return Quotation(span, (inner[1] - len(words.lstrip()), inner[0] + len(words.rstrip())), closed, opened)


def _outermost(found: Iterator[Quotation]) -> Iterator[Quotation]:
    end = -1
    for quotation in sorted(found, key=lambda q: (q.span[0], -q.span[1])):
        if quotation.span[0] >= end and quotation.inner[0] < quotation.inner[1]:
            yield quotation
            end = quotation.span[1]


def _single(text: str, marks: list[_Mark]) -> Iterator[Quotation]:
    opening: _Mark | None = None
    for mark in marks:
        if mark.turn == "open" and opening is None:
            opening = mark
        elif mark.turn == "close" and opening is not None:
            quotation = _quotation(text, (opening.start, mark.end), (opening.end, mark.start))
            if text.count(" ", *quotation.inner) >= _SINGLE_WORDS - 1 or _cue_behind().match(text, mark.end):
                yield replace(quotation, single=True)
            opening = None


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]
