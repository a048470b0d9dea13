"""What a page says about its article: address, title, time, outlet and authors.

Read from JSON-LD (schema.org), OpenGraph and other `<meta>` elements, microdata, and from the lines that readers see,
whose names and words are data (`pages.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import msgspec
from courlan import extract_domain
from lxml.html import HtmlElement

from kg.documents.dates import normalise_date
from kg.documents.page_body import named
from kg.language import table

_ARTICLE_TYPES = (
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "AnalysisNewsArticle",
)
_PUBLISHED = (
    "article:published_time", "datepublished", "content_publishdate", "publishdate", "publish-date", "pubdate",
    "dtk:publishdate", "date", "dc.date", "og:published_time", "parsely-pub-date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_AUTHORS = (
    "author",
    "article:author",
    "content_author",
    "dtk:author",
    "parsely-author",
    "dc.creator",
    "twitter:creator",
)
_SEPARATOR = re.compile(r"\s+[-–—|•»·]+\s+|\s*\|\s*")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T]+(\d\d:\d\d)")
_SAVED_FROM = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s*url:\s*)(https?://\S+)")
_Short = tuple[HtmlElement, str]
_NAME = re.compile(r"[^\W\d_][\w.'’ -]*[\w.]")


def metadata(page: HtmlElement, source: str, address: str | None = None) -> dict[str, Any]:
    """The fields `url`, `title`, `published`, `publisher` and `authors` that the page gives.

    `page` is the parsed page, `source` its text (for what browsers note in a comment), `address` where it was fetched.
    """
    metas, article = _metas(page), _json_ld_article(page)
    url = _address(page, metas, source) or address
    publisher = _publisher(page, metas, article, url)
    short = list(_short_texts(page))
    return {
        "url": url,
        "title": _title(page, metas, article, publisher),
        "published": _published(page, metas, article, short),
        "publisher": publisher,
        "authors": _authors(page, metas, article, publisher, short),
    }


def article_body(page: HtmlElement) -> str | None:
    """The article's text as the page's JSON-LD has it."""
    body = _json_ld_article(page).get("articleBody")
    return body if isinstance(body, str) else None


def _metas(page: HtmlElement) -> dict[str, str]:
    """Content of the `<meta>` elements by property, name and itemprop in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in page.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            if (name := meta.get(attribute)) and (content := (meta.get("content") or "").strip()):
                found.setdefault(name.lower(), content)
    return found


def _json_ld_article(page: HtmlElement) -> Mapping[str, Any]:
    return next((item for item in _json_ld(page) if _is_article(item)), {})


def _json_ld(page: HtmlElement) -> Iterator[Mapping[str, Any]]:
    for script in page.iter("script"):
        if "ld+json" in script.get("type", ""):
            try:
                yield from _objects(msgspec.json.decode(" ".join((script.text or "").split())))
            except (msgspec.DecodeError, RecursionError):
                continue


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"))


def _is_article(item: Mapping[str, Any]) -> bool:
    kinds = item.get("@type")
    return any(kind in _ARTICLE_TYPES for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _address(page: HtmlElement, metas: Mapping[str, str], source: str) -> str | None:
    canonical = (link.get("href") for link in page.iter("link") if link.get("rel") == "canonical")
    saved = _SAVED_FROM.search(source[:4000])
    candidates = (*canonical, metas.get("og:url"), saved and saved[1])
    return next((str(url) for url in candidates if url and urlsplit(url).netloc), None)


def _publisher(page: HtmlElement, metas: Mapping[str, str], article: Mapping[str, Any], url: str | None) -> str | None:
    said = _name(article.get("publisher")) or metas.get("og:site_name") or _title_end(page)
    known = _outlet(urlsplit(url or "").hostname) or _outlet(said)
    return known or said or (extract_domain(url) if url else None)


def _title_end(page: HtmlElement) -> str | None:
    """What a page's title has after its last dash or bar, which is the outlet's name as a rule."""
    parts = _SEPARATOR.split(_head_title(page) or "")
    return _one_line(parts[-1]) if len(parts) > 1 and len(parts[-1]) < 40 else None


def _outlet(host: str | None) -> str | None:
    outlets = table("outlets")
    captions = {**{domain: names[0] for domain, names in outlets["names"].items()}, **outlets["parts"]}
    labels = (host or "").lower().split(".")
    return next((captions[end] for i in range(len(labels)) if (end := ".".join(labels[i:])) in captions), None)


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = value.get("name")
    return value if isinstance(value, str) and value.strip() else None


def _title(
    page: HtmlElement, metas: Mapping[str, str], article: Mapping[str, Any], publisher: str | None
) -> str | None:
    """The heading that readers see if the page's own title confirms it, else that title without the outlet's name."""
    said = [_one_line(text) for text in (article.get("headline"), metas.get("og:title"), _head_title(page)) if text]
    headings = [_one_line(h.text_content()) for level in ("h1", "h2", "h3") for h in page.iter(level)]
    confirmed = [h for h in headings if len(h) > 10 and any(_same_or_part(h, title) for title in said)]
    if confirmed:
        return max(confirmed, key=len)
    return _without_outlet(said[0], publisher) if said else next((h for h in headings if h), None)


def _head_title(page: HtmlElement) -> str | None:
    return next((title.text_content() for title in page.iter("title")), None)


def _one_line(text: Any) -> str:
    return " ".join(str(text).split())


def _same_or_part(heading: str, title: str) -> bool:
    return heading.casefold() in title.casefold() and len(heading) >= 0.4 * len(title)


def _without_outlet(title: str, publisher: str | None) -> str:
    parts = _SEPARATOR.split(title)
    outlet = re.sub(r"\W", "", (publisher or "").casefold())
    while len(parts) > 1 and outlet and outlet[:6] in re.sub(r"\W", "", parts[-1].casefold()):
        title = title[: title.rindex(parts.pop())].rstrip(" -–—|•»·")
    return title


def _published(
    page: HtmlElement, metas: Mapping[str, str], article: Mapping[str, Any], short: list[_Short]
) -> str | None:
    """The time of publication in ISO 8601, or None.

    Some pages mark a local time as UTC. What readers see decides: if the same clock time stands there, it is local.
    """
    marked = [article.get("datePublished"), *(metas.get(name) for name in _PUBLISHED), *_time_elements(page)]
    dates = [date for text in marked if isinstance(text, str) and (date := _readable(text))]
    seen = [date for line in _date_lines(short) if (date := normalise_date(line))]
    if not dates:
        return max(seen, key=len, default=None)
    best = max(dates, key=lambda date: len(date) > 10)
    return _as_seen(best, next(text for text in marked if isinstance(text, str) and _readable(text) == best), seen)


def _readable(text: str) -> str | None:
    return normalise_date(re.sub(r"(?<=\d) (?=T\d)", "", text))


def _as_seen(date: str, written: str, seen: list[str]) -> str:
    moment = _MOMENT.search(written)
    local = "T".join(moment.groups()) if moment else ""
    return next((s for s in seen if _same_minute(s, date) or (local and s[:16] == local)), date)


def _same_minute(one: str, other: str) -> bool:
    moments = [datetime.fromisoformat(date) for date in (one, other) if len(date) > 10]
    return len(moments) == 2 and abs(moments[0] - moments[1]) < timedelta(minutes=1)


def _time_elements(page: HtmlElement) -> Iterator[str]:
    for element in page.iter():
        if element.get("itemprop") == "datePublished" or (element.tag == "time" and element.get("datetime")):
            yield element.get("content") or element.get("datetime") or element.text_content()


def _date_lines(short: list[_Short]) -> list[str]:
    """Short texts with a clock time: first of elements named for it, then of any."""
    timed = [(element, text) for element, text in short if re.search(r"\d[:.]\d\d", text)]
    marked = [text for element, text in timed if named(element, "published")]
    return marked + [text for element, text in timed if not named(element, "published")]


def _short_texts(page: HtmlElement) -> Iterator[_Short]:
    """Small elements with what stands in them on one line."""
    for element in page.iter("div", "span", "p", "time", "li", "td", "tr", "h5", "h6", "small", "strong", "b", "em"):
        if len(element) < 6 and sum(1 for _ in islice(element.iter(), 12)) < 12:
            text = _one_line(" ".join(element.itertext()))
            if 4 < len(text) < 160:
                yield element, text


def _authors(
    page: HtmlElement,
    metas: Mapping[str, str],
    article: Mapping[str, Any],
    publisher: str | None,
    short: list[_Short],
) -> list[str]:
    said = article.get("author")
    listed = [_name(item) for item in (said if isinstance(said, list) else [said])]
    tagged = [metas.get(name) for name in _AUTHORS]
    for candidates in (listed, _bylines(short), _marked_authors(page), tagged, _signatures(page)):
        names = [name for text in candidates if text for name in _author_names(text, publisher)]
        if names:
            return list(dict.fromkeys(names))
    return []


def _bylines(short: list[_Short]) -> list[str]:
    """What follows "Oleh:" and the like, else what stands before "Jurnalis" and the like."""
    texts = [text for _, text in short if len(text) < 120]
    introduced = [match[1] for text in texts if (match := _byline().match(text))]
    titled = [match[1] for text in texts if (match := _titled_name().fullmatch(text))]
    return introduced or titled


@cache
def _byline() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(table('pages')['byline'])})\s*:\s*(.+)", re.IGNORECASE)


@cache
def _titled_name() -> re.Pattern[str]:
    titles = "|".join(table("pages")["after_name"])
    return re.compile(rf"([A-Z][\w.'’ ]+?)\s*,?\s*(?:{titles})(?:\s*-.+)?")


def _marked_authors(page: HtmlElement) -> Iterator[str]:
    for element in page.iter():
        marked = "author" in element.get("itemprop", "").split() or named(element, "author")
        if marked and not _at_picture(element):
            yield _one_line(element.get("content") or element.text_content())


def _signatures(page: HtmlElement) -> Iterator[str]:
    """A name in bold capitals that ends a long paragraph on a line of its own, as old pages are signed."""
    for element in (*page.iter("strong"), *page.iter("b")):
        parent, before, name = element.getparent(), element.getprevious(), _one_line(element.text_content())
        if parent is None or before is None or before.tag != "br" or not _SIGNATURE.fullmatch(name):
            continue
        alone = element.getnext() is None and not ((before.tail or "") + (element.tail or "")).strip()
        if alone and len(parent.text_content()) > _LONG:
            yield name


_SIGNATURE = re.compile(r"[A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]*){1,3}")
_LONG = 300  # characters


def _at_picture(element: HtmlElement) -> bool:
    return any(neighbour.tag == "img" for neighbour in element.itersiblings(preceding=True))


def _author_names(text: str, publisher: str | None) -> Iterator[str]:
    if "://" in text or "@" in text:
        return
    correspondent = tuple(table("pages")["correspondent"])
    text = re.split(rf"\s+(?:{'|'.join(table('pages')['other_roles'])})\b", _byline_word().sub("", text), maxsplit=1)[0]
    for part in re.split(r"\s*[,;|/&]\s*|\s+(?:dan|and)\s+|\s+-\s+", text):
        person = _NAME.fullmatch(part) and len(part.split()) <= 6 and not part.startswith(correspondent)
        if person and not _is_outlet(part, publisher):
            yield part


@cache
def _byline_word() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(table('pages')['byline'])})\b[\s:]*", re.IGNORECASE)


def _is_outlet(name: str, publisher: str | None) -> bool:
    plain, outlet = (re.sub(r"\W", "", text.casefold()) for text in (name, publisher or ""))
    return plain in outlet or (len(outlet) > 3 and outlet[:6] in plain)
