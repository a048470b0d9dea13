"""A page as browsers and crawlers save it: one article."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from io import BufferedReader

from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from kg.documents.decode import byte_order_mark, decode, whole
from kg.documents.fields import Fields
from kg.documents.page_body import paragraphs
from kg.documents.page_head import article_body, metadata
from kg.documents.problems import ReportLine
from kg.errors import InputError

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_SHORTEST = 100


def read(stream: BufferedReader, report: ReportLine) -> Iterator[tuple[int | None, Fields]]:
    """The article of a saved page."""
    yield None, page_fields(decoded_page(whole(stream)))


def decoded_page(data: bytes) -> str:
    """A page's text: UTF-8 where it is, whatever the page says of itself, else in the encoding that it names."""
    declared = _CHARSET.search(data[:4096])
    for encoding in ("utf-8", declared[1].decode("ascii") if declared else "utf-8"):
        try:
            return decode(data) if byte_order_mark(data)[0] else data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return decode(data)


def page_fields(source: str, address: str | None = None) -> Fields:
    """The fields of the article on a page; `address` is where it was fetched, if the page does not say itself.

    `text` holds the paragraphs, one per line. Raises InputError if the page holds no article.
    """
    page = _parsed(source)
    fields = metadata(page, source, address)
    said = article_body(page)
    text = "\n".join(paragraphs(page))
    if len(text) < _SHORTEST:
        text = next((other for other in (said, _by_trafilatura(source)) if other and len(other) >= _SHORTEST), text)
    if not text:
        raise InputError("holds no article: no paragraphs were found on the page")
    return fields | {"text": text}


def _parsed(source: str) -> HtmlElement:
    parser = HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except ParserError as error:
        raise InputError("is an empty page") from error


def _by_trafilatura(source: str) -> str | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tries, on import, a library for proxies that nobody asks for
        from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it finds nothing in is reported by us
    return extract(source, include_comments=False, include_tables=False)
