"""The paragraphs of an article's page: where they stand, and which lines between them are not the article's.

Where the text stands is told by the names that news sites give to their elements (`pages.toml`), else by where most of
the prose is, as Readability (Arc90, 2009) does it. The text is read from the page itself, so that `<i>sidejob</i>nya`
stays one word and lines divided by `<br>` stay paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import translate
from functools import cache, lru_cache

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from kg.language import table

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "iframe", "img", "li", "main", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "video",
))
_NEVER = frozenset((
    "aside", "audio", "button", "canvas", "figcaption", "figure", "footer", "form", "h1", "head", "iframe", "input",
    "map", "nav", "noscript", "object", "option", "script", "select", "style", "svg", "template", "textarea", "video",
))
# fmt: on
_ITALIC = frozenset(("em", "i"))
_PICTURE = frozenset(("img", "figure", "iframe", "video"))
_LONG = 60
"""From this many characters on a line outside links is taken for prose."""
_ENOUGH = 200
"""An element with fewer characters of prose is not taken for an article's body on the strength of its name."""
_INITIALS = re.compile(r"[(\[]\w{2,6}(?:\s?[/,|-]\s?\w{2,6})*[)\]]")
_DATELINE = re.compile(r"\w[^.!?]{0,60}\s?[-–—]{1,2}")
_SENTENCE_END = re.compile(r"[.!?:…\"”’')\]]$")


@dataclass(slots=True)
class _Line:
    """One block's text, how much of it is linked or italic, whether it follows a picture, and its element."""

    element: HtmlElement
    text: str = ""
    linked: int = 0
    italic: int = 0
    after_picture: bool = False


def paragraphs(page: HtmlElement) -> list[str]:
    """The article's paragraphs, each on one line. The tree is pruned in place."""
    _prune(page)
    body = _hinted(page)
    if body is None:
        body = _densest(page)
    return [] if body is None else _trimmed(list(_own_lines(_with_datelines(_lines(body)))))


def fragment_paragraphs(fragment: HtmlElement) -> list[str]:
    """The paragraphs of a piece of HTML that is an article and nothing else, as feeds carry it."""
    _prune(fragment)
    return list(_own_lines(_with_datelines(_lines(fragment))))


def named(element: HtmlElement, names: str) -> bool:
    """Whether the element's id or one of its classes is in that list of `pages.toml`."""
    return _named(f"{element.get('id', '')} {element.get('class', '')}", names)


@lru_cache(maxsize=1 << 14)
def _named(tokens: str, names: str) -> bool:
    return any(_pattern(names).match(token) for token in tokens.lower().split())


@cache
def _pattern(names: str) -> re.Pattern[str]:
    return re.compile("|".join(translate(name) for name in table("pages")[names]))


def _prune(page: HtmlElement) -> None:
    """Empty what is no text of the article, but leave its place, so that the words around it do not grow together."""
    for element in [e for e in page.iter() if e.tag in _NEVER]:
        _empty(element)
    prose = _prose_by_element(page)
    for element in [e for e in page.iter() if prose[e] < prose[page] * 0.4 and _beside(e)]:
        _empty(element)


def _empty(element: HtmlElement) -> None:
    tail = element.tail
    element.clear()
    element.tail = tail


def _beside(element: HtmlElement) -> bool:
    hidden = "display:none" in element.get("style", "").replace(" ", "")
    return hidden or (named(element, "beside") and not _is_body(element))


def _is_body(element: HtmlElement) -> bool:
    return "articleBody" in element.get("itemprop", "").split()


def _prose_by_element(page: HtmlElement) -> Counter[HtmlElement]:
    """Characters in the long lines of each element that are not links: headlines and menus count nothing."""
    prose: Counter[HtmlElement] = Counter()
    for line in _lines(page):
        if len(line.text) - line.linked >= _LONG:
            prose[line.element] += len(line.text) - line.linked
    for element in list(page.iter())[::-1]:
        parent = element.getparent()
        if parent is not None and prose[element]:
            prose[parent] += prose[element]
    return prose


def _hinted(page: HtmlElement) -> HtmlElement | None:
    """The innermost of the elements named as the body that holds nearly as much prose as any of them."""
    elements = [element for element in page.iter() if _is_body(element)]
    elements = elements or [element for element in page.iter() if named(element, "body")]
    prose = _prose_by_element(page)
    most = max((prose[element] for element in elements), default=0)
    return [e for e in elements if prose[e] >= most * 0.9][-1] if most >= _ENOUGH else None


def _densest(page: HtmlElement) -> HtmlElement | None:
    score: Counter[HtmlElement] = Counter()
    for line in _lines(page):
        weight = len(line.text) - line.linked
        if weight >= _LONG:
            for share, element in zip((1.0, 0.8, 0.4), _ancestors(line.element), strict=False):
                score[element] += int(weight * share)
    return max(score, key=lambda element: score[element], default=None)


def _ancestors(element: HtmlElement) -> Iterator[HtmlElement]:
    if element.tag != "p":
        yield element
    yield from element.iterancestors()


def _lines(body: HtmlElement) -> Iterator[_Line]:
    """The text block by block; inline elements neither divide words nor swallow them."""
    line, linked, italic, picture = _Line(body), 0, 0, False
    for event, element in iterwalk(body, events=("start", "end")):
        step = 1 if event == "start" else -1
        if element.tag in _BLOCKS:
            if done := _finished(line, picture):
                yield done
                picture = False
            picture = picture or element.tag in _PICTURE
            line = _Line(element if event == "start" and element.tag != "br" else _block_around(element))
        linked += step * (element.tag == "a")
        italic += step * (element.tag in _ITALIC)
        text = element.text if event == "start" else element.tail if element is not body else None
        if text:
            line.text += text
            line.linked += len(text.strip()) if linked else 0
            line.italic += len(text.strip()) if italic else 0
    if done := _finished(line, picture):
        yield done


def _block_around(element: HtmlElement) -> HtmlElement:
    parents = (parent for parent in element.iterancestors() if parent.tag in _BLOCKS)
    return next(parents, element)


def _finished(line: _Line, picture: bool) -> _Line | None:
    line.text = " ".join(line.text.split())
    line.after_picture = picture
    return line if line.text else None


def _with_datelines(lines: Iterable[_Line]) -> Iterator[_Line]:
    """A dateline on a line of its own (`Jakarta -`) goes with the paragraph after it."""
    dateline: _Line | None = None
    for line in lines:
        if dateline:
            line.text, line.linked = f"{dateline.text} {line.text}", line.linked + dateline.linked
        dateline = line if _DATELINE.fullmatch(line.text) else None
        if not dateline:
            yield line


def _own_lines(lines: Iterable[_Line]) -> Iterator[str]:
    seen: set[str] = set()
    for line in lines:
        if not (_is_link(line) or _is_caption(line) or is_boilerplate(line.text) or line.text in seen):
            yield line.text
        if len(line.text) >= _LONG:
            seen.add(line.text)


def _is_link(line: _Line) -> bool:
    return line.linked >= 0.8 * len(line.text) and len(line.text) > 3


def _is_caption(line: _Line) -> bool:
    lower = line.text.lower()
    credited = any(credit in lower for credit in table("pages")["captions"])
    return line.after_picture and (credited or line.italic >= 0.8 * len(line.text))


def is_boilerplate(line: str) -> bool:
    """Whether a line is what sites put between and around paragraphs: "Baca juga: …", "ADVERTISEMENT", initials."""
    lower = line.lower()
    known = _boilerplate_lines()
    return lower.strip(" :.-") in known or lower.startswith(_boilerplate_starts()) or bool(_INITIALS.fullmatch(line))


@cache
def _boilerplate_lines() -> frozenset[str]:
    lists = table("boilerplate")
    return frozenset([*lists["lines"], *lists["headings"], *table("pages")["lines"]])


@cache
def _boilerplate_starts() -> tuple[str, ...]:
    return (*table("boilerplate")["starts"], *table("pages")["starts"])


def _trimmed(lines: list[str]) -> list[str]:
    """Without the short lines before and after the article that are no sentences: section names, dates, tags."""
    whole = [i for i, line in enumerate(lines) if len(line) >= _LONG or _SENTENCE_END.search(line)]
    return lines[whole[0] : whole[-1] + 1] if whole else []
