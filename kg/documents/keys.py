"""What tells one article from another: its key, its version, and its publisher's domain.

The rules are data, in `kg/language/id`: `urls.toml` (what in an address is no identity), `outlets.toml` (their names).
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec
from courlan import normalize_url
from courlan.clean import TRACKERS_RE
from tld import get_fld

from kg.keys import keys
from kg.language import table
from kg.model import Article, Document

_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}$")
_PORT = re.compile(r":(?:80|443)$")


def article_key(document: Document | Article, text: str | None = None) -> str:
    """The canonical address, else publisher and given id, else the hash of publisher, title and text.

    `text` is the article's text where only the head of a record is at hand; it counts only where there is no id.
    """
    if document.url and (url := canonical_url(document.url)):
        return url
    publisher = publisher_domain(document) or ""
    if document.id:
        return f"{publisher}#{document.id}"
    body = document.text if isinstance(document, Document) else text
    return f"{publisher}#{_sha256((publisher, document.title, body))}"


def canonical_url(url: str) -> str | None:
    """The address without what does not tell articles apart: scheme, layout host, trackers, fragment. None if none.

    Page numbers stay, so that the pages of one article never take each other's place.
    """
    try:
        parts = urlsplit(normalize_url(url.strip(), trailing_slash=False))
    except (ValueError, AttributeError):
        return None
    if not parts.netloc or parts.scheme not in ("http", "https"):
        return None
    host = _without_layout(_PORT.sub("", parts.netloc.rpartition("@")[2]))
    return urlunsplit(("https", host, _path(parts.path), _query(parts.query), ""))


def _without_layout(host: str) -> str:
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in _rules()["layouts"]:
        labels = labels[1:]
    return ".".join(labels)


def _path(path: str) -> str:
    parts = [part for part in path.split("/") if part]
    while len(parts) > 1 and parts[-1].lower() in _rules()["path_ends"]:
        parts.pop()
    if len(parts) > 1 and parts[0].lower() == "amp":
        parts = parts[1:]
    return "/" + "/".join(parts)


def _query(query: str) -> str:
    return urlencode(sorted((name, value) for name, value in parse_qsl(query) if _tells(name.lower(), value.lower())))


def _tells(name: str, value: str) -> bool:
    rules = _rules()
    if name in rules["parameters"] or TRACKERS_RE.search(name):
        return False
    return value not in rules["whole_page"].get(name, ())


@cache
def _rules() -> dict[str, dict[str, list[str]]]:
    return table("urls")


def version(document: Document) -> str:
    """SHA-256 (hex) over everything that makes the article: a corrected date makes a new version, too."""
    parts = (document.text, document.published, document.title, document.publisher, document.authors, document.url)
    return _sha256(parts)


def publisher_domain(document: Document | Article) -> str | None:
    """The registrable domain of the article's address, else the domain of the publisher's name, else the name's slug.

    `tekno.kompas.com` is `kompas.com`. None where the document names neither address nor publisher.
    """
    if document.url and (domain := _registrable(urlsplit(document.url).netloc.lower())):
        return domain
    return _domain_of(document.publisher) if document.publisher else None


@cache
def _registrable(host: str) -> str | None:
    domain = get_fld(host, fail_silently=True, fix_protocol=True) if host else None
    folded: str | None = table("outlets")["folds"].get(domain, domain)
    return folded


@cache
def _domain_of(name: str) -> str | None:
    plain = " ".join(name.lower().split())
    if known := _domains().get(plain):
        return known
    if _DOMAIN.match(plain):
        return _registrable(plain) or plain
    return slug(plain) or None


@cache
def _domains() -> dict[str, str]:
    names = table("outlets")["names"]
    return {name.lower(): domain for domain, known in names.items() for name in (domain, *known)}


def publisher_names(domain: str) -> tuple[str, ...]:
    """The names that an outlet is known by, its caption first; empty for an outlet that the table does not list."""
    return tuple(table("outlets")["names"].get(domain, ()))


def slug(text: str, longest: int = 60) -> str:
    """Lower-case ASCII words joined by hyphens, at most `longest` characters, whole words where possible."""
    plain = re.sub(r"[^a-z0-9]+", "-", keys(text)[-1] if keys(text) else "").strip("-")
    return plain if len(plain) <= longest else plain[: longest + 1].rpartition("-")[0] or plain[:longest]


def _sha256(parts: tuple[object, ...]) -> str:
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()
