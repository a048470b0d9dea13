"""Feeds (RSS, Atom) with the articles' text in them, and what trafilatura writes as XML and XML-TEI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BufferedReader
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from lxml.html import fragment_fromstring

from kg.documents.decode import whole
from kg.documents.fields import Fields
from kg.documents.page_body import fragment_paragraphs
from kg.documents.problems import ReportLine
from kg.errors import InputError

_BLOCKS = ("p", "head", "ab", "item", "quote", "row", "div", "list", "table", "lb")


def read(stream: BufferedReader, report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    """The articles of a feed, or the one article of a TEI or trafilatura file. Raises InputError for other XML."""
    try:
        root: Element = fromstring(whole(stream))
    except ParseError as error:
        raise InputError(f"is not well-formed XML ({error})") from error
    except DefusedXmlException as error:
        raise InputError("declares entities, which are not read; save it without them") from error
    kind = _local(root)
    if kind in ("rss", "RDF", "feed"):
        yield from _feed(root, report)
    elif kind in ("TEI", "doc"):
        yield None, _tei(root) if kind == "TEI" else dict(root.attrib) | {"text": _text(_find(root, "main"))}
    else:
        raise InputError(f"is XML of an unknown kind (<{kind}>); RSS, Atom and TEI are read")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _find(root: Element, name: str) -> Element | None:
    return next((element for element in root.iter() if _local(element) == name), None)


def _feed(root: Element, report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    entries = [element for element in root.iter() if _local(element) in ("item", "entry")]
    channel = _find(root, "channel")
    outlet = _children(channel if channel is not None else root).get("title")
    for number, entry in enumerate(entries, 1):
        found = _children(entry)
        html = next((found[name] for name in ("encoded", "content", "description", "summary") if found.get(name)), "")
        text = "\n".join(_paragraphs(html))
        if not text:
            report(number, "has no text: the feed gives headlines only")
            continue
        yield (
            number,
            {
                "text": text,
                "title": found.get("title"),
                "url": found.get("link"),
                "publisher": outlet,
                "author": found.get("creator") or found.get("author"),
                "published": found.get("pubDate")
                or found.get("published")
                or found.get("date")
                or found.get("updated"),
            },
        )


def _children(parent: Element) -> Mapping[str, str]:
    """Each child's text by its name (of an Atom link the address, of an author the name); the first one counts."""
    found: dict[str, str] = {}
    for child in parent:
        alternate = child.get("rel", "alternate") == "alternate"
        text = (child.get("href") if alternate else None) or "".join(_first_text(child)).strip()
        if text and (alternate or _local(child) != "link"):
            found.setdefault(_local(child), text)
    return found


def _first_text(element: Element) -> Iterator[str]:
    name = next((child for child in element if _local(child) == "name"), None)
    yield from (element if name is None else name).itertext()


def _paragraphs(html: str) -> list[str]:
    return fragment_paragraphs(fragment_fromstring(html, create_parent="div"))


def _tei(root: Element) -> Fields:
    header, body = _find(root, "biblFull"), _find(root, "body")
    head = header if header is not None else root
    pointer = _find(head, "ptr")
    found = {name: _said(head, name) for name in ("title", "author", "publisher", "date")}
    return found | {"url": pointer.get("target") if pointer is not None else None, "text": _text(body)}


def _said(root: Element, name: str) -> str | None:
    element = _find(root, name)
    return "".join(element.itertext()).strip() if element is not None else None


def _text(body: Element | None) -> str:
    """The blocks' text, one per line; comments are left out."""
    lines = [""]
    if body is not None:
        _walk(body, lines)
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _walk(element: Element, lines: list[str]) -> None:
    block = _local(element) in _BLOCKS
    if block:
        lines.append("")
    lines[-1] += element.text or ""
    for child in element:
        if child.get("type") != "comments":
            _walk(child, lines)
        lines[-1] += child.tail or ""
    if block:
        lines.append("")
